"""How any learning model is run: what a trial is, what a model must offer, and many clients through a whole design.

A model is a frozen set of parameters; what it has learned is a `State`, a dictionary of arrays by the paper's symbol,
client axis last. Rows are cues, then contexts, then one row for "nothing" that stays 0, so that row −1 can be named
where a trial has no such cue. What is learned about a row reaches others by a similarity matrix S; one row is read as
itself. Nothing here sums over clients, and sums over rows are taken in order, so a client's numbers are the same bits
alone and among 100,000. A model must never draw chance, read a clock, or let one client's numbers touch another's.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import reduce
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np

from exposure_ladder.errors import InvalidCourseError, NumericalError, Problem, ShapeError
from exposure_ladder.research.learners.parameters import numbers
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Slot = NDArray[np.intp]
    State = dict[str, NDArray[Any]]

__all__ = ["Design", "Learner", "Trial", "after_escape", "block_size", "run"]

_CACHE = 1 << 18
"""Numbers in one block of clients, so that they stay in a processor's cache (computed: fast for all models)."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Trial(Summary):
    """What happens once.

    Attributes
    ----------
    cues, contexts : tuple of ndarray of int, each of shape (1,) or (clients,)
        Rows that are there; contexts are counted on after the cues. −1: nothing for this client.
    outcome : ndarray, shape (1,) or (clients,)
        1: the feared outcome came; 0: it did not; between: a weaker one.
    share : ndarray, shape (1,) or (clients,)
        Multiplies the rate of learning; 0 only reads. A rate never passes 1.
    kind : ndarray of int, shape (clients,), or None
        Which similarity matrix counts, where the model was given several; the first by default.

    Examples
    --------
    One client and one cue, three times without the outcome:

    >>> import numpy as np
    >>> from exposure_ladder.research.learners import RescorlaWagner
    >>> model = RescorlaWagner(rate_without=0.5)
    >>> state = model.start(1, 1, threat=0.8)
    >>> trial = Trial(cues=(np.array([0]),), contexts=(), outcome=np.zeros(1), share=np.ones(1))
    >>> [float(model.learn(state, trial)[0]) for _ in range(3)]
    [0.8, 0.4, 0.2]
    """

    cues: tuple[Slot, ...]
    contexts: tuple[Slot, ...]
    outcome: Floats
    share: Floats
    kind: Slot | None = None


class Learner(Protocol):
    """A learning model: a frozen dataclass of parameters, and three things to do with a state.

    A state is a dictionary of arrays, clients last. `learn` and `elapse` write into the one they are given.
    """

    def start(
        self, n_clients: int, n_cues: int, n_contexts: int = 0, *, threat: ArrayLike = 0.0, similarity: Any = None
    ) -> State:
        """Return the state before anything.

        Parameters
        ----------
        n_clients, n_cues, n_contexts : int
            How many.
        threat : array_like, shape () or (n_cues, n_clients or 1)
            What the cues predict already, 0–1.
        similarity : array_like, shape (n_cues, n_cues) or with the contexts too, or several of them, optional
            What is learned about one row shows at another by this share; by default only at itself.
        """

    def learn(self, state: State, trial: Trial) -> Floats:
        """Return the threat predicted before the outcome of a `trial`, shape (clients,); change the `state`."""

    def elapse(self, state: State, days: ArrayLike) -> None:
        """Let `days` pass in a `state`, a number or one for each client."""


