"""Two people on one list of steps: which are open to both now, and nothing else about either of them.

Each keeps a course and a log of their own; this room reads both and shows neither. Both agree on the steps and on
their order beforehand. The order is therefore theirs and not computed: an order made of ratings would show who rates
what, and a step whose rating rises would move behind another, and so open it.

A step is *open* when, by each one's own ratings, every earlier step is mastered, and each one separately may take it:
it is on their ladder (so the questions were asked and nothing it needs is left out), their course holds a valid yes
of somebody else to it, what they require for it is mastered, their latest own number for it lies below the cap, today
and this week are within the slower of the two limits, the least rest is over and no distress lasts. So the less
comfortable one decides at every step, and raising a number of either can never open anything: not even that of the
step at which one of them agreed to stop (`enough`), which is a place on the agreed list here. What was noted today may
close a step and opens none. Different words for one id are *not yet*, and
of two kinds the stricter one is asked of both. Everything else is *not yet*, without a reason: reasons are private.

Even one word about a step says something; `notice.TOLD_FIRST` is for both to read beforehand. It never shows a number,
a text of one side, who is not ready, or why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from exposure_ladder.belief import infer
from exposure_ladder.errors import ImpossibleLadderError, UnknownSituationError
from exposure_ladder.graph import prerequisites
from exposure_ladder.ladder import build_ladder
from exposure_ladder.records import Exposure, Happened, Kind, Rating
from exposure_ladder.records._moments import time_at
from exposure_ladder.records.content import gates
from exposure_ladder.records.phrases import fold
from exposure_ladder.rules import kernel
from exposure_ladder.rules.catalogue import LOW_TWICE
from exposure_ladder.rules.history import count_very_high, history_of, last_lasted, practised
from exposure_ladder.text.notice import TOLD_FIRST
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from exposure_ladder.records import Course

    _Flags = Mapping[str, bool]

__all__ = ["JointPlan", "JointStep", "plan_together"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class JointStep(Summary):
    """One agreed step.

    Attributes
    ----------
    id : str
        Its id, the same in both files.
    title : str or None
        Its title, if both wrote the same one; one side's own words are never shown.
    open : bool
        Whether it is open to both now.
    first : int
        Who speaks or asks first, 0 or 1; the other listens. It alternates from step to step.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import plan_together, template
    >>> two = template("closeness"), template("closeness")
    >>> plan = plan_together(*two, steps=["day", "dinner"], at=datetime(2026, 1, 5, tzinfo=UTC))
    >>> [(step.id, step.first) for step in plan.steps]
    [('day', 0), ('dinner', 1)]
    """

    id: str
    title: str | None
    open: bool
    first: int


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class JointPlan(Summary):
    """The agreed steps in the agreed order, each open or not yet; all that two people see of each other.

    Attributes
    ----------
    at : datetime.datetime
        The moment it is about.
    steps : tuple of JointStep
        In the agreed order.

    Examples
    --------
    The numbers of a template are an example's; without numbers of their own nothing is open to anybody.

    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import plan_together, template
    >>> two = template("closeness"), template("closeness")
    >>> plan_together(*two, steps=["day", "dinner"], at=datetime(2026, 1, 5, tzinfo=UTC)).open
    ()
    """

    at: datetime
    steps: tuple[JointStep, ...]

    @property
    def open(self) -> tuple[str, ...]:
        """Ids of the steps that are open now."""
        return tuple(step.id for step in self.steps if step.open)

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data: what `steps` hold, and nothing of either course."""
        steps = [{"id": step.id, "title": step.title, "open": step.open, "first": step.first} for step in self.steps]
        return {"format": 1, "kind": "joint plan", "at": self.at.isoformat(), "told_first": TOLD_FIRST, "steps": steps}


def plan_together(one: Course, two: Course, *, steps: Sequence[str], at: datetime) -> JointPlan:
    """Return which of the agreed steps are open to both at a moment.

    Parameters
    ----------
    one, two : Course
        Each person's own.
    steps : sequence of str
        Ids of the agreed steps, in the agreed order; both graphs have them.
    at : datetime.datetime
        The moment, with its UTC offset.

    Returns
    -------
    JointPlan
        Exchanging the two people changes only who begins.

    Raises
    ------
    ImpossibleLadderError
        If a step comes before one that either requires for it.
    UnknownSituationError
        If one of the graphs does not have a step; it does not say which, nor what steps there are.

    Notes
    -----
    A step is enough by low fear on two days alone, whatever the plans' rules say: no higher rating can meet that, as it
    can a share of a first one. Forecasts of the belief are not asked: one can fall when an early rating rises, since
    then more seems to have been learned.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from exposure_ladder.records import Consent, Course, SituationGraph
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> step = {"id": "talk", "title": "Tell each other one thing", "distress": 20, "consent": ["the other"]}
    >>> graph = SituationGraph(title="Closer", situations=[step])
    >>> silent = Course(graph=graph)
    >>> agreed = silent.add(Consent(situation="talk", person="the other", at=at - timedelta(hours=1)).bound(graph))
    >>> [plan_together(agreed, other, steps=["talk"], at=at).open for other in (agreed, silent)]
    [('talk',), ()]
    """
    at = time_at(at)
    order = tuple(dict.fromkeys(steps))
    for course in (one, two):
        _check_order(course, order)
    day = min(course.settings.per_day for course in (one, two))
    week = min(course.settings.per_week for course in (one, two))
    # what was noted today may close a step at once and opens none, so that nobody sees when the other practised
    sides = [_side(seen, order, at, day, week) for course in (one, two) for seen in _seen(course, at)]
    found, before = [], True
    for place, name in enumerate(order):
        ready = all(may[name] for may, _ in sides) and _alike(name, one, two, at)
        found.append(JointStep(name, _shared_title(name, one, two), before and ready, place % 2))
        before = before and all(mastered[name] for _, mastered in sides)
    return JointPlan(at, tuple(found))


