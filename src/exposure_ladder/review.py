"""Looking back: predictions against what came, changes judged against the noise of ratings, and how far somebody is.

It reads the log and the ladder that follows from it, claims nothing from a single pair of ratings, and never calls
anything a failure.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from exposure_ladder.advice import view_of
from exposure_ladder.belief import normal_quantile, prior, rating_noise, update
from exposure_ladder.policy import DEFAULT
from exposure_ladder.records import Exposure, Happened, Occurred, Stopped

if TYPE_CHECKING:
    from datetime import date

    from exposure_ladder.ladder import Ladder, Rung
    from exposure_ladder.policy import Policy
    from exposure_ladder.records import Course, Settings

__all__ = [
    "Change",
    "Expectation",
    "Foretold",
    "Ledger",
    "Progress",
    "Trail",
    "changes",
    "foretold",
    "ledger",
    "progress",
]


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
    found = (change(values, name, course.settings) for name, values in sorted(peaks.items()))
    return tuple(value for value in found if value is not None)


@dataclass(frozen=True, slots=True, eq=False)
class Foretold:
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
    z = normal_quantile(0.5 + course.settings.likely / 2.0)
    for entry in entries:
        belief, surprise = update(belief, entry)
        if surprise is not None and isinstance(entry, Exposure):
            ends = (surprise.predicted + z * way * surprise.sd for way in (0.0, -1.0, 1.0))
            found.append(Foretold(entry, *(min(max(end, 0.0), 100.0) for end in ends)))
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class Trail:
    """One rung and what happened on it.

    Attributes
    ----------
    rung : Rung
        The step, with what is expected there now.
    practices : int
        How often it was practised, unrated ones included.
    peaks : tuple of float
        Peaks that were given, oldest first, SUDS.
    done : bool
        Whether the rule counts it as mastered, on ratings that were given.
    waits_for : tuple of str
        What it requires and is not done.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, build_ladder, infer, template
    >>> from exposure_ladder.review import progress
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> entry = Exposure(situation="photo", at=at, peak=30)
    >>> ladder = build_ladder(infer(template("dogs").add(entry), at=at))
    >>> [(trail.rung.id, trail.peaks, trail.done) for trail in progress(ladder).trails if trail.practices]
    [('photo', (30.0,), False)]
    """

    rung: Rung
    practices: int
    peaks: tuple[float, ...]
    done: bool
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Progress:
    """How far somebody is: what was faced, which steps are done or open, what changed, what was feared and what came.

    Attributes
    ----------
    ladder : Ladder
        The ladder now.
    policy : Policy
        The rule by which a step counts as done.
    days : tuple of datetime.date
        Days of practice, oldest first, each in the offset of its entries.
    practices, elsewhere : int
        Practices, and those of them on what is not on the ladder.
    agreed, early, refused, avoided : int
        Practices that were stopped by agreement or early, and what was refused or avoided: approach is counted whole.
    trails : tuple of Trail
        One for each rung.
    changes : tuple of Change
        Of situations with two or more peaks.
    ledger : Ledger
        Predictions beside what came.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, build_ladder, infer, template
    >>> from exposure_ladder.review import progress
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> entry = Exposure(situation="photo", at=at, peak=30)
    >>> ladder = build_ladder(infer(template("dogs").add(entry), at=at))
    >>> found = progress(ladder)
    >>> found.practices, len(found.days), found.refused
    (1, 1, 0)
    """

    ladder: Ladder
    policy: Policy
    days: tuple[date, ...]
    practices: int
    elsewhere: int
    agreed: int
    early: int
    refused: int
    avoided: int
    trails: tuple[Trail, ...]
    changes: tuple[Change, ...]
    ledger: Ledger

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data; all distress is in SUDS."""
        from exposure_ladder import __version__

        counted = ("practices", "elsewhere", "agreed", "early", "refused", "avoided")
        return {
            "format": 1,
            "kind": "progress",
            "version": __version__,
            "at": self.ladder.belief.at.isoformat(),
            "client": self.ladder.belief.course.graph.client,
            "rule": {"name": self.policy.name, "standing": self.policy.standing, "source": self.policy.source},
            "entries": self.ladder.belief.used,
            "days": [day.isoformat() for day in self.days],
            **{name: getattr(self, name) for name in counted},
            "steps": [
                {"number": trail.rung.number, "id": trail.rung.id}
                | {name: getattr(trail, name) for name in ("practices", "peaks", "done", "waits_for")}
                | {"expected": trail.rung.expected, "low": trail.rung.low, "high": trail.rung.high}
                for trail in self.trails
            ],
            "changes": [asdict(change) | {"within_noise": change.within_noise} for change in self.changes],
            "ledger": asdict(self.ledger),
        }


def progress(ladder: Ladder, *, policy: Policy = DEFAULT) -> Progress:
    """Return how far somebody is at the moment of the ladder's belief; later entries are not read.

    Parameters
    ----------
    ladder : Ladder
        From :func:`~exposure_ladder.ladder.build_ladder`.
    policy : Policy
        The rule by which a step counts as done.

    Returns
    -------
    Progress
        What was faced, which steps are done or open, what changed, what was feared and what came.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, build_ladder, infer, template
    >>> days = [datetime(2026, 1, day, tzinfo=UTC) for day in (5, 6)]
    >>> log = [Exposure(situation="photo", at=day, peak=20) for day in days]
    >>> ladder = build_ladder(infer(template("dogs").add(*log), at=days[-1]))
    >>> [trail.rung.id for trail in progress(ladder).trails if trail.done]
    ['photo']
    """
    belief = ladder.belief
    course = belief.course.model_copy(update={"log": tuple(e for e in belief.course.log if e.at <= belief.at)})
    exposures = [entry for entry in course.log if isinstance(entry, Exposure)]
    practised = [entry for entry in exposures if entry.happened is Happened.PRACTISED]
    flags = policy.done(view_of(ladder))[0]
    done = {rung.id: bool(flag) for rung, flag in zip(ladder.rungs, flags, strict=True)}
    return Progress(
        ladder=ladder,
        policy=policy,
        days=tuple(sorted({entry.at.date() for entry in practised})),
        practices=len(practised),
        elsewhere=sum(entry.situation not in done for entry in practised),
        agreed=sum(entry.stopped is Stopped.AGREED for entry in practised),
        early=sum(entry.stopped is Stopped.EARLY for entry in practised),
        refused=sum(entry.happened is Happened.REFUSED for entry in exposures),
        avoided=sum(entry.happened is Happened.AVOIDED for entry in exposures),
        trails=tuple(_trail(rung, practised, done) for rung in ladder.rungs),
        changes=changes(course),
        ledger=ledger(course),
    )


def _trail(rung: Rung, practised: list[Exposure], done: dict[str, bool]) -> Trail:
    here = [entry for entry in practised if entry.situation == rung.id]
    peaks = tuple(entry.peak for entry in here if entry.peak is not None)
    waits_for = tuple(name for name in rung.situation.requires if not done.get(name, False))
    return Trail(rung, len(here), peaks, done[rung.id], waits_for)
