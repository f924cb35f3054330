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
from exposure_ladder.ladder import Keep, Ladder, LeftOut, Objective, Why, WhyNot, build_ladder, repairs, shortest_path
from exposure_ladder.ladder.sequence import arrange
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
    wide: float = 0.0

    def price(self, objective: Objective) -> tuple[float, ...]:
        """Return what is to be small: wide steps, then the fewest rungs, then the balanced price; or its own price."""
        if objective is Objective.FEWEST:
            return self.wide, len(self.ids), sum(math.exp(hop / 7.0) for hop in self.hops)
        return self.wide, sum(math.exp(hop / objective.value) for hop in self.hops)


class Definition:
    """Design 8 in its own words, for the situations that may be on a ladder."""

    def __init__(self, belief: Belief, situations: Sequence[Situation], must: set[str]) -> None:
        space = belief.geometry
        self.at = {name: space.index(name) for name in (s.id for s in situations)}
        self.x = {name: min(max(float(belief.ordinary.mean[at]), 0.0), 100.0) for name, at in self.at.items()}
        self.S, self.settings, self.must = space.similarity, belief.course.settings, must
        self.needs = {s.id: {need for need in s.requires if need in self.at} for s in situations}
        self.order = [situation.id for situation in arrange(belief, situations).situations]
        free = [name for name in self.order if not self.needs[name]]
        low = [name for name in free if self.x[name] <= self.settings.start_below]
        self.too_high = not low
        first = self.order.index(low[0]) if low else 0
        self.starts = {*low, *(name for name in free if self.order.index(name) <= first)}

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
            rises = [self.x[above] - self.x[below] for below, above in pairwise(ids)]
            wide = sum(rise / self.settings.max_gap for rise in rises if rise > self.settings.max_gap + 1e-9)
            if limit is None or max(hops) <= limit:
                yield Way(ids, hops, round(wide, 9))


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
    assert same.price(ladder.objective) == pytest.approx(min(w.price(ladder.objective) for w in ways), rel=1e-6)
    if ladder.objective is not Objective.FEWEST:
        assert ladder.cost == pytest.approx(found.price(ladder.objective)[1], rel=1e-9)
    assert ladder.optimality_gap == 0.0
    assert ladder.start_too_high == definition.too_high


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


@given(st.data(), st.sampled_from(Keep), st.sampled_from(LIMITS), st.sampled_from(Objective))
@settings(max_examples=60)
def test_with_bridges_too_the_cheapest_is_found(
    data: st.DataObject, keep: Keep, limit: float | None, objective: Objective
) -> None:
    graph = data.draw(graphs(least=2, most=4, requires=True, facets=DEPTH))
    course = Course(graph=graph, log=data.draw(logs(graph.ids, most=3)))
    belief = infer(course, at=end_of(course))
    try:
        ladder = build_ladder(belief, objective=objective, keep=keep, bridge=True, max_challenge=limit)
    except ImpossibleLadderError:
        assert limit is not None
        return
    must = closure(graph, graph.goal) if keep is Keep.GOAL else set(graph.ids)
    definition = Definition(ladder.belief, [*graph.situations, *generated_in(ladder)], must)
    assume(len(definition.order) - len(must) <= 9)
    check_optimal(ladder, definition, list(definition.ways(limit)))


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
def test_gaps_are_the_wide_steps(course: Course, keep: Keep) -> None:
    ladder = build_ladder(infer(course, at=end_of(course)), keep=keep)
    assert generated_in(ladder) == ()
    check_gaps(ladder)


def check_gaps(ladder: Ladder) -> None:
    """A step is counted from the row below and from what it is most like, and the wider of both is reported."""
    x, widest = {rung.id: rung.expected for rung in ladder.rungs}, ladder.belief.course.settings.max_gap
    gaps = {gap.above: gap for gap in ladder.gaps}
    for below, above in pairwise(ladder.rungs):
        sides = [below.id] if above.like is None else [below.id, above.like]
        most = max(above.expected - x[side] for side in sides)
        assert (above.id in gaps) == (most > widest + 1e-9)
        if above.id in gaps:
            assert gaps[above.id].size == pytest.approx(most, abs=1e-9)
            assert gaps[above.id].below in sides


