"""The planner's own rule and screens for virtual clients: the same text, compiled by numba where it is there.

Without numba it runs as it stands, with the same numbers, and slower. Nothing here is a second text of a rule.
"""

from __future__ import annotations

import hashlib
import inspect
from functools import cache
from importlib.util import find_spec
from types import FunctionType, SimpleNamespace
from typing import TYPE_CHECKING, Any, Final, get_type_hints

import numpy as np

from exposure_ladder.rules import decision, kernel, selection
from exposure_ladder.rules.decision import choose
from exposure_ladder.rules.kernel import (
    BEFORE,
    DAY,
    GO,
    LEFT,
    NOBODY,
    REST,
    STEP,
    TURN,
    Condition,
    Log,
    Moment,
    Stand,
    Steps,
    holds,
    note,
)

if TYPE_CHECKING:
    from exposure_ladder.rules.kernel import Flags, Floats, Ints, Limits, Rule

__all__ = ["COMPILED", "blocks", "in_arrays"]

COMPILED: Final = find_spec("numba") is not None
"""Whether cohorts run compiled."""
_MODULES: Final = (kernel, selection, decision)


def _entries(stamp: str) -> Any:
    """Return the two functions of a block; a compiled copy is kept under `stamp`, the hash of all texts it holds."""

    def offers(
        rule: Rule, limits: Limits, width: int, today: int, expected: Any, written: Floats, allowed: Any, theme: Ints,
        needs: Flags, tender: Flags, body: Flags, cells: Any, last: Any, total: Any, done: Any, fell_back: Any,
        level: Any, drawn: Any, staying: Flags, ready: Any, todo: Any, rung: Any, action: Any,
    ) -> None:  # fmt: skip
        """Write into `rung` and `action` what every client who stays is offered on a morning."""
        moment = Moment(today, len(stamp) > 0, False, False, NOBODY, False, GO)
        for c in range(len(rung)):
            rung[c], action[c] = NOBODY, REST
            if staying[c]:
                steps = Steps(expected[c], written, allowed[c], tender, body, theme, needs, needs[:0])
                log = Log(width, cells[c], last[c], total[c])
                stand = Stand(done[c], fell_back[c], level[c])
                found = choose(rule, steps, limits, log, stand, moment, drawn[c], ready, todo)
                rung[c], action[c] = found[0], found[1]

    def notes(
        rule: Rule, reached: Any, width: int, today: int, written: Floats, theme: Ints, tender: Flags, cells: Any,
        last: Any, total: Any, done: Any, fell_back: Any, level: Any, met: Any, went: Flags, rung: Ints, told: Any,
    ) -> None:  # fmt: skip
        """Write the practice of those who went into their logs, and judge that step; `told` begins with LEFT."""
        steps = Steps(written, written, tender, tender, tender, theme, tender[:0], tender[: len(stamp) - len(stamp)])
        for c in range(len(went)):
            if went[c]:
                step, at, turn = rung[c], total[c] * width, 1.0
                if last[c][step] >= 0:
                    turn = cells[c][last[c][step] * width + TURN] + 1.0
                cells[c][at + BEFORE], cells[c][at + DAY] = last[c][step], today
                cells[c][at + TURN], cells[c][at + STEP] = turn, step
                for m in range(LEFT, width):
                    cells[c][at + m] = told[m - LEFT][c]
                last[c][step] = total[c]
                total[c] += 1
                log = Log(width, cells[c], last[c], total[c])
                note(rule, log, steps, Stand(done[c], fell_back[c], level[c]), step)
                if not met[c][step] and holds(reached, log, step, written[step]):
                    met[c][step] = True

    return SimpleNamespace(offers=offers, notes=notes)


@cache
def blocks() -> Any:
    """Return the two functions of a block, compiled together with all that they call."""
    texts = "".join(inspect.getsource(module) for module in _MODULES) + inspect.getsource(_entries)
    entries = _entries(hashlib.sha256(texts.encode()).hexdigest())
    if not COMPILED:
        return entries
    import numba

    space: dict[str, Any] = {}
    for module in _MODULES:
        space |= vars(module)
    for module in _MODULES:
        for name, function in vars(module).items():
            if isinstance(function, FunctionType) and function.__module__ == module.__name__:
                copy = FunctionType(function.__code__, space, name, function.__defaults__)
                space[name] = numba.njit(nogil=True, error_model="numpy")(copy)
    space |= {"Log": Log, "Steps": Steps, "Stand": Stand, "Moment": Moment}
    compiled = {}
    for name, function in vars(entries).items():
        copy = FunctionType(function.__code__, space, name, function.__defaults__, function.__closure__)
        compiled[name] = numba.njit(nogil=True, error_model="numpy", cache=True)(copy)
    return SimpleNamespace(**compiled)


def in_arrays(value: Any) -> Any:
    """Return a rule, or a list of conditions, with arrays in place of lists: conditions become records of an array."""
    if isinstance(value, list) and value and isinstance(value[0], Condition):
        fields = [(name, kind) for name, kind in get_type_hints(Condition).items()]
        return np.array([tuple(row) for row in value], fields)
    if isinstance(value, list):
        return np.array(value, dtype=np.int64)
    return type(value)(*map(in_arrays, value)) if isinstance(value, tuple) else value
