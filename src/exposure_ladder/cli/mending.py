"""The commands for what was written down: change an entry, take it back, erase it, and note what others agreed to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from exposure_ladder.cli import answers
from exposure_ladder.cli.aftercare import support
from exposure_ladder.cli.fields import exposure, from_options, in_words
from exposure_ladder.cli.opening import journal_of, one_of, opened, step_id
from exposure_ladder.cli.sentences import counted, tell
from exposure_ladder.errors import ExposureLadderError
from exposure_ladder.records import GATE_DAYS, Consent, Exposure
from exposure_ladder.text import Sheet, command

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable
    from datetime import datetime

    from exposure_ladder.cli.screen import Desk
    from exposure_ladder.records import Course, Scale, Situation
    from exposure_ladder.storage import Document, Journal

# ----------------------------------------------------------------------------------------------------------- amend


def amend(args: Namespace, desk: Desk) -> int:
    """Change an entry, take it back, or list the entries."""
    journal, document = journal_of(args.file), opened(args.file)
    graph = document.course.graph
    with journal:
        entries = dict(journal.numbered())
        if args.number is None:
            _list(entries, document, journal, desk)
            return 0
        entry = _entry(entries, args)
        changes = from_options(args, graph.shown, desk.now())
        if args.situation is not None:
            changes["situation"] = step_id(args.situation, graph)
        if args.withdraw or (not changes and _wants_back(args, entry, graph.shown, desk)):
            journal.withdraw(args.number, at=desk.now())
            desk.tell(tell("withdrawn", number=args.number, journal=str(journal.path)))
        elif changes:
            changed = _changed(entry, changes, args.number, graph.shown)
            journal.amend(args.number, changed, at=desk.now())
            desk.tell(tell("amended", number=args.number, journal=str(journal.path)))
            if changed.highest != entry.highest:
                support(opened(args.file).course, [changed], desk)
    return 0


def _entry(entries: dict[int, Any], args: Namespace) -> Any:
    """Return the entry of a number; a note of consent is never edited, only followed by another one."""
    entry = entries.get(args.number)
    if entry is None:
        known = f"Entries: {', '.join(map(str, entries))}." if entries else "Nothing has been logged yet."
        raise ExposureLadderError(f"{args.number}: there is no entry of this number.", hint=known)
    if isinstance(entry, Consent):
        now = command("consent", args.file, entry.situation, entry.person, *(["--withdraw"] if entry.given else []))
        raise ExposureLadderError(
            f"Entry {args.number} notes what {entry.person} said, and stays.", hint=f"To note what holds now:  {now}"
        )
    return entry


def _changed(entry: Any, changes: dict[str, Any], number: int, scale: Scale) -> Exposure:
    if not isinstance(entry, Exposure):
        hint = "Take it back with --withdraw, and enter it again where it came from."
        raise ExposureLadderError(f"entry {number} is not a practice; its parts cannot be changed here.", hint=hint)
    kept = {name: getattr(entry, name) for name in Exposure.model_fields if name not in ("id", "type")}
    return exposure(kept | changes, scale)


def _wants_back(args: Namespace, entry: Any, scale: Scale, desk: Desk) -> bool:
    example = command("amend", args.file, str(args.number), "--peak", "40")
    if not desk.asks:
        hint = f"For instance:  {example}  or  {command('amend', args.file, str(args.number), '--withdraw')}"
        raise ExposureLadderError("amend: expected what to change; got nothing.", hint=hint)
    desk.tell(tell("entry", number=args.number, what=", ".join(in_words(entry, scale))))
    if desk.ask(tell("take_back"), answers.yes):
        return True
    desk.tell(tell("kept", amend=example))
    return False


def _list(entries: dict[int, Any], document: Document, journal: Journal, desk: Desk) -> None:
    name, graph = document.name, document.course.graph
    if not entries:
        desk.tell(tell("entries_none", journal=str(journal.path), log=command("log", name, graph.ids[0])))
        return
    rows = tuple((str(number), *in_words(entry, graph.shown)) for number, entry in sorted(entries.items()))
    desk.page(Sheet((), ("entry", "when", "step", ""), "><<<", rows, wrap=3))
    practices = [number for number, entry in entries.items() if isinstance(entry, Exposure)]
    if not practices:
        return
    desk.write("")
    number = str(max(practices))
    change, back = command("amend", name, number, "--peak", "40"), command("amend", name, number, "--withdraw")
    desk.tell(tell("entries_end", amend=change, withdraw=back))


# ----------------------------------------------------------------------------------------------------------- erase


def erase(args: Namespace, desk: Desk) -> int:
    """Take entries, or all of them, out of the journal for good."""
    scale = opened(args.file).course.graph.shown
    journal = journal_of(args.file)
    name = str(journal.path)
    with journal:
        entries = dict(journal.numbered())
        if not journal.path.exists():
            desk.tell(tell("erase_nothing", journal=name))
            return 0
        if args.numbers:
            desk.tell(tell("erase_these", journal=name))
            _tell_entries(args.numbers, entries, scale, desk)
            if along := journal.goes_along(args.numbers):
                desk.tell(tell("erase_along"))
                _tell_entries(along, entries, scale, desk)
        else:
            desk.tell(tell("erase_all", journal=name, entries=counted("entry", len(entries))))
        desk.tell(tell("erase_stays", file=args.file))
        if not args.yes and not desk.asks:
            hint = "Read the lines above, and run it again with --yes."
            raise ExposureLadderError("erase: expected a yes; nobody is there to ask.", hint=hint)
        if not args.yes and desk.ask(tell("erase_ask"), str.lower) != "erase":
            desk.tell(tell("erase_not"))
            return 0
        count = journal.erase(numbers=args.numbers or None)
    desk.tell(tell("erased", entries=counted("entry", count), journal=name))
    return 0


def _tell_entries(numbers: Iterable[int], entries: dict[int, Any], scale: Scale, desk: Desk) -> None:
    for number in numbers:
        what = entries.get(number)
        line = {"number": number, "what": what and ", ".join(in_words(what, scale))}
        desk.tell(f"  {tell('entry' if what else 'erase_back', **line)}", hang="    ")


# --------------------------------------------------------------------------------------------------------- consent


def consent(args: Namespace, desk: Desk) -> int:
    """Note that somebody said yes to one step, or that the yes no longer holds."""
    journal, course, now = journal_of(args.file), opened(args.file).course, desk.now()
    note, situation = _note(args, course, now)
    if note.given and course.owned_by(note.person):
        raise ExposureLadderError(tell("consent_own"), hint=tell("consent_own_hint"))
    if note.given and desk.asks:
        desk.tell(f"{situation.title}   {situation.id}")
        if not desk.ask(tell("consent_ask", person=note.person), answers.yes):
            desk.tell(tell("consent_not", step=situation.id))
            return 0
    with journal:
        known = dict(journal.numbered())
        number = journal.append(note, at=now)[0]
    values = {"number": number, "journal": str(journal.path), "person": note.person, "step": situation.id}
    withdraw = command("consent", args.file, situation.id, note.person, "--withdraw")
    if number in known:
        desk.tell(tell("consent_twice", **values))
    elif note.given:
        desk.tell(tell("consent_given", **values, day=f"{note.at:%Y-%m-%d}", until=f"{note.until:%Y-%m-%d %H:%M}"))
        desk.tell(tell("consent_truth"))
        desk.tell(tell("consent_back", withdraw=withdraw))
    else:
        desk.tell(tell("consent_withdrawn", **values, day=f"{note.at:%Y-%m-%d}"))
    holds = note.person in opened(args.file).course.consented(situation, at=now)
    if note.given and not holds:
        desk.tell(tell("consent_past"))
    if not note.given and holds:
        desk.tell(tell("consent_later", withdraw=withdraw))
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
        return Consent(situation=name, person=person, at=at, given=False), situation
    until = at + timedelta(days=course.settings.consent_days)
    if args.until is not None:
        until = answers.option("until", lambda text: answers.end_of(text, at, GATE_DAYS), args.until)
    return Consent(situation=name, person=person, at=at, until=until, wording=situation.wording), situation
