"""Patterns: planted ones are found, dealt-out ones are not, and little data says nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from itertools import permutations

import pytest

from exposure_ladder import Course, Exposure, Situation, SituationGraph
from exposure_ladder.records import Stopped
from exposure_ladder.review import Pattern, find_patterns
from exposure_ladder.review.patterns import _compared
from strategies import START

END = START + timedelta(days=400)
Chance = random.Random


def graph(count: int = 4) -> SituationGraph:
    return SituationGraph(
        title="t",
        situations=tuple(
            Situation(
                id=f"s{at}",
                title=f"Step {at}",
                distress=40.0,
                consent=("Kim",) if at % 2 else (),
                tags=("own space",) if at % 3 == 0 else (),
            )
            for at in range(count)
        ),
    )


def log(chance: Chance, felt: Callable[[bool, bool], float], *, entries: int = 60, **more: object) -> Course:
    """Return a course whose peaks depend on two words, apart from noise of 10 SUDS."""
    made = []
    for number in range(entries):
        late, joking = chance.random() < 0.4, chance.random() < 0.4
        peak = min(100.0, max(0.0, chance.gauss(felt(late, joking), 10.0)))
        made.append(
            Exposure(
                id=f"e{number}",
                situation=f"s{number % 4}",
                at=START + timedelta(days=number),
                peak=peak,
                context=["evening"] * late + ["at home"] * (chance.random() < 0.5),
                safety=["joking"] * joking,
                stopped="early" if chance.random() < 0.15 else "no",
                **more,
            )
        )
    return Course(graph=graph()).add(*made)


def test_planted_patterns_are_found_with_their_size_and_nothing_else_is() -> None:
    course = log(Chance(7), lambda late, joking: 45.0 + 20.0 * late - 15.0 * joking, entries=160)
    found = {(p.kind, p.name): p for p in find_patterns(course, at=END).found}
    assert set(found) == {("context", "evening"), ("safety", "joking")}
    assert found["context", "evening"].low < 20.0 < found["context", "evening"].high
    assert found["safety", "joking"].low < -15.0 < found["safety", "joking"].high
    assert all(p.outcome == "peak" and p.cases + p.others == 160 for p in found.values())


def test_leaving_is_a_pattern_too() -> None:
    course = log(Chance(3), lambda late, joking: 40.0)
    often = [
        entry.model_copy(update={"stopped": Stopped.EARLY if "evening" in entry.context else Stopped.NO})
        for entry in course.log
        if isinstance(entry, Exposure)
    ]
    (pattern,) = find_patterns(Course(graph=graph()).add(*often), at=END).found
    assert (pattern.kind, pattern.name, pattern.outcome) == ("context", "evening", "not done")
    assert pattern.difference == pytest.approx(100.0)


def test_people_are_compared_between_situations_each_counted_once() -> None:
    """Twelve situations, six with Kim, each far above its written number; the words of entries say nothing."""
    steps = graph(12)
    made = [
        Exposure(situation=f"s{at}", at=START + timedelta(days=at + 20 * day), peak=50.0 + 25.0 * (at % 2) + at % 5)
        for at in range(12)
        for day in range(2)
    ]
    found = find_patterns(Course(graph=steps).add(*made), at=END).found
    assert [(p.kind, p.name, p.cases, p.others) for p in found] == [("person", "Kim", 6, 6)]


def test_words_that_are_dealt_out_anew_give_reports_without_patterns() -> None:
    """Bound: 1 report in 20; of 200 reports with some seven comparisons each, at most 10 are expected (+ 3 SD)."""
    chance, named = Chance(11), 0
    for _ in range(200):
        course = log(chance, lambda late, joking: 40.0, entries=40)
        report = find_patterns(course, at=END)
        assert report.looked_at >= 5
        named += bool(report.found)
    assert named <= 10 + 3 * (200 * 0.05 * 0.95) ** 0.5


def test_shuffling_the_words_of_a_planted_log_loses_the_pattern() -> None:
    chance = Chance(5)
    course = log(chance, lambda late, joking: 40.0 + 25.0 * late)
    entries = [entry for entry in course.log if isinstance(entry, Exposure)]
    named = 0
    for _ in range(40):
        words = [entry.context for entry in entries]
        chance.shuffle(words)
        mixed = [e.model_copy(update={"context": w, "id": e.id}) for e, w in zip(entries, words, strict=True)]
        named += bool(find_patterns(Course(graph=graph()).add(*mixed), at=END).found)
    assert find_patterns(course, at=END).found
    assert named <= 6, "1 in 20 of 40 reports is 2; 6 is three SDs above"


@pytest.mark.parametrize(("cases", "looked"), [(4, 0), (5, 1)])
def test_fewer_than_five_cases_on_a_side_say_nothing(cases: int, looked: int) -> None:
    """S31. The difference is as large as it can be."""
    made = [
        Exposure(
            situation="s0",
            at=START + timedelta(days=n),
            peak=90.0 if n < cases else 10.0 + n,
            context=["x"] * (n < cases),
        )
        for n in range(20)
    ]
    report = find_patterns(Course(graph=graph()).add(*made), at=END)
    assert report.looked_at == looked
    assert bool(report.found) == bool(looked)


def test_the_yardstick_is_the_scatter_over_all_ways_to_deal_the_words_out() -> None:
    """The closed form against every arrangement of two small strata: mean 0, and this SD."""
    values = {"a": (10.0, 30.0, 35.0, 80.0), "b": (20.0, 25.0, 70.0)}
    word = frozenset([("context", "x")])

    def rows(first: tuple[bool, ...], second: tuple[bool, ...]) -> list[tuple[str, float, frozenset[tuple[str, str]]]]:
        pairs = [("a", *pair) for pair in zip(values["a"], first, strict=True)]
        pairs += [("b", *pair) for pair in zip(values["b"], second, strict=True)]
        return [(stratum, value, word if has else frozenset()) for stratum, value, has in pairs]

    firsts = sorted(set(permutations((True, True, False, False))))
    seconds = sorted(set(permutations((True, False, False))))
    answers = [next(_compared(rows(one, two), 1)) for one in firsts for two in seconds]
    differences = [answer[3] for answer in answers]
    mean = sum(differences) / len(differences)
    assert mean == pytest.approx(0.0, abs=1e-12)
    exact = (sum(d * d for d in differences) / len(differences)) ** 0.5
    assert {round(answer[4], 9) for answer in answers} == {round(exact, 9)}


def test_the_same_log_gives_the_same_report_in_any_order_of_writing() -> None:
    course = log(Chance(7), lambda late, joking: 40.0 + 20.0 * late)
    turned = Course(graph=graph()).add(*reversed(course.log))
    assert find_patterns(course, at=END) == find_patterns(turned, at=END)
    assert find_patterns(course, at=START).entries == 1


def test_counts_cover_every_word_and_free_text_is_never_read() -> None:
    secret = "blue-heron"
    course = log(
        Chance(7), lambda late, joking: 40.0, entries=9, note=secret, learned=secret, reason=secret, feared=secret
    )
    report = find_patterns(course, at=END)
    counts = {(kind, name): count for kind, name, count in report.counts}
    assert counts["tag", "own space"] == 5  # s0 three times, s3 twice
    assert counts["person", "Kim"] == 4
    assert secret not in str(report.as_dict())


def test_recovery_is_read_off_timed_ratings() -> None:
    """S54: 80 at minute 5, half of it reached at minute 40; an exposure that never comes down counts for nothing."""
    down = Exposure(situation="s0", at=START, series=[(0, 50), (5, 80), (20, 60), (40, 40), (60, 20)])
    up = Exposure(situation="s1", at=START, series=[(0, 50), (5, 80)])
    report = find_patterns(Course(graph=graph()).add(down, up), at=END)
    assert (report.recovery, report.recoveries) == (35.0, 1)
    assert report.found == ()


def test_a_pattern_can_be_compared_and_shown() -> None:
    course = log(Chance(7), lambda late, joking: 40.0 + 20.0 * late)
    report = find_patterns(course, at=END)
    assert isinstance(report.found[0], Pattern)
    assert report.as_dict()["found"][0]["name"] == "evening"
