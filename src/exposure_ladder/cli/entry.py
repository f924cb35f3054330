"""What options and answers say about a practice → fields of its record, in SUDS; and an entry in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exposure_ladder.cli import answers
from exposure_ladder.cli.options import add_time
from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.records import Comparison, Consent, Exposure, Happened, Occurred, Override, Rating, Stopped, Wanted
from exposure_ladder.text import shown

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from typing import Final

    from exposure_ladder.records import Scale

_CHANNELS: Final = ("numbness", "tolerance")
"""Measures that have an option of their own."""
_PERCENT: Final = answers.number(0, 100)
_MINUTES: Final = answers.number(0, 1440)
_EMPTY: Final[Mapping[str, Any]] = {"series": (), "share": 1.0}
"""What stands in a field without a value, where that is not None."""


def add_practice(parser: ArgumentParser) -> None:
    """Add what can be said about a practice."""
    add_time(parser, "when it was")
    parser.add_argument("--expected", metavar="N", help="distress expected beforehand")
    parser.add_argument("--start", metavar="N", help="distress at the start")
    parser.add_argument("--peak", metavar="N", help="highest distress")
    parser.add_argument("--end", metavar="N", help="distress at the end")
    parser.add_argument(
        "--series", metavar="TEXT", help='ratings over time, minutes from the start:distress, like "0:40 5:60 180:75"'
    )
    parser.add_argument("--minutes", metavar="N", help="how long it lasted")
    parser.add_argument("--share", metavar="PART", help="how much of it was done, 0-1 or a percentage like 50%%")
    parser.add_argument("--safety", action="append", metavar="TEXT", help="something done to feel safer; repeatable")
    parser.add_argument("--stopped", metavar="HOW", help="no, early, or by agreement")
    parser.add_argument("--reason", metavar="TEXT", help="why it was left early")
    parser.add_argument("--context", action="append", metavar="TEXT", help="place, company, time of day; repeatable")
    parser.add_argument("--feared", metavar="TEXT", help="what was feared to happen this time")
    parser.add_argument("--feared-before", metavar="PERCENT", help="how likely the feared outcome seemed, 0-100")
    parser.add_argument("--occurred", metavar="HOW", help="whether it came: yes, no, partly or unclear")
    parser.add_argument("--feared-after", metavar="PERCENT", help="how likely it seems for a next time, 0-100")
    parser.add_argument("--numbness", metavar="N", help="feeling numb or far away, on the scale of distress")
    parser.add_argument("--tolerance", metavar="N", help="how well it was borne, on the scale of distress")
    parser.add_argument("--saw", metavar="TEXT", help="what was seen of the feared outcome")
    parser.add_argument("--managed", metavar="TEXT", help="how the person managed")
    parser.add_argument("--wanted", metavar="HOW", help="touch and sex: wanted the whole time: yes, no or unsure")
    parser.add_argument("--helper", metavar="WHO", help="the professional who was there")
    parser.add_argument("--learned", metavar="TEXT", help="what the person takes from it")
    parser.add_argument("--vary", metavar="TEXT", help="what to do differently next time")
    parser.add_argument("--note", metavar="TEXT", help="a note to oneself")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--refused", action="store_true", help="it was offered and refused: that is worth knowing")
    instead.add_argument("--avoided", action="store_true", help="it was planned and avoided: that is worth knowing")


def from_options(args: Namespace, scale: Scale, now: datetime) -> dict[str, Any]:
    """Return the fields of an exposure that options give; the word none takes one away.

    Raises
    ------
    InvalidCourseError
        If an option cannot be read.
    """
    found: dict[str, Any] = {}
    suds = answers.distress(scale)
    readers: dict[str, tuple[str, Callable[[str], Any]]] = {
        "peak": ("peak", suds),
        "expected": ("expected", suds),
        "start": ("start", suds),
        "end": ("end", suds),
        "series": ("series", answers.series(scale)),
        "minutes": ("minutes", _MINUTES),
        "share": ("share", answers.share),
        "reason": ("reason", str),
        "feared": ("feared", str),
        "feared_before": ("expectancy_before", _PERCENT),
        "feared_after": ("expectancy_after", _PERCENT),
        "occurred": ("occurred", answers.word(Occurred)),
        "saw": ("saw", str),
        "managed": ("managed", str),
        "wanted": ("wanted", answers.word(Wanted)),
        "helper": ("helper", str),
        "learned": ("learned", str),
        "vary": ("vary", str),
        "note": ("note", str),
        **{channel: (channel, suds) for channel in _CHANNELS},
    }
    for name, (field, read) in readers.items():
        text = getattr(args, name)
        if text is not None:
            value = answers.option(name.replace("_", "-"), answers.optional(read), text)
            found[field] = _EMPTY.get(field) if value is None else value
    if args.at is not None:
        found["at"] = answers.option("at", answers.past(now), args.at)
    if args.stopped is not None:
        found["stopped"] = answers.option("stopped", answers.stopped, args.stopped)
    for name in ("safety", "context"):
        if getattr(args, name) is not None:
            found[name] = tuple(text for text in getattr(args, name) if text.lower() not in answers.NOTHING)
    if args.refused or args.avoided:
        found["happened"] = Happened.REFUSED if args.refused else Happened.AVOIDED
    return found


def exposure(fields: dict[str, Any], scale: Scale) -> Exposure:
    """Return the record of fields that must fit together.

    Raises
    ------
    InvalidCourseError
        If they do not, in numbers of the person's scale.
    """
    felt, peak = felt_in(fields), fields.get("peak")
    if peak is not None and felt and max(felt) > peak:
        expected = f"at least {shown(max(felt), scale)}, since no other rating of it can lie above the highest"
        raise InvalidCourseError([Problem(("--peak",), expected, shown(peak, scale))])
    own = {name: value for name, value in fields.items() if name not in _CHANNELS}
    channels = {**fields.get("measures", {}), **{name: fields[name] for name in _CHANNELS if name in fields}}
    return Exposure(**own | {"measures": {name: value for name, value in channels.items() if value is not None}})


def felt_in(fields: Mapping[str, Any]) -> list[float]:
    """Return the ratings beside the highest."""
    given = (fields.get("start"), fields.get("end"), *(level for _, level in fields.get("series", ())))
    return [level for level in given if level is not None]


def in_words(entry: Any, scale: Scale) -> tuple[str, str, str]:
    """Return when, which step, and what, for one entry of a journal; no free text."""
    when = f"{entry.at:%Y-%m-%d %H:%M}"
    match entry:
        case Exposure():
            parts = [str(entry.happened)] if entry.happened is not Happened.PRACTISED else []
            for name, value in (("highest", entry.peak), ("end", entry.end)):
                if value is not None:
                    parts.append(f"{name} {shown(value, scale)}")
            if entry.stopped is not Stopped.NO:
                parts.append(f"stopped {entry.stopped}")
            return when, entry.situation, " · ".join(parts) or "not rated"
        case Consent():
            return when, entry.situation, f"{'yes from' if entry.given else 'no longer a yes from'} {entry.person}"
        case Rating():
            return when, entry.situation, f"rated {shown(entry.distress, scale)}, without practice"
        case Comparison():
            return when, entry.harder, f"harder than {entry.easier}"
        case Override():
            return when, entry.situation, f"chosen next by {entry.by}"
    raise TypeError(type(entry).__name__)
