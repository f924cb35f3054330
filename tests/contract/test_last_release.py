"""The public API against the last tag: griffe says what would break whoever uses it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INSIDE = re.compile(r"src/exposure_ladder/(cli|wording|cells|json_text|validation|consistency)\b")
"""Rooms that nobody outside imports from."""


@pytest.mark.edge
def test_nothing_public_breaks_without_a_word_in_the_changelog() -> None:
    pytest.importorskip("griffe")
    if not shutil.which("git"):
        pytest.skip("needs git")
    tag = subprocess.run(
        ["git", "describe", "--tags", "--abbrev=0"], cwd=ROOT, capture_output=True, check=False, text=True
    )
    if tag.returncode:
        pytest.skip("nothing was released yet")
    words = ["check", "exposure_ladder", "--search", "src", "--against", tag.stdout.strip()]
    done = subprocess.run(
        [sys.executable, "-m", "griffe", *words], cwd=ROOT, capture_output=True, check=False, text=True
    )
    broken = [line for line in done.stdout.splitlines() if line.startswith("src/") and not INSIDE.match(line)]
    news = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").partition(f"## {tag.stdout.strip().lstrip('v')}")[0]
    assert not broken or "### Broken" in news, "\n".join(broken)
