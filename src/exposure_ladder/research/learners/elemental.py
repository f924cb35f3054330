"""Models that add up what each cue predicts: Rescorla–Wagner, a Pearce–Hall hybrid, and the Kalman filter.

Contexts are cues like others. None of these remembers when something was learned; what time does is a parameter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, final

import numpy as np

from exposure_ladder.errors import ShapeError
from exposure_ladder.research.learners.parameters import check_ranges, described, parameter
from exposure_ladder.research.learners.trials import first, matrix, pairs_of, spread, summed, total

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from exposure_ladder.research.learners.trials import State, Trial

    Floats = NDArray[np.float64]

__all__ = ["KalmanFilter", "PearceHall", "RescorlaWagner"]


@described
@final
@dataclass(frozen=True, slots=True, eq=False)
class RescorlaWagner:
    """Learning by the error of the summed prediction, with contexts as cues.

    Equation: V_j ← V_j + S_ij α (λ − Σ_i V_i), i over what is there; between trials V_j ← V_j e^(−ρ days) where V_j <
    0.

    Symbols: V associative strength, λ outcome, α rate (at λ = 1 and at λ = 0, between them in proportion), S
    similarity, ρ forgetting of inhibition.

    Source: Rescorla & Wagner 1972; ρ after Paskewitz, Stoddard & Jones 2022, doi 10.5334/cpsy.88, in a form of ours.

    Reproduces: acquisition, extinction, overexpectation, deepened extinction, protection by a safety signal, and
    renewal through contexts; with ρ > 0 also spontaneous recovery and spacing.

    Does not reproduce: latent inhibition, savings, slower extinction after partial reinforcement; with ρ = 0 nothing
    that time does.

    Examples
    --------
    Four pairings with the outcome, then two trials without it:

    >>> from exposure_ladder.research import design
    >>> from exposure_ladder.research.learners import run
    >>> run(RescorlaWagner(rate=0.2), design((4, "A+"), (2, "A-")))[:, 0].round(2).tolist()
    [0.0, 0.2, 0.36, 0.49, 0.59, 0.44]
    """

    rate: Any = parameter(
        0.25, "α₁", 0.0, 1.0, "assumption", "mean of this project's prior, per exposure", "rate where the outcome comes"
    )
    rate_without: Any = parameter(
        0.25, "α₀", 0.0, 1.0, "assumption", "the same as with the outcome", "rate where it does not"
    )
    salience: float = parameter(
        0.5, "s", 0.0, 1.0, "assumption", "oracle RW8: contexts .1, cue .2", "rate of contexts, in rates of cues"
    )
    forgetting: Any = parameter(
        0.0, "ρ", 0.0, np.inf, "assumption", "plain Rescorla–Wagner", "share of inhibition lost, per day"
    )

    def __post_init__(self) -> None:
        check_ranges(self)

    def start(
        self, n_clients: int, n_cues: int, n_contexts: int = 0, *, threat: ArrayLike = 0.0, similarity: Any = None
    ) -> State:
        """Return V (rows, clients) and S, whose rows for contexts bear the salience."""
        S = matrix(n_cues, n_contexts, similarity)
        S[n_cues:] *= self.salience
        return {"V": first(n_clients, n_cues, len(S), threat), "S": S}

    def learn(self, state: State, trial: Trial) -> Floats:
        """Learn from one trial, in place; return the threat predicted before."""
        V, slots = state["V"], trial.cues + trial.contexts
        predicted = summed(V, slots)
        if not trial.share.any():
            return predicted
        rate = self.rate_without + (self.rate - self.rate_without) * trial.outcome
        V += spread(state["S"], slots, trial.kind, np.minimum(rate * trial.share, 1.0) * (trial.outcome - predicted))
        return predicted

    def elapse(self, state: State, days: ArrayLike) -> None:
        """Let inhibition fade, in place."""
        if np.any(self.forgetting):
            V = state["V"]
            np.maximum(V, V * np.exp(-np.asarray(days) * self.forgetting), out=V)  # a share of V is more where V < 0


@described
@final
@dataclass(frozen=True, slots=True, eq=False)
class PearceHall:
    """Learning by error, at a rate that follows recent surprise.

    Equation: V_j ← V_j + S_ij κ A_j (λ − Σ_i V_i); then A_j ← A_j + S_ij η (min(1, |λ − Σ_i V_i|) − A_j);
    without the limit several cues in one trial can drive each other beyond all bounds.

    Symbols: V associative strength, A associability (1 at the start), λ outcome, κ rate, η how fast A follows, S
    similarity.

    Source: Pearce & Hall 1980; hybrid as in Li, Schiller, Schoenbaum, Phelps & Daw 2011, *Nat Neurosci* 14:1250–1252,
    with the equations of the code of Abend et al. 2022.

    Reproduces: what Rescorla–Wagner does, with fast learning after surprise and slow learning where all is known.

    Does not reproduce: spontaneous recovery, spacing, anything that time does.

    Examples
    --------
    Three pairings with the outcome, then three trials without it:

    >>> from exposure_ladder.research import design
    >>> from exposure_ladder.research.learners import run
    >>> run(PearceHall(), design((3, "A+"), (3, "A-")))[:, 0].round(2).tolist()
    [0.0, 0.5, 0.75, 0.86, 0.57, 0.36]
    """

    rate: Any = parameter(
        0.5, "κ", 0.0, 1.0, "assumption", "value of oracle HY1; fitted values are absent", "rate at associability 1"
    )
    attention: Any = parameter(
        0.3, "η", 0.0, 1.0, "assumption", "value of oracle HY1", "how fast associability follows"
    )
    salience: float = parameter(
        0.5, "s", 0.0, 1.0, "assumption", "as in Rescorla–Wagner", "rate of contexts, in rates of cues"
    )

    def __post_init__(self) -> None:
        check_ranges(self)

    def start(
        self, n_clients: int, n_cues: int, n_contexts: int = 0, *, threat: ArrayLike = 0.0, similarity: Any = None
    ) -> State:
        """Return V and A (rows, clients) and S, whose rows for contexts bear the salience."""
        S = matrix(n_cues, n_contexts, similarity)
        S[n_cues:] *= self.salience
        return {"V": first(n_clients, n_cues, len(S), threat), "A": np.ones((len(S), n_clients)), "S": S}

    def learn(self, state: State, trial: Trial) -> Floats:
        """Learn from one trial, in place; return the threat predicted before."""
        V, A, slots = state["V"], state["A"], trial.cues + trial.contexts
        predicted = summed(V, slots)
        if not trial.share.any():
            return predicted
        error, shares = trial.outcome - predicted, spread(state["S"], slots, trial.kind)
        change = shares * A
        change *= np.minimum(self.rate * trial.share, 1.0) * error
        V += change
        np.subtract(np.minimum(np.abs(error), 1.0), A, out=change)
        change *= shares
        change *= np.minimum(self.attention * trial.share, 1.0)
        A += change
        return predicted

    def elapse(self, state: State, days: ArrayLike) -> None:
        """Do nothing: time has no part in this model."""


@described
@final
@dataclass(frozen=True, slots=True, eq=False)
class KalmanFilter:
    """Learning by error, at a rate that follows what is still uncertain; cues that were there together stay tied.

    Equation: C ← C + q S; K = C h / (hᵀC h + s); w ← w + K (λ − hᵀw); C ← C − K hᵀC. C starts at c S.

    Symbols: w weights, C their covariance, h what is there, K gain, λ outcome, S similarity, s variance of outcomes,
    q of change per trial.

    Source: Kakade & Dayan 2002, *Psychol Rev* 109:533–544; Gershman 2015, doi 10.1371/journal.pcbi.1004567; defaults
    from the code of the latter.

    Reproduces: a falling rate of learning, latent inhibition, backward blocking and recovery by indirect extinction.

    Does not reproduce: spontaneous recovery, reinstatement, savings after extinction.

    Examples
    --------
    The first pairings teach most:

    >>> from exposure_ladder.research import design
    >>> from exposure_ladder.research.learners import run
    >>> run(KalmanFilter(), design((5, "A+")))[:, 0].round(2).tolist()
    [0.0, 0.5, 0.67, 0.76, 0.81]
    """

    uncertainty: Any = parameter(1.0, "c", 0.0, np.inf, "computed", "sjgershm/KTD", "variance of weights at the start")
    noise: Any = parameter(1.0, "s", 1e-9, np.inf, "computed", "sjgershm/KTD", "variance of outcomes")
    drift: Any = parameter(0.01, "q", 0.0, np.inf, "computed", "sjgershm/KTD", "variance added per trial")

    def __post_init__(self) -> None:
        check_ranges(self)

    def start(
        self, n_clients: int, n_cues: int, n_contexts: int = 0, *, threat: ArrayLike = 0.0, similarity: Any = None
    ) -> State:
        """Return w (rows, clients), S (of several the first), t trials so far, and C less t q S (pairs, clients).

        C is symmetric, so each pair of rows stands once; `S_pair` (rows, rows) says where, `S_rows` (2, pairs) which.
        """
        S = matrix(n_cues, n_contexts, similarity)
        S = S[:, : len(S)]
        if not np.array_equal(S, S.T):
            raise ShapeError("expected a symmetric similarity matrix, since it is a covariance here.")
        rows, pair = pairs_of(len(S))
        C = S[rows[0], rows[1], None] * np.broadcast_to(self.uncertainty, (n_clients,))
        w, t = first(n_clients, n_cues, len(S), threat), np.zeros(n_clients)
        return {"w": w, "C": C, "t": t, "S": S, "S_pair": pair, "S_rows": rows}

    def learn(self, state: State, trial: Trial) -> Floats:
        """Learn from one trial, in place; return the threat predicted before."""
        w, C, slots = state["w"], state["C"], trial.cues + trial.contexts
        pair, many, flat = state["S_pair"], w.shape[1], C.reshape(-1)
        state["t"] += trial.share > 0.0
        columns = (
            C[pair[:, slot[0]]] if slot.size == 1 else flat.take(pair.take(slot, axis=1) * many + np.arange(many))
            for slot in slots
        )
        Ch = total(columns) + spread(state["S"], slots, None, self.drift * state["t"])
        predicted = summed(w, slots)
        variance = summed(Ch, slots)
        gain = Ch * (trial.share / (trial.share * variance + self.noise))
        w += gain * (trial.outcome - predicted)
        change = gain.take(state["S_rows"][0], axis=0)
        change *= Ch.take(state["S_rows"][1], axis=0)
        C -= change
        return predicted

    def elapse(self, state: State, days: ArrayLike) -> None:
        """Do nothing: time has no part in this model."""
