"""Screens: what may be offered, what eases an offer, and that help grows with repetition and nothing gets harder."""

from __future__ import annotations

from dataclasses import replace
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
from exposure_ladder.records import Consent, Course, Exposure, Override, Settings, Situation, SituationGraph
from exposure_ladder.rules import DEFAULT, RECENT, RULES, Action, Choice, Measure, View, decide
from exposure_ladder.rules.screens import Screen, screen, within_cap

USUAL = Settings()
CALM: dict[str, Any] = {"days_since": 1.0, "today": 0, "week": 0, "very_high": 0, "held": False}


def view(current: int = 1, **more: Any) -> View:
    """One client on three rungs, calm unless said otherwise."""
    plain: dict[str, Any] = {
        "expected": [20.0, 40.0, 60.0],
        "sd": [15.0] * 3,
        "written": [20.0, 40.0, 60.0],
        "allowed": [True] * 3,
        "current": current,
    }
    recent = {measure: np.full((1, 3, RECENT), np.nan) for measure in Measure}
    return View(recent=recent, **{name: np.asarray(value)[None] for name, value in (plain | CALM | more).items()})


def proposed(rung: int, action: Action, *, done: tuple[int, ...] = ()) -> Choice:
    mastered = np.isin(np.arange(3), done)[None]
    return Choice(rung=np.array([rung]), action=np.array([int(action)]), done=mastered)


def screened(choice: Choice, seen: View, *, helper: bool = False, **numbers: Any) -> tuple[int, Action, set[Screen]]:
    after, acted = screen(choice, seen, Settings(**numbers), overridden=np.array([helper]))
    assert set(acted) == set(Screen)
    return int(after.rung[0]), Action(int(after.action[0])), {name for name, flags in acted.items() if flags[0]}


ON = proposed(2, Action.ADVANCE, done=(0, 1))
AGAIN = proposed(1, Action.REPEAT, done=(0,))


UNBEGUN: dict[str, Any] = {"days_since": np.nan}


@pytest.mark.parametrize(("at", "rung"), [(40.0, 0), (60.0, 2)])
def test_a_first_practice_begins_at_or_below_the_start_band(at: float, rung: int) -> None:
    """Whatever the rule is after: the easiest step there is, unless its choice lies low enough."""
    found = screened(proposed(2, Action.START), view(-1, **UNBEGUN), start_below=at)
    assert found == (rung, Action.START, set() if rung == 2 else {Screen.START_LOW})


def test_a_first_practice_above_the_band_is_not_held_back_where_nothing_is_easier() -> None:
    assert screened(proposed(0, Action.START), view(-1, **UNBEGUN), start_below=10.0) == (0, Action.START, set())
    barred = view(-1, allowed=[False, True, True], **UNBEGUN)
    assert screened(proposed(2, Action.START), barred) == (1, Action.START, {Screen.START_LOW})


def test_after_the_first_practice_or_by_a_helper_the_start_band_is_open() -> None:
    assert screened(ON, view(1)) == (2, Action.ADVANCE, set())
    assert screened(proposed(2, Action.START), view(-1, **UNBEGUN), helper=True) == (2, Action.START, set())


@pytest.mark.parametrize("helper", [False, True])
def test_the_least_rest_holds_for_everybody(*, helper: bool) -> None:
    assert screened(ON, view(rested=False), helper=helper) == (-1, Action.REST, {Screen.NOT_RESTED})
    assert screened(ON, view(rested=True), helper=helper) == (2, Action.ADVANCE, set())


@pytest.mark.parametrize(("minutes", "rests"), [(29.9, True), (30, False), (600, False)])
def test_rest_is_counted_from_the_last_exposure(minutes: float, *, rests: bool) -> None:
    at = datetime(2026, 1, 5, 18, tzinfo=UTC)
    graph = SituationGraph(title="T", situations=(Situation(id="a", title="A", distress=30),))
    course = Course(graph=graph).add(Exposure(situation="a", at=at, peak=50))
    advice = advise(build_ladder(infer(course, at=at + timedelta(minutes=minutes))))
    assert (advice.action is Action.REST) == rests


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


# ------------------------------------------------------------------------------------------------------ each screen


