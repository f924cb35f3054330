"""Totals of a questionnaire or a daily rating over time: background beside a plan."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Annotated, Self

from pydantic import BeforeValidator, model_validator

from exposure_ladder.records import _checks as check
from exposure_ladder.records._checks import Record


class Totals(Record):
    """Totals of one questionnaire or one daily rating over time: background, never a step and never a diagnosis.

    No questionnaire is shipped. Nothing in the planner reads it; a redacted export leaves it out.

    Parameters
    ----------
    lowest, highest : float
        The range of the total, as its manual says.
    series : sequence of (datetime.date, float)
        Day and total, days rising, each within the range.

    Raises
    ------
    InvalidCourseError
        With every problem of the record.

    Examples
    --------
    >>> Totals(lowest=0, highest=27, series=[("2026-01-05", 14), ("2026-02-05", 11)]).series[-1][1]
    11.0
    """

    lowest: Annotated[float, BeforeValidator(check.number(-1e6, 1e6))]
    highest: Annotated[float, BeforeValidator(check.number(-1e6, 1e6))]
    series: tuple[
        tuple[
            Annotated[date, BeforeValidator(check.calendar_day)],
            Annotated[float, BeforeValidator(check.number(-1e6, 1e6))],
        ],
        ...,
    ]

    @model_validator(mode="after")
    def _within(self) -> Self:
        if self.lowest >= self.highest:
            raise check.problem("a range that rises from lowest to highest", f"{self.lowest:g} to {self.highest:g}")
        outside = [total for _, total in self.series if not self.lowest <= total <= self.highest]
        if outside:
            raise check.problem(f"totals from {self.lowest:g} to {self.highest:g}", f"{outside[0]:g}")
        if any(a >= b for (a, _), (b, _) in pairwise(self.series)):
            raise check.problem("pairs of day and total with rising days", "days that do not rise")
        return self
