"""What people write down: situations, links, ratings, practice, consent, and the settings with their sources.

Every record is frozen and holds only plain values, so that a course can be stored, compared, sent and replayed. All
distress is in SUDS, 0 (calm) to 100 (the worst ever). A document may be written on another scale (``scale: 0-10``);
its numbers are converted once, while it is read, and ``shown`` remembers the scale to write and print in.

Records never compute beliefs, never read a clock or a file, and never hold an array. Anything wrong with one raises
:class:`~exposure_ladder.errors.InvalidCourseError`, which carries all problems at once.
"""

from exposure_ladder.records.course import Course
from exposure_ladder.records.entries import KINDS as KINDS
from exposure_ladder.records.entries import (
    Comparison,
    Consent,
    Entry,
    Event,
    Exposure,
    Happened,
    Occurred,
    Override,
    Rating,
    Stopped,
    Wanted,
)
from exposure_ladder.records.fields import Scale
from exposure_ladder.records.rhythm import Computer, Ratings, Weekday
from exposure_ladder.records.settings import GATE_DAYS as GATE_DAYS
from exposure_ladder.records.settings import Settings
from exposure_ladder.records.situations import Facet, Kind, Link, Mode, Situation, SituationGraph
from exposure_ladder.records.totals import Totals

__all__ = [
    "Comparison",
    "Computer",
    "Consent",
    "Course",
    "Entry",
    "Event",
    "Exposure",
    "Facet",
    "Happened",
    "Kind",
    "Link",
    "Mode",
    "Occurred",
    "Override",
    "Rating",
    "Ratings",
    "Scale",
    "Settings",
    "Situation",
    "SituationGraph",
    "Stopped",
    "Totals",
    "Wanted",
    "Weekday",
]
