"""Which step is offered to one person, as plain loops: open, pick, ease off, screens, action.

The other half of the kernel: see :mod:`exposure_ladder.rules.kernel`. Screens can only ease, put off or bring help:
they never lead to anything harder. The first line of the table of precedence that fits answers (``docs/rules.md``).
"""

from __future__ import annotations

import math

from exposure_ladder.rules.kernel import (
    ABOVE_CAP,
    ADVANCE,
    AWAY,
    BEFORE,
    BOOSTER,
    BRIDGE,
    BY_RULE,
    CHOSEN,
    COMPLETE,
    DAY,
    EASED,
    END,
    ENOUGH_THIS_WEEK,
    ENOUGH_TODAY,
    FALL_SHARE,
    FELL_BACK,
    GENTLY,
    HELD,
    HELP_AT,
    LATER,
    LED,
    LEFT,
    LEVEL,
    LOW_ENERGY,
    MARKS,
    NO_STEP,
    NOBODY,
    NOT_READY,
    NOT_RESTED,
    RECENT,
    RELAPSE,
    REPEAT,
    REST,
    RISE_BY,
    RISES,
    RISING,
    SAME,
    SITTING,
    START,
    START_LOW,
    STAYED_HIGH,
    STEP,
    STEP_BACK,
    STOPPED,
    SUPPORT,
    TIE,
    Flags,
    Floats,
    Limits,
    Log,
    Moment,
    Rule,
    Stand,
    Steps,
    holds,
)
from exposure_ladder.rules.selection import (
    booster_due,
    easier,
    easiest,
    is_easier,
    is_harder,
    is_open,
    picked,
)


def stays_high(log: Log, limits: Limits, i: int) -> bool:
    """Return whether a practice alone was very high and is not known to have come down."""
    at = i * log.width
    level, end = log.cells[at + LEVEL], log.cells[at + END]
    if not level >= limits.cap or int(log.cells[at + MARKS]) & LED:
        return False
    return log.cells[at + LATER] > 0.0 or not end <= FALL_SHARE * level + TIE


def lasting(log: Log, limits: Limits) -> int:
    """Return how many of the last rated practices were very high, alone, and did not come down."""
    seen, high, i = 0, 0, log.total - 1
    while i >= 0 and seen < RECENT:
        if log.cells[i * log.width + LEVEL] == log.cells[i * log.width + LEVEL]:
            seen += 1
            high += int(stays_high(log, limits, i))
        i -= 1
    return high


def came_down(log: Log, limits: Limits) -> bool:
    """Return whether the last practice was very high, alone, and came down within the exercise."""
    i = log.total - 1
    if i < 0 or int(log.cells[i * log.width + MARKS]) & LED:
        return False
    return log.cells[i * log.width + LEVEL] >= limits.cap and not stays_high(log, limits, i)


def held_back(log: Log, limits: Limits) -> bool:
    """Return whether nothing harder may follow: the last practice was left early, stayed very high, or lasted."""
    i = log.total - 1
    if i < 0 or int(log.cells[i * log.width + MARKS]) & LED:
        return False
    at = i * log.width
    return log.cells[at + LEFT] > 0.0 or log.cells[at + LATER] > 0.0 or stays_high(log, limits, i)


def practised_since(log: Log, day: int) -> int:
    """Return how many sittings that the limits count there were on a day and after it."""
    found, i = 0, log.total - 1
    while i >= 0 and log.cells[i * log.width + DAY] >= day:
        found += int(log.cells[i * log.width + SITTING] > 0.0)
        i -= 1
    return found


def rising(log: Log, step: int) -> bool:
    """Return whether the level of a step rose several times in a row, and by enough to be more than noise."""
    i, rises, top, last = log.last[step], 0, math.nan, math.nan
    while i >= 0 and rises < RISES:
        x = log.cells[i * log.width + LEVEL]
        if x == x:
            if last == last:
                if not x < last - TIE:
                    return False
                rises += 1
            else:
                top = x
            last = x
        i = int(log.cells[i * log.width + BEFORE])
    return rises == RISES and top - last >= RISE_BY - TIE


