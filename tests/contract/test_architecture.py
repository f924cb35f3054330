"""The table of rooms: which module may import what. The source is parsed and compared with it; nothing is imported.

The order of the table is the design: each module imports only from those above it. A new module needs a line here, and
whoever writes that line decides what the module is for.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGE = "exposure_ladder"
SOURCE = Path(__file__).parents[2] / "src" / PACKAGE


@dataclass(frozen=True)
class Room:
    """A module, or a package with parts, and what it may import.

    `ours` are rooms above it; `third` are packages of others. What stands in `late` is imported inside a function or
    for the types only. A part may use the parts before it, and what its room may use.
    """

    ours: frozenset[str]
    third: frozenset[str]
    late: frozenset[str]
    parts: tuple[str, ...]


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def room(ours: str = "", third: str = "", *, late: str = "", parts: str = "") -> Room:
    return Room(words(ours), words(third), words(late), tuple(parts.split()))


_GRAPH = "errors records graph"
_BELIEF = f"{_GRAPH} belief"
_LADDER = f"{_BELIEF} ladder"

ROOMS: dict[str, Room] = {
    "errors": room(),
    "notice": room(),
    "validation": room("errors", "pydantic pydantic_core"),
    "consistency": room("errors validation", "pydantic pydantic_core"),
    "records": room("errors validation consistency", "pydantic", parts="fields settings situations entries course"),
    "graph": room("errors records", "numpy", late="networkx", parts="geometry relations outside"),
    # Findings look at what was written, never at a belief, so that they do not change while somebody practises.
    "findings": room(f"{_GRAPH} validation", parts="rules titles subject people checks"),
    "belief": room(_GRAPH, "numpy", parts="state prior inference forecast"),
    # `wording` prints a ladder and an advice; it stands below them and is called when one is printed.
    "ladder": room(
        f"{_BELIEF} notice", "numpy", late="wording", parts="values pathfinder order authored lattice build"
    ),
    # Rules work on arrays: they know no graph, no belief and no clients.
    "policy": room("errors records", "numpy", parts="view mastery choosing deciding boosters catalogue"),
    "safety": room("errors records belief policy", "numpy"),
    "advice": room(f"{_LADDER} policy safety", "numpy", late="wording", parts="seeing explaining advising replay"),
    # Two people: it reads both ladders and shows nothing of either but open or not yet.
    "joint": room(f"{_LADDER} policy safety advice notice"),
    "review": room(f"{_LADDER} policy advice", parts="predictions differences standing"),
    "patterns": room("errors records belief"),
    "wording": room(
        f"{_LADDER} findings policy safety advice joint review patterns notice",
        parts="english page ladder_page advice_page progress_page rules_page report_page closeness_page",
    ),
    # Texts that storage and exchange both read: cells of spreadsheets, and JSON with the place of everything in it.
    "cells": room("errors"),
    "json_text": room("errors validation"),
    "storage": room(
        "errors validation consistency records cells json_text",
        late="ruamel",
        parts="files yaml_reading yaml_writing yaml_editing tables plain database journal documents bundled saving",
    ),
}
# For research, and used by nothing of the planner.
ROOMS["research"] = room(
    f"{_LADDER} policy safety",
    "numpy",
    parts="clients.parameters clients.trials clients.elemental clients.causes clients.retrieval clients.panic "
    "clients.catalogue clients "
    "experiments phenomena population weighing running beliefs cohort results study groups learning_graph elicitation "
    "histories foretelling maximum fits estimating recovery",
)
# What leaves for other programs and comes back: it may use the planner, which knows nothing of it.
ROOMS["output"] = room(
    f"{_LADDER} policy advice review wording notice validation cells json_text",
    late="numpy matplotlib jinja2 markupsafe",
    parts="columns exchange importing names redaction calendar drawing plots study_plots report",
)
# The shell at the end may use every room above it; `__init__` names them all, lazily.
ROOMS["cli"] = room(
    " ".join(ROOMS),
    "numpy",
    parts="streams sentences screen answers options parser opening failures fields aftercare checking planning "
    "taking_in practice noting offering looking mending writing_out templates demo studying",
)
ROOMS["__main__"] = room("cli")
ROOMS["__init__"] = room(" ".join(ROOMS))

# Where a package with one job may be seen at all: a room, or a part of one.
HOMES = {"networkx": "graph.outside", "ruamel": "storage", "sqlite3": "storage.database", "jinja2": "output.report"}

# Python's own modules that reach the outside: files, clocks, chance, the screen. They enter at the edge only.
EDGE = words("storage cli __main__")
OUTSIDE = words("argparse getpass os pathlib random secrets shutil sqlite3 sys tempfile time uuid")
NETWORK = words("asyncio ftplib http imaplib smtplib socket socketserver ssl telnetlib urllib xmlrpc")

VAGUE = words("utils util helpers helper common base types manager managers misc core")
CLOCKS = words(
    "datetime.now datetime.utcnow datetime.today date.today time.time time.time_ns time.monotonic time.localtime"
)
RANDOM_TYPES = words("Generator SeedSequence BitGenerator PCG64 PCG64DXSM Philox SFC64")

MOST_MODULE_LINES = 400
MOST_FUNCTION_LINES = 60
LONGER_ON_PURPOSE: dict[str, str] = {}  # module → why it is one room all the same


def name_of(path: Path) -> str:
    """Return the dotted name inside the package; a package is named by its folder."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted(SOURCE.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


