"""Every example runs as it stands, and finds what its first line asks about."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STUDIES = sorted(path.name for path in (ROOT / "examples" / "research").glob("*.py"))


def run(name: str) -> str:
    program = ROOT / "examples" / "research" / name
    assert len(program.read_text(encoding="utf-8").splitlines()) <= 20, "an example fits on a screen"
    done = subprocess.run([sys.executable, program], cwd=ROOT, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_spacing_ends_higher_and_lasts_better() -> None:
    """The crossover of Rowe & Craske 1998a and Tsao & Craske 2000."""
    levels = [[float(level) for level in re.findall(r"0\.\d+", line)] for line in run("spacing.py").splitlines()]
    for (end, later), (spaced_end, spaced_later) in zip(levels[::2], levels[1::2], strict=True):
        assert spaced_end > end
        assert spaced_later < later


@pytest.mark.edge
@pytest.mark.parametrize("name", STUDIES)
def test_a_study_runs(name: str) -> None:
    told = run(name)
    assert told
    assert "nan" not in told
    if name == "graded_or_random.py":
        assert "small" in told.splitlines()[-1], "published trials found no large difference"
    if name == "power.py":
        power = [int(x) for x in re.findall(r"power (\d+)%", told)]
        assert power == sorted(power)
        assert power[-1] > 80
