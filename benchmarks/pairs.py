"""Compare competitors fairly on a noisy machine: interleaved rounds, and one ratio for each round.

Every round runs every competitor once, in an order that rotates from round to round, each as often in a row as a short
span of time needs. What is measured is processor time of this process, all its threads together: waiting for a
processor that others use does not count. Within a round caches and clock rates are about the same for all, so the
ratios of a round are worth more than its times: the median of the per-round ratios counts, with the quartiles beside
it. Garbage is collected between rounds, never while the clock runs.
"""

from __future__ import annotations

import gc
import importlib
import importlib.metadata
import os
import platform
import sys
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from time import process_time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from types import ModuleType

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
SPAN = 0.01
"""Seconds that a competitor takes in each round, at the least."""
MANY = 2**20


@dataclass(frozen=True)
class Timing:
    """Median seconds of one call, and how many times as long the reference takes (median and quartiles of rounds)."""

    seconds: float
    times_faster: float
    quartiles: tuple[float, float]


def one_thread() -> None:
    """Hold linear algebra to one thread; must be called before numpy is imported."""
    if "numpy" in sys.modules:
        raise RuntimeError("one_thread() comes before the first import of numpy")
    os.environ.update(dict.fromkeys(THREADS, "1"))


def peers(names: Mapping[str, str]) -> dict[str, ModuleType]:
    """Import packages (import name → distribution); say which ones are missing, and end with exit code 2."""
    found, missing = {}, []
    for name, distribution in names.items():
        try:
            found[name] = importlib.import_module(name)
        except ImportError:
            missing.append(distribution)
    if missing:
        needed = f"Not installed: {', '.join(missing)}. Needed for this comparison: pip install {' '.join(missing)}"
        print(needed, file=sys.stderr)
        raise SystemExit(2)
    return found


def compare(cases: Mapping[str, Callable[[], object]], reference: str, *, rounds: int) -> dict[str, Timing]:
    """Time the cases in interleaved rounds and return how each stands against the reference."""
    names = list(cases)
    calls = {name: _calls(cases[name]) for name in names}
    times: dict[str, list[float]] = {name: [] for name in names}
    collecting = gc.isenabled()
    gc.disable()
    try:
        for number in range(rounds):
            first = number % len(names)
            for name in (*names[first:], *names[:first]):
                times[name].append(_seconds(cases[name], calls[name]))
            gc.collect()
    finally:
        if collecting:
            gc.enable()
    return {name: _timing(times[name], times[reference]) for name in names}


def _calls(case: Callable[[], object]) -> int:
    """Return how many calls in a row take a span; the first calls also warm up."""
    calls = 1
    while calls < MANY and _seconds(case, calls) * calls < SPAN:
        calls *= 2
    return calls


def _seconds(case: Callable[[], object], calls: int) -> float:
    begin = process_time()
    for _ in range(calls):
        case()
    return (process_time() - begin) / calls


def _timing(taken: list[float], reference: list[float]) -> Timing:
    ratios = [theirs / ours for ours, theirs in zip(taken, reference, strict=True)]
    low, _, high = quantiles(ratios, n=4)
    return Timing(median(taken), median(ratios), (low, high))


@dataclass(frozen=True)
class Row:
    """One line of a result: what was timed, the reference, how many times faster, and the least that is asked for."""

    task: str
    case: str
    seconds: float
    times_faster: float
    quartiles: tuple[float, float]
    at_least: float | None = None

    @property
    def within(self) -> bool:
        """Whether the goal is reached; a row without one always is."""
        return self.at_least is None or self.times_faster >= self.at_least


def rows(task: str, timings: Mapping[str, Timing], goals: Mapping[str, float]) -> list[Row]:
    """Return a row for each case, with its goal if it has one."""
    return [
        Row(task, name, timing.seconds, timing.times_faster, timing.quartiles, goals.get(name))
        for name, timing in timings.items()
    ]


def as_table(lines: Iterable[Row]) -> str:
    """Return rows as text for a person."""
    lines = list(lines)
    wide = max(len(row.case) for row in lines)
    out, task = [], None
    for row in lines:
        if row.task != task:
            task = row.task
            out += ["", task, f"  {'':<{wide}} {'time':>10} {'faster':>9}  {'quartiles':>17} {'goal':>6}"]
        goal = "" if row.at_least is None else f"{row.at_least:g}"
        verdict = "" if row.at_least is None else "  met" if row.within else "  MISSED"
        quarter = f"{row.quartiles[0]:.3g}–{row.quartiles[1]:.3g} ×"
        times = f"{_shown(row.seconds):>10} {row.times_faster:>7.3g} ×  {quarter:>17}"
        out.append(f"  {row.case:<{wide}} {times} {goal:>6}{verdict}")
    return "\n".join(out[1:])


def as_dict(benchmark: str, lines: Iterable[Row], *, rounds: int, versions: Iterable[str]) -> dict[str, Any]:
    """Return rows as plain data, with the versions and the kind of machine."""
    place = {"python": platform.python_version(), "system": platform.system(), "machine": platform.machine()}
    known = {name: importlib.metadata.version(name) for name in versions}
    shown = [asdict(row) | {"within": row.within} for row in lines]
    return {"benchmark": benchmark, **place, "versions": known, "rounds": rounds, "rows": shown}


def _shown(seconds: float) -> str:
    for factor, unit in ((1.0, "s"), (1e3, "ms"), (1e6, "µs")):
        if seconds * factor >= 1.0:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"
