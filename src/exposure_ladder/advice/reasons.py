"""Why something is offered, what would be enough, and what is as good: reasons as codes with the numbers used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from exposure_ladder.advice.needed import needed
from exposure_ladder.ladder import WhyNot
from exposure_ladder.records import Stopped
from exposure_ladder.records.habits import Habit, habit
from exposure_ladder.rules import decision, kernel, selection
from exposure_ladder.rules.answer import Action, Line
from exposure_ladder.rules.conditions import lowered, rows
from exposure_ladder.rules.history import HALF, is_led, level_of
from exposure_ladder.rules.signs import NUMB
from exposure_ladder.rules.wording import roads
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from exposure_ladder.advice.state import State
    from exposure_ladder.records import Exposure
    from exposure_ladder.records.rule import Criterion

__all__ = ["Reason", "as_good", "because", "then"]

_WAITING: Final = (WhyNot.NO_CONSENT, WhyNot.REWORDED, WhyNot.NOT_ASKED)

REFUSED: Final = 3
"""Refusals in a row that are worth a word: the step may be too big (assumption of this project)."""
FLAT_AFTER: Final = 4
"""Practices of one step, about the same each time, after which something may be changed (assumption)."""
FLAT_LONG: Final = 7
"""And after which it is worth talking over (assumption)."""
FLAT_WITHIN: Final = 15.0
"""First and last two medians nearer than this are about the same, SUDS (about the noise of two means)."""
BAD_DAY_BY: Final = 25.0
"""One level so far above the two before it is one hard day, SUDS (about twice the noise of a rating)."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Reason(Summary):
    """A sentence as a code and the values it is made with.

    Attributes
    ----------
    code : str
        Names the sentence; ``exposure_ladder.text`` has its words.
    values : mapping of str to plain values
        Numbers, ids, names of rules and of habits; never a title or a note.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import advise, build_ladder, infer, template
    >>> advice = advise(build_ladder(infer(template("dogs"), at=datetime(2026, 1, 5, tzinfo=UTC))))
    >>> advice.because[-1].code, advice.because[-1].values["name"]
    ('rule', 'default')
    """

    code: str
    values: Mapping[str, Any]


def because(state: State, rung: int, action: Action, line: Line) -> tuple[Reason, ...]:
    """Return what an offer rests on, what matters most first."""
    found = [*_first(state, rung, action, line)]
    if state.choice is not None and line is not Line.CHOSEN:
        found.append(Reason("override_waits", _by(state)))
    found += _refused(state)
    if action is Action.COMPLETE:
        waiting = [left.situation.id for left in state.ladder.left_out if left.why in _WAITING]
        found += [Reason("complete_waits", {"ids": ", ".join(waiting)})] if waiting else []
    if rung >= 0 and state.here < 0:
        found.append(Reason("nothing_yet", {}))
        start = state.limits.start_below
        if line is not Line.CHOSEN and state.steps.expected[rung] > start:
            found.append(Reason("start_high", {"start": start}))
    looked = rung if rung >= 0 else state.here
    if looked >= 0:
        found += _levels(state, looked)
    if state.signs.thoughts:
        found.append(Reason("unwanted_thoughts", {}))
    rule = state.rule
    return (*found, Reason("rule", {"name": rule.name, "standing": rule.standing, "source": rule.source}))


