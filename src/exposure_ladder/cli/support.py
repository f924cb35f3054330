"""What is said after entries were saved: words of support, and that a yes was missing. It refuses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exposure_ladder.cli.sentences import tell
from exposure_ladder.records import Exposure, Happened, Occurred, Wanted
from exposure_ladder.text import command

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from exposure_ladder.cli.terminal import Terminal
    from exposure_ladder.records import Course


def tell_support(course: Course, entries: Iterable[object], terminal: Terminal) -> None:
    """Say words of support, once, after words of crisis, or if an entry was very high: more the more often it happens.

    Parameters
    ----------
    course : Course
        With the entries in its log.
    entries : iterable
        Those that are new.
    terminal : Terminal
        Where it is said.
    """
    entries = tuple(entries)
    if _heavy_words(entries):
        if course.graph.support:
            terminal.tell(tell("support", who=" · ".join(course.graph.support)))
        terminal.tell(tell("heavy_words"))
        return
    levels = [entry.highest for entry in entries if isinstance(entry, Exposure) and entry.highest is not None]
    if max(levels, default=0.0) < course.settings.cap:
        return
    from exposure_ladder.rules.history import count_very_high  # heavy, and seldom needed

    count = count_very_high(course, at=terminal.now())
    if course.graph.support:
        terminal.tell(tell("support", who=" · ".join(course.graph.support)))
    terminal.tell(tell(f"very_high_{min(max(count, 1), 3)}", count=count))


def _heavy_words(entries: Sequence[object]) -> bool:
    """Return whether somebody wrote that they wish to die or to hurt somebody; read here, and kept nowhere."""
    texts = (getattr(entry, name, None) for entry in entries for name in ("note", "reason", "learned"))
    written = [text for text in texts if text]
    if not written:
        return False
    from exposure_ladder.records.notes import note_signs
    from exposure_ladder.rules.signs import CRISIS  # heavy, and only where something was written

    return any(sign in note_signs(text) for text in written for sign in CRISIS)


def tell_what_came(entry: Exposure, support: Sequence[str], terminal: Terminal) -> None:
    """Answer what somebody said about a practice: that it was not wanted, or that what was feared came."""
    if entry.wanted in (Wanted.NO, Wanted.UNSURE):
        terminal.tell(tell("support", who=" · ".join(support)) if support else tell("helpline"))
        terminal.tell(tell("not_wanted"))
    if entry.occurred in (Occurred.YES, Occurred.PARTLY):
        terminal.tell(tell("it_came"))


def tell_missing_yes(course: Course, entries: Iterable[object], file: str, terminal: Terminal) -> None:
    """Say for which practised steps no valid yes of somebody was recorded at that time; the entries stay."""
    steps = {step.id: step for step in course.graph.situations if step.consent}
    practised = [entry for entry in entries if isinstance(entry, Exposure) and entry.happened is Happened.PRACTISED]
    missing = [
        (entry.situation, person)
        for entry in practised
        if entry.situation in steps
        for person in steps[entry.situation].consent
        if not course.owned_by(person)
        and person not in _until(course, entry.at).consented(steps[entry.situation], at=entry.at)
    ]
    for ask in dict.fromkeys(missing):
        note, withdraw = command("consent", file, *ask), command("consent", file, *ask, "--withdraw")
        terminal.tell(tell("unagreed", step=ask[0], person=ask[1], consent=note, withdraw=withdraw))


def _until(course: Course, at: datetime) -> Course:
    """Return a course as it stood at a time: what was taken back later held until then."""
    return course.model_copy(update={"consents": tuple(said for said in course.consents if said.at <= at)})
