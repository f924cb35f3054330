"""The card of one practice: its lines and their order, whose words stand on it, and what is never on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure_ladder import Course, Exposure, SituationGraph, advise, build_ladder, infer, template
from exposure_ladder.advice import Advice
from exposure_ladder.errors import ExposureLadderError
from exposure_ladder.practice import Card, card, card_html, card_sheet, habits_in, to_leave_out
from exposure_ladder.records.habits import Habit, habit

AT = datetime(2026, 3, 2, 20, tzinfo=UTC)
SECRET = "Zaphod"


def advice(course: Course, at: datetime = AT) -> Advice:
    return advise(build_ladder(infer(course, at=at)))


def plan(*steps: dict[str, Any], **keys: Any) -> Course:
    return Course(graph=SituationGraph.model_validate({"title": "Plan", "situations": list(steps), **keys}))


BUS: dict[str, Any] = {
    "id": "bus",
    "title": "Ride the bus for two stops",
    "distress": 30,
    "minutes": 10,
    "feared": "I will faint",
    "by_when": "before the second stop",
    "sign": "I lie on the floor",
    "stop_if": "the bus breaks down",
    "safety": ["my inhaler", "sitting by the door", "headphones"],
}


def did(step: str = "bus", day: int = 0, **fields: Any) -> Exposure:
    return Exposure(situation=step, at=AT - timedelta(days=30 - day), peak=fields.pop("peak", 40), **fields)


def labels(found: Card) -> list[str]:
    return [part.label for part in card_sheet(found).head if not isinstance(part, str)]


def test_the_lines_stand_in_their_order_and_distress_comes_last() -> None:
    assert labels(card(advice(plan(BUS)))) == [
        *("Why", "What exactly", "I fear that", "How likely", "I leave out", "Stopping"),
        *("Did it come", "If it came", "I learned", "Once more", "Fear", "Next time"),
    ]


def test_ratings_in_between_come_first_and_only_where_the_plan_asks_for_them() -> None:
    rated = card(advice(plan(BUS, ratings={"every": 5})))
    assert labels(rated)[6] == "Fear"
    assert "every 5 minutes" in str(rated)
    assert "every 5" not in str(card(advice(plan(BUS))))


def test_a_step_of_touch_is_never_rated_meanwhile_and_asks_whether_it_was_wanted() -> None:
    hug = {"id": "hug", "title": "Hug for ten seconds", "distress": 40, "kind": "touch", "consent": "Sam"}
    course = plan(BUS, hug, ratings={"every": 5}, screened=AT.date().isoformat())
    yes = {"situation": "hug", "person": "Sam", "at": AT - timedelta(days=1)}
    yes["wording"] = course.graph.situations[1].wording
    found = card(advice(Course.model_validate({"graph": course.graph, "consents": [yes]})), step="hug")
    assert (found.every, found.body) == (None, True)
    assert "Wanted" in labels(found)
    assert "Asked today" in labels(found)
    assert "A no needs no reason" in str(found)


def test_a_talk_in_turns_says_how_and_no_other_step_does() -> None:
    talk = card(advice(plan(BUS | {"tags": ["Listener"]})))
    assert labels(talk)[2] == "In turns"
    assert "the other only listens; then swap" in " ".join(str(talk).split())
    assert "In turns" not in labels(card(advice(plan(BUS))))


def test_the_words_of_the_plan_stand_on_the_card() -> None:
    text = " ".join(str(card(advice(plan(BUS, why="To see my sister")))).split())
    for part in ("To see my sister", "I will faint. By when: before the second stop.", "I lie on the floor"):
        assert part in text
    assert "I stop at once if the bus breaks down." in text
    assert "sitting by the door" in text
    assert "headphones" not in text
    assert "inhaler" not in text


def test_a_bare_card_holds_no_word_of_the_person() -> None:
    own = {key: f"{SECRET} {key}" if isinstance(value, str) else value for key, value in BUS.items()}
    found = card(advice(plan(own | {"id": "bus", "safety": [SECRET]}, why=SECRET)))
    for text in (card_sheet(found, bare=True).text(80), card_html([found], bare=True)):
        assert SECRET not in text
        assert "Step 1" in text


def test_nothing_of_the_person_is_in_a_repr_or_an_error() -> None:
    own = BUS | {"title": SECRET, "feared": SECRET, "safety": [SECRET]}
    found = advice(plan(own))
    assert SECRET not in repr(card(found)) + repr(habits_in(found.ladder.belief.course, at=AT))
    with pytest.raises(ExposureLadderError) as error:
        card(found, step="train")
    assert SECRET not in str(error.value)


def test_every_closed_step_gets_the_same_answer() -> None:
    hug = {"title": "Hug for ten seconds", "distress": 40, "kind": "touch", "consent": "Sam"}
    course = plan(BUS, hug | {"id": "hug"}, hug | {"id": "kiss", "consent": ["Sam", "Kim"]}, enough="bus")
    said = []
    for step in ("hug", "kiss"):
        with pytest.raises(ExposureLadderError) as error:
            card(advice(course), step=step)
        said.append(str(error.value).replace(step, "STEP"))
    assert len(set(said)) == 1


def test_there_is_no_card_where_no_step_is_offered() -> None:
    course = plan(BUS).add(*(did(day=30 - n % 2, peak=95, id=f"e{n}") for n in range(3)))
    found = advice(course)
    assert found.rung is None
    with pytest.raises(ExposureLadderError, match="No step is offered"):
        card(found)


# ---------------------------------------------------------------------------------------------------------- fading


def test_one_aid_is_offered_in_the_order_of_the_person_and_never_one_that_protects() -> None:
    step = plan(BUS).graph.situations[0]
    assert to_leave_out(plan(BUS), step, at=AT) == ("sitting by the door",)
    kept = [did(day=n, safety=["sitting by the door", "my inhaler"]) for n in range(3)]
    assert to_leave_out(plan(BUS).add(*kept[:2]), step, at=AT) == ("sitting by the door",)
    assert to_leave_out(plan(BUS).add(*kept), step, at=AT) == ("headphones",), "two no's end the offer"


def test_what_is_not_in_the_plan_is_offered_by_what_it_may_explain() -> None:
    bus = {key: value for key, value in BUS.items() if key != "safety"}
    log = [did(day=1, safety="humming"), did(day=2, safety="water", occurred="no"), did(day=3, safety="water")]
    course = plan(bus).add(*log)
    assert to_leave_out(course, course.graph.situations[0], at=AT) == ("water",)


def test_rituals_are_left_out_together_and_are_no_offer_that_ends() -> None:
    step = BUS | {"safety": ["a cloth", "wiping the seat", "asking if it is clean"]}
    course = plan(step).add(*(did(day=n, safety=["wiping the seat"]) for n in range(6)))
    found = card(advice(course, AT - timedelta(days=20)), step="bus")
    assert found.leave_out == ("wiping the seat", "asking if it is clean")
    assert "also afterwards, and in my head" in " ".join(str(found).split())


HABITS = st.sampled_from(
    ["water", "Water ", "my inhaler", "lorazepam", "wine", "wiping it", "company", "zzz", "a condom"]
)


@given(
    planned=st.lists(HABITS, max_size=4, unique=True),
    kept=st.lists(st.lists(HABITS, max_size=3, unique=True), max_size=8),
)
def test_fading_never_touches_what_protects_and_asks_for_one_thing_at_a_time(
    planned: list[str], kept: list[list[str]]
) -> None:
    course = plan(BUS | {"safety": planned}).add(*(did(day=n, safety=each) for n, each in enumerate(kept)))
    offered = to_leave_out(course, course.graph.situations[0], at=AT)
    assert all(habit(words).may_fade for words in offered)
    assert sum(habit(words) is Habit.AID for words in offered) <= 1
    noted = {" ".join(words.casefold().split()) for each in (planned, *kept) for words in each}
    assert {" ".join(words.casefold().split()) for words in offered} <= noted


def test_the_difference_compares_like_with_like() -> None:
    log = [did(day=n, peak=peak, safety=["water"]) for n, peak in enumerate((60, 64))]
    log += [did(day=n + 5, peak=peak) for n, peak in enumerate((50, 54))]
    log += [did("park", day=9, peak=90, safety=["water"])]
    (use,) = habits_in(
        plan({key: BUS[key] for key in ("id", "title")}, {"id": "park", "title": "Park"}).add(*log), at=AT
    )
    assert use.steps == (("bus", 2, 4), ("park", 1, 1))
    assert use.difference == pytest.approx(10.0)
    assert use.low is not None
    assert use.high is not None
    assert use.low < 10.0 < use.high


# ------------------------------------------------------------------------------------------------------------ pages


class _Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on") or name in ("src", "href")]


def test_the_html_is_one_file_that_runs_and_loads_nothing() -> None:
    own = BUS | {"title": "<script>alert(1)</script> & \u202e😀 שלום", "feared": "<b>x</b>"}
    found = card(advice(plan(own)))
    text = card_html([found, found])
    page = _Outline()
    page.feed(text)
    assert page.tags.count("article") == 2
    assert "script" not in page.tags
    assert "\u202e" not in text


@pytest.mark.parametrize("width", [40, 60, 80, 100])
@pytest.mark.parametrize("name", ["closeness", "dogs", "panic"])
def test_a_card_fits_the_screen_and_stays_short(name: str, width: int) -> None:
    lines = card_sheet(card(advice(template(name)))).text(width).splitlines()
    assert max(map(len, lines)) <= max(width, 40)
    assert len([line for line in lines if line]) <= (40 if width < 60 else 34)
