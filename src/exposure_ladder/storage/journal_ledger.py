"""The entries of one client in an open journal: which of them is which, and what stands.

Everything here happens inside a transaction that somebody else begins and ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.records import Consent
from exposure_ladder.records._checks import quoted
from exposure_ladder.storage.database import CHECKSUMS_SINCE
from exposure_ladder.storage.journal_formats import OF_ONE, converted
from exposure_ladder.storage.journal_rows import (
    FORMS,
    INSERT,
    LAST,
    NO_DRAFT,
    SELECT,
    SET_CLIENT,
    Entry,
    Row,
    check_client,
    check_rows,
    client_row,
    entry_of,
    row_of,
)

_DRAFTS_SINCE: Final = 2


class Ledger:
    """What a journal holds of one client.

    Parameters
    ----------
    db : connection
        The open file, of this format; for reading also of an older one.
    client : str
        Whose entries.
    """

    def __init__(self, db: Any, client: str) -> None:
        self.db, self.client = db, client
        self._version = int(db.execute("PRAGMA user_version").fetchone()[0])

    # ------------------------------------------------------------------------------------------------- reading

    def rows(self) -> list[Row]:
        """Return all rows of the client, compared with what was written."""
        if self._version < CHECKSUMS_SINCE:
            return list(converted(self.db.execute(OF_ONE, (self.client,)).fetchall()))
        rows = [tuple(row) for row in self.db.execute(SELECT, (self.client,)).fetchall()]
        clients = {row[0]: tuple(row) for row in self.db.execute("SELECT * FROM clients").fetchall()}
        for row in clients.values():  # a name that was changed by accident hides a client
            check_client(row)
        check_rows(rows, clients.get(self.client))
        return rows

    def numbered(self, *, withdrawn: bool = False) -> tuple[tuple[int, Entry], ...]:
        """Return every entry that stands, with its number; with `withdrawn` also those that were taken back."""
        last = {row[1]: row for row in self.rows()}  # of one number the last version comes last
        found = ((number, entry_of(row)) for number, row in last.items())
        return tuple((number, entry) for number, entry in found if withdrawn or not entry.withdrawn)

    def draft(self) -> str:
        """Return the unfinished entry, as JSON."""
        if self._version < _DRAFTS_SINCE:
            return NO_DRAFT
        if self._version < CHECKSUMS_SINCE:
            row = self.db.execute("SELECT draft FROM clients WHERE client = ?", (self.client,)).fetchone()
            return str(row[0]) if row else NO_DRAFT
        return str(self._client()[2])

    def _client(self) -> Row:
        """Return what is kept of the client beside its entries."""
        row = self.db.execute("SELECT * FROM clients WHERE client = ?", (self.client,)).fetchone()
        if row is None:
            return client_row(self.client, 0, NO_DRAFT, 0, 0)
        check_client(tuple(row))
        return tuple(row)

    def _last(self, number: int) -> tuple[int, Entry]:
        """Return the last version under a number, and which version it is."""
        row = self.db.execute(LAST, (self.client, number)).fetchone() if 0 < number < 2**63 else None
        if row is None:
            raise InvalidCourseError([_unknown(number)])
        return int(row[2]), entry_of(tuple(row))

    def _known(self, entry: Entry) -> int | None:
        """Return the number under which this very entry stands or stood, by its id, or without one by its content."""
        rows = [tuple(row) for row in self.db.execute(FORMS, (self.client, entry.id)).fetchall()]
        if not rows:
            query = "SELECT number FROM entries WHERE client = ? AND content = ? ORDER BY row LIMIT 1"
            unnamed = entry.id == entry.content
            same = self.db.execute(query, (self.client, entry.content)).fetchone() if unnamed else None
            return None if same is None else int(same[0])
        number = int(rows[0][1])
        if entry.revision or any(entry.says_as(entry_of(row)) for row in rows):
            return number
        hint = f"Entry {number} has it; amend that one, or leave the id out."
        raise wrong("id", "an id of its own", quoted(entry.id), hint)

    def _given(self) -> int:
        """Return the highest number that an entry has, or had before it was erased."""
        query = "SELECT max(number) FROM entries WHERE client = ?"
        return max(int(self._client()[1]), self.db.execute(query, (self.client,)).fetchone()[0] or 0)

    def _count(self) -> int:
        query = "SELECT count(DISTINCT number) FROM entries WHERE client = ?"
        return int(self.db.execute(query, (self.client,)).fetchone()[0])

    # ------------------------------------------------------------------------------------------------- writing

    def append(self, entry: Entry, at: datetime) -> int:
        """Write an entry that is new, or a later revision of one that is there; return its number."""
        number = self._known(entry)
        if number is None:
            number = self._given() + 1
            self._insert(number, 1, entry, at)
            return number
        version, last = self._last(number)
        if entry.id == last.id and entry.revision and entry.rank > last.rank:
            self._insert(number, version + 1, entry, at)
        return number

    def amend(self, number: int, entry: Entry, at: datetime) -> None:
        """Let an entry stand for a number, as the next revision of what stood there."""
        version, last = self._last(number)
        known = number if entry.id == last.id else self._known(entry)
        if known not in (None, number):
            raise wrong("entry", "an entry that is new", f"entry {known}", "Amend that number instead.")
        if entry.id not in (entry.content, last.id):
            hint = f"It is {quoted(last.id)}; leave the id out."
            raise wrong("id", "the id of the entry that it stands for", quoted(entry.id), hint)
        if entry.content == last.content and entry.at == last.at and not last.withdrawn:
            return
        revision = max(last.revision + 1, entry.revision)
        changed = entry.model_copy(update={"id": last.id, "revision": revision, "withdrawn": False})
        self._insert(number, version + 1, changed, at)

    def withdraw(self, number: int, at: datetime) -> None:
        """Mark the entry of a number as taken back."""
        version, last = self._last(number)
        if not last.withdrawn:
            back = {"id": last.id, "revision": last.revision + 1, "withdrawn": True}
            self._insert(number, version + 1, last.model_copy(update=back), at)

    def erase(self, numbers: Sequence[int] | None) -> int:
        """Delete entries with every version of them, or all of the client; return how many."""
        standing, before = self.numbered(), self._count()  # a damaged file is not written anew
        if numbers is None:
            self.db.execute("DELETE FROM entries WHERE client = ?", (self.client,))
            self.db.execute("DELETE FROM clients WHERE client = ?", (self.client,))
            return before
        given = self._given()
        unknown = [_unknown(number) for number in numbers if not 0 < number <= given]
        if unknown:
            raise InvalidCourseError(unknown)
        query = "DELETE FROM entries WHERE client = ? AND number = ?"
        gone = (*numbers, *earlier_yeses(standing, numbers))
        self.db.executemany(query, [(self.client, number) for number in gone])
        if not self._count() and self.draft() == NO_DRAFT:  # nobody is remembered only for a number
            self.db.execute("DELETE FROM clients WHERE client = ?", (self.client,))
        else:
            left = [row[-1] for row in self.db.execute(SELECT, (self.client,)).fetchall()]
            self.set_client(given=given, entries=len(left), total=sum(left))
        return before - self._count()

    def set_client(self, **changes: Any) -> None:
        """Change what is kept of the client beside its entries."""
        _, given, draft, entries, total, _ = self._client()
        kept = {"given": given, "draft": draft, "entries": entries, "total": total}
        self.db.execute(SET_CLIENT, client_row(self.client, **(kept | changes)))

    def _insert(self, number: int, version: int, entry: Entry, at: datetime) -> None:
        row = row_of(self.client, number, version, entry, at.isoformat())
        self.db.execute(INSERT, row)
        _, _, _, entries, total, _ = self._client()
        self.set_client(entries=entries + 1, total=total + row[-1])


def earlier_yeses(standing: Sequence[tuple[int, Entry]], numbers: Iterable[int]) -> tuple[int, ...]:
    """Return the numbers of every yes that would count again, or for longer, without the entries of `numbers`."""
    gone, last = frozenset(numbers), dict[tuple[str, str], datetime]()
    said = [(number, entry) for number, entry in standing if isinstance(entry, Consent)]
    ended = set[str]()
    for number, entry in said:
        if number in gone:
            last[entry.whose] = max(entry.at, last.get(entry.whose, entry.at))
            ended.update(entry.ends)
    return tuple(
        number
        for number, entry in said
        if number not in gone
        and entry.given
        and (entry.id in ended or (entry.whose in last and entry.at <= last[entry.whose]))
    )


def _unknown(number: int) -> Problem:
    return Problem(("number",), "the number of an entry", str(number), "The list of entries shows the numbers.")


def wrong(name: str, expected: str, got: str, hint: str) -> InvalidCourseError:
    """Return the error about one thing that was asked of a journal."""
    return InvalidCourseError([Problem((name,), expected, got, hint)])
