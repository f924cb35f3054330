"""Laws of the learning models: nobody's numbers depend on who else is there, reading teaches nothing, time adds up."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from exposure_ladder.errors import InvalidCourseError, ShapeError
from exposure_ladder.research import design
from exposure_ladder.research.learners import (
    FADING_CAUSES,
    LEARNERS,
    MODELS,
    Design,
    FearCurve,
    KalmanFilter,
    LatentCause,
    Learner,
    PanicModel,
    PearceHall,
    RescorlaWagner,
    Retrieval,
    Trial,
    after_escape,
    block_size,
    run,
    trials,
)

Floats = NDArray[np.float64]
CLIENTS, CUES, CONTEXTS = 37, 3, 2
SMALL = {name: replace(m, histories=6) if m is FADING_CAUSES else m for name, m in LEARNERS.items()}  # type: ignore[type-var]
each_model = pytest.mark.parametrize("name", SMALL)
some_designs = settings(max_examples=15, deadline=None)


@st.composite
def designs(draw: st.DrawFn) -> Design:
    many = draw(st.integers(1, 8))

    def rows(each: st.SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(each, min_size=many, max_size=many))

    cues = rows(st.lists(st.sampled_from([0.0, 1.0]), min_size=CUES, max_size=CUES))
    outcomes = rows(st.floats(0.0, 1.0))
    return Design(cues, outcomes, rows(st.integers(-1, CONTEXTS - 1)), rows(st.sampled_from([0.0, 0.01, 1.0, 40.0])))


def own_parameters(model: Learner, seed: int) -> Learner:
    """Return the model with another value of every parameter for each client, inside its range and near its default."""
    rng, own = np.random.default_rng(seed), {}
    for each in fields(model):  # type: ignore[arg-type]
        if each.type == "Any":
            value, more = getattr(model, each.name), each.metadata
            own[each.name] = np.clip(value * rng.uniform(0.5, 1.5, CLIENTS), more["low"], more["high"])
    return replace(model, **own)  # type: ignore[type-var]


def same_bits(one: Floats, other: Floats) -> bool:
    return np.ascontiguousarray(one).tobytes() == np.ascontiguousarray(other).tobytes()


def alone(model: Learner, client: int) -> Learner:
    return trials.model_of(model, slice(client, client + 1))


# ---------------------------------------------------------------------------------------- one client and many


@each_model
@given(experiment=designs(), seed=st.integers(0, 99))
@some_designs
def test_a_client_among_others_is_the_same_client_alone(name: str, experiment: Design, seed: int) -> None:
    model, threat = own_parameters(SMALL[name], seed), np.random.default_rng(seed).random((CUES, CLIENTS))
    alike = 0.5 * np.eye(CUES) + 0.5
    together = run(model, experiment, threat=threat, similarity=alike)
    for k in (0, 17, CLIENTS - 1):
        one = run(alone(model, k), experiment, threat=threat[:, k : k + 1], similarity=alike)
        assert same_bits(together[:, k], one[:, 0])


@each_model
def test_the_size_of_blocks_changes_no_bit(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    model, experiment = own_parameters(SMALL[name], 3), design((5, "A+ AX-", 0), (4, "X-", 1, 2.0), cues="AX")
    whole = run(model, experiment)
    monkeypatch.setattr(trials, "_CACHE", 1)
    assert block_size(model, 2, 2) == 32 < CLIENTS
    assert same_bits(run(model, experiment), whole)


@each_model
@given(seed=st.integers(0, 999))
@some_designs
def test_clients_in_different_situations_are_each_as_if_alone(name: str, seed: int) -> None:
    """Rows that differ between clients, −1 among them, give what the same rows give when all share them."""
    rng, model = np.random.default_rng(seed), SMALL[name]
    alike = np.exp(-np.abs(np.subtract.outer(np.arange(CUES), np.arange(CUES))))
    rows = rng.integers(-1, CUES, (6, CLIENTS))
    places = rng.integers(-1, CONTEXTS, (6, CLIENTS))
    places = np.where(places < 0, -1, places + CUES)
    outcomes, threat = rng.random((6, CLIENTS)), rng.random((CUES, CLIENTS))

    def follow(who: slice) -> Floats:
        state, found = (
            model.start(outcomes[:, who].shape[1], CUES, CONTEXTS, threat=threat[:, who], similarity=alike),
            [],
        )
        for t in range(6):
            model.elapse(state, 0.5 * t)
            found.append(model.learn(state, Trial((rows[t, who],), (places[t, who],), outcomes[t, who], np.ones(1))))
        return np.array(found)

    together = follow(slice(0, CLIENTS))
    for k in (0, 20, 36):
        assert same_bits(together[:, k], follow(slice(k, k + 1))[:, 0])


@pytest.mark.parametrize("name", [name for name in SMALL if name != "Kalman"])  # it reads the first matrix alone
def test_a_client_learns_by_its_own_kind_of_similarity(name: str) -> None:
    apart, model = np.abs(np.subtract.outer(np.arange(CUES), np.arange(CUES))), SMALL[name]
    alike = np.stack([np.exp(-apart / length) for length in (0.5, 1.0, 1.5, 2.0, 3.0)])  # more kinds than cues

    def follow(many: int, similarity: Floats, kind: NDArray[np.intp] | None) -> Floats:
        state, rows = model.start(many, CUES, CONTEXTS, threat=0.6, similarity=similarity), ([0], [0], [2], [1])
        lived = [Trial((np.array(row),), (), np.zeros(1), np.ones(1), kind) for row in rows]
        return np.array([np.broadcast_to(model.learn(state, trial), (many,)) for trial in lived])

    together = follow(CLIENTS, alike, np.arange(CLIENTS) % len(alike))
    for k in range(len(alike)):
        assert same_bits(together[:, k], follow(1, alike[k], None)[:, 0])


# ------------------------------------------------------------------------------------------- what a step does


@each_model
@given(experiment=designs())
@some_designs
def test_a_run_is_its_steps(name: str, experiment: Design) -> None:
    model = SMALL[name]
    state, found = model.start(1, CUES, experiment.n_contexts, threat=0.4), []
    for gap, trial in experiment.trials():
        model.elapse(state, gap)
        found.append(model.learn(state, trial)[0])
    np.testing.assert_allclose(found, run(model, experiment, threat=0.4)[:, 0], rtol=1e-12, atol=1e-12)


@each_model
@given(experiment=designs())
@some_designs
def test_reading_teaches_nothing(name: str, experiment: Design) -> None:
    """A share of 0 leaves the state, and so every later prediction, as it was."""
    model = SMALL[name]
    state = model.start(1, CUES, CONTEXTS, threat=0.6)
    for gap, trial in experiment.trials():
        model.elapse(state, gap)
        model.learn(state, trial)
    before, test = deepcopy(state), Trial((np.array([0]),), (np.array([CUES]),), np.ones(1), np.zeros(1))
    first = model.learn(state, test).copy()
    assert same_bits(model.learn(state, test), first)
    assert all(same_bits(state[key], before[key]) for key in state)


@each_model
@given(days=st.floats(0.0, 50.0), more=st.floats(0.0, 50.0))
@some_designs
def test_time_adds_up(name: str, days: float, more: float) -> None:
    model = replace(SMALL[name], day_end=np.inf) if name == "fading causes" else SMALL[name]  # type: ignore[type-var]
    state = model.start(1, 2, 1)
    for _, trial in design((3, "A+ AX-", 0), cues="AX").trials():
        model.learn(state, trial)
    at_once, in_two = deepcopy(state), deepcopy(state)
    model.elapse(at_once, days + more)
    model.elapse(in_two, days)
    model.elapse(in_two, more)
    for key in state:
        np.testing.assert_allclose(in_two[key], at_once[key], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", ["latent cause", "fading causes", "retrieval"])
@given(experiment=designs())
@some_designs
def test_predictions_stay_where_they_mean_something(name: str, experiment: Design) -> None:
    found = run(SMALL[name], experiment)
    assert (found >= 0.0).all()
    if name != "retrieval":
        assert (found <= 1.0).all()


@pytest.mark.parametrize("name", [name for name, model in SMALL.items() if not isinstance(model, LatentCause)])
def test_practice_elsewhere_teaches_nothing_without_similarity(name: str) -> None:
    """Latent causes are apart from this law: whatever a cause explains changes with it."""
    state = SMALL[name].start(1, 2, threat=np.array([[0.8], [0.6]]))
    for _, trial in design((9, "A-"), cues="AB").trials():
        SMALL[name].learn(state, trial)
    other = Trial((np.array([1]),), (), np.zeros(1), np.ones(1))
    assert SMALL[name].learn(state, other)[0] == pytest.approx(0.6)


def test_leaving_teaches_what_was_feared() -> None:
    outcome, share = after_escape([True, False], np.zeros(1), np.full(2, 0.3))
    np.testing.assert_allclose(outcome, [1.0, 0.0])
    np.testing.assert_allclose(share, [0.75, 0.3])


# -------------------------------------------------------------------------------- two implementations of one thing


@given(experiment=designs(), noise=st.floats(0.1, 4.0), drift=st.floats(0.0, 0.2))
@some_designs
def test_the_kalman_filter_is_the_textbook_one(experiment: Design, noise: float, drift: float) -> None:
    rows = CUES + experiment.n_contexts
    C, w, found = np.eye(rows), np.zeros(rows), []
    for _, trial in experiment.trials():
        h = np.zeros(rows)
        h[[int(slot[0]) for slot in trial.cues + trial.contexts]] = 1.0
        C = C + drift * np.eye(rows)
        gain = C @ h / (h @ C @ h + noise)
        found.append(h @ w)
        w = w + gain * (trial.outcome - h @ w)
        C = C - np.outer(gain, h @ C)
    np.testing.assert_allclose(run(KalmanFilter(1.0, noise, drift), experiment)[:, 0], found, atol=1e-9)


def histories(model: LatentCause, experiment: Design) -> Iterator[float]:
    """Yield the threat of every trial with all histories of causes written out one by one: cue A alone, no contexts."""
    every: list[tuple[float, tuple[int, ...]]] = [(1.0, ())]
    hours = np.cumsum(24.0 * experiment.gaps)
    for t, (cue, outcome) in enumerate(zip(experiment.cues[:, 0], experiment.outcomes, strict=True)):
        grown, top, bottom = [], 0.0, 0.0
        for weight, past in every:
            weights = [
                sum(np.exp(-model.slope * (hours[t] - hours[i])) for i, z in enumerate(past) if z == k) + model.base
                for k in range(max(past, default=-1) + 1)
            ]
            weights.append(model.readiness if past else 1.0)
            for k, prior in enumerate(weights):
                p, r = model.cue, model.outcome
                for i, z in enumerate(past):
                    if z == k:
                        p += model.rate * (experiment.cues[i, 0] - p)
                        rate = model.rate_outcome if experiment.outcomes[i] else model.rate
                        r += rate * (experiment.outcomes[i] - r)
                seen = weight * prior / sum(weights) * (p if cue else 1.0 - p)
                top, bottom = top + seen * r, bottom + seen
                grown.append((seen * (r if outcome else 1.0 - r), (*past, k)))
        yield top / bottom
        every = grown


@given(
    outcomes=st.lists(st.sampled_from([0.0, 1.0]), min_size=1, max_size=6),
    gaps=st.lists(st.sampled_from([0.0, 0.1, 0.9]), min_size=6, max_size=6),
)
@some_designs
def test_latent_causes_follow_every_history(outcomes: list[float], gaps: list[float]) -> None:
    experiment = Design(np.ones((len(outcomes), 1)), outcomes, gaps=gaps[: len(outcomes)])
    model = replace(FADING_CAUSES, histories=256)
    np.testing.assert_allclose(run(model, experiment)[:, 0], list(histories(model, experiment)), atol=1e-9)


# ------------------------------------------------------------------------------------------------------ bad input


@pytest.mark.parametrize("model", MODELS)
def test_every_parameter_outside_its_range_is_named_at_once(model: Any) -> None:
    wrong = {each.name: np.nan for each in fields(model) if each.type == "Any"}
    with pytest.raises(InvalidCourseError) as caught:
        model(**wrong)
    assert [problem.path for problem in caught.value.problems] == [(model.__name__, name) for name in wrong]


@pytest.mark.parametrize(
    ("model", "wrong"),
    [(RescorlaWagner, {"rate": 1.5}), (PearceHall, {"attention": -0.1}), (KalmanFilter, {"noise": 0.0}),
     (LatentCause, {"histories": 1.5}), (Retrieval, {"forgetting": [5.0, -1.0]}), (FearCurve, {"returning": [[0.5]]}),
     (PanicModel, {"leaving": np.inf})],
)  # fmt: skip
def test_impossible_parameters_are_refused(model: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidCourseError, match=f"{next(iter(wrong))}: expected (one|a) .*number.* from"):
        model(**wrong)


@pytest.mark.parametrize("histories", [1, 8])
def test_what_no_cause_can_explain_is_no_error(histories: int) -> None:
    """With rates of 1 and no new causes an outcome can be impossible under every cause; threat stays a number."""
    model = LatentCause(
        readiness=0.0, fixed=True, rate=1.0, rate_outcome=1.0, outcome=0.0, cue=0.0, histories=histories
    )
    found = run(model, design((2, "A-"), (2, "A+"), (2, "+"), (2, "A-")))
    assert ((found >= 0.0) & (found <= 1.0)).all()


def test_all_wrong_numbers_of_a_design_are_named_at_once() -> None:
    with pytest.raises(InvalidCourseError) as caught:
        Design([[1.0], [0.5]], [0.0, np.nan], contexts=[0, -2], gaps=[np.inf, 0.0])
    found = [problem.path for problem in caught.value.problems]
    assert found == [("cues", 1), ("outcomes", 1), ("contexts", 1), ("gaps", 0)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcomes": [0.0]},
        {"contexts": [0, 0, 0]},
        {"gaps": [0.0]},
        {"cues": [1.0, 1.0]},
        {"outcomes": [[1.0], [0.0]]},
        {"cues": [[1.0], [1.0, 0.0]]},
        {"gaps": "x"},
    ],
)
def test_a_design_has_one_row_for_each_trial(wrong: dict[str, Any]) -> None:
    with pytest.raises(ShapeError, match=r"one row for each trial|numbers in a full array"):
        Design(**({"cues": [[1.0], [1.0]], "outcomes": [1.0, 0.0]} | wrong))


def test_what_does_not_fit_a_run_is_refused() -> None:
    experiment = design((3, "A+"))
    with pytest.raises(ShapeError, match="parameters and threat with one value, or 3"):
        run(RescorlaWagner([0.1, 0.2], [0.1, 0.2, 0.3]), experiment)
    with pytest.raises(ShapeError, match="similarity: expected numbers"):
        run(RescorlaWagner(), experiment, similarity="x")
    with pytest.raises(ShapeError, match="similarity matrix"):
        run(RescorlaWagner(), experiment, similarity=np.eye(2))
    with pytest.raises(ShapeError, match="or 1; got \\[0\\]"):
        run(RescorlaWagner(rate=[]), experiment)
    with pytest.raises(ShapeError, match="symmetric"):
        run(KalmanFilter(), design((1, "A+"), cues="AB"), similarity=[[1.0, 0.5], [0.2, 1.0]])
    with pytest.raises(ShapeError, match=r"threat of shape \(1, clients or 1\)"):
        run(RescorlaWagner(), experiment, threat=[0.1, 0.2])
    with pytest.raises(InvalidCourseError, match="threat: expected numbers from 0 to 1"):
        run(RescorlaWagner(), experiment, threat=np.nan)
    with pytest.raises(InvalidCourseError, match="minutes"):
        FearCurve().exposures(50.0, [20.0, -1.0])


def test_trials_that_are_no_trials_are_all_named() -> None:
    with pytest.raises(InvalidCourseError) as caught:
        design((3, "A+ B+"), (2, "A"), cues="A")
    assert [str(problem) for problem in caught.value.problems] == [
        "phases[0]: expected letters of A, then + or -; got B+.",
        "phases[1]: expected letters of A, then + or -; got A.",
    ]
    with pytest.raises(ShapeError):
        design()


def test_a_design_is_a_copy() -> None:
    cues = np.ones((3, 1))
    experiment = Design(cues, np.zeros(3))
    cues[:] = 0.0
    assert experiment.cues.all()
    with pytest.raises(ValueError, match="read-only"):
        experiment.outcomes[0] = 1.0


def test_results_cannot_be_written_into() -> None:
    with pytest.raises(ValueError, match="read-only"):
        run(RescorlaWagner(), design((3, "A+")))[0, 0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        RescorlaWagner([0.1, 0.2]).rate[0] = 1.0
