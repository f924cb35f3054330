"""Laws of the graph (design 6): one metric, links as the only short cuts, nothing that depends on names or on order."""

from __future__ import annotations

import math
import re
from itertools import combinations, product

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposure_ladder.errors import InvalidCourseError, UnknownSituationError
from exposure_ladder.graph import (
    Basis,
    Geometry,
    from_networkx,
    generalise,
    measure,
    neighbours,
    prerequisites,
    to_dot,
    to_mermaid,
    to_networkx,
)
from exposure_ladder.records import Facet, Link, Settings, Situation, SituationGraph
from strategies import FACETS, IDS, SHARES, generated_for, graphs, renamed, reordered

NEAR = 1e-9
DEFAULTS = Settings()


def same(one: Geometry, other: Geometry, *, order: list[int] | None = None, within: float = NEAR) -> None:
    """Assert that two geometries agree, the second one read in another order if one is given."""
    at = list(range(len(one.ids))) if order is None else order
    np.testing.assert_allclose(one.distress, other.distress[at], rtol=0, atol=within)
    np.testing.assert_allclose(one.spread, other.spread[at], rtol=0, atol=within)
    np.testing.assert_allclose(one.distance, other.distance[np.ix_(at, at)], rtol=0, atol=within)
    np.testing.assert_allclose(one.similarity, other.similarity[np.ix_(at, at)], rtol=0, atol=within)
    assert one.basis == tuple(other.basis[i] for i in at)


def without_links(graph: SituationGraph) -> SituationGraph:
    return graph.model_copy(update={"links": ()})


# --------------------------------------------------------------------------------------------------------- the metric


@given(graphs())
def test_distance_is_a_metric_and_similarity_its_exponential(graph: SituationGraph) -> None:
    space = measure(graph)
    d, S = space.distance, space.similarity
    np.testing.assert_array_equal(d, d.T)
    np.testing.assert_array_equal(S, S.T)
    np.testing.assert_array_equal(np.diag(S), 1.0)
    assert ((S > 0.0) & (S <= 1.0)).all()
    np.testing.assert_allclose(S, np.exp(-d), rtol=1e-12)
    assert (d[:, None, :] <= d[:, :, None] + d[None, :, :] + NEAR).all()


def dense_distance(graph: SituationGraph, space: Geometry) -> list[list[float]]:
    """Compute the distance from the definition, one pair and one triple after the other."""
    n, d = len(space.ids), []
    total = math.fsum(facet.weight for facet in graph.facets.values())
    for i, j in product(range(n), range(n)):
        a, b = space.situations[i], space.situations[j]
        length = 0.0
        for name, facet in graph.facets.items():
            one, other = a.facets.get(name), b.facets.get(name)
            if facet.ordered:
                apart = abs(_position(facet, one) - _position(facet, other))
            else:
                apart = 0.0 if one == other else 0.5 if None in (one, other) else 1.0
            length += facet.weight / total * apart / 0.3
        length += abs(space.distress[i] - space.distress[j]) / 35.0
        length += 0.0 if a.theme == b.theme else -math.log(0.05)
        length += 2.0 * 0.5 * math.log(2.0)
        d.append(0.0 if i == j else length)
    table = [d[i * n : (i + 1) * n] for i in range(n)]
    for link in graph.links:
        i, j = space.ids.index(link.a), space.ids.index(link.b)
        table[i][j] = table[j][i] = min(table[i][j], -math.log(link.similarity))
    for k, i, j in product(range(n), range(n), range(n)):
        table[i][j] = min(table[i][j], table[i][k] + table[k][j])
    return table


def _position(facet: Facet, level: str | None) -> float:
    if level is None:
        return 0.5
    steps = facet.spacing or range(len(facet.levels))
    return (steps[facet.levels.index(level)] - steps[0]) / (steps[-1] - steps[0])


@given(graphs())
def test_distance_equals_the_one_computed_by_loops(graph: SituationGraph) -> None:
    space = measure(graph)
    np.testing.assert_allclose(space.distance, dense_distance(graph, space), rtol=0, atol=NEAR)


@given(graphs(links=False))
def test_without_links_similarity_is_positive_definite(graph: SituationGraph) -> None:
    # the private part takes half of every pair, so half of the identity is left over
    assert np.linalg.eigvalsh(measure(graph).similarity)[0] >= 0.5 - NEAR


