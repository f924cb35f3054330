"""The table of rooms: floors, allowed imports, budgets. The source is parsed and compared with it; nothing is imported.

Rooms stand on floors and import from lower floors only. Each line says what a room may import and how many lines of
code it may hold. A new module needs no line; a new room, a new import or more lines do, and the commit says why.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = "exposure_ladder"
SOURCE = Path(__file__).parents[2] / "src" / PACKAGE


@dataclass(frozen=True)
class Room:
    """A module or a package: its floor, what it may import, and its budget in lines of code.

    `ours` are rooms of the library; `third` are packages of others; those in `late` are imported inside a function.
    """

    floor: int
    budget: int
    ours: frozenset[str]
    third: frozenset[str]
    late: frozenset[str]


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def room(floor: int, budget: int, ours: str = "", third: str = "", *, late: str = "") -> Room:
    return Room(floor, budget, words(ours), words(third), words(late))


ROOMS: dict[str, Room] = {
    "errors": room(1, 130),
    "_version": room(1, 5),
    "text": room(1, 660),
    "records": room(2, 2_250, "errors text", "pydantic pydantic_core"),
    "graph": room(3, 340, "errors text records", "numpy", late="networkx"),
    "rules": room(3, 1_350, "errors text records", "numpy"),
    "belief": room(4, 650, "_version errors text records graph", "numpy"),
    # Findings look at what was written, never at a belief, so that they do not change while somebody practises.
    "linting": room(4, 1_250, "errors text records graph"),
    "storage": room(4, 2_950, "errors records text", late="ruamel"),
    "ladder": room(5, 1_650, "_version errors text records graph belief", "numpy"),
    "advice": room(6, 1_200, "_version errors text records graph belief rules ladder", "numpy"),
    "review": room(7, 700, "_version text records belief rules ladder advice", "numpy"),
    "report": room(
        8,
        930,
        "errors text records rules ladder advice review practice",
        late="numpy matplotlib jinja2 markupsafe",
    ),
    # One practice and one week: the card, what is left out next, a page for a partner.
    "practice": room(7, 620, "errors records text"),
    # For research, and used by nothing of the planner.
    "research": room(
        9, 3_300, "_version errors text records graph belief rules ladder report", "numpy", late="matplotlib numba"
    ),
    "cli": room(
        10,
        3_400,
        "_version errors text records graph rules belief linting storage ladder advice review practice report research",
        "numpy",
    ),
    "__main__": room(11, 5, "cli"),
    "__init__": room(
        12, 125, "_version errors records graph belief linting storage ladder advice practice report research"
    ),
}
"""One line for each room, from the ground up."""

WHOLE = 21_200
"""Lines of code in all; docstrings, comments and blank lines do not count."""
DENSITY = 11.3
"""Syntax nodes for each line of code, at most: lines saved by golf are not saved."""

LATE = {
    ("cli", "advice"): "`log` and `rate` seldom need an advice, which loads the rules",
    ("cli", "errors"): "records of Python cost 20 ms, a third of `--help`; only needed once something went wrong",
    ("cli", "text"): "pages cost 25 ms, more than a third of `--help`, which prints none",
    ("cli", "records"): "lists of words are only read where somebody wrote something",
    ("cli", "report"): "a picture loads drawing code that no other command needs",
    ("cli", "rules"): "a rule is only looked up by name where one is named",
}
"""Imports of one room by another that wait inside a function, each with its reason."""

# Where a package with one job may be seen at all: a room, or a part of one.
HOMES = {"networkx": "graph.convert", "ruamel": "storage", "sqlite3": "storage.database", "jinja2": "report.html"}

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


def name_of(path: Path) -> str:
    """Return the dotted name inside the package; a package is named by its folder."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    if len(parts) > 1 and parts[-1] == "__init__":
        parts = parts[:-1]
    return ".".join(parts)


MODULES = {name_of(path): path for path in sorted(SOURCE.rglob("*.py"))}
TEXTS = {name: path.read_text(encoding="utf-8") for name, path in MODULES.items()}
TREES = {name: ast.parse(text) for name, text in TEXTS.items()}


@dataclass(frozen=True)
class Import:
    """One import: the full name of the module, its line, and whether it waits in a function or is for types only."""

    module: str
    line: int
    waits: bool
    for_types: bool

    @property
    def short(self) -> str:
        """The name inside the package, or the name of the foreign package."""
        if self.module == PACKAGE:
            return "__init__"
        if self.module.startswith(f"{PACKAGE}."):
            return self.module.removeprefix(f"{PACKAGE}.")
        return self.module.partition(".")[0]

    @property
    def is_ours(self) -> bool:
        return self.module.partition(".")[0] == PACKAGE