def test_a_calm_view_changes_nothing() -> None:
    for choice in (ON, AGAIN, proposed(0, Action.START), proposed(0, Action.STEP_BACK), proposed(-1, Action.STEP_BACK)):
        rung, action, acted = screened(choice, view())
        assert (rung, action, acted) == (choice.rung[0], choice.action[0], set())
    assert screened(proposed(-1, Action.COMPLETE, done=(0, 1, 2)), view()) == (-1, Action.COMPLETE, set())


def test_after_an_early_leave_nothing_harder_is_offered() -> None:
    assert screened(ON, view(held=True)) == (1, Action.REPEAT, {Screen.HELD})
    assert screened(AGAIN, view(held=True)) == (1, Action.REPEAT, set())
    assert screened(proposed(0, Action.STEP_BACK), view(held=True)) == (0, Action.STEP_BACK, set())
    assert screened(proposed(0, Action.START), view(current=-1, held=True)) == (0, Action.START, set())


def test_an_early_leave_never_sends_back_above_the_cap() -> None:
    # the middle rung was left early and lies above the cap by now; the step proposed in its place stays within it
    seen = view(held=True, expected=[20.0, 95.0, 60.0], allowed=[True, False, True])
    rung, _, _ = screened(proposed(2, Action.ADVANCE, done=(0,)), seen)
    assert rung != 1


@pytest.mark.parametrize(
    ("very_high", "action", "rung"),
    [(0, Action.ADVANCE, 2), (1, Action.ADVANCE, 2), (2, Action.STEP_BACK, 0), (3, Action.SEEK_SUPPORT, -1)],
)
def test_very_high_peaks_ease_off_and_then_bring_support(very_high: int, action: Action, rung: int) -> None:
    acts = {2: {Screen.VERY_HIGH}, 3: {Screen.SUPPORT}}.get(very_high, set())
    assert screened(ON, view(very_high=very_high, held=very_high == 2)) == (
        rung,
        action,
        acts - {Screen.VERY_HIGH} | acts,
    )


def test_two_very_high_peaks_leave_alone_what_is_easier_already() -> None:
    assert screened(proposed(0, Action.STEP_BACK), view(very_high=2)) == (0, Action.STEP_BACK, set())
    assert screened(proposed(0, Action.REPEAT), view(very_high=2)) == (0, Action.REPEAT, set())


@pytest.mark.parametrize("choice", [AGAIN, ON], ids=["repeat", "advance"])
@pytest.mark.parametrize("current", [0, 1])
def test_two_very_high_peaks_never_lead_to_the_same_or_a_harder_rung(choice: Choice, current: int) -> None:
    same = replace(choice, rung=np.maximum(choice.rung, current) if choice is ON else np.array([current]))
    rung, action, acted = screened(same, view(current=current, very_high=2, held=True))
    assert rung < current
    assert action is Action.STEP_BACK
    assert Screen.VERY_HIGH in acted


def test_stepping_back_turns_to_nothing_whose_prerequisites_are_open() -> None:
    needs = np.array([[0, 0, 0], [1, 0, 0], [0, 0, 0]]) > 0  # the middle rung needs the first
    for done, rung in (((), 0), ((0,), 1)):
        offer = proposed(2, Action.REPEAT, done=done)
        after, _ = screen(offer, view(current=2, very_high=2, held=True), USUAL, needs=needs)
        assert (after.rung.tolist(), after.action.tolist()) == ([rung], [Action.STEP_BACK])


def test_two_very_high_peaks_do_not_lead_to_a_rung_that_is_easier_by_rounding_only() -> None:
    tied = view(current=1, very_high=2, held=True, expected=[40.0 - 1e-13, 40.0, 60.0])
    assert screened(proposed(0, Action.REPEAT), tied)[:2] == (-1, Action.STEP_BACK)


def test_stepping_back_takes_the_nearest_rung_that_is_let_through() -> None:
    hard = view(current=2, very_high=2, held=True)
    assert screened(ON, hard)[0] == 1
    assert screened(ON, replace(hard, allowed=np.array([[True, False, True]])))[0] == 0
    assert screened(ON, replace(hard, allowed=np.array([[False, False, True]])))[:2] == (-1, Action.STEP_BACK)


