"""What each step is most like, and which steps are wide: counted from the row below and from what a step is like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from exposure_ladder.graph import TIE
from exposure_ladder.ladder.ladder import Gap
from exposure_ladder.ladder.order import most_like

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from exposure_ladder.belief import Belief
    from exposure_ladder.records import Situation

    Floats = NDArray[np.float64]


def likes_of(belief: Belief, situations: Sequence[Situation]) -> tuple[NDArray[np.int64], Floats]:
    """Return the place of the earlier step that each is most like, −1 for none, and the similarity to the nearest."""
    x, at = _expected(belief, situations)
    similarity, theme = belief.geometry.similarity[np.ix_(at, at)], belief.geometry.theme[at]
    like = most_like(x, similarity, theme, mastery=belief.course.settings.mastery)
    earlier = np.triu(similarity * (theme[:, None] == theme), 1)
    return like, earlier.max(axis=0, initial=0.0)


def gaps_of(belief: Belief, situations: Sequence[Situation]) -> tuple[Gap, ...]:
    """Return the wide steps, each from the row below or from what it is most like, whichever is wider."""
    x, widest = _expected(belief, situations)[0], belief.course.settings.max_gap
    like, _ = likes_of(belief, situations)
    gaps = []
    for above in range(1, len(x)):
        sides = [above - 1] if like[above] < 0 else [above - 1, int(like[above])]
        below = min(sides, key=lambda at: (x[at], -at))
        if x[above] - x[below] > widest + TIE:
            gaps.append(Gap(situations[below].id, situations[above].id, float(x[above] - x[below])))
    return tuple(gaps)


def _expected(belief: Belief, situations: Sequence[Situation]) -> tuple[Floats, NDArray[np.intp]]:
    at = np.array([belief.geometry.place[situation.id] for situation in situations], dtype=np.intp)
    return np.asarray(np.clip(belief.ordinary.mean[at], 0.0, 100.0)), at
