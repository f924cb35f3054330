"""Many entries in, the whole course out, and nothing left: bulk logging, export, erasing."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from conftest import Said, process, terminal
from exposure_ladder.records import Comparison, Consent, Exposure, Override, Rating, Scale
from exposure_ladder.storage import Journal, load

Run = Callable[..., Said]
PRIVATE = "only for my own eyes"
TABLE = f"""\
kind;at;situation;harder;easier;peak;distress;person;by;reason;note
;2026-03-03 19:00;day;;;25,5;;;;;{PRIVATE}
exposure;2026-03-04 19:00;day;;;20;;;;;=HYPERLINK("x")
rating;2026-03-05 19:00;film;;;;40;;;;
comparison;2026-03-05 19:01;;need;film;;;;;;
override;2026-03-05 19:02;film;;;;;;Dr X;a longer step;
consent;2026-03-05 19:03;hug;;;;;partner;;;
"""


@pytest.fixture
def filled(folder: Path, run: Run) -> Path:
    """Stand in a folder whose journal holds one entry of every kind."""
    (folder / "entries.csv").write_text(TABLE, encoding="utf-8-sig")
    assert run("log", "closer.yaml", "--from", "entries.csv").code == 0
    return folder


def kept(folder: Path) -> list[object]:
    with Journal(folder / "closer.journal") as journal:
        return [entry for _, entry in journal.numbered()]


def test_a_table_is_taken_in_once(filled: Path, run: Run) -> None:
    assert [type(entry) for entry in kept(filled)] == [Exposure, Exposure, Rating, Comparison, Override, Consent]
    first = kept(filled)[0]
    assert isinstance(first, Exposure)
    assert (first.peak, first.at.isoformat()) == (25.5, "2026-03-03T19:00:00+00:00")
    said = run("log", "closer.yaml", "--from", "entries.csv")
    assert said.lines[0] == "entries.csv: 6 entries, none of them new. All are in closer.journal."
    run("amend", "closer.yaml", "1", "--withdraw")
    said = run("log", "closer.yaml", "--from", "entries.csv")
    assert said.lines[1] == "1 were taken back earlier, and stay so."
    assert len(kept(filled)) == 5


@pytest.mark.parametrize("words", [["log", "closer.yaml", "--from", "a.csv"], ["import", "closer.yaml", "a.csv"]])
def test_very_high_entries_bring_words_of_support_once(words: list[str], folder: Path, run: Run) -> None:
    text = (folder / "closer.yaml").read_text(encoding="utf-8")
    (folder / "closer.yaml").write_text(f"support: [My sister]\n{text}", encoding="utf-8")
    rows = "".join(f"2026-03-0{day} 19:00,day,{peak}\n" for day, peak in ((3, 95), (4, 95), (5, 20), (6, 90)))
    (folder / "a.csv").write_text(f"at,situation,peak\n{rows}", encoding="utf-8")
    said = " ".join(run(*words).out.split())
    assert said.count("That was very high: 3 times in the last five rated entries.") == said.count("very high: ") == 1
    assert "You wrote down for such a day: My sister That was very high" in said  # people first
    assert "very high" not in run(*words).out  # nothing of it is new


def test_a_pipe_of_json_is_taken_in(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    exposure = b'{"at": "2026-03-03T19:00Z", "situation": "day", "peak": 25}'
    rating = b'{"kind": "rating", "at": "2026-03-03T19:01Z", "situation": "day", "distress": 20}'
    lines = exposure + b"\n\n" + rating
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(lines)))
    assert run("log", "closer.yaml", "--from", "-").lines[0].startswith("standard input: 2 entries, 2 of them new.")


def test_numbers_of_a_table_are_on_the_scale_of_the_plan(folder: Path, run: Run) -> None:
    run("new", "dogs")
    assert load("dogs.yaml").graph.shown is Scale.TEN
    (folder / "entries.csv").write_text("at,situation,peak\n2026-03-03 19:00,street,4\n", encoding="utf-8")
    assert run("log", "dogs.yaml", "--from", "entries.csv").code == 0
    with Journal(folder / "dogs.journal") as journal:
        (entry,) = journal.entries()
    assert isinstance(entry, Exposure)
    assert entry.peak == 40


def test_one_wrong_row_keeps_all_out_and_all_are_named(folder: Path, run: Run) -> None:
    text = TABLE.replace("25,5", "250").replace("need", "nede").replace("2026-03-03", "2100-03-03")
    (folder / "entries.csv").write_text(text, encoding="utf-8")
    said = run("log", "closer.yaml", "--from", "entries.csv")
    assert said.code == 1
    assert [line.partition(": expected")[0] for line in said.err.splitlines()] == [
        "entries.csv:2:2  at",
        "entries.csv:2:6  peak",
        "entries.csv:5:4  harder",
        "3 problems in entries.csv. Nothing was logged. Mend these lines and run it again.",
    ]
    assert "Did you mean 'need'?" in said.err
    assert PRIVATE not in said.err
    assert not (folder / "closer.journal").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ["log", "closer.yaml", "day", "--from", "entries.csv"],
            "--from: expected entries from the file alone; got situ",
        ),
        (["log", "closer.yaml", "--peak", "3", "--from", "entries.csv"], "got --peak too."),
        (["log", "closer.yaml", "--from", "gone.csv"], "gone.csv: there is no such file."),
        (["export", "closer.yaml", "--out", "entries.csv"], "entries.csv: there is a file of this name already."),
        (
            ["export", "closer.yaml", "--format", "json", "--out", "closer.yaml", "--force"],
            "closer.yaml: this is the plan itself.",
        ),
        (
            ["export", "closer.yaml", "--format", "csv", "--out", "closer.journal", "--force"],
            "closer.journal: this is the log of the plan.",
        ),
        (
            ["export", "closer.yaml", "--out", "x.xlsx"],
            "x.xlsx: expected a name that ends in .json, .csv, .jsonl, .ics.",
        ),
        (["report", "closer.yaml", "--out", "x.pdf"], "x.pdf: expected a name that ends in .txt, .html, .htm, .md"),
        (["export", "closer.yaml", "--out", "no/x.json"], "no/x.json: cannot be written (no such file or directory)."),
        (["export", "closer.yaml", "--no-words"], "--no-words: a course in JSON keeps its words."),
        (["export", "closer.yaml", "--format", "ical"], "2026-03-09T18:00; got nothing. Say when"),
        (["erase", "closer.yaml", "1"], "erase: expected a yes; nobody is there to ask."),
        (["erase", "closer.yaml", "1", "99", "--yes"], "99"),
    ],
)
def test_what_is_refused_changes_nothing(words: list[str], says: str, filled: Path, run: Run) -> None:
    before, entries = sorted(path.name for path in filled.iterdir()), kept(filled)
    said = run(*words)
    assert said.code == 1
    assert says in said.err
    assert (sorted(path.name for path in filled.iterdir()), kept(filled)) == (before, entries)


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_what_is_exported_can_be_taken_in_elsewhere(form: str, filled: Path, run: Run) -> None:
    assert run("export", "closer.yaml", "--format", form, "--out", f"log.{form}").code == 0
    assert stat.S_IMODE((filled / f"log.{form}").stat().st_mode) == 0o600
    assert run("export", "closer.yaml", "--format", form).out == (filled / f"log.{form}").read_text(encoding="utf-8")
    (filled / "closer.yaml").rename(filled / "other.yaml")
    assert run("log", "other.yaml", "--from", f"log.{form}").code == 0
    with Journal(filled / "other.journal") as journal:
        assert [entry for _, entry in journal.numbered()] == kept(filled)


def test_the_name_of_the_new_file_says_what_is_written(filled: Path, run: Run) -> None:
    for form in ("json", "csv", "jsonl"):
        assert run("export", "closer.yaml", "--out", f"log.{form}").code == 0
        printed = run("export", "closer.yaml", "--format", form).out
        assert (filled / f"log.{form}").read_text(encoding="utf-8") == printed


def test_an_exported_course_gives_the_same_ladder_and_the_same_step(filled: Path, run: Run) -> None:
    assert run("export", "closer.yaml", "--out", "copy.json").code == 0
    for words in (("plan",), ("next",), ("progress",), ("compare-rules",)):
        more = () if words == ("compare-rules",) else ("--at", "2026-03-06T12:00")
        here, there = (run(*words, name, *more) for name in ("closer.yaml", "copy.json"))
        assert here.code == 0
        assert there.out.replace("copy.json", "closer.yaml") == here.out


def test_an_old_file_that_others_could_read_is_closed_before_it_is_written_over(filled: Path, run: Run) -> None:
    (filled / "out.csv").write_text("old", encoding="utf-8")
    (filled / "out.csv").chmod(0o644)
    assert run("export", "closer.yaml", "--format", "csv", "--out", "out.csv", "--force").code == 0
    assert stat.S_IMODE((filled / "out.csv").stat().st_mode) == 0o600
    assert PRIVATE in (filled / "out.csv").read_text(encoding="utf-8")
    assert PRIVATE not in run("export", "closer.yaml", "--format", "csv", "--no-words").out


def test_erasing_says_what_goes_and_what_stays(filled: Path, run: Run) -> None:
    said = run("erase", "closer.yaml", "1", "3", "--yes")
    assert said.lines == [
        "This erases from closer.journal, for good:",
        "  Entry 1: 2026-03-03 19:00, day, highest 26",
        "  Entry 3: 2026-03-05 19:00, film, rated 40, without practice",
        "closer.yaml stays as it is. Copies, exports and backups are out of reach.",
        "Erased 2 entries from closer.journal, for good.",
    ]
    assert PRIVATE.encode() not in b"".join(path.read_bytes() for path in filled.glob("closer.*"))
    assert len(kept(filled)) == 4
    assert run("erase", "closer.yaml", "--yes").code == 0
    assert not list(filled.glob("closer.journal*"))
    assert (filled / "closer.yaml").exists()
    assert run("erase", "closer.yaml", "--yes").lines[0].startswith("Nothing has been logged in closer.journal")


def test_an_entry_that_is_not_listed_is_not_said_to_have_been_there(filled: Path, run: Run) -> None:
    run("amend", "closer.yaml", "1", "--withdraw")
    for number in ("1", "99"):
        said = run("erase", "closer.yaml", number)
        line = f"  Entry {number}: not in the list now; what is left of it, if it was taken back earlier"
        assert said.lines[1] == line


def test_erasing_asks_for_a_word(filled: Path) -> None:
    for word, left in (("yes", 6), ("erase", 0)):
        said = terminal("erase", "closer.yaml", talk=[("Type the word erase", f"{word}\n")])
        assert said.code == 0
        assert "This erases all of closer.journal, for good: 6 entries" in said.out
        assert len(kept(filled)) == left


def test_a_page_about_a_pipe_is_written_over_if_asked(folder: Path) -> None:
    plan = (folder / "closer.yaml").read_bytes()
    for more in ((), ("--force",)):
        said = process("report", "-", "--out", "page.txt", *more, stdin=plan)
        assert (said.code, said.err) == (0, "")


def test_a_real_process_reads_a_real_pipe(folder: Path) -> None:
    process("log", "closer.yaml", "--from", "-", stdin=TABLE.encode())
    lines = process("export", "closer.yaml", "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["kind"] for line in lines] == [
        *("exposure", "exposure", "rating", "comparison", "override", "consent"),
    ]


def test_no_message_repeats_words_from_where_a_number_or_an_id_should_stand(filled: Path, run: Run) -> None:
    (filled / "other.csv").write_text(f"date,step,peak\n2026-03-01,{PRIVATE},30\n", encoding="utf-8")
    (filled / "odd.yaml").write_text(f"title: T\n{PRIVATE}: 3\nsituations: []\n", encoding="utf-8")
    for words in (
        ("import", "closer.yaml", "other.csv"),
        ("check", "odd.yaml"),
        *(("log", "closer.yaml", "day", option, PRIVATE) for option in ("--stopped", "--occurred", "--peak", "--at")),
    ):
        said = run(*words)
        assert said.code == 1
        assert PRIVATE not in said.err + said.out
