"""When a rung is mastered: the first part of a progression rule.

Each part is a small frozen value with its numbers as fields; calling it with a view gives an array. None reads a
forecast: nobody moves up on assumed learning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from exposure_ladder.rules.view import RECENT, TIE, Measure, View

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Ints = NDArray[np.int64]

__all__ = [
    "AllOf",
    "AnyOf",
    "Done",
    "ExpectancyFell",
    "FellTo",
    "LastAtMost",
    "Practised",
    "StayedFor",
    "Tolerated",
]


class Done(Protocol):
    """Is a rung mastered? Shape (c, n). Each rung is judged by its own record alone, whatever the others say."""

    def __call__(self, view: View) -> Flags:
        """Return a flag for every client and rung."""
        ...


@dataclass(frozen=True, slots=True)
class LastAtMost:
    """The last `last` exposures with this rating lie at or below `limit`, on at least `days` separate days.

    Attributes
    ----------
    measure : Measure
        Peak, end or start distress.
    limit : float
        0–100 SUDS.
    last, days : int
        How many exposures, on how many days.
    each : bool
        Every one of them, instead of their mean.
    below : bool
        Strictly below instead of at or below.
    numb : float
        An exposure with numbness at or above this does not count (0–100).

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, build_ladder, infer, template
    >>> from exposure_ladder.advice import view_of
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> course = template("dogs").add(Exposure(situation="photo", at=at, peak=30, end=15))
    >>> view = view_of(build_ladder(infer(course, at=at)))
    >>> bool(LastAtMost(limit=30.0, last=1, days=1)(view)[0, view.current[0]])
    True
    """

    measure: Measure = Measure.PEAK
    limit: float = 35.0
    last: int = 2
    days: int = 2
    each: bool = False
    below: bool = False
    numb: float = 70.0

    def __call__(self, view: View) -> Flags:
        """Return where the criterion holds."""
        window = view.recent[self.measure][..., : self.last]
        value = window.max(axis=-1) if self.each else window.sum(axis=-1) / self.last
        low = value < self.limit if self.below else value <= self.limit  # and so given: nan is neither
        calm = ~(view.recent[Measure.ESCAPED][..., : self.last] > 0).any(axis=-1)
        felt = ~(view.recent[Measure.NUMBNESS][..., : self.last] >= self.numb).any(axis=-1)
        apart = _distinct(view.recent[Measure.DAY][..., : self.last]) >= self.days
        return np.asarray(low & calm & felt & apart & (self.last <= RECENT))


def _distinct(days: Floats) -> Ints:
    """Return how many different days stand in the last axis; nan does not count."""
    fresh = np.isfinite(days)
    for i in range(1, days.shape[-1]):
        fresh[..., i] &= (days[..., :i] != days[..., i : i + 1]).all(axis=-1)
    return np.asarray(fresh.sum(axis=-1))


@dataclass(frozen=True, slots=True)
class FellTo:
    """In the last exposure distress ended at or below a share of its peak (or of its start), without an early leave.

    Attributes
    ----------
    share : float
        0–1.
    of : Measure
        Peak or start.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, build_ladder, infer, template
    >>> from exposure_ladder.advice import view_of
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> course = template("dogs").add(Exposure(situation="photo", at=at, peak=40, end=15))
    >>> view = view_of(build_ladder(infer(course, at=at)))
    >>> bool(FellTo(0.5)(view)[0, view.current[0]])
    True
    """

    share: float = 0.5
    of: Measure = Measure.PEAK

    def __call__(self, view: View) -> Flags:
        """Return where the criterion holds."""
        end, top = view.recent[Measure.END][..., 0], view.recent[self.of][..., 0]
        stayed = ~(view.recent[Measure.ESCAPED][..., 0] > 0)
        return np.asarray((top >= 0) & (end <= self.share * top + TIE) & stayed)


@dataclass(frozen=True, slots=True)
class ExpectancyFell:
    """The feared outcome seems less likely than before the last exposure, which was not left early.

    Attributes
    ----------
    share : float
        By which share of what was expected before, 0–1.
    tolerance : float
        Least tolerance given, 0–100; 0 asks for none.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, build_ladder, infer, template
    >>> from exposure_ladder.advice import view_of
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> entry = Exposure(situation="photo", at=at, peak=40, expectancy_before=80, expectancy_after=20)
    >>> course = template("dogs").add(entry)
    >>> view = view_of(build_ladder(infer(course, at=at)))
    >>> bool(ExpectancyFell(0.5)(view)[0, view.current[0]])
    True
    """

    share: float = 0.5
    tolerance: float = 0.0

    def __call__(self, view: View) -> Flags:
        """Return where the criterion holds."""
        before = view.recent[Measure.EXPECTANCY_BEFORE][..., 0]
        after = view.recent[Measure.EXPECTANCY_AFTER][..., 0]
        stayed = ~(view.recent[Measure.ESCAPED][..., 0] > 0)
        bearable = view.recent[Measure.TOLERANCE][..., 0] >= self.tolerance if self.tolerance > 0 else stayed
        return np.asarray((before >= 0) & (before - after >= self.share * before - TIE) & stayed & bearable)


@dataclass(frozen=True, slots=True)
class StayedFor:
    """The last exposure lasted long enough, without an early leave.

    Attributes
    ----------
    minutes : float
        At least so many.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, build_ladder, infer, template
    >>> from exposure_ladder.advice import view_of
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> course = template("dogs").add(Exposure(situation="photo", at=at, peak=40, minutes=20))
    >>> view = view_of(build_ladder(infer(course, at=at)))
    >>> bool(StayedFor(30.0)(view)[0, view.current[0]])
    False
    """

    minutes: float = 30.0

    def __call__(self, view: View) -> Flags:
        """Return where the criterion holds."""
        stayed = ~(view.recent[Measure.ESCAPED][..., 0] > 0)
        return np.asarray((view.recent[Measure.MINUTES][..., 0] >= self.minutes) & stayed)


@dataclass(frozen=True, slots=True)
class Tolerated:
    """The last exposure was borne, without an early leave.

    Attributes
    ----------
    least : float
        Least tolerance given, 0–100.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, build_ladder, infer, template
    >>> from exposure_ladder.advice import view_of
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> course = template("dogs").add(Exposure(situation="photo", at=at, peak=40, measures={"tolerance": 70}))
    >>> view = view_of(build_ladder(infer(course, at=at)))
    >>> bool(Tolerated(60.0)(view)[0, view.current[0]])
    True
    """

    least: float = 60.0

    def __call__(self, view: View) -> Flags:
        """Return where the criterion holds."""
        stayed = ~(view.recent[Measure.ESCAPED][..., 0] > 0)
        return np.asarray((view.recent[Measure.TOLERANCE][..., 0] >= self.least) & stayed)


@dataclass(frozen=True, slots=True)
class Practised:
    """There were enough exposures, whatever was felt.

    Attributes
    ----------
    times : int
        At least so many; a view remembers :data:`RECENT`.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, build_ladder, infer, template
    >>> from exposure_ladder.advice import view_of
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> course = template("dogs").add(Exposure(situation="photo", at=at, peak=90))
    >>> view = view_of(build_ladder(infer(course, at=at)))
    >>> bool(Practised(1)(view)[0, view.current[0]])
    True
    """

    times: int = 1

    def __call__(self, view: View) -> Flags:
        """Return where the criterion holds."""
        done = np.isfinite(view.recent[Measure.DAY][..., : self.times]).all(axis=-1)
        return np.asarray(done & (self.times <= RECENT))


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds.

    Attributes
    ----------
    parts : tuple of Done
        All of them.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, build_ladder, infer, template
    >>> from exposure_ladder.advice import view_of
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> course = template("dogs").add(Exposure(situation="photo", at=at, peak=40, end=15))
    >>> view = view_of(build_ladder(infer(course, at=at)))
    >>> bool(AllOf((FellTo(0.5), Practised(2)))(view)[0, view.current[0]])
    False
    """

    parts: tuple[Done, ...]

    def __call__(self, view: View) -> Flags:
        """Return where all hold."""
        return np.asarray(np.logical_and.reduce([part(view) for part in self.parts]))


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds.

    Attributes
    ----------
    parts : tuple of Done
        Any of them.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, build_ladder, infer, template
    >>> from exposure_ladder.advice import view_of
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> course = template("dogs").add(Exposure(situation="photo", at=at, peak=40, end=15))
    >>> view = view_of(build_ladder(infer(course, at=at)))
    >>> bool(AnyOf((FellTo(0.5), Practised(2)))(view)[0, view.current[0]])
    True
    """

    parts: tuple[Done, ...]

    def __call__(self, view: View) -> Flags:
        """Return where one holds."""
        return np.asarray(np.logical_or.reduce([part(view) for part in self.parts]))
