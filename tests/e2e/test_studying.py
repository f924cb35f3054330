"""The commands for researchers: seeds, tables, files, a bar that moves, and going on after Ctrl-C."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import INTERRUPT, Said, terminal
from exposure_ladder.research import OUTCOMES, read_results

FEW = ("closer.yaml", "--clients", "30", "--days", "12")
Run = Callable[..., Said]


def test_a_seed_gives_the_same_page_again_and_is_printed_when_it_was_drawn(folder: Path, run: Run) -> None:
    first = run("simulate", *FEW, "--seed", "7")
    assert first.code == 0
    assert first.out == run("simulate", *FEW, "--seed", "7").out
    assert "no prediction about a person" in " ".join(first.out.split())
    drawn = run("simulate", *FEW).out
    seed = drawn.rsplit("--seed ", 1)[1].strip()
    assert drawn == run("simulate", *FEW, "--seed", seed).out


def test_rules_side_by_side_for_programs(folder: Path, run: Run) -> None:
    words = ("compare", *FEW, "--seed", "7", "--rules", "default,random", "--format", "json", "--out", "all.csv")
    found = json.loads(run(*words).out)
    assert list(found["results"]) == ["default", "random"]
    assert found["differences"]["random"]["goal_before"] == [0.0, 0.0, 0.0]
    rows = list(csv.DictReader(io.StringIO((folder / "all.csv").read_text(encoding="utf-8"))))
    assert len(rows) == 60
    assert set(OUTCOMES) < set(rows[0])
    mean = sum(float(row["practices"]) for row in rows if row["rule"] == "default") / 30
    assert found["results"]["default"]["practices"][0] == pytest.approx(mean)
    assert run(*words).code == 1, "a table is not written over without being asked"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--clients", "0"), "n_clients"),
        (("--days", "-3"), "n_days"),
        (("--rule", "defualt"), "'default'"),
        (("--out", "results.txt"), ".npz"),
        (("--rule", "default,random", "--out", "results.npz"), "one table"),
    ],
)
def test_what_cannot_be_studied_is_said_without_a_trace(
    folder: Path, run: Run, options: tuple[str, ...], said: str
) -> None:
    done = run("simulate", "closer.yaml", *options)
    assert (done.code, done.out) == (1, "")
    assert said in done.err
    assert [file.name for file in folder.iterdir()] == ["closer.yaml"]


def test_another_study_does_not_go_on_from_these_results(folder: Path, run: Run) -> None:
    assert run("simulate", *FEW, "--out", "kept.npz").code == 0
    before = (folder / "kept.npz").read_bytes()
    other = run("simulate", "closer.yaml", "--days", "13", "--out", "kept.npz")
    assert other.code == 1
    assert "another study" in other.err
    (folder / "odd.npz").write_text("something")
    assert "npz" in run("simulate", *FEW, "--out", "odd.npz").err
    assert (folder / "kept.npz").read_bytes() == before


def test_what_was_finished_before_ctrl_c_is_kept_and_gone_on_with(folder: Path, run: Run) -> None:
    words = ("simulate", "closer.yaml", "--days", "60", "--seed", "7", "--out", "kept.npz")
    stopped = terminal(*words, "--clients", "200000", talk=[("of 200,000 clients", INTERRUPT)])
    assert stopped.code == 1
    assert "resume=" not in stopped.out
    assert "kept in kept.npz" in " ".join(stopped.out.split())
    assert "a second" in stopped.out, "the bar says how fast"
    with (folder / "kept.npz").open("rb") as file:
        kept = read_results(file)
    assert 0 < kept.clients < 200_000
    assert kept.clients % 1024 == 0
    done = run(*words, "--clients", "1024")
    assert done.out == run(*words[:-1], "new.npz", "--clients", "1024").out.replace("new.npz", "kept.npz")


def test_a_study_that_is_stopped_without_a_file_says_how_to_keep_it(folder: Path) -> None:
    words = ("simulate", "closer.yaml", "--days", "60", "--seed", "7", "--clients", "200000")
    stopped = terminal(*words, talk=[("of 200,000 clients", INTERRUPT)])
    assert stopped.code == 1
    assert "Nothing was kept. With one rule and --out results.npz" in " ".join(stopped.out.split())
    assert "resume=" not in stopped.out


def test_the_bar_fits_the_terminal_and_leaves_nothing_behind(folder: Path) -> None:
    said = terminal("simulate", *FEW, columns=60)
    bars = [part for part in said.out.split("\r") if "█" in part]
    assert bars
    assert max(map(len, bars)) < 60


@pytest.mark.edge
def test_workers_change_nothing(folder: Path, run: Run) -> None:
    words = ("simulate", "closer.yaml", "--days", "12", "--clients", "3000", "--seed", "7")
    assert run(*words).out == run(*words, "--workers", "2").out
