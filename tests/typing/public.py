"""What checkers see of the public names; run by mypy and pyright, and never imported by a test.

Each `assert_type` fails where a checker infers something else. Lines that are wrong on purpose carry an ignore, and
both checkers complain about an ignore that is not needed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, assert_type

import networkx as nx
import numpy as np

import exposure_ladder as el
from exposure_ladder import (
    Advice,
    Belief,
    Comparison,
    Consent,
    Course,
    Exposure,
    Facet,
    JointPlan,
    Ladder,
    Link,
    Rating,
    Settings,
    Situation,
    SituationGraph,
)
from exposure_ladder.advice import RuleComparison, Suggestion
from exposure_ladder.belief import Surprise
from exposure_ladder.ladder import Rung
from exposure_ladder.linting import Finding
from exposure_ladder.records import Kind, Mode, Occurred
from exposure_ladder.research import Fit, PolicyComparison, SimulationResult
from exposure_ladder.research.learners import RescorlaWagner

NOW = datetime(2026, 3, 2, tzinfo=UTC)

# records: inputs take any sequence
step = Situation(id="car", title="Sit in the parked car", distress=40, mode=Mode.IN_VIVO, kind=Kind.EMOTIONAL)
graph = SituationGraph(
    title="Roads",
    situations=[step],
    links=[Link(a="car", b="car", similarity=0.5)],
    facets={"size": Facet(levels=["a", "b"])},
)
entry = Exposure(situation="car", at=NOW, peak=40, occurred=Occurred.NO, series=[(0, 10), (5, 20)], safety=["phone"])
course = Course(graph=graph, log=[entry], consents=[Consent(situation="car", person="Jo", at=NOW)], settings=Settings())
assert_type(step, Situation)
assert_type(course.add(entry, Rating(situation="car", at=NOW, distress=3)), Course)
assert_type(Comparison(harder="car", easier="bus", at=NOW), Comparison)

# the pipeline
belief = el.infer(course, at=NOW)
ladder = el.build_ladder(belief)
assert_type(belief, Belief)
assert_type(el.update(belief, entry), tuple[Belief, Surprise | None])
assert_type(ladder, Ladder)
assert_type(ladder[0], Rung)
assert_type(ladder["car"], Rung)
assert_type(len(ladder), int)
assert_type([rung.id for rung in ladder], list[str])
assert_type(el.advise(ladder), Advice)
assert_type(el.lint(course), tuple[Finding, ...])
assert_type(el.compare_rules(course, rules=[]), RuleComparison)
assert_type(el.plan_together(course, course, steps=["car"], at=NOW), JointPlan)
assert_type(el.render_report(ladder), str)
el.card(el.advise(ladder))
assert_type(el.suggest(belief, target=50), Suggestion)

# files and other programs
assert_type(el.load("plan.yaml"), Course)
el.save(course, "plan.json")
el.to_networkx(graph)
assert_type(el.template("dogs"), Course)
assert_type(el.from_networkx(nx.Graph()), SituationGraph)

# research
luck = np.random.default_rng(1)
assert_type(el.simulate(course, n_clients=10, n_days=5, rng=luck), SimulationResult)
assert_type(el.compare(course, rules=[], n_clients=10, n_days=5, rng=luck), PolicyComparison)
assert_type(el.fit([course], model=RescorlaWagner()), Fit)

# the errors are there without an import of their own
wrong: type[Exception] = el.errors.InvalidCourseError


def mistakes(anything: Any) -> None:
    """Calls that a checker must refuse."""
    Situation(id=3, title="b")  # type: ignore[arg-type]
    Situation(title="b")  # type: ignore[call-arg]
    Situation(id="a", title="b", distres=3)  # type: ignore[call-arg]
    Exposure(situation="a", at="2026-03-02", peak=4)  # type: ignore[arg-type]
    Exposure(situation="a", at=NOW, peak="high")  # type: ignore[arg-type]
    Course(graph=step)  # type: ignore[arg-type]
    Rating(situation="a", distress=4)  # type: ignore[call-arg]
    el.build_ladder(course)  # type: ignore[arg-type]
