"""From a belief to the order of its situations: records and beliefs become the arrays of the order, and back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from exposure_ladder.ladder.authored import authored_order
from exposure_ladder.ladder.order import (
    arcs,
    easier_beyond_doubt,
    easier_levels,
    lifted,
    linear_extension,
    without_contradicted,
)
from exposure_ladder.records import Exposure, Happened, Rating

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from exposure_ladder.belief import Belief
    from exposure_ladder.records import Situation, SituationGraph

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Arrangement:
    """Situations in the order of practice.

    Attributes
    ----------
    situations : tuple of Situation
        From easy to hard.
    before : ndarray of bool, shape (n, n)
        Whether the one of a row comes before that of a column beyond doubt.
    gap : float
        How far the sum of challenges among equal numbers may lie above the least, as a share; 0 when exact.
    """

    situations: tuple[Situation, ...]
    before: Flags
    gap: float

    def taken(self, places: Sequence[int]) -> Arrangement:
        """Return some of them, in the same order."""
        before = self.before[np.ix_(places, places)]
        before.flags.writeable = False
        return Arrangement(tuple(self.situations[at] for at in places), before, self.gap)


def arrange(belief: Belief, situations: Sequence[Situation]) -> Arrangement:
    """Return situations of a belief in order: the authored rank, as far as nothing contradicts it beyond doubt.

    Parameters
    ----------
    belief : Belief
        Numbers of today, their covariance, the log and the settings.
    situations : sequence of Situation
        Of the belief's geometry; what they require counts as far as it is among them.

    Returns
    -------
    Arrangement
        Renaming ids changes nothing; the file decides only between equal numbers that the graph does not order.
    """
    graph, settings, space = belief.course.graph, belief.course.settings, belief.geometry
    in_file = {name: at for at, name in enumerate(graph.ids)}
    listed = sorted(situations, key=lambda s: (in_file.get(s.id, len(in_file)), sorted(s.facets.items()), s.id))
    at = np.array([space.place[situation.id] for situation in listed], dtype=np.intp)
    inside, needs, easier = np.ix_(at, at), _needs(listed), easier_levels(*_levels(graph, listed, space.theme[at]))
    stated = np.array([2 if situation.distress is not None else 0 for situation in listed], dtype=np.int64)
    easier = without_contradicted(easier, space.distress[at], stated, margin=settings.order_tolerance)
    written = authored_order(
        space.distress[at], arcs(needs, easier), space.similarity[inside], mastery=settings.mastery
    )
    own, counts = _own_ratings(belief, listed)
    before = arcs(needs, without_contradicted(easier, own, counts))
    y = lifted(np.clip(belief.ordinary.mean[at], 0.0, 100.0), before)
    sure = easier_beyond_doubt(
        y, _sd_of_differences(belief, inside), doubt=settings.order_doubt, tolerance=settings.order_tolerance
    )
    rank = np.empty(len(listed), dtype=np.int64)
    rank[list(written.order)] = np.arange(len(listed))
    order = linear_extension(before | sure, rank)
    both = (before | sure)[np.ix_(order, order)]
    both.flags.writeable = False
    return Arrangement(tuple(listed[place] for place in order), both, written.gap)


def practised_in(belief: Belief) -> frozenset[str]:
    """Return what was practised up to the moment of a belief."""
    log = (entry for entry in belief.course.log if isinstance(entry, Exposure) and entry.at <= belief.at)
    return frozenset(entry.situation for entry in log if entry.happened is Happened.PRACTISED)


def _needs(situations: Sequence[Situation]) -> Flags:
    """Return whether the situation of a row requires that of a column."""
    place = {situation.id: at for at, situation in enumerate(situations)}
    needs = np.zeros((len(place), len(place)), dtype=bool)
    for at, situation in enumerate(situations):
        for need in situation.requires:
            if need in place:
                needs[at, place[need]] = True
    return needs


def _levels(graph: SituationGraph, situations: Sequence[Situation], theme: Places) -> tuple[Floats, Places]:
    """Return positions on ordered facets, and codes of the theme and of the levels of unordered facets."""
    ordered = [name for name in sorted(graph.facets) if graph.facets[name].ordered]
    others = [name for name in sorted(graph.facets) if not graph.facets[name].ordered]
    levels = np.full((len(situations), len(ordered)), np.nan)
    classes = np.full((len(situations), 1 + len(others)), -1, dtype=np.int64)
    classes[:, 0] = theme
    for at, situation in enumerate(situations):
        for column, name in enumerate(ordered):
            if name in situation.facets:
                levels[at, column] = graph.facets[name].position(situation.facets[name])
        for column, name in enumerate(others, 1):
            if name in situation.facets:
                classes[at, column] = graph.facets[name].levels.index(situation.facets[name])
    return levels, classes


def _own_ratings(belief: Belief, situations: Sequence[Situation]) -> tuple[Floats, Places]:
    """Return mean and number of what this person rated each situation, up to the moment of the belief, SUDS."""
    given: dict[str, list[float]] = defaultdict(list)
    if belief.course.graph.own:
        for situation in situations:
            if situation.distress is not None:
                given[situation.id].append(situation.distress)
    for entry in belief.course.log:
        if entry.at > belief.at:
            continue
        if isinstance(entry, Rating):
            given[entry.situation].append(entry.distress)
        elif isinstance(entry, Exposure) and entry.happened is Happened.PRACTISED and entry.peak is not None:
            given[entry.situation].append(entry.peak)
    counts = np.array([len(given[situation.id]) for situation in situations], dtype=np.int64)
    means = [np.mean(given[situation.id]) if given[situation.id] else np.nan for situation in situations]
    return np.array(means, dtype=np.float64), counts


def _sd_of_differences(belief: Belief, inside: tuple[Places, ...]) -> Floats:
    cov = belief.ordinary.cov[inside]
    variance = np.diag(cov)
    return np.sqrt(np.maximum(variance[:, None] + variance - 2.0 * cov, 0.0))
