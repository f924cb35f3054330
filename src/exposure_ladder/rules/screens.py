"""What may be offered at all: the cap on the distress of a next practice."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from exposure_ladder.records import Settings

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

__all__ = ["within_cap"]


def within_cap(expected: Floats, sd: Floats, settings: Settings) -> Flags:
    """Return where the next peak exceeds the cap with a chance small enough.

    Parameters
    ----------
    expected, sd : ndarray
        Expected peak, SUDS, and the SD of a single rating, its noise included; of one shape.
    settings : Settings
        `cap` in SUDS, and `cap_chance`.

    Returns
    -------
    ndarray of bool
        Of the same shape.

    Examples
    --------
    >>> from exposure_ladder import Settings
    >>> within_cap(np.array([60.0, 85.0]), np.array([12.0, 12.0]), Settings(cap=90, cap_chance=0.2)).tolist()
    [True, False]
    """
    if settings.cap_chance in (0.0, 1.0):
        return np.full(np.shape(expected), settings.cap_chance == 1.0)
    return np.asarray((settings.cap - expected) / sd >= NormalDist().inv_cdf(1.0 - settings.cap_chance) - 1e-9)
