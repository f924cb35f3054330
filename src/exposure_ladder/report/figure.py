"""How pictures are made: one style, figures as wide as a phone, and their way into a page.

matplotlib keeps its settings for the whole process, so figures are made one at a time, and the user's own settings are
put back. This room must never use pyplot, or a font from elsewhere, and must never let the clock or chance into a file.
"""

from __future__ import annotations

import io
import re
import textwrap
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from exposure_ladder.errors import ExposureLadderError
from exposure_ladder.text import plain
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

    from exposure_ladder.text import Sheet

INK: Final = "#24343b"
MUTED: Final = "#5a6b72"
PALE: Final = "#c6d3d7"
BAND: Final = "#cbdfe4"
ACCENT: Final = "#1f6273"
SECOND: Final = "#8a5a12"
PAPER: Final = "#ffffff"
"""Seven colours; a page may give each another one for the night (see :meth:`Picture.svg`)."""

_NAMES: Final = {INK: "ink", MUTED: "muted", PALE: "pale", BAND: "band", ACCENT: "accent", SECOND: "second"}
_NAMES[PAPER] = "paper"
_WIDE: Final = 3.6
"""Inches: a phone's width, so that letters keep their size there."""
_STYLE: Final[dict[Any, Any]] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 8.5,
    "text.color": INK,
    "text.parse_math": False,  # a $ in somebody's words is a $
    "axes.edgecolor": PALE,
    "axes.labelcolor": MUTED,
    "xtick.color": PALE,
    "xtick.labelcolor": MUTED,
    "ytick.color": PALE,
    "ytick.labelcolor": MUTED,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "svg.fonttype": "none",  # letters stay letters: small, sharp, in the font of the page, and to be searched
    "svg.hashsalt": "exposure_ladder",
}
_ALONE: Final = Lock()


@dataclass(frozen=True, eq=False, repr=False)
class Picture(Summary):
    """A figure, and the same for who does not see it.

    Attributes
    ----------
    paint : callable
        Takes an empty figure and draws on it.
    height : float
        Of the figure, inches; all are as wide as a phone.
    caption : str
        What it is, in a few words.
    alternative : str
        What can be seen in it.
    table : Sheet
        Its numbers.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import build_ladder, infer, template
    >>> from exposure_ladder.report import draw_ladder
    >>> ladder = build_ladder(infer(template("dogs"), at=datetime(2026, 1, 5, tzinfo=UTC)))
    >>> picture = draw_ladder(ladder)
    >>> picture.table.columns[1], picture.table.rows[0][1]
    ('step', 'Look at one photo of a dog for two minutes')
    """

    paint: Callable[[Figure], None]
    height: float
    caption: str
    alternative: str
    table: Sheet

    def _made_from(self) -> tuple[str, ...]:
        return ("height", "caption", "alternative", "table")

    @cached_property
    def figure(self) -> Figure:
        """The matplotlib figure, drawn when it is first asked for.

        Raises
        ------
        ExposureLadderError
            If matplotlib is not installed.
        """
        with settings():
            from matplotlib.figure import Figure

            figure = Figure(figsize=(_WIDE, self.height))
            self.paint(figure)
            return figure

    def svg(self, name: str, *, alone: bool = False) -> str:
        """Return the picture as an ``svg`` element that can stand in a page beside others.

        Its colours are variables (``--ink``, ``--accent`` …) with the drawn colour where a page sets none. The same
        values give the same text.

        Parameters
        ----------
        name : str
            Beginning of its ids; another one for each picture of a page.
        alone : bool
            Whether it is a file of its own, on white paper, for programs that know no variables.

        Returns
        -------
        str
            The ``svg`` element.

        Raises
        ------
        ExposureLadderError
            If matplotlib is not installed.
        """
        out, figure = io.StringIO(), self.figure
        with settings():
            figure.savefig(out, format="svg", metadata={"Date": None})
        text = re.sub(r"<metadata>.*?</metadata>\s*", "", out.getvalue(), flags=re.DOTALL)
        text = text[text.index("<svg") :]
        ids = dict.fromkeys(re.findall(r'(?:url\(#|href="#)([\w.-]+)', " ".join(_TAG.findall(text))))
        names = {old: f"{name}-{number}" for number, old in enumerate(ids)}
        text = _TAG.sub(lambda tag: _tidied(tag[0], names, {} if alone else _NAMES), text).strip()
        return text.replace("<svg ", f'<svg style="background: {PAPER}" ', 1) if alone else text


