"""Write the pages that are never committed: commands, errors, keys of a file, modules, and files that lie elsewhere.

Sphinx calls :func:`write` before it reads any page (see ``docs/conf.py``).
"""

from __future__ import annotations

import importlib
import inspect
import os
import pkgutil
import re
import textwrap
from enum import Enum
from pathlib import Path
from types import ModuleType

import exposure_ladder
from exposure_ladder import errors, records
from exposure_ladder.cli.main import COMMANDS, parser_of

MODULES = (
    *(
        "records",
        "graph",
        "linting",
        "belief",
        "ladder",
        "rules",
        "rules.screens",
        "advice",
        "review",
        "practice",
        "report",
    ),
    *("research", "research.learners", "storage", "errors"),
)
"""Modules that people import from, in the order of the page. What stands in their ``__all__`` is public."""
INSIDE = ("text", "cli")
"""Modules that nobody outside imports from."""
FILE = ("SituationGraph", "Situation", "Facet", "Link", "Settings", "Exposure", "Rating", "Comparison", "Override")
OUTSIDE = (
    *("SAFETY.md", "SECURITY.md", "CHANGELOG.md", "CONTRIBUTING.md"),
    *("benchmarks/README.md", "examples/README.md", "examples/app_fastapi/README.md"),
)
"""Pages outside this folder that belong to the site, too."""
ROOT = Path(__file__).resolve().parents[2]
MADE = "<!-- made while the pages are built -->\n"


def write(folder: Path) -> None:
    """Write the pages, but leave those as they are that would not change."""
    folder.mkdir(exist_ok=True)
    for name in records.__all__:
        if hasattr(getattr(records, name), "model_rebuild"):
            getattr(records, name).model_rebuild(force=True)  # its signature is made on first use
    pages = {"commands": commands(), "errors": tree(), "keys": keys(), "api": api(), "modules": modules()}
    pages |= {
        _made(name): relinked(_pictured(text_of(name), (ROOT / name).parent, folder), (ROOT / name).parent)
        for name in OUTSIDE
    }
    for name, text in pages.items():
        path = folder / f"{name}.md"
        if not path.exists() or path.read_text(encoding="utf-8") != MADE + text:
            path.write_text(MADE + text, encoding="utf-8")


