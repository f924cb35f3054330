"""The days of one block of virtual clients: choose, come, refuse, practise, rate, learn, leave.

Rules and screens are those that advise people, used as they are, on what clients rated; the learning model alone knows
what they feel. All chance comes from streams named by block and role, drawn whole every day whatever happens, so that
two rules meet the same people with the same luck. Never used for one real person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from exposure_ladder.errors import ShapeError
from exposure_ladder.research.cohort_belief import CohortBelief
from exposure_ladder.research.learners.trials import Trial, after_escape
from exposure_ladder.research.population import WIDTHS, Population, rating_spread, rounded, within
from exposure_ladder.research.posterior import logistic
from exposure_ladder.rules import RECENT, Action, Measure, Policy, View, decide
from exposure_ladder.rules.screens import screen, within_cap

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from exposure_ladder.ladder import Ladder
    from exposure_ladder.rules import Choice, Done

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Ints = NDArray[np.int64]

__all__ = ["BLOCK", "FOLLOW_UPS", "MEASURED", "Study", "live"]

BLOCK: Final = 1024
"""Clients in a block; blocks are whole, and what is not asked for is cut off, so that numbers never depend on size."""
FOLLOW_UPS: Final = (30, 91, 182)
"""Days after the last day of the study: 1, 3 and 6 months."""
MEASURED: Final = (Measure.PEAK, Measure.END, Measure.MINUTES, Measure.ESCAPED, Measure.DAY)
"""What a virtual client tells of an exposure; nothing else is known."""
_PEOPLE, _DAYS, _RULE = range(3)


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """What is simulated, all of it: one block more needs nothing else.

    Attributes
    ----------
    ladder : Ladder
        Before any practice: its rungs are the situations, and its belief is what the planner thinks at first.
    policy : Policy
        The rule.
    population : Population
        Whom it meets.
    n_days : int
        Length of the study.
    entropy : int
        Of all chance.
    adaptive : bool
        Whether the planner learns from ratings; otherwise it keeps to what was stated.
    reached : Done
        When the goal counts as reached, the same for every rule.
    traces : bool
        Whether to keep rung and rating of every client and day.
    """

    ladder: Ladder
    policy: Policy
    population: Population
    n_days: int
    entropy: int
    adaptive: bool
    reached: Done
    traces: bool

    def stream(self, block: int, role: int) -> np.random.Generator:
        """Return the stream of chance for one block and one role."""
        seed = np.random.SeedSequence(self.entropy, spawn_key=(block, role))
        return np.random.Generator(np.random.SFC64(seed))


class _Records(Mapping[Measure, Any]):
    """The last exposures of every rung, as a view shows them; what no client tells is nan."""

    def __init__(self, told: dict[Measure, Floats]) -> None:
        self._told, self._unknown = told, np.broadcast_to(np.nan, told[Measure.DAY].shape)
        self.read: set[Measure] = set()

    def __getitem__(self, measure: Measure) -> Floats:
        self.read.add(measure)
        if measure in self._told or measure not in MEASURED:
            return self._told.get(measure, self._unknown)
        raise ShapeError(f"expected a rule that reads the same measures every time; now it asks for {measure!r}.")

    def __iter__(self) -> Iterator[Measure]:
        return iter(Measure)

    def __len__(self) -> int:
        return len(Measure)


def measures_of(policy: Policy, reached: Done) -> tuple[Measure, ...]:
    """Return what a rule reads of a client's exposures, found by trying it on nothing."""
    shape = (1, 1, RECENT)
    records = _Records(dict.fromkeys(MEASURED, np.full(shape, np.nan)))
    nobody, none = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=bool)
    level = np.zeros((1, 1))
    view = View(level, level, level, level == 0.0, records, nobody, np.full(1, np.nan), nobody, nobody, nobody, none)
    decide(policy, view, rng=np.random.Generator(np.random.SFC64(0)))
    reached(view)
    return tuple(measure for measure in MEASURED if measure in records.read or measure is Measure.DAY)


