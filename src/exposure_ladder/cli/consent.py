"""The command that notes what others agreed to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from exposure_ladder.cli import answers
from exposure_ladder.cli.open import document_of, journal_of, one_of, step_id
from exposure_ladder.cli.options import add_file, add_time
from exposure_ladder.cli.sentences import tell
from exposure_ladder.errors import ExposureLadderError
from exposure_ladder.records import GATE_DAYS, Consent
from exposure_ladder.text import command

if TYPE_CHECKING:
    from argparse import Namespace
    from datetime import datetime

    from exposure_ladder.cli.options import Add
    from exposure_ladder.cli.terminal import Terminal
    from exposure_ladder.records import Course, Situation


def consent(args: Namespace, terminal: Terminal) -> int:
    """Note that somebody said yes to one step, or that the yes no longer holds."""
    journal, course, now = journal_of(args.file), document_of(args.file).course, terminal.now()
    note, situation = _note(args, course, now)
    if note.given and course.owned_by(note.person):
        raise ExposureLadderError(tell("consent_own"), hint=tell("consent_own_hint"))
    if note.given and terminal.asks:
        terminal.tell(f"{situation.title}   {situation.id}")
        if not terminal.ask(tell("consent_ask", person=note.person), answers.yes):
            terminal.tell(tell("consent_not", step=situation.id))
            return 0
    with journal:
        known = dict(journal.numbered())
        number = journal.append(note, at=now)[0]
    values = {"number": number, "journal": str(journal.path), "person": note.person, "step": situation.id}
    withdraw = command("consent", args.file, situation.id, note.person, "--withdraw")
    if number in known:
        terminal.tell(tell("consent_twice", **values))
    elif note.given:
        terminal.tell(tell("consent_given", **values, day=f"{note.at:%Y-%m-%d}", until=f"{note.until:%Y-%m-%d %H:%M}"))
        terminal.tell(tell("consent_truth"))
        terminal.tell(tell("consent_back", withdraw=withdraw))
    else:
        terminal.tell(tell("consent_withdrawn", **values, day=f"{note.at:%Y-%m-%d}"))
        for yes in course.ended_by(note):
            terminal.tell(tell("consent_ended", person=yes.person, step=yes.situation, day=f"{yes.at:%Y-%m-%d}"))
    holds = note.person in document_of(args.file).course.consented(situation, at=now)
    if note.given and not holds:
        terminal.tell(tell("consent_past"))
    if not note.given and holds:
        terminal.tell(tell("consent_later", withdraw=withdraw))
    return 0


def _note(args: Namespace, course: Course, now: datetime) -> tuple[Consent, Situation]:
    """Return what is to be noted, and the step it is for."""
    name = step_id(args.situation, course.graph)
    situation = next(situation for situation in course.graph.situations if situation.id == name)
    if not situation.consent:
        hint = "If it should, name them in the file, like  consent: [partner]"
        raise ExposureLadderError(f"{name}: this step waits for nobody's yes.", hint=hint)
    person = one_of(args.person, situation.consent, f"{name} waits for nobody of this name")
    at = now if args.at is None else answers.option("at", answers.past(now), args.at)
    if args.withdraw:
        no = Consent(situation=name, person=person, at=at, given=False)
        ends = tuple(yes.id for yes in course.consents if yes.given and yes.whose == no.whose)
        return no.model_copy(update={"ends": ends}), situation
    until = at + timedelta(days=course.settings.consent_days)
    if args.until is not None:
        until = answers.option("until", lambda text: answers.end_of(text, at, GATE_DAYS), args.until)
    return Consent(situation=name, person=person, at=at, until=until, wording=situation.wording), situation


# ---------------------------------------------------------------------------------------------------------- options


def _options(add: Add) -> None:
    more = (
        "A yes counts for one step, runs out, and can be taken back at any time. It is a note of what was said: "
        "no software can know whether it was free, or whether it still holds. Please ask again, in person, each time."
    )
    parser = add("FILE SITUATION PERSON [options]", "consent closer.yaml hug partner", more)
    add_file(parser)
    parser.add_argument("situation", metavar="SITUATION", help="id of the step")
    parser.add_argument("person", metavar="PERSON", help="who said it, as named in the file")
    parser.add_argument("--withdraw", action="store_true", help="the yes no longer holds, from now on")
    parser.add_argument("--until", metavar="DAY", help="the last day it holds, like 2026-04-01; at most 90 days on")
    add_time(parser, "when it was said")


COMMANDS = {"consent": (_options, consent)}
