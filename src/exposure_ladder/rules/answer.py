"""What the kernel's numbers mean: actions, and the lines of the table of precedence."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["Action", "Line"]


class Action(IntEnum):
    """What an offer amounts to."""

    START = 0
    REPEAT = 1
    ADVANCE = 2
    STEP_BACK = 3
    BRIDGE = 4
    BOOSTER = 5
    REST = 6
    SEEK_SUPPORT = 7
    COMPLETE = 8


class Line(IntEnum):
    """Which line of the table of precedence answered; the first that fits does (``docs/rules.md``)."""

    RULE = 0
    STOPPED = 1
    GENTLY = 2
    CHOSEN = 3
    STAYED_HIGH = 4
    EASED = 5
    HELD = 6
    ENOUGH_TODAY = 7
    ENOUGH_THIS_WEEK = 8
    NOT_RESTED = 9
    LOW_ENERGY = 10
    FELL_BACK = 11
    AWAY = 12
    RISING = 13
    START_LOW = 14
    ABOVE_CAP = 15
    NOT_READY = 16