def test_easier_is_what_was_written_easier_too() -> None:
    """A bad day on an easy rung lifts its expectation above that of harder ones, which are no way back."""
    hard = view(current=0, very_high=2, held=True, expected=[70.0, 45.0, 62.0])
    assert screened(proposed(2, Action.STEP_BACK), hard)[:2] == (-1, Action.STEP_BACK)
    once = replace(hard, very_high=np.array([1]))
    assert screened(proposed(1, Action.START), once) == (0, Action.REPEAT, {Screen.HELD})
    after, _ = screen(proposed(1, Action.START), replace(once, held=np.array([False])), USUAL, low=np.array([True]))
    assert (after.rung.tolist(), after.action.tolist()) == ([0], [Action.REPEAT])


def test_something_easier_that_went_well_may_be_done_again_while_very_high_peaks_are_near() -> None:
    """Whoever stepped back and was calm there is not sent below the easiest rung there is."""
    assert screened(ON, view(current=0, very_high=2)) == (0, Action.REPEAT, {Screen.VERY_HIGH})


def test_nothing_open_below_the_cap_is_something_between_not_the_end() -> None:
    seen = view(allowed=[True, True, False])
    assert screened(proposed(-1, Action.COMPLETE, done=(0, 1)), seen) == (-1, Action.BRIDGE, {Screen.ABOVE_CAP})
    assert screened(proposed(-1, Action.COMPLETE, done=(0, 1, 2)), seen) == (-1, Action.COMPLETE, set())


@pytest.mark.parametrize(("count", "rests"), [(0, False), (2, False), (3, True), (4, True)])
def test_the_limit_of_the_day_at_and_on_both_sides(count: int, *, rests: bool) -> None:
    found = screened(AGAIN, view(today=count, week=count))
    assert found == ((-1, Action.REST, {Screen.ENOUGH_TODAY}) if rests else (1, Action.REPEAT, set()))
    assert screened(AGAIN, view(today=count), per_day=count + 1)[1] is Action.REPEAT


@pytest.mark.parametrize(("count", "rests"), [(0, False), (13, False), (14, True), (15, True)])
def test_the_limit_of_the_week_at_and_on_both_sides(count: int, *, rests: bool) -> None:
    found = screened(AGAIN, view(week=count))
    assert found == ((-1, Action.REST, {Screen.ENOUGH_THIS_WEEK}) if rests else (1, Action.REPEAT, set()))
    assert screened(AGAIN, view(week=count), per_week=count + 1)[1] is Action.REPEAT


@pytest.mark.parametrize(
    "choice",
    [proposed(-1, Action.COMPLETE, done=(0,)), proposed(-1, Action.STEP_BACK)],
    ids=["something between", "smaller than anything here"],
)
def test_the_limit_of_the_day_holds_for_practice_that_is_not_on_the_ladder(choice: Choice) -> None:
    assert screened(choice, view(today=3, allowed=[True, False, False]))[1] is Action.REST
    assert screened(choice, view(week=14, allowed=[True, False, False]))[1] is Action.REST


def test_the_end_of_a_ladder_needs_no_rest() -> None:
    finished = proposed(-1, Action.COMPLETE, done=(0, 1, 2))
    assert screened(finished, view(today=3, week=14)) == (-1, Action.COMPLETE, set())


def test_the_order_of_screens_is_from_easing_to_help() -> None:
    # rest goes before the rung, support before rest; what acted earlier is still told
    assert screened(ON, view(held=True, today=3)) == (-1, Action.REST, {Screen.HELD, Screen.ENOUGH_TODAY})
    assert screened(ON, view(very_high=2, today=3, held=True)) == (
        -1,
        Action.REST,
        {Screen.VERY_HIGH, Screen.ENOUGH_TODAY},
    )
    rung, action, acted = screened(ON, view(very_high=3, today=3, week=14, held=True))
    assert (rung, action) == (-1, Action.SEEK_SUPPORT)
    assert acted >= {Screen.SUPPORT, Screen.ENOUGH_TODAY, Screen.ENOUGH_THIS_WEEK}
    rung, action, acted = screened(ON, view(very_high=2, held=True))
    assert (rung, action, acted) == (0, Action.STEP_BACK, {Screen.VERY_HIGH})
    finished = proposed(-1, Action.COMPLETE, done=(0, 1, 2))
    assert screened(finished, view(very_high=3))[1] is Action.SEEK_SUPPORT


# ------------------------------------------------------------------------------------- help and difficulty, as laws

