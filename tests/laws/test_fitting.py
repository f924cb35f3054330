"""Fitting: two implementations against each other, recovery of known people, honest answers to poor logs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposure_ladder import fit
from exposure_ladder.errors import InvalidCourseError, ShapeError
from exposure_ladder.records import Comparison, Course, Exposure, Rating, Settings, Situation, SituationGraph
from exposure_ladder.research import (
    Histories,
    calibrate,
    compare_fits,
    confuse_models,
    draw_people,
    fit_rates,
    histories_of,
    planned,
    power,
    recover,
    simulate_ratings,
)
from exposure_ladder.research.learners import KalmanFilter, LatentCause, PearceHall, RescorlaWagner, Retrieval
from exposure_ladder.research.posterior import log_below
from strategies import START

DISTRESS = np.linspace(25.0, 80.0, 8)
SIMILARITY = np.exp(-np.abs(DISTRESS[:, None] - DISTRESS) / 25.0)
MODELS = (RescorlaWagner(), PearceHall(), KalmanFilter(), Retrieval(), LatentCause())


def plan(people: int, trials: int, *, days: float = 1.0) -> Histories:
    return planned(DISTRESS, SIMILARITY, people=people, trials=trials, days=days)


def made(people: int, trials: int, *, seed: int = 4, **values: Any) -> Histories:
    drawn = {"rate_without": 0.25, "rating_sd": 6.0} | values
    wide = {name: np.broadcast_to(np.asarray(value, dtype=float), (people,)) for name, value in drawn.items()}
    return simulate_ratings(plan(people, trials), RescorlaWagner(), wide, rng=np.random.default_rng(seed))


def course(*said: tuple[str, float | None], start: float = 60.0, settings: Settings | None = None) -> Course:
    graph = SituationGraph(title="T", situations=[Situation(id=i, title="T", distress=start) for i in "ab"])
    log = [Exposure(situation=i, at=START + timedelta(days=d), peak=peak) for d, (i, peak) in enumerate(said)]
    return Course(graph=graph, log=log, settings=settings or Settings())


# ------------------------------------------------------------------------------------------------------- histories


def test_logs_become_arrays_of_what_was_said_and_done() -> None:
    one = course(("a", 70.0), ("b", None))
    refused = Exposure(situation="a", at=START + timedelta(days=4), happened="refused")
    half = Exposure(situation="b", at=START + timedelta(days=5), peak=40.0, share=0.5)
    other = course().add(
        Rating(situation="b", at=START, distress=30), Comparison(harder="a", easier="b", at=START), refused, half
    )
    found = histories_of([one, other])
    assert found.ids == ("a", "b")
    assert found.situation.T.tolist() == [[0, 1, -1], [1, 0, 1]]
    assert np.array_equal(found.rating.T, [[70, np.nan, np.nan], [30, np.nan, 40]], equal_nan=True)
    assert found.share.T.tolist() == [[1, 1, 0], [0, 0, 0.5]]
    assert found.gap.T.tolist() == [[0, 1, 0], [0, 4, 1]]
    assert found.said.sum() == 3


def test_courses_of_other_situations_are_refused_together() -> None:
    graph = SituationGraph(title="T", situations=[Situation(id="c", title="private words")])
    with pytest.raises(InvalidCourseError) as caught:
        histories_of([course(), Course(graph=graph), Course(graph=graph)])
    assert len(caught.value.problems) == 2
    assert "private" not in str(caught.value)
    with pytest.raises(InvalidCourseError, match="at least one course"):
        histories_of([])


def test_numbers_out_of_range_are_all_told_and_shapes_must_fit() -> None:
    good = plan(2, 3)
    wrong = {"rating": np.full((3, 2), 101.0), "share": np.full((3, 2), np.nan), "gap": np.full((3, 2), -1.0)}
    with pytest.raises(InvalidCourseError) as caught:
        Histories(good.ids, good.situation, **wrong, distress=good.distress, similarity=good.similarity)
    assert len(caught.value.problems) == 3
    with pytest.raises(ShapeError, match="rating: expected numbers"):
        replace(good, rating="x")
    with pytest.raises(ShapeError, match=r"situations of shape \(trials, people\)"):
        replace(good, situation=[0, 1])
    with pytest.raises(ShapeError, match="rating"):
        replace(good, rating=np.zeros((2, 2)))


# ------------------------------------------------------------------------------- rates, two ways of computing the same


@given(st.integers(0, 2**31), st.floats(0.02, 0.3), st.floats(15.0, 40.0))
@settings(max_examples=15)
def test_without_noise_the_rate_of_the_learning_model_is_found(seed: int, rate: float, floor: float) -> None:
    rng, start = np.random.default_rng(seed), np.linspace(45.0, 90.0, 8)  # far from 0, where ratings are cut
    many = planned(start, np.exp(-np.abs(start[:, None] - start) / 6.0), people=5, trials=40)
    at, share = rng.integers(-1, 8, many.situation.shape), rng.choice([0.0, 0.5, 1.0], many.share.shape)
    shuffled = replace(many, situation=at, share=share)
    named = {"rate": rate, "rate_without": rate, "floor": floor, "rating_sd": 1e-9}  # a floor is a weak outcome
    values = {name: np.full(5, value) for name, value in named.items()}
    found = fit_rates(simulate_ratings(shuffled, RescorlaWagner(), values, rng=rng))
    assert np.abs(found.rate - rate).max() < 1e-3
    assert np.abs(found.floor - floor).max() < 1.0
    assert found.noise.max() < 0.05


def test_people_are_fitted_alone_whoever_is_beside_them() -> None:
    data = made(6, 30)
    together, alone = fit_rates(data), fit_rates(data.of([3]))
    assert together.rate[3] == pytest.approx(alone.rate[0], abs=1e-9)
    assert together.rate_sd[3] == pytest.approx(alone.rate_sd[0], rel=1e-6)


def test_standard_errors_say_how_far_off_estimates_are() -> None:
    rate = np.random.default_rng(1).uniform(0.1, 0.5, 400)
    found = fit_rates(made(400, 40, rate=rate, rate_without=rate, floor=20.0))
    assert found.converged.mean() > 0.98
    inside = np.abs(found.rate - rate) < NormalDist().inv_cdf(0.9) * found.rate_sd
    assert 0.75 <= inside[found.converged].mean() <= 0.85


@pytest.mark.parametrize("said", [[], [40.0], [50.0, 50.0, 50.0], [0.0] * 20])
def test_where_ratings_say_nothing_errors_are_endless_and_nothing_is_nan(said: list[float]) -> None:
    empty = plan(1, 20)
    found = fit_rates(replace(empty, rating=[[x] for x in [*said, *[np.nan] * (20 - len(said))]]))
    for array in (found.rate, found.floor, found.noise, found.rate_sd, found.floor_sd, found.noise_sd):
        assert not np.isnan(array).any()
    if len(said) < 4:
        assert not found.converged[0]
        assert np.isinf(found.rate_sd[0])


# ----------------------------------------------------------------------------------------------------------- fit


@pytest.mark.parametrize("model", MODELS, ids=lambda model: type(model).__name__)
def test_the_posterior_of_one_person_is_that_of_a_dense_grid(model: Any) -> None:
    """The importance sample against plain numerical integration over rate, with the noise known."""
    name = {"PearceHall": "rate", "KalmanFilter": "noise", "LatentCause": "strength"}.get(
        type(model).__name__, "rate_without"
    )
    data = made(1, 12, seed=2)
    low, high = (0.05, 20.0) if name == "noise" else (0.1, 20.0) if name == "strength" else (0.0, 1.0)
    found = fit(data, model=model, free={name: (low, high)})
    z = np.linspace(-9.0, 9.0, 1201)
    values = low + (high - low) / (1.0 + np.exp(-z))
    many = data.of(np.zeros(len(z), dtype=int))
    exact = simulate_ratings(
        many, model, {name: values, "rating_sd": np.full(len(z), 1e-9)}, rng=np.random.default_rng(0)
    )
    log = -0.5 * (((data.rating - exact.rating) / 10.0) ** 2).sum(axis=0) - 0.5 * (z / 1.5) ** 2
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    mean = float(weight @ values)
    assert found.mean[0, 0] == pytest.approx(mean, abs=0.03 * found.sd[0, 0] + 1e-6)
    assert found.sd[0, 0] == pytest.approx(float(np.sqrt(weight @ (values - mean) ** 2)), rel=0.05)


def test_the_same_input_gives_the_same_bits_and_more_ratings_less_doubt() -> None:
    short, long = (fit(made(1, trials), model=RescorlaWagner()) for trials in (8, 60))
    again = fit(made(1, 60), model=RescorlaWagner())
    assert np.array_equal(long.mean, again.mean)
    assert np.array_equal(long.weights, again.weights)
    assert (long.sd < short.sd).all()
    assert long.reliable[0]


def test_people_of_a_group_are_drawn_to_it_and_their_intervals_narrow() -> None:
    data = made(30, 8, rate_without=0.25, rating_sd=10.0)
    alone, together = (fit(data, model=RescorlaWagner(), pooled=pooled) for pooled in (False, True))
    assert together.mean[:, 0].std() < 0.5 * alone.mean[:, 0].std()
    assert together.sd[:, 0].mean() < alone.sd[:, 0].mean()
    told = together.group["rate_without"]
    assert told.low < 0.25 < told.high


@pytest.mark.parametrize("said", [[40.0], [50.0] * 12, [0.0] * 12, [100.0, 0.0] * 6])
def test_poor_logs_get_wide_answers_and_never_nan(said: list[float]) -> None:
    data = replace(plan(1, 12), rating=[[x] for x in [*said, *[np.nan] * (12 - len(said))]])
    found = fit(data, model=RescorlaWagner())
    for array in (found.mean, found.sd, found.low, found.high, found.log_score):
        assert np.isfinite(array).all()
    if len(said) == 1:
        assert found.high[0, 0] - found.low[0, 0] > 0.5
        assert not found.reliable[0]


def test_a_person_who_said_nothing_gets_what_the_group_says() -> None:
    data = made(12, 30)
    rating = data.rating.copy()
    rating[:, 4] = np.nan
    found = fit(replace(data, rating=rating), model=RescorlaWagner())
    assert not found.reliable[4]
    assert found.log_score[4] == pytest.approx(0.0, abs=0.2)
    assert found.sd[4, 0] >= found.sd[:, 0].max() - 1e-12
    assert abs(found.mean[4, 0] - found.group["rate_without"].mean) < found.sd[4, 0]


def test_return_of_fear_is_for_groups_only() -> None:
    with pytest.raises(InvalidCourseError, match="return of fear for a group"):
        fit(made(10, 5), model=RescorlaWagner(), free={"forgetting": (0.0, 0.5)})
    with pytest.raises(InvalidCourseError, match="at least 5 people"):
        fit(made(2, 5), model=Retrieval(), shared={"forgetting": (1.0, 100.0)})


def test_what_all_share_is_found_between_its_bounds() -> None:
    values = {"rate_without": np.full(25, 0.3), "rating_sd": np.full(25, 4.0), "forgetting": np.full(25, 10.0)}
    data = simulate_ratings(plan(25, 40, days=7.0), Retrieval(), values, rng=np.random.default_rng(6))
    told = fit(data, model=Retrieval(), shared={"forgetting": (2.0, 23.0)}, points=64).group["forgetting"]
    assert 2.0 < told.low <= 10.0 <= told.high < 20.0


def test_names_bounds_and_numbers_that_cannot_be_are_all_told() -> None:
    with pytest.raises(InvalidCourseError) as caught:
        fit(plan(1, 3), model=RescorlaWagner(), free={"speed": (0, 1), "offset": (5, 5)}, points=3)
    assert len(caught.value.problems) == 3
    with pytest.raises(InvalidCourseError) as caught:
        fit(made(1, 3), model=RescorlaWagner(), free={"learn": (0, 1)}, shared={"floor": (0, 9), "learn": (0, 1)})
    assert [problem.path[0] for problem in caught.value.problems] == ["floor", "learn", "learn", "learn"]
    with pytest.raises(InvalidCourseError, match="courses, for the belief"):
        fit(made(1, 3))
    with pytest.raises(InvalidCourseError, match="a parameter of Settings"):
        fit(course(("a", 40.0)), shared={"rate_without": (0, 1)})
    with pytest.raises(InvalidCourseError, match="free: expected parameters of a model; got no model"):
        fit(course(("a", 40.0)), free={"rating_sd": (0, 1)})


def test_nothing_to_fit_or_to_plan_is_said_in_words() -> None:
    with pytest.raises(InvalidCourseError, match="free: expected parameters of a model; got none"):
        fit(made(1, 3), model=RescorlaWagner(), free={})
    with pytest.raises(InvalidCourseError, match=r"trials: expected at least 1 of each; got 8, 0, -1"):
        plan(0, -1)


def test_people_of_unknown_parameters_are_refused() -> None:
    with pytest.raises(InvalidCourseError) as caught:
        simulate_ratings(plan(2, 3), RescorlaWagner(), {"speed": np.ones(2)}, rng=np.random.default_rng(0))
    assert len(caught.value.problems) == 2
    with pytest.raises(ShapeError, match="one for each person"):
        simulate_ratings(plan(2, 3), RescorlaWagner(), {"rating_sd": np.ones(3)}, rng=np.random.default_rng(0))
    with pytest.raises(InvalidCourseError, match="one of rate_without, offset, rating_sd; got speed"):
        power(plan(2, 3), model=RescorlaWagner(), name="speed", values=(0.1, 0.2), rng=np.random.default_rng(0))


def test_the_belief_reads_rate_and_offset_and_says_what_a_setting_is() -> None:
    high = course(*[("a", 80.0), ("b", 80.0)] * 5, start=40.0)
    alone = fit(high)
    assert alone.names == ("rate", "offset")
    assert alone.low[0, 1] > 0.0
    assert fit(course(("a", 50.0))).group["rate"].low >= 0.0
    rng = np.random.default_rng(3)
    noisy = [course(*[("a", float(x)) for x in np.clip(60 + rng.normal(0, 18, 12), 0, 100)]) for _ in range(6)]
    still = [course(*[("a", float(x)) for x in np.clip(60 + rng.normal(0, 4, 12), 0, 100)]) for _ in range(6)]
    loud, quiet = (fit(each, shared={"rating_sd": (5.0, 60.0)}).group["rating_sd"] for each in (noisy, still))
    assert quiet.high < loud.low


def test_belief_and_models_are_compared_by_the_same_score() -> None:
    courses = [course(*[("a", 60.0 - 3.0 * d), ("b", 60.0 - 3.0 * d)] * 4) for d in range(6)]
    found = compare_fits([fit(courses), fit(courses, model=RescorlaWagner())])
    assert {one.model for one in found} == {"belief", "RescorlaWagner"}
    assert found[0].behind.mean == 0.0
    assert found[1].behind.mean < 0.0
    with pytest.raises(InvalidCourseError):
        compare_fits([fit(courses), fit(courses[:5])])


def test_the_log_of_the_normal_distribution_function() -> None:
    exact = np.array([np.log(NormalDist().cdf(z)) for z in np.linspace(-6, 4, 101)])
    assert np.abs(log_below(np.linspace(-6, 4, 101)) - exact).max() < 1e-4
    assert log_below(np.array([-30.0]))[0] == pytest.approx(-454.3212, abs=1e-3)  # table of R: pnorm(-30, log = TRUE)


# -------------------------------------------------------------------------------------------------------- studies


def test_parameters_of_groups_are_recovered() -> None:
    found = recover(plan(50, 25), model=RescorlaWagner(), rng=np.random.default_rng(3), groups=2)
    assert found.reliable.mean() > 0.9
    assert (np.abs(found.slope - 1.0) < 0.25).all()  # shrunk as they should be
    assert (found.correlation > 0.8).all()
    assert ((found.coverage >= 0.70) & (found.coverage <= 0.90)).all()


def test_posteriors_hold_the_truth_at_any_rank() -> None:
    found = calibrate(plan(100, 12), model=RescorlaWagner(), rng=np.random.default_rng(9), batches=4)
    assert ((found.coverage >= 0.75) & (found.coverage <= 0.85)).all()
    for ranks in found.below.T:
        counts, _ = np.histogram(ranks, 8, (0.0, 1.0))
        expected = len(ranks) / 8
        assert float(((counts - expected) ** 2 / expected).sum()) < 24.3  # chi² of 7, 99.9 %


def test_models_are_told_apart_by_held_out_people() -> None:
    found = confuse_models(plan(10, 20), models=(RescorlaWagner(), Retrieval()), rng=np.random.default_rng(2), groups=1)
    assert found.chosen.tolist() == [[1, 0], [0, 1]]
    assert str(found).splitlines()[0].split() == ["RescorlaWagner", "Retrieval"]


def test_two_versions_of_one_model_are_told_apart() -> None:
    models = RescorlaWagner(), RescorlaWagner(salience=0.9)  # alike where there are no contexts: the first wins
    found = confuse_models(plan(6, 6), models=models, rng=np.random.default_rng(2), groups=1)
    assert found.chosen.tolist() == [[1, 0], [1, 0]]


def test_power_grows_with_the_difference_and_no_executor_changes_it() -> None:
    def share(values: tuple[float, float], **more: Any) -> float:
        rng, small = np.random.default_rng(1), plan(8, 8)
        return power(
            small, model=RescorlaWagner(), name="rate_without", values=values, rng=rng, studies=3, **more
        ).found

    told: list[tuple[int, int]] = []
    big = share((0.1, 0.5), progress=lambda done, of: told.append((done, of)))
    assert told == [(i, 3) for i in range(1, 4)]
    assert big > share((0.25, 0.25)) + 0.3
    with ThreadPoolExecutor(2) as executor:
        assert share((0.1, 0.5), executor=executor) == big


def test_people_are_drawn_between_their_bounds() -> None:
    drawn = draw_people({"rate": (0.0, 1.0)}, 2000, rng=np.random.default_rng(0), middle={"rate": 0.25}, spread=0.6)
    assert np.median(drawn["rate"]) == pytest.approx(0.25, abs=0.01)
    with pytest.raises(InvalidCourseError, match="between 0 and 1"):
        draw_people({"rate": (0.0, 1.0)}, 1, rng=np.random.default_rng(0), middle={"rate": 1.0})
