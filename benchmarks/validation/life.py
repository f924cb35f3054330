"""Ratings in daily life: the next one, and those hours to a year later, foretold from few; beside the law of 0.1.

Items are moments and not fixed situations, so what they say about noise is an upper bound for one step. Each item of
each person is a course of one situation, whose number is the mean of the other people's ratings of it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from exposure_ladder.belief import Belief, prior, student_probability, student_quantile, update
from exposure_ladder.records import Course, Rating, Settings, Situation, SituationGraph
from validation.rows import Row, over_people, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

AT = datetime(2026, 1, 5, 18, tzinfo=UTC)
FILES = ("reeves_dev.csv", "bosley_dev.csv", "rowland_dev.csv", "jang_dev.csv")
STEPS = {"anx100": 100.0 / 3.0}  # answers of 0 to 3
ORIGINS = (1, 4, 12)
LAGS: Final = {  # name → days from, to
    "below 14 h": (0.0, 0.58),
    "1 d": (0.58, 1.5),
    "2-4 d": (1.5, 4.5),
    "5-10 d": (4.5, 10.0),
    "10-20 d": (10.0, 20.0),
    "20-45 d": (20.0, 45.0),
    "45-120 d": (45.0, 120.0),
    "120-365 d": (120.0, 366.0),
}
LAWS: Final = {
    "library": Settings(),
    "law of 0.1": Settings(scale_df=1e9, state_share=0.0, rating_sd=24.0, rating_sd_least=5.0),
}
COVERAGE: Final = {0.5: (0.45, 0.60), 0.8: (0.77, 0.87)}
CRPS_RATIO, NATS_BETTER, RMSE_RATIO = 0.94, 0.5, 1.0


@dataclass(frozen=True)
class Series:
    """One item of one person: hours and ratings in order, and the mean of the other people."""

    item: str
    person: str
    hours: Floats
    values: Floats
    others: float
    step: float


def series_in(folder: Path) -> list[Series]:
    """Read all files; an item of one person needs at least two ratings."""
    found = []
    for name in FILES:
        said: dict[str, dict[str, list[tuple[float, float]]]] = defaultdict(lambda: defaultdict(list))
        for row in read(folder, name):
            said[row["item"]][row["person"]].append((float(row["t_hours"]), float(row["value"])))
        for item, people in sorted(said.items()):
            if item == "panic":  # whether there was an attack: no rating of distress
                continue
            means = {who: float(np.mean([value for _, value in rows])) for who, rows in people.items()}
            for who, rows in sorted(people.items()):
                hours, values = np.array(sorted(rows)).T
                others = float(np.mean([mean for other, mean in means.items() if other != who]))
                if len(values) > 1:
                    found.append(
                        Series(f"{name.partition('_')[0]} {item}", who, hours, values, others, STEPS.get(item, 0.0))
                    )
    return found


@dataclass(frozen=True)
class Said:
    """What was foretold of one rating: error of the mean, scores, and whether two intervals held it."""

    error: float
    crps: float
    log_score: float
    inside: tuple[bool, bool]


def scored(belief: Belief, value: float) -> Said:
    """Score what the belief says of a rating that came."""
    mean, sd, freedom = float(belief.mean[0]), float(belief.rating_sd[0]), belief.freedom
    z = (value - mean) / sd
    inside = []
    for share in COVERAGE:
        reach = sd * student_quantile(0.5 + share / 2.0, freedom)
        low, high = max(mean - reach, 0.0), min(mean + reach, 100.0)
        inside.append(low - 1e-9 <= value <= high + 1e-9)
    return Said(value - mean, sd * crps_of_student(z, freedom), math.log(sd) - log_density(z, freedom), (*inside,))


def log_density(z: float, freedom: float) -> float:
    if freedom > 1e6:
        return -0.5 * z * z - 0.5 * math.log(2.0 * math.pi)
    height = math.lgamma((freedom + 1.0) / 2.0) - math.lgamma(freedom / 2.0) - 0.5 * math.log(freedom * math.pi)
    return height - 0.5 * (freedom + 1.0) * math.log1p(z * z / freedom)


def crps_of_student(z: float, freedom: float) -> float:
    """Return the continuous ranked probability score of a standard Student's t (Jordan et al. 2019)."""
    probability, density = student_probability(z, freedom), math.exp(log_density(z, freedom))
    if freedom > 1e6:
        return z * (2.0 * probability - 1.0) + 2.0 * density - 1.0 / math.sqrt(math.pi)
    betas = log_beta(0.5, freedom - 0.5) - 2.0 * log_beta(0.5, freedom / 2.0)
    spread = 2.0 * math.sqrt(freedom) / (freedom - 1.0) * math.exp(betas)
    return z * (2.0 * probability - 1.0) + 2.0 * density * (freedom + z * z) / (freedom - 1.0) - spread


def log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def beliefs(series: Series, settings: Settings) -> Iterator[tuple[Belief, datetime, float]]:
    """Yield what is believed before each rating but the first, as of the one before, and when and what came."""
    made = Situation(id="item", title="Item", distress=min(max(series.others, 0.0), 100.0))
    graph = SituationGraph(title="Life", situations=(made,), rated="example")
    settings = settings.model_copy(update={"rating_step": series.step})
    belief = prior(Course(graph=graph, settings=settings), at=AT + timedelta(hours=float(series.hours[0])))
    for k, (hours, value) in enumerate(zip(series.hours.tolist(), series.values.tolist(), strict=True)):
        at = AT + timedelta(hours=hours)
        if k:
            yield belief, at, value
        belief, _ = update(belief, Rating(situation="item", at=at, distress=value, id=f"r{k:05}"))


