"""Pages that are made from the code say what the code says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


PAGES = {"lint": "findings", "rules": "policy", "settings": "records", "clients": "research", "log-columns": "output"}


@pytest.mark.parametrize(("page", "module"), PAGES.items())
def test_a_made_page_is_current(page: str, module: str) -> None:
    command = [sys.executable, "-m", f"exposure_ladder.{module}"]
    made = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONIOENCODING": "utf-8"})
    assert made.stdout.decode() == (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8"), "run: make docs-tables"