def test_situations_about_which_nothing_is_said_share_at_most_half() -> None:
    bare = [Situation(id=name, title="Something") for name in "ab"]
    assert measure(SituationGraph(title="Bare", situations=tuple(bare))).similarity[0, 1] == pytest.approx(0.5)


@given(graphs(links=False))
def test_hand_written_situations_share_at_most_half_unless_a_link_says_so(graph: SituationGraph) -> None:
    S = measure(graph).similarity
    assert (S - np.eye(len(S)) <= 0.5 + 1e-12).all()


@pytest.mark.parametrize("levels", [("home", "street"), ("home", "shop"), ("street", "shop")])
def test_levels_without_order_are_alike_or_different(levels: tuple[str, str]) -> None:
    def apart(*places: str) -> float:
        made = [Situation(id=str(i), title="A", facets={"place": place}) for i, place in enumerate(places)]
        return float(measure(SituationGraph(title="P", facets=FACETS, situations=tuple(made))).distance[0, 1])

    share = 0.5 / (1.0 + 2.0 + 0.5)
    assert apart(*levels) - apart("home", "home") == pytest.approx(share / 0.3)


@pytest.mark.parametrize(("below", "above"), [(1, 3), (0, 4)])
def test_a_missing_level_counts_as_the_middle(below: int, above: int) -> None:
    facet = Facet(levels=tuple("abcde"))
    made = [
        Situation(id="less", title="A", distress=50, facets={"f": facet.levels[below]}),
        Situation(id="middle", title="A", distress=50, facets={"f": "c"}),
        Situation(id="more", title="A", distress=50, facets={"f": facet.levels[above]}),
        Situation(id="none", title="A", distress=50),
    ]
    space = measure(SituationGraph(title="M", facets={"f": facet}, situations=tuple(made)))
    less, middle, more, none = (space.index(name) for name in ("less", "middle", "more", "none"))
    np.testing.assert_allclose(space.distance[none, [less, more]], space.distance[middle, [less, more]], atol=NEAR)


# ---------------------------------------------------------------------------------------------------------- the links


@given(graphs())
def test_links_only_bring_closer_and_hold_what_they_promise(graph: SituationGraph) -> None:
    bare, linked = measure(without_links(graph)), measure(graph)
    np.testing.assert_array_equal(bare.distress, linked.distress)
    assert (linked.similarity >= bare.similarity - 1e-15).all()
    for link in graph.links:
        i, j = linked.index(link.a), linked.index(link.b)
        assert linked.similarity[i, j] >= link.similarity - NEAR


@given(graphs(least=2, links=False), st.sampled_from(SHARES))
def test_one_link_is_reached_exactly_or_has_no_effect(graph: SituationGraph, share: float) -> None:
    a, b = graph.ids[0], graph.ids[-1]
    bare = measure(graph)
    before = bare.similarity[bare.index(a), bare.index(b)]
    space = measure(graph.model_copy(update={"links": (Link(a=a, b=b, similarity=share),)}))
    assert space.similarity[space.index(a), space.index(b)] == pytest.approx(max(share, before), abs=1e-12)
    ((_, held),) = space.link_effects
    assert held == pytest.approx(before, abs=1e-12)
    if share <= before:
        same(bare, space, within=0.0)


@given(graphs())
def test_a_link_is_reached_exactly_unless_the_others_imply_more(graph: SituationGraph) -> None:
    space = measure(graph)
    for at, link in enumerate(graph.links):
        others = graph.model_copy(update={"links": graph.links[:at] + graph.links[at + 1 :]})
        implied = measure(others).similarity[space.index(link.a), space.index(link.b)]
        held = space.similarity[space.index(link.a), space.index(link.b)]
        assert held == pytest.approx(max(link.similarity, implied), abs=NEAR)


# -------------------------------------------------------------------------------------- names, order, scale, company


@given(graphs(requires=True), st.permutations(IDS))
def test_new_names_move_everything_and_change_nothing(graph: SituationGraph, names: list[str]) -> None:
    to = dict(zip(IDS, names, strict=True))
    one, other = measure(graph), measure(renamed(graph, to))
    same(one, other, order=[other.index(to[name]) for name in one.ids])


@given(graphs(requires=True), st.integers(1, 23))
def test_the_order_of_writing_changes_not_one_bit(graph: SituationGraph, turn: int) -> None:
    one, other = measure(graph), measure(reordered(graph, turn))
    assert one.ids == other.ids
    same(one, other, within=0.0)
    assert [strength for _, strength in one.link_effects] == [strength for _, strength in other.link_effects]


