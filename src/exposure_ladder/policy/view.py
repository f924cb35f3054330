"""What a rule may look at, and what it may answer: arrays with clients first, the same for one and for thousands.

A view holds ratings that were given. Forecasts (`expected`, `sd`) are there for choosing and for caps, never for
mastery: nobody advances on assumed learning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Ints = NDArray[np.int64]

__all__ = ["RECENT", "Action", "Choice", "Measure", "View"]

RECENT = 5
"""How many exposures of a rung a view remembers, newest first (enough for every rule of the catalogue)."""


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
    """c clients on ladders of n rungs, easiest first.

    Attributes
    ----------
    expected, sd : ndarray, shape (c, n)
        Expected peak distress and the SD of the next rating, SUDS.
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
        Peaks at or above the cap among the last RECENT that were given, of all rungs.
    left_early : ndarray of bool, shape (c,)
        Whether the last exposure was left early, unplanned.
    rested : ndarray of bool, shape (c,), or None
        Whether the least rest since the last exposure is over; none: for everybody.
    """

    expected: Floats
    sd: Floats
    allowed: Flags
    recent: Mapping[Measure, Floats]
    current: Ints
    days_since: Floats
    today: Ints
    week: Ints
    very_high: Ints
    left_early: Flags
    rested: Flags | None = None


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
    """

    rung: Ints
    action: Ints
    done: Flags
