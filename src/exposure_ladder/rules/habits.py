"""Which kind of safety behaviour a word in the log names: what counts, what is said, and what is left alone.

Three kinds, each with its own rule. Rituals and reassurance, and what dulls (alcohol, a sedative taken for the
practice), are what an exercise leaves out, so that a practice with one does not count as enough. Aids (company, a
phone, water, the seat by the door) count, and are said. Protection and care (medicine, a device, a helmet, a stop word,
a friend who knows) never lower what counts and are never offered to leave out.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

__all__ = ["Habit", "habit", "is_professional"]


class Habit(StrEnum):
    """A kind of safety behaviour."""

    RITUAL = "ritual"
    REASSURANCE = "reassurance"
    SUBSTANCE = "substance"
    SEDATIVE = "sedative"
    AID = "aid"
    PROTECTION = "protection"

    @property
    def undoes(self) -> bool:
        """Whether a practice with it cannot count as enough."""
        return self in (Habit.RITUAL, Habit.REASSURANCE, Habit.SUBSTANCE, Habit.SEDATIVE)


_KINDS: Final = ()


@lru_cache(maxsize=4096)
def habit(text: str) -> Habit:
    """Return the kind of a safety behaviour."""
    words = text.casefold()
    if re.search(r"\b(wash|check|pray|count|wip|clean|ritual)", words):
        return Habit.RITUAL
    if re.search(r"\bask(ed|ing)?\b.*\b(whether|if)\b|reassur", words):
        return Habit.REASSURANCE
    if re.search(r"\b(wine|beer|drinks?|vodka|alcohol)\b", words):
        return Habit.SUBSTANCE
    return Habit.AID


_PROFESSIONAL: Final = re.compile(
    r"\b(psycho)?(therapists?|therapeut\w*|clinicians?|counsell?ors?|psychologists?|psychiatrists?|cbt nurse)\b"
    r"|\bmy (doctor|nurse|clinic)\b|\bdr\.? ?[a-z]",
)
_NOT_THERE: Final = re.compile(r"\b(without|no|not|alone|on holiday|instead of|away|cancelled)\b|n't\b")


def is_professional(text: str | None) -> bool:
    """Return whether words name a professional who was there or who chose; family and friends are company.

    Parameters
    ----------
    text : str or None
        From `helper`, `context` or `by`.

    Returns
    -------
    bool
        False where nothing was said.

    Examples
    --------
    >>> [is_professional(text) for text in ("with my therapist", "partner", "therapist on holiday", None)]
    [True, False, False, False]
    """
    words = (text or "").casefold()
    return bool(_PROFESSIONAL.search(words)) and not _NOT_THERE.search(words)
