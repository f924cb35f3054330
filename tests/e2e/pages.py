"""Pages of the documentation as programs: the blocks of a page run in order, in a folder of their own.

After a line that ends in a file's name, like ``Save this as `dogs.yaml`:``, a block is that file. Otherwise `python`
runs, `sh` runs line by line, and `text` is what the block before printed, where a line `…` stands for any lines.
It is some later day than any on the pages, as it is for whoever reads them; where a page is about today,
``<!-- today: 2026-03-09T20:00+00:00 -->`` sets the clock. ``python tests/e2e/pages.py`` rewrites outputs that differ.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import runpy
import shlex
import shutil
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from unittest import mock

from sybil import Document, Example, Region
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.markdown.lexers import FencedCodeBlockLexer

from exposure_ladder.cli import main as program

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*/*.md")])
LATER = "2031-01-05T12:00+00:00"
SHOWN_ONLY = ("mermaid", "powershell")
"""Languages of blocks that no test here can run."""
ELSEWHERE = (". ", "make", "pip", "git", "cd", "python -m venv", "python -m pip", "uvicorn")
"""How lines begin that change the computer, or never end; those of the README are for `test_first_contact.py`."""
_BLOCK = FencedCodeBlockLexer(r"[a-z]+", {"language": "language", "source": "source"})
_TODAY = re.compile(r"<!-- today: (\S+) -->")
_NAMED = re.compile(r"`([\w./-]+\.[a-z]+)`:\s*\Z")
_python = PythonEvaluator()


class Reader:
    """Somebody who does what a page says."""

    def __init__(self) -> None:
        self.printed, self.code, self.now = "", 0, LATER
        self.differ: list[tuple[Region, str]] = []

    def regions(self, document: Document) -> Iterator[Region]:
        for found in _TODAY.finditer(document.text):
            yield Region(*found.span(), parsed=found[1], evaluator=self.set_clock)
        for block in _BLOCK(document):
            block.parsed, block.evaluator = block.lexemes["source"], self.run
            yield block

    def set_clock(self, example: Example) -> None:
        self.now = example.parsed

    def run(self, example: Example) -> None:
        document, language, source = example.document, example.region.lexemes["language"], str(example.parsed)
        named = _NAMED.search(document.text[: example.region.start])
        if language == "text":
            if not _matches(self.printed, source):
                self.differ.append((example.region, self.printed))
            self.code = 0
            return
        assert self.code == 0, f"line {example.line}: the block before failed:\n{self.printed}"
        if named:
            original = ROOT / named[1]
            assert not original.exists() or source == original.read_text(encoding="utf-8"), f"{named[1]} differs"
            Path(named[1]).parent.mkdir(exist_ok=True)
            Path(named[1]).write_text(source, encoding="utf-8")
        elif language == "python":
            with contextlib.redirect_stdout(io.StringIO()) as out:
                _python(example)
            self.printed = out.getvalue()
        elif language == "sh":
            self.printed = "".join(map(self.typed, source.splitlines()))
        else:
            assert language in SHOWN_ONLY, f"line {example.line}: nobody runs blocks of {language!r}"

    def typed(self, line: str) -> str:
        """Return what a line prints; what changes the computer is left to another test."""
        words = shlex.split(line, comments=True)
        if not words or line.startswith(ELSEWHERE):
            return ""
        words, into = (words[:-2], words[-1]) if ">" in words else (words, None)
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            if words[0] == "exposure-ladder":
                with mock.patch.object(program, "_now", return_value=datetime.fromisoformat(self.now)):
                    self.code = max(self.code, program.main(words[1:]))
            else:
                assert words[0] == "python", f"nobody runs: {line}"
                with mock.patch.object(sys, "argv", words[1:]):
                    runpy.run_path(words[1], run_name="__main__")
        if into is None:
            return out.getvalue()
        Path(into).write_text(out.getvalue(), encoding="utf-8")
        return ""


def _matches(printed: str, shown: str) -> bool:
    parts = [r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line) for line in shown.splitlines(keepends=True)]
    lines = textwrap.dedent(printed).splitlines()  # as sybil gives the block
    return re.fullmatch("".join(parts), "".join(f"{line.rstrip()}\n" for line in lines)) is not None


def read(page: Path) -> Reader:
    """Do what a page says, in this folder, with the examples beside it."""
    shutil.copytree(ROOT / "examples", "examples", ignore=shutil.ignore_patterns("*.journal*", "__pycache__"))
    reader = Reader()
    with mock.patch.object(sys, "path", [str(Path.cwd()), *sys.path]):  # a page may import a file that it wrote
        for example in Document.parse(str(page), reader.regions).examples():
            example.evaluate()
    assert reader.code == 0, reader.printed
    return reader


def rewrite(page: Path) -> bool:
    """Put what is printed into a page, and say whether something had to be."""
    differ = read(page).differ
    text = page.read_text(encoding="utf-8")
    for region, printed in reversed(differ):
        shown = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
        text = f"{text[: region.start]}```text\n{shown}```{text[region.end :]}"
    page.write_text(text, encoding="utf-8")
    return bool(differ)


if __name__ == "__main__":
    os.environ["TZ"] = "UTC"
    time.tzset()
    for page in [Path(name).resolve() for name in sys.argv[1:]] or PAGES:
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            print("Wrote" if rewrite(page) else "Kept ", page.relative_to(ROOT))  # noqa: T201
