"""Records: everything wrong is said at once, nothing private is repeated, and what was written can be kept and sent."""

from __future__ import annotations

import copy
import json
import math
import os
import pickle
import re
import subprocess
import sys
from collections import UserList, deque
from datetime import date, datetime, timedelta, timezone
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from exposure_ladder.errors import InvalidCourseError
from exposure_ladder.records import (
    Comparison,
    Consent,
    Course,
    Exposure,
    Facet,
    Link,
    Override,
    Rating,
    Scale,
    Settings,
    Situation,
    SituationGraph,
)
from strategies import PEOPLE, START, consent_histories, courses, graphs

DAY = timedelta(days=1)
PHOTO = Situation(id="photo", title="Look at a photo", distress=20)
PET = Situation(id="pet", title="Stroke a dog", distress=80, consent=("Sam",), requires=("photo",))
GRAPH = SituationGraph(
    title="Dogs", situations=(PHOTO, PET), goal="pet", links=(Link(a="photo", b="pet", similarity=0.4),)
)

FULL = SituationGraph(
    title="Everything",
    client="X",
    rated=date(2026, 1, 5),
    shown=Scale.TEN,
    goal=("b",),
    facets={
        "depth": Facet(levels=("low", "high"), spacing=(1, 4), weight=2),
        "place": Facet(levels=("in", "out"), ordered=False),
    },
    phrase="Go {place}",
    situations=(
        Situation(id="a", title="First", order=1, theme="near", facets={"depth": "low"}, mode="written", minutes=5),
        Situation(
            id="b",
            title="Second",
            distress=60,
            facets={"depth": "high", "place": "out"},
            feared="It goes wrong",
            safety=("phone",),
            consent=("Sam",),
            requires=("a",),
            conflicts=("a",),
            tags=("x", "y"),
            note="Two\nlines",
            ignore={"EL001": "on purpose"},
        ),
    ),
    links=(Link(a="a", b="b", similarity=0.7),),
    support=("Kim, 555-0100",),
    ignore={"EL002": "short on purpose"},
)
ENTRIES = (
    Exposure(
        situation="a",
        at=START,
        expected=60,
        start=30,
        peak=70,
        end=20,
        series=((0, 30), (2.5, 70), (9, 20)),
        minutes=10,
        happened="practised",
        stopped="by agreement",
        reason="time was up",
        share=0.5,
        feared="shouting",
        expectancy_before=80,
        occurred="no",
        expectancy_after=40,
        safety=("phone",),
        context=("home", "evening"),
        measures={"urge": 3, "shame": 50},
        learned="It passed",
        helper="Dr K",
        wanted="unsure",
        saw="they smiled",
        managed="I stayed",
        vary="in the evening",
        note="tired",
        by="self",
        entered="typed",
    ),
    Rating(situation="b", at=START + DAY, distress=55),
    Comparison(harder="b", easier="a", at=START + 2 * DAY),
    Override(situation="a", at=START + 3 * DAY, by="Dr K", reason="again"),
)
YES = Consent(situation="b", person="Sam", at=START, until=START + 9 * DAY)
COURSE = Course(graph=FULL, log=ENTRIES, consents=(YES,), settings=Settings(mastery=25))
RECORDS: tuple[Any, ...] = (
    *FULL.situations,
    *FULL.links,
    *FULL.facets.values(),
    FULL,
    *ENTRIES,
    YES,
    Settings(),
    COURSE,
)


def problems_of(build: Any, *args: Any, **data: Any) -> dict[str, str]:
    """Return where → what of an error that must come."""
    with pytest.raises(InvalidCourseError) as caught:
        build(*args, **data)
    return {".".join(map(str, problem.path)): str(problem) for problem in caught.value.problems}


# -------------------------------------------------------------------------------------------- frozen, kept, and sent


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_a_record_is_frozen(record: Any) -> None:
    for name in type(record).model_fields:
        with pytest.raises((ValidationError, InvalidCourseError)):
            setattr(record, name, None)
    with pytest.raises((ValidationError, InvalidCourseError)):
        record.something_else = 1


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_a_record_can_be_hashed_copied_and_sent(record: Any) -> None:
    for twin in (pickle.loads(pickle.dumps(record)), copy.copy(record), copy.deepcopy(record)):
        assert twin == record
        assert hash(twin) == hash(record)
    assert len({record, copy.deepcopy(record)}) == 1


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_a_record_comes_back_from_json(record: Any) -> None:
    kind = type(record)
    assert kind.model_validate_json(record.model_dump_json()) == record
    assert kind.model_validate(json.loads(json.dumps(record.model_dump(mode="json")))) == record
    assert kind.model_validate(record.model_dump()) == record


