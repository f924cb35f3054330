"""A disk that turns one bit: the journal gives what was written or says that it is damaged, and never other data."""

from __future__ import annotations

import random
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from exposure_ladder.errors import StorageError
from exposure_ladder.records import Consent, Exposure, Rating
from exposure_ladder.storage import Journal

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def filled(path: Path, client: str, count: int) -> Any:
    """Write a journal of many entries, some of them changed or taken back, and a draft; return what it says."""
    with Journal(path, client=client) as journal:
        for at in range(count):
            when = NOW - timedelta(hours=at)
            entry: Any = Exposure(situation=f"step-{at % 7}", at=when, peak=at % 100, note="As it was, in my words.")
            if at % 5 == 1:
                entry = Rating(situation=f"step-{at % 7}", at=when, distress=at % 100)
            if at % 5 == 2:
                entry = Consent(situation="hug", person="partner", at=when, given=bool(at % 2))
            journal.append(entry, at=NOW)
        journal.amend(1, Exposure(situation="step-0", at=NOW, peak=40), at=NOW)
        journal.withdraw(4, at=NOW)
        journal.save_draft({"situation": "step-1", "peak": 40})
        return told(journal)


def told(journal: Journal) -> Any:
    return [(n, entry.model_dump_json()) for n, entry in journal.numbered(withdrawn=True)], journal.draft()


@pytest.mark.parametrize(("client", "count", "flips"), [("", 60, 400), ("mine", 12, 400)])
def test_no_flipped_bit_gives_other_data(tmp_path: Path, client: str, count: int, flips: int) -> None:
    good, bad = tmp_path / "good.journal", tmp_path / "bad.journal"
    written = filled(good, client, count)
    content = good.read_bytes()
    dice, found, refused = random.Random(7), 0, 0
    for _ in range(flips):
        bit = dice.randrange(len(content) * 8)
        changed = bytearray(content)
        changed[bit // 8] ^= 1 << (bit % 8)
        bad.write_bytes(changed)
        try:
            with Journal(bad, client=client) as journal:
                assert told(journal) == written, f"bit {bit}"
            found += 1
        except StorageError:
            refused += 1
    assert found + refused == flips
    assert refused > flips // 10


def test_a_row_that_is_gone_is_missed(tmp_path: Path) -> None:
    import sqlite3

    file = tmp_path / "plan.journal"
    filled(file, "", 20)
    db = sqlite3.connect(file)
    db.execute("DROP TRIGGER entries_stay")
    db.execute("DELETE FROM entries WHERE number = 7")
    db.commit()
    db.close()
    with Journal(file) as journal, pytest.raises(StorageError, match="21 rows where 22 were written"):
        journal.numbered()


def test_a_copy_of_the_file_alone_is_whole(tmp_path: Path) -> None:
    file, copy = tmp_path / "plan.journal", tmp_path / "copy.journal"
    with Journal(file) as journal:
        journal.append(Rating(situation="a", at=NOW, distress=10), at=NOW)
        shutil.copy(file, copy)  # while it is open
        with Journal(copy) as other:
            assert other.numbered() == journal.numbered()
