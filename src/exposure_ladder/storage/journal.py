"""The journal: what happened, in one SQLite file that only grows.

An entry is written once and never changed: an amendment or a withdrawal is a further row that stands for the number
from then on. The file is made with rights for its owner alone, on the first entry; reading never makes one. An entry
that was acknowledged survives a power cut. This room never computes, and never guesses at a file it does not know.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from exposure_ladder.errors import (
    ExposureLadderError,
    InvalidCourseError,
    Problem,
    StorageError,
    UnsupportedVersionError,
)
from exposure_ladder.records import Comparison, Consent, Exposure, Override, Rating
from exposure_ladder.storage.files import sync_folder
from exposure_ladder.validation import quoted

Entry = Exposure | Rating | Comparison | Override | Consent

APPLICATION_ID: Final = 0x4558_4C44  # "EXLD"
WAIT_SECONDS: Final = 5.0
"""How long a second writer waits for the first."""

_KINDS: Final[dict[str, type[Entry]]] = {
    "exposure": Exposure,
    "rating": Rating,
    "comparison": Comparison,
    "override": Override,
    "consent": Consent,
}
_WITHDRAWN: Final = "withdrawn"

# From version n to n + 1; a committed dump of every version is read in the tests.
_MIGRATIONS: Final[dict[int, tuple[str, ...]]] = {
    0: (
        f"PRAGMA application_id = {APPLICATION_ID}",
        """CREATE TABLE entries (
            row INTEGER PRIMARY KEY,
            client TEXT NOT NULL,
            number INTEGER NOT NULL CHECK (number > 0),
            version INTEGER NOT NULL CHECK (version > 0),
            kind TEXT NOT NULL,
            entry TEXT NOT NULL,
            at TEXT NOT NULL,
            recorded TEXT NOT NULL,
            data TEXT NOT NULL,
            UNIQUE (client, number, version)
        ) STRICT""",
        "CREATE INDEX entries_by_id ON entries (client, entry)",
        """CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries
            BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END""",
        """CREATE TRIGGER entries_stay BEFORE DELETE ON entries
            BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END""",
    ),
}
VERSION: Final = len(_MIGRATIONS)


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
    """

    def __init__(
        self, path: str | os.PathLike[str], *, client: str = "", connect: Callable[..., Any] = sqlite3.connect
    ) -> None:
        self.path, self.client = Path(path), client
        self._name = os.fspath(path)
        self._connect = connect
        self._db: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the journal opens it again when it is used again."""
        db, self._db = self._db, None
        if db is not None:
            with self._plain_errors():
                db.close()

    # ------------------------------------------------------------------------------------------------- writing

    def append(self, *entries: Entry, at: datetime) -> tuple[int, ...]:
        """Write entries, all or none, and return their numbers.

        Parameters
        ----------
        entries : Exposure, Rating, Comparison, Override or Consent
            An entry that the journal has or had is not written again; its number is returned. What was withdrawn
            stays withdrawn until :meth:`amend` brings it back, so that a second import undoes nothing.
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
        with self._writing(create=True) as db:
            return tuple(self._append(db, entry, at) for entry in entries)

    def amend(self, number: int, entry: Entry, *, at: datetime) -> None:
        """Let an entry stand for a number in place of the one that did; what was withdrawn is back with it.

        Raises
        ------
        InvalidCourseError
            If there is no such number, or the entry lies in the future or stands under another number.
        """
        _refuse_future((entry,), at)
        with self._writing(create=False) as db:
            version, last = self._last(db, number)
            if last == entry:
                return
            known = self._known(db, entry)
            if known not in (None, number):
                raise _wrong("entry", "an entry that is new", f"entry {known}", "Amend that number instead.")
            self._insert(db, number, version + 1, entry, at)

    def withdraw(self, number: int, *, at: datetime) -> None:
        """Take an entry back; its number stays empty.

        Raises
        ------
        InvalidCourseError
            If there is no such number.
        """
        _refuse_future((), at)
        with self._writing(create=False) as db:
            version, last = self._last(db, number)
            if last is not None:
                values = (self.client, number, version + 1, _WITHDRAWN, "", at.isoformat(), at.isoformat(), "{}")
                db.execute(_INSERT, values)

    def _append(self, db: Any, entry: Entry, at: datetime) -> int:
        number = self._known(db, entry)
        if number is None:
            query = "SELECT coalesce(max(number), 0) + 1 FROM entries WHERE client = ?"
            number = int(db.execute(query, (self.client,)).fetchone()[0])
            self._insert(db, number, 1, entry, at)
        return number

    def _known(self, db: Any, entry: Entry) -> int | None:
        """Return the number under which this very entry stands or stood."""
        query = "SELECT number, kind, data FROM entries WHERE client = ? AND entry = ? ORDER BY row"
        rows = db.execute(query, (self.client, _entry_id(entry))).fetchall()
        for number, kind, data in rows:
            if self._record(kind, data) == entry:
                return int(number)
        if rows:
            hint = f"Entry {rows[0][0]} has it; amend that one, or leave the id out."
            raise _wrong("id", "an id of its own", quoted(_entry_id(entry)), hint)
        return None

    def _insert(self, db: Any, number: int, version: int, entry: Entry, at: datetime) -> None:
        kind = next(name for name, record in _KINDS.items() if isinstance(entry, record))
        data = entry.model_dump_json(exclude_none=True)
        identity, when = _entry_id(entry), entry.at.isoformat()
        db.execute(_INSERT, (self.client, number, version, kind, identity, when, at.isoformat(), data))

    def _last(self, db: Any, number: int) -> tuple[int, Entry | None]:
        query = "SELECT version, kind, data FROM entries WHERE client = ? AND number = ? ORDER BY version DESC LIMIT 1"
        row = db.execute(query, (self.client, number)).fetchone() if 0 < number < 2**63 else None
        if row is None:
            raise _wrong("number", "the number of an entry", str(number), "The list of entries shows the numbers.")
        return row[0], self._record(row[1], row[2])

    # ------------------------------------------------------------------------------------------------- reading

    def numbered(self) -> tuple[tuple[int, Entry], ...]:
        """Return every entry that stands, with its number."""
        with self._plain_errors():
            db = self._open(writing=False)
            if db is None:
                return ()
            # SQLite takes the bare columns from the row that has the maximum.
            query = "SELECT number, kind, data, max(version) FROM entries WHERE client = ? GROUP BY number"
            rows = db.execute(query, (self.client,)).fetchall()
        found = ((number, self._record(kind, data)) for number, kind, data, _ in rows)
        return tuple((number, entry) for number, entry in found if entry is not None)

    def entries(self) -> tuple[Exposure | Rating | Comparison | Override, ...]:
        """Return the log: every entry that stands, but for consents."""
        return tuple(entry for _, entry in self.numbered() if not isinstance(entry, Consent))

    def consents(self) -> tuple[Consent, ...]:
        """Return the consents that stand."""
        return tuple(entry for _, entry in self.numbered() if isinstance(entry, Consent))

    def _record(self, kind: str, data: str) -> Entry | None:
        if kind == _WITHDRAWN:
            return None
        try:
            return _KINDS[kind].model_validate_json(data)
        except (InvalidCourseError, KeyError):
            raise self._damaged("an entry that cannot be read") from None

    # ------------------------------------------------------------------------------------------------- the file

    @contextmanager
    def _writing(self, *, create: bool) -> Iterator[Any]:
        """Give the open file inside one transaction: all of it is written, or nothing."""
        with self._plain_errors():
            if create and not self.path.exists():
                _make_file(self.path)
            db = self._open(writing=True)
            if db is None:
                raise _wrong("number", "a journal with entries", "none", "Nothing has been logged yet.")
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    db.execute("ROLLBACK")
                raise

    def _open(self, *, writing: bool) -> Any:
        """Return the open file, or None when there is none with entries; a reader changes nothing in it."""
        if self._db is None and self.path.exists():
            self._look_at_header()
            db = self._connected(writing=writing)
            try:
                db.execute("PRAGMA synchronous = FULL")
                version = self._version(db)
                if 0 < version < VERSION or (writing and version == 0):
                    self._migrate(db)
                elif version == 0:
                    db.close()
                    return None
            except BaseException:
                db.close()
                raise
            self._db = db
        return self._db

    def _connected(self, *, writing: bool) -> Any:
        wal = self.path.with_name(f"{self.path.name}-wal")
        if writing or wal.exists() or os.access(self.path.parent, os.W_OK):
            return self._connect(os.fspath(self.path), timeout=WAIT_SECONDS, isolation_level=None)
        # Even a reader of SQLite's wants to lay files beside it; where it cannot, nobody else is writing either.
        return self._connect(f"{self.path.absolute().as_uri()}?immutable=1", uri=True, isolation_level=None)

    def _migrate(self, db: Any) -> None:
        db.execute("BEGIN IMMEDIATE")
        try:
            for version in range(self._version(db), VERSION):  # another process may have been faster
                for statement in _MIGRATIONS[version]:
                    db.execute(statement)
            db.execute(f"PRAGMA user_version = {VERSION}")
            db.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                db.execute("ROLLBACK")
            raise
        with suppress(sqlite3.OperationalError):  # another process is in the file; it is safe without, only slower
            db.execute("PRAGMA journal_mode = WAL")

    def _look_at_header(self) -> None:
        """Refuse what is not ours before SQLite opens it: opening alone may already write."""
        with self.path.open("rb") as stream:
            head = stream.read(100)
        if head.startswith(_MAGIC) and len(head) == 100:
            found, kind = (int.from_bytes(head[at : at + 4], "big") for at in (60, 68))
            if kind == APPLICATION_ID and found > VERSION:
                raise UnsupportedVersionError(path=self._name, found=found, supported=VERSION)
            if kind not in (0, APPLICATION_ID):
                raise self._damaged("another program's database")
        elif head and self._connect is sqlite3.connect:
            raise self._damaged("something else")

    def _version(self, db: Any) -> int:
        """Return the version of the file, 0 for an empty one."""
        kind, found = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
        if kind == APPLICATION_ID:
            if found > VERSION:
                raise UnsupportedVersionError(path=self._name, found=found, supported=VERSION)
            return int(found)
        if kind or found or db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise self._damaged("another program's database")
        return 0

    def _damaged(self, got: str) -> StorageError:
        hint = "Nothing was overwritten. Keep the file, and put a copy of the journal in its place."
        return StorageError(f"{self._name}: expected a journal; got {got}.", path=self._name, hint=hint)

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        """Let no error of SQLite or of the system pass in its own words."""
        try:
            yield
        except sqlite3.Error as error:
            name = getattr(error, "sqlite_errorname", "") or type(error).__name__
            text, hint = next((words for part, *words in _EXPLAINED if part in name), (f"failed with {name}", ""))
            if "damaged" in text:
                raise self._damaged("a damaged one") from None
            raise StorageError(f"{self._name}: {text}.", path=self._name, hint=hint) from None
        except ExposureLadderError:
            raise
        except OSError as error:
            text = f"cannot be opened ({(error.strerror or type(error).__name__).lower()})"
            raise StorageError(f"{self._name}: {text}.", path=self._name, hint=_RIGHTS) from None


