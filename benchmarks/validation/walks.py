"""Walk up the ladders of real people, rating each step as it is met: our order against the sort by what is believed."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from exposure_ladder.belief import Belief, prior, update
from exposure_ladder.ladder.sequence import arrange
from exposure_ladder.records import Course, Rating
from validation.rows import Row, over_people

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

AT = datetime(2026, 1, 5, 18, tzinfo=UTC)


def walks(groups: Iterable[Any]) -> list[Row]:
    """Return error and largest jump of both orders for each group of people; nothing is learned in these data."""
    return [row for data in groups for row in _walks(data)]


def _walks(data: Any) -> list[Row]:
    """Return error and largest jump of both orders; nothing is learned in these data, so only ratings move a belief."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for person in range(len(data.felt)):
        for theme in sorted({theme or "" for theme in data.themes}):
            inside = [i for i, other in enumerate(data.themes) if (other or "") == theme]
            inside = [i for i in inside if not np.isnan(data.felt[person, i])]
            if len(inside) < 3:
                continue
            for name, order in (("library", _next_of_ladder), ("sort", _next_of_sort)):
                error, jump = _walk(data, person, inside, order)
                found["error", name].append(error)
                found["largest jump", name].append(jump)
    rows = []
    for figure in ("error", "largest jump"):
        ours, theirs = (np.array(found[figure, name]) for name in ("library", "sort"))
        interval = over_people(lambda i, a=ours, b=theirs: float((a[i] - b[i]).mean()), len(ours))
        case, goal = f"{data.name} {figure}, {len(ours)} ladders", "difference no worse than 0"
        rows.append(Row(case, float(ours.mean()), {"sort": float(theirs.mean())}, interval, goal, interval[0] <= 0.0))
    return rows


def _walk(
    data: Any, person: int, inside: Sequence[int], order: Callable[[Belief, Sequence[str]], str]
) -> tuple[float, float]:
    """Return the mean error of what was expected of each step as it was met, and the largest rise between two."""
    whole = data.graph(person)
    graph = whole.model_copy(update={"situations": tuple(whole.situations[i] for i in inside)})
    belief = prior(Course(graph=graph), at=AT)
    left, errors, felt = list(graph.ids), [], []
    for step in range(len(inside)):
        name = order(belief, left)
        real = float(data.felt[person, int(name[1:])])
        errors.append(abs(float(np.clip(belief.mean[belief.ids.index(name)], 0.0, 100.0)) - real))
        felt.append(real)
        left.remove(name)
        entry = Rating(situation=name, at=AT + (step + 1) * max(data.apart, timedelta(minutes=1)), distress=real)
        belief, _ = update(belief, entry)
    return float(np.mean(errors)), float(np.max(np.diff(felt)))


def _next_of_ladder(belief: Belief, left: Sequence[str]) -> str:
    situations = arrange(belief, belief.course.graph.situations).situations
    return next(situation.id for situation in situations if situation.id in left)


def _next_of_sort(belief: Belief, left: Sequence[str]) -> str:
    return min(left, key=lambda name: (round(float(belief.mean[belief.ids.index(name)]), 9), name))
