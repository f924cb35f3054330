"""Layout and sentences: pages, numbers and days as a person reads them. It knows no record and no value.

It formats what was computed elsewhere and decides nothing. Sentences offer and explain; none orders, promises or
diagnoses. Names are loaded on first use: the notice alone stands in ``--help``, and the rest would take longer to load
than all that help needs (25 of 60 ms).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from exposure_ladder.text.english import ENGLISH, heads, say, shown
    from exposure_ladder.text.sheet import Part, Sheet, command, fitted, loosened, plain

_HOME = {
    **dict.fromkeys(("ENGLISH", "heads", "say", "shown"), "english"),
    **dict.fromkeys(("Part", "Sheet", "command", "fitted", "loosened", "plain"), "sheet"),
}

__all__ = [
    "ENGLISH",
    "Part",
    "Sheet",
    "command",
    "fitted",
    "heads",
    "loosened",
    "plain",
    "say",
    "shown",
]


def __getattr__(name: str) -> object:
    """Load a name from the part of this room that holds it."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
