"""A situation graph learned from many people's ratings of the same situations, or from published norms.

What comes out is an ordinary :class:`~exposure_ladder.records.SituationGraph` with ordinary settings, marked as an
example's: item means as distress, links as similarities, no facets. The belief uses it with no special path, so what
the belief's form cannot hold is lost here, and `left_over` says how much: spreads follow the law of the scale's middle
instead of each item's own, and similarity is a metric, so two situations near a third cannot be far apart.

Everything is shrunk: means toward each other, covariances toward one correlation for all pairs, by as much as makes
the ratings most probable. How people differ says what a new person's other ratings may be. That practice spreads along
the same similarities is an assumption. Nothing here keeps, repeats or draws a single person's rating.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from exposure_ladder.belief import headroom, rating_noise
from exposure_ladder.errors import InvalidCourseError, NumericalError, Problem, ShapeError
from exposure_ladder.records import Link, Settings, Situation, SituationGraph
from exposure_ladder.research.learners.parameters import numbers
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["LearnedGraph", "graph_from_norms", "learn_graph"]

PEOPLE_OF_DEFAULTS: Final = 10.0
"""How many people the default spreads are worth beside the data (assumption)."""
_SHRINKAGES: Final = np.geomspace(16.0, 4096.0, 33)
_ROUNDS: Final = 50
_LEAST: Final = 1e-3
"""Least similarity that is written (assumption); also the SD of what has no part here, SUDS."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class LearnedGraph(Summary):
    """A graph that was learned, and what is known about the learning.

    Attributes
    ----------
    graph : SituationGraph
        Distress as shrunk means, similarities as links; marked ``rated="example"``.
    settings : Settings
        The spreads and lengths that go with it: links say all there is, so a situation that is added later is alike to
        none before it is linked. All other settings as they were given.
    shrinkage : float
        Share of the covariance that is not the data's but the simple form's, 0–1.
    left_over : float
        Root mean square of what is left between the correlations of shrunk ratings and those of the graph's belief.

    Examples
    --------
    With three people nearly everything is the simple form:

    >>> from exposure_ladder.research import learn_graph
    >>> learned = learn_graph([[20, 40, 80], [10, 30, 90], [30, 50, None]], situations=("photo", "window", "leash"))
    >>> round(learned.shrinkage, 2), round(learned.left_over, 2)
    (0.86, 0.0)
    """

    graph: SituationGraph
    settings: Settings
    shrinkage: float
    left_over: float


def learn_graph(
    ratings: Any, *, situations: Sequence[str | Situation], settings: Settings | None = None
) -> LearnedGraph:
    """Learn ratings, links and spreads from a table of people × situations.

    Parameters
    ----------
    ratings : array_like, shape (people, situations)
        0–100 SUDS; None, nan or an empty text where nothing was said.
    situations : sequence of str or Situation
        Ids, or records whose distress is put in, in the order of the columns.
    settings : Settings, optional
        `rating_step`, `rating_sd` and `unknown_sd` are used; spreads between people are replaced.

    Returns
    -------
    LearnedGraph

    Raises
    ------
    ShapeError
        If the table is not rectangular, or has another number of columns than there are situations.
    InvalidCourseError
        With every cell that is no number from 0 to 100, and every situation that nobody rated.
    NumericalError
        If the ratings make no covariance.

    Notes
    -----
    A normal model of whole people, with missing ratings completed by expectation-maximisation (Dempster, Laird & Rubin
    1977, doi 10.1111/j.2517-6161.1977.tb01600.x) under an inverse Wishart prior; its weight maximises the marginal
    likelihood (Chen 1979, *J R Stat Soc B* 41:235–248). Ratings are not normal; what counts is prediction
    (`benchmarks/validate.py population`).

    Examples
    --------
    >>> people = [[20, 40, 80], [10, 30, 90], [30, 50, None]]
    >>> learned = learn_graph(people, situations=("photo", "window", "leash"))
    >>> [round(situation.distress) for situation in learned.graph.situations]
    [27, 41, 71]
    """
    settings = settings or Settings()
    table = _table(ratings, situations)
    table = table[~np.isnan(table).all(axis=1)]
    mean, cov, shrinkage = _people_model(table, settings)
    return _written("Learned from ratings", mean, cov, situations, settings, shrinkage)


