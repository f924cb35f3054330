"""A newcomer with a copy of the project and the README: its commands in order, in a fresh environment.

``make test`` is in the README too; whoever runs this has just run it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pages import ELSEWHERE, ROOT

pytestmark = pytest.mark.edge


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of what belongs to the project."""
    folder = tmp_path_factory.mktemp("newcomer") / "exposure_ladder"
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, text=True)
    if listing.returncode or not shutil.which("make"):
        pytest.skip("needs git and make")
    for name in filter(None, listing.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


def test_the_commands_of_the_readme_work_in_order(home: Path) -> None:
    blocks = re.findall(r"```sh\n(.*?)```", (home / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    assert lines[0].startswith("make demo")
    kept = [line for line in lines if not line.startswith("make test")]
    assert all(line.startswith((*ELSEWHERE, "exposure-ladder ")) for line in kept)
    clean = {name: text for name, text in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL", "COVERAGE"))}
    clean["PATH"] = f"{home / '.venv' / 'bin'}{os.pathsep}{clean['PATH']}"
    for line in kept:
        done = subprocess.run(line, shell=True, cwd=home, env=clean, capture_output=True, check=False, text=True)
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        assert done.stdout
    assert (home / "now.html").read_text(encoding="utf-8").startswith("<!doctype html")
