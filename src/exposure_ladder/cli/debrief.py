"""The questions after a practice: at most six, in the order of the card, each of which Enter leaves out.

What is asked is what is missing and useful for this step. A printed card can be typed in with ``--card``, in the order
of its lines; ``--quick`` asks three things.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exposure_ladder.cli import answers
from exposure_ladder.cli.entry import felt_in
from exposure_ladder.cli.terminal import UnclearError
from exposure_ladder.records import Exposure, Kind, Occurred, Stopped, Wanted
from exposure_ladder.text import plain, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Final

    from exposure_ladder.cli.terminal import Terminal
    from exposure_ladder.records import Course, Situation

MOST: Final = 6
"""Questions at most (the length of a card that is still filled in after a hard hour; assumption)."""

QUICK: Final = ("occurred", "expectancy_after", "peak")
_FOLLOWING: Final = ("reason", "managed")
"""What is only asked after one answer: somebody left early, or what was feared came."""
_PERCENT: Final = answers.number(0, 100)
_LEFT: Final = "(Enter leaves it out):"


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the field it fills, how much it matters for this step (1 most), its words, and its reader."""

    field: str
    rank: int
    text: str
    read: Callable[[str], Any]


def debrief(
    given: dict[str, Any],
    step: Situation,
    course: Course,
    terminal: Terminal,
    keep: Callable[[dict[str, Any]], None],
    *,
    form: str = "",
) -> dict[str, Any]:
    """Ask about a practice; nothing is filled in for anybody.

    Parameters
    ----------
    given : dict
        What is known already.
    step : Situation
        What was practised.
    course : Course
        Its plan and log; what is known from earlier practices is not asked again.
    terminal : Terminal
        Where it is asked.
    keep : callable
        Gets all that is known after each answer.
    form : {"", "quick", "card"}
        Six questions at most, three, or all lines of a card.

    Raises
    ------
    EndedError
        If the person ends it.
    """
    found = {"at": terminal.now()} | given
    if "happened" in found:
        return found
    chosen = _chosen(found, step, course, form)
    for question in _questions(found, step, course, form):
        if question.field in found or question.field not in (*chosen, *_FOLLOWING):
            continue
        if question.field in chosen:
            chosen.remove(question.field)
        elif form == "quick":
            continue
        elif chosen and form != "card":
            chosen.pop()  # what follows from an answer takes the place of what matters least
        found[question.field] = terminal.ask(question.text, question.read)
        keep(found)
    return found


def _chosen(found: Mapping[str, Any], step: Situation, course: Course, form: str) -> list[str]:
    """Return the fields that are worth one of the questions, what matters least last."""
    if form == "quick":
        return [*QUICK] if step.feared or found.get("feared") else ["learned", "peak", "end"]
    questions = sorted(_questions(found, step, course, form), key=lambda question: question.rank)
    ranked = [question.field for question in questions if question.field not in _FOLLOWING]
    return [field for field in (ranked if form == "card" else ranked[:MOST]) if field not in found]


def _questions(found: Mapping[str, Any], step: Situation, course: Course, form: str) -> Iterator[Question]:
    """Yield the questions in the order of a card; each may depend on the answers before it."""
    whole = form == "card"
    body = step.kind in (Kind.TOUCH, Kind.SEXUAL)
    feared = found.get("feared") or step.feared
    yield Question("stopped", 1, "Did you stop before the end? no / early / enough for now (Enter = no):", _stopped)
    if found.get("stopped") is Stopped.EARLY:
        yield Question("reason", 1, f"What made you leave? {_LEFT}", answers.optional(str))
    if body:
        wanted = answers.optional(answers.word(Wanted))
        yield Question("wanted", 0, f"Did you want this the whole time? yes / no / unsure {_LEFT}", wanted)
    if not feared:
        yield Question("feared", 5, f"What were you afraid would happen? {_LEFT}", answers.optional(str))
    yield from _about_the_fear(found, step, course, feared, whole=whole)
    yield Question("learned", 4, f"What surprised you, or what do you take from it? {_LEFT}", answers.optional(str))
    if feared:
        again = f"If you did it again, how likely would it be, 0–100? {_LEFT}"
        yield Question("expectancy_after", 2, again, answers.optional(_PERCENT))
    yield from _about_the_rest(found, step, course, body=body)
    if whole:
        yield Question("vary", 7, f"What will you do differently next time? {_LEFT}", answers.optional(str))