@given(graphs(), st.sampled_from(("0-10", "0-8")))
def test_the_scale_of_writing_changes_nothing(graph: SituationGraph, scale: str) -> None:
    top = {"0-10": 10.0, "0-8": 8.0}[scale]
    plain = graph.model_dump(exclude_defaults=True) | {"scale": scale}
    for situation in plain["situations"]:
        if "distress" in situation:
            situation["distress"] *= top / 100.0
    scaled = SituationGraph.model_validate(plain)
    assert scaled.shown == scale
    same(measure(graph), measure(scaled))


@given(st.data())
def test_situations_that_nobody_wrote_leave_the_others_alone(data: st.DataObject) -> None:
    graph = data.draw(graphs())
    made = data.draw(generated_for(graph))
    alone, together = measure(graph), measure(graph, generated=made)
    at = [together.index(name) for name in alone.ids]
    same(alone, together, order=at)
    for (link, before), (other, with_them) in zip(alone.link_effects, together.link_effects, strict=True):
        assert link == other
        assert with_them == pytest.approx(before, abs=NEAR)


@given(st.data())
def test_situations_that_nobody_wrote_have_no_private_part(data: st.DataObject) -> None:
    graph = data.draw(graphs(links=False))
    made = data.draw(generated_for(graph))
    space = measure(graph, generated=made)
    shared = measure(graph, DEFAULTS.model_copy(update={"private_similarity": 1.0}), generated=made)
    private = np.array([0.0 if s in made else 0.5 * math.log(2.0) for s in space.situations])
    expected = shared.distance + private[:, None] + private
    np.fill_diagonal(expected, 0.0)
    np.testing.assert_allclose(space.distance, expected, rtol=0, atol=NEAR)


# ------------------------------------------------------------------------------------------------- numbers filled in


@given(graphs(links=False))
def test_numbers_that_were_written_stay_and_the_others_say_where_they_come_from(graph: SituationGraph) -> None:
    space = measure(graph)
    for at, situation in enumerate(space.situations):
        if situation.distress is not None:
            assert (space.distress[at], space.spread[at], space.basis[at]) == (situation.distress, 0.0, Basis.RATED)
        elif situation.order is not None:
            assert (space.spread[at], space.basis[at]) == (DEFAULTS.order_sd, Basis.ORDERED)
        elif situation.facets:
            assert space.basis[at] == Basis.ESTIMATED
            assert space.spread[at] > DEFAULTS.estimate_sd
        else:
            assert (space.spread[at], space.basis[at]) == (DEFAULTS.unknown_sd, Basis.UNKNOWN)
    assert ((space.distress >= 0.0) & (space.distress <= 100.0)).all()


@given(graphs(links=False))
def test_without_any_hint_a_number_is_the_mean_of_its_theme_then_of_all_then_50(graph: SituationGraph) -> None:
    space = measure(graph)
    rated = [s for s in graph.situations if s.distress is not None]
    for at, situation in enumerate(space.situations):
        if space.basis[at] is Basis.UNKNOWN:
            alike = [s.distress for s in rated if s.theme == situation.theme] or [s.distress for s in rated] or [50.0]
            assert space.distress[at] == pytest.approx(sum(alike) / len(alike), abs=NEAR)


@given(graphs(links=False))
def test_numbers_read_off_a_ranking_keep_the_ranking(graph: SituationGraph) -> None:
    """Numbers that were written may contradict the ranking; what is filled in lies at or above all below it."""
    space = measure(graph)
    ranked = [(s.order, space.distress[at], at) for at, s in enumerate(space.situations) if s.order is not None]
    for (below, number, _), (above, filled, at) in product(ranked, ranked):
        if space.basis[at] is Basis.ORDERED and below <= above:
            assert number <= filled + NEAR


def test_a_ranking_is_spread_between_the_numbers_that_are_known() -> None:
    told = {1: None, 2: 40, 3: None, 4: 80, 5: None}
    made = tuple(Situation(id=str(k), title="A", order=k, distress=value) for k, value in told.items())
    np.testing.assert_allclose(measure(SituationGraph(title="R", situations=made)).distress, [20, 40, 60, 80, 90])