def life(folder: Path) -> list[Row]:
    """Foretell every next rating, and every later one after 1, 4 and 12 ratings, by both laws."""
    data = series_in(folder)
    following: dict[str, dict[tuple[str, str], list[Said]]] = {law: defaultdict(list) for law in LAWS}
    later: dict[tuple[str, str], dict[tuple[str, str], list[Said]]] = defaultdict(lambda: defaultdict(list))
    simple: dict[str, dict[tuple[str, str], list[float]]] = defaultdict(lambda: defaultdict(list))
    for series in data:
        who = (series.item, series.person)
        for law, settings in LAWS.items():
            origins = []
            for k, (belief, at, value) in enumerate(beliefs(series, settings), start=1):
                following[law][who].append(scored(belief.predict(at), value))
                if k in ORIGINS:
                    origins.append(belief)
                for origin in origins:
                    days = (at - origin.at).total_seconds() / 86_400.0
                    name = next((name for name, (low, high) in LAGS.items() if low <= days < high), None)
                    if name:
                        later[law, name][who].append(scored(origin.predict(at), value))
        average = float(series.values[0])
        for k in range(1, len(series.values)):
            now = float(series.values[k])
            simple["last"][who].append(now - float(series.values[k - 1]))
            simple["running mean"][who].append(now - float(series.values[:k].mean()))
            simple["EWMA .3"][who].append(now - average)
            average += 0.3 * (now - average)
    rows = _next_rows(following, simple)
    return rows + [row for name in LAGS for row in _lag_rows(name, later)]


def _by_set(values: dict[tuple[str, str], float]) -> dict[str, Floats]:
    found: dict[str, list[float]] = defaultdict(list)
    for (item, _), value in sorted(values.items()):
        found[item].append(value)
    return {item: np.array(rows) for item, rows in found.items()}


def _mean_of_sets(values: dict[tuple[str, str], float]) -> float:
    return float(np.mean([rows.mean() for rows in _by_set(values).values()]))


def _rmse(said: dict[tuple[str, str], list[Any]]) -> dict[tuple[str, str], float]:
    return {
        who: float(np.sqrt(np.mean([(s.error if isinstance(s, Said) else s) ** 2 for s in rows])))
        for who, rows in said.items()
    }


def _mean(said: dict[tuple[str, str], list[Said]], what: str) -> dict[tuple[str, str], float]:
    return {who: float(np.mean([getattr(s, what) for s in rows])) for who, rows in said.items()}


def _inside(said: dict[tuple[str, str], list[Said]], which: int) -> dict[tuple[str, str], float]:
    return {who: float(np.mean([s.inside[which] for s in rows])) for who, rows in said.items()}


def _over_sets(ours: dict[tuple[str, str], float], theirs: dict[tuple[str, str], float]) -> tuple[float, float]:
    """Return the 80 % interval of the ratio of sums when people are drawn anew."""
    names = sorted(ours)
    a, b = (np.array([of[name] for name in names]) for of in (ours, theirs))
    return over_people(lambda i: float(a[i].sum() / b[i].sum()), len(names))


def _next_rows(following: Any, simple: Any) -> list[Row]:
    ours, old = following["library"], following["law of 0.1"]
    error, others = _rmse(ours), {name: _rmse(values) for name, values in simple.items()}
    figures = {name: _mean_of_sets(values) for name, values in others.items()}
    figures["law of 0.1"] = _mean_of_sets(_rmse(old))
    ratio = _mean_of_sets(error) / figures["EWMA .3"]
    rows = [
        Row(
            "next rating, RMSE",
            _mean_of_sets(error),
            figures,
            _over_sets(error, others["EWMA .3"]),
            f"≤ {RMSE_RATIO:g} × EWMA .3",
            ratio <= RMSE_RATIO + 0.0005,
            {"ratio to EWMA .3": ratio},
        )
    ]
    crps, before = _mean(ours, "crps"), _mean(old, "crps")
    figure, other = _mean_of_sets(crps), _mean_of_sets(before)
    goal = f"≤ {CRPS_RATIO:g} × the law of 0.1"
    rows.append(
        Row(
            "next rating, CRPS",
            figure,
            {"law of 0.1": other},
            _over_sets(crps, before),
            goal,
            figure / other <= CRPS_RATIO,
        )
    )
    score, was = (_mean_of_sets(_mean(of, "log_score")) for of in (ours, old))
    goal = f"better by {NATS_BETTER:g} nats"
    rows.append(Row("next rating, log score", score, {"law of 0.1": was}, None, goal, was - score >= NATS_BETTER))
    for which, share in enumerate(COVERAGE):
        now, then = (_mean_of_sets(_inside(of, which)) for of in (ours, old))
        rows.append(
            Row(f"next rating, inside {share:.0%}", now, {"nominal": share}, None, "", None, {"law of 0.1": then})
        )
    return rows


def _lag_rows(name: str, later: Any) -> list[Row]:
    ours, old = later["library", name], later["law of 0.1", name]
    rows = []
    crps, before = (_mean_of_sets(_mean(of, "crps")) for of in (ours, old))
    score, was = (_mean_of_sets(_mean(of, "log_score")) for of in (ours, old))
    error, other = (_mean_of_sets(_rmse(of)) for of in (ours, old))
    more = {"CRPS ÷ law of 0.1": crps / before, "nats better": was - score, "RMSE ÷ law of 0.1": error / other}
    for which, (share, (low, high)) in enumerate(COVERAGE.items()):
        covered, then = (_mean_of_sets(_inside(of, which)) for of in (ours, old))
        beside = {"law of 0.1": then} | (more if which else {})
        goal, met = f"{low:g}–{high:g}", low <= covered <= high
        rows.append(Row(f"{name}, inside {share:.0%}", covered, {"nominal": share}, None, goal, met, beside))
    return rows
