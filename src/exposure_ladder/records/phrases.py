"""Folding of text, and a small pattern language in which the word lists of titles and notes are written.

A phrase is a line of elements with spaces between them. An element is a word, a family of words in angle brackets, or
several of either with bars between: ``<touch>|pat .. <partner>``. A word with ``_`` stands for several words.

==========  =============================================================================
``x?``      may be missing
``!x``      what comes here is not x (nothing is taken)
``..``      up to four words of one part of a sentence (no comma, stop or bracket between)
``...``     up to ten words, whatever stands between
``^ $``     begin and end of the text
==========  =============================================================================
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

__all__ = ["Lexicon", "Phrases", "Text", "before", "fold", "plain"]

# Letters of other scripts that look like Latin ones (after the confusables of Unicode TS 39, the common ones only).
_LOOKALIKE: Final = str.maketrans(
    "авекмнорстухіјѕԁһӏԛԝьгпиѵαβεικνορτυχγηωμϲϳσıłøđħŧɑɡɪʏəօսհո",
    "abekmhopctyxijsdhlqwbrnuvabeikvoptuxynwucjoilodhtagiyeouhn",
)
_INVISIBLE: Final = frozenset({"Cf", "Cc", "Co", "Cs", "Mn", "Me"})
_FILLERS: Final = frozenset("\u115f\u1160\u3164\uffa0\u034f\u2800")
_SPACED: Final = re.compile(r"(?<!\w)(?:\w[ ._*|/-]){2,}\w(?!\w)")
_SHORT: Final = (
    (re.compile(r"\bcan ?not\b"), "can not"),
    (re.compile(r"\b(?:won't|wont)\b"), "will not"),
    (re.compile(r"\b(?:can't|cant)\b"), "can not"),
    (re.compile(r"\b(do|does|did|is|are|was|were|have|has|had|could|would|should|must|need)(?:n't|nt)\b"), r"\1 not"),
    (re.compile(r"\b(i|you|we|they|he|she|it|that|there)'(?:ve|ll|d|re)\b"), r"\1"),
    (re.compile(r"\b(?:i'm|im)\b"), "i am"),
    (re.compile(r"\b(he|she|it|that|there)'s\b"), r"\1 is"),
    (re.compile(r"\b(wan|gon)na\b"), r"\1na to"),
    (re.compile(r"\bwanna to\b"), "want to"),
    (re.compile(r"\bgonna to\b"), "going to"),
)


def fold(text: str) -> str:
    """Return a text in lower case, without invisible characters and accents, and with look-alike letters made plain.

    Parameters
    ----------
    text : str
        Of any script and length.

    Returns
    -------
    str
        Words that mix scripts, and words of look-alikes only, are written in Latin letters. A word in another script
        stays in its own. Runs of single letters ("s e x") are joined.

    Examples
    --------
    >>> fold("S\u0435\u200bx")
    'sex'
    >>> fold("Ｈｕｇ\u00ad")
    'hug'
    """
    text = unicodedata.normalize("NFKC", text).replace("\n", " ").replace("\t", " ")
    text = unicodedata.normalize("NFKD", text.casefold().translate({0x2019: "'", 0x2018: "'", 0x02BC: "'"}))
    kept = (c for c in text if unicodedata.category(c) not in _INVISIBLE and c not in _FILLERS)
    text = re.sub(r"\s+", " ", "".join(kept)).strip()
    text = re.sub(r"[^\W\d_]+", lambda word: _latin(word[0]), text)
    return _SPACED.sub(lambda run: re.sub(r"[\W_]", "", run[0]), text)


def _latin(word: str) -> str:
    """Return a word in Latin letters if nothing but look-alikes stands in the way."""
    if word.isascii():
        return word
    swapped = word.translate(_LOOKALIKE)
    return swapped if swapped.isascii() else word


def plain(text: str) -> str:
    """Return a folded English text with contractions written out.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        What phrases are looked for in.

    Examples
    --------
    >>> plain("I don\u2019t")
    'i do not'
    """
    text = fold(text)
    for short, long in _SHORT:
        text = short.sub(long, text)
    return text


_TOKEN: Final = re.compile(r"'s\b|\w+(?:'(?!s\b)\w+)*|[^\w\s'-]")
_STOPS: Final = frozenset(',;.:!?()[]/|\u2013\u2014\u2026"')
_NEAR: Final = 4
_FAR: Final = 10
_LONGEST: Final = 5


def _verb_forms(word: str) -> set[str]:
    if "/" in word:
        return set(word.split("/"))
    if word.endswith("e"):
        return {word, f"{word}s", f"{word}d", f"{word[:-1]}ing"}
    if word.endswith("y") and word[-2] not in "aeou":
        return {word, f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing"}
    return {word + ending for ending in ("", "s", "es", "ed", "ing", f"{word[-1]}ed", f"{word[-1]}ing")}


def _noun_forms(word: str) -> set[str]:
    if "/" in word:
        return set(word.split("/"))
    if word.endswith("y") and word[-2] not in "aeou":
        return {word, f"{word[:-1]}ies"}
    return {word, f"{word}s", f"{word}es"}


class Lexicon:
    """Words by family.

    Parameters
    ----------
    verbs, nouns, words : mapping of str to str
        Family → words with spaces between; ``_`` joins several words, ``/`` lists irregular forms. Verbs and nouns
        are listed in their base form, words as they are. ``<family>`` among the words takes in another family.

    Examples
    --------
    >>> lexicon = Lexicon(verbs={"touch": "hug stroke"}, nouns={"partner": "wife/wives"}, words={})
    >>> sorted(lexicon.families["hugging"]), sorted(lexicon.families["wives"])
    (['touch'], ['partner'])
    """

    def __init__(self, *, verbs: Mapping[str, str], nouns: Mapping[str, str], words: Mapping[str, str]) -> None:
        self._verbs, self._nouns, self._words = verbs, nouns, words

    @cached_property
    def families(self) -> dict[str, set[str]]:
        """Families of each form of each word, built when first needed."""
        members: dict[str, set[str]] = {}
        parts: dict[str, set[str]] = {}
        for table, forms in ((self._verbs, _verb_forms), (self._nouns, _noun_forms), (self._words, _as_it_is)):
            for family, words in table.items():
                for word in words.split():
                    if word.startswith("<"):
                        parts.setdefault(family, set()).add(word[1:-1])
                    else:
                        members.setdefault(family, set()).update(forms(word))
        found: dict[str, set[str]] = {}
        for family in {*members, *parts}:
            for word in _whole(family, members, parts):
                found.setdefault(word.replace("_", " "), set()).add(family)
        return found


def _as_it_is(word: str) -> set[str]:
    return set(word.split("/"))


def _whole(family: str, members: Mapping[str, set[str]], parts: Mapping[str, set[str]]) -> set[str]:
    return members.get(family, set()).union(*(_whole(part, members, parts) for part in parts.get(family, ())))


class Text:
    """A folded text as words, each with the families it belongs to.

    Parameters
    ----------
    text : str
        Any text; it is folded here.
    lexicon : Lexicon
        The families.

    Examples
    --------
    >>> lexicon = Lexicon(verbs={"touch": "hug"}, nouns={}, words={})
    >>> Text("I don't hug", lexicon).words
    ('i', 'do', 'not', 'hug')
    """

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.words: tuple[str, ...] = tuple(_TOKEN.findall(plain(text).replace("-", " ")))
        self.tags: list[list[tuple[int, str, frozenset[str]]]] = []
        families = lexicon.families
        for start in range(len(self.words)):
            here = []
            for end in range(start + 1, min(start + _LONGEST, len(self.words)) + 1):
                joined = " ".join(self.words[start:end])
                known = families.get(joined)
                here.append((end, joined, frozenset(known or ())))
            self.tags.append(here)

        self.places: dict[str, list[int]] = {}
        for start, here in enumerate(self.tags):
            for key in ("", *_keys(here)):
                self.places.setdefault(key, []).append(start)

    def stops_at(self, place: int) -> bool:
        """Return whether a mark of punctuation stands at a place."""
        return self.words[place] in _STOPS


def _keys(tags: Iterable[tuple[int, str, frozenset[str]]]) -> list[str]:
    """Return words and families that begin at a place, each once and in a fixed order."""
    found = dict[str, None]()
    for _, joined, families in tags:
        found |= dict.fromkeys((joined, *(f"<{family}>" for family in sorted(families))))
    return list(found)


@dataclass(frozen=True, slots=True)
class _Element:
    """One element of a phrase: words and families, a gap, or an edge."""

    words: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    gap: int = 0
    crosses: bool = False
    edge: str = ""
    optional: bool = False
    denied: bool = False

    def ends(self, text: Text, at: int) -> Iterator[int]:
        """Yield where this element can end when it begins at a place."""
        if self.edge:
            if at == (0 if self.edge == "^" else len(text.words)):
                yield at
        elif self.gap:
            yield at
            for end in range(at, min(at + self.gap, len(text.words))):
                if text.stops_at(end) and not self.crosses:
                    return
                yield end + 1
        elif at < len(text.words):
            for end, joined, families in text.tags[at]:
                if joined in self.words or families & self.families:
                    yield end


def _element(written: str) -> _Element:
    if written in {"^", "$"}:
        return _Element(edge=written)
    if not written.strip("!?|"):
        raise ValueError(f"not an element of a phrase: {written!r}")
    if written in {"..", "..."}:
        return _Element(gap=_NEAR if written == ".." else _FAR, crosses=written == "...")
    denied, optional = written.startswith("!"), written.endswith("?")
    alternatives = written.strip("!?").split("|")
    families = frozenset(part[1:-1] for part in alternatives if part.startswith("<"))
    words = frozenset(part.replace("_", " ") for part in alternatives if not part.startswith("<"))
    return _Element(words, families, optional=optional, denied=denied)


class Phrases:
    """Phrases of one meaning, read when first looked for.

    Parameters
    ----------
    *phrases : str
        In the pattern language of this module; one argument may hold several lines, and a line that ends with a bar
        or a gap goes on in the next.

    Examples
    --------
    >>> lexicon = Lexicon(verbs={"wash": "wash"}, nouns={}, words={})
    >>> Phrases("<wash> .. hands").search(Text("Wash both my hands", lexicon))
    (0, 4)
    """

    def __init__(self, *phrases: str) -> None:
        joined = "\n".join(phrases)
        joined = re.sub(r"(\||\.\.) *\n\s*", lambda end: end[1] if end[1] == "|" else f"{end[1]} ", joined)
        self._phrases = tuple(line.strip() for line in joined.splitlines() if line.strip())

    @cached_property
    def _starting(self) -> dict[str, list[tuple[_Element, ...]]]:
        """Phrases by what they can begin with: a word, ``<family>``, or "" for anything."""
        found: dict[str, list[tuple[_Element, ...]]] = {}
        for phrase in self._phrases:
            elements = tuple(_element(part) for part in phrase.split())
            first = elements[0]
            anything = first.gap or first.edge or first.optional or first.denied
            keys = {""} if anything else first.words | {f"<{family}>" for family in first.families}
            for key in keys:
                found.setdefault(key, []).append(elements)
        return found

    def matches(self, text: Text) -> Iterator[tuple[int, int]]:
        """Yield begin and end of every match, in the order of the text."""
        starting = self._starting
        begins = sorted((start, key) for key in starting.keys() & text.places.keys() for start in text.places[key])
        for start, key in begins:
            for elements in starting[key]:
                end = next(_ends(elements, 0, text, start), None)
                if end is not None:
                    yield start, end

    def search(self, text: Text) -> tuple[int, int] | None:
        """Return begin and end of the first match, or nothing."""
        return next(self.matches(text), None)

    def found(self, text: Text) -> bool:
        """Return whether a text holds one of the phrases."""
        return self.search(text) is not None


def _ends(elements: tuple[_Element, ...], number: int, text: Text, at: int) -> Iterator[int]:
    if number == len(elements):
        yield at
        return
    element = elements[number]
    if element.denied:
        if next(element.ends(text, at), None) is None:
            yield from _ends(elements, number + 1, text, at)
        return
    for end in element.ends(text, at):
        yield from _ends(elements, number + 1, text, end)
    if element.optional:
        yield from _ends(elements, number + 1, text, at)


def before(words: Iterable[str], text: Text, start: int, *, reach: int = _NEAR) -> bool:
    """Return whether one of some words stands shortly before a place, in the same part of the sentence.

    Parameters
    ----------
    words : iterable of str
        Single folded words.
    text : Text
        The text.
    start : int
        The place.
    reach : int
        How many words back, at least 1.

    Returns
    -------
    bool
        False when a comma or stop stands between.
    """
    wanted = frozenset(words)
    for place in range(start - 1, max(-1, start - 1 - reach), -1):
        if text.stops_at(place):
            return False
        if text.words[place] in wanted:
            return True
    return False