def imported(name: str) -> Iterator[tuple[str, bool]]:
    """Yield every imported module by its full name, and whether the import waits (in a function or for the types)."""
    for node, waits in _walk(TREES[name], waits=False):
        if isinstance(node, ast.Import):
            yield from ((alias.name, waits) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name}: relative import in line {node.lineno}; write it in full"
            source = f"{node.module}".removeprefix(PACKAGE).lstrip(".")
            for alias in node.names:
                part = f"{source}.{alias.name}".lstrip(".")
                if alias.name == "__version__" and not source:
                    continue
                is_part = f"{node.module}".startswith(PACKAGE) and part in MODULES and alias.name not in _bound(source)
                yield f"{PACKAGE}.{part}" if is_part else f"{node.module}", waits


def _bound(package: str) -> set[str]:
    """Return the names a package hands on, which win over parts of the same name."""
    if package not in TREES or package == "__init__":
        return set()
    door = f"{PACKAGE}.{package}"
    found = (node for node in TREES[package].body if isinstance(node, ast.ImportFrom) and node.module != door)
    return {alias.asname or alias.name for node in found for alias in node.names}


def _walk(node: ast.AST, *, waits: bool) -> Iterator[tuple[ast.AST, bool]]:
    for child in ast.iter_child_nodes(node):
        later = waits or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or _for_types(child)
        yield child, later
        yield from _walk(child, waits=later)


def _for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}


def own_and_other(name: str) -> tuple[set[str], set[str], set[str]]:
    """Return what a module imports: at once, later, and which of both are modules of ours."""
    at_once, later, ours = set[str](), set[str](), set[str]()
    for whole, waits in imported(name):
        is_ours = whole.partition(".")[0] == PACKAGE
        short = (whole.removeprefix(PACKAGE).lstrip(".") or "__init__") if is_ours else whole.partition(".")[0]
        (later if waits else at_once).add(short)
        ours |= {short} if is_ours else set()
    return at_once, later, ours


def inner(name: str, ours: set[str]) -> tuple[set[str], set[str]]:
    """Return the imports within a module's own package, and those of them that look at a later part."""
    own, _, part = name.partition(".")
    siblings = {short for short in ours if short.startswith(f"{own}.")}
    before = ROOMS[own].parts[: ROOMS[own].parts.index(part)] if part else ROOMS[own].parts
    return siblings, {short for short in siblings if short.removeprefix(f"{own}.") not in before}


def test_the_table_itself_only_looks_upwards() -> None:
    above: set[str] = set()
    for name, allowed in ROOMS.items():
        assert allowed.ours <= above, f"{name} may use {sorted(allowed.ours - above)}, which stand below it"
        above.add(name)


LISTED = {f"{name}.{part}" for name, allowed in ROOMS.items() for part in allowed.parts} | set(ROOMS)


def test_every_module_on_disk_has_its_place_in_the_table() -> None:
    assert set(MODULES) <= LISTED, f"without a place: {sorted(set(MODULES) - LISTED)}"


