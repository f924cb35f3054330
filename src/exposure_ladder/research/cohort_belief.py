"""The planner's belief about many virtual clients at once: the belief of `exposure_ladder.belief`, dense, clients last.

One person's belief keeps rows, since its graph may be large; a cohort's graph is small and its clients are many, so
here every client has the whole covariance. A test holds one against the other to 1e-9. Lanes never mix: client k is
the same alone and among thousands. Time passes for all clients alike, so its factors are two numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from exposure_ladder.belief import Belief, fades, rating_noise, tail_ratio

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from exposure_ladder.records import Settings

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

__all__ = ["CohortBelief"]


class CohortBelief:
    """Beliefs of many clients about the same situations, changed in place.

    For each learning rate what is believed lies at `lasting` + `trait` + `day` − `back` above the floor of learning:
    what was written less the relief that stays, how a person differs from it, always and today, and the relief that
    returns. One rate after the other is
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
        Expected peak distress, SUDS, and the scale of the Student's t of the next single rating.
    count : ndarray of int, shape (clients,)
        Ratings so far; with `Settings.scale_df` they are the degrees of freedom.
    """

    def __init__(self, prior: Belief, places: Ints, clients: int, dtype: Any = np.float32) -> None:
        self.settings: Settings = prior.course.settings
        square = np.ix_(places, places)
        self._rates, self._lane = prior.rates.tolist(), np.arange(clients)
        self._similarity = prior.geometry.similarity[square].astype(dtype)
        self._K = prior.state.prior_cov[square].astype(dtype)
        # what is known of the covariances of traits, of traits with states of the day, and of states
        self._known = np.zeros((3, len(places), len(places), clients), dtype)
        self._log_prior = prior.state.log_prior.astype(dtype)[:, None]
        self._squares = np.zeros((len(self._rates), clients), dtype)
        self.count: Ints = np.zeros(clients, dtype=np.intp)
        level = (prior.geometry.distress[places] - self.settings.learning_floor).astype(dtype)[:, None]
        self._level, self._lasting = np.zeros((2, len(self._rates), len(places), clients), dtype) + level
        self._trait, self._day, self._back = np.zeros((3, *self._level.shape), dtype)
        self._look(np.repeat(level, clients, axis=1), 0.0, np.ones(clients))

    def practised(self, rung: Ints, peak: Floats, went: NDArray[np.bool_], *, days: float) -> None:
        """Condition on the peak and teach, where `went`; then let `days` pass for everybody.

        `rung`, `peak` and `went` have shape (clients,).
        """
        trait_fade, day_fade, kept = fades(days, self.settings)
        back, nu = self.settings.return_share, self.settings.scale_df
        noise = rating_noise(self.mean[rung, self._lane], self.settings).astype(self._K.dtype)
        of_trait, of_day = self._columns(rung)
        root = np.sqrt((of_trait + of_day)[rung, self._lane] + noise**2)
        felt, here = (peak - self.settings.learning_floor).astype(self._K.dtype), self._at(self._level, rung)
        errors = np.where(went, (felt - here) / root, 0)
        of_trait *= went / root
        of_day *= went / root
        both = of_trait + of_day
        here += both[rung, self._lane] * errors
        self._squares += errors * errors
        self.count += went
        log_weights = self._log_prior - 0.5 * (nu + self.count) * np.log1p(self._squares / nu)
        weights = np.exp(log_weights - log_weights.max(axis=0)).astype(self._K.dtype)
        weights /= weights.sum(axis=0)
        taught = self._similarity.take(rung, axis=1) * went
        mean, square, change, spare = np.zeros((4, *both.shape), both.dtype)
        state = (self._level, self._lasting, self._trait, self._day, self._back)
        for rate, error, own, weight, level, lasting, trait, day, returns in zip(
            self._rates, errors, here, weights, *state, strict=True
        ):
            trait += np.multiply(of_trait, error, out=change)
            day += np.multiply(of_day, error, out=change)
            level += np.multiply(both, error, out=change)
            # rate · S_ij · max(0, min(m_i, m_j) − floor); a share of it comes back with time
            np.minimum(level, own, out=change)
            np.maximum(change, 0, out=change)
            change *= taught
            returns += np.multiply(change, rate * back, out=spare)
            change *= rate * (1.0 - back)
            lasting -= change
            # time passes
            trait *= trait_fade
            day *= day_fade
            returns *= kept
            np.add(lasting, trait, out=level)
            level += day
            level -= returns
            # moments over rates
            mean += np.multiply(level, weight, out=change)
            change *= level
            square += change
        pairs = ((of_trait, of_trait), (of_trait, of_day), (of_day, of_day))
        shrinks = (trait_fade**2, trait_fade * day_fade, day_fade**2)
        for known, (one, other), fade in zip(self._known, pairs, shrinks, strict=True):
            for row, own in zip(known, one, strict=True):
                row += np.multiply(other, own, out=spare)
                row *= fade
        scale = (nu + (weights * self._squares).sum(axis=0)) / (nu + self.count)
        self._look(mean, square - mean * mean, scale)

    def tail_sd(self) -> Floats:
        """Return SDs of normal distributions with the tail of the next ratings above the cap, SUDS, (n, clients)."""
        counts, lanes = np.unique(self.count, return_inverse=True)
        nu, most = self.settings.scale_df, 1.0 - self.settings.cap_chance
        ratios = np.array([tail_ratio(most, nu + count) for count in counts.tolist()])
        return np.asarray(self.sd * ratios[lanes])

    def _columns(self, rung: Ints) -> tuple[Floats, Floats]:
        """Return the covariances of traits and of states of the day with one rung of each client, (n, clients)."""
        traits, mixed, days = self._known
        across = self._at(mixed, rung)  # traits with the state of the rung
        along = mixed[rung, :, self._lane].T  # states with the trait of the rung
        before, share = self._K.take(rung, axis=1), self.settings.state_share
        return (1.0 - share) * before - self._at(traits, rung) - across, share * before - self._at(days, rung) - along

    def _at(self, values: Floats, rung: Ints) -> Floats:
        """Return what values are at one rung of each client: (k, n, clients) to (k, clients), second place."""
        return values.reshape(len(values), -1).take(rung * len(rung) + self._lane, axis=1)

    def _look(self, level: Floats, spread: Floats | float, scale: Floats) -> None:
        """Read means and scales."""
        self.mean: Floats = (level + self._K.dtype.type(self.settings.learning_floor)).astype(float)
        noise = rating_noise(self.mean, self.settings)
        traits, mixed, days = (np.einsum("iic->ic", known) for known in self._known)
        known = traits + 2.0 * mixed + days
        self.sd: Floats = np.sqrt(scale * (np.diag(self._K)[:, None] - known + noise * noise) + spread)
