"""Findings about the shape of a ladder: its steps, its size, its numbers, its settings.

Every theme is a ladder of its own. What was written counts, not what a log has shown since.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from exposure_ladder.graph import TIE
from exposure_ladder.linting.finding import Hit, PlanView, Rule, Severity, rule
from exposure_ladder.records import Settings

__all__ = ["RULES"]

FEWEST: Final = 6
MOST: Final = 20
EARLY_FROM: Final = 20.0
HIGHEST_START: Final = 50.0
EASY_BELOW: Final = 40.0
TO_TEN: Final = 10.0
BUNCH_SIZE: Final = 5
BUNCH_WIDTH: Final = 5.0
LOOSER_ABOVE: Final = frozenset({
    "start_below", "cap", "cap_chance", "lasting", "per_day", "per_week", "screen_days", "consent_days"
})  # fmt: skip
LOOSER_BELOW: Final = frozenset({"rest_minutes"})
"""Settings that keep people safe, by the side on which they do it less."""

_SET = Settings()
_SAFE = [name for name in Settings.model_fields if name in LOOSER_ABOVE | LOOSER_BELOW]
_SAFE_NAMES = ", ".join(f"`{name}`" for name in _SAFE)


@rule("EL001", Severity.WARNING,
    "{low} → {high} is a step of {step}; above {limit} a step is wide.",
    do="Write a situation between the two: change one thing, such as how long, how near, with whom.")  # fmt: skip
def step_too_wide(plan: PlanView) -> Iterator[Hit]:
    """Two neighbours of one theme differ in expected distress by more than `max_gap` ({_SET.max_gap:g}).

    A step far above the last one asks for a leap; something between keeps the next step within reach.

    Standing: convention (therapyresource.net: above 15 write an in-between item).
    """
    widest = plan.settings.max_gap
    for ladder in plan.ladders:
        for low, high in pairwise(ladder):
            step = plan.distress[high] - plan.distress[low]
            if step > widest + TIE:
                ends = {"low": plan.rated(low), "high": plan.rated(high)}
                sizes = {"step": plan.number(step), "limit": plan.number(widest)}
                yield Hit(plan.place(high), (low, high), ends | sizes)


def _by_distress(plan: PlanView, ladder: tuple[str, ...]) -> list[str]:
    """Return the ids of a theme by distress; equal ones stand as written."""
    return sorted(ladder, key=lambda name: (round(plan.distress[name], 9), plan.at[name]))


@rule("EL002", Severity.HINT,
    "{count} situations lie at {low} to {high}.",
    do="Ask which of them is harder, and why; rate again, or keep them as variations on purpose.")  # fmt: skip
def bunched(plan: PlanView) -> Iterator[Hit]:
    """{BUNCH_SIZE} or more situations of one theme lie within {BUNCH_WIDTH:g} points of distress.

    Steps that feel alike do not show the way up. Ties are welcome; a whole bunch may hide what makes one harder.

    Standing: assumption: steps 5 to 10 apart put one or two here, ties of two or three occur in published ladders.
    """
    for ladder in plan.ladders:
        ids = _by_distress(plan, ladder)
        values = [plan.distress[name] for name in ids]
        first = 0
        while first < len(ids):
            after = bisect_right(values, values[first] + BUNCH_WIDTH + TIE)
            if after - first < BUNCH_SIZE:
                first += 1
                continue
            ends = {"low": plan.number(values[first]), "high": plan.number(values[after - 1])}
            yield Hit(plan.place(ids[first]), tuple(ids[first:after]), {"count": str(after - first)} | ends)
            first = after


def _starts_high(plan: PlanView, ladder: tuple[str, ...]) -> bool:
    lowest = min(plan.distress[name] for name in ladder)
    return lowest > max(HIGHEST_START, plan.settings.start_below) + TIE


@rule("EL003", Severity.HINT,
    "No situation lies from {low} to {high}.",
    do="Add something smaller that still stirs a little fear: farther away, shorter, or with company.")  # fmt: skip
def nothing_doable_early(plan: PlanView) -> Iterator[Hit]:
    """A theme goes higher, and none of its situations has an expected distress from {EARLY_FROM:g} to `start_below`
    ({_SET.start_below:g}).

    The first steps should be felt and yet doable now; without one the ladder has no first rung to stand on.

    Standing: assumption, from custom (IX Coach: start with items rated 25 to 45).
    """
    low, high = EARLY_FROM, plan.settings.start_below
    for ladder in plan.ladders:
        values = [plan.distress[name] for name in ladder]
        early = any(low - TIE <= value <= high + TIE for value in values)
        if max(values) > high + TIE and not early and not _starts_high(plan, ladder):
            yield Hit(("situations",), (), {"low": plan.number(low), "high": plan.number(high)})


@rule("EL004", Severity.HINT,
    "The easiest is {first}; above {limit} is a high start.",
    do="Add something smaller: a photo, a greater distance, a minute instead of an hour.")  # fmt: skip
def start_too_high(plan: PlanView) -> Iterator[Hit]:
    """The easiest situation of a theme is above {HIGHEST_START:g} (or above `start_below`, if that is higher).

    Starting high asks most of a person when they trust the method least.

    Standing: assumption, from custom (self-guided plans start at 40 or less, clinicians at 40 to 60).
    """
    limit = max(HIGHEST_START, plan.settings.start_below)
    for ladder in plan.ladders:
        if _starts_high(plan, ladder):
            first = _by_distress(plan, ladder)[0]
            yield Hit(plan.place(first), (first,), {"first": plan.rated(first), "limit": plan.number(limit)})


@rule("EL005", Severity.HINT,
    {
        "": "{count} situations; fewer than {least} are few.",
        "one": "There is only one step.",
        "theme": "This is the only step of its theme.",
    },
    do="Write something smaller before the hardest step: vary the place, the people, the length, the distance.",
)  # fmt: skip
def too_few(plan: PlanView) -> Iterator[Hit]:
    """There are fewer than {FEWEST} situations, or a theme has only one.

    A short list leaves wide steps, and no choice on a bad day.

    Standing: assumption, from custom (ladders of 8 to 15 items; published ones have 11 and 12).
    """
    if len(plan.at) < FEWEST:
        sizes = {"count": str(len(plan.at)), "least": str(FEWEST)}
        yield Hit(("situations",), (), sizes, "one" if len(plan.at) == 1 else "")
    for ids in plan.themes if len(plan.themes) > 1 else ():
        if len(ids) == 1 and plan.graph.situations[plan.at[ids[0]]].theme is not None:
            yield Hit(plan.place(ids[0], "theme"), ids, {}, "theme")


@rule("EL006", Severity.HINT,
    "{count} situations; more than {most} are many for one ladder.",
    do="Keep one ladder for each kind of fear, and let go of steps that do the same work.")  # fmt: skip
def too_many(plan: PlanView) -> Iterator[Hit]:
    """A theme has more than {MOST} situations.

    A long list is tiring to rate and hard to finish.

    Standing: assumption, from custom (ladders of 8 to 15 items; published ones have 11 and 12).
    """
    for ids in plan.themes:
        if len(ids) > MOST:
            yield Hit(("situations",), (), {"count": str(len(ids)), "most": str(MOST)})


@rule("EL007", Severity.HINT,
    {
        "": "No number, no rank and no facet levels.",
        "all": "No situation has a number, a rank or facet levels.",
    },
    do="Ask for a number, if only a rough one.")  # fmt: skip
def no_number(plan: PlanView) -> Iterator[Hit]:
    """A situation has no distress, no place in an order and no facet level (one finding for all, if none has).

    Nothing is known about it, so it is put at the mean of the others; the other rules leave it out.

    Standing: assumption: how missing numbers are filled in.
    """
    unknown = [name for name in plan.at if name not in plan.distress]
    if len(unknown) == len(plan.at):
        yield Hit(("situations",), form="all")
        return
    for name in unknown:
        yield Hit(plan.place(name, "id"), (name,))


@rule("EL008", Severity.WARNING,
    "{lower} is ranked harder than {higher}, and rated lower.",
    do="Ask the person which of the two is harder, and mend the number or the rank.")  # fmt: skip
def order_disagrees(plan: PlanView) -> Iterator[Hit]:
    """A situation ranked harder (`order`) is rated lower than one ranked easier.

    The rank and the number contradict each other; the number wins, unseen.

    Standing: assumption: both were given by one person at one time, so like is compared with like.
    """
    ranked = sorted(
        (situation.order, situation.distress, situation.id)
        for situation in plan.graph.situations
        if situation.order is not None and situation.distress is not None
    )
    top, easier = -1.0, ""
    waiting: list[tuple[float, str]] = []  # those of the same rank do not count against each other
    for at, (rank, distress, name) in enumerate(ranked):
        if at and ranked[at - 1][0] != rank:
            top, easier = max((top, easier), *waiting)
            waiting = []
        waiting.append((distress, name))
        if distress < top - TIE:
            both = {"lower": plan.rated(name), "higher": plan.rated(easier)}
            yield Hit(plan.place(name, "order"), (easier, name), both)


@rule("EL009", Severity.ERROR,
    "All numbers are {most} or less, and no scale is written: are they meant as 0-10 or as 0-100?",
    do="Write `scale: 0-10` if ten is the most there is, or `scale: 0-100` if they are meant as they stand.",
)  # fmt: skip
def scale_unclear(plan: PlanView) -> Iterator[Hit]:
    """The highest number is at most {TO_TEN:g}, and `scale` is not written.

    Read as 0–100, a ladder rated to ten looks as if nothing in it were hard.

    Standing: assumption (common sense: nobody's whole ladder lies at ten of a hundred).
    """
    numbers = [s.distress for s in plan.graph.situations if s.distress is not None]
    if numbers and 0 < max(numbers) <= TO_TEN and not plan.scale_written:
        yield Hit(("situations",), (), {"most": f"{TO_TEN:g}"})


@rule("EL015", Severity.HINT,
    "Nothing here is hard: the highest number is {highest}.",
    do="Ask what the person would really like to do again, and put that at the top, however hard it looks.",
)  # fmt: skip
def too_easy(plan: PlanView) -> Iterator[Hit]:
    """The hardest situation of a theme is below {EASY_BELOW:g}, and all its numbers were given.

    What stirs nothing teaches nothing; the step that matters may not have been written down.

    Standing: assumption, from custom (TherapistAssist: too low and there is nothing to learn; Clark & Beck 2010).
    """
    if any(scale_unclear.check(plan)):
        return
    for ladder in plan.ladders:
        highest = max(plan.distress[name] for name in ladder)
        if highest < EASY_BELOW - TIE and all(s.distress is not None for s in plan.named(*ladder)):
            yield Hit(("situations",), (), {"highest": plan.number(highest)})


@rule("EL050", Severity.HINT,
    "The numbers are an example's, not the person's own.",
    do="Put in the person's own numbers, and the day they gave them.")  # fmt: skip
def example_numbers(plan: PlanView) -> Iterator[Hit]:
    """The numbers are an example's (`rated: example`).

    What is hard differs from person to person; example numbers only show the form, so the plan trusts them less.

    Standing: assumption.
    """
    if not plan.graph.own:
        yield Hit(("rated",))


@rule("EL051", Severity.HINT,
    "Nothing says when the numbers were given.",
    do="Put the day under `rated`.")  # fmt: skip
def not_dated(plan: PlanView) -> Iterator[Hit]:
    """There are numbers, and nothing says when they were given (`rated`).

    Numbers age, and nobody sees it: a ladder wants to be rated again from time to time.

    Standing: convention (re-rate the whole ladder from time to time).
    """
    if plan.graph.rated is None and any(situation.distress is not None for situation in plan.graph.situations):
        yield Hit(("rated",))


@rule("EL054", Severity.WARNING,
    "Looser than usual, with the usual number behind: {settings}.",
    do="Take the line out of `settings`, or say as the reason of an `ignore` why it is right for this person.",
)  # fmt: skip
def looser_settings(plan: PlanView) -> Iterator[Hit]:
    """A setting that keeps people safe is looser than usual: {_SAFE_NAMES}.

    Caps, rests and the days for which an answer counts hold only as far as the file lets them.

    Standing: assumption (each number's own standing is on the page of settings).
    """
    loose = []
    for name in _SAFE:
        value, usual = getattr(plan.settings, name), getattr(_SET, name)
        if (name in LOOSER_ABOVE and value > usual) or (name in LOOSER_BELOW and value < usual):
            loose.append(f"{name} {value:g} ({usual:g})")
    if loose:
        yield Hit(("settings",), (), {"settings": ", ".join(loose)})


RULES: Final[tuple[Rule, ...]] = (
    step_too_wide, bunched, nothing_doable_early, start_too_high, too_few, too_many, no_number, order_disagrees,
    scale_unclear, too_easy, example_numbers, not_dated, looser_settings,
)  # fmt: skip
