"""Laws of simulated cohorts: the same planner as for people, the same bits however they are worked out."""

from __future__ import annotations

import multiprocessing
import os
import pickle
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from exposure_ladder.belief import Belief, prior, update
from exposure_ladder.errors import ImpossibleLadderError, InvalidCourseError, StoppedError
from exposure_ladder.ladder import build_ladder
from exposure_ladder.records import Course, Exposure, Settings, Situation, SituationGraph
from exposure_ladder.research.cohort import BLOCK, Study
from exposure_ladder.research.cohort import _Lives as Lives
from exposure_ladder.research.cohort_belief import CohortBelief
from exposure_ladder.research.learners import RescorlaWagner
from exposure_ladder.research.population import CLINIC, UNGUIDED, Population, rounded
from exposure_ladder.research.results import OUTCOMES, SimulationResult, read_results
from exposure_ladder.research.study import compare, simulate
from exposure_ladder.rules import DEFAULT, RULES, Rule, kernel
from exposure_ladder.rules.catalogue import LOW_TWICE
from exposure_ladder.rules.screens import within_cap
from strategies import graphs

AT = datetime(2026, 1, 5, 18, tzinfo=UTC)
DAY = timedelta(days=1)


def dogs(**more: Any) -> SituationGraph:
    levels = (20, 30, 30, 45, 60, 75, 80)
    facets = {"distance": tuple("abcdefg")}
    made = tuple(
        Situation(id=f"s{i}", title="A", distress=level, facets={"distance": "abcdefg"[i]})
        for i, level in enumerate(levels)
    )
    return SituationGraph(title="Dogs", goal="s6", facets=facets, situations=made, **more)


def run(seed: int = 1, clients: int = 40, days: int = 15, **more: Any) -> SimulationResult:
    return simulate(dogs(), n_clients=clients, n_days=days, rng=np.random.default_rng(seed), **more)


def same(one: SimulationResult, other: SimulationResult, *, first: int | None = None) -> None:
    assert one.columns.keys() == other.columns.keys()
    for name, values in one.columns.items():
        assert values[:first].tobytes() == other.columns[name][:first].tobytes(), name


# ------------------------------------------------------------------------------------------- the planner's belief


@given(graph=graphs(), data=st.data())
@how(max_examples=25)
def test_the_belief_about_a_cohort_is_that_about_each_of_them(graph: SituationGraph, data: st.DataObject) -> None:
    course = Course(graph=graph)
    start, n, many = prior(course, at=AT), len(graph.ids), 3
    places = np.array(data.draw(st.permutations(range(n))))
    cohort, alone = CohortBelief(start, places, many, np.float64), [start] * many
    rung = st.lists(st.integers(0, n - 1), min_size=many, max_size=many)
    rating, flag = st.floats(0, 100), st.booleans()
    last = data.draw(st.integers(0, 5))
    for day in range(last + 1):
        at = AT + day * DAY
        where, went = np.array(data.draw(rung)), np.array(data.draw(st.lists(flag, min_size=many, max_size=many)))
        peak = np.array(data.draw(st.lists(rating, min_size=many, max_size=many)))
        cohort.practised(where, peak, went, days=float(day < last))
        for k in range(many):
            entry = Exposure(situation=start.ids[places[where[k]]], at=at, peak=peak[k])
            alone[k] = update(alone[k], entry)[0] if went[k] else alone[k].predict(at)
    for k, belief in enumerate(alone):
        np.testing.assert_allclose(cohort.mean[:, k], belief.mean[places], rtol=0, atol=1e-9)
        np.testing.assert_allclose(cohort.sd[:, k], belief.rating_sd[places], rtol=1e-9, atol=1e-9)


