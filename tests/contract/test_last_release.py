"""The public API against the last tag: griffe says what would break whoever uses it."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from reference_pages import MODULES

pytestmark = pytest.mark.edge

ROOT = Path(__file__).parents[2]


def broken_since(tag: str, root: Path) -> list[str]:
    """Return what was public at a tag and broke since, unless the changelog says so."""
    import griffe

    before = griffe.load_git("exposure_ladder", ref=tag, repo=root, search_paths=["src"])
    now = griffe.load("exposure_ladder", search_paths=[root / "src"])
    homes = [before]
    for name in MODULES:
        with suppress(KeyError):  # a module that is newer than the tag
            homes.append(before[name])
    public = {
        path for home in homes for name in home.exports or () for path in (home[name].path, home[name].canonical_path)
    }
    found = [
        each.explain(griffe.ExplanationStyle.VERBOSE)
        for each in griffe.find_breaking_changes(before, now)
        if any(f"{each.obj.path}.".startswith(f"{path}.") for path in public)
    ]
    news = (root / "CHANGELOG.md").read_text(encoding="utf-8").partition(f"## {tag.lstrip('v')}")[0]
    return [] if "### Broken" in news else found


def git(*words: str, folder: Path) -> str | None:
    """Return what git says, or nothing where it fails."""
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=False, text=True)
    return None if done.returncode else done.stdout.strip()


@pytest.fixture(autouse=True)
def _needed() -> None:
    pytest.importorskip("griffe")
    if not shutil.which("git"):
        pytest.skip("needs git")


def test_nothing_public_breaks_without_a_word_in_the_changelog() -> None:
    tag = git("describe", "--tags", "--abbrev=0", folder=ROOT)
    if tag is None:
        pytest.skip("nothing was released yet")
    assert not broken_since(tag, ROOT)


def test_the_guard_sees_a_public_break_and_no_other(tmp_path: Path) -> None:
    """A release is made up in a copy, and something taken from it afterwards."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    news = tmp_path / "CHANGELOG.md"
    news.write_text("# Changelog\n\n## Unreleased\n\n## 9.9.9\n\n### Broken\n", encoding="utf-8")
    me = ("-c", "user.name=test", "-c", "user.email=test@example.org")
    for words in (("init", "-q"), ("add", "."), (*me, "commit", "-qm", "one"), ("tag", "v9.9.9")):
        assert git(*words, folder=tmp_path) is not None
    assert not broken_since("v9.9.9", tmp_path)

    change(tmp_path / "src/exposure_ladder/storage/cells.py", "def guarded(", "def guarded_cell(")
    assert not broken_since("v9.9.9", tmp_path)
    change(tmp_path / "src/exposure_ladder/storage/templates.py", "def template(name: str", "def template(title: str")
    assert any("template" in line and "name" in line for line in broken_since("v9.9.9", tmp_path))
    change(news, "## Unreleased\n", "## Unreleased\n\n### Broken\n\n- `template(name=)` is `template(title=)`.\n")
    assert not broken_since("v9.9.9", tmp_path)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
