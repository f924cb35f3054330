"""Findings about groups, ratings and ladders, and whether a population, as it is simulated, shows them.

Like the findings about learning they may fail, and then stand in the table as failures. Every study here draws from
one fixed stream, so the table is the same each time.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from exposure_ladder.records import Course, Settings, Situation, SituationGraph
from exposure_ladder.records.rule import Criterion, Rated, Rule
from exposure_ladder.research.phenomena import Phenomenon
from exposure_ladder.research.population import within
from exposure_ladder.research.study import simulate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from exposure_ladder.research.population import Population
    from exposure_ladder.research.results import SimulationResult

    Floats = NDArray[np.float64]
    Outcome = tuple[bool, tuple[float, ...]]

__all__ = ["GROUPS"]

_CLIENTS: Final = 4096
_REAL: Final = 25.0
"""Difference of two ratings that noise explains in 5 %, SUDS (computed: Nilsonne et al.; a median rater)."""
_SAME_STEP: Final = Rule(mastered=Criterion(rating=Rated.PEAK, at_most=0.0, times=100), step_back=None)


def _studied(population: Population, levels: tuple[float, ...], days: int, **options: Any) -> SimulationResult:
    made = tuple(Situation(id=f"s{i}", title="A", distress=level) for i, level in enumerate(levels))
    graph = SituationGraph(title="T", goal=made[-1].id, situations=made)
    return simulate(
        Course(graph=graph, settings=Settings(per_week=700, cap_chance=1.0)),
        n_clients=_CLIENTS,
        n_days=days,
        rng=np.random.Generator(np.random.SFC64(1)),
        population=population,
        adaptive=False,
        traces=True,
        **options,
    )


def _sessions(population: Population, sessions: int) -> tuple[SimulationResult, Floats, Floats]:
    """Let everybody practise one step in every session; return the result, and each client's first and last rating."""
    there = replace(population, adherence=1.0, drop_out=0.0, refuse_at=200.0)
    made = _studied(there, (75.0,), sessions, rule=_SAME_STEP)
    return made, *_ends(made.columns["rating"])


def _ends(ratings: Floats) -> tuple[Floats, Floats]:
    """Return each client's first and last rating; nan where there is none."""
    told, clients = np.isfinite(ratings), np.arange(len(ratings))
    last = ratings.shape[1] - 1 - told[:, ::-1].argmax(axis=1)
    return ratings[clients, told.argmax(axis=1)], ratings[clients, last]


def rise_and_fall(population: Population) -> Outcome:
    """See distress rise and fall in 50 minutes of imagined exposure, and only rise in 25 (rise of 30 minutes)."""
    felt = within(np.arange(0.0, 51.0), 30.0, population.fading)
    long, short = felt[30] - felt[50], float(np.diff(felt[:26]).min())
    return long > 0.0 and short > 0.0, (float(felt[25]), float(felt[30]), float(felt[50]))


def phenotypes(population: Population) -> Outcome:
    """Tell apart, over six sessions: engaged who habituate, engaged who do not, moderately engaged who do not."""
    made, first, last = _sessions(population, 6)
    kinds = [made.columns["kind"] == kind for kind in range(3)]
    if not all(kind.any() for kind in kinds):
        return False, ()
    begin, fall = ([float(x[kind].mean()) for kind in kinds] for x in (first, first - last))
    engaged = min(begin[:2]) > begin[2] + 10.0
    return engaged and fall[0] > 15.0 > 10.0 > max(fall[1:]), (*begin, *fall)


def rising_peaks(population: Population) -> Outcome:
    """See the peaks of sessions rise along a ladder on average, because steps get harder."""
    made = _studied(replace(population, adherence=1.0), (20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0), 20)
    slopes = [np.polyfit(np.flatnonzero(y == y), y[y == y], 1)[0] for y in made.columns["rating"] if (y == y).sum() > 5]
    return float(np.mean(slopes)) > 0.0, (float(np.mean(slopes)),)


def reliable_change(population: Population) -> Outcome:
    """Count who rates at least 25 lower after ten sessions than at first: 25 to 45 %."""
    _, first, last = _sessions(population, 10)
    share = float((first - last >= _REAL).mean())
    return 0.25 <= share <= 0.45, (share,)


def early_signs(population: Population) -> Outcome:
    """Compare those who stop for good with the others: they felt less at first, and learn less."""
    made = _studied(population, (45.0, 60.0, 75.0), 60, reached=_SAME_STEP)  # nobody is done before they stop
    first, left = _ends(made.columns["rating"])[0], np.isfinite(made.columns["dropped"])
    told = np.isfinite(first)
    lower = float(first[told & ~left].mean() - first[told & left].mean())
    rate = made.columns["rate"]
    slower = float(rate[told & ~left].mean() - rate[told & left].mean())
    return lower > 0.0 and slower > 0.0, (lower, slower)


def what_foretells(population: Population) -> Outcome:
    """Compare how the learning rate and how a first rating far from what was stated go with the outcome."""
    made, first, _ = _sessions(population, 10)
    gain = 1.0 - made.columns["goal_end_old"] / made.columns["goal_before"]
    rate = float(np.corrcoef(made.columns["rate"], gain)[0, 1])
    missed = float(np.corrcoef(75.0 - first, gain)[0, 1])
    return rate > 0.3 and abs(missed) < 0.5 * rate, (rate, missed)


def _not_modelled(_: Population) -> Outcome:
    return False, ()


_ALL: Final = ("in clinic",)
GROUPS: Final = (
    Phenomenon(21, "rise, then fall within an exposure", "Chaplin & Levine 1981", rise_and_fall, _ALL),
    Phenomenon(22, "three ways through six sessions", "Jaycox, Foa & Morral 1998", phenotypes, _ALL),
    Phenomenon(23, "session peaks rise along a ladder", "Benjamin et al. 2010", rising_peaks, _ALL),
    Phenomenon(24, "a third changes reliably", "Bluett et al. 2014", reliable_change, _ALL),
    Phenomenon(25, "little felt at first, more drop-out", "Norton et al. 2011", early_signs, _ALL),
    Phenomenon(26, "learning rate foretells, violation not", "Pittig et al. 2023", what_foretells, _ALL),
    Phenomenon(
        28,
        "learning with safety behaviours: all or none",
        "van Uijen (thesis)",
        _not_modelled,
        _ALL,
        {"in clinic": "virtual clients have no safety behaviours"},
    ),
)
"""Findings for a population; the rest of the list is about learning models."""
