"""The named rules: whatever one declares, it enforces; whatever its numbers rest on, it says.

Another tool declares four mastery criteria and enforces two. Here every criterion has a view that meets all of them
and a view that misses only this one, and every number in the catalogue changes some decision when it alone changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
import pytest

from exposure_ladder.rules import (
    DEFAULT,
    RECENT,
    RULES,
    Action,
    Choice,
    EaseOff,
    InBand,
    LowestOpen,
    Measure,
    Policy,
    RandomOpen,
    Stay,
    View,
    decide,
)

STANDINGS = {"published", "computed", "convention", "assumption", "unverified"}
NAMED = {
    *("half", "peak", "minimal", "comfort", "tolerate", "expect", "random", "massed", "back", "time", "andrews"),
    *("three", "band", "default", "either", "declared", "untouched"),
}

Felt = dict[str, float | None]


def exposures(count: int, **felt: float | None) -> list[Felt]:
    """So many equal exposures, newest first, on days of their own."""
    return [{"escaped": 0.0, "day": 900.0 - age} | felt for age in range(count)]


def one(rungs: list[list[Felt]], **more: Any) -> View:
    recent = {measure: np.full((1, len(rungs), RECENT), np.nan) for measure in Measure}
    for at, felt in enumerate(rungs):
        for age, exposure in enumerate(felt):
            for name, value in exposure.items():
                recent[Measure[name.upper()]][0, at, age] = np.nan if value is None else value
    n = len(rungs)
    plain: dict[str, Any] = {"expected": np.linspace(20.0, 80.0, n), "sd": np.full(n, 9.0), "allowed": np.ones(n) > 0}
    plain |= {"current": -1, "days_since": np.nan, "today": 0, "week": 0, "very_high": 0, "held": False}
    plain |= {"written": np.linspace(20.0, 80.0, n)}
    return View(recent=recent, **{name: np.asarray(value)[None] for name, value in (plain | more).items()})


def mastered(rule: Policy, felt: list[Felt]) -> bool:
    return bool(rule.done(one([felt]))[0, 0])


def at(age: int, **felt: float | None) -> Callable[[list[Felt]], list[Felt]]:
    """Change one exposure, the newest being 0."""
    return lambda before: [before[i] | felt if i == age else before[i] for i in range(len(before))]


def without(count: int) -> Callable[[list[Felt]], list[Felt]]:
    """Leave the oldest exposures out."""
    return lambda before: before[: len(before) - count]


def one_day(before: list[Felt]) -> list[Felt]:
    """Put the newest two on one day."""
    return at(1, day=before[0]["day"])(before)


CALM: dict[str, Callable[[list[Felt]], list[Felt]]] = {
    "rated": at(0, peak=None),
    "all rated": at(1, peak=None),
    "no escape": at(0, escaped=1.0),
    "no escape before": at(1, escaped=1.0),
    "felt": at(0, numbness=70.0),
    "felt before": at(1, numbness=70.0),
}
MEAN_OF_TWO = CALM | {"the mean": at(0, peak=35.1), "twice": without(1), "on two days": one_day}

# rule → an exposure history that just meets every criterion, and changes that each break exactly one of them
CRITERIA: dict[str, tuple[list[Felt], dict[str, Callable[[list[Felt]], list[Felt]]]]] = {
    "default": (exposures(2, peak=35), MEAN_OF_TWO),
    "random": (exposures(2, peak=35), MEAN_OF_TWO),
    "back": (exposures(2, peak=35), MEAN_OF_TWO),
    "half": (
        exposures(1, peak=80, end=40),
        {
            "to half": at(0, end=40.1),
            "of the peak": at(0, peak=79.9),
            "an end": at(0, end=None),
            "a peak": at(0, peak=None),
            "no escape": at(0, escaped=1.0),
            "practised": without(1),
        },
    ),
    "peak": (
        exposures(2, peak=29.9),
        CALM | {"below": at(0, peak=30), "each": at(1, peak=30), "twice": without(1), "on two days": one_day},
    ),
    "minimal": (
        exposures(1, peak=20),
        {
            "low": at(0, peak=20.1),
            "rated": at(0, peak=None),
            "no escape": at(0, escaped=1.0),
            "felt": at(0, numbness=70.0),
            "practised": without(1),
        },
    ),
    "comfort": (
        exposures(3, peak=30),
        CALM
        | {
            "each, the newest": at(0, peak=30.1),
            "each, the oldest": at(2, peak=30.1),
            "three times": without(1),
            "on three days": one_day,
            "no escape at all": at(2, escaped=1.0),
            "felt at all": at(2, numbness=70.0),
        },
    ),
    "expect": (
        exposures(1, expectancy_before=80, expectancy_after=40),
        {
            "by half": at(0, expectancy_after=40.1),
            "of what it was": at(0, expectancy_before=79.9),
            "asked before": at(0, expectancy_before=None),
            "asked after": at(0, expectancy_after=None),
            "no escape": at(0, escaped=1.0),
        },
    ),
    "time": (
        exposures(1, minutes=30),
        {"long enough": at(0, minutes=29.9), "timed": at(0, minutes=None), "no escape": at(0, escaped=1.0)},
    ),
    "andrews": (
        exposures(3, peak=30, minutes=30),
        CALM
        | {
            "long enough": at(0, minutes=29.9),
            "timed": at(0, minutes=None),
            "the mean": at(2, peak=30.1),
            "three times": without(1),
            "on three days": one_day,
        },
    ),
    "three": (
        exposures(3, end=29.9),
        {
            "below": at(0, end=30),
            "each": at(2, end=30),
            "rated": at(1, end=None),
            "three times": without(1),
            "no escape": at(2, escaped=1.0),
            "felt": at(2, numbness=70.0),
        },
    ),
    "band": (
        exposures(1, peak=70),
        {
            "not above": at(0, peak=70.1),
            "rated": at(0, peak=None),
            "no escape": at(0, escaped=1.0),
            "felt": at(0, numbness=70.0),
        },
    ),
    "declared": (
        exposures(2, peak=60, end=30, minutes=10),
        {
            "to half": at(0, peak=59.9),
            "the mean of two endings": at(1, end=30.1),
            "twice": without(1),
            "no escape": at(0, escaped=1.0),
            "no escape before": at(1, escaped=1.0),
            "felt": at(1, numbness=70.0),
        },
    ),
    "untouched": (exposures(1), {"practised": without(1)}),
}
CRITERIA["massed"] = CRITERIA["half"]

# rules that are met in more than one way: each way alone, with the changes that break it
WAYS: dict[str, list[tuple[list[Felt], dict[str, Callable[[list[Felt]], list[Felt]]]]]] = {
    "either": [
        (exposures(2, peak=35), MEAN_OF_TWO),
        (
            exposures(2, expectancy_before=80, expectancy_after=40, tolerance=50, peak=90),
            {
                "by half": at(0, expectancy_after=40.1),
                "borne": at(0, tolerance=49.9),
                "asked how it was borne": at(0, tolerance=None),
                "twice": without(1),
                "no escape": at(0, escaped=1.0),
            },
        ),
    ],
    "tolerate": [
        (
            exposures(1, peak=100, end=70),
            {"moderately lower": at(0, end=70.1), "rated": at(0, end=None), "no escape": at(0, escaped=1.0)},
        ),
        (
            exposures(1, peak=100, end=100, tolerance=60),
            {"borne": at(0, tolerance=59.9), "asked": at(0, tolerance=None), "no escape": at(0, escaped=1.0)},
        ),
    ],
}
ALL_WAYS = [(name, *way) for name, way in CRITERIA.items()] + [
    (name, *way) for name, ways in WAYS.items() for way in ways
]
BROKEN = [
    pytest.param(name, before, change, id=f"{name}: {criterion}")
    for name, before, changes in ALL_WAYS
    for criterion, change in changes.items()
]


def test_every_rule_has_its_criteria_tested() -> None:
    assert set(RULES) == {name for name, *_ in ALL_WAYS}


@pytest.mark.parametrize(("name", "felt"), [(name, felt) for name, felt, _ in ALL_WAYS])
def test_what_just_meets_every_criterion_is_mastered(name: str, felt: list[Felt]) -> None:
    assert mastered(RULES[name], felt)


@pytest.mark.parametrize(("name", "felt", "change"), BROKEN)
def test_missing_one_criterion_is_enough_to_stay(
    name: str, felt: list[Felt], change: Callable[[list[Felt]], list[Felt]]
) -> None:
    assert not mastered(RULES[name], change(felt))


def test_the_declared_rule_says_in_words_that_it_wants_minutes_if_it_does() -> None:
    rule = RULES["declared"]
    assert mastered(rule, exposures(2, peak=60, end=30)) or "minutes" in rule.asks


@pytest.mark.parametrize("name", [name for name in RULES if isinstance(RULES[name].back, EaseOff)])
def test_every_rule_that_eases_off_does_so_on_each_of_its_grounds(name: str) -> None:
    back = RULES[name].back
    assert isinstance(back, EaseOff)
    grounds: list[Felt] = [{"escaped": 1.0}, {"peak": back.peak}]
    if back.above_plan < 100.0:
        grounds.append({"above_plan": back.above_plan + 0.1})
    for ground in grounds:
        felt = exposures(back.times, **ground)
        choice = decide(RULES[name], one([[], felt], current=1), rng=np.random.default_rng(1))
        assert (choice.rung.tolist(), choice.action.tolist()) == ([0], [Action.STEP_BACK])
        if back.times > 1:
            once = decide(RULES[name], one([[], felt[1:]], current=1), rng=np.random.default_rng(1))
            assert once.action[0] != Action.STEP_BACK


@pytest.mark.parametrize("name", [name for name in RULES if isinstance(RULES[name].back, Stay)])
def test_the_two_rules_that_never_ease_off_are_marked_as_what_they_are(name: str) -> None:
    assert name in {"massed", "untouched"}
    choice = decide(RULES[name], one([[], exposures(2, peak=100, escaped=1.0, above_plan=90)], current=1))
    assert choice.action[0] != Action.STEP_BACK


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_rule_picks_as_it_says(name: str) -> None:
    kind = {"random": RandomOpen, "band": InBand}.get(name, LowestOpen)
    assert type(RULES[name].pick) is kind
    view = one([[], [], []], expected=np.array([20.0, 60.0, 90.0]))
    drawn = {int(decide(RULES[name], view, rng=np.random.default_rng(seed)).rung[0]) for seed in range(30)}
    assert drawn == {"random": {0, 1, 2}, "band": {1}}.get(name, {0})


# ------------------------------------------------------------------------------------- every number changes something


def crowd() -> View:
    """Two thousand clients with anything in their views, dense around the numbers of the rules."""
    rng = np.random.default_rng(7)
    shape = (2_000, 3, RECENT)
    grid = np.array(
        [0.0, 10.0, 15.0, 20.0, 25.0, 29.9, 30.0, 32.5, 35.0, 40.0, 50.0, 60.0, 65.0, 70.0, 80.0, 95.0, 99.0]
    )
    recent = {measure: rng.choice([*grid, 100.0, np.nan], size=shape) for measure in Measure}
    low = rng.random(shape[0]) < 0.5  # half of them have calm ratings, so that criteria on several exposures are met
    for measure in (Measure.PEAK, Measure.START, Measure.END):
        recent[measure][low] = rng.choice([10.0, 20.0, 25.0, 29.9, 30.0, 35.0], size=shape)[low]
    for measure, share in ((Measure.ESCAPED, 0.15), (Measure.NUMBNESS, 0.1)):
        recent[measure] = np.where(rng.random(shape) < share, 1.0 if share > 0.1 else rng.choice(grid, shape), 0.0)
    recent[Measure.DAY] = np.sort(rng.integers(1, 9, shape), axis=-1)[..., ::-1].astype(float)
    never = np.arange(RECENT) >= rng.integers(0, RECENT + 3, shape[:2])[..., None]  # some have fewer exposures
    recent = {measure: np.where(never, np.nan, values) for measure, values in recent.items()}
    return View(
        expected=np.sort(rng.uniform(0.0, 100.0, shape[:2]), axis=1),
        sd=rng.uniform(5.0, 30.0, shape[:2]),
        written=np.sort(rng.uniform(0.0, 100.0, shape[:2]), axis=1),
        allowed=rng.random(shape[:2]) < 0.9,
        recent=recent,
        current=rng.integers(-1, 3, shape[0]),
        days_since=np.ones(shape[0]),
        today=np.zeros(shape[0], dtype=int),
        week=np.zeros(shape[0], dtype=int),
        very_high=np.zeros(shape[0], dtype=int),
        held=np.zeros(shape[0], dtype=bool),
    )


CROWD = crowd()
BEFORE: dict[str, Choice] = {}


def decided(rule: Policy) -> Choice:
    return decide(rule, CROWD, rng=np.random.default_rng(1))


def others(value: Any) -> list[Any]:
    """Other values that a field could have had."""
    match value:
        case bool():
            return [not value]
        case Measure():
            return [m for m in (Measure.PEAK, Measure.END, Measure.START) if m is not value]
        case int():
            return [value + 1, *([value - 1] if value > 1 else [])]
        case float():
            up = 0.9 if 0.0 < value <= 1.0 else min(value + 20.0, 100.0)
            return [up if up != value else value - 30.0, value / 2.0 if value else 10.0]
    raise AssertionError(f"no other value for {value!r}")


def variations(part: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield a part with one field changed, however deep, and the name of that field."""
    if not is_dataclass(part):
        raise AssertionError(f"a part that is not made of fields: {part!r}")
    for field in fields(part):
        if field.name == "each" and part.last == 1:
            continue  # the mean of one rating is that rating
        value, name = getattr(part, field.name), f"{path}.{field.name}" if path else field.name
        if not isinstance(value, tuple):
            yield from ((f"{name}={other}", replace(part, **{field.name: other})) for other in others(value))
            continue
        for i, inner in enumerate(value):
            rest = (*value[:i], *value[i + 1 :])
            yield f"{name}[{i}] left out", replace(part, **{field.name: rest})
            for deeper, changed in variations(inner, f"{name}[{i}]"):
                yield deeper, replace(part, **{field.name: (*value[:i], changed, *value[i + 1 :])})


