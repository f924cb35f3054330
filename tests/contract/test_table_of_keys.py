"""The one table of keys and commands in the reference has a row for each of them, and none for what is not there."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

from exposure_ladder import cli
from exposure_ladder.cli.main import COMMANDS
from exposure_ladder.records import Facet, Link, Situation, SituationGraph

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "files.md"
RECORDS = {"plan": SituationGraph, "step": Situation, "facet": Facet, "link": Link}


def rows() -> set[tuple[str, str]]:
    """Return where and what, for every name in the first column."""
    table = PAGE.read_text(encoding="utf-8").partition("## Keys and commands\n")[2].partition("\n## ")[0]
    found = set()
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if "`" not in cells[0]:
            continue
        for name in re.findall(r"`([\w-]+)", cells[0]):
            found |= {(where, name) for where in cells[1].split(", ")}
    return found


def test_every_command_has_its_row() -> None:
    listed = {name for where, name in rows() if where == "command"}
    assert listed == set(COMMANDS)


def test_every_key_of_a_plan_has_its_row() -> None:
    there = {(where, name) for where, record in RECORDS.items() for name in record.model_fields}
    there.add(("plan", "settings"))
    listed = {(where, name) for where, name in rows() if where in RECORDS}
    assert listed == there


def test_every_command_stands_in_the_file_that_its_row_names() -> None:
    """A new command is one file and one row: each file of commands says which it has, and the rows agree."""
    rooms = {name: module for name, (_, module) in COMMANDS.items()}
    for module in set(rooms.values()):
        own = import_module(f"exposure_ladder.cli.{module}").COMMANDS
        assert set(own) == {name for name, other in rooms.items() if other == module}, module


def test_the_command_line_uses_public_names_of_argparse_only() -> None:
    private = re.compile(r"argparse\._|\._(?:actions|positionals|optionals|option_string_actions|action_max_length)\b")
    for path in Path(cli.__file__).parent.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not private.search(text), path.name
        assert "def _check_value" not in text, path.name
