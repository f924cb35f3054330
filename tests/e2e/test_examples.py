"""Every example runs as it stands, and finds what its first line asks about."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RESEARCH = ROOT / "examples" / "research"
STUDIES = sorted(path.name for path in RESEARCH.glob("*.py"))
DRAWN = sorted(path.stem for path in RESEARCH.glob("*.svg"))


def run(name: str, folder: Path = ROOT) -> str:
    program = RESEARCH / name
    assert len(program.read_text(encoding="utf-8").splitlines()) <= 20, "an example fits on a screen"
    done = subprocess.run([sys.executable, program], cwd=folder, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def words_in(picture: Path) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)<", picture.read_text(encoding="utf-8"))


def test_three_studies_draw() -> None:
    assert len(DRAWN) >= 3
    assert all(
        f"research/{name}.svg" in (ROOT / "examples" / "README.md").read_text(encoding="utf-8") for name in DRAWN
    )


def test_spacing_ends_higher_and_lasts_better() -> None:
    """The crossover of Rowe & Craske 1998a and Tsao & Craske 2000."""
    levels = [[float(level) for level in re.findall(r"0\.\d+", line)] for line in run("spacing.py").splitlines()]
    for (end, later), (spaced_end, spaced_later) in zip(levels[::2], levels[1::2], strict=True):
        assert spaced_end > end
        assert spaced_later < later


@pytest.mark.edge
@pytest.mark.parametrize("name", STUDIES)
def test_a_study_runs(name: str, tmp_path: Path) -> None:
    told = run(name, tmp_path if name.removesuffix(".py") in DRAWN else ROOT)
    assert told
    assert "nan" not in told
    for drawn in tmp_path.iterdir():
        assert words_in(drawn) == words_in(RESEARCH / drawn.name), "run: make docs-tables"
    if name == "graded_or_random.py":
        assert "small" in told.splitlines()[-1], "published trials found no large difference"
    if name == "power.py":
        power = [int(x) for x in re.findall(r"power (\d+)%", told)]
        assert power == sorted(power)
        assert power[-1] > 80
