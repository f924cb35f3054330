"""Experiments about the learning models of virtual clients: conditioning, removal of an outcome, and anticipation."""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from exposure_ladder.records import Settings
from exposure_ladder.research import freezing
from exposure_ladder.research import removal as removal_design
from exposure_ladder.research.learners import (
    FADING_CAUSES,
    LEARNERS,
    Design,
    KalmanFilter,
    LatentCause,
    Learner,
    PearceHall,
    RescorlaWagner,
    Trial,
    run,
)
from validation.rows import SEED, Row, UnusableDataError, over_people, read, rmse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

TO_RESCORLA_WAGNER = 0.95

# Mean share of time freezing, from hand scores of Gershman et al. 2013 (doi 10.3389/fnbeh.2013.00164) as released by
# Song et al. 2022: first and last four trials of extinction, then after 24 h and 30 d, or after two unsignalled shocks.
FREEZING = {
    ("recovery", "standard"): (0.691, 0.244, 0.209, 0.342),
    ("recovery", "gradual"): (0.742, 0.305, 0.441, 0.255),
    ("recovery", "reverse"): (0.774, 0.277, 0.615, 0.403),
    ("reinstatement", "standard"): (0.651, 0.132, 0.563),
    ("reinstatement", "gradual"): (0.685, 0.263, 0.341),
    ("reinstatement", "reverse"): (0.703, 0.232, 0.563),
}
KEPT = {"standard": (), "gradual": (1, 3, 6, 10, 15), "reverse": (1, 6, 10, 13, 15)}


# --------------------------------------------------------------------------------------------------- conditioning


def conditioning(folder: Path) -> list[Row]:
    """Take every model through published designs and correlate its threat with the published means (Pearson r).

    Everything happens in one context and without pauses; cues that follow one another within a trial are shown
    together. A suppression ratio falls as fear rises, so its sign is turned. A model that tells nothing apart has r =
    0. `library` is the highest r of all models, chosen after the fact: the models' own figures stand below each row.
    """
    path = folder / "conditioning_dev.json"
    try:
        experiments = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnusableDataError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    rows = []
    for each in experiments:
        found = {name: _correlation(each, model) for name, model in LEARNERS.items()}
        rows.append(Row(each["id"].replace("_", " "), max(found.values()), {"perfect": 1.0}, more=found))
    return rows


def _correlation(experiment: Mapping[str, Any], model: Learner) -> float:
    strong = "#" in json.dumps(experiment["design"])
    foretold, published = [], []
    for group, phase in experiment["design"].items():
        trials = list(_trials(phase, np.random.default_rng(SEED)))
        letters = sorted({cue for _, cues, _ in trials for cue in cues})
        shown = [[float(letter in cues) for letter in letters] or [0.0] for _, cues, _ in trials]
        outcomes = [(size if strong else 2 * size) for _, _, size in trials]
        threat = run(model, Design(shown, outcomes, contexts=0))[:, 0]
        means = [row for row in experiment["empirical"] if row["group"] == group]
        for row in means:
            mine = [i for i, trial in enumerate(trials) if _asked(trial, row["variable"], "session" in row)]
            sessions = max(other.get("session", 1) for other in means if other["variable"] == row["variable"])
            parts = np.array_split(mine, sessions)
            at = mine[:1] if row.get("session") == 0 else parts[row.get("session", 1) - 1]
            foretold.append(float(threat[at].mean()))
            published.append(float(row["value"]))
    if np.ptp(foretold) < 1e-9:
        return 0.0
    sign = -1.0 if experiment["meta"]["ydetail"] == "suppression ratio" else 1.0
    return sign * float(np.corrcoef(foretold, published)[0, 1])


def _trials(phase: Mapping[str, Any], rng: np.random.Generator) -> Iterator[tuple[str, str, float]]:
    """Yield for each trial the phase, its cues, and the outcome: 0, .5 or (where it is strong) 1."""
    for _, item in product(range(phase["repeat"]), phase["items"]):
        if isinstance(item, dict) and "items" in item:
            yield from _trials(item, rng)
            continue
        if isinstance(item, dict):
            item = str(rng.choice(list(item["sample"]), p=list(item["sample"].values())))
        size = 1.0 if "#" in item else 0.5 if "+" in item else 0.0
        yield phase["phase"] or "", "".join(sorted(sign for sign in item if sign.isalpha())), size


def _asked(trial: tuple[str, str, float], variable: str, by_session: bool) -> bool:
    phase, cues, size = trial
    if not by_session and phase != "test":
        return False
    if variable in ("+", "−"):
        return (size > 0.0) == (variable == "+")
    return cues == "".join(sorted(variable)) and phase not in ("acquisition",)


# --------------------------------------------------------------------------------------------------------- removal


