"""A journal of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from exposure_ladder.storage import Journal


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "plan.journal"


@pytest.fixture
def journal(file: Path) -> Iterator[Journal]:
    with Journal(file) as opened:
        yield opened
