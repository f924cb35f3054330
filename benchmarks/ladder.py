"""How long the cheapest way up a ladder takes, against networkx.

The job: n situations in rising order of distress; from every one a hop to every harder one, priced
exp(challenge / 7); a ladder may begin anywhere at or below 45. Find the cheapest way to the hardest. For networkx the
same is a `DiGraph` with an edge for every hop and a start node, and `dijkstra_path`. Three tables for each n:

- *prices given*: networkx has its finished graph, this library its finished array of prices (`sweep`). A second line
  starts from distress and similarity and works out the prices as well, which networkx is spared here.
- *from distress and similarity*: both start from the two arrays; networkx builds its graph first.
- *from a belief*: `build_ladder(belief, keep="goal")`, with rungs, intervals, gaps and what is left out, beside
  networkx from the same belief to bare positions.

Before the clock starts the ways are compared and must be the same. Growth: the exponent of n in this library's time
from distress and similarity, between the smallest and the largest size.

    python benchmarks/ladder.py [--rounds 25] [--json]

Exit code: 0 within the goals, 1 when one is missed, 2 when networkx is missing.
"""

from __future__ import annotations

import argparse
import json
import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pairs

pairs.one_thread()
PEERS = {"networkx": "networkx"}
FOUND = pairs.peers(PEERS)

import networkx as nx  # noqa: E402 (after the threads are set)
import numpy as np  # noqa: E402

from exposure_ladder.belief import Belief, prior  # noqa: E402
from exposure_ladder.ladder import Objective, build_ladder  # noqa: E402
from exposure_ladder.ladder.shortest_path import challenge, cheapest, prices, sweep  # noqa: E402
from exposure_ladder.records import Course, Situation, SituationGraph  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SIZES = (12, 100, 1000)
PRICES_GIVEN_GOALS = {12: 2.5, 100: 2.5, 1000: 40.0}
ARRAYS_GOAL = 2.5
GROWTH_SIZES = (500, 1000, 2000)
GROWTH_AT_MOST = 2.0
AT = datetime(2026, 1, 5, 18, tzinfo=UTC)
BEGIN, MASTERY, KAPPA = 45.0, 30.0, Objective.BALANCED.value
NETWORKX = "networkx dijkstra_path"


def graded(n: int) -> Belief:
    """Return a belief over n situations of four themes, ids in rising order of distress; the hardest is the goal."""
    rng = np.random.default_rng(n)
    distress = np.sort(rng.uniform(5.0, 95.0, size=n))
    made = [
        Situation(id=f"s{i:04}", title="A", distress=float(x), theme=f"theme {rng.integers(4)}")
        for i, x in enumerate(distress)
    ]
    return prior(Course(graph=SituationGraph(title="T", situations=made, goal=made[-1].id)), at=AT)


def our_prices(x: Floats, S: Floats) -> tuple[Floats, Floats]:
    begin = np.where(x <= BEGIN, x, np.inf)
    return prices(challenge(x, S, MASTERY), KAPPA, KAPPA), prices(begin, KAPPA, KAPPA)


def our_way(x: Floats, S: Floats) -> tuple[int, ...] | None:
    last = np.zeros(len(x), dtype=bool)
    last[-1] = True
    way = cheapest(*our_prices(x, S), last, [()] * len(x))
    return way and way.positions


def their_graph(x: Floats, S: Floats) -> nx.DiGraph:
    """Build the graph of all hops from the two arrays, in plain Python, as one would by hand."""
    graph = nx.DiGraph()
    distress, similar = x.tolist(), S.tolist()
    for j, there in enumerate(distress):
        if there <= BEGIN:
            graph.add_edge("start", j, weight=math.exp(there / KAPPA))
        for i, here in enumerate(distress[:j]):
            eased = similar[i][j] * max(0.0, min(here, there) - MASTERY)
            graph.add_edge(i, j, weight=math.exp((there - eased) / KAPPA))
    return graph


