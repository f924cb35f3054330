"""Laws of the ways through a facet space, held against every chain there is."""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from exposure_ladder.ladder.lattice import Cell, End, Space, apart, chain

SPACE = Space(("depth", "place", "time"), (("a", "b", "c"), ("home", "shop"), ("1", "5")), (True, False, True))


def fits(
    way: tuple[int, ...], x: list[float], cells: list[Cell], below: End | None, above: End, widest: float, start: float
) -> bool:
    """Tell whether a chain keeps every condition."""
    ends = [*([below] if below else []), *(End(x[at], cells[at]) for at in way), above]
    rises = all(1e-9 < b.x - a.x <= widest + 1e-9 for a, b in pairwise(ends))
    first = 1 if below else 0
    near = all(
        any(0 <= at + side < len(ends) and apart(ends[at].cell, ends[at + side].cell) == 1 for side in (-1, 1))
        for at in range(first, len(ends) - 1)
    )
    return rises and near and (below is not None or x[way[0]] <= start + 1e-9)


@given(st.integers(0, 10**6), st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_chain_is_the_shortest_there_is(seed: int, open_start: bool) -> None:
    rng = np.random.default_rng(seed)
    every = [SPACE.cells()[at] for at in rng.permutation(SPACE.size)]
    cells, numbers = every[2:8], (2.5 * rng.integers(8, 36, 8)).tolist()
    low, high = sorted(numbers[:2])
    below, above = None if open_start else End(low, every[0]), End(high, every[1])
    widest, start, x = float(rng.choice([10.0, 15.0, 25.0])), 45.0, numbers[2:]
    ways = [
        way
        for count in range(1, 5)
        for way in permutations(range(6), count)
        if fits(way, x, cells, below, above, widest, start)
    ]
    found = chain(x, cells, below=below, above=above, widest=widest, start=start)
    assert (found is None) == (not [way for way in ways if len(way) <= 4])
    if found is not None:
        assert fits(found, x, cells, below, above, widest, start)
        assert len(found) == min(map(len, ways))


def test_a_box_holds_the_levels_between() -> None:
    box = SPACE.between((0, 0, 1), (2, 1, 1))
    assert set(box) == {(depth, place, 1) for depth in (0, 1, 2) for place in (0, 1)}
    assert set(SPACE.below((1, 0, 0))) == {(depth, place, 0) for depth in (0, 1) for place in (0, 1)}


def test_a_cell_needs_a_level_of_every_facet() -> None:
    levels = {"depth": "b", "place": "shop", "time": "5"}
    cell = SPACE.cell(levels)
    assert cell == (1, 1, 1)
    assert SPACE.facets(cell) == levels
    assert SPACE.cell({"depth": "b"}) is None
    assert SPACE.size == 12
