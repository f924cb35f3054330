"""What a journal gives up: erased entries, interrupted ones, and the words of other drivers."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from exposure_ladder.errors import InvalidCourseError, StorageError
from exposure_ladder.records import Consent, Exposure, Rating
from exposure_ladder.storage import Journal

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
NAME = "Wilhelmine"
TOLD = Exposure(situation="film", at=NOW, peak=50, note=f"{NAME} came along. " * 400)
AMENDED = Exposure(situation="film", at=NOW, peak=50, learned=f"Ask {NAME} first")
PLAIN = Rating(situation="film", at=NOW, distress=40)
OTHER = Rating(situation="film", at=NOW, distress=30, by="Ottokar")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "plan.journal"


@pytest.fixture
def journal(file: Path) -> Iterator[Journal]:
    with Journal(file) as opened:
        yield opened


def named(folder: Path, name: str = NAME) -> list[str]:
    """Return the files of a folder that hold a name, in any encoding that SQLite writes."""
    forms = [name.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    return [path.name for path in sorted(folder.iterdir()) if any(form in path.read_bytes() for form in forms)]


def refusing(text: str, sql: str) -> Callable[..., Any]:
    """Return a connect in which one statement fails with one of SQLite's messages."""

    class Refusing(sqlite3.Connection):
        def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
            if statement.startswith(sql):
                raise sqlite3.OperationalError(text)
            return super().execute(statement, *values)

    return partial(sqlite3.connect, factory=Refusing)


# -------------------------------------------------------------------------------------------------------- erasing


@pytest.mark.parametrize("numbers", [None, (1, 3)])
def test_an_erased_name_is_in_no_file_of_the_folder(file: Path, numbers: tuple[int, ...] | None) -> None:
    with Journal(file, client="ottokar") as other, Journal(file) as journal:
        other.append(PLAIN, at=NOW)
        journal.append(TOLD, PLAIN, at=NOW)
        journal.append(Rating(situation="x", at=NOW, distress=1, by=NAME), at=NOW)
        journal.amend(1, AMENDED, at=NOW)
        journal.amend(1, Exposure(situation="film", at=NOW, peak=50), at=NOW)
        journal.withdraw(3, at=NOW)
        journal.save_draft({"note": NAME})
        journal.save_draft({})
    with Journal(file) as journal:
        assert named(file.parent)
        assert journal.erase(numbers=numbers) == (3 if numbers is None else 2)
        assert named(file.parent) == []
        assert journal.entries() == (() if numbers is None else (PLAIN,))
        assert journal.append(AMENDED, at=NOW) == (1 if numbers is None else 4,)
    assert named(file.parent) == [file.name]
    with Journal(file, client="ottokar") as other:
        assert other.entries() == (PLAIN,)
    assert file.stat().st_mode & 0o777 == 0o600
    db = sqlite3.connect(file)
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    with pytest.raises(sqlite3.IntegrityError, match="entries are never deleted"):
        db.execute("DELETE FROM entries")
    db.close()


def test_a_name_that_only_the_log_beside_the_file_holds(file: Path) -> None:
    with Journal(file) as journal:
        journal.append(PLAIN, at=NOW)
    with Journal(file) as journal:
        journal.append(TOLD, at=NOW)
        assert f"{file.name}-wal" in named(file.parent)
        journal.erase(numbers=[2])
        assert named(file.parent) == []


def test_the_name_of_a_client_goes_with_everything_else(file: Path) -> None:
    with Journal(file) as other, Journal(file, client=NAME) as journal:
        other.append(OTHER, at=NOW)
        journal.append(PLAIN, at=NOW)
        journal.save_draft({"peak": 40})
    assert named(file.parent) == [file.name]
    with Journal(file, client=NAME) as journal:
        assert journal.erase() == 1
        assert journal.draft() == {}
    assert named(file.parent) == []
    assert named(file.parent, "Ottokar") == [file.name]


@pytest.mark.parametrize("numbers", [None, [1, 2]])
def test_a_file_in_which_nothing_is_left_is_removed(file: Path, numbers: list[int] | None) -> None:
    with Journal(file) as journal:
        journal.append(TOLD, PLAIN, at=NOW)
        assert journal.erase(numbers=numbers) == 2
        assert not list(file.parent.iterdir())
        assert journal.entries() == ()
        assert journal.append(PLAIN, at=NOW) == (1,)


