"""What to ask a person next, so that the rest is known best, and when asking on brings little.

Exact for the Gaussian belief: what a rating takes off a variance does not depend on what the rating will be, but for
its noise, which is read at today's mean. For "which of the two is harder?" it is the average over both answers.
It proposes questions and never answers; a person may always say nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

import numpy as np

from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.records import Exposure, Rating
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from exposure_ladder.belief import Belief

    Floats = NDArray[np.float64]

__all__ = ["WORTH_ASKING", "Questions", "which_comparison", "which_rating"]

WORTH_ASKING: Final = 0.02
"""Share of what is unknown that one more answer should take away; below it, asking may stop (assumption)."""
_NORMAL: Final = NormalDist()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Questions(Summary):
    """Possible questions, the most informative first; equals by id.

    Attributes
    ----------
    ask : tuple of tuple of str
        Ids in each question: one situation to rate, or two to compare.
    saves : ndarray, shape (questions,)
        Share of the summed variance of the situations in question that the answer is expected to take away, 0–1, for
        one scale of the person: what it says about that is not counted.
    sd : float
        Root mean variance of these situations now, SUDS, without rating noise.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import infer, template
    >>> from exposure_ladder.research import which_rating
    >>> questions = which_rating(infer(template("dogs"), at=datetime(2026, 1, 5, tzinfo=UTC)))
    >>> round(questions.sd), questions.enough
    (29, False)
    """

    ask: tuple[tuple[str, ...], ...]
    saves: Floats
    sd: float

    @property
    def enough(self) -> bool:
        """Whether no further answer is expected to take away at least `WORTH_ASKING`."""
        return not len(self.saves) or float(self.saves[0]) < WORTH_ASKING


def which_rating(
    belief: Belief, *, among: Sequence[str] | None = None, about: Sequence[str] | None = None
) -> Questions:
    """Order situations by how much rating them would tell.

    Parameters
    ----------
    belief : Belief
        What is believed now.
    among : sequence of str, optional
        Ids that may be asked; by default those without a rating in the log, since the same answer twice in a row
        tells little.
    about : sequence of str, optional
        Ids that should be known well; by default all.

    Returns
    -------
    Questions

    Raises
    ------
    UnknownSituationError
        If no situation has an id.
    InvalidCourseError
        If `about` is empty.

    Examples
    --------
    The first answer is expected to take off two fifths of what is unknown about all steps:

    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import infer, template
    >>> questions = which_rating(infer(template("dogs"), at=datetime(2026, 1, 5, tzinfo=UTC)))
    >>> questions.ask[0], float(questions.saves[0].round(2))
    (('eight-feet',), 0.39)
    """
    if among is None:
        rated = _rated(belief)
        among = [name for name in belief.ids if name not in rated]
    asked, targets, cov = _read(belief, among, about)
    noise = belief.noise[asked]
    saved = (cov[np.ix_(targets, asked)] ** 2).sum(axis=0) / (cov[asked, asked] + noise**2)
    return _ordered([(belief.ids[i],) for i in asked], saved, cov, targets)


def which_comparison(
    belief: Belief, *, among: Sequence[str] | None = None, about: Sequence[str] | None = None
) -> Questions:
    """Order pairs by how much it would tell to hear which of the two is harder.

    Parameters
    ----------
    belief, about
        As for :func:`which_rating`.
    among : sequence of str, optional
        Ids whose pairs are looked at; by default all.

    Returns
    -------
    Questions

    Raises
    ------
    UnknownSituationError
        If no situation has an id.
    InvalidCourseError
        If `about` is empty.

    Notes
    -----
    With a = (m_i − m_j)/s and s² = Var(x_i − x_j) + noise, the variance explained by the answer is that of a rating of
    the difference times φ(a)²/(Φ(a) Φ(−a)), the mean over both answers of the factor by which a probit shrinks.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import infer, template
    >>> questions = which_comparison(infer(template("dogs"), at=datetime(2026, 1, 5, tzinfo=UTC)))
    >>> questions.ask[0], float(questions.saves[0].round(2))
    (('beside', 'off-lead'), 0.05)
    """
    asked, targets, cov = _read(belief, among, about)
    one, other = (asked[side] for side in np.triu_indices(len(asked), 1))
    noise, mean = belief.noise, belief.mean
    variance = cov[one, one] + cov[other, other] - 2.0 * cov[one, other] + noise[one] ** 2 + noise[other] ** 2
    shared = ((cov[targets[:, None], one] - cov[targets[:, None], other]) ** 2).sum(axis=0)
    explained = np.array([_probit(a) for a in ((mean[one] - mean[other]) / np.sqrt(variance)).tolist()])
    pairs = [(belief.ids[i], belief.ids[j]) for i, j in zip(one, other, strict=True)]
    return _ordered(pairs, shared / variance * explained, cov, targets)


def _rated(belief: Belief) -> set[str]:
    log = (entry for entry in belief.course.log if entry.at <= belief.at)
    return {e.situation for e in log if isinstance(e, Rating) or (isinstance(e, Exposure) and e.peak is not None)}


def _probit(a: float) -> float:
    chances = _NORMAL.cdf(a) * _NORMAL.cdf(-a)
    return _NORMAL.pdf(a) ** 2 / chances if chances > 1e-12 else 0.0


def _read(
    belief: Belief, among: Sequence[str] | None, about: Sequence[str] | None
) -> tuple[NDArray[np.intp], NDArray[np.intp], Floats]:
    every = belief.ids
    asked, targets = (
        np.array(sorted({belief.geometry.index(name) for name in (every if names is None else names)}), dtype=np.intp)
        for names in (among, about)
    )
    if not len(targets):
        raise InvalidCourseError([Problem(("about",), "at least one situation", "none")])
    return asked, targets, belief.cov


def _ordered(ask: Sequence[tuple[str, ...]], saved: Floats, cov: Floats, targets: NDArray[np.intp]) -> Questions:
    total = float(cov[targets, targets].sum())
    order = sorted(range(len(ask)), key=lambda i: (-saved[i], ask[i]))
    saves = saved[order] / total if total > 0.0 else np.zeros(len(ask))
    saves.flags.writeable = False
    return Questions(tuple(ask[i] for i in order), saves, math.sqrt(total / len(targets)))
