"""Laws of rules as data: what is enough, told as properties of random rules on random practices."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from exposure_ladder.errors import InvalidCourseError
from exposure_ladder.records.fields import Scale
from exposure_ladder.records.rule import Criterion, Rated, Rule, read_rule
from exposure_ladder.rules import kernel
from exposure_ladder.rules.catalogue import RULES
from exposure_ladder.rules.conditions import lowered
from exposure_ladder.rules.wording import rule_sentences, sentence

MANY = settings(deadline=None, suppress_health_check=list(HealthCheck))
HIGH = ("tolerance", "minutes")
LOW = ("peak", "end", "start", "expectancy", "expectancy_before", "feared_outcome", "numbness")
Practice = dict[str, float]
TENS = st.integers(0, 10).map(lambda value: 10.0 * value)


@st.composite
def leaves(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a condition that the record takes."""
    need = draw(st.integers(1, 3))
    leaf: dict[str, Any] = {draw(st.sampled_from(["times", "days"])): need}
    window = draw(st.sampled_from(["last", "out_of", "ever"]))
    if window == "out_of":
        leaf["out_of"] = need + draw(st.integers(0, 2))
    if window == "ever":
        leaf["ever"] = True
    if "days" in leaf:
        leaf["of_day"] = draw(st.sampled_from(["worst", "last", "best"]))
    if draw(st.booleans()):
        leaf["without"] = "rail"
    what = draw(st.sampled_from(["number", "share", "count", "high", "outcome"]))
    if what == "count":
        leaf["also_left_early"] = draw(st.booleans())
    if what == "outcome":
        leaf |= {"rating": "feared_outcome", "at_most": 0}
    if what == "high":
        leaf |= {"rating": draw(st.sampled_from(HIGH)), draw(st.sampled_from(["at_least", "above"])): 50}
    if what == "number":
        limit = draw(st.sampled_from(["at_most", "below"]))
        leaf |= {"rating": draw(st.sampled_from(["peak", "end", "expectancy"])), limit: draw(st.integers(1, 99))}
    if what == "share":
        rating = draw(st.sampled_from(["peak", "end", "expectancy"]))
        shares = {"peak": ["first", "first_days", "highest", "written"], "expectancy": ["first"]}
        of = draw(st.sampled_from(shares.get(rating, ["own", "highest", "written"])))
        leaf |= {"rating": rating, "at_most": draw(st.sampled_from([0.3, 0.5, 0.7])), "share_of": of}
    return leaf


TREES = st.recursive(
    leaves(),
    lambda inner: st.builds(
        lambda word, parts: {word: parts},
        st.sampled_from(["all_of", "any_of"]),
        st.lists(inner, min_size=2, max_size=3),
    ),
    max_leaves=4,
)


@st.composite
def practices(draw: st.DrawFn) -> Practice:
    told = {name: draw(TENS) for name in (*LOW, *HIGH) if name != "feared_outcome" and draw(st.booleans())}
    if draw(st.booleans()):
        told["feared_outcome"] = draw(st.sampled_from([0.0, 50.0, 100.0]))
    told["left_early"] = float(draw(st.integers(0, 5)) == 0)
    told["void"] = float(draw(st.integers(0, 8)) == 0)
    told["without rail"] = float(draw(st.integers(0, 3)) == 0)
    return told


HISTORIES = st.lists(st.tuples(st.integers(0, 2), practices()), min_size=1, max_size=7)


def told(history: list[tuple[int, Practice]], columns: tuple[str, ...]) -> kernel.Log:
    """Return practices of one step, each some days after the one before, as the kernel reads them."""
    cells: list[float] = []
    day, turn = 0, 0
    for i, (gap, practice) in enumerate(history):
        day, turn = day + gap, turn + int(gap > 0 or i == 0)
        fixed = {"before": i - 1.0, "day": float(day), "turn": float(turn), "step": 0.0, "marks": 0.0, "sitting": 1.0}
        fixed["level"] = practice.get("peak", math.nan)
        cells.extend((practice | fixed).get(name, math.nan) for name in columns)
    return kernel.Log(len(columns), cells, [len(history) - 1], len(history))


def holds(rule: Rule, history: list[tuple[int, Practice]], *, tender: bool = False) -> bool:
    """Tell whether a rule holds for a step right now, without what it held before."""
    plain, columns = lowered(rule)
    return kernel.holds(plain.tender if tender else plain.done, told(history, columns), 0, 60.0)