def test_single_precision_is_enough_for_a_cohort() -> None:
    """Off by less than .01 SUDS after 60 practices."""
    start, rng = prior(Course(graph=dogs()), at=AT), np.random.default_rng(3)
    exact, quick = (CohortBelief(start, np.arange(7), 50, kind) for kind in (np.float64, np.float32))
    for _ in range(60):
        rung, peak, went = rng.integers(7, size=50), np.round(rng.uniform(0, 100, 50)), rng.random(50) < 0.8
        for cohort in (exact, quick):
            cohort.practised(rung, peak, went, days=1.0)
    assert np.abs(exact.mean - quick.mean).max() < 0.01
    assert np.abs(exact.sd - quick.sd).max() < 0.01


# --------------------------------------------------------------------------------------------------- the same bits


@pytest.mark.parametrize("clients", [1, 7, 100])
def test_client_17_is_the_same_in_any_study(clients: int) -> None:
    same(run(clients=clients), run(clients=BLOCK + 5), first=clients)


def test_the_same_seed_gives_the_same_result_and_another_seed_another() -> None:
    same(run(seed=4), run(seed=4))
    assert (run(seed=4).columns["endured"] != run(seed=5).columns["endured"]).any()


class Backwards(Executor):
    """Runs everything at the end, last first."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future[Any], Any]] = []

    def submit(self, call: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.waiting.append((future, lambda: call(*args, **kwargs)))
        if len(self.waiting) == 2:
            for waiting, work in reversed(self.waiting):
                waiting.set_result(work())
        return future


def test_no_executor_changes_a_bit() -> None:
    alone = run(clients=BLOCK + 300)
    same(alone, run(clients=BLOCK + 300, executor=Backwards()))
    with ThreadPoolExecutor(2) as threads:
        same(alone, run(clients=BLOCK + 300, executor=threads))


@pytest.mark.edge
def test_other_processes_give_the_same_bits() -> None:
    alone = run(clients=2 * BLOCK)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as processes:
        same(alone, run(clients=2 * BLOCK, executor=processes))


@pytest.mark.edge
def test_a_dask_cluster_gives_the_same_bits() -> None:
    distributed = pytest.importorskip("distributed")
    alone = run(clients=2 * BLOCK)
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        same(alone, run(clients=2 * BLOCK, executor=client.get_executor(pure=False)))


# ---------------------------------------------------------------------------------- against a loop for one client


def by_hand(days: int, rate: float) -> tuple[list[int], list[float]]:
    """Practise the lowest open step every day, by the rule "back", without chance: one client, plain Python."""
    course = Course(graph=dogs())
    belief: Belief = prior(course, at=AT)
    geometry, settings = belief.geometry, course.settings
    ids = [rung.id for rung in build_ladder(belief).rungs]
    place = [geometry.index(name) for name in ids]
    threat = {name: max(float(geometry.distress[at]), 10.0) / 100.0 for name, at in zip(ids, place, strict=True)}
    context, peaks, walked, felt = 0.0, {name: [] for name in ids}, [], []  # type: ignore[var-annotated]
    done: set[str] = set()
    for day in range(days):
        belief = belief.predict(AT + day * DAY)
        mean, sd = belief.mean, belief.rating_sd
        done |= {n for n in ids if len(peaks[n]) >= 2 and max(peaks[n][-2:]) <= 35.0}
        ready = [n for n in ids if n not in done]
        safe = [n for n in ready if within_cap(mean[geometry.index(n)], sd[geometry.index(n)], settings)]
        if day:
            context *= np.exp(-0.05) if context < 0.0 else 1.0
        if not safe:
            break
        name = min(safe, key=lambda n: (round(float(mean[geometry.index(n)]), 6), ids.index(n)))
        level = 100.0 * min(max(threat[name] + context, 0.0), 1.0)
        peak = min(max(round(level), 0.0), 100.0)
        error = 0.10 - (threat[name] + context)
        for other in ids:
            alike = float(geometry.similarity[geometry.index(name), geometry.index(other)])
            threat[other] += rate * alike * error
        context += rate * 0.5 * error
        peaks[name].append(peak)
        walked.append(ids.index(name))
        felt.append(peak)
        belief, _ = update(belief, Exposure(situation=name, at=AT + day * DAY, peak=peak))
    return walked, felt


def test_a_client_without_chance_goes_the_way_that_a_plain_loop_goes() -> None:
    sure = Population(
        deviation=0, bias=0, bias_sd=0, rate_mean=0.3, rate_sd=0, habituating=1, engaged=0, noise=0, adherence=1,
        width_sd=0, tens=0, fives=0, refuse_at=200, leave_at=200, drop_out=0,
    )  # fmt: skip
    course = Course(graph=dogs(), settings=Settings(per_week=700))
    sized = {"n_clients": 2, "n_days": 40, "population": sure, "traces": True, "rule": RULES["back"]}
    made = simulate(course, rng=np.random.default_rng(0), **sized)  # type: ignore[arg-type]
    walked, felt = by_hand(40, 0.3)
    assert len(set(walked)) > 3
    for client in range(2):
        rungs, ratings = made.columns["rung"][client], made.columns["rating"][client]
        assert rungs[np.isfinite(rungs)].tolist() == walked
        assert ratings[np.isfinite(ratings)].tolist() == felt


# ------------------------------------------------------------------------------------------------- rules and safety


def test_nobody_is_offered_more_after_an_early_leave_nor_a_step_above_the_cap() -> None:
    scared = replace(CLINIC, leave_at=50.0, adherence=1.0)
    ladder = build_ladder(prior(Course(graph=dogs()), at=AT))
    study = Study(ladder, DEFAULT, scared, 25, 1, adaptive=True, reached=LOW_TWICE, traces=True)
    lives, everyone, eased = Lives(study, 0), np.arange(BLOCK), 0
    width = len(lives.columns)
    choose = lives.choice

    def choice(day: int) -> Any:
        found = choose(day)
        lives.seen = lives.expected.T.copy(), lives.allowed.T.copy()  # type: ignore[attr-defined]
        return found

    lives.choice = choice  # type: ignore[method-assign]
    for day in range(25):
        k = lives.kept
        some, last = np.asarray(k.total) > 0, np.maximum(np.asarray(k.total) - 1, 0) * width
        left = some & (np.asarray(k.cells)[everyone, last + kernel.LEFT] > 0)
        here = np.where(some, np.nan_to_num(np.asarray(k.cells)[everyone, last + kernel.STEP]), 0).astype(int)
        lives.live_through(day)
        expected, allowed = lives.seen  # type: ignore[attr-defined]
        rung = lives.traces["rung"][:, day]
        went = np.isfinite(rung)
        there = np.where(went, rung, 0).astype(int)
        assert allowed[everyone, there][went].all()
        harder = expected[everyone, there] > expected[everyone, here] + 1e-6
        assert not (harder & went & left).any()
        eased += int((went & left).sum())
    assert eased > 100


def test_a_step_without_consent_is_never_practised() -> None:
    graph = dogs()
    asks = graph.situations[3].model_copy(update={"consent": ("partner",)})
    graph = graph.model_copy(update={"situations": (*graph.situations[:3], asks, *graph.situations[4:])})
    made = simulate(graph, n_clients=30, n_days=10, rng=np.random.default_rng(1), traces=True)
    assert "s3" not in made.about["rungs"]
    goal = graph.model_copy(update={"goal": ("s3",)})
    with pytest.raises(ImpossibleLadderError, match="consent"):
        simulate(goal, n_clients=30, n_days=10, rng=np.random.default_rng(1))


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_rule_of_the_catalogue_runs(name: str) -> None:
    made = run(rule=RULES[name], population=UNGUIDED)
    assert made.columns["practices"].max() > 0
    assert np.isfinite(made.columns["goal_182_days_new"]).all()


def test_rules_that_are_compared_meet_the_same_people_with_the_same_luck() -> None:
    one = compare(dogs(), rules=[DEFAULT, DEFAULT], rng=np.random.default_rng(2), n_clients=50, n_days=10)
    same(*one.results)
    for name, found in one.differences()["default"].items():
        some = np.isfinite(one.results[0].columns[name]).any()
        assert {found.mean, found.low, found.high} == {0.0} if some else np.isnan(found.mean), name
    two = compare(dogs(), rules=[DEFAULT, RULES["random"]], rng=np.random.default_rng(2), n_clients=300, n_days=20)
    for name in ("goal_before", "rate", "kind"):
        assert two.results[0].columns[name].tobytes() == two.results[1].columns[name].tobytes()
    assert (two.results[0].columns["practices"] != two.results[1].columns["practices"]).any()


# ---------------------------------------------------------------------------------------------- what is wrong or stops


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"n_clients": 0, "n_days": 5}, "n_clients"),
        ({"n_clients": 5, "n_days": -1}, "n_days"),
        ({"n_clients": 2.5, "n_days": 5}, "n_clients"),
    ],
)
def test_impossible_studies_are_refused(options: dict[str, Any], named: str) -> None:
    with pytest.raises(InvalidCourseError) as caught:
        simulate(dogs(), rng=np.random.default_rng(1), **options)
    assert [problem.path[0] for problem in caught.value.problems] == [named]


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(InvalidCourseError) as caught:
        simulate(dogs().model_copy(update={"goal": ()}), n_clients=0, n_days=0, rng=np.random.default_rng(1))
    assert len(caught.value.problems) == 3
    with pytest.raises(InvalidCourseError) as caught:
        Population(habituating=0.8, engaged=0.4, noise=-1, adherence=2, rates=("speed",))
    assert len(caught.value.problems) >= 2


class Keyboard:
    """Progress that presses Ctrl-C after the first block."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    def __call__(self, done: int, total: int) -> None:
        self.told.append((done, total))
        if done < total and len(self.told) == 1:
            raise KeyboardInterrupt


