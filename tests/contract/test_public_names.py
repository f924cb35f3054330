"""The one door: what `import exposure_ladder` offers, typed out. A name added or taken away is a decision, made here.

The package is lazy, so the same names stand in it twice: in the table that loads them, and under ``TYPE_CHECKING`` for
type checkers. The second is parsed from the source and compared with what really arrives.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from textwrap import dedent

import pytest

import exposure_ladder

ROOT = Path(__file__).parents[2]

TYPED = """
    Comparison Consent Course Exposure Facet Link Rating Settings Situation SituationGraph
    Advice Belief JointPlan Ladder
    advise build_ladder card compare compare_rules fit from_networkx infer lint load plan_together render_report
    save simulate suggest template to_networkx update
    Journal
    ExposureLadderError
"""
PUBLIC = TYPED.split()


def declared_for_types() -> dict[str, str]:
    """Return public name → module, as the ``TYPE_CHECKING`` block of the package says it."""
    tree = ast.parse(Path(exposure_ladder.__file__).read_text(encoding="utf-8"))
    blocks = [node for node in tree.body if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)]
    return {
        alias.asname or alias.name: f"{node.module}"
        for block in blocks
        for node in block.body
        if isinstance(node, ast.ImportFrom) and f"{node.module}".startswith("exposure_ladder")
        for alias in node.names
    }


def test_the_door_offers_these_names_and_no_others() -> None:
    assert sorted(exposure_ladder.__all__) == sorted(PUBLIC)


def test_types_and_table_agree_on_the_names() -> None:
    names = {name for name, module in declared_for_types().items() if module != "exposure_ladder"}
    assert sorted(names) == sorted(exposure_ladder.__all__)


def test_rooms_are_attributes_for_checkers_and_at_run_time() -> None:
    rooms = {name for name, module in declared_for_types().items() if module == "exposure_ladder"}
    assert rooms == exposure_ladder._ROOMS


@pytest.mark.parametrize(("name", "module"), sorted(declared_for_types().items()))
def test_a_name_is_the_object_of_its_module(name: str, module: str) -> None:
    assert getattr(exposure_ladder, name) is getattr(import_module(module), name)


def test_every_name_resolves_to_one_thing_that_describes_itself() -> None:
    found = {name: getattr(exposure_ladder, name, None) for name in PUBLIC}
    assert not [name for name, thing in found.items() if thing is None]
    assert not [name for name, thing in found.items() if getattr(exposure_ladder, name) is not thing]
    assert not [name for name, thing in found.items() if not thing.__doc__]


def test_dir_shows_the_door_before_anything_is_loaded() -> None:
    program = "import exposure_ladder as e; print(*(set(e.__all__) - set(dir(e))))"
    assert run(program) == ""


@pytest.mark.parametrize("order", ["sorted(e.__all__)", "sorted(e.__all__, reverse=True)"])
def test_the_order_of_asking_does_not_change_a_name(order: str) -> None:
    program = f"""
        import types
        import exposure_ladder as e
        asked = [getattr(e, name) for name in {order}]
        print(*(name for name in e.__all__ if isinstance(getattr(e, name), types.ModuleType)))
    """
    assert run(program) == "", "these names are modules"


def test_what_was_imported_first_does_not_change_a_name() -> None:
    """A module that shares its name with a function must not take the function's place once it is imported."""
    program = """
        import importlib, pkgutil, types
        import exposure_ladder as e
        for module in pkgutil.walk_packages(e.__path__, "exposure_ladder."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
        print(*(name for name in e.__all__ if isinstance(getattr(e, name), types.ModuleType)))
    """
    assert run(program) == "", "these names became modules"


def test_a_star_import_brings_the_door() -> None:
    assert run("from exposure_ladder import *; print(Course.__name__)") == "Course"


def test_an_unknown_name_is_an_attribute_error() -> None:
    wrong = "Situaton"
    with pytest.raises(AttributeError, match=wrong):
        getattr(exposure_ladder, wrong)
    with pytest.raises(ImportError, match=wrong):
        exec(f"from exposure_ladder import {wrong}")


def test_one_version_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    citation = re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    assert citation is not None
    assert exposure_ladder.__version__ == project == citation[1]


def run(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", dedent(program)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
