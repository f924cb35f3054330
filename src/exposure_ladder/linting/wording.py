"""Findings about the words of a title: vague, claiming, absolute, twice the same; and what is feared.

The tests of English wording are small word lists and nothing cleverer. They are made to keep quiet when in doubt: a
missed vague title costs a question later, a false alarm costs trust in every other finding. What a title is *about*
is decided elsewhere, in :mod:`exposure_ladder.records.subjects`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil
from typing import Final

from exposure_ladder.linting.finding import Hit, PlanView, Rule, Severity, rule
from exposure_ladder.records.subjects import understood

__all__ = ["RULES"]

ALIKE_TITLES: Final = 0.75
FEARED_SHARE: Final = 0.5
FOREIGN_SHARE: Final = 0.25


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _any(words: str) -> str:
    """Return a pattern for any of the words of a text."""
    return "(?:" + "|".join(words.split()) + ")"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_NUMBERS: Final = _any(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty ninety "
    "hundred dozen half quarter single first third once twice"
)
_NUMBER = _pattern(rf"\d|\b{_NUMBERS}\b")
_TIME = _pattern(
    r"\b(?:(?:second|minute|min|hour|day|week|weekend|month|morning|afternoon|evening|night)s?|noon|midnight|today|"
    r"tonight|tomorrow|daily|weekly|(?:mon|tues|wednes|thurs|fri|satur|sun)day|breakfast|lunch|dinner)\b"
)
# Words that say neither whom, what nor where.
_GENERAL: Final = _words(
    "people others strangers everyone everybody anyone anybody men women friends crowds "
    "situation situations thing things stuff place places feeling feelings emotion emotions fear fears anxiety panic "
    "worry worries trust love intimacy closeness relationship relationships life self myself mind heart need needs "
    "problem problems issue issues zone public social general alone closer more less open contact eye talk "
    "conversation conversations confrontation conflict all it least last there here way world fun time better worse "
    "again often normally normal outside inside out up down away around far near dirty scary hard difficult new a an "
    "the my our your his their its this that these those i me we you they he she and or but not no so very too to of "
    "for from with without about in on at into onto by as than be is are do does have has get go going risk risks "
    "control uncertainty vulnerable honest brave everything anything something nothing"
)
_ARTICLES: Final = _words("a an the my our your his her their this that")
_LONG: Final = 8
_STATE = _pattern(
    r"^(?:(?:to|i want to|try to|trying to|learn to|just)\s+)*(?:"
    r"(?:be|being|become|becoming|feel|feeling|get|getting|stay|staying|act|acting)\s+(?:an?\s+)?(?:more|less|better|"
    r"closer|nearer|braver|calmer|stronger|open|intimate|vulnerable|confident|calm|relaxed|brave|social|normal|honest|"
    r"comfortable|assertive|present|happy|strong|in touch)\b|"
    r"(?:improv(?:e|ing)|overcom(?:e|ing)|work(?:ing)? on|deal(?:ing)? with|cop(?:e|ing) with|master(?:ing)?|"
    r"get(?:ting)? (?:over|used to|along)|open(?:ing)? up(?: to| more| emotionally|$)|let(?:ting)? go(?: of|$)|"
    r"trust(?:ing)?(?: more| again| people| others|$))\b)"
)
_FOREIGN = re.compile(
    r"[^\W\d_a-zA-Z]|\b(?i:der|das|und|mit|ein|eine|einen|dem|den|ich|nicht|zu|auf|le|les|une|des|avec|dans|du|el|los|"
    r"las|una|con|para|del|della|gli|och|att|ett|het|een|op|que|il|et)\b"
)


def is_foreign(title: str) -> bool:
    """Tell whether a title has letters or small words of another language."""
    return bool(_FOREIGN.search(title.replace("é", "e").replace("ö", "o")))


def is_vague(title: str, *, timed: bool = False, named: bool = False) -> bool:
    """Tell whether a title names nothing that can be repeated, or a state in place of an action.

    Parameters
    ----------
    title : str
        In any language; only English is judged.
    timed, named : bool
        Whether the situation itself gives minutes, or names a person or facet levels.
    """
    if timed or _NUMBER.search(title) or _TIME.search(title) or is_foreign(title):
        return False
    if _STATE.search(title):
        return True
    words = re.findall(r"[^\W\d_][\w'’-]*", title.lower())
    if named or len(words) >= _LONG:
        return False
    return not any(_says_what(before, word) for before, word in pairwise(words))


def _says_what(before: str, word: str) -> bool:
    """Tell whether a word says whom, what or where; an activity does only as a thing, like a meeting."""
    if word in _GENERAL or word.endswith("ly"):
        return False
    return not word.endswith("ing") or before in _ARTICLES


@rule("EL010", Severity.WARNING,
    {
        "": "The title is vague: what exactly is done, how long or how often?",
        "state": "The title names a state to be in; nobody can say when it is done.",
    },
    do="Say what is done, with whom, where, and for how long or how often.")  # fmt: skip
def vague_wording(plan: PlanView) -> Iterator[Hit]:
    """A title names no person, place, thing, duration or count, or a state (be, feel, become …) in place of an
    action. English word lists; a title of eight words or more passes, and so do `minutes`, a plan in another
    language and, unless a state is named, facet levels or `consent`.

    A vague step cannot be repeated, and nobody can tell whether it was done.

    Standing: convention (mindworkcontent.com, TherapistAssist: who, what, where, how long; 'driving' is too broad).
    """
    if _is_in_another_language(plan):
        return
    for situation in plan.graph.situations:
        named = bool(situation.facets or situation.consent)
        if is_vague(situation.title, timed=situation.minutes is not None, named=named):
            form = "state" if _STATE.search(situation.title) else ""
            yield plan.hit(situation, form=form)


def _is_in_another_language(plan: PlanView) -> bool:
    """Tell whether the titles are in another language than English, as the plan says or as they look."""
    if plan.graph.language is not None:
        return not understood(plan.graph.language)
    foreign = sum(is_foreign(situation.title) for situation in plan.graph.situations)
    return foreign >= FOREIGN_SHARE * len(plan.at)


@rule("EL029", Severity.HINT,
    "The titles are read in English only: nobody looked here for danger, touch, rituals or vague words.",
    do="Write `kind` on each step, and look at each yourself: could it do harm, is anybody touched?")  # fmt: skip
def titles_not_read(plan: PlanView) -> Iterator[Hit]:
    """The plan says another `language` than English, or a quarter of its titles or more look like one.

    Only a few words of sex are known in other languages; every other check of words keeps quiet.

    Standing: assumption.
    """
    if _is_in_another_language(plan):
        yield Hit(("language",))


# ------------------------------------------------------------------------------------------------- claims and promises

_ILLNESS: Final = (
    r"(?:anxiety|fears?|phobias?|panic|ocd|ptsd|depression|disorders?|trauma|illness|condition|symptoms?|agoraphobia)"
)
_CLAIM = _pattern(
    r"\b(?:cur(?:e|es|ed|ing)|heal(?:s|ed|ing)?|treat(?:s|ed|ing)?|diagnos(?:e|es|ed|ing))\b(?:\s+[\w'’-]+){0,3}"
    rf"\s+{_ILLNESS}\b(?!\s+(?:as|like)\b)|\bclinically (?:proven|tested)\b|"
    r"\bguaranteed?\s+(?:to|cure|success|results?)\b"
)
_CLAIM_OF_A_PLAN = _pattern(
    rf"\b(?:treatments?|therapy|cure|remedy)\s+(?:for|of|against)\b(?:\s+[\w'’-]+){{0,3}}\s+{_ILLNESS}\b|"
    rf"\b{_ILLNESS}\s+(?:treatment|therapy|cure)\b|\bdiagnos[ei]s\b|\bF\d\d(?:\.\d+)?\b"
)
_TOLD = _pattern(r"\b(?:tell|say|ask|talk|read|write|listen|explain|admit|mention|watch|disclose)\b")


def claims(title: str, *, plan: bool = False) -> bool:
    """Tell whether a title claims cure, treatment or diagnosis; `plan` for the title of the whole."""
    if plan:
        return bool(_CLAIM.search(title) or _CLAIM_OF_A_PLAN.search(title))
    return bool(_CLAIM.search(title)) and not _TOLD.search(title)


@rule("EL011", Severity.ERROR,
    {
        "": "The title claims to cure, treat or diagnose.",
        "plan": "The title of the plan claims a treatment or a diagnosis.",
        "phrase": "The phrase claims a treatment or a diagnosis.",
    },
    do="Say what is practised, not what it would cure.")  # fmt: skip
def treatment_claim(plan: PlanView) -> Iterator[Hit]:
    """A title claims to cure, treat or diagnose, or the plan is called a treatment or carries a diagnosis.

    This software is for learning and research; it is no treatment, and a plan must not promise one.

    Standing: assumption: the intended use of this project.
    """
    if claims(plan.graph.title, plan=True):
        yield Hit(("title",), form="plan")
    if plan.graph.phrase and claims(plan.graph.phrase):
        yield Hit(("phrase",), form="phrase")
    for situation in plan.graph.situations:
        if claims(situation.title):
            yield plan.hit(situation)


_ABSOLUTE = _pattern(
    r"\b(?:always|never|forever|for ever|perfectly|flawless\w*|fearless\w*|all the time|every (?:single )?time|"
    r"no matter what|for good|100 ?%)(?![\w-])|"
    r"\b(?:not|stop|no longer) (?:be(?:ing)?|feel(?:ing)?) (?:afraid|anxious|nervous|scared)\b|"
    rf"\b(?:get(?:ting)? rid of|lose|losing|eliminat(?:e|ing)|eras(?:e|ing))\s+(?:(?:all|of|my)\s+)*{_ILLNESS}\b"
)


def is_absolute(title: str) -> bool:
    """Tell whether a title asks for always, never, perfectly, or for no fear at all."""
    return bool(_ABSOLUTE.search(title))


@rule("EL013", Severity.HINT,
    "The title asks for always, never or perfectly.",
    do="Name something that can be done this month, and let feeling afraid be part of it.")  # fmt: skip
def absolute_wording(plan: PlanView) -> Iterator[Hit]:
    """A title asks for always, never, perfectly, or to be rid of a fear (English); for no fear at all, see EL017.

    Such a goal can only be missed. What counts is to do it, with fear if need be.

    Standing: convention (Anxiety Canada: ordinary life at the top; to tolerate is enough).
    """
    for situation in plan.graph.situations:
        if is_absolute(situation.title):
            yield plan.hit(situation)


# ------------------------------------------------------------------------------------------------------ near-duplicates

_SMALL = _pattern(r"a|an|the|my|our|your|his|her|their|its|this|that|of|and|for|i|is|be|am")
_KEY = _pattern(rf"\d[\d.,:]*|{_NUMBERS}|no|not|never|without|nothing|nobody")


def title_words(title: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of a title without articles and endings, and apart from them numbers and negations."""
    words = re.findall(r"\d+(?:[.,:]\d+)*|[^\W\d_]+", title.lower())
    keys = frozenset(word for word in words if _KEY.fullmatch(word))
    return frozenset(_stem(word) for word in words if word not in keys and not _SMALL.fullmatch(word)), keys


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word.removesuffix(ending)
    return word