def test_a_single_rank_lies_between_the_numbers_that_stand_around_it() -> None:
    told = {"a": 10, "b": 20, "c": None, "d": 30, "e": 40}
    made = tuple(
        Situation(id=name, title="A", distress=number, order=3 if number is None else None)
        for name, number in told.items()
    )
    np.testing.assert_allclose(measure(SituationGraph(title="R", situations=made)).distress, [10, 20, 25, 30, 40])


@given(graphs(links=False))
def test_estimates_rise_with_every_ordered_facet(graph: SituationGraph) -> None:
    space = measure(graph)
    guessed = [at for at in range(len(space.ids)) if space.basis[at] is Basis.ESTIMATED]
    for i, j in product(guessed, guessed):
        levels = [[space.situations[at].facets.get(name) for at in (i, j)] for name in graph.facets]
        rises = [
            _position(facet, one) <= _position(facet, other) if facet.ordered else one == other
            for facet, (one, other) in zip(graph.facets.values(), levels, strict=True)
        ]
        assert not all(rises) or space.distress[i] <= space.distress[j] + NEAR


@given(graphs(links=False))
def test_estimates_are_the_most_probable_slopes_that_respect_the_order(graph: SituationGraph) -> None:
    """Textbook ridge regression with slopes ≥ 0 for ordered facets, by trying every set of slopes held at 0."""
    space = measure(graph)
    guessed = [at for at in range(len(space.ids)) if space.basis[at] is Basis.ESTIMATED]
    if not guessed:
        return
    total = math.fsum(facet.weight for facet in graph.facets.values())
    columns, centre, scale, ordered = [[1.0] * len(space.ids)], [50.0], [60.0], [False]
    for name, facet in graph.facets.items():
        chosen = [situation.facets.get(name) for situation in space.situations]
        if facet.ordered:
            parts = [[_position(facet, level) - 0.5 for level in chosen]]
        else:
            parts = [[0.5 * (level == known) for level in chosen] for known in facet.levels]
        for part in parts:
            columns.append(part)
            scale.append(60.0 * facet.weight / total)
            centre.append(scale[-1] if facet.ordered else 0.0)
            ordered.append(facet.ordered)
    X, centre, scale = np.array(columns).T, np.array(centre), np.array(scale)
    use = [at for at, s in enumerate(space.situations) if s.distress is not None and s.facets]
    y = np.array([space.distress[at] for at in use])
    precision = X[use].T @ X[use] / 10.0**2 + np.diag(scale**-2.0)
    moment = X[use].T @ y / 10.0**2 + centre / scale**2
    best, least = None, math.inf
    held_sets = product(*[(False, True) if up else (False,) for up in ordered])
    for held in held_sets:
        free = ~np.array(held)
        slopes = np.zeros(len(free))
        slopes[free] = np.linalg.solve(precision[np.ix_(free, free)], moment[free])
        loss = 0.5 * slopes @ precision @ slopes - moment @ slopes
        if loss < least and (slopes[np.array(ordered)] >= 0.0).all():
            best, least = slopes, loss
    np.testing.assert_allclose(space.distress[guessed], np.clip(X @ best, 0.0, 100.0)[guessed], atol=1e-6)


def test_estimates_are_the_most_probable_ones_in_large_graphs_too() -> None:
    """Many ratings that contradict a declared order, and a facet without order beside it: a stiff problem."""
    n, places = 300, FACETS["place"].levels
    facets = {"depth": FACETS["depth"], "place": FACETS["place"]}
    made = [
        Situation(
            id=f"s{k:03}",
            title="A",
            distress=20.0 * (4 - k % 4) + k % 7,
            facets={"depth": FACETS["depth"].levels[k % 4], "place": places[k % 3]},
        )
        for k in range(n)
    ]
    asked = Situation(id="x", title="A", facets={"depth": "hurt"})  # no place: the middle of all
    space = measure(SituationGraph(title="T", facets=facets, situations=(*made, asked)))
    # the slope of depth is held at 0; the rest is plain ridge regression on the three places
    X = np.array([[1.0, *(0.5 * (k % 3 == at) for at in range(3))] for k in range(n)])
    scale = np.array([60.0, *([60.0 * 0.5 / 1.5] * 3)])
    y = np.array([situation.distress for situation in made])
    slopes = np.linalg.solve(X.T @ X / 10.0**2 + np.diag(scale**-2.0), X.T @ y / 10.0**2 + [50.0 / 60.0**2, 0, 0, 0])
    assert space.distress[space.index("x")] == pytest.approx(slopes[0], abs=1e-6)


