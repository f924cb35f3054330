"""What a rule may look at, and what it may answer: arrays with clients first, the same for one and for thousands.

A view holds ratings that were given. Forecasts (`expected`, `sd`) are there for choosing and for caps, never for
mastery: nobody advances on assumed learning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Ints = NDArray[np.int64]

__all__ = ["RECENT", "TIE", "Action", "Choice", "Measure", "View"]

RECENT = 5
"""How many exposures of a rung a view remembers, newest first (enough for every rule of the catalogue)."""
TIE = 1e-9
"""SUDS by which numbers must differ to be told apart; rounding does not decide: 63 is .7 of 90."""


class Measure(StrEnum):
    """What is remembered of each exposure; nan where it was not given.

    Distress, numbness, tolerance and expectancy are 0–100; minutes are minutes; escaped is 1 for an early, unplanned
    leave and 0 otherwise; day is the ordinal of the calendar day; above_plan is peak minus expected distress.
    """

    PEAK = "peak"
    START = "start"
    END = "end"
    MINUTES = "minutes"
    ESCAPED = "escaped"
    NUMBNESS = "numbness"
    TOLERANCE = "tolerance"
    EXPECTANCY_BEFORE = "expectancy before"
    EXPECTANCY_AFTER = "expectancy after"
    ABOVE_PLAN = "above plan"
    DAY = "day"


class Action(IntEnum):
    """What a choice amounts to."""

    START = 0
    REPEAT = 1
    ADVANCE = 2
    STEP_BACK = 3
    BRIDGE = 4
    BOOSTER = 5
    REST = 6
    SEEK_SUPPORT = 7
    COMPLETE = 8


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """c clients on ladders of n rungs, easiest first. Arrays are read-only: no rule can change what screens see.

    Attributes
    ----------
    expected, sd : ndarray, shape (c, n)
        Expected peak distress and the SD of the next rating, SUDS.
    written : ndarray, shape (c, n)
        What was said of each rung without practice: written, filled in or rated again, SUDS. A rung is easier than
        another only if it is so by both numbers: after a bad day the expectation of a practised rung rises above
        that of harder ones which nobody has tried.
    allowed : ndarray of bool, shape (c, n)
        Rungs that safety lets through.
    recent : mapping of Measure to ndarray, shape (c, n, RECENT)
        The last exposures of each rung, newest first; nan where there was none.
    current : ndarray of int, shape (c,)
        Rung of the last exposure, −1 before the first.
    days_since : ndarray, shape (c,)
        Calendar days since the last exposure of a rung; nan before the first.
    today, week : ndarray of int, shape (c,)
        Exposures on this calendar day, and on this and the six days before.
    very_high : ndarray of int, shape (c,)
        How many of the last RECENT rated exposures, of all rungs, came to the cap.
    held : ndarray of bool, shape (c,)
        Whether nothing harder may follow: the last exposure was left early, came to the cap, or lasted for hours.
    rested : ndarray of bool, shape (c,), or None
        Whether the least rest since the last exposure is over; none: for everybody.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, build_ladder, infer, template
    >>> from exposure_ladder.advice import view_of
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> course = template("dogs").add(Exposure(situation="photo", at=at, peak=40, end=15))
    >>> view = view_of(build_ladder(infer(course, at=at)))
    >>> view.recent[Measure.END].shape, float(view.recent[Measure.END][0, view.current[0], 0])
    ((1, 12, 5), 15.0)
    """

    expected: Floats
    sd: Floats
    written: Floats
    allowed: Flags
    recent: Mapping[Measure, Floats]
    current: Ints
    days_since: Floats
    today: Ints
    week: Ints
    very_high: Ints
    held: Flags
    rested: Flags | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                object.__setattr__(self, field.name, _read_only(value))
        if isinstance(self.recent, dict):
            recent = {measure: _read_only(values) for measure, values in self.recent.items()}
            object.__setattr__(self, "recent", MappingProxyType(recent))


def _read_only(values: NDArray[np.generic]) -> NDArray[np.generic]:
    seen = values.view()
    seen.flags.writeable = False
    return seen


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """What a rule proposes for each client.

    Attributes
    ----------
    rung : ndarray of int, shape (c,)
        Position on the ladder, −1 for none.
    action : ndarray of int, shape (c,)
        Values of :class:`Action`.
    done : ndarray of bool, shape (c, n)
        Rungs that count as mastered.

    Examples
    --------
    >>> import numpy as np
    >>> choice = Choice(np.array([2]), np.array([Action.ADVANCE]), np.array([[True, True, False]]))
    >>> Action(choice.action[0]).name
    'ADVANCE'
    """

    rung: Ints
    action: Ints
    done: Flags
