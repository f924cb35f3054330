"""How long it takes to start: whole processes, against a bare interpreter.

Every round starts one process of each kind, in an order that changes from round to round, with the same flags and the
same environment. A round gives one ratio for each case; the median of the ratios is compared with the limit. Byte-code
is warmed first, so that compiling is not measured. Only the standard library is used.

    python benchmarks/startup.py [--rounds 60] [--json]

Exit code: 0 within the limits, 1 above one, 2 when something could not be measured.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from time import perf_counter

FLAGS = ("-X", "utf8")
BARE = ("-c", "pass")
WARM_UP = 3


@dataclass(frozen=True)
class Case:
    """A way to start, and how many times a bare interpreter's time it may take."""

    name: str
    arguments: tuple[str, ...]
    limit: float


CASES = (
    Case("import exposure_ladder", ("-c", "import exposure_ladder"), 1.3),
    Case("exposure-ladder --help", ("-m", "exposure_ladder", "--help"), 3.0),
)


@dataclass(frozen=True)
class Row:
    """The result of one case: medians over the rounds, with the quartiles of the ratio."""

    case: str
    milliseconds: float
    bare_milliseconds: float
    ratio: float
    quartiles: tuple[float, float]
    limit: float

    @property
    def within(self) -> bool:
        """Whether the case keeps its limit."""
        return self.ratio <= self.limit


def environment() -> dict[str, str]:
    """Return the environment of every process: this one, without what would change how Python starts."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def seconds(arguments: tuple[str, ...]) -> float:
    """Return the time from start to end of one process."""
    command = (sys.executable, *FLAGS, *arguments)
    begin = perf_counter()
    done = subprocess.run(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    taken = perf_counter() - begin
    if done.returncode != 0:
        print(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr.decode()}", file=sys.stderr)
        raise SystemExit(2)
    return taken


def measure(rounds: int) -> list[Row]:
    """Start everything once a round and return one row a case."""
    programs = (BARE, *(case.arguments for case in CASES))
    for _ in range(WARM_UP):
        for program in programs:
            seconds(program)
    times: dict[tuple[str, ...], list[float]] = {program: [] for program in programs}
    for number in range(rounds):
        first = number % len(programs)
        for program in (*programs[first:], *programs[:first]):
            times[program].append(seconds(program))
    return [_row(case, times[case.arguments], times[BARE]) for case in CASES]


def _row(case: Case, taken: list[float], bare: list[float]) -> Row:
    ratios = [whole / empty for whole, empty in zip(taken, bare, strict=True)]
    low, _, high = quantiles(ratios, n=4)
    return Row(
        case=case.name,
        milliseconds=round(1000 * median(taken), 2),
        bare_milliseconds=round(1000 * median(bare), 2),
        ratio=round(median(ratios), 3),
        quartiles=(round(low, 3), round(high, 3)),
        limit=case.limit,
    )


def as_table(rows: list[Row]) -> str:
    """Return the rows as text for a person."""
    lines = [f"{'case':<24} {'ms':>8} {'bare ms':>8} {'ratio':>6}  {'quartiles':>11} {'limit':>6}"]
    for row in rows:
        quarter = f"{row.quartiles[0]:.2f}–{row.quartiles[1]:.2f}"
        verdict = "ok" if row.within else "ABOVE THE LIMIT"
        lines.append(
            f"{row.case:<24} {row.milliseconds:>8.1f} {row.bare_milliseconds:>8.1f} {row.ratio:>6.2f}  {quarter:>11}"
            f" {row.limit:>6.1f}  {verdict}"
        )
    return "\n".join(lines)


def main() -> int:
    """Measure, print, and say by the exit code whether the limits hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=60, help="processes of each kind (default 60, at least 5)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    if options.rounds < 5:
        parser.error("--rounds: expected at least 5")
    rows = measure(options.rounds)
    if options.json:
        place = {"python": platform.python_version(), "system": platform.system(), "machine": platform.machine()}
        result = {"benchmark": "startup", **place, "rounds": options.rounds}
        print(json.dumps(result | {"rows": [asdict(row) | {"within": row.within} for row in rows]}, indent=2))
    else:
        print(as_table(rows))
    return 0 if all(row.within for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
