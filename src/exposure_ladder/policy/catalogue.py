"""Named rules, each a combination of parts with its standing and source; none of their numbers has been tested.

No study known to this project compares one cut-off with another. They disagree, which is why each is a parameter.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from exposure_ladder.policy.parts import EaseOff, LastAtMost, LowestOpen, Policy

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DEFAULT", "RULES"]

DEFAULT: Final = Policy(
    name="default",
    done=LastAtMost(),
    pick=LowestOpen(),
    back=EaseOff(),
    standing="assumption",
    source="this project; no study tests the number",
    asks="a mean of 35 or less over the last two peaks, on two days",
)

RULES: Final[Mapping[str, Policy]] = MappingProxyType({rule.name: rule for rule in (DEFAULT,)})