def test_what_was_finished_is_kept_and_can_be_gone_on_with() -> None:
    keyboard = Keyboard()
    with pytest.raises(StoppedError, match="1 of 3") as caught:
        run(clients=2 * BLOCK + 9, progress=keyboard)
    kept = caught.value.finished
    assert kept is not None
    assert kept.clients == BLOCK
    stored = BytesIO()
    kept.save(stored)
    stored.seek(0)
    after = run(seed=99, clients=2 * BLOCK + 9, progress=keyboard, resume=read_results(stored))
    same(after, run(clients=2 * BLOCK + 9))
    assert keyboard.told[1:] == [(BLOCK, 2 * BLOCK + 9), (2 * BLOCK, 2 * BLOCK + 9), (2 * BLOCK + 9, 2 * BLOCK + 9)]
    with pytest.raises(InvalidCourseError, match="another study"):
        run(clients=2 * BLOCK, days=16, resume=kept)


def test_an_executor_that_is_shut_down_is_said() -> None:
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    with pytest.raises(StoppedError, match="0 of 1") as caught:
        run(executor=pool)
    assert caught.value.finished is None


def _die() -> None:
    os._exit(1)


class Deadly(Rule):
    """A rule that ends the process that unpacks it."""

    def __reduce__(self) -> Any:
        return _die, ()


