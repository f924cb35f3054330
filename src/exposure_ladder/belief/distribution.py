"""The noise of a rating, and quantiles of the normal and of Student's t distribution, for intervals of ratings."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from exposure_ladder.records import Settings

    Floats = NDArray[np.float64]

_NODES: Final = 48
"""Points of the quadrature: enough for twelve digits from 1 degree of freedom to millions."""
_SERIES_FROM: Final = 1_000.0
"""Degrees of freedom from which the series of the constant has more digits than the difference of two logarithms."""


def normal_quantile(probability: float) -> float:
    """Return the value below which a standard normal falls with this probability."""
    return NormalDist().inv_cdf(probability)


@cache
def _quadrature() -> tuple[Floats, Floats]:
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    return 0.5 * (nodes + 1.0), 0.5 * weights


def _constant(freedom: float) -> float:
    """Return Γ((ν + 1)/2) / (√π Γ(ν/2))."""
    half = 0.5 * freedom
    if freedom < _SERIES_FROM:
        return math.exp(math.lgamma(half + 0.5) - math.lgamma(half)) / math.sqrt(math.pi)
    return math.sqrt(half / math.pi) * (1.0 - 1.0 / (8.0 * half) + 1.0 / (128.0 * half**2) + 5.0 / (1024.0 * half**3))


def student_probability(value: float, freedom: float) -> float:
    """Return the probability that Student's t with so many degrees of freedom, at least 1, is at most `value`.

    With t = √ν tan θ the density is a power of cos θ, a smooth function that a Gauss quadrature integrates.
    """
    angle = math.atan(abs(value) / math.sqrt(freedom))
    nodes, weights = _quadrature()
    log_cosine = 0.5 * np.log1p(-np.minimum(np.sin(angle * nodes) ** 2, 1.0))
    area = angle * float(weights @ np.exp((freedom - 1.0) * log_cosine))
    half = min(_constant(freedom) * area, 0.5)
    return 0.5 + math.copysign(half, value)


def student_log_density(value: float, freedom: float) -> float:
    """Return the log density of Student's t."""
    height = math.log(_constant(freedom)) - 0.5 * math.log(freedom)
    return height - 0.5 * (freedom + 1.0) * math.log1p(value * value / freedom)


@lru_cache(maxsize=4096)
def student_quantile(probability: float, freedom: float) -> float:
    """Return the value below which Student's t with so many degrees of freedom falls with this probability.

    Newton's method from the normal quantile: above the middle the distribution function is concave, so that every step
    stays below the answer and the steps cannot diverge.
    """
    if probability < 0.5:
        return -student_quantile(1.0 - probability, freedom)
    value = normal_quantile(probability)
    for _ in range(100):
        missing = probability - student_probability(value, freedom)
        step = missing / math.exp(student_log_density(value, freedom))
        value += step
        if abs(step) <= 1e-13 * (1.0 + value):
            break
    return value


def tail_ratio(probability: float, freedom: float) -> float:
    """Return how much wider a normal distribution must be to have the quantile of Student's t at a probability."""
    if not 0.0 < probability < 1.0 or abs(probability - 0.5) < 1e-6:
        return 1.0  # both have their middle at 0, and neither ends
    return student_quantile(probability, freedom) / normal_quantile(probability)


def rating_noise(expected: Floats | float, settings: Settings) -> Floats:
    """Return the SD of a single rating, given the distress expected beforehand.

    It is widest in the middle of the scale. The defaults are computed from repeated ratings of the same events
    (Nilsonne et al., doi 10.6084/m9.figshare.1558201, CC0).

    Parameters
    ----------
    expected : float or ndarray
        0–100 SUDS; beyond the ends counts as the end.
    settings : Settings
        `rating_sd`, `rating_sd_least` and `rating_step` are read.

    Returns
    -------
    ndarray
        SUDS, in the shape of `expected`.

    Examples
    --------
    >>> from exposure_ladder import Settings
    >>> rating_noise(np.array([0.0, 50.0, 90.0]), Settings()).round(1)
    array([ 8., 15.,  9.])
    """
    share = np.clip(np.asarray(expected) / 100.0, 0.0, 1.0)
    noise = np.maximum(settings.rating_sd_least, settings.rating_sd * np.sqrt(share * (1.0 - share)))
    return np.asarray(np.hypot(noise, settings.rating_step / _ROUNDED) if settings.rating_step else noise)


def single_noise(expected: float, settings: Settings) -> float:
    """Return :func:`rating_noise` of one situation."""
    share = min(max(expected / 100.0, 0.0), 1.0)
    noise = max(settings.rating_sd_least, settings.rating_sd * math.sqrt(share * (1.0 - share)))
    return math.hypot(noise, settings.rating_step / _ROUNDED)


_ROUNDED: Final = math.sqrt(12.0)
"""A step over this is the SD of what rounding to the step leaves out."""
