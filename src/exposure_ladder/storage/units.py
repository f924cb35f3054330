"""Units that a file does not say: nothing is guessed, and a person is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from exposure_ladder.errors import Problem

_SMALL: Final = 10
"""The top of the commonest paper scale: a plan whose numbers all lie below it may be written on it."""
_FEW: Final = 3
"""Numbers from which on that is a question; one or two low ones are a plan just begun (both: engineering choices)."""


def unclear_scale(numbers: Iterable[Any]) -> bool:
    """Tell whether numbers may be meant out of 10, so that a file must say its scale: three or more, none above 10."""
    given = [number for number in numbers if isinstance(number, int | float) and not isinstance(number, bool)]
    return len(given) >= _FEW and max(given) <= _SMALL


def scale_asked(data: Mapping[str, Any], hint: str) -> list[Problem]:
    """Ask for the scale of numbers that may be meant out of 10; a wrong guess would make each step ten times easier."""
    situations = data.get("situations")
    if "scale" in data or "shown" in data or not isinstance(situations, list):
        return []
    if not unclear_scale(each.get("distress") for each in situations if isinstance(each, Mapping)):
        return []
    expected = "a scale, since no number here is above 10: are they out of 10?"
    return [Problem(("scale",), expected, "none", hint)]
