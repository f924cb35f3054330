"""Each command: what it prints, in every form, and what it says when something is not as it should be."""

from __future__ import annotations

import csv
import json
import os
import shlex
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import exposure_ladder
from conftest import INTERRUPT, PROGRAM, STYLES, Said, environment, process, terminal
from exposure_ladder import load
from exposure_ladder.cli import answers, plan
from exposure_ladder.cli import terminal as screen
from exposure_ladder.cli.main import COMMANDS, main
from exposure_ladder.cli.terminal import UnclearError
from exposure_ladder.records import Comparison, Event, Exposure, Override, Rating, Scale, Stopped
from exposure_ladder.rules import RULES
from exposure_ladder.rules.history import last_lasted
from exposure_ladder.storage import Journal
from exposure_ladder.text import command, loosened, notice

Run = Callable[..., Said]
PRIVATE = ("old hurt, face", "bore them", "too much", "my day", "joking", "phone that")
TIME = "2026-03-09T20:10"
WHEN = datetime(2026, 3, 9, 20, 10, tzinfo=UTC)


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let somebody sit at the keyboard of this process and type lines."""

    def types(*lines: str) -> None:
        monkeypatch.setattr(screen.Terminal, "asks", property(lambda _: True))
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO("".join(f"{line}\n" for line in lines).encode())))

    return types


def logged(folder: Path, name: str = "closer") -> list[Exposure]:
    with Journal(folder / f"{name}.journal") as journal:
        return [entry for entry in journal.entries() if isinstance(entry, Exposure)]


# ----------------------------------------------------------------------------------------------------- help, version


def test_help_carries_the_notice_and_every_command(run: Run) -> None:
    said = run("--help")
    assert said.code == 0
    assert notice.NOTICE in said.out
    assert [line.split()[0] for line in said.lines if line.startswith("    ")] == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_an_example(name: str, run: Run) -> None:
    said = run(name, "--help")
    assert said.code == 0
    assert f"usage: exposure-ladder {name}" in said.out
    assert f"example:\n  exposure-ladder {name}" in said.out
    assert " ".join(said.out.split()).endswith(notice.NOTICE.splitlines()[-1])


def test_the_version(run: Run) -> None:
    assert run("--version").out == f"exposure-ladder {exposure_ladder.__version__}\n"


def test_no_words_show_the_help(run: Run) -> None:
    said = run()
    assert said.code == 2
    assert notice.NOTICE in said.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["pln", "closer.yaml"], "exposure-ladder: pln: there is no such command. Did you mean 'plan'?\n"),
        (["closer.yaml"], "exposure-ladder: closer.yaml: there is no such command.\n"),
        (["plan"], "exposure-ladder plan: missing: FILE."),
        (["plan", "closer.yaml", "--at"], "exposure-ladder plan: --at: expected a word after it; got none."),
        (["plan", "my", "plan.yaml"], "got 'plan.yaml'. A name with spaces needs quotes around it."),
        (
            ["plan", "closer.yaml", "--format", "txt"],
            "expected text, markdown, json, csv; got 'txt'. Did you mean 'text'?",
        ),
        (
            ["plan", "closer.yaml", "--formt", "text"],
            "plan: --formt: there is no such option. Did you mean '--format'?\n",
        ),
        (["amend", "closer.yaml", "four"], "NUMBER: expected a whole number; got 'four'."),
        (["log", "closer.yaml", "film", "--refused", "--avoided"], "--avoided: cannot stand beside --refused."),
    ],
)
def test_words_that_are_not_understood(words: list[str], says: str, run: Run) -> None:
    said = run(*words)
    assert said.code == 2
    assert said.out == ""
    assert says in said.err
    assert "argument" not in said.err
    assert said.err.splitlines()[-1].startswith("See: exposure-ladder ")


# --------------------------------------------------------------------------------------------------------------- new


def test_new_lists_templates(folder: Path, run: Run) -> None:
    said = run("new")
    assert said.code == 0
    names = [line.split()[0] for line in said.lines[3:] if line and not line.startswith((" ", "Start", "It writes"))]
    assert names == sorted(names)
    assert {"closeness", "dogs", "train"} <= set(names)
    assert any(line.split()[:2] == ["dogs", "12"] for line in said.lines)


def test_new_writes_the_template_word_for_word_for_its_owner_alone(folder: Path, run: Run) -> None:
    assert run("new", "dogs").code == 0
    source = Path(exposure_ladder.__file__).parent / "data" / "dogs.yaml"
    assert (folder / "dogs.yaml").read_bytes() == source.read_bytes()
    assert stat.S_IMODE((folder / "dogs.yaml").stat().st_mode) == 0o600


def test_new_adds_the_ending_that_is_missing(folder: Path, run: Run) -> None:
    assert run("new", "dogs", "rex").out.startswith("Wrote rex.yaml")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["closness"], "closness: there is no template of this name. Did you mean 'closeness'?"),
        (["dogs", "closer.yaml"], "closer.yaml: there is a file of this name already. It was left as it is."),
        (
            ["dogs", "."],
            "expected the name of a new file; got a folder. For instance:  exposure-ladder new dogs dogs.yaml",
        ),
        (["dogs", "rex.txt"], "expected a name that ends in .yaml. For instance:  exposure-ladder new dogs rex.yaml"),
        (["dogs", "nowhere/rex.yaml"], "nowhere/rex.yaml: cannot be written (no such file or directory)."),
        (["dogs", "closer.yaml/rex.yaml"], "cannot be written (not a directory)."),
        (["dogs", "old.yaml"], "the entries in old.journal would become its log."),
    ],
)
def test_new_refuses(words: list[str], says: str, folder: Path, run: Run) -> None:
    (folder / "old.journal").touch()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    said = run("new", *words)
    assert said.code == 1
    assert says in said.err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for the superuser")
def test_a_read_only_folder(folder: Path, run: Run) -> None:
    folder.chmod(0o500)
    try:
        assert "cannot be written (permission denied)" in run("new", "dogs").err
        assert run("log", "closer.yaml", "film", "--peak", "30").code == 1
        assert run("plan", "closer.yaml").code == 0
    finally:
        folder.chmod(0o700)


# ------------------------------------------------------------------------------------------------------------- check


def test_check_says_what_is_worth_a_thought(folder: Path, run: Run) -> None:
    said = run("check", "closer.yaml")
    assert said.code == 0
    assert said.lines[0].startswith("warning EL001  Write a situation between the two")
    assert "\n    need 60 → hurt 80 is a step of 20; above 15 a step is wide. (closer.yaml:49:15)" in said.out
    assert said.lines[-2] == "closer.yaml can be used: 9 steps. To think about: 1 warning, 2 hints."
    assert run("check", "--strict", "closer.yaml").code == 1


def test_check_takes_several_files_and_sums_up(folder: Path, run: Run) -> None:
    text = (folder / "closer.yaml").read_text(encoding="utf-8")
    (folder / "bad.yaml").write_text(text.replace("distress: 80", "distress: 800"), encoding="utf-8")
    said = run("check", "bad.yaml", "closer.yaml", "gone.yaml")
    assert said.code == 1
    assert said.lines[0] == "bad.yaml:49:15  distress: expected a number from 0 to 100; got 800."
    assert said.lines[-1] == "1 problem. Nothing was written. Mend these lines and run check again."
    assert "gone.yaml: there is no such file." in said.err


def test_check_as_json(folder: Path, run: Run) -> None:
    text = (folder / "closer.yaml").read_text(encoding="utf-8")
    (folder / "bad.yaml").write_text(text.replace("distress: 80", "distress: 800"), encoding="utf-8")
    said = run("check", "bad.yaml", "closer.yaml", "gone.yaml", "--format", "json")
    bad, good, gone = json.loads(said.out)["files"]
    assert (bad["problems"][0]["line"], bad["problems"][0]["column"], bad["problems"][0]["got"]) == (49, 15, "800")
    assert [finding["code"] for finding in good["findings"]] == ["EL040", "EL042", "EL001"]
    assert gone["error"].startswith("gone.yaml: there is no such file.")
    assert said.code == 1


# -------------------------------------------------------------------------------------------------------------- plan


def test_plan_in_every_form_says_the_same(folder: Path, run: Run) -> None:
    words = ("plan", "closer.yaml", "--at", "2026-03-02T12:00", "--format")
    ladder = json.loads(run(*words, "json").out)
    rungs, left = ladder["rungs"], ladder["left_out"]
    table = list(csv.DictReader(StringIO(run(*words, "csv").out)))
    page = run(*words, "markdown").out
    text = run(*words, "text").lines
    assert [row["id"] for row in table if row["number"]] == [rung["id"] for rung in rungs]
    assert [float(row["now"]) for row in table if row["number"]] == [round(rung["expected"]) for rung in rungs]
    assert [(row["id"], row["why"]) for row in table if not row["number"]] == [
        (out["id"], f"left out: {', '.join([out['why'], *out['missing']])}") for out in left
    ]
    assert len(left) == 1
    assert [line.split()[-1] for line in text[3:11]] == [rung["id"] for rung in rungs]
    assert page.count("\n| ") == len(rungs) + 2
    assert "| 6 | 51\\~ | 1–100 | Put one feeling into words, face to face, with no joke | feeling |" in page
    assert "\n    " not in page  # would be code in Markdown


def test_plan_shows_the_scale_of_the_person(folder: Path, run: Run) -> None:
    run("new", "dogs")
    said = run("plan", "dogs.yaml")
    assert said.lines[3].split()[:2] == ["1", "2~"]
    assert "now: highest distress to expect (0–10)." in said.out


def test_plan_takes_wishes(folder: Path, run: Run) -> None:
    def ids(*wishes: str) -> list[str]:
        said = run("plan", "closer.yaml", *wishes, "--format", "csv")
        assert said.code == 0, said.err
        return [row["id"] for row in csv.DictReader(StringIO(said.out)) if row["number"]]

    everything = ids()
    assert set(everything) - set(ids("--exclude", "need", "--exclude", "film")) == {"need", "film"}
    fewest = ids("--keep", "goal", "--objective", "fewest")
    assert len(fewest) < len(ids("--keep", "goal", "--objective", "gentlest")) <= len(everything)
    assert "feeling" in ids("--keep", "goal", "--objective", "fewest", "--via", "feeling")
    assert ids("--keep", "goal", "--goal", "need")[-1] == "need"
    assert set(ids("--bridge")) > set(everything)


def test_plan_reads_a_pipe(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def pipe(text: bytes) -> Said:
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(text)))
        return run("plan", "-")

    said = pipe((folder / "closer.yaml").read_bytes())
    assert said.lines[0].startswith("Letting my partner closer")
    assert "hug: no yes from 'partner' is recorded\n" in said.out  # no command: there is no file to name
    wrong = pipe(b"title: [")
    assert wrong.code == 1
    assert wrong.err.startswith("standard input:1:")


def test_a_goal_without_a_yes(folder: Path, run: Run) -> None:
    said = run("plan", "closer.yaml", "--goal", "hug")
    assert said.code == 1
    assert said.err.splitlines()[-1] == "  exposure-ladder consent closer.yaml hug partner"


def test_questions_that_were_asked_long_ago_are_not_said_to_be_missing(folder: Path, run: Run) -> None:
    text = (folder / "closer.yaml").read_text(encoding="utf-8").partition("\nscreened:")[0]
    (folder / "closer.yaml").write_text(f"{text}\nscreened: 2026-01-05\n", encoding="utf-8")
    said = run("plan", "closer.yaml", "--at", "2026-05-01T12:00")
    assert "Left out   hug: first the questions below again (screened: 2026-01-05 holds for 90 days)\n" in said.out
    (folder / "closer.yaml").write_text(text, encoding="utf-8")
    assert "(the file needs 'screened')" in run("plan", "closer.yaml").out


def test_graph_as_mermaid_and_dot(folder: Path, run: Run) -> None:
    assert run("graph", "closer.yaml").lines[0] == "graph LR"
    assert run("graph", "closer.yaml", "--format", "dot").lines[-1] == "}"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["plan", "closr.yaml"], "closr.yaml: there is no such file. Did you mean 'closer.yaml'?"),
        (["plan", "x.yaml"], "x.yaml: there is no such file. In that folder: closer.yaml."),
        (["plan", "closre"], "closre: there is no such file. Did you mean 'closer.yaml'?"),
        (
            ["plan", "nix.yaml"],
            "nix.yaml: there is no such file. In that folder: binary.yaml, closer.yaml, empty.yaml.",
        ),
        (["plan", "nowhere/x.yaml"], "no such file. Start one:  exposure-ladder new"),
        (["plan", "."], "expected a file; got a folder."),
        (["plan", "note.txt"], "expected a YAML, CSV or JSON file; got '.txt'."),
        (["plan", "binary.yaml"], "expected text; got a binary file."),
        (["plan", "empty.yaml"], "empty.yaml: the file is empty."),
        (["plan", "closer.yaml", "--goal", "hrt"], "hrt: there is no such step. Did you mean 'hurt'?"),
        (["plan", "closer.yaml", "--theme", "work"], "work: no step of this file has this theme."),
        (["plan", "closer.yaml", "--at", "tomorrow"], "--at: expected a day and a time like 2026-03-09 20:10"),
        (["plan", "closer.yaml", "--at", "9999999999999"], "--at: expected a day and a time"),
        (["next", "closer.yaml", "--rule", "hlaf"], "hlaf: there is no rule of this name. Did you mean 'half'?"),
        (["log", "closer.yaml"], "log: expected the name of a step; got none."),
        (["log", "closer.yaml", "flm"], "flm: there is no such step. Did you mean 'film'?"),
        (["log", "closer.yaml", "99"], "99: there is no such step."),
        (["log", "closer.yaml", "film", "--peak", "800"], "--peak: expected a number from 0 to 100; got '800'."),
        (["log", "closer.yaml", "film", "--peak", "nan"], "--peak: expected a number from 0 to 100; got 'nan'."),
        (["log", "closer.yaml", "film", "--end", "1e999"], "--end: expected a number from 0 to 100; got '1e999'."),
        (["log", "closer.yaml", "film", "--minutes", "-3"], "--minutes: expected a number from 0 to 1440; got '-3'."),
        (["log", "closer.yaml", "film", "--peak", "30", "--end", "40"], "--peak: expected at least 40"),
        (["log", "closer.yaml", "film", "--peak", "30", "--series", "0:40"], "--peak: expected at least 40"),
        (
            ["log", "closer.yaml", "film", "--series", "0-40"],
            "--series: expected minutes (0-1440) and distress (0-100)",
        ),
        (["log", "closer.yaml", "film", "--series", "5:40 0:30"], "series: expected pairs of minute and distress with"),
        (["log", "closer.yaml", "film", "--share", "50"], "--share: expected a part from 0 to 1, or a percentage like"),
        (["log", "closer.yaml", "film", "--stopped", "why"], "--stopped: expected no, early or by agreement"),
        (["log", "closer.yaml", "film", "--at", "2100-01-01T10:00"], "--at: expected a time that has come"),
        (["rate", "closer.yaml", "film"], "rate: expected a number, or --harder-than; got neither. For instance:"),
        (["rate", "closer.yaml", "film", "40", "--harder-than", "day"], "or --harder-than; got both."),
        (["rate", "closer.yaml", "film", "400"], "N: expected a number from 0 to 100; got '400'."),
        (["rate", "closer.yaml", "2", "--harder-than", "film"], "--harder-than: expected another step than film"),
        (["rate", "closer.yaml", "flm", "40"], "flm: there is no such step. Did you mean 'film'?"),
        (["choose", "closer.yaml", "flm", "--by", "K"], "flm: there is no such step. Did you mean 'film'?"),
        (["choose", "closer.yaml", "film", "--by", "K", "--at", "2100-01-01T10:00"], "--at: expected a time that has"),
        (["log", "-", "film"], "-: a pipe has no journal beside it. Name a file."),
        (["amend", "closer.yaml", "3"], "3: there is no entry of this number. Nothing has been logged yet."),
        (
            ["consent", "closer.yaml", "hug", "partnr"],
            "partnr: hug waits for nobody of this name. Did you mean 'partner'?",
        ),
        (["consent", "closer.yaml", "hugg", "partner"], "hugg: there is no such step. Did you mean 'hug'?"),
        (["consent", "closer.yaml", "film", "partner"], "film: this step waits for nobody's yes."),
        (
            ["consent", "closer.yaml", "hug", "partner", "--until", "9000-01-01"],
            "--until: expected a day at most 90 days after",
        ),
        (
            ["consent", "closer.yaml", "hug", "partner", "--until", "2020-01-01"],
            "--until: expected a day that is not over",
        ),
        (["demo", "--folder", "closer.yaml"], "closer.yaml: cannot be used as a folder (file exists)."),
    ],
)
def test_bad_input_is_named_and_changes_nothing(words: list[str], says: str, folder: Path, run: Run) -> None:
    (folder / "note.txt").write_text("a note", encoding="utf-8")
    (folder / "binary.yaml").write_bytes(b"\x00\x01")
    (folder / "empty.yaml").touch()
    if "x.yaml" in words:
        for name in ("binary.yaml", "empty.yaml"):
            (folder / name).unlink()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    said = run(*words)
    assert said.code == 1
    assert said.out == ""
    assert says in said.err
    assert not [text for text in PRIVATE if text in said.err]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


# --------------------------------------------------------------------------------------------------------------- log


def test_log_keeps_every_word(folder: Path, run: Run) -> None:
    words = "--expected 60 --start 20 --peak 35,5 --end 30 --minutes 12 --stopped agreed --feared-before 80"
    more = "--occurred no --feared-after 40 --numbness 10"
    said = run(
        *("log", "closer.yaml", "film", "--at", TIME, *words.split(), *more.split()),
        *("--safety", "joking", "--safety", "looking away", "--context", "evening"),
        *("--note", "a note", "--learned", "it passed"),
    )
    assert said.code == 0
    entry = logged(folder)[0]
    assert (entry.at, entry.situation) == (WHEN, "film")
    assert (entry.expected, entry.start, entry.peak, entry.end, entry.minutes) == (60, 20, 35.5, 30, 12)
    assert (entry.expectancy_before, entry.occurred, entry.expectancy_after) == (80, "no", 40)
    assert (entry.safety, entry.context, entry.stopped) == (("joking", "looking away"), ("evening",), Stopped.AGREED)
    assert (dict(entry.measures), entry.note, entry.learned) == ({"numbness": 10}, "a note", "it passed")


def test_log_takes_a_step_by_its_number_and_numbers_on_the_scale_of_the_file(folder: Path, run: Run) -> None:
    run("new", "dogs")
    assert "got 1, which 2 steps share. Say which: photo, video." in run("log", "dogs.yaml", "1", "--peak", "4").err
    assert run("log", "dogs.yaml", "3", "--peak", "4", "--numbness", "1").code == 0
    entry = logged(folder, "dogs")[0]
    assert (entry.situation, entry.peak, dict(entry.measures)) == ("street", 40, {"numbness": 10})
    assert run("log", "dogs.yaml", "glass", "--peak", "40").err.startswith("--peak: expected a number from 0 to 10;")


def test_log_never_makes_a_rating_up(folder: Path, run: Run) -> None:
    said = run("log", "closer.yaml", "film")
    assert "Not rated, and that is fine." in said.out
    entry = logged(folder)[0]
    assert (entry.expected, entry.start, entry.peak, entry.end) == (None, None, None, None)


def test_the_same_entry_twice_is_one_entry(folder: Path, run: Run) -> None:
    words = ("log", "closer.yaml", "film", "--peak", "35", "--at", TIME)
    assert run(*words).out.startswith("Saved as entry 1")
    assert run(*words).out.startswith("This was there already, as entry 1 in closer.journal. Nothing was changed.")
    assert len(logged(folder)) == 1
    run("amend", "closer.yaml", "1", "--withdraw")
    assert logged(folder) == []
    assert run(*words).out.startswith("Saved as entry 1")
    assert len(logged(folder)) == 1


def test_refusing_and_avoiding_are_data(folder: Path, run: Run) -> None:
    assert "Refusing is worth knowing" in run("log", "closer.yaml", "film", "--refused").out
    assert "Avoiding is worth knowing" in run("log", "closer.yaml", "film", "--avoided").out
    assert [str(entry.happened) for entry in logged(folder)] == ["refused", "avoided"]


def test_very_high_distress_brings_words_of_support(folder: Path, run: Run) -> None:
    assert "tell somebody you trust or a professional" in " ".join(
        run("log", "closer.yaml", "film", "--peak", "95").out.split()
    )
    assert "professional" not in run("log", "closer.yaml", "film", "--peak", "80").out
    text = (folder / "closer.yaml").read_text(encoding="utf-8")
    (folder / "closer.yaml").write_text(f"support: [My sister]\n{text}", encoding="utf-8")
    said = run("log", "closer.yaml", "film", "--peak", "95").out
    assert "You wrote down for such a day:  My sister\n" in said
    assert said.index("My sister") < said.index("That was very high"), "the person's own words come first"


def test_words_of_support_grow_with_repetition_and_never_shrink(folder: Path, run: Run) -> None:
    def said(day: int, *words: str) -> str:
        words = ("log", "closer.yaml", "film", "--at", f"2026-03-0{day}T20:00", *words)
        return " ".join(run(*words).out.split()).partition("That was very high")[2]

    first = said(1, "--peak", "95")
    assert first.startswith(". You may pause, ask for company")
    second = said(2, "--end", "90")
    assert "Please tell a professional about it" in second
    assert "You may pause, ask for company" in second
    third, fourth = said(3, "--start", "92"), said(4, "--series", "0:40 180:90")
    assert third.startswith(": 3 times in the last five rated entries. A pause and support come first now")
    assert fourth.startswith(": 4 times")
    assert "Please tell a professional about it" in third
    assert said(5, "--peak", "40") == ""
    assert said(1, "--peak", "96") == fourth  # one of long before is counted for what there is now


def test_nobody_needs_to_note_a_yes_to_their_own_practice(folder: Path, run: Run) -> None:
    plan = "title: S\nclient: R\nsituations:\n- {id: hug, title: A hug, distress: 40, consent: [r, partner]}\n"
    (folder / "closer.yaml").write_text(plan, encoding="utf-8")
    said = run("log", "closer.yaml", "hug", "--peak", "30", "--at", TIME)
    assert said.out.count("no valid yes of") == said.out.count("no valid yes of partner") == 1


def test_log_loads_what_advises_only_for_words_of_support(folder: Path) -> None:
    program = "import sys; from exposure_ladder.cli.main import main; main(sys.argv[1:]); print(*sys.modules)"
    for peak, loaded in (("40", False), ("95", True)):
        words = [sys.executable, "-c", program, "log", "closer.yaml", "film", "--peak", peak]
        done = subprocess.run(words, capture_output=True, text=True, check=True, env=environment())
        assert ("exposure_ladder.rules" in done.stdout.split()) is loaded


def test_a_change_to_very_high_brings_the_same_words(folder: Path, run: Run) -> None:
    run("log", "closer.yaml", "film", "--end", "20", "--at", TIME)
    assert "very high" not in run("amend", "closer.yaml", "1", "--end", "40").out
    assert "That was very high" in run("amend", "closer.yaml", "1", "--series", "180:95").out
    assert "very high" not in run("amend", "closer.yaml", "1", "--minutes", "20").out


def test_a_practice_without_a_yes_is_saved_and_said(folder: Path, run: Run) -> None:
    said = run("log", "closer.yaml", "hug", "--peak", "30", "--at", TIME)
    assert (said.code, said.err) == (0, "")
    assert said.lines[0].startswith("Saved as entry 1")
    assert "For hug, no valid yes of partner was recorded for that time; the entry stays as it is." in said.out
    assert "exposure-ladder consent closer.yaml hug partner --withdraw" in said.out
    run("consent", "closer.yaml", "hug", "partner", "--at", "2026-03-09T20:00")
    assert "no valid yes" not in run("log", "closer.yaml", "hug", "--peak", "31", "--at", TIME).out
    assert "no valid yes" in run("log", "closer.yaml", "hug", "--peak", "31", "--at", "2026-03-09T19:00").out
    assert "no valid yes" not in run("log", "closer.yaml", "hug", "--refused", "--at", "2026-03-09T19:00").out
    (folder / "a.csv").write_text("at,situation,peak\n2026-03-01 19:00,hug,9\n2026-03-02 19:00,hug,9\n", "utf-8")
    assert run("log", "closer.yaml", "--from", "a.csv").out.count("no valid yes") == 1


def test_log_asks_for_what_is_missing_and_asks_again(folder: Path, run: Run, types: Callable[..., None]) -> None:
    types(
        *("42", "2"),
        *("perhaps", "by agreement"),
        *("", "It passed"),
        "joking, looking away",
        *("high", "135", "35"),
        *("50", ""),
    )
    said = run("log", "closer.yaml", "--at", TIME)
    assert said.code == 0
    again = [line.partition("Please give ")[2] for line in said.out.splitlines() if "Please give " in line]
    assert again[0] == "a number or a name from the list."
    assert again[1] == "no, early, or enough for now."
    assert again[2:4] == ["a number from 0 to 100."] * 2
    assert again[4:] == ["a number from 0 to 35, the highest of this practice."]
    entry = logged(folder)[0]
    assert (entry.situation, entry.at, entry.peak, entry.end) == ("film", WHEN, 35, None)
    assert (entry.safety, entry.stopped) == (("joking", "looking away"), Stopped.AGREED)
    assert (entry.feared, entry.learned) == (None, "It passed")


def test_log_asks_nothing_about_what_did_not_happen(folder: Path, run: Run, types: Callable[..., None]) -> None:
    types()
    said = run("log", "closer.yaml", "film", "--avoided")
    assert said.code == 0
    assert said.out.count("?") == 0


def test_what_cannot_be_is_said_before_anything_is_asked(folder: Path, run: Run, types: Callable[..., None]) -> None:
    types(*[""] * 5)
    said = run("log", "closer.yaml", "film", "--peak", "30", "--end", "40")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("--peak: expected at least 40")


@pytest.mark.parametrize("key", [INTERRUPT, "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_ending_the_first_question_saves_nothing_and_says_so(key: str, folder: Path) -> None:
    said = terminal("log", "closer.yaml", "film", "--at", TIME, talk=[("stop before the end", key)])
    assert said.code == 1
    assert said.lines[-1] == "Ended. Nothing was saved."
    assert not (folder / "closer.journal").exists()


@pytest.mark.parametrize("key", [INTERRUPT, "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_answers_are_kept_when_somebody_ends_it_and_gone_on_with(key: str, folder: Path) -> None:
    talk = [("stop before", "enough\n"), ("afraid", "\n"), ("take from it", "\n"), ("lean on", "\n")]
    talk += [("Highest", "35\n"), ("at the end", key)]
    said = terminal("log", "closer.yaml", "film", "--at", TIME, talk=talk)
    assert said.code == 1
    assert said.out.endswith("exposure-ladder log closer.yaml\n")
    assert "Nothing was logged." in said.out
    assert logged(folder) == []
    begun = "not finished (film, highest 35 · stopped by agreement). Go on with it?"
    said = terminal("log", "closer.yaml", talk=[(begun, "yes\n"), ("at the end", "30\n")])
    assert said.code == 0
    (entry,) = logged(folder)
    assert (entry.situation, entry.at, entry.peak, entry.end) == ("film", WHEN, 35, 30)
    assert entry.stopped is Stopped.AGREED
    assert "not finished" not in terminal("log", "closer.yaml", talk=[("Which step?", key)]).out


def test_answers_that_were_kept_can_be_dropped(folder: Path) -> None:
    terminal("log", "closer.yaml", "film", talk=[("stop before", "\n"), ("afraid", INTERRUPT)])
    said = terminal("log", "closer.yaml", "day", talk=[("stop before", INTERRUPT)])  # another step is another entry
    assert "not finished" not in said.out
    terminal("log", "closer.yaml", talk=[("not finished (film, not rated)", "no\n"), ("Which step?", INTERRUPT)])
    assert "not finished" not in terminal("log", "closer.yaml", talk=[("Which step?", INTERRUPT)]).out


def test_log_takes_what_only_a_table_could_say(folder: Path, run: Run) -> None:
    words = ["--peak", "90", "--series", "0:40 5:90 180:75", "--minutes", "20", "--stopped", "early", "--share", "50%"]
    words += ["--reason", "too loud", "--feared", "They laugh", "--tolerance", "60", "--numbness", "5"]
    assert run("log", "closer.yaml", "film", "--at", TIME, *words).code == 0
    (entry,) = logged(folder)
    assert entry.series == ((0, 40), (5, 90), (180, 75))
    assert (entry.share, entry.reason, entry.feared) == (0.5, "too loud", "They laugh")
    assert dict(entry.measures) == {"numbness": 5, "tolerance": 60}
    words = ["--tolerance", "none", "--share", "none", "--series", "none", "--reason", "none", "--numbness", "7"]
    assert run("amend", "closer.yaml", "1", *words).code == 0
    (entry,) = logged(folder)
    assert (entry.series, entry.share, entry.reason, dict(entry.measures)) == ((), 1, None, {"numbness": 7})


def test_distress_hours_later_can_be_noted_afterwards(folder: Path, run: Run) -> None:
    def lasted() -> bool:
        return last_lasted(load("closer.yaml"), at=datetime.now(tz=UTC))

    run("log", "closer.yaml", "film", "--peak", "80", "--end", "60", "--minutes", "10")
    assert not lasted()
    assert run("amend", "closer.yaml", "1", "--series", "180:75").code == 0
    assert logged(folder)[0].series == ((180, 75),)
    assert lasted()


@pytest.mark.parametrize(
    ("kind", "stopped", "asked"),
    [("", "no", []), ("touch", "no", ["far"]), ("sexual", "early", ["leave?", "far"]), ("", "early", ["leave?"])],
)
def test_log_asks_for_more_only_where_it_matters(
    kind: str, stopped: str, asked: list[str], folder: Path, run: Run, types: Callable[..., None]
) -> None:
    more = f", kind: {kind}, consent: partner" if kind else ""
    plan = f"title: S\nsituations:\n- {{id: step, title: A step, distress: 40{more}}}\n"
    (folder / "closer.yaml").write_text(plan, encoding="utf-8")
    early = ["too loud"] if "leave?" in asked else []
    fear = [] if early else [""]  # one question more takes the place of the one that matters least
    rest = ["unsure", *fear, "It passed", "5", "35"] if kind else ["", "It passed", "", "35", *(["20"] if fear else [])]
    types(stopped, *early, *rest)
    said = run("log", "closer.yaml", "step", "--at", TIME)
    assert said.code == 0
    assert [word for word in ("leave?", "far") if word in said.out] == asked
    assert said.out.count("?") <= 6
    (entry,) = logged(folder)
    assert entry.reason == ("too loud" if early else None)
    assert entry.wanted == ("unsure" if kind else None)
    assert dict(entry.measures) == ({"numbness": 5} if kind else {})


@pytest.mark.parametrize(
    "words", [["plan"], ["next"], ["progress"], ["log", "film", "--peak", "30"], ["log", "--from", "a.csv"]], ids=str
)
def test_a_log_that_lost_its_plan_is_named_once(words: list[str], folder: Path, run: Run) -> None:
    says = (
        "new.yaml has no log beside it, but closer.journal lies in the same folder without a plan of its name. If it "
        "is the log of this plan, rename it to new.journal before you log anything.\n"
    )
    run("log", "closer.yaml", "film", "--peak", "35")
    (folder / "a.csv").write_text("at,situation,peak\n2026-03-01 19:00,film,30\n", encoding="utf-8")
    before = (folder / "closer.journal").read_bytes()
    command, *more = words
    assert run(command, "closer.yaml", *more).err == ""
    (folder / "closer.yaml").rename(folder / "new.yaml")
    said = run(command, "new.yaml", *more)
    assert (said.code, said.err) == (0, says)
    if command == "log":
        (folder / "new.journal").unlink()
    else:
        assert (folder / "closer.journal").read_bytes() == before
    (folder / "other.journal").touch()  # which of the two it would be, nobody knows
    assert run(command, "new.yaml", *more).err == ""


# ------------------------------------------------------------------------------------------------------ rate, choose


def noted(folder: Path) -> list[Event]:
    with Journal(folder / "closer.journal") as journal:
        return list(journal.entries())


def test_a_rating_and_a_comparison_without_practice(folder: Path, run: Run) -> None:
    said = run("rate", "closer.yaml", "2", "60", "--at", TIME)
    assert said.lines == [
        "Noted as entry 1 in closer.journal: film, rated 60, without practice.",
        "Undo:  exposure-ladder amend closer.yaml 1 --withdraw",
    ]
    said = run("rate", "closer.yaml", "need", "--harder-than", "film", "--at", TIME)
    assert said.lines[0] == "Noted as entry 2 in closer.journal: need, harder than film."
    rating, comparison = noted(folder)
    assert isinstance(rating, Rating)
    assert (rating.situation, rating.at, rating.distress) == ("film", WHEN, 60)
    assert isinstance(comparison, Comparison)
    assert (comparison.harder, comparison.easier) == ("need", "film")
    assert "This was there already, as entry 1" in run("rate", "closer.yaml", "2", "60", "--at", TIME).out
    assert run("amend", "closer.yaml", "1", "--withdraw").code == 0
    assert noted(folder) == [comparison]


def test_a_rating_stands_on_the_scale_of_the_file(folder: Path, run: Run) -> None:
    text = (folder / "closer.yaml").read_text(encoding="utf-8")
    small = "title: S\nscale: 0-10\nsituations:\n- {id: film, title: Say it, distress: 4}\n"
    (folder / "closer.yaml").write_text(small, encoding="utf-8")
    assert "film, rated 6, without practice" in run("rate", "closer.yaml", "film", "6", "--at", TIME).out
    (folder / "closer.yaml").write_text(text, encoding="utf-8")
    assert "film, rated 60, without practice" in " ".join(run("amend", "closer.yaml").out.replace("  ", ", ").split())


def test_a_helpers_choice_is_what_next_shows(folder: Path, run: Run) -> None:
    said = run("choose", "closer.yaml", "hard-day", "--by", "therapist", "--reason", "R asked for it")
    assert said.code == 0
    assert said.lines[0] == "Noted as entry 1 in closer.journal: hard-day, chosen next by therapist."
    assert "It is what next shows, until the next practice." in said.out
    (entry,) = noted(folder)
    assert isinstance(entry, Override)
    assert (entry.by, entry.reason) == ("therapist", "R asked for it")
    assert "begin with step 3" in run("next", "closer.yaml").out
    assert run("amend", "closer.yaml", "1", "--withdraw").code == 0
    assert "begin with step 1" in run("next", "closer.yaml").out


@pytest.mark.parametrize(("step", "very_high"), [("hug", 0), ("day", 3)], ids=["without a yes", "support first"])
def test_a_helpers_choice_waits_for_what_it_cannot_open(step: str, very_high: int, folder: Path, run: Run) -> None:
    for hour in range(very_high):
        run("log", "closer.yaml", "film", "--peak", "95", "--at", f"2026-03-09T1{hour}:00")
    by = "R herself" if very_high else "therapist"  # what a professional chose holds, whatever was felt
    said = run("choose", "closer.yaml", step, "--by", by)
    assert said.code == 0
    assert "next does not show it now" in said.out
    assert f"   {step}\n" not in run("next", "closer.yaml").out
    entry = noted(folder)[-1]
    assert isinstance(entry, Override)
    assert entry.reason == "not given"


# ----------------------------------------------------------------------------------------------------- amend, consent


def test_amend_lists_changes_and_takes_back(folder: Path, run: Run) -> None:
    assert run("amend", "closer.yaml").out.startswith("Nothing has been logged in closer.journal yet.")
    run("log", "closer.yaml", "film", "--peak", "35", "--end", "30", "--numbness", "5", "--at", TIME)
    run("log", "closer.yaml", "day", "--refused", "--at", TIME)
    said = run("amend", "closer.yaml")
    assert said.lines[1].split(maxsplit=4) == ["1", "2026-03-09", "20:10", "film", "highest 35 · end 30"]
    assert run("amend", "closer.yaml", "1", "--peak", "45", "--end", "none", "--situation", "need").code == 0
    entry = next(entry for entry in logged(folder) if entry.peak)
    assert (entry.situation, entry.peak, entry.end, dict(entry.measures)) == ("need", 45, None, {"numbness": 5})
    assert "--peak: expected at least 50" in run("amend", "closer.yaml", "1", "--start", "50").err
    assert run("amend", "closer.yaml", "1", "--withdraw").out.startswith("Took back entry 1: it no longer counts.")
    assert [entry.situation for entry in logged(folder)] == ["day"]
    assert "1: there is no entry of this number. Entries: 2." in run("amend", "closer.yaml", "1", "--peak", "4").err


def test_amend_asks_before_it_takes_back(folder: Path, run: Run, types: Callable[..., None]) -> None:
    run("log", "closer.yaml", "film", "--peak", "35", "--at", TIME)
    types("perhaps", "no")
    said = run("amend", "closer.yaml", "1")
    assert said.lines[0] == "Entry 1: 2026-03-09 20:10, film, highest 35"
    assert "Please give yes or no." in said.out
    assert "Nothing was changed." in said.out
    assert len(logged(folder)) == 1
    types("yes")
    assert "Took back" in run("amend", "closer.yaml", "1").out
    assert logged(folder) == []


def test_consent_is_noted_ends_and_can_be_taken_back(folder: Path, run: Run) -> None:
    def steps() -> str:
        return run("plan", "closer.yaml", "--format", "csv").out

    assert "\n,hug," in steps()  # left out
    last = datetime.now(UTC).astimezone() + timedelta(days=60)
    said = run("consent", "closer.yaml", "hug", "partner", "--until", f"{last:%Y-%m-%d}")
    assert f"It holds until {last + timedelta(days=1):%Y-%m-%d} 00:00." in said.out
    assert "Software cannot know" in said.out
    assert "\n,hug," not in steps()
    assert "stays" in run("amend", "closer.yaml", "1", "--withdraw").err  # only another note ends it
    assert "never a failure" in run("consent", "closer.yaml", "hug", "partner", "--withdraw").out
    assert "\n,hug," in steps()


def test_a_yes_that_does_not_hold_is_said_not_to(folder: Path, run: Run) -> None:
    said = run("consent", "closer.yaml", "hug", "partner", "--at", "2020-01-01T10:00")
    assert "But it does not hold today" in said.out
    now = datetime.now(UTC)
    run("consent", "closer.yaml", "hug", "partner", "--at", (now - timedelta(hours=1)).isoformat())
    said = run("consent", "closer.yaml", "hug", "partner", "--withdraw", "--at", (now - timedelta(hours=2)).isoformat())
    ended = [line for line in said.lines if line.startswith("It ends the yes of partner to hug from ")]
    assert len(ended) == 2  # also the one dated after it: whoever takes back a yes means every one given so far
    assert "still holds" not in said.out
    assert "\n,hug," in run("plan", "closer.yaml", "--format", "csv").out


def test_a_yes_is_noted_with_its_end_and_its_words(folder: Path, run: Run) -> None:
    """So neither a later setting nor a later title carries it on."""
    before = [(datetime.now(UTC) - timedelta(hours=hours)).isoformat() for hours in (2, 1)]
    run("consent", "closer.yaml", "hug", "partner", "--at", before[0])
    run("consent", "closer.yaml", "hug", "partner", "--withdraw", "--at", before[1])
    with Journal(folder / "closer.journal") as journal:
        said, withdrawn = journal.consents()
    assert said.until == said.at + timedelta(days=30)
    assert (withdrawn.until, withdrawn.wording) == (None, None)
    run("consent", "closer.yaml", "hug", "partner")
    assert "\n,hug," not in run("plan", "closer.yaml", "--format", "csv").out
    file = folder / "closer.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Hug my partner", "Hold my partner"))
    shown = " ".join(run("plan", "closer.yaml").out.split())
    assert "hug: worded differently since the yes of 'partner'; please ask again" in shown
    assert "(exposure-ladder consent closer.yaml hug partner)" in shown


def test_a_yes_holds_to_the_ninetieth_day(folder: Path, run: Run) -> None:
    until = [f"{datetime.now(UTC).astimezone() + timedelta(days=days):%Y-%m-%d}" for days in (90, 91)]
    assert f"It holds until {until[0]} " in run("consent", "closer.yaml", "hug", "partner", "--until", until[0]).out
    assert run("consent", "closer.yaml", "hug", "partner", "--until", until[1]).code == 1


def test_erasing_that_somebody_took_it_back_takes_their_yes_along(folder: Path, run: Run) -> None:
    run("consent", "closer.yaml", "hug", "partner")
    run("consent", "closer.yaml", "hug", "partner", "--withdraw")
    said = run("erase", "closer.yaml", "2", "--yes")
    assert "With it goes every earlier yes of that person to that step" in said.out
    assert "Entry 1: " in said.out
    assert "Erased 2 entries" in said.out
    assert "\n,hug," in run("plan", "closer.yaml", "--format", "csv").out


def test_consent_asks_in_a_terminal(folder: Path, run: Run, types: Callable[..., None]) -> None:
    types("no")
    said = run("consent", "closer.yaml", "hug", "partner")
    assert "Has partner said yes to exactly this, freely, knowing they can take it back? yes / no:" in said.out
    assert "Nothing was noted. hug stays off the ladder." in said.out
    assert not (folder / "closer.journal").exists()
    types("yes")
    assert "partner said yes to hug" in run("consent", "closer.yaml", "hug", "partner").out


# -------------------------------------------------------------------------------------------------------- next, demo


def test_next_in_both_forms_with_every_rule(folder: Path, run: Run) -> None:
    run("log", "closer.yaml", "day", "--peak", "30", "--at", TIME)
    table = run("next", "closer.yaml", "--rule", "list").lines
    names = [line.split()[0] for line in table[3:] if line[:1].strip()]
    assert names == list(RULES)
    for name in names:
        words = ("next", "closer.yaml", "--rule", name, "--at", "2026-03-10T09:00")
        answer = json.loads(run(*words, "--format", "json").out)
        said = run(*words)
        assert answer["rule"]["name"] == name
        assert said.lines[0].startswith("An option for R on 2026-03-10: ")
        assert said.out == run(*words).out
        assert said.lines[-1] == notice.FOOTER.format(client="R")


def test_next_asks_for_a_number_that_the_scale_of_the_file_has(folder: Path, run: Run) -> None:
    run("new", "dogs")
    said = " ".join(run("next", "dogs.yaml").out.split())
    assert "highest fear 3 or less, on two days" in said or "highest fear 35 or less, on two days" in said
    assert "0–100" not in said


def test_the_demo_is_the_same_every_time_and_leaves_nothing(folder: Path, run: Run) -> None:
    before = sorted(path.name for path in folder.iterdir())
    said = run("demo")
    assert said.code == 0
    assert said.out == run("demo").out
    assert sorted(path.name for path in folder.iterdir()) == before
    commands = [line.split()[2] for line in said.lines if line.startswith("$ ")]
    assert commands == ["new", "check", "plan", "log", "progress", "next"]
    assert "1 stopped by agreement · 1 left early · 1 refused" in said.out
    assert said.lines.index("$ exposure-ladder next closer.yaml --at 2026-01-26T09:00") > 0
    assert any(
        line.startswith("Because")
        for line in said.lines[said.lines.index("$ exposure-ladder next closer.yaml --at 2026-01-26T09:00") :]
    )


def test_the_demo_keeps_its_files_where_asked_and_never_writes_over_others(folder: Path, run: Run) -> None:
    assert run("demo", "--folder", "try").code == 0
    assert sorted(path.name for path in (folder / "try").glob("closer.*[l]")) == ["closer.journal", "closer.yaml"]
    said = run("demo", "--folder", "try")
    assert said.code == 1
    assert "closer.yaml" in said.err
    assert Path.cwd() == folder


# ------------------------------------------------------------------------------------------------- screens and pipes


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_a_page_fits_the_terminal(columns: int, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "columns", lambda *_: columns)
    monkeypatch.setattr("exposure_ladder.cli.options.columns", lambda _: columns)
    monkeypatch.setattr(screen.Terminal, "watched", property(lambda _: True))
    run("log", "closer.yaml", "day", "--peak", "30", "--at", TIME)
    for words in (("plan",), ("next",), ("check",), ("amend",), ("log", "film"), ("consent", "hug", "partner")):
        said = run(words[0], "closer.yaml", *words[1:])
        long = [line for line in STYLES.sub("", said.out).splitlines() if len(line) > columns]
        assert not long, (words, long)
    assert max(map(len, STYLES.sub("", run("new").out).splitlines())) <= columns
    if columns >= 80:
        assert max(len(line) for name in COMMANDS for line in run(name, "--help").lines) <= columns
    assert max(map(len, run("--help").lines)) <= max(columns, 116)  # the notice is as it is written


def test_a_narrow_terminal_keeps_commands_whole(folder: Path) -> None:
    shown = STYLES.sub("", terminal("plan", "closer.yaml", columns=60).out)
    assert max(map(len, shown.splitlines())) <= 60
    assert "\n           (exposure-ladder consent closer.yaml hug partner)\n" in shown


def test_what_goes_wrong_fits_the_terminal_too(folder: Path) -> None:
    text = (folder / "closer.yaml").read_text(encoding="utf-8")
    (folder / "bad.yaml").write_text(text.replace("way: by phone", "way: by fone"), encoding="utf-8")
    lines = terminal("plan", "bad.yaml", columns=60).lines
    assert lines == [
        "bad.yaml:22:35  way: expected by text, by phone or face to",
        "    face; got 'by fone'. Did you mean 'by phone'?",
        "1 problem in bad.yaml. Mend these lines, then run:",
        "exposure-ladder check bad.yaml",
    ]
    lines = terminal("plan", "--objective", "quickest", columns=40).lines
    assert lines[:2] == ["exposure-ladder plan: --objective:", "expected fewest, balanced, gentlest; got"]
    assert "exposure-ladder COMMAND --help" in terminal("--help", columns=40).lines


def test_a_near_match_ends_a_question(folder: Path, run: Run, types: Callable[..., None]) -> None:
    types("flm", "film", *[""] * 5)
    again = "  Please give a number or a name from the list. Did you mean 'film'?\n"
    assert again in run("log", "closer.yaml").out


def test_colours_only_where_they_are_wanted(folder: Path, run: Run) -> None:
    words = ("plan", "closer.yaml", "--at", "2026-03-02T12:00")
    plain = run(*words).out
    assert "\x1b" not in plain
    styled = terminal(*words, columns=120)
    assert "\x1b[1m" in styled.out
    assert [line.rstrip() for line in STYLES.sub("", styled.out).splitlines()] == plain.splitlines()
    assert terminal(*words, columns=120, NO_COLOR="1").out == plain


@pytest.mark.parametrize(
    ("terminal_type", "no_color", "styled"), [("xterm", "", True), ("dumb", "", False), ("xterm", "1", False)]
)
def test_who_gets_colours(terminal_type: str, no_color: str, styled: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", terminal_type)
    monkeypatch.setenv("NO_COLOR", no_color)
    assert screen.styled() is styled


def test_a_screen_without_our_characters_gets_plain_ones(folder: Path) -> None:
    said = process("plan", "closer.yaml", "--at", "2026-03-02T12:00", PYTHONIOENCODING="ascii")
    assert said.code == 0
    assert said.out.isascii()
    assert said.lines[0] == "Letting my partner closer | R | rated 2026-03-02 | goal: hurt"
    assert " 1  20    0-60   Send" in said.out
    said = process("--help", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert said.out.startswith("usage: exposure-ladder COMMAND ...")


def test_a_reader_that_stops_reading_is_no_error(folder: Path) -> None:
    with subprocess.Popen(
        [*PROGRAM, "plan", "closer.yaml", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.close()
        assert child.stderr.read() == b""
        assert child.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_output_that_cannot_be_written(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, "plan", "closer.yaml"], stdout=full, stderr=subprocess.PIPE, check=False, env=environment()
        )
    assert done.returncode == 1
    assert done.stderr.decode() == "The output could not be written (no space left on device).\n"


def test_an_unexpected_error_is_one_line_without_anybodys_words(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("Tell my partner one old hurt")

    monkeypatch.setattr(plan, "build_ladders", breaks)
    said = run("plan", "closer.yaml")
    assert said.code == 1
    assert len(said.err.splitlines()) == 1
    assert "RuntimeError, cli/plan.py:" in said.err
    assert "hurt" not in said.err
    assert main(["plan", "closer.yaml", "--debug"]) == 1
    assert "Traceback" in capfd.readouterr().err


def test_a_name_that_no_file_can_have_is_said_to_be_that(folder: Path, run: Run) -> None:
    name = "a" * 300 + ".yaml"
    for words in (("plan", name), ("new", "dogs", name)):
        said = run(*words)
        assert (said.code, said.err) == (1, f"{name}: cannot be used (file name too long).\n")


def test_an_interruption_is_said_in_a_word(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def waits(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(plan, "build_ladders", waits)
    said = run("plan", "closer.yaml")
    assert (said.code, said.err) == (1, "\nStopped.\n")


def test_a_damaged_journal_is_said_and_left_alone(folder: Path, run: Run) -> None:
    (folder / "closer.journal").write_text("not a journal", encoding="utf-8")
    for words in (("plan", "closer.yaml"), ("log", "closer.yaml", "film"), ("amend", "closer.yaml")):
        said = run(*words)
        assert said.code == 1
        assert "expected a journal" in said.err
    assert (folder / "closer.journal").read_text(encoding="utf-8") == "not a journal"


# ---------------------------------------------------------------------------------------------------- smaller parts

NOW = datetime(2026, 3, 9, 20, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-08T07:05+01:00", datetime(2026, 3, 8, 6, 5, tzinfo=UTC)),
        ("2026-03-08  07:05", datetime(2026, 3, 8, 7, 5, tzinfo=UTC)),
        ("7:05", datetime(2026, 3, 9, 7, 5, tzinfo=UTC)),
        ("yesterday 19:30", datetime(2026, 3, 8, 19, 30, tzinfo=UTC)),
        ("2026-03-08", datetime(2026, 3, 8, 12, 0, tzinfo=UTC)),
    ],
)
def test_times_are_read_as_people_write_them(text: str, expected: datetime, run: Run) -> None:
    assert answers.moment(text, NOW) == expected


@pytest.mark.parametrize("text", ["25:00", "03/08/2026 7:05", "0001-01-01T00:00", "now-ish", "٣:٠٠x"])
def test_times_that_could_mean_anything_are_not_guessed(text: str, run: Run) -> None:
    with pytest.raises(UnclearError, match="a day and a time like"):
        answers.moment(text, NOW)


@given(st.sampled_from(list(Scale)), st.integers(0, 100))
def test_a_rating_on_any_scale_comes_back(scale: Scale, percent: int) -> None:
    shown = scale.shown(percent)
    assert scale.shown(answers.distress(scale)(f"{shown:.10g}")) == pytest.approx(shown)


@given(st.text())
def test_an_answer_is_a_value_or_unclear(text: str) -> None:
    readers = (answers.number(0, 100), answers.yes, answers.stopped, answers.word(Stopped), answers.several)
    for read in readers:
        with suppress(UnclearError):
            read(text.strip())


@given(st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1))
def test_a_suggested_command_is_only_words_to_a_shell(word: str) -> None:
    assert shlex.split(loosened(command("consent", word))) == ["exposure-ladder", "consent", word]


def test_a_suggested_command_has_the_quotes_that_every_shell_knows() -> None:
    said = loosened(command("check", r"C:\My plans\closer.yaml", "closer.yaml"))
    assert said == r'exposure-ladder check "C:\My plans\closer.yaml" closer.yaml'


@given(st.text())
def test_any_text_can_be_printed_on_a_plain_screen(text: str) -> None:
    screen.prepare()
    text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore").encode("ascii", "plainer")
