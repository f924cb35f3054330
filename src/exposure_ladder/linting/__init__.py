"""Deterministic findings about a written plan: each with a stable code, a place, values and what to do.

Lint looks at what was written (graph, log, consents), never at the clock, a file or a belief, so the same document
gives the same findings. It reports and never changes anything; a circle of prerequisites and the like are no findings,
because such a document is refused before it comes here. Whatever the planner leaves out because of its words is named.

``ignore: {EL002: reason}`` on a situation silences findings that name the situation, on the graph all of that code. A
gate of the planner is not silenced but opened, by the code and the wording of the step (see `records.content`).
Texts repeat ids and numbers, never titles or other words of a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exposure_ladder.errors import did_you_mean
from exposure_ladder.linting import clinical, links, people, shape, wording
from exposure_ladder.linting.finding import Finding, Hit, Path, PlanView, Rule, Severity, rule
from exposure_ladder.linting.page import finding_blocks as finding_blocks
from exposure_ladder.records import Course, Situation, SituationGraph
from exposure_ladder.records._checks import quoted
from exposure_ladder.records.content import GATE_CODES, gates, ignored_wording, opening_key

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["RULES", "Finding", "Rule", "Severity", "lint"]


@rule("EL060", Severity.HINT,
    "There is no code {code}. {near}",
    do="Look the code up and mend it.")  # fmt: skip
def ignore_unknown(plan: PlanView) -> Iterator[Hit]:
    """`ignore` names a code that does not exist. This finding cannot be ignored.

    A slip of the pen here silences nothing.

    Standing: assumption.
    """
    for path, situation, key in _ignores(plan.graph):
        code, _ = ignored_wording(key)
        if code not in _CODES:
            names = () if situation is None else (situation.id,)
            yield Hit(path, names, {"code": quoted(key), "near": did_you_mean(code, _CODES)})


@rule("EL061", Severity.HINT,
    {
        "": "{code} is ignored here, and nothing of it was found here.",
        "gate": "{code} is a gate, and this line does not open it.",
        "words": "{code} was written for other words of this step, and opens nothing now.",
    },
    do="Take it out, or put it on the situation (or the graph) that it is meant for; a gate says how it is opened.",
)  # fmt: skip
def ignore_unused(plan: PlanView) -> Iterator[Hit]:
    """`ignore` silences nothing where it stands, or a gate is written without the wording of its step. This finding
    cannot be ignored.

    What is no longer needed would hide the next finding of its kind, and a gate opens for one wording only.

    Standing: assumption.
    """
    found = [(one, hit) for one in _LOOKED_FOR for hit in one.check(plan)]
    for path, situation, key in _ignores(plan.graph):
        code, wording = ignored_wording(key)
        if code not in _CODES:
            continue
        names = () if situation is None else (situation.id,)
        if code in GATE_CODES:
            form = _gate_form(plan.graph, situation, key)
        else:
            hits = [hit for one, hit in found if one.code == code]
            used = any(situation is None or situation.id in hit.situations for hit in hits) and not wording
            form = None if used else ""
        if form is not None:
            yield Hit(path, names, {"code": key}, form)


_LOOKED_FOR: Final = tuple(
    sorted((*shape.RULES, *wording.RULES, *links.RULES, *people.RULES, *clinical.RULES), key=lambda one: one.code)
)
RULES: Final[tuple[Rule, ...]] = tuple(sorted((*_LOOKED_FOR, ignore_unknown, ignore_unused), key=lambda one: one.code))
"""Every rule, in the order of its code: see :doc:`/lint`."""
_CODES: Final[frozenset[str]] = frozenset(one.code for one in RULES)


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
    [('EL010', ('car',))]
    """
    plan = PlanView(course if isinstance(course, Course) else Course(graph=course))
    found = [Finding(one, *hit) for one in RULES for hit in one.check(plan)]
    kept = [finding for finding in found if not _silenced(plan, finding)]
    return tuple(sorted(kept, key=_place_in_document))


def _silenced(plan: PlanView, finding: Finding) -> bool:
    """Tell whether a reason under `ignore` keeps a finding quiet; a gate is never silenced, only opened."""
    if finding.code in GATE_CODES or finding.rule in (ignore_unknown, ignore_unused):
        return False
    named = plan.named(*(name for name in finding.situations if name in plan.at))
    return finding.code in plan.graph.ignore or any(finding.code in situation.ignore for situation in named)


def _ignores(graph: SituationGraph) -> Iterator[tuple[Path, Situation | None, str]]:
    """Yield place, situation (none for the graph) and key of everything under `ignore`."""
    for key in graph.ignore:
        yield ("ignore", key), None, key
    for at, situation in enumerate(graph.situations):
        for key in situation.ignore:
            yield ("situations", at, "ignore", key), situation, key


def _gate_form(graph: SituationGraph, situation: Situation | None, key: str) -> str | None:
    """Return which sentence fits a gate under `ignore`; nothing where it opens that gate."""
    code, written = ignored_wording(key)
    if situation is None or not written:
        return "gate"
    if key != opening_key(code, situation):
        return "words"
    shut_now = {gate.code for gate in gates(situation, graph)}
    shut_without = {gate.code for gate in gates(situation.model_copy(update={"ignore": {}}), graph)}
    if code in shut_now:
        return "gate"
    return None if code in shut_without else ""


_SECTIONS: Final = (*SituationGraph.model_fields, "settings", "log", "consents")
_FIELDS: Final = tuple(Situation.model_fields)


def _place_in_document(finding: Finding) -> tuple[object, ...]:
    """Order by section, position and field of the document; what is about a whole section comes first."""
    section, *rest = finding.path or ("format",)
    at = next((part for part in rest if isinstance(part, int)), -1)
    fields = [_FIELDS.index(part) if part in _FIELDS else 0 for part in rest if isinstance(part, str)]
    return _SECTIONS.index(str(section)), at, fields, finding.code, finding.situations, finding.message
