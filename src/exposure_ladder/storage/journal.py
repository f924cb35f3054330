"""The journal: what happened, in one SQLite file that only grows.

An entry is written once and never changed: an amendment or a withdrawal is a further row that stands for the number
from then on. Only :meth:`Journal.erase` takes anything away, and then every trace of it. The file is made with rights
for its owner alone, on the first entry; reading never makes one. An entry that was acknowledged survives a power cut.
This room never computes, and never guesses at a file it does not know.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from exposure_ladder.errors import InvalidCourseError
from exposure_ladder.records import Consent, Event
from exposure_ladder.records._moments import time_at, too_late
from exposure_ladder.storage.database import UNENCRYPTED, Database
from exposure_ladder.storage.journal_formats import fill_in
from exposure_ladder.storage.journal_ledger import Ledger, earlier_yeses, wrong
from exposure_ladder.storage.journal_rows import NO_DRAFT


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
        self._file = Database(path, connect, {2: fill_in})

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
            An entry that the journal has or had is not written again; its number is returned. A later revision of one
            that is there stands from then on; an older one undoes nothing, and what was withdrawn stays withdrawn.
            What was erased is not remembered, so a second import writes it again.
        at : datetime.datetime
            Now, with its UTC offset. Nothing may lie after it, but for ten minutes by which clocks may disagree.

        Returns
        -------
        tuple of int
            One number for each entry, counted from 1 for each client.

        Raises
        ------
        InvalidCourseError
            If an entry lies in the future, or has the id of another one and is no revision of it.
        """
        at = _refuse_future(entries, at)
        if not entries:
            return ()
        with self._file.writing() as db:
            ledger = Ledger(db, self.client)
            return tuple(ledger.append(entry, at) for entry in entries)

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
        at = _refuse_future((entry,), at)
        self._refuse_nothing()
        with self._file.writing() as db:
            Ledger(db, self.client).amend(number, entry, at)

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
        at = _refuse_future((), at)
        self._refuse_nothing()
        with self._file.writing() as db:
            Ledger(db, self.client).withdraw(number, at)

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
            return Ledger(db, self.client).erase(None if numbers is None else tuple(dict.fromkeys(numbers)))

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
        return earlier_yeses(self.numbered(), numbers)

    def _is_there(self) -> bool:
        with self._file.reading() as db:
            return db is not None

    def _refuse_nothing(self) -> None:
        if not self._is_there():
            raise wrong("number", "a journal with entries", "none", "Nothing has been logged yet.")

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
            raise wrong("answers", "values that JSON has", "another one", "") from None
        if answers or self.draft():
            with self._file.writing() as db:
                Ledger(db, self.client).set_client(draft=text)

    def draft(self) -> dict[str, Any]:
        """Return the answers of an entry that was not finished; empty if there are none."""
        with self._file.reading() as db:
            text = NO_DRAFT if db is None else Ledger(db, self.client).draft()
        try:
            return dict(json.loads(text))
        except (TypeError, ValueError):
            raise self._file.damaged("a draft that cannot be read") from None

    # ------------------------------------------------------------------------------------------------- reading

    def numbered(self, *, withdrawn: bool = False) -> tuple[tuple[int, Event | Consent], ...]:
        """Return every entry that stands, with its number.

        Parameters
        ----------
        withdrawn : bool
            Whether those that were taken back come along, so that other copies learn of it.

        Returns
        -------
        tuple of (int, entry)
            Numbers rise.
        """
        with self._file.reading() as db:
            return () if db is None else Ledger(db, self.client).numbered(withdrawn=withdrawn)

    def entries(self) -> tuple[Event, ...]:
        """Return the log: every entry that stands, but for consents."""
        return tuple(entry for _, entry in self.numbered() if not isinstance(entry, Consent))

    def consents(self) -> tuple[Consent, ...]:
        """Return the consents that stand."""
        return tuple(entry for _, entry in self.numbered() if isinstance(entry, Consent))


def _refuse_future(entries: Sequence[Event | Consent], at: datetime) -> datetime:
    at = time_at(at)
    problems = [problem for entry in entries if (problem := too_late(entry.at, at)) is not None]
    if problems:
        raise InvalidCourseError(problems)
    return at
