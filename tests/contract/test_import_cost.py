"""What starting costs: the heavy packages are loaded when they are needed, and not before."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ["numpy", "networkx", "pydantic", "ruamel"]


def loaded_after(statement: str) -> list[str]:
    """Return the heavy packages that are loaded once a fresh interpreter has run a statement."""
    program = f"""
import sys
try:
    {statement}
except SystemExit as end:
    assert not end.code, end.code
print("loaded:", *sorted(set({HEAVY!r}) & {{name.partition(".")[0] for name in sys.modules}}))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.rpartition("loaded:")[2].split()


def as_command(*arguments: str) -> str:
    argv = ["exposure-ladder", *arguments]
    return f"import runpy; sys.argv = {argv!r}; runpy.run_module('exposure_ladder', run_name='__main__')"


@pytest.mark.parametrize(
    "statement",
    [
        "import exposure_ladder",
        "import exposure_ladder; dir(exposure_ladder); exposure_ladder.__version__",
        "import exposure_ladder; exposure_ladder.ExposureLadderError",
        as_command("--help"),
    ],
    ids=["import", "looking around", "the error", "--help"],
)
def test_nothing_heavy_is_loaded_by(statement: str) -> None:
    assert loaded_after(statement) == []


def test_the_measure_itself_sees_what_is_loaded() -> None:
    assert loaded_after("import numpy") == ["numpy"]
