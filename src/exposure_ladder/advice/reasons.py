"""Why something is offered, what would change it, and what is as good: reasons as codes with the numbers used."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from exposure_ladder.advice.history import last_lasted, refusals
from exposure_ladder.ladder import WhyNot
from exposure_ladder.rules import RECENT, Action, EaseOff, LastAtMost, Measure, RandomOpen, turn_to
from exposure_ladder.rules.screens import SUPPORT_AT, Screen
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from exposure_ladder.ladder import Ladder
    from exposure_ladder.records import Override, Settings
    from exposure_ladder.rules import Choice, Policy, View

    Flags = NDArray[np.bool_]
    Acted = Mapping[Screen, Flags]

__all__ = ["Reason", "as_good", "because", "then"]

_WAITING: Final = (WhyNot.NO_CONSENT, WhyNot.REWORDED, WhyNot.NOT_ASKED)

REFUSED: Final = 3
"""Refusals in a row that are worth a word: the step may be too big (assumption of this project)."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Reason(Summary):
    """A sentence as a code and the values it is made with.

    Attributes
    ----------
    code : str
        Names the sentence; ``exposure_ladder.text`` has its words.
    values : mapping of str to plain values
        Numbers, ids and words of rules; never a title or a note.

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


def because(
    ladder: Ladder, view: View, policy: Policy, choice: Choice, acted: Acted, helper: Override | None
) -> tuple[Reason, ...]:
    """Return what an offer rests on, in the order in which it is told."""
    settings, at, action = ladder.belief.course.settings, int(choice.rung[0]), Action(int(choice.action[0]))
    found = _screened(ladder, view, acted)
    if (times := refusals(ladder)) >= REFUSED:
        found.append(Reason("refused", {"times": times}))
    if action is Action.BOOSTER:
        found.append(Reason("booster_due", {"days": _days_since(view, at)}))
    if action is Action.COMPLETE:
        waiting = [left.situation.id for left in ladder.left_out if left.why in _WAITING]
        found += [Reason("complete_waits", {"ids": ", ".join(waiting)})] if waiting else []
    if helper is None and action is Action.STEP_BACK:
        found += _eased(view, policy)
    if helper is not None:
        code = "overridden" if at >= 0 and ladder.rungs[at].id == helper.situation else "override_waits"
        found.append(Reason(code, {"by": helper.by, "day": helper.at.date().isoformat()}))
    moved_on = action in (Action.ADVANCE, Action.START) and view.current[0] >= 0 and choice.done[0, view.current[0]]
    found += _earned(ladder, view, policy) if moved_on else []
    looked = at if at >= 0 else int(view.current[0])
    ratings = _ratings(view, policy, looked) if looked >= 0 else []
    found += [reason for reason in ratings if not (moved_on and reason.code == "not_tried")]
    if view.current[0] < 0 and at >= 0:
        high = helper is None and ladder.rungs[at].expected > settings.start_below
        found = [Reason("nothing_yet", {})] + [Reason("start_high", {"start": settings.start_below})] * high + found
    rule = {"name": policy.name, "standing": policy.standing, "source": policy.source}
    return (*found, Reason("rule", rule))


def _screened(ladder: Ladder, view: View, acted: Acted) -> list[Reason]:
    """Say which screens changed the offer, and what of distress lately is behind it."""
    settings = ladder.belief.course.settings
    numbers: dict[Screen, dict[str, float]] = {
        Screen.ENOUGH_TODAY: {"most": settings.per_day},
        Screen.ENOUGH_THIS_WEEK: {"most": settings.per_week},
        Screen.NOT_RESTED: {"minutes": settings.rest_minutes},
        Screen.START_LOW: {"start": settings.start_below},
    }
    found = [Reason(str(name), numbers.get(name, {"cap": settings.cap})) for name, flags in acted.items() if flags[0]]
    if view.recent[Measure.ESCAPED][0, view.current[0], 0] > 0:
        found = [Reason("left_early", {}) if r.code == Screen.HELD else r for r in found]
    if last_lasted(ladder):
        held = (Screen.HELD, "left_early")
        found = [Reason("lasted", {"cap": settings.lasting}), *(r for r in found if r.code not in held)]
    if view.very_high[0] == 1:
        found.insert(0, Reason("once_high", {"cap": settings.cap}))
    return found


def then(ladder: Ladder, view: View, policy: Policy, choice: Choice, acted: Acted) -> tuple[Reason, ...]:
    """Return what would change an offer."""
    at, action = int(choice.rung[0]), Action(int(choice.action[0]))
    if action is Action.BOOSTER:
        return ()
    if at < 0:
        return tuple(_later(acted, ladder.belief.course.settings))
    return tuple(_next(ladder, view, choice.done, policy, at))


def as_good(ladder: Ladder, view: View, action: Action) -> tuple[Reason, ...]:
    """Return what is as good as an offer; help grows with repetition, and never shrinks."""
    codes = ["smaller", "rest", "enough"]
    if action is Action.REST:
        codes = ["smaller_now", "enough"]
    if action is Action.SEEK_SUPPORT:
        codes = ["support_numbers"]
    if action is Action.COMPLETE:
        codes = ["booster", "vary", "enough"]
    very_high = int(view.very_high[0])
    if action is not Action.SEEK_SUPPORT and (last_lasted(ladder) or very_high):
        codes += ["professional"] * (very_high > 1) + ["support_numbers"]
    return tuple(Reason(code, {}) for code in codes)


def _eased(view: View, policy: Policy) -> list[Reason]:
    """Say which of its triggers made the rule ease off."""
    rule, at = policy.back, int(view.current[0])
    if not isinstance(rule, EaseOff):
        return [Reason("eased", {})]
    last = {measure: view.recent[measure][0, at, : rule.times] for measure in Measure}
    found = {
        "eased_left": (last[Measure.ESCAPED] > 0).all(),
        "eased_high": (last[Measure.PEAK] >= rule.peak).all(),
        "eased_plan": (last[Measure.ABOVE_PLAN] > rule.above_plan).all(),
    }
    values = {"times": rule.times, "cap": rule.peak, "above": rule.above_plan}
    return [Reason(code, values) for code, holds in found.items() if holds]


def _ratings(view: View, policy: Policy, at: int) -> list[Reason]:
    count = policy.done.last if isinstance(policy.done, LastAtMost) else 2
    peaks = view.recent[Measure.PEAK][0, at, :count]
    given = [float(peak) for peak in peaks if np.isfinite(peak)][::-1]
    if not given:
        return [Reason("not_tried", {"asks": policy.asks})]
    reasons = [Reason("last_peaks", {"peaks": given, "mean": sum(given) / len(given), "asks": policy.asks})]
    if (view.recent[Measure.ESCAPED][0, at, :count] > 0).any():
        reasons.append(Reason("not_counted_left", {}))
    if isinstance(policy.done, LastAtMost) and (view.recent[Measure.NUMBNESS][0, at, :count] >= policy.done.numb).any():
        reasons.append(Reason("not_counted_numb", {}))
    return reasons


def _earned(ladder: Ladder, view: View, policy: Policy) -> list[Reason]:
    """Say what the last rung was mastered by."""
    at = int(view.current[0])
    values = {"number": ladder.rungs[at].number, "id": ladder.rungs[at].id, "asks": policy.asks}
    if not isinstance(policy.done, LastAtMost) or policy.done.measure is not Measure.PEAK:
        return [Reason("earned_words", values)]
    peaks = [float(peak) for peak in view.recent[Measure.PEAK][0, at, : policy.done.last]][::-1]
    return [Reason("earned", values | {"peaks": peaks, "mean": sum(peaks) / len(peaks)})]


def _later(acted: Acted, settings: Settings) -> list[Reason]:
    """Say what would end a rest, or a pause with support."""
    if acted[Screen.SUPPORT][0]:
        return [Reason("then_support", {"cap": settings.cap, "least": SUPPORT_AT})]
    if acted[Screen.ENOUGH_TODAY][0] or acted[Screen.ENOUGH_THIS_WEEK][0]:
        return [Reason("then_another_day", {})]
    return [Reason("then_rested", {"minutes": settings.rest_minutes})] if acted[Screen.NOT_RESTED][0] else []


def _next(ladder: Ladder, view: View, done: Flags, policy: Policy, at: int) -> list[Reason]:
    """Say what would finish this rung, and what the rule would turn to next."""
    after = done.copy()
    after[0, at] = True
    reasons = [_needed(view, policy, at)]
    if isinstance(policy.pick, RandomOpen):
        return [*reasons, Reason("next_drawn", {})]
    later = int(turn_to(policy, view, after, needs=ladder.needs)[0])
    if later < 0:
        return [*reasons, Reason("next_none" if after.all() else "next_waits", {})]
    rung = ladder.rungs[later]
    geometry = ladder.belief.geometry
    was = float(geometry.distress[geometry.index(rung.id)])
    change = "next_same" if abs(rung.expected - was) < 1.0 else "next_eased" if rung.expected < was else "next_higher"
    values = {"number": rung.number, "id": rung.id, "now": rung.expected, "was": was}
    return [*reasons, Reason(change, values)]


def _needed(view: View, policy: Policy, at: int) -> Reason:
    """Return how many further peaks, each on a day of its own, would meet the criterion, and how high they may be.

    For a rule on the last peaks this is tried out on the rule itself; for others it is put in words.
    """
    rule = policy.done
    if not isinstance(rule, LastAtMost) or rule.measure is not Measure.PEAK:
        return Reason("needed_words", {"asks": policy.asks})
    kept = view.recent[Measure.PEAK][0, at, : rule.last - 1]
    each = rule.limit - 1.0 if rule.below else rule.limit
    most = each if rule.each else min(rule.limit * rule.last - float(kept.sum()), 100.0)
    if most >= 0.0 and rule(_with_peaks(view, at, [most]))[0, at]:
        return Reason("needed_one", {"limit": most})
    count = next((n for n in range(1, RECENT + 1) if rule(_with_peaks(view, at, [each] * n))[0, at]), rule.last)
    return Reason("needed_several", {"count": count, "limit": each, "days": count})


def _with_peaks(view: View, at: int, peaks: Sequence[float]) -> View:
    """Return the view as it would be after further exposures of one rung, each on a new day and without escape."""
    recent = {measure: values.copy() for measure, values in view.recent.items()}
    for number, peak in enumerate(peaks):
        given = {Measure.PEAK: peak, Measure.ESCAPED: 0.0, Measure.DAY: 1e7 + number}
        for measure, values in recent.items():
            values[0, at, 1:] = values[0, at, :-1].copy()
            values[0, at, 0] = given.get(measure, np.nan)
    return replace(view, recent=recent)


def _days_since(view: View, at: int) -> int:
    """Return the calendar days since a rung was last practised."""
    days = view.recent[Measure.DAY][0, :, 0]
    return int(days[view.current[0]] + view.days_since[0] - days[at])
