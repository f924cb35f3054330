"""Hypothesis strategies: written graphs, logs and consents, small enough to be checked by hand and odd enough to hurt.

Each value is read off one string of bytes, a byte a decision, 0 the plainest: much faster than a strategy for every
field, and it still shrinks. Numbers come from a coarse grid, so that ties are common. Ids do not sort as they are
written. Entries of a log share no moment, except where a test asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import combinations
from typing import Any, TypeVar

from hypothesis import strategies as st

from exposure_ladder.records import (
    Comparison,
    Consent,
    Course,
    Exposure,
    Facet,
    Link,
    Rating,
    Settings,
    Situation,
    SituationGraph,
)

Thing = TypeVar("Thing")

START = datetime(2026, 1, 5, 18, tzinfo=UTC)
IDS = ("m", "a", "Z", "b.1", "b-1", "10", "9", "ärger")
PEOPLE = ("Kim", "Sam")
SUDS = tuple(2.5 * step for step in range(41))
SHARES = (0.5, 0.05, 0.3, 0.7, 0.9, 1.0)

FACETS = {
    "depth": Facet(levels=("fact", "view", "need", "hurt")),
    "time": Facet(levels=("1 min", "5 min", "1 h"), spacing=(1, 5, 60), weight=2.0),
    "place": Facet(levels=("home", "street", "shop"), ordered=False, weight=0.5),
}
FACET_SETS = ((), (), ("depth",), ("place",), ("depth", "time"), ("depth", "place", "time"))


class Dice:
    """Decisions read off a string of bytes; where it ends, the plainest one is taken."""

    def __init__(self, raw: bytes) -> None:
        self._raw: Iterator[int] = iter(raw)

    def roll(self) -> int:
        return next(self._raw, 0)

    def pick(self, things: Sequence[Thing]) -> Thing:
        return things[self.roll() % len(things)]

    def some(self, things: Sequence[Thing], *, most: int) -> tuple[Thing, ...]:
        """Up to so many different things, often none."""
        count = min(self.pick((0, 0, 1, 1, 2, 3, 4, 5)), most, len(things))
        left = list(things)
        return tuple(left.pop(self.roll() % len(left)) for _ in range(count))


@cache
def _raw(count: int) -> st.SearchStrategy[bytes]:
    return st.binary(min_size=count, max_size=count)


def _situation(
    dice: Dice,
    name: str,
    before: Sequence[str],
    facets: dict[str, Facet],
    *,
    requires: bool,
    consent: bool,
    rated: bool,
) -> Situation:
    distress = dice.pick(SUDS) if dice.roll() % 3 or rated else None
    levels = {facet: dice.pick((None, *kind.levels, *kind.levels)) for facet, kind in facets.items()}
    return Situation(
        id=name,
        title=f"Situation {name}",
        distress=distress,
        order=dice.pick((None, None, 1, 2, 3)) if not rated else None,
        theme=dice.pick((None, None, "near", "far")),
        facets={facet: level for facet, level in levels.items() if level is not None},
        requires=dice.some(before, most=2) if requires else (),
        consent=dice.some(PEOPLE, most=2) if consent else (),
    )


def _graph(
    dice: Dice, least: int, most: int, links: bool, facets: Sequence[Sequence[str]], **allowed: bool
) -> SituationGraph:
    count = least + dice.roll() % (most - least + 1)
    left = list(IDS)
    ids = [left.pop(dice.roll() % len(left)) for _ in range(count)]
    chosen = {name: FACETS[name] for name in dice.pick(facets)}
    pairs = dice.some(list(combinations(ids, 2)), most=5) if links else ()
    return SituationGraph(
        title="A graph",
        goal=ids[-1],
        rated=dice.pick((None, "example", date(2026, 1, 5))),
        phrase="Something {depth} in one place" if "depth" in chosen and dice.roll() % 2 else None,
        facets=chosen,
        links=tuple(Link(a=a, b=b, similarity=dice.pick(SHARES)) for a, b in pairs),
        situations=tuple(_situation(dice, ids[at], ids[:at], chosen, **allowed) for at in range(count)),
    )


@st.composite
def graphs(
    draw: st.DrawFn,
    *,
    least: int = 1,
    most: int = 8,
    links: bool = True,
    requires: bool = False,
    consent: bool = False,
    rated: bool = False,
    facets: Sequence[Sequence[str]] = FACET_SETS,
) -> SituationGraph:
    """Whole graphs; each flag lets one kind of statement in, `rated` leaves no situation without a number.

    One of the sets of names in `facets` is used. The goal is the situation that was written last.

    Prerequisites point to situations written earlier, so there is no circle.
    """
    dice = Dice(draw(_raw(25 + 12 * most)))
    return _graph(dice, least, most, links, facets, requires=requires, consent=consent, rated=rated)


@st.composite
def generated_for(draw: st.DrawFn, graph: SituationGraph) -> tuple[Situation, ...]:
    """One to three situations that nobody wrote: no number, levels of the graph's facets."""
    dice = Dice(draw(_raw(13)))
    return tuple(
        Situation(
            id=f"n{place}",
            title="Made",
            facets={name: dice.pick(kind.levels) for name, kind in graph.facets.items()},
            theme=dice.pick((None, "near")),
        )
        for place in range(1 + dice.roll() % 3)
    )


