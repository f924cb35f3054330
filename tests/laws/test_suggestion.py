"""Laws of live selection: what a suggestion may be, whatever was rated, and where a session ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exposure_ladder.advice import Cue, Move, Suggestion, suggest
from exposure_ladder.belief import Belief, infer, update
from exposure_ladder.errors import InvalidCourseError
from exposure_ladder.records import Course, Exposure, Facet, Rating, Situation, SituationGraph

AT = datetime(2026, 1, 5, 18, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LEVELS = ("far", "near", "here")
FEW = settings(max_examples=40)


def dials(*, consent: str | None = None) -> Belief:
    """Nine stimuli of two dials; the mildest and the hardest have a number; one may need somebody's yes."""
    facets = {"closeness": Facet(levels=LEVELS), "size": Facet(levels=("small", "middle", "large"))}
    made = []
    for k, (close, size) in enumerate(product(LEVELS, facets["size"].levels)):
        name = f"{close}-{size}"
        asked = ("partner",) if name == consent else ()
        number = {0: 10.0, 8: 80.0}.get(k)
        levels = {"closeness": close, "size": size}
        made.append(Situation(id=name, title="A spider", distress=number, facets=levels, consent=asked))
    graph = SituationGraph(title="Spiders", facets=facets, situations=tuple(made))
    return infer(Course(graph=graph), at=AT)


def told(belief: Belief, situation: str, rating: float) -> Belief:
    after, _ = update(belief, Rating(situation=situation, at=belief.at + MINUTE, distress=rating))
    return after


def session(belief: Belief, ratings: list[float], target: float) -> tuple[Belief, Suggestion]:
    """Follow every suggestion with the next rating."""
    found = suggest(belief, target=target)
    for rating in ratings:
        if found.situation is None:
            break
        belief = told(belief, found.situation.id, rating)
        found = suggest(belief, target=target)
    return belief, found


RATINGS = st.lists(st.sampled_from((0.0, 10.0, 30.0, 50.0, 70.0, 85.0, 95.0)), max_size=6)


@given(RATINGS, st.sampled_from((20.0, 40.0, 60.0)), st.sampled_from(Move))
@FEW
def test_a_suggestion_keeps_to_its_limits(ratings: list[float], target: float, move: Move) -> None:
    belief, _ = session(dials(), ratings, target)
    found = suggest(belief, target=target, move=move)
    again = suggest(belief, target=target, move=move)
    assert (found.situation, found.cue, found.because) == (again.situation, again.cue, again.because)
    if found.situation is None:
        assert found.cue in (Cue.SUPPORT, Cue.END)
        assert np.isnan(found.expected)
        return
    assert found.above_cap <= 0.15 + 1e-9
    assert 0.0 <= found.low <= found.expected <= found.high <= 100.0
    log = belief.course.log
    if log and move is Move.RISE:
        here = belief.geometry.index(log[-1].situation)
        assert found.expected <= max(float(belief.mean[here]), 0.0) + 15.0 + 1e-9
    if log and move is Move.ONE and found.because[0] not in ("none_safe", "too_wide"):
        step = belief.geometry.situations[belief.geometry.index(log[-1].situation)]
        apart = [LEVELS.index(step.facets["closeness"]) - LEVELS.index(found.levels["closeness"])]
        sizes = ("small", "middle", "large")
        apart.append(sizes.index(step.facets["size"]) - sizes.index(found.levels["size"]))
        assert sum(map(abs, apart)) <= 1


def test_the_first_stimulus_is_the_mildest() -> None:
    found = suggest(dials(), target=70)
    assert (found.situation.id if found.situation else None, found.because) == ("far-small", ("first",))


def test_distress_comes_to_the_target_of_somebody_who_feels_what_the_dials_say() -> None:
    belief = dials()
    felt = {"far": 0, "near": 25, "here": 50}, {"small": 10, "middle": 20, "large": 30}
    last = 0.0
    for _ in range(8):
        found = suggest(belief, target=45, move=Move.ONE)
        assert found.situation is not None
        last = felt[0][found.levels["closeness"]] + felt[1][found.levels["size"]]
        belief = told(belief, found.situation.id, last)
    assert abs(last - 45.0) <= 7.5


