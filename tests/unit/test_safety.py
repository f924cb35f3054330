"""Safety screens: the cap, who may choose, very high distress, limits, and words that come first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure_ladder.advice import Advice, advise
from exposure_ladder.belief import infer
from exposure_ladder.ladder import build_ladder
from exposure_ladder.records import (
    Consent,
    Course,
    Exposure,
    Kind,
    Mode,
    Override,
    Settings,
    Situation,
    SituationGraph,
)
from exposure_ladder.rules import Action, Line
from exposure_ladder.rules.screens import within_cap

USUAL = Settings()

# ---------------------------------------------------------------------------------------------------------- the cap


@pytest.mark.parametrize(
    ("expected", "allowed"), [(0, True), (89.9, True), (90, True), (90.1, False), (100, False), (120, False)]
)
def test_at_even_odds_the_cap_is_the_expected_peak_itself(expected: float, *, allowed: bool) -> None:
    assert within_cap(np.array([expected]), np.array([12.0]), USUAL).tolist() == [allowed]


@pytest.mark.parametrize("chance", [0.01, 0.1, 0.5, 0.8, 0.99])
@pytest.mark.parametrize("cap", [0.0, 50.0, 90.0, 100.0])
@pytest.mark.parametrize("sd", [5.0, 12.0, 40.0])
def test_the_cap_at_and_on_both_sides_of_its_chance(chance: float, cap: float, sd: float) -> None:
    numbers = Settings(cap=cap, cap_chance=chance)
    edge = cap - sd * NormalDist().inv_cdf(1.0 - chance)  # here P(peak > cap) is just the chance
    found = within_cap(np.array([edge - 0.01, edge, edge + 0.01]), np.full(3, sd), numbers)
    assert found.tolist() == [True, True, False]


@given(
    expected=st.floats(0, 100),
    sd=st.floats(5, 60),
    cap=st.floats(0, 100),
    chance=st.floats(1e-3, 0.999),
    more=st.floats(0, 50),
)
def test_a_step_that_is_harder_is_never_the_one_let_through(
    expected: float, sd: float, cap: float, chance: float, more: float
) -> None:
    numbers = Settings(cap=cap, cap_chance=chance)
    easier, harder = within_cap(np.array([expected, expected + more]), np.array([sd, sd]), numbers)
    assert easier or not harder


@pytest.mark.parametrize(("chance", "allowed"), [(0.0, False), (1.0, True)])
def test_no_chance_and_every_chance_are_numbers_too(chance: float, *, allowed: bool) -> None:
    # at certainty the chance of exceeding the cap is never above what is accepted; at zero it always is
    numbers = Settings(cap=50.0, cap_chance=chance)
    assert within_cap(np.array([60.0]), np.array([20.0]), numbers).tolist() == [allowed]
    assert within_cap(np.array([100.0]), np.array([5.0]), numbers).tolist() == [allowed]


# ------------------------------------------------------------------------------------------------------ who chose


DAY = datetime(2026, 5, 4, 18, tzinfo=UTC)
GRAPH = SituationGraph(
    title="A ladder",
    situations=(
        Situation(id="low", title="Something small", distress=20),
        Situation(id="mid", title="Something more", distress=45),
        Situation(id="both", title="Something with another person", distress=50, consent=("Kim",)),
        Situation(id="high", title="Something hard", distress=70),
        Situation(id="top", title="Something far too hard", distress=98),
    ),
)
FIRST = Exposure(situation="low", at=DAY, peak=30)


def wish(situation: str, *, after: timedelta = timedelta(hours=1)) -> Override:
    return Override(situation=situation, at=DAY + after, by="T", reason="talked about it together")


def advised(*entries: Any, days: float = 1.0, **numbers: Any) -> Advice:
    course = Course(graph=GRAPH, settings=Settings(**numbers)).add(*entries)
    return advise(build_ladder(infer(course, at=DAY + timedelta(days=days))))


def codes(advice: Advice) -> set[str]:
    return {reason.code for reason in advice.because}


def offered(advice: Advice) -> str | None:
    return advice.rung.id if advice.rung else None


def test_an_override_takes_the_place_of_the_rule_and_says_who_and_when() -> None:
    assert offered(advised(FIRST)) == "low"
    advice = advised(FIRST, wish("high"))
    assert (offered(advice), advice.action) == ("high", Action.ADVANCE)
    reason = next(reason for reason in advice.because if reason.code == "overridden")
    assert dict(reason.values) == {"by": "T", "day": "2026-05-04"}


def test_an_override_can_be_read() -> None:
    assert "T" in str(advised(FIRST, wish("high")))


def test_an_override_leaves_its_audit_entry_whether_or_not_it_was_followed() -> None:
    for advice in (advised(FIRST, wish("high")), advised(FIRST, wish("both")), advised(FIRST, wish("top"))):
        log = advice.ladder.belief.course.log
        (entry,) = [entry for entry in log if isinstance(entry, Override)]
        assert (entry.by, entry.reason, entry.at) == ("T", "talked about it together", DAY + timedelta(hours=1))


def test_an_override_without_the_yes_that_is_needed_is_ignored() -> None:
    without = advised(FIRST, wish("both"))
    assert "both" not in [rung.id for rung in without.ladder.rungs]
    assert (offered(without), "overridden" in codes(without)) == ("low", False)
    agreed = Consent(situation="both", person="Kim", at=DAY).bound(without.ladder.belief.course.graph)
    assert offered(advised(FIRST, wish("both"), agreed)) == "both"
    withdrawn = Consent(situation="both", person="Kim", at=DAY + timedelta(hours=2), given=False)
    assert offered(advised(FIRST, wish("both"), agreed, withdrawn)) == "low"


def test_an_override_above_the_cap_is_refused_with_the_reason() -> None:
    advice = advised(FIRST, wish("top"))
    assert (offered(advice), advice.action) == (None, Action.BRIDGE)
    reason = next(reason for reason in advice.because if reason.code == "above_cap")
    assert reason.values["cap"] == USUAL.cap


def test_an_override_waits_for_the_next_day_when_today_was_enough() -> None:
    more = [Exposure(situation="low", at=DAY - timedelta(hours=hours), peak=30) for hours in (2, 4)]
    assert advised(FIRST, *more, wish("high"), days=0.1).action is Action.REST
    assert offered(advised(FIRST, *more, wish("high"))) == "high"
    assert advised(FIRST, *more, wish("high"), per_week=3).action is Action.REST


def test_ones_own_choice_does_not_take_the_place_of_support() -> None:
    hard = [Exposure(situation="mid", at=DAY - timedelta(days=days), peak=95) for days in (1, 2, 3)]
    assert advised(*hard, FIRST, wish("mid")).action is Action.SEEK_SUPPORT


@pytest.mark.parametrize("happened", ["practised", "refused", "avoided"])
def test_an_override_holds_until_the_next_exposure(happened: Any) -> None:
    later = Exposure(situation="high", at=DAY + timedelta(hours=2), peak=60, happened=happened)
    assert "overridden" not in codes(advised(FIRST, wish("high"), later))


def test_the_last_of_several_overrides_counts_and_none_from_later() -> None:
    assert offered(advised(FIRST, wish("high"), wish("mid", after=timedelta(hours=2)))) == "mid"
    assert offered(advised(FIRST, wish("mid", after=timedelta(days=2)))) == "low"


def test_an_override_may_go_down_and_start_a_ladder() -> None:
    back = advised(Exposure(situation="high", at=DAY, peak=60), wish("low"))
    assert (offered(back), back.action) == ("low", Action.STEP_BACK)
    first = advised(wish("mid"))
    assert (offered(first), first.action) == ("mid", Action.START)
    again = advised(Exposure(situation="high", at=DAY, peak=60), wish("high"))
    assert (offered(again), again.action) == ("high", Action.REPEAT)


# ---------------------------------------------------------------------------------- very high, left early, limits


def did(situation: str, peak: float | None = None, *, day: float = 0.0, **more: Any) -> Exposure:
    return Exposure(situation=situation, at=DAY + timedelta(days=day), peak=peak, **more)


def pair(*entries: Any, days: float = 10.0) -> tuple[Action, str | None]:
    advice = advised(*entries, days=days)
    return advice.action, offered(advice)


LED = {"context": ("with my therapist",)}
UP = [did("low", 20, day=-4), did("low", 20, day=-3)]


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ([did("mid", 95, end=90)], (Action.REPEAT, "mid")),
        ([did("mid", 95, end=90), did("mid", 92, end=88, day=2)], (Action.STEP_BACK, "low")),
        ([did("mid", 95, day=day) for day in (0, 2, 4)], (Action.SEEK_SUPPORT, None)),
        ([did("mid", 95, end=40, day=day) for day in (0, 2, 4)], (Action.REPEAT, "mid")),
        ([did("mid", 95, end=90, day=day, **LED) for day in (0, 2, 4)], (Action.REPEAT, "mid")),
        ([did("mid", 60, stopped="early")], (Action.REPEAT, "mid")),
        ([did("mid", 60, stopped="early"), did("mid", 60, day=2, stopped="early")], (Action.STEP_BACK, "low")),
        ([did("mid", 85, day=0, expected=30)], (Action.REPEAT, "mid")),
        ([did("mid", peak, day=day) for day, peak in enumerate((40, 52, 60, 70))], (Action.STEP_BACK, "low")),
        ([did("mid", 30), did("mid", 30, day=1), did("mid", 75, day=3)], (Action.REPEAT, "mid")),
        ([did("mid", 30), did("mid", 30, day=1)], (Action.ADVANCE, "high")),
    ],
)
def test_what_is_offered_after_a_hard_time(entries: list[Exposure], found: tuple[Action, str | None]) -> None:
    assert pair(*UP, *entries) == found


def test_after_a_month_away_something_that_went_well_comes_first() -> None:
    advice = advised(*UP, did("mid", 30), did("mid", 30, day=1), days=60)
    assert advice.line is Line.AWAY
    assert (offered(advice), [reason.code for reason in advice.as_good][:2]) == ("mid", ["smaller", "onward"])


@given(peaks=st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=1, max_size=6), wanted=st.booleans())
def test_a_professionals_choice_is_never_overridden_by_distress_alone(
    peaks: list[tuple[int, int]], *, wanted: bool
) -> None:
    entries = [did("mid", 10.0 * max(a, b), end=10.0 * min(a, b), day=-day) for day, (a, b) in enumerate(peaks)]
    choice = Override(
        situation="top" if wanted else "mid", at=DAY + timedelta(hours=1), by="therapist", reason="planned"
    )
    assert offered(advised(*entries, choice, days=0.1)) == choice.situation


def test_family_chooses_no_step_of_touch_for_somebody_else() -> None:
    steps = (
        Situation(id="talk", title="Tell what was good", distress=20),
        Situation(id="hug", title="Hug my partner for ten seconds", distress=40, kind=Kind.TOUCH, consent=("Kim",)),
    )
    graph = SituationGraph(title="Closer", client="R", screened="2026-05-01", situations=steps)
    yes = Consent(situation="hug", person="Kim", at=DAY).bound(graph)
    for by, rung in (("partner", "talk"), ("my wife", "talk"), ("R herself", "hug"), ("therapist", "hug")):
        choice = Override(situation="hug", at=DAY + timedelta(hours=1), by=by, reason="it is time")
        course = Course(graph=graph).add(yes, did("talk", 20), choice)
        assert offered(advise(build_ladder(infer(course, at=DAY + timedelta(days=1))))) == rung, by


def test_limits_do_not_count_sittings_with_a_professional_nor_body_exercises() -> None:
    today = [did("mid", 60, day=hours / 24.0, end=20) for hours in (-8, -5, -2)]
    assert pair(*UP, *today, days=0.05) == (Action.REST, None)
    led = [did("mid", 60, day=hours / 24.0, end=40, **LED) for hours in (-8, -5, -2)]
    assert pair(*UP, *led, days=0.05) != (Action.REST, None)
    body = SituationGraph(
        title="Body",
        situations=(Situation(id="spin", title="Spin for a minute", distress=40, mode=Mode.INTEROCEPTIVE),),
    )
    course = Course(graph=body).add(*(did("spin", 60, end=50, day=minutes / 1440.0) for minutes in (0, 5, 10, 15)))
    assert offered(advise(build_ladder(infer(course, at=DAY + timedelta(minutes=20))))) == "spin"


# ------------------------------------------------------------------------------------------------ touch and trauma

TOUCH = SituationGraph(
    title="Closer",
    client="R",
    screened="2026-05-01",
    situations=(
        Situation(id="hug", title="Hug my partner for ten seconds", distress=40, kind=Kind.TOUCH, consent=("Kim",)),
        Situation(id="long", title="Hug my partner for a minute", distress=60, kind=Kind.TOUCH, consent=("Kim",)),
    ),
)


def closer(*entries: Exposure) -> Advice:
    yes = [Consent(situation=name, person="Kim", at=DAY - timedelta(days=1)) for name in ("hug", "long")]
    agreed = [each.bound(TOUCH) for each in yes]
    return advise(build_ladder(infer(Course(graph=TOUCH).add(*agreed, *entries), at=DAY + timedelta(days=5))))


@pytest.mark.parametrize(
    "entries",
    [
        [did("hug", 30), did("hug", 25, day=1)],
        [did("hug", 55, day=day, measures={"tolerance": 90}, wanted="yes") for day in (0, 1, 2)],
        [did("hug", 0, wanted="yes")],
        [did("hug", 60, end=20, day=day, wanted="yes", **LED) for day in (0, 1)],
        [did("hug", 30, wanted="yes"), did("hug", 25, day=1, wanted="unsure")],
    ],
)
def test_borne_is_not_enough_where_another_body_is_concerned(entries: list[Exposure]) -> None:
    advice = closer(*entries)
    assert advice.action is not Action.ADVANCE
    assert advice.state.history.done == ()


def test_low_fear_that_was_wanted_is_enough_and_going_on_is_one_of_equals() -> None:
    advice = closer(did("hug", 30, wanted="yes"), did("hug", 25, day=1, wanted="yes"))
    assert (advice.action, offered(advice)) == (Action.ADVANCE, "long")
    assert next(reason.code for reason in advice.as_good) == "talking"


def test_a_no_needs_no_reason_and_nothing_smaller_is_offered() -> None:
    refused = [did("hug", day=day, happened="refused") for day in (0, 1, 2)]
    advice = closer(*refused)
    assert "no_needs_no_reason" in codes(advice)
    assert not {"refused", "smaller"} & (codes(advice) | {reason.code for reason in advice.as_good})


def test_what_was_not_wanted_closes_every_step_with_that_person() -> None:
    advice = closer(did("hug", 20, wanted="no"))
    assert offered(advice) is None
    assert "you do not have to" in str(advice)


# ----------------------------------------------------------------------------------------------------- words first


@pytest.mark.parametrize(
    ("note", "action"),
    [
        ("I had an urge to hurt myself", Action.SEEK_SUPPORT),
        ("I counted the tablets and thought of ending it", Action.SEEK_SUPPORT),
        ("I thought I would die in the lift", Action.REPEAT),
        ("I nearly died of boredom", Action.REPEAT),
        ("I could have died of shame", Action.REPEAT),
    ],
)
def test_words_of_crisis_bring_a_person_first(note: str, action: Action) -> None:
    assert advised(did("low", 60, note=note), days=1).action is action


def test_words_of_crisis_are_answered_first_until_the_person_says_so_and_never_for_long() -> None:
    entry = did("low", 60, note="I had an urge to hurt myself")
    assert advised(entry, days=3).action is Action.SEEK_SUPPORT
    assert advised(entry, days=9).action is Action.REPEAT
    safe = GRAPH.model_copy(update={"safe": (DAY + timedelta(days=1)).date()})
    course = Course(graph=safe).add(entry)
    assert advise(build_ladder(infer(course, at=DAY + timedelta(days=3)))).action is Action.REPEAT


def test_the_support_list_stands_before_everything_else() -> None:
    graph = GRAPH.model_copy(update={"support": ("my sister",)})
    course = Course(graph=graph).add(did("low", 60, note="I had an urge to hurt myself"))
    page = str(advise(build_ladder(infer(course, at=DAY + timedelta(days=1)))))
    assert page.index("my sister") < page.index("sounds very heavy")


def test_numb_or_far_away_is_named_and_is_not_enough() -> None:
    away = [did("low", 10, day=day, measures={"numbness": 80}) for day in (0, 1)]
    advice = advised(*away, days=3)
    assert (advice.action, offered(advice), advice.line) == (Action.REPEAT, "low", Line.GENTLY)
    assert advice.state.history.done == ()


def test_no_sentence_names_the_emergency_number_for_a_number_alone() -> None:
    for entries in ([did("mid", 95, end=90, day=day) for day in range(n)] for n in (1, 2, 3, 5)):
        assert "emergency" not in str(advised(*entries, days=10))
