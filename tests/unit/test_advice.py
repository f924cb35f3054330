"""The next option for one person: what is offered, the reasons with their numbers, and the sentences made of them."""

from __future__ import annotations

import ast
import json
import re
import string
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

import exposure_ladder.advice.reasons
from exposure_ladder.advice import Advice, Reason, advice_sheet, advise, compare_rules, view_of
from exposure_ladder.belief import infer
from exposure_ladder.ladder import build_ladder
from exposure_ladder.records import (
    Comparison,
    Consent,
    Course,
    Exposure,
    Override,
    Rating,
    Scale,
    Settings,
    Situation,
    SituationGraph,
)
from exposure_ladder.rules import DEFAULT, RECENT, RULES, Action, InBand, LastAtMost, Measure, Policy
from exposure_ladder.rules.screens import Screen
from exposure_ladder.text import ENGLISH

ROOT = Path(__file__).parents[2]
DAY = datetime(2026, 5, 4, 18, tzinfo=UTC)


def graph(**more: Any) -> SituationGraph:
    """Four steps, the last one above the cap."""
    plain: dict[str, Any] = {
        "title": "A ladder",
        "client": "R",
        "situations": tuple(
            Situation(id=name, title=f"Step {name}", distress=distress)
            for name, distress in {"low": 20, "mid": 45, "high": 70, "top": 99}.items()
        ),
    }
    return SituationGraph(**(plain | more))


def did(situation: str, peak: float | None = None, *, day: float = 0.0, **more: Any) -> Exposure:
    return Exposure(situation=situation, at=DAY + timedelta(days=day), peak=peak, **more)


def done(situation: str, *, day: float = 0.0, peak: float = 20.0) -> tuple[Exposure, Exposure]:
    """Enough for the default rule: two low peaks on two days."""
    return did(situation, peak, day=day), did(situation, peak, day=day + 1)


def told(
    *entries: Any,
    days: float = 30.0,
    policy: Policy = DEFAULT,
    about: Any = None,
    low_energy: bool = False,
    **numbers: Any,
) -> Advice:
    """What is advised after these entries, `days` after the first day."""
    course = Course(graph=about or graph(), settings=Settings(**numbers)).with_log(entries)
    ladder = build_ladder(infer(course, at=DAY + timedelta(days=days)))
    rng = np.random.default_rng(1) if policy.name == "random" else None
    return advise(ladder, policy=policy, rng=rng, low_energy=low_energy)


def offered(advice: Advice) -> tuple[Action, str | None]:
    return advice.action, advice.rung.id if advice.rung else None


def codes(reasons: tuple[Reason, ...]) -> list[str]:
    return [reason.code for reason in reasons]


def values(reasons: tuple[Reason, ...], code: str) -> dict[str, Any]:
    return dict(next(reason.values for reason in reasons if reason.code == code))


# ------------------------------------------------------------------------------------------------ the target session


def closer() -> SituationGraph:
    text = (ROOT / "examples" / "therapist" / "closer.yaml").read_text(encoding="utf-8")
    return SituationGraph.model_validate(YAML(typ="safe").load(text))


def march(day: int, hour: int = 18) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


FOUR = (
    Exposure(situation="day", at=march(5), peak=25),
    Exposure(situation="day", at=march(6), peak=20),
    Exposure(situation="film", at=march(7), peak=50),
    Exposure(situation="film", at=march(9, 20), peak=35, end=30, safety=("joking",)),
)


def test_the_session_that_the_project_promises() -> None:
    advice = advise(build_ladder(infer(Course(graph=closer()).add(*FOUR), at=march(10))))
    assert offered(advice) == (Action.REPEAT, "film")
    assert advice.rung is not None
    assert advice.rung.number == 2
    last = values(advice.because, "last_peaks")
    assert (last["peaks"], last["mean"]) == ([50.0, 35.0], 42.5)
    assert values(advice.then, "needed_one") == {"limit": 35.0}
    (later,) = [reason for reason in advice.then if reason.code.startswith("next_")]
    assert (later.values["number"], later.values["id"], later.values["was"]) == (3, "hard-day", 40.0)
    assert advice.entries == 4
    assert codes(advice.as_good) == ["smaller", "rest", "enough"]
    text = str(advice)
    assert "REPEAT step 2" in text
    assert re.search(r"peaks here were 50 and 35, mean 42\.5", text)
    assert "one more peak of 35 or less" in text
    assert "enough for now" in text
    assert "starting assumption" in text


def test_the_session_goes_on_once_the_peak_came() -> None:
    course = Course(graph=closer()).add(*FOUR, Exposure(situation="film", at=march(11), peak=35))
    assert offered(advise(build_ladder(infer(course, at=march(12))))) == (Action.ADVANCE, "hard-day")
    more = Course(graph=closer()).add(*FOUR, Exposure(situation="film", at=march(11), peak=35.1))
    assert offered(advise(build_ladder(infer(more, at=march(12))))) == (Action.REPEAT, "film")


# ------------------------------------------------------------------------------------------------------- each action


def test_start_when_nothing_is_logged() -> None:
    advice = told()
    assert offered(advice) == (Action.START, "low")
    assert codes(advice.because)[0] == "nothing_yet"
    assert advice.entries == 0


def test_only_a_step_that_is_offered_is_called_the_easiest_open_one() -> None:
    hard = SituationGraph(title="Hard", situations=(Situation(id="top", title="Far too hard", distress=99),))
    advice = told(about=hard)
    assert offered(advice) == (Action.BRIDGE, None)
    assert "easiest open step" not in str(advice)


