"""Cohorts of virtual clients under one rule or several: `simulate` and `compare`.

Clients come in blocks, each with its own streams of chance, so that client 17 is the same in a study of 100 and of
10,000, under any executor. What a study finds depends on its assumptions; it is never a prediction about a person.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from exposure_ladder._version import __version__
from exposure_ladder.belief import prior
from exposure_ladder.errors import ExposureLadderError, InvalidCourseError, Problem, StoppedError
from exposure_ladder.ladder import build_ladder
from exposure_ladder.records import Course, SituationGraph
from exposure_ladder.research.cohort import BLOCK, Study, live
from exposure_ladder.research.parallel import run_jobs
from exposure_ladder.research.population import CLINIC, Population
from exposure_ladder.research.results import PolicyComparison, SimulationResult, frozen
from exposure_ladder.rules.catalogue import LOW_TWICE, plan_rule

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Executor

    from numpy.typing import NDArray

    from exposure_ladder.records.rule import Rule

    Block = dict[str, NDArray[Any]]

__all__ = ["compare", "simulate"]

START: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""A date for the virtual first day; on it alone consents and the plan's questions are looked at (assumption)."""


def simulate(
    course: Course | SituationGraph,
    *,
    n_clients: int,
    n_days: int,
    rng: np.random.Generator,
    rule: Rule | None = None,
    population: Population = CLINIC,
    adaptive: bool = True,
    reached: Rule = LOW_TWICE,
    at: datetime = START,
    traces: bool = False,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
    resume: SimulationResult | None = None,
) -> SimulationResult:
    """Let virtual clients practise under a rule.

    Parameters
    ----------
    course : Course or SituationGraph
        The situations, with the ratings all of them stated, settings and consents; a log is not read.
    n_clients, n_days : int
        How many people, for how long; at least 1.
    rng : numpy.random.Generator
        Names all chance; one number is drawn from it.
    rule : Rule, optional
        The rule, by default the plan's; safety screens act on every choice.
    population : Population
        Who they are.
    adaptive : bool
        Whether the planner learns from ratings, as it does for people; otherwise it keeps to what was stated.
    reached : Rule
        By its conditions a goal counts as reached, whatever the rule: by default highest fear of 35 or less on the
        last two days.
    at : datetime.datetime
        The first day. Consents and the plan's questions are looked at on this day alone, as if everybody were asked
        again in time: a yes that runs out or is taken back later in the study still opens its step to the end.
    traces : bool
        Whether to keep every client's rung and rating of every day (16 bytes each).
    executor : concurrent.futures.Executor, optional
        Where blocks of 1,024 clients run; any gives the same bits. By default here, one after the other.
    progress : callable, optional
        Called with the number of clients done and of all, after each block.
    resume : SimulationResult, optional
        Finished blocks of the same study, from :class:`StoppedError`.

    Returns
    -------
    SimulationResult
        About 200 bytes a client without traces.

    Raises
    ------
    InvalidCourseError
        If a number is impossible, or the graph has no goal.
    ImpossibleLadderError
        If the goal is barred, for instance because nobody's consent is recorded.
    ShapeError
        If the rule names a rung that does not exist.
    StoppedError
        If it was interrupted, or a worker died; it holds what was finished.

    Notes
    -----
    Not a prediction about any person: people, learning and drop-out are assumptions, named in `Population`.

    Examples
    --------
    >>> graph = SituationGraph(title="Dogs", goal="a", situations=[{"id": "a", "title": "See a dog", "distress": 40}])
    >>> found = simulate(graph, n_clients=10, n_days=5, rng=np.random.default_rng(1))
    >>> found.clients, found.rule
    (10, 'default')
    """
    entropy = int(rng.integers(2**63)) if resume is None else int(resume.about["entropy"])
    course = course if isinstance(course, Course) else Course(graph=course)
    own = course.graph.goal if course.graph.enough is None else (course.graph.enough,)
    ladder = build_ladder(prior(course.model_copy(update={"log": ()}), at=at), goal=own or None)
    _check(ladder, n_clients, n_days)
    rule = plan_rule(course.graph) if rule is None else rule
    study = Study(ladder, rule, population, n_days, entropy, adaptive, reached, traces)
    about = _about(study)
    blocks: dict[int, Block] = {} if resume is None else _blocks_of(resume, about)
    needed = range(-(-n_clients // BLOCK))
    left = [block for block in needed if block not in blocks]

    def told() -> None:
        if progress is not None:
            progress(min(len(blocks) * BLOCK, n_clients), n_clients)

    def finished(block: int, columns: Block) -> None:
        blocks[block] = columns
        told()

    try:
        if blocks:
            told()
        run_jobs(live, {block: (study, block) for block in left}, executor=executor, finished=finished)
    except (KeyboardInterrupt, ExposureLadderError, OSError, RuntimeError) as error:
        if isinstance(error, ExposureLadderError):
            raise
        by = "by the keyboard" if isinstance(error, KeyboardInterrupt) else f"by a worker ({type(error).__name__})"
        raise StoppedError(
            f"the simulation was stopped {by}; {len(blocks)} of {len(needed)} blocks are finished.",
            finished=_result(study, blocks, about, None) if blocks else None,
            hint="Give what is finished to resume= to go on.",
        ) from error
    return _result(study, blocks, about, n_clients)


def compare(
    course: Course | SituationGraph, *, rules: Sequence[Rule], rng: np.random.Generator, **options: Any
) -> PolicyComparison:
    """Let the same people practise under several rules, with the same luck.

    Parameters
    ----------
    course : Course or SituationGraph
        As for :func:`simulate`.
    rules : sequence of Rule
        The rules; the first is what the others are compared with.
    rng : numpy.random.Generator
        Names all chance.
    **options
        As for :func:`simulate`.

    Returns
    -------
    PolicyComparison
        With paired differences.

    Raises
    ------
    InvalidCourseError
        If there is no rule, and as for :func:`simulate`, whose other errors come out as well.

    Examples
    --------
    >>> from exposure_ladder.rules import RULES
    >>> graph = SituationGraph(title="Dogs", goal="a", situations=[{"id": "a", "title": "See a dog", "distress": 40}])
    >>> rules = [RULES["default"], RULES["half"]]
    >>> found = compare(graph, rules=rules, n_clients=10, n_days=5, rng=np.random.default_rng(1))
    >>> sorted(found.differences())
    ['half']
    """
    if not rules:
        raise InvalidCourseError([Problem(("rules",), "at least one rule", "none")])
    entropy = int(rng.integers(2**63))
    one = _Named(entropy)
    return PolicyComparison(tuple(simulate(course, rule=rule, rng=one, **options) for rule in rules))  # type: ignore[arg-type]


class _Named:
    """Chance that is already drawn: every rule of a comparison gets the same."""

    def __init__(self, entropy: int) -> None:
        self._entropy = entropy

    def integers(self, _: int) -> int:
        return self._entropy


def _check(ladder: Any, n_clients: Any, n_days: Any) -> None:
    wrong = [
        Problem((name,), "a whole number from 1 up", repr(value))
        for name, value in (("n_clients", n_clients), ("n_days", n_days))
        if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < 1
    ]
    if not ladder.goals:
        wrong.append(Problem(("graph", "goal"), "the id of a situation", "none"))
    if wrong:
        raise InvalidCourseError(wrong)


def _about(study: Study) -> dict[str, Any]:
    """Return what it takes to make a study again, as plain values."""
    population = study.population
    who = {f.name: getattr(population, f.name) for f in fields(population) if f.metadata}
    plain = {
        "days": study.n_days,
        "entropy": study.entropy,
        "adaptive": study.adaptive,
        "traces": study.traces,
        "rule": study.rule.model_dump_json(exclude_defaults=True),
        "reached": study.reached.mastered.model_dump_json(exclude_defaults=True),
        "population": who | {"learner": repr(population.learner), "rates": list(population.rates)},
        "settings": study.ladder.belief.course.settings.model_dump(mode="json"),
        "rungs": [rung.id for rung in study.ladder.rungs],
        "versions": {"exposure_ladder": __version__, "numpy": np.__version__},
    }
    graph = study.ladder.belief.course.graph.model_dump(mode="json")
    plain["graph_sha256"] = hashlib.sha256(json.dumps(graph, sort_keys=True).encode()).hexdigest()
    return plain


def _result(study: Study, blocks: dict[int, Block], about: dict[str, Any], n_clients: int | None) -> SimulationResult:
    columns: dict[str, Any] = {"client": np.concatenate([BLOCK * b + np.arange(BLOCK) for b in sorted(blocks)])}
    for name in next(iter(blocks.values())):
        columns[name] = np.concatenate([blocks[b][name] for b in sorted(blocks)])
    columns = {name: values[:n_clients] for name, values in columns.items()}
    return SimulationResult(study.rule.name, frozen(columns), MappingProxyType(about))


def _blocks_of(result: SimulationResult, about: dict[str, Any]) -> dict[int, Block]:
    """Return the whole blocks of an earlier result of the same study."""
    if dict(result.about) != about:
        raise InvalidCourseError([Problem(("resume",), "what is finished of the same study", "another study")])
    first = result.columns["client"][::BLOCK]
    return {
        int(number) // BLOCK: {n: v[i * BLOCK : (i + 1) * BLOCK] for n, v in result.columns.items() if n != "client"}
        for i, number in enumerate(first)
        if len(result.columns["client"]) >= (i + 1) * BLOCK
    }
