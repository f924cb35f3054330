"""Safety behaviours: which kind a word names, and what follows from it. One decision, used wherever one is shown.

Rituals and reassurance are what an exercise leaves out. Aids (company, a phone, water, the seat by the door) may fade,
one at a time. Protection and care (medicine, a device, a helmet, a stop word, a friend who knows) are never offered to
leave out and never lower what counts. What dulls, a sedative or alcohol, does not count as tried; nobody is told to
stop it, since stopping at once can do harm: that is for whoever prescribes it.

English words are known. Another word is an aid, unless it names a medicine.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from exposure_ladder.records.phrases import Text, plain
from exposure_ladder.records.words import LEXICON
from exposure_ladder.records.words_habits import (
    DAILY,
    MEDICINE,
    MEDICINE_STEM,
    NO_SUBSTANCE,
    PROTECTION,
    REASSURANCE,
    RITUAL,
    SEDATIVE,
    SEDATIVE_STEM,
    SUBSTANCE,
)

__all__ = ["Habit", "habit"]


class Habit(StrEnum):
    """A kind of safety behaviour."""

    RITUAL = "ritual"
    REASSURANCE = "reassurance"
    AID = "aid"
    SEDATIVE = "sedative"
    SUBSTANCE = "substance"
    PROTECTION = "protection"

    @property
    def undoes(self) -> bool:
        """Whether a practice with it says nothing yet about the step without it, so that it cannot be enough."""
        return self in (Habit.RITUAL, Habit.REASSURANCE, Habit.SEDATIVE, Habit.SUBSTANCE)

    @property
    def may_fade(self) -> bool:
        """Whether leaving it out may be offered. Never for a medicine, a device, alcohol, or what protects."""
        return self in (Habit.RITUAL, Habit.REASSURANCE, Habit.AID)


@lru_cache(maxsize=4_096)
def habit(words: str) -> Habit:
    """Return the kind of a safety behaviour.

    Parameters
    ----------
    words : str
        As it stands under `safety` in a plan or an entry.

    Returns
    -------
    Habit
        Medicine that is taken day by day, and any medicine but a sedative, is protection.

    Examples
    --------
    >>> [habit(words).value for words in ("washing my hands", "asking whether it is safe", "a water bottle")]
    ['ritual', 'reassurance', 'aid']
    >>> [habit(words).value for words in ("lorazepam before", "lorazepam every evening", "my inhaler", "a beer first")]
    ['sedative', 'protection', 'protection', 'substance']
    """
    text, folded = Text(words, LEXICON), plain(words)
    if SEDATIVE.found(text) or SEDATIVE_STEM.search(folded):
        return Habit.PROTECTION if DAILY.found(text) else Habit.SEDATIVE
    if MEDICINE.found(text) or MEDICINE_STEM.search(folded):
        return Habit.PROTECTION
    if SUBSTANCE.found(text) and not NO_SUBSTANCE.found(text):
        return Habit.SUBSTANCE
    if PROTECTION.found(text):
        return Habit.PROTECTION
    if REASSURANCE.found(text):
        return Habit.REASSURANCE
    return Habit.RITUAL if RITUAL.found(text) else Habit.AID
