"""Ladders as others printed them, against what the library makes of them.

Dogs
    Anxiety Canada, "Examples of Fear Ladders", fear of dogs: twelve steps on the native scale 0–10, 2 to 10. The steps
    are paraphrased here in a word or two; the numbers are the published ones. On 0–100 the ladder starts at 20 and ends
    at 100, its steps are 0 or 10 high, the mean step is 80 / 11, and three pairs tie (20, 30, 90).
Train
    "Graded Exposure", a leaflet distributed by the BBC (docobook.com/graded-exposure-bbc.html): travelling alone over
    1, 2, 5 and all stops, quiet and at rush hour; seven of the eight combinations, no ratings. The ratings of the
    template are this project's, so only order and direction are tested.
"""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import files
from itertools import pairwise, product
from typing import Any

import pytest
from ruamel.yaml import YAML

from exposure_ladder.belief import infer
from exposure_ladder.graph import Basis
from exposure_ladder.ladder import Keep, Ladder, Objective, WhyNot, build_ladder, repairs
from exposure_ladder.records import Course, SituationGraph
from published import DOGS

AT = datetime(2026, 1, 5, 18, tzinfo=UTC)

STEPS = [0, 10, 0, 10, 10, 10, 10, 10, 10, 0, 10]
NUMBERS = [1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 8, 9]

STOPS = ("1 stop", "2 stops", "5 stops", "all the way")
TRAIN = [(0, 0), (1, 0), (1, 1), (2, 0), (2, 1), (3, 0), (3, 1)]
"""(how far, how full) in the order of the leaflet."""


