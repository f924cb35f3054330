"""What goes together in a log: contexts, habits kept, people, tags and themes beside distress and leaving.

Like is compared with like: words of an entry (context, safety behaviours) within one and the same situation, words of
a situation (people, tags, theme) between situations, each counted once. The yardstick is exact: how the difference
would scatter if the words were dealt out anew at random (the permutation variance of a stratified sum). A pattern is
named only with `LEAST` cases on either side, and with a bound on false ones over the whole report (Bonferroni): where
nothing goes together, at most `LEVEL` of all reports name anything.

It reads no free text, only short words and numbers. It finds what goes together, never why: a habit that was kept in
the first weeks and dropped later goes together with all else that changed. The same log gives the same report.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from statistics import fmean, median
from typing import TYPE_CHECKING, Any, Final

from exposure_ladder.belief import normal_quantile
from exposure_ladder.records import Exposure, Happened, Stopped
from exposure_ladder.records._moments import time_at
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from exposure_ladder.records import Course, Situation

    Label = tuple[str, str]
    Row = tuple[str, float, frozenset[Label]]

__all__ = ["Pattern", "Patterns", "find_patterns"]

LEAST: Final = 5
"""Fewest cases with a word, and without it, before anything is said (assumption; S31 of docs/seed.md)."""
LEVEL: Final = 0.05
"""Share of reports that may name something where nothing goes together (convention)."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Pattern(Summary):
    """A word that goes together with higher or lower values.

    Attributes
    ----------
    kind, name : str
        ``context``, ``safety``, ``person``, ``tag`` or ``theme``, and the word as written.
    outcome : str
        ``peak`` (SUDS) or ``not done`` (left early, refused or avoided; percent).
    cases, others : int
        Entries, or situations, with the word and without it.
    difference, low, high : float
        Mean with the word minus mean without it, like with like, and its interval at the level of the whole report.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, template
    >>> from exposure_ladder.review import find_patterns
    >>> days = [datetime(2026, 1, day, tzinfo=UTC) for day in range(1, 13)]
    >>> told = [{"context": ["alone"], "peak": 60}, {"context": ["with a friend"], "peak": 40}] * 6
    >>> log = [Exposure(situation="park", at=at, **each) for at, each in zip(days, told)]
    >>> found = find_patterns(template("dogs").add(*log), at=days[-1]).found
    >>> [(each.name, each.cases, each.difference) for each in found]
    [('alone', 6, 20.0), ('with a friend', 6, -20.0)]
    """

    kind: str
    name: str
    outcome: str
    cases: int
    others: int
    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Patterns(Summary):
    """What was found in a log, and how much was looked at.

    Attributes
    ----------
    found : tuple of Pattern
        By kind, name and outcome; often none.
    looked_at : int
        Comparisons with enough cases on both sides.
    entries : int
        Exposures in the log, refused and avoided ones included.
    level : float
        Bound on the share of reports that name something where nothing goes together.
    counts : tuple of (str, str, int)
        Kind, word and number of entries with it, all of them.
    recovery : float or None
        Median minutes from the highest timed rating to half of it or less.
    recoveries : int
        Exposures whose timed ratings reach that far.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, template
    >>> from exposure_ladder.review import find_patterns
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> entry = Exposure(situation="park", at=at, context=["alone"], series=[(0, 60), (5, 40), (8, 30)])
    >>> seen = find_patterns(template("dogs").add(entry), at=at)
    >>> seen.found, seen.counts, seen.recovery
    ((), (('context', 'alone', 1),), 8.0)
    """

    found: tuple[Pattern, ...]
    looked_at: int
    entries: int
    level: float
    counts: tuple[tuple[str, str, int], ...]
    recovery: float | None
    recoveries: int

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data; it holds the person's own short words."""
        return {"format": 1, "kind": "patterns", **asdict(self)}