_TAG: Final = re.compile(r"<[^>]+>")


def _tidied(tag: str, names: Mapping[str, str], colours: Mapping[str, str]) -> str:
    """Return a tag without size and idle ids, with its own ids renamed, and with colours that a page can change."""
    if tag.startswith("<svg"):
        tag = re.sub(r' (?:width|height)="[^"]*"', "", tag).replace("<svg", '<svg class="picture"')
    tag = re.sub(r' id="([^"]*)"', lambda m: f' id="{names[m[1]]}"' if m[1] in names else "", tag)
    tag = re.sub(r'(url\(#|href="#)([\w.-]+)', lambda m: m[1] + names[m[2]], tag)
    return re.sub(r"#[0-9a-f]{6}", lambda m: f"var(--{colours[m[0]]}, {m[0]})" if m[0] in colours else m[0], tag)


@contextmanager
def settings() -> Iterator[None]:
    """Set matplotlib to this room's style for a while, whatever the user's own file of settings says."""
    try:
        import matplotlib as mpl
    except ImportError:
        hint = 'Install it:  pip install "exposure-ladder[plot]"'
        raise ExposureLadderError("pictures need matplotlib, which is not installed.", hint=hint) from None
    with _ALONE, warnings.catch_warnings(), mpl.rc_context():
        warnings.filterwarnings("ignore", "Glyph .* missing")  # the reader's font may have what the built-in one lacks
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)
        yield


def panel(figure: Figure, top: float, height: float, *, left: float = 0.28, right: float = 0.4) -> Axes:
    """Add a panel of so many inches, `top` inches below the upper edge, without a box around it."""
    wide, high = figure.get_size_inches()
    axes = figure.add_axes((left / wide, (high - top - height) / high, (wide - left - right) / wide, height / high))
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(length=0, pad=3)
    return axes


def folded(text: str, columns: int, lines: int = 2) -> list[str]:
    """Return a text in at most so many lines."""
    return textwrap.wrap(plain(text), columns, max_lines=lines, placeholder=" …") or [""]


def ticks(axis: Axis, top: float, parts: int = 4) -> None:
    """Mark equal parts of a scale that begins at 0."""
    axis.set_ticks([top * share / parts for share in range(parts + 1)])
    axis.set_major_formatter("{x:g}")


def dots(
    axes: Axes, places: Sequence[tuple[float, float]], marker: str, edge: str, inside: str, *, size: float = 5.5
) -> None:
    """Draw marks above lines and bars, and whole even at the ends of a scale."""
    x, y = zip(*places, strict=True)
    axes.plot(x, y, marker, color=edge, markerfacecolor=inside, markersize=size, zorder=4, clip_on=False)


def key(figure: Figure, top: float, marks: Sequence[tuple[str, str, str, str]], *, across: int) -> None:
    """Say what marks mean, so many beside each other: marker (none: a bar), colours of edge and inside, and words."""
    lines, wide = -(-len(marks) // across), _WIDE - 0.15
    axes = panel(figure, top, 0.18 * lines, left=0.1, right=0.05)
    axes.set(xlim=(0, wide), ylim=(lines, 0), xticks=[], yticks=[])
    axes.spines["bottom"].set_visible(False)
    for at, (marker, edge, inside, words) in enumerate(marks):
        x, y = wide / across * (at % across), at // across + 0.5
        if marker:
            dots(axes, [(x + 0.1, y)], marker, edge, inside, size=5)
        else:
            axes.plot([x + 0.02, x + 0.18], [y, y], color=edge, linewidth=5.5, solid_capstyle="butt")
        axes.text(x + 0.24, y, words, va="center", color=MUTED, fontsize=7.5)
