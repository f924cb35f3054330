"""The parts of progression rules: each at and on both sides of every boundary, and one client as in a crowd."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure_ladder.errors import ShapeError
from exposure_ladder.rules import (
    DEFAULT,
    RECENT,
    RULES,
    Action,
    AllOf,
    AnyOf,
    EaseOff,
    ExpectancyFell,
    FellTo,
    InBand,
    LastAtMost,
    LowestOpen,
    Measure,
    Policy,
    Practised,
    RandomOpen,
    Stay,
    StayedFor,
    Tolerated,
    View,
    decide,
)

TODAY = 20_000.0
NONE: dict[str, float] = {}


def one(*rungs: list[dict[str, float]], **more: Any) -> View:
    """One client: for each rung its exposures, newest first, on days of their own; what is not said is missing."""
    n = len(rungs)
    recent = {measure: np.full((1, n, RECENT), np.nan) for measure in Measure}
    for at, exposures in enumerate(rungs):
        for age, felt in enumerate(exposures):
            for name, value in ({"escaped": 0.0, "day": TODAY - age} | felt).items():
                recent[Measure[name.upper()]][0, at, age] = value
    plain: dict[str, Any] = {"expected": np.linspace(20.0, 80.0, n), "sd": np.full(n, 15.0), "allowed": np.ones(n) > 0}
    plain |= {"current": -1, "days_since": np.nan, "today": 0, "week": 0, "very_high": 0, "held": False}
    plain |= {"written": np.linspace(20.0, 80.0, n)}
    return View(recent=recent, **{name: np.asarray(value)[None] for name, value in (plain | more).items()})


def peaks(*values: float, **more: float) -> list[dict[str, float]]:
    """Exposures of one rung with these peaks, newest first."""
    return [{"peak": value, **more} for value in values]


def holds(part: Any, *exposures: dict[str, float]) -> bool:
    """Whether a mastery part holds on the second of three rungs; it never holds on the two without an exposure."""
    found = part(one([], list(exposures), []))
    assert found.shape == (1, 3)
    assert found.dtype == bool
    assert not found[0, [0, 2]].any()
    return bool(found[0, 1])


# ------------------------------------------------------------------------------------------- the last ratings: a mean


@pytest.mark.parametrize(
    ("given_peaks", "mastered"),
    [
        ((35, 35), True),
        ((35, 35.1), False),
        ((35.1, 35), False),
        ((30, 40), True),
        ((40, 30), True),
        ((70, 0), True),
        ((70.1, 0), False),
        ((0, 0), True),
        ((100, 100), False),
    ],
)
def test_a_mean_at_the_limit_counts_and_one_above_does_not(given_peaks: tuple[float, ...], *, mastered: bool) -> None:
    assert holds(LastAtMost(limit=35.0), *peaks(*given_peaks)) is mastered


@pytest.mark.parametrize(
    ("limit", "peak", "mastered"), [(0, 0, True), (0, 0.1, False), (100, 100, True), (99.9, 100, False)]
)
def test_both_ends_of_the_scale_are_limits_like_any_other(limit: float, peak: float, *, mastered: bool) -> None:
    assert holds(LastAtMost(limit=limit), *peaks(peak, peak)) is mastered


@pytest.mark.parametrize(
    ("given_peaks", "mastered"), [((35, 35), False), ((35, 34.9), True), ((34.9, 34.9), True), ((0, 0), True)]
)
def test_below_leaves_the_limit_itself_out(given_peaks: tuple[float, ...], *, mastered: bool) -> None:
    assert holds(LastAtMost(limit=35.0, below=True), *peaks(*given_peaks)) is mastered
    assert not holds(LastAtMost(limit=0.0, below=True), *peaks(0, 0))


# ------------------------------------------------------------------------------------------------------- each of them


@pytest.mark.parametrize(
    ("given_peaks", "below", "mastered"),
    [
        ((30, 30), False, True),
        ((30.1, 0), False, False),
        ((0, 30.1), False, False),
        ((29.9, 29.9), True, True),
        ((30, 0), True, False),
        ((0, 30), True, False),
    ],
)
def test_each_reads_every_one_of_them(given_peaks: tuple[float, ...], *, below: bool, mastered: bool) -> None:
    assert holds(LastAtMost(limit=30.0, each=True, below=below), *peaks(*given_peaks)) is mastered


@pytest.mark.parametrize("last", range(1, RECENT + 1))
def test_exactly_the_last_ones_are_read(last: int) -> None:
    rule = LastAtMost(limit=30.0, last=last, days=1, each=True)
    assert holds(rule, *peaks(*[30.0] * last, *[100.0] * (RECENT - last)))
    assert not holds(rule, *peaks(*[30.0] * (last - 1), 30.1, *[0.0] * (RECENT - last)))
    assert not holds(rule, *peaks(*[0.0] * (last - 1)))


@pytest.mark.parametrize(
    ("kind", "numbers"),
    [
        (LastAtMost, {"last": RECENT + 1, "days": 1}),
        (LastAtMost, {"last": RECENT + 4, "days": 1, "each": True}),
        (Practised, {"times": RECENT + 1}),
    ],
)
def test_a_part_that_asks_for_more_than_is_remembered_is_not_met_by_less(kind: Any, numbers: dict[str, Any]) -> None:
    try:
        mastered = holds(kind(**numbers), *peaks(*[10.0] * RECENT))
    except ShapeError:
        return  # refusing such a rule is as good
    assert not mastered


def test_easing_off_after_more_than_is_remembered_does_not_come_earlier() -> None:
    try:
        eases = EaseOff(times=RECENT + 1)(one(peaks(*[90.0] * RECENT), current=0))
    except ShapeError:
        return
    assert not eases.any()


@pytest.mark.parametrize("measure", [Measure.PEAK, Measure.START, Measure.END])
def test_only_the_named_rating_is_read(measure: Measure) -> None:
    others = {other.value: 100.0 for other in (Measure.PEAK, Measure.START, Measure.END) if other is not measure}
    low = others | {measure.value: 20.0}
    assert holds(LastAtMost(measure), low, low)
    high = dict.fromkeys(others, 0.0) | {measure.value: 80.0}
    assert not holds(LastAtMost(measure), high, high)


# --------------------------------------------------------------------------------------------- days, escape, numbness


@pytest.mark.parametrize(
    ("days", "ages", "mastered"),
    [
        (1, (0, 0, 0), True),
        (2, (0, 0, 0), False),
        (2, (0, 0, 1), True),
        (2, (0, 1, 0), True),
        (2, (0, 1, 1), True),
        (3, (0, 1, 1), False),
        (3, (0, 1, 0), False),
        (3, (0, 1, 2), True),
        (3, (0, 5, 400), True),
    ],
)
def test_separate_days_are_counted(days: int, ages: tuple[int, ...], *, mastered: bool) -> None:
    exposures = [{"peak": 20.0, "day": TODAY - age} for age in ages]
    assert holds(LastAtMost(last=3, days=days), *exposures) is mastered


def test_days_of_exposures_further_back_do_not_help() -> None:
    assert not holds(LastAtMost(), *({"peak": 20.0, "day": TODAY - age} for age in (0, 0, 5)))


@pytest.mark.parametrize(("numbness", "counts"), [(0, True), (69.9, True), (70, False), (70.1, False), (100, False)])
@pytest.mark.parametrize("which", [0, 1])
def test_an_exposure_with_high_numbness_does_not_count(which: int, numbness: float, *, counts: bool) -> None:
    exposures = peaks(20, 20)
    exposures[which]["numbness"] = numbness
    assert holds(LastAtMost(), *exposures) is counts


def test_numbness_has_both_ends_and_only_the_read_exposures_count() -> None:
    assert not holds(LastAtMost(numb=0.0), *peaks(20, 20, numbness=0.0))
    assert holds(LastAtMost(numb=100.0), *peaks(20, 20, numbness=99.9))
    assert not holds(LastAtMost(numb=100.0), *peaks(20, 20, numbness=100.0))
    assert holds(LastAtMost(), *peaks(20, 20), {"peak": 20.0, "numbness": 100.0})


@pytest.mark.parametrize(("which", "counts"), [(0, False), (1, False), (2, True)])
def test_an_unplanned_escape_among_those_read_does_not_count(which: int, *, counts: bool) -> None:
    exposures = peaks(20, 20, 20)
    exposures[which]["escaped"] = 1.0
    assert holds(LastAtMost(), *exposures) is counts


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("each", [False, True])
def test_a_missing_rating_is_no_low_rating(which: int, *, each: bool) -> None:
    exposures = peaks(0, 0, 0)
    del exposures[which]["peak"]
    assert not holds(LastAtMost(limit=100.0, days=1, each=each), *exposures)
    assert not holds(LastAtMost(limit=100.0, last=1, days=1))


# ------------------------------------------------------------------------------------------------------- a fall within


@pytest.mark.parametrize(
    ("share", "peak", "end", "mastered"),
    [
        (0.5, 80, 40, True),
        (0.5, 80, 39.9, True),
        (0.5, 80, 40.1, False),
        (0.5, 80, 0, True),
        (0.5, 100, 50, True),
        (0.5, 1, 0.5, True),
        (0.0, 80, 0, True),
        (0.0, 80, 0.1, False),
        (1.0, 100, 100, True),
        (1.0, 40, 40, True),
    ],
)
def test_a_fall_to_the_share_counts(share: float, peak: float, end: float, *, mastered: bool) -> None:
    assert holds(FellTo(share), {"peak": peak, "end": end}) is mastered


@pytest.mark.parametrize("tens", range(1, 11))
@pytest.mark.parametrize("tenths", range(1, 10))
def test_a_fall_to_exactly_the_share_counts_for_every_round_number(tens: int, tenths: int) -> None:
    assert holds(FellTo(tenths / 10), {"peak": 10.0 * tens, "end": float(tens * tenths)})


def test_a_fall_may_be_counted_from_the_start() -> None:
    felt = {"start": 60.0, "peak": 90.0, "end": 30.0}
    assert holds(FellTo(0.5, Measure.START), felt)
    assert not holds(FellTo(0.5, Measure.START), felt | {"end": 30.1})
    assert not holds(FellTo(0.5, Measure.START), {"peak": 90.0, "end": 0.0})


def test_only_the_last_exposure_can_fall_and_only_with_both_ratings_and_without_escape() -> None:
    fell, stayed = {"peak": 80.0, "end": 20.0}, {"peak": 80.0, "end": 70.0}
    assert holds(FellTo(), fell, stayed)
    assert not holds(FellTo(), stayed, fell)
    assert not holds(FellTo(), {"peak": 80.0}, fell)
    assert not holds(FellTo(), {"end": 20.0}, fell)
    assert not holds(FellTo(), fell | {"escaped": 1.0})


# -------------------------------------------------------------------------------------------------------- expectancy


@pytest.mark.parametrize(
    ("share", "before", "after", "mastered"),
    [
        (0.5, 80, 40, True),
        (0.5, 80, 40.1, False),
        (0.5, 80, 39.9, True),
        (0.5, 100, 50, True),
        (0.5, 100, 0, True),
        (0.5, 1, 0.5, True),
        (0.5, 60, 90, False),
        (1.0, 60, 0, True),
        (1.0, 60, 0.1, False),
        (0.0, 60, 60, True),
        (0.0, 60, 60.1, False),
        (0.5, 0, 0, True),
    ],
)
def test_expectancy_falls_by_a_share(share: float, before: float, after: float, *, mastered: bool) -> None:
    assert holds(ExpectancyFell(share), {"expectancy_before": before, "expectancy_after": after}) is mastered


@pytest.mark.parametrize("tens", range(1, 11))
@pytest.mark.parametrize("tenths", range(1, 10))
def test_expectancy_that_fell_by_exactly_the_share_counts(tens: int, tenths: int) -> None:
    felt = {"expectancy_before": 10.0 * tens, "expectancy_after": 10.0 * tens - tens * tenths}
    assert holds(ExpectancyFell(tenths / 10), felt)


@pytest.mark.parametrize(
    ("least", "borne", "mastered"),
    [(50, 50, True), (50, 49.9, False), (50, 100, True), (50, None, False), (100, 100, True), (0, None, True)],
)
def test_expectancy_with_tolerance(least: float, borne: float | None, *, mastered: bool) -> None:
    felt = {"expectancy_before": 80.0, "expectancy_after": 20.0} | ({} if borne is None else {"tolerance": borne})
    assert holds(ExpectancyFell(0.5, tolerance=least), felt) is mastered


def test_expectancy_needs_both_numbers_of_the_last_exposure_and_no_escape() -> None:
    fell = {"expectancy_before": 80.0, "expectancy_after": 10.0}
    assert holds(ExpectancyFell(), fell)
    assert not holds(ExpectancyFell(), {"expectancy_before": 80.0}, fell)
    assert not holds(ExpectancyFell(), {"expectancy_after": 10.0}, fell)
    assert not holds(ExpectancyFell(), NONE, fell)
    assert not holds(ExpectancyFell(), fell | {"escaped": 1.0})
    assert not holds(ExpectancyFell(tolerance=50.0), fell | {"escaped": 1.0, "tolerance": 90.0})


# ------------------------------------------------------------------------------------------- minutes, tolerance, times


@pytest.mark.parametrize(
    ("least", "minutes", "mastered"),
    [(30, 30, True), (30, 29.9, False), (30, 30.1, True), (0, 0, True), (1440, 1440, True), (1440, 1439.9, False)],
)
def test_minutes_at_the_limit_count(least: float, minutes: float, *, mastered: bool) -> None:
    assert holds(StayedFor(least), {"minutes": minutes}) is mastered
    assert not holds(StayedFor(least), {"minutes": minutes, "escaped": 1.0})
    assert not holds(StayedFor(least), NONE, {"minutes": 1440.0})


@pytest.mark.parametrize(
    ("least", "borne", "mastered"),
    [(60, 60, True), (60, 59.9, False), (60, 60.1, True), (0, 0, True), (100, 100, True), (100, 99.9, False)],
)
def test_tolerance_at_the_limit_counts(least: float, borne: float, *, mastered: bool) -> None:
    assert holds(Tolerated(least), {"tolerance": borne}) is mastered
    assert not holds(Tolerated(least), {"tolerance": borne, "escaped": 1.0})
    assert not holds(Tolerated(least), NONE, {"tolerance": 100.0})


@pytest.mark.parametrize("times", range(1, RECENT + 1))
def test_practice_is_counted_whatever_was_felt(times: int) -> None:
    unrated, left = NONE, {"peak": 100.0, "escaped": 1.0}
    assert holds(Practised(times), *([unrated, left] * RECENT)[:times])
    assert not holds(Practised(times), *([unrated, left] * RECENT)[: times - 1])


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("second", [False, True])
def test_all_and_any(*, first: bool, second: bool) -> None:
    felt = {"minutes": 30.0 if first else 29.9, "tolerance": 60.0 if second else 59.9}
    parts = (StayedFor(30.0), Tolerated(60.0))
    assert holds(AllOf(parts), felt) is (first and second)
    assert holds(AnyOf(parts), felt) is (first or second)
    assert holds(AllOf((AnyOf(parts), Practised(1))), felt) is (first or second)
    assert holds(AnyOf((AllOf(parts), Practised(2))), felt) is (first and second)


# --------------------------------------------------------------------------------------------------------- which next


def picked(pick: Any, view: View, done: list[int], **rng: Any) -> int:
    found = pick(view, np.array([done]) > 0, **rng)
    assert found.shape == (1,)
    return int(found[0])


EMPTY: tuple[list[dict[str, float]], ...] = ([], [], [])


@pytest.mark.parametrize(
    ("allowed", "done", "rung"),
    [
        ([1, 1, 1], [0, 0, 0], 0),
        ([1, 1, 1], [1, 0, 0], 1),
        ([1, 1, 1], [1, 1, 0], 2),
        ([1, 1, 1], [1, 1, 1], -1),
        ([0, 1, 1], [0, 0, 0], 1),
        ([0, 0, 1], [0, 0, 0], 2),
        ([0, 0, 0], [0, 0, 0], -1),
        ([1, 1, 0], [1, 1, 0], -1),
        ([1, 1, 1], [0, 1, 1], 0),
    ],
)
def test_the_lowest_open_rung_from_the_first_to_the_last(allowed: list[int], done: list[int], rung: int) -> None:
    assert picked(LowestOpen(), one(*EMPTY, allowed=np.array(allowed) > 0), done) == rung


def test_numbers_that_differ_only_by_rounding_are_a_tie_and_the_lower_rung_goes_first() -> None:
    # the ladder puts ties in the order of their ids; a rounding error must not turn that round
    view = one(*EMPTY, expected=[20.0 + 1e-13, 20.0, 60.0])
    assert picked(LowestOpen(), view, [0, 0, 0]) == 0
    left = [{"escaped": 1.0}, {"escaped": 1.0}]
    assert chosen(one([], [], left, current=2, expected=[20.0, 60.0 - 1e-13, 60.0])) == (0, Action.STEP_BACK)


def test_a_random_rule_draws_only_open_rungs_and_all_of_them() -> None:
    rng = np.random.default_rng(1)
    view = one([], [], [], [], [], expected=[20.0, 40.0, 60.0, 60.1, 30.0], allowed=np.array([1, 1, 1, 1, 0]) > 0)
    drawn = [picked(RandomOpen(ceiling=60.0), view, [0, 1, 0, 0, 0], rng=rng) for _ in range(400)]
    assert set(drawn) == {0, 2}  # 1 is mastered, 3 stands above the ceiling, 4 is not allowed
    assert 160 <= drawn.count(0) <= 240  # four SDs of a fair coin
    assert {picked(RandomOpen(), view, [0, 1, 0, 0, 0], rng=rng) for _ in range(100)} == {0, 2, 3}


def test_a_random_rule_falls_back_on_the_lowest_open_rung() -> None:
    rng = np.random.default_rng(2)
    assert picked(RandomOpen(ceiling=10.0), one(*EMPTY), [1, 0, 0], rng=rng) == 1
    assert picked(RandomOpen(), one(*EMPTY), [1, 1, 1], rng=rng) == -1


def test_a_random_rule_wants_a_generator() -> None:
    with pytest.raises(ShapeError, match="rng"):
        RandomOpen()(one(*EMPTY), np.zeros((1, 3), dtype=bool))
    with pytest.raises(ShapeError, match="rng"):
        decide(RULES["random"], one(*EMPTY))


@given(seed=st.integers(0, 2**32 - 1))
def test_the_same_seed_draws_the_same_rung(seed: int) -> None:
    view = one([], [], [], [], [])
    first, again = (decide(RULES["random"], view, rng=np.random.default_rng(seed)) for _ in range(2))
    assert np.array_equal(first.rung, again.rung)


@pytest.mark.parametrize(
    ("expected", "last", "done", "rung"),
    [
        ([20, 60, 90], [None, None, None], [0, 0, 0], 1),
        ([20, 60, 90], [None, 95, None], [0, 0, 0], 2),  # the last peak goes before the expected one
        ([20, 60, 90], [60, 95, None], [0, 0, 0], 0),
        ([50, 70, 90], [None, None, None], [0, 0, 0], 0),  # ties: the lower one
        ([50.1, 69.8, 90], [None, None, None], [0, 0, 0], 1),
        ([60, 60, 60], [None, None, None], [1, 1, 0], 2),
        ([0, 100, 100], [None, None, None], [1, 0, 0], 1),
        ([0, 50, 100], [None, None, None], [1, 1, 1], -1),
    ],
)
def test_in_band_takes_the_nearest_to_the_middle(
    expected: list[float], last: list[float | None], done: list[int], rung: int
) -> None:
    rungs = [[] if peak is None else peaks(peak) for peak in last]
    assert picked(InBand(50.0, 70.0), one(*rungs, expected=expected), done) == rung


def test_in_band_leaves_out_what_is_not_allowed() -> None:
    view = one(*EMPTY, expected=[20.0, 60.0, 70.0], allowed=np.array([1, 0, 1]) > 0)
    assert picked(InBand(), view, [0, 0, 0]) == 2
    assert picked(InBand(), replace(view, allowed=np.zeros((1, 3), dtype=bool)), [0, 0, 0]) == -1


# --------------------------------------------------------------------------------------------------------- easing off


@pytest.mark.parametrize(
    ("exposures", "eases"),
    [
        ([{"escaped": 1.0}, {"escaped": 1.0}], True),
        ([{"escaped": 1.0}, {"escaped": 0.0}], False),
        ([{"escaped": 0.0}, {"escaped": 1.0}, {"escaped": 1.0}], False),
        ([{"escaped": 1.0}], False),
        (peaks(90, 90), True),
        (peaks(90, 89.9), False),
        (peaks(89.9, 100), False),
        (peaks(100, 100), True),
        (peaks(90), False),
        ([{"peak": 95.0}, NONE], False),
        ([{"above_plan": 25.1}, {"above_plan": 25.1}], True),
        ([{"above_plan": 25.1}, {"above_plan": 25.0}], False),
        ([{"above_plan": 25.0}, {"above_plan": 100.0}], False),
        ([{"above_plan": 100.0}, NONE], False),
        ([], False),
    ],
)
def test_easing_off_waits_for_two_in_a_row(exposures: list[dict[str, float]], *, eases: bool) -> None:
    assert EaseOff()(one([], exposures, [], current=1)).tolist() == [eases]


def test_easing_off_looks_at_the_current_rung_only() -> None:
    hard = peaks(95, 95)
    assert EaseOff()(one(hard, hard, [], current=2)).tolist() == [False]
    assert EaseOff()(one(hard, [], [], current=0)).tolist() == [True]
    assert EaseOff()(one([], [], hard, current=2)).tolist() == [True]
    assert EaseOff()(one(hard, [], [], current=-1)).tolist() == [False]


@pytest.mark.parametrize("times", range(1, RECENT + 1))
def test_easing_off_counts_its_times(times: int) -> None:
    assert EaseOff(times=times)(one(peaks(*[90.0] * times), current=0)).tolist() == [True]
    assert EaseOff(times=times)(one(peaks(*[90.0] * (times - 1), 89.9), current=0)).tolist() == [False]


def test_easing_off_has_its_own_limits() -> None:
    assert EaseOff(peak=100.0)(one(peaks(100, 100), current=0)).tolist() == [True]
    assert EaseOff(peak=100.0)(one(peaks(99.9, 99.9), current=0)).tolist() == [False]
    plan = [{"above_plan": 0.1}, {"above_plan": 0.1}]
    assert EaseOff(above_plan=0.0)(one(plan, current=0)).tolist() == [True]
    assert EaseOff(above_plan=0.1)(one(plan, current=0)).tolist() == [False]


def test_stay_never_eases_off() -> None:
    assert Stay()(one(peaks(100, 100, escaped=1.0), current=0)).tolist() == [False]


# ------------------------------------------------------------------------------------------------------------- decide


def chosen(view: View, **parts: Any) -> tuple[int, Action]:
    choice = decide(replace(DEFAULT, **parts), view)
    return int(choice.rung[0]), Action(int(choice.action[0]))


EASY, HARD = peaks(20, 20), peaks(60, 60)


def test_the_action_says_what_the_choice_amounts_to() -> None:
    assert chosen(one([], [], [])) == (0, Action.START)
    assert chosen(one(HARD, [], [], current=0)) == (0, Action.REPEAT)
    assert chosen(one(EASY, [], [], current=0)) == (1, Action.ADVANCE)
    assert chosen(one(EASY, EASY, EASY, current=2)) == (-1, Action.COMPLETE)
    assert chosen(one(HARD, EASY, [], current=1)) == (0, Action.REPEAT)  # an unfinished rung further down


def test_nothing_that_was_never_practised_is_to_be_repeated() -> None:
    rung, action = chosen(one([], EASY, [], current=1))
    assert rung == 0
    assert action is not Action.REPEAT


def test_a_step_back_goes_to_the_nearest_easier_rung_that_is_allowed() -> None:
    left = [{"escaped": 1.0}, {"escaped": 1.0}]
    assert chosen(one([], [], left, current=2)) == (1, Action.STEP_BACK)
    assert chosen(one([], [], left, current=2, allowed=np.array([1, 0, 1]) > 0)) == (0, Action.STEP_BACK)
    assert chosen(one([], [], left, current=2, expected=[20.0, 60.0, 60.0])) == (0, Action.STEP_BACK)
    assert chosen(one([], [], left, current=2, expected=[20.0, 70.0, 60.0])) == (0, Action.STEP_BACK)
    assert chosen(one(left, [], [], current=0)) == (-1, Action.STEP_BACK)
    assert chosen(one([], left, [], current=1, allowed=np.array([0, 1, 1]) > 0)) == (-1, Action.STEP_BACK)


def test_a_rule_of_ones_own_cannot_ease_off_before_the_first_exposure() -> None:
    assert chosen(one([], [], []), back=answer([True])) == (0, Action.START)


NEEDS = np.array([[0, 0, 0], [1, 0, 0], [0, 0, 0]]) > 0  # the middle rung needs the first


def test_nothing_is_picked_before_what_it_needs_is_mastered() -> None:
    nearest = replace(DEFAULT, pick=InBand(50.0, 50.0))
    assert decide(nearest, one([], [], [])).rung.tolist() == [1]
    assert decide(nearest, one([], [], []), needs=NEEDS).rung.tolist() in ([0], [2])
    assert decide(nearest, one(EASY, [], []), needs=NEEDS).rung.tolist() == [1]
    many = together([one([], [], []), one(EASY, [], [])])
    assert decide(nearest, many, needs=np.stack([NEEDS, NEEDS])).rung.tolist()[1] == 1


def test_a_step_back_turns_to_nothing_whose_prerequisites_are_open() -> None:
    left = [{"escaped": 1.0}, {"escaped": 1.0}]
    assert decide(DEFAULT, one([], [], left, current=2), needs=NEEDS).rung.tolist() == [0]
    assert decide(DEFAULT, one(EASY, [], left, current=2), needs=NEEDS).rung.tolist() == [1]


def answer(value: Any) -> Any:
    return lambda *_args, **_more: np.asarray(value)


@pytest.mark.parametrize("rung", [-2, 3, 100, -100])
@pytest.mark.parametrize("clients", [1, 4])
def test_a_part_that_names_a_rung_that_does_not_exist_is_refused(rung: int, clients: int) -> None:
    view = together([one([], [], [])] * clients)
    named = [0] * (clients - 1) + [rung]
    with pytest.raises(ShapeError, match="-1 to 2") as caught:
        decide(replace(DEFAULT, pick=answer(named)), view)
    assert "'default'" in caught.value.hint
    for fine in (-1, 0, 2):
        decide(replace(DEFAULT, pick=answer([fine] * clients)), view)


@pytest.mark.parametrize(
    "parts",
    [
        {"pick": answer(0)},
        {"pick": answer([0, 0])},
        {"pick": answer([[0]])},
        {"pick": answer([0.5])},
        {"pick": answer([np.nan])},
        {"done": answer(True)},
        {"done": answer([True, False])},
        {"done": answer([[True, False]])},
        {"done": answer([[True, False, True]] * 2)},
        {"done": AllOf(())},
        {"done": AnyOf(())},
        {"back": answer([[True, True, True]])},
        {"back": answer([True, True])},
        {"back": answer(True)},
    ],
    ids=lambda parts: next(iter(parts)),
)
def test_a_part_that_answers_in_the_wrong_shape_is_refused(parts: dict[str, Any]) -> None:
    with pytest.raises(ShapeError):
        decide(replace(DEFAULT, **parts), one([], [], []))


def test_a_view_stays_as_it_was() -> None:
    view = one(EASY, HARD, [], current=1)
    before = {name: getattr(view, name).copy() for name in ARRAYS}
    for rule in RULES.values():
        decide(rule, view, rng=np.random.default_rng(3))
    assert all(np.array_equal(before[name], getattr(view, name), equal_nan=True) for name in before)


# ------------------------------------------------------------------------------------------ one client as in a crowd


ARRAYS = ("expected", "sd", "written", "allowed", "current", "days_since", "today", "week", "very_high", "held")


def together(views: list[View]) -> View:
    """Many clients in one view."""
    recent = {measure: np.concatenate([view.recent[measure] for view in views]) for measure in Measure}
    joined = {name: np.concatenate([getattr(view, name) for view in views]) for name in ARRAYS}
    return replace(views[0], recent=recent, **joined)


def alone(view: View, client: int) -> View:
    """One client of many."""
    recent = {measure: view.recent[measure][client : client + 1].copy() for measure in Measure}
    return replace(view, recent=recent, **{name: getattr(view, name)[client : client + 1].copy() for name in ARRAYS})


GRID = np.array([0.0, 10.0, 20.0, 29.9, 30.0, 33.3, 35.0, 36.7, 40.0, 50.0, 60.0, 69.9, 70.0, 90.0, 100.0, np.nan])


@st.composite
def crowds(draw: st.DrawFn) -> View:
    """Clients with anything in their views: numbers on and off every boundary, gaps, unsorted ladders."""
    clients, rungs = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shape = (clients, rungs, RECENT)
    odd = rng.choice(GRID, size=shape) + rng.choice([0.0, 0.0, 1e-9, 0.1], size=shape)
    recent = {m: rng.choice(GRID, size=shape) if draw(st.booleans()) else odd for m in Measure}
    recent[Measure.ESCAPED] = rng.choice([0.0, 0.0, 1.0, np.nan], size=shape)
    recent[Measure.DAY] = rng.choice([1.0, 2.0, 3.0, 4.0, np.nan], size=shape)
    return View(
        expected=rng.uniform(0.0, 100.0, (clients, rungs)).round(draw(st.integers(-1, 3))),
        sd=rng.uniform(5.0, 30.0, (clients, rungs)),
        written=rng.choice(GRID, size=(clients, rungs)),
        allowed=rng.random((clients, rungs)) < 0.8,
        recent=recent,
        current=rng.integers(-1, rungs, clients),
        days_since=rng.choice([np.nan, 0.0, 1.0, 9.0], clients),
        today=rng.integers(0, 5, clients),
        week=rng.integers(0, 20, clients),
        very_high=rng.integers(0, RECENT + 1, clients),
        held=rng.random(clients) < 0.3,
    )


@given(crowd=crowds(), name=st.sampled_from(sorted(RULES)), seed=st.integers(0, 99))
def test_a_crowd_is_decided_as_its_clients_one_by_one(crowd: View, name: str, seed: int) -> None:
    # a generator handed on from client to client draws what it draws for all at once
    whole = decide(RULES[name], crowd, rng=np.random.default_rng(seed))
    rng = np.random.default_rng(seed)
    for client in range(len(crowd.current)):
        single = decide(RULES[name], alone(crowd, client), rng=rng)
        assert single.rung[0] == whole.rung[client]
        assert single.action[0] == whole.action[client]
        assert np.array_equal(single.done[0], whole.done[client])


@given(crowd=crowds(), rule=st.sampled_from([rule for rule in RULES.values() if rule.name != "random"]))
def test_a_choice_is_an_open_rung_or_a_step_back_or_nothing(crowd: View, rule: Policy) -> None:
    choice = decide(rule, crowd)
    for client, (rung, action) in enumerate(zip(choice.rung.tolist(), choice.action.tolist(), strict=True)):
        if rung < 0:
            assert action in {Action.COMPLETE, Action.STEP_BACK}
            continue
        assert crowd.allowed[client, rung]
        if action == Action.STEP_BACK:
            assert rung < crowd.current[client]
            assert crowd.expected[client, rung] < crowd.expected[client, crowd.current[client]]
        else:
            assert not choice.done[client, rung]


READS_RATINGS = [name for name in RULES if name not in {"untouched", "time"}]


@given(crowd=crowds(), name=st.sampled_from(READS_RATINGS))
def test_ratings_that_are_missing_never_count_as_mastery(crowd: View, name: str) -> None:
    felt = [m for m in Measure if m not in {Measure.DAY, Measure.ESCAPED, Measure.MINUTES}]
    nothing = {m: np.full_like(crowd.recent[m], np.nan) for m in felt}
    silent = replace(crowd, recent={**crowd.recent, **nothing})
    assert not RULES[name].done(silent).any()


@given(crowd=crowds(), name=st.sampled_from(sorted(RULES)))
def test_mastery_never_reads_a_forecast_or_the_calendar(crowd: View, name: str) -> None:
    other = replace(
        crowd,
        expected=np.zeros_like(crowd.expected),
        sd=np.full_like(crowd.sd, 1e-3),
        days_since=crowd.days_since + 1000.0,
        today=crowd.today * 0,
        week=crowd.week * 0,
        recent={**crowd.recent, Measure.DAY: crowd.recent[Measure.DAY] - 365.0},
    )
    assert np.array_equal(RULES[name].done(crowd), RULES[name].done(other))


def test_a_rule_can_neither_change_what_the_screens_see_nor_master_by_a_forecast() -> None:
    view = one([{"peak": 60.0}], [])
    for name in ("expected", "allowed", "very_high", "held", "today"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(view, name)[...] = 0
    with pytest.raises(ValueError, match="read-only"):
        view.recent[Measure.PEAK][...] = 0
    by_forecast = replace(DEFAULT, done=lambda seen: seen.expected < 100)
    assert not decide(by_forecast, view).done.any()


def test_from_a_rung_that_is_begun_the_lowest_rule_turns_only_to_what_was_written_easier() -> None:
    begun = one([], [{"peak": 60.0}], [], expected=[20.0, 60.0, 55.0], current=1)
    no_first = replace(begun, allowed=np.array([[False, True, True]]))
    assert LowestOpen()(no_first, np.zeros((1, 3), dtype=bool)).tolist() == [1]
    assert LowestOpen()(begun, np.zeros((1, 3), dtype=bool)).tolist() == [0]
    assert LowestOpen()(no_first, np.array([[False, True, False]])).tolist() == [2]