def graph_from_norms(
    distress: Any,
    *,
    situations: Sequence[str | Situation],
    people: int,
    correlations: Any = None,
    spread: float | None = None,
    settings: Settings | None = None,
) -> LearnedGraph:
    """Make a graph from published means, and correlations between items where they are known.

    Parameters
    ----------
    distress : array_like, shape (situations,)
        Mean ratings, 0–100 SUDS.
    situations : sequence of str or Situation
        Ids, or records whose distress is put in.
    people : int
        How many the norms rest on, at least 1.
    correlations : array_like, shape (situations, situations), optional
        Between ratings, as published; without them all pairs are equally alike.
    spread : float, optional
        SD between people of one rating in the middle of the scale, SUDS; by default that of the settings.
    settings : Settings, optional
        As for :func:`learn_graph`.

    Returns
    -------
    LearnedGraph

    Raises
    ------
    ShapeError
        If shapes do not fit.
    InvalidCourseError
        With every number outside its range.
    NumericalError
        If what was given makes no covariance.

    Examples
    --------
    >>> correlations = [[1, 0.6, 0.5], [0.6, 1, 0.7], [0.5, 0.7, 1]]
    >>> ids = ("photo", "window", "leash")
    >>> learned = graph_from_norms([25, 40, 70], situations=ids, people=120, correlations=correlations)
    >>> [(link.a, link.b, round(link.similarity, 2)) for link in learned.graph.links]
    [('photo', 'window', 0.29), ('window', 'leash', 0.58)]
    """
    settings = settings or Settings()
    mean = _table([distress], situations)[0]
    n = len(mean)
    given = np.eye(n) if correlations is None else numbers("correlations", correlations)
    if given.shape != (n, n):
        raise ShapeError(f"expected correlations of shape {(n, n)}; got {given.shape}.")
    wrong = [
        Problem(("correlations", int(i), int(j)), "the same finite number both ways, from -1 to 1", f"{given[i, j]:g}")
        for i, j in np.argwhere(~(np.abs(given) <= 1.0) | ~(np.abs(given - given.T) <= 0.01))
    ]
    if people < 1 or not (spread is None or 0.0 < spread <= 100.0):
        wrong.append(Problem(("people", "spread"), "at least 1 person and a spread above 0", f"{people}, {spread}"))
    if wrong:
        raise InvalidCourseError(wrong)
    wide = headroom(mean, settings)
    total, shared = _defaults(wide, mean, settings)
    variance = total if spread is None else spread**2
    weight = 0.0 if correlations is None else people / (people + n + 1.0)  # an inverse Wishart prior of least weight
    between = given[~np.eye(n, dtype=bool)]
    simple = shared / total if correlations is None or n == 1 else float(between.mean())
    mixed = weight * given + (1.0 - weight) * (simple + (1.0 - simple) * np.eye(n))
    cov = wide[:, None] * (variance * mixed) * wide * (1.0 + 1.0 / people)
    return _written("From published norms", mean, cov, situations, settings, 1.0 - weight)


# ------------------------------------------------------------------------------------------------------- the table


def _table(ratings: Any, situations: Sequence[str | Situation]) -> Floats:
    """Return the table as numbers, nan where nothing was said, or every problem of it."""
    if hasattr(ratings, "__array__"):
        ratings = np.asarray(ratings, dtype=object)
    rows = [list(row) if isinstance(row, Iterable) and not isinstance(row, str) else [row] for row in ratings]
    wide = len(situations)
    if not rows or not wide or any(len(row) != wide for row in rows):
        sizes = sorted({len(row) for row in rows})
        raise ShapeError(f"expected at least one row, and {wide} ratings in each; got rows of {sizes or 'none'}.")
    table = np.full((len(rows), wide), np.nan)
    wrong = []
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if cell is None or cell == "" or cell != cell:  # nan is not equal to itself
                continue
            number = isinstance(cell, int | float | np.integer | np.floating) and not isinstance(cell, bool)
            if number and 0.0 <= cell <= 100.0:
                table[i, j] = cell
            else:
                got = f"{cell:g}" if number else _kind_of(cell)
                wrong.append(Problem(("ratings", i, j), "a number from 0 to 100, or nothing", got))
    if not wrong:
        silent = np.flatnonzero(np.isnan(table).all(axis=0))
        hint = "Leave the column out."
        wrong = [Problem(("ratings", "column", int(j)), "at least one rating", "none", hint) for j in silent]
    if wrong:
        raise InvalidCourseError(wrong)
    return table


