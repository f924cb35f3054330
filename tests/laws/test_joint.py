"""Two people: the less comfortable one decides, a higher rating opens nothing, and nothing private is shown."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposure_ladder import Consent, Course, Exposure, Rating, Settings, Situation, SituationGraph
from exposure_ladder.advice import JointPlan, plan_together
from exposure_ladder.errors import ImpossibleLadderError, UnknownSituationError
from exposure_ladder.records import Kind
from exposure_ladder.text.notice import TOLD_FIRST
from strategies import START, Dice

STEPS = ("tell", "listen", "sit", "hold")
NOW = START + timedelta(days=20)
AUTHORED = (30.0, 20.0, 50.0, 60.0, 88.0, 95.0, None)
PEAKS = (20.0, 10.0, 30.0, 25.0, 35.0, 30.0, 15.0, 45.0, 92.0)
SECRET = "blue-heron"


def person(dice: Dice, name: str, *, plain: bool = False) -> Course:
    """Return one person's course: mostly mastered and agreed, with every kind of exception."""
    situations, log, consents = [], [], []
    for place, step in enumerate(STEPS):
        needs = STEPS[place - 1 : place] if place and dice.roll() % 4 == 1 else ()
        suds = 30.0 + place if plain else dice.pick(AUTHORED)
        note = f"{SECRET} {name}"
        situations.append(
            Situation(
                id=step,
                title=f"Do {step}" if dice.roll() % 4 else f"{SECRET} {name} {step}",
                distress=suds,
                kind="touch" if place > 1 else None,
                consent=("other",),
                requires=needs,
                feared=note,
            )
        )
        for practice in range(2 if plain and place < 2 else dice.pick((2, 0, 1, 2, 3))):
            days = 1 + 3 * place + practice
            felt = {"numbness": 80.0} if dice.roll() % 7 == 1 else {}
            stopped = "early" if dice.roll() % 9 == 1 else "no"
            entry = Exposure(
                situation=step,
                at=START + timedelta(days=days),
                peak=dice.pick(PEAKS),
                stopped=stopped,
                measures=felt,
                note=note,
            )
            log.append(entry)
        if dice.roll() % 5 == 1:
            log.append(Rating(situation=step, at=START + timedelta(days=19, minutes=place), distress=dice.pick(PEAKS)))
        given = dice.roll() % 6 != 1
        consents.append(Consent(situation=step, person="other", at=NOW - timedelta(days=3), given=given))
    graph = SituationGraph(
        title=f"{SECRET} {name}",
        client=name,
        goal=dice.pick((None, "hold")) or (),
        enough=dice.pick((None, None, "sit")),
        rated=dice.pick((None, None, None, "example")),
        screened=None if dice.roll() % 6 == 1 else NOW.date(),
        situations=tuple(situations),
    )
    return Course(graph=graph, settings=Settings(per_day=dice.pick((3, 1)))).add(
        *log, *(said.bound(graph) for said in consents)
    )


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Course, Course]:
    dice = Dice(draw(st.binary(min_size=120, max_size=120)))
    return person(dice, "A"), person(dice, "B")


def together(one: Course, two: Course, steps: tuple[str, ...] = STEPS) -> JointPlan:
    return plan_together(one, two, steps=steps, at=NOW)


def raised(course: Course, at: int, by: float) -> Course:
    """Return the course with one of its ratings raised: a number of the plan, a peak, a re-rating or numbness."""
    plain: dict[str, Any] = course.model_dump(mode="json")
    places: list[tuple[Any, str]] = [(s, "distress") for s in plain["graph"]["situations"] if s["distress"] is not None]
    for entry in plain["log"]:
        places += [(entry, key) for key in ("peak", "distress") if key in entry]
        places += [(entry["measures"], "numbness")] if entry.get("measures") else []
    if not places:
        return course
    thing, key = places[at % len(places)]
    thing[key] = min(100.0, thing[key] + by)
    return Course.model_validate(plain)


