"""Latent causes: the learner asks which hidden cause is at work, and learns about that one only.

The paper of Song et al. follows 10,000 sampled histories of causes. Here the histories are followed exactly and only
the most probable are kept, so that the same design gives the same bits without any chance; with one history kept this
is the local MAP of Gershman's code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, final

import numpy as np

from exposure_ladder.research.learners.parameters import check_ranges, described, parameter
from exposure_ladder.research.learners.trials import first, matrix, spread, total

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from exposure_ladder.research.learners.trials import State, Trial

    Floats = NDArray[np.float64]

__all__ = ["FADING_CAUSES", "LatentCause"]


_TINY = 1e-300
"""Keeps what no cause can explain at all from being divided by 0; it changes no other number."""


@described
@final
@dataclass(frozen=True, slots=True, eq=False)
class LatentCause:
    """Learning by inference: an old cause explains this trial, or a new one does.

    Equation: prior of an old cause k ∝ Σ_t e^(−slope·hours since t) + base over its trials t, of a new one ∝ α; P(k |
    x) ∝ prior × Π_f p_kf^x_f (1 − p_kf)^(1−x_f); threat = Σ_k P(k | x) r_k, before the outcome. After it the cause is
    chosen that explains outcome and cues best, and its p and r move towards what was there: by counting, (N + a)/(n +
    2a), or by fixed rates.

    Symbols: p chance of a cue or context under a cause, r of the outcome (one for each cue; the mean over the cues that
    are there), α readiness for a new cause, x what is there (similar cues by their share).

    Source: Gershman, Blei & Niv 2010 *Psychol Rev* (counting; details unverified); Song, Jones, Monfils & Niv 2022,
    arXiv 2205.04670 (fading memory, rates, one history left at the end of a day), their defaults read from public code.

    Reproduces: renewal in the place of learning, reinstatement, protection of fear by a safety signal; with fading
    memory also spontaneous recovery, less of it after gradual removal of the outcome, and more in those who form a new
    cause.

    Does not reproduce: overexpectation and deepened extinction, since causes do not add up; and, although claimed for
    such models, savings, slower extinction after partial reinforcement, what a new neutral outcome does, and renewal in
    a place that is merely new.

    Examples
    --------
    Fear was learned in one place and lost in another, where a cause of its own was formed; back in the first:

    >>> from exposure_ladder.research import design
    >>> from exposure_ladder.research.learners import run
    >>> renewal = design((10, "A+", 0), (10, "A-", 1), (1, "A-", 0))
    >>> run(LatentCause(), renewal)[-2:, 0].round(2).tolist()
    [0.11, 0.9]
    """

    readiness: Any = parameter(1.0, "α", 0.0, np.inf, "computed", "sjgershm/LCM", "weight of a new cause")
    slope: Any = parameter(
        0.0, "slope", 0.0, np.inf, "computed", "sjgershm/LCM: no fading", "fading of memory, per hour"
    )
    base: Any = parameter(0.0, "base", 0.0, np.inf, "computed", "sjgershm/LCM", "weight of an old cause that stays")
    strength: Any = parameter(
        2.0, "2a", 0.0, np.inf, "computed", "sjgershm/LCM: a = b = 1", "trials that the start is worth"
    )
    rate: Any = parameter(
        0.0, "η", 0.0, 1.0, "computed", "sjgershm/LCM: counting", "rate of p, and of r where the outcome is absent"
    )
    rate_outcome: Any = parameter(0.0, "η₁", 0.0, 1.0, "computed", "as η", "rate of r where the outcome comes")
    cue: Any = parameter(0.5, "p₀", 0.0, 1.0, "computed", "sjgershm/LCM", "p of a new cause")
    outcome: Any = parameter(0.5, "r₀", 0.0, 1.0, "computed", "sjgershm/LCM", "r of a new cause")
    day_end: float = parameter(
        np.inf, "day", 0.0, np.inf, "computed", "sjgershm/LCM: none", "rest after which one history is left, h"
    )
    fixed: bool = parameter(False, "", 0.0, 1.0, "computed", "sjgershm/LCM: counts", "fixed rates instead of counting")
    causes: int = parameter(10, "K", 2, 64, "computed", "sjgershm/LCM", "most causes")
    histories: int = parameter(1, "H", 1, 4096, "computed", "sjgershm/LCM: local MAP", "histories that are followed")

    def __post_init__(self) -> None:
        check_ranges(self)

    def start(
        self, n_clients: int, n_cues: int, n_contexts: int = 0, *, threat: ArrayLike = 0.0, similarity: Any = None
    ) -> State:
        """Return the state; arrays are (rows,) causes, histories, clients.

        ``m`` weight of past trials, ``n`` their number, ``p`` and ``r`` (rows first), ``w`` weight of histories. Any
        threat at the start is one old cause, worth one trial.
        """
        S, shape = matrix(n_cues, n_contexts, similarity), (self.causes, self.histories, n_clients)
        known = first(n_clients, n_cues, n_cues, threat)
        w = np.zeros(shape[1:])
        w[0] = 1.0
        p, r = np.empty((len(S) - 1, *shape)), np.empty((n_cues + 1, *shape))
        p[:], r[:] = self.cue, self.outcome
        m = np.zeros(shape)
        m[0] = known.max(axis=0, initial=0.0) > 0.0
        r[:-1, 0] = np.where(m[0, 0] > 0.0, known, r[0, 0, 0])[:, None]
        return {"m": m, "n": m.copy(), "p": p, "r": r, "w": w, "S": S}

    def learn(self, state: State, trial: Trial) -> Floats:
        """Learn from one trial, in place; return the threat predicted before."""
        p, r, n = state["p"], state["r"], state["n"]
        x = spread(state["S"], trial.cues + trial.contexts, trial.kind)[:-1, None, None]
        x = np.broadcast_to(np.minimum(x, 1.0), (len(p), 1, 1, x.shape[-1]))
        weight = self._prior(state) * state["w"]
        for p_f, x_f in zip(p, x, strict=True):
            weight *= 1.0 - p_f + x_f * (2.0 * p_f - 1.0)
        shown = self._shown(r, trial)
        sums = total(total(weight)), total(total(weight * shown))
        predicted = sums[1] / (sums[0] + _TINY)
        weight *= 1.0 - shown + trial.outcome * (2.0 * shown - 1.0)
        chosen = self._keep_best(state, weight, trial.share)
        mine = np.arange(self.causes)[:, None, None] == chosen
        counted = trial.share / (n + self.strength + trial.share)
        p += mine * np.where(self.fixed, np.minimum(self.rate * trial.share, 1.0), counted) * (x - p)
        rate = self.rate + (self.rate_outcome - self.rate) * trial.outcome
        by = mine * np.where(self.fixed, np.minimum(rate * trial.share, 1.0), counted)
        taught = (
            np.minimum(spread(state["S"], trial.cues, trial.kind), 1.0)[: len(r) - 1, None, None] if trial.cues else 1.0
        )
        r[:-1] += by * taught * (trial.outcome - r[:-1])
        r[-1] += by * (trial.outcome - r[-1])
        n += mine * trial.share
        state["m"] += mine * trial.share
        return predicted

    def elapse(self, state: State, days: ArrayLike) -> None:
        """Let memory fade, in place; after a long rest only the most probable history is left."""
        hours = 24.0 * np.asarray(days, dtype=np.float64)
        if np.any(self.slope):
            state["m"] *= np.exp(-hours * self.slope)
        over = hours > self.day_end
        if self.histories > 1 and over.any():
            alone = np.zeros_like(state["w"])
            alone[0] = 1.0
            np.copyto(state["w"], alone, where=over)

    def _prior(self, state: State) -> Floats:
        """Return the prior of every cause: old, the first new one, and 0 for the rest."""
        used = state["n"] > 0.0
        new = ~used
        new[1:] &= used[:-1]
        weight = np.where(used, state["m"] + self.base, np.where(new, self.readiness, 0.0))
        none = total(weight) == 0.0
        weight[0] += none  # nothing to choose from: the first cause
        return weight / total(weight)

    def _shown(self, r: Floats, trial: Trial) -> Floats:
        """Return r as it shows with these cues: their mean, or the cause's own where there is none."""
        if not trial.cues:
            own: Floats = r[-1]
            return own
        own_column = np.arange(r.shape[-1])
        # row −1 is the cause's own r, also for a client to whom this trial shows no cue
        seen = [r[slot[0]] if slot.size == 1 else np.moveaxis(r[slot, :, :, own_column], 0, -1) for slot in trial.cues]
        return total(seen) / len(seen)

    def _keep_best(self, state: State, weight: Floats, share: Floats) -> NDArray[np.intp]:
        """Keep the best histories with one more trial each, in place; return the cause of that trial (ties: lowest)."""
        if self.histories == 1:
            one: NDArray[np.intp] = np.argmax(weight, axis=0)
            return one
        flat = weight.reshape(-1, weight.shape[-1])
        best = np.argsort(-flat, axis=0, kind="stable")[: self.histories]
        only_read = share == 0.0  # whoever only reads keeps the histories as they are
        parent = np.where(only_read, np.arange(self.histories)[:, None], best % self.histories)
        for name in ("m", "n", "p", "r"):
            array = state[name]
            np.copyto(array, np.take_along_axis(array, np.broadcast_to(parent, array.shape), axis=-2))
        kept = np.take_along_axis(flat, best, axis=0)
        kept = (kept + _TINY) / (total(kept) + self.histories * _TINY)
        np.copyto(state["w"], kept, where=~only_read)
        of_the_trial: NDArray[np.intp] = best // self.histories
        return of_the_trial


FADING_CAUSES = LatentCause(
    readiness=0.2, slope=0.1, base=0.1, fixed=True, rate=0.2, rate_outcome=0.4, outcome=0.05, day_end=23.0, histories=64
)
"""The latent causes of Song et al. 2022, with the defaults of their code (computed) and 64 histories (assumption)."""
