"""Who was there: a professional, who may lift a screen, or company, which never does."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["is_family", "is_own", "is_professional"]

_PROFESSIONAL: Final = re.compile(
    r"\b(psycho)?(therapists?|therapeut\w*|clinicians?|counsell?ors?|psychologists?|psychiatrists?|cbt nurse)\b"
    r"|\bmy (doctor|nurse|clinic)\b|\bdr\.? ?[a-z]",
)
_NOT_THERE: Final = re.compile(r"\b(without|no|not|alone|on holiday|instead of|away|cancelled)\b|n't\b")
_FAMILY: Final = re.compile(
    r"\b(husband|wife|spouse|partner|boyfriend|girlfriend|fianc[eé]e?|mother|father|mum|mom|dad|parents?|sister|brother"
    r"|aunt|uncle|grand\w+|friends?|daughter|son|cousin|flatmate|colleague)\b"
)
_OWN: Final = frozenset({"i", "me", "myself", "self", "client", "own", "herself", "himself", "themselves"})


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
    return bool(_PROFESSIONAL.search(words)) and not _NOT_THERE.search(words) and not is_family(text)


def is_family(text: str | None) -> bool:
    """Return whether words name family, a partner or a friend."""
    return bool(_FAMILY.search((text or "").casefold()))


def is_own(text: str | None, client: str | None) -> bool:
    """Return whether a choice is the person's own, by what stands under `by`."""
    words = re.findall(r"[\w']+", (text or "").casefold())
    return bool(_OWN & set(words)) or (client is not None and client.casefold() in words)
