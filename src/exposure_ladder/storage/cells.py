"""Spreadsheet text ↔ rows of cells: separators, quotes, decimal commas, and cells that would be taken for formulas.

What the cells mean is said elsewhere: :mod:`~exposure_ladder.storage` for situations, and the exchange of logs.
This room must never guess: a number that is written in no usual way stays a text, to be reported.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from exposure_ladder.errors import InvalidCourseError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MARKS: Final = {"x": True, "yes": True, "true": True, "1": True, "": False, "no": False, "false": False, "0": False}
"""What may stand for yes and for no, in small letters."""

_NUMBER = re.compile(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d+)?")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def line_feeds(text: str) -> str:
    """Return a text without the mark that some programs put first, and with one kind of line end."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def rows_of(text: str, file: str) -> tuple[str, list[tuple[int, list[str]]]]:
    """Return the separator of a CSV text, and its rows that say anything, each with the line in which it begins.

    Parameters
    ----------
    text : str
        Lines end in a line feed; a first line like ``sep=;`` names the separator.
    file : str
        Name for the places of problems.

    Raises
    ------
    InvalidCourseError
        If a quote stays open.
    """
    named = re.match(r'"?sep=([,;\t])"?[,;\t]*\n', text)
    body = text[named.end() :] if named else text
    first = body.lstrip("\n ").partition("\n")[0]
    delimiter = named[1] if named else max(",;\t", key=re.sub('"[^"]*"', "", first).count)
    reader = csv.reader(io.StringIO(body, newline="\n"), delimiter=delimiter, strict=True)
    above, line = (2, 2) if named else (1, 1)
    rows = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, cells))
            line = reader.line_num + above
    except csv.Error:
        raise stopped_at(line, file, "cells with closed quotes", "an open or stray quote", _QUOTES) from None
    while rows and not rows[0][1][-1].strip():
        rows[0][1].pop()
    return delimiter, rows


_QUOTES: Final = 'Inside "…" double each quote.'


def stopped_at(line: int, file: str, expected: str, got: str, hint: str) -> InvalidCourseError:
    """Return the error for a text that cannot be read on."""
    return InvalidCourseError([Problem((), expected, got, hint, line, None, file)])


def misfit(line: int, cells: Sequence[str], width: int, file: str) -> Problem | None:
    """Return what is wrong with a row that has more or fewer cells than there are names."""
    filled = max(number for number, cell in enumerate(cells, 1) if cell.strip())
    if len(cells) >= width >= filled:
        return None
    got = str(filled if filled > width else len(cells))
    hint = "Put a cell that holds the separator in quotes, and give each column a name."
    return Problem(("row",), f"{width} cells, as many as the first line has", got, hint, line, None, file)


def number_in(text: str) -> float | str:
    """Return the number of a cell, with a point or a comma; anything else stays as it is."""
    if not _NUMBER.fullmatch(text):
        return text
    value = float(text.replace(",", "."))
    return int(value) if value.is_integer() else value


def guarded(text: str) -> str:
    """Return a text with a ``'`` in front if a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return a text without the ``'`` that guards a formula."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def csv_text(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """Return rows as CSV; lines end in a line feed."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()