def text_of(name: str) -> str:
    """Return a file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def _made(name: str) -> str:
    return name.removesuffix(".md").lower().replace("/", "-")


def _pictured(text: str, folder: Path, page: Path) -> str:
    """Return a page with its pictures where they are seen from another folder."""
    return re.sub(r"(?<=\]\()[^)]+\.svg(?=\))", lambda path: os.path.relpath(folder / path[0], page), text)


def relinked(text: str, folder: Path) -> str:
    """Return a page with links as they lead on the site; what is not on it is named without a link."""

    def link(found: re.Match[str]) -> str:
        label, path, anchor = found[1], found[2], found[3] or ""
        if path.startswith("/"):
            return found[0]
        target = (folder / path).resolve()
        name = target.relative_to(ROOT).as_posix() if path and target.is_relative_to(ROOT) else path
        if not path or ":" in path or not name.endswith(".md"):
            return found[0] if not path or ":" in path else label
        inside = name.removeprefix("docs/") if name.startswith("docs/") else f"reference/made/{_made(name)}.md"
        kept = name in OUTSIDE or name.startswith("docs/")
        inside = "index.md" if inside == "README.md" else inside
        return f"[{label}](/{inside}{anchor})" if kept else label

    return re.sub(r"(?<![!`])\[([^\]]*)\]\(([^)#\s]*)(#[^)\s]*)?\)", link, text)


def commands() -> str:
    """Return what every command says about itself."""
    parts = ["# Commands\n\nWhat `exposure-ladder COMMAND --help` prints, from the parser itself.\n"]
    for name, (about, *_) in COMMANDS.items():
        parser, _ = parser_of(name)
        parts.append(f"## {name}\n\n{about[0].upper()}{about[1:]}.\n\n```text\n{parser.format_help()}```\n")
    return "\n".join(parts)


def tree() -> str:
    """Return the exception tree and every class in it."""
    classes = "\n".join(_directive("autoclass", f"exposure_ladder.errors.{name}") for name in errors.__all__)
    drawn = (errors.__doc__ or "").partition("::\n\n")[2]
    picture, _, rule = drawn.partition("\n\n")
    shown = "\n".join(line.removeprefix("    ") for line in picture.splitlines())
    return f"# Errors\n\n```text\n{shown}\n```\n\n{rule}\n{classes}"


def keys() -> str:
    """Return the keys of a file, from the docstrings of the records."""
    parts = ["# Keys of a file\n\nFrom the records that read them. A file as a whole: [files](/reference/files.md).\n"]
    for name in FILE:
        record = getattr(records, name)
        parts.append(f"## {name}\n\n{record.__doc__.partition(chr(10))[0]}\n")
        if name == "Settings":
            parts.append("Every number, with its unit and standing: [settings](/settings.md).\n")
            continue
        parts.append("| key | holds | |\n| --- | --- | --- |")
        inherited = records.Entry.__doc__ if issubclass(record, records.Entry) else ""
        parts += [f"| `{key}` | {kind} | {about} |" for key, kind, about in _parameters(record.__doc__ + inherited)]
        parts.append("")
    return "\n".join(parts)


def _parameters(doc: str) -> list[tuple[str, str, str]]:
    """Return name, type and meaning of everything under *Parameters*, names that share a line one by one."""
    found = []
    for section in re.findall(r"    Parameters\n    -+\n(.*?)(?:\n\n    \w+\n    -+|\Z)", doc, re.DOTALL):
        for names, kind, about in re.findall(r"(?m)^    (\w[\w, ]*) : (.*)\n((?:     .*\n?)+)", section):
            found += [(name, kind, " ".join(about.split()).replace("|", r"\|")) for name in names.split(", ")]
    return found


def api() -> str:
    """Return the names of the package itself, those that run first and those that hold after them."""
    names = exposure_ladder.__all__
    calls = [name for name in names if name[0].islower()]
    parts = ["# The package\n\nWhat `import exposure_ladder` offers. Further names: [modules](modules.md).\n"]
    for title, kind, found in (
        ("Functions", "autofunction", calls),
        ("Classes", "autoclass", [name for name in names if name not in calls and name != "ExposureLadderError"]),
    ):
        parts.append(f"## {title}\n")
        parts += [_directive(kind, f"exposure_ladder.{name}", members=kind == "autoclass") for name in found]
    return "\n".join([*parts, "`ExposureLadderError` and what stands below it: [errors](errors.md).\n"])


def modules() -> str:
    """Return the public names of the modules, without what the package itself has."""
    parts = ["# Modules\n"]
    for name in MODULES:
        if name == "errors":
            continue  # has a page of its own
        module = importlib.import_module(f"exposure_ladder.{name}")
        about, _, more = (module.__doc__ or "").partition("\n\n")
        parts.append(f"## {name}\n\n```{{eval-rst}}\n.. module:: exposure_ladder.{name}\n\n{about}\n\n{more}\n```\n")
        for each in module.__all__:
            if each in exposure_ladder.__all__:
                continue
            value, path = getattr(module, each), f"exposure_ladder.{name}.{each}"
            if inspect.isclass(value):
                parts.append(_directive("autoclass", path, members=True, named=issubclass(value, Enum)))
            elif inspect.isfunction(value):
                parts.append(_directive("autofunction", path))
            else:
                parts.append(
                    f"```{{eval-rst}}\n.. py:data:: {path}\n\n{textwrap.indent(_about(each, module), '   ')}\n```\n"
                )
    return "\n".join(parts)


def _about(constant: str, module: ModuleType) -> str:
    """Return the text that stands under a constant, in whichever part of a module it was written."""
    from sphinx.pycode import ModuleAnalyzer

    found = pkgutil.walk_packages(getattr(module, "__path__", ()), f"{module.__name__}.")
    parts = [part.name for part in found if not part.name.endswith("__main__")]
    for name in (module.__name__, *parts):
        lines = ModuleAnalyzer.for_module(name).find_attr_docs().get(("", constant))
        if lines:
            return "\n".join(lines)
    raise LookupError(f"{module.__name__}.{constant} says nothing about itself")


def _directive(kind: str, name: str, *, members: bool = False, named: bool = False) -> str:
    """Return a directive of autodoc; `members` shows methods, and `named` the names of an enumeration, too."""
    options = "   :members:\n   :exclude-members: model_config\n" if members else ""
    options += "   :undoc-members:\n" if named else ""
    return f"```{{eval-rst}}\n.. {kind}:: {name}\n{options}```\n"