def removal(_: Path) -> list[Row]:
    """Take the causes of Song et al. 2022 through the designs of Gershman et al. 2013, beside published means."""
    rows, changes, errors = [], {}, []
    for (experiment, group), means in FREEZING.items():
        design = removal_design(KEPT[group], shocks_later=2 if experiment == "reinstatement" else 0)
        shown = freezing(run(FADING_CAUSES, design)[:, 0], design.gaps)
        blocks = (
            slice(3, 7),
            slice(23, 27),
            *((slice(27, 31), slice(31, 35)) if len(means) == 4 else (slice(29, 33),)),
        )
        ours = [float(shown[block].mean()) for block in blocks]
        errors += [one - other for one, other in zip(ours, means, strict=True)]
        changes[experiment, group] = ours[-1] - ours[1], means[-1] - means[1]
        names = ("first 4", "last 4", "24 h", "30 d") if len(means) == 4 else ("first 4", "last 4", "after shocks")
        more = {
            f"{name}{of}": v
            for of, got in (("", ours), (" published", means))
            for name, v in zip(names, got, strict=True)
        }
        rows.append(
            Row(
                f"{experiment}, {group}: change",
                changes[experiment, group][0],
                {"published": means[-1] - means[1]},
                more=more,
            )
        )
    for experiment in ("recovery", "reinstatement"):
        gradual, *other = (changes[experiment, group][0] for group in ("gradual", "standard", "reverse"))
        goal = "gradual returns least"
        rows.append(Row(f"{experiment}: gradual", gradual, {"next": min(other)}, None, goal, gradual < min(other)))
    rows.append(
        Row(
            "all means: RMSE",
            rmse(np.array(errors)),
            {"published mean": float(np.std([m for of in FREEZING.values() for m in of]))},
        )
    )
    return rows


# ---------------------------------------------------------------------------------------------------- anticipation


def anticipation(folder: Path) -> list[Row]:
    """Foretell every later rating of expected fear from the first of its domain and the fear felt since (AffVids).

    Every model as it comes, the Kalman filter with variances of the planner's settings (which were tried on this half
    of the data, but not on this question), and models whose parameters do best for all the other people; each beside
    a Rescorla-Wagner model of the same kind. The goal is asked of the Kalman filter, the best learner of running means.
    """
    people = _people(folder)
    grid = [0.02, 0.05, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5]
    noises = (1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0)
    families: dict[str, list[Learner]] = {
        "Rescorla-Wagner": [RescorlaWagner(rate, rate) for rate in grid],
        "Pearce-Hall": [PearceHall(rate, attention) for rate in grid for attention in (0.1, 0.3, 0.5)],
        "Kalman": [KalmanFilter(1.0, noise, drift) for noise in noises for drift in (0.0, 0.01, 0.03)],
        "latent cause": [LatentCause(strength=strength) for strength in noises],
    }
    default = {name: _errors(people, model) for name, model in LEARNERS.items()}
    others = {name: _on_others(people, models) for name, models in families.items()}
    first, usual, same_way = (
        _errors(people, RescorlaWagner(0.0, 0.0)),
        default["Rescorla-Wagner"],
        others["Rescorla-Wagner"],
    )
    cases = [(f"{name}, by default", ours, usual) for name, ours in default.items() if ours is not usual]
    cases += [("Kalman, variances of the planner", _errors(people, _planned()), usual)]
    cases += [(f"{name}, chosen on others", ours, same_way) for name, ours in others.items() if ours is not same_way]
    rows = []
    for case, ours, theirs in cases:
        figures = {"first rating": float(first.mean()), "Rescorla-Wagner": float(theirs.mean())}
        interval = over_people(lambda i, a=ours, b=theirs: float(a[i].sum() / b[i].sum()), len(ours))
        met = float(ours.mean() / theirs.mean()) <= TO_RESCORLA_WAGNER if case.startswith("Kalman") else None
        goal = "" if met is None else f"≤ {TO_RESCORLA_WAGNER:g} × Rescorla-Wagner"
        rows.append(Row(case, float(ours.mean()), figures, interval, goal, met))
    return rows


def _planned() -> KalmanFilter:
    """Return a Kalman filter that believes of a domain what the planner believes in the middle of the scale."""
    s = Settings()
    level = s.person_sd**2 + s.theme_sd**2
    around = s.graph_sd**2 + s.situation_sd**2 + (s.rating_sd / 2.0) ** 2
    return KalmanFilter(1.0, around / level, 0.0)


def _people(folder: Path) -> list[list[tuple[int, float, float]]]:
    """Return for each person, in order, the domain, and the fear expected and felt, 0–1; nan where it is not said."""
    rows = read(folder, "affvids_dev.csv")
    domains = sorted({row["domain"] for row in rows})
    found: dict[str, list[tuple[int, int, int, float, float]]] = {}
    for row in rows:
        numbers = (float(row[name] or "nan") for name in ("expected_fear", "fear"))
        order = int(row["run"]), int(row["presentation_order"])
        found.setdefault(row["person"], []).append((*order, domains.index(row["domain"]), *numbers))
    return [[entry[2:] for entry in sorted(found[name])] for name in sorted(found)]


def _errors(people: list[list[tuple[int, float, float]]], model: Learner) -> Floats:
    """Return for each person the RMSE, SUDS, over all expected ratings after the first of each domain."""
    errors = []
    for said in people:
        first = {domain: expected for domain, expected, _ in reversed(said) if not np.isnan(expected)}
        start = np.array([[first.get(domain, 0.5)] for domain in range(max(first) + 1)])
        state, seen, wrong = model.start(1, len(start), threat=start), set[int](), []
        for domain, expected, felt in said:
            known = not np.isnan(felt)
            trial = Trial((np.array([domain]),), (), np.array([felt if known else 0.0]), np.array([float(known)]))
            threat = float(model.learn(state, trial)[0])
            if not np.isnan(expected):
                if domain in seen:
                    wrong.append(100.0 * (threat - expected))
                seen.add(domain)
        errors.append(rmse(np.array(wrong)))
    return np.array(errors)


def _on_others(people: list[list[tuple[int, float, float]]], models: list[Learner]) -> Floats:
    """Return for each person the error of the model that does best for all the others."""
    table = np.array([_errors(people, model) for model in models])
    best = [np.delete(table, person, axis=1).mean(axis=1).argmin() for person in range(len(people))]
    return table[best, np.arange(len(people))]