@rule("EL014", Severity.WARNING,
    {
        "": "{steps}: the titles have the same words.",
        "facets": "{steps}: the same facet levels, and {share} of the words.",
    },
    do="Keep one, or write into the titles what differs.")  # fmt: skip
def near_duplicates(plan: PlanView) -> Iterator[Hit]:
    """Titles have the same words (articles, order and endings aside), or the same facet levels, theme and numbers
    and at least {ALIKE_TITLES:.0%} of their words in common.

    One situation written twice counts twice, and splits its own practice log.

    Standing: assumption.
    """
    same: dict[tuple[frozenset[str], frozenset[str]], list[str]] = defaultdict(list)
    for situation in plan.graph.situations:
        same[title_words(situation.title)].append(situation.id)
    groups = defaultdict(list)
    for (words, keys), ids in same.items():
        if len(ids) > 1 and (words or keys):
            more = " …" if len(ids) > 5 else ""
            yield Hit(plan.place(ids[1], "title"), tuple(ids), {"steps": ", ".join(ids[:5]) + more})
        for situation in plan.named(ids[0]):
            if situation.facets:
                groups[keys, situation.facets, situation.theme].append((situation.id, words))
    for alike in groups.values():
        for one, other, share in _overlapping(alike):
            values = {"steps": f"{one}, {other}", "share": f"{share:.0%}"}
            yield Hit(plan.place(other, "title"), (one, other), values, "facets")