def test_where_every_step_is_too_wide_it_says_so() -> None:
    belief = told(dials(), "far-small", 10.0)  # the next levels are expected 18 SUDS higher
    found = suggest(belief, target=45)
    assert (found.cue, found.because) == (Cue.STAY, ("too_wide",))
    wider = suggest(belief, target=45, rise=20.0)
    assert (wider.cue, wider.because) == (Cue.SHOW, ("target",))


@given(RATINGS)
@FEW
def test_nothing_is_suggested_without_the_yes_of_whom_it_asks(ratings: list[float]) -> None:
    belief, found = session(dials(consent="near-small"), ratings, 40.0)
    assert "near-small" not in {entry.situation for entry in belief.course.log}
    assert found.situation is None or found.situation.id != "near-small"


def test_what_the_engine_cannot_show_is_not_suggested() -> None:
    found = suggest(dials(), target=40, allow={"near-small"})
    assert found.situation is not None
    assert found.situation.id == "near-small"
    assert suggest(dials(), target=40, allow=set()).cue is Cue.END


def test_two_very_high_ratings_end_the_session_with_support() -> None:
    belief = told(dials(), "far-small", 95.0)
    after = suggest(belief, target=40)
    if after.situation is not None:
        assert after.expected <= float(belief.mean[belief.geometry.index("far-small")]) - 15.0
    belief = told(belief, "far-small", 92.0)
    found = suggest(belief, target=40)
    assert (found.cue, found.situation, found.because) == (Cue.SUPPORT, None, ("support",))


@given(st.sampled_from((20.0, 40.0, 60.0)), st.sampled_from(("near-small", "near-middle", "here-small")))
@FEW
def test_after_a_stop_nothing_harder_and_after_the_second_nothing(target: float, name: str) -> None:
    belief = dials()
    stop = Exposure(situation=name, at=AT + MINUTE, peak=60, stopped="early")
    belief, _ = update(belief, stop)
    found = suggest(belief, target=target)
    if found.situation is not None:
        assert found.expected <= float(belief.mean[belief.geometry.index(name)]) + 1e-6
    belief, _ = update(belief, stop.model_copy(update={"at": AT + 2 * MINUTE, "id": "second"}))
    assert suggest(belief, target=target).cue in (Cue.END, Cue.SUPPORT)


def test_nothing_is_shown_before_what_it_requires() -> None:
    steps = (
        Situation(id="first", title="First", distress=40),
        Situation(id="second", title="Second", distress=20, requires=("first",)),
    )
    belief = infer(Course(graph=SituationGraph(title="T", situations=steps)), at=AT)
    found = suggest(belief, target=20)
    assert found.situation is not None
    assert found.situation.id == "first"


@given(st.floats(0.01, 0.5))
@FEW
def test_a_target_that_cannot_be_asked_for_names_the_highest_that_can(chance: float) -> None:
    belief = dials()
    with pytest.raises(InvalidCourseError, match="at most") as raised:
        suggest(belief, target=99.0, chance=chance)
    highest = float(str(raised.value).split("at most ")[1].split(":")[0])
    assume(highest > 0.0)
    suggest(belief, target=highest, chance=chance)
    with pytest.raises(InvalidCourseError):
        suggest(belief, target=highest + 1.0, chance=chance)


def test_all_wrong_numbers_are_named_at_once() -> None:
    with pytest.raises(InvalidCourseError) as raised:
        suggest(dials(), target=120, rise=-1, chance=0.9)
    assert all(name in str(raised.value) for name in ("target", "rise", "chance"))


def test_a_later_moment_is_that_of_the_belief_carried_there() -> None:
    belief, later = told(dials(), "far-small", 30.0), AT + timedelta(days=2)
    one, other = suggest(belief, target=40, at=later), suggest(belief.predict(later), target=40)
    assert (one.situation, one.expected, one.because) == (other.situation, other.expected, other.because)
    assert one.because == ("first",)  # the session is over
