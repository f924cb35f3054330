"""Whether a step of one person is enough to go on from, as plain loops over what was practised.

One text, two uses. For one person it runs as it stands, on lists; for thousands of virtual clients the same functions
are compiled, on arrays. Every function takes plain sequences of numbers and returns numbers: none draws chance, reads
a clock or keeps anything. Distress is 0–100, days are ordinals, and what was not said is nan.
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
    total: int  # how many practices


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
