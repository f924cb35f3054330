"""From a ladder to the next option for one person, with the numbers it rests on and what would change it.

A rule proposes, safety screens, and this room explains. The result is an option: repeating, resting or stopping here
are always as good. Mastery reads ratings that were given; the belief only supplies estimates and intervals. The same
course at the same moment gives the same advice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from exposure_ladder.advice.seeing import last_lasted, refusals, view_of
from exposure_ladder.policy import (
    DEFAULT,
    RECENT,
    Action,
    Choice,
    EaseOff,
    LastAtMost,
    Measure,
    Policy,
    RandomOpen,
    View,
    decide,
    refreshed,
    turn_to,
)
from exposure_ladder.records import Exposure, Override
from exposure_ladder.safety import SUPPORT_AT, Screen, screen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from exposure_ladder.ladder import Ladder, Rung
    from exposure_ladder.records import Settings

    Flags = NDArray[np.bool_]

__all__ = ["Advice", "Reason", "advise"]

REFUSED: Final = 3
"""Refusals in a row that are worth a word: the step may be too big (assumption of this project)."""


@dataclass(frozen=True, slots=True, eq=False)
class Reason:
    """A sentence as a code and the values it is made with.

    Attributes
    ----------
    code : str
        Names the sentence; ``exposure_ladder.wording`` has its words.
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


@dataclass(frozen=True, slots=True, eq=False)
class Advice:
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

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data with format, rule and version."""
        from exposure_ladder import __version__

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
            "expect": None if rung is None else {"peak": rung.expected, "low": rung.low, "high": rung.high},
            "because": [{"code": r.code, **r.values} for r in self.because],
            "then": [{"code": r.code, **r.values} for r in self.then],
            "as_good": [{"code": r.code, **r.values} for r in self.as_good],
            "entries": self.entries,
            "settings": self.ladder.belief.course.settings.model_dump(mode="json"),
        }

    def __str__(self) -> str:
        from exposure_ladder.wording import advice_sheet

        return advice_sheet(self).text()


def advise(
    ladder: Ladder, *, policy: Policy = DEFAULT, rng: np.random.Generator | None = None, low_energy: bool = False
) -> Advice:
    """Return an option for the next practice, at the moment of the ladder's belief.

    Parameters
    ----------
    ladder : Ladder
        From :func:`~exposure_ladder.ladder.build_ladder`.
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

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Course, SituationGraph, build_ladder, infer
    >>> graph = SituationGraph(title="Dogs", situations=[{"id": "photo", "title": "See a photo", "distress": 20}])
    >>> advice = advise(build_ladder(infer(Course(graph=graph), at=datetime(2026, 1, 5, tzinfo=UTC))))
    >>> advice.action.name, advice.rung.id
    ('START', 'photo')
    """
    settings, view = ladder.belief.course.settings, view_of(ladder)
    needs = ladder.needs
    ruled = refreshed(decide(policy, view, needs=needs, rng=rng), view)
    proposed, helper = _overridden(ladder, view, ruled)
    choice, acted = screen(
        proposed, view, settings, needs=needs, overridden=np.array([helper is not None]), low=np.array([low_energy])
    )
    at, action = int(choice.rung[0]), Action(int(choice.action[0]))
    rung = ladder.rungs[at] if at >= 0 else None
    numbers: dict[Screen, dict[str, float]] = {
        Screen.ENOUGH_TODAY: {"most": settings.per_day},
        Screen.ENOUGH_THIS_WEEK: {"most": settings.per_week},
        Screen.NOT_RESTED: {"minutes": settings.rest_minutes},
        Screen.START_LOW: {"start": settings.start_below},
    }
    because = [Reason(str(name), numbers.get(name, {"cap": settings.cap})) for name, flags in acted.items() if flags[0]]
    lasted, very_high = last_lasted(ladder), int(view.very_high[0])
    if view.recent[Measure.ESCAPED][0, view.current[0], 0] > 0:
        because = [Reason("left_early", {}) if r.code == Screen.HELD else r for r in because]
    if lasted:
        held = (Screen.HELD, "left_early")
        because = [Reason("lasted", {"cap": settings.lasting}), *(r for r in because if r.code not in held)]
    if very_high == 1:
        because.insert(0, Reason("once_high", {"cap": settings.cap}))
    if (times := refusals(ladder)) >= REFUSED:
        because.append(Reason("refused", {"times": times}))
    if action is Action.BOOSTER:
        because.append(Reason("booster_due", {"days": _days_since(view, at)}))
    if helper is None and action is Action.STEP_BACK:
        because += _eased(view, policy)
    if helper is not None:
        because.append(Reason("overridden", {"by": helper.by, "day": helper.at.date().isoformat()}))
    moved_on = action in (Action.ADVANCE, Action.START) and view.current[0] >= 0 and choice.done[0, view.current[0]]
    because += _earned(ladder, view, policy) if moved_on else []
    looked = at if at >= 0 else int(view.current[0])
    ratings = _ratings(view, policy, looked) if looked >= 0 else []
    because += [reason for reason in ratings if not (moved_on and reason.code == "not_tried")]
    if view.current[0] < 0 and rung is not None:
        because = [Reason("nothing_yet", {}), *because]
    because.append(Reason("rule", {"name": policy.name, "standing": policy.standing, "source": policy.source}))
    return Advice(
        ladder=ladder,
        policy=policy,
        action=action,
        rung=rung,
        because=tuple(because),
        then=tuple(_then(ladder, view, choice.done, policy, at) if rung is not None else _later(acted, settings))
        if action is not Action.BOOSTER
        else (),
        as_good=_as_good(action, very_high, lasted=lasted),
        entries=ladder.belief.used,
    )


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


def _later(acted: Mapping[Screen, Flags], settings: Settings) -> list[Reason]:
    """Say what would end a rest, or a pause with support."""
    if acted[Screen.SUPPORT][0]:
        return [Reason("then_support", {"cap": settings.cap, "least": SUPPORT_AT})]
    if acted[Screen.ENOUGH_TODAY][0] or acted[Screen.ENOUGH_THIS_WEEK][0]:
        return [Reason("then_another_day", {})]
    return [Reason("then_rested", {"minutes": settings.rest_minutes})] if acted[Screen.NOT_RESTED][0] else []


def _then(ladder: Ladder, view: View, done: Any, policy: Policy, at: int) -> list[Reason]:
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


def _as_good(action: Action, very_high: int, *, lasted: bool) -> tuple[Reason, ...]:
    codes = ["smaller", "rest", "enough"]
    if action is Action.REST:
        codes = ["smaller_now", "enough"]
    if action is Action.SEEK_SUPPORT:
        codes = ["support_numbers"]
    if action is Action.COMPLETE:
        codes = ["booster", "vary", "enough"]
    if action is not Action.SEEK_SUPPORT and (lasted or very_high):  # help grows with repetition, never shrinks
        codes += ["professional"] * (very_high > 1) + ["support_numbers"]
    return tuple(Reason(code, {}) for code in codes)


def _days_since(view: View, at: int) -> int:
    """Return the calendar days since a rung was last practised."""
    days = view.recent[Measure.DAY][0, :, 0]
    return int(days[view.current[0]] + view.days_since[0] - days[at])
