"""Bytes on the disk: read a whole file as text, write whole files or none.

Every way in which a file cannot be read or written ends in a :class:`~exposure_ladder.errors.StorageError` that says
what to do. This room must never interpret what it reads, and never leave a half-written file behind.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from exposure_ladder.errors import StorageError

MOST_BYTES: Final = 20_000_000
"""Largest file that is read; 5,000 situations take about 1 MB (engineering limit)."""


def read_text(path: Path, name: str) -> str:
    """Return the text of a file with its line ends as they are.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    name : str
        How the person called it; used in messages.

    Raises
    ------
    StorageError
        If there is no readable UTF-8 text of a sensible size.
    """
    try:
        if path.is_dir():
            raise StorageError(f"{name}: expected a file; got a folder.", path=name, hint="Name a file in it.")
        if path.exists() and not path.is_file():
            raise StorageError(f"{name}: expected a file; got a device or pipe.", path=name, hint="Use - for a pipe.")
        with path.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise StorageError(
            f"{name}: there is no such file.", path=name, hint="Check the name and the folder."
        ) from None
    except StorageError:
        raise
    except (OSError, ValueError) as error:
        raise StorageError(f"{name}: cannot be read ({reason(error)}).", path=name, hint="Check its rights.") from None
    return decode(raw, name)


def decode(raw: bytes, name: str) -> str:
    """Return bytes as text; a byte order mark is dropped.

    Raises
    ------
    StorageError
        If they are too many, not UTF-8, or nothing.
    """
    if len(raw) > MOST_BYTES:
        hint = "Notes that long belong into a file of their own."
        raise StorageError(f"{name}: expected at most {MOST_BYTES // 1_000_000} MB.", path=name, hint=hint)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _not_utf8(name, "UTF-16")
    if b"\x00" in raw:
        hint = "Name a .yaml, .csv or .json file. A spreadsheet must be saved as CSV first."
        raise StorageError(f"{name}: expected text; got a binary file.", path=name, hint=hint)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _not_utf8(name, f"other bytes in line {line}") from None
    if not text.strip():
        raise StorageError(f"{name}: the file is empty.", path=name, hint="Start from a template.")
    return text


def _not_utf8(name: str, got: str) -> StorageError:
    hint = "Save it as UTF-8; in a spreadsheet choose 'CSV UTF-8'."
    return StorageError(f"{name}: expected text in UTF-8; got {got}.", path=name, hint=hint)


def write_files(contents: Mapping[Path, str | bytes]) -> None:
    """Write texts to files, each as a whole: readers see the old file or the new one.

    All new contents are safely on the disk before the first name changes hands. Files keep their rights; new ones are
    for their owner alone.

    Raises
    ------
    StorageError
        If one of them cannot be written; then all old files still stand.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        for path, text in contents.items():
            target = Path(os.path.realpath(path))
            staged.append((_staged(target, text), target))
        while staged:
            temporary, target = staged[0]
            temporary.replace(target)
            staged.pop(0)
            sync_folder(target.parent)
    except (OSError, ValueError) as error:
        raise _unwritable(error, contents) from None
    finally:
        for temporary, _ in staged:
            with contextlib.suppress(OSError):
                temporary.unlink()


def _staged(target: Path, content: str | bytes) -> Path:
    import tempfile  # it loads much, and reading needs none of it

    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            with contextlib.suppress(FileNotFoundError):
                Path(temporary).chmod(target.stat().st_mode & 0o777)
            stream.write(content.encode() if isinstance(content, str) else content)
            stream.flush()
            os.fsync(handle)
    except BaseException:
        Path(temporary).unlink()
        raise
    return Path(temporary)


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder safe from a power cut."""
    with contextlib.suppress(OSError):  # not every file system lets a folder be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unwritable(error: Exception, contents: Mapping[Path, str | bytes]) -> StorageError:
    name = next(iter(map(str, contents)))
    hint = "Nothing was changed. Check the folder, its rights and the space left."
    return StorageError(f"{name}: cannot be written ({reason(error)}).", path=name, hint=hint)


def reason(error: Exception) -> str:
    """Return why the system refused, in its own words or by the kind of the error."""
    return (getattr(error, "strerror", None) or type(error).__name__).lower()
