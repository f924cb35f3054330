"""Looking back: predictions against what came, and changes judged against the noise of ratings.

It reads the log and nothing else, claims nothing from a single pair of ratings, and never calls anything a failure.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exposure_ladder.belief import normal_quantile, rating_noise
from exposure_ladder.records import Exposure, Happened, Occurred

if TYPE_CHECKING:
    from exposure_ladder.records import Course, Settings

__all__ = ["Change", "Expectation", "Ledger", "change", "changes", "ledger"]


@dataclass(frozen=True, slots=True, eq=False)
class Expectation:
    """One prediction of a feared outcome and what became of it (Pittig et al. 2023, doi 10.1177/21677026221101379).

    Attributes
    ----------
    entry, situation : str
        Ids of the entry and of the situation.
    before : float
        How likely the feared outcome seemed, 0–100.
    occurred : bool
        Whether it came.
    violation : float
        ``before − 100·occurred``, −100 to 100.
    change : float or None
        ``before − after``: how much less likely it seems for a next time.
    learning_rate : float or None
        ``change / violation``; none when either is missing or the violation is 0.
    """

    entry: str
    situation: str
    before: float
    occurred: bool
    violation: float
    change: float | None
    learning_rate: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """What was predicted beside what came.

    Attributes
    ----------
    expectations : tuple of Expectation
        Every prediction of a feared outcome that came or did not, oldest first.
    unclear : int
        Predictions whose outcome stayed unclear.
    brier : float or None
        Mean of ``(p − o)²`` over `expectations`, 0 (exact) to 1.
    distress : tuple of (str, float, float)
        Situation, expected and peak distress of every exposure that has both, 0–100 SUDS.
    bias : float or None
        Mean of expected minus peak distress, SUDS; above 0 when more was feared than felt.
    bias_low, bias_high : float or None
        95 % interval of that mean; none below three pairs.
    """

    expectations: tuple[Expectation, ...]
    unclear: int
    brier: float | None
    distress: tuple[tuple[str, float, float], ...]
    bias: float | None
    bias_low: float | None
    bias_high: float | None


def ledger(course: Course) -> Ledger:
    """Return the predictions of a course beside what came.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder.records import Course, Exposure, Situation, SituationGraph
    >>> graph = SituationGraph(title="Dogs", situations=(Situation(id="see", title="See a dog"),))
    >>> entry = Exposure(
    ...     situation="see",
    ...     at=datetime(2026, 1, 5, tzinfo=UTC),
    ...     expectancy_before=80,
    ...     occurred="no",
    ...     expectancy_after=50,
    ... )
    >>> ledger(Course(graph=graph).add(entry)).expectations[0].learning_rate
    0.375
    """
    practised = [e for e in course.log if isinstance(e, Exposure) and e.happened is Happened.PRACTISED]
    asked = [e for e in practised if e.expectancy_before is not None and e.occurred is not None]
    kept = tuple(_expectation(e) for e in asked if e.occurred is not Occurred.UNCLEAR)
    pairs = tuple((e.situation, e.expected, e.peak) for e in practised if e.expected is not None and e.peak is not None)
    bias, low, high = _mean_interval([expected - peak for _, expected, peak in pairs])
    brier = math.fsum((k.before / 100 - k.occurred) ** 2 for k in kept) / len(kept) if kept else None
    return Ledger(kept, len(asked) - len(kept), brier, pairs, bias, low, high)


def _expectation(entry: Exposure) -> Expectation:
    before, occurred = entry.expectancy_before or 0.0, entry.occurred is Occurred.YES
    violation = before - 100.0 * occurred
    change = None if entry.expectancy_after is None else before - entry.expectancy_after
    rate = None if change is None or violation == 0.0 else change / violation
    return Expectation(entry.id, entry.situation, before, occurred, violation, change, rate)


def _mean_interval(values: list[float]) -> tuple[float | None, float | None, float | None]:
    """Return the mean and its 95 % interval, widened for few values by Student's t (about 2 + 5/(n − 1.5))."""
    if not values:
        return None, None, None
    n, mean = len(values), math.fsum(values) / len(values)
    if n < 3:
        return mean, None, None
    sd = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (n - 1))
    reach = _student(n - 1) * sd / math.sqrt(n)
    return mean, mean - reach, mean + reach


def _student(freedom: int) -> float:
    """Return the 97.5 % point of Student's t (Cornish–Fisher expansion; within .01 from 4 degrees of freedom up)."""
    z = normal_quantile(0.975)
    first = (z**3 + z) / (4 * freedom)
    second = (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    return z + first + second + third


@dataclass(frozen=True, slots=True, eq=False)
class Change:
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


def change(peaks: list[float], situation: str, settings: Settings) -> Change | None:
    """Return the change from the first to the last peaks; none below two.

    The minimal detectable change is z·√2·SEM/√k, SEM the rating noise at the mean level (evidence 7.4).
    """
    if len(peaks) < 2:
        return None
    k = min(3, len(peaks) // 2)
    first, last = math.fsum(peaks[:k]) / k, math.fsum(peaks[-k:]) / k
    sem = float(rating_noise((first + last) / 2.0, settings))
    return Change(situation, len(peaks), first, last, k, normal_quantile(0.975) * math.sqrt(2.0 / k) * sem)


def changes(course: Course) -> tuple[Change, ...]:
    """Return the change of every situation with two or more peaks, by id."""
    peaks: dict[str, list[float]] = {}
    for entry in course.log:
        if isinstance(entry, Exposure) and entry.happened is Happened.PRACTISED and entry.peak is not None:
            peaks.setdefault(entry.situation, []).append(entry.peak)
    found = (change(values, name, course.settings) for name, values in sorted(peaks.items()))
    return tuple(value for value in found if value is not None)
