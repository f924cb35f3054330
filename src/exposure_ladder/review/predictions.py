"""What was expected or feared beside what came, and what the belief foretold before each rating."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exposure_ladder.belief import prior, student_quantile, update
from exposure_ladder.records import Exposure, Happened, Occurred
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from exposure_ladder.ladder import Ladder
    from exposure_ladder.records import Course


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Expectation(Summary):
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

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, template
    >>> from exposure_ladder.review import ledger
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> entry = Exposure(
    ...     situation="park", at=at, expectancy_before=80, occurred="no", expectancy_after=50
    ... )
    >>> (found,) = ledger(template("dogs").add(entry)).expectations
    >>> found.violation, found.learning_rate
    (80.0, 0.375)
    """

    entry: str
    situation: str
    before: float
    occurred: bool
    violation: float
    change: float | None
    learning_rate: float | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Ledger(Summary):
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

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, template
    >>> from exposure_ladder.review import ledger
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> told = [{"expected": 70, "peak": 50}, {"expected": 60, "peak": 50}]
    >>> found = ledger(template("dogs").add(*(Exposure(situation="park", at=at, **each) for each in told)))
    >>> found.bias, found.brier
    (15.0, None)
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

    Parameters
    ----------
    course : Course
        With a log; only what was practised is read.

    Returns
    -------
    Ledger
        Feared outcomes and expected distress beside what came.

    Notes
    -----
    The mean probability score is Brier's (1950, doi 10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2).

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, template
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> entry = Exposure(situation="park", at=at, expectancy_before=80, occurred="no")
    >>> round(ledger(template("dogs").add(entry)).brier, 2)
    0.64
    """
    practised = [e for e in course.log if isinstance(e, Exposure) and e.happened is Happened.PRACTISED]
    asked = [e for e in practised if e.expectancy_before is not None and e.occurred is not None]
    kept = tuple(_expectation(e) for e in asked if e.occurred in (Occurred.YES, Occurred.NO))
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
    """Return the mean and its 95 % interval, widened for few values by Student's t."""
    if not values:
        return None, None, None
    n, mean = len(values), math.fsum(values) / len(values)
    if n < 3:
        return mean, None, None
    sd = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (n - 1))
    reach = student_quantile(0.975, n - 1) * sd / math.sqrt(n)
    return mean, mean - reach, mean + reach


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Foretold(Summary):
    """A rated practice, and what was believed just before it.

    Attributes
    ----------
    entry : Exposure
        The practice, with its rating.
    mean : float
        The rating to expect, 0–100 SUDS.
    low, high : float
        Interval of the rating, 0–100 SUDS, rating noise included.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, build_ladder, infer, template
    >>> from exposure_ladder.review import foretold
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> entry = Exposure(situation="photo", at=at, peak=30)
    >>> ladder = build_ladder(infer(template("dogs").add(entry), at=at))
    >>> (found,) = foretold(ladder)
    >>> found.entry.peak, round(found.mean)
    (30.0, 20)
    """

    entry: Exposure
    mean: float
    low: float
    high: float


def foretold(ladder: Ladder) -> tuple[Foretold, ...]:
    """Return every rated practice up to the moment of the ladder, oldest first, with what was believed before it.

    Parameters
    ----------
    ladder : Ladder
        From :func:`~exposure_ladder.ladder.build_ladder`; its course has the log.

    Returns
    -------
    tuple of Foretold
        Situations that the graph no longer has are passed over. The interval is that of `Settings.likely`.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, build_ladder, infer, template
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> entry = Exposure(situation="photo", at=at, peak=30)
    >>> ladder = build_ladder(infer(template("dogs").add(entry), at=at))
    >>> [found.low <= found.entry.peak <= found.high for found in foretold(ladder)]
    [True]
    """
    course, found = ladder.belief.course, []
    entries = [entry for entry in course.log if entry.at <= ladder.belief.at]
    start = entries[0].at if entries else ladder.belief.at
    belief = prior(course.model_copy(update={"log": ()}), at=start)
    for entry in entries:
        belief, surprise = update(belief, entry)
        if surprise is not None and isinstance(entry, Exposure):
            low, high = surprise.likely(course.settings.likely)
            found.append(Foretold(entry, min(max(surprise.predicted, 0.0), 100.0), low, high))
    return tuple(found)
