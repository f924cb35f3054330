"""What the kernel may know of one person at one moment: history, steps, limits, and what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from exposure_ladder.records import Exposure, Happened, Mode, Override, Rating
from exposure_ladder.rules import decision, kernel
from exposure_ladder.rules.answer import Action, Line
from exposure_ladder.rules.company import is_family, is_own, is_professional
from exposure_ladder.rules.conditions import lowered
from exposure_ladder.rules.history import SITTING, History, history_of, practised
from exposure_ladder.rules.screens import within_cap
from exposure_ladder.rules.signs import Signs, signs_of
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exposure_ladder.ladder import Ladder
    from exposure_ladder.records.rule import Rule

__all__ = ["State", "state_of"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class State(Summary):
    """One person at one moment, as the kernel reads it.

    Attributes
    ----------
    ladder : Ladder
        What it is about.
    history : History
        What was practised, and where every step stands.
    steps : kernel.Steps
        What is known of the steps besides.
    limits : kernel.Limits
        Numbers of the screens.
    moment : kernel.Moment
        What was said and chosen.
    signs : Signs
        What words of the log ask for.
    choice : Override or None
        Somebody's choice since the last exposure.
    held : bool
        Whether that choice can stand: a step of this ladder, and no family member's about a tender step.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import build_ladder, infer, template
    >>> from exposure_ladder.rules.catalogue import DEFAULT
    >>> ladder = build_ladder(infer(template("dogs"), at=datetime(2026, 1, 5, tzinfo=UTC)))
    >>> state_of(ladder, DEFAULT).here
    -1
    """

    ladder: Ladder
    history: History
    steps: kernel.Steps
    limits: kernel.Limits
    moment: kernel.Moment
    signs: Signs
    choice: Override | None
    held: bool

    def _made_from(self) -> tuple[str, ...]:
        return ("ladder", "history", "moment")

    @property
    def here(self) -> int:
        """Place of the step that was practised last; −1 for none."""
        return decision.last_step(self.history.log)

    @property
    def rule(self) -> Rule:
        """The rule by which steps count as enough."""
        return self.history.rule

    def answer(self, drawn: Sequence[float] = ()) -> tuple[int, Action, Line]:
        """Return the step that is offered (−1 for none), what it amounts to, and which line answered."""
        n = len(self.history.ids)
        plain, _ = lowered(self.rule)
        rung, action, line = decision.choose(
            plain,
            self.steps,
            self.limits,
            self.history.log,
            self.history.stand,
            self.moment,
            drawn,
            [False] * n,
            [False] * n,
        )
        return rung, Action(action), Line(line)

    def refusals(self) -> list[Exposure]:
        """Return what was refused or avoided since the last practice, oldest first."""
        belief = self.ladder.belief
        log = [e for e in belief.course.log if isinstance(e, Exposure) and e.at <= belief.at]
        found: list[Exposure] = []
        for entry in reversed(log):
            if entry.happened is Happened.PRACTISED:
                break
            found.append(entry)
        return found[::-1]


def state_of(ladder: Ladder, rule: Rule, *, low_energy: bool = False) -> State:
    """Return one person at the moment of the ladder's belief.

    Parameters
    ----------
    ladder : Ladder
        With the belief, the log and the moment it was built from.
    rule : Rule
        By which steps count as enough.
    low_energy : bool
        Whether this is a day for something smaller.

    Returns
    -------
    State
        In the order of the ladder's steps.
    """
    belief = ladder.belief
    course, at = belief.course, belief.at
    ids = [rung.id for rung in ladder.rungs]
    ratings = [entry for entry in course.log if isinstance(entry, Rating) and entry.at <= at]
    planned = [float(belief.geometry.distress[belief.geometry.index(name)]) for name in ids]
    said = {rating.situation: float(rating.distress) for rating in ratings}
    written = [said.get(name, number) for name, number in zip(ids, planned, strict=True)]  # last said, without practice
    themes = {name: number for number, name in enumerate({rung.situation.theme: None for rung in ladder.rungs})}
    theme = [themes[rung.situation.theme] for rung in ladder.rungs]
    past = history_of(course, rule=rule, at=at, ids=ids, written=planned, themes=theme, again=ratings)
    read = signs_of(course, at=at)
    order = [belief.geometry.index(name) for name in ids]
    # steps are compared as on the ladder, by an ordinary day; the cap reads this day
    today = np.clip(belief.mean[order], 0.0, 100.0)
    within = within_cap(today, belief.tail_sd(1.0 - course.settings.cap_chance)[order], course.settings)
    expected = [float(rung.expected) for rung in ladder.rungs]
    steps = kernel.Steps(
        expected,
        written,
        [bool(flag) and name not in read.closed for flag, name in zip(within, ids, strict=True)],
        past.tender,
        [rung.situation.mode is Mode.INTEROCEPTIVE for rung in ladder.rungs],
        theme,
        [bool(flag) for flag in np.asarray(ladder.needs).ravel()],
        [],
    )
    settings = course.settings
    limits = kernel.Limits(
        settings.cap, settings.start_below, settings.per_day, settings.per_week, int(settings.break_days)
    )
    choice = _choice(ladder)
    held = choice is not None and _stands(choice, past, course.graph.client)
    moment = _moment(ladder, past, read, choice, low_energy, held=held)
    return State(ladder, past, steps, limits, moment, read, choice, held)


def _choice(ladder: Ladder) -> Override | None:
    """Return what somebody chose since the last exposure."""
    for entry in reversed(ladder.belief.course.log):
        if entry.at > ladder.belief.at:
            continue
        if isinstance(entry, Override):
            return entry
        if isinstance(entry, Exposure):
            return None
    return None


def _stands(choice: Override, past: History, client: str | None) -> bool:
    """Return whether a choice can stand; nobody chooses touch, sex or trauma for somebody else but a professional."""
    if choice.situation not in past.ids:
        return False
    tender = past.tender[past.ids.index(choice.situation)]
    own = is_own(choice.by, client) and not is_family(choice.by)
    return not tender or own or is_professional(choice.by)


def _moment(
    ladder: Ladder, past: History, read: Signs, choice: Override | None, low_energy: bool, *, held: bool
) -> kernel.Moment:
    at, settings = ladder.belief.at, ladder.belief.course.settings
    done = practised(ladder.belief.course, at)
    last = done[-1] if done else None
    rest = timedelta(minutes=settings.rest_minutes)
    place = past.ids.index(choice.situation) if choice is not None and held else kernel.NOBODY
    return kernel.Moment(
        today=(at if last is None else at.astimezone(last.at.tzinfo)).toordinal(),
        rested=last is None or at - last.at >= rest,
        sitting=last is not None and at - last.at <= SITTING,
        low_energy=low_energy,
        chosen=place,
        led=choice is not None and held and is_professional(choice.by),
        halt=read.halt,
    )
