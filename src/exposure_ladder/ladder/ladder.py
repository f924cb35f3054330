"""What a ladder is made of: rungs, wide steps, bridges, and what was left out with its reason. Values, no decisions."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from exposure_ladder._version import __version__
from exposure_ladder.errors import UnknownSituationError
from exposure_ladder.ladder.page import ladder_sheet
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from exposure_ladder.belief import Belief
    from exposure_ladder.graph import Basis
    from exposure_ladder.records import Situation


class Objective(Enum):
    """What a good ladder is: the value is κ in SUDS, the rise in challenge that multiplies the price of a hop by e.

    The three values are assumptions of this project; at 7 about 5 points double the price.
    """

    FEWEST = math.inf
    BALANCED = 7.0
    GENTLEST = 2.0


class Keep(StrEnum):
    """Which situations stay whatever the objective says: all that were written, or only the way to the goal."""

    WRITTEN = "written"
    GOAL = "goal"


class Why(StrEnum):
    """Why a rung is on the ladder."""

    GOAL = "goal"
    VIA = "via"
    NEEDED = "needed"
    WRITTEN = "written"
    CHOSEN = "chosen"
    BRIDGE = "bridge"


class WhyNot(StrEnum):
    """Why a written situation is not on the ladder."""

    NO_CONSENT = "no consent"
    REWORDED = "worded differently since the yes"
    NOT_ASKED = "questions not asked"
    NOT_PLANNED = "not planned"
    NO_KIND = "kind not said"
    NO_REASON = "no reason noted"
    NO_DOCTOR = "no doctor asked"
    NO_PROFESSIONAL = "no professional named"
    EXCLUDED = "excluded"
    BEYOND_ENOUGH = "beyond what is enough"
    NEEDS_LEFT_OUT = "needs what is left out"
    OTHER_THEME = "other theme"
    NOT_NEEDED = "not needed"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Rung(Summary):
    """One step of the ladder.

    Attributes
    ----------
    number : int
        Counted from 1; rungs of equal expected distress share a number.
    situation : Situation
        What to do.
    expected : float
        Expected peak distress now, 0–100 SUDS.
    low, high : float
        Interval of the next single rating, noise included, 0–100 SUDS.
    basis : Basis
        Rated, ranked, estimated from facets, or unknown.
    why : Why
        Why it is here.
    challenge : float
        Distress here once the rung below has been practised down to mastery, SUDS.
    when_reached : float
        The same once all rungs below have been.
    like : str or None
        Id of the earlier rung of its theme that it is most like: the one whose practice would ease it most by the
        model. No study has tested that, so it is a likeness and no promise. None where no earlier one is as easy.
    likeness : float
        Similarity to that rung, 0–1; 0 for none.
    unprepared : bool
        Whether it lies above mastery and no earlier rung of its theme is like it (similarity below .08).

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import build_ladder, infer, template
    >>> ladder = build_ladder(infer(template("train"), at=datetime(2026, 1, 5, tzinfo=UTC)))
    >>> top = ladder["all-rush"]
    >>> top.number, top.expected, round(top.challenge), round(top.when_reached)
    (7, 80.0, 77, 72)
    """

    number: int
    situation: Situation
    expected: float
    low: float
    high: float
    basis: Basis
    why: Why
    challenge: float
    when_reached: float
    like: str | None
    likeness: float
    unprepared: bool

    @property
    def id(self) -> str:
        """Id of the situation."""
        return self.situation.id


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Gap(Summary):
    """A step that is wider than `Settings.max_gap`: from the rung below, or from the rung it is most like.

    Attributes
    ----------
    below, above : str
        Ids of the rungs on both sides.
    size : float
        How much more distress is expected above than below, SUDS.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import build_ladder, infer, template
    >>> belief = infer(template("train"), at=datetime(2026, 1, 5, tzinfo=UTC))
    >>> [(gap.below, gap.above, gap.size) for gap in build_ladder(belief).gaps]
    [('five-quiet', 'all-quiet', 20.0), ('five-rush', 'all-rush', 20.0)]
    """

    below: str
    above: str
    size: float


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class LeftOut(Summary):
    """A written situation that is not on the ladder, and why.

    Attributes
    ----------
    situation : Situation
        The record.
    why : WhyNot
        The first reason that applies.
    missing : tuple of str
        Whose yes, which key of the file, or which situations are missing, or the codes of the gates that its words
        shut (see `records.content`); empty for other reasons.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import build_ladder, infer, template
    >>> ladder = build_ladder(infer(template("closeness"), at=datetime(2026, 1, 5, tzinfo=UTC)))
    >>> [(left.situation.id, str(left.why), left.missing) for left in ladder.left_out]
    [('enough', 'questions not asked', ('screened',)), ('hug', 'questions not asked', ('screened',))]
    """

    situation: Situation
    why: WhyNot
    missing: tuple[str, ...] = ()

    @property
    def by_its_words(self) -> bool:
        """Whether a gate of `records.content` keeps it off."""
        return self.why in _BY_ITS_WORDS


_BY_ITS_WORDS: Final = frozenset(
    {WhyNot.NOT_PLANNED, WhyNot.NO_KIND, WhyNot.NO_REASON, WhyNot.NO_DOCTOR, WhyNot.NO_PROFESSIONAL}
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Ladder(Summary):
    """A fear ladder: a sequence of rungs from easy to hard, with gaps and what was left out.

    ``ladder[0]`` and ``ladder["car"]`` are rungs, by position or by id.

    Attributes
    ----------
    belief : Belief
        What it was built from.
    rungs : tuple of Rung
        In the order of practice.
    gaps : tuple of Gap
        Wide steps, from below to above.
    left_out : tuple of LeftOut
        Everything written that is not a rung, by id.
    objective : Objective
        What was minimised.
    theme : str or None
        The theme it is about, ``""`` for the steps without one; none where it is about all.
    goals, waiting : tuple of str
        Ids it leads to: those asked for, or the graph's own; and those of them that are not open yet.
    start_too_high : bool
        True when nothing lies at or below `start_below`, so the ladder begins with the easiest there is.
    cost : float
        The sum that was minimised.
    optimality_gap : float
        How far `cost`, or the sum that orders equal numbers, may lie above the optimum, as a share; 0 when exact.
    before : ndarray of bool, shape (n, n)
        Whether the rung of a row comes before that of a column: required, easier by its levels, or easier beyond doubt.
    looking_back : bool
        Whether it holds steps that were practised and wait for questions or a yes: to look back on, never to advise.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import build_ladder, infer, template
    >>> ladder = build_ladder(infer(template("train"), at=datetime(2026, 1, 5, tzinfo=UTC)))
    >>> len(ladder.rungs), ladder.goals, ladder["two-rush"].expected
    (7, ('all-rush',), 45.0)
    """

    belief: Belief
    rungs: tuple[Rung, ...]
    gaps: tuple[Gap, ...]
    left_out: tuple[LeftOut, ...]
    objective: Objective
    theme: str | None
    goals: tuple[str, ...]
    waiting: tuple[str, ...]
    start_too_high: bool
    cost: float
    optimality_gap: float
    before: NDArray[np.bool_]
    looking_back: bool = False

    def _made_from(self) -> tuple[str, ...]:
        return tuple(field.name for field in fields(self) if field.name != "before")  # which follows from the rest

    @property
    def needs(self) -> NDArray[np.bool_]:
        """Whether the rung of a row requires the rung of a column, shape (n, n)."""
        needs = [[other.id in rung.situation.requires for other in self.rungs] for rung in self.rungs]
        return np.array(needs, dtype=bool).reshape(len(self.rungs), len(self.rungs))

    def __len__(self) -> int:
        return len(self.rungs)

    def __iter__(self) -> Iterator[Rung]:
        return iter(self.rungs)

    def __getitem__(self, which: int | str) -> Rung:
        if isinstance(which, int):
            return self.rungs[which]
        found = next((rung for rung in self.rungs if rung.id == which), None)
        if found is None:
            raise UnknownSituationError(which, (rung.id for rung in self.rungs))
        return found

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data: what a program needs to show the ladder, with format, settings and version."""
        course = self.belief.course
        return {
            "format": 1,
            "kind": "ladder",
            "version": __version__,
            "title": course.graph.title,
            "client": course.graph.client,
            "at": self.belief.at.isoformat(),
            "theme": self.theme,
            "goal": list(self.goals),
            "waiting": list(self.waiting),
            "own_numbers": course.graph.own,
            "objective": self.objective.name,
            "start_too_high": self.start_too_high,
            "optimality_gap": self.optimality_gap,
            "rungs": [_plain(rung) for rung in self.rungs],
            "gaps": [{"below": gap.below, "above": gap.above, "size": gap.size} for gap in self.gaps],
            "left_out": [{"id": o.situation.id, "why": str(o.why), "missing": list(o.missing)} for o in self.left_out],
            "settings": course.settings.model_dump(mode="json"),
        }

    def __str__(self) -> str:
        return ladder_sheet(self).text()


def _plain(value: Rung) -> dict[str, Any]:
    names = [name for name in value.__slots__ if name != "situation"]
    plain = {name: getattr(value, name) for name in names}
    return {"id": value.situation.id, "title": value.situation.title} | {
        name: str(item) if isinstance(item, StrEnum) else item for name, item in plain.items()
    }
