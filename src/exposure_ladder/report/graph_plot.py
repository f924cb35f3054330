"""The picture of the graph: situations in rows from easy to hard, in columns by likeness, the ladder drawn through.

The columns are strands. A situation stands below the one it is most like, in its column, as long as that is free;
otherwise it opens a column of its own. So nothing in the picture is an accident of a layout, and it can be read at
fourteen situations and at sixty. Rows lie further apart where the step is higher.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from exposure_ladder.ladder.page import theme_name
from exposure_ladder.report.figure import ACCENT, INK, MUTED, SECOND, Picture, dots, folded, key, panel
from exposure_ladder.text.english import ENGLISH, heads, say, shown
from exposure_ladder.text.sheet import Sheet, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from exposure_ladder.ladder import Ladder, LeftOut, Rung

    Words = Mapping[str, str]

__all__ = ["draw_graph"]

_EASY: Final = "#e3eef0"
_HARD: Final = "#174a5c"
_WIDE: Final = 3.6
_STRANDS: Final = 0.8
"""Inches for all columns together."""
_MANY: Final = 24
"""Rows above which they stand closer."""
_WAITS: Final = ("no consent", "worded differently since the yes", "questions not asked")


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """One situation: where it stands, and what it hangs together with."""

    id: str
    title: str
    level: float
    rung: Rung | None
    why: str
    like: str | None
    likeness: float
    column: int
    y: float


def draw_graph(*ladders: Ladder, words: Words = ENGLISH) -> Picture:
    """Draw all situations from easy to hard, the ladder as a way through them, and who is alike.

    Parameters
    ----------
    *ladders : Ladder
        What to draw: one ladder, or those of several themes; what they leave out is drawn beside the way.
    words : mapping of str to str
        The table of sentences.

    Returns
    -------
    Picture
        With a table of the situations and what each is most like.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import build_ladder, infer, template
    >>> ladder = build_ladder(infer(template("dogs"), at=datetime(2026, 1, 5, tzinfo=UTC)))
    >>> draw_graph(ladder).table.rows[1][-1]
    'Look at one photo of a dog for two minutes (0.70)'
    """
    graph = ladders[0].belief.course.graph
    count = sum(len(ladder.rungs) + len(_beside(ladder)) for ladder in ladders)
    parts, y = [], 0.0
    for ladder in ladders:
        y += 0.3 if len(ladders) > 1 else 0.0
        rows = _rows(ladder, y, _height(count))
        parts.append((ladder, y, rows))
        y = rows[-1].y + _height(count) if rows else y
    marks = [("o", ACCENT, _HARD, words["key_on"]), ("", MUTED, MUTED, words["key_alike"])]
    if any(ladder.gaps for ladder in ladders):
        marks.append(("", SECOND, SECOND, words["key_wide"]))
    if any(row.rung is None for _, _, rows in parts for row in rows):
        marks.append(("s", MUTED, _EASY, words["key_not_on"]))

    def paint(figure: Figure) -> None:
        key(figure, 0.05, marks, across=2)
        axes = panel(figure, 0.55, y, left=0.1, right=0.05)
        axes.set(xlim=(0, _WIDE - 0.15), ylim=(y, -0.1), xticks=[], yticks=[])
        axes.spines["bottom"].set_visible(False)
        for ladder, top, rows in parts:
            if len(parts) > 1:
                axes.text(0, top - 0.17, theme_name(ladder.theme, words), color=MUTED, fontweight="bold", va="center")
            _paint(axes, ladder, rows)

    seen = say("seen_graph", words, steps=len(ladders[0].belief.ids))
    columns = heads(words, "situation", "expected", "ladder", "alike")
    table = [_cells(row, graph, words, {r.id: r.title for r in rows}) for _, _, rows in parts for row in rows]
    return Picture(paint, y + 0.6, words["drawn_graph"], seen, Sheet((), columns, "<><<", tuple(table), wrap=3))


def _height(count: int) -> float:
    return 0.34 if count <= _MANY else 0.28


def _beside(ladder: Ladder) -> list[LeftOut]:
    """Return what waits or was left out of this ladder; another theme has a ladder of its own."""
    return [out for out in ladder.left_out if out.why != "other theme"]


def _cells(row: _Row, graph: Any, words: Words, titles: Mapping[str, str]) -> tuple[str, ...]:
    place = row.why if row.rung is None else say("step_number", words, number=row.rung.number)
    like = "" if row.like is None else f"{titles.get(row.like, row.like)} ({row.likeness:.2f})"
    return row.title, shown(row.level, graph.shown), place, like


def _rows(ladder: Ladder, top: float, height: float) -> list[_Row]:
    """Return the situations of a ladder and what it leaves out, in rows and columns."""
    belief = ladder.belief
    mean = dict(zip(belief.ids, belief.ordinary.mean.clip(0.0, 100.0).tolist(), strict=True))
    things: list[Rung | LeftOut] = list(ladder.rungs)
    on = {rung.id: rung for rung in ladder.rungs}
    for out in sorted(_beside(ladder), key=lambda out: (mean[out.situation.id], out.situation.id)):
        level = mean[out.situation.id]
        at = next((i for i, thing in enumerate(things) if mean[thing.situation.id] > level), len(things))
        things.insert(at, out)
    gaps = {gap.above for gap in ladder.gaps}
    rows: list[_Row] = []
    y, before = top + 0.05, None
    for thing, (like, likeness, column) in zip(things, _columns(things, ladder), strict=True):
        name = thing.situation.id
        if before is not None:
            y += height + 0.008 * max(0.0, mean[name] - before) + (0.12 if name in gaps else 0.0)
        before = mean[name]
        rung, title = on.get(name), plain(thing.situation.title)
        rows.append(_Row(name, title, mean[name], rung, str(thing.why), like, likeness, column, y))
    return rows


def _columns(things: Sequence[Rung | LeftOut], ladder: Ladder) -> list[tuple[str | None, float, int]]:
    """Return for each row what it is most like, how much, and its column; what waits has columns of its own."""
    space, on = ladder.belief.geometry, {rung.id: rung for rung in ladder.rungs}
    found: list[tuple[str | None, float, int]] = []
    column: dict[str, int] = {}
    ends: list[str] = []
    for at, thing in enumerate(things):
        name = thing.situation.id
        row = space.similarity[space.place[name]]
        like = on[name].like if name in on else None
        if name not in on and at:
            like = max(
                (other.situation.id for other in things[:at]), key=lambda other: (row[space.place[other]], other)
            )
        follows = like is not None and ends[column[like]] == like and (like in on) == (name in on)
        column[name] = column[like] if follows and like is not None else len(ends)
        ends[column[name] : column[name] + 1] = [name]
        found.append((like, 0.0 if like is None else float(row[space.place[like]]), column[name]))
    return found


def _paint(axes: Axes, ladder: Ladder, rows: Sequence[_Row]) -> None:
    from matplotlib.colors import LinearSegmentedColormap, to_hex

    strands = max((row.column for row in rows), default=0)
    step = min(0.22, _STRANDS / strands) if strands else 0.0
    place = {row.id: (0.12 + step * row.column, row.y) for row in rows}
    linked = [(row.like, row.id, row.likeness) for row in rows if row.like is not None]
    known = {frozenset(pair[:2]) for pair in linked}
    linked += [
        (link.a, link.b, link.similarity)
        for link in ladder.belief.course.graph.links
        if link.a in place and link.b in place and frozenset((link.a, link.b)) not in known
    ]
    for one, other, strength in linked:
        _bow(axes, place[one], place[other], 0.4 + 4.0 * strength)
    on, gaps = [row for row in rows if row.rung is not None], {gap.above: gap for gap in ladder.gaps}
    for below, above in pairwise(on):
        if above.id in gaps and gaps[above.id].below == below.id:
            continue
        ends = list(zip(place[below.id], place[above.id], strict=True))
        axes.plot(*ends, color=ACCENT, linewidth=1.4, zorder=2)
    for name, gap in gaps.items():
        axes.plot(
            *zip(place[gap.below], place[name], strict=True), color=SECOND, linewidth=1.6, linestyle=":", zorder=3
        )
    shades = LinearSegmentedColormap.from_list("distress", [_EASY, _HARD])
    for row in rows:
        marker, edge, size = ("o", ACCENT, 7.5) if row.rung is not None else ("s", MUTED, 5.5)
        dots(axes, [place[row.id]], marker, edge, to_hex(shades(row.level / 100.0)), size=size)
        number = f"{row.rung.number}  " if row.rung is not None else ""
        left = 0.12 + step * strands + 0.16
        title = "\n".join(folded(f"{number}{row.title}", int((_WIDE - 0.45 - left) / 0.059)))
        wide = f"  ↕ {shown(gaps[row.id].size, ladder.belief.course.graph.shown)}" if row.id in gaps else ""
        axes.text(left, row.y, title, va="center", color=INK if number else MUTED, fontsize=7.6, linespacing=1.05)
        level = shown(row.level, ladder.belief.course.graph.shown)
        axes.text(_WIDE - 0.18, row.y, level, va="center", ha="right", color=INK if number else MUTED, fontsize=7.6)
        if wide:
            axes.text(_WIDE - 0.18, row.y - 0.17, wide, va="center", ha="right", color=SECOND, fontsize=7.2)


def _bow(axes: Axes, one: tuple[float, float], other: tuple[float, float], width: float) -> None:
    """Draw a link: straight within a column that it follows, bowed a little where it passes others."""
    from matplotlib.patches import FancyArrowPatch

    bend = 0.0 if abs(one[0] - other[0]) > 1e-9 else 0.16 / max(abs(one[1] - other[1]), 0.2)
    style = f"arc3,rad={-bend:.4f}"
    axes.add_patch(
        FancyArrowPatch(
            one,
            other,
            arrowstyle="-",
            connectionstyle=style,
            linewidth=width,
            color=MUTED,
            alpha=0.45,
            shrinkA=0,
            shrinkB=0,
        )
    )