def _overlapping(items: Sequence[tuple[str, frozenset[str]]]) -> Iterator[tuple[str, str, float]]:
    """Yield pairs of word sets with a large share in common; only sets that share a rare word are compared."""
    common = Counter(word for _, words in items for word in words)
    seen: dict[str, list[int]] = defaultdict(list)
    for at, (name, words) in enumerate(items):
        rare = sorted(words, key=lambda word: (common[word], word))
        rare = rare[: len(rare) - ceil(ALIKE_TITLES * len(rare)) + 1]
        for other in sorted({before for word in rare for before in seen[word]}):
            share = len(words & items[other][1]) / len(words | items[other][1])
            if share >= ALIKE_TITLES:
                yield items[other][0], name, share
        for word in rare:
            seen[word].append(at)


@rule("EL040", Severity.HINT,
    "{count} of {all} situations say what is feared.",
    do="Add, in the person's own words, what they expect to go wrong.")  # fmt: skip
def no_feared_outcome(plan: PlanView) -> Iterator[Hit]:
    """Fewer than half of the situations say what is feared (`feared`).

    What is learned is whether the feared thing happens; without naming it there is nothing to find out.

    Standing: published (Pittig et al. 2023: change of expectancy went with outcome); that half is enough, an
    assumption.
    """
    count = sum(situation.feared is not None for situation in plan.graph.situations)
    if count < FEARED_SHARE * len(plan.at):
        yield Hit(("situations",), (), {"count": str(count), "all": str(len(plan.at))})


RULES: Final[tuple[Rule, ...]] = (
    vague_wording, titles_not_read, treatment_claim, absolute_wording, near_duplicates, no_feared_outcome,
)  # fmt: skip