def _alike(name: str, one: Course, two: Course, at: datetime) -> bool:
    """Return whether both wrote the same words, and both may take the step as the stricter of the two kinds."""
    steps = [(course, step) for course in (one, two) for step in course.graph.situations if step.id == name]
    if len({fold(step.title) for _, step in steps}) > 1:
        return False
    kind = max((step.kind for _, step in steps), key=_KINDS.index)
    return all(
        not course.unasked(step.model_copy(update={"kind": kind}), at=at)
        and not gates(step.model_copy(update={"kind": kind}), course.graph)
        for course, step in steps
    )


_KINDS: Final = (None, *Kind)


def _seen(course: Course, at: datetime) -> tuple[Course, ...]:
    """Return a course, and beside it the same without the entries of the day of a moment, if there are any."""
    log = tuple(entry for entry in course.log if at.astimezone(entry.at.tzinfo).date() > entry.at.date())
    return (course,) if len(log) == len(course.log) else (course, course.model_copy(update={"log": log}))


def _check_order(course: Course, order: Sequence[str]) -> None:
    for place, name in enumerate(order):
        if name not in course.graph.ids:  # neither file's other steps are named
            raise UnknownSituationError(name, ())
        late = prerequisites(course.graph, [name]) & set(order[place + 1 :])
        if late:
            raise ImpossibleLadderError(
                f"expected {name!r} after what it requires; got it before {min(late)!r}.",
                goal=name,
                blocked_by=sorted(late),
                hint="Agree on another order.",
            )


def _side(course: Course, order: Sequence[str], at: datetime, day: int, week: int) -> tuple[_Flags, _Flags]:
    """Return for each step whether this person may take it now, and whether they have mastered it."""
    nowhere = dict.fromkeys(order, False)
    # what both agreed on stands in the place of goals, and of what each wrote as harder than where they stop
    graph = course.graph.model_copy(update={"goal": (), "enough": None})
    try:
        ladder = build_ladder(infer(course.model_copy(update={"graph": graph}), at=at))
    except ImpossibleLadderError:  # not one step may be offered to this person
        return nowhere, nowhere
    if not ladder.rungs:
        return nowhere, nowhere
    numbers = _latest_numbers(course, at)
    ids = [rung.id for rung in ladder.rungs]
    past = history_of(course, rule=LOW_TWICE, at=at, ids=ids, written=[0.0] * len(ids))
    well = zip(past.stand.done, past.stand.fell_back, strict=True)
    done = {name: flag and not fell_back for name, (flag, fell_back) in zip(ids, well, strict=True)}
    able = _able(course, at, day, week)
    known = {situation.id: situation for situation in graph.situations}
    stops = _beyond(course, order, at)
    may = {
        name: bool(able)
        and name in done
        and name not in stops
        and bool(course.consented(known[name], at=at))
        and numbers.get(name, 100.0) < course.settings.cap
        and all(done.get(need, False) for need in prerequisites(graph, known[name].requires))
        for name in order
    }
    return may, {name: done.get(name, False) for name in order}


def _able(course: Course, at: datetime, day: int, week: int) -> bool:
    """Return whether today is a day for a step: within the limits, rested, nothing very high of late."""
    entries = practised(course, at)
    days = [at.astimezone(entry.at.tzinfo).toordinal() - entry.at.toordinal() for entry in entries]
    rest = timedelta(minutes=course.settings.rest_minutes)
    rested = not entries or at - entries[-1].at >= rest
    within = sum(ago == 0 for ago in days) < day and sum(ago < 7 for ago in days) < week
    calm = count_very_high(course, at=at) < kernel.HELP_AT and not last_lasted(course, at=at)
    return within and rested and calm and course.settings.cap_chance > 0.0


def _beyond(course: Course, order: Sequence[str], at: datetime) -> set[str]:
    """Return the steps that lie beyond where this person agreed to stop, by the agreed list and not by any number.

    Where that step is not on the list, nothing is open that they have not practised yet.
    """
    stop = course.graph.enough
    if stop in order:
        return set(order[order.index(stop) + 1 :])
    return set() if stop is None else set(order) - {entry.situation for entry in practised(course, at)}


def _latest_numbers(course: Course, at: datetime) -> dict[str, float]:
    """Return the last number this person gave for each situation, SUDS: in the plan, as a re-rating or as a peak."""
    written = course.graph.situations if course.graph.own else ()
    found = {situation.id: situation.distress for situation in written if situation.distress is not None}
    for entry in course.log:
        if entry.at <= at and isinstance(entry, Rating):
            found[entry.situation] = entry.distress
        elif entry.at <= at and isinstance(entry, Exposure) and entry.happened is Happened.PRACTISED:
            found |= {} if entry.peak is None else {entry.situation: entry.peak}
    return found


def _shared_title(name: str, one: Course, two: Course) -> str | None:
    titles = [s.title for course in (one, two) for s in course.graph.situations if s.id == name]
    return titles[0] if titles[0] == titles[1] else None
