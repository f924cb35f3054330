"""From a rule as a record to the numbers that the kernel counts: conditions in postfix order, and named columns."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from exposure_ladder.records.rule import Criterion, Mark, OfDay, Pick, Rated, ShareOf
from exposure_ladder.rules import kernel

if TYPE_CHECKING:
    from exposure_ladder.records.rule import Rule

__all__ = ["BASIC", "low_fear_alone", "lowered", "rows"]

BASIC: Final = (
    *("before", "day", "turn", "step", "left_early", "void", "level", "end", "marks", "later", "sitting"),
    "numbness",
)
"""Columns of every log, in the kernel's order."""
EVERYTHING: Final = 10_000
"""A window that holds every practice."""
ANYTHING: Final = "anything"
"""Under `without`: every safety behaviour that is no protection."""
LOW_FEAR: Final = (Rated.PEAK, Rated.END, Rated.START)

LOW_FEAR_TWICE: Final = Criterion(rating=Rated.PEAK, at_most=35.0, days=2)
"""What counts for a tender step under a rule that never asks about fear (assumption, as the default's)."""

_SHARES: Final = {
    None: kernel.NUMBER,
    ShareOf.FIRST: kernel.FIRST,
    ShareOf.FIRST_DAYS: kernel.FIRST_DAYS,
    ShareOf.HIGHEST: kernel.HIGHEST,
    ShareOf.OWN: kernel.OWN,
    ShareOf.WRITTEN: kernel.PLAN,
}
_PICKS: Final = {
    Pick.ONWARD: kernel.ONWARD,
    Pick.LOWEST: kernel.LOWEST,
    Pick.HARDEST: kernel.HARDEST,
    Pick.RANDOM: kernel.RANDOM,
    Pick.BAND: kernel.BAND,
    Pick.CLIENT: kernel.ONWARD,
}
_MARKS: Final = {Mark.HELPER: kernel.LED, Mark.RARE: kernel.RARE, Mark.BODY: kernel.BODY}
_SPEAKS: Final = {OfDay.WORST: kernel.WORST, OfDay.LAST: kernel.LAST, OfDay.BEST: kernel.BEST}
_ANY_OF_NOTHING: Final = kernel.Condition(
    kernel.ANY, 0, -1, 1.0, 1.0, 0, 0, -1, 0.0, 1, 1, 0, 0, 0, -1, 101.0, 0, 0, 1e9
)


def rows(
    criterion: Criterion, columns: dict[str, int], *, easing: bool = False, tender: bool = False
) -> Iterator[kernel.Condition]:
    """Yield a row for each part of a criterion, parts before what joins them; new columns are named on the way.

    Parameters
    ----------
    criterion : Criterion
        What is asked.
    columns : dict of str to int
        Columns so far; grows.
    easing : bool
        What makes one ease off counts practices that were left early, done in part or numb like others.
    tender : bool
        For steps of touch, sex and trauma gone through again: practices count that were wanted, and never one alone.
    """
    for part in criterion.parts:
        yield from rows(part, columns, easing=easing, tender=tender)
    if criterion.parts:
        op = kernel.ALL if criterion.all_of else kernel.ANY
        yield _ANY_OF_NOTHING._replace(op=op, parts=len(criterion.parts))
    else:
        yield _leaf(criterion, columns, easing=easing, tender=tender)


def low_fear_alone(criterion: Criterion) -> Criterion | None:
    """Return what is left of a criterion when only low fear counts; none where it asks for something else alone.

    Parameters
    ----------
    criterion : Criterion
        What is asked of other steps.

    Returns
    -------
    Criterion or None
        For steps of touch, sex and trauma gone through again: bearing it, a prediction, a fall within the exercise,
        or nothing felt, may there be endured harm.
    """
    if not criterion.parts:
        return criterion if _is_low_fear(criterion) else None
    parts = tuple(left for part in criterion.parts if (left := low_fear_alone(part)) is not None)
    if not parts:
        return None
    return Criterion(all_of=parts) if criterion.all_of else Criterion(any_of=parts)


def _is_low_fear(leaf: Criterion) -> bool:
    return leaf.rating in LOW_FEAR and leaf.share_of is not ShareOf.OWN and not leaf.if_given


def _leaf(leaf: Criterion, columns: dict[str, int], *, easing: bool, tender: bool) -> kernel.Condition:
    def column(name: str) -> int:
        return columns.setdefault(name, len(columns))

    word, limit = leaf.bound or ("at_least" if leaf.rating else "at_most", 1.0)
    need = leaf.times or leaf.days or 1
    window = EVERYTHING if leaf.ever else leaf.out_of or need
    if tender:
        need, window = max(need, 2), max(window, 2)
    without = -1
    if leaf.without:
        without = column("aided" if leaf.without == ANYTHING else f"without {leaf.without}")
    if tender:
        without = column("unwanted")
    base = -1
    if leaf.share_of:
        base = column("expectancy_before" if leaf.rating is Rated.EXPECTANCY else "peak")
    return kernel.Condition(
        op=kernel.LEAF,
        parts=0,
        column=column(leaf.name or "left_early"),
        sense=1.0 if word in ("at_most", "below") else -1.0,
        limit=limit,
        strict=int(word in ("below", "above")),
        of=_SHARES[leaf.share_of],
        base=base,
        least=leaf.from_at_least or 0.0,
        need=need,
        window=window,
        by_day=int(leaf.days is not None),
        speaks=_SPEAKS[leaf.of_day],
        lenient=int(easing or leaf.also_left_early),
        without=without,
        numb_at=101.0 if easing or leaf.also_left_early else leaf.numb_below,
        if_given=int(leaf.if_given),
        marks=sum(_MARKS[mark] for mark in set(leaf.only)),
        written_below=1e9 if leaf.written_below is None else leaf.written_below,
    )


@lru_cache(maxsize=64)
def lowered(rule: Rule) -> tuple[kernel.Rule, tuple[str, ...]]:
    """Return a rule as the kernel reads it, and the columns that a log has to hold for it.

    Parameters
    ----------
    rule : Rule
        The record.

    Returns
    -------
    rule : kernel.Rule
        Numbers alone.
    columns : tuple of str
        The basic ones first, then what this rule reads.
    """
    columns = {name: i for i, name in enumerate(BASIC)}
    done = list(rows(rule.mastered, columns))
    tender = list(rows(low_fear_alone(rule.mastered) or LOW_FEAR_TWICE, columns, tender=True))
    back = [_ANY_OF_NOTHING] if rule.step_back is None else list(rows(rule.step_back, columns, easing=True))
    low, high = rule.band or (0.0, 0.0)
    plain = kernel.Rule(
        done, tender, back, _PICKS[rule.next], low, high, rule.ceiling, int(rule.one_facet), list(rule.boosters)
    )
    return plain, tuple(columns)
