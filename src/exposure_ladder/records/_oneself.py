"""Words by which people mean themselves: such a name never stands for somebody else's yes."""

from __future__ import annotations

from typing import Final

from exposure_ladder.records._checks import folded

ONESELF: Final = frozenset(
    folded(word)
    for word in (
        *("client", "the client", "i", "me", "myself", "my self", "self", "ich", "mich", "mir", "selbst", "ich selbst"),
        *(
            "moi",
            "je",
            "moi-même",
            "yo",
            "yo mismo",
            "yo misma",
            "io",
            "ik",
            "jag",
            "jeg",
            "я",
            "εγώ",
            "我",
            "私",
            "나",
            "אני",
        ),
    )
)
"""Words for oneself in the languages whose sexual words are read, as names are folded."""
