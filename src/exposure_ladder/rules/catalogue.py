"""Named rules, each a combination of parts with its standing and source; none of their numbers has been tested.

No study known to this project compares one cut-off with another, and the rules disagree, so every number is a field.
The page ``docs/rules.md`` is made from this table.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from exposure_ladder.rules.decision import Policy
from exposure_ladder.rules.mastery import (
    AllOf,
    AnyOf,
    ExpectancyFell,
    FellTo,
    LastAtMost,
    Practised,
    StayedFor,
    Tolerated,
)
from exposure_ladder.rules.selection import EaseOff, InBand, LowestOpen, RandomOpen, Stay
from exposure_ladder.rules.view import Measure

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DEFAULT", "RULES"]

DEFAULT: Final = Policy(
    name="default",
    done=LastAtMost(Measure.PEAK, 35.0, last=2, days=2),
    pick=LowestOpen(),
    back=EaseOff(),
    standing="assumption",
    source="no study tests the number",
    asks="a mean of 35 or less over the last two peaks, on two days",
)
"""The rule that is used where none is named: an assumption of this project."""

_UP, _EASE = LowestOpen(), EaseOff()

_TABLE: Final = (
    DEFAULT,
    Policy(
        "either",
        AnyOf((DEFAULT.done, AllOf((ExpectancyFell(0.5, tolerance=50.0), Practised(2))))),
        _UP,
        _EASE,
        "assumption",
        "this project (R-default)",
        "a mean of 35 or less over the last two peaks on two days, or the feared outcome half as likely and borne",
    ),
    Policy(
        "half",
        FellTo(0.5, Measure.PEAK),
        _UP,
        _EASE,
        "convention",
        "R-half: cbt4panic.org, TherapistAid and others",
        "distress that ends at half of its peak or below",
    ),
    Policy(
        "peak",
        LastAtMost(Measure.PEAK, 30.0, last=2, days=2, each=True, below=True),
        _UP,
        _EASE,
        "convention",
        "R-peak: IX Coach",
        "two peaks below 30 on two days",
    ),
    Policy(
        "minimal",
        LastAtMost(Measure.PEAK, 20.0, last=1, days=1),
        _UP,
        _EASE,
        "convention",
        "R-minimal: Anxiety Canada; 20 is 'minimal' on the thermometer of the Australian Centre for PTMH",
        "a peak of 20 or less",
    ),
    Policy(
        "comfort",
        LastAtMost(Measure.PEAK, 30.0, last=3, days=3, each=True),
        _UP,
        _EASE,
        "assumption",
        "R-comfort: psycoselfhelp.com (several easy occasions); 3 and 30 are assumptions",
        "three peaks of 30 or less on three days",
    ),
    Policy(
        "tolerate",
        AnyOf((FellTo(0.7, Measure.PEAK), Tolerated(60.0))),
        _UP,
        _EASE,
        "assumption",
        "R-tolerate: fits inhibitory learning; 0.7 and 60 are assumptions",
        "distress that ends moderately lower, or was tolerated well",
    ),
    Policy(
        "expect",
        ExpectancyFell(0.5),
        _UP,
        _EASE,
        "assumption",
        "R-expect: concept in Craske et al. 2014, doi 10.1016/j.brat.2014.04.006; the cut-off is ours",
        "a feared outcome that seems half as likely as before",
    ),
    Policy(
        "random",
        DEFAULT.done,
        RandomOpen(),
        _EASE,
        "assumption",
        "R-random: the order of Kircanski et al. 2012 (no added benefit in Knowles 2022); the cut-off is ours",
        "a mean of 35 or less over the last two peaks, on two days",
    ),
    Policy(
        "massed",
        FellTo(0.5, Measure.PEAK),
        _UP,
        Stay(),
        "convention",
        "R-massed: Öst 1997, one sitting of up to 3 h led by a clinician; half is a custom, and daily limits hold here",
        "distress that ends at half of its peak or below",
    ),
    Policy(
        "back",
        DEFAULT.done,
        _UP,
        EaseOff(times=1, peak=100.0, above_plan=100.0),
        "convention",
        "R-back: IX Coach and others; steps back after one early leave",
        "a mean of 35 or less over the last two peaks, on two days",
    ),
    Policy(
        "time",
        StayedFor(30.0),
        _UP,
        _EASE,
        "unverified",
        "R-time: prolonged-exposure manual, 30–45 min",
        "an exposure of 30 minutes or more",
    ),
    Policy(
        "andrews",
        AllOf((StayedFor(30.0), LastAtMost(Measure.PEAK, 30.0, last=3, days=3))),
        _UP,
        _EASE,
        "unverified",
        "R-andrews: Andrews et al. 2003",
        "a mean of 30 or less over three peaks on three days, the last over 30 minutes",
    ),
    Policy(
        "three",
        LastAtMost(Measure.END, 30.0, last=3, days=1, each=True, below=True),
        _UP,
        _EASE,
        "convention",
        "R-three: an open React-Native OCD app",
        "three endings below 30",
    ),
    Policy(
        "band",
        LastAtMost(Measure.PEAK, 70.0, last=1, days=1),
        InBand(50.0, 70.0),
        _EASE,
        "convention",
        "R-band: a PTSD-story progression service, first band 50–70",
        "a peak inside or below 50–70",
    ),
    Policy(
        "declared",
        AllOf((FellTo(0.5, Measure.PEAK), LastAtMost(Measure.END, 30.0, last=2, days=1))),
        _UP,
        _EASE,
        "computed",
        "Therapy-Big_boy: what it declares (half of peak, two successes, end at most 3 of 10), less the minutes",
        "a fall to half and a mean of 30 or less over the last two endings",
    ),
    Policy(
        "untouched",
        Practised(1),
        _UP,
        Stay(),
        "computed",
        "FastAPI exposure-hierarchy service: the lowest step not started, whatever happened before",
        "one exposure, whatever was felt",
    ),
)

RULES: Final[Mapping[str, Policy]] = MappingProxyType({rule.name: rule for rule in _TABLE})
"""Name → rule, the default and those that other tools use: see :doc:`/rules`."""
