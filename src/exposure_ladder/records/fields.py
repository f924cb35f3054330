"""The kinds of value that records are made of, each with its range and its unit; no record, no rule about a whole."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeVar

from pydantic import AwareDatetime, BeforeValidator, Field

from exposure_ladder.records import _checks as check
from exposure_ladder.records import _moments
from exposure_ladder.records._checks import frozen_map

T = TypeVar("T")

FORMAT: Final = 2
"""The newest format of a document that is read, and the one that is written."""


def known_format(value: Any) -> Any:
    """Check the version of a document's format: the newest one, or an older one that is read the same way."""
    known = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= FORMAT
    return FORMAT if known else value


Distress = Annotated[float, BeforeValidator(check.number(0, 100)), Field(ge=0, le=100)]
"""SUDS, Subjective Units of Distress, 0–100 (Wolpe 1969)."""
Percent = Annotated[float, BeforeValidator(check.number(0, 100)), Field(ge=0, le=100)]
Share = Annotated[float, BeforeValidator(check.number(0, 1)), Field(ge=0, le=1)]
Similarity = Annotated[float, BeforeValidator(check.number(0, 1, above=True)), Field(gt=0, le=1)]
Positive = Annotated[float, BeforeValidator(check.number(0, 1e6, above=True)), Field(gt=0, le=1e6)]
Minutes = Annotated[float, BeforeValidator(check.number(0, 1440)), Field(ge=0, le=1440)]
Id = Annotated[str, BeforeValidator(check.id_text)]
Line = Annotated[str, BeforeValidator(check.line_text)]
Note = Annotated[str, BeforeValidator(check.note_text)]
Moment = Annotated[AwareDatetime, BeforeValidator(_moments.moment)]
"""An instant in the years 1900 to 2999, with a fixed offset of whole minutes."""
End = Annotated[AwareDatetime | None, BeforeValidator(_moments.end)]
"""When something ends, if ever."""
Revision = Annotated[int, BeforeValidator(check.whole(0, 1_000_000)), Field(ge=0, le=1_000_000)]
Format = Annotated[Literal[2], BeforeValidator(known_format)]
"""The form of a stored document; what an older version wrote is read as this one."""
Level = Annotated[str, BeforeValidator(check.level_text)]


def _language_tag(value: Any) -> str:
    """Check the tag of a language: two or three letters, and perhaps a region."""
    if isinstance(value, str) and re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", value):
        return value.lower()
    raise check.problem("the tag of a language, like en or de-CH")


Language = Annotated[str, BeforeValidator(_language_tag)]

if TYPE_CHECKING:  # one id or one line may stand for a list of one; what is kept is always a tuple
    Ids = Sequence[str]
    Lines = Sequence[str]
    Levels = Mapping[str, str]
    Reasons = Mapping[str, str]
    Measures = Mapping[str, float]
    Many = Sequence[T]
else:
    Many = tuple[T, ...]
    Ids = Annotated[tuple[Id, ...], BeforeValidator(check.listed)]
    Lines = Annotated[tuple[Line, ...], BeforeValidator(check.listed)]
    Levels = Annotated[dict[Line, Level], *frozen_map]
    Reasons = Annotated[dict[Id, Line], *frozen_map]
    Measures = Annotated[dict[Id, Percent], *frozen_map]


class Scale(StrEnum):
    """The scale on which numbers are written and printed; inside, everything is 0–100."""

    SUDS = "0-100"
    TEN = "0-10"
    EIGHT = "0-8"

    @property
    def top(self) -> float:
        """The highest number of the scale."""
        return check.SCALES[self.value]

    def shown(self, suds: float) -> float:
        """Return `suds`, a number on 0–100, on this scale."""
        return round(suds * self.top / 100.0, 9)

    def suds(self, shown: float) -> float:
        """Return `shown`, a number on this scale, on 0–100."""
        return round(shown * 100.0 / self.top, 9)