def imports_of(name: str) -> Iterator[Import]:
    for node, waits, for_types in _walk(TREES[name], waits=False, for_types=False):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno, waits, for_types)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name}: relative import in line {node.lineno}; write it in full"
            for alias in node.names:
                yield Import(_module_of(f"{node.module}", alias.name), node.lineno, waits, for_types)


def _module_of(module: str, name: str) -> str:
    """Return the module that an imported name is, or the one it is taken from."""
    part = f"{module}.{name}".removeprefix(PACKAGE).lstrip(".")
    if module.startswith(PACKAGE) and part in MODULES and name not in _door(module.removeprefix(PACKAGE).lstrip(".")):
        return f"{PACKAGE}.{part}"
    return module


def _door(package: str) -> set[str]:
    """Return the names a package hands on, which win over parts of the same name."""
    if package not in TREES or package == "__init__":
        return set()
    own = f"{PACKAGE}.{package}"
    nodes = [node for node in TREES[package].body if isinstance(node, ast.ImportFrom) and node.module != own]
    return {alias.asname or alias.name for node in nodes for alias in node.names}


def _walk(node: ast.AST, *, waits: bool, for_types: bool) -> Iterator[tuple[ast.AST, bool, bool]]:
    for child in ast.iter_child_nodes(node):
        later = waits or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        types = for_types or _is_for_types(child)
        yield child, later, types
        yield from _walk(child, waits=later, for_types=types)


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}


IMPORTS = {name: list(imports_of(name)) for name in MODULES}


def room_of(name: str) -> str:
    return name.partition(".")[0]


def report(problems: list[str]) -> None:
    """Fail with every problem, a line each."""
    assert not problems, "\n" + "\n".join(problems)


def test_rooms_import_from_lower_floors_only() -> None:
    report(
        [
            f"{name} (floor {allowed.floor}) may use {other}, which is not below it"
            for name, allowed in ROOMS.items()
            for other in allowed.ours
            if ROOMS[other].floor >= allowed.floor
        ]
    )


def test_every_module_stands_in_a_room() -> None:
    report([f"{name} has no room in the table" for name in MODULES if room_of(name) not in ROOMS])
    on_disk = {room_of(name) for name in MODULES}
    report([f"{name} is in the table and not on disk" for name in ROOMS if name not in on_disk])


def test_a_module_imports_what_its_room_allows() -> None:
    problems = []
    for name, found in IMPORTS.items():
        allowed = ROOMS[room_of(name)]
        for each in found:
            where = f"{name}, line {each.line}: imports {each.short}"
            if each.is_ours:
                other = room_of(each.short)
                if each.for_types or other == room_of(name) or other in allowed.ours:
                    continue
                problems.append(f"{where}; its room may not")
            elif each.short not in sys.stdlib_module_names | allowed.third:
                late = each.waits or each.for_types
                if not (late and each.short in allowed.late):
                    problems.append(f"{where}; its room may not, or only inside a function")
    report(problems)


def test_the_table_allows_nothing_that_is_not_used() -> None:
    problems = []
    for name, allowed in ROOMS.items():
        used = {room_of(each.short) for part, found in IMPORTS.items() if room_of(part) == name for each in found}
        problems += [f"{name} may use {other} and does not" for other in sorted(allowed.ours - used)]
    report(problems)


def test_an_import_of_another_room_waits_for_a_reason_only() -> None:
    waiting = {
        (room_of(name), room_of(each.short)): f"{name}, line {each.line}"
        for name, found in IMPORTS.items()
        for each in found
        if each.is_ours and each.waits and not each.for_types and room_of(each.short) != room_of(name)
    }
    report([f"{where}: {pair[1]} is imported inside a function" for pair, where in waiting.items() if pair not in LATE])
    report([f"{pair} is excused and does not wait" for pair in LATE if pair not in waiting])


def test_no_module_is_part_of_a_circle() -> None:
    """All imports that run count, also those inside functions; a part that asks its own door would close a circle."""
    arrows = {
        name: {each.short for each in found if each.is_ours and not each.for_types and each.short != name}
        for name, found in IMPORTS.items()
        if room_of(name) != "cli" or "." in name  # the door of the command line opens the commands by name
    }
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        pytest.fail(f"a circle: {' → '.join(error.args[1])}")


def test_no_module_has_the_name_of_a_public_function() -> None:
    """The module would take the function's place once it is imported."""
    problems = []
    root = _functions("__init__")
    for name in MODULES:
        *above, own = name.split(".")
        taken = _functions(".".join(above)) if above else root
        if own in taken and name != "belief.prior":  # renamed with the belief's own words
            problems.append(f"{name} has the name of a function of {'.'.join(above) or PACKAGE}")
    report(problems)


