"""Progression rules as three swappable parts on arrays: is this rung mastered, which comes next, ease off or not.

The same rules advise one person and run thousands of virtual clients. A rule reads ratings that were given, proposes,
and is screened by :mod:`exposure_ladder.safety` afterwards. Write one in a few lines: any callable with the right
shape is a part.
"""

from exposure_ladder.policy.boosters import refreshed
from exposure_ladder.policy.catalogue import DEFAULT, RULES
from exposure_ladder.policy.deciding import TIE, Policy, decide, easier, ready, turn_to
from exposure_ladder.policy.deciding import without_forecasts as without_forecasts
from exposure_ladder.policy.parts import (
    AllOf,
    AnyOf,
    Back,
    Done,
    EaseOff,
    ExpectancyFell,
    FellTo,
    InBand,
    LastAtMost,
    LowestOpen,
    Pick,
    Practised,
    RandomOpen,
    Stay,
    StayedFor,
    Tolerated,
    easiest,
)
from exposure_ladder.policy.view import RECENT, Action, Choice, Measure, View

__all__ = [
    "DEFAULT",
    "RECENT",
    "RULES",
    "TIE",
    "Action",
    "AllOf",
    "AnyOf",
    "Back",
    "Choice",
    "Done",
    "EaseOff",
    "ExpectancyFell",
    "FellTo",
    "InBand",
    "LastAtMost",
    "LowestOpen",
    "Measure",
    "Pick",
    "Policy",
    "Practised",
    "RandomOpen",
    "Stay",
    "StayedFor",
    "Tolerated",
    "View",
    "decide",
    "easier",
    "easiest",
    "ready",
    "refreshed",
    "turn_to",
]
