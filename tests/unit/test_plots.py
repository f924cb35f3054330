"""Pictures: what they show is what their tables say, whatever stands in the words, and the same to the bit."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest

from exposure_ladder import (
    Course,
    Exposure,
    ExposureLadderError,
    Ladder,
    Situation,
    SituationGraph,
    build_ladder,
    infer,
    template,
)
from exposure_ladder.ladder import build_ladders
from exposure_ladder.report import draw_graph, figure, plots
from exposure_ladder.report.figure import Picture
from exposure_ladder.research import plots as study_plots
from exposure_ladder.review import foretold, ledger, progress

GOLDEN = Path(__file__).parent / "pictures"
AT = datetime(2026, 1, 5, 18, tzinfo=UTC)
HOSTILE = '<script>alert(1)</script> $x^2$ & "q" \u202eoverturned\u202c \u0645\u0631\u062d\u0628\u0627 id="p0-0" 漢'


def ladder_of(title: str = "Stand 3 m from a dog on a leash, for as long as a song lasts", *, steps: int = 4) -> Ladder:
    graph = SituationGraph(
        title="Dogs",
        client="R",
        goal=f"s{steps - 1}",
        situations=tuple(
            Situation(id=f"s{at}", title=f"{title} ({at})", distress=15 + 70 * at / steps, consent=("Kim",) * (at == 2))
            for at in range(steps)
        ),
    )
    course = Course(graph=graph)
    for day, (name, expected, peak, end) in enumerate(
        [("s0", 40, 30, 10), ("s0", 30, 20, None), ("s1", 50, 55, 30), ("s1", None, 45, 20)]
    ):
        occurred = {"expectancy_before": 60, "occurred": "yes" if day == 2 else "no"} if day else {}
        course = course.add(
            Exposure(situation=name, at=AT + timedelta(days=day), expected=expected, peak=peak, end=end, **occurred)
        )
    return build_ladder(infer(course, at=AT + timedelta(days=7)))


@dataclass(frozen=True)
class Spread:
    mean: float
    low: float
    high: float


FOUND = {
    "default": {"reached": Spread(0.6, 0.5, 0.7), "dropped": Spread(np.nan, np.nan, np.nan)},
    "half": {"reached": Spread(0.5, 0.4, 0.6), "dropped": Spread(30.0, 20.0, 45.0)},
}
LABELS = {"reached": "share who reached the goal", "dropped": "day of stopping for good"}
FINDING = SimpleNamespace(number=1, name="extinction", claimed=("RW", "retrieval"))
LATER = SimpleNamespace(number=2, name="spontaneous recovery", claimed=("retrieval", "Kalman"))
VERDICTS = [
    SimpleNamespace(model=model, phenomenon=finding, shown=shown)
    for finding, marks in ((FINDING, "ynn"), (LATER, "yny"))
    for model, shown in zip(("RW", "Kalman", "retrieval"), (mark == "y" for mark in marks), strict=True)
]
DRAW: dict[str, Callable[[], Picture]] = {
    "ladder": lambda: plots.draw_ladder(ladder_of()),
    "graph": lambda: draw_graph(ladder_of()),
    "course": lambda: plots.draw_course(ladder_of(), foretold(ladder_of())),
    "predictions": lambda: plots.draw_predictions(
        ledger(ladder_of().belief.course), ladder_of().belief.course.graph.shown
    ),
    "outcomes": lambda: study_plots.draw_outcomes(FOUND, LABELS),
    "scorecard": lambda: study_plots.draw_scorecard(VERDICTS),
}
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
Marks = list[tuple[str, str, list[float]]]


def marks(svg: str) -> Marks:
    """Return every line, mark and text of a picture with its places, however they are written."""
    found: Marks = []
    for element in ElementTree.fromstring(svg).iter():
        kind = element.tag.rpartition("}")[2]
        if kind in {"path", "use", "text"}:
            places = [element.get(name, "") for name in ("d", "x", "y")]
            found.append(
                (kind, element.text or "" if kind == "text" else "", list(map(float, NUMBER.findall(" ".join(places)))))
            )
    return found


@pytest.mark.parametrize("name", DRAW)
def test_a_picture_is_the_one_that_was_looked_at(name: str) -> None:
    """Golden files were looked at. Between versions of matplotlib texts differ a little in width, and nothing else."""
    made, kept = marks(DRAW[name]().svg(name)), marks((GOLDEN / f"{name}.svg").read_text(encoding="utf-8"))
    assert [each[:2] for each in made] == [each[:2] for each in kept]
    for (_, _, ours), (_, _, theirs) in zip(made, kept, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=3.0)


@pytest.mark.parametrize("name", DRAW)
def test_a_picture_is_the_same_each_time_whatever_the_settings(name: str) -> None:
    first = DRAW[name]().svg("p")
    with mpl.rc_context({"font.size": 30, "svg.fonttype": "path", "axes.facecolor": "red", "text.usetex": False}):
        before = dict(mpl.rcParams)
        assert DRAW[name]().svg("p") == first
        assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("name", DRAW)
def test_a_picture_says_the_same_in_words_and_numbers(name: str) -> None:
    picture = DRAW[name]()
    assert len(picture.alternative.split()) > 10
    assert picture.caption
    assert all(len(row) == len(picture.table.columns) for row in picture.table.rows)
    assert picture.table.rows


@pytest.mark.parametrize("name", DRAW)
def test_ids_belong_to_one_picture_and_colours_to_the_page(name: str) -> None:
    root = ElementTree.fromstring(DRAW[name]().svg("p7"))
    ids = [value for element in root.iter() for key, value in element.attrib.items() if key == "id"]
    assert len(set(ids)) == len(ids)
    assert all(each.startswith("p7-") for each in ids)
    used = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', ElementTree.tostring(root, encoding="unicode")))
    assert used == set(ids)
    assert "var(--accent, " in DRAW[name]().svg("p")


def test_whatever_words_say_is_only_words() -> None:
    ladder = ladder_of(HOSTILE)
    for picture in (plots.draw_ladder(ladder), draw_graph(ladder), plots.draw_course(ladder, foretold(ladder))):
        svg = picture.svg("p")
        root = ElementTree.fromstring(svg)
        assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {
            *("svg", "defs", "style", "g", "path", "text", "tspan", "use", "clipPath", "rect"),
        }
        said = " ".join(text for element in root.iter() if element.tag.endswith("text") for text in element.itertext())
        assert "<script>alert(1)</script>" in said
        assert "$x^2$" in said
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", svg)


def test_a_bar_lies_where_its_numbers_do() -> None:
    ladder = ladder_of()
    _, axes = plots.draw_ladder(ladder).figure.axes
    drawn = [sorted(map(float, line.get_xdata())) for line in axes.lines]
    np.testing.assert_allclose(drawn[::2], [[rung.low, rung.high] for rung in ladder.rungs], atol=1e-8)
    np.testing.assert_allclose(drawn[1::2], [[rung.expected] for rung in ladder.rungs], atol=1e-8)


def test_a_ladder_says_what_its_marks_mean_and_cuts_none_off() -> None:
    ladder = build_ladder(infer(template("dogs"), at=AT))
    picture = plots.draw_ladder(ladder)
    said = [text for kind, text, _ in marks(picture.svg("p")) if kind == "text"]
    assert {"not rated yet", "4 of 5 ratings", "2.5", "10"} <= set(said)
    assert not {"rated", "0.0", "10.0"} & set(said)
    assert ladder.rungs[-1].expected == 100
    assert not any(line.get_clip_on() for line in picture.figure.axes[1].lines if line.get_marker() == "o")


@pytest.mark.parametrize("name", ["closeness", "dogs", "train", "kindness"])
def test_a_graph_has_a_row_for_each_situation_and_no_two_meet(name: str) -> None:
    ladders = build_ladders(infer(template(name), at=AT))
    picture = draw_graph(*ladders)
    _, axes = picture.figure.axes
    heights = sorted(float(line.get_ydata()[0]) for line in axes.lines if line.get_marker() in ("o", "s"))
    assert len(heights) == len(template(name).graph.situations) == len(picture.table.rows)
    assert min(b - a for a, b in pairwise(heights)) >= 0.2


def test_sixty_situations_can_be_told_apart() -> None:
    steps = [{"id": f"s{k}", "title": f"Do thing {k} in the park", "distress": 20 + k} for k in range(60)]
    ladder = build_ladder(infer(Course(graph=SituationGraph(title="T", situations=steps)), at=AT))
    _, axes = draw_graph(ladder).figure.axes
    heights = sorted(float(line.get_ydata()[0]) for line in axes.lines if line.get_marker() == "o")
    assert min(b - a for a, b in pairwise(heights)) >= 0.2
    assert {text.get_text().split()[0] for text in axes.texts} >= {str(k) for k in range(1, 61)}


def test_a_picture_of_its_own_brings_its_paper() -> None:
    assert '<svg style="background: #ffffff" ' in DRAW["ladder"]().svg("p", alone=True)
    assert "background" not in DRAW["ladder"]().svg("p")


def test_a_course_is_drawn_from_the_log() -> None:
    ladder = ladder_of()
    _, first, second = plots.draw_course(ladder, foretold(ladder)).figure.axes
    assert list(first.lines[0].get_ydata()) == [30, 20]
    assert list(second.lines[0].get_ydata()) == [55, 45]
    assert [list(line.get_ydata()) for line in second.lines[1:]] == [[50], [30, 20]]


def test_what_was_left_out_is_beside_the_path() -> None:
    ladder = ladder_of()
    assert [each.situation.id for each in ladder.left_out] == ["s2"]
    _, axes = draw_graph(ladder).figure.axes
    drawn = [line for line in axes.lines if line.get_marker() in ("o", "s")]
    assert [line.get_marker() for line in drawn] == ["o", "o", "s", "o"]
    heights = [float(line.get_ydata()[0]) for line in drawn]
    assert heights == sorted(heights)
    beside = float(drawn[2].get_xdata()[0])
    assert beside not in {float(x) for line in axes.lines if line.get_marker() == "None" for x in line.get_xdata()}


def test_every_colour_has_a_name_and_reads_in_grey() -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return float(np.dot([0.2126, 0.7152, 0.0722], linear))

    for colour in (figure.INK, figure.MUTED, figure.ACCENT, figure.SECOND):  # WCAG 2.1, 1.4.3: 4.5 to 1 on paper
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5
    assert luminance(figure.BAND) > 3 * luminance(figure.ACCENT)


def test_what_was_foretold_is_what_was_believed_before_the_entry() -> None:
    ladder = ladder_of()
    course, told = ladder.belief.course, foretold(ladder)
    assert [each.entry for each in told] == list(course.log)
    for at, each in enumerate(told):
        before = infer(Course(graph=course.graph, log=course.log[:at]), at=each.entry.at)
        place = before.ids.index(each.entry.situation)
        low, high = before.likely()
        assert (each.mean, each.low, each.high) == pytest.approx((before.mean[place], low[place], high[place]))


def test_later_entries_are_not_foretold() -> None:
    ladder = ladder_of()
    earlier = build_ladder(infer(ladder.belief.course, at=AT + timedelta(days=1)))
    assert [each.entry.peak for each in foretold(earlier)] == [30, 20]
    assert progress(earlier).practices == 2


def test_words_and_numbers_need_nothing_that_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    picture = plots.draw_ladder(ladder_of())
    assert picture.table.rows
    with pytest.raises(ExposureLadderError, match="matplotlib") as caught:
        picture.svg("p")
    assert 'pip install "exposure-ladder[plot]"' in str(caught.value)