def test_two_ratings_make_the_train_lattice_rise_in_both_directions() -> None:
    facets = {"stops": Facet(levels=("1", "2", "5", "all")), "crowding": Facet(levels=("quiet", "rush"))}
    rated = {("1", "quiet"): 25.0, ("all", "rush"): 80.0}
    made = [
        Situation(
            id=f"{stops}-{crowd}",
            title="Ride",
            distress=rated.get((stops, crowd)),
            facets={"stops": stops, "crowding": crowd},
        )
        for stops, crowd in product(facets["stops"].levels, facets["crowding"].levels)
    ]
    space = measure(SituationGraph(title="Train", facets=facets, situations=tuple(made)))
    level = np.array([[space.distress[space.index(f"{s}-{c}")] for c in ("quiet", "rush")] for s in ("1", "2", "5")])
    assert (np.diff(level, axis=0) > 0.0).all()
    assert (np.diff(level, axis=1) > 0.0).all()


# ------------------------------------------------------------------------------------------------- the teaching law


@given(st.floats(0, 1), st.floats(0, 100), st.floats(0, 100), st.floats(0, 100))
def test_practice_takes_off_no_more_than_what_lies_above_mastery(S: float, here: float, there: float, m: float) -> None:
    taken = float(generalise(S, here, there, m))
    assert 0.0 <= taken <= max(0.0, there - m) + 1e-12
    assert taken == pytest.approx(S * max(0.0, min(here, there) - m))
    assert float(generalise(S, there, here, m)) == pytest.approx(taken)


# --------------------------------------------------------------------------------------------------------- relations


@given(graphs())
def test_neighbours_are_the_most_similar_first(graph: SituationGraph) -> None:
    space = measure(graph)
    for name in space.ids:
        found = neighbours(space, name, count=3)
        others = {
            other: space.similarity[space.index(name), space.index(other)] for other in space.ids if other != name
        }
        assert found == tuple(sorted(others.items(), key=lambda pair: (-pair[1], pair[0]))[:3])
    with pytest.raises(UnknownSituationError):
        neighbours(space, "nowhere")


@given(graphs(requires=True))
def test_prerequisites_are_everything_that_can_be_reached(graph: SituationGraph) -> None:
    needs = nx.DiGraph((s.id, need) for s in graph.situations for need in s.requires)
    needs.add_nodes_from(graph.ids)
    for name in graph.ids:
        assert prerequisites(graph, (name,)) == {name} | nx.descendants(needs, name)
    with pytest.raises(UnknownSituationError):
        prerequisites(graph, ("nowhere",))


# ---------------------------------------------------------------------------------------------------- other programs


def bare_links(graph: SituationGraph) -> set[tuple[frozenset[str], float]]:
    return {(frozenset((link.a, link.b)), link.similarity) for link in graph.links}


@given(graphs(requires=True, consent=True))
def test_a_graph_goes_to_networkx_and_comes_back(graph: SituationGraph) -> None:
    arrived = from_networkx(to_networkx(graph))
    assert arrived.model_copy(update={"links": graph.links}) == graph
    assert bare_links(arrived) == bare_links(graph)


@given(graphs(), st.sampled_from((0.0, 0.3)))
def test_networkx_gets_every_weight_and_every_link(graph: SituationGraph, at_least: float) -> None:
    space, made = measure(graph), to_networkx(graph, at_least=at_least)
    written = dict(bare_links(graph))
    for (i, a), (j, b) in combinations(enumerate(space.ids), 2):
        link, weight = written.get(frozenset((a, b))), space.similarity[i, j]
        assert made.has_edge(a, b) == (link is not None or weight >= at_least)
        if made.has_edge(a, b):
            assert made.edges[a, b] == {"weight": weight, "distance": space.distance[i, j], "link": link}
    for at, name in enumerate(space.ids):
        assert made.nodes[name]["expected"] == space.distress[at]


@given(graphs())
def test_shortest_paths_of_networkx_are_the_distances(graph: SituationGraph) -> None:
    space, made = measure(graph), to_networkx(graph)
    lengths = dict(nx.all_pairs_dijkstra_path_length(made, weight="distance"))
    found = [[lengths[a][b] for b in space.ids] for a in space.ids]
    np.testing.assert_allclose(found, space.distance, rtol=0, atol=NEAR)


@pytest.mark.parametrize("kind", [nx.DiGraph, nx.MultiGraph])
def test_networkx_graphs_of_another_kind_are_refused(kind: type[nx.Graph[str]]) -> None:
    with pytest.raises(InvalidCourseError, match=kind.__name__):
        from_networkx(kind())