class _Diary:
    """What clients told: the last exposures of every rung, and what of it a view sums up. Rung n stands for nobody."""

    def __init__(self, rungs: int, clients: int, measures: tuple[Measure, ...], cap: float) -> None:
        self.measures, self.cap = measures, cap
        self._rows = np.full(((rungs + 1) * clients, len(measures) * RECENT), np.nan)
        self._recent = self._records(self._rows.reshape(rungs + 1, clients, -1)[:rungs].transpose(1, 0, 2))
        self.current = np.full(clients, -1)
        self.last_day = np.full(clients, np.nan)
        self.held = np.zeros(clients, dtype=bool)
        self.very_high = np.zeros((RECENT, clients), dtype=bool)
        self.days = np.zeros((7, clients), dtype=np.int64)

    def _records(self, rows: Floats) -> _Records:
        """Return rows, shape (clients, rungs, measures · RECENT), as a view shows them."""
        return _Records({m: rows[..., k * RECENT : (k + 1) * RECENT] for k, m in enumerate(self.measures)})

    def view(self, day: int, levels: tuple[Floats, Floats, Floats], allowed: Flags) -> View:
        """Return what a rule may see on the morning of a day; levels are `expected`, `sd`, `written`, (n, clients)."""
        self.days[day % 7] = 0
        expected, sd, written = levels
        return View(
            expected=expected.T,
            sd=sd.T,
            written=written.T,
            allowed=allowed.T,
            recent=self._recent,
            current=self.current,
            days_since=day - self.last_day,
            today=self.days[day % 7],
            week=self.days.sum(axis=0),
            very_high=self.very_high.sum(axis=0),
            held=self.held,
        )

    def write(self, day: int, rung: Ints, at: Ints, went: Flags, told: Mapping[Measure, Any]) -> View:
        """Note an exposure of those who went, at their places; return the view of that rung alone, (clients, 1)."""
        rows = np.empty((len(at), self._rows.shape[1]))
        rows[:, 1:] = self._rows.take(at, axis=0)[:, :-1]
        for k, measure in enumerate(self.measures):
            rows[:, k * RECENT] = told[measure]
        self._rows[at] = rows
        self.current = np.where(went, rung, self.current)
        self.last_day = np.where(went, day, self.last_day)
        very_high = told[Measure.PEAK] >= self.cap
        self.held = np.where(went, told[Measure.ESCAPED] | very_high, self.held)
        self.very_high = np.where(went, np.concatenate((very_high[None], self.very_high[:-1])), self.very_high)
        self.days[day % 7] += went
        level, here = np.full((len(at), 1), np.nan), np.zeros_like(at)
        recent = self._records(np.ascontiguousarray(rows.T).T[:, None])  # sums over exposures run over clients
        nowhere, since = np.isnan(level), day - self.last_day
        return View(level, level, level, nowhere, recent, here, since, here, here, here, self.held)


def live(study: Study, block: int) -> dict[str, NDArray[Any]]:
    """Simulate one block.

    Returns
    -------
    dict of str to ndarray
        One array for each column of the result, shape (BLOCK,); traces have shape (BLOCK, n_days).
    """
    lives = _Lives(study, block)
    for day in range(study.n_days):
        lives.live_through(day)
    return lives.looked_back()


