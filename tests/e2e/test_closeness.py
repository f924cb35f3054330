"""Two people, patterns, and a tired day, typed as commands."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conftest import Said
from exposure_ladder.text.notice import TOLD_FIRST

Run = Callable[..., Said]
ASKED = (datetime.now(tz=UTC) - timedelta(days=1)).date()
PLAN = """\
title: {secret}
client: {name}
rated: 2026-03-02
screened: {asked}
goal: hug
situations:
  - {{id: tell, title: Tell the other one thing about my day, distress: 30, consent: [other], note: {secret}}}
  - {{id: hug, title: Hug for ten seconds, distress: {hug}, kind: touch, consent: [other], requires: [tell]}}
"""


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, hug in (("kim", 35), ("sam", 55)):
        text = PLAN.format(secret=f"secret-{name}", name=name, asked=ASKED, hug=hug)
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def say_yes(run: Run, *names: str) -> None:
    for name in names:
        for step in ("tell", "hug"):
            assert run("consent", f"{name}.yaml", step, "other").code == 0


def practise(run: Run, name: str, *peaks: int) -> None:
    for days, peak in enumerate(reversed(peaks), 2):
        at = (datetime.now(tz=UTC) - timedelta(days=days)).isoformat()
        assert run("log", f"{name}.yaml", "tell", "--peak", str(peak), "--at", at).code == 0


def states(run: Run) -> list[bool]:
    said = run("together", "kim.yaml", "sam.yaml", "tell", "hug", "--format", "json")
    assert said.code == 0
    return [step["open"] for step in json.loads(said.out)["steps"]]


def test_two_people_see_order_and_open_or_not_yet_and_nothing_else(two: Path, run: Run) -> None:
    assert states(run) == [False, False]
    say_yes(run, "kim")
    assert states(run) == [False, False]
    say_yes(run, "sam")
    assert states(run) == [True, False]
    practise(run, "kim", 30, 20)
    assert states(run) == [True, False], "one is ready, the other is not"
    practise(run, "sam", 30, 20)
    assert states(run) == [True, True]
    assert run("consent", "sam.yaml", "hug", "other", "--withdraw").code == 0
    assert states(run) == [True, False]
    said = run("together", "kim.yaml", "sam.yaml", "tell", "hug")
    assert " ".join(TOLD_FIRST.split()) in " ".join(said.out.split())
    assert "not yet  the other  Hug for ten seconds" in said.out
    for private in ("secret", "30", "35", "55", "kim", "sam", "2026-03-02"):
        assert private not in said.out


def test_patterns_are_shown_with_counts_and_what_they_cannot_say(two: Path, run: Run) -> None:
    say_yes(run, "kim")
    assert "Nothing stands out from chance." in run("patterns", "kim.yaml").out
    rows = ["kind,at,situation,peak,context"]
    for day in range(1, 25):
        at = (datetime.now(tz=UTC) - timedelta(days=day)).strftime("%Y-%m-%dT%H:%M+00:00")
        rows.append(
            f"exposure,{at},tell,{60 + day % 4 if day % 2 else 20 + day % 3},{'evening' if day % 2 else 'noon'}"
        )
    (two / "many.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    said = run("log", "kim.yaml", "--from", "many.csv")
    assert said.code == 0, said.err
    said = run("patterns", "kim.yaml")
    assert re.search(r"context +evening +12 / 12 +peaks \d\d higher", said.out)
    assert re.search(r"context +noon +12 / 12 +peaks \d\d lower", said.out)
    assert "not why" in said.out
    assert json.loads(run("patterns", "kim.yaml", "--format", "json").out)["entries"] == 24


def test_a_tired_day_is_an_option_of_the_next_step(folder: Path, run: Run) -> None:
    for days, step, peak in ((4, "day", 20), (3, "day", 20), (2, "film", 40)):
        at = (datetime.now(tz=UTC) - timedelta(days=days)).isoformat()
        assert run("log", "closer.yaml", step, "--peak", str(peak), "--at", at).code == 0
    assert "step 2 once more" in run("next", "closer.yaml").out
    said = run("next", "closer.yaml", "--low-energy")
    assert "something easier, step 1" in said.out
    assert "something smaller counts in full, and nothing is lost" in " ".join(said.out.split())


def test_the_file_with_the_mistake_is_the_one_to_mend(folder: Path, run: Run) -> None:
    text = (folder / "closer.yaml").read_text(encoding="utf-8")
    (folder / "sam.yaml").write_text(text.replace("distress: 80", "distress: 800"), encoding="utf-8")
    said = run("together", "closer.yaml", "sam.yaml", "day")
    assert said.code == 1
    assert said.err.startswith("sam.yaml:49:15  distress: ")
    assert said.err.endswith("1 problem in sam.yaml. Mend these lines, then run:  exposure-ladder check sam.yaml\n")


def test_one_person_is_not_two(folder: Path, run: Run) -> None:
    (folder / "other.yaml").symlink_to(folder / "closer.yaml")
    for name in ("closer.yaml", "./closer.yaml", str(folder / "closer.yaml"), "other.yaml"):
        said = run("together", "closer.yaml", name, "day")
        assert (said.code, said.out) == (1, "")
        assert said.err.startswith("together: expected the files of two people; got the same file twice.")


def test_what_only_one_of_two_has_is_not_shown_to_the_other(folder: Path, run: Run) -> None:
    (folder / "kim.yaml").write_text(PLAN.format(secret="x", name="K", asked=ASKED, hug=40), encoding="utf-8")
    for name in ("hgu", "tell", "need"):
        said = run("together", "kim.yaml", "closer.yaml", name)
        assert said.err == f"{name}: this step is not in both files. Write it with the same id in both.\n"
