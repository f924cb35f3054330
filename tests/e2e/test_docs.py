"""What README and documentation show is what happens, and every link in them leads somewhere."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from pages import PAGES, ROOT, read

SLOW = {"docs/how-to/run-on-dask.md": "dask.distributed", "docs/how-to/encrypt-the-journal.md": "sqlcipher3"}
"""Pages that need a package of somebody else's, which edge tests try if it is there."""
LINK = re.compile(r"(?<!`)\[[^\]\n]*\]\(([^)\s]+)\)")
EVERY = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")])


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize(
    "page", [pytest.param(page, id=name(page), marks=[pytest.mark.edge] * (name(page) in SLOW)) for page in PAGES]
)
def test_a_page_does_what_it_shows(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if name(page) in SLOW:
        pytest.importorskip(SLOW[name(page)])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    for region, printed in read(page).differ:
        pytest.fail(f"{name(page)} shows\n{region.parsed}\nbut it prints\n{printed}\n(run: make docs-tables)")


@pytest.mark.parametrize("page", EVERY, ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    lost = [
        link
        for link in LINK.findall(page.read_text(encoding="utf-8"))
        if not re.match(r"https?:|mailto:", link) and not _leads_somewhere(page, link)
    ]
    assert not lost


def _leads_somewhere(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    if not target.exists():
        return False
    heads = re.findall(r"(?m)^#+ (.*)$", target.read_text(encoding="utf-8")) if anchor else []
    return not anchor or anchor in {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_the_doors_of_the_readme_fit_on_a_screen() -> None:
    programs = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(programs) >= 2
    assert max(len(program.splitlines()) for program in programs) <= 20
