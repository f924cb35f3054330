"""What a note says that somebody should be asked about: crisis, harm, pressure, not being here, fainting.

It is read in `note`, `reason` and `learned` of an entry, never in `feared`, in a title or in a prediction. Wish,
intent, plan and act of the writer count; grief, figures of speech, panic, and what other people did do not. Negation
and times long past soften. English only, and that is said where it matters. A reader of words misses much: nothing may
rest on it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from exposure_ladder.records.phrases import Phrases, Text, before
from exposure_ladder.records.words import LEXICON
from exposure_ladder.records.words_notes import NOT, NOW, PAST, SIGNS, SOFTENED, NoteSign

__all__ = ["NoteSign", "note_signs"]


@lru_cache(maxsize=4_096)
def note_signs(text: str) -> frozenset[NoteSign]:
    """Return what a note says that somebody should be asked about.

    Parameters
    ----------
    text : str
        A note, reason or learned line.

    Returns
    -------
    frozenset of NoteSign
        Empty for most notes. The text is kept nowhere but in the cache of this process.

    Examples
    --------
    >>> sorted(note_signs("I had an urge to hurt myself")) == [NoteSign.CRISIS]
    True
    >>> note_signs("I thought I would die in the lift")
    frozenset()
    """
    found = set[NoteSign]()
    for sentence in _SENTENCE.split(text):
        part = Text(sentence, LEXICON)
        found |= {sign for sign, phrases in SIGNS.items() if _says(part, sign, phrases)}
    return frozenset(found)


_SENTENCE: Final = re.compile(r"[.;!?\n]+")
_OF_NOW: Final = frozenset({NoteSign.CRISIS, NoteSign.VEILED, NoteSign.HARM_INTENT, NoteSign.PRESSURE})


def _says(part: Text, sign: NoteSign, phrases: Phrases) -> bool:
    """Return whether a sentence says a sign: not denied, not long past, nobody else's."""
    if sign in SOFTENED and SOFTENED[sign].found(part):
        return False
    if sign in _OF_NOW and PAST.found(part) and not _is_now(part):
        return False
    return any(not before(NOT, part, start) for start, _ in phrases.matches(part))


def _is_now(part: Text) -> bool:
    return any(word in NOW and not before(NOT, part, at, reach=1) for at, word in enumerate(part.words))