# ------------------------------------------------------------------------------------------------- how people differ


def _people_model(table: Floats, settings: Settings) -> tuple[Floats, Floats, float]:
    """Return mean (SUDS), covariance for a new person (SUDS², noise included) and the share that is not the data's."""
    people, n = table.shape
    grand = float(np.nanmean(table))
    mean, wide = np.full(n, grand), headroom(np.full(n, grand), settings)
    total, shared = _defaults(wide, mean, settings)
    cov = wide[:, None] * (shared + (total - shared) * np.eye(n)) * wide
    size, patterns = float((~np.isnan(table)).sum()) / n, _patterns(table)
    apart = max(settings.unknown_sd**2, float(np.nanmean(table, axis=0).var()))
    for _ in range(_ROUNDS):
        whole, unsure = _completed(table, patterns, mean, cov)
        of_means = float(np.diag(cov).mean()) / apart  # people that "all means are alike" is worth
        now = (whole.sum(axis=0) + of_means * grand) / (people + of_means)
        wide = headroom(now, settings)
        scatter = (whole - now).T @ (whole - now) + unsure
        simple = _simple_form(scatter, wide, people, now, settings)
        nu = _best_weight(scatter * (size / people), simple, size)
        new = (scatter * (size / people) + nu * simple) / (size + nu)
        moved = max(float(np.abs(now - mean).max()), float(np.abs(np.sqrt(np.diag(new)) - np.sqrt(np.diag(cov))).max()))
        mean, cov = now, new
        if moved < 1e-3:
            break
    return mean, cov * (1.0 + 1.0 / (size + of_means)), nu / (size + nu)


def _patterns(table: Floats) -> list[tuple[NDArray[np.intp], NDArray[np.bool_]]]:
    """Return people grouped by which ratings they gave, in the order of their first one."""
    groups: dict[bytes, list[int]] = defaultdict(list)
    said = ~np.isnan(table)
    for person, row in enumerate(said):
        groups[row.tobytes()].append(person)
    return [(np.array(who), said[who[0]]) for who in groups.values()]


def _completed(table: Floats, patterns: Any, mean: Floats, cov: Floats) -> tuple[Floats, Floats]:
    """Return the table with what is missing as expected, and the summed covariance of what was filled in."""
    whole, unsure = table.copy(), np.zeros_like(cov)
    for who, said in patterns:
        if said.all():
            continue
        gain = np.linalg.solve(cov[np.ix_(said, said)], cov[np.ix_(said, ~said)]).T
        whole[np.ix_(who, ~said)] = mean[~said] + (table[np.ix_(who, said)] - mean[said]) @ gain.T
        left = cov[np.ix_(~said, ~said)] - gain @ cov[np.ix_(said, ~said)]
        unsure[np.ix_(~said, ~said)] += len(who) * left
    return whole, unsure


def _defaults(wide: Floats, mean: Floats, settings: Settings) -> tuple[float, float]:
    """Return variance and covariance of ratings in the middle of the scale by the default settings, SUDS²."""
    noise = float((rating_noise(mean, settings) ** 2 / wide**2).mean())
    shared = settings.example_sd**2 + settings.theme_sd**2
    return shared + settings.graph_sd**2 + settings.situation_sd**2 + noise, shared


def _simple_form(scatter: Floats, wide: Floats, people: int, mean: Floats, settings: Settings) -> Floats:
    """Return one variance and one covariance for all, in the middle of the scale; the defaults count as some people."""
    n = len(wide)
    scaled = scatter / np.outer(wide, wide)
    total, shared = _defaults(wide, mean, settings)
    trace, rest = float(np.trace(scaled)) / n, 0.0
    if n > 1:
        rest = (float(scaled.sum()) - n * trace) / (n * (n - 1))
    size = people + PEOPLE_OF_DEFAULTS
    total, shared = (trace + PEOPLE_OF_DEFAULTS * total) / size, (rest + PEOPLE_OF_DEFAULTS * shared) / size
    shared = min(max(shared, -0.9 * total / max(n - 1, 1)), 0.98 * total)
    return wide[:, None] * (shared + (total - shared) * np.eye(n)) * wide