_INSERT: Final = (
    "INSERT INTO entries (client, number, version, kind, entry, at, recorded, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_MAGIC: Final = b"SQLite format 3\x00"
_RIGHTS: Final = "Nothing was saved. Check that the folder is there and may be written to."
_EXPLAINED: Final = (  # part of the name of SQLite's error → what happened, what to do
    ("BUSY", "another program is writing to it", "Nothing was saved. Try again when it has finished."),
    ("LOCKED", "another program is writing to it", "Nothing was saved. Try again when it has finished."),
    ("READONLY", "it may only be read", _RIGHTS),
    ("CANTOPEN", "cannot be opened", _RIGHTS),
    ("PERM", "cannot be opened", _RIGHTS),
    ("FULL", "the disk is full", "Nothing was saved. Make room and log the entry again."),
    (
        "IOERR",
        "the disk reports an error",
        "The entry may not have been saved. Check the disk and the list of entries.",
    ),
    ("NOTADB", "damaged", ""),
    ("CORRUPT", "damaged", ""),
)


def _make_file(path: Path) -> None:
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    sync_folder(path.parent)


def _entry_id(entry: Entry) -> str:
    if isinstance(entry, Consent):
        return hashlib.sha256(entry.model_dump_json().encode()).hexdigest()[:16]
    return entry.id


def _refuse_future(entries: Sequence[Entry], at: datetime) -> None:
    if at.tzinfo is None:
        raise _wrong("at", "a time with its offset, like 2026-03-09T20:10+01:00", "a time without one", "")
    hint = "The future cannot be logged; check day, time and offset."
    problems = [
        Problem(("at",), f"a time up to {at.isoformat()}", f"{entry.at.isoformat()}, in the future", hint)
        for entry in entries
        if entry.at > at
    ]
    if problems:
        raise InvalidCourseError(problems)


def _wrong(name: str, expected: str, got: str, hint: str) -> InvalidCourseError:
    return InvalidCourseError([Problem((name,), expected, got, hint)])