def _first(state: State, rung: int, action: Action, line: Line) -> Iterator[Reason]:
    """Yield what the line of precedence that answered says."""
    settings = state.ladder.belief.course.settings
    match line:
        case Line.STOPPED | Line.GENTLY:
            sign = state.signs.first
            today = state.ladder.belief.at.date().isoformat()
            yield Reason(f"sign_{sign.name.lower()}" if sign else "sign_not_here", {"today": today})
        case Line.CHOSEN:
            yield Reason("overridden", _by(state))
        case Line.STAYED_HIGH:
            times = decision.lasting(state.history.log, state.limits)
            yield Reason("stayed_high", {"cap": settings.cap, "times": times})
        case Line.EASED:
            yield from _eased(state)
        case Line.HELD:
            yield _held(state)
        case Line.ENOUGH_TODAY:
            yield Reason("enough_today", {"most": settings.per_day})
        case Line.ENOUGH_THIS_WEEK:
            yield Reason("enough_this_week", {"most": settings.per_week})
        case Line.NOT_RESTED:
            yield Reason("not_rested", {"minutes": settings.rest_minutes})
        case Line.START_LOW:
            yield Reason("start_low", {"start": settings.start_below})
        case Line.ABOVE_CAP:
            yield Reason("above_cap", {"cap": settings.cap})
        case Line.AWAY:
            yield Reason("away", {"days": _days_away(state)})
        case Line.FELL_BACK:
            level = state.history.stand.level[state.here]
            limit = max(kernel.RELAPSE, level + kernel.RELAPSE_BY)
            yield Reason("fell_back", {"now": state.history.of(state.here)[-1].highest, "limit": limit})
        case Line.RISING:
            yield Reason("rising", {"peaks": _highest(state.history.of(state.here))[-kernel.RISES - 1 :]})
        case Line.LOW_ENERGY | Line.NOT_READY:
            yield Reason(line.name.lower(), {})
        case Line.RULE:
            yield from _by_rule(state, rung, action)


def _by_rule(state: State, rung: int, action: Action) -> Iterator[Reason]:
    """Yield what the rule's own offer rests on, and what it is called when nothing seems to move."""
    here = state.here
    if action is Action.BOOSTER:
        last = state.history.of(rung)[-1]
        yield Reason("booster_due", {"days": state.moment.today - last.at.toordinal()})
        return
    if here < 0 or action is Action.COMPLETE:
        return
    if state.history.stand.done[here] and rung != here:
        yield _earned(state, here)
    yield from named(state, rung)


def named(state: State, step: int) -> Iterator[Reason]:
    """Yield what stands out on a step that is offered once more; the most important first."""
    entries = state.history.of(step) if step >= 0 else ()
    if not entries:
        return
    yield from _uncounted(entries[-1], tender=state.history.tender[step])
    levels = _highest(entries)
    above = entries[-1].expected is not None and (level_of(entries[-1]) or 0.0) - entries[-1].expected > BAD_DAY_BY
    if len(levels) >= 3 and all(levels[-1] - before > BAD_DAY_BY for before in levels[-3:-1]):
        yield Reason("bad_day", {"now": levels[-1]})
    elif above and len(levels) < 3:
        yield Reason("far_above", {"now": levels[-1], "was": entries[-1].expected})
    elif is_flat(entries) and not state.history.stand.done[step]:
        yield Reason("flat", {"times": len(levels)})
    if not levels:
        yield Reason("unrated", {"times": len(entries)})


def is_flat(entries: tuple[Exposure, ...]) -> bool:
    """Return whether distress of a step stays about the same, and the prediction with it."""
    levels = _highest(entries)
    if len(levels) < FLAT_AFTER or abs(median(levels[:2]) - median(levels[-2:])) >= FLAT_WITHIN:
        return False
    before = [entry.expectancy_before for entry in entries if entry.expectancy_before is not None]
    after = [entry.expectancy_after for entry in entries if entry.expectancy_after is not None]
    return not (before and after and after[-1] <= before[0] * 2.0 / 3.0)


def _uncounted(entry: Exposure, *, tender: bool) -> Iterator[Reason]:
    """Yield why the last practice is practice and cannot be enough."""
    undoing = [word for word in entry.safety if habit(word).undoes]
    if undoing:
        yield Reason(f"with_{habit(undoing[0]).value}", {"habit": undoing[0]})
    if entry.measures.get("numbness", 0.0) >= NUMB:
        yield Reason("numb", {})
    if entry.share < HALF:
        yield Reason("in_part", {})
    if entry.stopped is Stopped.EARLY:
        yield Reason("left_early", {})
    if tender and entry.wanted is None:
        yield Reason("wanted", {})


