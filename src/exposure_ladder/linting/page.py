"""The page of findings: one block for each rule, what to do first, then what was found and where."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from exposure_ladder.linting.finding import Finding, Severity

__all__ = ["finding_blocks"]

PLACES: Final = 8
"""Places that a line names; of more, only how many."""

_ORDER: Final = tuple(Severity)


def finding_blocks(findings: Iterable[Finding], where: Callable[[Finding], str]) -> tuple[tuple[str, ...], ...]:
    r"""Return findings as blocks of lines, errors first; what repeats is one line with a count.

    Parameters
    ----------
    findings : iterable of Finding
        From :func:`~exposure_ladder.linting.lint`.
    where : callable
        Returns the place of a finding, for people.

    Returns
    -------
    tuple of tuple of str
        The first line of a block says how much it matters and what to do; each further one what was found, and where.

    Examples
    --------
    >>> from exposure_ladder import SituationGraph, lint
    >>> titles = {"a": "driving", "b": "Be brave", "c": "flying"}
    >>> steps = [{"id": name, "title": title} for name, title in titles.items()]
    >>> found = [f for f in lint(SituationGraph(title="Roads", situations=steps)) if f.code == "EL010"]
    >>> for block in finding_blocks(found, where=lambda finding: f"line {finding.path[1]}"):
    ...     print("\n    ".join(block))
    warning EL010  Say what is done, with whom, where, and for how long or how often.
        2 times: The title is vague: what exactly is done, how long or how often? a (line 0), c (line 2)
        The title names a state to be in; nobody can say when it is done. b (line 1)
    """
    rules: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda finding: (_ORDER.index(finding.severity), finding.code)):
        rules.setdefault(finding.code, []).append(finding)
    return tuple(_block(same, where) for same in rules.values())


def _block(findings: list[Finding], where: Callable[[Finding], str]) -> tuple[str, ...]:
    first = findings[0]
    lines = [f"{first.severity} {first.code}  {first.advice}"]
    messages: dict[str, list[Finding]] = {}
    for finding in findings:
        messages.setdefault(finding.message, []).append(finding)
    for message, same in messages.items():
        times = f"{len(same)} times: " if len(same) > 1 else ""
        more = f" … and {len(same) - PLACES} more" if len(same) > PLACES else ""
        places = ", ".join(_place(finding, where) for finding in same[:PLACES])
        lines.append(f"{times}{message} {places}{more}")
    return tuple(lines)


def _place(finding: Finding, where: Callable[[Finding], str]) -> str:
    if len(finding.situations) == 1:
        return f"{finding.situations[0]} ({where(finding)})"
    return f"({where(finding)})"