@st.composite
def logs(
    draw: st.DrawFn, ids: Sequence[str], *, most: int = 12, days: Sequence[float] = (1 / 24, 0.5, 2.0, 9.0, 100.0)
) -> tuple[Exposure | Rating | Comparison, ...]:
    """Entries in the order of time, so many days apart."""
    dice, at = Dice(draw(_raw(1 + 8 * most))), START
    entries = []
    for number in range(dice.roll() % (most + 1)):
        at += timedelta(days=dice.pick(days))
        entries.append(_entry(dice, ids, at, f"e{number:02}"))
    return tuple(entries)


def _entry(dice: Dice, ids: Sequence[str], at: datetime, name: str) -> Exposure | Rating | Comparison:
    """One entry; an exposure may lack any of its numbers, be refused, or be done in part."""
    kind, situation = dice.pick(("exposure", "exposure", "rating", "comparison")), dice.pick(ids)
    if kind == "comparison" and len(ids) > 1:
        easier = dice.pick([other for other in ids if other != situation])
        return Comparison(id=name, harder=situation, easier=easier, at=at)
    if kind == "rating":
        return Rating(id=name, situation=situation, distress=dice.pick(SUDS), at=at)
    return Exposure(
        id=name,
        situation=situation,
        at=at,
        expected=dice.pick((None, *SUDS)) if dice.roll() % 2 else None,
        peak=dice.pick(SUDS) if dice.roll() % 4 else None,
        happened=dice.pick(("practised", "practised", "practised", "refused", "avoided")),
        share=dice.pick((1.0, 1.0, 0.5, 0.0)),
    )


@st.composite
def courses(draw: st.DrawFn, *, entries: int = 12, settings: Settings | None = None, **shape: Any) -> Course:
    """A graph with a log, whose entries may also name a situation that the graph does not have."""
    graph = draw(graphs(**shape))
    return Course(graph=graph, log=draw(logs((*graph.ids, "gone"), most=entries)), settings=settings or Settings())


@st.composite
def consent_histories(draw: st.DrawFn, graph: SituationGraph, *, around: datetime) -> tuple[Consent, ...]:
    """Statements of yes and no before, at and after a moment, for situations with and without need of them.

    No two of them share a moment. Names are spelled as they come.
    """
    dice, said = Dice(draw(_raw(1 + 6 * 12))), []
    for number in range(dice.roll() % 13):
        days, until = dice.pick((-1, -3, -29, -30, -60, -91, 0, 1)), dice.pick((None, None, None, -1, 0, 5, 400))
        apart = timedelta(seconds=number if days > 0 else -number)
        said.append(
            Consent(
                situation=dice.pick(graph.ids),
                person=dice.pick((str, str, str.upper, str.lower))(dice.pick(PEOPLE)),
                at=around + timedelta(days=days) + apart,
                given=dice.pick((True, True, True, False)),
                until=None if until is None else around + timedelta(days=until),
            ).bound(graph)
        )
    return tuple(said)


def renamed(graph: SituationGraph, names: dict[str, str]) -> SituationGraph:
    """Return the same graph under other ids."""
    plain = graph.model_dump(exclude_defaults=True)
    plain["goal"] = [names[name] for name in plain.get("goal", ())]
    for situation in plain["situations"]:
        situation["id"] = names[situation["id"]]
        for key in {"requires", "conflicts"} & set(situation):
            situation[key] = [names[name] for name in situation[key]]
    for link in plain.get("links", ()):
        link["a"], link["b"] = names[link["a"]], names[link["b"]]
    return SituationGraph.model_validate(plain)


def reordered(graph: SituationGraph, turn: int) -> SituationGraph:
    """Return the same graph written down in another order: situations, links, ends of links, facets, goals."""
    plain = graph.model_dump(exclude_defaults=True)
    for key in {"situations", "links", "goal"} & set(plain):
        turned = list(plain[key])
        at = turn % len(turned) if turned else 0
        plain[key] = [*turned[at:], *turned[:at]][:: -1 if turn % 2 else 1]
    for link in plain.get("links", ()):
        if turn % 3:
            link["a"], link["b"] = link["b"], link["a"]
    for situation in plain["situations"]:
        if "requires" in situation:
            situation["requires"] = situation["requires"][::-1]
        if "facets" in situation:
            situation["facets"] = dict(reversed(situation["facets"].items()))
    if "facets" in plain:
        plain["facets"] = dict(reversed(plain["facets"].items()))
    return SituationGraph.model_validate(plain)
