"""What checkers see: signatures before first use, and the public names under a second checker."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASK = """
import inspect, json
from exposure_ladder import records
kinds = [getattr(records, name) for name in records.__all__]
kinds = [kind for kind in kinds if hasattr(kind, "model_fields")]
def shown():
    asked = {kind.__name__: inspect.signature(kind).parameters.values() for kind in kinds}
    return {name: [(p.name, p.default is p.empty) for p in parameters] for name, parameters in asked.items()}
before = shown()
for kind in kinds:
    kind.model_rebuild(force=True)
print(json.dumps([before, shown()]))
"""


def test_the_signature_of_a_record_is_right_before_its_first_use() -> None:
    import json

    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)
    before, after = json.loads(done.stdout)
    assert before == after
    assert ["situation", True] in before["Exposure"]
    assert ["peak", False] in before["Exposure"]


def test_modules_are_attributes_without_an_import() -> None:
    code = "import exposure_ladder as el; print(el.errors.InvalidCourseError.__name__, el.rules.__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["InvalidCourseError", "exposure_ladder.rules"]


@pytest.mark.edge
def test_pyright_reads_the_public_names_as_mypy_does() -> None:
    pytest.importorskip("pyright")
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_public_function_has_its_line_for_checkers() -> None:
    import exposure_ladder

    text = (ROOT / "tests/typing/public.py").read_text(encoding="utf-8")
    functions = [name for name in exposure_ladder.__all__ if inspect.isfunction(getattr(exposure_ladder, name))]
    assert not [name for name in functions if f"{name}(" not in text]