def their_way(graph: nx.DiGraph, n: int) -> tuple[int, ...]:
    return tuple(nx.dijkstra_path(graph, "start", n - 1)[1:])


def their_way_from_arrays(x: Floats, S: Floats) -> tuple[int, ...]:
    return their_way(their_graph(x, S), len(x))


def at_size(n: int, rounds: int) -> list[pairs.Row]:
    belief = graded(n)
    x, S = belief.mean.copy(), belief.geometry.similarity
    hops, begin = our_prices(x, S)
    last = np.zeros(n, dtype=bool)
    last[-1] = True
    graph = their_graph(x, S)
    way = their_way(graph, n)
    found = sweep(hops, begin, last)
    ladder = build_ladder(belief, keep="goal")
    assert found is not None
    assert found.positions == way == our_way(x, S), "the ways differ"
    assert tuple(rung.id for rung in ladder.rungs) == tuple(belief.ids[i] for i in way), "the ladder differs"

    given: dict[str, Callable[[], object]] = {
        NETWORKX: lambda: their_way(graph, n),
        "sweep": lambda: sweep(hops, begin, last),
        "challenge, prices, cheapest": lambda: our_way(x, S),
    }
    arrays: dict[str, Callable[[], object]] = {
        "networkx DiGraph, dijkstra_path": lambda: their_way_from_arrays(x, S),
        "challenge, prices, cheapest": lambda: our_way(x, S),
    }
    whole: dict[str, Callable[[], object]] = {
        "networkx DiGraph, dijkstra_path": lambda: their_way_from_arrays(belief.mean, belief.geometry.similarity),
        "build_ladder": lambda: build_ladder(belief, keep="goal"),
    }
    few = max(5, rounds // 4) if n >= 1000 else rounds  # a graph of half a million edges takes a second to build
    timed = (
        ("prices given", given, rounds, {"sweep": PRICES_GIVEN_GOALS[n]}),
        ("from distress and similarity", arrays, few, {"challenge, prices, cheapest": ARRAYS_GOAL}),
        ("from a belief", whole, few, {}),
    )
    rows: list[pairs.Row] = []
    for task, cases, times, goals in timed:
        rows += pairs.rows(f"n = {n:,}, {task}", pairs.compare(cases, next(iter(cases)), rounds=times), goals)
    return rows


def growth(rounds: int) -> float:
    """Return the exponent of n in the time from distress and similarity, by the median of per-round ratios."""
    cases = {}
    for n in GROWTH_SIZES:
        belief = graded(n)
        x, S = belief.mean.copy(), belief.geometry.similarity
        cases[str(n)] = lambda x=x, S=S: our_way(x, S)
    timings = pairs.compare(cases, str(GROWTH_SIZES[0]), rounds=rounds)
    longer = 1.0 / timings[str(GROWTH_SIZES[-1])].times_faster
    return math.log(longer) / math.log(GROWTH_SIZES[-1] / GROWTH_SIZES[0])


def main() -> int:
    """Compare answers, then times; print, and say by the exit code whether the goals hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=25, help="rounds (default 25, at least 5)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    if options.rounds < 5:
        parser.error("--rounds: expected at least 5")
    rows = [row for n in SIZES for row in at_size(n, options.rounds)]
    exponent = growth(options.rounds)
    grows = {"exponent": round(exponent, 3), "at_most": GROWTH_AT_MOST, "within": exponent <= GROWTH_AT_MOST}
    if options.json:
        versions = ("networkx", "numpy")
        result = pairs.as_dict("ladder", rows, rounds=options.rounds, versions=versions) | {"growth": grows}
        print(json.dumps(result, indent=2))
    else:
        sizes = " to ".join(f"{n:,}" for n in (GROWTH_SIZES[0], GROWTH_SIZES[-1]))
        verdict = "met" if grows["within"] else "MISSED"
        print(pairs.as_table(rows))
        print(f"\ngrowth, {sizes}: time ~ n^{exponent:.2f}, goal n^{GROWTH_AT_MOST:g}  {verdict}")
    return 0 if grows["within"] and all(row.within for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
