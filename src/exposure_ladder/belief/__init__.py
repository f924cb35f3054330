"""What is believed about one person's distress in every situation, and how each entry of the log changes it.

The model, in SUDS of peak distress: ``x = mu + z + f - h``. mu is what was written or filled in. z is how this person
differs from it on an ordinary day, f the state of the day; their covariances are four fifths and one fifth of K, with
``K = D (b² 11ᵀ + c² (same theme) + s² LLᵀ + τ² R + δ² A) D`` plus the covariance of filled-in numbers; D makes people
differ most in the middle of the scale. h ≥ 0 is what practice has removed; it is computed, not uncertain, once the
learning rate is given. There is one covariance for all learning rates, and one mean and one h for each rate on a small
grid, so that the person's rate comes with an interval. The covariance is kept as ``K − WᵀW``: an entry adds a row to W,
the passing of time shrinks W. How much a person varies is one unknown scale, so predictions are Student's t.

A belief is derived, never stored: the log is the truth and :func:`infer` replays it. Nothing here reads a clock. For a
given rate and scale a rating never widens what is believed; a surprising rating raises the scale and so widens all
intervals of that person, and steady ratings narrow them.
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