def _about_the_fear(
    found: Mapping[str, Any], step: Situation, course: Course, feared: str | None, *, whole: bool
) -> Iterator[Question]:
    if not feared:
        return
    words = " ".join(plain(feared).split()).rstrip(".!?…")
    if whole or not _predicted(step, course):
        before = f"Your fear: {words}. Before you began, how likely did that seem, 0–100? {_LEFT}"
        yield Question("expectancy_before", 3, before, answers.optional(_PERCENT))
    said = "expectancy_before" in found and found["expectancy_before"] is not None
    asks = "Did it come?" if said else f"Your fear: {words}. Did it come?"
    yield Question("occurred", 1, f"{asks} no / partly / yes / cannot tell {_LEFT}", answers.optional(_occurred))
    if whole:
        yield Question("saw", 7, f"What did you see of it? {_LEFT}", answers.optional(str))
    if found.get("occurred") in (Occurred.YES, Occurred.PARTLY):
        yield Question("managed", 3, f"How did you manage? {_LEFT}", answers.optional(str))


def _about_the_rest(found: Mapping[str, Any], step: Situation, course: Course, *, body: bool) -> Iterator[Question]:
    scale = course.graph.shown
    likely = _leaned_on(step, course)
    hint = f" Such as {likely}." if likely else ""
    yield Question("safety", 3 if likely else 5, f"What did you lean on?{hint} (Enter = nothing):", answers.several)
    if body:
        far = f"Were you there with it, or far away? 0 there, {scale.top:g} far away {_LEFT}"
        yield Question("numbness", 2, far, answers.optional(answers.distress(scale)))
    floor = max(felt_in(found), default=0.0)
    peak = answers.number(scale.shown(floor), scale.top)
    highest = f"Highest fear, {shown(floor, scale)}–{scale.top:g} (Enter = not rated):"
    yield Question("peak", 2, highest, answers.optional(lambda text: scale.suds(peak(text))))
    most = found.get("peak")
    yield Question("end", 6, "And at the end? (Enter = not rated):", answers.optional(answers.distress(scale, most)))


def _predicted(step: Situation, course: Course) -> bool:
    """Tell whether it is known how likely the fear seemed: from what was said after the last practice of this step."""
    log = [entry for entry in course.log if isinstance(entry, Exposure) and entry.situation == step.id]
    return bool(log) and log[-1].expectancy_after is not None


def _leaned_on(step: Situation, course: Course) -> str:
    used = [words for e in course.log if isinstance(e, Exposure) and e.situation == step.id for words in e.safety]
    return ", ".join(map(plain, list(dict.fromkeys((*step.safety, *used)))[:3]))


def _stopped(text: str) -> Stopped:
    if " ".join(text.lower().split()) in ("enough", "enough for now", "for now"):
        return Stopped.AGREED
    try:
        return answers.stopped(text)
    except UnclearError:
        raise UnclearError("no, early, or enough for now") from None


def _occurred(text: str) -> Occurred:
    text = " ".join(text.lower().split())
    if text in ("cannot tell", "can't tell", "not sure", "unsure", "?"):
        return Occurred.UNCLEAR
    short = {"n": Occurred.NO, "y": Occurred.YES, "p": Occurred.PARTLY}
    try:
        return short.get(text) or answers.word(Occurred)(text)
    except UnclearError:
        raise UnclearError("no, partly, yes or cannot tell") from None
