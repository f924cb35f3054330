"""A diary beside a plan: entries of their own, tied to no practice, text apart from numbers, in a file of its own.

It lies in ``NAME.diary`` as lines of JSON, for its owner alone. Nothing that is handed over, shared or counted reads
it: not the log, not an export, not a page for others.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from exposure_ladder.errors import StorageError
from exposure_ladder.storage.files import write_files

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

__all__ = ["Diary", "DiaryEntry"]


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """One entry of a diary.

    Attributes
    ----------
    number : int
        Its place in the file, from 1; kept by the others when one is erased.
    at : datetime.datetime
        When it was written, with its UTC offset.
    text : str
        What was written.
    tags : tuple of str
        Short words to find it by.
    step : str or None
        Id of the step it is about.

    Examples
    --------
    >>> from datetime import UTC
    >>> DiaryEntry(1, datetime(2026, 1, 5, tzinfo=UTC), "A mild day", ("work",))
    <DiaryEntry 1>
    """

    number: int
    at: datetime
    text: str
    tags: tuple[str, ...] = ()
    step: str | None = None

    def __repr__(self) -> str:
        return f"<DiaryEntry {self.number}>"

    def has(self, word: str) -> bool:
        """Return whether a word stands in its text or among its tags, whatever its case.

        Parameters
        ----------
        word : str
            Any part of a text.
        """
        return word.casefold() in " ".join((self.text, *self.tags)).casefold()


class Diary:
    """The diary of one plan.

    Parameters
    ----------
    path : path-like
        The file; it need not be there yet.

    Examples
    --------
    >>> from datetime import UTC
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     diary = Diary(Path(folder, "dogs.diary"))
    ...     first = diary.add("A mild day", at=datetime(2026, 1, 5, tzinfo=UTC), tags=["work"])
    ...     [entry.tags for entry in diary.entries()]
    [('work',)]
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)

    def entries(self) -> tuple[DiaryEntry, ...]:
        """Return all entries, oldest first.

        Raises
        ------
        StorageError
            If the file cannot be read as a diary; it is left as it is.
        """
        if not self.path.exists():
            return ()
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
            found = [json.loads(line) for line in lines if line.strip()]
            return tuple(
                DiaryEntry(e["number"], datetime.fromisoformat(e["at"]), e["text"], tuple(e["tags"]), e["step"])
                for e in found
            )
        except (OSError, ValueError, KeyError, TypeError):
            hint = "It was left as it is."
            raise StorageError(f"{self.path}: cannot be read as a diary.", path=str(self.path), hint=hint) from None

    def add(self, text: str, *, at: datetime, tags: Sequence[str] = (), step: str | None = None) -> DiaryEntry:
        """Write an entry at the end and return it.

        Parameters
        ----------
        text : str
            What to keep.
        at : datetime.datetime
            When, with its UTC offset.
        tags : sequence of str
            Short words to find it by.
        step : str, optional
            Id of the step it is about.

        Raises
        ------
        StorageError
            If the file cannot be read or written.
        """
        kept = self.entries()
        entry = DiaryEntry(max((e.number for e in kept), default=0) + 1, at, text, tuple(tags), step)
        self._write((*kept, entry))
        return entry

    def erase(self, number: int) -> bool:
        """Take an entry out for good; return whether it was there. The last one takes the file along.

        Parameters
        ----------
        number : int
            Its number.

        Raises
        ------
        StorageError
            If the file cannot be read or written.
        """
        kept = self.entries()
        left = tuple(entry for entry in kept if entry.number != number)
        if len(left) == len(kept):
            return False
        if left:
            self._write(left)
        else:
            self.path.unlink()
        return True

    def _write(self, entries: Sequence[DiaryEntry]) -> None:
        lines = (json.dumps(asdict(entry), ensure_ascii=False, default=datetime.isoformat) for entry in entries)
        write_files({self.path: "".join(f"{line}\n" for line in lines).encode()})