def enough_since(rule: Rule, history: list[tuple[int, Practice]]) -> list[bool]:
    """Tell after every practice whether the step counts as enough."""
    plain, columns = lowered(rule)
    steps = kernel.Steps([60.0], [60.0], [True], [False], [False], [0], [], [])
    stand, found = kernel.Stand([False], [False], [0.0]), []
    for count in range(1, len(history) + 1):
        kernel.note(plain, told(history[:count], columns), steps, stand, 0)
        found.append(stand.done[0])
    return found


def own(tree: dict[str, Any]) -> Rule:
    return read_rule({"mastered": tree})


def compared_with(rule: Rule) -> set[str]:
    """Return the ratings that serve as a comparison in some condition: they are not lowered."""
    shared = [leaf for leaf in rule.mastered.leaves() if leaf.share_of]
    return {"expectancy_before" if leaf.rating is Rated.EXPECTANCY else "peak" for leaf in shared}


@MANY
@given(TREES, HISTORIES, st.data())
def test_a_better_rating_never_takes_away_what_is_enough(
    tree: dict[str, Any], history: list[tuple[int, Practice]], data: st.DataObject
) -> None:
    rule = own(tree)
    assume(holds(rule, history))
    kept = compared_with(rule)
    better = []
    for gap, practice in history:
        changed = dict(practice)
        for name, value in practice.items():
            if name in kept or not data.draw(st.booleans()):
                continue
            if name in HIGH:
                changed[name] = min(value + data.draw(TENS), 100.0)
            elif name in ("left_early", "void", "without rail", "feared_outcome"):
                changed[name] = 0.0
            else:
                changed[name] = max(value - data.draw(TENS), 0.0)
        better.append((gap, changed))
    assert holds(rule, better)


@MANY
@given(TREES, HISTORIES)
def test_one_more_practice_never_takes_away_what_is_enough(
    tree: dict[str, Any], history: list[tuple[int, Practice]]
) -> None:
    found = enough_since(own(tree), history)
    assert found == sorted(found)


@MANY
@given(TREES, HISTORIES)
def test_what_was_not_said_changes_nothing(tree: dict[str, Any], history: list[tuple[int, Practice]]) -> None:
    rule = own(tree)
    assume(all(leaf.name is not None for leaf in rule.mastered.leaves()))
    silent = {"left_early": 0.0, "void": 0.0, "without rail": 0.0}
    assert holds(rule, history) == holds(rule, [*history, (1, silent)])


@MANY
@given(leaves(), HISTORIES)
def test_days_are_days_however_often_somebody_practises(
    leaf: dict[str, Any], history: list[tuple[int, Practice]]
) -> None:
    assume("days" in leaf)
    rule = own(leaf | {"of_day": "worst"})
    days = 1 + sum(gap > 0 for gap, _ in history[1:])
    assert not holds(rule, history) or days >= leaf["days"]
    twice = [each for gap, practice in history for each in ((gap, practice), (0, practice))]
    assert holds(rule, history) == holds(rule, twice)


@MANY
@given(TREES, HISTORIES)
def test_a_tender_step_is_enough_only_by_low_fear_that_was_wanted(
    tree: dict[str, Any], history: list[tuple[int, Practice]]
) -> None:
    rule = own(tree)
    unwanted = [(gap, practice | {"unwanted": 1.0}) for gap, practice in history]
    wanted = [(gap, practice | {"unwanted": 0.0}) for gap, practice in history]
    borne = [
        (gap, {**practice, "peak": 100.0, "end": 100.0, "start": 100.0, "unwanted": 0.0}) for gap, practice in history
    ]
    assert not holds(rule, unwanted, tender=True)
    assert not holds(rule, borne, tender=True) or any(leaf.share_of for leaf in rule.mastered.leaves())
    assert not holds(rule, wanted[:1], tender=True)


@MANY
@given(TREES)
def test_a_rule_is_the_same_after_json_and_has_a_sentence(tree: dict[str, Any]) -> None:
    rule = own(tree)
    assert Rule.model_validate_json(rule.model_dump_json(exclude_defaults=True)) == rule
    for scale in Scale:
        assert all(text.endswith(".") and text[0].isupper() for text in rule_sentences(rule, scale=scale))


@pytest.mark.parametrize("name", RULES)
def test_a_named_rule_is_the_same_after_json(name: str) -> None:
    rule = RULES[name]
    assert Rule.model_validate_json(rule.model_dump_json(exclude_defaults=True)) == rule
    assert rule.name == name


