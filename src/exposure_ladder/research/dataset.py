"""Many people's logs of the same situations as arrays: what was practised or rated, when, and what was said.

It reads numbers only, never a title or a note. Distress is in SUDS, trials come first, people last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from exposure_ladder.errors import InvalidCourseError, Problem, ShapeError
from exposure_ladder.graph import measure
from exposure_ladder.records import Comparison, Course, Exposure, Happened, Override, Rating
from exposure_ladder.research.learners.parameters import numbers
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["Histories", "histories_of", "planned"]

_DAY = 86_400.0


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Histories(Summary):
    """What people practised and rated; arrays become read-only.

    Attributes
    ----------
    ids : tuple of str
        Ids of the n situations.
    situation : ndarray of int, shape (trials, people)
        Place of each trial's situation; −1 where a person had no more trials.
    rating : ndarray, shape (trials, people)
        Peak distress or rating, 0–100 SUDS; nan where nothing was said.
    share : ndarray, shape (trials, people)
        Share of an exercise that was done, 0–1; 0 for a rating without practice.
    gap : ndarray, shape (trials, people)
        Days since the trial before, at least 0.
    distress : ndarray, shape (n, people)
        What was written beforehand, SUDS.
    similarity : ndarray, shape (n, n)
        How far what is learned at one shows at another.

    Raises
    ------
    ShapeError
        If the arrays do not fit each other.
    InvalidCourseError
        With every array that holds a number outside its range.

    Examples
    --------
    A plan has no ratings yet; the first of its people alone:

    >>> from exposure_ladder.research import planned
    >>> plan = planned([30, 60], [[1, 0.4], [0.4, 1]], people=3, trials=8)
    >>> plan.of([0]).situation.shape, int(plan.said.sum())
    ((8, 1), 0)
    """

    ids: tuple[str, ...]
    situation: Any
    rating: Any
    share: Any
    gap: Any
    distress: Any
    similarity: Any

    def __post_init__(self) -> None:
        n, shape = len(self.ids), np.shape(self.situation)
        if len(shape) != 2 or not shape[1]:
            raise ShapeError(f"expected situations of shape (trials, people), with somebody; got {shape}.")
        for name in ("rating", "share", "gap", "distress", "similarity"):
            wanted = {"distress": (n, shape[1]), "similarity": (n, n)}.get(name, shape)
            value = numbers(name, getattr(self, name))
            if value.shape != wanted:
                raise ShapeError(f"expected {name} of shape {wanted}; got {value.shape}.")
            object.__setattr__(self, name, value)
        object.__setattr__(self, "situation", np.array(self.situation, dtype=np.intp))
        limits = (
            ("situation", -1.0, n - 1.0, False),
            ("rating", 0.0, 100.0, True),
            ("share", 0.0, 1.0, False),
            ("gap", 0.0, 1e6, False),
            ("distress", 0.0, 100.0, False),
            ("similarity", 0.0, 1.0, False),
        )
        wrong = []
        for name, low, high, may_miss in limits:
            value = getattr(self, name)
            bad = ~((value >= low) & (value <= high)) & ~(np.isnan(value) & may_miss)
            if bad.any():
                wrong.append(Problem((name,), f"numbers from {low:g} to {high:g}", f"{value[bad][0]:g}"))
            value.flags.writeable = False
        if wrong:
            raise InvalidCourseError(wrong)

    @property
    def said(self) -> NDArray[np.bool_]:
        """Where there is a rating, shape (trials, people)."""
        return np.asarray(~np.isnan(self.rating) & (self.situation >= 0))

    def of(self, people: Any) -> Histories:
        """Return the histories of some `people`, by place or by flag."""
        own = {name: getattr(self, name)[:, people] for name in ("situation", "rating", "share", "gap", "distress")}
        return replace(self, **own)


def histories_of(courses: Course | Sequence[Course]) -> Histories:
    """Read the logs of people who have the same situations.

    Exposures and ratings count; one that was refused or avoided teaches nothing, and one without a peak teaches
    without telling. Comparisons, overrides and situations that are not in the graph are left out.

    Parameters
    ----------
    courses : Course or sequence of Course
        The same ids in each; similarities are those of the first.

    Returns
    -------
    Histories

    Raises
    ------
    InvalidCourseError
        If there is no course, or one has other situations.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, template
    >>> done = Exposure(situation="photo", at=datetime(2026, 1, 5, tzinfo=UTC), peak=35)
    >>> histories = histories_of([template("dogs").add(done), template("dogs")])
    >>> histories.rating.tolist()
    [[35.0, nan]]
    """
    courses = (courses,) if isinstance(courses, Course) else tuple(courses)
    spaces = [measure(course.graph, course.settings) for course in courses]
    wrong = [
        Problem(("courses", i), "the same situations as the first course", f"{len(space.ids)} others or fewer")
        for i, space in enumerate(spaces)
        if space.ids != spaces[0].ids
    ]
    if wrong or not courses:
        raise InvalidCourseError(wrong or [Problem(("courses",), "at least one course", "none")])
    logs = [_entries(course, space.place) for course, space in zip(courses, spaces, strict=True)]
    shape = (max(map(len, logs)), len(logs))
    arrays = np.full(shape, -1), np.full(shape, np.nan), np.zeros(shape), np.zeros(shape)
    for person, log in enumerate(logs):
        for trial, row in enumerate(log):
            for array, value in zip(arrays, row, strict=True):
                array[trial, person] = value
    distress = np.stack([space.distress for space in spaces], axis=1)
    return Histories(spaces[0].ids, *arrays, distress, spaces[0].similarity)


def _entries(course: Course, place: Any) -> list[tuple[int, float, float, float]]:
    rows, before = [], None
    for entry in course.log:
        if isinstance(entry, Comparison | Override) or entry.situation not in place:
            continue
        gap = 0.0 if before is None else (entry.at - before).total_seconds() / _DAY
        before = entry.at
        said = entry.distress if isinstance(entry, Rating) else entry.peak
        taught = isinstance(entry, Exposure) and entry.happened is Happened.PRACTISED
        share = entry.share if isinstance(entry, Exposure) and taught else 0.0
        rows.append((place[entry.situation], np.nan if said is None else said, share, gap))
    return rows


def planned(distress: ArrayLike, similarity: ArrayLike, *, people: int, trials: int, days: float = 1.0) -> Histories:
    """Return a plan without ratings: everybody goes up the situations, each practised equally often in a row.

    Parameters
    ----------
    distress : array_like, shape (n,)
        What is written beforehand, 0–100 SUDS.
    similarity : array_like, shape (n, n)
        How far what is learned at one shows at another, 0–1.
    people, trials : int
        How many.
    days : float
        Between two trials.

    Returns
    -------
    Histories

    Raises
    ------
    InvalidCourseError
        If there is no situation, nobody or no trial.

    Examples
    --------
    >>> import numpy as np
    >>> plan = planned([70, 30, 50], np.eye(3), people=10, trials=6)
    >>> plan.situation[:, 0].tolist()
    [1, 1, 2, 2, 0, 0]
    """
    start = numbers("distress", distress)
    if not start.size or people < 1 or trials < 1:
        got = f"{start.size}, {people}, {trials}"
        raise InvalidCourseError([Problem(("situations", "people", "trials"), "at least 1 of each", got)])
    n, shape = len(start), (trials, people)
    order = np.argsort(start, kind="stable")[np.arange(trials) * n // trials]
    situation = np.repeat(order[:, None], people, axis=1)
    gap = np.full(shape, float(days))
    gap[:1] = 0.0
    ids = tuple(f"s{i}" for i in range(n))
    wide = np.repeat(start[:, None], people, axis=1)
    return Histories(ids, situation, np.full(shape, np.nan), np.ones(shape), gap, wide, similarity)
