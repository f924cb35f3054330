"""Pages, logs of other programs, and what leaves for other eyes, from the command line."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Said
from exposure_ladder import Exposure, load
from exposure_ladder.storage import Journal
from exposure_ladder.text.notice import NOTICE

Run = Callable[..., Said]
AT = ("--at", "2026-03-10T09:00")
PRIVATE = "only for my own eyes"
APP = """\
Date,Time,What I did,Before,Max SUDS,After,Mood
9.3.2026,20:10,film,4,5,2,3
10.3.2026,8:05 pm,Send my partner one text about my day,2,3,,3
11.3.2026,,flm,2,3,,3
"""
MEANT = ("--dates", "dmy", "--column", "What I did=situation")


@pytest.fixture
def practised(folder: Path, run: Run) -> Path:
    note = ("--note", PRIVATE, "--safety", PRIVATE, "--learned", PRIVATE)
    assert (
        run("log", "closer.yaml", "day", "--peak", "30", "--expected", "50", "--at", "2026-03-03T19:00", *note).code
        == 0
    )
    assert run("log", "closer.yaml", "day", "--peak", "20", "--at", "2026-03-04T19:00").code == 0
    (folder / "app.csv").write_text(APP, encoding="utf-8")
    return folder


def logged(folder: Path) -> list[object]:
    with Journal(folder / "closer.journal") as journal:
        return [entry for _, entry in journal.numbered()]


@pytest.mark.parametrize("page", [(), ("--worksheet",), ("--digest",)])
def test_a_page_is_printed_or_written_for_its_owner_alone(page: tuple[str, ...], practised: Path, run: Run) -> None:
    printed = run("report", "closer.yaml", *page, *AT)
    assert " ".join(NOTICE.split()) in " ".join(printed.out.split())
    for name, begin in (
        ("r.txt", "Letting my partner"),
        ("r.md", "# Letting my partner"),
        ("r.html", "<!doctype html>"),
    ):
        assert run("report", "closer.yaml", *page, *AT, "--out", name).code == 0
        text = (practised / name).read_text(encoding="utf-8")
        assert text.startswith(begin)
        assert PRIVATE not in text
        assert stat.S_IMODE((practised / name).stat().st_mode) == 0o600
    assert (practised / "r.txt").read_text(encoding="utf-8") == printed.out
    again = run("report", "closer.yaml", "--out", "r.html")
    assert (again.code, "there is a file of this name already" in again.err) == (1, True)


def test_a_page_follows_another_rule(practised: Path, run: Run) -> None:
    assert "(rule 'half')" in run("report", "closer.yaml", "--digest", "--rule", "half", *AT).out
    assert "Did you mean 'half'?" in run("report", "closer.yaml", "--rule", "hlaf").err
    first, second = (run("report", "closer.yaml", "--rule", "random", *AT).out for _ in range(2))
    assert first == second


def test_what_another_program_wrote_is_looked_over_before_it_is_taken_in(practised: Path, run: Run) -> None:
    before = logged(practised)
    said = run("import", "closer.yaml", "app.csv", *MEANT)
    assert said.code == 1
    assert "none of its distress is above 10" in said.err
    said = run("import", "closer.yaml", "app.csv", *MEANT, "--scale", "0-10")
    assert said.code == 1
    assert said.err.splitlines()[0].startswith(
        "app.csv:4:3  situation: expected the id of a step of this plan; got 'flm'."
    )
    assert "Nothing was logged. Understood: 2 entries." in said.err
    assert "Left aside: columns 7." in said.out
    checked = run("import", "closer.yaml", "app.csv", *MEANT, "--scale", "0-10", "--check")
    assert (checked.code, "Nothing was logged. Understood: 2 entries" in checked.out) == (1, True)
    assert logged(practised) == before


def test_what_was_understood_is_taken_in_once(practised: Path, run: Run) -> None:
    words = ("import", "closer.yaml", "app.csv", *MEANT, "--scale", "0-10", "--skip")
    assert run(*words).lines[-2] == "app.csv: 2 entries, 2 of them new. All are in closer.journal."
    first, second = logged(practised)[2:]
    assert isinstance(first, Exposure)
    assert isinstance(second, Exposure)
    assert (first.situation, first.start, first.peak, first.end) == ("film", 40, 50, 20)
    assert (second.situation, second.at.hour, second.peak) == ("day", 20, 30)
    assert run(*words).lines[-2] == "app.csv: 2 entries, none of them new. All are in closer.journal."
    unclear = run("import", "closer.yaml", "app.csv", "--column", "situation")
    assert "--column: expected HEADING=COLUMN" in unclear.err


@pytest.mark.parametrize("form", ["json", "csv", "jsonl"])
@pytest.mark.parametrize("veil", ["--share", "--research"])
def test_what_is_printed_is_what_is_written(veil: str, form: str, practised: Path, run: Run) -> None:
    words = ("export", "closer.yaml", veil, "--format", form)
    preview = run(*words).out
    assert run(*words, "--out", f"shown.{form}").code == 0
    assert (practised / f"shown.{form}").read_text(encoding="utf-8") == preview
    assert PRIVATE not in preview
    assert ("2026" in preview) is (veil == "--share")
    assert '"day"' not in preview
    assert ",day," not in preview
    titled = run(*words, "--keep-titles").out
    assert '"day"' in titled or ",day," in titled
    assert PRIVATE not in titled
    assert PRIVATE in run(*words, "--keep", "words").out


def test_a_shared_copy_holds_no_title_and_says_what_it_holds(practised: Path, run: Run) -> None:
    said = run("export", "closer.yaml", "--share", "--out", "copy.json")
    assert "In it: numbers, days. Nothing else of what you wrote." in " ".join(said.out.split())
    course, copy = load(practised / "closer.yaml"), load(practised / "copy.json")
    assert {situation.title for situation in copy.graph.situations} == {f"Step {name}" for name in copy.graph.ids}
    assert [entry.at for entry in copy.log] == [entry.at for entry in course.log]
    said = run("export", "closer.yaml", "--share", "--keep-titles", "--out", "titled.json")
    assert "In it: numbers, titles and ids of steps, days." in " ".join(said.out.split())
    assert load(practised / "titled.json").graph.ids == course.graph.ids


def test_a_veiled_course_can_be_opened_and_gives_the_same_ladder(practised: Path, run: Run) -> None:
    assert run("export", "closer.yaml", "--research", "--out", "study.json").code == 0
    assert sorted(load(practised / "study.json").graph.ids) == [f"s{number}" for number in range(1, 10)]
    there = json.loads(run("plan", "closer.yaml", "--format", "json", "--at", "2026-03-05T19:00").out)["rungs"]
    here = json.loads(run("plan", "study.json", "--format", "json", "--at", "2000-01-05T19:00").out)["rungs"]
    assert [rung["expected"] for rung in here] == [rung["expected"] for rung in there]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--keep", "steps"], "--keep: expected --share or --research with it"),
        (["--keep-titles"], "--keep-titles: expected --share or --research with it"),
        (["--share", "--keep", "wrods"], "Did you mean 'words'?"),
        (["--format", "ical"], "--first: expected a day and a time"),
        (
            ["--format", "ical", "--first", "2026-03-12T19:00", "--every", "0"],
            "every: expected a whole number from 1 to 60",
        ),
        (["--format", "ical", "--first", "2026-03-12T19:00", "--title", "flm"], "flm"),
    ],
)
def test_what_is_refused_is_said(words: list[str], says: str, practised: Path, run: Run) -> None:
    said = run("export", "closer.yaml", *words)
    assert said.code == 1
    assert says in said.err


def test_a_rhythm_names_no_step_unless_told_to(practised: Path, run: Run) -> None:
    words = ("export", "closer.yaml", "--format", "ical", "--first", "2026-03-12T19:00", "--every", "2", "--times", "3")
    text = run(*words).out
    assert "DTSTART:20260312T190000" in text
    assert "RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3" in text
    assert "partner" not in text
    assert "SUMMARY:Time for a step: Send my partner" in run(*words, "--title", "day").out


def test_the_graph_is_a_picture_of_its_own(practised: Path, run: Run) -> None:
    text = run("graph", "closer.yaml", "--format", "svg").out
    assert text.startswith("<svg")
    assert "var(--" not in text


def test_a_table_without_the_headings_is_the_one_to_mend(practised: Path, run: Run) -> None:
    (practised / "app.csv").write_text("Datum;Situation\n9.3.2026;film\n", encoding="utf-8")
    said = run("import", "closer.yaml", "app.csv")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("app.csv:1  column: expected a column for date; got none.")
    assert said.err.endswith('\nNothing was logged. To say what a heading means:  --column "Max SUDS=peak"\n')
