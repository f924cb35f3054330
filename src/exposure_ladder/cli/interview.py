"""A plan from answers, without an editor: `new --ask` asks, and writes the same kind of file as a template.

Every answer is kept at once, so that Ctrl-C or a closed terminal loses nothing: next time it goes on where it ended.
The questions ask for one fear, six to ten situations in the person's words, a number for each, and who can read along.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exposure_ladder.cli import answers
from exposure_ladder.cli.terminal import UnclearError, asking, filled
from exposure_ladder.errors import ExposureLadderError, InvalidCourseError
from exposure_ladder.records import Computer, Situation, SituationGraph
from exposure_ladder.rules.catalogue import PRESETS
from exposure_ladder.storage import read_document, write_files
from exposure_ladder.text import command

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from typing import Final

    from exposure_ladder.cli.terminal import Terminal

ENOUGH: Final = 10
"""Situations after which no more are asked for, only taken; six to ten are usual (convention)."""
_LEFT: Final = "(Enter leaves it out):"
_OPENING: Final = (
    "This makes a ladder from your answers. Nothing leaves this computer. Enter skips a question, Ctrl-C ends it, and "
    "what you said is kept.\n"
    "Choose one fear; others can have a ladder of their own. Feeling anxious while you practise is expected. You may "
    "stop at any time. Some fear is protection: nothing unsafe belongs here, and nothing that you or somebody else "
    "does not want.\n"
    "Not alone with thoughts of ending your life, after an assault, or where somebody hurts you: talk to somebody "
    "first."
)


class Tape:
    """What was answered so far, kept in a file of its own beside the plan until the plan is written."""

    def __init__(self, path: Path, terminal: Terminal) -> None:
        self.path, self.terminal = path, terminal
        self.said: list[str] = []
        self.old = self._begun()

    def _begun(self) -> list[str]:
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        kept = [text for text in kept if isinstance(text, str)] if isinstance(kept, list) else []
        if not kept:
            return []
        again = "You began this before. Go on where you were? yes / no (no starts anew):"
        goes_on = self.terminal.ask(again, answers.yes)
        return kept if goes_on else []

    def ask(self, question: str, read: Callable[[str], Any]) -> Any:
        """Return an earlier answer to this question, or ask it and keep the answer."""
        value: Any = None
        if self.old:
            text = self.old.pop(0)
            try:
                value = read(text)
            except UnclearError:  # the questions changed since; what comes after it does not fit either
                self.old.clear()
                text, value = self._typed(question, read)
        else:
            text, value = self._typed(question, read)
        self.said.append(text)
        write_files({self.path: json.dumps(self.said, ensure_ascii=False).encode()})
        return value

    def _typed(self, question: str, read: Callable[[str], Any]) -> tuple[str, Any]:
        heard: list[str] = []

        def understand(text: str) -> Any:
            value = read(text)
            heard.append(text)
            return value

        value = self.terminal.ask(question, understand)
        return heard[-1], value

    def drop(self) -> None:
        """Forget the answers: the plan holds them now."""
        self.path.unlink(missing_ok=True)


def ask_for_plan(path: Path, terminal: Terminal) -> str:
    """Return the text of a plan that was made from answers.

    Raises
    ------
    ExposureLadderError
        If there is nobody to ask.
    EndedError
        If the person ends it; the answers are kept.
    """
    if not terminal.asks:
        hint = f"Without a terminal, start from a template:  {command('new')}"
        raise ExposureLadderError("new --ask: expected a terminal to ask in; got none.", hint=hint)
    kept = f"Ended. What you said is kept. To go on:  {command('new', '--ask', str(path))}"
    with asking(lambda: filled(kept, terminal.width)):
        terminal.tell(_OPENING)
        terminal.write("")
        tape = Tape(path.with_suffix(".answers"), terminal)
        text = plan_text(_answers(tape), terminal.now().date())
    read_document(text.encode(), name=str(path))  # it must be readable before it is called a plan
    tape.drop()
    return text


def _answers(tape: Tape) -> dict[str, Any]:
    """Ask everything; return plain data for `plan_text`."""
    found: dict[str, Any] = {}
    found["title"] = tape.ask("What do you want to be able to do?", _needed(_line))
    found["why"] = tape.ask(f"Why does that matter to you? {_LEFT}", answers.optional(_note))
    found["client"] = tape.ask(f"A short name for you, not your full one {_LEFT}", answers.optional(_alias))
    tape.terminal.write("")
    tape.terminal.tell(
        "Now six to ten situations in your own words: what, with whom, where, how long. Begin with a small one."
    )
    found["situations"] = _situations(tape)
    tape.terminal.write("")
    lean = "What do you do to feel safer in such moments? With commas between (Enter = nothing):"
    found["safety"] = tape.ask(lean, _lines)
    found["computer"] = tape.ask("Could somebody else open this computer? yes / no / unsure:", _computer)
    found["support"] = tape.ask(f"Whom could you turn to on a bad day? With commas between {_LEFT}", _lines)
    found["rule"] = _rule(tape)
    days = "On which days would you like to practise? Such as mon, wed, fri (Enter = no fixed days):"
    found["schedule"] = tape.ask(days, _schedule)
    return found


def _situations(tape: Tape) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    taken: set[str] = set()
    before: str | None = None
    while True:
        number = len(found) + 1
        more = " (Enter ends the list)" if found else ""
        read = answers.optional(_line) if found else _needed(_line)
        title = tape.ask(f"Situation {number}{more}:", read)
        if title is None:
            return found
        level = tape.ask(
            "  How hard would it be, 0 calm – 100 worst? (Enter = not known yet):", answers.optional(_SUDS)
        )
        same = " (Enter = the same as before)" if before else " (Enter leaves it out)"
        feared = tape.ask(f"  What do you fear would happen?{same}:", answers.optional(_note)) or before
        found.append({"id": _id(title, taken), "title": title, "distress": level, "feared": feared})
        before = feared
        if number == ENOUGH:
            tape.terminal.tell("Ten are plenty. More are welcome; Enter ends the list.")


_SUDS: Final = answers.number(0, 100)


def _needed(read: Callable[[str], str]) -> Callable[[str], str]:
    def understand(text: str) -> str:
        if not text:
            raise UnclearError("a few words")
        return read(text)

    return understand


def _line(text: str) -> str:
    return _checked(
        text, lambda: Situation.model_validate({"id": "x", "title": text}), "one line of at most 300 characters"
    )


def _note(text: str) -> str:
    return _checked(text, lambda: Situation.model_validate({"id": "x", "title": "x", "note": text}), "a shorter text")


def _alias(text: str) -> str:
    graph = {"title": "x", "client": text, "situations": [{"id": "x", "title": "x"}]}
    return _checked(text, lambda: SituationGraph.model_validate(graph), "a short name of at most 40 characters")


def _checked(text: str, build: Callable[[], object], expected: str) -> str:
    try:
        build()
    except InvalidCourseError:
        raise UnclearError(expected) from None
    return text


def _lines(text: str) -> tuple[str, ...]:
    return tuple(map(_line, answers.several(text)))


def _computer(text: str) -> Computer:
    known = {"y": "shared", "yes": "shared", "n": "mine", "no": "mine", "unsure": "unsure", "": "unsure"}
    if text.lower() not in known:
        raise UnclearError("yes, no or unsure")
    return Computer(known[text.lower()])


def _rule(tape: Tape) -> str | None:
    """Ask when a step is enough, where plans can say it."""
    if "rule" not in SituationGraph.model_fields:
        return None
    tape.terminal.tell("When would a step be enough to go on?")
    for number, sentence in enumerate(PRESETS.values(), 1):
        tape.terminal.tell(f"  {number}  {sentence}", hang="     ")
    named: str | None = tape.ask(f"1 to {len(PRESETS)} (Enter = whichever of them comes first):", _way)
    return named


def _way(text: str) -> str | None:
    numbers = {str(number): name for number, name in enumerate(PRESETS, 1)}
    if text and text not in numbers:
        raise UnclearError(f"a number from 1 to {len(PRESETS)}")
    return numbers.get(text)


def _schedule(text: str) -> tuple[str, ...]:
    days = tuple(part[:3].lower() for part in re.split(r"[\s,]+", text.strip()) if part)
    graph = {"title": "x", "situations": [{"id": "x", "title": "x"}], "schedule": list(days)}
    _checked(text, lambda: SituationGraph.model_validate(graph), "days like mon, wed, fri")
    return days


def _id(title: str, taken: set[str]) -> str:
    """Return a short name of a step: its first words of some length, or a number where there are none."""
    words = [word for word in re.findall(r"[a-z]+", title.lower()) if len(word) > 3][:2]
    name = "-".join(words)[:24].strip("-") or "step"
    number, made = 1, name
    while made in taken or made == "step":
        number += made != "step"
        made = f"{name}-{max(number, len(taken) + 1) if name == 'step' else number}"
    taken.add(made)
    return made


# ----------------------------------------------------------------------------------------------------------- the file


def plan_text(found: dict[str, Any], today: date) -> str:
    """Return answers as a plan with comments, to be changed in any text editor."""
    lines = [
        "# Made from answers. Change anything in a text editor; keep the spaces at the start of each line.",
        "# Text after # is a note to yourself. This is not a treatment and no diagnosis; see SAFETY.md.",
        "",
        "format: 1",
        f"title: {_quoted(found['title'])}",
    ]
    if found["why"]:
        lines.append(f"why: {_quoted(found['why'])}")
    if found["client"]:
        lines.append(f"client: {_quoted(found['client'])}")
    lines += [f"rated: {today.isoformat()}             # the day of the numbers", "scale: 0-100"]
    lines += [f"computer: {found['computer']}            # mine, shared or unsure: who can open it"]
    if found["rule"]:
        lines.append(f"rule: {found['rule']}             # when a step is enough to go on")
    if found["schedule"]:
        lines.append(f"schedule: [{', '.join(found['schedule'])}]")
    if found["support"]:
        lines.append(f"support: {_listed(found['support'])}   # whom to call; in nothing made for others")
    lines += ["", "situations:"]
    for situation in found["situations"]:
        lines.append(f"  - id: {situation['id']}")
        lines.append(f"    title: {_quoted(situation['title'])}")
        lines += [] if situation["distress"] is None else [f"    distress: {situation['distress']:g}"]
        if situation["feared"]:
            lines.append(f"    feared: {_quoted(situation['feared'])}")
        if found["safety"]:
            lines.append(f"    safety: {_listed(found['safety'])}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _listed(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"