def test_advance_after_two_low_peaks_on_two_days_and_not_on_one() -> None:
    assert offered(told(*done("low"))) == (Action.ADVANCE, "mid")
    assert offered(told(did("low", 20), did("low", 20, day=0.1))) == (Action.REPEAT, "low")
    assert offered(told(did("low", 20), did("low", 20, day=0.1), did("low", 20, day=1))) == (Action.ADVANCE, "mid")
    assert offered(told(did("low", 20))) == (Action.REPEAT, "low")
    assert offered(told(did("low", 35), did("low", 35.1, day=1))) == (Action.REPEAT, "low")


def test_a_day_is_the_calendar_day_in_the_offset_of_the_entry() -> None:
    east = timezone(timedelta(hours=13))
    late, after = datetime(2026, 5, 4, 23, 30, tzinfo=east), datetime(2026, 5, 5, 0, 30, tzinfo=east)
    two_days = [Exposure(situation="low", at=at, peak=20) for at in (late, after)]
    assert two_days[0].at.astimezone(UTC).date() == two_days[1].at.astimezone(UTC).date()
    assert offered(told(*two_days)) == (Action.ADVANCE, "mid")
    early, evening = datetime(2026, 5, 5, 8, tzinfo=east), datetime(2026, 5, 5, 18, tzinfo=east)
    one_day = [Exposure(situation="low", at=at, peak=20) for at in (early, evening)]
    assert one_day[0].at.astimezone(UTC).date() != one_day[1].at.astimezone(UTC).date()
    assert offered(told(*one_day)) == (Action.REPEAT, "low")


def test_today_is_the_day_it_is_where_the_entry_was_made() -> None:
    east = timezone(timedelta(hours=13))
    morning = [Exposure(situation="low", at=datetime(2026, 5, 5, 8 + hour, tzinfo=east), peak=50) for hour in range(3)]
    course = Course(graph=graph()).add(*morning)
    noon, evening, midnight = (datetime(2026, 5, day, hour, tzinfo=UTC) for day, hour in ((4, 23), (5, 10), (5, 11)))
    found = [advise(build_ladder(infer(course, at=at))).action for at in (noon, evening, midnight)]
    assert found == [Action.REST, Action.REST, Action.REPEAT]  # noon, 23:00 and midnight in the east


def all_done(*names: str) -> list[Exposure]:
    return [entry for place, name in enumerate(names) for entry in done(name, day=2.0 * place)]


def small() -> SituationGraph:
    return graph(situations=graph().situations[:2])


def test_complete_when_every_rung_is_done() -> None:
    advice = told(*all_done("low", "mid"), days=7, about=small())
    assert offered(advice) == (Action.COMPLETE, None)
    assert codes(advice.as_good) == ["booster", "vary", "enough"]
    assert advice.then == ()


@pytest.mark.parametrize(
    ("practised", "days", "due"),
    [
        ((0, 1), 7, False),
        ((0, 1), 8, True),
        ((1, 8), 30, False),
        ((1, 8), 31, True),
        ((8, 31), 90, False),
        ((8, 31), 91, True),
        ((31, 91), 500, False),
    ],
)
def test_an_old_step_is_offered_again_after_a_week_a_month_and_three_months(
    practised: tuple[int, int], days: int, *, due: bool
) -> None:
    """Evidence 13: probes after 1 week, 1 month, 3 months; here 7, 23 and 60 days apart. Only where all is done."""
    only = graph(situations=graph().situations[:1])
    entries = [did("low", 20, day=day) for day in practised]
    assert offered(told(*entries, days=days, about=only))[0] is (Action.BOOSTER if due else Action.COMPLETE)
    assert told(*entries, days=days).action is Action.ADVANCE, "with steps open, nothing is put in their place"


def test_a_booster_yields_to_the_limit_of_a_day_and_is_never_a_must() -> None:
    advice = told(*all_done("low", "mid"), about=small())
    assert offered(advice) == (Action.BOOSTER, "mid")
    assert "if you like" in str(advice)
    assert "enough" in codes(advice.as_good)
    busy = [did("elsewhere", 20, day=30 + hour / 24) for hour in range(3)]
    assert told(*all_done("low", "mid"), *busy, days=30.2, about=small()).action is Action.REST


def test_a_day_of_little_energy_offers_less_and_keeps_the_credit() -> None:
    """S20."""
    log = (*done("low"), did("mid", 60, day=3))
    usual, tired = told(*log), told(*log, low_energy=True)
    assert offered(usual) == (Action.REPEAT, "mid")
    assert offered(tired) == (Action.STEP_BACK, "low")
    assert "nothing that was reached is lost" in " ".join(str(tired).split())
    assert offered(told(*done("low"), low_energy=True)) == (Action.REPEAT, "low"), "nothing smaller: the same again"
    assert offered(told(*log)) == offered(usual), "the day after, all is as before"
    helper = Override(situation="high", at=DAY + timedelta(days=4), by="T", reason="agreed")
    assert offered(told(*log, helper, low_energy=True)) == (Action.STEP_BACK, "low")


