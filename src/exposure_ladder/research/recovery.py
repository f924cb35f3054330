"""Checking a fit before trusting it: recovery, calibration, telling models apart, and the power of a planned study.

Virtual people of known parameters follow a plan, and are fitted as real ones would be. What is found holds for the plan
and the assumptions, never for a person. Every job carries its own seed, so an executor changes no number.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.research.fit_result import TENTH, Confusion, Power, Recovery
from exposure_ladder.research.fitting import FREE, fit, free_of
from exposure_ladder.research.parallel import run_jobs
from exposure_ladder.research.posterior import WIDE, logistic
from exposure_ladder.research.prediction import simulate_ratings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Executor

    from numpy.typing import NDArray

    from exposure_ladder.research.dataset import Histories
    from exposure_ladder.research.learners import Learner

    Floats = NDArray[np.float64]
    Progress = Callable[[int, int], None]
    Seed = np.random.SeedSequence

__all__ = ["calibrate", "confuse_models", "draw_people", "power", "recover"]

SPREAD: Final = 0.6
"""SD between people in logits, in recovery and power (assumption: rates of .14 to .40 around .25 in two thirds)."""
_LATE: Final = NormalDist().inv_cdf(0.975)


def draw_people(
    free: Mapping[str, tuple[float, float]],
    people: int,
    *,
    rng: np.random.Generator,
    middle: Mapping[str, float] | None = None,
    spread: float = WIDE,
) -> dict[str, Floats]:
    """Draw parameters, normal in logits of their bounds.

    Parameters
    ----------
    free : mapping of str to (low, high)
        Bounds.
    people : int
        How many.
    rng : numpy.random.Generator
        The only source of chance.
    middle : mapping of str to float, optional
        The middle person; half-way between the bounds where it says nothing.
    spread : float
        SD in logits; by default as wide as the prior of :func:`~exposure_ladder.research.fitting.fit`.

    Returns
    -------
    dict of str to ndarray, shape (people,)

    Raises
    ------
    InvalidCourseError
        If a middle does not lie between its bounds.

    Examples
    --------
    >>> import numpy as np
    >>> drawn = draw_people({"rate": (0, 1)}, 4, rng=np.random.default_rng(1), middle={"rate": 0.25}, spread=0.6)
    >>> drawn["rate"].round(2).tolist()
    [0.29, 0.35, 0.29, 0.13]
    """
    drawn, wrong = {}, []
    for name, (low, high) in free.items():
        centre = (middle or {}).get(name, 0.5 * (low + high))
        if not low < centre < high:
            wrong.append(Problem((name,), f"a value between {low:g} and {high:g}", f"{centre:g}"))
            continue
        logit = math.log((centre - low) / (high - centre))
        drawn[name] = low + (high - low) * logistic(logit + spread * rng.standard_normal(people))
    if wrong:
        raise InvalidCourseError(wrong)
    return drawn


def recover(
    plan: Histories,
    *,
    model: Learner,
    rng: np.random.Generator,
    groups: int = 4,
    spread: float = SPREAD,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Recovery:
    """Fit groups of virtual people, and set what was drawn beside what was found.

    Parameters
    ----------
    plan : Histories
        Trials of one group; ratings are not read.
    model : Learner
        How they learn; its own values are those of the middle person.
    rng : numpy.random.Generator
        One number is drawn for the seeds of the groups.
    groups : int
        How many groups.
    spread : float
        SD between people, in logits.
    executor : concurrent.futures.Executor, optional
        Where groups are fitted.
    progress : callable, optional
        Called with the number of groups done and of all.

    Returns
    -------
    Recovery
        Of all people of all groups.

    Raises
    ------
    InvalidCourseError
        If there is no group, or the middle person does not lie between the bounds of the fit.

    Examples
    --------
    How well is each parameter of five people found again from eight practices? One group is too few to say:

    >>> import numpy as np
    >>> from exposure_ladder.research import planned
    >>> from exposure_ladder.research.learners import RescorlaWagner
    >>> plan = planned([30, 50, 70], np.eye(3), people=5, trials=8)
    >>> found = recover(plan, model=RescorlaWagner(), rng=np.random.default_rng(1), groups=1)
    >>> dict(zip(found.names, found.correlation.round(1).tolist()))
    {'rate_without': 0.8, 'offset': 0.4, 'rating_sd': 0.8}
    """
    jobs = [(plan, model, spread, True, seed) for seed in _seeds(rng, groups)]
    return _joined(model, _run(_recovered, jobs, executor, progress))


def calibrate(
    plan: Histories,
    *,
    model: Learner,
    rng: np.random.Generator,
    batches: int = 4,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Recovery:
    """Draw people from the prior, fit each alone under it, and say where the truth lies in each posterior.

    Parameters
    ----------
    plan, model, rng, executor, progress
        As for :func:`recover`.
    batches : int
        How many times the people of the plan.

    Returns
    -------
    Recovery
        `below` is evenly spread, and 80 % intervals cover 80 %, if model and fit agree.

    Raises
    ------
    InvalidCourseError
        If there is no batch.

    Examples
    --------
    >>> import numpy as np
    >>> from exposure_ladder.research import planned
    >>> from exposure_ladder.research.learners import RescorlaWagner
    >>> plan = planned([30, 50, 70], np.eye(3), people=10, trials=5)
    >>> found = calibrate(plan, model=RescorlaWagner(), rng=np.random.default_rng(1), batches=1)
    >>> dict(zip(found.names, found.coverage.round(2).tolist()))
    {'rate_without': 0.9, 'offset': 0.8, 'rating_sd': 0.9}
    """
    jobs = [(plan, model, WIDE, False, seed) for seed in _seeds(rng, batches)]
    return _joined(model, _run(_recovered, jobs, executor, progress))


def confuse_models(
    plan: Histories,
    *,
    models: Sequence[Learner],
    rng: np.random.Generator,
    groups: int = 4,
    spread: float = SPREAD,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Confusion:
    """Make groups with each model, fit all models to each, and count which one wins by held-out score.

    Parameters
    ----------
    plan, rng, spread, executor, progress
        As for :func:`recover`.
    models : sequence of Learner
        Which to tell apart.
    groups : int
        How many for each model.

    Returns
    -------
    Confusion

    Raises
    ------
    InvalidCourseError
        If there is no model or no group.

    Examples
    --------
    Made by the model of the row, foretold best by that of the column; one group of five is too few to believe:

    >>> import numpy as np
    >>> from exposure_ladder.research import planned
    >>> from exposure_ladder.research.learners import RescorlaWagner, Retrieval
    >>> plan = planned([50, 70, 90], np.eye(3), people=5, trials=5)
    >>> models = RescorlaWagner(), Retrieval()
    >>> print(confuse_models(plan, models=models, rng=np.random.default_rng(2), groups=1))
                    RescorlaWagner  Retrieval
    RescorlaWagner               1          0
    Retrieval                    0          1
    """
    seeds = _seeds(rng, groups * len(models))
    jobs = [(plan, tuple(models), i // groups, spread, seed) for i, seed in enumerate(seeds)]
    chosen = np.zeros((len(models), len(models)), dtype=np.int64)
    for i, best in enumerate(_run(_best_model, jobs, executor, progress)):
        chosen[i // groups, best] += 1
    chosen.flags.writeable = False
    return Confusion(tuple(type(model).__name__ for model in models), chosen)


def power(
    plan: Histories,
    *,
    model: Learner,
    name: str,
    values: tuple[float, float],
    rng: np.random.Generator,
    studies: int = 50,
    spread: float = SPREAD,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Power:
    """Simulate a study with two arms of the plan's size, whose middle people differ in one parameter.

    Parameters
    ----------
    plan, model, rng, spread, executor, progress
        As for :func:`recover`.
    name : str
        A parameter that is fitted.
    values : (float, float)
        Of the middle person in each arm; the same twice gives the rate of false findings.
    studies : int
        How many to simulate.

    Returns
    -------
    Power

    Raises
    ------
    InvalidCourseError
        If the parameter is not fitted by default, or a value does not lie between its bounds.

    Examples
    --------
    Arms of five people that learn very differently. One study tells little; fifty take fifty times as long:

    >>> import numpy as np
    >>> from exposure_ladder.research import planned
    >>> from exposure_ladder.research.learners import RescorlaWagner
    >>> plan = planned([30, 50, 70], np.eye(3), people=5, trials=5)
    >>> arms = {"name": "rate_without", "values": (0.1, 0.6)}
    >>> told = power(plan, model=RescorlaWagner(), rng=np.random.default_rng(1), studies=1, **arms)
    >>> told.found, round(told.low, 2), told.high
    (1.0, 0.21, 1.0)
    """
    if name not in (free := free_of(model)):
        raise InvalidCourseError([Problem(("name",), f"one of {', '.join(free)}", name)])
    jobs = [(plan, model, name, values, spread, seed) for seed in _seeds(rng, studies)]
    found = float(np.mean(_run(_found, jobs, executor, progress)))
    n, square = studies, _LATE**2
    centre = (found + square / (2 * n)) / (1 + square / n)
    reach = _LATE / (1 + square / n) * math.sqrt(found * (1 - found) / n + square / (4 * n * n))
    return Power(found, max(centre - reach, 0.0), min(centre + reach, 1.0), studies)


# --------------------------------------------------------------------------------------------------------- the jobs


def _middle(model: Learner) -> dict[str, float]:
    return {name: float(getattr(model, name)) for name in FREE.get(type(model), {})} | {
        "offset": 0.0,
        "rating_sd": 10.0,
    }


def _people(
    plan: Histories, model: Learner, middle: Mapping[str, float] | None, spread: float, rng: np.random.Generator
) -> tuple[dict[str, Floats], Histories]:
    """Return the parameters of people who follow the plan, and what they told."""
    drawn = draw_people(free_of(model), plan.rating.shape[1], rng=rng, middle=middle, spread=spread)
    return drawn, simulate_ratings(plan, model, drawn, rng=rng)


def _recovered(plan: Histories, model: Learner, spread: float, pooled: bool, seed: Seed) -> tuple[NDArray[Any], ...]:
    drawn, made = _people(plan, model, _middle(model) if pooled else None, spread, _chance(seed))
    found = fit(made, model=model, pooled=pooled)
    truth = np.stack([drawn[name] for name in found.names], axis=1)
    below = np.einsum("ps,psk->pk", found.weights, (found.points < truth[:, None]).astype(float))
    return truth, found.mean, found.low, found.high, below, found.reliable


def _joined(model: Learner, parts: list[Any]) -> Recovery:
    return Recovery(tuple(free_of(model)), *(np.concatenate(column) for column in zip(*parts, strict=True)))


def _best_model(plan: Histories, models: tuple[Learner, ...], maker: int, spread: float, seed: Seed) -> int:
    _, made = _people(plan, models[maker], _middle(models[maker]), spread, _chance(seed))
    return int(np.argmax([fit(made, model=each).log_score.sum() for each in models]))


def _found(plan: Histories, model: Learner, name: str, values: tuple[float, float], spread: float, seed: Seed) -> bool:
    rng, (low, high) = _chance(seed), free_of(model)[name]
    centres, variances = [], []
    for value in values:
        _, made = _people(plan, model, _middle(model) | {name: value}, spread, rng)
        told = fit(made, model=model).group[name]
        ends = [math.log((x - low) / (high - x)) for x in (told.low, told.mean, told.high)]
        centres.append(ends[1])
        variances.append(((ends[2] - ends[0]) / (2.0 * TENTH)) ** 2)
    return abs(centres[1] - centres[0]) > _LATE * math.sqrt(sum(variances))


def _seeds(rng: np.random.Generator, count: int) -> list[np.random.SeedSequence]:
    if count < 1:
        raise InvalidCourseError([Problem(("count",), "at least 1", str(count))])
    return np.random.SeedSequence(int(rng.integers(2**63))).spawn(count)


def _chance(seed: Seed) -> np.random.Generator:
    return np.random.Generator(np.random.SFC64(seed))


def _run(job: Any, jobs: list[Any], executor: Executor | None, progress: Progress | None) -> list[Any]:
    """Run jobs; results in the order of the jobs."""
    done: dict[int, Any] = {}

    def finished(i: int, result: Any) -> None:
        done[i] = result
        if progress is not None:
            progress(len(done), len(jobs))

    run_jobs(job, dict(enumerate(jobs)), executor=executor, finished=finished)
    return [done[i] for i in range(len(jobs))]
