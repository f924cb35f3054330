"""The commands for researchers: virtual clients under one rule or several, and what each learning model shows."""

from __future__ import annotations

import multiprocessing
import secrets
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from exposure_ladder.cli import answers
from exposure_ladder.cli.export import keep
from exposure_ladder.cli.open import document_of, rule_of
from exposure_ladder.cli.options import add_file, add_format, add_new_file
from exposure_ladder.cli.sentences import tell
from exposure_ladder.cli.terminal import columns
from exposure_ladder.errors import ExposureLadderError, StoppedError
from exposure_ladder.research import (
    CLINIC,
    GROUPS,
    OUTCOMES,
    UNGUIDED,
    PolicyComparison,
    as_text,
    read_results,
    scorecard,
    simulate,
)
from exposure_ladder.text import Sheet

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from datetime import datetime
    from typing import Final

    from exposure_ladder.cli.options import Add
    from exposure_ladder.cli.terminal import Terminal
    from exposure_ladder.research import Interval, SimulationResult

_BAR = 24


def study(args: Namespace, terminal: Terminal) -> int:
    """Let virtual clients practise on the steps of a file; print what came of it."""
    course, at = document_of(args.file).course, terminal.now()
    rules = [rule_of(name, course.graph) for name in answers.several(args.rules)]
    out, before = None if args.out is None else Path(args.out), None
    if out is not None and out.suffix not in (".csv", ".npz"):
        raise ExposureLadderError(f"{args.out}: expected a name that ends with .csv or .npz.")
    if out is not None and out.suffix == ".npz" and len(rules) > 1:
        raise ExposureLadderError("--out: the results of several rules go into one table.", hint="Name a .csv file.")
    if out is not None and out.suffix == ".npz" and out.exists() and not args.force:
        before = read_results(BytesIO(out.read_bytes()))
        args.force = True  # what is finished is read, and whole it is written again
    seed = secrets.randbits(32) if args.seed is None else args.seed
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(args.workers, mp_context=spawn) if args.workers > 1 else None
    results: list[SimulationResult] = []
    with pool or nullcontext():
        for rule in rules:
            bar = _Bar(terminal, rule.name)
            try:
                results.append(
                    simulate(
                        course,
                        n_clients=args.clients,
                        n_days=args.days,
                        rng=np.random.default_rng(seed),
                        rule=rule,
                        population=UNGUIDED if args.unguided else CLINIC,
                        adaptive=not args.fixed,
                        at=at,
                        executor=pool,
                        progress=bar,
                        resume=before,
                    )
                )
            except StoppedError as error:
                hint = tell("study_not_kept")
                if out is not None and out.suffix == ".npz" and error.finished is not None:
                    keep(_packed(error.finished), args)
                    hint = tell("study_kept", out=args.out)
                raise StoppedError(str(error.args[0]), finished=error.finished, hint=hint) from error
            finally:
                bar.close()
    found = PolicyComparison(tuple(results))
    if out is not None:
        keep(_packed(results[0]) if out.suffix == ".npz" else found.to_csv(), args)
    if args.format == "json":
        terminal.json(_plain(found, seed))
        return 0
    terminal.page(_sheet(found, args))
    if before is None or args.seed is not None:
        terminal.tell(tell("study_seed", seed=seed))
    if out is not None:
        terminal.tell(tell("study_written", file=args.out))
    return 0


def _packed(result: SimulationResult) -> bytes:
    packed = BytesIO()
    result.save(packed)
    return packed.getvalue()


class _Bar:
    """A line that says how far a study is, how fast, and how long it will take; only where a person watches."""

    def __init__(self, terminal: Terminal, name: str) -> None:
        self._desk, self._name, self._shown = terminal, name, sys.stderr.isatty()
        self._began: datetime = terminal.now()
        self._wide = 0

    def __call__(self, done: int, total: int) -> None:
        if not self._shown:
            return
        seconds = max((self._desk.now() - self._began).total_seconds(), 1e-3)
        full = _BAR * done // total
        line = tell(
            "study_bar",
            rule=self._name,
            bar="█" * full + "·" * (_BAR - full),
            percent=100 * done // total,
            done=done,
            total=total,
            rate=done / seconds,
            left=seconds * (total - done) / done,
        )
        line = line[: columns(80, sys.stderr) - 1]  # one that wrapped could not be wiped
        sys.stderr.write(f"\r{line:<{self._wide}}")
        sys.stderr.flush()
        self._wide = len(line)

    def close(self) -> None:
        """Wipe the line."""
        if self._wide:
            sys.stderr.write(f"\r{' ' * self._wide}\r")
            sys.stderr.flush()


