"""The SQLite file under a journal: made, opened, brought up to date, locked, and rewritten when something is erased.

It knows tables and transactions and never what an entry means. It must never write to a file that it does not know,
never make one for a reader, and never let a driver's own words out: they may hold a person's.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from exposure_ladder.errors import ExposureLadderError, StorageError, UnsupportedVersionError
from exposure_ladder.storage.files import reason, sync_folder

APPLICATION_ID: Final = 0x4558_4C44  # "EXLD"
WAIT_SECONDS: Final = 5.0
"""How long a second writer waits for the first (engineering choice: far more than an entry takes)."""
UNENCRYPTED: Final[Callable[..., Any]] = sqlite3.connect

_CHANGE: Final = """CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries
            BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END"""
_STAY: Final = """CREATE TRIGGER entries_stay BEFORE DELETE ON entries
            BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END"""

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
        _CHANGE,
        _STAY,
    ),
    1: (  # what is no entry: the highest number that was ever given, once some are erased, and the unfinished entry
        """CREATE TABLE clients (
            client TEXT PRIMARY KEY,
            given INTEGER NOT NULL DEFAULT 0,
            draft TEXT NOT NULL DEFAULT '{}'
        ) STRICT, WITHOUT ROWID""",
    ),
    2: (  # checksums, the content beside the id, and the id of the first version for all; the rows are filled in after
        "DROP TRIGGER entries_never_change",
        "DROP TRIGGER entries_stay",
        "DROP INDEX entries_by_id",
        "ALTER TABLE entries RENAME TO entries_before",
        """CREATE TABLE entries (
            row INTEGER PRIMARY KEY,
            client TEXT NOT NULL,
            number INTEGER NOT NULL CHECK (number > 0),
            version INTEGER NOT NULL CHECK (version > 0),
            kind TEXT NOT NULL,
            entry TEXT NOT NULL,
            content TEXT NOT NULL,
            at TEXT NOT NULL,
            recorded TEXT NOT NULL,
            data TEXT NOT NULL,
            checksum INTEGER NOT NULL,
            UNIQUE (client, number, version)
        ) STRICT""",
        "CREATE INDEX entries_by_id ON entries (client, entry)",
        "CREATE INDEX entries_by_content ON entries (client, content)",
        _CHANGE,
        _STAY,
        "ALTER TABLE clients ADD COLUMN entries INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE clients ADD COLUMN total INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE clients ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0",
    ),
}
VERSION: Final = len(_MIGRATIONS)
CHECKSUMS_SINCE: Final = 3
_STATE: Final = """SELECT
    (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version),
    (SELECT count(*) FROM sqlite_master), (SELECT count(*) FROM pragma_table_info('entries') WHERE name = 'checksum')"""


class DamagedError(ValueError):
    """Raised by whoever reads rows that are not what was written; the text says what was found."""


class Database:
    """One file; opened when it is used, until :meth:`close`, and again when another one has taken its place.

    Parameters
    ----------
    path : path-like
        The file.
    connect : callable
        Opens a database like :func:`sqlite3.connect`; its errors are told by their root, which is called ``Error``
        in every driver (PEP 249), and by SQLite's own messages.
    fill_in : mapping of int to callable
        Version from which a file comes → what moves its rows, once the tables are new.
    """

    def __init__(
        self, path: str | os.PathLike[str], connect: Callable[..., Any], fill_in: Mapping[int, Callable[[Any], None]]
    ) -> None:
        self.path: Path = Path(path)
        self.name: str = os.fspath(path)
        self._connect, self._fill_in = connect, fill_in
        self._db: Any = None
        self._opened: tuple[int, int] | None = None
        self._ready = False

    def close(self) -> None:
        """Close the file, if it is open."""
        db, self._db = self._db, None
        if db is not None:
            with self._plain_errors():
                db.close()

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Give the file, of this version or an older one, or None when there is none with tables; changes nothing."""
        with self._plain_errors():
            yield self._open(writing=False)

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """Give the file, made if need be, inside one transaction: all of it is written, or nothing."""
        with self._plain_errors():
            db = self._open(writing=True)
            with self._transaction(db, "IMMEDIATE"):
                yield db
            with suppress(Exception):  # so that a copy of the file alone is whole; where somebody reads, it waits
                db.execute("PRAGMA wal_checkpoint(PASSIVE)")

    @contextmanager
    def erasing(self) -> Iterator[Any]:
        """Give the file with nobody else in it, inside one transaction that may delete.

        Afterwards the file is written anew without what was deleted, and removed when it holds nothing. The mode with
        a log beside the file is left first: that fails while anybody has the file open, before anything is deleted,
        and there is no log then that could keep what was erased.
        """
        with self._plain_errors():
            db = self._open(writing=True)
            try:
                self._leave_log(db)
                db.execute("PRAGMA secure_delete = ON")
                with self._transaction(db, "EXCLUSIVE"):
                    db.execute("DROP TRIGGER entries_stay")
                    yield db
                    db.execute(_STAY)
                self._rewrite(db)
            finally:
                self.close()

    # ------------------------------------------------------------------------------------------------------ opening

    def _open(self, *, writing: bool) -> Any:
        found = self._identity()
        if found != self._opened:
            self.close()
        if self._db is None:
            if found is None:
                if not writing:
                    return None
                os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
                sync_folder(self.path.parent)
                found = self._identity()
            self._look_at_header()
            db = self._connected(writing=writing)
            try:
                db.execute("PRAGMA synchronous = FULL")
                if self._version(db) == 0 and not writing:
                    db.close()
                    return None
            except BaseException:
                db.close()
                raise
            self._db, self._opened, self._ready = db, found, False
        if writing and not self._ready:
            self._make_ready(self._db)
        return self._db

    def _identity(self) -> tuple[int, int] | None:
        """Return which file stands at the path: what is written to one that was removed meanwhile would be lost."""
        try:
            found = self.path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        return found.st_dev, found.st_ino

    def _connected(self, *, writing: bool) -> Any:
        wal = self.path.with_name(f"{self.path.name}-wal")
        if writing or wal.exists() or os.access(self.path.parent, os.W_OK):
            return self._connect(os.fspath(self.path), timeout=WAIT_SECONDS, isolation_level=None)
        # Even a reader of SQLite's wants to lay files beside it; where it cannot, nobody else is writing either.
        return self._connect(f"{self.path.absolute().as_uri()}?immutable=1", uri=True, isolation_level=None)

    def _make_ready(self, db: Any) -> None:
        """Bring the file up to date before the first writing; whoever only reads leaves it as it is."""
        if self._version(db) < VERSION:
            with self._transaction(db, "IMMEDIATE"):
                for version in range(self._version(db), VERSION):  # another process may have been faster
                    for statement in _MIGRATIONS[version]:
                        db.execute(statement)
                    if version in self._fill_in:
                        self._fill_in[version](db)
                db.execute(f"PRAGMA user_version = {VERSION}")
        with suppress(Exception):  # another process is in the file; it is safe without, only slower
            db.execute("PRAGMA journal_mode = WAL")
        self._ready = True

    def _look_at_header(self) -> None:
        """Refuse what is not ours before SQLite opens it: opening alone may already write."""
        with self.path.open("rb") as stream:
            head = stream.read(100)
        if head.startswith(_MAGIC) and len(head) == 100:
            found, kind = (int.from_bytes(head[at : at + 4], "big") for at in (60, 68))
            if kind == APPLICATION_ID and found > VERSION:
                raise UnsupportedVersionError(path=self.name, found=found, supported=VERSION)
            if kind not in (0, APPLICATION_ID):
                raise self.damaged("another program's database")
        elif head and self._connect is UNENCRYPTED:
            raise self.damaged("something else")

    def _version(self, db: Any) -> int:
        """Return the version of the file, 0 for an empty one."""
        kind, found, tables, sums = db.execute(_STATE).fetchone()  # in one: another process may just be making it
        if kind == APPLICATION_ID:
            if found > VERSION:
                raise UnsupportedVersionError(path=self.name, found=found, supported=VERSION)
            if bool(sums) != (found >= CHECKSUMS_SINCE):
                raise self.damaged("a damaged one")
            return int(found)
        if kind or found or tables:
            raise self.damaged("another program's database")
        return 0

    # ------------------------------------------------------------------------------------------------- transactions

    @contextmanager
    def _transaction(self, db: Any, kind: str) -> Iterator[None]:
        db.execute(f"BEGIN {kind}")
        try:
            if self._identity() != self._opened:
                raise self._error("another program removed or replaced it", "Nothing was changed. Try again.")
            yield
            db.execute("COMMIT")
        except BaseException:
            with suppress(Exception):
                db.execute("ROLLBACK")
            raise

    def _leave_log(self, db: Any) -> None:
        try:
            alone = db.execute("PRAGMA journal_mode = DELETE").fetchone()[0] == "delete"
        except Exception as error:
            if "locked" not in str(error):
                raise
            alone = False
        if not alone:
            hint = "Nothing was erased. Close it there, then erase again."
            raise self._error("another program has it open", hint)

    def _rewrite(self, db: Any) -> None:
        """Leave no trace of what was deleted: write the file anew, or remove it when nothing is left."""
        try:
            db.execute("PRAGMA temp_store = MEMORY")  # what stays is private as well
            db.execute("VACUUM")
            db.execute("BEGIN EXCLUSIVE")  # nobody writes an entry to a file that goes
            query = "SELECT EXISTS (SELECT * FROM entries) OR EXISTS (SELECT * FROM clients)"
            if not db.execute(query).fetchone()[0]:
                with suppress(PermissionError):  # a system that keeps open files keeps an empty journal
                    self.path.unlink(missing_ok=True)
                    sync_folder(self.path.parent)
            db.execute("ROLLBACK")
        except Exception:
            hint = "Make room on the disk, close every other program that has the file open, and erase again."
            raise self._error("the entries are erased, but traces of them may be left in the file", hint) from None

    # ------------------------------------------------------------------------------------------------------- errors

    def damaged(self, got: str) -> StorageError:
        """Return the error about a file that is not what it should be."""
        key = "" if self._connect is UNENCRYPTED else "Check the key first. "
        hint = f"Nothing was overwritten. {key}Keep the file, and put a copy of the journal in its place."
        return self._error(f"expected a journal; got {got}", hint)

    def _error(self, text: str, hint: str) -> StorageError:
        return StorageError(f"{self.name}: {text}.", path=self.name, hint=hint)

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        """Let no error of the driver or of the system pass in its own words."""
        try:
            yield
        except ExposureLadderError:
            raise
        except DamagedError as error:
            raise self.damaged(str(error)) from None
        except (OSError, ValueError) as error:  # a name with a sign that no file or database takes is a ValueError
            raise self._error(f"cannot be opened ({reason(error)})", _RIGHTS) from None
        except Exception as error:
            if all(kind.__name__ != "Error" for kind in type(error).__mro__):
                raise
            said, name = str(error), getattr(error, "sqlite_errorname", type(error).__name__)
            if "not a database" in said or "malformed" in said:
                raise self.damaged("a damaged one") from None
            text, hint = next((words for part, *words in _EXPLAINED if part in said), (f"failed with {name}", ""))
            raise self._error(text, hint) from None


_MAGIC: Final = b"SQLite format 3\x00"
_RIGHTS: Final = "Nothing was changed. Check that the folder is there and may be written to."
_BUSY: Final = "Nothing was changed. Try again when it has finished."
_IO: Final = "The last change may be lost. Check the disk, and the list of entries."
_EXPLAINED: Final = (  # part of SQLite's message, the same in every driver → what happened, what to do
    ("locked", "another program is writing to it", _BUSY),
    ("readonly", "it may only be read", _RIGHTS),
    ("unable to open", "cannot be opened", _RIGHTS),
    ("permission", "cannot be opened", _RIGHTS),
    ("is full", "the disk is full", "Nothing was changed. Make room, then try again."),
    ("no such", "expected a journal; got a damaged one", "Nothing was overwritten. Put a copy in its place."),
    ("I/O", "the disk reports an error", _IO),
)
