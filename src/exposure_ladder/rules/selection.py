"""Which step a rule turns to, as plain loops: what is open, what is easier, and how rules pick. Part of the kernel."""

from __future__ import annotations

import math
from collections.abc import Sequence

from exposure_ladder.rules.kernel import (
    BAND,
    BEFORE,
    DAY,
    LEVEL,
    LOWEST,
    NOBODY,
    ONWARD,
    RANDOM,
    TIE,
    Flags,
    Floats,
    Log,
    Rule,
    Stand,
    Steps,
)


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


def picked(rule: Rule, steps: Steps, log: Log, stand: Stand, todo: Sequence[bool], here: int, drawn: Floats) -> int:
    """Return the step that a rule turns to, of those to do; NOBODY for none."""
    low = easiest(steps.expected, todo)
    if rule.pick == ONWARD:
        return onward(steps, stand, todo, here, low)
    if rule.pick == LOWEST:
        return written_easier(steps, todo, here) if here >= 0 and todo[here] else low
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


def written_easier(steps: Steps, todo: Flags, here: int) -> int:
    """Return the easiest of those to do that were written easier than the step begun too, or that step itself."""
    at, best = here, math.inf
    for i in range(len(todo)):
        lower = steps.written[i] < steps.written[here] and steps.expected[i] <= steps.expected[here] + TIE
        if todo[i] and lower and steps.expected[i] < best - TIE:
            at, best = i, steps.expected[i]
    return at


def onward(steps: Steps, stand: Stand, todo: Flags, here: int, low: int) -> int:
    """Return the step begun, or the easiest to do that is not below one that went well in the same theme."""
    if here >= 0 and todo[here]:
        return here
    at, best = NOBODY, math.inf
    for i in range(len(todo)):
        passed = False
        for j in range(len(todo)):
            well = stand.done[j] and not stand.fell_back[j] and steps.theme[j] == steps.theme[i]
            after = len(steps.needs) > 0 and steps.needs[i * len(todo) + j]
            passed = passed or (well and not after and steps.written[i] < steps.written[j] - TIE)
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
