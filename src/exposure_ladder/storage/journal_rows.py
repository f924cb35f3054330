"""Entries ↔ rows of a journal, each with a checksum; rows of older formats are read as rows of the newest one.

A disk that turns one bit must never give other data: a row carries a checksum over all its columns, and each client a
count and a sum of them, since a row alone does not tell of one that is gone. This room knows no file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Final

from exposure_ladder.errors import InvalidCourseError
from exposure_ladder.records import KINDS, Consent, Event
from exposure_ladder.storage.database import DamagedError

Entry = Event | Consent
Row = tuple[Any, ...]

INSERT: Final = """INSERT INTO entries (client, number, version, kind, entry, content, at, recorded, data, checksum)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
SELECT: Final = """SELECT client, number, version, kind, entry, content, at, recorded, data, checksum FROM entries
    WHERE client = ? ORDER BY number, version"""
FORMS: Final = """SELECT client, number, version, kind, entry, content, at, recorded, data, checksum FROM entries
    WHERE client = ? AND entry = ? ORDER BY version"""
LAST: Final = """SELECT client, number, version, kind, entry, content, at, recorded, data, checksum FROM entries
    WHERE client = ? AND number = ? ORDER BY version DESC LIMIT 1"""
SET_CLIENT: Final = (
    "INSERT INTO clients (client, given, draft, entries, total, checksum) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (client) DO UPDATE SET given = excluded.given, draft = excluded.draft, entries = excluded.entries, "
    "total = excluded.total, checksum = excluded.checksum"
)

NO_DRAFT: Final = "{}"
_NAMES: Final = {record: name for name, record in KINDS.items()}
_DIGITS: Final = 10
"""Hexadecimal digits of a checksum: of 10¹² changed rows one is missed, and a million of them can be added up."""


def checksum(*columns: Any) -> int:
    """Return a number that hangs on every column."""
    told = json.dumps(columns, ensure_ascii=False, default=repr)
    return int(hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS], 16)


def row_of(client: str, number: int, version: int, entry: Entry, recorded: str) -> Row:
    """Return the row of an entry: `recorded` is when it was written."""
    data, kind = entry.model_dump_json(exclude_none=True), _NAMES[type(entry)]
    columns = (client, number, version, kind, entry.id, entry.content, entry.at.isoformat(), recorded, data)
    return (*columns, checksum(*columns))


def entry_of(row: Row) -> Entry:
    """Return the entry of a row.

    Raises
    ------
    DamagedError
        If it is not what was written.
    """
    *columns, found = row
    if checksum(*columns) != found:
        raise DamagedError("an entry that was changed by accident")
    return record_of(row[3], row[8])


def client_row(client: str, given: int, draft: str, entries: int, total: int) -> Row:
    """Return the row of a client: the highest number given, the draft, and the count and sum of its rows."""
    columns = (client, given, draft, entries, total)
    return (*columns, checksum(*columns))


def check_client(row: Row) -> None:
    """Compare the row of a client with its checksum.

    Raises
    ------
    DamagedError
        If they differ.
    """
    if checksum(*row[:-1]) != row[-1]:
        raise DamagedError("a client that was changed by accident")


def check_rows(rows: Sequence[Row], client: Row | None) -> None:
    """Compare the rows of a client with their count and sum.

    Raises
    ------
    DamagedError
        If one is missing, or there twice.
    """
    if client is None:
        if rows:
            raise DamagedError("entries whose count is missing")
        return
    check_client(client)
    if (len(rows), sum(row[-1] for row in rows)) != (client[3], client[4]):
        raise DamagedError(f"{len(rows)} rows where {client[3]} were written")


def record_of(kind: str, data: str) -> Entry:
    """Return the entry of a kind that data hold, as a journal keeps them."""
    try:
        return KINDS[kind].model_validate_json(data)
    except (InvalidCourseError, KeyError):
        raise DamagedError("an entry that cannot be read") from None
