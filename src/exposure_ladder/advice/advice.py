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
from exposure_ladder.advice.history import view_of
from exposure_ladder.advice.page import advice_sheet
from exposure_ladder.advice.reasons import Reason, as_good, because, then
from exposure_ladder.errors import ImpossibleLadderError
from exposure_ladder.ladder import open_at_once
from exposure_ladder.records import Exposure, Override
from exposure_ladder.rules import DEFAULT, Action, Choice, Policy, View, decide, refreshed
from exposure_ladder.rules.screens import screen
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from exposure_ladder.ladder import Ladder, Rung

    Flags = NDArray[np.bool_]

__all__ = ["Advice", "advise"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Advice(Summary):
    """One option for one person at one moment.

    Attributes
    ----------
    ladder : Ladder
        What it is about.
    policy : Policy
        The rule that proposed it.
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
    policy: Policy
    action: Action
    rung: Rung | None
    because: tuple[Reason, ...]
    then: tuple[Reason, ...]
    as_good: tuple[Reason, ...]
    entries: int
    others: tuple[Rung, ...] = ()

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
            "rule": {"name": self.policy.name, "standing": self.policy.standing, "source": self.policy.source},
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
    ladder: Ladder, *, policy: Policy = DEFAULT, rng: np.random.Generator | None = None, low_energy: bool = False
) -> Advice:
    """Return an option for the next practice, at the moment of the ladder's belief.

    Parameters
    ----------
    ladder : Ladder
        From :func:`~exposure_ladder.ladder.build_ladder`, and not one to look back on.
    policy : Policy
        The progression rule.
    rng : numpy.random.Generator, optional
        Needed by rules that draw.
    low_energy : bool
        Whether this is a day for something smaller; nothing that was reached is lost by it.

    Returns
    -------
    Advice
        With reasons; "no safe next step" is one of its values.

    Raises
    ------
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
    if not ladder.rungs:
        return _all_waits(ladder, policy)
    settings, view = ladder.belief.course.settings, view_of(ladder)
    needs = ladder.needs
    ruled = refreshed(decide(policy, view, needs=needs, rng=rng), view)
    proposed, helper = _overridden(ladder, view, ruled)
    choice, acted = screen(
        proposed, view, settings, needs=needs, overridden=np.array([helper is not None]), low=np.array([low_energy])
    )
    at, action = int(choice.rung[0]), Action(int(choice.action[0]))
    rung = ladder.rungs[at] if at >= 0 else None
    return Advice(
        ladder=ladder,
        policy=policy,
        action=action,
        rung=rung,
        because=because(ladder, view, policy, choice, acted, helper),
        then=then(ladder, view, policy, choice, acted),
        as_good=as_good(ladder, view, action),
        entries=ladder.belief.used,
        others=() if any(flags[0] for flags in acted.values()) else _others(ladder, view, choice, action),
    )


def _others(ladder: Ladder, view: View, choice: Choice, action: Action) -> tuple[Rung, ...]:
    """Return the steps that are open beside an offer to begin with one or to move on to one."""
    if action not in (Action.START, Action.ADVANCE):
        return ()
    highest = ladder.belief.course.settings.start_below if view.current[0] < 0 else 100.0
    places = open_at_once(ladder.before, choice.done[0]).tolist()
    rungs = [(at, ladder.rungs[at]) for at in places if at != choice.rung[0] and view.allowed[0, at]]
    return tuple(rung for _, rung in rungs if rung.expected <= highest)


def _all_waits(ladder: Ladder, policy: Policy) -> Advice:
    """Return the option where every step waits for questions or a yes: nothing today, and what would open one."""
    waiting = Reason("all_wait", {"ids": ", ".join(left.situation.id for left in ladder.left_out)})
    rule = Reason("rule", {"name": policy.name, "standing": policy.standing, "source": policy.source})
    as_good = tuple(Reason(code, {}) for code in ("rest", "enough"))
    return Advice(ladder, policy, Action.REST, None, (waiting, rule), (), as_good, ladder.belief.used)


def _overridden(ladder: Ladder, view: View, proposed: Choice) -> tuple[Choice, Override | None]:
    """Put a helper's choice in place of the rule's, if one was logged since the last exposure and is on the ladder."""
    log = [entry for entry in ladder.belief.course.log if entry.at <= ladder.belief.at]
    since = log[1 + max((i for i, entry in enumerate(log) if isinstance(entry, Exposure)), default=-1) :]
    place = {rung.id: i for i, rung in enumerate(ladder.rungs)}
    chosen = [entry for entry in since if isinstance(entry, Override)]
    if not chosen or chosen[-1].situation not in place:
        return proposed, None
    at, current = place[chosen[-1].situation], int(view.current[0])
    easier = current >= 0 and view.expected[0, at] < view.expected[0, current]
    action = Action.START if current < 0 else Action.REPEAT if at == current else Action.ADVANCE
    action = Action.STEP_BACK if easier else action
    return Choice(rung=np.array([at]), action=np.array([int(action)]), done=proposed.done), chosen[-1]
