"""The journal: what happened, in one SQLite file that only grows.

An entry is written once and never changed: an amendment or a withdrawal is a further row that stands for the number
from then on. Only :meth:`Journal.erase` takes anything away, and then every trace of it. The file is made with rights
for its owner alone, on the first entry; reading never makes one. An entry that was acknowledged survives a power cut.
This room never computes, and never guesses at a file it does not know.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.records import KINDS, Consent, Event
from exposure_ladder.records._checks import quoted, too_late
from exposure_ladder.storage.database import UNENCRYPTED, Database

_NAMES: Final = {record: name for name, record in KINDS.items()}
_WITHDRAWN: Final = "withdrawn"


class Journal:
    """The entries of one client in a journal file; a context manager.

    Parameters
    ----------
    path : path-like
        The file; made by the first entry.
    client : str
        Whose entries; one file may hold those of several clients.
    connect : callable
        Opens a database like :func:`sqlite3.connect`; another one may encrypt.

    Raises
    ------
    StorageError
        From any method, if the file is not a journal, damaged, locked or out of reach; nothing is overwritten.
    UnsupportedVersionError
        If a newer version wrote it; it is left untouched.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from tempfile import TemporaryDirectory
    >>> from exposure_ladder import Exposure
    >>> now = datetime(2026, 1, 5, 20, tzinfo=UTC)
    >>> with TemporaryDirectory() as folder, Journal(f"{folder}/dogs.journal") as journal:
    ...     journal.append(Exposure(situation="photo", at=now, peak=45), at=now)
    ...     journal.entries()[0].peak
    (1,)
    45.0
    """

    def __init__(
        self, path: str | os.PathLike[str], *, client: str = "", connect: Callable[..., Any] = UNENCRYPTED
    ) -> None:
        self.path: Path = Path(path)
        self.client: str = client
        self._file = Database(path, connect)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the journal opens it again when it is used again."""
        self._file.close()

    # ------------------------------------------------------------------------------------------------- writing

    def append(self, *entries: Event | Consent, at: datetime) -> tuple[int, ...]:
        """Write entries, all or none, and return their numbers.

        Parameters
        ----------
        entries : Exposure, Rating, Comparison, Override or Consent
            An entry that the journal has or had is not written again; its number is returned. What was withdrawn
            stays withdrawn until :meth:`amend` brings it back, so that a second import undoes nothing. What was
            erased is not remembered, so a second import writes it again.
        at : datetime.datetime
            Now, with its UTC offset. Nothing may lie after it.

        Returns
        -------
        tuple of int
            One number for each entry, counted from 1 for each client.

        Raises
        ------
        InvalidCourseError
            If an entry lies in the future, or has the id of another one.
        """
        _refuse_future(entries, at)
        if not entries:
            return ()
        with self._file.writing() as db:
            return tuple(self._append(db, entry, at) for entry in entries)

    def amend(self, number: int, entry: Event | Consent, *, at: datetime) -> None:
        """Let an entry stand for a number in place of the one that did; what was withdrawn is back with it.

        Parameters
        ----------
        number : int
            As :meth:`append` returned it.
        entry : Exposure, Rating, Comparison, Override or Consent
            What counts from now on.
        at : datetime.datetime
            Now, with its UTC offset.

        Raises
        ------
        InvalidCourseError
            If there is no such number, or the entry lies in the future, or it or its id stands under another number.
        """
        _refuse_future((entry,), at)
        self._refuse_nothing()
        with self._file.writing() as db:
            version, last = self._last(db, number)
            if last == entry:
                return
            known = self._known(db, entry, own=number)
            if known not in (None, number):
                raise _wrong("entry", "an entry that is new", f"entry {known}", "Amend that number instead.")
            self._insert(db, number, version + 1, entry, at)

    def withdraw(self, number: int, *, at: datetime) -> None:
        """Take an entry back; its number stays empty, and what stood there stays in the file (see :meth:`erase`).

        Parameters
        ----------
        number : int
            As :meth:`append` returned it.
        at : datetime.datetime
            Now, with its UTC offset.

        Raises
        ------
        InvalidCourseError
            If there is no such number.
        """
        _refuse_future((), at)
        self._refuse_nothing()
        with self._file.writing() as db:
            version, last = self._last(db, number)
            if last is not None:
                values = (self.client, number, version + 1, _WITHDRAWN, "", at.isoformat(), at.isoformat(), "{}")
                db.execute(_INSERT, values)

    def erase(self, *, numbers: Iterable[int] | None = None) -> int:
        """Take entries out of the file for good, with every version of them; no byte of them is left in its folder.

        Nothing opens by it: with what somebody said about a step goes every earlier yes of theirs to it (see
        :meth:`goes_along`). Backups and copies are out of reach, and so is what a disk keeps of overwritten files.

        Parameters
        ----------
        numbers : iterable of int, optional
            Which entries; erasing a number twice is no mistake, and the draft stays. By default everything of this
            client: its entries, its draft and its name.

        Returns
        -------
        int
            How many numbers were erased, those that went along included. Their numbers are not given again while
            anything of the client is left. A file in which nothing is left is removed.

        Raises
        ------
        InvalidCourseError
            If a number was never given; then nothing is erased.
        StorageError
            While anybody else, another :class:`Journal` of this program included, has the file open: nothing is
            erased then. If the disk is full after the entries are deleted, the text says that traces may be left.
        """
        if numbers is None and not self._is_there():
            return 0
        self._refuse_nothing()
        with self._file.erasing() as db:
            before = self._count(db)
            if numbers is None:
                for table in ("entries", "clients"):
                    db.execute(f"DELETE FROM {table} WHERE client = ?", (self.client,))  # noqa: S608 (names above)
            else:
                self._erase(db, tuple(dict.fromkeys(numbers)))
            return before - self._count(db)

    def goes_along(self, numbers: Iterable[int]) -> tuple[int, ...]:
        """Return what :meth:`erase` takes along: each yes of the same person to the same step that is not later.

        Otherwise a yes that was taken back, or made shorter, would count again once that is erased.

        Parameters
        ----------
        numbers : iterable of int
            Which entries are to be erased.

        Returns
        -------
        tuple of int
            Without `numbers` themselves, rising.
        """
        return _earlier_yeses(self.numbered(), numbers)

    def _erase(self, db: Any, numbers: Sequence[int]) -> None:
        given = self._given(db)
        wrong = [_unknown(number) for number in numbers if not 0 < number <= given]
        if wrong:
            raise InvalidCourseError(wrong)
        query = "DELETE FROM entries WHERE client = ? AND number = ?"
        along = _earlier_yeses(self._standing(db), numbers)
        db.executemany(query, [(self.client, number) for number in (*numbers, *along)])
        db.execute(_SET.format("given"), (self.client, given))
        if not self._count(db):  # nobody is remembered only for a number
            db.execute("DELETE FROM clients WHERE client = ? AND draft = '{}'", (self.client,))

    def _append(self, db: Any, entry: Event | Consent, at: datetime) -> int:
        number = self._known(db, entry)
        if number is None:
            number = self._given(db) + 1
            self._insert(db, number, 1, entry, at)
        return number

    def _known(self, db: Any, entry: Event | Consent, *, own: int = 0) -> int | None:
        """Return the number under which this very entry stands or stood; its id may stand under `own` alone."""
        query = "SELECT number, kind, data FROM entries WHERE client = ? AND entry = ? ORDER BY row"
        rows = db.execute(query, (self.client, _entry_id(entry))).fetchall()
        for number, kind, data in rows:
            if self._record(kind, data) == entry:
                return int(number)
        other = next((number for number, _, _ in rows if number != own), None)
        if other is not None:
            hint = f"Entry {other} has it; amend that one, or leave the id out."
            raise _wrong("id", "an id of its own", quoted(_entry_id(entry)), hint)
        return None

    def _given(self, db: Any) -> int:
        """Return the highest number that an entry has, or had before it was erased."""
        query = "SELECT max(number) FROM entries WHERE client = ? UNION ALL SELECT given FROM clients WHERE client = ?"
        return max(number or 0 for (number,) in db.execute(query, (self.client, self.client)).fetchall())

    def _count(self, db: Any) -> int:
        query = "SELECT count(DISTINCT number) FROM entries WHERE client = ?"
        return int(db.execute(query, (self.client,)).fetchone()[0])

    def _insert(self, db: Any, number: int, version: int, entry: Event | Consent, at: datetime) -> None:
        data = entry.model_dump_json(exclude_none=True)
        when, recorded = entry.at.isoformat(), at.isoformat()
        db.execute(_INSERT, (self.client, number, version, _NAMES[type(entry)], _entry_id(entry), when, recorded, data))

    def _last(self, db: Any, number: int) -> tuple[int, Event | Consent | None]:
        query = "SELECT version, kind, data FROM entries WHERE client = ? AND number = ? ORDER BY version DESC LIMIT 1"
        row = db.execute(query, (self.client, number)).fetchone() if 0 < number < 2**63 else None
        if row is None:
            raise InvalidCourseError([_unknown(number)])
        return row[0], self._record(row[1], row[2])

    def _is_there(self) -> bool:
        with self._file.reading() as db:
            return db is not None

    def _refuse_nothing(self) -> None:
        if not self._is_there():
            raise _wrong("number", "a journal with entries", "none", "Nothing has been logged yet.")

    # ------------------------------------------------------------------------------------------------- the draft

    def save_draft(self, answers: Mapping[str, Any]) -> None:
        """Keep the answers of an entry that is not finished, in place of those before; an empty mapping drops them.

        An entry does not touch the draft, and a draft is not an entry: it is written over, and :meth:`erase` without
        numbers removes what is left of all drafts.

        Parameters
        ----------
        answers : mapping of str to text, numbers, lists, mappings and so on, as JSON has them
            At most one for each client.

        Raises
        ------
        InvalidCourseError
            If JSON has no word for an answer.
        """
        try:
            text = json.dumps(dict(answers), allow_nan=False)
        except (TypeError, ValueError):
            raise _wrong("answers", "values that JSON has", "another one", "") from None
        if answers or self.draft():
            with self._file.writing() as db:
                db.execute(_SET.format("draft"), (self.client, text))

    def draft(self) -> dict[str, Any]:
        """Return the answers of an entry that was not finished; empty if there are none."""
        with self._file.reading() as db:
            if db is None or db.execute("PRAGMA user_version").fetchone()[0] < _DRAFTS_SINCE:
                return {}
            row = db.execute("SELECT draft FROM clients WHERE client = ?", (self.client,)).fetchone()
        try:
            return dict(json.loads(row[0])) if row else {}
        except (TypeError, ValueError):
            raise self._file.damaged("a draft that cannot be read") from None

    # ------------------------------------------------------------------------------------------------- reading

    def numbered(self) -> tuple[tuple[int, Event | Consent], ...]:
        """Return every entry that stands, with its number."""
        with self._file.reading() as db:
            return () if db is None else self._standing(db)

    def _standing(self, db: Any) -> tuple[tuple[int, Event | Consent], ...]:
        # SQLite takes the bare columns from the row that has the maximum.
        query = "SELECT number, kind, data, max(version) FROM entries WHERE client = ? GROUP BY number"
        rows = db.execute(query, (self.client,)).fetchall()
        found = ((number, self._record(kind, data)) for number, kind, data, _ in rows)
        return tuple((number, entry) for number, entry in found if entry is not None)

    def entries(self) -> tuple[Event, ...]:
        """Return the log: every entry that stands, but for consents."""
        return tuple(entry for _, entry in self.numbered() if not isinstance(entry, Consent))

    def consents(self) -> tuple[Consent, ...]:
        """Return the consents that stand."""
        return tuple(entry for _, entry in self.numbered() if isinstance(entry, Consent))

    def _record(self, kind: str, data: str) -> Event | Consent | None:
        if kind == _WITHDRAWN:
            return None
        try:
            return KINDS[kind].model_validate_json(data)
        except (InvalidCourseError, KeyError):
            raise self._file.damaged("an entry that cannot be read") from None