def _earned(state: State, step: int) -> Reason:
    """Return by which road a step became enough."""
    past = state.history
    values: dict[str, Any] = {"number": state.ladder.rungs[step].number, "id": past.ids[step]}
    at = past.since[step]
    if at < 0 or past.entries[at].situation != past.ids[step]:
        return Reason("earned_left", values)
    entries = tuple(entry for entry in past.entries[: at + 1] if entry.situation == past.ids[step])
    road = _road(state, step, at)
    ratings = {leaf.name for leaf in road.leaves()} if road is not None else set()
    levels = _highest(entries)
    if "expectancy" in ratings:
        first = next((e.expectancy_before for e in entries if e.expectancy_before is not None), None)
        last = next((e.expectancy_after for e in reversed(entries) if e.expectancy_after is not None), None)
        return Reason("earned_prediction", values | {"was_percent": first, "now_percent": last})
    if "tolerance" in ratings:
        return Reason("earned_carried", values)
    if ratings == {"peak"} and levels:
        need = max(leaf.times or leaf.days or 1 for leaf in road.leaves()) if road is not None else 2
        return Reason("earned", values | {"peaks": levels[-max(need, 1) :]})
    if "end" in ratings:
        return Reason("earned_within", values)
    return Reason("earned_words", values)


def _road(state: State, step: int, at: int) -> Criterion | None:
    """Return the first road of the rule that held when a step became enough."""
    past = state.history
    _, columns = lowered(state.rule)
    last = list(past.log.last)
    last[step] = at
    log = kernel.Log(past.log.width, past.log.cells, last, at + 1)
    for road in roads(state.rule.mastered):
        criterion = list(rows(road, {name: i for i, name in enumerate(columns)}))
        if kernel.holds(criterion, log, step, state.steps.written[step]):
            return road
    return None


def _eased(state: State) -> Iterator[Reason]:
    """Say which condition made the rule ease off."""
    _, columns = lowered(state.rule)
    back = state.rule.step_back
    for leaf in back.leaves() if back is not None else ():
        row = list(rows(leaf, {name: i for i, name in enumerate(columns)}, easing=True))
        if kernel.holds(row, state.history.log, state.here, state.steps.written[state.here]):
            code = {"left_early": "eased_left", "above_expected": "eased_plan"}.get(leaf.name or "", "eased")
            yield Reason(code, {"times": leaf.times or leaf.days or 1})
            return
    yield Reason("eased", {})


def _held(state: State) -> Reason:
    """Say why nothing harder comes next."""
    last, settings = state.history.entries[-1], state.ladder.belief.course.settings
    row = (state.history.log.total - 1) * state.history.log.width
    if state.history.log.cells[row + kernel.LATER] > 0.0:
        return Reason("lasted", {"cap": settings.lasting})
    if last.stopped is Stopped.EARLY:
        return Reason("left_early", {})
    return Reason("came_down" if decision.came_down(state.history.log, state.limits) else "held", {"cap": settings.cap})


def _refused(state: State) -> list[Reason]:
    """Say that something was not taken several times; a no about another body needs no reason, and no smaller step."""
    entries = state.refusals()
    if not entries:
        return []
    situations = {rung.id: i for i, rung in enumerate(state.ladder.rungs)}
    place = situations.get(entries[-1].situation, kernel.NOBODY)
    if place >= 0 and (state.history.tender[place] or state.ladder.rungs[place].situation.consent):
        return [Reason("no_needs_no_reason", {})]
    return [Reason("refused", {"times": len(entries)})] if len(entries) >= REFUSED else []


def _levels(state: State, step: int) -> list[Reason]:
    levels = _highest(state.history.of(step))
    if not levels:
        return [] if state.history.of(step) else [Reason("not_tried", {})]
    return [Reason("last_peaks", {"peaks": levels[-2:]})]


def _highest(entries: tuple[Exposure, ...]) -> list[float]:
    return [entry.highest for entry in entries if entry.highest is not None]


def _by(state: State) -> dict[str, Any]:
    assert state.choice is not None
    return {"by": state.choice.by, "day": state.choice.at.date().isoformat()}


def _days_away(state: State) -> int:
    return state.moment.today - state.history.entries[-1].at.toordinal()


def then(state: State, rung: int, action: Action, line: Line) -> tuple[Reason, ...]:
    """Return what would be enough, and what would change an offer."""
    if action is Action.BOOSTER or line is Line.STOPPED:
        return ()
    if rung >= 0:
        return tuple(_next(state, rung, action))
    if line in (Line.ENOUGH_TODAY, Line.ENOUGH_THIS_WEEK):
        return (Reason("then_another_day", {}),)
    if line is Line.NOT_RESTED:
        return (Reason("then_rested", {"minutes": state.ladder.belief.course.settings.rest_minutes}),)
    return (Reason("then_support", {}),) if line is Line.STAYED_HIGH else ()


