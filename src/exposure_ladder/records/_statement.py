"""What everything in a log has: a name that is made from what it says, a time, and the revision it is."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Annotated, Any, ClassVar, Final, Self

from pydantic import BeforeValidator, model_validator

from exposure_ladder.records import _checks as check
from exposure_ladder.records._checks import Record
from exposure_ladder.records._moments import utc_second
from exposure_ladder.records.fields import Moment, Revision


class Statement(Record):
    """What everything that is written down as time goes on shares: its name, its time, and how often it was changed.

    Parameters
    ----------
    id : str
        Given, or made from the content: kind, time to the second and every field that was given, whatever offset the
        time is written in. The same thing written twice is one.
    at : datetime.datetime
        When it was, with its UTC offset; the calendar day is the day in that offset.
    revision : int
        How often it was changed or taken back since it was written; of one id the highest counts.
    withdrawn : bool
        Whether it was taken back: then it counts nowhere, and is kept so that no copy brings it back.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta, timezone
    >>> from exposure_ladder import Rating
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> east = at.astimezone(timezone(timedelta(hours=10)))
    >>> Rating(situation="photo", at=at, distress=20).id == Rating(situation="photo", at=east, distress=20).id
    True
    """

    UNNAMED: ClassVar[frozenset[str]] = frozenset()
    """Fields that do not count for the name that is made from the content."""

    id: Annotated[str, BeforeValidator(check.entry_id)] = ""
    at: Moment
    revision: Revision = 0
    withdrawn: bool = False

    @model_validator(mode="after")
    def _named(self) -> Self:
        if not self.id or (_OLD_ID.fullmatch(self.id) and self.id == self._old_id()):
            object.__setattr__(self, "id", self.content)
        return self

    @property
    def content(self) -> str:
        """Hash of what it says, a letter and 16 digits: equal for one thing said twice; its id unless one was given."""
        return f"e{self._hash(utc_second(self.at))}"

    def row_id(self, written: str) -> str:
        """Return the id for a row of a table whose time is known as written, without zone or without time of day.

        Parameters
        ----------
        written : str
            The day, and the time if there is one: what was filled in beside it changes no name.

        Returns
        -------
        str
            A letter and 16 digits.
        """
        return f"r{self._hash(written)}"

    def _hash(self, when: str) -> str:
        # What was left out does not count, so that a field that comes later changes no name.
        given = self.model_dump(exclude={"id", "at", "revision", "withdrawn", *self.UNNAMED}, exclude_defaults=True)
        told = json.dumps([type(self).__name__, when, given], sort_keys=True, default=utc_second)
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def says_as(self, other: Statement) -> bool:
        """Tell whether two things of one id say the same; of a row without zone or time the time was filled in."""
        filled_in = self.id == other.id and _ROW_ID.fullmatch(self.id) is not None
        return self.content == other.content or (filled_in and self.row_id("") == other.row_id(""))

    @property
    def rank(self) -> tuple[int, bool, str, str]:
        """What decides between two forms of one id: the later one, then the one taken back, then the hash."""
        return self.revision, self.withdrawn, self.content, self.model_dump_json(exclude_none=True)

    def _given(self) -> dict[str, Any]:
        fields = super()._given()
        return fields | {"id": ""} if self.id == self.content else fields

    def _old_id(self) -> str:
        """Return the id that version 0.1 made from this content: it hung on the offset and is not kept."""
        given = self.model_dump(mode="json", exclude={"id"}, exclude_defaults=True)
        content = json.dumps([type(self).__name__, given], sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:16]


_ROW_ID: Final = re.compile(r"r[0-9a-f]{16}")
_OLD_ID: Final = re.compile(r"[0-9a-f]{16}")