def test_a_step_opens_when_both_are_ready_and_not_before() -> None:
    """The two first steps mastered by both on two days; so the third is open, and the fourth waits for it."""
    assert together(READY, READY).open == ("tell", "listen", "sit")
    behind = READY.model_copy(update={"log": READY.log[2:]})  # one of them has not done the first step
    assert together(READY, behind).open == together(behind, READY).open == ("tell",)
    assert together(behind, behind).open == ("tell",)


@settings(max_examples=30)
@given(pair=pairs())
def test_the_less_comfortable_one_decides_at_every_step(pair: tuple[Course, Course]) -> None:
    one, two = pair
    plan = together(one, two)
    assert set(plan.open) <= set(together(one, one).open) & set(together(two, two).open)
    assert plan.open == together(two, one).open
    assert [step.first for step in plan.steps] == [0, 1, 0, 1]


@given(pair=pairs(), which=st.booleans(), at=st.integers(0, 40), by=st.sampled_from([0.5, 5.0, 30.0, 100.0]))
def test_a_higher_rating_of_either_never_opens_anything(
    pair: tuple[Course, Course], which: bool, at: int, by: float
) -> None:
    one, two = pair
    changed = (raised(one, at, by), two) if which else (one, raised(two, at, by))
    assert set(together(*changed).open) <= set(together(one, two).open)


@given(pair=pairs(), which=st.booleans(), at=st.integers(0, 3), by=st.sampled_from([5.0, 30.0, 100.0]))
def test_nor_does_a_higher_number_in_the_plan(pair: tuple[Course, Course], which: bool, at: int, by: float) -> None:
    """Not even that of the step at which one of them agreed to stop."""
    steps = list(pair[which].graph.situations)
    if steps[at].distress is not None:
        steps[at] = steps[at].model_copy(update={"distress": min((steps[at].distress or 0.0) + by, 100.0)})
    more = written(pair[which], situations=tuple(steps))
    assert set(together(more, pair[1 - which]).open) <= set(together(*pair).open)


def test_an_agreed_stop_is_a_place_on_the_list_and_no_number() -> None:
    stops = written(READY, enough="listen")
    assert together(READY, stops).open == together(stops, READY).open == ("tell", "listen")
    elsewhere = ("tell", "sit", "hold")  # the step at which they stop is not on the list
    fresh = stops.model_copy(update={"log": ()})
    assert together(READY, fresh, elsewhere).open == ()


def test_what_was_noted_today_closes_at_once_and_opens_nothing() -> None:
    behind = READY.model_copy(update={"log": READY.log[2:]})
    today = [Exposure(situation="tell", at=NOW - timedelta(hours=9 - hour), peak=10) for hour in (0, 1)]
    yesterday = [entry.model_copy(update={"at": entry.at - timedelta(days=1 + at)}) for at, entry in enumerate(today)]
    assert together(READY, behind.add(*today)).open == ("tell",)
    assert together(READY, behind.add(*yesterday)).open == ("tell", "listen", "sit")
    assert together(READY, READY.add(Exposure(situation="tell", at=NOW - timedelta(hours=3), peak=95))).open == ()


@settings(max_examples=30)
@given(pair=pairs(), which=st.booleans(), step=st.sampled_from(STEPS))
def test_without_both_recorded_answers_nothing_is_open(pair: tuple[Course, Course], which: bool, step: str) -> None:
    silent = pair[which].model_copy(update={"consents": tuple(c for c in pair[which].consents if c.situation != step)})
    assert step not in together(silent, pair[1 - which]).open
    no = Consent(situation=step, person="other", at=NOW, given=False)
    assert step not in together(pair[which].add(no), pair[1 - which]).open
    late = plan_together(*pair, steps=STEPS, at=NOW + timedelta(days=40))
    assert late.open == (), "a yes runs out"
    unasked = pair[which].graph.model_copy(update={"screened": None})
    gated = pair[which].model_copy(update={"graph": unasked})
    assert not {"sit", "hold"} & set(together(gated, pair[1 - which]).open)