@given(courses(requires=True, consent=True))
def test_any_course_comes_back_from_json(course: Course) -> None:
    arrived = Course.model_validate_json(course.model_dump_json())
    assert arrived == course
    assert [entry.id for entry in arrived.log] == [entry.id for entry in course.log]


def test_only_plain_values_are_kept() -> None:
    plain = json.loads(COURSE.model_dump_json())
    assert plain["format"] == plain["graph"]["format"] == 2
    assert plain["graph"]["rated"] == "2026-01-05"
    assert plain["graph"]["situations"][0]["mode"] == "written"
    assert plain["log"][0]["happened"] == "practised"
    assert plain["log"][0]["measures"] == {"urge": 3.0, "shame": 50.0}


@pytest.mark.parametrize(("scale", "top"), [("0-10", 10), ("0-8", 8), ("0-100", 100)])
def test_numbers_are_on_100_inside_whatever_scale_they_were_written_on(scale: str, top: float) -> None:
    plain = {"title": "T", "scale": scale, "situations": [{"id": "a", "title": "A", "distress": top / 4}]}
    graph = SituationGraph.model_validate(plain)
    assert graph.situations[0].distress == 25.0
    assert (graph.scale, graph.shown) == ("0-100", scale)
    assert graph.shown.shown(25.0) == top / 4
    assert graph.shown.suds(top / 4) == 25.0
    assert SituationGraph.model_validate_json(graph.model_dump_json()) == graph


def test_records_in_a_graph_of_another_scale_are_in_suds_already() -> None:
    assert SituationGraph(title="T", scale="0-10", situations=(PHOTO,)).situations[0].distress == 20.0


# --------------------------------------------------------------------------------------------------- what is refused


def test_everything_that_is_wrong_is_said_at_once() -> None:
    found = problems_of(
        SituationGraph.model_validate,
        {
            "titel": "A slip of the pen",
            "goal": "nowhere",
            "facets": {"depth": ["low"], "place": ["in", "out"]},
            "phrase": "Go {plce}",
            "situations": [
                {"id": "a", "title": "First", "distress": 120, "facets": {"place": "outt"}, "requires": "b"},
                {"id": "d", "title": "Fourth", "order": 0},
                {"id": "d", "title": "Again"},
                {"id": "b", "title": "", "requires": ["a", "c"], "minutes": "ten", "mod": "written"},
            ],
            "links": [{"a": "a", "b": "a", "similarity": 0.4}, {"a": "a", "b": "b", "similarity": 0}],
        },
    )
    assert set(found) == {
        "title",
        "titel",
        "goal",
        "facets.depth",
        "phrase",
        "situations.0.distress",
        "situations.0.facets.place",
        "situations.0.requires",
        "situations.1.order",
        "situations.2.id",
        "situations.3.title",
        "situations.3.requires.1",
        "situations.3.minutes",
        "situations.3.mod",
        "links.0.b",
        "links.1.similarity",
    }
    assert "'a' needs 'b' needs 'a'" in found["situations.0.requires"]
    assert "Did you mean 'title'?" in found["titel"]
    assert "Did you mean 'out'?" in found["situations.0.facets.place"]
    assert "120" in found["situations.0.distress"]


HUGE = 10**400  # more than a float can hold


@pytest.mark.parametrize(
    "wrong", [120, -1, math.nan, math.inf, "20", "20,5", True, [20], {"x": 1}, pytest.param(HUGE, id="huge")]
)
def test_a_number_is_a_number_in_range(wrong: Any) -> None:
    assert "from 0 to 100" in problems_of(Situation, id="a", title="A", distress=wrong)["distress"]
    assert "from 0 to 100" in problems_of(Rating, situation="a", at=START, distress=wrong)["distress"]


