"""A rule as plain sentences, made from its numbers, in the scale of the file."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING, Final

from exposure_ladder.records._rule_words import DISTRESS
from exposure_ladder.records.fields import Scale
from exposure_ladder.records.rule import OfDay, Pick, Rated, ShareOf

if TYPE_CHECKING:
    from exposure_ladder.records.rule import Criterion, Rule

__all__ = ["next_sentence", "ratable", "roads", "rule_sentences", "sentence"]

_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NAMES: Final = {
    Rated.PEAK: "highest fear",
    Rated.END: "fear at the end",
    Rated.START: "fear at the start",
    Rated.EXPECTANCY: "how likely it seems",
    Rated.TOLERANCE: "how well it could be carried",
}
_SHARES: Final = {0.5: "half", 0.3333: "a third", 0.25: "a quarter", 0.75: "three quarters", 0.6667: "two thirds"}
_BASES: Final = {
    ShareOf.FIRST: "what it was the first time",
    ShareOf.FIRST_DAYS: "what it was on the first two days",
    ShareOf.HIGHEST: "its highest so far",
    ShareOf.WRITTEN: "what the plan says",
    ShareOf.OWN: "its highest that time",
}
_PICKS: Final = {
    Pick.ONWARD: "the easiest open step above what went well",
    Pick.LOWEST: "the easiest open step",
    Pick.HARDEST: "the hardest open step",
    Pick.RANDOM: "any open step, drawn",
    Pick.CLIENT: "the open step that you choose",
}


def counted(number: int) -> str:
    """Return a small number in words."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def ratable(word: str, suds: float, scale: Scale) -> str:
    """Return a limit as people can rate it on a scale: whole numbers, never a tenth that nobody can give.

    Parameters
    ----------
    word : str
        ``at_most``, ``below``, ``at_least`` or ``above``.
    suds : float
        The limit, 0–100.
    scale : Scale
        What it is told on.

    Returns
    -------
    str
        For instance ``2 or less`` for 35 at most on 0–8.

    Examples
    --------
    >>> ratable("at_most", 35.0, Scale.SUDS), ratable("at_most", 35.0, Scale.EIGHT), ratable("below", 30.0, Scale.TEN)
    ('35 or less', '2 or less', 'below 3')
    """
    shown = scale.shown(suds)
    whole = abs(shown - round(shown)) < 1e-9
    if word == "at_most":
        return f"{floor(shown + 1e-9)} or less"
    if word == "below":
        return f"below {round(shown)}" if whole else f"{floor(shown)} or less"
    if word == "at_least":
        return f"{ceil(shown - 1e-9)} or more"
    return f"above {round(shown)}" if whole else f"{ceil(shown)} or more"


def roads(criterion: Criterion) -> tuple[Criterion, ...]:
    """Return the ways by which a criterion can be met, one for each part of its `any_of`."""
    if not criterion.any_of:
        return (criterion,)
    return tuple(road for part in criterion.any_of for road in roads(part))


def sentence(criterion: Criterion, *, scale: Scale = Scale.SUDS) -> str:
    """Return a criterion in words.

    Parameters
    ----------
    criterion : Criterion
        What is asked.
    scale : Scale
        The scale that distress is told on.

    Returns
    -------
    str
        Without a full stop; several ways are joined by "; or".

    Examples
    --------
    >>> from exposure_ladder.records.rule import Criterion
    >>> low = Criterion(rating="peak", at_most=35, days=2)
    >>> sentence(low), sentence(low, scale=Scale.EIGHT)
    ('highest fear 35 or less, on two days', 'highest fear 2 or less, on two days')
    """
    if criterion.any_of:
        return "; or ".join(sentence(road, scale=scale) for road in roads(criterion))
    if criterion.all_of:
        parts = [part for part in criterion.all_of if not part.if_given]
        told = ", and ".join(_inner(part, scale) for part in parts)
        unless = [_inner(part, scale) for part in criterion.all_of if part.if_given]
        return told + "".join(f", and, where it was rated, {each}" for each in unless)
    return f"{_what(criterion, scale)}{_guards(criterion, scale)}{_when(criterion)}"


def _inner(part: Criterion, scale: Scale) -> str:
    told = sentence(part, scale=scale)
    return f"either {told}" if part.any_of else told


