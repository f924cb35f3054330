"""A plan from answers, one's own numbers, a diary and a timer: what a person does without an editor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from conftest import INTERRUPT, Said, terminal
from exposure_ladder.cli.interview import plan_text
from exposure_ladder.records import Computer, Exposure
from exposure_ladder.storage import Diary, Journal, load, read_document

Run = Callable[..., Said]
SECRET = "Zaphod"
TALK = (
    ("What do you want to be able to do?", "Talk to people: at work"),
    ("Why does that matter", "So that lunch is not lonely"),
    ("short name", "K"),
    ("Situation 1", "Smile at a colleague in the hall"),
    ("How hard", "20"),
    ("fear would happen", f"{SECRET} laughs # at me"),
    ("Situation 2 (Enter ends", 'Frag "ihn": jetzt'),
    ("How hard", "very"),
    ("Please give a number from 0 to 100", "35"),
    ("fear would happen? (Enter = the same", ""),
    ("Situation 3", "x" * 301),
    ("one line of at most 300 characters", "Eat lunch with three colleagues"),
    ("How hard", ""),
    ("fear would happen", "I blush"),
    ("Situation 4", ""),
    ("feel safer", "my phone, my inhaler"),
    ("else open this computer", "perhaps"),
    ("Please give yes, no or unsure", "no"),
    ("bad day", "my sister"),
)
END = (("which days", "someday"), ("days like mon", "thu, Mon"))


def typed(talk: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(asked, text if text == INTERRUPT else f"{text}\n") for asked, text in talk]


def rule_asked() -> list[tuple[str, str]]:
    from exposure_ladder.records import SituationGraph

    return [("1 to 4", "1")] if "rule" in SituationGraph.model_fields else []


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_answers_become_a_plan_with_a_card(tmp_path: Path, run: Run) -> None:
    said = terminal("new", "--ask", "me", talk=typed([*TALK, *rule_asked(), *END]), columns=60)
    assert said.code == 0
    graph = load(tmp_path / "me.yaml").graph
    assert (graph.title, graph.why, graph.client) == ("Talk to people: at work", "So that lunch is not lonely", "K")
    assert [step.distress for step in graph.situations] == [20, 35, None]
    assert [step.feared for step in graph.situations] == [f"{SECRET} laughs # at me"] * 2 + ["I blush"]
    assert graph.situations[1].title == 'Frag "ihn": jetzt'
    assert graph.situations[0].safety == ("my phone", "my inhaler")
    assert (graph.computer, graph.support, graph.schedule) == (Computer.MINE, ("my sister",), ("mon", "thu"))
    assert len(set(graph.ids)) == 3
    assert graph.own
    assert not (tmp_path / "me.answers").exists()
    assert "I leave out     my phone" in run("card", "me.yaml").out
    assert (tmp_path / "me.yaml").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("stop", [3, 16])
def test_an_interview_that_was_ended_goes_on_where_it_was(tmp_path: Path, stop: int) -> None:
    asked = [*TALK[:stop], (TALK[stop][0], INTERRUPT)]
    ended = terminal("new", "--ask", "me.yaml", talk=typed(asked))
    assert ended.code == 1
    assert "What you said is kept." in " ".join(ended.out.split())
    assert not (tmp_path / "me.yaml").exists()
    rest = (
        [pair for pair in TALK[stop:] if not pair[0].startswith(("Please", "one line"))] if stop == 9 else TALK[stop:]
    )
    said = terminal(
        "new", "--ask", "me.yaml", talk=typed([("Go on where you were?", "yes"), *rest, *rule_asked(), *END])
    )
    assert said.code == 0
    assert len(load(tmp_path / "me.yaml").graph.situations) == 3


def test_nobody_to_ask_and_a_file_that_is_there_are_said_first(tmp_path: Path, run: Run) -> None:
    assert "expected a terminal" in run("new", "--ask", "me.yaml").err
    (tmp_path / "me.yaml").write_text("title: mine\n", encoding="utf-8")
    said = terminal("new", "--ask", "me.yaml")
    assert said.code == 1
    assert "there is a file of this name already" in " ".join(said.out.split())


def test_any_words_survive_the_file() -> None:
    words = ['שלום 😀 "x" # y: z', "- a\\b", "{c}", "x" * 300]
    steps = [{"id": f"s{n}", "title": text, "distress": None, "feared": text} for n, text in enumerate(words)]
    found = {"title": words[0], "why": words[1], "client": None, "situations": steps, "safety": tuple(words[:3])}
    found |= {"computer": "unsure", "rule": None, "schedule": (), "support": tuple(words[:1])}
    graph = read_document(plan_text(found, date(2026, 3, 2)).encode(), name="a.yaml").course.graph
    assert [step.title for step in graph.situations] == words
    assert graph.situations[0].safety == tuple(words[:3])


PLAN = """\
title: Talk
client: K
rated: example   # not yet
scale: 0-10
computer: shared
ratings: {every: 1}
situations:
  - id: smile
    title: Smile at a neighbour
    distress: 2    # mine
    feared: They laugh
  - {id: ask, title: Ask the time}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "talk.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def test_rating_everything_makes_the_numbers_ones_own(plan: Path) -> None:
    said = terminal(
        "rate", "talk.yaml", "--all", talk=typed([("Smile at a neighbour. It says 2.", "3,5"), ("time", "12")])
    )
    assert said.code != 0, "it waits for a number of the scale"
    text = (plan / "talk.yaml").read_text(encoding="utf-8")
    assert "distress: 3.5    # mine" in text
    assert not load(plan / "talk.yaml").graph.own
    said = terminal("rate", "talk.yaml", "--all", talk=typed([("Smile", "3"), ("time", "6")]))
    assert said.code == 0
    graph = load(plan / "talk.yaml").graph
    assert [step.distress for step in graph.situations] == [30, 60]
    assert graph.own


