"""The session that a therapist should see, from the first minute on: real processes, on the example's ladder.

Shape, wording and decisions are what matters here. The digits are the model's own: a change to the model's numbers
changes them, and then these lines are to be read again by a person, and replaced.
"""

from __future__ import annotations

from pathlib import Path

from conftest import EXAMPLE, process, terminal

MISTAKES = {"by phone}": "by fone}", "distress: 80": "distress: 800"}

PLAN = """\
Letting my partner closer · R · rated 2026-03-02 · goal: hurt

 #  now  likely  step
 1  20    0–60   Send my partner one text about my day                                    day
 2  35    0–82   Say at the table where my partner and I saw one film differently         film
 3  40    0–88   Tell my partner on the phone that today was hard                         hard-day
 4  45    0–94   Ask my partner once if a hug is welcome, and accept the answer           ask-hug
 5  50    1–99   Ask my partner for one evening on my own, and come back after it         evening-alone
 6  51~   1–100  Put one feeling into words, face to face, with no joke                   feeling
 7  60   11–100  Say one thing I need from my partner, face to face                       need
 8  80   40–100  Tell my partner one old hurt, face to face, and stay to hear the answer  hurt

now: highest distress to expect (0–100).   likely: 4 of 5 single ratings.
~ estimated, not yet rated by R.
Like       no earlier step is like film
           need is most like evening-alone
Left out   hug: no yes from 'partner' is recorded (exposure-ladder consent closer.yaml hug partner)
Wide step  need 60 → hurt 80. Something between could be:
           + 67~ 19–100  Tell my partner one old hurt by phone   hurt.by-phone
           To put one into the file:  exposure-ladder accept closer.yaml hurt.by-phone
Options, not orders; not a treatment. R decides. See SAFETY.md.
"""

PRACTICE = {
    ("day", "--at", "2026-03-03T19:00", "--peak", "25", "--end", "10"): "entry 1 in closer.journal. Expected 20 (0–60)",
    ("day", "--at", "2026-03-04T19:00", "--peak", "20", "--end", "5"): "entry 2 in closer.journal. Expected 22 (0–47)",
    (
        "film",
        "--at",
        "2026-03-07T20:00",
        "--peak",
        "50",
        "--end",
        "35",
    ): "entry 3 in closer.journal. Expected 36 (0–73)",
}

LOGGED = "Expected 40 (13–67), came 35. Undo:  exposure-ladder amend closer.yaml 4"

NEXT = """\
An option for R on 2026-03-10: step 2 once more
  Say at the table where my partner and I saw one film differently   film

Because   the last two here were 50 and 35
Expect    about 33 (8–59). With 4 rated entries this is still mostly our starting assumption.
Enough    highest fear 35 or less, on two days (one more to go) · then step 3, hard-day
As good   something smaller · a rest day · stopping here, "enough for now" counts

Options, not orders; not a treatment. R decides. See SAFETY.md.
"""


def test_from_the_template_to_the_next_step_and_a_yes(folder: Path) -> None:
    (folder / "closer.yaml").unlink()
    starts_from_a_template()
    is_told_two_mistakes_and_mends_them(folder)
    assert process("plan", "closer.yaml", "--at", "2026-03-02T12:00").out == PLAN
    for words, said in PRACTICE.items():
        assert f"Saved as {said}" in process("log", "closer.yaml", *words).out
    logs_by_hand()
    assert process("next", "closer.yaml", "--at", "2026-03-10T09:00").out == NEXT
    puts_the_hug_on_and_takes_it_off()


def starts_from_a_template() -> None:
    assert process("new", "closeness", "closer.yaml").lines == [
        "Wrote closer.yaml with example numbers. Put in the person's own numbers and the day they",
        "gave them (rated:), then run:  exposure-ladder check closer.yaml",
    ]


def is_told_two_mistakes_and_mends_them(folder: Path) -> None:
    right = EXAMPLE.read_text(encoding="utf-8")
    wrong = right
    for good, bad in MISTAKES.items():
        assert good in wrong
        wrong = wrong.replace(good, bad, 1)
    (folder / "closer.yaml").write_text(wrong, encoding="utf-8")
    said = process("check", "closer.yaml")
    assert said.code == 1
    assert said.lines == [
        "closer.yaml:22:35  way: expected by text, by phone or face to face; got 'by fone'. Did you mean 'by phone'?",
        "closer.yaml:49:15  distress: expected a number from 0 to 100; got 800.",
        "2 problems. Nothing was written. Mend these lines and run check again.",
    ]
    (folder / "closer.yaml").write_text(right, encoding="utf-8")
    said = process("check", "closer.yaml")
    assert said.code == 0
    assert said.lines[-1] == "Next:  exposure-ladder plan closer.yaml"


def logs_by_hand() -> None:
    said = terminal(
        "log",
        "closer.yaml",
        "film",
        "--at",
        "2026-03-09 20:10",
        talk=[
            ("Did you stop before the end? no / early / enough for now (Enter = no):", "no\n"),
            ("What were you afraid would happen? (Enter leaves it out):", "\n"),
            ("What surprised you, or what do you take from it? (Enter leaves it out):", "\n"),
            ("What did you lean on? (Enter = nothing):", "joking\n"),
            ("Highest fear, 0–100 (Enter = not rated):", "35\n"),
            ("And at the end? (Enter = not rated):", "30\n"),
        ],
        columns=120,
    )
    assert said.code == 0
    assert said.lines[-1] == f"Saved as entry 4 in closer.journal. {LOGGED}"


def puts_the_hug_on_and_takes_it_off() -> None:
    said = process("consent", "closer.yaml", "hug", "partner", "--at", "2026-03-10T09:30")
    assert "on 2026-03-10 partner said yes to hug, to this step\nonly. It holds until 2026-04-09 09:30." in said.out
    assert "exposure-ladder consent closer.yaml hug partner --withdraw\n" in said.out
    steps = ladder("2026-03-10T10:00")
    assert steps.index("hug") > steps.index("ask-hug")
    assert (
        "off the ladder"
        in process("consent", "closer.yaml", "hug", "partner", "--withdraw", "--at", "2026-03-10T11:00").out
    )
    assert "hug" not in ladder("2026-03-10T12:00")


def ladder(at: str) -> list[str]:
    """Return the ids on the ladder, from the table that a person reads."""
    lines = process("plan", "closer.yaml", "--at", at).lines
    return [line.split()[-1] for line in lines[3 : lines.index("", 3)]]
