"""Which step is offered to one person, as plain loops: enough, open, pick, ease off, screens, action.

One text, two uses. For one person it runs as it stands, on lists; for thousands of virtual clients the same functions
are compiled, on arrays. Every function takes plain sequences of numbers and returns numbers: none draws chance, reads
a clock or keeps anything. Distress is 0–100, days are ordinals, and what was not said is nan. Screens can only ease,
put off or bring help: they never lead to anything harder.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

Floats = Sequence[float]
Ints = Sequence[int]
Flags = Sequence[bool]

TIE = 1e-9
NOBODY = -1
START, REPEAT, ADVANCE, STEP_BACK, BRIDGE, BOOSTER, REST, SUPPORT, COMPLETE = range(9)

# Which line of the table of precedence answered.
(
    BY_RULE,
    STOPPED,
    GENTLY,
    CHOSEN,
    STAYED_HIGH,
    EASED,
    HELD,
    ENOUGH_TODAY,
    ENOUGH_THIS_WEEK,
    NOT_RESTED,
    LOW_ENERGY,
    FELL_BACK,
    AWAY,
    RISING,
    START_LOW,
    ABOVE_CAP,
    NOT_READY,
) = range(17)

GO, NO_STEP, SAME = range(3)  # what words in the log ask for: nothing, no step today, nothing harder
ONWARD, LOWEST, HARDEST, RANDOM, BAND = range(5)  # how a rule picks
LEAF, ALL, ANY = range(3)  # what a row of a criterion is
NUMBER, FIRST, FIRST_DAYS, HIGHEST, OWN, PLAN = range(6)  # what a limit is a share of
WORST, LAST, BEST = range(3)  # which practice stands for its day
LED, RARE, BODY = 1, 2, 4  # marks of a practice, as bits
BEFORE, DAY, TURN, STEP, LEFT, VOID, LEVEL, END, MARKS, LATER, SITTING, NUMB = range(12)
WIDTH = 12

RECENT = 5  # rated practices that are looked back on for very high distress (assumption)
HELP_AT = 3  # so many of them very high and lasting, alone: a person, and no step for now (assumption)
FALL_SHARE = 0.6  # a very high practice that ends at this share of its peak or below came down (assumption)
RISES = 3  # rises in a row on one step (assumption)
RISE_BY = 20.0  # and by so much in all, SUDS (assumption)
RELAPSE = 50.0  # a newest level above this closes what a finished step opened, SUDS (assumption)
RELAPSE_BY = 15.0  # if it is also so much above the level at which the step was enough, SUDS (noise; assumption)


class Condition(NamedTuple):
    """One condition, or what joins the conditions before it by all or any. Compiled, it is a record of an array."""

    op: int  # LEAF, ALL, ANY
    parts: int  # how many results before it are joined
    column: int  # which rating
    sense: float  # 1: at most; -1: at least
    limit: float  # a number, or a share of `of`
    strict: int  # below, above
    of: int  # NUMBER, FIRST, FIRST_DAYS, HIGHEST, OWN, PLAN
    base: int  # the rating that the share is of
    least: float  # the least that it may be a share of
    need: int  # successes
    window: int  # among so many last days or practices
    by_day: int  # days, not practices
    speaks: int  # WORST, LAST, BEST
    lenient: int  # practices count that were left early or done in part
    without: int  # a column that has to be 0 (a safety behaviour); -1: none
    numb_at: float
    if_given: int  # holds as long as nobody gave the rating
    marks: int  # bits, one of which a practice must have; 0: any practice
    written_below: float


class Rule(NamedTuple):
    """A progression rule in numbers."""

    done: Sequence[Condition]
    tender: Sequence[Condition]  # for steps of touch, sex and trauma gone through again
    back: Sequence[Condition]
    pick: int
    low: float  # band
    high: float
    ceiling: float  # random: what is expected higher comes last
    one_facet: int
    boosters: Ints  # days between practices after everything is done


class Log(NamedTuple):
    """Practices in the order of time, `width` numbers each: ``cells[practice * width + column]``.

    The first columns are those named above: the practice of the same step before (-1: none), the day, the running
    number of that step's practice day, the step (-1: none of this ladder), whether it was left early, whether it
    cannot count (done less than half, or with what the step is to leave out), the highest distress noted at all, how
    it ended, its marks, whether distress lasted for hours, whether it begins a sitting that the limits count, and
    numbness. Then comes what a rule reads.
    """

    width: int
    cells: Floats
    last: Ints  # last practice of each step; -1: never
    count: int


class Steps(NamedTuple):
    """What is known of n steps besides the log. `needs` and `near` are n x n, row by row, or empty."""

    expected: Floats
    written: Floats
    allowed: Flags  # within the cap on distress, and open to this person
    tender: Flags
    body: Flags  # body exercises
    theme: Ints
    needs: Flags
    near: Flags


class Limits(NamedTuple):
    """Numbers of the screens."""

    cap: float
    start_below: float
    per_day: int
    per_week: int
    away_days: int


class Moment(NamedTuple):
    """The moment of the question, and what was said at it."""

    today: int
    rested: bool  # whether the least rest since the last practice is over
    sitting: bool  # whether the sitting of the last practice may go on
    low_energy: bool
    chosen: int  # the step that somebody chose; NOBODY
    led: bool  # whether a professional chose it
    halt: int  # GO, NO_STEP, SAME


class Stand(NamedTuple):
    """Where every step stands, kept by :func:`note`."""

    done: list[bool]
    fell_back: list[bool]  # finished, but the newest level is high: it opens nothing new
    level: list[float]  # at which the step became enough, SUDS


# ------------------------------------------------------------------------------------------------------------- enough


def reference(row: Condition, log: Log, step: int, written: float) -> float:
    """Return what the limit is a share of: 1 for a number, nan where it was never said or is too small."""
    if row.of == NUMBER or row.of == OWN:
        return 1.0
    found = written if row.of == PLAN else math.nan
    earlier, turn, i = math.nan, math.nan, log.last[step]
    while row.of != PLAN and i >= 0:
        x, day = log.cells[i * log.width + row.base], log.cells[i * log.width + TURN]
        if x == x:
            if row.of == FIRST_DAYS and day != turn:
                earlier, turn, found = found, day, x
            elif row.of == FIRST or not x <= found:
                found = x
        i = int(log.cells[i * log.width + BEFORE])
    if row.of == FIRST_DAYS and earlier == earlier:
        found = (found + earlier) / 2.0
    return found if found >= row.least else math.nan


def counts(row: Condition, log: Log, i: int) -> bool:
    """Return whether a practice can be a success at all."""
    at = i * log.width
    if not row.lenient and (log.cells[at + LEFT] > 0.0 or log.cells[at + VOID] > 0.0):
        return False
    if row.marks and not int(log.cells[at + MARKS]) & row.marks:
        return False
    return not (row.without >= 0 and log.cells[at + row.without] > 0.0) and not log.cells[at + NUMB] >= row.numb_at


def judged(row: Condition, log: Log, i: int, share_of: float) -> tuple[int, float]:
    """Return what one practice says: 1 a success, 0 a failure, -1 nothing; and its value, lower is better."""
    at = i * log.width
    x, limit = row.sense * log.cells[at + row.column], row.sense * row.limit * share_of
    if row.of == OWN:
        limit = limit * log.cells[at + row.base]
    if not counts(row, log, i):
        return 0, math.inf
    if x != x or limit != limit:
        return -1, x
    met_it = x < limit - TIE if row.strict else x <= limit + TIE
    return (1, x) if met_it else (0, x)


def met(row: Condition, log: Log, step: int, written: float) -> bool:
    """Return whether one condition holds: enough successes among the last practices, or days of practice."""
    if not written < row.written_below:
        return False
    share_of = reference(row, log, step, written)
    i, seen, passed = log.last[step], 0, 0
    while i >= 0 and seen < row.window:
        said, value = judged(row, log, i, share_of)
        turn, i = log.cells[i * log.width + TURN], int(log.cells[i * log.width + BEFORE])
        while row.by_day and i >= 0 and log.cells[i * log.width + TURN] == turn:  # which of several stands for the day
            other, another = judged(row, log, i, share_of)
            worse = other < said or (other == said and another > value)
            if other >= 0 and (said < 0 or (row.speaks == WORST and worse) or (row.speaks == BEST and not worse)):
                said, value = other, another
            i = int(log.cells[i * log.width + BEFORE])
        if said >= 0:
            seen += 1
            passed += said
            if passed >= row.need:
                return True
    return row.if_given > 0 and seen == 0


def holds(criterion: Sequence[Condition], log: Log, step: int, written: float) -> bool:
    """Return whether a whole criterion holds for one step. Results of parts are the last bits of one number."""
    bits = 0
    for k in range(len(criterion)):
        row = criterion[k]
        if row.op == LEAF:
            bits = bits << 1 | int(met(row, log, step, written))
        else:
            every = (1 << row.parts) - 1
            found = bits & every
            value = found == every if row.op == ALL else found != 0
            bits = bits >> row.parts << 1 | int(value)
    return bits > 0


def note(rule: Rule, log: Log, steps: Steps, stand: Stand, step: int) -> None:
    """Judge a step after a practice of it. What is enough stays enough: a later practice or a pause undoes nothing."""
    at = log.last[step] * log.width
    level = log.cells[at + LEVEL]
    if not stand.done[step]:
        criterion = rule.tender if steps.tender[step] else rule.done
        stand.done[step] = holds(criterion, log, step, steps.written[step])
        stand.fell_back[step] = False
        stand.level[step] = level if level == level else 0.0
    elif level > max(RELAPSE, stand.level[step] + RELAPSE_BY):
        stand.fell_back[step] = True
    elif level == level and log.cells[at + LEFT] <= 0.0:
        stand.fell_back[step] = False
    if rule.pick == ONWARD:
        leave_behind(log, steps, stand, step)


def leave_behind(log: Log, steps: Steps, stand: Stand, step: int) -> None:
    """Count as enough what somebody left behind for a harder step of the same theme, at 50 or less and not rising."""
    for j in range(len(stand.done)):
        i = log.last[j]
        if stand.done[j] or steps.tender[j] or i < 0 or steps.theme[j] != steps.theme[step]:
            continue
        if not steps.written[j] < steps.written[step] - TIE:
            continue
        at, first = i * log.width, i
        while int(log.cells[first * log.width + BEFORE]) >= 0:
            first = int(log.cells[first * log.width + BEFORE])
        level, begun = log.cells[at + LEVEL], log.cells[first * log.width + LEVEL]
        plain = log.cells[at + LEFT] <= 0.0 and log.cells[at + VOID] <= 0.0 and not log.cells[at + NUMB] >= 70.0
        if plain and first != i and level <= RELAPSE and level <= begun:
            stand.done[j], stand.level[j] = True, level


# ------------------------------------------------------------------------------------------------------ which is next


def is_open(steps: Steps, stand: Stand, step: int, one_facet: int) -> bool:
    """Return whether a step may be practised: let through, what it requires is done, no leap over facets."""
    n = len(stand.done)
    if not steps.allowed[step]:
        return False
    if len(steps.needs):
        for j in range(n):
            if steps.needs[step * n + j] and not (stand.done[j] and not stand.fell_back[j]):
                return False
    if not one_facet or stand.done[step] or not len(steps.near):
        return True
    begun = False
    for j in range(n):
        if stand.done[j] and steps.near[step * n + j]:
            return True
        begun = begun or stand.done[j]
    return not begun


def easiest(expected: Floats, flags: Flags) -> int:
    """Return the easiest of those flagged, of equals the lower one; NOBODY for none."""
    low, at = math.inf, NOBODY
    for i in range(len(expected)):
        if flags[i] and expected[i] < low:
            low, at = expected[i], i
    for i in range(at):
        if flags[i] and expected[i] <= low + TIE:
            return i
    return at


def is_easier(steps: Steps, one: int, other: int) -> bool:
    """Return whether a step is easier by what is expected now and by what was written."""
    now = steps.expected[one] < steps.expected[other] - TIE
    return now and steps.written[one] < steps.written[other] - TIE


def is_harder(steps: Steps, one: int, other: int) -> bool:
    """Return whether a step is harder by what is expected now or by what was written."""
    now = steps.expected[one] > steps.expected[other] + TIE
    return now or steps.written[one] > steps.written[other] + TIE


def easier(steps: Steps, ready: Flags, here: int) -> int:
    """Return the hardest of those ready that is easier than `here` by both numbers; NOBODY for none."""
    found, high = NOBODY, -math.inf
    for i in range(here):
        if ready[i] and is_easier(steps, i, here) and steps.expected[i] > high:
            found, high = i, steps.expected[i]
    return found


def picked(
    rule: Rule, steps: Steps, log: Log, stand: Stand, todo: Sequence[bool], here: int, drawn: Floats
) -> int:
    """Return the step that a rule turns to, of those to do; NOBODY for none."""
    low = easiest(steps.expected, todo)
    if rule.pick == ONWARD:
        return onward(steps, stand, todo, here, low)
    if rule.pick == LOWEST:
        return here if here >= 0 and todo[here] and steps.written[low] >= steps.written[here] else low
    at, best = NOBODY, -math.inf
    for i in range(len(todo)):
        if not todo[i]:
            continue
        score = steps.expected[i]  # HARDEST
        if rule.pick == RANDOM:
            score = drawn[i] if steps.expected[i] <= rule.ceiling else -math.inf
        if rule.pick == BAND:
            last = log.cells[log.last[i] * log.width + LEVEL] if log.last[i] >= 0 else math.nan
            level = last if last == last else steps.expected[i]
            score = -abs(level - (rule.low + rule.high) / 2.0)
        if score > best:
            at, best = i, score
    return at if at >= 0 else low


def onward(steps: Steps, stand: Stand, todo: Flags, here: int, low: int) -> int:
    """Return the step begun, or the easiest to do that is not below one that went well in the same theme."""
    if here >= 0 and todo[here]:
        return here
    at, best = NOBODY, math.inf
    for i in range(len(todo)):
        passed = False
        for j in range(len(todo)):
            well = stand.done[j] and not stand.fell_back[j]
            passed = passed or (well and steps.theme[j] == steps.theme[i] and is_easier(steps, i, j))
        if todo[i] and not (passed and not stand.fell_back[i]) and steps.expected[i] < best - TIE:
            at, best = i, steps.expected[i]
    return at if at >= 0 else low


def booster_due(rule: Rule, log: Log, step: int, today: int) -> bool:
    """Return whether a finished step was left alone for longer than the wait before."""
    i = log.last[step]
    if i < 0:
        return False
    last = log.cells[i * log.width + DAY]
    while i >= 0 and log.cells[i * log.width + DAY] == last:
        i = int(log.cells[i * log.width + BEFORE])
    between = last - log.cells[i * log.width + DAY] if i >= 0 else 0.0
    for k in range(len(rule.boosters)):
        if rule.boosters[k] > between:
            return today - last >= rule.boosters[k]
    return False


# ------------------------------------------------------------------------------------------------------------ screens


def stays_high(log: Log, limits: Limits, i: int) -> bool:
    """Return whether a practice alone was very high and is not known to have come down."""
    at = i * log.width
    level, end = log.cells[at + LEVEL], log.cells[at + END]
    if not level >= limits.cap or int(log.cells[at + MARKS]) & LED:
        return False
    return log.cells[at + LATER] > 0.0 or not end <= FALL_SHARE * level + TIE


def lasting(log: Log, limits: Limits) -> int:
    """Return how many of the last rated practices were very high, alone, and did not come down."""
    seen, high, i = 0, 0, log.count - 1
    while i >= 0 and seen < RECENT:
        if log.cells[i * log.width + LEVEL] == log.cells[i * log.width + LEVEL]:
            seen += 1
            high += int(stays_high(log, limits, i))
        i -= 1
    return high


def came_down(log: Log, limits: Limits) -> bool:
    """Return whether the last practice was very high, alone, and came down within the exercise."""
    i = log.count - 1
    if i < 0 or int(log.cells[i * log.width + MARKS]) & LED:
        return False
    return log.cells[i * log.width + LEVEL] >= limits.cap and not stays_high(log, limits, i)


def held_back(log: Log, limits: Limits) -> bool:
    """Return whether nothing harder may follow: the last practice was left early, stayed very high, or lasted."""
    i = log.count - 1
    if i < 0 or int(log.cells[i * log.width + MARKS]) & LED:
        return False
    at = i * log.width
    return log.cells[at + LEFT] > 0.0 or log.cells[at + LATER] > 0.0 or stays_high(log, limits, i)


def practised_since(log: Log, day: int) -> int:
    """Return how many sittings that the limits count there were on a day and after it."""
    found, i = 0, log.count - 1
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
    last = log.count - 1
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
    if moment.halt == SAME:
        rung = here if here >= 0 and ready[here] else NOBODY
        return rung, turned(log, rung, here), GENTLY
    if moment.chosen >= 0 and moment.led:
        return moment.chosen, chosen_kind(steps, log, moment.chosen, here), CHOSEN
    stays = lasting(log, limits)
    if stays >= HELP_AT:
        return NOBODY, SUPPORT, STAYED_HIGH
    rung, action, why = proposed(rule, steps, limits, log, stand, moment, drawn, ready, todo, here)
    if action == COMPLETE and not all_done:
        return NOBODY, BRIDGE, ABOVE_CAP
    if action == COMPLETE:
        return complete(rule, steps, log, moment, ready, todo)
    rung, action, why = eased(steps, limits, log, moment, ready, todo, here, (rung, action, why), stays)
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


def chosen_kind(steps: Steps, log: Log, rung: int, here: int) -> int:
    """Return what going where somebody chose amounts to."""
    if here < 0:
        return START
    if rung == here:
        return REPEAT
    return STEP_BACK if steps.expected[rung] < steps.expected[here] else ADVANCE


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
        return rung, chosen_kind(steps, log, rung, here), CHOSEN
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
    steps: Steps, limits: Limits, log: Log, moment: Moment, ready: Flags, todo: list[bool], here: int,
    offer: tuple[int, int, int], stays: int,
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
    last = log.cells[(log.count - 1) * log.width + DAY]
    if stand.fell_back[here] and ready[here] and not is_easier(steps, rung, here):
        return here, REPEAT, FELL_BACK
    if moment.today - last >= limits.away_days and rung >= 0 and not is_easier(steps, rung, here) and ready[here]:
        rung = begin_again(steps, log, ready, here)
        return rung, REPEAT if rung == here else STEP_BACK, AWAY
    if rising(log, here) and not is_easier(steps, rung, here):
        rung = easier(steps, ready, here)
        return (rung, STEP_BACK, RISING) if rung >= 0 else (here, REPEAT, RISING)
    return rung, action, why


def complete(
    rule: Rule, steps: Steps, log: Log, moment: Moment, ready: Flags, todo: Flags
) -> tuple[int, int, int]:
    """Return what is offered when every step is done: the hardest that is due once more, or nothing."""
    rung = NOBODY
    for i in range(len(ready)):
        if steps.allowed[i] and booster_due(rule, log, i, moment.today):
            rung = i
    return (rung, BOOSTER, BY_RULE) if rung >= 0 else (NOBODY, COMPLETE, BY_RULE)
