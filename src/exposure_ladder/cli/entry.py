"""What options and answers say about a practice → fields of its record, in SUDS; and an entry in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exposure_ladder.cli import answers
from exposure_ladder.cli.options import add_time
from exposure_ladder.cli.sentences import tell
from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.records import Comparison, Consent, Exposure, Happened, Occurred, Override, Rating, Stopped
from exposure_ladder.text import shown

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from typing import Final

    from exposure_ladder.cli.terminal import Terminal
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
    parser.add_argument("--learned", metavar="TEXT", help="what the person takes from it")
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
        "learned": ("learned", str),
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


def from_answers(
    given: dict[str, Any], scale: Scale, terminal: Terminal, keep: Callable[[dict[str, Any]], None], *, body: bool
) -> dict[str, Any]:
    """Ask for the rest of what an entry is mostly about; a rating may be left out, and none is filled in.

    Parameters
    ----------
    given : dict
        What is known already.
    scale : Scale
        The person's.
    terminal : Terminal
        Where they are asked.
    keep : callable
        Gets all that is known after each answer.
    body : bool
        Whether it is a step of touch or sex, where feeling numb is a sign to look at.

    Raises
    ------
    EndedError
        If the person ends it.
    """
    found = dict(given)
    for name, question, read in _questions(found, scale, terminal.now(), body=body):
        if name not in found:
            found[name] = terminal.ask(question, read)
            keep(found)
    return found


def _questions(
    found: Mapping[str, Any], scale: Scale, now: datetime, *, body: bool
) -> Iterator[tuple[str, str, Callable[[str], Any]]]:
    """Yield field, question and reader of the answer; each may depend on the answers before it."""
    yield "at", tell("when", now=f"{now:%Y-%m-%d %H:%M}"), answers.past(now)
    if "happened" in found:
        return
    floor = max(_felt(found), default=0.0)
    peak = answers.number(scale.shown(floor), scale.top)
    highest = tell("peak", low=shown(floor, scale), high=f"{scale.top:g}")
    yield "peak", highest, answers.optional(lambda text: scale.suds(peak(text)))
    yield "end", tell("end"), answers.optional(answers.distress(scale, found["peak"]))
    yield "safety", tell("safety"), answers.several
    yield "stopped", tell("stopped"), answers.stopped
    if found["stopped"] is Stopped.EARLY:
        yield "reason", tell("reason"), answers.optional(str)
    if body:
        yield "numbness", tell("numbness", high=f"{scale.top:g}"), answers.optional(answers.distress(scale))


def exposure(fields: dict[str, Any], scale: Scale) -> Exposure:
    """Return the record of fields that must fit together.

    Raises
    ------
    InvalidCourseError
        If they do not, in numbers of the person's scale.
    """
    felt, peak = _felt(fields), fields.get("peak")
    if peak is not None and felt and max(felt) > peak:
        expected = f"at least {shown(max(felt), scale)}, since no other rating of it can lie above the highest"
        raise InvalidCourseError([Problem(("--peak",), expected, shown(peak, scale))])
    own = {name: value for name, value in fields.items() if name not in _CHANNELS}
    channels = {**fields.get("measures", {}), **{name: fields[name] for name in _CHANNELS if name in fields}}
    return Exposure(**own | {"measures": {name: value for name, value in channels.items() if value is not None}})


def _felt(fields: Mapping[str, Any]) -> list[float]:
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
                parts += [f"{name} {shown(value, scale)}"] if value is not None else []
            parts += [f"stopped {entry.stopped}"] if entry.stopped is not Stopped.NO else []
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