@given(graphs(requires=True, consent=True, facets=(("depth",), ("depth", "place"))), st.booleans())
def test_suggested_steps_lie_between_and_ask_for_what_both_sides_ask(graph: SituationGraph, bridge: bool) -> None:
    yes = [Consent(situation=name, person=person, at=START).bound(graph) for name in graph.ids for person in PEOPLE]
    ladder = build_ladder(infer(Course(graph=graph, consents=tuple(yes)), at=START), bridge=bridge)
    check_gaps(ladder)
    known = {rung.id: rung for rung in ladder.rungs}
    written = [dict(situation.facets) for situation in graph.situations]
    for repair in repairs(ladder):
        assert bool(repair.bridges) == (repair.why_none is None)
        sides = [known[name].situation for name in (repair.below, repair.step) if name is not None]
        low = 0.0 if repair.below is None else known[repair.below].expected
        levels = [low, *(made.expected for made in repair.bridges), known[repair.step].expected]
        assert levels == sorted(levels)
        for made in repair.bridges:
            assert made.low <= made.expected <= made.high
            assert made.situation.suggested
            assert made.situation.id not in graph.ids
            assert not made.changes or dict(made.situation.facets) not in written
            assert made.situation.kind in (None, *(side.kind for side in sides))
            for side in sides if made.changes else ():
                assert set(side.consent) <= set(made.situation.consent)
                assert set(side.requires) <= set(made.situation.requires)


def test_a_step_made_for_two_gaps_asks_for_what_either_asks() -> None:
    facets = {"depth": Facet(levels=tuple("12345"))}
    low = Situation(id="low", title="A", distress=30, facets={"depth": "1"})
    middle = Situation(id="middle", title="B", distress=50, facets={"depth": "3"})
    high = Situation(id="high", title="C", distress=70, facets={"depth": "5"}, consent=("Sam",), requires=("low",))
    graph = SituationGraph(title="T", facets=facets, situations=(low, middle, high))
    course = Course(graph=graph).add(Consent(situation="high", person="Sam", at=START).bound(graph))
    lower, upper = repairs(build_ladder(infer(course, at=START)))
    assert [made.situation.facets["depth"] for made in (*lower.bridges, *upper.bridges)] == ["2", "4"]
    assert {made.situation.consent for made in lower.bridges} == {()}
    assert {made.situation.consent for made in upper.bridges} == {("Sam",)}
    assert {made.situation.requires for made in upper.bridges} == {("low",)}


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
    if graph.goal[0] in barred:  # asked for by name, a goal that waits is refused
        with pytest.raises(ImpossibleLadderError) as caught:
            build_ladder(belief, keep=keep, bridge=bridge, goal=graph.goal)
        assert caught.value.goal == graph.goal[0]
        assert set(caught.value.blocked_by) == closure(graph, graph.goal) & barred
    ladder = build_ladder(belief, keep=keep, bridge=bridge)
    assert ladder.waiting == tuple(name for name in graph.goal if name in barred)
    assert keep is Keep.GOAL or len(graph.ids) - len(barred) <= len(ladder.rungs)
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
    made = repairs(ladder)[0].bridges[0].situation
    written = graph.model_copy(update={"situations": (*graph.situations, made)})  # taken up, it waits for its own yes
    silent = Course(graph=written).add(Consent(situation="high", person="Sam", at=START).bound(written))
    assert made.id not in [rung.id for rung in build_ladder(infer(silent, at=START)).rungs]
    asked = silent.add(Consent(situation=made.id, person="Sam", at=START).bound(written))
    assert made.id in [rung.id for rung in build_ladder(infer(asked, at=START)).rungs]


@given(st.data())
def test_what_is_left_out_is_named_with_its_reason(data: st.DataObject) -> None:
    graph = data.draw(graphs(requires=True)).model_copy(update={"goal": ()})
    exclude = data.draw(st.lists(st.sampled_from(graph.ids), max_size=2, unique=True))
    theme = data.draw(st.sampled_from((None, "near")))
    of_theme = closure(graph, [s.id for s in graph.situations if theme is None or s.theme == theme])
    other = set(graph.ids) - of_theme
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


