"""What a learning model foretells along people's histories: the one place where models meet logs.

Threat 0–1 is distress 0–100; practice has the outcome "nothing", or as much distress as remains (`floor`). Lanes are
people, or people at several points of parameter space; each lane is computed alone.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np

from exposure_ladder.errors import InvalidCourseError, Problem, ShapeError
from exposure_ladder.research.learners import Trial, block_size

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from exposure_ladder.research.dataset import Histories
    from exposure_ladder.research.learners import Learner

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

__all__ = ["foretold", "simulate_ratings"]

OURS = ("offset", "floor", "rating_sd")
"""Parameters of people that belong to every model, SUDS."""


def foretold(
    given: Histories, model: Learner, values: Mapping[str, Floats], person: Ints
) -> Iterator[tuple[Ints, Iterator[Floats]]]:
    """Yield blocks of lanes, and for each the distress foretold before every trial, SUDS.

    Parameters
    ----------
    given : Histories
        Trials; what was said is not read.
    model : Learner
        Its parameters are those of all lanes, but for `values`.
    values : mapping of str to ndarray, shape (lanes,)
        Parameters of the model, or ``offset`` and ``floor`` in SUDS.
    person : ndarray of int, shape (lanes,)
        Whose history each lane follows.
    """
    size = block_size(model, len(given.ids))
    for low in range(0, len(person), size):
        lanes = np.arange(low, min(low + size, len(person)))
        own = {name: np.asarray(value)[lanes] for name, value in values.items()}
        yield lanes, _block(given, model, own, person[lanes])


def _block(given: Histories, model: Learner, own: dict[str, Floats], person: Ints) -> Iterator[Floats]:
    ours = {name: own.pop(name) for name in OURS if name in own}
    mine = replace(model, **own)  # type: ignore[type-var]
    threat = np.clip((given.distress[:, person] + ours.get("offset", 0.0)) / 100.0, 0.0, 1.0)
    state = mine.start(len(person), len(given.ids), 0, threat=threat, similarity=given.similarity)
    outcome = np.broadcast_to(ours.get("floor", np.zeros(1)) / 100.0, (len(person),))
    for situation, gap, share in zip(given.situation, given.gap, given.share, strict=True):
        days = gap[person]
        if days.any():
            mine.elapse(state, days)
        yield 100.0 * mine.learn(state, Trial((situation[person],), (), outcome, share[person]))


def simulate_ratings(
    given: Histories, model: Learner, values: Mapping[str, Floats], *, rng: np.random.Generator
) -> Histories:
    """Return the same trials with ratings, cut to 0–100, that virtual people of known parameters would give.

    Parameters
    ----------
    given : Histories
        Trials.
    model : Learner
        How they learn.
    values : mapping of str to ndarray, shape (people,)
        Their parameters; ``rating_sd`` is needed.
    rng : numpy.random.Generator
        Of the noise.

    Returns
    -------
    Histories

    Raises
    ------
    InvalidCourseError
        If ``rating_sd`` is missing, or the model has no such parameter.
    ShapeError
        If there is not one value for each person.

    Examples
    --------
    >>> import numpy as np
    >>> from exposure_ladder.research import planned
    >>> from exposure_ladder.research.learners import RescorlaWagner
    >>> plan = planned([60], [[1]], people=2, trials=4)
    >>> people = {"rate_without": np.array([0.1, 0.5]), "rating_sd": np.array([2.0, 2.0])}
    >>> made = simulate_ratings(plan, RescorlaWagner(), people, rng=np.random.default_rng(1))
    >>> made.rating.round().T.tolist()
    [[61.0, 55.0, 50.0, 43.0], [62.0, 27.0, 16.0, 9.0]]
    """
    shape, known = given.situation.shape, (*OURS, *(each.name for each in fields(model)))  # type: ignore[arg-type]
    wrong = [
        Problem(("values",), f"parameters of {type(model).__name__}", name) for name in values if name not in known
    ]
    if "rating_sd" not in values:
        wrong.append(Problem(("values",), "rating_sd", ", ".join(sorted(values))))
    if wrong:
        raise InvalidCourseError(wrong)
    if sizes := {np.shape(value) for value in values.values()} - {shape[1:]}:
        raise ShapeError(f"expected values of shape {shape[1:]}, one for each person; got {sorted(sizes)}.")
    clean = np.empty(shape)
    for lanes, predictions in foretold(given, model, values, np.arange(shape[1])):
        for t, prediction in enumerate(predictions):
            clean[t, lanes] = prediction
    rating = clean + rng.standard_normal(shape) * np.asarray(values["rating_sd"])
    return replace(given, rating=np.where(given.situation >= 0, np.clip(rating, 0.0, 100.0), np.nan))