def limit_reached(log: Log, limits: Limits, steps: Steps, moment: Moment, rung: int, here: int) -> int:
    """Return the limit that puts an offer off, or BY_RULE for none; a sitting and body exercises may go on."""
    goes_on = rung >= 0 and ((rung == here and moment.sitting) or (steps.body[rung] and here >= 0 and steps.body[here]))
    if goes_on:
        return BY_RULE
    if practised_since(log, moment.today) >= limits.per_day:
        return ENOUGH_TODAY
    if practised_since(log, moment.today - 6) >= limits.per_week:
        return ENOUGH_THIS_WEEK
    return BY_RULE if moment.rested else NOT_RESTED


def begin_again(steps: Steps, log: Log, ready: Flags, here: int) -> int:
    """Return where to begin again after a break: the hardest step practised that is expected at 50 or less."""
    at, best = here, -math.inf
    for i in range(here + 1):
        tried = log.last[i] >= 0 and ready[i] and not is_harder(steps, i, here)
        if tried and best < steps.expected[i] <= RELAPSE:
            at, best = i, steps.expected[i]
    return at


# --------------------------------------------------------------------------------------------------- the whole answer


def kind(log: Log, rung: int, here: int) -> int:
    """Return what turning to a step amounts to; NOBODY: something between is missing."""
    if rung < 0:
        return BRIDGE
    tried = log.last[rung] >= 0
    if rung > here and (tried or here >= 0):
        return ADVANCE
    return REPEAT if tried or rung == here else START


def turned(log: Log, rung: int, here: int) -> int:
    """Return what being kept on something no harder amounts to."""
    if rung < 0:
        return BRIDGE
    return REPEAT if rung == here or log.last[rung] >= 0 else START


def last_step(log: Log) -> int:
    """Return the step of this ladder that was practised last; NOBODY for none."""
    last = log.total - 1
    while last >= 0 and int(log.cells[last * log.width + STEP]) < 0:
        last -= 1
    return int(log.cells[last * log.width + STEP]) if last >= 0 else NOBODY


def choose(
    rule: Rule, steps: Steps, limits: Limits, log: Log, stand: Stand, moment: Moment, drawn: Floats,
    ready: list[bool], todo: list[bool],
) -> tuple[int, int, int]:  # fmt: skip
    """Return step (NOBODY for none), action, and which line of the table of precedence answered.

    `ready` and `todo` are room to work in.
    """
    here, all_done = last_step(log), True
    for i in range(len(ready)):
        ready[i] = is_open(steps, stand, i, rule.one_facet)
        todo[i] = ready[i] and not (stand.done[i] and not stand.fell_back[i])
        all_done = all_done and stand.done[i]
    if moment.halt == NO_STEP:
        return NOBODY, SUPPORT, STOPPED
    stays = lasting(log, limits)
    if moment.halt == SAME and stays >= HELP_AT:
        return NOBODY, SUPPORT, STAYED_HIGH
    if moment.halt == SAME and stays == HELP_AT - 1 and here >= 0 and held_back(log, limits):
        return easier(steps, ready, here), STEP_BACK, STAYED_HIGH
    if moment.halt == SAME:
        rung = here if here >= 0 and ready[here] else NOBODY
        return rung, turned(log, rung, here), GENTLY
    if moment.chosen >= 0 and moment.led:
        return moment.chosen, chosen_kind(steps, moment.chosen, here), CHOSEN
    if stays >= HELP_AT:
        return NOBODY, SUPPORT, STAYED_HIGH
    rung, action, why = proposed(rule, steps, limits, log, stand, moment, drawn, ready, todo, here)
    if action == COMPLETE and not all_done:
        return NOBODY, BRIDGE, ABOVE_CAP
    if action == COMPLETE:
        return complete(rule, steps, limits, log, moment, here)
    rung, action, why = eased(steps, limits, log, ready, todo, here, (rung, action, why), stays)
    limit = limit_reached(log, limits, steps, moment, rung, here)
    if limit != BY_RULE:
        return NOBODY, REST, limit
    tired = moment.low_energy and here >= 0 and rung >= 0 and not is_easier(steps, rung, here)
    if tired:
        rung = easier(steps, ready, here)
        return (rung, STEP_BACK, LOW_ENERGY) if rung >= 0 else (here, REPEAT, LOW_ENERGY)
    if why == BY_RULE and here >= 0:
        rung, action, why = named(limits, steps, log, stand, moment, ready, here, (rung, action, why))
    if rung >= 0 and not steps.allowed[rung]:
        return NOBODY, BRIDGE, ABOVE_CAP
    return rung, action, why