def written(course: Course, **change: Any) -> Course:
    """Return the course with another graph, or with other numbers for the step `tell`."""
    if "distress" in change:
        tell, *others = course.graph.situations
        change = {"situations": (tell.model_copy(update=change), *others)}
    return course.model_copy(update={"graph": course.graph.model_copy(update=change)})


READY = written(person(Dice(b"\x02" * 200), "A", plain=True), enough=None)


@pytest.mark.parametrize(
    ("other", "opened"),
    [
        (written(READY.model_copy(update={"log": ()}), distress=89.0), ("tell",)),
        (written(READY.model_copy(update={"log": ()}), distress=90.0), ()),
        (written(READY.model_copy(update={"log": ()}), distress=None), ()),
        (written(READY.model_copy(update={"log": ()}), rated="example"), ()),
        (READY.add(Rating(situation="tell", at=NOW - timedelta(days=1), distress=90)), ("listen", "sit")),
        (READY.add(Rating(situation="tell", at=NOW + timedelta(days=1), distress=90)), ("tell", "listen", "sit")),
        (written(READY, enough="tell"), ("tell",)),
        (written(READY, goal=("hold",), screened=None), ("tell", "listen")),
    ],
    ids=["below the cap", "at the cap", "no number", "an example's", "re-rated", "later", "enough", "goal barred"],
)
def test_the_latest_own_number_decides_and_what_one_wishes_alone_does_not(
    other: Course, opened: tuple[str, ...]
) -> None:
    """What both agreed on replaces a goal, never where one of them stops; numbers of an example are nobody's."""
    assert together(READY, other).open == together(other, READY).open == opened


def test_support_comes_before_any_step_after_very_high_distress_again_and_again() -> None:
    high = [Exposure(situation="else", at=NOW - timedelta(days=day), peak=95) for day in (2, 3, 4)]
    assert together(READY, READY.with_log(high[:2])).open == ("tell", "listen", "sit")
    assert together(READY, READY.with_log(high)).open == ()


def test_the_least_rest_of_either_holds_for_both() -> None:
    just_now = READY.add(Exposure(situation="tell", at=NOW - timedelta(minutes=6), peak=20))
    assert together(READY, just_now).open == together(just_now, READY).open == ()


def test_a_step_that_asks_nobody_is_never_open() -> None:
    steps = tuple(s.model_copy(update={"consent": (), "kind": None}) for s in READY.graph.situations)
    alone = READY.model_copy(update={"graph": READY.graph.model_copy(update={"situations": steps})})
    assert together(READY, alone).open == ()


def test_the_slower_limit_holds_for_both() -> None:
    busy = READY.add(Exposure(situation="tell", at=NOW - timedelta(hours=1), peak=20))
    slow = READY.model_copy(update={"settings": Settings(per_day=1)})
    assert together(READY, busy).open
    assert together(slow, busy).open == together(busy, slow).open == ()
    week = READY.model_copy(update={"settings": Settings(per_week=1)})
    assert together(busy, week).open == ()


@given(pair=pairs())
def test_a_joint_view_holds_no_number_and_no_word_of_one_side(pair: tuple[Course, Course]) -> None:
    """Exactly these keys; a title only where both wrote the same one; nothing else depends on either course."""
    plain = together(*pair).as_dict()
    assert set(plain) == {"format", "kind", "at", "told_first", "steps"}
    shared = {
        s.title
        for s in pair[0].graph.situations
        if any(s.id == o.id and s.title == o.title for o in pair[1].graph.situations)
    }
    for at, step in enumerate(plain["steps"]):
        assert set(step) == {"id", "title", "open", "first"}
        assert (step["id"], step["first"]) == (STEPS[at], at % 2)
        assert step["title"] is None or step["title"] in shared
        assert type(step["open"]) is bool
    assert SECRET not in json.dumps(plain)


