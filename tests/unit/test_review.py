"""Looking back: predictions beside what came, and changes judged against the noise of ratings."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure_ladder.records import Course, Exposure, Rating, Settings, Situation, SituationGraph
from exposure_ladder.review import changes, ledger, reliable_change

DAY = datetime(2026, 2, 2, 18, tzinfo=UTC)
GRAPH = SituationGraph(
    title="Two", situations=(Situation(id="a", title="One thing", distress=40), Situation(id="b", title="Another"))
)
USUAL = Settings()


def did(day: float = 0.0, situation: str = "a", **more: Any) -> Exposure:
    return Exposure(situation=situation, at=DAY + timedelta(days=day), **more)


def course(*entries: Any) -> Course:
    return Course(graph=GRAPH).with_log(entries)


def feared(before: float, occurred: str | None, after: float | None = None, *, day: float = 0.0) -> Exposure:
    return did(day, expectancy_before=before, occurred=occurred, expectancy_after=after)


# ---------------------------------------------------------------------------------------- feared outcomes (Pittig 2023)


def test_the_oracle_of_one_prediction() -> None:
    (found,) = ledger(course(feared(80, "no", 50))).expectations
    assert (found.before, found.occurred) == (80.0, False)
    assert (found.violation, found.change, found.learning_rate) == (80.0, 30.0, 0.375)
    assert found.situation == "a"
    assert found.entry == course(feared(80, "no", 50)).log[0].id


def test_the_oracle_of_the_brier_score() -> None:
    found = ledger(course(*(feared(p, "no", day=day) for day, p in enumerate((80, 60, 40)))))
    assert found.brier == pytest.approx(0.3867, abs=5e-5)
    assert found.brier == pytest.approx((0.64 + 0.36 + 0.16) / 3, abs=1e-12)
    assert [each.before for each in found.expectations] == [80.0, 60.0, 40.0]


@pytest.mark.parametrize(
    ("before", "occurred", "violation", "brier"),
    [(100, "no", 100, 1), (0, "no", 0, 0), (100, "yes", 0, 0), (0, "yes", -100, 1), (30, "yes", -70, 0.49)],
)
def test_both_ends_of_a_prediction(before: float, occurred: str, violation: float, brier: float) -> None:
    found = ledger(course(feared(before, occurred, 50)))
    assert found.expectations[0].violation == violation
    assert found.brier == pytest.approx(brier, abs=1e-12)


@pytest.mark.parametrize(("before", "occurred"), [(0, "no"), (100, "yes")])
def test_a_learning_rate_needs_a_violation(before: float, occurred: str) -> None:
    (found,) = ledger(course(feared(before, occurred, 50))).expectations
    assert found.violation == 0.0
    assert found.learning_rate is None
    assert found.change == before - 50.0


def test_a_learning_rate_needs_an_expectation_for_the_next_time() -> None:
    (found,) = ledger(course(feared(80, "no"))).expectations
    assert (found.violation, found.change, found.learning_rate) == (80.0, None, None)


def test_learning_that_the_outcome_does_come_has_a_rate_too() -> None:
    (found,) = ledger(course(feared(20, "yes", 60))).expectations
    assert (found.violation, found.change, found.learning_rate) == (-80.0, -40.0, 0.5)


@given(before=st.floats(0, 100), after=st.floats(0, 100), occurred=st.sampled_from(["yes", "no"]))
def test_change_is_the_learning_rate_of_the_violation(before: float, after: float, occurred: str) -> None:
    (found,) = ledger(course(feared(before, occurred, after))).expectations
    if found.learning_rate is not None and abs(found.violation) > 1e-9:
        assert before - found.learning_rate * found.violation == pytest.approx(after, abs=1e-6)


def test_unclear_outcomes_stay_apart() -> None:
    found = ledger(course(feared(80, "no", 50), feared(90, "unclear", 10, day=1), feared(70, "unclear", day=2)))
    assert len(found.expectations) == 1
    assert found.unclear == 2
    assert found.brier == pytest.approx(0.64)
    nothing_clear = ledger(course(feared(80, "unclear")))
    assert (nothing_clear.expectations, nothing_clear.unclear, nothing_clear.brier) == ((), 1, None)


def test_what_was_not_asked_or_not_practised_is_no_prediction() -> None:
    found = ledger(
        course(
            did(0, expectancy_before=80),
            did(1, occurred="no", expectancy_after=10),
            did(2, expectancy_before=80, occurred="no", happened="refused"),
            did(3, expectancy_before=80, occurred="no", happened="avoided", expected=50, peak=60),
            Rating(situation="a", at=DAY + timedelta(days=4), distress=40),
        )
    )
    assert (found.expectations, found.unclear, found.brier) == ((), 0, None)
    assert (found.distress, found.bias) == ((), None)


# ------------------------------------------------------------------------------------------- expected against felt


def pairs(*differences: float) -> Course:
    """So many exposures, each with a peak of 50 and this much more expected."""
    return course(*(did(day, expected=50 + more, peak=50) for day, more in enumerate(differences)))


def test_the_bias_is_what_was_feared_beyond_what_was_felt() -> None:
    found = ledger(pairs(20, 10, 0))
    assert found.bias == pytest.approx(10.0)
    assert found.distress == (("a", 70.0, 50.0), ("a", 60.0, 50.0), ("a", 50.0, 50.0))
    assert ledger(pairs(-20, -20)).bias == pytest.approx(-20.0)


def test_only_whole_pairs_count() -> None:
    found = ledger(course(did(0, expected=60), did(1, peak=50), did(2, expected=70, peak=50)))
    assert found.distress == (("a", 70.0, 50.0),)
    assert found.bias == 20.0


@pytest.mark.parametrize(("count", "interval"), [(0, False), (1, False), (2, False), (3, True), (4, True), (30, True)])
def test_few_pairs_give_no_interval(count: int, *, interval: bool) -> None:
    found = ledger(pairs(*([10.0, 20.0] * 15)[:count]))
    assert (found.bias is None) is (count == 0)
    assert (found.bias_low is not None) is interval
    assert (found.bias_high is not None) is interval


@pytest.mark.parametrize(
    ("freedom", "t"), [(4, 2.776), (5, 2.571), (8, 2.306), (10, 2.228), (20, 2.086), (30, 2.042), (60, 2.000)]
)
def test_the_interval_is_students(freedom: int, t: float) -> None:
    # 97.5 % points from the usual printed table of Student's t
    n = freedom + 1
    differences = [float(i % 2 * 10) for i in range(n)]
    found = ledger(pairs(*differences))
    mean = math.fsum(differences) / n
    sd = math.sqrt(math.fsum((value - mean) ** 2 for value in differences) / (n - 1))
    assert found.bias_low is not None
    assert found.bias_high is not None
    assert (found.bias_high - mean) * math.sqrt(n) / sd == pytest.approx(t, abs=0.01)
    assert found.bias_high - mean == pytest.approx(mean - found.bias_low)


def test_pairs_that_all_agree_leave_no_width() -> None:
    found = ledger(pairs(10, 10, 10))
    assert (found.bias_low, found.bias, found.bias_high) == (10.0, 10.0, 10.0)


def test_nothing_logged_gives_nothing_and_no_error() -> None:
    found = ledger(course())
    assert (found.expectations, found.unclear, found.brier, found.distress) == ((), 0, None, ())
    assert (found.bias, found.bias_low, found.bias_high) == (None, None, None)
    assert changes(course()) == ()


# ------------------------------------------------------------------------------------------- change against noise


@pytest.mark.parametrize("first", range(10, 101, 5))
def test_a_ten_point_drop_on_one_pair_is_within_noise(first: float) -> None:
    found = reliable_change([first, first - 10.0], "a", USUAL)
    assert found is not None
    assert found.difference == -10.0
    assert found.within_noise


@pytest.mark.parametrize(
    ("level", "low", "high"),
    # repeated ratings: a pair needs 25 at a noise SD of 9, 33 at one of 12, and 35 with the pooled SD of 12.7; two
    # points are allowed on either side, as the noise here follows the level and is not read off one event
    [(10, 14, 25), (20, 23, 27), (30, 25, 35), (40, 25, 35), (50, 31, 35), (60, 25, 35), (80, 23, 27), (90, 14, 25)],
)
def test_the_smallest_change_that_counts_lies_where_repeated_ratings_put_it(
    level: float, low: float, high: float
) -> None:
    # the events were slides shown in one sitting; in daily life ratings are noisier, and the default says so
    found = reliable_change([level, level], "a", Settings(rating_sd=24, rating_sd_least=5))
    assert found is not None
    assert low - 2.0 <= found.needed <= high + 2.0


@pytest.mark.parametrize(("sem", "pair", "of_three"), [(9.0, 25, 14), (12.0, 33, 19)])
def test_the_printed_figures_for_two_noise_levels(sem: float, pair: float, of_three: float) -> None:
    noisy = Settings(rating_sd_least=sem, rating_sd=0.1)
    one, three = reliable_change([50, 50], "a", noisy), reliable_change([50] * 6, "a", noisy)
    assert one is not None
    assert three is not None
    assert (one.compared, three.compared) == (1, 3)
    assert one.needed == pytest.approx(pair, abs=0.5)
    assert three.needed == pytest.approx(of_three, abs=0.5)


@pytest.mark.parametrize(
    ("peaks", "compared", "first", "last"),
    [
        ([60, 40], 1, 60, 40),
        ([60, 99, 40], 1, 60, 40),
        ([60, 50, 40, 30], 2, 55, 35),
        ([60, 50, 99, 40, 30], 2, 55, 35),
        ([70, 60, 50, 40, 30, 20], 3, 60, 30),
        ([70, 60, 50, 99, 99, 99, 40, 30, 20], 3, 60, 30),
    ],
)
def test_the_first_and_the_last_peaks_never_overlap(
    peaks: list[float], compared: int, first: float, last: float
) -> None:
    found = reliable_change(peaks, "a", USUAL)
    assert found is not None
    assert (found.compared, found.first, found.last, found.ratings) == (compared, first, last, len(peaks))


@pytest.mark.parametrize("peaks", [[], [50.0]])
def test_one_rating_is_no_change(peaks: list[float]) -> None:
    assert reliable_change(peaks, "a", USUAL) is None


def test_at_the_smallest_change_itself_it_is_still_noise() -> None:
    flat = Settings(rating_sd_least=10.0, rating_sd=0.1)
    needed = 1.959963984540054 * math.sqrt(2.0) * 10.0
    within, beyond = (
        reliable_change([90, 90 - needed + 1e-6], "a", flat),
        reliable_change([90, 90 - needed - 1e-6], "a", flat),
    )
    assert within is not None
    assert beyond is not None
    assert (within.within_noise, beyond.within_noise) == (True, False)


@given(peaks=st.lists(st.integers(0, 100).map(float), min_size=2, max_size=9))
def test_a_change_back_is_as_large_and_as_noisy(peaks: list[float]) -> None:
    there, back = reliable_change(peaks, "a", USUAL), reliable_change(peaks[::-1], "a", USUAL)
    assert there is not None
    assert back is not None
    assert there.difference == pytest.approx(-back.difference)
    assert there.needed == pytest.approx(back.needed)
    assert there.within_noise == back.within_noise


def test_changes_compare_peaks_of_one_situation_in_the_order_of_time() -> None:
    found = changes(
        course(
            did(3, peak=30),
            did(0, peak=80),
            did(1, situation="b", peak=10),
            did(2, peak=95, happened="refused"),
            did(4, start=5, end=0),
            did(5, situation="b", peak=60),
            Rating(situation="a", at=DAY + timedelta(days=9), distress=0),
            did(6, situation="gone", peak=50),
        )
    )
    assert [(each.situation, each.first, each.last) for each in found] == [("a", 80.0, 30.0), ("b", 10.0, 60.0)]
    assert [each.within_noise for each in found] == [False, False]
