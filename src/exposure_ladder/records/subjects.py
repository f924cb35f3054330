"""What the title of a step is about. One decision, shared by planner, pages and checks.

A title is folded first (look-alike letters, invisible characters), then read with small phrase patterns of families of
words: who, which act, which part of the body, and what softens it (negation, telling, ordinary care). The reading is
deterministic and knows English; an international core of sexual words is read in every language. A title of another
language is otherwise not understood, and :func:`understood` says so.
"""

from __future__ import annotations

from functools import lru_cache

from exposure_ladder.records._subject import COMPULSIVE, NEVER_OPENED, WAITS_FOR_REASON, Subject
from exposure_ladder.records.phrases import Text
from exposure_ladder.records.words import LEXICON
from exposure_ladder.records.words_body import read_body
from exposure_ladder.records.words_harm import read_harm
from exposure_ladder.records.words_people import read_people
from exposure_ladder.records.words_rituals import read_rituals
from exposure_ladder.records.words_trauma import read_trauma

__all__ = ["COMPULSIVE", "NEVER_OPENED", "WAITS_FOR_REASON", "Subject", "subjects", "understood"]


def understood(language: str | None) -> bool:
    """Return whether titles of a language can be read; of others only the international core of sexual words is.

    Parameters
    ----------
    language : str or None
        As under `language` in the plan: ``"en"`` or ``"en-GB"``; None where the plan does not say it.

    Returns
    -------
    bool
        True for English.

    Examples
    --------
    >>> understood("en"), understood("de"), understood(None)
    (True, False, False)
    """
    return language is not None and language.lower().partition("-")[0] == "en"


@lru_cache(maxsize=16_384)
def subjects(title: str, language: str | None = "en") -> frozenset[Subject]:
    """Return what a title is about.

    Parameters
    ----------
    title : str
        Of a step or a plan.
    language : str, optional
        Of the title. English words are looked for whatever it says; it only settles words that mean something else
        in another language (Swedish *sex* is six).

    Returns
    -------
    frozenset of Subject
        Empty for most titles. `TOUCH` and `CARE` exclude each other.

    Examples
    --------
    >>> sorted(subjects("Hold my baby for ten minutes"))
    [<Subject.CHILD: 'a child is named'>, <Subject.CARE: 'ordinary care or touch'>]
    >>> sorted(subjects("Ask a shop assistant where the milk is"))
    []
    """
    text = Text(title, LEXICON)
    people = read_people(text, language) | read_trauma(text)
    return frozenset(people | read_harm(text) | read_body(text) | read_rituals(text))
