"""The parts a progression rule is made of: when a rung is mastered, which comes next, when to ease off.

Each part is a small frozen value with its numbers as fields; calling it with a view gives an array. None reads a
forecast to decide mastery, none looks at the calendar to make anything harder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from exposure_ladder.errors import ShapeError
from exposure_ladder.policy.view import RECENT, Measure, View

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Ints = NDArray[np.int64]

__all__ = [
    "AllOf",
    "AnyOf",
    "Back",
    "Done",
    "EaseOff",
    "ExpectancyFell",
    "FellTo",
    "InBand",
    "LastAtMost",
    "LowestOpen",
    "Pick",
    "Practised",
    "RandomOpen",
    "Stay",
    "StayedFor",
    "Tolerated",
    "easiest",
]


_EXACT: Final = 1e-9
"""Rounding that does not decide: 63 is .7 of 90."""
_BARRED: Final = 1e9
"""SUDS beyond all that is compared."""


class Done(Protocol):
    """Is a rung mastered? Shape (c, n). Each rung is judged by its own record alone, whatever the others say."""

    def __call__(self, view: View) -> Flags:
        """Return a flag for every client and rung."""
        ...


class Pick(Protocol):
    """Which rung next? Shape (c,), −1 for none."""

    def __call__(self, view: View, done: Flags, *, rng: np.random.Generator | None = None) -> Ints:
        """Return a position for every client."""
        ...


class Back(Protocol):
    """Ease off from the current rung? Shape (c,)."""

    def __call__(self, view: View) -> Flags:
        """Return a flag for every client."""
        ...


# ---------------------------------------------------------------------------------------------------------- mastery


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
    """Return how many different days stand in the last axis."""
    fresh = np.ones(days.shape[:-1], dtype=np.int64)
    for i in range(1, days.shape[-1]):
        fresh += (days[..., :i] != days[..., i : i + 1]).all(axis=-1)
    return fresh


@dataclass(frozen=True, slots=True)
class FellTo:
    """In the last exposure distress ended at or below this share of its peak (or of its start)."""

    share: float = 0.5
    of: Measure = Measure.PEAK

    def __call__(self, view: View) -> Flags:
        """Return where the criterion holds."""
        end, top = view.recent[Measure.END][..., 0], view.recent[self.of][..., 0]
        stayed = ~(view.recent[Measure.ESCAPED][..., 0] > 0)
        return np.asarray((top >= 0) & (end <= self.share * top + _EXACT) & stayed)


@dataclass(frozen=True, slots=True)
class ExpectancyFell:
    """The feared outcome seems at least this share less likely than before the last exposure, and it was tolerable."""

    share: float = 0.5
    tolerance: float = 0.0

    def __call__(self, view: View) -> Flags:
        """Return where the criterion holds."""
        before = view.recent[Measure.EXPECTANCY_BEFORE][..., 0]
        after = view.recent[Measure.EXPECTANCY_AFTER][..., 0]
        stayed = ~(view.recent[Measure.ESCAPED][..., 0] > 0)
        bearable = view.recent[Measure.TOLERANCE][..., 0] >= self.tolerance if self.tolerance > 0 else stayed
        return np.asarray((before >= 0) & (before - after >= self.share * before - _EXACT) & stayed & bearable)


@dataclass(frozen=True, slots=True)
class StayedFor:
    """The last exposure lasted at least this many minutes without an early leave."""

    minutes: float = 30.0

    def __call__(self, view: View) -> Flags:
        """Return where the criterion holds."""
        stayed = ~(view.recent[Measure.ESCAPED][..., 0] > 0)
        return np.asarray((view.recent[Measure.MINUTES][..., 0] >= self.minutes) & stayed)


@dataclass(frozen=True, slots=True)
class Tolerated:
    """The last exposure was borne: tolerance at or above `least` (0–100), without an early leave."""

    least: float = 60.0

    def __call__(self, view: View) -> Flags:
        """Return where the criterion holds."""
        stayed = ~(view.recent[Measure.ESCAPED][..., 0] > 0)
        return np.asarray((view.recent[Measure.TOLERANCE][..., 0] >= self.least) & stayed)


@dataclass(frozen=True, slots=True)
class Practised:
    """There were at least this many exposures, whatever was felt."""

    times: int = 1

    def __call__(self, view: View) -> Flags:
        """Return where the criterion holds."""
        done = np.isfinite(view.recent[Measure.DAY][..., : self.times]).all(axis=-1)
        return np.asarray(done & (self.times <= RECENT))


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Done, ...]

    def __call__(self, view: View) -> Flags:
        """Return where all hold."""
        return np.asarray(np.logical_and.reduce([part(view) for part in self.parts]))


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Done, ...]

    def __call__(self, view: View) -> Flags:
        """Return where one holds."""
        return np.asarray(np.logical_or.reduce([part(view) for part in self.parts]))


# ------------------------------------------------------------------------------------------------------- which next


@dataclass(frozen=True, slots=True)
class LowestOpen:
    """The easiest rung that may be practised and is not mastered; of equals the one lower on the ladder.

    From a rung that is begun it turns only to one that was also *written* easier: a noisy rating sends nobody away to
    something that they called harder.
    """

    def __call__(self, view: View, done: Flags, *, rng: np.random.Generator | None = None) -> Ints:
        """Return its position."""
        open_now, clients = view.allowed & ~done, np.arange(len(done))
        lowest, here = easiest(view, open_now), np.maximum(view.current, 0)
        stays = (view.current >= 0) & open_now[clients, here]
        return np.where(stays & (view.written[clients, lowest] >= view.written[clients, here]), here, lowest)


@dataclass(frozen=True, slots=True)
class RandomOpen:
    """Any rung that is allowed and not mastered, each as likely; needs `rng`. `ceiling` bars rungs expected higher."""

    ceiling: float = 100.0

    def __call__(self, view: View, done: Flags, *, rng: np.random.Generator | None = None) -> Ints:
        """Return a drawn position."""
        if rng is None:
            raise ShapeError("expected rng= for a rule that draws; got none.", hint="Pass numpy.random.default_rng().")
        open_now = view.allowed & ~done & (view.expected <= self.ceiling)
        draws = np.where(open_now, rng.random(done.shape), -1.0)
        return np.asarray(np.where(open_now.any(axis=1), draws.argmax(axis=1), easiest(view, view.allowed & ~done)))


@dataclass(frozen=True, slots=True)
class InBand:
    """The allowed, unmastered rung whose last peak (or, untried, expected peak) is nearest the middle of a band."""

    low: float = 50.0
    high: float = 70.0

    def __call__(self, view: View, done: Flags, *, rng: np.random.Generator | None = None) -> Ints:
        """Return its position."""
        last = view.recent[Measure.PEAK][..., 0]
        level = np.where(np.isfinite(last), last, view.expected)
        off = np.where(view.allowed & ~done, np.abs(level - (self.low + self.high) / 2.0), np.inf)
        return np.asarray(np.where(np.isfinite(off).any(axis=1), off.argmin(axis=1), -1))


def easiest(view: View, flags: Flags) -> Ints:
    """Return the rung expected to be easiest among those flagged, shape (c,); the lower of equals, −1 for none."""
    level = view.expected + ~flags * _BARRED
    equal = flags & (level <= (level.min(axis=1) + _EXACT)[:, None])  # rounding does not break a tie
    return first(equal)


def first(flags: Flags) -> Ints:
    """Return the place of the first flag of each row, shape (c,); −1 where there is none."""
    rungs = flags.shape[1]
    left = (flags * np.arange(rungs, 0, -1, dtype=np.int16)).max(axis=1, initial=0).astype(np.int64)
    return np.where(left > 0, rungs - left, -1)


# -------------------------------------------------------------------------------------------------------- easing off


@dataclass(frozen=True, slots=True)
class EaseOff:
    """Step back after repeated early leaves, very high peaks, or peaks far above plan; never after one noisy rating.

    Attributes
    ----------
    times : int
        How often in a row on the current rung.
    peak : float
        A very high peak, SUDS.
    above_plan : float
        A peak this far above what was expected, SUDS.
    """

    times: int = 2
    peak: float = 90.0
    above_plan: float = 25.0

    def __call__(self, view: View) -> Flags:
        """Return who should ease off."""
        ago = np.arange(min(self.times, RECENT))[:, None]
        last = np.arange(len(view.current)), np.maximum(view.current, 0), ago
        left = (view.recent[Measure.ESCAPED][last] > 0).all(axis=0)
        high = (view.recent[Measure.PEAK][last] >= self.peak).all(axis=0)
        off_plan = (view.recent[Measure.ABOVE_PLAN][last] > self.above_plan).all(axis=0)
        # more than a view remembers can never be seen
        return np.asarray((left | high | off_plan) & (view.current >= 0) & (self.times <= RECENT))


@dataclass(frozen=True, slots=True)
class Stay:
    """Never ease off."""

    def __call__(self, view: View) -> Flags:
        """Return nobody."""
        return np.zeros(len(view.current), dtype=bool)
