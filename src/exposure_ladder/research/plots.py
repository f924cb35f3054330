"""Pictures of simulations: outcomes with their intervals, and which findings a model shows. Nobody in them is real.

Needs the extra ``plot``. Values of the research tools come in by their shape, so that this room knows none of those.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

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
)
from exposure_ladder.text import ENGLISH, Sheet, heads

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    Words = Mapping[str, str]

__all__ = ["draw_outcomes", "draw_scorecard"]


def draw_outcomes(
    found: Mapping[str, Mapping[str, Any]],
    labels: Mapping[str, str],
    *,
    difference: bool = False,
    words: Words = ENGLISH,
) -> Picture:
    """Draw outcomes of simulations with their intervals, a panel for each outcome and a line for each rule.

    Parameters
    ----------
    found : mapping of str to (mapping of str to interval)
        Rule → outcome → `mean`, `low` and `high`, NaN where there is none: the ``summary()`` of each result, or all
        ``differences()`` of a comparison.
    labels : mapping of str to str
        Which outcomes are drawn, and what each is called, with its unit.
    difference : bool
        Whether the numbers are differences, so that 0 means alike.
    words : mapping of str to str
        The table of sentences.

    Returns
    -------
    Picture
        With a table of the means and intervals.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> found = {"default": {"reached": SimpleNamespace(mean=0.61, low=0.55, high=0.67)}}
    >>> draw_outcomes(found, {"reached": "share who reached the goal"}).table.rows
    (('share who reached the goal', 'default', '0.61', '0.55 – 0.67'),)
    """
    each, lines = 0.19 * len(found) + 0.62, len(found)

    def paint(figure: Figure) -> None:
        for at, (outcome, label) in enumerate(labels.items()):
            axes = panel(figure, 0.28 + at * each, 0.19 * lines, left=1.15, right=0.25)
            axes.set(ylim=(lines - 0.5, -0.5))
            axes.set_yticks(range(lines), [folded(rule, 18, 1)[0] for rule in found])
            axes.tick_params(axis="y", labelcolor=INK)
            axes.set_title(folded(label, 56, 1)[0], loc="left", fontsize=8.5, pad=4, x=-0.4)
            axes.xaxis.grid(visible=True, color=PALE, linewidth=0.6)
            axes.margins(x=0.08)
            axes.locator_params(axis="x", nbins=4)
            if difference:
                axes.axvline(0.0, color=MUTED, linewidth=1, dashes=(4, 3))
            _spreads(axes, [of[outcome] for of in found.values()])

    columns = heads(words, "outcome", "rule", "mean", "interval")
    rows = tuple(
        (label, rule, _number(of[outcome].mean), f"{_number(of[outcome].low)} – {_number(of[outcome].high)}")
        for outcome, label in labels.items()
        for rule, of in found.items()
    )
    return Picture(
        paint,
        each * len(labels) + 0.05,
        words["drawn_outcomes"],
        words["seen_outcomes"],
        Sheet((), columns, "<<>>", rows),
    )


def _spreads(axes: Axes, spreads: Sequence[Any]) -> None:
    for at, each in enumerate(spreads):
        if math.isfinite(each.mean):
            axes.plot([each.low, each.high], [at, at], color=BAND, linewidth=5.5, solid_capstyle="butt")
            dots(axes, [(each.mean, at)], "o", ACCENT, ACCENT)


def _number(value: float) -> str:
    return f"{value:.3g}" if math.isfinite(value) else "–"


_MARKS: Final = (
    ("o", ACCENT, ACCENT, "score_shown"),
    ("o", ACCENT, PAPER, "score_must"),
    ("^", SECOND, SECOND, "score_failed"),
    ("X", INK, INK, "score_not"),
)


def draw_scorecard(verdicts: Sequence[Any], *, words: Words = ENGLISH) -> Picture:
    """Draw which findings each model shows, and which it was bound to fail.

    Parameters
    ----------
    verdicts : sequence of verdict
        With `model`, `shown`, and a `phenomenon` that has `number`, `name` and `claimed` (the models of which it is
        claimed), such as the ``scorecard()`` of the research tools gives.
    words : mapping of str to str
        The table of sentences.

    Returns
    -------
    Picture
        With a table of findings and models.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> finding = SimpleNamespace(number=1, name="extinction", claimed=("Rescorla-Wagner",))
    >>> verdict = SimpleNamespace(model="Rescorla-Wagner", phenomenon=finding, shown=True)
    >>> draw_scorecard([verdict]).table.rows
    (('extinction', 'shown, as claimed'),)
    """
    models = list(dict.fromkeys(each.model for each in verdicts))
    findings = {each.phenomenon.number: each.phenomenon for each in verdicts}
    marks = {(each.phenomenon.number, each.model): _mark(each) for each in verdicts}

    def paint(figure: Figure) -> None:
        axes = panel(figure, 1.0, 0.3 * len(findings), left=1.65, right=0.45)
        axes.spines["bottom"].set_visible(False)
        axes.set(xlim=(-0.5, len(models) - 0.5), ylim=(len(findings) - 0.5, -0.5))
        axes.set_yticks(range(len(findings)), ["\n".join(folded(f.name, 25)) for f in findings.values()])
        axes.tick_params(axis="y", labelcolor=INK, labelsize=8)
        axes.xaxis.tick_top()
        axes.set_xticks(range(len(models)), models, rotation=60, ha="left")
        axes.yaxis.grid(visible=True, color=PALE, linewidth=0.6)
        for (number, model), (marker, edge, inside, _) in marks.items():
            dots(axes, [(models.index(model), list(findings).index(number))], marker, edge, inside)
        key(figure, 1.1 + 0.3 * len(findings), [(*mark[:3], words[mark[3]]) for mark in _MARKS], across=1)

    rows = tuple(
        (f.name, *(words[marks[n, m][-1]] if (n, m) in marks else "" for m in models)) for n, f in findings.items()
    )
    table = Sheet((), (words["head_finding"], *models), "<" * (len(models) + 1), rows)
    seen = words["seen_scorecard"].format(findings=len(findings), models=len(models))
    return Picture(paint, 0.3 * len(findings) + 1.85, words["drawn_scorecard"], seen, table)


def _mark(verdict: Any) -> tuple[str, str, str, str]:
    claimed = verdict.model in verdict.phenomenon.claimed
    if claimed:
        return _MARKS[0 if verdict.shown else 2]
    return _MARKS[3 if verdict.shown else 1]