def test_distress_that_lasts_for_hours_eases_off_and_shows_support() -> None:
    """S54: only timed ratings two hours or more after the end count; 70 is an assumption."""
    lasting, shorter = (did("low", 80, minutes=10, series=[(minute, 70)]) for minute in (130, 129))
    held = told(lasting, policy=RULES["untouched"])
    assert offered(held) == (Action.REPEAT, "low")
    assert "lasted" in codes(held.because)
    assert "left_early" not in codes(held.because)
    assert "support_numbers" in codes(held.as_good)
    assert offered(told(shorter, policy=RULES["untouched"])) == (Action.ADVANCE, "mid")


def test_after_a_lapse_a_lower_step_is_offered_and_the_credit_stays() -> None:
    """S56: nothing resets; the log is whole, and what was mastered above stays mastered."""
    before = told(*all_done("low", "mid"), days=7)
    after = told(*all_done("low", "mid"), did("low", 80, day=40), days=41)
    assert offered(before) == (Action.ADVANCE, "high")
    assert offered(after) == (Action.REPEAT, "low")
    flags = dict(zip((r.id for r in after.ladder.rungs), DEFAULT.done(view_of(after.ladder))[0].tolist(), strict=True))
    assert flags == dict.fromkeys(flags, False) | {"mid": True}
    assert after.entries == before.entries + 1


@pytest.mark.parametrize(("count", "rests"), [(2, False), (3, True), (4, True)])
def test_rest_after_as_many_exposures_as_a_day_allows(count: int, *, rests: bool) -> None:
    practice = [did("low", 50, day=i / 24) for i in range(count)]
    today = told(*practice, days=0.2)
    assert offered(today) == ((Action.REST, None) if rests else (Action.REPEAT, "low"))
    assert codes(today.as_good) == (["smaller_now", "enough"] if rests else ["smaller", "rest", "enough"])
    assert offered(told(*practice, days=1)) == (Action.REPEAT, "low")
    assert told(*practice, days=0.2, per_day=count + 1).action is Action.REPEAT


def test_rest_counts_calendar_days_and_practice_that_is_not_on_the_ladder() -> None:
    evening = [did("gone", 50, day=i / 48) for i in range(3)]
    assert told(*evening, days=0.2).action is Action.REST
    assert told(*evening, days=0.26).action is Action.START  # 18:00 and six hours: the next day has begun


def test_rest_after_as_many_exposures_as_a_week_allows() -> None:
    practice = [did("low", 50, day=i) for i in range(7)]
    assert told(*practice, days=6.2, per_week=7).action is Action.REST
    assert told(*practice, days=6.2, per_week=8).action is Action.REPEAT
    assert told(*practice, days=7, per_week=7).action is Action.REPEAT  # the first day is out of the seven by now


def test_step_back_after_two_early_leaves_in_a_row() -> None:
    fine = done("low")
    left = [did("mid", 70, day=day, stopped="early") for day in (3, 4)]
    assert offered(told(*fine, *left)) == (Action.STEP_BACK, "low")
    assert offered(told(*fine, left[0])) == (Action.REPEAT, "mid")
    assert offered(told(*fine, left[0], did("mid", 50, day=3.5), left[1])) == (Action.REPEAT, "mid")


def test_step_back_says_why() -> None:
    advice = told(*done("low"), *(did("mid", 70, day=day, stopped="early") for day in (3, 4)))
    assert advice.action is Action.STEP_BACK
    assert set(codes(advice.because)) - {"last_peaks", "not_tried", "nothing_yet", "rule"}


def test_bridge_when_the_next_step_is_likely_to_go_above_the_cap() -> None:
    advice = told(*all_done("low", "mid", "high"), cap=60)
    assert offered(advice) == (Action.BRIDGE, None)
    assert values(advice.because, "above_cap")["cap"] == 60.0
    assert "BETWEEN" in str(advice)


SPIKES = [did("mid", 90, day=day) for day in (3, 4, 5)]


def test_seek_support_after_three_very_high_peaks() -> None:
    advice = told(*done("low"), *SPIKES)
    assert offered(advice) == (Action.SEEK_SUPPORT, None)
    assert advice.ladder.belief.course.graph.support == ()
    text = str(advice)
    assert "your local emergency number" in text
    assert "someone you trust" in text
    assert told(*done("low"), *SPIKES[:2]).action is Action.STEP_BACK
    nearly = [*SPIKES[:2], did("mid", 89.9, day=5)]
    assert told(*done("low"), *nearly).action is not Action.SEEK_SUPPORT


def test_seek_support_names_whom_the_person_wrote_down() -> None:
    text = str(told(*done("low"), *SPIKES, about=graph(support=("My sister", "The practice, 9 to 5"))))
    assert "My sister" in text
    assert "The practice, 9 to 5" in text
    assert "your local emergency number" in text
    assert "someone you trust" in text


def test_an_unfinished_lower_step_comes_before_a_higher_one_that_was_tried() -> None:
    advice = told(did("high", 60))
    assert advice.rung is not None
    assert advice.rung.id == "low"
    assert advice.action is not Action.REPEAT, "a step that was never practised cannot be repeated"


def test_a_step_mastered_once_is_open_again_when_its_last_peaks_are_high() -> None:
    assert offered(told(*done("low"), did("low", 60, day=5))) == (Action.REPEAT, "low")


# ----------------------------------------------------------------------------- what neither advances nor is punished


