"""One ladder for each theme of a graph, wherever the goal of the file lies."""

from datetime import UTC, datetime

import pytest

from exposure_ladder import Course, Situation, SituationGraph, build_ladder, infer
from exposure_ladder.errors import ImpossibleLadderError

GRAPH = SituationGraph(
    title="Two fears",
    goal="bridge",
    situations=(
        Situation(id="stairs", title="Climb ten stairs", distress=20, theme="heights"),
        Situation(id="bridge", title="Cross the bridge", distress=70, theme="heights"),
        Situation(id="ask", title="Ask one stranger the time", distress=30, theme="people"),
    ),
)
BELIEF = infer(Course(graph=GRAPH), at=datetime(2026, 3, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    ("theme", "steps", "goals"), [("heights", ["stairs", "bridge"], ("bridge",)), ("people", ["ask"], ())]
)
def test_a_theme_has_a_ladder_of_its_own(theme: str, steps: list[str], goals: tuple[str, ...]) -> None:
    ladder = build_ladder(BELIEF, theme=theme)
    assert [rung.id for rung in ladder.rungs] == steps
    assert ladder.goals == goals


def test_a_goal_that_is_asked_for_is_not_passed_over() -> None:
    with pytest.raises(ImpossibleLadderError):
        build_ladder(BELIEF, theme="people", goal="bridge")