def test_a_goal_without_consent_waits_and_the_rest_goes_on() -> None:
    ask = Situation(id="ask", title="A", distress=30, consent=("Sam",))
    hug = Situation(id="hug", title="B", distress=60, requires=("ask",))
    talk = Situation(id="talk", title="C", distress=20)
    graph = SituationGraph(title="T", goal="hug", situations=(ask, hug, talk))
    belief = infer(Course(graph=graph), at=START)
    for keep in Keep:
        ladder = build_ladder(belief, keep=keep)
        assert [rung.id for rung in ladder.rungs] == ["talk"]
        assert (ladder.goals, ladder.waiting) == (("hug",), ("hug",))
    with pytest.raises(ImpossibleLadderError, match="yes") as caught:
        build_ladder(belief, goal="hug")
    assert caught.value.goal == "hug"
    assert caught.value.blocked_by == ("ask", "hug")


def test_where_everything_waits_the_ladder_is_empty() -> None:
    steps = [Situation(id=name, title="A", distress=30, consent=("Sam",)) for name in ("ask", "tell")]
    belief = infer(Course(graph=SituationGraph(title="T", goal="ask", situations=tuple(steps))), at=START)
    ladder = build_ladder(belief)
    assert ladder.rungs == ladder.gaps == repairs(ladder) == ()
    assert [left.situation.id for left in ladder.left_out] == ["ask", "tell"]
    assert "no yes from 'Sam'" in str(ladder)
    done = belief.course.add(Exposure(situation="tell", at=START, peak=30))
    seen = build_ladder(infer(done, at=START), looking_back=True)
    assert [rung.id for rung in seen.rungs] == ["tell"]


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
def test_the_order_of_writing_unequal_numbers_changes_not_one_bit(course: Course, turn: int, bridge: bool) -> None:
    """Equal numbers may go by the file; the order in which others are written says nothing."""
    at, steps = end_of(course), enumerate(course.graph.situations)
    untied = tuple(s.model_copy(update={"distress": 0.8 * (s.distress or 50.0) + 2.3 * k}) for k, s in steps)
    course = course.model_copy(update={"graph": course.graph.model_copy(update={"situations": untied})})
    assume(len({s.distress for s in untied}) == len(untied))
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
def test_new_names_change_nothing(course: Course, bridge: bool) -> None:
    """Ids decide nothing: the new names sort the other way round."""
    old = sorted((*course.graph.ids, "gone"))
    to = {name: f"new.{len(old) - k}" for k, name in enumerate(old)}
    log = []
    for entry in course.log:
        keys = {"harder", "easier", "situation"} & set(type(entry).model_fields)
        log.append(entry.model_copy(update={key: to[getattr(entry, key)] for key in keys}))
    at = end_of(course)
    one = build_ladder(infer(course, at=at), bridge=bridge)
    other = build_ladder(infer(Course(graph=renamed(course.graph, to), log=tuple(log)), at=at), bridge=bridge)
    titles = [[rung.situation.title for rung in ladder.rungs] for ladder in (one, other)]
    assert titles[0] == titles[1]
    numbers = [(r.number, r.expected, r.low, r.high, r.challenge, r.when_reached) for r in one.rungs]
    others = [(r.number, r.expected, r.low, r.high, r.challenge, r.when_reached) for r in other.rungs]
    np.testing.assert_allclose(numbers, others, rtol=0, atol=1e-9)
    assert [to[gap.below] for gap in one.gaps if gap.below in to] == [
        g.below for g in other.gaps if g.below in to.values()
    ]


@given(graphs(least=2, requires=True))
def test_links_only_lower_challenges(graph: SituationGraph) -> None:
    bare = build_ladder(infer(Course(graph=graph.model_copy(update={"links": ()})), at=START))
    linked = build_ladder(infer(Course(graph=graph), at=START))
    assume([rung.id for rung in bare.rungs] == [rung.id for rung in linked.rungs])  # links may order equal numbers
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
