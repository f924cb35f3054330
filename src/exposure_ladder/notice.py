"""What every person is told, in one place: the notice of the command line, and the line under every suggestion.

`SAFETY.md` carries the same notice for readers; a contract test holds the two together. Nothing here computes, and
nothing here is imported from elsewhere, so that ``--help`` can print the notice without loading the planner.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

__all__ = ["FOOTER", "NOTICE"]

NOTICE: Final[str] = """\
For learning, self-reflection and research. It does not diagnose, and it is not a treatment.
Feeling anxious while you practise is expected. You may stop at any time; do nothing unsafe or against your values.
In danger, or close to harming yourself or others? Call your local emergency number, or go to someone you trust.
"""
"""Three short lines for ``--help`` and for every printed or exported page."""

FOOTER: Final[str] = "Options, not orders; not a treatment. {client} decides. See SAFETY.md."
"""The line under a ladder or a suggestion; `client` is the person's alias, or "The person" where there is none."""