def chosen_kind(steps: Steps, rung: int, here: int) -> int:
    """Return what going where somebody chose amounts to."""
    if here < 0:
        return START
    if rung == here:
        return REPEAT
    return STEP_BACK if is_easier(steps, rung, here) else ADVANCE


def proposed(
    rule: Rule, steps: Steps, limits: Limits, log: Log, stand: Stand, moment: Moment, drawn: Floats, ready: Flags,
    todo: Flags, here: int,
) -> tuple[int, int, int]:  # fmt: skip
    """Return what the person chose, or the rule proposes, before any screen."""
    low = easiest(steps.expected, todo)
    if moment.chosen >= 0:
        rung = moment.chosen
        if steps.allowed[rung] and not ready[rung]:
            return low, turned(log, low, here), NOT_READY
        return rung, chosen_kind(steps, rung, here), CHOSEN
    if here >= 0 and log.last[here] >= 0 and holds(rule.back, log, here, steps.written[here]):
        rung = easier(steps, ready, here)
        return rung, STEP_BACK, EASED
    rung = picked(rule, steps, log, stand, todo, here, drawn)
    if rung < 0:
        return NOBODY, COMPLETE, BY_RULE
    if here < 0 and steps.expected[rung] > limits.start_below + TIE and rung != low:
        return low, START, START_LOW
    return rung, kind(log, rung, here), BY_RULE


def eased(
    steps: Steps, limits: Limits, log: Log, ready: Flags, todo: list[bool], here: int, offer: tuple[int, int, int],
    stays: int,
) -> tuple[int, int, int]:  # fmt: skip
    """Return the offer after very high distress or an early leave: nothing harder, or something easier."""
    rung, action, why = offer
    if here < 0 or rung < 0:
        return rung, action, why
    held, down = held_back(log, limits), came_down(log, limits)
    if stays == HELP_AT - 1 and not is_easier(steps, rung, here):
        if held:
            rung = easier(steps, ready, here)
            return rung, STEP_BACK, STAYED_HIGH
        return here, REPEAT, STAYED_HIGH
    if (held or down) and why != CHOSEN and is_harder(steps, rung, here):
        rung = here
        if not ready[here]:
            for i in range(len(todo)):
                todo[i] = todo[i] and not is_harder(steps, i, here)
            rung = easiest(steps.expected, todo)
        return rung, turned(log, rung, here), HELD
    return rung, action, why


def named(
    limits: Limits, steps: Steps, log: Log, stand: Stand, moment: Moment, ready: Flags, here: int,
    offer: tuple[int, int, int],
) -> tuple[int, int, int]:  # fmt: skip
    """Return the offer where fear came back, after a break, or where distress rises on one step."""
    rung, action, why = offer
    last = log.cells[(log.total - 1) * log.width + DAY]
    if stand.fell_back[here] and ready[here] and not is_easier(steps, rung, here):
        return here, REPEAT, FELL_BACK
    if moment.today - last >= limits.away_days and rung >= 0 and not is_easier(steps, rung, here) and ready[here]:
        rung = begin_again(steps, log, ready, here)
        return rung, REPEAT if rung == here else STEP_BACK, AWAY
    if rising(log, here) and not is_easier(steps, rung, here):
        rung = easier(steps, ready, here)
        return (rung, STEP_BACK, RISING) if rung >= 0 else (here, REPEAT, RISING)
    return rung, action, why


def complete(rule: Rule, steps: Steps, limits: Limits, log: Log, moment: Moment, here: int) -> tuple[int, int, int]:
    """Return what is offered when every step is done: the hardest that is due once more, or nothing."""
    held, rung = held_back(log, limits) or came_down(log, limits), NOBODY
    for i in range(len(steps.expected)):
        if steps.allowed[i] and booster_due(rule, log, i, moment.today) and not (held and is_harder(steps, i, here)):
            rung = i
    return (rung, BOOSTER, BY_RULE) if rung >= 0 else (NOBODY, COMPLETE, BY_RULE)