SENTENCES = [
    ({"rating": "peak", "at_most": 35, "days": 2}, "highest fear 35 or less, on two days"),
    ({"rating": "peak", "below": 30, "times": 2}, "highest fear below 30, twice in a row"),
    ({"rating": "end", "at_most": 30, "times": 1}, "fear at the end 30 or less"),
    ({"rating": "tolerance", "at_least": 60, "days": 2}, "how well it could be carried 60 % or more, on two days"),
    ({"rating": "minutes", "at_least": 30, "times": 1}, "stayed 30 minutes or longer"),
    ({"times": 3}, "practised three times"),
    (
        {"rating": "peak", "at_most": 0.5, "share_of": "first", "times": 1},
        "highest fear at most half of what it was the first time",
    ),
]


@pytest.mark.parametrize(("leaf", "words"), SENTENCES)
def test_a_condition_in_words(leaf: dict[str, Any], words: str) -> None:
    assert sentence(Criterion.model_validate(leaf)) == words


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"rating": "peak", "at_most": -3, "days": 2}, "a number from 0 to 1440"),
    ({"rating": "peak", "below": 0, "days": 2}, "that a rating can meet"),
    ({"rating": "peak", "at_least": 30, "days": 2}, "at_most or below for peak"),
    ({"rating": "tolerance", "at_most": 60, "days": 1}, "at_least or above for tolerance"),
    ({"rating": "peak", "at_most": 35, "times": 2, "days": 2}, "got both"),
    ({"rating": "peak", "at_most": 35}, "got neither"),
    ({"rating": "peak", "at_most": 100, "days": 2}, "that some rating misses"),
    ({"rating": "peak", "at_most": 35, "days": 3, "out_of": 2}, "out_of of at least 3"),
    ({"rating": "peak", "at_most": 35, "days": 3, "out_of": 4, "ever": True}, "out_of or ever"),
    ({"rating": "peak", "at_most": 35, "days": 900}, "a whole number from 1 to 100"),
    ({"rating": "paek", "at_most": 35, "days": 1}, "Did you mean 'peak'?"),
    ({"rating": "peak", "at_most": 35, "below": 30, "days": 1}, "at_most and below"),
    ({"rating": "peak", "measure": "urge", "at_most": 35, "days": 1}, "a rating or a measure"),
    ({"rating": "peak", "at_most": 50, "share_of": "first", "times": 1}, "a share between 0 and 1"),
    ({"rating": "tolerance", "at_least": 0.5, "share_of": "first", "times": 1}, "a share of peak, end or expectancy"),
    ({"rating": "peak", "at_most": 0.5, "share_of": "own", "times": 1}, "than of its own peak"),
    ({"rating": "left_early", "times": 1}, "a rating that can be enough"),
    ({"at_most": 35, "days": 2}, "Write for instance `rating: peak`"),
    ({"rating": "peak", "at_most": 35, "days": 2, "mean": True}, "the unknown key 'mean'"),
    ({"rating": "peak", "at_most": 35, "days": 2, "also_left_early": True}, "without a rating"),
    ({"rating": "peak", "at_most": 35, "times": 2, "of_day": "best"}, "days beside of_day"),
    ({"all_of": [{"times": 2}], "days": 2}, "only all_of or only any_of"),
    ({"any_of": []}, "got neither"),
    (
        {"any_of": [{"measure": "urge", "at_most": 9, "times": 1}, {"measure": "urge", "at_least": 9, "times": 1}]},
        "good high or good low",
    ),
]


@pytest.mark.parametrize(("mastered", "text"), WRONG, ids=[text for _, text in WRONG])
def test_what_cannot_be_met_or_is_not_monotone_is_refused(mastered: dict[str, Any], text: str) -> None:
    with pytest.raises(InvalidCourseError) as error:
        own(mastered)
    assert text in str(error.value)


def test_all_problems_of_a_rule_come_at_once() -> None:
    data = {
        "mastered": {"any_of": [{"rating": "peak", "below": 0, "days": 2}, {"times": 2, "days": 2}]},
        "next": "band",
    }
    with pytest.raises(InvalidCourseError) as error:
        read_rule(data)
    assert len(error.value.problems) == 2


@pytest.mark.parametrize(("scale", "suds"), [("0-100", 2.0), ("0-10", 20.0), ("0-8", 25.0)])
def test_numbers_of_distress_are_on_the_scale_of_the_file(scale: str, suds: float) -> None:
    rule = read_rule({"mastered": {"rating": "peak", "at_most": 2, "days": 2}}, scale=Scale(scale))
    assert rule.mastered.at_most == suds