@pytest.mark.parametrize("happened", ["refused", "avoided"])
@pytest.mark.parametrize(
    "history",
    [(), (did("low", 20),), done("low"), (*done("low"), did("mid", 60, day=3)), (*done("low"), *SPIKES)],
    ids=["nothing", "one", "mastered", "on the second", "support"],
)
def test_refusing_or_avoiding_neither_advances_nor_punishes(history: tuple[Exposure, ...], happened: Any) -> None:
    without = told(*history)
    once = told(*history, did("mid", day=8, happened=happened))
    often = told(*history, *(did("low", day=8 + day, happened=happened) for day in range(4)))
    for advice in (once, often):
        assert offered(advice) == offered(without)
        assert [codes(part) for part in (advice.then, advice.as_good)] == [
            codes(part) for part in (without.then, without.as_good)
        ]
        if history:
            assert [code for code in codes(advice.because) if code != "refused"] == codes(without.because)
        assert ("refused" in codes(advice.because)) == (advice is often), "three in a row are worth a word"
        assert advice.entries == without.entries
        assert advice.ladder.belief.mean == pytest.approx(without.ladder.belief.mean, abs=1e-9)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_stopping_by_agreement_is_no_escape(count: int) -> None:
    def course(stopped: Any) -> Advice:
        return told(*done("low"), *(did("mid", 40, day=3 + day, stopped=stopped) for day in range(count)))

    agreed, stayed, left = course("by agreement"), course("no"), course("early")
    assert agreed.as_dict() == stayed.as_dict()
    assert agreed.action is not Action.STEP_BACK
    assert (left.action is Action.STEP_BACK) is (count >= 2)
    assert offered(told(*(did("low", 20, day=day, stopped="by agreement") for day in (0, 1)))) == (
        Action.ADVANCE,
        "mid",
    )


def test_an_early_leave_holds_back_and_does_not_undo_other_steps() -> None:
    advice = told(*done("low"), did("mid", 20, day=3, stopped="early"))
    assert offered(advice) == (Action.REPEAT, "mid")
    assert offered(told(*done("low"), *done("mid", day=2), did("high", 50, day=5, stopped="early"))) == (
        Action.REPEAT,
        "high",
    )


def test_low_ratings_while_numb_do_not_count() -> None:
    numb = [did("low", 10, day=day, measures={"numbness": 70}) for day in (0, 1)]
    felt = [did("low", 10, day=day, measures={"numbness": 69}) for day in (0, 1)]
    assert offered(told(*numb)) == (Action.REPEAT, "low")
    assert offered(told(*felt)) == (Action.ADVANCE, "mid")


def test_ratings_without_practice_do_not_count_as_mastery() -> None:
    rerated = [Rating(situation="low", at=DAY + timedelta(days=day), distress=0) for day in range(5)]
    advice = told(*rerated, Comparison(harder="mid", easier="low", at=DAY))
    assert offered(advice) == (Action.START, "low")
    assert advice.entries == 5


# ------------------------------------------------------------------------------------------------------------ reasons


@pytest.mark.parametrize(
    ("entries", "why"),
    [
        ([did("low", 10, day=day, measures={"numbness": 90}) for day in (0, 1)], r"\bnumb(ness)?\b"),
        ([did("low", 10, stopped="early"), did("low", 10, day=1)], "left early"),
    ],
    ids=["numb", "left early"],
)
def test_low_peaks_that_do_not_count_are_explained(entries: list[Exposure], why: str) -> None:
    advice = told(*entries)
    assert offered(advice) == (Action.REPEAT, "low")
    assert re.search(why, str(advice).lower())


HISTORY = st.lists(
    st.tuples(
        st.sampled_from([0.0, 10.0, 20.0, 30.0, 35.0, 42.5, 50.0, 70.0, 80.0, 100.0, None]),
        st.sampled_from([0.1, 1.0, 1.0, 2.0]),
        st.sampled_from(["no", "no", "early", "by agreement"]),
        st.sampled_from([None, None, 0.0, 69.9, 70.0]),
    ),
    max_size=4,
)


def mastered(course: list[Exposure], rung: str = "low", policy: Policy = DEFAULT) -> bool:
    ladder = build_ladder(infer(Course(graph=graph()).add(*course), at=DAY + timedelta(days=60)))
    place = [step.id for step in ladder.rungs].index(rung)
    return bool(policy.done(view_of(ladder))[0, place])


def history(steps: list[Any]) -> list[Exposure]:
    day, made = 0.0, []
    for peak, wait, stopped, numb in steps:
        day += wait
        made.append(did("low", peak, day=day, stopped=stopped, measures={} if numb is None else {"numbness": numb}))
    return made


@given(steps=HISTORY, name=st.sampled_from(["default", "peak", "comfort", "minimal"]))
def test_what_is_said_to_be_needed_is_enough_and_not_too_much(steps: list[Any], name: str) -> None:
    entries, rule = history(steps), RULES[name]
    advice = told(*entries, policy=rule, cap_chance=0.99)
    if advice.rung is None or advice.rung.id != "low":
        return
    needed, low = advice.then[0], did("low", advice.then[0].values["limit"], day=40)
    if needed.code == "needed_one":
        assert mastered([*entries, low], policy=rule)
        enough = low.peak == 100.0 or name == "peak"  # this one asks for less than 30, and is told a whole number
        assert enough or not mastered([*entries, did("low", (low.peak or 0) + 0.1, day=40)], policy=rule)
    else:
        assert needed.code == "needed_several"
        assert 1 <= needed.values["days"] <= needed.values["count"] != 1
        more = [did("low", low.peak, day=40 + day) for day in range(needed.values["count"])]
        assert mastered([*entries, *more], policy=rule)
        assert not mastered([*entries, *more[:-1]], policy=rule)