@pytest.mark.edge
def test_a_worker_that_dies_is_said() -> None:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool, pytest.raises(StoppedError, match="worker"):
        run(rule=Deadly.model_validate(DEFAULT.model_dump()), executor=pool)


# --------------------------------------------------------------------------------------------------------- results


def test_results_survive_a_file_and_a_table() -> None:
    made = run(clients=5, traces=True)
    stored = BytesIO()
    made.save(stored)
    stored.seek(0)
    again = read_results(stored)
    same(made, again)
    assert dict(again.about) == dict(made.about)
    assert again.rule == made.rule
    rows = made.to_csv().splitlines()
    assert len(rows) == 6
    header, first = rows[0].split(","), rows[1].split(",")
    for name, text in zip(header[1:], first[1:], strict=True):
        value = made.columns[name][0]
        assert (text == "") if np.isnan(value) else float(text) == pytest.approx(value, rel=1e-9)
    with pytest.raises(ValueError, match="read-only"):
        made.columns["practices"][0] = 1.0
    with pytest.raises(InvalidCourseError, match="npz"):
        read_results(BytesIO(b"not a result"))


def test_an_interval_covers_the_mean_of_all_people() -> None:
    """95 % intervals of 40 studies of 100 hold the mean of 4,000: at least 33 (probability of fewer: below .5 %)."""
    whole = run(seed=8, clients=4 * BLOCK, days=8)
    truth, hits = float(whole.columns["endured"].mean()), 0
    for k in range(40):
        part = {name: values[k * 100 : (k + 1) * 100] for name, values in whole.columns.items()}
        found = SimulationResult("default", part, whole.about).summary()["endured"]
        hits += found.low <= truth <= found.high
    assert hits >= 33