def find_patterns(course: Course, *, at: datetime) -> Patterns:
    """Return what goes together in the log of a course, up to a moment.

    Parameters
    ----------
    course : Course
        With a log.
    at : datetime.datetime
        The moment, with its UTC offset; later entries are not read.

    Returns
    -------
    Patterns
        What was found, with how much was looked at.

    Examples
    --------
    One practice says nothing about what goes together.

    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, template
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> course = template("dogs").add(Exposure(situation="park", at=at, peak=40, context=["alone"]))
    >>> seen = find_patterns(course, at=at)
    >>> seen.entries, seen.looked_at, seen.found
    (1, 0, ())
    """
    at = time_at(at)
    log = [entry for entry in course.log if isinstance(entry, Exposure) and entry.at <= at]
    known = {situation.id: situation for situation in course.graph.situations}
    labels = [(entry, _of_entry(entry)) for entry in log]
    felt = [(e.situation, e.peak, words) for e, words in labels if e.peak is not None]
    left = [(e.situation, 100.0 * _not_done(e), words) for e, words in labels]
    tables = {"peak": (felt, _between(felt, known, raw=False)), "not done": (left, _between(left, known, raw=True))}
    compared = [
        (outcome, answer) for outcome, sides in tables.items() for rows in sides for answer in _compared(rows, LEAST)
    ]
    reach = normal_quantile(1.0 - LEVEL / (2.0 * max(len(compared), 1)))
    found = [
        Pattern(*word, outcome, cases, others, difference, difference - reach * sd, difference + reach * sd)
        for outcome, (word, cases, others, difference, sd) in compared
        if abs(difference) > reach * sd
    ]
    counts = Counter(word for entry, words in labels for word in words | _of_situation(known.get(entry.situation)))
    times = [minutes for entry in log if (minutes := _recovered(entry)) is not None]
    return Patterns(
        found=tuple(sorted(found, key=lambda p: (p.kind, p.name, p.outcome))),
        looked_at=len(compared),
        entries=len(log),
        level=LEVEL,
        counts=tuple((*word, count) for word, count in sorted(counts.items())),
        recovery=median(times) if times else None,
        recoveries=len(times),
    )


def _of_entry(entry: Exposure) -> frozenset[Label]:
    return frozenset([("context", word) for word in entry.context] + [("safety", word) for word in entry.safety])


def _of_situation(situation: Situation | None) -> frozenset[Label]:
    if situation is None:
        return frozenset()
    pairs = [("person", who) for who in situation.consent] + [("tag", tag) for tag in situation.tags]
    return frozenset(pairs + ([("theme", situation.theme)] if situation.theme else []))


def _not_done(entry: Exposure) -> bool:
    return entry.happened is not Happened.PRACTISED or entry.stopped is Stopped.EARLY


def _between(rows: Sequence[Row], known: Mapping[str, Situation], *, raw: bool) -> list[Row]:
    """Return one row a situation: the mean of its values, for distress as a difference from the number written."""
    values: dict[str, list[float]] = defaultdict(list)
    for name, value, _ in rows:
        values[name].append(value)
    found = []
    for name in sorted(values):
        if name not in known:
            continue
        written = 0.0 if raw else known[name].distress
        if written is not None:
            found.append(("", fmean(values[name]) - written, _of_situation(known[name])))
    return found


def _compared(rows: Sequence[Row], least: int) -> Iterator[tuple[Label, int, int, float, float]]:
    """Yield for every word: cases with and without it, the mean difference within strata, and its SD under chance."""
    strata: dict[str, list[tuple[float, frozenset[Label]]]] = defaultdict(list)
    for stratum, value, words in rows:
        strata[stratum].append((value, words))
    for word in sorted(_all_words(rows)):
        cases = others = 0
        total = weight = variance = 0.0
        for _, group in sorted(strata.items()):
            inside = [value for value, words in group if word in words]
            n, a = len(group), len(inside)
            if 0 < a < n:
                mean = math.fsum(value for value, _ in group) / n
                spread = math.fsum((value - mean) ** 2 for value, _ in group)
                cases, others, weight = cases + a, others + n - a, weight + a * (n - a) / n
                total += math.fsum(value - mean for value in inside)
                variance += a * (n - a) / (n * (n - 1)) * spread
        if min(cases, others) >= least and variance > 0.0:
            yield word, cases, others, total / weight, math.sqrt(variance) / weight


def _all_words(rows: Iterable[Row]) -> set[Label]:
    return {word for _, _, words in rows for word in words}


def _recovered(entry: Exposure) -> float | None:
    """Return the minutes from the highest timed rating to the first of half of it or less; none if there is none."""
    if not entry.series:
        return None
    top = max(level for _, level in entry.series)
    start = next(at for at, level in entry.series if level == top)
    return next((at - start for at, level in entry.series if at > start and level <= top / 2.0), None)