def test_what_others_wrote_keeps_the_file(file: Path) -> None:
    with Journal(file, client="a") as a, Journal(file, client="b") as b:
        a.append(PLAIN, at=NOW)
        b.save_draft({"peak": 40})
    with Journal(file, client="a") as a:
        a.erase()
    with Journal(file, client="b") as b:
        assert b.draft() == {"peak": 40}


def test_numbers_of_erased_entries_are_not_given_again(journal: Journal) -> None:
    journal.append(PLAIN, OTHER, at=NOW)
    assert journal.erase(numbers=[2, 2]) == 1
    assert journal.erase(numbers=[2]) == 0
    with pytest.raises(InvalidCourseError, match="expected the number of an entry; got 2"):
        journal.amend(2, TOLD, at=NOW)
    assert journal.append(OTHER, at=NOW) == (3,)
    assert journal.numbered() == ((1, PLAIN), (3, OTHER))


def test_numbers_that_were_never_given_erase_nothing(journal: Journal) -> None:
    with pytest.raises(InvalidCourseError, match="Nothing has been logged yet"):
        journal.erase(numbers=[1])
    assert journal.erase() == 0
    journal.append(PLAIN, at=NOW)
    with pytest.raises(InvalidCourseError) as caught:
        journal.erase(numbers=[1, 2, 0])
    assert [problem.got for problem in caught.value.problems] == ["2", "0"]
    assert journal.entries() == (PLAIN,)


def test_what_was_erased_is_written_again_by_a_second_import(journal: Journal) -> None:
    journal.append(PLAIN, TOLD, at=NOW)
    journal.erase(numbers=[2])
    assert journal.append(PLAIN, TOLD, at=NOW) == (1, 3)


def test_nothing_is_erased_while_another_has_the_file_open(file: Path) -> None:
    reader = sqlite3.connect(file, isolation_level=None)
    with Journal(file) as journal:
        journal.append(TOLD, at=NOW)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM entries").fetchone()
        second = Journal(file, client="b")
        second.entries()
        for other in (reader, second):
            with pytest.raises(StorageError, match="another program has it open") as caught:
                journal.erase()
            assert "Nothing was erased. Close it there" in caught.value.hint
            assert journal.entries() == (TOLD,)
            assert journal.append(TOLD, at=NOW) == (1,)
            other.close()
        assert journal.erase() == 1
    assert not list(file.parent.iterdir())


