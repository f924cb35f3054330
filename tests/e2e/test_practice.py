"""From a card to a practice and back, as a person meets it: pages for one practice, a week, a partner, a case load."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Said

SECRET = "Zaphod"
PLAN = f"""\
title: Talking to people
client: K
why: To eat lunch with the others
schedule: [mon, wed, fri]
situations:
  - id: smile
    title: Smile at a neighbour in the stairway
    distress: 20
    feared: They will laugh at me
    safety: [my inhaler, looking at my phone, earphones]
  - id: ask
    title: Ask a shop assistant where the milk is
    distress: 30
    feared: {SECRET} will think that I am stupid
    safety: [rehearsing the sentence, wine]
  - id: hug
    title: Hug a friend for five seconds
    distress: 50
    kind: touch
    consent: [friend]
"""
Run = Callable[..., Said]


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "talk.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def log(run: Run, step: str, *more: str, at: str = "2026-03-03T18:00") -> Said:
    return run("log", "talk.yaml", step, "--peak", "40", "--at", at, *more)


def test_a_card_has_the_persons_words_and_a_plain_one_has_none(run: Run, plan: Path) -> None:
    shown = run("card", "talk.yaml").out
    for part in ("Smile at a neighbour", "To eat lunch", "They will laugh", "looking at my phone"):
        assert part in shown
    assert "inhaler" not in shown
    bare = run("card", "talk.yaml", "1", "--plain").out
    assert bare.startswith("Step 1\n")
    assert "laugh" not in bare
    chosen = run("card", "talk.yaml", "ask", "--leave-out", "speaking fast").out
    assert "speaking fast" in chosen


def test_a_page_to_print_holds_two_cards_and_is_never_written_over(run: Run, plan: Path) -> None:
    assert run("card", "talk.yaml", "--out", "card.html").code == 0
    assert (plan / "card.html").read_text(encoding="utf-8").count("<article") == 2
    again = run("card", "talk.yaml", "--out", "card.html")
    assert again.code == 1
    assert "there is a file of this name already" in again.err
    assert "<article" in run("card", "talk.yaml", "--paper", "a5", "--format", "html").out


def test_a_step_that_is_closed_has_no_card_and_gets_no_reason(run: Run, plan: Path) -> None:
    closed = run("card", "talk.yaml", "hug")
    assert closed.code == 1
    assert closed.err.strip() == "hug: not on the ladder now, so there is no card. See plan."
    assert "Did you mean" in run("card", "talk.yaml", "smlie").err


def test_safety_offers_one_aid_and_never_what_protects_or_is_drunk(run: Run, plan: Path) -> None:
    log(run, "smile", "--safety", "my inhaler", "--safety", "earphones")
    log(run, "ask", "--safety", "wine", "--safety", "lorazepam", at="2026-03-04T18:00")
    shown = " ".join(run("safety", "talk.yaml").out.split())
    assert "smile: once without looking at my phone, if you like." in shown
    assert "ask: once without rehearsing the sentence, if you like." in shown
    assert "Do not change a medicine on your own; ask who prescribes it." in shown
    assert "If you drink every day, ask a doctor before you stop." in shown
    assert "stays: it protects you" in shown
    assert "once without my inhaler" not in shown
    assert "once without wine" not in shown


def test_a_week_says_done_then_open(run: Run, plan: Path) -> None:
    log(run, "smile", "--note", SECRET, "--learned", SECRET)
    shown = run("week", "talk.yaml", "--at", "2026-03-04T09:00").out
    assert shown.index("Tue 2026-03-03  Smile at a neighbour") < shown.index("Wed 2026-03-04, Fri 2026-03-06")
    assert SECRET not in shown
    assert "Smile" not in run("week", "talk.yaml", "--plain").out


def test_a_page_for_a_partner_is_what_is_written(run: Run, plan: Path) -> None:
    page = run("partner-page", "talk.yaml").out
    assert "Smile" not in page
    assert run("partner-page", "talk.yaml", "--step", "smile", "--out", "kim.md").code == 0
    assert (plan / "kim.md").read_text(encoding="utf-8").startswith(page)
    assert SECRET not in (plan / "kim.md").read_text(encoding="utf-8")


def test_cases_show_aliases_and_what_to_look_at_and_no_words(run: Run, plan: Path) -> None:
    log(run, "smile", "--note", f"{SECRET}, I want to kill myself")
    (plan / "bad.yaml").write_text("title: [", encoding="utf-8")
    (plan / "notes.txt").write_text(SECRET, encoding="utf-8")
    shown = run("cases", ".", "--at", "2026-03-04T09:00")
    assert shown.code == 0
    lines = shown.out.splitlines()
    assert lines[0].split()[0] == "who"
    assert any("bad" in line and "run check" in line for line in lines)
    (line,) = (line for line in lines if line.startswith("K "))
    assert "2026-03-03" in line
    assert "1 waiting" in line
    assert "read the last note" in line
    assert "hug" not in line
    assert "waiting: hug" in run("cases", ".", "--why").out
    for text in (shown.out, run("cases", ".", "--format", "markdown").out):
        assert SECRET not in text
    assert "read the last note" not in run("cases", ".", "--format", "markdown").out
    assert run("cases", "nowhere").code == 1


def test_a_digest_has_words_only_where_they_are_asked_for(run: Run, plan: Path) -> None:
    text = PLAN.replace("schedule:", "totals: {lonely: {lowest: 0, highest: 10, series: [[2026-01-05, 7]]}}\nschedule:")
    (plan / "talk.yaml").write_text(text, encoding="utf-8")
    log(run, "smile", "--safety", "earphones", "--feared", SECRET, "--occurred", "partly", "--reason", "too loud")
    for page in ("--digest", "--worksheet", "--words"):
        words = [] if page == "--words" else [page]
        shut = run("report", "talk.yaml", *words).out
        assert SECRET not in shut
        assert "earphones" not in shut
        assert "lonely" not in shut
    shown = " ".join(run("report", "talk.yaml", "--digest", "--words").out.split())
    for part in ("earphones", f"Your fear: {SECRET}. It came partly.", "too loud", "lonely: 2026-01-05 7 (of 0 to 10)"):
        assert part in shown
    assert SECRET in run("report", "talk.yaml", "--words", "--format", "html").out
