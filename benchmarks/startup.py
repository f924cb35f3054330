"""How long it takes to start, and to do what is done most: whole processes.

Starting is measured against a bare interpreter; ``log`` and ``next``, which compute, against one that imports numpy.
They work on the example's ladder with four entries, which is laid out afresh before each of them.

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
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

FLAGS = ("-X", "utf8")
BARE = ("-c", "pass")
NUMPY = ("-c", "import numpy")
WARM_UP = 3
EXAMPLE = Path(__file__).parents[1] / "examples" / "therapist" / "closer.yaml"
COMMAND = ("-m", "exposure_ladder")
ENTRIES = "at,situation,peak\n" + "".join(
    f"2026-03-0{day}T19:00Z,{step},{peak}\n"
    for day, step, peak in ((3, "day", 25), (4, "day", 20), (7, "film", 50), (9, "film", 35))
)


@dataclass(frozen=True)
class Case:
    """A way to start, and how many times another process's time it may take."""

    name: str
    arguments: tuple[str, ...]
    limit: float
    against: tuple[str, ...] = BARE


CASES = (
    Case("import exposure_ladder", ("-c", "import exposure_ladder"), 1.3),
    Case("exposure-ladder --help", (*COMMAND, "--help"), 3.0),
    Case(
        "exposure-ladder log",
        (*COMMAND, "log", "closer.yaml", "film", "--peak", "30", "--at", "2026-03-10T09:00"),
        2.0,
        NUMPY,
    ),
    Case("exposure-ladder next", (*COMMAND, "next", "closer.yaml", "--at", "2026-03-10T09:00"), 3.0, NUMPY),
)


@dataclass(frozen=True)
class Row:
    """The result of one case: medians over the rounds, with the quartiles of the ratio."""

    case: str
    milliseconds: float
    against_milliseconds: float
    ratio: float
    quartiles: tuple[float, float]
    limit: float

    @property
    def within(self) -> bool:
        """Whether the case keeps its limit."""
        return self.ratio <= self.limit


def environment() -> dict[str, str]:
    """Return the environment of every process: this one, without what would change how Python starts."""
    return {name: text for name, text in os.environ.items() if name == "PYTHONPATH" or not name.startswith("PYTHON")}


def seconds(arguments: tuple[str, ...], folder: Path) -> float:
    """Return the time from start to end of one process in a folder with a ladder and its log."""
    command = (sys.executable, *FLAGS, *arguments)
    for path in folder.glob("closer.*"):
        path.unlink()
    for path in (folder / "fresh").glob("*"):
        shutil.copy(path, folder)
    begin = perf_counter()
    done = subprocess.run(
        command, env=environment(), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )
    taken = perf_counter() - begin
    if done.returncode != 0:
        print(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr.decode()}", file=sys.stderr)
        raise SystemExit(2)
    return taken


def measure(rounds: int) -> list[Row]:
    """Start everything once a round and return one row a case."""
    programs = (BARE, NUMPY, *(case.arguments for case in CASES))
    times: dict[tuple[str, ...], list[float]] = {program: [] for program in programs}
    with TemporaryDirectory() as name:
        folder = Path(name)
        fresh = folder / "fresh"
        fresh.mkdir()
        shutil.copy(EXAMPLE, fresh)
        (folder / "entries.csv").write_text(ENTRIES, encoding="utf-8")
        seconds((*COMMAND, "log", str(fresh / EXAMPLE.name), "--from", "entries.csv"), folder)
        for _ in range(WARM_UP):
            for program in programs:
                seconds(program, folder)
        for number in range(rounds):
            first = number % len(programs)
            for program in (*programs[first:], *programs[:first]):
                times[program].append(seconds(program, folder))
    return [_row(case, times[case.arguments], times[case.against]) for case in CASES]


def _row(case: Case, taken: list[float], against: list[float]) -> Row:
    ratios = [whole / other for whole, other in zip(taken, against, strict=True)]
    low, _, high = quantiles(ratios, n=4)
    return Row(
        case=case.name,
        milliseconds=round(1000 * median(taken), 2),
        against_milliseconds=round(1000 * median(against), 2),
        ratio=round(median(ratios), 3),
        quartiles=(round(low, 3), round(high, 3)),
        limit=case.limit,
    )


def as_table(rows: list[Row]) -> str:
    """Return the rows as text for a person."""
    lines = [f"{'case':<24} {'ms':>8} {'against':>8} {'ratio':>6}  {'quartiles':>11} {'limit':>6}"]
    for row in rows:
        quarter = f"{row.quartiles[0]:.2f}–{row.quartiles[1]:.2f}"
        verdict = "ok" if row.within else "ABOVE THE LIMIT"
        lines.append(
            f"{row.case:<24} {row.milliseconds:>8.1f} {row.against_milliseconds:>8.1f} {row.ratio:>6.2f}  {quarter:>11}"
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
