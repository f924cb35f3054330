"""Steps that nobody wrote, made from the levels of facets: what may be made, how it is called, what it asks for.

A made step asks for whatever the stricter side asks for. None is made beside a sexual step or imagined trauma, and none
that names a part of the body or less clothing as what changes: there a person writes the step in their own words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from hashlib import sha256
from string import Formatter
from typing import TYPE_CHECKING, Final

import numpy as np

from exposure_ladder.belief import infer
from exposure_ladder.graph import stricter
from exposure_ladder.ladder.lattice import MOST_CELLS, End, apart, chain, space_of
from exposure_ladder.records import Kind, Situation
from exposure_ladder.records.content import gates
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exposure_ladder.belief import Belief
    from exposure_ladder.ladder.lattice import Cell, Space
    from exposure_ladder.records import SituationGraph

MOST_LOOKED_AT: Final = 400
"""Cells whose expected distress is worked out for one ladder (engineering limit)."""

_BODY: Final = re.compile(
    r"\b(?:bod(?:y|ies)|skin|hands?|fingers?|arms?|elbows?|shoulders?|chest|breasts?|belly|stomach|tummy|hips?|waist|"
    r"back|neck|face|cheeks?|mouth|lips?|tongue|ears?|hair|heads?|legs?|thighs?|knees?|feet|foot|toes?|bottom|buttocks?|"
    r"bum|genitals?|groin|lap|penis|vagina|vulva|nipples?)\b",
    re.IGNORECASE,
)
_CLOTHING: Final = re.compile(
    r"\b(?:naked|nude|topless|bare\w*|un(?:dress\w*|clothed|covered)|undies|underwear|underpants|knickers|bra|bikini|"
    r"swim(?:suit|wear|ming trunks)|lingerie|pyjamas?|pajamas?|nightdress|cloth(?:es|ed|ing)|dress(?:ed)?|shirts?|"
    r"t-?shirts?|trousers|skirts?|jeans|strip\w*|tops? off)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Bridge(Summary):
    """A situation nobody wrote that would make a step smaller.

    Attributes
    ----------
    situation : Situation
        What could be done; it asks for what both sides ask for.
    expected : float
        Expected peak distress now, 0–100 SUDS, estimated.
    low, high : float
        Interval of the next single rating, noise included, 0–100 SUDS.
    near : str
        Id of the written step that it is most like.
    changes : tuple of (str, str)
        Facets in which it differs from that step, and its levels there; empty where it was made of words alone.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Course, build_ladder, infer, template
    >>> from exposure_ladder.ladder import repairs
    >>> graph = template("train").graph
    >>> few = Course(graph=graph.model_copy(update={"situations": graph.situations[::3]}))
    >>> found = repairs(build_ladder(infer(few, at=datetime(2026, 1, 5, tzinfo=UTC))))
    >>> [(bridge.situation.title, bridge.near, bridge.changes) for bridge in found[0].bridges]
    [('Ride a quiet train 2 stops, alone', 'five-quiet', (('stops', '2 stops'),))]
    """

    situation: Situation
    expected: float
    low: float
    high: float
    near: str
    changes: tuple[tuple[str, str], ...]


def may_be_made(*sides: Situation) -> bool:
    """Return whether a step may be made beside these: never beside a sexual step or imagined trauma."""
    return all(side.kind not in (Kind.SEXUAL, Kind.TRAUMA) for side in sides)


def made(
    graph: SituationGraph, space: Space, cell: Cell, near: Situation, beside: Situation, taken: Iterable[str]
) -> Situation | None:
    """Return the situation of a cell, worded after the step it is like; none where its words are not ours to find."""
    levels = space.facets(cell)
    changed = [name for name in space.names if levels[name] != near.facets.get(name)]
    title = _title(graph, near, levels, changed)
    kind = stricter(near.kind, beside.kind)
    consent = tuple(dict.fromkeys((*near.consent, *beside.consent)))
    named = [levels[name] for name in changed] + ([title] if kind is Kind.TOUCH or consent else [])
    if any(_BODY.search(text) or _CLOTHING.search(text) for text in named):
        return None
    situation = Situation(
        id=_id(near.id, [levels[name] for name in changed], taken),
        title=title,
        theme=near.theme,
        facets=levels,
        mode=near.mode,
        kind=kind,
        consent=consent,
        requires=tuple(sorted({*near.requires, *beside.requires})),
        suggested=True,
    )
    return None if gates(situation, graph) else situation


def stricter_of(one: Situation, other: Situation) -> Situation:
    """Return a made step with everything that two wide steps ask for it."""
    asked = {
        "kind": stricter(one.kind, other.kind),
        "consent": tuple(dict.fromkeys((*one.consent, *other.consent))),
        "requires": tuple(sorted({*one.requires, *other.requires})),
    }
    return one.model_copy(update=asked)


def chains(belief: Belief, steps: Sequence[tuple[Situation | None, Situation]]) -> list[tuple[Bridge, ...]]:
    """Return for each step the shortest chain of unwritten situations that makes it narrow enough.

    Parameters
    ----------
    belief : Belief
        Numbers of today.
    steps : sequence of (Situation or None, Situation)
        From where and to where; without a beginning, anything at or below `Settings.start_below` will do.

    Returns
    -------
    list of tuple of Bridge
        From easy to hard; empty where the facets have nothing that fits.
    """
    space = space_of(belief.course.graph)
    found: list[tuple[Bridge, ...]] = [()] * len(steps)
    if not space.names or space.size > MOST_CELLS:
        return found
    ways = {at: way for at, step in enumerate(steps) if (way := _way(space, *step)) is not None}
    for anywhere in (False, True):  # within the levels of both sides if there is a chain, anywhere if not
        cells = {at: _candidates(belief.course.graph, space, way, anywhere=anywhere) for at, way in ways.items()}
        seen = _Estimates(belief, space, [(cell, ways[at].above.theme) for at in ways for cell in cells[at]])
        for at, way in ways.items():
            found[at] = _chain(seen, cells[at], way, rough=anywhere)
        ways = {at: way for at, way in ways.items() if not found[at]}
        if not ways:
            break
    asked: dict[str, Situation] = {}  # one cell may lie in two wide steps: it asks for what either asks for
    for bridge in (bridge for way in found for bridge in way):
        one = bridge.situation
        asked[one.id] = stricter_of(asked[one.id], one) if one.id in asked else one
    return [tuple(replace(bridge, situation=asked[bridge.situation.id]) for bridge in way) for way in found]


def easier(belief: Belief, situation: Situation) -> tuple[Bridge, ...]:
    """Return the unwritten cells that differ from a step in one facet and are expected below it, the hardest last.

    Parameters
    ----------
    belief : Belief
        Numbers of today.
    situation : Situation
        A written one.

    Returns
    -------
    tuple of Bridge
        At most two.
    """
    space = space_of(belief.course.graph)
    way = _way(space, None, situation) if space.names and space.size <= MOST_CELLS else None
    if way is None:
        return ()
    cells = [c for c in _candidates(belief.course.graph, space, way, anywhere=False) if apart(c, way.top) == 1]
    seen = _Estimates(belief, space, [(cell, situation.theme) for cell in cells])
    top = seen.end(situation, way.top).x
    bridges = [bridge for cell in cells if (bridge := seen.bridge(cell, way)) is not None and bridge.expected < top]
    return tuple(sorted(bridges, key=lambda bridge: (bridge.expected, bridge.situation.id))[-2:])


@dataclass(frozen=True, slots=True, eq=False)
class _Way:
    """A step that is to be made smaller, and the cells of its ends; without a beginning both are the upper end."""

    below: Situation | None
    above: Situation
    low: Cell
    top: Cell


def _way(space: Space, below: Situation | None, above: Situation) -> _Way | None:
    low, top = space.cell((below or above).facets), space.cell(above.facets)
    if low is None or top is None or not may_be_made(above, below or above):
        return None
    return _Way(below, above, low, top)


def _candidates(graph: SituationGraph, space: Space, way: _Way, *, anywhere: bool) -> list[Cell]:
    """Return the unwritten cells that may stand between, those most like the harder side first."""
    written = {space.cell(situation.facets) for situation in graph.situations}
    if anywhere:
        cells = space.cells()
    elif way.below is None:
        cells = space.below(way.top)
    else:
        cells = space.between(way.low, way.top)
    return sorted((cell for cell in cells if cell not in written), key=lambda cell: (apart(cell, way.top), cell))


class _Estimates:
    """What is expected at cells that nobody wrote, as the belief has it today."""

    def __init__(self, belief: Belief, space: Space, asked: Sequence[tuple[Cell, str | None]]) -> None:
        self.belief, self.space = belief, space
        cells = list(dict.fromkeys(asked))[:MOST_LOOKED_AT]
        names = [_id("cell", [str(at)], belief.course.graph.ids) for at in range(len(cells))]
        unwritten = [
            Situation(id=name, title="Cell", theme=theme, facets=space.facets(cell))
            for name, (cell, theme) in zip(names, cells, strict=True)
        ]
        later = infer(belief.course, at=belief.at, generated=unwritten)
        low, high = later.ordinary.likely()
        self.place = {cell: later.geometry.place[name] for name, cell in zip(names, cells, strict=True)}
        self.expected, self.low, self.high = np.clip(later.ordinary.mean, 0.0, 100.0), low, high

    def end(self, situation: Situation, cell: Cell) -> End:
        """Return a written situation as the end of a chain."""
        return End(
            float(np.clip(self.belief.ordinary.mean[self.belief.geometry.place[situation.id]], 0.0, 100.0)), cell
        )

    def bridge(self, cell: Cell, way: _Way) -> Bridge | None:
        """Return a cell as a situation between two others."""
        other = way.below or way.above
        near, beside = way.above, other
        if apart(cell, way.low) < apart(cell, way.top):
            near, beside = other, way.above
        graph = self.belief.course.graph
        situation, at = made(graph, self.space, cell, near, beside, graph.ids), self.place.get((cell, way.above.theme))
        if situation is None or at is None or self.belief.course.unasked(situation, at=self.belief.at):
            return None
        changes = tuple((name, level) for name, level in situation.facets.items() if level != near.facets[name])
        return Bridge(situation, float(self.expected[at]), float(self.low[at]), float(self.high[at]), near.id, changes)


def _chain(seen: _Estimates, cells: Sequence[Cell], way: _Way, *, rough: bool) -> tuple[Bridge, ...]:
    """Return the shortest chain of one step; a rough one is as narrow as it gets where none is narrow enough."""
    settings = seen.belief.course.settings
    bridges = {cell: bridge for cell in cells if (bridge := seen.bridge(cell, way)) is not None}
    x, places = [bridge.expected for bridge in bridges.values()], list(bridges)
    below = None if way.below is None else seen.end(way.below, way.low)
    above = seen.end(way.above, way.top)
    found = chain(x, places, below=below, above=above, widest=settings.max_gap, start=settings.start_below)
    if found is None and rough and x:
        start = settings.start_below if below is None else below.x
        rises = {b - a for a in (start, *x) for b in (above.x, *x) if settings.max_gap < b - a < above.x - start}
        widths = sorted(rises)
        at = bisect_left(
            widths, True, key=lambda w: chain(x, places, below=below, above=above, widest=w, start=start) is not None
        )
        if at < len(widths):
            found = chain(x, places, below=below, above=above, widest=widths[at], start=start)
    return () if found is None else tuple(list(bridges.values())[at] for at in found)


def _title(graph: SituationGraph, near: Situation, levels: dict[str, str], changed: Sequence[str]) -> str:
    asked = {name for _, name, _, _ in Formatter().parse(graph.phrase or "") if name}
    if asked and asked <= set(levels) and set(changed) <= asked:
        return (graph.phrase or "").format_map(levels)
    details = ", ".join(f"{name}: {levels[name]}" for name in changed)
    return f"{near.title} ({details})"[:300]


def _id(name: str, levels: Sequence[str], taken: Iterable[str]) -> str:
    """Return an id made of a name and levels; a few letters of a hash keep apart what would read the same."""
    text = f"{name}.{'.'.join(levels)}"
    slug, plain = re.sub(r"[^\w.\-]+", "-", text), all(re.fullmatch(r"[\w ]+", level) for level in levels)
    if len(slug) > 64 or slug in set(taken) or not plain:
        slug = f"{slug[:55]}.{sha256(text.encode()).hexdigest()[:8]}"
    return slug