_DRAFTS_SINCE: Final = 2
_INSERT: Final = (
    "INSERT INTO entries (client, number, version, kind, entry, at, recorded, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_SET: Final = "INSERT INTO clients (client, {0}) VALUES (?, ?) ON CONFLICT (client) DO UPDATE SET {0} = excluded.{0}"


def _entry_id(entry: Event | Consent) -> str:
    if isinstance(entry, Consent):
        without = {name for name in ("wording", "ends") if not getattr(entry, name)}  # later fields change no old name
        return hashlib.sha256(entry.model_dump_json(exclude=without).encode()).hexdigest()[:16]
    return entry.id


def _earlier_yeses(standing: Sequence[tuple[int, Event | Consent]], numbers: Iterable[int]) -> tuple[int, ...]:
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


def _refuse_future(entries: Sequence[Event | Consent], at: datetime) -> None:
    if at.tzinfo is None:
        raise _wrong("at", "a time with its offset, like 2026-03-09T20:10+01:00", "a time without one", "")
    problems = [problem for entry in entries if (problem := too_late(entry.at, at)) is not None]
    if problems:
        raise InvalidCourseError(problems)


def _unknown(number: int) -> Problem:
    return Problem(("number",), "the number of an entry", str(number), "The list of entries shows the numbers.")


def _wrong(name: str, expected: str, got: str, hint: str) -> InvalidCourseError:
    return InvalidCourseError([Problem((name,), expected, got, hint)])
