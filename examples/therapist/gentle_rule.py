"""A rule of one's own: stay until the last two times were no surprise, that is, no peak more than 5 above plan."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from exposure_ladder import advise, build_ladder, infer, load
from exposure_ladder.rules import DEFAULT, Measure


@dataclass(frozen=True)
class NoSurprise:
    most: float = 5.0  # SUDS

    def __call__(self, view):
        return (view.recent[Measure.ABOVE_PLAN][..., :2] <= self.most).all(axis=-1)  # nan, not given, is not <=


gentle = replace(DEFAULT, name="gentle", done=NoSurprise(), asks="no peak more than 5 above plan, twice in a row")

course = load(Path(__file__).with_name("train.yaml"))
print(advise(build_ladder(infer(course, at=datetime(2026, 3, 3, tzinfo=UTC))), policy=gentle))
