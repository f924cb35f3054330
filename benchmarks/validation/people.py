"""Experiments about what other people's ratings say of a new person: a learned graph, and which ratings to ask for."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from exposure_ladder.belief import Belief, prior, update
from exposure_ladder.records import Course, Rating, Settings
from exposure_ladder.research.graph_learning import learn_graph
from exposure_ladder.research.questions import which_rating
from validation.rows import SEED, Row, mean_by_person, over_people, rmse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Predict = Callable[[Floats, Ints], Floats]

AT = datetime(2026, 1, 5, 18, tzinfo=UTC)
COUNTS = (3, 6, 12)
FOLDS, FEW = 10, 30
SUBSETS = {"AffVids": 60, "LSAS": 12}
ADDITIVE = "item + shrunk person"
RATIO_TO_ADDITIVE = {3: 0.98, 6: 0.97, 12: 0.96}


def population(data: Any) -> list[Row]:
    """Foretell a new person's other ratings by a graph learned from other people: from all, and from 30 of them."""
    return [*_population(data, len(data.felt)), *_population(data, FEW)]


def _population(data: Any, most: int) -> list[Row]:
    errors: dict[tuple[int, str], dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    inside: dict[tuple[int, float], list[float]] = defaultdict(list)
    fold = np.arange(len(data.felt)) % FOLDS
    for each in range(FOLDS):
        others = np.flatnonzero(fold != each)
        others = data.felt[np.random.default_rng([SEED, each]).permutation(others)[:most]]
        start, predict = _learned(others, data.step), _baselines(others)
        for person in np.flatnonzero(fold == each).tolist():
            felt, rng = data.felt[person], np.random.default_rng([SEED, person])
            known = np.flatnonzero(~np.isnan(felt))
            for _ in range(SUBSETS[data.name] if len(known) > COUNTS[-1] else 0):
                order, belief = rng.permutation(known), start
                for k, i in enumerate(order[: COUNTS[-1]].tolist(), start=1):
                    belief, _ = update(belief, Rating(situation=f"s{i:02}", at=AT, distress=float(felt[i])))
                    if k not in COUNTS:
                        continue
                    given, out = order[:k], order[k:]
                    errors[k, "library"][person].append(rmse(belief.mean[out] - felt[out]))
                    for name, other in predict.items():
                        errors[k, name][person].append(rmse(other(felt, given)[out] - felt[out]))
                    for share in (0.5, 0.8):
                        inside[k, share].append(_hits(belief, felt, out, share))
    return [_population_row(errors, inside, k, few=most == FEW) for k in COUNTS]


def _population_row(errors: Any, inside: Any, k: int, *, few: bool) -> Row:
    by_person = {name: mean_by_person(values) for (at, name), values in errors.items() if at == k}
    figure = {name: float(values.mean()) for name, values in by_person.items()}
    library, ours = figure.pop("library"), by_person["library"]
    to_best, to_additive = (
        over_people(lambda i, b=by_person[name]: float(ours[i].sum() / b[i].sum()), len(ours))
        for name in (min(figure, key=lambda name: figure[name]), ADDITIVE)
    )
    ratio = library / figure[ADDITIVE]
    more = {f"ratio to {ADDITIVE}": ratio, "from": to_additive[0], "to": to_additive[1]}
    more |= {f"inside {share:.0%}": float(np.mean(inside[k, share])) for share in (0.5, 0.8)}
    if few:
        return Row(f"k={k}, from {FEW} people", library, figure, to_best, "", None, more)
    goal = f"≤ {RATIO_TO_ADDITIVE[k]:g} × {ADDITIVE}"
    return Row(f"k={k}", library, figure, to_best, goal, ratio <= RATIO_TO_ADDITIVE[k], more)


def _hits(belief: Belief, felt: Floats, out: Ints, share: float) -> float:
    low, high = (side[out] for side in belief.likely(share))
    return float(((low - 1e-9 <= felt[out]) & (felt[out] <= high + 1e-9)).mean())


def _learned(others: Floats, step: float) -> Belief:
    ids = [f"s{i:02}" for i in range(others.shape[1])]
    learned = learn_graph(others, situations=ids, settings=Settings(rating_step=step))
    return prior(Course(graph=learned.graph, settings=learned.settings), at=AT)


def _baselines(others: Floats) -> dict[str, Predict]:
    """Return what is said without a graph, each tuned on the other people; missing ratings count as the item's mean."""
    mean = np.nanmean(others, axis=0)
    filled = np.where(np.isnan(others), mean, others)
    off, n = filled - mean, len(mean)
    between = off.mean(axis=1).var()
    within = (off - off.mean(axis=1, keepdims=True)).var()
    shrink = within / max(between - within / n, 1e-9)
    cov = np.cov(filled.T)
    ridge = min((_ridge_error(filled, weight), weight) for weight in np.geomspace(0.01, 3.0, 12).tolist())[1]
    regular = cov + ridge * np.diag(np.diag(cov))

    def additive(felt: Floats, given: Ints) -> Floats:
        return np.asarray(mean + (felt[given] - mean[given]).sum() / (len(given) + shrink))

    def nearest(felt: Floats, given: Ints) -> Floats:
        far = ((filled[:, given] - felt[given]) ** 2).sum(axis=1)
        return np.asarray(filled[np.argsort(far, kind="stable")[:25]].mean(axis=0))

    def gaussian(felt: Floats, given: Ints) -> Floats:
        weights = np.linalg.solve(regular[np.ix_(given, given)], felt[given] - mean[given])
        return np.asarray(mean + cov[:, given] @ weights)

    return {
        "item mean": lambda *_: mean,
        "person mean": lambda felt, given: np.full(n, felt[given].mean()),
        ADDITIVE: additive,
        "25 nearest": nearest,
        "full Gaussian": gaussian,
    }


def _ridge_error(filled: Floats, weight: float) -> float:
    """Return the error of a ridge at six ratings, learned on even rows and tried on odd ones."""
    learn, test = filled[::2], filled[1::2]
    mean, cov = learn.mean(axis=0), np.cov(learn.T)
    rng, regular = np.random.default_rng(SEED), cov + weight * np.diag(np.diag(cov))
    errors = []
    for _ in range(20):
        order = rng.permutation(len(mean))
        given, out = order[:6], order[6:]
        gain = np.linalg.solve(regular[np.ix_(given, given)], cov[np.ix_(given, out)])
        errors.append(rmse(mean[out] + (test[:, given] - mean[given]) @ gain - test[:, out]))
    return float(np.mean(errors))


def elicitation(tables: Iterable[Any]) -> list[Row]:
    """Ask for k ratings chosen by expected variance, or for k at random, out of one half; foretell the other half."""
    return [row for data in tables for row in _elicited(data)]


def _elicited(data: Any) -> list[Row]:
    counts = [k for k in COUNTS if k <= data.felt.shape[1] // 4]
    errors: dict[tuple[int, bool], dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for person, felt in enumerate(data.felt):
        rng = np.random.default_rng([SEED, person])
        known = np.flatnonzero(~np.isnan(felt))
        settings = Settings(rating_step=data.step)
        start = prior(Course(graph=data.graph(person), settings=settings), at=AT)
        for _ in range(SUBSETS[data.name] // 4 if len(known) > 2 * counts[-1] else 0):
            order = rng.permutation(known)
            pool, out = order[: len(order) // 2].tolist(), order[len(order) // 2 :]
            for chosen in (True, False):
                belief, left = start, list(pool)
                for k in range(1, counts[-1] + 1):
                    i = _asked(belief, left, out) if chosen else left[0]
                    left.remove(i)
                    belief, _ = update(belief, Rating(situation=f"s{i:02}", at=AT, distress=float(felt[i])))
                    if k in counts:
                        errors[k, chosen][person].append(rmse(belief.mean[out] - felt[out]))
    rows = []
    for k in counts:
        ours, theirs = (mean_by_person(errors[k, chosen]) for chosen in (True, False))
        interval = over_people(lambda i, a=ours, b=theirs: float(a[i].sum() / b[i].sum()), len(ours))
        figure = {"random": float(theirs.mean())}
        met = ours.mean() < theirs.mean()
        rows.append(Row(f"{data.name} k={k}", float(ours.mean()), figure, interval, "better than random", bool(met)))
    return rows


def _asked(belief: Belief, left: list[int], out: Ints) -> int:
    among, about = [f"s{i:02}" for i in left], [f"s{i:02}" for i in out.tolist()]
    return int(which_rating(belief, among=among, about=about).ask[0][0][1:])
