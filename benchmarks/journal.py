"""How long the journal takes to keep one entry, and to give 100,000 back.

The first task is one acknowledged entry: an exposure appended to an open journal, against the same text, made
beforehand, written as a line to an open file and synced. The second is every entry as a record: the journal opened and
read, against the lines of a file, each given to pydantic. There are two references for it: the same record classes,
with every check they make, and a plain pydantic class of the same fields, which checks types only and makes no ids.

Every round runs both sides, in an order that changes from round to round, and gives one ratio; the median counts. What
is measured is time on the wall, since the disk is the point. The folder decides what disk it is.

    python benchmarks/journal.py [--rounds 100] [--folder .] [--json]

Exit code: 0 within the limits, 1 above one.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import sqlite3
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from pydantic import AwareDatetime, BaseModel, ConfigDict

from exposure_ladder import Exposure, Journal

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
ENTRIES = 100_000
IN_A_ROW = 10
"""Entries that each side appends in one round."""
READ_ROUNDS = 5


class Plain(BaseModel):
    """The fields of an exposure for a pydantic that checks types only."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    at: AwareDatetime
    note: str
    type: str
    situation: str
    expected: float
    start: float
    peak: float
    end: float
    series: tuple[tuple[float, float], ...]
    minutes: float
    happened: str
    stopped: str
    share: float
    safety: tuple[str, ...]
    context: tuple[str, ...]
    measures: dict[str, float]


@dataclass(frozen=True)
class Row:
    """Ours against a reference: milliseconds (medians), the ratio with its quartiles, and the most that is allowed."""

    task: str
    reference: str
    milliseconds: float
    reference_milliseconds: float
    ratio: float
    quartiles: tuple[float, float]
    limit: float | None

    @property
    def within(self) -> bool:
        """Whether the row keeps its limit; one without a limit always does."""
        return self.limit is None or self.ratio <= self.limit


def exposure(number: int) -> Exposure:
    """Return one of many exposures, all different."""
    at = NOW - timedelta(minutes=number)
    felt = {"expected": 60.0, "start": 40.0, "peak": 55.0 + number % 40, "end": 30.0, "minutes": 25.0}
    return Exposure(situation="film", at=at, note="Stayed until the third stop.", **felt)


def line(entry: Exposure) -> str:
    """Return an entry as the journal keeps it."""
    return entry.model_dump_json(exclude_none=True)


def timed(sides: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Return seconds of each side in each round, with garbage collected between the rounds only."""
    times: dict[str, list[float]] = {name: [] for name in sides}
    gc.disable()
    for number in range(rounds):
        for name in sorted(sides, reverse=number % 2 == 1):
            begin = perf_counter()
            kept = sides[name]()
            times[name].append(perf_counter() - begin)
            del kept
            gc.collect()
    gc.enable()
    return times


def rows(task: str, times: dict[str, list[float]], limits: Mapping[str, float | None], *, units: int) -> list[Row]:
    """Compare the journal with each reference; `units` is what one round does."""
    found, ours = [], times["journal"]
    for reference, limit in limits.items():
        theirs = times[reference]
        ratios = [own / other for own, other in zip(ours, theirs, strict=True)]
        low, _, high = quantiles(ratios, n=4)
        took, other = (round(1000 * median(taken) / units, 4) for taken in (ours, theirs))
        found.append(
            Row(task, reference, took, other, round(median(ratios), 3), (round(low, 3), round(high, 3)), limit)
        )
    return found


def appending(folder: Path, rounds: int) -> list[Row]:
    """Measure one durable entry."""
    ours, theirs = count(0), count(0)
    made = [exposure(number) for number in range((rounds + 1) * IN_A_ROW)]
    lines = [f"{line(entry)}\n" for entry in made]
    with Journal(folder / "append.journal") as journal, (folder / "append.jsonl").open("a") as file:

        def keep() -> None:
            for _ in range(IN_A_ROW):
                journal.append(made[next(ours)], at=NOW)

        def write() -> None:
            for _ in range(IN_A_ROW):
                file.write(lines[next(theirs)])
                file.flush()
                os.fsync(file.fileno())

        keep(), write()  # both files are made and open
        times = timed({"journal": keep, "line + fsync": write}, rounds)
    return rows("append one exposure, durably", times, {"line + fsync": 1.6}, units=IN_A_ROW)


def reading(folder: Path) -> list[Row]:
    """Measure many entries as records."""
    made = [exposure(number) for number in range(ENTRIES)]
    kept, path = folder / "read.journal", folder / "read.jsonl"
    path.write_text("".join(f"{line(entry)}\n" for entry in made), encoding="utf-8")
    with Journal(kept) as journal:
        journal.append(*made, at=NOW)

    def read() -> object:
        with Journal(kept) as journal:
            return journal.entries()

    def by(record: type[BaseModel]) -> Callable[[], object]:
        def parsed() -> object:
            with path.open("rb") as file:
                return tuple(record.model_validate_json(text) for text in file)

        return parsed

    same, plain = "same records, line by line", "plain pydantic, line by line"
    assert read() == by(Exposure)() == tuple(made)
    del made
    times = timed({"journal": read, same: by(Exposure), plain: by(Plain)}, READ_ROUNDS)
    return rows(f"read {ENTRIES:,} entries", times, {same: 1.5, plain: None}, units=1)


def as_table(found: list[Row]) -> str:
    """Return the rows as text for a person."""
    head = f"{'task':<28} {'against':<28} {'ms':>9} {'its ms':>9} {'ratio':>6}  {'quartiles':>11} {'limit':>6}"
    lines = [head]
    for row in found:
        quarter = f"{row.quartiles[0]:.2f}–{row.quartiles[1]:.2f}"
        verdict = "" if row.limit is None else f"{row.limit:>6.1f}  {'ok' if row.within else 'ABOVE THE LIMIT'}"
        times = f"{row.milliseconds:>9.3f} {row.reference_milliseconds:>9.3f} {row.ratio:>6.2f}"
        lines.append(f"{row.task:<28} {row.reference:<28} {times}  {quarter:>11} {verdict}".rstrip())
    return "\n".join(lines)


def main() -> int:
    """Measure, print, and say by the exit code whether the limits hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=100, help="rounds of appending (default 100, at least 5)")
    parser.add_argument("--folder", default=".", help="where the files are laid while it measures (default: here)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    if options.rounds < 5:
        parser.error("--rounds: expected at least 5")
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        found = appending(Path(folder), options.rounds) + reading(Path(folder))
    place = {"python": platform.python_version(), "system": platform.system(), "machine": platform.machine()}
    place |= {"sqlite": sqlite3.sqlite_version, "pydantic": version("pydantic")}
    if options.json:
        shown = [asdict(row) | {"within": row.within} for row in found]
        print(json.dumps({"benchmark": "journal", **place, "rounds": options.rounds, "rows": shown}, indent=2))
    else:
        print(as_table(found))
        print(", ".join(f"{name} {value}" for name, value in place.items()))
    return 0 if all(row.within for row in found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
