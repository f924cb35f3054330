"""Progression rules as three swappable parts on arrays: is this rung mastered, which comes next, ease off or not.

The same rules advise one person and run thousands of virtual clients. A rule reads ratings that were given, proposes,
and is screened by :mod:`exposure_ladder.rules.screens` afterwards. Write one in a few lines: any callable with the
right shape is a part.
"""

from exposure_ladder.rules.boosters import refreshed as refreshed
from exposure_ladder.rules.catalogue import DEFAULT, RULES
from exposure_ladder.rules.decision import Policy, decide
from exposure_ladder.rules.decision import easier as easier
from exposure_ladder.rules.decision import ready as ready
from exposure_ladder.rules.decision import turn_to as turn_to
from exposure_ladder.rules.decision import without_forecasts as without_forecasts
from exposure_ladder.rules.mastery import (
    AllOf,
    AnyOf,
    Done,
    ExpectancyFell,
    FellTo,
    LastAtMost,
    Practised,
    StayedFor,
    Tolerated,
)
from exposure_ladder.rules.selection import Back, EaseOff, InBand, LowestOpen, Pick, RandomOpen, Stay
from exposure_ladder.rules.selection import easiest as easiest
from exposure_ladder.rules.view import RECENT, Action, Choice, Measure, View
from exposure_ladder.rules.view import TIE as TIE

__all__ = [
    "DEFAULT",
    "RECENT",
    "RULES",
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
]