AnyLearner = TypeVar("AnyLearner", bound=Learner)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Design(Summary):
    """An experiment, trial by trial; :func:`~exposure_ladder.research.design` writes one down in letters.

    Parameters
    ----------
    cues : array_like, shape (trials, cues)
        1 where a cue is there, else 0.
    outcomes : array_like, shape (trials,)
        0 to 1.
    contexts : array_like of int, shape (trials,) or (trials, elements), optional
        Where a trial takes place, counted from 0; −1: nowhere in particular.
    gaps : array_like, shape (trials,), optional
        Days since the trial before, at least 0; what stands first is time before the experiment.

    Raises
    ------
    ShapeError
        When the arrays are not of one length.
    InvalidCourseError
        When a number is not finite or lies outside its range; all such arrays at once.

    Examples
    --------
    Two pairings of one cue with the outcome, and the cue alone after a week in another place:

    >>> experiment = Design(cues=[[1], [1], [1]], outcomes=[1, 1, 0], contexts=[0, 0, 1], gaps=[0, 0, 7])
    >>> experiment.n_contexts, experiment.gaps.tolist()
    (2, [0.0, 0.0, 7.0])
    """

    cues: Any
    outcomes: Any
    contexts: Any = -1
    gaps: Any = 0.0

    def __post_init__(self) -> None:
        given = {each.name: numbers(each.name, getattr(self, each.name)) for each in fields(self)}
        cues, outcomes, contexts, gaps = given.values()
        shape = (len(cues) if cues.ndim else 0,)
        gaps = np.full(shape, gaps) if gaps.ndim == 0 else gaps
        contexts = np.full(shape, contexts) if contexts.ndim == 0 else contexts
        contexts = contexts[:, None] if contexts.ndim == 1 else contexts
        if cues.ndim != 2 or contexts.ndim != 2 or not outcomes.shape == gaps.shape == contexts.shape[:1] == shape:
            shapes = ", ".join(f"{name} {array.shape}" for name, array in given.items())
            raise ShapeError(
                "expected cues (trials, cues), and the rest with one row for each trial.", hint=f"Got {shapes}."
            )
        limits = (
            ("cues", cues, "0 or 1", np.isin(cues, (0.0, 1.0))),
            ("outcomes", outcomes, "numbers from 0 to 1", (outcomes >= 0.0) & (outcomes <= 1.0)),
            (
                "contexts",
                contexts,
                "whole numbers from −1 on",
                (contexts >= -1) & (contexts < 1 << 31) & (contexts == np.floor(contexts)),
            ),
            ("gaps", gaps, "finite days, not negative", (gaps >= 0.0) & np.isfinite(gaps)),
        )
        wrong = [
            Problem((name, int(np.argwhere(~fine)[0][0])), expected, f"{values[~fine][0]:g}")
            for name, values, expected, fine in limits
            if not fine.all()
        ]
        if wrong:
            raise InvalidCourseError(wrong)
        for name, array in zip(given, (cues, outcomes, contexts.astype(np.intp), gaps), strict=True):
            array.flags.writeable = False
            object.__setattr__(self, name, array)

    @property
    def n_contexts(self) -> int:
        """How many contexts there are."""
        return int(self.contexts.max(initial=-1)) + 1

    def trials(self) -> Iterator[tuple[float, Trial]]:
        """Yield the days before each trial, and the trial."""
        n_cues, one = self.cues.shape[1], np.ones(1)
        for t, gap in enumerate(self.gaps.tolist()):
            cues = tuple(np.flatnonzero(self.cues[t])[:, None])
            contexts = tuple(np.array([n_cues + c]) for c in self.contexts[t] if c >= 0)
            yield gap, Trial(cues, contexts, self.outcomes[t : t + 1], one)


def run(model: Learner, design: Design, *, threat: ArrayLike = 0.0, similarity: ArrayLike | None = None) -> Floats:
    """Return what a model predicts before the outcome of every trial.

    Parameters
    ----------
    model : Learner
        Its parameters are numbers, or arrays with one value for each client.
    design : Design
        The same for all clients, of whom there are as many as parameters or threats.
    threat : array_like, shape () or (cues, clients or 1)
        Predicted at the start, 0–1.
    similarity : array_like, shape (cues, cues), or with the contexts too, optional
        What is learned about one row shows at another by this share; by default only at itself.

    Returns
    -------
    ndarray, shape (trials, clients)

    Raises
    ------
    ShapeError
        When parameters, threat or matrix do not fit.
    InvalidCourseError
        When a threat is no number from 0 to 1.
    NumericalError
        When a prediction is no longer a finite number.

    Examples
    --------
    Two clients who learn at different rates lose threat in three trials without the outcome:

    >>> from exposure_ladder.research.learners import Design, RescorlaWagner
    >>> extinction = Design(cues=[[1]] * 3, outcomes=[0] * 3)
    >>> run(RescorlaWagner(rate_without=[0.1, 0.5]), extinction, threat=0.8).round(2).tolist()
    [[0.8, 0.8], [0.72, 0.4], [0.65, 0.2]]
    """
    n_cues, n_contexts, at_first = design.cues.shape[1], design.n_contexts, numbers("threat", threat)
    at_first = at_first if at_first.ndim else np.full((n_cues, 1), at_first)
    if at_first.ndim != 2 or len(at_first) != n_cues:
        raise ShapeError(f"expected threat of shape ({n_cues}, clients or 1); got {at_first.shape}.")
    if (wrong := at_first[~((at_first >= 0.0) & (at_first <= 1.0))]).size:
        raise InvalidCourseError([Problem(("threat",), "numbers from 0 to 1", f"{wrong[0]:g}")])
    sizes = {at_first.shape[1], *(np.size(getattr(model, f.name)) for f in fields(model))}  # type: ignore[arg-type]
    many = max(sizes)
    if odd := sorted(sizes - {1, many}):
        raise ShapeError(f"expected parameters and threat with one value, or {many}; got {odd}.")
    at_first = np.broadcast_to(at_first, (n_cues, many))
    size = block_size(model, n_cues, n_contexts)
    out = np.empty((*design.outcomes.shape, many))
    for low in range(0, many, size):
        part = slice(low, min(low + size, many))
        mine, width = model_of(model, part), part.stop - low
        state = mine.start(width, n_cues, n_contexts, threat=at_first[:, part], similarity=similarity)
        for t, (gap, trial) in enumerate(design.trials()):
            if gap:
                mine.elapse(state, gap)
            out[t, part] = mine.learn(state, trial)
    if not np.isfinite(out).all():
        raise NumericalError(f"{type(model).__name__} left the range of finite numbers.", hint="Use smaller rates.")
    out.flags.writeable = False
    return out