class _Lives:
    """One block of people, from the first day to the last follow-up."""

    def __init__(self, study: Study, block: int) -> None:
        belief, self.study, self.settings = study.ladder.belief, study, study.ladder.belief.course.settings
        places = np.array([belief.geometry.index(rung.id) for rung in study.ladder.rungs])
        stated, alike = belief.geometry.distress[places], belief.geometry.similarity[np.ix_(places, places)]
        self.n, population = len(places), study.population
        self.needs = study.ladder.needs if study.ladder.needs.any() else None
        self.goals = [i for i, rung in enumerate(study.ladder.rungs) if rung.id in study.ladder.goals]
        cov = belief.state.prior_cov[np.ix_(places, places)]
        self.people = population.draw(stated, cov, BLOCK, rng=study.stream(block, _PEOPLE))
        self.luck, self.drawn = study.stream(block, _DAYS), study.stream(block, _RULE)
        self.model = population.model(self.people.rate)
        # one matrix for each width, for safety and for threat
        widths = [w for width in population.widths() for w in (width, population.threat_width * width)]
        similarity = np.stack([alike ** (1.0 / width) for width in widths])
        self.state = self.model.start(BLOCK, self.n, 1, threat=self.people.distress / 100.0, similarity=similarity)
        self.lane, self.place = np.arange(BLOCK), np.array([self.n])
        self.kind = 2 * _ORDER[self.lane % WIDTHS]
        self.diary = _Diary(self.n, BLOCK, measures_of(study.policy, study.reached), self.settings.cap)
        self.planner = CohortBelief(belief, places, BLOCK) if study.adaptive else None
        self.stated = self.expected = np.repeat(stated[:, None], BLOCK, axis=1)
        self.sd = np.repeat(belief.tail_sd(1.0 - self.settings.cap_chance)[places][:, None], BLOCK, axis=1)
        self.allowed = within_cap(self.expected, self.sd, self.settings)
        self.done, self.goal_met = (np.zeros((self.n + 1, BLOCK), dtype=bool) for _ in range(2))
        self.staying, self.echo = np.ones(BLOCK, dtype=bool), self.luck.standard_normal(BLOCK)
        counts = ("practices", "refused", "left_early", "endured", "above_cap", "waited")
        self.out = {name: np.zeros(BLOCK) for name in counts}
        self.out |= {name: np.full(BLOCK, np.nan) for name in ("days_to_goal", "practices_to_goal", "dropped")}
        traced = ("rung", "rating") if study.traces else ()
        self.traces = {name: np.full((BLOCK, study.n_days), np.nan) for name in traced}
        self.out["goal_before"] = self.at_goal(old=True)

    def felt(self, rung: Ints, place: Ints) -> Floats:
        """Return the distress felt on a rung, SUDS."""
        threat = self.model.learn(self.state, Trial((rung,), (place,), _ONE, _NONE))
        return 100.0 * np.clip(threat, 0.0, 1.0) * self.people.engagement

    def at_goal(self, *, old: bool) -> Floats:
        """Return the distress felt at the goals, on average, where people practise or somewhere new, SUDS."""
        place = np.array([self.n if old else -1])
        return np.asarray(np.mean([self.felt(np.array([goal]), place) for goal in self.goals], axis=0))

    def live_through(self, day: int) -> None:
        """Let one day pass."""
        population = self.study.population
        comes, refuses, leaves, stops = self.luck.random((4, BLOCK))
        stays = (1.0 - population.echo**2) ** 0.5
        self.echo = population.echo * self.echo + stays * self.luck.standard_normal(BLOCK)
        if day:
            self.model.elapse(self.state, 1.0)
        choice = self.choice(day)
        offered = self.staying & (choice.rung >= 0) & (comes < population.adherence)
        rung = np.maximum(choice.rung, 0)
        level = self.felt(rung, self.place)
        went = offered & (refuses >= logistic((level - population.refuse_at) / population.steep))
        early = went & (leaves < logistic((level - population.leave_at) / population.steep))
        waits = self.staying & (choice.rung < 0) & (choice.action != Action.COMPLETE)
        happened = {"refused": offered & ~went, "practices": went, "left_early": early, "waited": waits}
        happened |= {"above_cap": went & (level >= self.settings.cap), "endured": went * level}
        for name, count in happened.items():
            self.out[name] += count
        self.practise(day, rung, level, went, early)
        stopped = self.staying & np.isnan(self.out["days_to_goal"]) & (stops < self.people.drop_out)
        self.out["dropped"][stopped] = day + 1
        self.staying &= ~stopped

    def choice(self, day: int) -> Choice:
        """Return what the rule and the screens offer on a morning."""
        if self.planner is not None:
            self.expected, self.sd = self.planner.mean, self.planner.tail_sd()
            self.allowed = within_cap(self.expected, self.sd, self.settings)
        view = self.diary.view(day, (self.expected, self.sd, self.stated), self.allowed)
        choice = decide(self.study.policy, view, needs=self.needs, rng=self.drawn, done=self.done[:-1].T)
        return screen(choice, view, self.settings, needs=self.needs)[0]

    def practise(self, day: int, rung: Ints, level: Floats, went: Flags, early: Flags) -> None:
        """Let those who went practise, learn and tell."""
        population, people = self.study.population, self.people
        safe = np.full(BLOCK, population.residual / 100.0)
        outcome, share = after_escape(early, safe, went.astype(float), times=population.escape_times)
        self.model.learn(self.state, Trial((rung,), (self.place,), outcome, share, self.kind + early))
        peak = rounded(level + rating_spread(level, population.noise) * self.echo, people.step)
        told: dict[Measure, Any] = {Measure.PEAK: peak, Measure.ESCAPED: early, Measure.DAY: day}
        if not told.keys() >= set(self.diary.measures):
            minutes = np.where(early, 0.25, 1.0) * population.minutes
            end = np.where(early, peak, rounded(peak * within(minutes, population.rise, people.fading), people.step))
            told |= {Measure.END: end, Measure.MINUTES: minutes}
        at = np.where(went, rung, self.n) * BLOCK + self.lane
        one = self.diary.write(day, rung, at, went, told)
        if self.planner is not None:
            self.planner.practised(rung, peak, went, days=1.0)
        mastered = self.study.policy.done(one)[:, 0]
        met = mastered if self.study.reached == self.study.policy.done else self.study.reached(one)[:, 0]
        self.done.reshape(-1)[at] = mastered
        self.goal_met.reshape(-1)[at] |= met
        reached = np.isnan(self.out["days_to_goal"]) & self.goal_met[self.goals].all(axis=0)
        self.out["days_to_goal"][reached] = day + 1
        self.out["practices_to_goal"][reached] = self.out["practices"][reached]
        for name, values in self.traces.items():
            values[went, day] = (rung if name == "rung" else peak)[went]

    def looked_back(self) -> dict[str, NDArray[Any]]:
        """Return what came of everybody, with the follow-ups."""
        self.out["reached"] = np.isfinite(self.out["days_to_goal"]).astype(float)
        gone = 0
        for name, days in (("end", 0), *((f"{d}_days", d) for d in FOLLOW_UPS)):
            if days > gone:
                self.model.elapse(self.state, float(days - gone))
                gone = days
            self.out[f"goal_{name}_old"], self.out[f"goal_{name}_new"] = self.at_goal(old=True), self.at_goal(old=False)
        return {**self.out, "kind": self.people.kind.astype(float), "rate": self.people.rate, **self.traces}


_ORDER: Final = np.argsort(np.abs(np.arange(WIDTHS) - (WIDTHS - 1) / 2.0), kind="stable")
"""Widths from the middle outwards, so that a few clients are not all narrow."""
_ONE, _NONE = np.ones(1), np.zeros(1)
