"""What is believed about one person's distress in every situation, and how each entry of the log changes it.

The model, in SUDS of peak distress: ``x = mu + z - h``. mu is what was written or filled in. z ~ N(0, K) is how this
person differs from it, with ``K = D (b² 11ᵀ + c² (same theme) + τ² S + δ² I) D`` plus the variance of
filled-in numbers; D makes people differ most in the middle of the scale.
h ≥ 0 is what practice has removed; it is computed, not uncertain, once the learning rate is given. There is one
covariance for all learning rates, and one mean and one h for each rate on a small grid, so that the person's rate
comes with an interval. The covariance is kept as ``K − UᵀU``: an entry adds a row to U, the passing of time shrinks U.

A belief is derived, never stored: the log is the truth and :func:`infer` replays it. Nothing here reads a clock, and a
rating never widens what is believed. Starting points were tried on the development half of AffVids (Wang et al. 2024).
"""

from exposure_ladder.belief.belief import Belief, Surprise
from exposure_ladder.belief.distribution import normal_quantile as normal_quantile
from exposure_ladder.belief.distribution import rating_noise
from exposure_ladder.belief.distribution import student_probability as student_probability
from exposure_ladder.belief.distribution import student_quantile as student_quantile
from exposure_ladder.belief.distribution import tail_ratio as tail_ratio
from exposure_ladder.belief.forecast import Practices, practices_until
from exposure_ladder.belief.inference import infer, update
from exposure_ladder.belief.prior import headroom as headroom
from exposure_ladder.belief.prior import prior
from exposure_ladder.belief.state import fades as fades

__all__ = ["Belief", "Practices", "Surprise", "infer", "practices_until", "prior", "rating_noise", "update"]
