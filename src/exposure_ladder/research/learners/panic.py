"""Learning that reverses after escape: the part of the panic model that says what leaving and staying teach.

Written from the equations, which were read from public code (jmbh/PanicModel); no line of that code is used. The
daily noise and the redrawn context of the full model are left to whoever simulates days.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, final

import numpy as np

from exposure_ladder.research.learners.parameters import check_ranges, described, parameter

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["Episode", "PanicModel"]


class Episode(NamedTuple):
    """The highest values within one episode, each of shape (clients,), 0–1."""

    fear: Floats
    threat: Floats
    escape: Floats


def _logistic(x: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-x))


@described
@final
@dataclass(frozen=True, slots=True, eq=False)
class PanicModel:
    """Arousal, perceived threat and escape within minutes; a schema of danger that they change from day to day.

    Equation: per minute dA = ½(PT + N − H − A), dPT = σ(k (A − ¼E − h)) − PT, dH = .05(σ(20(A − .4)) − ½H), dE =
    ¼(σ(10(PT − X − T − ½)) − E), k = 20 − 10·.1^S + 5C, h = .25^S − .1C, fear = √(A·PT). After a day with fear ≥ ½:
    escape ≥ ¼: S ← S + a(max(PT, S) − S), else S ← S − b S; escape > ¼: X ← X − a X, else X ← X + b(max(PT, X) − X).

    Symbols: A arousal, PT perceived threat, H homeostasis, E escape, S schema of danger, X how much can be borne, C
    context 0 or 1, T what lowers escape, N noise, a what leaving teaches, b what staying teaches, σ the logistic
    function.

    Source: Robinaugh, Haslbeck, Waldorp, Kossakowski, Fried et al., PsyArXiv km37w; *Psychol Rev* 2024 (unverified);
    numbers computed from public code.

    Reproduces: attacks above a threshold, and danger that grows by leaving 2.5 times as fast as it falls by staying.

    Does not reproduce: learning about single situations, contexts of extinction, return of fear with time.

    Examples
    --------
    The schema of danger after a day of leaving, and after one of staying:

    >>> PanicModel().next_day(0.5, 0.5, threat=0.9, escape=[0.3, 0.1])[0].round(2).tolist()
    [0.6, 0.45]
    """

    leaving: Any = parameter(0.25, "a", 0.0, 1.0, "computed", "jmbh/PanicModel", "what leaving teaches, of the gap")
    staying: Any = parameter(0.10, "b", 0.0, 1.0, "computed", "jmbh/PanicModel", "what staying teaches, of the value")

    def __post_init__(self) -> None:
        check_ranges(self)

    def sensitivity(self, schema: ArrayLike, context: ArrayLike = 0.0) -> tuple[Floats, Floats]:
        """Return slope k and threshold h of perceived threat, for a `schema` S 0–1 and a `context` C of 0 or 1."""
        S, C = np.asarray(schema, float), np.asarray(context, float)
        return 20.0 - 10.0 * 0.1**S + 5.0 * C, 0.25**S - 0.1 * C

    def vulnerability(self, schema: ArrayLike) -> tuple[Floats, Floats, Floats]:
        """Return V, the chance per hour that the context comes, and the SD of noise, for a `schema` S 0–1."""
        V = _logistic(15.0 * (np.asarray(schema, float) - 0.75))
        fading = 1.0 / (1.0 + np.exp(5.0 * (V - 0.5)))
        return V, 0.1 * fading, 0.3 * fading + 0.5

    def next_day(
        self, schema: ArrayLike, bearing: ArrayLike, threat: ArrayLike, escape: ArrayLike
    ) -> tuple[Floats, Floats]:
        """Return S and X after a day with fear of at least ½.

        Parameters
        ----------
        schema, bearing : array_like, shape () or (clients,)
            S and X before, 0–1.
        threat, escape : array_like, shape () or (clients,)
            The highest PT and E of the day, 0–1.
        """
        S, X, PT, E = (np.asarray(v, float) for v in (schema, bearing, threat, escape))
        danger = np.where(E >= 0.25, S + self.leaving * (np.maximum(PT, S) - S), S - self.staying * S)
        borne = np.where(E > 0.25, X - self.leaving * X, X + self.staying * (np.maximum(PT, X) - X))
        return danger, borne

    def episode(
        self,
        pulse: ArrayLike,
        schema: ArrayLike,
        bearing: ArrayLike,
        support: ArrayLike = 0.0,
        *,
        minutes: float = 60.0,
    ) -> Episode:
        """Return how far one pulse of arousal goes, without noise and context.

        Euler steps of .002 minutes; the code takes .001, which gives the same three digits.

        Parameters
        ----------
        pulse, schema, bearing, support : array_like, shape () or (clients,)
            Arousal at the start, S, X and T, 0–1.
        minutes : float
            How long it is followed.

        Returns
        -------
        Episode
            The highest `fear`, `threat` and `escape`, each of shape () or (clients,), 0–1.
        """
        A, S, X, T = (
            a.copy() for a in np.broadcast_arrays(*(np.asarray(v, float) for v in (pulse, schema, bearing, support)))
        )
        k, h = self.sensitivity(S)
        PT, H, E = np.zeros((3, *A.shape))
        most, dt = np.zeros((3, *A.shape)), 0.002
        for _ in range(round(minutes / dt)):
            change = (
                0.5 * (PT - H - A),
                _logistic(k * (A - 0.25 * E - h)) - PT,
                0.05 * (_logistic(20.0 * (A - 0.4)) - 0.5 * H),
                0.25 * (_logistic(10.0 * (PT - X - T - 0.5)) - E),
            )
            A, PT, H, E = (now + dt * by for now, by in zip((A, PT, H, E), change, strict=True))
            np.maximum(most, (np.sqrt(np.maximum(A, 0.0) * PT), PT, E), out=most)
        return Episode(*most)
