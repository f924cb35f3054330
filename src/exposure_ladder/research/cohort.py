"""The days of one block of virtual clients: choose, come, refuse, practise, rate, learn, leave.

Rules and screens are those that advise people, used as they are, on what clients rated; the learning model alone knows
what they feel. All chance comes from streams named by block and role, drawn whole every day whatever happens, so that
two rules meet the same people with the same luck. Never used for one real person.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from exposure_ladder.records import Mode
from exposure_ladder.research.cohort_belief import CohortBelief
from exposure_ladder.research.kernel_blocks import COMPILED, blocks, in_arrays
from exposure_ladder.research.learners.trials import Trial, after_escape
from exposure_ladder.research.population import WIDTHS, Population, rating_spread, rounded, within
from exposure_ladder.research.posterior import logistic
from exposure_ladder.rules import Action, kernel
from exposure_ladder.rules.conditions import lowered
from exposure_ladder.rules.history import is_tender
from exposure_ladder.rules.screens import within_cap

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from exposure_ladder.ladder import Ladder
    from exposure_ladder.records.rule import Rule

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Ints = NDArray[np.int64]

__all__ = ["BLOCK", "FOLLOW_UPS", "MEASURED", "Study", "live"]

BLOCK: Final = 1024
"""Clients in a block; blocks are whole, and what is not asked for is cut off, so that numbers never depend on size."""
FOLLOW_UPS: Final = (30, 91, 182)
"""Days after the last day of the study: 1, 3 and 6 months."""
MEASURED: Final = ("peak", "end", "minutes", "left_early")
"""What a virtual client tells of an exposure; nothing else is known."""
_PEOPLE, _DAYS, _RULE = range(3)


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """What is simulated, all of it: one block more needs nothing else.

    Attributes
    ----------
    ladder : Ladder
        Before any practice: its rungs are the situations, and its belief is what the planner thinks at first.
    rule : Rule
        The rule.
    population : Population
        Whom it meets.
    n_days : int
        Length of the study.
    entropy : int
        Of all chance.
    adaptive : bool
        Whether the planner learns from ratings; otherwise it keeps to what was stated.
    reached : Rule
        By its conditions the goal counts as reached, the same for every rule.
    traces : bool
        Whether to keep rung and rating of every client and day.
    """

    ladder: Ladder
    rule: Rule
    population: Population
    n_days: int
    entropy: int
    adaptive: bool
    reached: Rule
    traces: bool

    def stream(self, block: int, role: int) -> np.random.Generator:
        """Return the stream of chance for one block and one role."""
        seed = np.random.SeedSequence(self.entropy, spawn_key=(block, role))
        return np.random.Generator(np.random.SFC64(seed))


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
        self.planner = CohortBelief(belief, places, BLOCK) if study.adaptive else None
        self.stated = self.expected = np.repeat(stated[:, None], BLOCK, axis=1)
        self.sd = np.repeat(belief.tail_sd(1.0 - self.settings.cap_chance)[places][:, None], BLOCK, axis=1)
        self.allowed = within_cap(self.expected, self.sd, self.settings)
        self._log(study)
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
        chosen, action = self.choice(day)
        offered = self.staying & (chosen >= 0) & (comes < population.adherence)
        rung = np.maximum(chosen, 0)
        level = self.felt(rung, self.place)
        went = offered & (refuses >= logistic((level - population.refuse_at) / population.steep))
        early = went & (leaves < logistic((level - population.leave_at) / population.steep))
        waits = self.staying & (chosen < 0) & (action != Action.COMPLETE)
        happened = {"refused": offered & ~went, "practices": went, "left_early": early, "waited": waits}
        happened |= {"above_cap": went & (level >= self.settings.cap), "endured": went * level}
        for name, count in happened.items():
            self.out[name] += count
        self.practise(day, rung, level, went, early)
        stopped = self.staying & np.isnan(self.out["days_to_goal"]) & (stops < self.people.drop_out)
        self.out["dropped"][stopped] = day + 1
        self.staying &= ~stopped

    def _log(self, study: Study) -> None:
        """Lay out what clients tell, a row of numbers for each practice, and where every step stands for them."""
        rule, self.columns = lowered(study.rule)
        rule = rule._replace(boosters=[])  # a study ends for whoever is done
        reached, extra = lowered(study.reached)
        order = {name: place for place, name in enumerate(self.columns)}
        self.columns = (*self.columns, *(name for name in extra if name not in order))
        moved = [row if row.column < 0 else _moved(row, extra, self.columns) for row in reached.done]
        steps = [rung.situation for rung in study.ladder.rungs]
        themes = {name: number for number, name in enumerate({step.theme: None for step in steps})}
        width = len(self.columns)
        shapes = {"last": (BLOCK, self.n), "total": (BLOCK,), "rung": (BLOCK,), "action": (BLOCK,)}
        flags = {"done": (BLOCK, self.n), "fell_back": (BLOCK, self.n), "met": (BLOCK, self.n)}
        made: dict[str, Any] = {name: np.zeros(shape, dtype=np.int64) for name, shape in shapes.items()}
        made |= {name: np.zeros(shape, dtype=bool) for name, shape in flags.items()}
        made["last"] -= 1
        made |= {"level": np.zeros((BLOCK, self.n)), "cells": np.full((BLOCK, study.n_days * width), np.nan)}
        made |= {"ready": np.zeros(self.n, dtype=bool), "todo": np.zeros(self.n, dtype=bool)}
        made["theme"] = np.array([themes[step.theme] for step in steps])
        made["tender"] = np.array([is_tender(step) for step in steps])
        made["body"] = np.array([step.mode is Mode.INTEROCEPTIVE for step in steps])
        made["needs"] = study.ladder.needs.ravel() if self.needs is not None else np.zeros(0, dtype=bool)
        made["written"] = np.ascontiguousarray(self.stated[:, 0])
        self.rule: Any = in_arrays(rule) if COMPILED else rule
        self.reached: Any = in_arrays(moved) if COMPILED else moved
        self.kept = SimpleNamespace(**{k: v if COMPILED else v.tolist() for k, v in made.items()})

    def choice(self, day: int) -> tuple[Ints, Ints]:
        """Return what the rule and the screens offer on a morning: steps and actions."""
        if self.planner is not None:
            self.expected, self.sd = self.planner.mean, self.planner.tail_sd()
            self.allowed = within_cap(self.expected, self.sd, self.settings)
        drawn = np.zeros((BLOCK, 1))
        if self.rule.pick == kernel.RANDOM:
            drawn = self.drawn.random((BLOCK, self.n))
        s, k = self.settings, self.kept
        limits = kernel.Limits(s.cap, s.start_below, s.per_day, s.per_week, int(s.break_days))
        given = [np.ascontiguousarray(self.expected.T), np.ascontiguousarray(self.allowed.T), drawn, self.staying]
        expected, allowed, drawn, staying = given if COMPILED else [value.tolist() for value in given]
        blocks().offers(
            self.rule, limits, len(self.columns), day, expected, k.written, allowed, k.theme, k.needs, k.tender, k.body,
            k.cells, k.last, k.total, k.done, k.fell_back, k.level, drawn, staying, k.ready, k.todo, k.rung, k.action,
        )  # fmt: skip
        return np.asarray(k.rung), np.asarray(k.action)

    def practise(self, day: int, rung: Ints, level: Floats, went: Flags, early: Flags) -> None:
        """Let those who went practise, learn and tell."""
        population, people = self.study.population, self.people
        safe = np.full(BLOCK, population.residual / 100.0)
        outcome, share = after_escape(early, safe, went.astype(float), times=population.escape_times)
        self.model.learn(self.state, Trial((rung,), (self.place,), outcome, share, self.kind + early))
        peak = rounded(level + rating_spread(level, population.noise) * self.echo, people.step)
        minutes = np.where(early, 0.25, 1.0) * population.minutes
        end = np.where(early, peak, rounded(peak * within(minutes, population.rise, people.fading), people.step))
        said = {"peak": peak, "level": peak, "end": end, "minutes": minutes, "left_early": early.astype(float)}
        said |= {name: np.zeros(BLOCK) for name in ("void", "marks", "later", "aided", "unwanted")}
        said["sitting"] = np.ones(BLOCK)
        unknown = np.full(BLOCK, np.nan)
        told = np.array([said.get(name, unknown) for name in self.columns[kernel.LEFT :]])
        if self.planner is not None:
            self.planner.practised(rung, peak, went, days=1.0)
        k = self.kept
        given = [went, rung, told]
        moved, step, rows = given if COMPILED else [value.tolist() for value in given]
        blocks().notes(
            self.rule, self.reached, len(self.columns), day, k.written, k.theme, k.tender, k.cells, k.last, k.total,
            k.done, k.fell_back, k.level, k.met, moved, step, rows,
        )  # fmt: skip
        goal_met = np.asarray(k.met)[:, self.goals].all(axis=1)
        reached = np.isnan(self.out["days_to_goal"]) & goal_met
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


def _moved(row: kernel.Condition, names: tuple[str, ...], columns: tuple[str, ...]) -> kernel.Condition:
    """Return a condition whose columns are counted in another order."""

    def place(at: int) -> int:
        return at if at < 0 else columns.index(names[at])

    return row._replace(column=place(row.column), base=place(row.base), without=place(row.without))


_ORDER: Final = np.argsort(np.abs(np.arange(WIDTHS) - (WIDTHS - 1) / 2.0), kind="stable")
"""Widths from the middle outwards, so that a few clients are not all narrow."""
_ONE, _NONE = np.ones(1), np.zeros(1)
