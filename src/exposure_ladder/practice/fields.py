"""The card of one practice as a value: what is asked before it and after it, in which order, and with whose words.

Prediction first, then the test, then what was learned; distress comes last and may be left out, and nothing is counted
while it goes on unless the plan asks for it (`ratings`). The order follows worksheets for learning by disproof (Craske
et al. 2014, doi 10.1016/j.brat.2014.04.006); the wording is this project's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from exposure_ladder.errors import ExposureLadderError
from exposure_ladder.practice.fading import to_leave_out
from exposure_ladder.practice.page import card_sheet
from exposure_ladder.records import Kind
from exposure_ladder.records.habits import Habit, habit
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from datetime import datetime

    from exposure_ladder.advice import Advice
    from exposure_ladder.ladder import Rung
    from exposure_ladder.records import Scale

__all__ = ["Card", "card"]


_TALKS: Final = frozenset({"listener", "speaker", "talk"})


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Card(Summary):
    """What a person takes along to one practice, and fills in before and after it.

    Attributes
    ----------
    id : str
        Id of the step.
    number : int
        Its number on the ladder.
    at : datetime.datetime
        The moment it was made for.
    scale : Scale
        Scale of distress on it; how likely something is stands on 0–100.
    title : str
        What is done, in the person's words.
    why, feared, by_when, sign, stop_if : str or None
        As written in the plan; a line to fill in where nothing is written.
    minutes : float or None
        Planned length.
    leave_out : tuple of str
        What is left out this time; often nothing or one aid.
    afterwards : bool
        Whether it is a ritual or reassurance, which is left out afterwards and in the head, too.
    people : tuple of str
        Who else says yes, and is asked again on the day.
    body : bool
        Whether it is a step of touch or sex: no number is asked for while it goes on, and whether it was wanted is.
    talk : bool
        Whether it is a talk in turns (tag ``listener``, ``speaker`` or ``talk``): then the card says how.
    every : float or None
        Minutes between ratings while it goes on; usually none.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import advise, build_ladder, infer, template
    >>> from exposure_ladder.practice import card
    >>> ladder = build_ladder(infer(template("dogs"), at=datetime(2026, 1, 5, tzinfo=UTC)))
    >>> made = card(advise(ladder))
    >>> str(made).splitlines()[0]
    'Step 1: Look at one photo of a dog for two minutes'
    """

    id: str
    number: int
    at: datetime
    scale: Scale
    title: str
    why: str | None
    feared: str | None
    by_when: str | None
    sign: str | None
    stop_if: str | None
    minutes: float | None
    leave_out: tuple[str, ...]
    afterwards: bool
    people: tuple[str, ...]
    body: bool
    talk: bool
    every: float | None

    def __str__(self) -> str:
        return card_sheet(self).text(80)


def card(advice: Advice, *, step: str | None = None, leave_out: str | None = None) -> Card:
    """Return the card for the step that is offered, or for another one of the ladder.

    Parameters
    ----------
    advice : Advice
        From :func:`~exposure_ladder.advise`; it holds ladder and log.
    step : str, optional
        Id of another step that is open on the ladder.
    leave_out : str, optional
        What the person wants to leave out this time, in place of what is offered.

    Returns
    -------
    Card
        Blank where the plan says nothing.

    Raises
    ------
    ExposureLadderError
        If no step is offered now and none is named, or the named one is not on the ladder.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import advise, build_ladder, infer, template
    >>> advice = advise(build_ladder(infer(template("dogs"), at=datetime(2026, 1, 5, tzinfo=UTC))))
    >>> found = card(advice)
    >>> found.id, found.number, found.leave_out, found.every
    ('photo', 1, (), None)
    """
    rung = _rung(advice, step)
    belief, situation = advice.ladder.belief, rung.situation
    graph = belief.course.graph
    body = situation.kind in (Kind.TOUCH, Kind.SEXUAL)
    left = (leave_out,) if leave_out else to_leave_out(belief.course, situation, at=belief.at)
    return Card(
        id=situation.id,
        number=rung.number,
        at=belief.at,
        scale=graph.shown,
        title=situation.title,
        why=graph.why,
        feared=situation.feared,
        by_when=situation.by_when,
        sign=situation.sign,
        stop_if=situation.stop_if,
        minutes=situation.minutes,
        leave_out=left,
        afterwards=any(habit(words) in (Habit.RITUAL, Habit.REASSURANCE) for words in left),
        people=tuple(situation.consent),
        body=body,
        talk=bool(_TALKS & {tag.casefold() for tag in situation.tags}),
        every=None if graph.ratings is None or body else graph.ratings.every,
    )


def _rung(advice: Advice, step: str | None) -> Rung:
    if step is None and advice.rung is not None:
        return advice.rung
    if step is None:
        raise ExposureLadderError("No step is offered now, so there is no card.", hint="Name a step of the ladder.")
    found = next((rung for rung in advice.ladder.rungs if rung.id == step), None)
    if found is None:
        # one sentence for every cause, so that a card tells nobody why a step waits
        raise ExposureLadderError(f"{step}: not on the ladder now, so there is no card.", hint="See plan.")
    return found