@pytest.mark.parametrize("days", [1, 2, 3])
def test_what_is_said_to_be_needed_counts_the_days_that_are_still_missing(days: int) -> None:
    rule = replace(DEFAULT, done=LastAtMost(last=3, days=days))
    entries = [did("low", 20), did("low", 20, day=0.1)]
    needed = told(*entries, policy=rule).then[0]
    count = 1 if needed.code == "needed_one" else needed.values["count"]
    limit = needed.values["limit"]
    assert mastered([*entries, *(did("low", limit, day=40 + day) for day in range(count))], policy=rule)


@pytest.mark.parametrize("last", [40.0, 42.5, 42.6, 49.5, 69.5, 69.6])
def test_the_number_that_is_shown_is_enough(last: float) -> None:
    text = str(told(did("low", last)))
    found = re.search(r"one more peak of (\d+) or less", text)
    assert found is not None
    assert mastered([did("low", last), did("low", float(found[1]), day=40)])


DRAWN_FROM = [rule for rule in RULES.values() if rule.name != "random"]


@pytest.mark.parametrize("rule", DRAWN_FROM, ids=[rule.name for rule in DRAWN_FROM])
@pytest.mark.parametrize("entries", [(), (did("mid", 60),), done("low")], ids=["nothing", "one", "mastered"])
def test_the_step_said_to_come_next_is_the_one_the_rule_turns_to(rule: Policy, entries: tuple[Any, ...]) -> None:
    advice = told(*entries, policy=rule)
    assert advice.rung is not None
    view = view_of(advice.ladder)
    finished = rule.done(view)
    finished[0, [rung.id for rung in advice.ladder.rungs].index(advice.rung.id)] = True
    following = int(rule.pick(view, finished)[0])
    (said,) = [reason for reason in advice.then if reason.code.startswith("next_")]
    assert said.values.get("id") == (advice.ladder.rungs[following].id if following >= 0 else None)


def test_what_is_said_to_come_next_waits_for_what_it_needs() -> None:
    steps = (
        Situation(id="start", title="Start", distress=20),
        Situation(id="first", title="First", distress=60),
        Situation(id="after", title="After", distress=40, requires=("first",)),
    )
    advice = told(about=graph(situations=steps))
    assert advice.then[1].values["id"] == "first"


def test_a_ladder_is_only_said_to_be_done_when_nothing_is_left_above_the_cap() -> None:
    assert [reason.code for reason in told(cap=30).then][1] == "next_waits"
    assert [reason.code for reason in told(*done("low"), about=small()).then][1] == "next_none"


def test_what_comes_next_is_compared_with_what_was_written() -> None:
    eased, higher = told(did("low", 0)), told(did("low", 80))
    (low,), (high,) = ([r for r in advice.then if r.code.startswith("next_")] for advice in (eased, higher))
    assert (low.code, high.code) == ("next_eased", "next_higher")
    assert low.values["now"] < low.values["was"] == 45.0 == high.values["was"] < high.values["now"]
    assert low.values["now"] == eased.ladder["mid"].expected
    assert told().then[1].code == "next_same"


def test_the_numbers_in_the_reasons_are_those_of_the_log() -> None:
    advice = told(did("low", 55), did("low", 45, day=1), did("low", 65, day=2))
    last = values(advice.because, "last_peaks")
    assert (last["peaks"], last["mean"]) == ([45.0, 65.0], 55.0)
    rule = values(advice.because, "rule")
    assert rule == {"name": DEFAULT.name, "standing": DEFAULT.standing, "source": DEFAULT.source}


@pytest.mark.parametrize(
    ("advice", "code", "number"),
    [
        (lambda: told(*done("low"), *SPIKES), Screen.SUPPORT, 90.0),
        (lambda: told(*done("low"), did("high", 95, day=2), did("mid", 95, day=3)), Screen.VERY_HIGH, 90.0),
        (lambda: told(*all_done("low", "mid", "high"), cap=60), Screen.ABOVE_CAP, 60.0),
        (lambda: told(*(did("low", 50, day=i / 24) for i in range(3)), days=0.2), Screen.ENOUGH_TODAY, 3),
        (lambda: told(*(did("low", 50, day=i) for i in range(7)), days=6.2, per_week=7), Screen.ENOUGH_THIS_WEEK, 7),
        (lambda: told(did("low", 50), days=0.01, rest_minutes=20), Screen.NOT_RESTED, 20),
        (lambda: told(policy=replace(DEFAULT, pick=InBand(70, 90)), start_below=40), Screen.START_LOW, 40),
    ],
    ids=["support", "very_high", "above_cap", "enough_today", "enough_this_week", "not_rested", "start_low"],
)
def test_a_screen_that_acted_gives_the_number_it_used(advice: Callable[[], Advice], code: str, number: float) -> None:
    assert number in values(advice().because, code).values()


# ---------------------------------------------------------------------------------------------------------- sentences


def on(scale: str) -> Callable[..., SituationGraph]:
    return lambda **more: graph(shown=scale, **more)


