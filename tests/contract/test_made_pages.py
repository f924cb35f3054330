"""Pages that are made from the code say what the code says."""

from pathlib import Path

import pytest
from made_pages import PAGES

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("page", PAGES)
def test_a_made_page_is_current(page: str) -> None:
    assert PAGES[page]() == (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8"), "run: make docs-tables"