def test_both_are_told_beforehand_that_even_this_says_something() -> None:
    assert 'says of each step only "open" or "not yet"' in TOLD_FIRST
    assert "Even that says something" in TOLD_FIRST
    assert "that is success" in TOLD_FIRST


def test_an_order_against_prerequisites_is_refused_and_so_is_an_unknown_step() -> None:
    steps = (
        Situation(id="ask", title="Ask", distress=20, consent=("other",)),
        Situation(id="hug", title="Hug", distress=30, consent=("other",), requires=("ask",)),
    )
    course = Course(graph=SituationGraph(title="t", situations=steps))
    with pytest.raises(ImpossibleLadderError, match="after what it requires"):
        together(course, course, ("hug", "ask"))
    with pytest.raises(UnknownSituationError) as caught:
        together(course, course, ("ask", "kiss"))
    assert "hug" not in str(caught.value), "the other steps of either are private"


def with_step(course: Course, name: str, **more: Any) -> Course:
    """Return a course with one step changed, and the yes to it bound to what it says then."""
    steps = [s.model_copy(update=more) if s.id == name else s for s in course.graph.situations]
    graph = course.graph.model_copy(update={"situations": tuple(steps)})
    said = tuple(c.model_copy(update={"wording": None}).bound(graph) for c in course.consents)
    return course.model_copy(update={"graph": graph, "consents": said})


def test_different_words_for_one_step_are_not_yet() -> None:
    other = with_step(READY, "sit", title="Do something else")
    assert "sit" in together(READY, READY).open
    assert "sit" not in together(READY, other).open
    assert "sit" in together(READY, with_step(READY, "sit", title="DO SIT")).open


def test_the_stricter_kind_of_two_is_asked_of_both() -> None:
    stricter = with_step(READY, "sit", kind=Kind.SEXUAL)
    grown = stricter.model_copy(update={"graph": stricter.graph.model_copy(update={"adults": True})})
    assert "sit" in together(grown, grown).open
    assert "sit" not in together(READY, grown).open  # the other file does not say that everybody is an adult
    assert "sit" not in together(grown, READY).open


def closings() -> dict[str, Course]:
    """Return what closes the step "sit" for one of two, by its cause."""
    step = next(s for s in READY.graph.situations if s.id == "sit")
    graph, log = READY.graph, READY.log
    no = Consent(situation="sit", person="other", at=NOW - timedelta(days=1), given=False)
    high = [Exposure(situation="sit", at=NOW - timedelta(days=n), peak=95, end=95) for n in (2, 1)]
    return {
        "not screened": READY.model_copy(update={"graph": graph.model_copy(update={"screened": None})}),
        "screened long ago": READY.model_copy(
            update={"graph": graph.model_copy(update={"screened": NOW.date() - timedelta(days=200)})}
        ),
        "withdrawn": READY.add(no),
        "no yes": READY.model_copy(update={"consents": tuple(c for c in READY.consents if c.situation != "sit")}),
        "not bound": READY.model_copy(
            update={"consents": tuple(c.model_copy(update={"wording": None}) for c in READY.consents)}
        ),
        "reworded": with_step(READY, "sit").model_copy(
            update={"consents": tuple(c.model_copy(update={"wording": "12345678"}) for c in READY.consents)}
        ),
        "very high": READY.add(*high),
        "not learned": READY.model_copy(update={"log": tuple(e for e in log if e.situation != "listen")}),
        "another kind": with_step(READY, "sit", kind=Kind.SEXUAL, consent=step.consent),
    }


@pytest.mark.parametrize("cause", closings())
@pytest.mark.parametrize("turn", [1, -1])
def test_a_closed_step_looks_the_same_whatever_closed_it(cause: str, turn: int) -> None:
    seen = together(*(READY, closings()[cause])[::turn]).as_dict()["steps"]
    shut = next(step for step in seen if step["id"] == "sit")
    assert shut == {"id": "sit", "title": "Do sit", "open": False, "first": 0}
    assert all(set(step) == {"id", "title", "open", "first"} for step in seen)
