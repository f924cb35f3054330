"""Looking back: how far somebody is, in sentences and as a chart, and where rules would have parted."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import STYLES, Said, process, terminal
from exposure_ladder.text import notice

Run = Callable[..., Said]
AT = ("--at", "2026-03-10T09:00")
TABLE = """\
at,situation,expected,peak,end,stopped,happened,expectancy_before,occurred
2026-03-03 19:00,day,40,25,10,,,80,no
2026-03-04 19:00,day,30,20,5,,,60,no
2026-03-07 20:00,film,60,50,35,by agreement,,70,yes
2026-03-08 20:00,film,,,,,refused,,
2026-03-09 20:10,film,40,35,30,early,,,
"""
SENTENCES = """\
So far    4 practices on 4 days, from 2026-03-03 to 2026-03-09, on 2 of the 8 steps.
          Noted as it was: 1 stopped by agreement · 1 left early · 1 refused. Each is worth knowing,
          and none is a step back.
Steps     enough to go on: 1 day (rule 'default').
          being practised: 2 film.
          not tried yet: 3 hard-day · 4 ask-hug · 5 evening-alone · 6 feeling · 7 need · 8 hurt."""


@pytest.fixture
def practised(folder: Path, run: Run) -> Path:
    (folder / "entries.csv").write_text(TABLE, encoding="utf-8")
    assert run("log", "closer.yaml", "--from", "entries.csv").code == 0
    return folder


def test_the_sentences_come_first_and_stand_alone(practised: Path, run: Run) -> None:
    said = run("progress", "closer.yaml", *AT)
    assert said.lines[0] == "Letting my partner closer · R · looking back on 2026-03-10"
    assert "\n".join(said.lines[2:8]) == SENTENCES
    for part in (
        "film: 50 at first, 35 lately (one peak each). 15 less is within noise:",
        "in 4 practices with both numbers, the highest distress came 10 lower than expected",
        "in 3 practices a feared outcome was foretold, at 70 % on average. It came once.",
        "with 4 rated entries, what is expected now is mostly our starting assumption.",
    ):
        assert part in " ".join(said.out.split())
    alone = run("progress", "closer.yaml", "--no-chart", *AT)
    assert said.out.startswith(alone.out.partition("\n\nOptions")[0])
    assert "●" not in alone.out
    assert said.lines[-1] == "What you wrote is not shown here. To read it:  --words"
    assert said.lines[-3] == alone.lines[-3] == notice.FOOTER.format(client="R")


def test_every_step_has_its_line_in_the_chart(practised: Path, run: Run) -> None:
    said = run("progress", "closer.yaml", *AT)
    steps = json.loads(run("progress", "closer.yaml", "--format", "json", *AT).out)["steps"]
    rows = [line for line in said.lines if "●" in line]
    assert [row.split()[-1] for row in rows] == [step["id"] for step in steps]
    for row, step in zip(rows, steps, strict=True):
        numbers = [f"{number:.0f}" for number in (step["number"], *step["peaks"][:1], *step["peaks"][-1:])]
        assert row.split()[: len(numbers) + 1] == [*numbers, f"{step['expected']:.0f}"]
    page = run("progress", "closer.yaml", "--format", "markdown", *AT).out
    assert page.count("\n| ") == len(steps) + 2
    assert not re.search(r"^ {4}", page, re.MULTILINE)


def test_a_bar_lies_where_its_numbers_do(practised: Path, run: Run) -> None:
    said = run("progress", "closer.yaml", *AT)
    head = next(line for line in said.lines if line.startswith(" #"))
    left, right = head.index(" 0 ") + 1, head.index("100") + 2
    for step in json.loads(run("progress", "closer.yaml", "--format", "json", *AT).out)["steps"]:
        row = next(line for line in said.lines if line.endswith(f" {step['id']}") and "●" in line)
        ends = (row.index("─"), row.index("●"), row.rindex("─"))
        for at, value in zip(ends, (step["low"], step["expected"], step["high"]), strict=True):
            assert (at - left) / (right - left) == pytest.approx(value / 100, abs=0.5 / (right - left) + 1e-9)


def test_nothing_yet_is_said_kindly(folder: Path, run: Run) -> None:
    said = " ".join(run("progress", "closer.yaml", *AT).out.split())
    assert "nothing has been practised yet." in said
    assert "nothing to compare yet: it takes two peaks on the same step." in said
    assert "nothing has been rated yet, so what is expected now is our starting assumption." in said
    assert "Nothing has been practised yet, so there is nothing to compare." in run("compare-rules", "closer.yaml").out


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_the_pages_fit_the_terminal(columns: int, practised: Path) -> None:
    for words in (("progress", "closer.yaml"), ("compare-rules", "closer.yaml")):
        shown = STYLES.sub("", terminal(*words, columns=columns).out)
        assert max(map(len, shown.splitlines())) <= columns


def test_a_screen_without_our_characters_draws_the_chart_all_the_same(practised: Path) -> None:
    said = process("progress", "closer.yaml", *AT, PYTHONIOENCODING="ascii")
    assert said.code == 0
    rows = [line for line in said.lines if re.search(r"-o-", line)]
    assert len(rows) == 8
    assert "?" not in said.out


def test_numbers_stand_on_the_scale_of_the_person(folder: Path, run: Run) -> None:
    run("new", "dogs")
    run("log", "dogs.yaml", "street", "--peak", "4", "--expected", "6", "--at", "2026-03-08T10:00")
    run("log", "dogs.yaml", "street", "--peak", "3.5", "--expected", "5", "--at", "2026-03-09T10:00")
    said = " ".join(run("progress", "dogs.yaml", *AT).out.split())
    assert "street: 4 at first, 3.5 lately (one peak each). 0.5 less is within noise" in said
    assert "came 1.8 lower than expected, on average; too few to say more." in said
    assert re.search(r" 0 +10 ", said)


def test_rules_that_agree_are_named_together(practised: Path, run: Run) -> None:
    said = run("compare-rules", "closer.yaml")
    assert said.lines[0].endswith("They parted first on 2026-03-03.")
    rows = [line.split(maxsplit=2) for line in said.lines[3:8]]
    assert [row[1] for row in rows] == ["day", "day", "film", "film", "film"]
    assert rows[0][2] == "default, peak: day again · half: on to film"
    assert rows[2][2] == "all: film again"
    assert "cannot show which would have been better" in said.out
    page = run("compare-rules", "closer.yaml", "--format", "markdown").out
    assert "| 2026-03-07 | film | all: film again |" in page
    answer = json.loads(run("compare-rules", "closer.yaml", "--rules", "default,random", "--format", "json").out)
    assert answer["rules"] == ["default", "random"]
    assert answer["rows"][2]["offers"]["default"] == {"action": "REPEAT", "id": "film"}
    assert answer == json.loads(
        run("compare-rules", "closer.yaml", "--rules", "default,random", "--format", "json").out
    )


def test_a_rule_that_is_not_known_is_named(practised: Path, run: Run) -> None:
    said = run("compare-rules", "closer.yaml", "--rules", "default,hlaf")
    assert said.code == 1
    assert "hlaf: there is no rule of this name. Did you mean 'half'?" in said.err