def _sheet(found: PolicyComparison, args: Namespace) -> Sheet:
    """Lay out means with their intervals, a line for each outcome and rule."""
    several, differences = len(found.results) > 1, found.differences()
    rows = []
    summaries = [(result.rule, result.summary()) for result in found.results]
    for outcome, words in OUTCOMES.items():
        for number, (policy, summary) in enumerate(summaries):
            each = summary[outcome]
            cells = ["" if number else words, policy, *_cells(outcome, each)]
            if several:
                points = 100.0 if outcome == "reached" else 1.0
                cells.append(_spread(differences[policy][outcome], points) if number else "")
            rows.append(tuple(cells if several else [cells[0], *cells[2:]]))
    names = ["outcome", "rule", "mean", "95 %", f"less {found.results[0].rule}"]
    names = names if several else ["outcome", "mean", "95 %"]
    who = "unguided" if args.unguided else "in clinic"
    head = tell("study_head", clients=f"{found.results[0].clients:,}", days=args.days, who=who)
    align = "<<>>>" if several else "<>>"
    foot = (tell("study_pairs"), tell("study_end")) if several else (tell("study_end"),)
    return Sheet((head,), tuple(names), align, tuple(rows), foot)


def _cells(outcome: str, found: Interval) -> tuple[str, str]:
    if found.mean != found.mean:
        return "–", ""
    if outcome == "reached":
        return f"{found.mean:.1%}", f"{found.low:.1%} – {found.high:.1%}"
    return f"{found.mean:.1f}", f"{found.low:.1f} – {found.high:.1f}"


def _spread(found: Interval, times: float) -> str:
    if found.mean != found.mean:
        return "–"
    mean, low, high = (times * value for value in (found.mean, found.low, found.high))
    digits = 3 if max(abs(low), abs(high)) < 1.0 else 1
    unit = " points" if times > 1.0 else ""
    return f"{mean:+.{digits}f}{unit} ({low:+.{digits}f} to {high:+.{digits}f})"


def _plain(found: PolicyComparison, seed: int) -> dict[str, Any]:
    """Return summaries and differences as JSON data; null where there is nothing to say."""

    def told(intervals: dict[str, Interval]) -> dict[str, Any]:
        numbers = {name: (each.mean, each.low, each.high) for name, each in intervals.items()}
        return {name: None if any(x != x for x in each) else list(each) for name, each in numbers.items()}

    return {
        "format": 1,
        "kind": "study",
        "seed": seed,
        "about": dict(found.results[0].about) | {"rule": [result.about["rule"] for result in found.results]},
        "results": {result.rule: told(result.summary()) for result in found.results},
        "differences": {name: told(each) for name, each in found.differences().items()},
    }


def phenomena(args: Namespace, terminal: Terminal) -> int:
    """Run every model through every finding and print the scorecard."""
    learning, groups = scorecard(), scorecard({"in clinic": CLINIC}, GROUPS)
    if args.format == "text":
        terminal.write(f"{as_text(learning)}\n\nThe default population of virtual clients:\n\n{as_text(groups)}")
        return 0
    rows = [
        {
            "number": verdict.phenomenon.number,
            "phenomenon": verdict.phenomenon.name,
            "source": verdict.phenomenon.source,
            "model": verdict.model,
            "verdict": verdict.word.lower(),
            "reason": verdict.reason,
            "figures": [round(figure, 4) for figure in verdict.figures],
        }
        for verdict in (*learning, *groups)
    ]
    terminal.json({"format": 1, "kind": "phenomena", "rows": rows})
    return 0


# ---------------------------------------------------------------------------------------------------------- options


_VIRTUAL: Final = "For researchers. Virtual clients follow assumptions; nothing they do is a prediction about a person."


def _simulate_options(add: Add) -> None:
    more = f"{_VIRTUAL} With --out results.npz, what is finished when you press Ctrl-C is kept; the same line goes on."
    parser = add("FILE [options]", "simulate closer.yaml --clients 2000 --days 90 --seed 7", more)
    parser.add_argument("--rule", dest="rules", metavar="NAME", default="default", help="a rule (next --rule list)")
    _add_study(parser)


def _compare_options(add: Add) -> None:
    more = f"{_VIRTUAL} All rules meet the same people with the same luck; the first is what others are compared with."
    parser = add("FILE [options]", "compare closer.yaml --rules default,random --clients 2000", more)
    rules = "names with commas between them (next --rule list)"
    parser.add_argument("--rules", metavar="NAMES", default="default,random", help=rules)
    _add_study(parser)


def _add_study(parser: ArgumentParser) -> None:
    add_file(parser, pipe=True)
    parser.add_argument("--clients", type=int, default=1000, metavar="N", help="how many (default: 1000)")
    parser.add_argument("--days", type=int, default=90, metavar="N", help="how long (default: 90)")
    parser.add_argument("--seed", type=int, metavar="N", help="the same number gives the same results")
    parser.add_argument("--unguided", action="store_true", help="people alone with a program, of whom most stop early")
    parser.add_argument("--fixed", action="store_true", help="the planner keeps to what was stated and learns nothing")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes (default: 1)")
    add_new_file(parser, "a .csv for every client, or a .npz to read again")
    add_format(parser)


def _phenomena_options(add: Add) -> None:
    more = "For researchers. What a model must fail by its equations counts too. No model is about a person."
    parser = add("[options]", "phenomena", more)
    add_format(parser)


COMMANDS = {
    "simulate": (_simulate_options, study),
    "compare": (_compare_options, study),
    "phenomena": (_phenomena_options, phenomena),
}
