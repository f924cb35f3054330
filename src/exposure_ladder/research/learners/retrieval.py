"""Two memories that compete, after Bouton; and the two numbers of a fear curve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, final

import numpy as np

from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.research.learners.parameters import check_ranges, described, parameter
from exposure_ladder.research.learners.trials import first, matrix, read, spread, summed, total

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from exposure_ladder.research.learners.trials import Slot, State, Trial

    Floats = NDArray[np.float64]

__all__ = ["FearCurve", "Retrieval"]


@described
@final
@dataclass(frozen=True, slots=True, eq=False)
class Retrieval:
    """Fear is never unlearned; a second memory, tied to place and time, holds it down while it is retrieved.

    Equation: fear = max(0, E − (1 − D) Σ_c G_c I_c), G_c = similarity(here, c) e^(−days since extinction in c / τ).
    Error δ = λ − fear. δ > 0: E_j ← E_j + S_ij α δ. δ < 0: I_j ← I_j + S_ij^z β (−δ) here, and G here is whole again.
    Here, D ← D + (α or β)(λ − D).

    Symbols: E excitation (not tied to a context), I inhibition by context c, G how far it is retrieved, D how far the
    outcome is known from here, λ outcome, α and β rates with and without it, τ days of forgetting, g similarity of two
    contexts, S similarity of cues, z narrowing of safety.

    Source: Bouton 1993, *Psychol Bull* 114:80–99; 2004, *Learn Mem* 11:485–494; every line of the equations is an
    assumption of this project, since Bouton's account is verbal.

    Reproduces: spontaneous recovery, renewal, reinstatement, savings, less return after several contexts or with a
    reminder of extinction, deepened extinction, safety that generalises less than fear.

    Does not reproduce: overexpectation, protection by a safety signal, slower extinction after partial reinforcement,
    gradual removal of the outcome; spacing only in part.

    Examples
    --------
    The last trial of extinction, and a month later:

    >>> from exposure_ladder.research import design
    >>> from exposure_ladder.research.learners import run
    >>> run(Retrieval(), design((5, "A+", 0), (9, "A-", 0), (1, "A-", 0, 30.0)))[-2:, 0].round(2).tolist()
    [0.04, 0.49]
    """

    rate: Any = parameter(0.25, "α", 0.0, 1.0, "assumption", "mean of this project's prior", "rate of excitation")
    rate_without: Any = parameter(0.25, "β", 0.0, 1.0, "assumption", "the same", "rate of inhibition")
    forgetting: Any = parameter(
        30.0, "τ", 1e-9, np.inf, "assumption", "as the planner's return of fear", "days in which retrieval falls to 1/e"
    )
    context_similarity: float = parameter(
        0.25, "g", 0.0, 1.0, "assumption", "this project", "similarity of two contexts"
    )
    narrowing: float = parameter(
        1.5, "z", 1.0, 10.0, "assumption", "width of threat 1.5 times that of safety", "power of S for safety"
    )

    def __post_init__(self) -> None:
        check_ranges(self)

    def start(
        self, n_clients: int, n_cues: int, n_contexts: int = 0, *, threat: ArrayLike = 0.0, similarity: Any = None
    ) -> State:
        """Return E (cues, clients), I (contexts, cues, clients), G and D (contexts, clients), S for threat and safety.

        The last cue and the last context are "nothing" and "nowhere in particular".
        """
        S = matrix(n_cues, 0, None if similarity is None else np.asarray(similarity)[..., :n_cues, :n_cues])
        between = np.full((n_contexts + 1, n_contexts + 1), self.context_similarity)
        between[:, -1] = between[-1] = 0.0
        np.fill_diagonal(between, 1.0)
        return {
            "E": first(n_clients, n_cues, len(S), threat),
            "I": np.zeros((n_contexts + 1, len(S), n_clients)),
            "G": np.ones((n_contexts + 1, n_clients)),
            "D": np.zeros((n_contexts + 1, n_clients)),
            "S": S,
            "SI": S**self.narrowing,
            "Sc": between,
        }

    def learn(self, state: State, trial: Trial) -> Floats:
        """Learn from one trial, in place; return the threat predicted before."""
        E, I, G, D = state["E"], state["I"], state["G"], state["D"]  # noqa: E741 — the equation's letters
        here = self._here(state, trial)
        held = (state["Sc"][:, slot] * (1.0 - read(D, slot)) for slot in here)
        fear = summed(E, trial.cues)
        for retrieved, kept, inhibition in zip(total(held) / len(here), G, I, strict=True):
            fear -= retrieved * kept * summed(inhibition, trial.cues)
        np.maximum(fear, 0.0, out=fear)
        error = trial.outcome - fear
        rate, rate_without = (np.minimum(a * trial.share, 1.0) for a in (self.rate, self.rate_without))
        E += spread(state["S"], trial.cues, trial.kind, rate * np.maximum(error, 0.0))
        down = rate_without * np.maximum(-error, 0.0) / len(here)
        safe, known = (
            spread(state["SI"], trial.cues, trial.kind, down),
            rate_without + (rate - rate_without) * trial.outcome,
        )
        for slot in here:
            for c in range(len(G)):
                there = slot == c
                if there.any():
                    I[c] += safe * there
                    G[c] = np.where(there & (down > 0.0), 1.0, G[c])
                    D[c] += there * known * (trial.outcome - D[c])
        return fear

    def elapse(self, state: State, days: ArrayLike) -> None:
        """Let retrieval fade, in place."""
        state["G"] *= np.exp(-np.asarray(days) / self.forgetting)

    def _here(self, state: State, trial: Trial) -> list[Slot]:
        """Return the contexts of a trial, counted from 0; the last one where it has none."""
        n_cues, nowhere = len(state["E"]) - 1, len(state["G"]) - 1
        return [np.where(slot < 0, nowhere, slot - n_cues) for slot in trial.contexts] or [np.array([nowhere])]


@described
@final
@dataclass(frozen=True, slots=True, eq=False)
class FearCurve:
    """Fear within exposures and between them, in two numbers; no cues, no outcomes.

    Equation: f(t) = f_0 e^(−λ t) within an exposure; the next begins at f_end + ρ (f_0 − f_end).

    Symbols: f fear in any unit, t minutes, λ decay, ρ share of the fall that returns.

    Source: Portêlo, Shiban & Maia 2021, doi 10.1016/j.bpsc.2021.01.005 (exponential fall, one rate over exposures, some
    return); the equation of the return is an assumption.

    Reproduces: habituation within and between exposures, return of fear between them.

    Does not reproduce: anything about cues, contexts, outcomes or the length of the gap.

    Examples
    --------
    Fear at the start and at the end of two exposures of 20 minutes:

    >>> FearCurve().exposures(80.0, [20, 20])[:, :, 0].round(1).tolist()
    [[80.0, 29.4], [54.7, 20.1]]
    """

    decay: Any = parameter(
        0.05, "λ", 0.0, np.inf, "assumption", "value of oracle FC1", "decay within an exposure, per minute"
    )
    returning: Any = parameter(
        0.5, "ρ", 0.0, 1.0, "assumption", "value of oracle FC1", "share of the fall that returns"
    )

    def __post_init__(self) -> None:
        check_ranges(self)

    def exposures(self, first_fear: ArrayLike, minutes: ArrayLike) -> Floats:
        """Return fear at the start and at the end of each exposure.

        Parameters
        ----------
        first_fear : array_like, shape () or (clients,)
            Fear at the very start, not negative.
        minutes : array_like, shape (exposures,)
            Length of each exposure, not negative.

        Returns
        -------
        ndarray, shape (exposures, 2, clients)

        Raises
        ------
        InvalidCourseError
            When a number is negative or not finite.
        """
        fear, lengths = np.atleast_1d(np.asarray(first_fear, float)), np.atleast_1d(np.asarray(minutes, float))
        named = (("first_fear", fear), ("minutes", lengths))
        bad = [(name, values[~(np.isfinite(values) & (values >= 0.0))]) for name, values in named]
        if wrong := [Problem((name,), "finite, not negative", f"{of[0]:g}") for name, of in bad if of.size]:
            raise InvalidCourseError(wrong)
        rows = []
        for length in lengths:
            end = fear * np.exp(-np.asarray(self.decay) * length)
            rows.append(np.stack(np.broadcast_arrays(fear, end)))
            fear = end + self.returning * (fear - end)
        return np.stack(rows)