def _next(state: State, rung: int, action: Action) -> Iterator[Reason]:
    """Yield what would be enough here, and what would come next."""
    if not state.history.stand.done[rung]:
        found = needed(state.history, rung, state.steps.written[rung], scale=state.ladder.belief.course.graph.shown)
        yield Reason(*found)
    if action is Action.STEP_BACK:
        return
    if state.rule.next.value == "random":
        yield Reason("next_drawn", {})
        return
    later = following(state, rung)
    if later < 0:
        done = [flag or i == rung for i, flag in enumerate(state.history.stand.done)]
        yield Reason("next_none" if all(done) else "next_waits", {})
        return
    yield Reason("next", {"number": state.ladder.rungs[later].number, "id": state.history.ids[later]})


def following(state: State, rung: int) -> int:
    """Return the step that the rule would turn to, were this one enough; −1 for none."""
    plain, _ = lowered(state.rule)
    done, fell_back = list(state.history.stand.done), list(state.history.stand.fell_back)
    done[rung], fell_back[rung] = True, False
    stand = kernel.Stand(done, fell_back, state.history.stand.level)
    ready = [selection.is_open(state.steps, stand, i, plain.one_facet) for i in range(len(done))]
    todo = [may and not (done[i] and not fell_back[i]) for i, may in enumerate(ready)]
    return selection.picked(plain, state.steps, state.history.log, stand, todo, rung, [0.0] * len(done))


def as_good(state: State, rung: int, action: Action, line: Line) -> tuple[Reason, ...]:
    """Return what is as good as an offer; help grows with repetition, and never shrinks."""
    if line is Line.STOPPED:
        crisis = state.signs.first is not None and state.signs.halt == kernel.NO_STEP
        return (Reason("support_numbers" if crisis else "professional", {}),)
    if action is Action.SEEK_SUPPORT:
        return tuple(Reason(code, {}) for code in ("professional", "company", "smaller", "enough"))
    if action is Action.REST:
        return tuple(Reason(code, {}) for code in ("smaller_now", "enough"))
    if action is Action.COMPLETE:
        return tuple(Reason(code, {}) for code in ("booster", "vary", "enough"))
    found = [*_options(state, rung, action, line)]
    log = state.history.log
    very_high = decision.came_down(log, state.limits) or (
        log.total > 0 and decision.stays_high(log, state.limits, log.total - 1)
    )
    if line in (Line.STAYED_HIGH, Line.HELD) or very_high:
        found.append(Reason("company", {}))
    if line is Line.STAYED_HIGH or (line is Line.HELD and _held(state).code == "lasted"):
        found.append(Reason("professional", {}))
    return (*found, Reason("rest", {}), Reason("enough", {}))


def _options(state: State, rung: int, action: Action, line: Line) -> Iterator[Reason]:
    """Yield what else could be done today."""
    entries = state.history.of(rung) if rung >= 0 else ()
    tender = rung >= 0 and state.history.tender[rung]
    if tender:
        yield Reason("talking", {})
        return
    aid = _aid(state, rung if entries else state.here)
    flat = line is Line.RULE and not state.history.stand.done[rung] and is_flat(entries)
    if aid is not None and (flat or action is Action.ADVANCE or action is Action.REPEAT):
        yield Reason("without", {"habit": aid})
    if flat:
        yield Reason("another_place", {})
    yield Reason("smaller", {})
    if flat or line is Line.AWAY:
        later = following(state, rung)
        if later >= 0:
            yield Reason("onward", {"number": state.ladder.rungs[later].number})
    if flat and len(_highest(entries)) >= FLAT_LONG:
        yield Reason("talk_it_over", {})


def _aid(state: State, step: int) -> str | None:
    """Return what somebody leaned on in each of the last two practices of a step; never protection or medicine."""
    entries = [entry for entry in state.history.of(step) if not is_led(entry)][-2:] if step >= 0 else []
    if not entries or not all(any(_fades(word) for word in entry.safety) for entry in entries):
        return None
    return next(word for word in entries[-1].safety if _fades(word))


def _fades(word: str) -> bool:
    return habit(word) in (Habit.AID, Habit.RITUAL, Habit.REASSURANCE)
