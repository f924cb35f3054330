"""The journal: numbers, amendments, several clients and writers, and files that are not what they should be."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from exposure_ladder.errors import InvalidCourseError, StorageError, UnsupportedVersionError
from exposure_ladder.records import Comparison, Consent, Exposure, Override, Rating
from exposure_ladder.storage import Journal, database, load
from exposure_ladder.storage.journal_rows import INSERT, SET_CLIENT, checksum, client_row

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
FILM = Exposure(situation="film", at=NOW - timedelta(days=2), peak=50, end=30, note="Secret")
AGAIN = Exposure(situation="film", at=NOW - timedelta(days=1), peak=35)
FEELING = Rating(situation="feeling", at=NOW, distress=55.5)
YES = Consent(situation="hug", person="partner", at=NOW - timedelta(hours=1))
FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "plan.journal"


@pytest.fixture
def journal(file: Path) -> Iterator[Journal]:
    with Journal(file) as opened:
        yield opened


def impatient(path: str, **options: Any) -> sqlite3.Connection:
    return sqlite3.connect(path, **options | {"timeout": 0.05})


def revised(entry: Any, name: str, revision: int) -> Any:
    return entry.model_copy(update={"id": name, "revision": revision})


# ----------------------------------------------------------------------------------------------------- what it keeps


def test_entries_get_numbers_and_come_back_as_they_were(file: Path) -> None:
    harder = Comparison(harder="hurt", easier="need", at=NOW)
    chosen = Override(situation="film", by="T", reason="Asked for it", at=NOW)
    far = Exposure(
        situation="x", at=NOW.astimezone(timezone(timedelta(hours=-9, minutes=-30))), series=[(0, 5.1), (1, 7)]
    )
    with Journal(file) as journal:
        assert journal.append(FILM, FEELING, YES, at=NOW) == (1, 2, 3)
        assert journal.append(harder, chosen, far, at=NOW) == (4, 5, 6)
    with Journal(file) as journal:
        assert journal.numbered() == ((1, FILM), (2, FEELING), (3, YES), (4, harder), (5, chosen), (6, far))
        assert journal.entries() == (FILM, FEELING, harder, chosen, far)
        assert journal.consents() == (YES,)
        assert journal.entries()[-1].at.utcoffset() == far.at.utcoffset()


def test_an_entry_given_twice_is_kept_once(journal: Journal) -> None:
    assert journal.append(FILM, FILM, at=NOW) == (1, 1)
    assert journal.append(YES, at=NOW) == (2,)
    assert journal.append(YES, AGAIN, FILM, at=NOW + timedelta(days=1)) == (2, 3, 1)
    assert len(journal.numbered()) == 3


def test_one_id_with_two_contents_is_refused_and_nothing_of_the_call_is_kept(journal: Journal) -> None:
    journal.append(Exposure(id="mine", situation="film", at=NOW, peak=50), at=NOW)
    other = Exposure(id="mine", situation="film", at=NOW, peak=40)
    with pytest.raises(InvalidCourseError, match=r"id: expected an id of its own; got 'mine'\. Entry 1 has it"):
        journal.append(AGAIN, other, at=NOW)
    assert [number for number, _ in journal.numbered()] == [1]


def test_an_amendment_stands_under_the_old_number(journal: Journal) -> None:
    journal.append(FILM, FEELING, at=NOW)
    journal.amend(1, AGAIN, at=NOW)
    assert journal.numbered() == ((1, revised(AGAIN, FILM.id, 1)), (2, FEELING))
    assert journal.append(FILM, AGAIN, at=NOW) == (1, 1)
    journal.amend(1, FILM, at=NOW)
    assert journal.entries() == (revised(FILM, FILM.id, 2), FEELING)
    with pytest.raises(InvalidCourseError, match="expected an entry that is new; got entry 2"):
        journal.amend(1, FEELING, at=NOW)


def test_an_entry_keeps_its_given_id_when_it_is_amended(journal: Journal) -> None:
    first, second, third = (Exposure(id="mine", situation="film", at=NOW, peak=peak) for peak in (50, 40, 30))
    journal.append(first, FEELING, at=NOW)
    journal.amend(1, second, at=NOW)
    assert journal.numbered() == ((1, revised(second, "mine", 1)), (2, FEELING))
    assert journal.append(first, second, at=NOW) == (1, 1)
    for change in (journal.append, partial(journal.amend, 2)):
        with pytest.raises(InvalidCourseError, match=r"got 'mine'\. Entry 1 has it"):
            change(third, at=NOW)
    with pytest.raises(InvalidCourseError, match="expected an entry that is new; got entry 1"):
        journal.amend(2, first, at=NOW)
    with pytest.raises(InvalidCourseError, match="expected the id of the entry that it stands for; got 'yours'"):
        journal.amend(2, first.model_copy(update={"id": "yours"}), at=NOW)
    assert journal.numbered() == ((1, revised(second, "mine", 1)), (2, FEELING))


def test_a_withdrawal_leaves_the_number_empty_until_it_is_amended(journal: Journal) -> None:
    journal.append(FILM, YES, at=NOW)
    journal.withdraw(1, at=NOW)
    journal.withdraw(1, at=NOW)
    journal.withdraw(2, at=NOW)
    assert journal.numbered() == ()
    assert journal.append(FILM, FEELING, at=NOW) == (1, 3)
    assert journal.entries() == (FEELING,)
    assert [entry.withdrawn for _, entry in journal.numbered(withdrawn=True)] == [True, True, False]
    journal.amend(1, FILM, at=NOW)
    assert journal.entries() == (revised(FILM, FILM.id, 2), FEELING)


@pytest.mark.parametrize("number", [0, -1, 2, 10**30])
def test_numbers_that_do_not_exist(journal: Journal, number: int) -> None:
    journal.append(FILM, at=NOW)
    for change in (partial(journal.amend, number, AGAIN), partial(journal.withdraw, number)):
        with pytest.raises(InvalidCourseError, match=f"number: expected the number of an entry; got {number}"):
            change(at=NOW)
    assert journal.entries() == (FILM,)


def test_late_entries_are_normal_and_only_the_future_is_refused(journal: Journal) -> None:
    assert journal.append(AGAIN, FILM, at=NOW) == (1, 2)
    tomorrow = Exposure(situation="film", at=NOW + timedelta(minutes=10, seconds=1), note="Secret")
    for change in (journal.append, partial(journal.amend, 1)):
        with pytest.raises(InvalidCourseError, match="in the future") as caught:
            change(tomorrow, at=NOW)
        assert "Secret" not in str(caught.value)
    with pytest.raises(InvalidCourseError, match="expected a time with its offset"):
        journal.append(FILM, at=datetime(2026, 3, 10))  # noqa: DTZ001 (that is the mistake)
    assert len(journal.entries()) == 2
    assert journal.append(Rating(situation="film", at=NOW + timedelta(minutes=10), distress=5), at=NOW) == (3,)


def test_clients_in_one_file_do_not_see_each_other(file: Path) -> None:
    with Journal(file, client="a") as a, Journal(file, client="b") as b:
        assert a.append(FILM, at=NOW) == (1,)
        assert b.append(FEELING, FILM, at=NOW) == (1, 2)
        assert (a.entries(), b.entries()) == ((FILM,), (FEELING, FILM))
        b.withdraw(2, at=NOW)
        assert (a.entries(), b.entries()) == ((FILM,), (FEELING,))


# -------------------------------------------------------------------------------------------------------- the file


def test_reading_makes_no_file_and_changes_none(file: Path) -> None:
    with Journal(file) as journal:
        assert journal.numbered() == journal.entries() == journal.consents() == ()
        assert journal.append(at=NOW) == ()
        with pytest.raises(InvalidCourseError):
            journal.withdraw(1, at=NOW)
        with pytest.raises(InvalidCourseError):
            journal.append(Rating(situation="x", at=NOW + timedelta(days=1), distress=1), at=NOW)
    assert not list(file.parent.iterdir())
    with Journal(file) as journal:
        journal.append(FILM, at=NOW)
    before = file.read_bytes()
    with Journal(file) as journal:
        assert journal.entries() == (FILM,)
    assert file.read_bytes() == before
    assert [entry.name for entry in file.parent.iterdir()] == [file.name]


def test_a_journal_is_for_its_owner_alone_from_the_beginning(file: Path) -> None:
    before = os.umask(0)
    try:
        with Journal(file) as journal:
            journal.append(FILM, at=NOW)
            rights = {entry.name: entry.stat().st_mode & 0o777 for entry in file.parent.iterdir()}
    finally:
        os.umask(before)
    assert rights == {f"{file.name}{end}": 0o600 for end in ("", "-wal", "-shm")}


def test_nothing_in_it_can_be_changed_or_deleted(file: Path) -> None:
    with Journal(file) as journal:
        journal.append(FILM, at=NOW)
    db = sqlite3.connect(file)
    for statement in ("UPDATE entries SET data = '{}'", "DELETE FROM entries"):
        with pytest.raises(sqlite3.IntegrityError, match="entries are never"):
            db.execute(statement)
    for name, value in (("journal_mode", "wal"), ("user_version", database.VERSION), ("application_id", 0x45584C44)):
        assert db.execute(f"PRAGMA {name}").fetchone() == (value,)
    assert "STRICT" in db.execute("SELECT sql FROM sqlite_master WHERE name = 'entries'").fetchone()[0]
    db.close()


def test_another_database_driver_fits(file: Path) -> None:
    calls = []

    def connect(path: str, **options: Any) -> sqlite3.Connection:
        calls.append(path)
        return sqlite3.connect(path, **options)

    with Journal(file, connect=connect) as journal:
        journal.append(FILM, at=NOW)
    assert calls == [str(file)]


def test_a_power_cut_right_after_the_file_was_made(file: Path) -> None:
    file.touch(mode=0o600)
    with Journal(file) as journal:
        assert journal.entries() == ()
        assert journal.append(FILM, at=NOW) == (1,)
        assert journal.entries() == (FILM,)


@pytest.mark.parametrize("dump", sorted(FIXTURES.glob("v*/journal.sql")), ids=lambda dump: dump.parent.name)
def test_journals_of_every_version_are_read(file: Path, dump: Path) -> None:
    db = sqlite3.connect(file)
    db.executescript(dump.read_text(encoding="utf-8"))
    db.close()
    with Journal(file) as journal:
        numbers, entries = zip(*journal.numbered(), strict=True)
        assert numbers == (1, 2, 3, 4, 5, 6)
        assert [type(entry) for entry in entries] == [Exposure, Exposure, Rating, Comparison, Override, Consent]
        day, film, rating, *_, consent = entries
        assert (day.peak, film.id, film.series, film.stopped) == (28, "film-1", ((0, 30), (5, 50)), "by agreement")
        assert (film.measures, film.safety, film.at.isoformat()) == (
            {"shame": 40},
            ("joking",),
            "2026-03-07T20:10:00+01:00",
        )
        assert (rating.distress, consent.person) == (55.5, "partner")
        assert journal.append(film, FEELING, at=NOW) == (2, 8)
    before = {"v1": ({}, 2)}
    draft, number = before.get(dump.parent.name, ({"situation": "film", "peak": 40, "note": "It was"}, 3))
    with Journal(file, client="second") as journal:
        assert len(journal.entries()) == 1
        assert journal.draft() == draft
        assert journal.append(FEELING, at=NOW) == (number,)


def test_a_journal_of_version_1_is_read_as_it_is(file: Path) -> None:
    db = sqlite3.connect(file)
    db.executescript((FIXTURES / "v1" / "journal.sql").read_text(encoding="utf-8"))
    db.close()
    before = file.read_bytes()
    with Journal(file) as journal:
        assert len(journal.numbered()) == 6
        assert journal.draft() == {}
    assert file.read_bytes() == before


def test_an_older_journal_is_brought_up_to_date(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Journal(file) as journal:
        journal.append(FILM, at=NOW)
    migrations = {**database._MIGRATIONS, database.VERSION: ("CREATE TABLE more (x INTEGER) STRICT",)}
    monkeypatch.setattr(database, "_MIGRATIONS", migrations)
    monkeypatch.setattr(database, "VERSION", len(migrations))
    before = file.read_bytes()
    with Journal(file) as journal:
        assert journal.entries() == (FILM,)
    assert file.read_bytes() == before
    with Journal(file) as journal:
        assert journal.append(AGAIN, at=NOW) == (2,)
    db = sqlite3.connect(file)
    assert db.execute("PRAGMA user_version").fetchone() == (len(migrations),)
    assert db.execute("SELECT count(*) FROM more").fetchone() == (0,)
    db.close()


def test_a_migration_that_fails_leaves_the_old_version(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Journal(file) as journal:
        journal.append(FILM, at=NOW)
    steps = ("CREATE TABLE more (x INTEGER) STRICT", "nonsense")
    with monkeypatch.context() as patch:
        patch.setattr(database, "_MIGRATIONS", {**database._MIGRATIONS, database.VERSION: steps})
        patch.setattr(database, "VERSION", database.VERSION + 1)
        with Journal(file) as journal, pytest.raises(StorageError):
            journal.append(AGAIN, at=NOW)
    with Journal(file) as journal:
        assert journal.entries() == (FILM,)


# ----------------------------------------------------------------------------------------------------- bad surroundings


def refused(file: Path, error: type[StorageError] = StorageError) -> StorageError:
    """Return the error that reading and writing meet, after checking that the file was not touched."""
    before = file.read_bytes()
    for use in (Journal.numbered, lambda journal: journal.append(FILM, at=NOW)):
        with Journal(file) as journal, pytest.raises(error) as caught:
            use(journal)
        assert "Secret" not in str(caught.value)
        assert caught.value.path == str(file)
    assert file.read_bytes() == before
    assert [entry.name for entry in file.parent.iterdir()] == [file.name]
    return caught.value


def test_a_newer_version_is_refused_and_left_untouched(file: Path) -> None:
    with Journal(file) as journal:
        journal.append(FILM, at=NOW)
    db = sqlite3.connect(file)
    db.execute("PRAGMA user_version = 99")
    db.close()
    error = refused(file, UnsupportedVersionError)
    assert isinstance(error, UnsupportedVersionError)
    assert (error.found, error.supported) == (99, database.VERSION)


@pytest.mark.parametrize("content", [b"Dear diary", b"SQLite format 3\x00", b"\x00" * 4096])
def test_a_file_that_is_no_journal(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    error = refused(file)
    assert "expected a journal; got something else" in str(error)
    assert "Nothing was overwritten" in error.hint


def test_a_database_of_another_program(file: Path) -> None:
    db = sqlite3.connect(file)
    db.execute("CREATE TABLE notes (text)")
    db.close()
    assert "expected a journal; got another program's database" in str(refused(file))


@pytest.mark.parametrize("part", [slice(2_000, None), slice(4_096, None), slice(100, 4_096)])
def test_a_damaged_journal(file: Path, part: slice) -> None:
    with Journal(file) as journal:
        journal.append(*(Rating(situation="x", at=NOW - timedelta(hours=n), distress=1) for n in range(50)), at=NOW)
    content = bytearray(file.read_bytes())
    content[part] = b"\x5a" * len(content[part])
    file.write_bytes(content)
    with Journal(file) as journal, pytest.raises(StorageError, match="expected a journal; got a") as caught:
        journal.numbered()
    assert "Nothing was overwritten" in caught.value.hint
    assert file.read_bytes() == content


def test_an_entry_that_no_record_understands(file: Path) -> None:
    with Journal(file) as journal:
        journal.append(FILM, at=NOW)
    db = sqlite3.connect(file)
    columns = ("", 2, 1, "rating", "x", "x", "", "", '{"distress": "Secret"}')
    row = (*columns, checksum(*columns))
    total, *_ = db.execute("SELECT total FROM clients").fetchone()
    db.execute(INSERT, row)
    db.execute("DELETE FROM clients")
    db.execute(SET_CLIENT, client_row("", 0, "{}", 2, total + row[-1]))
    db.commit()
    db.close()
    with Journal(file) as journal, pytest.raises(StorageError, match="an entry that cannot be read") as caught:
        journal.entries()
    assert "Secret" not in str(caught.value)


def test_another_program_that_writes_without_end(file: Path) -> None:
    with Journal(file) as journal:
        journal.append(FILM, at=NOW)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Journal(file, connect=impatient) as journal:
        with pytest.raises(StorageError, match="another program is writing to it"):
            journal.append(AGAIN, at=NOW)
        assert journal.entries() == (FILM,)
        other.execute("ROLLBACK")
        assert journal.append(AGAIN, at=NOW) == (2,)
    other.close()


def test_a_folder_in_its_place_and_a_folder_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone" / "plan.journal"):
        with Journal(path) as journal, pytest.raises(StorageError, match="cannot be opened"):
            journal.append(FILM, at=NOW)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("name", "client"), [("a\x00b", ""), ("plan.journal", "Secret\ud800")])
def test_names_that_no_file_and_no_database_takes(tmp_path: Path, name: str, client: str) -> None:
    with Journal(tmp_path / name, client=client) as journal:
        with pytest.raises(StorageError, match="cannot be opened") as caught:
            journal.append(FILM, at=NOW)
        assert "Secret" not in str(caught.value)


def test_a_full_disk(file: Path) -> None:
    def small(path: str, **options: Any) -> sqlite3.Connection:
        db = sqlite3.connect(path, **options)
        db.execute("PRAGMA max_page_count = 8")
        return db

    with Journal(file, connect=small) as journal:
        journal.append(FILM, at=NOW)
        huge = [Exposure(situation="x", at=NOW - timedelta(hours=n), note="Secret" * 1_000) for n in range(50)]
        with pytest.raises(StorageError, match="the disk is full") as caught:
            journal.append(*huge, at=NOW)
        assert "Secret" not in str(caught.value)
        assert journal.entries() == (FILM,)


def test_a_file_that_is_removed_while_it_is_open(file: Path) -> None:
    with Journal(file) as journal:
        journal.append(FILM, at=NOW)
        for end in ("", "-wal", "-shm"):
            file.with_name(file.name + end).unlink()
        assert journal.entries() == ()
        assert journal.append(AGAIN, at=NOW) == (1,)
    with Journal(file) as journal:
        assert journal.entries() == (AGAIN,)


def test_a_file_that_is_removed_while_it_waits_for_its_turn(file: Path) -> None:
    class Slow(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            if sql == "BEGIN IMMEDIATE" and gone:
                file.unlink()
                gone.clear()
            return super().execute(sql, *values)

    gone: list[bool] = []
    with Journal(file, connect=partial(sqlite3.connect, factory=Slow)) as journal:
        journal.append(FILM, at=NOW)
        gone.append(True)
        with pytest.raises(StorageError, match="another program removed or replaced it"):
            journal.append(AGAIN, at=NOW)
    with Journal(file) as journal:
        assert journal.append(AGAIN, at=NOW) == (1,)


def test_history_stays_when_a_situation_is_renamed_or_removed(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text("title: T\nsituations: [{id: film, title: A film, distress: 40}]", encoding="utf-8")
    with Journal(tmp_path / "plan.journal") as journal:
        journal.append(FILM, FEELING, at=NOW)
    plan.write_text("title: T\nsituations: [{id: cinema, title: A film, distress: 40}]", encoding="utf-8")
    assert load(plan).log == (FILM, FEELING)


# -------------------------------------------------------------------------------------------------- other processes


def run(program: str, *arguments: object) -> subprocess.Popen[str]:
    head = """
        import sys
        from datetime import UTC, datetime, timedelta
        from exposure_ladder.errors import StorageError
        from exposure_ladder.records import Rating
        from exposure_ladder.storage import Journal
        NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
        def rating(n, who=""):
            return Rating(situation="x", at=NOW - timedelta(seconds=n), distress=n % 100, by=who or None)
    """
    source = textwrap.dedent(head) + textwrap.dedent(program)
    command = [sys.executable, "-c", source, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_several_processes_write_at_once(file: Path) -> None:
    program = """
        for n in range(20):
            with Journal(sys.argv[1]) as journal:
                print(*journal.append(rating(n, sys.argv[2]), at=NOW))
    """
    writers = [run(program, file, who) for who in "abcd"]
    printed = [writer.communicate(timeout=60) for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * 4, printed
    numbers = [[int(word) for word in out.split()] for out, _ in printed]
    assert sorted(number for own in numbers for number in own) == list(range(1, 81))
    with Journal(file) as journal:
        kept = dict(journal.numbered())
    for who, own in zip("abcd", numbers, strict=True):
        assert [(kept[number].by, kept[number].distress) for number in own] == [(who, n) for n in range(20)]


def test_a_disk_that_takes_no_more(file: Path) -> None:
    program = """
        import resource
        with Journal(sys.argv[1]) as journal:
            print(*journal.append(rating(1), rating(2), at=NOW))
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
            try:
                for n in range(3, 100_000):
                    last = journal.append(rating(n), at=NOW)
            except StorageError as error:
                print(str(error).removeprefix(sys.argv[1]))
            print(*last)
    """
    out, problems = run(program, file).communicate(timeout=60)
    assert not problems
    first, error, last = out.splitlines()
    assert (first, error[:9]) == ("1 2", ": the dis")
    with Journal(file) as journal:
        assert [number for number, _ in journal.numbered()] == list(range(1, int(last) + 1))


@pytest.mark.edge
def test_a_hundred_thousand_entries(file: Path) -> None:
    many = [Rating(situation="x", at=NOW - timedelta(minutes=n), distress=n % 100) for n in range(100_000)]
    with Journal(file) as journal:
        assert journal.append(*many, at=NOW) == tuple(range(1, 100_001))
        assert journal.entries() == tuple(many)
        assert journal.append(*many[-10:], at=NOW) == tuple(range(99_991, 100_001))


def test_a_folder_that_may_only_be_read() -> None:
    # Rights do not bind the administrator: the other process gives its own up first.
    program = """
        import os
        folder = sys.argv[1]
        with Journal(f"{folder}/old.journal") as journal:
            journal.append(rating(1), at=NOW)
        os.chmod(folder, 0o555)
        os.chmod(f"{folder}/old.journal", 0o444)
        if os.geteuid() == 0:
            os.setuid(65534)
        for name in ("old", "new"):
            with Journal(f"{folder}/{name}.journal") as journal:
                print(name, len(journal.entries()))
                try:
                    journal.append(rating(2), at=NOW)
                except StorageError as error:
                    print(str(error).removeprefix(folder))
        print(sorted(os.listdir(folder)))
    """
    with tempfile.TemporaryDirectory() as folder:
        out, problems = run(program, folder).communicate(timeout=60)
        Path(folder).chmod(0o755)
    assert not problems
    advice = "Nothing was changed. Check that the folder is there and may be written to."
    assert out.splitlines() == [
        "old 1",
        f"/old.journal: it may only be read. {advice}",
        "new 0",
        f"/new.journal: cannot be opened (permission denied). {advice}",
        "['old.journal']",
    ]


@pytest.mark.edge
def test_no_kill_loses_an_acknowledged_entry(file: Path) -> None:
    program = """
        start = int(sys.argv[2])
        with Journal(sys.argv[1]) as journal:
            for n in range(start, start + 100_000):
                print(n, *journal.append(rating(n), at=NOW), flush=True)
    """
    acknowledged: dict[int, int] = {}
    for turn in range(25):
        writer = run(program, file, turn * 100_000)
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(0.002 * turn)
        writer.send_signal(signal.SIGKILL)
        out, problems = writer.communicate(timeout=60)
        assert not problems
        lines = (first + out).splitlines()
        complete = lines if (first + out).endswith("\n") else lines[:-1]
        acknowledged |= {int(line.split()[1]): int(line.split()[0]) for line in complete}
        with Journal(file) as journal:
            kept = dict(journal.numbered())
        assert {number: kept[number].distress for number in acknowledged} == {
            number: n % 100 for number, n in acknowledged.items()
        }
        assert sorted(kept) == list(range(1, len(kept) + 1))
        db = sqlite3.connect(file)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        db.close()
    assert len(acknowledged) >= 25