SCENARIOS: dict[str, Callable[[Callable[..., SituationGraph]], Advice]] = {
    "start": lambda make: told(about=make()),
    "repeat": lambda make: told(did("low", 60), about=make()),
    "several": lambda make: told(did("low", 80), about=make()),
    "eased": lambda make: told(did("low", 0), about=make()),
    "in words": lambda make: told(did("low", 60), policy=RULES["half"], about=make()),
    "last rung": lambda make: told(*done("low"), did("mid", 60, day=3), about=make(situations=graph().situations[:2])),
    "untried": lambda make: told(*done("low"), about=make()),
    "overridden": lambda make: told(
        did("low", 60), Override(situation="mid", at=DAY + timedelta(days=1), by="T", reason="agreed"), about=make()
    ),
    "support": lambda make: told(*done("low"), *SPIKES, about=make()),
    "very high": lambda make: told(*done("low"), did("high", 95, day=2), did("mid", 95, day=3), about=make()),
    "today": lambda make: told(*(did("low", 50, day=i / 24) for i in range(3)), days=0.2, about=make()),
    "week": lambda make: told(*(did("low", 50, day=i) for i in range(7)), days=6.2, per_week=7, about=make()),
    "very high once": lambda make: told(did("low", 95), policy=RULES["untouched"], about=make()),
    "refused": lambda make: told(*(did("low", day=day, happened="refused") for day in range(3)), about=make()),
    "gone on by words": lambda make: told(
        *(did("low", 60, end=10, day=day) for day in (0, 1)), policy=RULES["half"], about=make()
    ),
    "waits for another": lambda make: told(
        did("low", 60),
        Override(situation="after", at=DAY + timedelta(days=1), by="T", reason="agreed"),
        about=make(
            situations=(*graph().situations[:2], Situation(id="after", title="A", distress=30, requires=("mid",)))
        ),
    ),
    "waits for support": lambda make: told(
        *SPIKES, Override(situation="low", at=DAY + timedelta(days=20), by="T", reason="agreed"), about=make()
    ),
    "complete but for a yes": lambda make: told(
        *all_done("low", "mid"),
        days=7,
        about=make(situations=(*graph().situations[:2], Situation(id="hug", title="A", distress=50, consent=("Kim",)))),
    ),
    "all high": lambda make: told(about=make(situations=graph().situations[2:3])),
    "left early": lambda make: told(did("low", 60, stopped="early"), policy=RULES["untouched"], about=make()),
    "above cap": lambda make: told(*all_done("low", "mid", "high"), cap=60, about=make()),
    "nothing below the cap": lambda make: told(about=make(), cap=1),
    "complete": lambda make: told(*all_done("low", "mid"), days=7, about=make(situations=graph().situations[:2])),
    "booster": lambda make: told(*all_done("low", "mid"), about=make(situations=graph().situations[:2])),
    "low energy": lambda make: told(*done("low"), did("mid", 60, day=3), about=make(), low_energy=True),
    "lasted": lambda make: told(*done("low"), did("mid", 80, day=3, series=[(240, 75)]), about=make()),
    "step back": lambda make: told(
        *done("low"), *(did("mid", 70, day=day, stopped="early") for day in (3, 4)), about=make()
    ),
    "step back to nothing": lambda make: told(
        *(did("low", 70, day=day, stopped="early") for day in (3, 4)), about=make()
    ),
    "step back by a rule of one's own": lambda make: told(
        *done("low"), did("mid", 60, day=3), policy=replace(DEFAULT, back=lambda view: view.current >= 0), about=make()
    ),
    "the rest above the cap": lambda make: told(about=make(), cap=30),
    "numb": lambda make: told(*(did("low", 10, day=day, measures={"numbness": 90}) for day in (0, 1)), about=make()),
    "left early before": lambda make: told(did("low", 10, stopped="early"), did("low", 10, day=1), about=make()),
    "drawn": lambda make: told(did("low", 60), policy=RULES["random"], about=make()),
    "not rested": lambda make: told(did("low", 60), days=0.01, about=make()),
    "drawn high": lambda make: told(policy=replace(DEFAULT, pick=InBand(70, 90)), about=make()),
    "many": lambda make: told(*(did("low", 50, day=day) for day in range(12)), about=make()),
}


