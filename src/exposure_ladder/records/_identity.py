"""Which entry is this? One id is one entry, and of its forms the highest stands: decided here for courses and journals.

A form is an entry with its revision and the mark that it was taken back. Two forms that were never changed and say
different things under one id are two entries with one name: that is an error and never settled in silence.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from exposure_ladder.errors import Problem, did_you_mean
from exposure_ladder.records._checks import quoted
from exposure_ladder.records.entries import Comparison, Consent, Event

if TYPE_CHECKING:
    from exposure_ladder.records.situations import SituationGraph

Anything = Event | Consent
AnyEntry = TypeVar("AnyEntry", bound=Anything)


def standing(entries: Iterable[AnyEntry]) -> tuple[AnyEntry, ...]:
    """Return the form of each id that stands, whatever the order in which they came."""
    found: dict[str, AnyEntry] = {}
    for entry in entries:
        other = found.setdefault(entry.id, entry)
        if other is not entry and other != entry and entry.rank > other.rank:
            found[entry.id] = entry
    return tuple(found.values())


def clashes(entries: Sequence[Anything]) -> list[Problem]:
    """Return the ids under which different things were written and never changed, each with two of them."""
    forms: dict[str, list[Anything]] = {}
    for entry in entries:
        forms.setdefault(entry.id, []).append(entry)
    return [problem for same in forms.values() if len(same) > 1 and (problem := _clash(same)) is not None]


def _clash(same: Sequence[Anything]) -> Problem | None:
    if any(entry.revision for entry in same):
        return None
    first = same[0]
    other = next((entry for entry in same if not entry.says_as(first)), None)
    if other is None:
        return None
    hint = "Leave the id out, or amend the entry that has it."
    got = f"{quoted(first.id)} for {told(first)} and for {told(other)}"
    return Problem(("id",), "an id of its own", got, hint)


def told(entry: Anything) -> str:
    """Return which entry it is, without anybody's words: kind, step and time."""
    step = entry.harder if isinstance(entry, Comparison) else entry.situation
    return f"{type(entry).__name__.lower()} {quoted(step)} of {entry.at.isoformat(timespec='minutes')}"


def astray(entries: Iterable[Anything], known: Sequence[str]) -> list[Problem]:
    """Return which entries are about a step that is not there, each with a near match."""
    steps = frozenset(known)
    problems = []
    for entry in entries:
        names = (
            {"harder": entry.harder, "easier": entry.easier}
            if isinstance(entry, Comparison)
            else {"situation": entry.situation}
        )
        for key, name in names.items():
            if name not in steps:
                near = did_you_mean(name, known)
                problems.append(Problem((key,), "the id of a step of this plan", quoted(name), near))
    return problems


def title_key(text: str) -> str:
    """Return a title as it is compared: without regard to case, kinds of space and quote, and soft hyphens."""
    plain = unicodedata.normalize("NFC", text).translate(_SAME)
    return unicodedata.normalize("NFC", " ".join(plain.split()).casefold())


_SAME: Final = {
    **dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u2032"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"), '"'),
    **dict.fromkeys(map(ord, "\u00ad\u200b\ufeff"), None),
}


def steps_named(text: str, graph: SituationGraph) -> tuple[str, ...]:
    """Return the ids of the steps that a text may name: by id, by title, or by a title spelled nearly so."""
    if text in graph.ids:
        return (text,)
    for key in (str, title_key):
        found = tuple(step.id for step in graph.situations if key(step.title) == key(text))
        if found:
            return found
    return ()
