"""What a note says that somebody should be asked about: crisis, harm, pressure, not being here, fainting.

It is read in `note`, `reason` and `learned` of an entry, never in `feared`, in a title or in a prediction. Wish,
intent, plan and act of the writer count; grief, figures of speech, panic, and what other people did do not. Negation
and times long past soften. English only, and that is said where it matters. A reader of words misses much: nothing may
rest on it.
"""

from __future__ import annotations

from functools import lru_cache

from exposure_ladder.records.phrases import Text, before
from exposure_ladder.records.words import LEXICON
from exposure_ladder.records.words_notes import NOT, OTHERS, PAST, SIGNS, NoteSign

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
    whole = Text(text, LEXICON)
    past, others = PAST.found(whole), OTHERS.found(whole)
    for sign, phrases in SIGNS.items():
        for start, _ in phrases.matches(whole):
            if not before(NOT, whole, start):
                found.add(sign)
                break
    if past or others:
        found -= {NoteSign.CRISIS, NoteSign.VEILED, NoteSign.HARM_INTENT, NoteSign.PRESSURE}
    return frozenset(found)
