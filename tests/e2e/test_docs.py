"""What README and documentation show is what happens, and every link in them leads somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pages import PAGES, ROOT, read

from exposure_ladder.cli.main import main

SLOW = {"docs/how-to/run-on-dask.md": "dask.distributed", "docs/how-to/encrypt-the-journal.md": "sqlcipher3"}
"""Pages that need a package of somebody else's, which edge tests try if it is there."""
LINK = re.compile(r"(?<!`)\[[^\]]*\]\(([^)\s]+)\)")
EVERY = sorted({*ROOT.glob("*.md"), *PAGES, *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").rglob("*.md")})


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


def test_the_pictures_say_what_the_library_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("matplotlib")
    monkeypatch.syspath_prepend(ROOT / "docs" / "tools")
    from draw_pictures import pictures

    for name, drawn in pictures().items():
        kept = (ROOT / "docs" / "images" / f"{name}.svg").read_text(encoding="utf-8")
        words, again = (re.findall(r"<text[^>]*>([^<]*)<", text) for text in (kept, drawn))
        assert words == again, "run: make docs-tables"
        assert len(words) > 10


def test_the_worksheet_is_what_the_command_prints(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    words = ["report", "examples/therapist/closer.yaml", "--worksheet", "--at", "2026-03-02T12:00+00:00"]
    assert main(words) == 0
    kept = (ROOT / "examples" / "therapist" / "worksheet.txt").read_text(encoding="utf-8")
    assert capsys.readouterr().out == kept, "run: make docs-tables"


@pytest.mark.edge
def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    for name in ("sphinx", "myst_parser", "furo", "numpydoc"):
        pytest.importorskip(name)
    words = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-W",
        "--keep-going",
        "-b",
        "html",
        str(ROOT / "docs"),
        str(tmp_path),
    ]
    done = subprocess.run(words, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    pages = {page.relative_to(tmp_path).as_posix(): page.read_text("utf-8") for page in tmp_path.rglob("*.html")}
    lost = [
        f"{name}: {link}"
        for name, text in pages.items()
        for link in re.findall(r'href="([^"#:]+\.html)', text)
        if (tmp_path / name).parent.joinpath(link).resolve().relative_to(tmp_path.resolve()).as_posix() not in pages
    ]
    assert not lost


def test_the_doors_of_the_readme_fit_on_a_screen() -> None:
    programs = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(programs) >= 2
    assert max(len(program.splitlines()) for program in programs) <= 20