def written_codes() -> set[str]:
    """Every code that the source can put into a reason: first arguments, and the texts that become one."""
    tree = ast.parse(Path(exposure_ladder.advice.reasons.__file__).read_text(encoding="utf-8"))
    found: set[str] = {str(name) for name in Screen}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Reason" and node.args:
            found |= {
                n.value for n in ast.walk(node.args[0]) if isinstance(n, ast.Constant) and isinstance(n.value, str)
            }
        if isinstance(node, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id in {"code", "codes", "change"} for t in node.targets
        ):
            found |= {n.value for n in ast.walk(node.value) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return found


def used(advice: Advice) -> set[str]:
    return {reason.code for reason in (*advice.because, *advice.then, *advice.as_good)}


def test_every_code_has_an_english_sentence() -> None:
    known = written_codes()
    assert known >= {
        "nothing_yet",
        "last_peaks",
        "needed_one",
        "next_eased",
        "overridden",
        "booster",
        "left_early",
        "held",
    }
    assert known <= set(ENGLISH)
    assert {action.name for action in Action} - {"BOOSTER"} <= set(ENGLISH)


def test_the_scenarios_here_use_every_code_and_every_action() -> None:
    advice = [make(graph) for make in SCENARIOS.values()]
    assert written_codes() - set().union(*map(used, advice)) == set()
    assert {each.action for each in advice} == set(Action)


@pytest.mark.parametrize("scale", list(Scale))
@pytest.mark.parametrize("name", SCENARIOS)
def test_every_sentence_can_be_said_on_every_scale(name: str, scale: Scale) -> None:
    text = str(SCENARIOS[name](on(scale)))
    assert not set("{}") & set(text)
    assert "nan" not in text.lower()
    assert "None" not in text
    assert "R" in text


@pytest.mark.parametrize("name", SCENARIOS)
def test_numbers_of_another_scale_never_stand_unmarked(name: str) -> None:
    text = str(SCENARIOS[name](on("0-10")))
    loose = re.sub(
        r"\d{4}-\d\d-\d\d|\d+ days ago|\d+ minutes|"
        r"step \d+|[^(;]*\(counted on 0–100\)|\(rule [^\n]*|With \d+|from \d+|about \d+ entries",
        "",
        text,
    )
    assert [number for number in re.findall(r"\d+(?:\.\d+)?", loose) if float(number) > 10] == []


def test_each_scale_shows_its_own_numbers() -> None:
    shown = {scale: str(told(did("low", 50), did("low", 35, day=1), about=on(scale)())) for scale in Scale}
    assert "were 50 and 35, mean 42.5" in shown[Scale.SUDS]
    assert "were 5 and 3.5, mean 4.2" in shown[Scale.TEN]
    assert "were 4 and 2.8, mean 3.4" in shown[Scale.EIGHT]
    assert "peak of 3.5 or less" in shown[Scale.TEN]
    assert "peak of 2.8 or less" in shown[Scale.EIGHT]
    numbers = [told(did("low", 50), about=on(scale)()).as_dict() for scale in Scale]
    assert numbers[0] == numbers[1] == numbers[2]


ORDERS = re.compile(r"\b(must|have to|has to|need to|needs to|ought|never give up|don't|do not)\b", re.IGNORECASE)
CLAIMS = re.compile(
    r"\b(treat(s|ed|ment|ments|ing)?|cure[sd]?|heal(s|ed|ing)?|therap(y|ies)|clinical\w*|proven|diagnos\w+|patients?|"
    r"guarantee\w*|fail(s|ed|ure|ures)?|relapse\w*|streaks?|score[sd]?|badges?)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", SCENARIOS)
def test_options_are_offered_not_ordered_and_nothing_is_claimed(name: str) -> None:
    text = str(SCENARIOS[name](graph))
    *body, footer = text.splitlines()
    assert footer == "Options, not orders; not a treatment. R decides. See SAFETY.md."
    assert not ORDERS.search("\n".join(body))
    assert not CLAIMS.search("\n".join(body))


def test_no_sentence_of_the_table_orders_or_claims() -> None:
    about_models = ("score_", "seen_scorecard")  # what a learning model shows and must fail
    people = {code: sentence for code, sentence in ENGLISH.items() if not code.startswith(about_models)}
    plain = {code: sentence.replace("not a treatment", "") for code, sentence in people.items()}
    assert [code for code, sentence in plain.items() if ORDERS.search(sentence) or CLAIMS.search(sentence)] == []


def test_every_sentence_has_only_named_places_for_values() -> None:
    for code, sentence in ENGLISH.items():
        names = [name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None]
        assert all(name.isidentifier() for name in names), code


@pytest.mark.parametrize("name", SCENARIOS)
def test_something_else_is_always_as_good(name: str) -> None:
    advice = SCENARIOS[name](graph)
    kinds = set(codes(advice.as_good))
    assert kinds
    assert "enough" in kinds or advice.action is Action.SEEK_SUPPORT
    assert advice.rung is not None or all(code.startswith("then_") for code in codes(advice.then))


# ------------------------------------------------------------------------------------------------- plain data, purity


@pytest.mark.parametrize("name", SCENARIOS)
def test_advice_as_a_dict_is_plain_json(name: str) -> None:
    advice = SCENARIOS[name](graph)
    plain = advice.as_dict()
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    assert plain["format"] == 1
    assert plain["kind"] == "advice"
    assert plain["version"]
    assert plain["action"] == advice.action.name
    assert plain["rule"]["name"] == advice.policy.name
    assert [reason["code"] for reason in plain["because"]] == codes(advice.because)
    if advice.rung is None:
        assert plain["rung"] is plain["expect"] is None
    else:
        assert plain["rung"]["id"] == advice.rung.id
        assert 0.0 <= plain["expect"]["low"] <= plain["expect"]["peak"] <= plain["expect"]["high"] <= 100.0


def test_the_same_course_gets_the_same_advice() -> None:
    course = Course(graph=closer()).add(*FOUR)
    first, again = (advise(build_ladder(infer(course, at=march(10)))) for _ in range(2))
    assert first.as_dict() == again.as_dict()
    assert str(first) == str(again)


def test_a_course_kept_in_the_database_of_an_app_gets_the_same_advice() -> None:
    course = Course(graph=closer()).add(*FOUR)
    kept = Course.model_validate_json(course.model_dump_json())
    first, again = (advise(build_ladder(infer(each, at=march(10)))) for each in (course, kept))
    assert first.as_dict() == again.as_dict()


def test_advice_leaves_the_course_as_it_was() -> None:
    course = Course(graph=closer()).add(*FOUR)
    before = course.model_dump()
    for rule in RULES.values():
        advise(build_ladder(infer(course, at=march(10))), policy=rule, rng=np.random.default_rng(1))
    assert course.model_dump() == before


def test_a_step_that_was_rated_without_practice_is_not_called_unrated() -> None:
    text = str(told(Rating(situation="low", at=DAY, distress=30)))
    assert "With 1 rated entry" in text
    assert "not been rated" not in text


def test_entries_after_the_moment_are_not_read() -> None:
    early = told(*done("low"), days=2)
    later = told(
        *done("low"),
        did("low", 90, day=3),
        Override(situation="high", at=DAY + timedelta(days=4), by="T", reason="x"),
        days=2,
    )
    assert early.as_dict() == later.as_dict()


def test_advice_can_be_fitted_to_a_width() -> None:
    advice = told(*done("low"))
    assert max(map(len, advice_sheet(advice).text(60).splitlines())) <= 60
    assert advice_sheet(advice).text(60).split() == advice_sheet(advice).text().split()


# ---------------------------------------------------------------------------------------------- what rules may look at


def test_a_view_holds_what_was_given_newest_first_and_nothing_else() -> None:
    entries = [
        did("low", 60, day=0, start=30, end=20, minutes=15, expected=40, expectancy_before=80, expectancy_after=50),
        did("low", day=1, stopped="early", measures={"numbness": 10, "tolerance": 55}),
        did("mid", 50, day=2, happened="refused"),
        did("gone", 95, day=3),
    ]
    advice = told(*entries, days=4)
    view = view_of(advice.ladder)
    place = {rung.id: at for at, rung in enumerate(advice.ladder.rungs)}
    low = {measure: view.recent[measure][0, place["low"]] for measure in Measure}
    day = float((DAY + timedelta(days=1)).toordinal())
    given_first = {
        Measure.PEAK: np.nan,
        Measure.ESCAPED: 1.0,
        Measure.NUMBNESS: 10.0,
        Measure.TOLERANCE: 55.0,
        Measure.DAY: day,
        Measure.ABOVE_PLAN: np.nan,
    }
    given_before = {
        Measure.PEAK: 60.0,
        Measure.START: 30.0,
        Measure.END: 20.0,
        Measure.MINUTES: 15.0,
        Measure.ESCAPED: 0.0,
        Measure.NUMBNESS: np.nan,
        Measure.EXPECTANCY_BEFORE: 80.0,
        Measure.EXPECTANCY_AFTER: 50.0,
        Measure.ABOVE_PLAN: 20.0,
        Measure.DAY: day - 1.0,
    }
    for age, expected in enumerate((given_first, given_before)):
        for measure, value in expected.items():
            assert np.array_equal(low[measure][age], value, equal_nan=True), measure
    assert all(np.isnan(low[measure][2:]).all() for measure in Measure)
    assert all(np.isnan(view.recent[measure][0, place["mid"]]).all() for measure in Measure)
    assert (view.current.tolist(), view.days_since.tolist()) == ([place["low"]], [3.0])
    assert (view.today.tolist(), view.week.tolist(), view.very_high.tolist()) == ([0], [3], [1])
    assert view.held.tolist() == [True]  # the last practice was another situation, and it came to 95


def test_a_view_remembers_only_the_newest() -> None:
    ladder = told(*(did("low", 10.0 * i, day=i) for i in range(8))).ladder
    assert view_of(ladder).recent[Measure.PEAK][0, 0].tolist() == [70.0, 60.0, 50.0, 40.0, 30.0]


@pytest.mark.parametrize("count", range(RECENT + 3))
def test_very_high_peaks_are_counted_among_the_last_five(count: int) -> None:
    spikes = [did(("low", "mid")[i % 2], 90, day=i) for i in range(count)]
    assert view_of(told(*spikes).ladder).very_high.tolist() == [min(count, RECENT)]
    calm = [did("low", 89.9, day=20 + i) for i in range(2)]
    assert view_of(told(*spikes, *calm).ladder).very_high.tolist() == [min(count, RECENT - 2)]


# ---------------------------------------------------------------------------------------- rules beside each other


RULES_COMPARED = [RULES["default"], RULES["minimal"], RULES["untouched"]]


def test_rules_are_compared_on_what_really_happened() -> None:
    course = Course(graph=closer()).add(*FOUR, Rating(situation="day", at=march(8), distress=15))
    comparison = compare_rules(course, policies=RULES_COMPARED)
    assert comparison.names == ("default", "minimal", "untouched")
    assert [row.practised for row in comparison.rows] == ["day", "day", "film", "film"]
    for row in comparison.rows:
        belief = infer(course, at=row.at).predict(row.at + timedelta(minutes=30))
        advice = [advise(build_ladder(belief), policy=rule) for rule in RULES_COMPARED]
        assert row.offers == tuple((each.action.name, each.rung.id if each.rung else None) for each in advice)
    assert comparison.parted == 0
    assert comparison.rows[0].offers == (("REPEAT", "day"), ("REPEAT", "day"), ("ADVANCE", "film"))


def test_rules_that_never_part_say_so() -> None:
    course = Course(graph=closer()).add(*FOUR)
    assert compare_rules(course, policies=[DEFAULT, replace(DEFAULT, name="twin")]).parted is None
    assert compare_rules(Course(graph=closer()), policies=RULES_COMPARED).rows == ()
    drawn = [compare_rules(course, policies=[RULES["random"]], rng=np.random.default_rng(5)) for _ in range(2)]
    assert [row.offers for row in drawn[0].rows] == [row.offers for row in drawn[1].rows]


def test_rules_are_compared_under_the_consents_of_the_time() -> None:
    yes = Consent(situation="hug", person="partner", at=march(8)).bound(closer())
    comparison = compare_rules(Course(graph=closer()).add(*FOUR, yes), policies=[DEFAULT])
    assert len(comparison.rows) == 4
