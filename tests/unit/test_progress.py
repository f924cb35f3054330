"""How far somebody is: approach is counted whole, and a change is only called one beyond the noise of ratings."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given

from exposure_ladder.belief import infer
from exposure_ladder.ladder import build_ladder
from exposure_ladder.practice import own_words_sheet
from exposure_ladder.records import Course, Exposure, Rating, Scale, Situation, SituationGraph
from exposure_ladder.report import render_report
from exposure_ladder.report.html import PAGES
from exposure_ladder.review import Progress, progress, progress_sheet
from strategies import START, courses

DAY = datetime(2026, 2, 2, 18, tzinfo=UTC)
GRAPH = SituationGraph(
    title="Dogs",
    client="K",
    situations=(
        Situation(id="photo", title="A photo", distress=30),
        Situation(id="window", title="Through a window", distress=50),
        Situation(id="leash", title="On a leash", distress=70, requires=("window",)),
    ),
)


def did(day: float, situation: str = "photo", **more: Any) -> Exposure:
    return Exposure(situation=situation, at=DAY + timedelta(days=day), **more)


def found(*entries: Any, after: float = 30.0) -> Progress:
    course = Course(graph=GRAPH).with_log(entries)
    return progress(build_ladder(infer(course, at=DAY + timedelta(days=after))))


def page(*entries: Any) -> str:
    return " ".join(progress_sheet(found(*entries)).text().split())


def test_everything_is_counted_for_what_it_was() -> None:
    seen = found(
        did(0, peak=30),
        did(0.1, peak=30),
        did(1, stopped="early"),
        did(2, stopped="by agreement", peak=40),
        did(3, happened="refused"),
        did(4, happened="avoided"),
        did(5, "gone", peak=20),
        Rating(situation="photo", at=DAY, distress=20),
    )
    assert (seen.practices, len(seen.days), seen.elsewhere) == (5, 4, 1)
    assert (seen.early, seen.agreed, seen.refused, seen.avoided) == (1, 1, 1, 1)
    assert (seen.trails[0].practices, seen.trails[0].peaks) == (4, (30, 30, 40))


def test_a_step_is_done_by_the_rule_and_the_next_one_waits_for_it() -> None:
    seen = found(did(0, peak=30), did(1, peak=20), did(2, "window", peak=60))
    assert [trail.done for trail in seen.trails] == [True, False, False]
    assert [trail.waits_for for trail in seen.trails] == [(), (), ("window",)]
    said = page(did(0, peak=30), did(1, peak=20), did(2, "window", peak=60))
    assert "enough to go on: 1 photo (rule 'default'" in said
    assert "being practised: 2 window." in said
    assert "waiting for another step first: 3 leash." in said


def test_very_high_distress_is_counted_whichever_number_it_was_noted_in() -> None:
    high: list[dict[str, Any]] = [{"start": 95}, {"peak": 90}, {"end": 92}, {"series": [(1, 50), (5, 100)]}]
    seen = found(
        *(did(day, **given) for day, given in enumerate(high)),
        did(5, peak=89.5),
        did(6),
        did(7, peak=40),
        did(8, happened="avoided", expected=100),
        Rating(situation="photo", at=DAY, distress=100),
    )
    assert (seen.very_high, seen.very_high_lately) == (4, 3)
    plain = seen.as_dict()
    assert (plain["very_high"], plain["very_high_lately"]) == (4, 3)


def test_very_high_distress_is_told_calmly_and_only_where_there_was_some() -> None:
    often = page(*(did(day, end=95) for day in range(3)), *(did(3 + day, peak=30) for day in range(5)))
    assert (
        "Distress of 90 or more was noted in 3 practices (none among the last 5 with a rating). That is no danger by "
        "itself, and worth telling a professional." in often
    )
    assert "noted in 2 practices (2 among the last 5 with a rating)." in page(did(0, start=90), did(1, peak=90))
    once = page(did(0, start=90), did(1, peak=20))
    assert "Distress of 90 or more was noted in 1 practice (1 among the last 5 with a rating). Steps" in once
    assert "professional" not in once
    assert "Distress of" not in page(did(0, peak=89))


def test_timed_ratings_that_are_all_one_number_are_pointed_out() -> None:
    same, moved = [(0, 50), (5, 50), (10, 50)], [(0, 50), (5, 50), (10, 45)]
    seen = found(did(0, series=same), did(1, series=moved), did(2, series=same[:2]), did(3, happened="refused"))
    assert (seen.flat, seen.as_dict()["flat"]) == (1, 1)
    assert "In 1 practice all timed ratings are the same number, as it was felt" in page(did(0, series=same))
    assert "timed ratings" not in page(did(0, series=moved))


def test_rating_a_step_again_and_again_without_practice_is_pointed_out() -> None:
    def rated(day: float, situation: str = "photo") -> Rating:
        return Rating(situation=situation, at=DAY + timedelta(days=day), distress=20)

    often = [rated(day / 100) for day in range(3)]
    each_once = [rated(2 + place / 100, name) for place, name in enumerate(("photo", "window", "leash"))]
    seen = found(*often, *each_once, *(rated(day) for day in (4, 5, 6)), rated(7), rated(7.01))
    assert (seen.rated_again, seen.as_dict()["rated_again"]) == (1, 1)
    assert "On 1 day one step was rated 3 times or more without practice; one rating is enough." in page(*often)
    assert "rated 3 times" not in page(*each_once)


def test_the_scale_of_the_person_is_kept_where_very_high_distress_is_told() -> None:
    graph = GRAPH.model_copy(update={"shown": Scale.TEN})
    course = Course(graph=graph).add(did(0, peak=90))
    said = progress_sheet(progress(build_ladder(infer(course, at=DAY)))).text()
    assert "Distress of 9 or more was noted in 1 practice" in said


def test_whether_what_was_feared_came_is_said_in_words() -> None:
    def feared(*came: str) -> str:
        entries = (did(day, expectancy_before=60, occurred=word) for day, word in enumerate(came))
        return page(*entries).partition("Feared")[2].partition("How sure")[0].strip()

    assert feared("no") == "in 1 practice a feared outcome was foretold, at 60 % on average."
    assert feared("yes").endswith("on average. It came once.")
    assert feared("no", "no") == "in 2 practices a feared outcome was foretold, at 60 % on average.", "no score is kept"
    assert feared("yes", "no", "yes").endswith("It came 2 times.")
    assert feared("yes", "unclear", "yes").endswith("It came 2 times. Left unclear: 1.")


def test_what_was_learned_is_read_back_to_the_person_and_is_in_nothing_else() -> None:
    seen = found(
        did(0, learned="oldest"),
        did(1, learned="It sat\nand\u202e looked"),
        did(2),
        did(3, learned="B"),
        did(4, learned="C"),
    )
    course = seen.ladder.belief.course
    lines = own_words_sheet(course, at=seen.ladder.belief.at, latest=3).text().splitlines()
    assert [line for line in lines if "took from it" in line] == [
        f"2026-02-0{day}    photo: You took from it: {text}."
        for day, text in ((3, "It sat and looked"), (5, "B"), (6, "C"))
    ]
    assert "oldest" not in str(lines)
    assert "sat" not in progress_sheet(seen).text()
    assert "sat" not in json.dumps(seen.as_dict())
    for kind in PAGES:
        assert "sat" not in render_report(seen.ladder, page=kind, form="markdown")


def test_what_comes_later_is_not_read() -> None:
    entries = [did(0, peak=30), did(1, peak=20)]
    assert found(*entries, did(20, peak=90), after=10).as_dict() == found(*entries, after=10).as_dict()


def test_ten_points_on_one_pair_are_within_noise_and_a_large_fall_of_many_is_not() -> None:
    assert "photo: 60 at first, 50 lately (one peak each). 10 less is within noise" in page(
        did(0, peak=60), did(1, peak=50)
    )
    fall = page(*(did(day, peak=peak) for day, peak in enumerate((80, 80, 80, 30, 30, 30))))
    assert "photo: 80 at first, 30 lately (means of 3 peaks each). 50 less is more than the noise" in fall
    rise = page(*(did(day, peak=peak) for day, peak in enumerate((30, 30, 30, 80, 80, 80))))
    assert "50 more is more than the noise of ratings explains" in rise


def test_words_of_one_and_of_none() -> None:
    assert "1 practice on 1 day" in page(did(0, peak=30, expected=20))
    assert "in 1 practice with both numbers, the highest distress came 10 higher than expected" in page(
        did(0, peak=30, expected=20)
    )
    assert "Expected" not in page(did(0, peak=30))
    assert "photo: 30 at first, and the same lately (one peak each)." in page(did(0, peak=30), did(1, peak=30))
    assert "On what is not" not in page()


@given(courses(requires=True))
def test_any_course_can_be_looked_back_on(course: Course) -> None:
    at = START + timedelta(days=2000)
    seen = progress(build_ladder(infer(course, at=at)))
    assert json.loads(json.dumps(seen.as_dict(), allow_nan=False))["kind"] == "progress"
    assert sum(trail.practices for trail in seen.trails) + seen.elsewhere == seen.practices
    for width in (60, 100):
        lines = progress_sheet(seen, width=width).text(width).splitlines()
        assert sum("●" in line for line in lines) == len(seen.trails)
        assert all(len(line) <= width for line in lines)
