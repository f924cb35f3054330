"""What a question is said to save is what an answer then saves: the shortcut against the belief itself."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposure_ladder.belief import Belief, prior, rating_noise, update
from exposure_ladder.errors import InvalidCourseError, UnknownSituationError
from exposure_ladder.records import Comparison, Course, Link, Rating, Situation, SituationGraph
from exposure_ladder.research.questions import WORTH_ASKING, which_comparison, which_rating
from strategies import START

beliefs = st.builds(
    lambda numbers, similarity: prior(
        Course(
            graph=SituationGraph(
                title="T",
                situations=[Situation(id=f"s{i}", title="T", distress=x) for i, x in enumerate(numbers)],
                links=[Link(a="s0", b="s1", similarity=similarity)],
            )
        ),
        at=START,
    ),
    st.lists(st.integers(0, 100), min_size=3, max_size=6),
    st.floats(0.05, 0.95),
)


def variance(belief: Belief) -> float:
    """Return the summed variance for a scale of 1: how much a person varies is learned besides, from any answer."""
    return float(np.trace(belief.cov)) / belief.scale**2


@given(beliefs, st.integers(0, 100))
def test_a_rating_saves_what_was_said_whatever_it_is(belief: Belief, said: int) -> None:
    questions = which_rating(belief)
    for (name,), share in zip(questions.ask, questions.saves, strict=True):
        after, _ = update(belief, Rating(situation=name, at=START, distress=said))
        assert 1.0 - variance(after) / variance(belief) == pytest.approx(share, abs=1e-9)


@given(beliefs)
@settings(max_examples=20)
def test_a_comparison_saves_what_was_said_on_average_over_both_answers(belief: Belief) -> None:
    questions = which_comparison(belief)
    for (one, other), share in zip(questions.ask, questions.saves, strict=True):
        places = [belief.geometry.index(name) for name in (one, other)]
        part = belief.cov[np.ix_(places, places)]
        noise = rating_noise(belief.mean[places], belief.course.settings)
        spread = np.sqrt(part[0, 0] + part[1, 1] - 2 * part[0, 1] + (noise**2).sum())
        chance = NormalDist().cdf((belief.mean[places[0]] - belief.mean[places[1]]) / spread)
        left = 0.0
        for likely, harder, easier in ((chance, one, other), (1.0 - chance, other, one)):
            after, _ = update(belief, Comparison(at=START, harder=harder, easier=easier))
            left += likely * variance(after)
        assert 1.0 - left / variance(belief) == pytest.approx(share, abs=1e-6)


@given(beliefs)
@settings(max_examples=30)
def test_best_first_and_a_number_tells_more_than_a_comparison(belief: Belief) -> None:
    ratings, pairs = which_rating(belief), which_comparison(belief)
    for questions in (ratings, pairs):
        assert (np.diff(questions.saves) <= 0.0).all()
        assert (questions.saves >= 0.0).all()
        assert (questions.saves <= 1.0).all()
    assert len(pairs.ask) == len(belief.ids) * (len(belief.ids) - 1) // 2


@given(beliefs)
def test_asking_comes_to_an_end_and_nothing_is_asked_twice(belief: Belief) -> None:
    asked = []
    while not (questions := which_rating(belief)).enough:
        asked.append(questions.ask[0][0])
        belief, _ = update(belief, Rating(situation=asked[-1], at=START, distress=50))
    assert len(asked) == len(set(asked))
    assert len(asked) == len(belief.ids) or questions.saves[0] < WORTH_ASKING
    again = which_rating(belief, among=belief.ids)  # later, on purpose
    assert len(again.ask) == len(belief.ids)


def test_only_what_is_asked_for_is_looked_at() -> None:
    graph = SituationGraph(title="T", situations=[Situation(id=i, title="T", distress=50) for i in "abc"])
    belief = prior(Course(graph=graph), at=START)
    assert which_rating(belief, among=["b", "a"]).ask == (("a",), ("b",))  # equals by id
    assert which_rating(belief, about=["c"]).ask[0] == ("c",)
    assert which_comparison(belief, among=["a", "c"]).ask == (("a", "c"),)
    assert which_rating(belief, among=()).enough
    assert which_comparison(belief, among=["a"]).ask == ()
    with pytest.raises(UnknownSituationError):
        which_rating(belief, among=["d"])
    with pytest.raises(InvalidCourseError):
        which_rating(belief, about=())
