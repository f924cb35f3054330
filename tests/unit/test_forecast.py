"""How many practices it may take: the same assumptions drawn by chance, and what holds at both ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure_ladder.belief import Belief, infer, practices_until, update
from exposure_ladder.belief.forecast import MOST_PRACTICES
from exposure_ladder.errors import UnknownSituationError
from exposure_ladder.records import Course, Exposure, Settings, Situation, SituationGraph

DAY = datetime(2026, 2, 2, 18, tzinfo=UTC)
GRAPH = SituationGraph(
    title="Three",
    situations=tuple(
        Situation(id=name, title=f"Step {name}", distress=distress)
        for name, distress in {"low": 25, "mid": 55, "high": 80}.items()
    ),
)


def believed(*entries: Any, **numbers: Any) -> Belief:
    course = Course(graph=GRAPH, settings=Settings(**numbers)).add(*entries)
    return infer(course, at=DAY + timedelta(days=30))


def did(situation: str, peak: float, day: float) -> Exposure:
    return Exposure(situation=situation, at=DAY + timedelta(days=day), peak=peak)


HISTORIES = {
    "nothing": (),
    "some": (did("mid", 60, 0), did("mid", 55, 2), did("high", 85, 5)),
    "learning": tuple(did("high", 90 - 8 * i, i) for i in range(6)),
    "not learning": tuple(did("high", 85, i) for i in range(8)),
}


BELIEFS = {name: believed(*entries) for name, entries in HISTORIES.items()}


def drawn(belief: Belief, situation: str, below: float, count: int = 20_000) -> np.ndarray:
    """Draw a learning rate and a level of an ordinary day, practise until it is reached; infinity for never."""
    rng = np.random.default_rng(20_260_202)
    at, floor = belief.ids.index(situation), belief.course.settings.learning_floor
    usual = belief.ordinary
    spread = usual.scale * np.sqrt(usual.state_cov[at, at])
    which = rng.choice(len(usual.rates), size=count, p=usual.weights)
    level = usual.means[which, at] + spread * rng.standard_t(usual.freedom, size=count)
    needed = np.full(count, np.inf)
    for practice in range(MOST_PRACTICES + 1):
        needed[np.isinf(needed) & (level <= below + 1e-9)] = practice
        level -= belief.rates[which] * np.maximum(level - floor, 0.0)
    return needed


@pytest.mark.parametrize("name", HISTORIES)
@pytest.mark.parametrize(("situation", "below"), [("high", 45.0), ("high", 60.0), ("mid", 35.0), ("low", 31.0)])
def test_the_forecast_is_what_chance_gives_under_the_same_assumptions(name: str, situation: str, below: float) -> None:
    # 41 levels for a whole normal: quantiles may be off by 2 % of the probability, and by one practice at a step
    belief = BELIEFS[name]
    found, needed = practices_until(belief, situation, below=below), drawn(belief, situation, below)
    assert found.never == pytest.approx(np.isinf(needed).mean(), abs=0.02)
    for value, share in ((found.low, 0.1), (found.median, 0.5), (found.high, 0.9)):
        early, late = np.quantile(needed, [max(share - 0.02, 0.0), min(share + 0.02, 1.0)], method="inverted_cdf")
        assert early - 1 <= (np.inf if value is None else value) <= late + 1


def test_the_forecast_says_what_it_is_about() -> None:
    found = practices_until(believed(), "mid", below=40)
    assert (found.situation, found.below) == ("mid", 40)


def certain(level: float, rate: float) -> Belief:
    """A belief that leaves no doubt about today's level and about the learning rate, one of those on its grid."""
    steps = (Situation(id="high", title="Step high", distress=level), Situation(id="low", title="Step low", distress=0))
    sure = dict.fromkeys(("person_sd", "theme_sd", "graph_sd", "situation_sd"), 1e-9)
    learning = {"learning_mean": rate or 0.5, "learning_sd": 0.005, "learning_none": 0.0 if rate else 1.0}
    course = Course(
        graph=SituationGraph(title="One", situations=steps), settings=Settings(learning_floor=30, **sure, **learning)
    )
    return infer(course, at=DAY + timedelta(days=30))


@pytest.mark.parametrize(
    ("level", "rate", "below", "needed"),
    [
        (70, 0.5, 70, 0),
        (70, 0.5, 69.9, 1),
        (70, 0.5, 50, 1),
        (70, 0.5, 49.9, 2),
        (70, 0.5, 40, 2),
        (70, 0.5, 35, 3),
        (70, 0.5, 34.9, 4),
        (70, 0.25, 60, 1),
        (70, 0.25, 52.5, 2),
        (100, 0.9, 37, 1),
        (30, 0.5, 30.1, 0),
        (20, 0.5, 25, 0),
        (20, 0.0, 25, 0),
    ],
)
def test_exactly_so_many_practices_at_and_beside_every_step(
    level: float, rate: float, below: float, needed: int
) -> None:
    found = practices_until(certain(level, rate), "high", below=below)
    assert (found.low, found.median, found.high) == (needed, needed, needed)
    assert found.never == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize(
    ("level", "rate", "below"), [(70, 0.5, 30), (70, 0.5, 29), (70, 0.0, 69), (30.1, 0.9, 30), (25, 0.9, 20)]
)
def test_what_practice_never_reaches_has_no_number(level: float, rate: float, below: float) -> None:
    found = practices_until(certain(level, rate), "high", below=below)
    assert (found.low, found.median, found.high) == (None, None, None)
    assert found.never == pytest.approx(1.0)


