"""What is asked before a practice with somebody else: one fact, once a day, and no answer is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conftest import INTERRUPT, Said, terminal

NOW = datetime.now(tz=UTC)
PLAN = f"""\
title: Closer
screened: {(NOW - timedelta(days=1)).date()}
language: en
situations:
  - id: talk
    title: Tell my partner about my day for two minutes
    distress: 20
  - id: hug
    title: Hug my partner for five seconds
    distress: 30
    kind: touch
    consent: [partner]
"""


@pytest.fixture(autouse=True)
def _plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "closer.yaml").write_text(PLAN, encoding="utf-8")
    assert terminal("consent", "closer.yaml", "hug", "partner", talk=[("freely", "yes\n")]).code == 0


def begun(answer: str, step: str = "hug") -> Said:
    return terminal("practice", "closer.yaml", step, talk=[("become really unsafe", f"{answer}\n")])


@pytest.mark.parametrize("answer", ["yes", "smaller", "later"])
def test_not_now_is_a_good_decision_and_nothing_of_it_is_kept(answer: str, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    said = begun(answer)
    assert said.code == 0
    assert "Then not now. That is a good decision" in said.out
    assert before == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def test_a_step_alone_is_not_asked_about() -> None:
    said = terminal("practice", "closer.yaml", "talk", talk=[("Press Enter when you are done", INTERRUPT)])
    assert "unsafe" not in said.out
