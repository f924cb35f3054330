"""How text is laid out: pages with a table, lines filled to a width, and commands that stay in one piece."""

from __future__ import annotations

import re
import shlex
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_GLUE: Final = "\u00a0"
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class Part(NamedTuple):
    """Sentences under one label; in text they hang beside it, `size` columns wide."""

    label: str
    lines: tuple[str, ...]
    size: int = 9


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sheet(Summary):
    """A page: lines above, a table, lines below. The same page becomes text, Markdown or HTML.

    Attributes
    ----------
    head, foot : tuple of str or Part
        Lines above and below the table.
    columns : tuple of str
        Names of the columns; the widest text column is the one that wraps.
    align : str
        One of ``<`` and ``>`` a column.
    rows : tuple of tuple of str
        The cells.
    wrap : int
        Position of the column that may be wrapped.
    """

    head: tuple[str | Part, ...]
    columns: tuple[str, ...] = ()
    align: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    foot: tuple[str | Part, ...] = ()
    wrap: int = 0

    def text(self, width: int | None = None) -> str:
        """Return the page as plain text, at most `width` characters wide where that is possible."""
        blocks = list(_lines(self.head)), list(self._table(width)), list(_lines(self.foot))
        return "\n\n".join("\n".join(fitted(line, width) for line in block) for block in blocks if block)

    def _table(self, width: int | None) -> Iterator[str]:
        if not self.columns:
            return
        widths = [max(len(row[i]) for row in (self.columns, *self.rows)) for i in range(len(self.columns))]
        if width is not None:
            widths[self.wrap] = max(
                20, min(widths[self.wrap], width - sum(widths) + widths[self.wrap] - 2 * len(widths))
            )
        for row in (self.columns, *self.rows):
            parts = textwrap.wrap(row[self.wrap], widths[self.wrap]) or [""]
            for at, part in enumerate(parts):
                cells = list(row) if at == 0 else [""] * len(row)
                cells[self.wrap] = part
                line = "  ".join(
                    f"{cell:{side}{size}}" for cell, side, size in zip(cells, self.align, widths, strict=True)
                )
                yield line.rstrip()

    def markdown(self) -> str:
        """Return the page as Markdown."""
        rule = ["---:" if side == ">" else "---" for side in self.align]
        rows = [_row(self.columns), _row(rule, escape=False), *(_row(row) for row in self.rows)]
        head, foot = ([_marked(line) for line in lines] for lines in (self.head, self.foot))
        table = ["\n".join(rows)] if self.columns else []
        return "\n\n".join(line for line in (*head, *table, *foot) if line)


def _lines(parts: Iterable[str | Part]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        else:
            yield from (f"{'' if at else part.label:<{part.size}}  {line}" for at, line in enumerate(part.lines))


def _marked(part: str | Part) -> str:
    """Return a line as Markdown; of a part one sentence stands behind its label, several in a list below."""
    if isinstance(part, str):
        return " ".join(_escaped(part).split())
    *more, _ = lines = [" ".join(_escaped(line).split()) for line in part.lines] or [""]
    return f"**{_escaped(part.label)}**" + "".join(f"\n- {line}" if more else f" {line}" for line in lines)


def fitted(line: str, width: int | None) -> str:
    """Return a line filled to a width; what follows a label hangs under its own beginning."""
    if width is None or len(line) <= width:
        return loosened(line)
    label = re.match(r"(\S+ )*\S*\s{2,}", line)
    hang = " " * (label.end() if label and label.end() < width // 2 else 0)
    return loosened(textwrap.fill(line, width, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False))


def _row(cells: Sequence[str], *, escape: bool = True) -> str:
    return "| " + " | ".join(_escaped(cell.strip()) if escape else cell for cell in cells) + " |"


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>|#~])", r"\\\1", text)


def command(*words: str) -> str:
    """Return a command line to type; it stays in one piece where lines are filled, until it is `loosened`."""
    return " ".join(["exposure-ladder", *map(_argument, words)]).replace(" ", _GLUE)


def _argument(word: str) -> str:
    """Quote what a shell would take apart, so that whatever stands in a file is only a word on the command line."""
    if re.fullmatch(r"[\w.,:/@%+-]+", word):
        return word
    # Double quotes serve every shell; a lone backslash stands in names of files under Windows.
    return f'"{word}"' if re.fullmatch(r"(?:[\w .,:/@%+()&'-]|\\(?=[\w .]))+", word) else shlex.quote(word)


def loosened(text: str) -> str:
    """Return text in which commands may be read and copied again: with plain spaces."""
    return text.replace(_GLUE, " ")


def plain(text: str) -> str:
    """Return text without invisible characters that could reorder or hide what stands beside it."""
    return _INVISIBLE.sub("", text)
