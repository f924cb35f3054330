"""The number that is asked for: how high the fear may be, and on how many further days, for a step to be enough.

It is found by trying further practices on the rule's own conditions, so that there is no second text of any rule.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from exposure_ladder.records.fields import Scale
from exposure_ladder.records.rule import Rated
from exposure_ladder.rules import kernel
from exposure_ladder.rules.conditions import LOW_FEAR_TWICE, low_fear_alone, lowered, rows
from exposure_ladder.rules.wording import roads, sentence

if TYPE_CHECKING:
    from exposure_ladder.records.rule import Criterion
    from exposure_ladder.rules.history import History

__all__ = ["needed"]

MOST: Final = 10
"""Further practices that are tried out."""
_FEAR: Final = (Rated.PEAK, Rated.END)


def needed(history: History, step: int, written: float, *, scale: Scale) -> tuple[str, dict[str, Any]]:
    """Return the code and the values of what would be enough on a step.

    Parameters
    ----------
    history : History
        What was practised, and the rule.
    step : int
        Place of the step.
    written : float
        What the plan says of it, SUDS.
    scale : Scale
        On which people rate.

    Returns
    -------
    code : str
        ``needed_peak`` or ``needed_end`` with a number; ``needed_words`` where a rule asks for none.
    values : dict
        `limit` (SUDS, ratable on the scale), `need` and `left` (days or times in all, and still to come), `unit`.
    """
    tender = history.tender[step]
    mastered = history.rule.mastered
    asked = (low_fear_alone(mastered) or LOW_FEAR_TWICE) if tender else mastered
    untried = history.log.last[step] < 0
    numbers = [road for road in roads(asked) if _is_number(road) and not (untried and road.share_of)]
    found = [_further(history, road, step, written, scale) for road in numbers]
    found = [each for each in found if each[1]["limit"] is not None]
    if not found:
        return "needed_words", {"asks": sentence(roads(asked)[0], scale=scale)}
    return min(found, key=lambda each: (-each[1]["limit"], each[1]["left"]))


def _is_number(road: Criterion) -> bool:
    """Return whether a road is one number of fear, which can be asked for in a word."""
    plain = not road.parts and road.rating in _FEAR and road.bound is not None and road.written_below is None
    return plain and not road.only and (road.times or road.days or 1) > 0 and road.share_of != "own"


def _further(history: History, road: Criterion, step: int, written: float, scale: Scale) -> tuple[str, dict[str, Any]]:
    _, columns = lowered(history.rule)
    tender = history.tender[step]
    (row,) = rows(road, {name: i for i, name in enumerate(columns)}, tender=tender)
    ratings = [scale.suds(rating) for rating in range(int(scale.top) + 1)]
    left, limit = _try(row, history.log, step, written, ratings)
    need = max(road.times or road.days or 1, 2 if tender else 1)
    unit = "days" if road.days else "times"
    return f"needed_{road.name}", {"limit": limit, "need": need, "left": left, "unit": unit}


def _try(
    row: kernel.Condition, log: kernel.Log, step: int, written: float, ratings: list[float]
) -> tuple[int, float | None]:
    """Return how many further practices, each on a day of its own, would do, and the worst rating they may have."""
    for count in range(1, MOST + 1):
        if kernel.met(row, _with(row, log, step, ratings[0], count), step, written):
            low, high = 0, len(ratings)
            while high - low > 1:
                middle = (low + high) // 2
                if kernel.met(row, _with(row, log, step, ratings[middle], count), step, written):
                    low = middle
                else:
                    high = middle
            return count, ratings[low]
    return MOST + 1, None


def _with(row: kernel.Condition, log: kernel.Log, step: int, value: float, count: int) -> kernel.Log:
    """Return the log with further practices of a step, each on a day of its own."""
    cells, last, total = list(log.cells), list(log.last), log.total
    turn = cells[last[step] * log.width + kernel.TURN] if last[step] >= 0 else 0.0
    for i in range(count):
        told = [math.nan] * log.width
        told[kernel.BEFORE], told[kernel.TURN] = float(last[step]), turn + 1.0 + i
        told[kernel.STEP], told[kernel.LEFT], told[kernel.VOID], told[kernel.MARKS] = float(step), 0.0, 0.0, 0.0
        if row.without >= 0:
            told[row.without] = 0.0
        told[row.column] = value
        cells += told
        last[step], total = total, total + 1
    return kernel.Log(log.width, cells, last, total)
