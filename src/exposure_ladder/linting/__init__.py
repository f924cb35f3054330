"""Deterministic findings about a written plan: each with a stable code, a place, a message and what to do.

Lint looks at what was written (graph, log, consents), never at the clock, a file or a belief, so the same document
gives the same findings, whatever the order of writing. It reports and never changes anything; a circle of
prerequisites and the like are no findings, because such a document is refused before it comes here.

``ignore: {EL002: reason}`` on a situation silences findings that name the situation, on the graph all of that code.
Texts repeat ids and numbers, never titles or other words of a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exposure_ladder.errors import did_you_mean
from exposure_ladder.linting.finding import RULES, Finding, Path, Rule, Severity
from exposure_ladder.linting.shape import CHECKS
from exposure_ladder.linting.subject import Subject
from exposure_ladder.records import Course, Situation, SituationGraph
from exposure_ladder.records._checks import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["RULES", "Finding", "Rule", "Severity", "lint"]

_RULES: Final[Mapping[str, Rule]] = {rule.code: rule for rule in RULES}


def lint(course: Course | SituationGraph) -> tuple[Finding, ...]:
    """Return what may be worth a second look in a plan.

    Parameters
    ----------
    course : Course or SituationGraph
        A graph alone counts as a course with no log, no consents and the default settings.

    Returns
    -------
    tuple of Finding
        In the order of the document, then by code; what is ignored with a reason is left out.

    Examples
    --------
    >>> car = Situation(id="car", title="driving", distress=60)
    >>> graph = SituationGraph(title="Roads", goal="car", situations=(car,))
    >>> [(finding.code, finding.situations) for finding in lint(graph) if finding.severity is Severity.WARNING]
    [('EL005', ()), ('EL010', ('car',)), ('EL004', ('car',))]
    """
    subject = Subject(course if isinstance(course, Course) else Course(graph=course))
    found = [_finding(code, *hit) for code, check in CHECKS.items() for hit in check(subject)]
    ignores = _Ignores(subject.graph)
    kept = [finding for finding in found if not ignores.silence(finding)]
    return tuple(sorted([*kept, *ignores.findings()], key=_place_in_document))


def _finding(code: str, path: Path, situations: tuple[str, ...], message: str) -> Finding:
    rule = _RULES[code]
    return Finding(code, rule.severity, path, situations, message, rule.do)


class _Ignores:
    """Every `ignore` of a graph: which finding it silences, and which of them silence nothing."""

    def __init__(self, graph: SituationGraph) -> None:
        self.graph = dict.fromkeys(graph.ignore, False)
        self.situations = {
            situation.id: (at, dict.fromkeys(situation.ignore, False))
            for at, situation in enumerate(graph.situations)
            if situation.ignore
        }

    def silence(self, finding: Finding) -> bool:
        """Tell whether a finding is ignored, and remember every reason that did it."""
        standing = [self.situations[name][1] for name in finding.situations if name in self.situations]
        hit = [used for used in (self.graph, *standing) if finding.code in used]
        for used in hit:
            used[finding.code] = True
        return bool(hit)

    def findings(self) -> Iterator[Finding]:
        """Yield a finding for each `ignore` of a code that does not exist, or that silenced nothing."""
        for code, used in self.graph.items():
            yield from _unused(("ignore", code), (), code, used=used)
        for name, (at, codes) in self.situations.items():
            for code, used in codes.items():
                yield from _unused(("situations", at, "ignore", code), (name,), code, used=used)


def _unused(path: Path, situations: tuple[str, ...], code: str, *, used: bool) -> Iterator[Finding]:
    if code not in _RULES:
        near = did_you_mean(code, _RULES)
        yield _finding("EL060", path, situations, f"There is no code {quoted(code)}. {near}".rstrip())
    elif not used:
        yield _finding("EL061", path, situations, f"{code} is ignored here, and nothing of it was found here.")


_SECTIONS: Final = (*SituationGraph.model_fields, "settings", "log", "consents")
_FIELDS: Final = tuple(Situation.model_fields)


def _place_in_document(finding: Finding) -> tuple[object, ...]:
    """Order by section, position and field of the document; what is about a whole section comes first."""
    section, *rest = finding.path or ("format",)
    at = next((part for part in rest if isinstance(part, int)), -1)
    fields = [_FIELDS.index(part) if part in _FIELDS else 0 for part in rest if isinstance(part, str)]
    return _SECTIONS.index(str(section)), at, fields, finding.code, finding.situations, finding.message