def test_the_level_itself_is_reached_without_practice() -> None:
    # half of all possible levels lie above today's mean, which itself counts as reached; nobody learns here
    found = practices_until(certain(40, 0.0), "high", below=40)
    assert (found.low, found.median, found.high) == (0, 0, None)
    assert found.never < 0.5


def test_the_limit_of_practices_itself_is_a_number_and_one_more_is_not() -> None:
    at_limit = 30.0 + 70.0 * 0.95**MOST_PRACTICES
    found = practices_until(certain(100, 0.05), "high", below=at_limit + 1e-6)
    assert (found.low, found.median, found.high) == (MOST_PRACTICES,) * 3
    assert found.never == pytest.approx(0.0, abs=1e-12)
    beyond = practices_until(certain(100, 0.05), "high", below=at_limit - 1e-3)
    assert (beyond.low, beyond.median, beyond.high) == (None, None, None)
    assert beyond.never == pytest.approx(1.0)


@pytest.mark.parametrize("rate", [0.1, 0.25, 0.6])
@pytest.mark.parametrize("below", [35.0, 45.0, 60.0])
def test_the_count_is_what_the_teaching_law_takes(rate: float, below: float) -> None:
    # the same law replayed: unrated full exposures within one hour, so that nothing returns in between
    belief, needed = certain(80, rate), practices_until(certain(80, rate), "high", below=below).median
    assert needed is not None
    means = [80.0]
    for i in range(needed):
        belief, _ = update(belief, Exposure(situation="high", at=DAY + timedelta(days=30, seconds=i + 1)))
        means.append(float(belief.mean[belief.ids.index("high")]))
    assert means[-1] <= below + 1e-3
    assert needed == 0 or means[-2] > below


def test_nothing_is_needed_where_the_level_is_reached_for_certain() -> None:
    found = practices_until(believed(scale_df=1e9), "low", below=100)  # a normal, whose tail ends sooner
    assert (found.low, found.median, found.high, found.never) == (0, 0, 0, 0.0)


def test_never_rises_with_the_weight_of_those_who_do_not_learn() -> None:
    shares = [0.0, 0.1, 0.3, 0.647, 0.9, 1.0]
    never = [practices_until(believed(learning_none=share), "high", below=45).never for share in shares]
    assert never == sorted(never)
    assert all(later > earlier + 0.05 for earlier, later in pairwise(never))
    assert never[0] < 0.01
    high = practices_until(believed(learning_none=0.3), "high", below=45).high
    assert high is None  # three in ten never get there, so nine in ten is out of reach


@given(
    situation=st.sampled_from(["low", "mid", "high"]),
    below=st.floats(0, 100),
    less=st.floats(0, 50),
    name=st.sampled_from(sorted(HISTORIES)),
)
def test_a_lower_level_never_takes_fewer_practices(situation: str, below: float, less: float, name: str) -> None:
    belief = BELIEFS[name]
    near, far = (practices_until(belief, situation, below=level) for level in (below, below - less))
    for a, b in ((near.low, far.low), (near.median, far.median), (near.high, far.high)):
        assert (a if a is not None else np.inf) <= (b if b is not None else np.inf)
    assert near.never <= far.never + 1e-12
    assert 0.0 <= near.never <= 1.0 + 1e-12
    known = [value for value in (near.low, near.median, near.high) if value is not None]
    assert known == sorted(known)
    assert (near.high is None) or near.never <= 0.1 + 1e-9


def test_ratings_that_keep_falling_make_it_shorter() -> None:
    learning, stuck = (practices_until(BELIEFS[name], "high", below=45) for name in ("learning", "not learning"))
    assert learning.never < stuck.never
    assert learning.median is not None
    assert stuck.median is None or learning.median < stuck.median


def test_a_forecast_changes_nothing() -> None:
    belief = BELIEFS["some"]
    before = belief.mean.copy(), belief.weights.copy()
    first, again = (practices_until(belief, "high", below=45) for _ in range(2))
    assert (first.low, first.median, first.high, first.never) == (again.low, again.median, again.high, again.never)
    assert np.array_equal(before[0], belief.mean)
    assert np.array_equal(before[1], belief.weights)


def test_an_unknown_situation_is_named_with_its_neighbours() -> None:
    with pytest.raises(UnknownSituationError) as caught:
        practices_until(believed(), "hgih", below=45)
    assert caught.value.id == "hgih"
    assert caught.value.close_matches == ("high",)