def template(name: str) -> SituationGraph:
    text = (files("exposure_ladder") / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    return SituationGraph.model_validate(YAML(typ="safe").load(text))


def without_ratings(graph: SituationGraph, *, but: tuple[str, ...]) -> SituationGraph:
    kept = [s if s.id in but else s.model_copy(update={"distress": None}) for s in graph.situations]
    return graph.model_copy(update={"situations": tuple(kept)})


def ladder_of(graph: SituationGraph, **wishes: Any) -> Ladder:
    return build_ladder(infer(Course(graph=graph), at=AT), **wishes)


# --------------------------------------------------------------------------------------------------------------- dogs


def test_the_template_is_the_published_ladder() -> None:
    graph = template("dogs")
    assert [(s.id, s.distress) for s in graph.situations] == [(name, 10.0 * native) for name, native in DOGS]
    assert (graph.scale, graph.shown, graph.rated) == ("0-100", "0-10", "example")


@pytest.mark.parametrize("objective", Objective)
@pytest.mark.parametrize("bridge", [False, True])
def test_the_dog_ladder_comes_back_whole_in_order_with_its_ties(objective: Objective, bridge: bool) -> None:
    ladder = ladder_of(template("dogs"), objective=objective, bridge=bridge)
    assert [rung.id for rung in ladder.rungs] == [name for name, _ in DOGS]
    assert [rung.expected for rung in ladder.rungs] == [10.0 * native for _, native in DOGS]
    assert [rung.number for rung in ladder.rungs] == NUMBERS
    assert [b.expected - a.expected for a, b in pairwise(ladder.rungs)] == STEPS
    assert sum(STEPS) / len(STEPS) == pytest.approx(80 / 11)
    assert all(rung.basis is Basis.RATED for rung in ladder.rungs)
    assert (ladder.gaps, ladder.left_out, ladder.start_too_high) == ((), (), False)


@pytest.mark.parametrize("shift", range(12))
def test_the_dog_ladder_does_not_depend_on_the_order_of_the_file(shift: int) -> None:
    graph = template("dogs")
    turned = (*graph.situations[shift:], *graph.situations[:shift])[::-1]
    ladder = ladder_of(graph.model_copy(update={"situations": turned}))
    of = dict(DOGS)
    assert [of[rung.id] for rung in ladder.rungs] == [native for _, native in DOGS]
    assert [rung.number for rung in ladder.rungs] == NUMBERS
    linked = {of[name] for link in graph.links for name in (link.a, link.b)}
    for level in set(of.values()) - linked:  # equal numbers, and nothing that the graph knows beyond them: the file
        equal = [rung.id for rung in ladder.rungs if of[rung.id] == level]
        assert equal == [situation.id for situation in turned if of[situation.id] == level]


def test_a_dog_ladder_for_the_hasty_skips_steps_and_makes_none_wide() -> None:
    ladder = ladder_of(template("dogs"), keep=Keep.GOAL, objective=Objective.FEWEST)
    assert ladder.rungs[0].expected <= 45
    assert ladder.rungs[-1].id == "off-lead"
    assert len(ladder.rungs) == 7  # the numbers are tens: no step of 15 is there to be taken
    assert len(ladder.left_out) == 5
    assert {left.why for left in ladder.left_out} == {WhyNot.NOT_NEEDED}
    assert max(above.expected - below.expected for below, above in pairwise(ladder.rungs)) <= 15


# -------------------------------------------------------------------------------------------------------------- train


def lattice(graph: SituationGraph, ladder: Ladder) -> dict[tuple[int, int], float]:
    crowds = graph.facets["crowding"].levels
    where = {s.id: (STOPS.index(s.facets["stops"]), crowds.index(s.facets["crowding"])) for s in graph.situations}
    return {where[rung.id]: rung.expected for rung in ladder.rungs}


def assert_rising(level: dict[tuple[int, int], float]) -> None:
    for (far, full), (farther, fuller) in product(level, level):
        if (far, full) != (farther, fuller) and far <= farther and full <= fuller:
            assert level[far, full] < level[farther, fuller]


def test_the_train_ladder_keeps_the_order_of_the_leaflet_and_rises_both_ways() -> None:
    graph = template("train")
    assert graph.facets["stops"].levels == STOPS
    ladder = ladder_of(graph)
    level = lattice(graph, ladder)
    assert list(level) == TRAIN
    assert_rising(level)
    # from row to row no step is wide; from the step each is most like, the two last are
    assert [(gap.below, gap.above) for gap in ladder.gaps] == [("five-quiet", "all-quiet"), ("five-rush", "all-rush")]


@pytest.mark.parametrize("rated", [(), ("all-rush",), ("one-quiet", "all-rush"), ("two-rush", "five-quiet")])
def test_the_train_lattice_rises_both_ways_from_few_ratings(rated: tuple[str, ...]) -> None:
    graph = without_ratings(template("train"), but=rated)
    ladder = ladder_of(graph)
    level = lattice(graph, ladder)
    assert_rising(level)
    estimated = {rung.id for rung in ladder.rungs if rung.basis is Basis.ESTIMATED}
    assert estimated == set(graph.ids) - set(rated)
    assert all(ladder[name].high - ladder[name].low > 20 for name in estimated)


def test_what_the_leaflet_leaves_free_is_offered_where_it_fits() -> None:
    """Two of seven written steps, one quiet and one rush hour: the free cells between them make the step narrow."""
    graph = template("train")
    kept = tuple(s for s in graph.situations if s.id in ("one-quiet", "five-rush", "all-rush"))
    ladder = ladder_of(graph.model_copy(update={"situations": kept}))
    first = repairs(ladder)[0]
    assert (first.below, first.step) == ("one-quiet", "five-rush")
    levels = [25.0, *(bridge.expected for bridge in first.bridges), 60.0]
    assert all(0 < high - low <= 15 for low, high in pairwise(levels))
    titles = {f"Ride a {crowd} train {stops}, alone" for crowd in ("quiet", "rush hour") for stops in STOPS}
    assert {bridge.situation.title for bridge in first.bridges} <= titles
    assert not any(bridge.situation.facets == s.facets for bridge in first.bridges for s in kept)
