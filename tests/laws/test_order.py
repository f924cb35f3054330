"""Laws of the order of a ladder, on arrays, held against every possible order."""

from __future__ import annotations

from itertools import pairwise, permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposure_ladder.ladder import order as o
from exposure_ladder.ladder.authored import authored_order

MASTERY = 30.0


def similarities(rng: np.random.Generator, count: int) -> Any:
    """Similarities of random points, with a few short cuts; symmetric, ones on the diagonal."""
    points = rng.uniform(0, 2, (count, 2))
    distance = np.abs(points[:, None] - points).sum(axis=2)
    near = rng.uniform(size=(count, count)) < 0.15
    distance[near] *= 0.2
    distance = np.minimum(distance, distance.T)
    return np.exp(-distance)


def some_arcs(rng: np.random.Generator, count: int, share: float) -> Any:
    """Arcs from earlier to later places of a random order, so that there is no circle."""
    places = rng.permutation(count)
    drawn = rng.uniform(size=(count, count)) < share
    return drawn & (places[:, None] < places)


def challenge(y: Any, S: Any, before: int, after: int) -> int:
    eased = S[before, after] * max(0.0, min(y[before], y[after]) - MASTERY)
    return round((y[after] - eased) * 10**6)


def keeps(order: tuple[int, ...], before: Any) -> bool:
    place = {at: i for i, at in enumerate(order)}
    return all(place[i] < place[j] for i, j in np.argwhere(before))


def inversions(ranks: list[int]) -> int:
    return sum(a > b for i, a in enumerate(ranks) for b in ranks[i + 1 :])


@given(st.integers(1, 6), st.integers(0, 10**6), st.sampled_from((0.0, 0.1, 0.3)), st.sampled_from((1, 2, 3)))
@settings(max_examples=60, deadline=None)
def test_equal_numbers_take_the_least_sum_of_challenges(count: int, seed: int, share: float, levels: int) -> None:
    rng = np.random.default_rng(seed)
    x, S = 40.0 + 10.0 * rng.integers(0, levels, count), similarities(rng, count)
    before = some_arcs(rng, count, share)
    y = o.lifted(x, before)
    possible = [
        order
        for order in permutations(range(count))
        if keeps(order, before) and all(y[a] <= y[b] for a, b in pairwise(order))
    ]

    def price(order: tuple[int, ...]) -> tuple[int, int, list[int]]:
        ranks = [sorted(range(count), key=lambda at: (x[at], at)).index(at) for at in order]
        against = sum(inversions([r for r, at in zip(ranks, order, strict=True) if y[at] == level]) for level in set(y))
        return sum(challenge(y, S, a, b) for a, b in pairwise(order)), against, ranks

    assert authored_order(x, before, S, mastery=MASTERY).order == min(possible, key=price)


def test_eight_equal_numbers_agree_with_all_orders() -> None:
    for seed in range(3):
        rng = np.random.default_rng(seed)
        S, x, nothing = similarities(rng, 8), np.full(8, 60.0), np.zeros((8, 8), dtype=bool)
        best = min(permutations(range(8)), key=lambda order: sum(challenge(x, S, a, b) for a, b in pairwise(order)))
        found = authored_order(x, nothing, S, mastery=MASTERY)
        assert sum(challenge(x, S, a, b) for a, b in pairwise(found.order)) == sum(
            challenge(x, S, a, b) for a, b in pairwise(best)
        )
        assert found.gap == 0.0


def test_links_decide_between_equal_numbers() -> None:
    similarity = np.eye(4)
    for a, b in ((0, 2), (1, 3)):
        similarity[a, b] = similarity[b, a] = 0.8
    found = authored_order(np.array([50.0, 60, 60, 70]), np.zeros((4, 4), dtype=bool), similarity, mastery=MASTERY)
    assert [("a", "b", "c", "d")[at] for at in found.order] == ["a", "c", "b", "d"]


