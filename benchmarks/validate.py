"""Hold the library against data that nobody here made, beside simpler predictions of the same numbers in the same run.

    python benchmarks/validate.py situations  --data ../shared/data
    python benchmarks/validate.py calibration --data ../shared/data --json

Everything the library says comes from its public functions with default settings; only `rating_step` says how coarse
the scale of a questionnaire is, and the noise is that of ratings in one sitting (24, at least 5) where films and
questionnaires were answered in one, instead of that of daily life (30, at least 8). Random choices have fixed seeds.
Errors are RMSE over the ratings that were held out, of each person and each random subset, then averaged. `ratio` is
the library divided by the best baseline, and `interval` the 80 % interval of that ratio when people are drawn anew.

Exit code: 0 when every goal is met, 1 when one is missed, 2 when the folder or a file of it cannot be used.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from exposure_ladder.belief import Belief, prior, update
from exposure_ladder.graph import measure
from exposure_ladder.ladder import build_ladder
from exposure_ladder.records import Course, Facet, Rating, Settings, Situation, SituationGraph
from exposure_ladder.research.population import rating_spread
from validation.learning import anticipation, conditioning, removal
from validation.life import life
from validation.people import elicitation, population
from validation.rows import SEED, Row, UnusableDataError, mean_by_person, over_people, read, rmse
from validation.walks import walks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

AT = datetime(2026, 1, 5, 18, tzinfo=UTC)
COUNTS = (3, 6, 12)
SUBSETS = {"AffVids": 200, "LSAS": 12}
OFFSETS = "person × domain"
ONE_SITTING = {"rating_sd": 24.0, "rating_sd_least": 5.0}  # Nilsonne's repeated ratings

# goals, by number of ratings where there are several
RATIO_TO_OFFSETS = {3: 0.94, 6: 0.955, 12: 0.945}
COVERAGE_WITHIN = 0.05
GRADIENT_RMSE = {"faces": 0.15, "shapes": 0.20}
SD_WITHIN = 2.0

# published group means of expectancy, from the threat cue to the safe cue in equal steps
GRADIENTS = {
    "faces": (3.68, 2.73, 2.01, 1.81, 1.65, 1.49),  # Reutter & Gamer, 1–5
    "shapes": (7.62, 5.95, 4.48, 3.70, 3.25, 3.05, 2.69, 2.52, 2.39, 2.21),  # Zaman/Yu, differential, 1–10
}
LEVELS = (0, 5, 15, 30, 50, 70, 90)


# ------------------------------------------------------------------------------------------------------- the data


@dataclass(frozen=True)
class Ratings:
    """What a group of people said about the same situations, 0–100; nan where nobody said anything.

    `expected` has a row for each person: the numbers that are known beforehand, from other people. `apart` is the time
    from one rating to the next: none on a questionnaire, a minute where each rating follows its own video. `step` lies
    between two answers that can be given; 0 on a slider.
    """

    name: str
    apart: timedelta
    titles: tuple[str, ...]
    themes: tuple[str | None, ...]
    expected: Floats
    felt: Floats
    step: float = 0.0

    def graph(self, person: int, *, rated: str | None = None) -> SituationGraph:
        """Return the situations with the numbers that are known before this person has said anything."""
        numbers = self.expected[person]
        situations = [
            Situation(id=f"s{i:02}", title=title, theme=theme, distress=float(numbers[i]))
            for i, (title, theme) in enumerate(zip(self.titles, self.themes, strict=True))
        ]
        return SituationGraph(title=self.name, situations=situations, rated=rated)

    def domains(self) -> Ints:
        """Return a number for each situation, equal within a domain."""
        names = sorted({theme or "" for theme in self.themes})
        return np.array([names.index(theme or "") for theme in self.themes])


def affvids(folder: Path) -> Ratings:
    """Return fear felt in the videos; what is known beforehand is the norm of an independent sample."""
    videos = sorted(read(folder, "affvids_situations.csv"), key=lambda row: int(row["situation"]))
    place = {row["situation"]: i for i, row in enumerate(videos)}
    rows = read(folder, "affvids_dev.csv")
    people = {name: i for i, name in enumerate(sorted({row["person"] for row in rows}))}
    felt = np.full((len(people), len(videos)), np.nan)
    for row in rows:
        if row["fear"]:
            felt[people[row["person"]], place[row["situation"]]] = 100.0 * float(row["fear"])
    norm = np.array([(float(row["norm_fear_1_7"]) - 1.0) / 6.0 * 100.0 for row in videos])
    return Ratings(
        "AffVids",
        timedelta(minutes=1),
        tuple(row["description"][:200] for row in videos),
        tuple(row["domain"] for row in videos),
        np.tile(norm, (len(people), 1)),
        felt,
    )


def lsas(folder: Path) -> Ratings:
    """Return fear of social situations; what is known beforehand is the mean of all the other people."""
    rows = read(folder, "lsas_dev.csv")
    names = [name for name in rows[0] if name.startswith("fear_")]
    felt = np.array([[float(row[name] or "nan") * 100.0 / 3.0 for name in names] for row in rows])
    said = ~np.isnan(felt)
    others = (np.nansum(felt, axis=0) - np.nan_to_num(felt)) / (said.sum(axis=0) - said)
    return Ratings("LSAS", timedelta(0), tuple(names), (None,) * len(names), others, felt, 100.0 / 3.0)


# -------------------------------------------------------------------------------- one person, some ratings, the rest


@dataclass(frozen=True)
class Held:
    """One person and one random subset: which ratings were given, which were held out, and what is believed."""

    person: int
    given: Ints
    out: Ints
    belief: Belief


def held_out(data: Ratings, *, rated: str | None = None) -> Iterator[Held]:
    """Yield, for every person and random order of situations, the belief after the first 3, 6 and 12 ratings."""
    for person, felt in enumerate(data.felt):
        rng = np.random.default_rng([SEED, person])
        settings = Settings(rating_step=data.step, **ONE_SITTING)
        start = prior(Course(graph=data.graph(person, rated=rated), settings=settings), at=AT)
        known = np.flatnonzero(~np.isnan(felt))
        if len(known) <= COUNTS[-1]:
            continue
        for _ in range(SUBSETS[data.name]):
            order, belief = rng.permutation(known), start
            for k, i in enumerate(order[: COUNTS[-1]], start=1):
                said = Rating(situation=f"s{i:02}", at=belief.at + data.apart, distress=float(felt[i]))
                belief, _ = update(belief, said)
                if k in COUNTS:
                    yield Held(person, order[:k], order[k:], belief)


def simple_predictions(data: Ratings, held: Held, domains: Ints) -> dict[str, Floats]:
    """Return what one would say without a graph: norm, shrunk offsets of the person, the person's mean."""
    norm, felt, given = data.expected[held.person], data.felt[held.person], held.given
    left = felt[given] - norm[given]
    offset = left.sum() / (len(given) + 1)
    of_domain = np.array(
        [
            (left - offset)[domains[given] == d].sum() / ((domains[given] == d).sum() + 1)
            for d in range(domains.max() + 1)
        ]
    )
    return {
        "norm": norm,
        "+ person": norm + offset,
        OFFSETS: norm + offset + of_domain[domains],
        "person mean": np.full(len(norm), felt[given].mean()),
    }