def test_a_table_gets_ratings_in_the_log_and_none_twice_a_week(plan: Path) -> None:
    (plan / "t.csv").write_text("id,title,distress\na,A,30\nb,B,40\n", encoding="utf-8")
    assert terminal("rate", "t.csv", "--all", talk=typed([("A.", "20"), ("B.", "")])).code == 0
    said = terminal("rate", "t.csv", "--all", talk=typed([("B.", "30")]))
    assert (said.code, "A." in said.out) == (0, False)
    assert "leave the numbers alone" in terminal("rate", "t.csv", "--all").out


def test_a_diary_keeps_text_apart_from_the_log(plan: Path, run: Run) -> None:
    assert run("diary", "talk.yaml", "--add", SECRET, "--tag", "work", "--step", "smile").code == 0
    assert run("diary", "talk.yaml", "--add", "A mild day").code == 0
    assert SECRET in run("diary", "talk.yaml").out
    assert run("diary", "talk.yaml", "--tag", "Work").out.count("\n") == 2
    assert "mild" not in run("diary", "talk.yaml", "--search", SECRET.lower()).out
    assert run("diary", "talk.yaml", "2").out.endswith("A mild day\n")
    for words in (["export", "talk.yaml"], ["progress", "talk.yaml", "--words"], ["patterns", "talk.yaml"]):
        assert SECRET not in run(*words).out
    run("log", "talk.yaml", "smile", "--peak", "4")
    assert "talk.diary stays, too" in run("erase", "talk.yaml", "--yes").out
    assert run("diary", "talk.yaml", "--erase", "1").code == 0
    assert SECRET not in (plan / "talk.diary").read_text(encoding="utf-8")
    assert run("diary", "talk.yaml", "--erase", "7").code == 1
    assert SECRET not in repr(Diary(plan / "talk.diary").add(SECRET, at=datetime.now(tz=UTC)))
    (plan / "talk.diary").write_text("{", encoding="utf-8")
    assert run("diary", "talk.yaml").code == 1


def test_a_timer_ends_whenever_somebody_says_so_and_asks_how_it_went(plan: Path) -> None:
    talk = [
        ("How likely is it that this happens", "80"),
        ("Type done when you are done. You may stop at any moment", "4"),
        ("", "done"),
        ("stop before the end", "enough"),
        ("Did it come?", "no"),
        ("take from it", "They smiled"),
        ("again", "30"),
        ("Highest", "5"),
    ]
    said = terminal("practice", "talk.yaml", "smile", talk=typed(talk))
    assert said.code == 0
    assert said.out.index("Before") < said.out.index("Started at") < said.out.index("stop before")
    with Journal(plan / "talk.journal") as journal:
        ((_, entry),) = journal.numbered()
    assert isinstance(entry, Exposure)
    assert (entry.expectancy_before, entry.expectancy_after, entry.learned, entry.peak) == (80, 30, "They smiled", 50)
    assert entry.minutes is not None


def test_a_terminal_that_is_closed_loses_nothing(plan: Path) -> None:
    talk = [("How likely", "80"), ("Started at", "done"), ("stop before the end", INTERRUPT)]
    assert terminal("practice", "talk.yaml", "smile", talk=typed(talk)).code == 1
    rest = [("Go on with it?", "yes"), ("stop before", ""), ("come?", ""), ("take", ""), ("again", "")]
    assert terminal("log", "talk.yaml", talk=typed([*rest, ("Highest", "3")])).code == 0


def test_words_are_shown_where_the_computer_is_the_persons_or_where_they_are_asked_for(plan: Path, run: Run) -> None:
    run("log", "talk.yaml", "smile", "--peak", "4", "--feared", SECRET, "--occurred", "no", "--note", SECRET)
    shut = run("progress", "talk.yaml").out
    assert SECRET not in shut
    assert "What you wrote is not shown here. To read it:  --words" in shut
    shown = run("progress", "talk.yaml", "--words").out
    assert f"Your fear: {SECRET}. It did not come. Note: {SECRET}." in " ".join(shown.split())
    text = PLAN.replace("computer: shared", "computer: mine")
    (plan / "talk.yaml").write_text(text, encoding="utf-8")
    assert SECRET in run("progress", "talk.yaml").out
    for words in (["next"], ["plan"], ["week"], ["report"], ["report", "--digest"]):
        assert SECRET not in run(words[0], "talk.yaml", *words[1:]).out
