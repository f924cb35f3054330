"""Pictures of one person's plan: matplotlib figures, each with words and a table that say the same without seeing it.

Needs the extra ``plot``. Lines and shapes carry what colour carries, so that a picture can be read in grey and by
colour-blind eyes; nothing is red, nothing cheers. This room must never compute: what it draws is a value already.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from exposure_ladder.ladder import client_of, is_rated, often
from exposure_ladder.report.figure import (
    ACCENT,
    BAND,
    INK,
    MUTED,
    PALE,
    PAPER,
    SECOND,
    Picture,
    dots,
    folded,
    key,
    panel,
    ticks,
)
from exposure_ladder.report.tables import practices_sheet, predictions_sheet, rungs_sheet
from exposure_ladder.text import ENGLISH, say, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from exposure_ladder.ladder import Ladder, Rung
    from exposure_ladder.records import Scale
    from exposure_ladder.review import Foretold, Ledger

    Words = Mapping[str, str]

__all__ = ["draw_course", "draw_ladder", "draw_predictions"]


def draw_ladder(ladder: Ladder, *, words: Words = ENGLISH) -> Picture:
    """Draw each step with what is expected there and the interval of single ratings, and name wide steps.

    Parameters
    ----------
    ladder : Ladder
        What to draw, from the first step down the page to the last.
    words : mapping of str to str
        The table of sentences.

    Returns
    -------
    Picture
        With a table of the steps.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import build_ladder, infer, template
    >>> ladder = build_ladder(infer(template("dogs"), at=datetime(2026, 1, 5, tzinfo=UTC)))
    >>> draw_ladder(ladder).alternative
    '12 lines, one for each step, easiest first. A dot lies at ...'
    """
    graph, settings = ladder.belief.course.graph, ladder.belief.course.settings
    scale, wide = graph.shown, {gap.above: gap for gap in ladder.gaps}
    texts = {rung.id: folded(f"{rung.number}  {rung.situation.title}", 50) for rung in ladder.rungs}
    sizes = [0.3 + 0.14 * len(texts[rung.id]) + 0.2 * (rung.id in wide) for rung in ladder.rungs]
    rated = {rung.id for rung in ladder.rungs if is_rated(rung, graph)}
    marks = [("o", ACCENT, ACCENT, words["key_rated"])] if rated else []
    if len(rated) < len(ladder.rungs):
        marks.append(("o", ACCENT, PAPER, words["key_not_rated"]))
    marks.append(("", BAND, BAND, say("key_likely", words, often=often(settings, words))))

    def paint(figure: Figure) -> None:
        key(figure, 0.05, marks, across=3)
        axes = panel(figure, 0.3, sum(sizes), left=0.1)
        axes.set(xlim=(0, scale.top), ylim=(sum(sizes), 0))
        ticks(axes.xaxis, scale.top)
        at, lines = 0.0, []
        for rung, size in zip(ladder.rungs, sizes, strict=True):
            if rung.id in wide:
                note = say("wide_here", words, size=shown(wide[rung.id].size, scale))
                axes.text(scale.top, at + 0.12, f"↕ {note}", color=SECOND, ha="right", va="center")
            at += size
            lines.append(at - 0.12)
            axes.text(0, at - 0.23, "\n".join(texts[rung.id]), va="bottom", linespacing=1.15)
            _interval(axes, at - 0.12, rung, scale, rated=rung.id in rated)
        axes.set_yticks(lines, [""] * len(lines))
        axes.yaxis.grid(visible=True, color=PALE, linewidth=0.8)

    values = {"top": scale.top, "often": often(settings, words), "client": client_of(graph, words)}
    ends = {
        name: shown(rung.expected, scale)
        for name, rung in zip(("first", "last"), (ladder.rungs[0], ladder.rungs[-1]), strict=True)
    }
    return Picture(
        paint,
        sum(sizes) + 0.6,
        say("drawn_ladder", words, steps=len(ladder.rungs)),
        say("seen_ladder", words, steps=len(ladder.rungs), **values, **ends),
        rungs_sheet(ladder, words=words),
    )


def _interval(axes: Axes, y: float, rung: Rung, scale: Scale, *, rated: bool) -> None:
    low, now, high = (scale.shown(value) for value in (rung.low, rung.expected, rung.high))
    axes.plot([low, high], [y, y], color=BAND, linewidth=5.5, solid_capstyle="butt", zorder=3)
    dots(axes, [(now, y)], "o", ACCENT, ACCENT if rated else PAPER)
    label = shown(rung.expected, scale)
    axes.text(scale.top * 1.03, y, label, va="center", color=INK, fontweight="bold", clip_on=False)


def draw_course(ladder: Ladder, told: Sequence[Foretold], *, words: Words = ENGLISH) -> Picture:
    """Draw every rated practice over time, a small chart for each step.

    Parameters
    ----------
    ladder : Ladder
        Its rungs name the charts; the band of each ends at what is expected now.
    told : sequence of Foretold
        From :func:`~exposure_ladder.review.foretold`; at least one that is on the ladder.
    words : mapping of str to str
        The table of sentences.

    Returns
    -------
    Picture
        With a table of every rated practice.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, build_ladder, infer, template
    >>> from exposure_ladder.review import foretold
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> course = template("dogs").add(Exposure(situation="photo", at=at, expected=40, peak=30))
    >>> ladder = build_ladder(infer(course, at=at))
    >>> draw_course(ladder, foretold(ladder)).table.rows[0][:4]
    ('2026-01-05', '1 Look at one photo of a dog for two minutes', '4', '3')
    """
    scale, settings = ladder.belief.course.graph.shown, ladder.belief.course.settings
    of = {rung.id: [each for each in told if each.entry.situation == rung.id] for rung in ladder.rungs}
    panels = [rung for rung in ladder.rungs if of[rung.id]]
    days = sorted(each.entry.at for rung in panels for each in of[rung.id])
    marks = [
        ("o", ACCENT, ACCENT, words["mark_peak"]),
        ("D", SECOND, PAPER, words["mark_expected"]),
        ("v", INK, INK, words["mark_end"]),
        ("", BAND, BAND, words["mark_band"]),
    ]

    def paint(figure: Figure) -> None:
        key(figure, 0.05, marks, across=4)
        for at, rung in enumerate(panels):
            axes = panel(figure, 0.66 + 1.42 * at, 0.92, right=0.12)
            first, last = days[0].timestamp(), ladder.belief.at.timestamp()
            margin = max(0.03 * (last - first), 3600.0)
            axes.set(xlim=(first - margin, last + margin), ylim=(0, scale.top), xticks=[])
            ticks(axes.yaxis, scale.top, 2)
            axes.yaxis.grid(visible=True, color=PALE, linewidth=0.6)
            title = "\n".join(folded(f"{rung.number}  {rung.situation.title}", 50))
            axes.set_title(title, loc="left", fontsize=8.5, pad=9, x=-0.08, linespacing=1.15)
            _over_time(axes, of[rung.id], rung, ladder.belief.at, scale)
            if at == len(panels) - 1:
                axes.set_xticks([first, last], [_day(days[0]), _day(ladder.belief.at)])
                labels = axes.get_xticklabels()
                labels[0].set_horizontalalignment("left")
                labels[1].set_horizontalalignment("right")

    values = {"first": _day(days[0]), "last": _day(days[-1]), "often": often(settings, words)}
    seen = say("seen_course", words, panels=len(panels), **values)
    return Picture(
        paint, 1.42 * len(panels) + 0.4, words["drawn_course"], seen, practices_sheet(ladder, told, words=words)
    )


def _day(at: datetime) -> str:
    return at.date().isoformat()


def _over_time(axes: Axes, told: Sequence[Foretold], rung: Rung, now: datetime, scale: Scale) -> None:
    times = [each.entry.at.timestamp() for each in told]
    low, high = ([scale.shown(getattr(each, end)) for each in (*told, rung)] for end in ("low", "high"))
    axes.fill_between([*times, now.timestamp()], low, high, color=BAND, linewidth=0, zorder=1)
    peaks = [scale.shown(each.entry.peak or 0.0) for each in told]
    axes.plot(times, peaks, "o-", color=ACCENT, markersize=4.5, linewidth=1.2, zorder=5)
    for name, marker, color, inside in (("expected", "D", SECOND, PAPER), ("end", "v", INK, INK)):
        felt = [(at, getattr(each.entry, name)) for at, each in zip(times, told, strict=True)]
        known = [(at, scale.shown(value)) for at, value in felt if value is not None]
        if known:
            dots(axes, known, marker, color, inside, size=3.6)


def draw_predictions(
    ledger: Ledger, scale: Scale, *, names: Mapping[str, str] = MappingProxyType({}), words: Words = ENGLISH
) -> Picture:
    """Draw what was expected against what was felt, and feared outcomes that came or did not.

    Parameters
    ----------
    ledger : Ledger
        Predictions beside what came; at least one of either kind.
    scale : Scale
        The person's.
    names : mapping of str to str
        How situations are called, by id.
    words : mapping of str to str
        The table of sentences.

    Returns
    -------
    Picture
        With a table of the predictions.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, template
    >>> from exposure_ladder.review import ledger
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> course = template("dogs").add(Exposure(situation="photo", at=at, expected=40, peak=30))
    >>> draw_predictions(ledger(course), course.graph.shown).table.rows
    (('photo', '4', '3', '', ''),)
    """
    pairs = [(scale.shown(expected), scale.shown(peak)) for _, expected, peak in ledger.distress]
    square, strip = 2.6 * bool(pairs), 1.1 * bool(ledger.expectations)

    def paint(figure: Figure) -> None:
        if pairs:
            axes = panel(figure, 0.1, 2.1, left=0.5, right=0.9)
            axes.set(xlim=(0, scale.top), ylim=(0, scale.top))
            ticks(axes.xaxis, scale.top)
            ticks(axes.yaxis, scale.top)
            axes.set(xlabel=words["axis_expected"], ylabel=words["axis_peak"])
            axes.grid(visible=True, color=PALE, linewidth=0.6)
            axes.plot([0, scale.top], [0, scale.top], color=MUTED, linewidth=1, dashes=(4, 3))
            axes.text(scale.top * 1.02, scale.top, words["as_expected"], color=MUTED, va="center", fontsize=8)
            dots(axes, pairs, "o", PAPER, ACCENT, size=7)
        if ledger.expectations:
            axes = panel(figure, 0.1 + square, 0.5, left=0.95)
            rows = [words["came_not"], words["came"]]
            axes.set(xlim=(0, 100), ylim=(-0.6, 1.6), xlabel=words["axis_feared"])
            ticks(axes.xaxis, 100)
            axes.set_yticks([0, 1], rows)
            axes.grid(visible=True, color=PALE, linewidth=0.6)
            for each in ledger.expectations:
                dots(axes, [(each.before, int(each.occurred))], "o", SECOND, SECOND if each.occurred else PAPER)

    seen = [say("seen_predictions", words, pairs=len(pairs))] if pairs else []
    if ledger.expectations:
        seen.append(say("seen_feared", words, count=len(ledger.expectations)))
    table = predictions_sheet(ledger, scale, names=names, words=words)
    return Picture(paint, square + strip + 0.05, words["drawn_predictions"], " ".join(seen), table)