def _what(leaf: Criterion, scale: Scale) -> str:
    if leaf.name is None:
        return "practised"
    if leaf.rating is Rated.LEFT_EARLY:
        return "left early"
    if leaf.rating is Rated.FEARED_OUTCOME:
        return "what was feared did not come"
    word, value = leaf.bound or ("at_most", 0.0)
    name = _NAMES.get(leaf.rating, "") if leaf.rating else (leaf.measure or "")
    if leaf.share_of:
        share = _SHARES.get(round(value, 4), f"{100 * value:.0f} %")
        told = f"{name} at most {share} of {_BASES[leaf.share_of]}"
        if leaf.from_at_least is None:
            return told
        least = leaf.from_at_least if leaf.rating is Rated.EXPECTANCY else scale.shown(leaf.from_at_least)
        return f"{told} (if that was {least:g} or more)"
    if leaf.rating is Rated.ABOVE_EXPECTED:
        return f"highest fear more than {scale.shown(value):g} above what was expected"
    if leaf.rating is Rated.MINUTES:
        return f"stayed {value:g} minutes or longer"
    if leaf.rating in DISTRESS:
        return f"{name} {ratable(word, value, scale)}"
    if leaf.rating is Rated.EXPECTANCY:
        return f"{name} {ratable(word, value, Scale.SUDS).replace(' or', ' % or')}"
    return f"{name} {ratable(word, value, Scale.SUDS).replace(' or', ' % or')}"


def _guards(leaf: Criterion, scale: Scale) -> str:
    told = ""
    if leaf.without:
        told += ", with nothing to feel safer" if leaf.without == "anything" else f", without {leaf.without}"
    if leaf.only:
        names = {"helper": "with a professional", "rare": "on a step that is rarely possible", "body": "for the body"}
        told += " (" + " or ".join(names[mark.value] for mark in leaf.only) + ")"
    if leaf.written_below is not None:
        told += f" (on steps below {scale.shown(leaf.written_below):g})"
    if leaf.also_left_early:
        told += ", also when left early"
    return told


def _when(leaf: Criterion) -> str:
    need = leaf.times or leaf.days or 1
    often = {1: "once", 2: "twice"}.get(need, f"{counted(need)} times")
    unit = "days" if leaf.days else "times"
    if leaf.ever:
        return f", on {counted(need)} {unit} in all" if leaf.days else f", {often} in all"
    if leaf.out_of and leaf.out_of > need:
        return f", on {counted(need)} of the last {counted(leaf.out_of)} {unit}"
    if leaf.days and leaf.name is None:
        return f" on {counted(need)} days"
    if leaf.days:
        speaks = {OfDay.WORST: "", OfDay.LAST: " (the last of the day)", OfDay.BEST: " (the best of the day)"}
        return f", on {counted(need)} {'day' if need == 1 else 'days'}{speaks[leaf.of_day]}"
    if leaf.name is None:
        return f" {often}"
    return "" if need == 1 else f", {often} in a row"


def next_sentence(rule: Rule, *, scale: Scale = Scale.SUDS) -> str:
    """Return in words which step a rule turns to."""
    if rule.band:
        low, high = (f"{scale.shown(value):g}" for value in rule.band)
        return f"the open step nearest to {low}–{high}"
    return _PICKS[rule.next]


def rule_sentences(rule: Rule, *, scale: Scale = Scale.SUDS) -> tuple[str, ...]:
    """Return a whole rule in words, a sentence each for what is enough, what comes next, and when to ease off.

    Parameters
    ----------
    rule : Rule
        The record.
    scale : Scale
        The scale that distress is told on.

    Returns
    -------
    tuple of str
        Whole sentences; ways to be enough are numbered where there are several.

    Examples
    --------
    >>> from exposure_ladder.rules.catalogue import RULES
    >>> rule_sentences(RULES["minimal"])[0]
    'Enough to go on: highest fear 20 or less.'
    """
    ways = [sentence(road, scale=scale) for road in roads(rule.mastered)]
    if len(ways) == 1:
        enough = f"Enough to go on: {ways[0]}."
    else:
        listed = "; ".join(f"({number}) {way}" for number, way in enumerate(ways, 1))
        enough = f"Enough to go on, any of: {listed}."
    told = [enough, f"Next: {next_sentence(rule, scale=scale)}."]
    if rule.one_facet:
        told.append("Never more than one level of one facet beyond what is done.")
    if rule.exercise.minutes:
        told.append(f"Stay {rule.exercise.minutes:g} minutes.")
    if rule.exercise.until_half:
        told.append("Stay until fear is at half of its highest.")
    if rule.exercise.repeats > 1:
        told.append(f"{counted(rule.exercise.repeats).capitalize()} times in one sitting.")
    if rule.step_back is not None:
        told.append(f"Something easier after: {sentence(rule.step_back, scale=scale)}.")
    return tuple(told)
