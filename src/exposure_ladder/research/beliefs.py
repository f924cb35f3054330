"""The planner's belief about many virtual clients at once: the belief of `exposure_ladder.belief`, dense, clients last.

One person's belief keeps rows, since its graph may be large; a cohort's graph is small and its clients are many, so
here every client has the whole covariance. A test holds one against the other to 1e-9. Lanes never mix: client k is
the same alone and among thousands. Time passes for all clients alike, so its factors are two numbers.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from exposure_ladder.belief import Belief, rating_noise
from exposure_ladder.research.clients.trials import pairs_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

__all__ = ["CohortBelief"]

_LANES: Final = 256
"""Clients worked on together, so that their arrays stay in a processor's cache (computed: fastest of 64–512)."""


class CohortBelief:
    """Beliefs of many clients about the same situations, changed in place.

    Parameters
    ----------
    prior : Belief
        What is believed about each of them at first; its log is not read.
    places : sequence of int
        Which of its situations, in the order wanted.
    clients : int
        How many.
    dtype : type
        In single precision twice as fast, and off by less than .01 SUDS.

    Attributes
    ----------
    mean, sd : ndarray, shape (n, clients)
        Expected peak distress, SUDS, and the SD of the next single rating, as they were at the last :meth:`wait`.
    """

    def __init__(self, prior: Belief, places: Ints, clients: int, dtype: Any = np.float32) -> None:
        n, self.settings = len(places), prior.course.settings
        self._rates = prior.rates.astype(dtype)
        self._distress = prior.geometry.distress[places].astype(dtype)
        self._similarity = prior.geometry.similarity[np.ix_(places, places)].astype(dtype)
        self._K = prior.state.prior_cov[np.ix_(places, places)].astype(dtype)
        (self._row, self._column), self._pair = pairs_of(n)
        self._lanes = [slice(low, min(low + _LANES, clients)) for low in range(0, clients, _LANES)]
        at_first = prior.state.log_weights.astype(dtype)
        self._parts = [_Part(n, at_first, lanes.stop - lanes.start) for lanes in self._lanes]
        self._fade = self._kept = 1.0
        self.mean, self.sd = np.empty((n, clients)), np.empty((n, clients))
        self.wait(0.0)

    def wait(self, days: float) -> None:
        """Let time pass for everybody, and read the means and SDs anew."""
        self._fade *= math.exp(-days / self.settings.deviation_days)
        self._kept *= math.exp(-days / self.settings.return_days)
        back = self.settings.return_share
        for part, lanes in zip(self._parts, self._lanes, strict=True):
            np.multiply(part.deviation, self._fade, out=part.moved)
            for relief, left in ((part.relief, 1.0 - back), (part.back, back * self._kept)):
                np.multiply(relief, left, out=part.spare)
                part.moved -= part.spare
            self._look(part, lanes)

    def practised(self, rung: Ints, peak: Floats, went: NDArray[np.bool_]) -> None:
        """Condition on the peak and teach, where `went`; `rung`, `peak` and `went` have shape (clients,)."""
        noise = rating_noise(self.mean[rung, np.arange(len(rung))], self.settings).astype(self._K.dtype)
        peak = peak.astype(self._K.dtype)
        for part, lanes in zip(self._parts, self._lanes, strict=True):
            self._practised(part, rung[lanes], peak[lanes], noise[lanes], went[lanes])

    def _practised(self, part: _Part, rung: Ints, peak: Floats, noise: Floats, went: NDArray[np.bool_]) -> None:
        fade, lane, moved, spare = self._K.dtype.type(self._fade), np.arange(len(rung)), part.moved, part.spare
        gained = part.gained.reshape(-1).take(self._pair.take(rung, axis=1) * len(rung) + lane)
        column = self._K.take(rung, axis=1) - fade**2 * gained
        root = np.sqrt(column[rung, lane] + noise**2)
        errors = np.where(went, (peak - self._distress[rung] - moved[rung, :, lane].T) / root, 0)
        column *= went / root
        np.multiply(column[:, None, :], errors, out=spare)
        moved += spare
        spare /= fade
        part.deviation += spare
        column /= fade
        part.gained += column.take(self._row, axis=0) * column.take(self._column, axis=0)
        part.log_weights -= errors * errors / 2
        part.weigh()
        # teaching: h_j += rate · S_ij · max(0, min(m_i, m_j) − mastery)
        moved += (self._distress - self._K.dtype.type(self.settings.mastery))[:, None, None]
        np.minimum(moved, moved[rung, :, lane].T, out=moved)
        np.maximum(moved, 0, out=moved)
        np.multiply((self._similarity.take(rung, axis=1) * went)[:, None, :], self._rates[:, None], out=spare)
        moved *= spare
        part.relief += moved
        moved /= self._K.dtype.type(self._kept)
        part.back += moved

    def _look(self, part: _Part, lanes: slice) -> None:
        """Read means and SDs of a part."""
        shift = np.einsum("nac,ac->nc", part.moved, part.weights)
        off = np.subtract(part.moved, shift[:, None, :], out=part.spare)
        off *= off
        spread = np.einsum("nac,ac->nc", off, part.weights)
        known = part.gained.take(np.diag(self._pair), axis=0)
        self.mean[:, lanes] = mean = shift + self._distress[:, None]
        noise = rating_noise(mean, self.settings)
        self.sd[:, lanes] = np.sqrt(np.diag(self._K)[:, None] - self._fade**2 * known + spread + noise * noise)


class _Part:
    """Arrays of some clients: packed UᵀU; deviations, relief, and relief that returns, by situation and rate."""

    def __init__(self, n: int, log_weights: Floats, many: int) -> None:
        shape, dtype = (n, len(log_weights), many), log_weights.dtype
        self.gained = np.zeros((n * (n + 1) // 2, many), dtype)
        self.deviation, self.relief, self.back = (np.zeros(shape, dtype) for _ in range(3))
        self.moved, self.spare = np.zeros(shape, dtype), np.zeros(shape, dtype)
        self.log_weights = np.repeat(log_weights[:, None], many, axis=1)
        self.weigh()

    def weigh(self) -> None:
        """Work out the weights of the rates."""
        self.weights = np.exp(self.log_weights - self.log_weights.max(axis=0))
        self.weights /= self.weights.sum(axis=0)
