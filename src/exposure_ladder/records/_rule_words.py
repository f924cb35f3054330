"""The words of a progression rule: what a condition can be about, and how it counts."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Rated(StrEnum):
    """What a condition is about.

    Distress, expectancy and tolerance are 0–100; the feared outcome is 0 (did not come), 50 (partly or unclear) or 100
    (came); minutes are minutes.
    """

    PEAK = "peak"
    END = "end"
    START = "start"
    ABOVE_EXPECTED = "above_expected"
    EXPECTANCY = "expectancy"
    FEARED_OUTCOME = "feared_outcome"
    TOLERANCE = "tolerance"
    MINUTES = "minutes"
    LEFT_EARLY = "left_early"


class ShareOf(StrEnum):
    """What a limit is a share of.

    Of this step: its first rating, the middle of the first two days, its highest so far, what the plan says, or the
    peak of the same practice.
    """

    FIRST = "first"
    FIRST_DAYS = "first_days"
    HIGHEST = "highest"
    WRITTEN = "written"
    OWN = "own"


class OfDay(StrEnum):
    """Which practice stands for its day."""

    WORST = "worst"
    LAST = "last"
    BEST = "best"


class Mark(StrEnum):
    """What a practice may be marked by: a professional was there, the step is rarely possible, a body exercise."""

    HELPER = "helper"
    RARE = "rare"
    BODY = "body"


class Pick(StrEnum):
    """Which of the open steps comes next.

    `onward` is the easiest, but does not go back below a step that went well; `client` leaves it to the person and
    names the easiest.
    """

    ONWARD = "onward"
    LOWEST = "lowest"
    HARDEST = "hardest"
    RANDOM = "random"
    BAND = "band"
    CLIENT = "client"


DISTRESS: Final = (Rated.PEAK, Rated.END, Rated.START, Rated.ABOVE_EXPECTED)
LOW_IS_GOOD: Final = (*DISTRESS, Rated.EXPECTANCY, Rated.FEARED_OUTCOME, Rated.LEFT_EARLY)

NAMED: Final = (
    *("default", "prediction", "fear-falls", "can-carry-it", "therapist-decides", "either", "half", "peak", "minimal"),
    *("comfort", "tolerate", "expect", "random", "massed", "back", "time", "andrews", "three", "band", "declared"),
    "untouched",
)
"""Names that a plan may use under `rule` without writing the rule down; their conditions stand in the catalogue."""
