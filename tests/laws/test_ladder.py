"""Laws of the ladder (design 8), held against a search through every possible ladder, written from the definition."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise, permutations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exposure_ladder.belief import Belief, infer
from exposure_ladder.errors import ImpossibleLadderError, UnknownSituationError
from exposure_ladder.graph import generalise, measure
from exposure_ladder.ladder import Keep, Ladder, LeftOut, Objective, Why, WhyNot, build_ladder, shortest_path
from exposure_ladder.records import Consent, Course, Exposure, Facet, Link, Settings, Situation, SituationGraph
from strategies import PEOPLE, START, SUDS, consent_histories, courses, graphs, logs, renamed, reordered

DAY = timedelta(days=1)
LIMITS = (None, None, 33.3, 47.7, 61.9)
DEPTH = (("depth",), ("place",), ())


def end_of(course: Course) -> datetime:
    return (course.log[-1].at if course.log else START) + 3 * DAY


# --------------------------------------------------------------------------------- the definition, and every ladder


@dataclass
class Way:
    """One possible ladder: its situations, and the challenge of each."""

    ids: tuple[str, ...]
    hops: tuple[float, ...]

    def price(self, objective: Objective) -> tuple[float, ...]:
        """Return what is to be small; the fewest rungs first, then the balanced price."""
        if objective is Objective.FEWEST:
            return len(self.ids), sum(math.exp(hop / 7.0) for hop in self.hops)
        return (sum(math.exp(hop / objective.value) for hop in self.hops),)


class Definition:
    """Design 8 in its own words, for the situations that may be on a ladder."""

    def __init__(self, belief: Belief, situations: Sequence[Situation], must: set[str]) -> None:
        space = belief.geometry
        self.at = {name: space.index(name) for name in (s.id for s in situations)}
        self.x = {name: min(max(float(belief.ordinary.mean[at]), 0.0), 100.0) for name, at in self.at.items()}
        self.S, self.settings, self.must = space.similarity, belief.course.settings, must
        self.needs = {s.id: {need for need in s.requires if need in self.at} for s in situations}
        self.order: list[str] = []
        while len(self.order) < len(situations):
            ready = [name for name in self.at if name not in self.order and self.needs[name] <= set(self.order)]
            self.order.append(min(ready, key=lambda name: (round(self.x[name], 9), name)))
        easy = self.x[self.order[0]] <= self.settings.start_below
        low = {name for name in self.order if not self.needs[name] and self.x[name] <= self.settings.start_below}
        self.starts = low if easy else {self.order[0]}

    def hop(self, below: str, above: str) -> float:
        learned = max(0.0, min(self.x[below], self.x[above]) - self.settings.mastery)
        return self.x[above] - float(self.S[self.at[below], self.at[above]]) * learned

    def ways(self, limit: float | None, *, up_to: str | None = None) -> Iterator[Way]:
        """Yield every ladder that holds what must be on it; with `up_to`, only as far as that situation."""
        order = self.order[: self.order.index(up_to) + 1] if up_to else self.order
        must = self.must & set(order) | ({up_to} if up_to else set())
        for taken in product(*[(True,) if name in must else (True, False) for name in order]):
            ids = tuple(name for name, is_in in zip(order, taken, strict=True) if is_in)
            if not ids or ids[0] not in self.starts or not all(self.needs[name] <= set(ids) for name in ids):
                continue
            hops = (self.x[ids[0]], *(self.hop(below, above) for below, above in pairwise(ids)))
            if limit is None or max(hops) <= limit:
                yield Way(ids, hops)


def closure(graph: SituationGraph, ids: Sequence[str]) -> set[str]:
    needs = {s.id: s.requires for s in graph.situations}
    found: set[str] = set()
    todo = list(ids)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo.extend(needs[name])
    return found


def generated_in(ladder: Ladder) -> tuple[Situation, ...]:
    written = ladder.belief.course.graph.ids
    return tuple(s for s in ladder.belief.geometry.situations if s.id not in written)


def check_optimal(ladder: Ladder, definition: Definition, ways: list[Way]) -> None:
    """Assert that a ladder is one of the possible ones, and that none is cheaper."""
    found = Way(tuple(rung.id for rung in ladder.rungs), tuple(rung.challenge for rung in ladder.rungs))
    (same,) = (way for way in ways if way.ids == found.ids)
    assert found.hops == pytest.approx(same.hops, abs=1e-9)
    assert found.price(ladder.objective) == pytest.approx(min(w.price(ladder.objective) for w in ways), rel=1e-9)
    if ladder.objective is not Objective.FEWEST:
        assert ladder.cost == pytest.approx(found.price(ladder.objective)[0], rel=1e-9)
    assert ladder.optimality_gap == 0.0
    assert ladder.start_too_high == (definition.x[definition.order[0]] > definition.settings.start_below)


@st.composite
def wishes(draw: st.DrawFn, graph: SituationGraph) -> dict[str, Any]:
    """Goal, via and exclude among the ids of a graph, in a form that build_ladder takes."""
    ids = st.sampled_from(graph.ids)
    return {
        "goal": draw(st.one_of(ids, st.lists(ids, min_size=1, max_size=2, unique=True))),
        "via": draw(st.one_of(st.just(()), st.lists(ids, max_size=2, unique=True))),
        "exclude": draw(st.one_of(st.just(()), st.lists(ids, max_size=2, unique=True))),
    }


@given(st.data(), st.sampled_from(Keep), st.sampled_from(LIMITS))
@settings(max_examples=100)
def test_every_ladder_is_the_cheapest_there_is(data: st.DataObject, keep: Keep, limit: float | None) -> None:
    course = data.draw(courses(entries=4, requires=True))
    graph, belief = course.graph, infer(course, at=end_of(course))
    asked = data.draw(wishes(graph))
    goals = [asked["goal"]] if isinstance(asked["goal"], str) else asked["goal"]
    wanted = closure(graph, [*goals, *asked["via"]])
    barred = {name for name in graph.ids if closure(graph, [name]) & set(asked["exclude"])}

    def build(objective: Objective) -> Ladder:
        return build_ladder(belief, objective=objective, keep=keep, max_challenge=limit, **asked)

    if wanted & barred:
        with pytest.raises(ImpossibleLadderError) as caught:
            build(Objective.BALANCED)
        assert set(caught.value.blocked_by) == wanted & barred
        assert caught.value.goal in wanted & barred
        return
    allowed = [s for s in graph.situations if s.id not in barred]
    definition = Definition(belief, allowed, wanted if keep is Keep.GOAL else {s.id for s in allowed})
    ways = list(definition.ways(limit))
    for objective in Objective:
        if ways:
            check_optimal(build(objective), definition, ways)
        else:
            with pytest.raises(ImpossibleLadderError) as caught:
                build(objective)
            assert caught.value.goal in definition.must
            assert caught.value.blocked_by
            for name in caught.value.blocked_by:  # each is named because there is no way up to it
                assert not any(definition.ways(limit, up_to=name))


@given(st.data(), st.sampled_from(Keep), st.sampled_from(LIMITS))
@settings(max_examples=60)
def test_with_bridges_too_the_cheapest_is_found(data: st.DataObject, keep: Keep, limit: float | None) -> None:
    graph = data.draw(graphs(least=2, most=4, requires=True, facets=DEPTH))
    course = Course(graph=graph, log=data.draw(logs(graph.ids, most=3)))
    belief = infer(course, at=end_of(course))
    made = generated_in(build_ladder(belief, keep=keep))
    asked_about = infer(course, at=belief.at, generated=made)
    must = closure(graph, graph.goal) if keep is Keep.GOAL else set(graph.ids)
    definition = Definition(asked_about, [*graph.situations, *made], must)
    assume(len(definition.order) - len(must) <= 9)
    ways = list(definition.ways(limit))
    for objective in (Objective.BALANCED, Objective.FEWEST, Objective.GENTLEST):
        # which steps are wide, and so what is offered, may depend on the objective where rungs are chosen
        if keep is Keep.GOAL and {s.id for s in generated_in(build_ladder(belief, keep=keep, objective=objective))} != {
            s.id for s in made
        }:
            continue
        if ways:
            ladder = build_ladder(belief, objective=objective, keep=keep, bridge=True, max_challenge=limit)
            check_optimal(ladder, definition, ways)
        else:
            with pytest.raises(ImpossibleLadderError):
                build_ladder(belief, objective=objective, keep=keep, bridge=True, max_challenge=limit)


def test_bridges_help_where_the_steps_are_too_steep_without_them() -> None:
    facets = {"depth": Facet(levels=tuple("12345"))}
    ends = [("low", 10.0, "1"), ("high", 95.0, "5")]
    made = tuple(Situation(id=name, title="A", distress=x, facets={"depth": level}) for name, x, level in ends)
    belief = infer(Course(graph=SituationGraph(title="T", facets=facets, situations=made)), at=START)
    with pytest.raises(ImpossibleLadderError, match="bridge=True") as caught:
        build_ladder(belief, max_challenge=90)
    assert caught.value.blocked_by == ("high",)
    bridged = build_ladder(belief, max_challenge=90, bridge=True)
    assert max(rung.challenge for rung in bridged.rungs) <= 90
    assert {rung.id for rung in bridged.rungs} > {"low", "high"}


def test_a_way_that_fails_for_a_prerequisite_is_refused_like_any_other() -> None:
    """Each hop to the goal is allowed, but the rung between needs one that no allowed hop reaches."""
    made = (
        Situation(id="start", title="A", distress=20),
        Situation(id="far", title="B", distress=80, theme="other"),
        Situation(id="between", title="C", distress=60, requires=("far",)),
        Situation(id="goal", title="D", distress=85),
    )
    link = Link(a="between", b="goal", similarity=0.9)
    graph = SituationGraph(title="T", goal="goal", situations=made, links=(link,))
    belief = infer(Course(graph=graph, settings=Settings(mastery=5)), at=START)
    with pytest.raises(ImpossibleLadderError) as caught:
        build_ladder(belief, keep="goal", max_challenge=62)
    assert caught.value.goal == "goal"
    assert caught.value.blocked_by == ("goal",)


@given(st.sampled_from(SUDS), st.integers(1, 3))
def test_limits_include_their_own_number(number: float, others: int) -> None:
    """What a person wrote is compared as they wrote it: 27 is at or below 27."""
    made = tuple(Situation(id=f"s{k}", title="A", distress=number) for k in range(others))
    graph = SituationGraph(title="T", situations=made)
    course = Course(graph=graph, settings=Settings(start_below=number))
    ladder = build_ladder(infer(course, at=START), max_challenge=number)
    assert not ladder.start_too_high
    assert [rung.expected for rung in ladder.rungs] == [number] * others


# --------------------------------------------------------------------------------------------------- the pathfinder


@st.composite
def puzzles(draw: st.DrawFn, *, most: int, closed: bool) -> tuple[Any, Any, Any, list[list[int]]]:
    """Prices, forced positions and prerequisites as `cheapest` takes them; with `closed` some hops are forbidden."""
    n = draw(st.integers(1, most))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    hops, begin = np.exp(rng.normal(0.0, 1.0, (n, n))), np.exp(rng.normal(0.0, 1.0, n))
    if closed:
        hops[rng.random((n, n)) < 0.3] = np.inf
        begin[1:][rng.random(n - 1) < 0.5] = np.inf
    needs = [[i for i in range(j) if rng.random() < 0.25] for j in range(n)]
    begin[[bool(wants) for wants in needs]] = np.inf
    forced = rng.random(n) < 0.25
    forced[n - 1 if rng.random() < 0.7 else rng.integers(n)] = True
    for j in range(n - 1, -1, -1):
        forced[needs[j]] |= forced[j]
    return hops, begin, forced, needs


def cheapest_of_all(hops: Any, begin: Any, forced: Any, needs: list[list[int]]) -> float:
    best = math.inf
    for taken in product(*[(True,) if must else (True, False) for must in forced]):
        path = [j for j, is_in in enumerate(taken) if is_in]
        if all(taken[need] for j in path for need in needs[j]):
            best = min(best, begin[path[0]] + sum(hops[i, j] for i, j in pairwise(path)))
    return best


@given(puzzles(most=9, closed=False))
def test_optional_prerequisites_are_solved_exactly(puzzle: Any) -> None:
    path = shortest_path.cheapest(*puzzle)
    assert path is not None
    assert path.cost == pytest.approx(cheapest_of_all(*puzzle), rel=1e-9)
    assert path.optimality_gap == 0.0
    check_path(path, puzzle)


def check_path(path: shortest_path.Path, puzzle: Any) -> None:
    hops, begin, forced, needs = puzzle
    visited = set(path.positions)
    assert list(path.positions) == sorted(visited)
    assert set(np.flatnonzero(forced)) <= visited
    assert all(need in visited for j in visited for need in needs[j])
    cost = begin[path.positions[0]] + sum(hops[i, j] for i, j in pairwise(path.positions))
    assert path.cost == pytest.approx(cost, rel=1e-12)


@given(puzzles(most=9, closed=True))
def test_forbidden_hops_are_never_taken(puzzle: Any) -> None:
    path, least = shortest_path.cheapest(*puzzle), cheapest_of_all(*puzzle)
    assert (path is None) == math.isinf(least)
    if path is not None:
        assert path.cost == pytest.approx(least, rel=1e-9)
        check_path(path, puzzle)


@given(puzzles(most=9, closed=False), st.integers(1, 4))
@settings(max_examples=100)
def test_a_search_that_was_cut_short_says_how_far_off_it_may_be(puzzle: Any, most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shortest_path, "MAX_SUBPROBLEMS", most)
        path = shortest_path.cheapest(*puzzle)
    least = cheapest_of_all(*puzzle)
    assert path is not None
    check_path(path, puzzle)
    assert path.cost >= least * (1 - 1e-9)
    assert path.optimality_gap >= path.cost / least - 1.0 - 1e-9


def test_a_search_that_was_cut_short_reports_a_gap() -> None:
    """Long hops are dear, so many rungs are wanted, and half of them need another one first."""
    rng, n = np.random.default_rng(1), 20
    below, above = np.indices((n, n))
    hops = (1.0 + 0.2 * np.maximum(above - below, 0) ** 2) * np.exp(rng.normal(0.0, 0.5, (n, n)))
    begin = np.where(np.arange(n) == 0, 1.0, np.inf)
    needs = [[int(rng.integers(j))] if j % 2 and j < n - 1 else [] for j in range(n)]
    forced = np.isin(np.arange(n), (0, n - 1))
    exact = shortest_path.cheapest(hops, begin, forced, needs)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shortest_path, "MAX_SUBPROBLEMS", 3)
        rough = shortest_path.cheapest(hops, begin, forced, needs)
    assert exact is not None
    assert rough is not None
    assert exact.optimality_gap == 0.0
    assert 0.0 < rough.cost / exact.cost - 1.0 <= rough.optimality_gap < 1.0


# ------------------------------------------------------------------------------------------- what holds of every one


@given(courses(requires=True), st.sampled_from(Objective), st.sampled_from(Keep), st.booleans())
def test_what_holds_of_every_rung(course: Course, objective: Objective, keep: Keep, bridge: bool) -> None:
    belief = infer(course, at=end_of(course))
    ladder = build_ladder(belief, objective=objective, keep=keep, bridge=bridge)
    space, rungs = ladder.belief.geometry, ladder.rungs
    low, high = ladder.belief.ordinary.likely()
    order = [rung.id for rung in rungs]
    for rung in rungs:
        at = space.index(rung.id)
        assert rung.when_reached <= rung.challenge + 1e-9
        assert rung.challenge <= rung.expected + 1e-9
        assert rung.expected == pytest.approx(float(np.clip(ladder.belief.ordinary.mean[at], 0.0, 100.0)), abs=1e-12)
        assert (rung.low, rung.high, rung.basis) == (low[at], high[at], space.basis[at])
        assert 0.0 <= rung.low <= rung.expected <= rung.high <= 100.0
        for need in rung.situation.requires:
            assert order.index(need) < order.index(rung.id)
    for below, above in pairwise(rungs):
        tied = abs(above.expected - below.expected) < 1e-9 and below.id not in above.situation.requires
        assert above.number - below.number == (0 if tied else 1)
    assert rungs[0].number == 1
    assert len(set(order)) == len(order)
    known = {s.id: s for s in (*course.graph.situations, *generated_in(ladder))}
    assert all(rung.situation == known[rung.id] for rung in rungs)
    # every written situation is accounted for once
    out = [left.situation.id for left in ladder.left_out]
    assert sorted(set(order) & set(course.graph.ids)) + out == sorted(set(order) & set(course.graph.ids)) + sorted(out)
    assert sorted([*(name for name in order if name in course.graph.ids), *out]) == sorted(course.graph.ids)
    assert all(left.why is WhyNot.NOT_NEEDED for left in ladder.left_out)
    assert not out or keep is Keep.GOAL
    goals = closure(course.graph, course.graph.goal)
    for rung in rungs:
        if rung.id in course.graph.goal:
            assert rung.why is Why.GOAL
        elif rung.id in goals:
            assert rung.why is Why.NEEDED
        elif rung.id in course.graph.ids:
            assert rung.why is (Why.WRITTEN if keep is Keep.WRITTEN else Why.CHOSEN)
        else:
            assert rung.why is Why.BRIDGE
            assert bridge


@given(courses(requires=True))
def test_what_is_expected_on_arrival_replays_the_teaching_law(course: Course) -> None:
    ladder = build_ladder(infer(course, at=end_of(course)))
    space, x = ladder.belief.geometry, {rung.id: rung.expected for rung in ladder.rungs}
    for rung in ladder.rungs:
        assert rung.when_reached == pytest.approx(x[rung.id], abs=1e-9)
        here = x[rung.id]
        for other in x:
            shared = float(space.similarity[space.index(rung.id), space.index(other)])
            x[other] -= float(generalise(shared, here, x[other], course.settings.mastery))


@given(courses(requires=True), st.sampled_from(Keep))
def test_gaps_are_the_wide_steps_and_bridges_lie_inside(course: Course, keep: Keep) -> None:
    graph = course.graph
    ladder = build_ladder(infer(course, at=end_of(course)), keep=keep)
    check_gaps(ladder)
    sides = {name for gap in ladder.gaps for name in (gap.below, gap.above)}
    written = [dict(s.facets) for s in graph.situations]
    expected = set()
    for situation in graph.situations:
        if situation.id in sides:
            for name in situation.facets:
                for level in graph.facets[name].levels:
                    changed = dict(situation.facets) | {name: level}
                    if changed not in written:
                        expected.add(frozenset(changed.items()))
    assert {frozenset(made.facets.items()) for made in generated_in(ladder)} == expected
    different = {(frozenset(made.facets.items()), made.consent, made.requires) for made in generated_in(ladder)}
    assert len(different) == len(generated_in(ladder))


def check_gaps(ladder: Ladder) -> None:
    graph, widest = ladder.belief.course.graph, ladder.belief.course.settings.max_gap
    wide = [(a, b) for a, b in pairwise(ladder.rungs) if b.expected - a.expected > widest + 1e-9]
    assert [(gap.below, gap.above) for gap in ladder.gaps] == [(a.id, b.id) for a, b in wide]
    written = [dict(s.facets) for s in graph.situations]
    for gap, (below, above) in zip(ladder.gaps, wide, strict=True):
        assert gap.size == pytest.approx(above.expected - below.expected, abs=1e-12)
        assert len(gap.bridges) <= 3
        assert [b.expected for b in gap.bridges] == sorted(b.expected for b in gap.bridges)
        assert len({frozenset(b.situation.facets.items()) for b in gap.bridges}) == len(gap.bridges)
        for bridge in gap.bridges:
            made, near = bridge.situation, ladder[bridge.near].situation
            assert below.expected < bridge.expected < above.expected
            assert bridge.low <= bridge.expected <= bridge.high
            assert bridge.near in (gap.below, gap.above)
            assert dict(made.facets) == dict(near.facets) | {bridge.facet: bridge.level}
            assert dict(made.facets) not in written
            assert made.distress is None
            for side in (below.situation, above.situation):
                assert set(side.consent) <= set(made.consent)
                assert set(side.requires) <= set(made.requires)
            at = ladder.belief.geometry.index(made.id)
            assert bridge.expected == pytest.approx(float(ladder.belief.ordinary.mean[at]), abs=1e-9)


def test_a_bridge_asks_for_the_consent_of_both_its_sides_in_every_gap() -> None:
    """The middle situation borders two gaps; what is made from it for the upper one needs what the upper one needs."""
    facets = {"depth": Facet(levels=tuple("12345"))}
    low = Situation(id="low", title="A", distress=10, facets={"depth": "1"})
    middle = Situation(id="middle", title="B", distress=50, facets={"depth": "3"})
    high = Situation(id="high", title="C", distress=95, facets={"depth": "5"}, consent=("Sam",), requires=("low",))
    graph = SituationGraph(title="T", facets=facets, situations=(low, middle, high))
    course = Course(graph=graph).add(Consent(situation="high", person="Sam", at=START).bound(graph))
    ladder = build_ladder(infer(course, at=START))
    lower, upper = ladder.gaps
    assert [bridge.level for bridge in (*lower.bridges, *upper.bridges)] == ["2", "4"]
    assert {bridge.situation.consent for bridge in lower.bridges} == {()}
    assert {bridge.situation.consent for bridge in upper.bridges} == {("Sam",)}
    assert {bridge.situation.requires for bridge in upper.bridges} == {("low",)}


def test_a_situation_made_for_a_second_gap_takes_no_written_id() -> None:
    """What is made from the middle one for both gaps asks for different things, so the second gets a number."""
    facets = {"depth": Facet(levels=tuple("12345")), "side": Facet(levels=("near", "far"))}
    low = Situation(id="low", title="A", distress=10, facets={"depth": "1", "side": "near"})
    middle = Situation(id="middle", title="B", distress=50, facets={"depth": "3", "side": "near"})
    high = Situation(id="high", title="C", distress=95, facets={"depth": "3", "side": "far"}, requires=("low",))
    for name in ("other", "middle.depth.2.2"):
        other = Situation(id=name, title="D", distress=12)
        graph = SituationGraph(title="T", facets=facets, situations=(low, other, middle, high))
        ladder = build_ladder(infer(Course(graph=graph), at=START))
        assert {"middle.depth.2", "middle.depth.2.2"} <= set(ladder.belief.ids)
        assert len(set(ladder.belief.ids)) == len(ladder.belief.ids)
        assert ladder[name].expected == 12


@given(graphs(requires=True, consent=True), st.booleans())
def test_bridges_inherit_what_their_sides_need(graph: SituationGraph, bridge: bool) -> None:
    yes = [Consent(situation=name, person=person, at=START).bound(graph) for name in graph.ids for person in PEOPLE]
    ladder = build_ladder(infer(Course(graph=graph, consents=tuple(yes)), at=START), bridge=bridge)
    check_gaps(ladder)


# ------------------------------------------------------------------------------------------------------- left out


def says_yes(course: Course, situation: str, person: str, at: datetime) -> bool:
    """Read the last yes of a person to one situation up to a moment; it ends by itself or by a no dated not before it.

    A no that fits nobody under `consent` of its step is meant for everybody of that step.
    """
    people = {p.lower() for s in course.graph.situations if s.id == situation for p in s.consent}
    here = [c for c in course.consents if c.situation == situation]
    yeses = [c for c in here if c.given and c.person.lower() == person.lower() and c.at <= at]
    last = max(yeses, key=lambda c: c.at, default=None)
    if last is None:
        return False
    noes = [c for c in here if not c.given and (c.person.lower() == person.lower() or c.person.lower() not in people)]
    end = last.until or last.at + timedelta(days=course.settings.consent_days)
    return not any(c.at >= last.at for c in noes) and at < min(end, last.at + 90 * DAY)


@given(st.data(), st.sampled_from(Keep), st.booleans())
@settings(max_examples=100)
def test_no_rung_needs_a_yes_that_is_not_there(data: st.DataObject, keep: Keep, bridge: bool) -> None:
    graph = data.draw(graphs(requires=True, consent=True))
    at = START + 90 * DAY
    course = Course(graph=graph, consents=data.draw(consent_histories(graph, around=at)))
    belief = infer(course, at=at)
    silent = {s.id: [p for p in s.consent if not says_yes(course, s.id, p, at)] for s in graph.situations}
    barred = {name for name in graph.ids if any(silent[need] for need in closure(graph, [name]))}
    if graph.goal[0] in barred or len(barred) == len(graph.ids):
        with pytest.raises(ImpossibleLadderError) as caught:
            build_ladder(belief, keep=keep, bridge=bridge)
        assert caught.value.goal == graph.goal[0]
        assert set(caught.value.blocked_by) == closure(graph, graph.goal) & barred
        return
    ladder = build_ladder(belief, keep=keep, bridge=bridge)
    for rung in ladder.rungs:
        assert all(says_yes(course, rung.id, person, at) for person in rung.situation.consent)
    reasons = {left.situation.id: left for left in ladder.left_out}
    assert {rung.id for rung in ladder.rungs}.isdisjoint(reasons)
    for name in barred:
        assert reasons[name].why is (WhyNot.NO_CONSENT if silent[name] else WhyNot.NEEDS_LEFT_OUT)
        if silent[name]:
            assert sorted(reasons[name].missing) == sorted(silent[name])
        else:
            check_missing(graph, reasons[name], first={other for other in barred if silent[other]}, barred=barred)


def test_a_yes_is_for_one_situation_and_not_for_a_step_made_from_it() -> None:
    facets = {"depth": Facet(levels=tuple("12345"))}
    low = Situation(id="low", title="A", distress=10, facets={"depth": "1"})
    high = Situation(id="high", title="B", distress=95, facets={"depth": "5"}, consent=("Sam",))
    graph = SituationGraph(title="T", facets=facets, situations=(low, high))
    course = Course(graph=graph).add(Consent(situation="high", person="Sam", at=START).bound(graph))
    ladder = build_ladder(infer(course, at=START), bridge=True)
    assert [rung.id for rung in ladder.rungs] == ["low", "high"]
    made = ladder.gaps[0].bridges[0].situation
    asked = course.add(Consent(situation=made.id, person="Sam", at=START, wording=made.wording))
    assert made.id in [rung.id for rung in build_ladder(infer(asked, at=START), bridge=True).rungs]


@given(st.data())
def test_what_is_left_out_is_named_with_its_reason(data: st.DataObject) -> None:
    graph = data.draw(graphs(requires=True)).model_copy(update={"goal": ()})
    exclude = data.draw(st.lists(st.sampled_from(graph.ids), max_size=2, unique=True))
    theme = data.draw(st.sampled_from((None, "near")))
    other = {s.id for s in graph.situations if theme is not None and s.theme != theme}
    first = set(exclude) | other
    barred = {name for name in graph.ids if closure(graph, [name]) & first}
    belief = infer(Course(graph=graph), at=START)
    if len(barred) == len(graph.ids):
        with pytest.raises(ImpossibleLadderError) as caught:
            build_ladder(belief, exclude=exclude, theme=theme)
        assert set(caught.value.blocked_by) == barred
        return
    ladder = build_ladder(belief, exclude=exclude, theme=theme)
    assert sorted([*(rung.id for rung in ladder.rungs), *barred]) == sorted(graph.ids)
    assert [left.situation.id for left in ladder.left_out] == sorted(barred)
    for left in ladder.left_out:
        name = left.situation.id
        if name in exclude:
            assert (left.why, left.missing) == (WhyNot.EXCLUDED, ())
        elif name in other:
            assert (left.why, left.missing) == (WhyNot.OTHER_THEME, ())
        else:
            assert left.why is WhyNot.NEEDS_LEFT_OUT
            check_missing(graph, left, first=first, barred=barred)


def check_missing(graph: SituationGraph, left: LeftOut, *, first: set[str], barred: set[str]) -> None:
    """Assert that what was left out for a reason of its own is named, and nothing that has nothing to do with it."""
    needs = closure(graph, [left.situation.id]) - {left.situation.id}
    assert needs & first <= set(left.missing) <= needs & barred


def test_why_something_is_left_out_does_not_depend_on_the_order_of_writing() -> None:
    needs = {"x": (), "y": ("x",), "z": ("y",), "w": ()}
    told = set()
    for order in permutations(needs):
        made = tuple(Situation(id=name, title="A", requires=needs[name]) for name in order)
        belief = infer(Course(graph=SituationGraph(title="T", situations=made)), at=START)
        ladder = build_ladder(belief, exclude=["x"])
        told.add(tuple((left.situation.id, left.why, left.missing) for left in ladder.left_out))
    assert len(told) == 1


@pytest.mark.parametrize("wish", ["goal", "via", "exclude"])
@given(graphs())
@settings(max_examples=10)
def test_unknown_situations_are_named(wish: str, graph: SituationGraph) -> None:
    belief = infer(Course(graph=graph), at=START)
    with pytest.raises(UnknownSituationError) as caught:
        build_ladder(belief, **{wish: ["nowhere"]})
    assert caught.value.id == "nowhere"
    assert set(caught.value.known) == set(graph.ids)


def test_a_goal_without_consent_says_who_is_missing() -> None:
    ask = Situation(id="ask", title="A", distress=30, consent=("Sam",))
    hug = Situation(id="hug", title="B", distress=60, requires=("ask",))
    talk = Situation(id="talk", title="C", distress=20)
    graph = SituationGraph(title="T", goal="hug", situations=(ask, hug, talk))
    with pytest.raises(ImpossibleLadderError, match="yes") as caught:
        build_ladder(infer(Course(graph=graph), at=START))
    assert caught.value.goal == "hug"
    assert caught.value.blocked_by == ("ask", "hug")


def test_keeping_only_the_way_to_a_goal_needs_a_goal() -> None:
    graph = SituationGraph(title="T", situations=(Situation(id="a", title="A"),))
    with pytest.raises(ImpossibleLadderError, match="goal"):
        build_ladder(infer(Course(graph=graph), at=START), keep="goal")


# ------------------------------------------------------------------------------------------------ names, order, links


def told(ladder: Ladder) -> dict[str, Any]:
    plain = ladder.as_dict()
    plain["goal"] = sorted(plain["goal"])
    return plain


@given(courses(requires=True, consent=True), st.integers(1, 23), st.booleans())
def test_the_order_of_writing_changes_not_one_bit(course: Course, turn: int, bridge: bool) -> None:
    at = end_of(course)
    yes = tuple(
        Consent(situation=name, person=person, at=at).bound(course.graph)
        for name in course.graph.ids
        for person in PEOPLE
    )
    one = Course(graph=course.graph, log=course.log, consents=yes)
    other = Course(graph=reordered(course.graph, turn), log=course.log[::-1], consents=yes[::-1])
    ladders = [build_ladder(infer(each, at=at), bridge=bridge, keep="goal") for each in (one, other)]
    assert told(ladders[0]) == told(ladders[1])


@given(courses(requires=True), st.booleans())
def test_new_names_in_the_old_order_change_nothing(course: Course, bridge: bool) -> None:
    """Ties are broken by id, so the new names must sort as the old ones did."""
    to = {name: f"new.{name}" for name in (*course.graph.ids, "gone")}
    log = []
    for entry in course.log:
        keys = {"harder", "easier", "situation"} & set(type(entry).model_fields)
        log.append(entry.model_copy(update={key: to[getattr(entry, key)] for key in keys}))
    at = end_of(course)
    one = build_ladder(infer(course, at=at), bridge=bridge)
    other = build_ladder(infer(Course(graph=renamed(course.graph, to), log=tuple(log)), at=at), bridge=bridge)
    assert [f"new.{rung.id}" for rung in one.rungs] == [rung.id for rung in other.rungs]
    numbers = [(r.number, r.expected, r.low, r.high, r.challenge, r.when_reached) for r in one.rungs]
    others = [(r.number, r.expected, r.low, r.high, r.challenge, r.when_reached) for r in other.rungs]
    np.testing.assert_allclose(numbers, others, rtol=0, atol=1e-9)
    assert [f"new.{gap.below}" for gap in one.gaps] == [gap.below for gap in other.gaps]
    offered = [[f"new.{bridge.situation.id}" for bridge in gap.bridges] for gap in one.gaps]
    assert offered == [[bridge.situation.id for bridge in gap.bridges] for gap in other.gaps]


@given(graphs(least=2, requires=True))
def test_links_only_lower_challenges(graph: SituationGraph) -> None:
    bare = build_ladder(infer(Course(graph=graph.model_copy(update={"links": ()})), at=START))
    linked = build_ladder(infer(Course(graph=graph), at=START))
    assert [rung.id for rung in bare.rungs] == [rung.id for rung in linked.rungs]
    # over a whole ladder a link may cost a little: a rung that was eased on the way has less left to teach
    for one, other in zip(bare.rungs, linked.rungs, strict=True):
        assert other.challenge <= one.challenge + 1e-12


@given(graphs(least=2), st.floats(0.0, 100.0))
def test_a_hop_is_never_harder_than_its_end_and_falls_with_similarity(graph: SituationGraph, mastery: float) -> None:
    space = measure(graph)
    x, S = space.distress, space.similarity
    hops = shortest_path.challenge(x, S, mastery)
    assert (hops <= x + 1e-12).all()
    assert (hops >= np.minimum(x, mastery) - 1e-12).all()
    assert (shortest_path.challenge(x, 0.5 * S, mastery) >= hops - 1e-12).all()


@pytest.mark.parametrize("bridge", [False, True])
def test_what_was_practised_upon_a_made_up_step_counts_for_it(bridge: bool) -> None:
    """A person may log a step that the ladder proposed; the ladder then shows what was learned there."""
    facets = {"depth": Facet(levels=tuple("12345"))}
    ends = [("low", 10.0, "1"), ("high", 95.0, "5")]
    made = tuple(Situation(id=name, title="A", distress=x, facets={"depth": level}) for name, x, level in ends)
    course = Course(graph=SituationGraph(title="T", facets=facets, situations=made))
    gap = build_ladder(infer(course, at=START)).gaps[0]
    step = gap.bridges[0]
    log = [Exposure(situation=step.situation.id, at=START + k * DAY, peak=20) for k in range(3)]
    later = build_ladder(infer(course.add(*log), at=START + 4 * DAY), bridge=bridge)
    at = later.belief.geometry.index(step.situation.id)
    assert later.belief.mean[at] < step.expected
    assert later.belief.skipped == ()


# ------------------------------------------------------------------------------------------------------------- size


def two_thousand() -> Course:
    n, places = 2_000, ("home", "street", "shop")
    facets = {"depth": Facet(levels=tuple("12345")), "place": Facet(levels=places, ordered=False)}
    made = tuple(
        Situation(
            id=f"s{k}",
            title="Something",
            distress=None if k % 5 == 0 else (37 * k) % 101,
            theme="ab"[k % 2],
            facets={"depth": "12345"[k % 5], "place": places[k % 3]},
            requires=(f"s{k - 2}",) if k % 7 == 2 else (),
        )
        for k in range(n)
    )
    links = tuple(Link(a=f"s{k}", b=f"s{k + 10}", similarity=0.8) for k in range(0, 60, 20))
    return Course(graph=SituationGraph(title="Many", goal=f"s{n - 1}", facets=facets, situations=made, links=links))


@pytest.mark.edge
def test_two_thousand_situations_are_answered_in_seconds() -> None:
    """A generous bound on the processor's time, to catch accidents that cost n³ or n² steps of Python."""
    began = time.process_time()
    belief = infer(two_thousand(), at=START)
    whole, best = (build_ladder(belief, keep=keep) for keep in Keep)
    assert time.process_time() - began < 20.0
    assert (len(whole.rungs), len(whole.left_out)) == (2_000, 0)
    assert len(best.rungs) + len(best.left_out) == 2_000


def test_a_long_chain_of_prerequisites_is_followed_to_its_end() -> None:
    n = 500
    made = tuple(
        Situation(id=f"s{k:03}", title="A", distress=50, requires=(f"s{k - 1:03}",) if k else ()) for k in range(n)
    )
    belief = infer(Course(graph=SituationGraph(title="Chain", situations=made)), at=START)
    assert [rung.number for rung in build_ladder(belief).rungs] == list(range(1, n + 1))
    with pytest.raises(ImpossibleLadderError) as caught:
        build_ladder(belief, exclude=["s000"])
    assert len(caught.value.blocked_by) == n
