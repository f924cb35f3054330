"""Sphinx settings. `make docs` builds the site; what the code says itself is written into it while it is built."""

import re
import sys
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "tools"), str(HERE.parent / "src")]

import reference_pages  # noqa: E402

from exposure_ladder import __all__ as public  # noqa: E402
from exposure_ladder import __version__ as release  # noqa: E402, F401

PUBLIC = re.compile(rf"exposure_ladder\.\w+\.({'|'.join(public)})\b")

project = "exposure_ladder"
author = "The exposure_ladder maintainers"
project_copyright = author
extensions = ["myst_parser", "numpydoc", "sphinx.ext.autodoc"]
exclude_patterns = ["README.md", "tools"]
html_theme = "furo"
html_title = "exposure_ladder"
html_copy_source = False
myst_heading_anchors = 3
suppress_warnings = ["myst.header"]  # pages made from the code begin their sections where it suits them
numpydoc_show_class_members = False
autodoc_typehints = "none"  # the signature and the docstring say it already
autodoc_preserve_defaults = True
autodoc_member_order = "bysource"


def plain_docstring(*given: Any) -> None:
    """Let equations keep their | |, and let names lead to where they are described: in the package, if it has them."""
    lines = given[-1]
    lines[:] = [PUBLIC.sub(r"exposure_ladder.\1", line.replace("|", r"\|")) for line in lines]


def as_read_here(_: Sphinx, name: str, source: list[str]) -> None:
    """Begin the site with the README of this folder, and let links to files beside it lead to pages of the site."""
    page = HERE / f"{name}.md"
    before = (HERE / "README.md").read_text(encoding="utf-8") if name == "index" else ""
    source[0] = reference_pages.relinked(before + source[0], page.parent).replace("```csv", "```text")


def setup(app: Sphinx) -> None:
    """Make the pages that the code writes, before Sphinx looks for pages."""
    app.connect("autodoc-process-docstring", plain_docstring)
    app.connect("source-read", as_read_here)
    reference_pages.write(HERE / "reference" / "made")
