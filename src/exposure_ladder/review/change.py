"""Changes from the first to the last ratings of a situation, judged against the noise of ratings."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from exposure_ladder.belief import normal_quantile, rating_noise
from exposure_ladder.records import Exposure, Happened
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from exposure_ladder.records import Course, Settings

SEVERAL: Final = 3
"""Ratings within a practice, or of one step on one day, before they are looked at as many (assumption)."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Change(Summary):
    """How the peaks of one situation changed, like with like.

    Attributes
    ----------
    situation : str
        Its id.
    ratings : int
        How many peaks there are.
    first, last : float
        Mean of the first and of the last peaks compared, SUDS.
    compared : int
        How many peaks each mean is of: up to three, never overlapping.
    needed : float
        Smallest difference that rating noise alone would exceed in 1 of 20 cases, SUDS.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, template
    >>> from exposure_ladder.review import changes
    >>> peaks = {5: 70, 6: 60}
    >>> log = [Exposure(situation="park", at=datetime(2026, 1, day, tzinfo=UTC), peak=peaks[day]) for day in peaks]
    >>> (found,) = changes(template("dogs").add(*log))
    >>> found.difference, found.within_noise
    (-10.0, True)
    """

    situation: str
    ratings: int
    first: float
    last: float
    compared: int
    needed: float

    @property
    def difference(self) -> float:
        """Last minus first, SUDS."""
        return self.last - self.first

    @property
    def within_noise(self) -> bool:
        """Whether the difference is no larger than noise explains."""
        return abs(self.difference) <= self.needed


def reliable_change(peaks: list[float], situation: str, settings: Settings) -> Change | None:
    """Return the change from the first to the last peaks; none below two.

    The minimal detectable change is z·√2·SEM/√k, SEM the rating noise at the mean level (`Settings.rating_sd`).
    """
    if len(peaks) < 2:
        return None
    k = min(3, len(peaks) // 2)
    first, last = math.fsum(peaks[:k]) / k, math.fsum(peaks[-k:]) / k
    sem = float(rating_noise((first + last) / 2.0, settings))
    return Change(situation, len(peaks), first, last, k, normal_quantile(0.975) * math.sqrt(2.0 / k) * sem)


def changes(course: Course) -> tuple[Change, ...]:
    """Return the change of every situation with two or more peaks, by id.

    Parameters
    ----------
    course : Course
        With a log, the settings of which say how far ratings scatter.

    Returns
    -------
    tuple of Change
        From the first to the last peaks of each situation.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, template
    >>> peaks = {5: 80, 6: 70, 7: 40, 8: 30}
    >>> log = [Exposure(situation="park", at=datetime(2026, 1, day, tzinfo=UTC), peak=peaks[day]) for day in peaks]
    >>> [(found.first, found.last, found.within_noise) for found in changes(template("dogs").add(*log))]
    [(75.0, 35.0, False)]
    """
    peaks: dict[str, list[float]] = {}
    for entry in course.log:
        if isinstance(entry, Exposure) and entry.happened is Happened.PRACTISED and entry.peak is not None:
            peaks.setdefault(entry.situation, []).append(entry.peak)
    found = (reliable_change(values, name, course.settings) for name, values in sorted(peaks.items()))
    return tuple(value for value in found if value is not None)
