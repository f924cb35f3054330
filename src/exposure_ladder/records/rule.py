"""A progression rule as a record: what a therapist writes in the plan, and what JSON stores.

A rule says when a step is enough to go on from, which step comes next, and when to ease off. Every number is on 0–100
inside; :func:`read_rule` takes those of distress from the scale of the file. Enough can only be asked for in ways that
a better rating never undoes, apart from those that serve as a comparison (`share_of`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, Field, ModelWrapValidatorHandler, model_validator

from exposure_ladder.records import _checks as check
from exposure_ladder.records._checks import Record
from exposure_ladder.records._graph_checks import Finding, collected, rule_in_suds
from exposure_ladder.records._rule_words import LOW_IS_GOOD, Mark, OfDay, Pick, Rated, ShareOf
from exposure_ladder.records.fields import Id, Line, Percent, Scale

__all__ = ["Criterion", "Dose", "Mark", "OfDay", "Pick", "Rated", "Rule", "ShareOf", "ease_off", "read_rule"]

BOUNDS: Final = ("at_most", "below", "at_least", "above")
LONGEST: Final = 1440.0


_Count = Annotated[int, BeforeValidator(check.whole(1, 100))]
_Wait = Annotated[int, BeforeValidator(check.whole(1, 365))]
_Bound = Annotated[float, BeforeValidator(check.number(0, LONGEST))]


class Criterion(Record):
    """One condition on the practices of a step, or several conditions joined by `all_of` or `any_of`.

    A condition counts successes: so many `times` (practices) or `days`, by default the last so many and every one of
    them, otherwise among the last `out_of`, or `ever`. A practice without the rating says nothing. One that was left
    early, done less than half, done numb, or done with alcohol, a sedative, a ritual or reassurance is no success.

    Parameters
    ----------
    all_of, any_of : sequence of Criterion
        Conditions that are joined; nothing else may stand beside them.
    rating : Rated, optional
        What is looked at; without a rating or measure, practices are counted whatever was felt.
    measure : str, optional
        Another channel of the log, 0–100.
    at_most, below, at_least, above : float, optional
        The one limit, 0–100 (minutes 0–1440), or a share between 0 and 1 beside `share_of`.
    share_of : ShareOf, optional
        What the limit is a share of.
    from_at_least : float, optional
        The least that it may be a share of, 0–100: a half of 15 says little.
    times, days : int, optional
        How many successes, 1–100; one of the two.
    out_of : int, optional
        Among so many of the last practices or days.
    ever : bool
        Among all of them.
    of_day : OfDay
        Which practice stands for its day; beside `days`.
    without : str, optional
        A safety behaviour that was left out; ``"anything"`` for all that is no protection.
    numb_below : float
        Numbness at or above this is no success, 0–100.
    also_left_early : bool
        Whether practices count that were left early or done in part; without a rating only.
    if_given : bool
        Whether the condition holds as long as nobody gave the rating.
    only : sequence of Mark
        Practices count that have one of these marks.
    written_below : float, optional
        The condition is for steps that the plan puts below this, 0–100.

    Raises
    ------
    InvalidCourseError
        With every problem of the record.

    Examples
    --------
    >>> Criterion(rating="peak", at_most=35, days=2).bound
    ('at_most', 35.0)
    """

    all_of: tuple[Criterion, ...] = ()
    any_of: tuple[Criterion, ...] = ()
    rating: Annotated[Rated, BeforeValidator(check.choice(Rated))] | None = None
    measure: Id | None = None
    at_most: _Bound | None = None
    below: _Bound | None = None
    at_least: _Bound | None = None
    above: _Bound | None = None
    share_of: Annotated[ShareOf, BeforeValidator(check.choice(ShareOf))] | None = None
    from_at_least: Percent | None = None
    times: _Count | None = None
    days: _Count | None = None
    out_of: _Count | None = None
    ever: bool = False
    of_day: Annotated[OfDay, BeforeValidator(check.choice(OfDay))] = OfDay.WORST
    without: Line | None = None
    numb_below: Percent = 70.0
    also_left_early: bool = False
    if_given: bool = False
    only: Annotated[
        tuple[Annotated[Mark, BeforeValidator(check.choice(Mark))], ...], BeforeValidator(check.listed)
    ] = ()
    written_below: Percent | None = None

    @property
    def parts(self) -> tuple[Criterion, ...]:
        """What it joins; empty for a single condition."""
        return self.all_of or self.any_of

    @property
    def name(self) -> str | None:
        """The rating or measure it reads; none for practice whatever was felt."""
        return self.rating.value if self.rating else self.measure

    @property
    def bound(self) -> tuple[str, float] | None:
        """Its one limit, with the word before it."""
        return next(((word, value) for word in BOUNDS if (value := getattr(self, word)) is not None), None)

    def leaves(self) -> Iterator[Criterion]:
        """Yield its single conditions, in the order in which they are written."""
        for part in self.parts:
            yield from part.leaves()
        if not self.parts:
            yield self

    @model_validator(mode="wrap")
    @classmethod
    def _whole(cls, data: Any, build: ModelWrapValidatorHandler[Self]) -> Self:
        built = build(data)
        found = list(_problems(built))
        if found:
            raise collected(cls.__name__, found, None, data)
        return built


def _problems(leaf: Criterion) -> Iterator[Finding]:
    """Yield everything that does not fit together in one condition."""
    if leaf.parts:
        fields = type(leaf).model_fields
        set_here = [name for name, field in fields.items() if getattr(leaf, name) != field.default]
        if len(set_here) > 1:
            yield (), check.problem("only all_of or only any_of", "more beside it", "Give the rest a part of its own.")
        return
    bounds = [word for word in BOUNDS if getattr(leaf, word) is not None]
    if leaf.rating and leaf.measure:
        yield (), check.problem("a rating or a measure", "both")
    if leaf.name is None and bounds:
        yield (), check.problem("a rating for this number", f"only {bounds[0]}", "Write for instance `rating: peak`.")
    bounded = leaf.name is not None and leaf.rating is not Rated.LEFT_EARLY
    if bounded and len(bounds) != 1:
        yield (), check.problem("one of at_most, below, at_least and above", " and ".join(bounds) or "none")
    if leaf.rating is Rated.LEFT_EARLY and bounds:
        yield (), check.problem("left_early without a number", bounds[0])
    yield from _count_problems(leaf)
    if leaf.name is not None and leaf.also_left_early:
        yield ("also_left_early",), check.problem("also_left_early without a rating", "a rating")
    if leaf.name is None and leaf.if_given:
        yield ("if_given",), check.problem("a rating beside if_given", "none")
    if leaf.bound and bounded and len(bounds) == 1:
        yield from _bound_problems(leaf, *leaf.bound)


def _count_problems(leaf: Criterion) -> Iterator[Finding]:
    if leaf.times is None and leaf.days is None:
        yield (), check.problem("times (practices) or days (separate days)", "neither")
    if leaf.times is not None and leaf.days is not None:
        yield (), check.problem("times (practices) or days (separate days)", "both")
    need = leaf.times or leaf.days or 1
    if leaf.out_of is not None and leaf.out_of < need:
        yield ("out_of",), check.problem(f"out_of of at least {need}", f"{leaf.out_of}")
    if leaf.out_of is not None and leaf.ever:
        yield (), check.problem("out_of or ever", "both")
    if leaf.of_day is not OfDay.WORST and leaf.days is None:
        yield ("of_day",), check.problem("days beside of_day", "times")


def _bound_problems(leaf: Criterion, word: str, value: float) -> Iterator[Finding]:
    if leaf.share_of is None:
        if leaf.from_at_least is not None:
            yield ("from_at_least",), check.problem("share_of beside from_at_least", "none")
        if leaf.rating is Rated.MINUTES:
            return
        if value > 100.0 or (word == "below" and value == 0.0) or (word == "above" and value == 100.0):
            yield (word,), check.problem("a number from 0 to 100 that a rating can meet", f"{word} {value:g}")
        if (word, value) in (("at_most", 100.0), ("at_least", 0.0)):
            hint = "To count practices whatever was felt, write `times: 2` without a rating."
            yield (word,), check.problem("a number that some rating misses", f"{word} {value:g}", hint)
        return
    if not 0.0 < value < 1.0:
        yield (word,), check.problem("a share between 0 and 1, as 0.5 for half", f"{value:g}")
    if leaf.rating not in (Rated.PEAK, Rated.END, Rated.EXPECTANCY):
        yield ("share_of",), check.problem("a share of peak, end or expectancy", leaf.name or "none")
    if leaf.rating is Rated.EXPECTANCY and leaf.share_of is not ShareOf.FIRST:
        yield ("share_of",), check.problem("first for expectancy", leaf.share_of.value)
    if leaf.rating is Rated.PEAK and leaf.share_of is ShareOf.OWN:
        yield ("share_of",), check.problem("another share than of its own peak", "own")


class Dose(Record):
    """How an exercise is done: said to the person. Practices of one set in one sitting wait for no rest.

    Parameters
    ----------
    minutes : float, optional
        How long to stay, 1–240.
    until_half : bool
        Whether to stay until fear is at half of its highest.
    repeats : int
        How often in one sitting.

    Raises
    ------
    InvalidCourseError
        With every problem of the record.

    Examples
    --------
    >>> Dose(minutes=30).repeats
    1
    """

    minutes: Annotated[float, BeforeValidator(check.number(1, 240))] | None = None
    until_half: bool = False
    repeats: _Count = 1


def ease_off(times: int = 2, above: float = 25.0) -> Criterion:
    """Return the usual way to ease off: left early, or far above what was expected, so often in a row.

    Parameters
    ----------
    times : int
        How often in a row (two: an assumption of this project, so that one noisy day changes nothing).
    above : float
        How far above what was expected, SUDS (25: an assumption, about twice the noise of a rating).

    Returns
    -------
    Criterion
        For `Rule.step_back`.

    Examples
    --------
    >>> [leaf.name for leaf in ease_off().leaves()]
    ['left_early', 'above_expected']
    """
    left = Criterion(rating=Rated.LEFT_EARLY, times=times)
    return Criterion(any_of=(left, Criterion(rating=Rated.ABOVE_EXPECTED, above=above, times=times)))


def _or_never(value: Any) -> Any:
    return None if value == "never" else value


class Rule(Record):
    """A progression rule.

    Parameters
    ----------
    name : str
        Short name, shown with every suggestion; ``own`` for one that the plan writes without a name.
    mastered : Criterion
        When a step is enough to go on from.
    next : Pick
        Which of the open steps comes next.
    band : (float, float), optional
        Distress that the next step should be near, SUDS; with ``next: band``.
    ceiling : float
        With ``next: random``, steps expected higher come last, SUDS.
    one_facet : bool
        Whether the next step may differ from a finished one in one facet only, by one level.
    step_back : Criterion or None
        When to ease off; none, or ``never`` in a plan, for not at all.
    boosters : sequence of int
        Days between practices after everything is done (a week, a month, three months: an assumption).
    exercise : Dose
        How an exercise is done.
    standing, source : str
        What its numbers rest on.

    Raises
    ------
    InvalidCourseError
        With every problem of the record.

    Examples
    --------
    >>> Rule(mastered={"rating": "peak", "at_most": 35, "days": 2}).next.value
    'onward'
    """

    name: Id = "own"
    mastered: Criterion
    next: Annotated[Pick, BeforeValidator(check.choice(Pick))] = Pick.ONWARD
    band: tuple[Percent, Percent] | None = None
    ceiling: Percent = 100.0
    one_facet: bool = False
    step_back: Annotated[Criterion | None, BeforeValidator(_or_never)] = Field(default_factory=ease_off)
    boosters: tuple[_Wait, ...] = (7, 23, 60)
    exercise: Dose = Dose()
    standing: Literal["published", "computed", "convention", "assumption", "unverified"] = "assumption"
    source: Line = "written in this plan"

    @model_validator(mode="wrap")
    @classmethod
    def _whole(cls, data: Any, build: ModelWrapValidatorHandler[Self]) -> Self:
        built = build(data)
        found = list(_rule_problems(built))
        if found:
            raise collected(cls.__name__, found, None, data)
        return built


def _rule_problems(rule: Rule) -> Iterator[Finding]:
    if rule.next is Pick.BAND and rule.band is None:
        yield ("band",), check.problem("band: [low, high] beside next: band", "none")
    if rule.next is not Pick.BAND and rule.band is not None:
        yield ("next",), check.problem("next: band beside a band", rule.next.value)
    if rule.band and not rule.band[0] < rule.band[1]:
        yield ("band",), check.problem("a band that rises", f"{rule.band[0]:g} to {rule.band[1]:g}")
    if list(rule.boosters) != sorted(set(rule.boosters)):
        yield ("boosters",), check.problem("waits that rise, in days", ", ".join(map(str, rule.boosters)))
    good: dict[str, bool] = {}
    for leaf in rule.mastered.leaves():
        word = leaf.bound[0] if leaf.bound else ""
        low = word in ("at_most", "below")
        if leaf.rating is Rated.LEFT_EARLY:
            yield ("mastered",), check.problem("a rating that can be enough", "left_early")
        elif leaf.rating and word and low != (leaf.rating in LOW_IS_GOOD):
            better = "at_least or above" if low else "at_most or below"
            hint = "A step must never be enough because a rating was worse."
            yield ("mastered",), check.problem(f"{better} for {leaf.rating.value}", word, hint)
        if leaf.measure and good.setdefault(leaf.measure, low) != low:
            yield ("mastered",), check.problem(f"{leaf.measure} that is good high or good low", "both")


def read_rule(data: Mapping[str, Any], *, scale: Scale = Scale.SUDS) -> Rule:
    """Return a rule from plain data, as a plan or a JSON file holds it.

    Parameters
    ----------
    data : mapping
        The keys of :class:`Rule`.
    scale : Scale
        The scale that numbers of distress are written on.

    Returns
    -------
    Rule
        With every number on 0–100.

    Raises
    ------
    InvalidCourseError
        With every problem of the data.

    Examples
    --------
    >>> read_rule({"mastered": {"rating": "peak", "at_most": 2, "days": 2}}, scale=Scale.EIGHT).mastered.at_most
    25.0
    """
    return Rule.model_validate(rule_in_suds(data, scale.top))
