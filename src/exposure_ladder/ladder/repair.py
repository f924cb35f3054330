"""What would make a ladder easier to climb: a lower start, steps between, a smaller version, a way back in.

Values and nothing else: each says what it is about, what could be written down, and what that rests on. When one of
them is offered is decided elsewhere; here stands what would be offered. Nothing is ever made beside a sexual step or
imagined trauma, and no smaller version of a step at which another person's no, or one's own, is an answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from exposure_ladder.errors import ImpossibleLadderError
from exposure_ladder.ladder.bridges import Bridge, chains, easier, may_be_made
from exposure_ladder.ladder.lattice import MOST_CELLS, space_of
from exposure_ladder.records import Kind, Mode, Situation
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure_ladder.ladder.ladder import Ladder, Rung

SHORTEST: Final = 1.0
"""Minutes below which a length is not halved (assumption of this project)."""


class RepairKind(StrEnum):
    """What a repair is for."""

    START = "lower start"
    BETWEEN = "steps between"
    SMALLER = "smaller version"


class WhyNone(StrEnum):
    """Why nothing could be made, so that a sentence of the person's own is asked for."""

    OWN_WORDS = "own words"
    NO_CELLS = "no cells"
    TOO_MANY_CELLS = "too many cells"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Repair(Summary):
    """One thing that would make a ladder easier to climb.

    Attributes
    ----------
    kind : RepairKind
        What it is for.
    step : str
        Id of the rung it leads to.
    below : str or None
        Id of the rung it comes from; none for a lower start.
    size : float
        How far the step rises now, SUDS; for a lower start, how far it lies above `Settings.start_below`.
    bridges : tuple of Bridge
        What could be written down, from easy to hard.
    why_none : WhyNone or None
        Why there is nothing; none where there is.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import build_ladder, infer, template
    >>> ladder = build_ladder(infer(template("time-together"), at=datetime(2026, 1, 5, tzinfo=UTC)))
    >>> [(repair.kind.value, repair.below, repair.step, repair.size) for repair in repairs(ladder)]
    [('steps between', 'out', 'weekend', 20.0)]
    """

    kind: RepairKind
    step: str
    below: str | None
    size: float
    bridges: tuple[Bridge, ...]
    why_none: WhyNone | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        return {
            "kind": str(self.kind),
            "step": self.step,
            "below": self.below,
            "size": self.size,
            "why_none": None if self.why_none is None else str(self.why_none),
            "suggestions": [
                {
                    "id": bridge.situation.id,
                    "title": bridge.situation.title,
                    "expected": bridge.expected,
                    "low": bridge.low,
                    "high": bridge.high,
                    "near": bridge.near,
                    "changes": dict(bridge.changes),
                }
                for bridge in self.bridges
            ],
        }


def repairs(ladder: Ladder) -> tuple[Repair, ...]:
    """Return what would make a ladder easier to climb: a lower start, and steps between where it is wide.

    Parameters
    ----------
    ladder : Ladder
        From :func:`~exposure_ladder.ladder.build_ladder`.

    Returns
    -------
    tuple of Repair
        The lower start first, then wide steps from below to above. Empty where nothing is wide or high.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import build_ladder, infer, template
    >>> repairs(build_ladder(infer(template("dogs"), at=datetime(2026, 1, 5, tzinfo=UTC))))
    ()
    """
    rungs = {rung.id: rung for rung in ladder.rungs}
    steps: list[tuple[Situation | None, Situation]] = []
    if ladder.start_too_high:
        steps.append((None, ladder.rungs[0].situation))
    steps += [(rungs[gap.below].situation, rungs[gap.above].situation) for gap in ladder.gaps]
    found = []
    for (below, above), made in zip(steps, chains(ladder.belief, steps), strict=True):
        upper = rungs[above.id]
        if below is None:
            start = ladder.belief.course.settings.start_below
            bridges = made or _in_words(ladder, upper)
            kind, size = RepairKind.START, upper.expected - start
        else:
            bridges, kind, size = made, RepairKind.BETWEEN, upper.expected - rungs[below.id].expected
        none = None if bridges else _why_none(ladder, above, below or above)
        found.append(Repair(kind, above.id, None if below is None else below.id, size, bridges, none))
    return tuple(found)


def smaller(ladder: Ladder, step: str) -> Repair:
    """Return smaller versions of a step: one facet easier, or half its length.

    Parameters
    ----------
    ladder : Ladder
        From :func:`~exposure_ladder.ladder.build_ladder`.
    step : str
        Id of the rung.

    Returns
    -------
    Repair
        With at least one suggestion.

    Raises
    ------
    ImpossibleLadderError
        If it is a step of consent, touch, sex or imagined trauma, or has no facets and no length to make smaller.
    UnknownSituationError
        If it is not on the ladder.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import build_ladder, infer, template
    >>> ladder = build_ladder(infer(template("public-speaking"), at=datetime(2026, 1, 5, tzinfo=UTC)))
    >>> len(smaller(ladder, "talk").bridges) > 0
    True
    """
    rung = ladder[step]
    if a_no_is_an_answer(rung.situation):
        raise ImpossibleLadderError(
            f"{step}: no smaller version is made of a step with another person's yes, touch, sex or trauma.",
            goal=step,
            hint="A no needs no reason. Another theme, talking, or nothing today are as good.",
        )
    bridges = easier(ladder.belief, rung.situation) or _shorter(ladder, rung)
    if not bridges:
        raise ImpossibleLadderError(
            f"{step}: expected facets or minutes to make smaller; this step has none that fit.",
            goal=step,
            hint="Write a smaller version in your own words: less long, further away, with somebody, on paper first.",
        )
    size = rung.expected - (0.0 if rung.like is None else ladder[rung.like].expected)
    return Repair(RepairKind.SMALLER, step, rung.like, size, bridges)