def block_size(model: Learner, n_cues: int, n_contexts: int = 0) -> int:
    """Return how many clients are best taken through all trials before the next ones; it changes no number."""
    one = model_of(model, slice(0, 1)).start(1, n_cues, n_contexts)
    return max(32, _CACHE // sum(array.size for name, array in one.items() if not name.startswith("S")))


def after_escape(escaped: ArrayLike, outcome: Floats, share: Floats, *, times: float = 2.5) -> tuple[Floats, Floats]:
    """Return outcome and share of trials in which some left early, unplanned: leaving teaches what was feared.

    Parameters
    ----------
    escaped : array_like of bool, shape (clients,)
    outcome, share : ndarray, shape (1,) or (clients,)
        As they would be for somebody who stays.
    times : float
        How much more leaving strengthens than staying weakens (computed: .25 against .10 a day in the code of the
        panic model of Robinaugh et al.; as one number an assumption).
    """
    return np.where(escaped, 1.0, outcome), np.where(escaped, times * share, share)


# ------------------------------------------------------------------------------------------- what models are made of


def model_of(model: AnyLearner, part: slice) -> AnyLearner:
    """Return the model with the parameters of some clients."""
    own = {f.name: getattr(model, f.name) for f in fields(model)}  # type: ignore[arg-type]
    cut = {name: value[part] for name, value in own.items() if np.size(value) > 1}
    return replace(model, **cut) if cut else model  # type: ignore[type-var]


def matrix(n_cues: int, n_contexts: int, similarity: Any) -> Floats:
    """Return S over cues, contexts and nothing, or several side by side; what is not given is alike to itself only."""
    rows = n_cues + n_contexts
    given = np.eye(rows) if similarity is None else numbers("similarity", similarity)
    if given.shape[-2:] not in ((n_cues, n_cues), (rows, rows)) or given.ndim > 3 or not np.isfinite(given).all():
        shapes = f"({n_cues}, {n_cues}) or ({rows}, {rows})"
        raise ShapeError(f"expected a finite similarity matrix of shape {shapes}; got {given.shape}.")
    given = given.reshape(-1, *given.shape[-2:])
    whole = np.repeat(np.eye(rows + 1)[None], len(given), axis=0)
    whole[:, : given.shape[1], : given.shape[2]] = given
    whole[:, -1, -1] = 0.0
    return np.concatenate(list(whole), axis=1)


def pairs_of(n: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the rows of each pair i ≥ j of a packed symmetric matrix, (2, pairs), and the place of each, (n, n)."""
    rows, place = np.stack(np.tril_indices(n)), np.empty((n, n), dtype=np.intp)
    place[rows[0], rows[1]] = place[rows[1], rows[0]] = np.arange(rows.shape[1])
    return rows, place


def first(n_clients: int, n_cues: int, rows: int, threat: ArrayLike) -> Floats:
    """Return an array (rows, clients) with the threat of the cues at the start, else 0."""
    values = np.zeros((rows, n_clients))
    values[:n_cues] = threat
    return values


def read(values: Floats, slot: Slot) -> Floats:
    """Return one number for each client: the row that is there."""
    if slot.size == 1:
        found: Floats = values[slot[0]]
        return found
    many = values.shape[-1]
    chosen: Floats = values.reshape(-1).take(slot * many + np.arange(many))
    return chosen


def summed(values: Floats, slots: Sequence[Slot]) -> Floats:
    """Return the sum over what is there, shape (clients,); always a new array."""
    return np.zeros(values.shape[-1]) + total(read(values, slot) for slot in slots)


def total(parts: Iterable[Floats]) -> Floats:
    """Return the sum, taken in order (numpy's own sums depend on the shape); 0 of nothing."""
    found: Floats | None = reduce(lambda one, other: other if one is None else one + other, parts, None)
    return np.zeros(1) if found is None else found


def spread(S: Floats, slots: Sequence[Slot], kind: Slot | None, by: Floats | None = None) -> Floats:
    """Return how much every row takes part, times `by`: a new array of shape (rows, 1 or clients)."""
    if kind is not None:
        slots = [slot % len(S) + kind * len(S) for slot in slots]
    shares = total(S[:, slot[0], None] if slot.size == 1 else S.take(slot, axis=1) for slot in slots)
    if not slots:
        return np.zeros((len(S), 1))
    if by is None or shares.shape[1] == 1:
        return shares if by is None else shares * by
    shares *= by  # more than one column: a fresh array, never a view of S
    return shares