def test_what_is_wrong_is_said_on_the_scale_it_was_written_on() -> None:
    plain = {"title": "T", "scale": "0-10", "situations": [{"id": "a", "title": "A", "distress": 12}]}
    text = problems_of(SituationGraph.model_validate, plain)["situations.0.distress"]
    assert "from 0 to 10;" in text
    assert "got 12." in text


def test_numbers_beyond_all_bounds_are_refused_wherever_they_stand() -> None:
    found = problems_of(
        SituationGraph.model_validate,
        {
            "title": "T",
            "scale": "0-10",
            "facets": {"depth": {"levels": [1, HUGE], "spacing": [0, HUGE], "weight": HUGE}},
            "situations": [
                {"id": "a", "title": "A", "distress": HUGE, "order": HUGE, "minutes": HUGE, "facets": {"depth": HUGE}},
                {"id": "b", "title": "B", "distress": -HUGE},
            ],
            "links": [{"a": "a", "b": "b", "similarity": HUGE}, {"a": "b", "b": "a", "similarity": 0.5}],
        },
    )
    assert {"situations.0.distress", "situations.0.order", "situations.1.distress", "links.0.similarity"} <= set(found)


@pytest.mark.parametrize("wrong", ["", " ", "two words", "a/b", "-a", "x" * 65, 1.5, None, True, "a\n"])
def test_an_id_is_a_short_name(wrong: Any) -> None:
    assert "short name" in problems_of(Situation, id=wrong, title="A")["id"]


def test_a_whole_number_may_be_an_id() -> None:
    assert Situation(id=7, title="A").id == "7"


@pytest.mark.parametrize("wrong", ["", " \n", "x" * 301, 5, None, "bell \x07", "\x1b[31mred", "half \ud800"])
def test_a_title_is_a_line_that_can_be_printed_and_stored(wrong: Any) -> None:
    assert "text" in problems_of(Situation, id="a", title=wrong)["title"]


def test_a_line_stays_on_one_line() -> None:
    assert Situation(id="a", title=" Two\nlines\u2028and  more ").title == "Two lines and more"


@pytest.mark.parametrize(
    "wrong",
    [
        {"levels": ["one"]},
        {"levels": ["one", "one"]},
        {"levels": ["a", "b"], "spacing": [1]},
        {"levels": ["a", "b"], "spacing": [2, 1]},
        {"levels": ["a", "b"], "spacing": [1, 2], "ordered": False},
        {"levels": ["a", "b"], "weight": 0},
        {"levels": []},
        {},
    ],
)
def test_a_facet_has_different_levels_that_rise(wrong: dict[str, Any]) -> None:
    assert problems_of(Facet.model_validate, wrong)


def test_a_level_lies_where_its_spacing_says() -> None:
    timed = Facet(levels=("1", "5", "61"), spacing=(1, 5, 61))
    assert [timed.position(level) for level in timed.levels] == [0.0, 4 / 60, 1.0]
    assert [Facet(levels=("a", "b", "c")).position(level) for level in ("a", "b", "c", None)] == [0.0, 0.5, 1.0, 0.5]


@pytest.mark.parametrize("similarity", [0, 1.1, -0.5])
def test_a_link_has_a_share_above_nothing(similarity: float) -> None:
    assert "similarity" in problems_of(Link, a="a", b="b", similarity=similarity)


def test_links_that_contradict_each_other_are_refused() -> None:
    links = (Link(a="photo", b="pet", similarity=0.4), Link(a="pet", b="photo", similarity=0.5))
    text = problems_of(SituationGraph, title="T", situations=(PHOTO, PET), links=links)["links.1.similarity"]
    assert "0.5 here and 0.4 there" in text


def test_a_circle_of_prerequisites_is_named() -> None:
    ring = {"a": "c", "b": "a", "c": "b", "d": "c"}
    for order in permutations(ring):
        made = tuple(Situation(id=name, title="A", requires=ring[name]) for name in order)
        (text,) = problems_of(SituationGraph, title="T", situations=made).values()
        assert "'a' needs 'c' needs 'b' needs 'a'" in text