HELP = {Action.START: 0, Action.REPEAT: 0, Action.ADVANCE: 0, Action.COMPLETE: 0, Action.BOOSTER: 0}
HELP |= {Action.REST: 1, Action.BRIDGE: 1, Action.STEP_BACK: 2, Action.SEEK_SUPPORT: 3}


def help_of(choice: Choice, seen: View, current: int) -> int:
    """How much an offer eases: a lower rung and a rest are help, support is most."""
    rung, action, _ = screened(choice, seen)
    return 2 if action is Action.REPEAT and 0 <= rung < current else HELP[action]


@pytest.mark.parametrize("current", [0, 1, 2])
@pytest.mark.parametrize("today", [0, 2, 3])
@pytest.mark.parametrize("held", [False, True])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_help_never_falls_when_very_high_peaks_repeat(current: int, at: int, today: int, *, held: bool) -> None:
    action = Action.REPEAT if at <= current else Action.ADVANCE
    levels = [
        help_of(proposed(at, action), view(current, very_high=count, today=today, held=held), current)
        for count in range(RECENT + 1)
    ]
    assert levels == sorted(levels)
    assert [level == HELP[Action.SEEK_SUPPORT] for level in levels] == [False] * 3 + [True] * 3


@st.composite
def offers(draw: st.DrawFn, *, rising: bool) -> tuple[Choice, View]:
    """Any proposal for any clients; with `rising` ladders go from easy to hard, otherwise prerequisites break that."""
    clients, rungs = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    expected = rng.choice(np.arange(0.0, 101.0, 12.5), size=(clients, rungs))
    expected = np.sort(expected, axis=1) if rising else expected
    seen = View(
        expected=expected,
        sd=rng.uniform(5.0, 30.0, (clients, rungs)),
        written=np.sort(rng.choice(np.arange(0.0, 101.0, 12.5), size=(clients, rungs)), axis=1),
        allowed=expected <= 90.0,
        recent={measure: np.full((clients, rungs, RECENT), np.nan) for measure in Measure},
        current=rng.integers(-1, rungs, clients),
        days_since=np.ones(clients),
        today=rng.integers(0, 5, clients),
        week=rng.integers(0, 17, clients),
        very_high=rng.integers(0, RECENT + 1, clients),
        held=rng.random(clients) < 0.5,
    )
    rule = replace(DEFAULT, done=lambda _: rng.random((clients, rungs)) < 0.4)
    if draw(st.booleans()):
        rule = replace(rule, pick=RULES["random"].pick)
    return decide(rule, seen, rng=rng), seen


def never_harder(choice: Choice, seen: View) -> None:
    after, _ = screen(choice, seen, USUAL)
    for client, (before, now) in enumerate(zip(choice.rung.tolist(), after.rung.tolist(), strict=True)):
        if now >= 0:
            assert before >= 0, "an offer where there was none"
            assert seen.allowed[client, now]
            levels = seen.expected[client], seen.written[client]
            assert any(level[now] <= level[before] for level in levels)
            if seen.held[client] and seen.current[client] >= 0:
                assert all(level[now] <= level[seen.current[client]] for level in levels)


@given(offer=offers(rising=True))
def test_screens_never_offer_anything_harder_than_was_proposed(offer: tuple[Choice, View]) -> None:
    never_harder(*offer)


@given(offer=offers(rising=False))
def test_nor_where_a_prerequisite_is_harder_than_what_needs_it(offer: tuple[Choice, View]) -> None:
    never_harder(*offer)


ARRAYS = ("expected", "sd", "written", "allowed", "current", "days_since", "today", "week", "very_high", "held")


@given(offer=offers(rising=False), helper=st.integers(0, 2**6 - 1))
def test_screens_are_the_same_for_one_client_and_for_many(offer: tuple[Choice, View], helper: int) -> None:
    choice, seen = offer
    flags = np.array([bool(helper >> client & 1) for client in range(len(seen.current))])
    whole, acted = screen(choice, seen, USUAL, overridden=flags)
    for client in range(len(flags)):
        own = slice(client, client + 1)
        recent = {measure: values[own] for measure, values in seen.recent.items()}
        single = replace(seen, recent=recent, **{name: getattr(seen, name)[own] for name in ARRAYS})
        mine = Choice(rung=choice.rung[own], action=choice.action[own], done=choice.done[own])
        after, acts = screen(mine, single, USUAL, overridden=flags[own])
        assert (after.rung[0], after.action[0]) == (whole.rung[client], whole.action[client])
        assert {name: bool(found[0]) for name, found in acts.items()} == {n: bool(f[client]) for n, f in acted.items()}


