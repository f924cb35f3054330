"""Rows of journals of formats 1 and 2 → rows of format 3, which differ in ids, revisions and checksums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from exposure_ladder.storage.database import DamagedError
from exposure_ladder.storage.journal_rows import (
    INSERT,
    NO_DRAFT,
    SET_CLIENT,
    Entry,
    Row,
    client_row,
    record_of,
    row_of,
)

_WITHDRAWN: Final = "withdrawn"
"""How these formats wrote that an entry was taken back."""
OF_ONE: Final = """SELECT client, number, version, kind, data, recorded FROM entries WHERE client = ?
    ORDER BY number, version"""
_ALL: Final = """SELECT client, number, version, kind, data, recorded FROM entries_before
    ORDER BY client, number, version"""


def fill_in(db: Any) -> None:
    """Move the rows of an older file, whose table was renamed, into the tables of this format.

    Raises
    ------
    DamagedError
        If one of them cannot be read.
    """
    last = dict(db.execute("SELECT client, max(number) FROM entries_before GROUP BY client").fetchall())
    rows = list(converted(db.execute(_ALL).fetchall()))
    db.executemany(INSERT, rows)
    drafts = {client: (given, draft) for client, given, draft in db.execute(_CLIENTS).fetchall()}
    for client in sorted({*last, *drafts}):
        given, draft = drafts.get(client, (0, NO_DRAFT))
        own = [row for row in rows if row[0] == client]
        if max((row[1] for row in own), default=0) < last.get(client, 0):  # a number that was there twice
            given = max(given, last[client])
        db.execute(SET_CLIENT, client_row(client, given, draft, len(own), sum(row[-1] for row in own)))
    db.execute("DROP TABLE entries_before")


_CLIENTS: Final = "SELECT client, given, draft FROM clients"


def converted(old: Iterable[Row]) -> Iterator[Row]:
    """Return rows of formats 1 and 2 as rows of format 3; an entry that was there twice is there once.

    Until then an amendment had an id of its own, and one instant in two offsets made two ids.

    Raises
    ------
    DamagedError
        If one of them cannot be read.
    """
    for client, rows in groupby(old, key=lambda row: str(row[0])):
        taken: set[str] = set()
        for number, versions in groupby(rows, key=lambda row: int(row[1])):
            forms = list(_forms(versions))
            name = next((e.id for e, _ in (forms[0], forms[-1]) if e.id not in taken), None)
            if name is None:
                continue
            taken.add(name)
            for version, (entry, recorded) in enumerate(forms, 1):
                yield row_of(client, number, version, _revision(entry, name, version), recorded)


def _revision(entry: Entry, name: str, version: int) -> Entry:
    return entry.model_copy(update={"id": name, "revision": version - 1, "withdrawn": entry.withdrawn})


def _forms(versions: Iterable[Row]) -> Iterator[tuple[Entry, str]]:
    """Yield each version of one entry, and when it was written."""
    last: Entry | None = None
    for _, _, _, kind, data, recorded in versions:
        if kind != _WITHDRAWN:
            last = record_of(kind, data)
            yield last, recorded
        elif last is None:
            raise DamagedError("an entry that cannot be read")
        else:
            yield last.model_copy(update={"id": last.id, "withdrawn": True}), recorded
