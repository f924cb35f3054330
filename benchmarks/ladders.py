"""What the graph does to ladders: figures, no goals but where one is named. Run from anywhere; about two minutes.

``python benchmarks/ladders.py > benchmarks/results/ladders.txt``
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import numpy as np

from exposure_ladder import Course, Exposure, Ladder, Link, Situation, SituationGraph, build_ladder, infer, template
from exposure_ladder.ladder import build_ladders, repairs
from exposure_ladder.records import Consent, Facet
from exposure_ladder.storage import template_texts

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
GRAPHS = 200


@dataclass(frozen=True)
class Line:
    """One figure with what it is about."""

    about: str
    text: str

    def __str__(self) -> str:
        return f"{self.about:<66} {self.text}"


def opened(name: str) -> Course:
    """Return a template with every question asked and every yes noted, so that all of its steps are on the ladder."""
    graph = template(name).graph.model_copy(update={"screened": AT.date(), "adults": True})
    yes = tuple(
        Consent(situation=s.id, person=person, at=AT - timedelta(days=1), wording=s.wording)
        for s in graph.situations
        for person in s.consent
    )
    return Course(graph=graph, consents=yes)


# ---------------------------------------------------------------------------------------------------- order and sort


def linked_graph(rng: np.random.Generator, step: float) -> SituationGraph:
    """Return twelve situations with numbers in such steps and eight links between some that lie near each other."""
    x = step * rng.integers(round(20 / step), round(95 / step), 12)
    steps = [Situation(id=f"s{k}", title=f"Do thing {k}", distress=float(x[k])) for k in range(12)]
    pairs = [(i, j) for i in range(12) for j in range(i) if abs(x[i] - x[j]) <= 20]
    chosen = rng.permutation(len(pairs))[:8]
    links = [
        Link(a=f"s{pairs[k][0]}", b=f"s{pairs[k][1]}", similarity=float(rng.uniform(0.55, 0.9))) for k in sorted(chosen)
    ]
    return SituationGraph(title="T", situations=steps, links=links)


def by_number(graph: SituationGraph) -> list[str]:
    """Return the sort: by number, then by the file."""
    return [s.id for s in sorted(graph.situations, key=lambda s: s.distress or 0.0)]


def orders() -> list[Line]:
    """Count how often the order is another one than the sort."""
    lines = []
    for step in (5.0, 10.0):
        rng, other = np.random.default_rng(15), 0
        for _ in range(GRAPHS):
            graph = linked_graph(rng, step)
            other += by_number(graph) != [rung.id for rung in build_ladder(infer(Course(graph=graph), at=AT)).rungs]
        share = f"{other / GRAPHS:.0%} of {GRAPHS} graphs"
        lines.append(Line(f"order differs from the sort, numbers in steps of {step:g}", share))
    return lines


def calm() -> list[Line]:
    """Count how many places of the order change with each rating; people are drawn from the model itself."""
    changed, still, ratings = 0, 0, 0
    rng = np.random.default_rng(7)
    for name in template_texts():
        for _ in range(3):
            course = opened(name)
            course = course.model_copy(update={"graph": course.graph.model_copy(update={"rated": date(2026, 3, 1)})})
            belief = infer(course, at=AT)
            truth = np.clip(rng.multivariate_normal(belief.ordinary.mean, belief.ordinary.cov), 0, 100)
            before = [rung.id for rung in build_ladder(belief).rungs]
            for k in range(6):
                name_of = before[int(rng.integers(len(before)))]
                peak = float(np.clip(truth[belief.geometry.place[name_of]] + rng.normal(0, 8), 0, 100))
                at = AT + timedelta(days=k + 1)
                course = course.add(Exposure(situation=name_of, at=at, peak=round(peak)))
                after = [rung.id for rung in build_ladder(infer(course, at=at)).rungs]
                both = [s for s in before if s in after], [s for s in after if s in before]
                moved = sum(a != b for a, b in zip(*both, strict=True))
                changed, still, ratings = changed + moved, still + (moved == 0), ratings + 1
                before = after
    figure = f"{changed / ratings:.2f} (goal: at most 1.2); {still / ratings:.0%} of {ratings} ratings change nothing"
    return [Line("positions changed per rating, templates × 3 people × 6 ratings", figure)]


# ------------------------------------------------------------------------------------------------------- wide steps


def rows_too_wide(ladder: Ladder) -> int:
    """Count the steps that are wide from the row below."""
    widest = ladder.belief.course.settings.max_gap
    return sum(above.expected - below.expected > widest + 1e-9 for below, above in pairwise(ladder.rungs))


def accepted(course: Course) -> Course:
    """Take up all that is suggested until nothing more is."""
    for _ in range(6):
        made = {
            bridge.situation.id: bridge.situation
            for ladder in build_ladders(infer(course, at=AT))
            for repair in repairs(ladder)
            for bridge in repair.bridges
        }
        if not made:
            break
        graph = course.graph.model_copy(update={"situations": (*course.graph.situations, *made.values())})
        course = course.model_copy(update={"graph": graph})
        yes = tuple(
            Consent(situation=s.id, person=p, at=AT, wording=s.wording) for s in made.values() for p in s.consent
        )
        course = course.add(*yes) if yes else course
    return course


def lattice_graph(rng: np.random.Generator) -> SituationGraph:
    """Return seven written cells of a lattice of five by four, with numbers near what their levels say."""
    facets = {"near": Facet(levels=tuple("12345")), "long": Facet(levels=("1", "5", "10", "30"))}
    cells = rng.permutation(20)[:7]
    steps = []
    for k, cell in enumerate(cells):
        near, long = divmod(int(cell), 4)
        x = float(np.clip(20 + 12 * near + 8 * long + rng.normal(0, 4), 5, 98))
        levels = {"near": "12345"[near], "long": ("1", "5", "10", "30")[long]}
        steps.append(Situation(id=f"s{k}", title=f"Do thing {k}", distress=round(x), facets=levels))
    return SituationGraph(title="T", facets=facets, phrase="Go to {near} for {long} minutes", situations=steps)


def left(courses: list[Course]) -> tuple[int, int, int, int, int]:
    """Count wide steps from the row and on the graph, those left, those with nothing in the facets, and high starts."""
    rows = graph = after = barren = starts = 0
    for course in courses:
        first = build_ladders(infer(course, at=AT))
        rows += sum(rows_too_wide(ladder) for ladder in first)
        graph += sum(len(ladder.gaps) for ladder in first)
        last = build_ladders(infer(accepted(course), at=AT))
        after += sum(len(ladder.gaps) for ladder in last)
        barren += sum(not repair.bridges for ladder in last for repair in repairs(ladder) if repair.below is not None)
        starts += sum(ladder.start_too_high for ladder in last)
    return rows, graph, after, barren, starts


def widths() -> list[Line]:
    """Count wide steps before and after taking up all repairs."""
    rng = np.random.default_rng(3)
    sets = {
        f"the {len(template_texts())} templates": [opened(name) for name in template_texts()],
        f"{GRAPHS} random facet graphs": [Course(graph=lattice_graph(rng)) for _ in range(GRAPHS)],
    }
    lines = []
    for about, courses in sets.items():
        rows, graph, after, barren, starts = left(courses)
        text = f"{rows} from the row below, {graph} on the graph; {after} left after all repairs"
        lines.append(
            Line(f"wide steps, {about}", f"{text}, {barren} of them with no cell that fits; {starts} high starts")
        )
    return lines


if __name__ == "__main__":
    print("# python benchmarks/ladders.py; random numbers with fixed seeds, so the same figures each time")
    for part in (orders, calm, widths):
        for line in part():
            print(line)
            sys.stdout.flush()