def test_every_outcome_is_told() -> None:
    made = run(clients=BLOCK, days=40)
    assert set(made.summary()) == set(OUTCOMES) < set(made.columns)
    columns = made.columns
    assert set(np.unique(columns["reached"])) == {0.0, 1.0}
    assert (np.isfinite(columns["days_to_goal"]) == (columns["reached"] == 1)).all()
    reached = columns["reached"] == 1
    assert (columns["practices_to_goal"][reached] <= columns["practices"][reached]).all()
    assert (columns["goal_30_days_old"] >= columns["goal_end_old"] - 1e-9).all()  # what is forgotten is inhibition


# -------------------------------------------------------------------------------------------------------- population


def test_people_are_as_their_numbers_say() -> None:
    """Means and SDs of 20,000 drawn people, within four standard errors."""
    many = 20_000
    cov = np.diag([100.0, 64.0]) + 36.0
    people = Population(bias=5, bias_sd=4, residual=0).draw(
        np.array([50.0, 60.0]), cov, many, rng=np.random.default_rng(6)
    )
    for i, stated in enumerate((50.0, 60.0)):
        sd = np.sqrt(cov[i, i] + 16.0)
        assert abs(people.distress[i].mean() - (stated - 5)) < 4 * sd / many**0.5
        assert people.distress[i].std() == pytest.approx(sd, rel=4 / (2 * many) ** 0.5)
    assert np.cov(people.distress)[0, 1] == pytest.approx(36 + 16, rel=0.1)
    share = [float((people.kind == k).mean()) for k in range(3)]
    assert share == pytest.approx([0.45, 0.30, 0.25], abs=4 * 0.5 / many**0.5)
    fast = people.rate[people.kind == 0]
    assert fast.mean() == pytest.approx(0.25, abs=4 * 0.12 / 9000**0.5)
    assert fast.std() == pytest.approx(0.12, rel=0.05)
    for step, part in ((10.0, 0.24), (5.0, 0.46), (1.0, 0.30)):
        assert float((people.step == step).mean()) == pytest.approx(part, abs=4 * 0.5 / many**0.5)


@given(st.floats(-50, 150), st.sampled_from([1.0, 5.0, 10.0]))
def test_ratings_are_given_in_steps_on_the_scale(value: float, step: float) -> None:
    given_as = float(rounded(np.array(value), np.array(step)))
    assert 0.0 <= given_as <= 100.0
    assert given_as % step == 0.0
    assert abs(given_as - min(max(value, 0.0), 100.0)) <= step / 2 + 1e-9


def test_unguided_use_loses_nine_of_ten_in_a_month() -> None:
    left = run(clients=4 * BLOCK, days=30, population=UNGUIDED).columns["dropped"]
    assert float(np.isnan(left).mean()) < 0.11


def test_a_study_can_be_sent_to_another_process() -> None:
    population = Population(learner=RescorlaWagner(rate=0.2))
    again = pickle.loads(pickle.dumps(population))
    assert repr(again) == repr(population)
