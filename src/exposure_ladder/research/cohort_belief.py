"""The planner's belief about many virtual clients at once: the belief of `exposure_ladder.belief`, dense, clients last.

One person's belief keeps rows, since its graph may be large; a cohort's graph is small and its clients are many, so
here every client has the whole covariance. A test holds one against the other to 1e-9. Lanes never mix: client k is
the same alone and among thousands. Time passes for all clients alike, so its factors are two numbers.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from exposure_ladder.belief import Belief, rating_noise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

__all__ = ["CohortBelief"]


class CohortBelief:
    """Beliefs of many clients about the same situations, changed in place.

    For each learning rate what is believed lies at `lasting` + `deviation` − `back` above mastery: what was written
    less the relief that stays, how a person differs from it, and the relief that returns. One rate after the other is
    taken through a whole day, so that its arrays, (n, clients), stay in a processor's cache.

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
        Expected peak distress, SUDS, and the SD of the next single rating.
    """

    def __init__(self, prior: Belief, places: Ints, clients: int, dtype: Any = np.float32) -> None:
        self.settings, square = prior.course.settings, np.ix_(places, places)
        self._rates, self._lane = prior.rates.tolist(), np.arange(clients)
        self._similarity = prior.geometry.similarity[square].astype(dtype)
        self._K = prior.state.prior_cov[square].astype(dtype)
        self._gained = np.zeros((len(places), len(places), clients), dtype)
        self._log_weights = np.repeat(prior.state.log_weights.astype(dtype)[:, None], clients, axis=1)
        level = (prior.geometry.distress[places] - self.settings.mastery).astype(dtype)[:, None]
        self._level, self._lasting = np.zeros((2, len(self._rates), len(places), clients), dtype) + level
        self._deviation, self._back = np.zeros((2, *self._level.shape), dtype)
        self._look(np.repeat(level, clients, axis=1), 0.0)

    def practised(self, rung: Ints, peak: Floats, went: NDArray[np.bool_], *, days: float) -> None:
        """Condition on the peak and teach, where `went`; then let `days` pass for everybody.

        `rung`, `peak` and `went` have shape (clients,).
        """
        fade, kept = (math.exp(-days / slow) for slow in (self.settings.deviation_days, self.settings.return_days))
        back = self.settings.return_share
        noise = rating_noise(self.mean[rung, self._lane], self.settings).astype(self._K.dtype)
        column = self._K.take(rung, axis=1) - self._at(self._gained, rung)
        root = np.sqrt(column[rung, self._lane] + noise**2)
        felt, here = (peak - self.settings.mastery).astype(self._K.dtype), self._at(self._level, rung)
        errors = np.where(went, (felt - here) / root, 0)
        column *= went / root
        here += column[rung, self._lane] * errors
        self._log_weights -= errors * errors / 2
        weights = np.exp(self._log_weights - self._log_weights.max(axis=0))
        weights /= weights.sum(axis=0)
        taught = self._similarity.take(rung, axis=1) * went
        mean, square, change, spare = np.zeros((4, *column.shape), column.dtype)
        state = (self._level, self._lasting, self._deviation, self._back)
        for rate, error, own, weight, level, lasting, deviation, returns in zip(
            self._rates, errors, here, weights, *state, strict=True
        ):
            np.multiply(column, error, out=change)
            level += change
            deviation += change
            # rate · S_ij · max(0, min(m_i, m_j) − mastery); a share of it comes back with time
            np.minimum(level, own, out=change)
            np.maximum(change, 0, out=change)
            change *= taught
            returns += np.multiply(change, rate * back, out=spare)
            change *= rate * (1.0 - back)
            lasting -= change
            # time passes
            deviation *= fade
            returns *= kept
            np.add(lasting, deviation, out=level)
            level -= returns
            # moments over rates
            mean += np.multiply(level, weight, out=change)
            change *= level
            square += change
        for gained, own in zip(self._gained, column, strict=True):
            gained += np.multiply(column, own, out=spare)
            gained *= fade**2
        self._look(mean, square - mean * mean)

    def _at(self, values: Floats, rung: Ints) -> Floats:
        """Return what values (k, n, clients) are at one rung of each client, (k, clients)."""
        return values.reshape(len(values), -1).take(rung * len(rung) + self._lane, axis=1)

    def _look(self, level: Floats, spread: Floats | float) -> None:
        """Read means and SDs."""
        self.mean = (level + self._K.dtype.type(self.settings.mastery)).astype(float)
        noise, known = rating_noise(self.mean, self.settings), np.einsum("iic->ic", self._gained)
        self.sd = np.sqrt(np.diag(self._K)[:, None] - known + spread + noise * noise)
