"""Somebody who never programmed and only follows the messages gets from nothing to a ladder, and on to a next step."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conftest import Said

SUGGESTED = re.compile(r"exposure-ladder ((?:demo|new|check|plan|log|next|consent|amend)\b[^\n)]*)")


def suggested(said: Said, name: str) -> list[str]:
    """Return the words of the command of this name that a message suggests."""
    lines = [shlex.split(found) for found in SUGGESTED.findall(said.out + said.err)]
    return next(line for line in lines if line[0] == name)


def test_from_no_words_at_all_to_a_printed_ladder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Said]
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run()
    said = run(*suggested(said, "demo"))
    assert said.code == 0
    said = run(said.lines[-1].rpartition("exposure-ladder ")[2])
    said = run(*suggested(said, "new"))
    assert said.code == 0
    said = run(*suggested(said, "check"))
    assert said.code == 0
    said = run(*suggested(said, "plan"))
    assert said.code == 0
    assert said.lines[2].split() == ["#", "now", "likely", "step"]
    (file,) = tmp_path.glob("*.yaml")
    asked = re.search(r"screened: (\d{4}-\d\d-\d\d)", said.out)
    assert asked is not None, "a step of touch waits for the questions, and they are here"
    day = (datetime.now(tz=UTC) - timedelta(days=1)).date()
    file.write_text(f"{file.read_text(encoding='utf-8')}\nscreened: {day}\n", encoding="utf-8")
    before = said = run("plan", str(file.name))
    said = run(*suggested(said, "consent"))
    assert said.code == 0
    assert run(*suggested(said, "consent")).code == 0  # takes it back
    assert run("plan", "closer.yaml").out.splitlines()[3:17] == before.out.splitlines()[3:17]


def test_a_person_with_a_mistake_in_the_file_is_led_to_check(folder: Path, run: Callable[..., Said]) -> None:
    text = (folder / "closer.yaml").read_text(encoding="utf-8")
    (folder / "closer.yaml").write_text(text.replace("distress: 80", "distress: eighty"), encoding="utf-8")
    said = run("plan", "closer.yaml")
    assert said.code == 1
    said = run(*suggested(said, "check"))
    assert said.lines[0].startswith("closer.yaml:49:15  distress: expected a number")


def test_a_goal_that_waits_for_a_yes_says_how_to_note_it(folder: Path, run: Callable[..., Said]) -> None:
    said = run("plan", "closer.yaml", "--goal", "hug")
    assert said.code == 1
    assert run(*suggested(said, "consent")).code == 0
    assert run("plan", "closer.yaml", "--goal", "hug").code == 0


def test_a_wrong_entry_is_undone_by_its_own_message(folder: Path, run: Callable[..., Said]) -> None:
    said = run("log", "closer.yaml", "film", "--peak", "35")
    said = run(*suggested(said, "amend"))
    assert said.code == 1  # nobody is there to be asked: it says what could be meant
    assert "--withdraw" in said.err
    again = suggested(Said(0, said.err.rpartition("  or  ")[2]), "amend")
    assert run(*again).out.startswith("Took back entry 1")


def test_following_the_example_under_every_help_works(folder: Path, run: Callable[..., Said]) -> None:
    for name in ("check", "plan", "log", "next", "consent", "amend", "graph"):
        example = run(name, "--help").out.partition("example:\n")[2].splitlines()[0]
        words = shlex.split(example.partition(">")[0].partition("|")[0])
        assert words[:2] == ["exposure-ladder", name]
        if name == "amend":
            for peak in ("20", "25", "30"):  # the same within one second would be one entry
                run("log", "closer.yaml", "day", "--peak", peak)
        assert run(*words[1:]).code == 0, name
