"""A rule of one's own: stay until the last two times were bearable, and end low."""

from datetime import UTC, datetime
from pathlib import Path

from exposure_ladder import advise, build_ladder, infer, load
from exposure_ladder.rules import read_rule

gentle = read_rule(
    {
        "name": "gentle",
        "mastered": {
            "all_of": [{"rating": "tolerance", "at_least": 60, "times": 2}, {"rating": "end", "at_most": 30, "days": 2}]
        },
    }
)

course = load(Path(__file__).with_name("train.yaml"))
print(advise(build_ladder(infer(course, at=datetime(2026, 3, 3, tzinfo=UTC))), rule=gentle))
