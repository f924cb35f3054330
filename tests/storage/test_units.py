"""Units that a file does not say: it is asked, in every form of a plan, and what is written never has to be asked."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from exposure_ladder.errors import InvalidCourseError
from exposure_ladder.records import Course, Situation, SituationGraph
from exposure_ladder.storage import as_json, load, read_document, save

ROWS = (("shirt", 3), ("desk", 4), ("ball", 6), ("restroom", 9))


def text_of(form: str, said: str) -> str:
    if form == ".csv":
        return f"id,title,distress{said}\n" + "".join(f"{name},Step {name},{level}\n" for name, level in ROWS)
    situations = [{"id": name, "title": f"Step {name}", "distress": level} for name, level in ROWS]
    return json.dumps({"format": 1, "title": "Brave", **({"scale": said} if said else {}), "situations": situations})


@pytest.mark.parametrize("form", [".yaml", ".json", ".csv"])
def test_numbers_to_ten_without_a_scale_are_asked_about(form: str) -> None:
    with pytest.raises(InvalidCourseError, match="are they out of 10") as caught:
        read_document(text_of(form, ""), name=f"plan{form}", suffix=form)
    assert "0-10" in caught.value.problems[0].hint
    ten, hundred = (" 0-10", " 0-100") if form == ".csv" else ("0-10", "0-100")
    for said, level in ((ten, 90), (hundred, 9)):
        graph = read_document(text_of(form, said), name=f"plan{form}", suffix=form).course.graph
        assert graph.situations[-1].distress == level


@pytest.mark.parametrize("levels", [(), (9,), (5, 9), (5, 6, 11), (40, 60, 80)])
def test_a_plan_just_begun_or_above_ten_is_not_asked_about(levels: tuple[float, ...]) -> None:
    rows = "".join(f"s{at},Step,{level}\n" for at, level in enumerate(levels))
    text = f"id,title,distress\n{rows}x,Step,\n"
    assert len(read_document(text, name="plan.csv", suffix=".csv").course.graph.situations) == len(levels) + 1


@pytest.mark.parametrize("form", [".yaml", ".json", ".csv"])
def test_a_plan_of_low_numbers_is_written_with_its_scale(form: str, tmp_path: Path) -> None:
    steps = tuple(Situation(id=name, title=f"Step {name}", distress=level) for name, level in ROWS)
    course = Course(graph=SituationGraph(title="plan", situations=steps))
    save(course, tmp_path / f"plan{form}")
    assert load(tmp_path / f"plan{form}") == course
    assert read_document(as_json(course), name="x", suffix=".json").course == course


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("Step,Situation,Fear Rating (0-10)\n1,See a photo,2\n2,Walk past,6\n3,Touch,9\n", [20, 60, 90]),
        ("Situation,SUDS\nSee a photo,20\nWalk past,60\nTouch,90\n", [20, 60, 90]),
        ("Situation;Anxiety 0–10\nSee a photo;2\nWalk past;N/A\nTouch;-\n", [20, None, None]),
        ("Step,Fear\nSee a photo,20\nWalk past,60\nTouch,n/a\n", [20, 60, None]),
        ("id,title,distress\nphoto,See a photo,20\nwalk,Walk past,–\nstep,-,90\n", [20, None, 90]),
    ],
)
def test_the_usual_paper_forms_open_as_a_plan(text: str, levels: list[float | None]) -> None:
    graph = read_document(text, name="plan.csv", suffix=".csv").course.graph
    assert [step.distress for step in graph.situations] == levels
    assert graph.situations[0].title == "See a photo"


def test_a_range_is_answered_with_its_middle() -> None:
    with pytest.raises(InvalidCourseError) as caught:
        read_document("Situation,SUDS\nSee a photo,20-30\n", name="plan.csv", suffix=".csv")
    assert caught.value.problems[0].hint == "Write 25, or one of the two."


def test_numbers_of_numpy_are_numbers() -> None:
    step = Situation(id="a", title="A", distress=np.float32(20), order=np.int64(3))
    assert (step.distress, step.order, type(step.order)) == (20.0, 3, int)
    assert str(Situation(id="a", title="A", distress=-0.0).distress) == "0.0"
    for wrong in (np.nan, np.bool_(True), np.array([20.0]), "20"):
        with pytest.raises(InvalidCourseError):
            Situation.model_validate({"id": "a", "title": "A", "distress": wrong})