def test_a_situation_does_not_need_itself() -> None:
    made = (Situation(id="a", title="A", requires="a"),)
    assert "'a' needs 'a'" in problems_of(SituationGraph, title="T", situations=made)["situations.0.requires"]


def test_a_graph_has_a_situation_and_not_too_many() -> None:
    assert "at least one" in problems_of(SituationGraph, title="T", situations=())["situations"]
    many = [{"id": f"s{k}", "title": "A"} for k in range(5_001)]
    assert "5,000" in problems_of(SituationGraph.model_validate, {"title": "T", "situations": many})["situations"]


@pytest.mark.parametrize("kind", [iter, deque, set, UserList, lambda items: dict(enumerate(items)).values()])
def test_what_is_no_list_but_can_be_one_is_checked_like_one(kind: Any) -> None:
    a, b, c = (Situation(id=name, title="A") for name in "abc")
    assert SituationGraph(title="T", goal="a", situations=kind([a, b])).goal == ("a",)
    twice = Situation(id="a", title="B")
    assert any(
        "of its own" in text for text in problems_of(SituationGraph, title="T", situations=kind([a, twice])).values()
    )
    astray = kind([Link(a="a", b="nowhere", similarity=0.5)])
    assert "links.0.b" in problems_of(SituationGraph, title="T", situations=(a, b, c), links=astray)
    assert "situations" in problems_of(SituationGraph, title="T", situations=kind([]))


@pytest.mark.parametrize("kind", [iter, deque, lambda items: dict(enumerate(items)).values()])
def test_what_is_no_list_is_converted_like_one(kind: Any) -> None:
    data = {"title": "T", "scale": "0-10", "situations": kind([{"id": "a", "title": "A", "distress": 8}])}
    assert SituationGraph.model_validate(data).situations[0].distress == 80.0


@pytest.mark.parametrize("whole", [None, 5, "text", [], [1], b"x"])
@pytest.mark.parametrize("kind", [Situation, SituationGraph, Course, Exposure])
def test_what_is_no_record_at_all_is_refused(kind: Any, whole: Any) -> None:
    assert problems_of(kind.model_validate, whole)


@pytest.mark.parametrize("given", ["perhaps", 2, [], {}, None])
def test_what_is_neither_true_nor_false_is_refused_in_the_same_words(given: Any) -> None:
    assert "true or false" in problems_of(Consent, situation="a", person="Sam", at=START, given=given)["given"]


@pytest.mark.parametrize("entry", [{"type": "exposur"}, {}])
def test_an_entry_says_of_what_kind_it_is(entry: dict[str, str]) -> None:
    plain = {"graph": GRAPH.model_dump(mode="json"), "log": [entry]}
    ((path, text),) = problems_of(Course.model_validate, plain).items()
    assert path in ("log.0", "log.0.type")
    assert "unable" not in text
    assert "tag" not in text


@pytest.mark.parametrize("text", ["", "{", "[]", "nul", '{"graph": '])
def test_text_that_is_no_json_is_refused(text: str) -> None:
    assert problems_of(Course.model_validate_json, text)


@pytest.mark.parametrize(
    "wrong", [START.replace(tzinfo=None), "2026-01-05T18:00", "yesterday", 2026, 5.5, "2026", "1767636000", True]
)
def test_a_moment_has_its_offset_and_is_written_as_one(wrong: Any) -> None:
    assert "at" in problems_of(Rating, situation="a", distress=5, at=wrong)
    assert "at" in problems_of(Consent, situation="a", person="Sam", at=wrong)
    assert "until" in problems_of(Consent, situation="a", person="Sam", at=START, until=wrong)


@pytest.mark.parametrize("given_at", ["2026-01-05T19:00+01:00", "2026-01-05 18:00:00Z", START])
def test_a_moment_may_be_written_with_any_offset(given_at: Any) -> None:
    assert Rating.model_validate({"situation": "a", "distress": 5, "at": given_at}).at == START


@pytest.mark.parametrize("felt", [{"start": 60}, {"end": 60}, {"series": ((0, 60),)}])
def test_a_peak_is_the_highest(felt: dict[str, Any]) -> None:
    (text,) = problems_of(Exposure, situation="a", at=START, peak=50, **felt).values()
    assert "at least 60" in text