def test_any_networkx_graph_with_titles_becomes_a_graph() -> None:
    source = nx.Graph()
    source.add_node("a", title="First", distress=20)
    source.add_node("b", title="Second")
    source.add_edge("a", "b", weight=0.7)
    graph = from_networkx(source)
    assert graph.links == (Link(a="a", b="b", similarity=0.7),)
    assert graph.situations[0].distress == 20.0


def test_networkx_graphs_that_do_not_fit_say_everything_at_once() -> None:
    source = nx.Graph()
    source.add_node("a", distress=400)
    source.add_edge("a", "b", weight=7)
    with pytest.raises(InvalidCourseError) as caught:
        from_networkx(source)
    assert {problem.path[-1] for problem in caught.value.problems} >= {"title", "distress", "similarity"}


ODD = (
    'Say "no"',
    "Use <b>bold</b> & more",
    "Back \\ slash\\",
    "a;b|c{d}[e]",
    "#1; and #lt;",
    "two\nlines",
    "Grüße → 🐕",
)
TITLES = st.one_of(
    st.sampled_from(ODD), st.text('a"<>&#;\\`|-[]{}lt \n\t', min_size=1, max_size=12).filter(lambda text: text.strip())
)


def titled(titles: list[str]) -> SituationGraph:
    made = [Situation(id=f"id.{at}", title=f"{at}: {title}", distress=10.0 * at) for at, title in enumerate(titles)]
    made[-1] = made[-1].model_copy(update={"requires": ("id.0",) if len(made) > 1 else ()})
    return SituationGraph(title="Odd", situations=tuple(made))


@given(st.lists(TITLES, min_size=1, max_size=5))
def test_mermaid_says_every_title_once_whatever_is_in_it(titles: list[str]) -> None:
    space = measure(titled(titles))
    head, *lines = to_mermaid(space).splitlines()
    assert head == "graph LR"
    nodes = [match for line in lines if (match := re.fullmatch(r'  (s\d+)\["([^"<>]*)<br/>(\d+)"\]', line))]
    others = [line for line in lines if not re.match(r"  s\d+\[", line)]
    assert len(nodes) + len(others) == len(lines)
    assert [_plain_mermaid(match[2]) for match in nodes] == [s.title for s in space.situations]
    assert all(re.fullmatch(r"  s\d+ (---\|[01]\.\d\d\||-->) s\d+", line) for line in others)
    arrows = {line.strip() for line in others if "-->" in line}
    assert arrows == {f"s{space.index(need)} --> s{at}" for at, s in enumerate(space.situations) for need in s.requires}


def _plain_mermaid(text: str) -> str:
    """Read Mermaid's entity codes: ``#name;`` or ``#number;``."""
    names = {"amp": "&", "quot": '"', "lt": "<", "gt": ">"}
    return re.sub(r"#(\w+);", lambda m: chr(int(m[1])) if m[1].isdigit() else names.get(m[1], m[0]), text)


@given(st.lists(TITLES, min_size=1, max_size=5))
def test_dot_says_every_title_once_whatever_is_in_it(titles: list[str]) -> None:
    space = measure(titled(titles))
    lines = to_dot(space).splitlines()
    assert (lines[0], lines[-1]) == ("digraph situations {", "}")
    nodes = [match for line in lines if (match := re.fullmatch(r'  "([^"]+)" \[label="((?:[^"\\]|\\.)*)"\];', line))]
    assert [match[1] for match in nodes] == list(space.ids)
    shown = [re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], match[2]) for match in nodes]
    assert shown == [f"{s.title}\n{space.distress[at]:.0f}" for at, s in enumerate(space.situations)]
    edges = [line for line in lines[2:-1] if "->" in line.partition("[")[0]]
    assert len(edges) + len(nodes) == len(lines) - 3
    arrows = {line.strip() for line in edges if "dir=none" not in line}
    assert arrows == {f'"{need}" -> "{s.id}";' for s in space.situations for need in s.requires}


@given(graphs(requires=True), st.integers(1, 23))
@settings(max_examples=20)
def test_pictures_do_not_depend_on_the_order_of_writing(graph: SituationGraph, turn: int) -> None:
    one, other = measure(graph), measure(reordered(graph, turn))
    assert to_mermaid(one) == to_mermaid(other)
    assert to_dot(one) == to_dot(other)
