"""What the README shows is what happens."""

import contextlib
import io
import re
import shutil
from pathlib import Path

import pytest

from exposure_ladder.cli import main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_picture_of_a_plan_is_what_the_command_prints(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    shown = re.search(r"<!-- plan-output -->\n```text\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    assert main(["plan", "examples/therapist/closer.yaml", "--at", "2026-03-02T12:00+00:00"]) == 0
    assert capsys.readouterr().out == shown[1]


@pytest.mark.parametrize("program", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_the_programs_run(program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(ROOT / "examples" / "therapist" / "closer.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(program, "README.md", "exec"), {})
    assert len(program.splitlines()) <= 22
    assert printed.getvalue().strip()
