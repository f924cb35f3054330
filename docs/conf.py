"""Sphinx settings. `make docs` builds the pages; what the code says itself is written into them while they are built."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "tools"), str(HERE.parent / "src")]

import reference_pages  # noqa: E402
from sphinx.application import Sphinx  # noqa: E402

from exposure_ladder import __version__ as release  # noqa: E402, F401

project = "exposure_ladder"
author = "The exposure_ladder maintainers"
project_copyright = author
extensions = ["myst_parser", "numpydoc", "sphinx.ext.autodoc"]
exclude_patterns = ["README.md", "build", "tools"]
html_theme = "furo"
html_title = "exposure_ladder"
html_copy_source = False
html_last_updated_fmt = None
myst_heading_anchors = 3
suppress_warnings = ["myst.header"]  # pages made from the code begin their sections where it suits them
numpydoc_show_class_members = False
autodoc_typehints = "none"  # the signature and the docstring say it already
autodoc_member_order = "bysource"
pygments_style = "friendly"


def bars_are_bars(app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
    """Let equations keep their | |, which mean something else in reStructuredText."""
    lines[:] = [line.replace("|", r"\|") for line in lines]


def setup(app: Sphinx) -> None:
    """Make the pages that the code writes, before Sphinx looks for pages."""
    app.connect("autodoc-process-docstring", bars_are_bars)
    reference_pages.write(HERE / "reference" / "made")
