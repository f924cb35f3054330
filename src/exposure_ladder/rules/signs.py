"""What words and numbers of the log ask for before any rule: a person first, or nothing harder.

Notes, reasons and what was learned are read on this machine and kept nowhere. Only what the writer wishes, plans or
did counts (see :mod:`exposure_ladder.records.notes`). The reading knows English and misses much: nothing rests on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from exposure_ladder.records import Exposure, Mode, Wanted
from exposure_ladder.records.notes import NoteSign, note_signs
from exposure_ladder.records.subjects import Subject, subjects
from exposure_ladder.rules import kernel
from exposure_ladder.rules.history import is_tender

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from exposure_ladder.records import Course, Situation
    from exposure_ladder.records.entries import Entry

__all__ = ["Signs", "entry_signs", "signs_of"]

LASTS: Final = timedelta(days=7)
"""How long words of crisis are answered first, unless the person says before that they are safe (assumption)."""
NUMB: Final = 70.0
"""Numbness at or above which somebody was hardly there (assumption)."""
CRISIS: Final = (NoteSign.CRISIS, NoteSign.VEILED, NoteSign.HARM_INTENT, NoteSign.BEYOND_REALITY)
GENTLE: Final = (NoteSign.FAINTED, NoteSign.CHEST_PAIN, NoteSign.NOT_HERE, NoteSign.TOO_MUCH)


@dataclass(frozen=True, slots=True)
class Signs:
    """What is answered first.

    Attributes
    ----------
    first : NoteSign or None
        The most urgent of what was read.
    halt : int
        What it asks for, as the kernel reads it: ``GO``, ``NO_STEP`` or ``SAME``.
    closed : frozenset of str
        Ids of steps that wait, since a step with the same person was not wanted, or somebody pressed.
    thoughts : bool
        Whether unwanted thoughts of hurting somebody were noted: common, and answered after the offer.

    Examples
    --------
    >>> Signs().halt
    0
    """

    first: NoteSign | None = None
    halt: int = kernel.GO
    closed: frozenset[str] = frozenset()
    thoughts: bool = False


def entry_signs(entry: Entry) -> frozenset[NoteSign]:
    """Return what the words of an entry say; never what was feared, a title or a prediction."""
    texts = (entry.note, getattr(entry, "reason", None), getattr(entry, "learned", None))
    return frozenset(sign for text in texts if text for sign in note_signs(text))


def signs_of(course: Course, *, at: datetime) -> Signs:
    """Return what the words and numbers of a log ask for at a moment.

    Parameters
    ----------
    course : Course
        With a log.
    at : datetime.datetime
        Later entries are not read.

    Returns
    -------
    Signs
        Linear in the entries of the last days; older words are not looked at.
    """
    log = [entry for entry in course.log if entry.at <= at]
    closed = _closed(course, log)
    recent = [entry for entry in log if at - entry.at <= LASTS]
    safe = course.graph.safe
    for sign in CRISIS:
        noted = [entry for entry in recent if sign in entry_signs(entry)]
        if noted and not (safe is not None and safe >= noted[-1].at.date()):
            return Signs(sign, kernel.NO_STEP, closed)
    exposures = [entry for entry in log if isinstance(entry, Exposure)]
    thoughts = any(NoteSign.HARM_THOUGHT in entry_signs(entry) for entry in recent)
    if not exposures:
        return Signs(closed=closed, thoughts=thoughts)
    first, halt = _of_last(course, exposures)
    if first is None and closed and exposures[-1].situation in closed:
        return Signs(NoteSign.PRESSURE, kernel.SAME, closed, thoughts)
    return Signs(first, halt, closed, thoughts)


def _of_last(course: Course, exposures: list[Exposure]) -> tuple[NoteSign | None, int]:
    """Return what the last exposure asks for."""
    last = exposures[-1]
    situations = {situation.id: situation for situation in course.graph.situations}
    situation = situations.get(last.situation)
    noted = entry_signs(last)
    for sign in (NoteSign.FAINTED, NoteSign.CHEST_PAIN):
        if sign in noted:
            needle = situation is not None and Subject.FAINTING in subjects(situation.title)
            calm = sign is NoteSign.FAINTED and needle
            return sign, kernel.SAME if calm else kernel.NO_STEP
    if _far_away(last, situation):
        before = [entry for entry in exposures[:-1] if _far_away(entry, situations.get(entry.situation))]
        twice = bool(before) and situation is not None and is_tender(situation)
        return NoteSign.NOT_HERE, kernel.NO_STEP if twice else kernel.SAME
    if NoteSign.TOO_MUCH in noted:
        return NoteSign.TOO_MUCH, kernel.SAME
    return None, kernel.GO


def _far_away(entry: Exposure, situation: Situation | None) -> bool:
    """Return whether somebody was hardly there; in exercises for the body, feeling unreal is the aim."""
    if situation is not None and situation.mode is Mode.INTEROCEPTIVE:
        return False
    return entry.measures.get("numbness", 0.0) >= NUMB or NoteSign.NOT_HERE in entry_signs(entry)


def _closed(course: Course, log: Sequence[Entry]) -> frozenset[str]:
    """Return the steps that wait: one with the same person was not wanted, or somebody pressed, since the questions."""
    people: set[str] = set()
    steps: set[str] = set()
    screened = course.graph.screened
    situations = {situation.id: situation for situation in course.graph.situations}
    for entry in log:
        if not isinstance(entry, Exposure) or (screened is not None and screened > entry.at.date()):
            continue
        unwanted = entry.wanted in (Wanted.NO, Wanted.UNSURE)
        situation = situations.get(entry.situation)
        if situation is None or not (unwanted or NoteSign.PRESSURE in entry_signs(entry)):
            continue
        people |= {person.casefold() for person in situation.consent}
        steps.add(entry.situation)
    with_them = {s.id for s in course.graph.situations if people & {person.casefold() for person in s.consent}}
    return frozenset(steps | with_them)