@given(st.integers(13, 30), st.integers(0, 10**6), st.sampled_from((0.0, 0.05)))
@settings(max_examples=20, deadline=None)
def test_many_equal_numbers_are_no_worse_than_the_file(count: int, seed: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    S, x, before = similarities(rng, count), np.full(count, 60.0), some_arcs(rng, count, share)
    found = authored_order(x, before, S, mastery=MASTERY)
    start = tuple(o.linear_extension(before, np.arange(count)))

    def cost(order: tuple[int, ...]) -> int:
        return sum(challenge(x, S, a, b) for a, b in pairwise(order))

    assert sorted(found.order) == list(range(count))
    assert keeps(found.order, before)
    assert cost(found.order) <= cost(start)
    least = sum(min(challenge(x, S, i, j) for i in range(count) if i != j) for j in found.order[1:])
    assert 0.0 <= found.gap <= cost(found.order) / least - 1.0 + 1e-9


@given(st.integers(1, 14), st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_similarity_by_numbers_alone_gives_the_sort(count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = 5.0 * rng.integers(0, 21, count)
    S = np.exp(-np.abs(x[:, None] - x) / 35.0 - np.log(2.0) * (1 - np.eye(count)))
    found = authored_order(x, np.zeros((count, count), dtype=bool), S, mastery=MASTERY)
    assert found.order == tuple(np.argsort(x, kind="stable"))


@given(st.integers(1, 9), st.integers(0, 10**6), st.sampled_from((0.0, 0.15, 0.3)))
@settings(max_examples=60, deadline=None)
def test_the_file_order_of_unequal_numbers_changes_nothing(count: int, seed: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    x, S, before = 5.0 * rng.integers(8, 14, count), similarities(rng, count), some_arcs(rng, count, share)
    turned = np.lexsort((np.arange(count), rng.permutation(count)[np.unique(x, return_inverse=True)[1]]))
    moved = authored_order(x[turned], before[np.ix_(turned, turned)], S[np.ix_(turned, turned)], mastery=MASTERY)
    assert tuple(turned[list(moved.order)]) == authored_order(x, before, S, mastery=MASTERY).order


# ------------------------------------------------------------------------------------------------ beyond doubt


def belief(rng: np.random.Generator, count: int) -> tuple[Any, Any, Any, Any]:
    """Numbers as written and as believed, the SD of every difference, and arcs."""
    written = 5.0 * rng.integers(2, 20, count)
    root = rng.normal(size=(count, count + 2)) * 8.0
    cov = root @ root.T / (count + 2) + np.diag(rng.uniform(1, 150, count))
    sd = np.sqrt(np.maximum(np.diag(cov)[:, None] + np.diag(cov) - 2.0 * cov, 0.0))
    return written, np.clip(written + rng.normal(0, 12, count), 0, 100), sd, some_arcs(rng, count, 0.1)


def whole_order(x: Any, sd: Any, before: Any, rank: Any, doubt: float, tolerance: float) -> tuple[list[int], Any]:
    y = o.lifted(x, before)
    return o.linear_extension(before | o.easier_beyond_doubt(y, sd, doubt=doubt, tolerance=tolerance), rank), y


DOUBTS = st.sampled_from((0.0, 0.3, 1.0))
TOLERANCES = st.sampled_from((0.0, 8.0, 100.0))


@given(st.integers(1, 10), st.integers(0, 10**6), DOUBTS, TOLERANCES)
@settings(max_examples=80, deadline=None)
def test_the_order_is_whole_and_keeps_what_comes_before(count: int, seed: int, doubt: float, tolerance: float) -> None:
    rng = np.random.default_rng(seed)
    _, x, sd, before = belief(rng, count)
    order, y = whole_order(x, sd, before, rng.permutation(count), doubt, tolerance)
    assert sorted(order) == list(range(count))
    assert keeps(tuple(order), before)
    lost = max((float(y[a] - y[b]) for i, a in enumerate(order) for b in order[i + 1 :]), default=0.0)
    assert lost <= tolerance + 1e-6


@given(st.integers(2, 10), st.integers(0, 10**6), DOUBTS, TOLERANCES)
@settings(max_examples=80, deadline=None)
def test_beyond_doubt_is_transitive(count: int, seed: int, doubt: float, tolerance: float) -> None:
    _, x, sd, _ = belief(np.random.default_rng(seed), count)
    sure = o.easier_beyond_doubt(x, sd, doubt=doubt, tolerance=tolerance).astype(int)
    assert not ((sure @ sure > 0) & (sure == 0)).any()


@given(st.integers(2, 10), st.integers(0, 10**6), DOUBTS, TOLERANCES, st.sampled_from((0.5, 6.0, 40.0)))
@settings(max_examples=150, deadline=None)
def test_a_raised_number_never_moves_a_step_earlier(
    count: int, seed: int, doubt: float, tolerance: float, rise: float
) -> None:
    rng = np.random.default_rng(seed)
    _, x, sd, before = belief(rng, count)
    rank, at = rng.permutation(count), int(rng.integers(count))
    higher = x.copy()
    higher[at] += rise
    plain, _ = whole_order(x, sd, before, rank, doubt, tolerance)
    raised, _ = whole_order(higher, sd, before, rank, doubt, tolerance)
    assert raised.index(at) >= plain.index(at)
    assert set(plain[: plain.index(at)]) <= set(raised[: raised.index(at)])


@given(st.integers(1, 10), st.integers(0, 10**6), DOUBTS, TOLERANCES)
@settings(max_examples=60, deadline=None)
def test_without_ratings_the_order_is_the_authored_one(count: int, seed: int, doubt: float, tolerance: float) -> None:
    rng = np.random.default_rng(seed)
    written, _, sd, before = belief(rng, count)
    authored = authored_order(written, before, similarities(rng, count), mastery=MASTERY).order
    rank = np.argsort(authored)
    assert tuple(whole_order(written, sd, before, rank, doubt, tolerance)[0]) == authored


# ------------------------------------------------------------------------------------------------ what comes before


def random_levels(rng: np.random.Generator, count: int) -> tuple[Any, Any]:
    levels = rng.integers(0, 4, (count, 2)) / 3.0
    levels[rng.uniform(size=levels.shape) < 0.15] = np.nan
    return levels, rng.integers(0, 2, (count, 1))


@given(st.integers(1, 9), st.integers(0, 10**6))
def test_easier_levels_are_an_order(count: int, seed: int) -> None:
    easier = o.easier_levels(*random_levels(np.random.default_rng(seed), count)).astype(int)
    assert not (easier & easier.T).any()
    assert not easier.diagonal().any()
    assert not ((easier @ easier > 0) & (easier == 0)).any()


@given(st.integers(1, 9), st.integers(0, 10**6))
def test_what_is_required_wins_over_levels(count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    needs, easier = some_arcs(rng, count, 0.2).T, o.easier_levels(*random_levels(rng, count))
    before = o.arcs(needs, easier)
    assert len(o.linear_extension(before, np.arange(count))) == count
    assert (before | ~needs.T).all()
    assert not (before & ~(needs.T | easier)).any()


@given(st.integers(2, 9), st.integers(0, 10**6))
def test_contradicted_levels_hold_nobody_back(count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    easier = o.easier_levels(*random_levels(rng, count))
    own, counts = 10.0 * rng.integers(2, 9, count), rng.integers(0, 4, count)
    kept = o.without_contradicted(easier, own, counts)
    assert not (kept & ~easier).any()
    reach = kept.copy()
    for via in range(count):
        reach |= reach[:, via][:, None] & reach[via]
    for low, high in np.argwhere(easier):
        contradicted = min(counts[low], counts[high]) >= 2 and own[low] > own[high]
        assert not (contradicted and reach[low, high])
    if (counts < 2).all():
        assert (kept == easier).all()


@given(st.integers(1, 9), st.integers(0, 10**6))
def test_lifted_numbers_rise_along_every_arc(count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    _, x, _, before = belief(rng, count)
    y = o.lifted(x, before)
    assert (y >= x).all()
    assert (y[before.any(axis=0)] <= x.max()).all()
    assert (y[None, :] - y[:, None])[before].min(initial=0.0) >= 0.0
    assert (o.lifted(y, before) == y).all()


def test_open_steps_are_those_with_nothing_before_them() -> None:
    before = np.zeros((4, 4), dtype=bool)
    before[0, 1] = before[0, 2] = before[1, 3] = True
    assert o.open_at_once(before, np.array([True, False, False, False])).tolist() == [1, 2]
    assert o.open_at_once(before, np.zeros(4, dtype=bool)).tolist() == [0]


# ------------------------------------------------------------------------------------------------ what is most like


@given(st.integers(1, 9), st.integers(0, 10**6))
def test_a_step_is_most_like_what_would_ease_it_most(count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, S, theme = np.sort(5.0 * rng.integers(2, 20, count)), similarities(rng, count), rng.integers(0, 2, count)
    found = o.most_like(x, S, theme, mastery=MASTERY)
    for at, like in enumerate(found.tolist()):
        may = [i for i in range(at) if theme[i] == theme[at] and x[i] <= x[at]]
        eased = {i: S[i, at] * max(0.0, min(x[i], x[at]) - MASTERY) for i in may}
        assert (like < 0) == (not may)
        assert like < 0 or eased[like] == pytest.approx(max(eased.values()), abs=1e-8)
