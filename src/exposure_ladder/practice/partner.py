"""One page to hand to a partner or friend: what this is, how to help, what not to do, how either stops, what a yes is.

It holds no step and no fear unless the owner ticks each one, and nothing else of plan or log, ever. It is Markdown to
be changed before it is given: what is printed is the whole page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exposure_ladder.errors import UnknownSituationError
from exposure_ladder.text.sheet import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exposure_ladder.records import Course

__all__ = ["partner_page"]

_BEGIN: Final = """\
# Practising with somebody close

Somebody you know practises things that frighten them, in small steps of their own choosing. They would like you to know
how that goes. You do not have to do anything, and you may say no to any part of it.

## What helps

- Comfort is always fine. Be kind, be there, be ordinary.
- Let them go at their own pace, and let a step stay undone.
- If you are part of a step: say honestly what is all right for you today, and what is not.
- Afterwards: "That took courage" is enough. You need not judge how it went.

## What does not help

- Just do not answer the fear's question again. "You asked me that already, and I am here" is kind enough.
- You are not the therapist: do not ask for numbers, read the log, remind, count or press.
- Do not surprise, test or trick them, not even for their good.
- Help that they need for an illness or a disability is not part of this. Keep giving it.

## How either of you stops

Say "enough for now", or your own word: ____________. Then it is over at once, and that is a good ending.
A no needs no reason, from either of you.

## What a yes covers

One thing, this time. It can be taken back at any moment, also in the middle. Ask again each time; yesterday's yes is
over. Nobody owes one, and a plan never is one.

If either of you is afraid of the other, or feels pressed, this page is not for you two. Keeping away from harm is
protection. A local helpline can be called by each of you alone.
"""


def partner_page(course: Course, *, steps: Sequence[str] = (), fears: Sequence[str] = ()) -> str:
    """Return a page for somebody who is close to the person, as Markdown.

    Parameters
    ----------
    course : Course
        The plan; read only for what is ticked.
    steps, fears : sequence of str
        Ids of steps whose title, or whose feared outcome, the owner wants on the page. By default none.

    Returns
    -------
    str
        The whole page, to be changed and printed.

    Raises
    ------
    UnknownSituationError
        If the plan has no such step.

    Examples
    --------
    >>> from exposure_ladder import template
    >>> from exposure_ladder.practice import partner_page
    >>> "What a yes covers" in partner_page(template("closeness"))
    True
    """
    known = {situation.id: situation for situation in course.graph.situations}
    for step in (*steps, *fears):
        if step not in known:
            raise UnknownSituationError(step, course.graph.ids)
    lines = [f"- {_line(known[step].title)}" for step in steps]
    lines += [f"- I am afraid that: {_line(known[step].feared or '____________')}" for step in fears]
    chosen = "\n".join(["", "## What I want you to know", "", *lines, ""]) if lines else ""
    return _BEGIN + chosen


def _line(text: str) -> str:
    return " ".join(plain(text).split())