def _functions(package: str) -> set[str]:
    """Return the names a package hands on that begin with a small letter."""
    return {name for name in _exported(package) if name[:1].islower()}


def _exported(package: str) -> set[str]:
    for node in TREES[package].body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def test_the_outside_enters_at_the_edge() -> None:
    problems = []
    for name, found in IMPORTS.items():
        used = {each.short for each in found if not each.is_ours}
        problems += [f"{name} imports {one}; nothing here uses a network" for one in sorted(used & NETWORK)]
        if room_of(name) not in EDGE:
            problems += [f"{name} reaches outside through {one}" for one in sorted(used & OUTSIDE)]
        for package, home in HOMES.items():
            if package in used and not f"{name}.".startswith(f"{home}."):
                problems.append(f"{name} imports {package}, whose home is {home}")
    report(problems)


def test_no_module_has_a_name_that_says_nothing() -> None:
    report([name for name in MODULES if VAGUE & set(name.split("."))])


def test_a_module_says_what_it_is_for() -> None:
    report([f"{name} has no docstring" for name, tree in TREES.items() if not ast.get_docstring(tree)])


def test_clocks_and_chance_enter_as_arguments() -> None:
    report(
        [
            f"{name}, line {line}: {what}"
            for name, tree in TREES.items()
            if room_of(name) not in {"cli", "__main__"}
            for line, what in clocks_and_chance(tree)
        ]
    )


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


def test_the_search_for_clocks_and_chance_finds_them() -> None:
    caught = {
        "datetime.now(tz=UTC)": True,
        "datetime.datetime.now()": True,
        "date.today()": True,
        "time.time()": True,
        "np.random.seed(1)": True,
        "numpy.random.default_rng()": True,
        "np.random.Generator": False,
        "rng.random(3)": False,
        "entry.at.date()": False,
    }
    for source, expected in caught.items():
        assert bool(list(clocks_and_chance(ast.parse(source)))) is expected, source


def test_a_module_stays_one_room() -> None:
    lengths = {name: len(text.splitlines()) for name, text in TEXTS.items()}
    report([f"{name} has {n} lines: a second job?" for name, n in lengths.items() if n > MOST_MODULE_LINES])


def test_a_function_fits_on_a_screen() -> None:
    report(
        [
            f"{name}, line {node.lineno}: {node.name} has {function_lines(node)} lines"
            for name, tree in TREES.items()
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and function_lines(node) > MOST_FUNCTION_LINES
        ]
    )


def function_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the length of a function without its docstring."""
    whole = (node.end_lineno or node.lineno) - node.lineno + 1
    if ast.get_docstring(node) is None:
        return whole
    text = node.body[0]
    return whole - ((text.end_lineno or text.lineno) - text.lineno + 1)


def code_lines(text: str) -> int:
    """Return how many lines of a module hold code: no docstrings, comments or blank lines."""
    silent = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in silent:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            for part in node.body:
                if (
                    isinstance(part, ast.Expr)
                    and isinstance(part.value, ast.Constant)
                    and isinstance(part.value.value, str)
                ):
                    lines -= set(range(part.lineno, (part.end_lineno or part.lineno) + 1))
    return len(lines)


def test_lines_of_code_are_counted_without_words_about_them() -> None:
    function = 'def f():\n    """D.\n\n    E.\n    """\n    return (\n        x\n    )\n'
    assert code_lines(f'"""A."""\n\n# b\nx = 1  # c\n\n\n{function}') == 5


# Lists of words are data that planner and checks share, so they stand in modules; they have a budget of their own.
WORD_LISTS = "records.words"
WORD_LINES = 1_850


def test_rooms_keep_to_their_budgets() -> None:
    sizes = dict.fromkeys(ROOMS, 0)
    lists = 0
    for name, text in TEXTS.items():
        if name.startswith(WORD_LISTS):
            lists += code_lines(text)
        else:
            sizes[room_of(name)] += code_lines(text)
    assert lists <= WORD_LINES, f"{lists} lines of words, {WORD_LINES} allowed"
    report(
        [
            f"{name}: {n} lines of code, {ROOMS[name].budget} allowed"
            for name, n in sizes.items()
            if n > ROOMS[name].budget
        ]
    )
    assert sum(sizes.values()) <= WHOLE
    nodes = sum(1 for name, tree in TREES.items() for _ in ast.walk(tree) if not name.startswith(WORD_LISTS))
    assert nodes / sum(sizes.values()) <= DENSITY, nodes / sum(sizes.values())
