"""The questions after a practice: which ones, how many, in which order, and that no answer is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from conftest import INTERRUPT, Said, terminal
from exposure_ladder.records import Exposure, Occurred, Stopped, Wanted
from exposure_ladder.storage import Journal

Run = Callable[..., Said]
PLAN = """\
title: Talking to people
support: [My sister]
situations:
  - id: smile
    title: Smile at a neighbour
    distress: 20
    feared: They will laugh at me.
    safety: [earphones]
  - id: hug
    title: Hug a friend
    distress: 40
    kind: touch
    consent: [friend]
    feared: It will never end
"""


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "talk.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def entries(folder: Path) -> list[Exposure]:
    with Journal(folder / "talk.journal") as journal:
        return [entry for _, entry in journal.numbered() if isinstance(entry, Exposure)]


def answered(*talk: tuple[str, str], step: str = "smile", more: Sequence[str] = ()) -> Said:
    return terminal("log", "talk.yaml", step, *more, talk=[(asked, f"{typed}\n") for asked, typed in talk])


FIRST = (
    ("Did you stop before the end?", ""),
    ("Your fear: They will laugh at me. Before you began, how likely did that seem, 0–100?", "80"),
    ("Did it come? no / partly / yes / cannot tell", "cannot tell"),
    ("If you did it again, how likely would it be", "40"),
    ("What did you lean on? Such as earphones.", "earphones"),
    ("Highest fear, 0–100", "55"),
)


def test_six_questions_that_follow_the_card(plan: Path) -> None:
    said = answered(*FIRST)
    assert said.code == 0
    (entry,) = entries(plan)
    assert (entry.expectancy_before, entry.occurred, entry.expectancy_after) == (80, Occurred.UNCLEAR, 40)
    assert (entry.safety, entry.peak, entry.end, entry.learned) == (("earphones",), 55, None, None)


def test_what_is_known_is_not_asked_again_and_makes_room_for_what_was_learned(plan: Path) -> None:
    assert answered(*FIRST).code == 0
    said = answered(
        ("stop before", "enough for now"),
        ("Your fear: They will laugh at me. Did it come?", "yes"),
        ("How did you manage?", "I waved"),
        ("how likely would it be", "30"),
        ("lean on", ""),
        ("Highest", ""),
    )
    assert said.code == 0
    entry = entries(plan)[-1]
    assert (entry.stopped, entry.occurred, entry.managed) == (Stopped.AGREED, Occurred.YES, "I waved")
    assert entry.expectancy_before is None
    assert "It came this time." in said.out


def test_quick_asks_three_things(plan: Path) -> None:
    said = answered(("Did it come?", "no"), ("again", "20"), ("Highest", "50"), more=["--quick"])
    assert (said.code, said.out.count("?")) == (0, 2)
    assert entries(plan)[0].occurred is Occurred.NO


def test_a_card_is_typed_in_line_by_line(plan: Path) -> None:
    said = answered(
        ("stop before", "no"),
        ("how likely did that seem", "70"),
        ("Did it come?", "partly"),
        ("What did you see of it?", "one smile"),
        ("How did you manage?", "stayed"),
        ("take from it", "they smile too"),
        ("again", "30"),
        ("lean on", "none"),
        ("Highest", "60"),
        ("at the end", "20"),
        ("differently next time", "another house"),
        more=["--card"],
    )
    assert said.code == 0
    (entry,) = entries(plan)
    assert (entry.saw, entry.managed, entry.vary) == ("one smile", "stayed", "another house")
    assert (entry.peak, entry.end, entry.learned) == (60, 20, "they smile too")


@pytest.mark.parametrize("answer", ["no", "unsure"])
def test_what_was_not_wanted_is_answered_with_whom_the_person_wrote_down(plan: Path, answer: str) -> None:
    said = answered(
        ("stop before", ""),
        ("want this the whole time", answer),
        ("Did it come?", ""),
        ("again", ""),
        ("far away", "90"),
        ("Highest", "10"),
        step="hug",
    )
    assert said.code == 0
    assert entries(plan)[0].wanted == Wanted(answer)
    assert said.out.index("My sister") < said.out.index("You do not have to.")


def test_wrong_answers_are_asked_again_and_empty_ones_are_fine(plan: Path) -> None:
    said = answered(
        ("stop before", "yes"),
        ("Please give no, early, or enough for now", ""),
        ("how likely did", "much"),
        ("a number from 0 to 100", "120"),
        ("a number from 0 to 100", ""),
        ("come?", "maybe"),
        ("no, partly, yes or cannot tell", ""),
        ("again", ""),
        ("lean on", ""),
        ("Highest", ""),
    )
    assert said.code == 0
    (entry,) = entries(plan)
    assert (entry.expectancy_before, entry.occurred, entry.peak, entry.safety) == (None, None, None, ())


def test_an_ended_talk_is_offered_again_and_nothing_is_lost(plan: Path) -> None:
    talk = [(asked, f"{typed}\n") for asked, typed in FIRST[:4]]
    said = terminal("log", "talk.yaml", "smile", talk=[*talk, ("lean on", INTERRUPT)])
    assert said.code == 1
    assert entries(plan) == []
    said = answered(("Go on with it?", "yes"), ("lean on", "שלום 😀"), ("Highest", "45"))
    assert said.code == 0
    (entry,) = entries(plan)
    assert (entry.expectancy_before, entry.expectancy_after, entry.safety) == (80, 40, ("שלום 😀",))


def test_forty_columns_are_enough(plan: Path) -> None:
    talk = [(asked.split()[0], f"{typed}\n") for asked, typed in FIRST]
    said = terminal("log", "talk.yaml", "smile", talk=talk, columns=40)
    assert said.code == 0
    assert max(map(len, said.lines)) <= 60
