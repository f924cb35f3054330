"""The public API against the last tag: griffe says what would break whoever uses it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


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
    news = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").partition(f"## {tag.stdout.strip().lstrip('v')}")[0]
    assert done.returncode == 0 or "### Broken" in news, done.stdout + done.stderr