def test_another_process_that_reads_holds_an_erasure_up(file: Path) -> None:
    with Journal(file) as journal:
        journal.append(TOLD, at=NOW)
    source = """
        import sys
        from exposure_ladder.storage import Journal
        with Journal(sys.argv[1]) as journal:
            print(len(journal.entries()), flush=True)
            sys.stdin.read()
    """
    command = [sys.executable, "-c", textwrap.dedent(source), str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "1\n"
        with Journal(file) as journal, pytest.raises(StorageError, match="another program has it open"):
            journal.erase()
        reader.communicate(timeout=60)
    with Journal(file) as journal:
        assert journal.entries() == (TOLD,)
        assert journal.erase() == 1


@pytest.mark.parametrize("sql", ["DROP TRIGGER", "DELETE", "CREATE TRIGGER", "COMMIT"])
def test_an_erasure_that_fails_erases_nothing(file: Path, sql: str) -> None:
    with Journal(file) as journal:
        journal.append(TOLD, at=NOW)
    with Journal(file, connect=refusing("database or disk is full", sql)) as journal:
        with pytest.raises(StorageError, match=r"the disk is full\. Nothing was changed"):
            journal.erase()
        assert journal.entries() == (TOLD,)
    db = sqlite3.connect(file)
    with pytest.raises(sqlite3.IntegrityError, match="entries are never deleted"):
        db.execute("DELETE FROM entries")
    db.close()


def test_an_erasure_that_cannot_clean_up_says_so_and_can_be_repeated(file: Path) -> None:
    with Journal(file) as journal:
        journal.append(TOLD, PLAIN, at=NOW)
    with Journal(file, connect=refusing("database or disk is full", "VACUUM")) as journal:
        with pytest.raises(StorageError, match="are erased, but traces of them may be left") as caught:
            journal.erase(numbers=[1])
        assert "erase again" in caught.value.hint
        assert journal.entries() == (PLAIN,)
    with Journal(file) as journal:
        assert journal.erase(numbers=[1]) == 0
    assert named(file.parent) == []


@pytest.mark.edge
def test_a_power_cut_while_erasing_leaves_all_or_nothing(tmp_path: Path) -> None:
    source = """
        import sys
        from exposure_ladder.storage import Journal
        with Journal(sys.argv[1]) as journal:
            journal.entries()
            print(flush=True)
            journal.erase(numbers=range(1, 200, 2))
    """
    notes = (NAME * 50, "Ottokar " * 50)
    many = [Rating(situation="x", at=NOW - timedelta(hours=n), distress=1, note=notes[n % 2]) for n in range(200)]
    seen = set()
    for turn in range(30):
        file = tmp_path / str(turn) / "plan.journal"
        file.parent.mkdir()
        with Journal(file) as journal:
            journal.append(*many, at=NOW)
        command = [sys.executable, "-c", textwrap.dedent(source), str(file)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as eraser:
            assert eraser.stdout is not None
            eraser.stdout.readline()
            time.sleep(0.0005 * turn)
            eraser.kill()
        with Journal(file) as journal:
            left = len(journal.entries())
            seen.add(left)
            assert left in (100, 200)
            assert bool(named(file.parent)) is (left == 200)
            assert journal.erase(numbers=range(1, 201)) == left
        assert not list(file.parent.iterdir())
    assert 200 in seen


# -------------------------------------------------------------------------------------------------------- drafts


def test_an_interrupted_entry_is_there_again(file: Path) -> None:
    answers = {"situation": "film", "peak": 40.5, "safety": ["joking"], "note": None, "measures": {"urge": 3}}
    source = """
        import os, signal, sys, json
        from exposure_ladder.storage import Journal
        journal = Journal(sys.argv[1])
        journal.save_draft({"situation": "x"})
        journal.save_draft(json.loads(sys.argv[2]))
        os.kill(os.getpid(), signal.SIGKILL)
    """
    command = [sys.executable, "-c", textwrap.dedent(source), str(file), json.dumps(answers)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    with Journal(file) as journal:
        assert journal.draft() == answers
        assert journal.numbered() == ()
        assert journal.append(PLAIN, at=NOW) == (1,)
        assert journal.draft() == answers
        journal.save_draft({})
        assert journal.draft() == {}
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_draft_belongs_to_one_client_and_makes_no_file_by_being_looked_for(file: Path) -> None:
    with Journal(file, client="a") as a, Journal(file, client="b") as b:
        assert a.draft() == {}
        a.save_draft({})
        assert not file.exists()
        a.save_draft({"peak": 1})
        b.save_draft({"peak": 2})
        assert (a.draft(), b.draft()) == ({"peak": 1}, {"peak": 2})


def test_a_draft_stays_when_single_entries_are_erased(file: Path) -> None:
    with Journal(file) as journal:
        journal.append(PLAIN, at=NOW)
        journal.save_draft({"peak": 1})
        journal.erase(numbers=[1])
        assert journal.draft() == {"peak": 1}
        assert journal.append(PLAIN, at=NOW) == (2,)


@pytest.mark.parametrize("answer", [float("nan"), NOW, {1, 2}, b"Secret"])
def test_a_draft_of_what_json_does_not_have(file: Path, answer: object) -> None:
    with Journal(file) as journal, pytest.raises(InvalidCourseError, match="answers: expected values that JSON has"):
        journal.save_draft({"peak": answer})
    assert not file.exists()


@pytest.mark.parametrize("text", ["{", "[1]", "7", '"Secret"'])
def test_a_draft_that_cannot_be_read(file: Path, text: str) -> None:
    with Journal(file) as journal:
        journal.save_draft({"peak": 1})
    db = sqlite3.connect(file)
    db.execute("UPDATE clients SET draft = ?", (text,))
    db.commit()
    db.close()
    with Journal(file) as journal, pytest.raises(StorageError, match="a client that was changed by accident") as caught:
        journal.draft()
    assert "Secret" not in str(caught.value)


# -------------------------------------------------------------------------------------------------- other drivers


class Vault:
    """A driver with a tree of errors of its own, and no names for the codes, as PEP 249 allows."""

    class Error(Exception):
        pass

    class DatabaseError(Error):
        pass

    class Cursor:
        def __init__(self, cursor: sqlite3.Cursor) -> None:
            self.cursor = cursor

        def fetchone(self) -> Any:
            return self.cursor.fetchone()

        def fetchall(self) -> Any:
            return self.cursor.fetchall()

    def __init__(self, path: str, **options: Any) -> None:
        with self.translated():
            self.db = sqlite3.connect(path, **options | {"timeout": 0.05})

    def translated(self) -> Any:
        return Translated()

    def execute(self, *statement: Any) -> Cursor:
        with self.translated():
            return self.Cursor(self.db.execute(*statement))

    def executemany(self, *statement: Any) -> Cursor:
        with self.translated():
            return self.Cursor(self.db.executemany(*statement))

    def close(self) -> None:
        self.db.close()


class Translated:
    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if isinstance(error, sqlite3.Error):
            raise Vault.DatabaseError(str(error)) from None


def test_a_driver_with_errors_of_its_own_writes_and_erases(file: Path) -> None:
    with Journal(file, connect=Vault) as journal:
        assert journal.append(TOLD, PLAIN, at=NOW) == (1, 2)
        journal.amend(2, OTHER, at=NOW)
        journal.save_draft({"peak": 1})
        second = OTHER.model_copy(update={"id": PLAIN.id, "revision": 1})
        assert (journal.numbered(), journal.draft()) == (((1, TOLD), (2, second)), {"peak": 1})
        assert journal.erase(numbers=[1]) == 1
        assert named(file.parent) == []
        assert journal.erase() == 1
    assert not list(file.parent.iterdir())


def test_the_words_of_another_driver_do_not_come_through(file: Path) -> None:
    with Journal(file, connect=Vault) as journal:
        journal.append(PLAIN, at=NOW)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Journal(file, connect=Vault) as journal:
        with pytest.raises(StorageError, match="another program is writing to it"):
            journal.append(OTHER, at=NOW)
        with pytest.raises(StorageError, match="another program has it open"):
            journal.erase()
    other.close()
    file.write_bytes(b"encrypted with another key" * 200)
    with Journal(file, connect=Vault) as journal, pytest.raises(StorageError, match="got a damaged one") as caught:
        journal.append(OTHER, at=NOW)
    assert "Check the key first" in caught.value.hint
    file.unlink()

    class Talkative(Vault):
        def execute(self, *statement: Any) -> Vault.Cursor:
            raise self.DatabaseError(f"cannot bind {NAME}")

    with Journal(file, connect=Talkative) as journal, pytest.raises(StorageError, match="failed with Data") as caught:
        journal.append(OTHER, at=NOW)
    assert NAME not in str(caught.value)


def test_a_mistake_in_a_program_is_not_called_a_broken_file(file: Path) -> None:
    def connect(path: str, **options: Any) -> Any:
        raise ZeroDivisionError

    with Journal(file, connect=connect) as journal, pytest.raises(ZeroDivisionError):
        journal.append(PLAIN, at=NOW)


# ------------------------------------------------------------------------------------------------------- the law


class Kept(RuleBasedStateMachine):
    """Two clients do anything in any order: the file says what a dictionary says."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.file = self.folder / "plan.journal"
        self.versions: dict[str, dict[int, list[Any]]] = {"a": {}, "b": {}}
        self.given = {"a": 0, "b": 0}
        self.written: dict[str, list[tuple[int, str]]] = {"a": [], "b": []}
        self.drafts: dict[str, dict[str, Any]] = {"a": {}, "b": {}}

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    clients = st.sampled_from("ab")
    numbers = st.integers(1, 4)
    entries = st.one_of(
        st.integers(0, 4).map(lambda n: Rating(situation="x", at=NOW, distress=n)),
        st.integers(0, 1).map(lambda n: Rating(id="mine", situation="x", at=NOW, distress=n)),
        st.booleans().map(lambda yes: Consent(situation="x", person="P", at=NOW, given=yes)),
    )

    def journal(self, client: str) -> Journal:
        return Journal(self.file, client=client)

    def place(self, client: str, entry: Any) -> int | None:
        """Return where an entry stands or stood, and -1 when its id belongs to another."""
        kept = self.versions[client]
        own = next((number for number, versions in kept.items() if versions[0].id == entry.id), None)
        contents = {number: [each.content for each in versions if each] for number, versions in kept.items()}
        if own is not None:
            return own if entry.content in contents[own] else -1
        if entry.id != entry.content:
            return None
        return next((n for n, content in self.written[client] if n in kept and content == entry.content), None)

    def write(self, client: str, number: int, entry: Any) -> None:
        self.versions[client].setdefault(number, []).append(entry)
        self.written[client].append((number, entry.content))

    @rule(client=clients, entry=entries)
    def append(self, client: str, entry: Any) -> None:
        place = self.place(client, entry)
        with self.journal(client) as journal:
            if place == -1:
                with pytest.raises(InvalidCourseError):
                    journal.append(entry, at=NOW)
                return
            if place is None:
                self.given[client] += 1
                place = self.given[client]
                self.write(client, place, entry)
            assert journal.append(entry, at=NOW) == (place,)

    @rule(client=clients, number=numbers, entry=entries)
    def amend(self, client: str, number: int, entry: Any) -> None:
        there = self.versions[client].get(number)
        own = there is not None and entry.id == there[0].id
        elsewhere = not own and self.place(client, entry) not in (None, number)
        with self.journal(client) as journal:
            if there is None or elsewhere or not (own or entry.id == entry.content):
                with pytest.raises(InvalidCourseError):
                    journal.amend(number, entry, at=NOW)
                return
            journal.amend(number, entry, at=NOW)
            if there[-1] is None or there[-1].content != entry.content:
                self.write(client, number, entry)

    @rule(client=clients, number=numbers)
    def withdraw(self, client: str, number: int) -> None:
        if number in self.versions[client]:
            with self.journal(client) as journal:
                journal.withdraw(number, at=NOW)
            self.versions[client][number].append(None)  # the first one is never taken away: it has the id

    @rule(client=clients, answers=st.dictionaries(st.sampled_from("xy"), st.integers(), max_size=1))
    def save_draft(self, client: str, answers: dict[str, Any]) -> None:
        with self.journal(client) as journal:
            journal.save_draft(answers)
        self.drafts[client] = answers

    @rule(client=clients, numbers=st.none() | st.lists(numbers, min_size=1))
    def erase(self, client: str, numbers: list[int] | None) -> None:
        mine = self.versions[client]
        with self.journal(client) as journal:
            if numbers is not None and max(numbers) > self.given[client]:
                with pytest.raises(InvalidCourseError):
                    journal.erase(numbers=numbers)
                return
            gone = set(mine) if numbers is None else set(mine) & set(numbers)
            said = {number: kept[-1] for number, kept in mine.items() if isinstance(kept[-1], Consent)}
            if gone & set(said):  # all of them are one person's, said at one moment
                gone |= {number for number, consent in said.items() if consent.given}
            assert journal.erase(numbers=numbers) == len(gone)
        self.versions[client] = {number: versions for number, versions in mine.items() if number not in gone}
        self.written[client] = [row for row in self.written[client] if row[0] in self.versions[client]]
        if numbers is None:
            self.drafts[client] = {}
        if not self.versions[client] and not self.drafts[client]:
            self.given[client] = 0

    @invariant()
    def the_file_says_the_same(self) -> None:
        for client, versions in self.versions.items():
            with self.journal(client) as journal:
                stands = {n: (kept[0].id, kept[-1].content) for n, kept in versions.items() if kept[-1] is not None}
                assert {n: (entry.id, entry.content) for n, entry in journal.numbered()} == stands
                assert journal.draft() == self.drafts[client]


TestKept = Kept.TestCase
TestKept.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)