def test_a_series_goes_on_in_time() -> None:
    assert "series" in problems_of(Exposure, situation="a", at=START, series=((5, 20), (5, 30)))


def test_nothing_is_filled_in() -> None:
    bare = Exposure(situation="a", at=START)
    assert {bare.expected, bare.start, bare.peak, bare.end, bare.minutes, bare.occurred} == {None}
    assert (bare.happened, bare.stopped, bare.share, bare.series) == ("practised", "no", 1.0, ())


def test_a_situation_is_not_harder_than_itself() -> None:
    assert problems_of(Comparison, harder="a", easier="a", at=START)


def test_an_override_says_who_and_why() -> None:
    assert set(problems_of(Override, situation="a", at=START)) == {"by", "reason"}


SECRET = "Bob from work hit me"


def faceted(levels: dict[str, str]) -> SituationGraph:
    step = {"id": "a", "title": "A", "facets": levels}
    return SituationGraph.model_validate({"title": "T", "facets": {"way": ["on", "off"]}, "situations": [step]})


@pytest.mark.parametrize(
    "build",
    [
        lambda: Situation(id=SECRET, title=""),
        lambda: Situation(id="a", title=SECRET + "\x07"),
        lambda: Situation(id="a", title=SECRET * 30, note=SECRET * 600, feared=5),
        lambda: Situation(id="a", title="A", distress=SECRET, order=SECRET, minutes=SECRET, mode=SECRET),
        lambda: Situation(id="a", title="A", facets=SECRET, requires=[SECRET], ignore=SECRET, tags=5),
        lambda: Exposure(situation=SECRET, at=SECRET, peak=SECRET, happened=SECRET, stopped=SECRET, occurred=SECRET),
        lambda: Exposure(situation="a", at=START, share=SECRET, series=SECRET, measures=SECRET, reason=SECRET * 600),
        lambda: Exposure(situation="a", at=START, peak=5, end=50, note=SECRET, learned=SECRET),
        lambda: Rating.model_validate({"situation": "a", "at": START, "distress": SECRET, "note": SECRET}),
        lambda: Consent(situation="a", person="", at=SECRET, given=SECRET, until=SECRET),
        lambda: SituationGraph(title=SECRET, rated=SECRET, scale=SECRET, shown=SECRET, situations=SECRET),
        lambda: SituationGraph(title=SECRET, phrase=SECRET + "{", situations=(PHOTO,)),
        lambda: SituationGraph(title=SECRET, goal=SECRET, links=SECRET, facets=SECRET, situations=()),
        lambda: Course.model_validate({"graph": SECRET, "log": SECRET, "consents": SECRET, "settings": SECRET}),
        lambda: Course.model_validate({"graph": GRAPH, "log": [{"type": SECRET, "note": SECRET}]}),
        lambda: Course.model_validate({"graph": GRAPH, "log": [{"note": SECRET}, SECRET]}),
        lambda: Course.model_validate_json(json.dumps({"graph": SECRET, "log": [{"type": SECRET}]})),
        lambda: Course.model_validate_json('{"graph": "' + SECRET),
        lambda: Settings(mastery=SECRET),
        lambda: faceted({"way": SECRET}),
    ],
)
def test_no_message_repeats_what_a_person_wrote(build: Any) -> None:
    with pytest.raises(InvalidCourseError) as caught:
        build()
    for text in (str(caught.value), repr(caught.value), *(repr(problem) for problem in caught.value.problems)):
        assert "Bob" not in text
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    "build",
    [
        lambda: Situation.model_validate({"id": "a", "title": "A", SECRET: 3}),
        lambda: SituationGraph.model_validate({"title": "T", "situations": [{"id": "a", "title": "A"}], SECRET: 3}),
        lambda: faceted({SECRET: "on"}),
    ],
)
def test_no_message_repeats_a_key_that_is_a_sentence(build: Any) -> None:
    """What a program reads, `Problem.path`, keeps it."""
    with pytest.raises(InvalidCourseError) as caught:
        build()
    assert "Bob" not in str(caught.value)


# ----------------------------------------------------------------------------------------------------------- the log