def _best_weight(scatter: Floats, simple: Floats, size: float) -> float:
    """Return the number of people that the simple form is worth, by marginal likelihood on a grid."""
    n = len(simple)
    root = np.linalg.cholesky(simple)
    inner = np.linalg.solve(root, np.linalg.solve(root, scatter).T)
    values = np.maximum(np.linalg.eigvalsh(0.5 * (inner + inner.T)), 0.0)
    best = (-math.inf, 1.0)
    for nu in _SHRINKAGES.tolist():
        free = nu + n + 1.0
        log = sum(math.lgamma((free + size - i) / 2.0) - math.lgamma((free - i) / 2.0) for i in range(n))
        log += 0.5 * n * free * math.log(nu) - 0.5 * (free + size) * float(np.log(nu + values).sum())
        best = max(best, (log, nu))
    return best[1]


# ------------------------------------------------------------------------------------------- what the belief can hold


def _written(
    title: str,
    mean: Floats,
    cov: Floats,
    situations: Sequence[str | Situation],
    settings: Settings,
    shrinkage: float,
) -> LearnedGraph:
    """Turn means and a covariance of ratings into distress, links and settings.

    What all pairs share at least is the person's general level; the rest of their covariance is similarity. Noise and
    what belongs to one situation alone cannot be told apart by one rating each: noise is as in the settings.
    """
    n, apart = len(mean), ~np.eye(len(mean), dtype=bool)
    distress = np.clip(mean, 0.0, 100.0)
    wide, noise = headroom(distress, settings), rating_noise(distress, settings)
    sd = np.sqrt(np.diag(cov))
    correlation = cov / np.outer(sd, sd)
    shared = correlation[apart] * float((sd**2 / wide**2).mean())
    everywhere = max(float(shared.min(initial=np.inf)), 0.0) if n > 1 else 0.0
    total = float(((sd**2 - noise**2) / wide**2).mean())
    total = max(total, float(shared.max(initial=0.0)), 1.0)
    of_graph = max(total - everywhere - 1.0, 1.0)
    similarity = np.eye(n)
    similarity[apart] = np.clip((shared - everywhere) / of_graph, _LEAST, 0.999)
    closed = _closed(similarity)
    new = {
        "example_sd": max(math.sqrt(everywhere), _LEAST),
        "theme_sd": _LEAST,
        "graph_sd": math.sqrt(of_graph),
        "situation_sd": 1.0,
        "private_similarity": _LEAST,
        "distress_length": 1e6,
    }
    written = [s if isinstance(s, Situation) else Situation(id=s, title=s) for s in situations]
    written = [s.model_copy(update={"distress": float(d)}) for s, d in zip(written, distress, strict=True)]
    links = tuple(
        Link(a=written[i].id, b=written[j].id, similarity=float(similarity[i, j]))
        for i in range(n)
        for j in range(i + 1, n)
        if _LEAST < similarity[i, j] >= closed[i, j]
    )
    graph = SituationGraph(title=title, rated="example", situations=tuple(written), links=links)
    held = wide[:, None] * (everywhere + of_graph * closed + np.eye(n)) * wide + np.diag(noise**2)
    of_held = np.sqrt(np.diag(held))
    left = (held / np.outer(of_held, of_held) - correlation)[apart]
    left_over = math.sqrt(float(np.mean(left**2))) if n > 1 else 0.0
    if not math.isfinite(left_over):
        raise NumericalError("the covariance of these ratings could not be computed.", hint="Please report this.")
    return LearnedGraph(graph, settings.model_copy(update=new), shrinkage, left_over)


def _closed(similarity: Floats) -> Floats:
    """Return the similarities that hold when a way through a third situation may be the nearer one."""
    closed = similarity.copy()
    for k in range(len(closed)):
        np.maximum(closed, closed[:, k, None] * closed[k], out=closed)
    return closed


def _kind_of(cell: object) -> str:
    return "a text" if isinstance(cell, str) else type(cell).__name__
