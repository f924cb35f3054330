"""What the project says about itself: no claims, one notice everywhere, and nothing of the machine it was made on."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from exposure_ladder.text import notice

ROOT = Path(__file__).parents[2]

FORBIDDEN = re.compile(
    r"\b(treats|cures?|heals?|healing|guarante\w+|clinically|"
    r"therapy for|treatments? (?:for|of)|medical device|proven to|scientifically proven)\b",
    re.IGNORECASE,
)
ONLY_DENIED = re.compile(r"\b(diagnos\w+|treatments?)\b", re.IGNORECASE)
DENIAL = re.compile(r"\b(no|none|not|never|neither|nor|cannot|without|forbids?|avoids?)\b|n't\b", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+|\n\s*\n|\n\s*[-*|#]|\|")

PAGES = ("README.md", "SAFETY.md", "CHANGELOG.md", "CITATION.cff")
# These speak about claims in order to find them in what people write.
FINDS_CLAIMS = ("src/exposure_ladder/linting/", "docs/lint.md")
TEXT = {
    "",
    ".cff",
    ".cfg",
    ".css",
    ".csv",
    ".html",
    ".ini",
    ".json",
    ".md",
    ".py",
    ".sh",
    ".toml",
    ".txt",
    ".yaml",
    ".yml",
}


def claims(text: str) -> Iterator[str]:
    """Yield the sentences that promise what this project must not promise."""
    for sentence in SENTENCE_END.split(text):
        plain = " ".join(sentence.split())
        if FORBIDDEN.search(plain) or (ONLY_DENIED.search(plain) and not DENIAL.search(plain)):
            yield plain


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("It treats anxiety.", True),
        ("It cures fear.", True),
        ("A therapy for fear of closeness.", True),
        ("Clinically proven steps.", True),
        ("It diagnoses a phobia.", True),
        ("A digital treatment.", True),
        ("It does not diagnose, and it is not a treatment.", False),
        ("No diagnosis. It is a treatment.", True),
        ("No diagnosis or\ntreatment claim.", False),
        ("| no diagnosis | treatment |", True),
        ("Show the plan to a therapist.", False),
        ("A link is treated as symmetric.", False),
    ],
)
def test_the_search_for_claims_finds_them(sentence: str, *, found: bool) -> None:
    assert bool(list(claims(sentence))) is found


def checked(*paths: Path) -> list[str]:
    names = sorted(path.relative_to(ROOT).as_posix() for path in paths)
    return [name for name in names if not name.startswith(FINDS_CLAIMS)]


@pytest.mark.parametrize("page", checked(*(ROOT / name for name in PAGES), *(ROOT / "docs").rglob("*.md")))
def test_a_page_makes_no_claim(page: str) -> None:
    assert not list(claims((ROOT / page).read_text(encoding="utf-8")))


def test_the_package_makes_no_claim_about_itself() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert not list(claims(project["description"]))
    assert not [claim for keyword in project["keywords"] for claim in claims(keyword)]
    assert not [
        line for line in project["classifiers"] if line.startswith("Topic :: Scientific/Engineering :: Medical")
    ]


@pytest.mark.parametrize("module", checked(*(ROOT / "src").rglob("*.py")))
def test_a_module_makes_no_claim(module: str) -> None:
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    strings = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    assert not [claim for text in strings if isinstance(text, str) for claim in claims(text)]


@pytest.mark.parametrize("template", checked(*(ROOT / "src").rglob("*.yaml"), *(ROOT / "examples").rglob("*.yaml")))
def test_a_ladder_file_makes_no_claim(template: str) -> None:
    assert not list(claims((ROOT / template).read_text(encoding="utf-8")))


def test_the_notice_is_the_same_in_the_program_and_on_the_page() -> None:
    page = (ROOT / "SAFETY.md").read_text(encoding="utf-8")
    block = re.search(r"<!-- notice -->\n(.*?)<!-- /notice -->", page, re.DOTALL)
    assert block is not None
    assert block[1] == notice.NOTICE


def test_the_notice_is_three_lines_that_fit_a_terminal() -> None:
    lines = notice.NOTICE.splitlines()
    assert len(lines) == 3
    assert max(len(line) for line in lines) <= 120


def test_the_line_under_a_suggestion_leaves_the_decision_with_the_person() -> None:
    assert notice.FOOTER.format(client="R") == "Options, not orders; not a treatment. R decides. See SAFETY.md."


def test_nothing_names_the_machine_it_was_made_on() -> None:
    places = ["/" + "work" + "/", "/" + "root" + "/", "/" + "tmp" + "/venv", "." + "library/", "farm" + "-bench"]
    here = {
        str(path.relative_to(ROOT)): [place for place in places if place in text]
        for path in project_files()
        if (text := path.read_text(encoding="utf-8", errors="ignore"))
    }
    assert not {name: found for name, found in here.items() if found}


def project_files() -> list[Path]:
    """Return the text files of the project: what git tracks or would track; without git, everything but caches."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode == 0 and listing.stdout:
        found = [ROOT / name for name in listing.stdout.split("\0") if name]
    else:
        folders = [ROOT / name for name in (".ci", "benchmarks", "docs", "examples", "src", "tests")]
        found = [*ROOT.iterdir(), *(path for folder in folders for path in folder.rglob("*"))]
    return [path for path in found if path.is_file() and path.suffix in TEXT and path.name != ".git"]


def test_every_source_that_is_named_can_be_looked_up() -> None:
    """Sections of notes that are not in this repository are no source."""
    for folder in ("src", "docs"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".md", ".py", ".json", ".yaml"} and "made" not in path.parts:
                assert not re.search(r"\bevidence \d", path.read_text(encoding="utf-8")), path