@given(offer=offers(rising=False))
def test_screens_leave_what_they_were_given_as_it_was(offer: tuple[Choice, View]) -> None:
    choice, seen = offer
    before = [choice.rung.copy(), choice.action.copy(), choice.done.copy(), seen.current.copy()]
    after, _ = screen(choice, seen, USUAL, overridden=np.ones(len(seen.current), dtype=bool))
    unchanged = [choice.rung, choice.action, choice.done, seen.current]
    assert all(np.array_equal(a, b) for a, b in zip(before, unchanged, strict=True))
    assert np.array_equal(after.done, choice.done)


# ------------------------------------------------------------------------------------------------ a helper's choice


def test_a_helper_goes_before_what_only_eases_off() -> None:
    assert screened(ON, view(held=True), helper=True) == (2, Action.ADVANCE, set())
    assert screened(ON, view(very_high=2), helper=True) == (2, Action.ADVANCE, set())


def test_a_helper_stays_inside_the_hard_caps() -> None:
    barred = view(allowed=[True, True, False])
    assert screened(ON, barred, helper=True) == (-1, Action.BRIDGE, {Screen.ABOVE_CAP})
    assert screened(ON, view(today=3), helper=True)[:2] == (-1, Action.REST)
    assert screened(ON, view(week=14), helper=True)[:2] == (-1, Action.REST)
    assert screened(ON, view(very_high=3), helper=True)[:2] == (-1, Action.SEEK_SUPPORT)
    assert screened(ON, replace(barred, very_high=np.array([3])), helper=True)[:2] == (-1, Action.SEEK_SUPPORT)


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
    reason = next(reason for reason in advice.because if reason.code == Screen.ABOVE_CAP)
    assert reason.values["cap"] == USUAL.cap


def test_an_override_waits_for_the_next_day_when_today_was_enough() -> None:
    more = [Exposure(situation="low", at=DAY - timedelta(hours=hours), peak=30) for hours in (1, 2)]
    assert advised(FIRST, *more, wish("high"), days=0.1).action is Action.REST
    assert offered(advised(FIRST, *more, wish("high"))) == "high"
    assert advised(FIRST, *more, wish("high"), per_week=3).action is Action.REST


def test_an_override_does_not_take_the_place_of_support() -> None:
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


@pytest.mark.parametrize("helper", [False, True])
def test_nobody_turns_to_a_rung_before_what_it_requires(*, helper: bool) -> None:
    needs = np.array([[False, False, False], [False, False, False], [False, True, False]])
    choice, acted = screen(
        proposed(2, Action.ADVANCE, done=(0,)), view(), USUAL, needs=needs, overridden=np.array([helper])
    )
    assert acted[Screen.NOT_READY].tolist() == [True]
    assert (choice.rung.tolist(), choice.action.tolist()) == ([1], [Action.REPEAT])
    choice, acted = screen(proposed(2, Action.ADVANCE, done=(0, 1)), view(), USUAL, needs=needs)
    assert not acted[Screen.NOT_READY].any()
    assert choice.rung.tolist() == [2]


def test_after_an_early_leave_of_a_rung_that_waits_for_another_an_open_one_no_harder_is_offered() -> None:
    needs = np.array([[False, False, False], [False, False, False], [False, True, False]])  # the last needs the middle
    seen = view(current=2, held=True, expected=[15.0, 18.0, 24.0], written=[30.0, 20.0, 25.0])
    choice, acted = screen(proposed(0, Action.START), seen, USUAL, needs=needs)
    assert acted[Screen.HELD].tolist() == [True]
    assert (choice.rung.tolist(), choice.action.tolist()) == ([1], [Action.START])
    barred = replace(seen, written=np.array([[30.0, 26.0, 25.0]]))
    choice, _ = screen(proposed(0, Action.START), barred, USUAL, needs=needs)
    assert (choice.rung.tolist(), choice.action.tolist()) == ([-1], [Action.BRIDGE])
