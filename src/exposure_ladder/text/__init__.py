"""Layout and sentences: pages, numbers and days as a person reads them. It knows no record and no value.

It formats what was computed elsewhere and decides nothing. Sentences offer and explain; none orders, promises or
diagnoses.
"""

from exposure_ladder.text.english import ENGLISH, heads, say, shown
from exposure_ladder.text.sheet import Part, Sheet, command, fitted, loosened, plain

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