def kendall(one: Floats, other: Floats) -> float:
    """Return Kendall's tau-b; nan where one side is constant."""
    a, b = np.triu_indices(len(one), 1)
    up, down = np.sign(one[a] - one[b]), np.sign(other[a] - other[b])
    pairs = np.sqrt(np.count_nonzero(up) * np.count_nonzero(down))
    return float(up @ down / pairs) if pairs else float("nan")


# ------------------------------------------------------------------------------------------------- the experiments


def situations(folder: Path) -> list[Row]:
    """Predict the other ratings of a person from some (AffVids): norms as own numbers, as an example's, and cut."""
    data = affvids(folder)
    return [*_situations(data, None), *_situations(data, "example")]


def _situations(data: Ratings, rated: str | None) -> list[Row]:
    domains = data.domains()
    errors: dict[tuple[int, bool, str], dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    ranks: dict[tuple[int, str], list[float]] = defaultdict(list)
    for held in held_out(data, rated=rated):
        real, k = data.felt[held.person][held.out], len(held.given)
        said = {"library": held.belief.mean} | simple_predictions(data, held, domains)
        for name, values in said.items():
            foretold = values[held.out]
            errors[k, False, name][held.person].append(rmse(foretold - real))
            errors[k, True, name][held.person].append(rmse(np.clip(foretold, 0.0, 100.0) - real))
            if name in ("library", OFFSETS):
                ranks[k, name].append(kendall(foretold, real))
    rows = []
    for cut in (False,) if rated else (False, True):
        for k in COUNTS:
            by_person = {name: mean_by_person(errors[at]) for at in errors if at[:2] == (k, cut) for name in at[2:]}
            figure = {name: float(values.mean()) for name, values in by_person.items()}
            library, ours = figure.pop("library"), by_person["library"]
            theirs = by_person[min(figure, key=lambda name, of=figure: of[name])]
            interval = over_people(lambda i, a=ours, b=theirs: float(a[i].sum() / b[i].sum()), len(ours))
            ratio = library / figure[OFFSETS]
            tau = {f"tau {name}": float(np.nanmean(ranks[k, name])) for name in ("library", OFFSETS)}
            goal, met = "", None
            if not (cut or rated):
                goal = f"≤ {RATIO_TO_OFFSETS[k]:g} × {OFFSETS}, interval below 1, τ no lower"
                no_lower = tau["tau library"] >= tau[f"tau {OFFSETS}"]
                met = ratio <= RATIO_TO_OFFSETS[k] and interval[1] < 1.0 and no_lower
            case = f"k={k}{', cut to 0–100' if cut else ''}{', as an example' if rated else ''}"
            more = {f"ratio to {OFFSETS}": ratio} | ({} if cut else tau)
            rows.append(Row(case, library, figure, interval, goal, met, more))
    return rows


def calibration(folder: Path) -> list[Row]:
    """Count held-out ratings inside the 50 % and the 80 % interval that a user would see (AffVids, LSAS)."""
    cases = [(data, rated) for data in (affvids(folder), lsas(folder)) for rated in (None, "example")]
    return [row for data, rated in cases for row in _calibration(data, rated)]


def _calibration(data: Ratings, rated: str | None) -> list[Row]:
    inside: dict[tuple[int, float], dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for held in held_out(data, rated=rated):
        real, k = data.felt[held.person][held.out], len(held.given)
        for share in (0.5, 0.8):
            low, high = (side[held.out] for side in held.belief.likely(share))
            hit = (low - 1e-9 <= real) & (real <= high + 1e-9)  # a rating of 0 lies inside 0–20
            inside[k, share][held.person].append(float(hit.mean()))
    rows = []
    for (k, share), values in sorted(inside.items()):
        by_person = mean_by_person(values)
        covered = float(by_person.mean())
        interval = over_people(lambda i, a=by_person, s=share: float(a[i].mean() / s), len(by_person))
        case = f"{data.name} k={k}, {share:.0%}{', as an example' if rated else ''}"
        goal = "" if rated else f"within {COVERAGE_WITHIN:g} of nominal"
        met = None if rated else abs(covered - share) <= COVERAGE_WITHIN
        rows.append(Row(case, covered, {"nominal": share}, interval, goal, met))
    return rows


def ladders(folder: Path) -> list[Row]:
    """Build one ladder per theme from the 36 situations: all of them, easiest first."""
    data = affvids(folder)
    belief, rows = prior(Course(graph=data.graph(0)), at=AT), []
    for theme in sorted({theme for theme in data.themes if theme}):
        rungs = build_ladder(belief, theme=theme).rungs
        expected = [rung.expected for rung in rungs]
        right = expected == sorted(expected) and {rung.situation.theme for rung in rungs} == {theme}
        written = float(data.themes.count(theme))
        goal = "every situation of the theme, in rising order"
        rows.append(Row(theme, float(len(rungs)), {"situations": written}, None, goal, right and len(rungs) == written))
    return rows


def gradients(_: Path) -> list[Row]:
    """Fit a + b · similarity to how expectancy falls with distance from a cue, beside a Gaussian of the best length."""
    rows = []
    for name, means in GRADIENTS.items():
        target, n = np.array(means), len(means)
        facet = Facet(levels=[f"l{i}" for i in range(n)])
        written = Situation(id="written", title="Any", distress=50)
        cues = [Situation(id=f"cue{i}", title="A cue", distress=50, facets={"way": f"l{i}"}) for i in range(n)]
        space = measure(SituationGraph(title=name, facets={"way": facet}, situations=(written,)), generated=cues)
        way = np.arange(n) / (n - 1)
        ours = _fit_error(space.similarity[space.index("cue0"), [space.index(cue.id) for cue in cues]], target)
        gaussian = min(_fit_error(np.exp(-((way / length) ** 2)), target) for length in np.arange(0.05, 2.0, 0.005))
        goal = f"RMSE ≤ {GRADIENT_RMSE[name]:g}"
        rows.append(Row(name, ours, {"Gaussian, best length": gaussian}, None, goal, ours <= GRADIENT_RMSE[name]))
    return rows


def _fit_error(similarity: Floats, target: Floats) -> float:
    design = np.column_stack([np.ones(len(target)), similarity])
    return rmse(design @ np.linalg.lstsq(design, target, rcond=None)[0] - target)


def noise(folder: Path) -> list[Row]:
    """Compare the SD of ratings of identical events by level with simulated ones, and foretell each next rating."""
    events: dict[str, dict[str, list[tuple[int, float]]]] = defaultdict(lambda: defaultdict(list))
    for row in read(folder, "repeated_rating_dev.csv"):
        event = f"{row['condition']} {row['stimulus']}"
        events[row["person"]][event].append((int(row["repetition"]), float(row["unpleasantness_0_100"])))
    series = {who: {e: [x for _, x in sorted(said)] for e, said in of.items()} for who, of in sorted(events.items())}
    return [*_noise_by_level(series), _next_rating(series)]


def _noise_by_level(series: dict[str, dict[str, list[float]]]) -> Iterator[Row]:
    rng = np.random.default_rng(SEED)
    cells = [(who, np.array(said)) for who, of in series.items() for said in of.values()]
    for low, high in pairwise(LEVELS):
        within = [(who, said) for who, said in cells if low <= said.mean() < high]
        sizes, people = [len(said) for _, said in within], sorted({who for who, _ in within})
        if not within:
            continue
        drawn = []
        for _, said in within:
            spread = float(rating_spread(said.mean()))
            many = rng.normal(said.mean(), spread, size=(200, len(said)))
            drawn.append(np.clip(np.round(many), 0.0, 100.0))
        real_sd = np.array([said.std(ddof=1) for _, said in within])
        made_sd = np.array([many.std(axis=1, ddof=1).mean() for many in drawn])
        zero = {"zeros": float(np.average([(many == 0).mean() for many in drawn], weights=sizes))}
        zero["zeros in the data"] = float(np.average([(said == 0).mean() for _, said in within], weights=sizes))
        whose = np.array([people.index(who) for who, _ in within])
        of_person = [np.flatnonzero(whose == i) for i in range(len(people))]

        def ratio(i: Ints, made: Floats = made_sd, real: Floats = real_sd, of: Sequence[Ints] = of_person) -> float:
            chosen = np.concatenate([of[person] for person in i])
            return float(made[chosen].mean() / real[chosen].mean())

        made, real = float(made_sd.mean()), float(real_sd.mean())
        goal, interval = f"within {SD_WITHIN:g} of the data", over_people(ratio, len(people))
        yield Row(f"SD at {low}–{high}", made, {"data": real}, interval, goal, abs(made - real) <= SD_WITHIN, zero)


def _next_rating(series: dict[str, dict[str, list[float]]]) -> Row:
    errors: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for person, of in enumerate(series.values()):
        names = {event: f"e{i}" for i, event in enumerate(of)}
        graph = SituationGraph(title="E", situations=[Situation(id=i, title=event) for event, i in names.items()])
        belief = prior(Course(graph=graph), at=AT)
        for repetition in range(max(map(len, of.values()))):
            for event, said in of.items():
                if repetition >= len(said):
                    continue
                past, now = said[:repetition], said[repetition]
                if past:
                    average = past[0]
                    for value in past[1:]:
                        average += 0.3 * (value - average)
                    foretold = {"last": past[-1], "mean": float(np.mean(past)), "EWMA .3": average}
                    foretold["library"] = float(belief.mean[belief.geometry.index(names[event])])
                    for name, value in foretold.items():
                        errors[name][person].append(value - now)
                entry = Rating(situation=names[event], at=belief.at + timedelta(minutes=1), distress=now)
                belief, _ = update(belief, entry)
    by_person = {name: np.array([rmse(np.array(e)) for e in values.values()]) for name, values in errors.items()}
    figure = {name: float(values.mean()) for name, values in by_person.items()}
    library, best = figure.pop("library"), min(figure, key=lambda name: figure[name])
    ours, theirs = by_person["library"], by_person[best]
    return Row("next rating", library, figure, over_people(lambda i: float(ours[i].sum() / theirs[i].sum()), len(ours)))


EXPERIMENTS: dict[str, Callable[[Path], list[Row]]] = {
    "situations": situations,
    "calibration": calibration,
    "ladders": ladders,
    "gradients": gradients,
    "noise": noise,
    "population": lambda folder: population(lsas(folder)),
    "elicitation": lambda folder: elicitation((affvids(folder), lsas(folder))),
    "walks": lambda folder: walks((affvids(folder), lsas(folder))),
    "conditioning": conditioning,
    "anticipation": anticipation,
    "removal": removal,
    "life": life,
}


# ------------------------------------------------------------------------------------------------------- the output


def as_table(rows: list[Row]) -> str:
    """Return the rows as text for a person."""
    wide, lines = max(len(row.case) for row in rows), []
    others = list(dict.fromkeys(name for row in rows for name in row.baselines))
    lines.append(
        f"{'':<{wide}}  library  " + "  ".join(f"{name:>7}" for name in others) + "    ratio  80 % over people"
    )
    for row in rows:
        beside = "  ".join(
            f"{row.baselines[name]:>{max(len(name), 7)}.3f}" if name in row.baselines else " " * max(len(name), 7)
            for name in others
        )
        people = f"{row.interval[0]:.3f}–{row.interval[1]:.3f}" if row.interval else "–"
        verdict = "" if row.met is None else f"  {'met' if row.met else 'MISSED'}: {row.goal}"
        lines.append(f"{row.case:<{wide}}  {row.ours:7.3f}  {beside}  {row.ratio:7.3f}  {people:>16}{verdict}")
        if row.more:
            lines.append(" " * wide + "  " + ", ".join(f"{name} {value:.3f}" for name, value in row.more.items()))
    return "\n".join(lines)


def main() -> int:
    """Run one experiment, print it, and say by the exit code whether its goals are met."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("experiment", choices=sorted(EXPERIMENTS))
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="the folder with the data files")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    try:
        if not options.data.is_dir():
            raise UnusableDataError(f"{options.data}: there is no such folder")
        rows = EXPERIMENTS[options.experiment](options.data)
    except UnusableDataError as problem:
        print(f"Data missing or unreadable. {problem}", file=sys.stderr)
        return 2
    except (KeyError, ValueError, IndexError) as problem:
        print(f"The data in {options.data} are not as expected: {problem!r}", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps({"experiment": options.experiment, "rows": [row.as_dict() for row in rows]}, indent=1))
    else:
        print(as_table(rows))
    return 1 if any(row.met is False for row in rows) else 0


if __name__ == "__main__":
    raise SystemExit(main())
