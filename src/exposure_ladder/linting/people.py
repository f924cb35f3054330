"""The checks that are about people: what is feared, who is touched and agreed, what is asked first, who is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from exposure_ladder.linting import finding, wording
from exposure_ladder.linting.subject import Check, Hit, Subject
from exposure_ladder.records import Exposure, Kind, Mode, Situation

__all__ = ["titled"]


def titled(found: Callable[[Situation], bool], text: str) -> Check:
    """Return a check that looks at every situation by itself."""

    def check(subject: Subject) -> Iterator[Hit]:
        for situation in subject.graph.situations:
            if found(situation):
                yield subject.place(situation.id, "title"), (situation.id,), f"{situation.id}: {text}"

    return check


def _touches(situation: Situation) -> bool:
    not_met = situation.mode in (Mode.IMAGINAL, Mode.WRITTEN, Mode.VIRTUAL)
    return not not_met and wording.touches_someone(situation.title)


consent_not_named: Final = titled(
    lambda s: not s.consent and (s.kind is Kind.TOUCH or _touches(s)),
    "another person is touched, and nobody is named under consent.",
)
touch_not_marked: Final = titled(
    lambda s: s.kind not in (Kind.TOUCH, Kind.SEXUAL) and _touches(s),
    "another person is touched, and kind does not say so.",
)

anothers_doing: Final = titled(lambda s: wording.has_another_act(s.title), "somebody else is to do something.")
trauma_not_marked: Final = titled(
    lambda s: (
        (s.kind is None or not s.kind.asked_first)
        and wording.pictures_a_trauma(s.title, imagined=s.mode in (Mode.IMAGINAL, Mode.WRITTEN, Mode.VIRTUAL))
    ),
    "something terrible is gone through in the mind, and kind does not say so.",
)


def own_yes(subject: Subject) -> Iterator[Hit]:
    for situation in subject.graph.situations:
        if any(subject.course.owned_by(person) for person in situation.consent):
            text = f"{situation.id}: consent names the person whose plan this is; the step waits for good."
            yield subject.place(situation.id, "consent"), (situation.id,), text


def doctor_first(subject: Subject) -> Iterator[Hit]:
    bodily = tuple(
        situation.id
        for situation in subject.graph.situations
        if situation.mode is Mode.INTEROCEPTIVE or wording.brings_on_a_feeling(situation.title)
    )
    if bodily:
        yield ("situations",), bodily, f"A body feeling is brought on, on purpose, in {len(bodily)} of the steps."


def no_feared_outcome(subject: Subject) -> Iterator[Hit]:
    count = sum(situation.feared is not None for situation in subject.graph.situations)
    if count < finding.FEARED_SHARE * len(subject.at):
        yield ("situations",), (), f"{count} of {len(subject.at)} situations say what is feared."


def safety_question(subject: Subject) -> Iterator[Hit]:
    texts = (subject.graph.title, subject.graph.phrase or "", *(s.title for s in subject.graph.situations))
    agreed = any(situation.consent for situation in subject.graph.situations)
    if agreed or any(wording.names_a_close_person(text) for text in texts):
        yield ("situations",), (), "Steps are about a close person."


def no_own_space(subject: Subject) -> Iterator[Hit]:
    kept = any("own space" in s.tags or wording.asks_for_space(s.title) for s in subject.graph.situations)
    close = any(s.consent for s in subject.graph.situations) or wording.names_a_close_person(subject.graph.title)
    if close and not kept:
        yield ("situations",), (), "Every step leads closer; none is about space of one's own."


def questions_not_asked(subject: Subject) -> Iterator[Hit]:
    first = tuple(s.id for s in subject.graph.situations if s.kind is not None and s.kind.asked_first)
    if first and subject.graph.screened is None:
        yield ("screened",), first, f"{len(first)} steps wait until the questions of SAFETY.md have been asked."


def left_out_yet_used(subject: Subject) -> Iterator[Hit]:
    for at, entry in enumerate(subject.course.log):
        if isinstance(entry, Exposure) and entry.situation in subject.at:
            (situation,) = subject.named(entry.situation)
            if set(entry.context) & set(situation.safety):
                yield (
                    ("log", at, "context"),
                    (situation.id,),
                    f"{situation.id}: the context is what the step leaves out.",
                )


def full_name(subject: Subject) -> Iterator[Hit]:
    if subject.graph.client and wording.looks_like_a_full_name(subject.graph.client):
        yield ("client",), (), "The client's alias looks like a full name."
    for situation in subject.graph.situations:
        if any(wording.looks_like_a_full_name(person) for person in situation.consent):
            text = f"{situation.id}: a name under consent looks like a full name."
            yield subject.place(situation.id, "consent"), (situation.id,), text