@pytest.mark.parametrize("name", [name for name in MODULES if name in LISTED])
def test_a_module_imports_what_its_room_allows(name: str) -> None:
    at_once, later, ours = own_and_other(name)
    allowed = ROOMS[name.partition(".")[0]]
    siblings, too_late = inner(name, ours)
    assert not too_late, f"{name} uses {sorted(too_late)}, which come after it in its package"
    standard = set(sys.stdlib_module_names)
    wrong = at_once - siblings - standard - allowed.ours - allowed.third
    assert not wrong, f"{name} imports {sorted(wrong)}"
    wrong = later - siblings - standard - allowed.ours - allowed.third - allowed.late
    assert not wrong, f"{name} imports {sorted(wrong)} in a function or for types"


@pytest.mark.parametrize("name", MODULES)
def test_the_outside_enters_at_the_edge(name: str) -> None:
    at_once, later, _ = own_and_other(name)
    used = at_once | later
    assert not used & NETWORK, f"{name} imports {sorted(used & NETWORK)}; nothing here uses a network"
    if name.partition(".")[0] not in EDGE:
        assert not used & OUTSIDE, f"{name} reaches outside through {sorted(used & OUTSIDE)}; only {sorted(EDGE)} may"
    astray = {package for package, home in HOMES.items() if package in used and not f"{name}.".startswith(f"{home}.")}
    assert not astray, f"{name} imports {sorted(astray)}, whose home is elsewhere: {HOMES}"


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert not [name for name in MODULES if VAGUE & set(name.split("."))]


@pytest.mark.parametrize("name", MODULES)
def test_a_module_says_what_it_is_for(name: str) -> None:
    assert ast.get_docstring(TREES[name]), f"{name} has no docstring"


@pytest.mark.parametrize("name", [name for name in MODULES if name.partition(".")[0] not in {"cli", "__main__"}])
def test_clocks_and_chance_enter_as_arguments(name: str) -> None:
    found = [f"line {line}: {what}" for line, what in clocks_and_chance(TREES[name])]
    assert not found, f"{name}: {'; '.join(found)}"


def clocks_and_chance(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the places where a program would read a clock or draw from a generator that nobody handed to it."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        parts = ast.unparse(node).split(".")
        clock = ".".join(parts[-2:]) in CLOCKS
        chance = parts[-3:-1] in (["np", "random"], ["numpy", "random"]) and parts[-1] not in RANDOM_TYPES
        if clock or chance:
            yield node.lineno, ".".join(parts)


@pytest.mark.parametrize(
    ("source", "caught"),
    [
        ("datetime.now(tz=UTC)", True),
        ("datetime.datetime.now()", True),
        ("date.today()", True),
        ("time.time()", True),
        ("np.random.seed(1)", True),
        ("numpy.random.default_rng()", True),
        ("np.random.Generator", False),
        ("rng.random(3)", False),
        ("entry.at.date()", False),
    ],
)
def test_the_search_for_clocks_and_chance_finds_them(source: str, *, caught: bool) -> None:
    assert bool(list(clocks_and_chance(ast.parse(source)))) is caught


@pytest.mark.parametrize("name", MODULES)
def test_a_module_stays_one_room(name: str) -> None:
    lines = len(MODULES[name].read_text(encoding="utf-8").splitlines())
    reason = LONGER_ON_PURPOSE.get(name)
    if reason is None:
        assert lines <= MOST_MODULE_LINES, f"{name} has {lines} lines: is there a second job in this room?"
    else:
        assert lines > MOST_MODULE_LINES, f"{name} is short again: take it off the list of exceptions"


@pytest.mark.parametrize("name", MODULES)
def test_a_function_fits_on_a_screen(name: str) -> None:
    long = {
        f"{node.name} (line {node.lineno})": size
        for node in ast.walk(TREES[name])
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (size := code_lines(node)) > MOST_FUNCTION_LINES
    }
    assert not long, f"{name}: {long}"


def code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the length of a function without its docstring."""
    first = node.body[0]
    whole = (node.end_lineno or node.lineno) - node.lineno + 1
    text = first if ast.get_docstring(node) is not None else None
    return whole - ((text.end_lineno or text.lineno) - text.lineno + 1 if text else 0)