CHANGED = [
    pytest.param(rule.name, role, changed, id=f"{rule.name}: {role}.{name}")
    for rule in RULES.values()
    for role in ("done", "pick", "back")
    for name, changed in variations(getattr(rule, role))
]


@pytest.mark.parametrize(("name", "role", "changed"), CHANGED)
def test_changing_one_field_alone_changes_some_decision(name: str, role: str, changed: Any) -> None:
    before = BEFORE.setdefault(name, decided(RULES[name]))
    after = decided(replace(RULES[name], **{role: changed}))
    if role == "done":
        assert (before.done != after.done).any()
    else:
        assert np.array_equal(before.done, after.done)
        assert ((before.rung != after.rung) | (before.action != after.action)).any()


# ---------------------------------------------------------------------------------------------- what a rule rests on


def test_names_are_unique_and_all_are_there() -> None:
    assert set(RULES) >= NAMED
    assert [rule.name for rule in RULES.values()] == list(RULES)
    assert RULES["default"] is DEFAULT


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_every_rule_says_what_it_rests_on_and_what_it_asks_for(rule: Policy) -> None:
    assert rule.standing in STANDINGS
    assert rule.source.strip() == rule.source != ""
    assert rule.asks.strip() == rule.asks != ""
    assert rule.name.isidentifier()


def test_no_two_rules_are_the_same_rule_twice() -> None:
    parts = [(rule.done, rule.pick, rule.back) for rule in RULES.values()]
    assert len(set(parts)) == len(parts)


def test_the_catalogue_cannot_be_changed_from_outside() -> None:
    with pytest.raises(TypeError):
        RULES["default"] = DEFAULT  # type: ignore[index]
    with pytest.raises(AttributeError):
        DEFAULT.done = DEFAULT.done  # type: ignore[misc]
