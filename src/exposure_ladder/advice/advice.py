"""From a ladder to the next option for one person, with the numbers it rests on and what would change it.

A rule proposes, safety screens, and this room explains. The result is an option: repeating, resting or stopping here
are always as good. Mastery reads ratings that were given; the belief only supplies estimates and intervals. The same
course at the same moment gives the same advice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from exposure_ladder._version import __version__
from exposure_ladder.advice.page import advice_sheet
from exposure_ladder.advice.reasons import Reason, as_good, because, then
from exposure_ladder.advice.state import State, state_of
from exposure_ladder.errors import ImpossibleLadderError, ShapeError
from exposure_ladder.ladder import open_at_once
from exposure_ladder.records.rule import Pick
from exposure_ladder.rules import Action, Line, plan_rule
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from exposure_ladder.ladder import Ladder, Rung
    from exposure_ladder.records.rule import Rule

__all__ = ["Advice", "advise"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Advice(Summary):
    """One option for one person at one moment.

    Attributes
    ----------
    ladder : Ladder
        What it is about.
    state : State
        What the kernel read of the person.
    line : Line
        Which line of the table of precedence answered.
    action : Action
        What kind of step it is.
    rung : Rung or None
        Which rung; none for rest, support and completion.
    because : tuple of Reason
        What it rests on, with numbers.
    then : tuple of Reason
        What would change it.
    as_good : tuple of Reason
        What is as good.
    entries : int
        How many rated entries there are.
    others : tuple of Rung
        What is open beside it: steps of which all that comes before is done, lowest rank first. The person chooses.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import advise, build_ladder, infer, template
    >>> advice = advise(build_ladder(infer(template("dogs"), at=datetime(2026, 1, 5, tzinfo=UTC))))
    >>> advice.action.name, advice.rung.id, [reason.code for reason in advice.because]
    ('START', 'photo', ['nothing_yet', 'not_tried', 'rule'])
    """

    ladder: Ladder
    state: State
    line: Line
    action: Action
    rung: Rung | None
    because: tuple[Reason, ...]
    then: tuple[Reason, ...]
    as_good: tuple[Reason, ...]
    entries: int
    others: tuple[Rung, ...] = ()

    @property
    def rule(self) -> Rule:
        """The rule that proposed it."""
        return self.state.rule

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data with format, rule and version."""
        rung = self.rung
        return {
            "format": 1,
            "kind": "advice",
            "version": __version__,
            "at": self.ladder.belief.at.isoformat(),
            "client": self.ladder.belief.course.graph.client,
            "action": self.action.name,
            "line": self.line.name,
            "rule": {"name": self.rule.name, "standing": self.rule.standing, "source": self.rule.source},
            "rung": None if rung is None else {"number": rung.number, "id": rung.id, "title": rung.situation.title},
            "others": [other.id for other in self.others],
            "expect": None if rung is None else {"peak": rung.expected, "low": rung.low, "high": rung.high},
            "because": [{"code": r.code, **r.values} for r in self.because],
            "then": [{"code": r.code, **r.values} for r in self.then],
            "as_good": [{"code": r.code, **r.values} for r in self.as_good],
            "entries": self.entries,
            "settings": self.ladder.belief.course.settings.model_dump(mode="json"),
        }

    def __str__(self) -> str:
        return advice_sheet(self).text()


def advise(
    ladder: Ladder, *, rule: Rule | None = None, rng: np.random.Generator | None = None, low_energy: bool = False
) -> Advice:
    """Return an option for the next practice, at the moment of the ladder's belief.

    Parameters
    ----------
    ladder : Ladder
        From :func:`~exposure_ladder.ladder.build_ladder`, and not one to look back on.
    rule : Rule, optional
        The progression rule; by default the one of the plan.
    rng : numpy.random.Generator, optional
        Needed by rules that draw.
    low_energy : bool
        Whether this is a day for something smaller; nothing that was reached is lost by it.

    Returns
    -------
    Advice
        With reasons; "no step today" is one of its values.

    Raises
    ------
    InvalidCourseError
        If the plan names a rule that does not exist.
    ShapeError
        If the rule draws and there is no `rng`.
    ImpossibleLadderError
        If the ladder was built to look back.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Course, SituationGraph, build_ladder, infer
    >>> graph = SituationGraph(title="Dogs", situations=[{"id": "photo", "title": "See a photo", "distress": 20}])
    >>> advice = advise(build_ladder(infer(Course(graph=graph), at=datetime(2026, 1, 5, tzinfo=UTC))))
    >>> advice.action.name, advice.rung.id
    ('START', 'photo')
    """
    if ladder.looking_back:
        hint = "Build it without looking_back."
        raise ImpossibleLadderError("expected a ladder to practise; got one to look back on.", goal="", hint=hint)
    rule = plan_rule(ladder.belief.course.graph) if rule is None else rule
    drawn: list[float] = []
    if rule.next is Pick.RANDOM:
        if rng is None:
            hint = "Pass numpy.random.default_rng()."
            raise ShapeError("expected rng= for a rule that draws; got none.", hint=hint)
        drawn = rng.random(len(ladder.rungs)).tolist()
    state = state_of(ladder, rule, low_energy=low_energy)
    if not ladder.rungs:
        return _all_waits(state)
    at, action, line = state.answer(drawn)
    return Advice(
        ladder=ladder,
        state=state,
        line=line,
        action=action,
        rung=ladder.rungs[at] if at >= 0 else None,
        because=because(state, at, action, line),
        then=then(state, at, action, line),
        as_good=as_good(state, at, action, line),
        entries=ladder.belief.used,
        others=_others(state, at, action, line),
    )


def _others(state: State, rung: int, action: Action, line: Line) -> tuple[Rung, ...]:
    """Return the steps that are open beside an offer to begin with one or to move on to one."""
    if action not in (Action.START, Action.ADVANCE) or line is not Line.RULE:
        return ()
    ladder, done = state.ladder, np.array(state.history.stand.done)
    highest = state.limits.start_below if state.here < 0 else 100.0
    places = [at for at in open_at_once(ladder.before, done).tolist() if at != rung and state.steps.allowed[at]]
    return tuple(ladder.rungs[at] for at in places if ladder.rungs[at].expected <= highest)


def _all_waits(state: State) -> Advice:
    """Return the option where every step waits for questions or a yes: nothing today, and what would open one."""
    ladder, rule = state.ladder, state.rule
    waiting = Reason("all_wait", {"ids": ", ".join(left.situation.id for left in ladder.left_out)})
    about = Reason("rule", {"name": rule.name, "standing": rule.standing, "source": rule.source})
    as_good = tuple(Reason(code, {}) for code in ("rest", "enough"))
    return Advice(ladder, state, Line.RULE, Action.REST, None, (waiting, about), (), as_good, ladder.belief.used)
