"""How long a practice of a virtual client takes, against plain loops, single filters, and other simulators.

Twenty situations on a line, sixty practices. Every case says how many practices it works on, and times are for one:

- a fixed order: Rescorla–Wagner with generalisation, trial by trial, and ratings with noise; beside drawing the noise.
- a threshold rule without belief: `simulate(adaptive=False)` with the default rule, screens, records, rounding, refusal
  and early leaving; beside a loop in plain Python that does the same for one client after the other.
- the Kalman learner, each client on its own rung; beside filterpy's `KalmanFilter` with 20 states, predict and update.
- the default: as above, and the planner's belief is brought up to date; beside filterpy's update alone.
- other simulators that are installed: py-fsrs `review_card`, catsim's Rasch update. They do other jobs; their figures
  say what a step costs there.

Compiled code is faster: a loop in numba or JAX takes 5 to 20 ns for the first case (measured elsewhere, not here).

    python benchmarks/simulate.py [--rounds 9] [--clients 100000] [--json]

Exit code: 0 within the goals, 1 when one is missed, 2 when a peer is missing. Needs filterpy.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import random
import tracemalloc
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pairs

pairs.one_thread()
pairs.peers({"filterpy.kalman": "filterpy"})

import numpy as np  # noqa: E402 (after the threads are set)
from filterpy.kalman import KalmanFilter as Filter  # noqa: E402

from exposure_ladder.records import Course, Facet, Settings, Situation, SituationGraph  # noqa: E402
from exposure_ladder.research.cohort import BLOCK  # noqa: E402
from exposure_ladder.research.learners import Design, KalmanFilter, RescorlaWagner, Trial, block_size, run  # noqa: E402
from exposure_ladder.research.population import CLINIC  # noqa: E402
from exposure_ladder.research.study import simulate  # noqa: E402
from exposure_ladder.rules import DEFAULT  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RUNGS, DAYS, PART, FEW = 20, 60, 4 * BLOCK, 5
LEVELS = np.linspace(20.0, 86.5, RUNGS)
ALIKE = np.exp(-np.abs(np.subtract.outer(np.arange(RUNGS), np.arange(RUNGS))) / 3.0)
LANES = block_size(KalmanFilter(), RUNGS)
EVERY_DAY = replace(CLINIC, adherence=1.0, drop_out=0.0)


def course() -> Course:
    facet = {"way": Facet(levels=[f"l{i:02}" for i in range(RUNGS)])}
    made = [
        Situation(id=f"s{i:02}", title="A", distress=float(level), facets={"way": f"l{i:02}"})
        for i, level in enumerate(LEVELS)
    ]
    graph = SituationGraph(title="T", goal=f"s{RUNGS - 1}", facets=facet, situations=made)
    return Course(graph=graph, settings=Settings(per_week=700))


def fixed_order(clients: int) -> tuple[Callable[[], Floats], Callable[[], Floats]]:
    """Return what draws the noise of all ratings, and what makes the ratings with it."""
    order = np.repeat(np.arange(RUNGS), DAYS // RUNGS)
    design = Design(np.eye(RUNGS)[order], np.zeros(DAYS))
    rates = np.random.default_rng(1).uniform(0.05, 0.5, clients)
    model = RescorlaWagner(rate=rates, rate_without=rates)
    threat = np.repeat(LEVELS[:, None] / 100.0, clients, axis=1)

    def noise() -> Floats:
        return np.random.Generator(np.random.SFC64(2)).standard_normal((DAYS, clients))

    def ratings() -> Floats:
        felt = run(model, design, threat=threat, similarity=ALIKE)
        made = noise()
        for each, level in zip(made, felt, strict=True):  # a trial at a time stays in the cache
            each *= 0.08
            each += level
        return made

    return noise, ratings


def plain(clients: int) -> int:
    """Practise in plain Python, one client after the other; return the number of practices."""
    chance, count = random.Random(3), 0
    alike = ALIKE.tolist()
    levels = LEVELS.tolist()
    for _ in range(clients):
        threat = [min(max(x - 15.0 + chance.gauss(0.0, 20.0), 10.0), 100.0) / 100.0 for x in levels]
        context, echo, rate = 0.0, 0.0, chance.betavariate(3.0, 9.0)
        step = chance.choice((10.0, 5.0, 1.0))
        peaks: list[list[float]] = [[] for _ in levels]
        left: list[list[bool]] = [[] for _ in levels]
        days: list[list[int]] = [[] for _ in levels]
        done = [False] * RUNGS
        current, left_early, very_high, week = -1, False, 0, [0] * 7
        for day in range(DAYS):
            week[day % 7] = 0
            if context < 0.0:
                context *= math.exp(-0.05)
            rung = next((i for i in range(RUNGS) if not done[i] and levels[i] < 90.0), -1)
            twice = current >= 0 and len(peaks[current]) > 1
            if twice and (all(left[current][-2:]) or min(peaks[current][-2:]) >= 90.0):
                rung = next((i for i in range(current - 1, -1, -1) if levels[i] < levels[current]), -1)
            if left_early and rung >= 0 and levels[rung] > levels[current]:
                rung = current
            if rung < 0 or very_high >= 3 or sum(week) >= 700:
                continue
            echo = 0.3 * echo + 0.954 * chance.gauss(0.0, 1.0)
            felt = 100.0 * min(max(threat[rung] + context, 0.0), 1.0)
            if chance.random() < 1.0 / (1.0 + math.exp((95.0 - felt) / 8.0)):
                continue
            share = felt / 100.0
            noisy = felt + max(2.0, 24.0 * math.sqrt(share * (1.0 - share))) * echo
            peak = min(max(round(noisy / step) * step, 0.0), 100.0)
            left_early = chance.random() < 1.0 / (1.0 + math.exp((95.0 - felt) / 8.0))
            peaks[rung].append(peak)
            left[rung].append(left_early)
            days[rung].append(day)
            very_high += peak >= 90.0
            week[day % 7] += 1
            error = (1.0 if left_early else 0.1) - threat[rung] - context
            by = min(rate * (2.5 if left_early else 1.0), 1.0) * error
            row = alike[rung]
            for i in range(RUNGS):
                threat[i] += by * row[i]
            context += 0.5 * by
            last = peaks[rung][-2:]
            done[rung] = (
                len(last) == 2 and sum(last) <= 70.0 and not any(left[rung][-2:]) and len(set(days[rung][-2:])) == 2
            )
            current, count = rung, count + 1
    return count


def cohort(clients: int, *, adaptive: bool) -> float:
    """Return the number of practices of a simulated cohort."""
    made = simulate(
        course(),
        n_clients=clients,
        n_days=DAYS,
        rng=np.random.default_rng(1),
        population=EVERY_DAY,
        rule=DEFAULT,
        adaptive=adaptive,
    )
    return float(made.columns["practices"].sum())


def one_filter(*, predict: bool) -> Callable[[], object]:
    made = Filter(dim_x=RUNGS, dim_z=1)
    made.H = np.zeros((1, RUNGS))
    made.H[0, 3] = 1.0
    made.Q = 0.01 * ALIKE

    def both() -> None:
        made.predict()
        made.update(0.4)

    return both if predict else lambda: made.update(0.4)


def kalman(trials: int) -> Callable[[], object]:
    """Return some trials of the Kalman learner for a block of clients that each stand on a rung of their own."""
    model, rng = KalmanFilter(), np.random.default_rng(2)
    state, one = model.start(LANES, RUNGS, similarity=ALIKE), np.ones(1)
    made = [Trial((rng.integers(RUNGS, size=LANES),), (), rng.random(LANES), one) for _ in range(trials)]

    def learn() -> None:
        for trial in made:
            model.learn(state, trial)

    return learn


def fsrs_step() -> Callable[[], object] | None:
    try:
        from fsrs import Card, Rating, Scheduler
    except ImportError:
        return None
    scheduler, card = Scheduler(), Card()
    return lambda: scheduler.review_card(card, Rating.Good)


def timed(
    task: str, cases: dict[str, tuple[float, Callable[[], object]]], goals: dict[str, float], rounds: int
) -> list[pairs.Row]:
    """Compare cases, each with its number of practices; the first is the reference."""
    timings = pairs.compare({name: call for name, (_, call) in cases.items()}, next(iter(cases)), rounds=rounds)
    of = next(iter(cases.values()))[0]
    per = {
        name: pairs.Timing(
            timing.seconds / cases[name][0],
            timing.times_faster * cases[name][0] / of,
            (timing.quartiles[0] * cases[name][0] / of, timing.quartiles[1] * cases[name][0] / of),
        )
        for name, timing in timings.items()
    }
    return pairs.rows(task, per, goals)


def two_processes(rounds: int) -> list[pairs.Row]:
    """Compare wall times of one process and of two, with eight blocks."""
    options: dict[str, Any] = {"n_clients": 8 * BLOCK, "n_days": DAYS, "population": EVERY_DAY}
    times: dict[int, list[float]] = {1: [], 2: []}
    context = multiprocessing.get_context("spawn")
    pools = {n: ProcessPoolExecutor(n, mp_context=context) for n in times}
    for pool in pools.values():  # start the workers before the clock
        simulate(course(), rng=np.random.default_rng(1), executor=pool, **(options | {"n_clients": 2 * BLOCK}))
    for _ in range(max(rounds // 3, 3)):
        for n, pool in pools.items():
            begin = perf_counter()
            simulate(course(), rng=np.random.default_rng(1), executor=pool, **options)
            times[n].append(perf_counter() - begin)
    for pool in pools.values():
        pool.shutdown()
    named = {"one process": pairs._timing(times[1], times[1]), "two processes": pairs._timing(times[2], times[1])}
    return pairs.rows("wall time, 8 blocks with belief", named, {"two processes": 1.7})


def memory() -> list[str]:
    """Say how memory grows with clients."""
    lines = []
    for blocks in (1, 4, 16):
        tracemalloc.start()
        cohort(blocks * BLOCK, adaptive=False)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        lines.append(f"  {blocks * BLOCK:>6} clients: {peak / 2**20:6.1f} MiB at most")
    return lines


def main() -> int:
    """Time everything; print, and say by the exit code whether the goals hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=9, help="rounds (default 9, at least 5)")
    parser.add_argument("--clients", type=int, default=100_000, help="clients on the fixed order")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    if options.rounds < 5:
        parser.error("--rounds: expected at least 5")
    noise, ratings = fixed_order(options.clients)
    trials = float(options.clients * DAYS)
    rows = timed(
        f"fixed order, {options.clients:,} clients",
        {"drawing the noise": (trials, noise), "Rescorla–Wagner with that noise": (trials, ratings)},
        {"Rescorla–Wagner with that noise": 1 / 3},
        options.rounds,
    )
    rows += timed(
        "a threshold rule, a practice",
        {
            "plain Python": (float(plain(FEW)), lambda: plain(FEW)),
            "simulate, adaptive=False": (cohort(PART, adaptive=False), lambda: cohort(PART, adaptive=False)),
        },
        {"simulate, adaptive=False": 45.0},
        options.rounds,
    )
    rows += timed(
        "a trial of a Kalman filter",
        {
            "filterpy predict and update, 20 states": (1.0, one_filter(predict=True)),
            "Kalman learner, 20 situations": (16.0 * LANES, kalman(16)),
        },
        {"Kalman learner, 20 situations": 60.0},
        options.rounds,
    )
    cases: dict[str, tuple[float, Callable[[], object]]] = {
        "filterpy update, 20 states": (1.0, one_filter(predict=False)),
        "simulate, the default": (cohort(PART, adaptive=True), lambda: cohort(PART, adaptive=True)),
    }
    step = fsrs_step()
    if step is not None:
        cases["py-fsrs Scheduler.review_card"] = (1.0, step)
    rows += timed("a practice with belief", cases, {"simulate, the default": 15.0}, options.rounds)
    per_client = {
        f"{n} block{'s' * (n > 1)}": (float(n), lambda n=n: cohort(n * BLOCK, adaptive=False)) for n in (1, 8)
    }
    rows += timed("growth: a block of 1,024 clients", per_client, {"8 blocks": 0.9}, options.rounds)
    rows += two_processes(options.rounds)
    if options.json:
        print(
            json.dumps(pairs.as_dict("simulate", rows, rounds=options.rounds, versions=("numpy", "filterpy")), indent=2)
        )
    else:
        print(pairs.as_table(rows))
        print("\nmemory of a cohort without traces")
        print("\n".join(memory()))
    return 0 if all(row.within for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
