"""What every person is told, in one place: the notice of the command line, and the line under every suggestion.

`SAFETY.md` carries the same notice for readers; a contract test holds the two together. Nothing here computes, and
nothing here is imported from elsewhere, so that ``--help`` can print the notice without loading the planner.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

__all__ = ["FIRST_ASK", "FOOTER", "NOTICE", "TOLD_FIRST"]

NOTICE: Final[str] = """\
For learning, self-reflection and research. It does not diagnose, and it is not a treatment.
Feeling anxious while you practise is expected. You may stop at any time; do nothing unsafe or against your values.
In danger, or close to harming yourself or others? Call your local emergency number, or go to someone you trust.
"""
"""Three short lines for ``--help`` and for every printed or exported page."""

FOOTER: Final[str] = "Options, not orders; not a treatment. {client} decides. See SAFETY.md."
"""The line under a ladder or a suggestion; `client` is the person's alias, or "The person" where there is none."""

FIRST_ASK: Final[str] = """\
Before steps of touch, sex or imagined trauma, please ask, alone with the person whose plan this is:
- Does the fear come from an assault, abuse or another trauma, or do the steps go back into one?
- Does anybody hurt, threaten, press or control you now, or are you in other danger?
- Has one of you power over the other: in care, at work, by money or by age?
- Is there pain with touch or sex?
- Is anybody in this plan under 18?
- Do you think of ending your life, do you hurt yourself, or are you in another crisis?
If one answer is yes or unsure, these steps stay off; a doctor, a therapist or a local helpline can look at it with you.
Keeping away from harm is protection, not fear. All other steps work as before.
If nothing is in the way, write the day into the file, never the answers, like  screened: 2026-03-02
and for sexual steps, once everybody is an adult and wants them,  adults: true
"""
"""What is asked before the steps of `records.Kind.asked_first`; only the day of asking is ever stored."""

TOLD_FIRST: Final[str] = """\
This page says of each step only "open" or "not yet". Even that says something: "not yet" can mean that one of you is
not ready, and the other may guess who. It gives no reason and no number, and nobody owes one. A yes can be taken back
at any moment; "this is too much" and "enough for now" end a step, and that is success. Begin only if both know this.
"""
"""What both are to read before they see a joint view."""