def test_an_entry_given_twice_is_kept_once() -> None:
    course = Course(graph=FULL)
    once = course.add(*ENTRIES, YES)
    assert once.add(*ENTRIES, YES) == once
    assert once.add(*reversed(ENTRIES)).log == ENTRIES
    assert course.log == ()
    assert once.graph is FULL


@given(courses(), st.randoms(use_true_random=False))
def test_a_log_is_in_the_order_of_time_however_it_came(course: Course, random: Any) -> None:
    shuffled = list(course.log) * 2
    random.shuffle(shuffled)
    assert Course(graph=course.graph, log=tuple(shuffled)) == course
    one_by_one = Course(graph=course.graph)
    for entry in shuffled:
        one_by_one = one_by_one.with_log([entry])
    assert one_by_one == course


def test_adding_keeps_settings_and_all_that_was_there() -> None:
    more = COURSE.add(Rating(situation="a", at=START - DAY, distress=10))
    assert more.settings == COURSE.settings
    assert more.consents == COURSE.consents
    assert [entry.at for entry in more.log] == sorted(entry.at for entry in more.log)
    assert len(more.log) == len(COURSE.log) + 1


def test_an_entry_is_named_by_its_content() -> None:
    one = Exposure(situation="a", at=START, peak=50, measures={"urge": 1, "shame": 2})
    assert one.id == Exposure(situation="a", at=START, peak=50.0, measures={"urge": 1, "shame": 2}).id
    assert one.id == Exposure.model_validate_json(one.model_dump_json(exclude={"id"})).id
    assert one.id == Exposure(situation="a", at=START, peak=50, measures={"shame": 2, "urge": 1}).id
    others = [
        Exposure(situation="b", at=START, peak=50),
        Exposure(situation="a", at=START + DAY, peak=50),
        Exposure(situation="a", at=START, peak=51),
        Exposure(situation="a", at=START, peak=50, note="x"),
        Rating(situation="a", at=START, distress=50),
    ]
    assert len({entry.id for entry in (one, *others)}) == 6
    assert Exposure(id="mine", situation="a", at=START).id == "mine"


def test_the_name_of_an_entry_is_the_same_in_every_process() -> None:
    program = (
        "from datetime import UTC, datetime\n"
        "from exposure_ladder.records import Exposure\n"
        "print(Exposure(situation='a', at=datetime(2026, 1, 5, 18, tzinfo=UTC), peak=50, measures={'u': 1, 'v': 2}).id)"
    )
    names = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    here = Exposure(situation="a", at=START, peak=50, measures={"u": 1, "v": 2}).id
    assert names == {f"{here}\n"}
    assert re.fullmatch("e[0-9a-f]{16}", here)


# ------------------------------------------------------------------------------------------------------------ consent


def consented(*said: Consent, at: datetime, settings: Settings | None = None) -> bool:
    said = tuple(one.bound(GRAPH) for one in said)
    course = Course(graph=GRAPH, consents=said, settings=settings or Settings())
    assert course.consented(PHOTO, at=at) == ()
    return course.consented(PET, at=at) == ("Sam",)


def yes(at: datetime, **more: Any) -> Consent:
    return Consent(**{"situation": "pet", "person": "Sam", "at": at} | more)


SECOND = timedelta(seconds=1)


def test_nobody_has_said_yes_who_has_said_nothing() -> None:
    assert not consented(at=START)


def test_a_yes_holds_from_its_moment_until_it_ends() -> None:
    said = yes(START)
    assert not consented(said, at=START - SECOND)
    assert consented(said, at=START)
    assert consented(said, at=START + 30 * DAY - SECOND)
    assert not consented(said, at=START + 30 * DAY)
    short = Settings(consent_days=2)
    assert consented(said, at=START + 2 * DAY - SECOND, settings=short)
    assert not consented(said, at=START + 2 * DAY, settings=short)


def test_a_yes_may_say_itself_when_it_ends() -> None:
    said = yes(START, until=START + 90 * DAY)
    assert consented(said, at=START + 90 * DAY - SECOND)
    assert not consented(said, at=START + 90 * DAY)


def test_a_withdrawal_holds_at_once_and_until_there_is_a_new_yes() -> None:
    said = (yes(START), yes(START + DAY, given=False), yes(START + 3 * DAY))
    assert consented(said[0], at=START + DAY - SECOND)
    assert not consented(*said, at=START + DAY - SECOND)  # also one that lies ahead
    assert not consented(*said, at=START + DAY)
    assert not consented(*said, at=START + 3 * DAY - SECOND)
    assert consented(*said, at=START + 3 * DAY)


