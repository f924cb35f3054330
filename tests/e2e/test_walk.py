"""Every template and every example works out of the box, on any later day, and a suggestion can be taken up."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conftest import Said
from exposure_ladder import infer, load, save, template
from exposure_ladder.ladder import build_ladders, repairs
from exposure_ladder.storage import template_texts

Run = Callable[..., Said]
EXAMPLES = sorted(Path(__file__).parents[2].glob("examples/*/*.yaml"))
LATER = datetime.now(tz=UTC) + timedelta(days=730)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Stand in an empty folder, two years from now."""
    monkeypatch.setattr("exposure_ladder.cli.main._now", lambda: LATER)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def walk(run: Run, file: str) -> None:
    step = load(file).graph.ids[0]
    for words in (
        ("check", file),
        ("plan", file),
        ("next", file),
        ("log", file, step, "--peak", "3"),
        ("plan", file, "--format", "json"),
        ("plan", file, "--keep", "goal"),
        ("next", file),
        ("progress", file),
        ("report", file),
        ("report", file, "--worksheet"),
        ("report", file, "--digest"),
        ("export", file),
    ):
        said = run(*words)
        assert (said.code, said.err) == (0, ""), f"{' '.join(words)}: {said.out}{said.err}"
    if len(build_ladders(infer(load(file), at=LATER))) == 1:
        assert step in run("progress", file).out  # looking back never waits for a question


@pytest.mark.parametrize("name", sorted(template_texts()))
def test_every_template_works_two_years_ahead(name: str, later: Path, run: Run) -> None:
    assert run("new", name, "plan.yaml").code == 0
    walk(run, "plan.yaml")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_works_two_years_ahead(example: Path, later: Path, run: Run) -> None:
    shutil.copy(example, "plan.yaml")
    walk(run, "plan.yaml")


# ------------------------------------------------------------------------------------------------- taking things up


@pytest.fixture
def few(later: Path) -> Path:
    """A ladder with a wide step between two cells of its facets."""
    graph = template("contamination").graph
    kept = tuple(s for s in graph.situations if not s.id.startswith(("shop", "toilet", "bin-hour")))
    course = template("contamination").model_copy(update={"graph": graph.model_copy(update={"situations": kept})})
    save(course, later / "few.yaml")
    return later / "few.yaml"


def suggested(run: Run) -> list[str]:
    plan = json.loads(run("plan", "few.yaml", "--format", "json").out)
    return [made["id"] for repair in plan["repairs"] for made in repair["suggestions"]]


def test_what_is_suggested_can_be_taken_up_and_stands_at_the_end(few: Path, run: Run) -> None:
    before, ids = few.read_text(encoding="utf-8"), suggested(run)
    assert ids
    assert ids[0] in run("plan", "few.yaml").out
    said = run("accept", "few.yaml", *ids)
    assert said.code == 0, said.err
    after = few.read_text(encoding="utf-8")
    assert after.count("suggested: true") == len(ids)
    assert load(few).graph.ids[-len(ids) :] == tuple(ids)
    lines = iter(after.splitlines())
    assert all(line in lines for line in before.splitlines()), "nothing that was written is changed or moved"
    assert suggested(run) == []
    assert [repair for ladder in build_ladders(infer(load(few), at=LATER)) for repair in repairs(ladder)] == []
    assert "EL001" not in run("check", "few.yaml").out
    assert "~" in next(line for line in run("plan", "few.yaml").lines if ids[0] in line)


def test_a_title_of_ones_own_can_be_given_at_once(few: Path, run: Run) -> None:
    first = suggested(run)[0]
    assert run("accept", "few.yaml", first, "--title", "Touch the door of our shop for a minute").code == 0
    assert load(few).graph.situations[-1].title == "Touch the door of our shop for a minute"


@pytest.mark.parametrize("name", ["nowhere", "shoe", "bin.made-up"])
def test_what_is_not_suggested_is_refused_with_what_is(name: str, few: Path, run: Run) -> None:
    before, ids = few.read_bytes(), suggested(run)
    said = run("accept", "few.yaml", name)
    assert said.code == 1
    assert all(each in said.err for each in ids)
    assert few.read_bytes() == before


def test_what_was_taken_up_cannot_be_taken_up_twice(few: Path, run: Run) -> None:
    first = suggested(run)[0]
    assert run("accept", "few.yaml", first).code == 0
    before = few.read_bytes()
    said = run("accept", "few.yaml", first)
    assert (said.code, few.read_bytes()) == (1, before)
    assert "stands in the file already" in said.err


def test_a_smaller_version_is_shown_and_can_be_taken_up(later: Path, run: Run) -> None:
    assert run("new", "contamination", "few.yaml").code == 0
    said = run("split", "few.yaml", "shop-hour")
    assert said.code in (0, 1)
    for ladder in build_ladders(infer(load("few.yaml"), at=LATER)):
        for rung in ladder.rungs:
            shown = run("split", "few.yaml", rung.id)
            if shown.code == 0:
                line = next(line for line in shown.lines if "accept few.yaml" in line)
                assert run("accept", "few.yaml", line.split()[-1]).code == 0
                return
    pytest.fail("no step of this template has a smaller version")


@pytest.mark.parametrize("step", ["ask-hug", "hug"])
def test_no_smaller_version_where_a_no_is_an_answer(step: str, later: Path, run: Run) -> None:
    plan = later / "touch.yaml"
    plan.write_text(
        f"title: T\nscreened: {LATER.date()}\nfacets: {{time: [a second, a minute]}}\nsituations:\n"
        "  - {id: ask-hug, title: Ask for a hug, distress: 50, consent: [partner], facets: {time: a minute}}\n"
        "  - {id: hug, title: Hug my partner, distress: 60, kind: touch, facets: {time: a minute}}\n",
        encoding="utf-8",
    )
    before = plan.read_bytes()
    said = run("split", "touch.yaml", step)
    assert said.code == 1
    assert plan.read_bytes() == before
    assert "a second" not in said.out + said.err