def a_no_is_an_answer(situation: Situation) -> bool:
    """Return whether refusing a step is an answer and no difficulty: another's yes, touch, sex, imagined trauma.

    Parameters
    ----------
    situation : Situation
        The step.

    Returns
    -------
    bool
        True where a no needs no reason, and no smaller version is offered.

    Examples
    --------
    >>> from exposure_ladder import template
    >>> [step.id for step in template("closeness").graph.situations if a_no_is_an_answer(step)]
    ['hug', 'enough']
    """
    return bool(situation.consent) or situation.kind in (Kind.TOUCH, Kind.SEXUAL, Kind.TRAUMA)


def way_back(ladder: Ladder, mastered_at: Mapping[str, float]) -> Rung | None:
    """Return a good place to begin again after a break.

    Parameters
    ----------
    ladder : Ladder
        With the numbers of today.
    mastered_at : mapping of str to float
        Level at which each step was mastered, SUDS.

    Returns
    -------
    Rung or None
        The highest step that is expected today at or below the level it was mastered at; where all have risen, the
        one that has risen least; none where nothing was mastered.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import build_ladder, infer, template
    >>> ladder = build_ladder(infer(template("dogs"), at=datetime(2026, 1, 5, tzinfo=UTC)))
    >>> way_back(ladder, {"photo": 25.0, "glass": 20.0}).id
    'photo'
    """
    known = [rung for rung in ladder.rungs if rung.id in mastered_at]
    held = [rung for rung in known if rung.expected <= mastered_at[rung.id] + 1e-9]
    if held:
        return held[-1]
    return min(known, key=lambda rung: rung.expected - mastered_at[rung.id], default=None)


# ------------------------------------------------------------------------------------------------------ one by one


def _why_none(ladder: Ladder, *sides: Situation) -> WhyNone:
    if not may_be_made(*sides):
        return WhyNone.OWN_WORDS
    return WhyNone.TOO_MANY_CELLS if space_of(ladder.belief.course.graph).size > MOST_CELLS else WhyNone.NO_CELLS


_LENGTH: Final = re.compile(
    r"\bfor (?:\d+|an?|one|two|three|five|ten|fifteen|twenty|thirty) (?:minutes?|hours?)\b", re.I
)


def _shorter(ladder: Ladder, rung: Rung) -> tuple[Bridge, ...]:
    """Return a step for half its length, expected between it and what it is most like."""
    minutes = rung.situation.minutes
    if minutes is None or minutes < 2 * SHORTEST:
        return ()
    half = float(np.floor(minutes / 2.0))
    title = f"{_LENGTH.sub('', rung.situation.title).rstrip(' .,')} for {half:g} minutes".replace("  ", " ")
    near = ladder[rung.like].expected if rung.like else ladder.belief.course.settings.mastery
    expected = min(rung.expected, (near + rung.expected) / 2.0)
    changes = {"title": title, "minutes": half}
    return (_worded(ladder, rung, changes, expected, f"{rung.id}.half"),)


_EASIER_WAYS: Final = {
    Mode.IMAGINAL: "Write three sentences about this, and read them once: {title}",
    Mode.INTEROCEPTIVE: "Watch somebody else do this first: {title}",
    Mode.VIRTUAL: "Look at one still picture of this: {title}",
    Mode.WRITTEN: "Write only the first line of this: {title}",
    Mode.EXPERIMENT: "Write down what you expect to happen, and how you would see it: {title}",
}
_SPOKEN: Final = re.compile(
    r"\b(?:tell|say|ask|talk|speak|call|phone|ring|explain|introduce|answer|admit|invite|order|present|announce|read)\w*\b",
    re.IGNORECASE,
)


def _in_words(ladder: Ladder, rung: Rung) -> tuple[Bridge, ...]:
    """Return an easier way of doing the lowest step, in one sentence by its mode; its number is a guess."""
    situation = rung.situation
    if not may_be_made(situation) or situation.kind is Kind.TOUCH:
        return ()
    spoken = _SPOKEN.search(situation.title) is not None
    shown = "Write down what you would say: {title}" if spoken else "Look at photos of this for two minutes: {title}"
    sentence = _EASIER_WAYS.get(situation.mode, shown) if situation.mode is not None else shown
    changes = {"title": sentence.format(title=situation.title)[:300], "mode": Mode.WRITTEN if spoken else None}
    return (_worded(ladder, rung, changes, ladder.belief.course.settings.start_below, f"{rung.id}.easier"),)


def _worded(ladder: Ladder, rung: Rung, changes: Mapping[str, Any], expected: float, name: str) -> Bridge:
    """Return a step made of words, with a guess for its number that spreads as widely as nothing known does."""
    taken = set(ladder.belief.course.graph.ids)
    number = 1
    free = name
    while free in taken:
        number += 1
        free = f"{name}.{number}"
    kept = {"theme": rung.situation.theme, "kind": rung.situation.kind, "requires": rung.situation.requires}
    situation = Situation(id=free[:64], distress=round(expected), suggested=True, **(kept | dict(changes)))
    spread = 1.28 * ladder.belief.course.settings.unknown_sd
    return Bridge(situation, expected, max(0.0, expected - spread), min(100.0, expected + spread), rung.id, ())