@pytest.mark.parametrize("turn", [1, -1])
def test_a_withdrawal_of_the_same_moment_wins(turn: int) -> None:
    assert not consented(*(yes(START), yes(START, given=False))[::turn], at=START)


@pytest.mark.parametrize("turn", [1, -1])
def test_of_two_ends_said_at_one_moment_the_earlier_counts(turn: int) -> None:
    said = (yes(START, until=START + 2 * DAY), yes(START, until=START + 9 * DAY))[::turn]
    assert consented(*said, at=START + DAY)
    assert not consented(*said, at=START + 5 * DAY)


@pytest.mark.parametrize("other", [{"situation": "photo"}, {"person": "Kim"}])
def test_a_yes_is_for_one_situation_by_one_person(other: dict[str, str]) -> None:
    assert not consented(yes(START, **other), at=START)


def test_everybody_named_must_say_yes() -> None:
    both = Situation(id="both", title="A", consent=PEOPLE)
    course = Course(graph=SituationGraph(title="T", situations=(both,)))
    course = course.add(Consent(situation="both", person="Kim", at=START).bound(course.graph))
    assert course.consented(both, at=START) == ("Kim",)
    course = course.add(Consent(situation="both", person="Sam", at=START).bound(course.graph))
    assert course.consented(both, at=START) == ("Kim", "Sam")


def test_moments_are_compared_across_offsets() -> None:
    east = START.astimezone(timezone(timedelta(hours=10)))
    assert consented(yes(START), at=east)
    assert not consented(yes(east), yes(START + SECOND, given=False), at=east + SECOND)


@given(st.data())
def test_consents_do_not_depend_on_the_order_they_were_written_in(data: st.DataObject) -> None:
    graph = data.draw(graphs(consent=True))
    said = data.draw(consent_histories(graph, around=START))
    turned = data.draw(st.permutations(said))
    one, other = Course(graph=graph, consents=said), Course(graph=graph, consents=tuple(turned))
    assert one == other
    assert one.add(*said) == one
    for situation in graph.situations:
        assert one.consented(situation, at=START) == other.consented(situation, at=START)


# ----------------------------------------------------------------------------------------------------------- settings


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_says_unit_standing_and_source(name: str) -> None:
    field = Settings.model_fields[name]
    extra = field.json_schema_extra
    assert isinstance(extra, dict)
    assert extra["standing"] in {"published", "computed", "convention", "assumption"}
    assert {"unit", "source"} <= set(extra)
    assert str(extra["unit"]).strip()
    assert str(extra["source"]).strip()
    assert (field.description or "").strip()
    assert isinstance(field.default, int | float)


def test_the_defaults_pass_their_own_checks() -> None:
    assert Settings.model_validate(Settings().model_dump()) == Settings()


@pytest.mark.parametrize("name", ["rating_sd", "rating_sd_least"])
def test_a_noise_that_breaks_the_equations_is_refused_where_it_is_written(name: str) -> None:
    with pytest.raises(InvalidCourseError, match=r"a number from 0\.1 to 100"):
        Settings.model_validate({name: 1e-9})


@pytest.mark.parametrize("name", Settings.model_fields)
@pytest.mark.parametrize("wrong", [-1, float("nan"), "much", None])
def test_every_setting_refuses_nonsense(name: str, wrong: Any) -> None:
    assert name in problems_of(Settings, **{name: wrong})


def test_an_unknown_setting_is_named_with_the_nearest() -> None:
    assert "Did you mean 'mastery'?" in problems_of(Settings, masterry=30)["masterry"]


@pytest.mark.parametrize("scale", [["0-10"], {"a": 1}, 3, None, True])
def test_a_scale_of_the_wrong_kind_is_a_problem_like_any_other(scale: object) -> None:
    with pytest.raises(InvalidCourseError, match="expected 0-100, 0-10 or 0-8"):
        SituationGraph.model_validate({"title": "T", "scale": scale, "situations": [{"id": "a", "title": "A"}]})
