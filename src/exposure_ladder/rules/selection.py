"""Which rung comes next, and when to ease off: the other two parts of a progression rule.

As with mastery, each part is a small frozen value that is called with a view. None looks at the calendar to make
anything harder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from exposure_ladder.errors import ShapeError
from exposure_ladder.rules.view import RECENT, TIE, Measure, View

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Ints = NDArray[np.int64]

__all__ = ["Back", "EaseOff", "InBand", "LowestOpen", "Pick", "RandomOpen", "Stay", "easiest"]


_BARRED: Final = 1e9
"""SUDS beyond all that is compared."""


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


@dataclass(frozen=True, slots=True)
class LowestOpen:
    """The easiest rung that may be practised and is not mastered; of equals the one lower on the ladder.

    From a rung that is begun it turns only to one that was also *written* easier, the easiest of these: a noisy rating
    sends nobody away to something that they called harder, and time alone does not bring back a harder one.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import build_ladder, infer, template
    >>> from exposure_ladder.advice import view_of
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> view = view_of(build_ladder(infer(template("dogs"), at=at)))
    >>> LowestOpen()(view, done=view.expected < 30).tolist()  # as if the first two were mastered
    [2]
    """

    def __call__(self, view: View, done: Flags, *, rng: np.random.Generator | None = None) -> Ints:
        """Return its position."""
        open_now, clients = view.allowed & ~done, np.arange(len(done))
        lowest, here = easiest(view, open_now), np.maximum(view.current, 0)
        stays = (view.current >= 0) & open_now[clients, here]
        easier = open_now & (view.written < view.written[clients, here][:, None])
        easier &= view.expected <= view.expected[clients, here][:, None] + TIE
        turn = easiest(view, easier)
        return np.where(stays, np.where(easier.any(axis=1), turn, here), lowest)


@dataclass(frozen=True, slots=True)
class RandomOpen:
    """Any rung that is allowed and not mastered, each as likely; needs `rng`.

    Attributes
    ----------
    ceiling : float
        Rungs expected higher are left to the end, SUDS.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> import numpy as np
    >>> from exposure_ladder import build_ladder, infer, template
    >>> from exposure_ladder.advice import view_of
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> view = view_of(build_ladder(infer(template("dogs"), at=at)))
    >>> RandomOpen(ceiling=50.0)(view, view.expected < 30, rng=np.random.default_rng(1)).tolist()
    [3]
    """

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
    """The allowed, unmastered rung whose last peak (or, untried, expected peak) is nearest the middle of a band.

    Attributes
    ----------
    low, high : float
        The band, SUDS.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import build_ladder, infer, template
    >>> from exposure_ladder.advice import view_of
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> view = view_of(build_ladder(infer(template("dogs"), at=at)))
    >>> InBand(50.0, 70.0)(view, done=view.expected < 30).tolist()
    [6]
    """

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
    equal = flags & (level <= (level.min(axis=1) + TIE)[:, None])  # rounding does not break a tie
    return first(equal)


def first(flags: Flags) -> Ints:
    """Return the place of the first flag of each row, shape (c,); −1 where there is none."""
    rungs = flags.shape[1]
    left = (flags * np.arange(rungs, 0, -1, dtype=np.int16)).max(axis=1, initial=0).astype(np.int64)
    return np.where(left > 0, rungs - left, -1)


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

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, build_ladder, infer, template
    >>> from exposure_ladder.advice import view_of
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> course = template("dogs").add(Exposure(situation="photo", at=at, peak=95))
    >>> view = view_of(build_ladder(infer(course, at=at)))
    >>> EaseOff(times=1)(view).tolist(), EaseOff(times=2)(view).tolist()
    ([True], [False])
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
    """Never ease off.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, build_ladder, infer, template
    >>> from exposure_ladder.advice import view_of
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> course = template("dogs").add(Exposure(situation="photo", at=at, peak=95))
    >>> view = view_of(build_ladder(infer(course, at=at)))
    >>> Stay()(view).tolist()
    [False]
    """

    def __call__(self, view: View) -> Flags:
        """Return nobody."""
        return np.zeros(len(view.current), dtype=bool)
