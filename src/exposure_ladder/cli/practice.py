"""The commands for practising: log an entry, and ask for the next option."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from exposure_ladder.advice import advise
from exposure_ladder.belief import infer, normal_quantile, update
from exposure_ladder.cli import answers
from exposure_ladder.cli.fields import exposure, from_answers, from_options
from exposure_ladder.cli.opening import journal_of, one_of, opened, step_id
from exposure_ladder.cli.planning import ladder_of
from exposure_ladder.cli.screen import PROSE, WIDEST, UnclearError
from exposure_ladder.cli.sentences import tell
from exposure_ladder.errors import ExposureLadderError
from exposure_ladder.policy import RULES
from exposure_ladder.records import Happened
from exposure_ladder.wording import Sheet, advice_text, command, shown

if TYPE_CHECKING:
    from argparse import Namespace
    from datetime import datetime

    from exposure_ladder.cli.screen import Desk
    from exposure_ladder.ladder import Rung
    from exposure_ladder.records import Course, Exposure
    from exposure_ladder.storage import Document, Journal

# ------------------------------------------------------------------------------------------------------------- log


def log(args: Namespace, desk: Desk) -> int:
    """Add an entry to the journal: from options, and in a terminal from questions about what is missing."""
    journal, document = journal_of(args.file), opened(args.file)
    course, scale = document.course, document.course.graph.shown
    fields = from_options(args, scale, desk.now())
    fields |= {"situation": _chosen(args.situation, document, desk), "id": args.id or "", "entered": "typed"}
    if desk.asks:
        fields = from_answers(fields, scale, desk)
    entry = exposure({"at": desk.now()} | fields, scale)
    with journal:
        number, is_new = _kept(journal, entry, desk.now())
    text = tell("saved" if is_new else "saved_before", number=number, journal=str(journal.path))
    text += _came(course, entry) if is_new else ""
    desk.tell(text + tell("undo", amend=command("amend", args.file, str(number))), widest=WIDEST)
    if entry.peak is not None and entry.peak >= course.settings.cap:
        desk.tell(tell("very_high"))
    return 0


def _kept(journal: Journal, entry: Exposure, now: datetime) -> tuple[int, bool]:
    """Write an entry; return its number, and whether it is new (or stands again after it was taken back)."""
    before = {number for number, _ in journal.numbered()}
    number = journal.append(entry, at=now)[0]
    if number not in before and number not in {kept for kept, _ in journal.numbered()}:
        journal.amend(number, entry, at=now)
    return number, number not in before


def _chosen(text: str | None, document: Document, desk: Desk) -> str:
    """Return the id of the step that was named by id or number; ask for it if none was."""
    graph = document.course.graph
    if text in graph.ids:
        return str(text)
    rungs = _rungs(document, desk.now())
    if text is not None:
        return step_id(text, graph, rungs)
    if not desk.asks:
        hint = f"For instance:  {command('log', document.name, graph.ids[0], '--peak', '40')}"
        raise ExposureLadderError("log: expected the name of a step; got none.", hint=hint)
    steps = [(str(rung.number), rung.situation) for rung in rungs] or [("", step) for step in graph.situations]
    for number, situation in steps:
        desk.write(f"{number:>2}  {situation.title}   {situation.id}")

    def read(answer: str) -> str:
        try:
            return step_id(answer, graph, rungs)
        except ExposureLadderError as error:
            hint = error.hint if answer else ""
            raise UnclearError(f"a number or a name from the list. {hint}".rstrip(" .")) from None

    return desk.ask(tell("which"), read)


def _rungs(document: Document, now: datetime) -> tuple[Rung, ...]:
    try:
        return ladder_of(document, now).rungs
    except ExposureLadderError:  # a log does not need a ladder; only the numbers of its steps do
        return ()


def _came(course: Course, entry: Exposure) -> str:
    """Say what was predicted just before the entry and what came; nothing is predicted where nothing was rated."""
    if entry.happened is not Happened.PRACTISED:
        return tell(str(entry.happened))
    if entry.peak is None:
        return tell("not_rated")
    _, surprise = update(infer(course, at=entry.at), entry)
    if surprise is None:
        return ""
    reach = normal_quantile(0.5 + course.settings.likely / 2.0) * surprise.sd
    bounds = (surprise.predicted, surprise.predicted - reach, surprise.predicted + reach, surprise.observed)
    expected, low, high, peak = (shown(min(max(value, 0.0), 100.0), course.graph.shown) for value in bounds)
    return tell("came", expected=expected, low=low, high=high, peak=peak)


# ------------------------------------------------------------------------------------------------------------ next


def offer(args: Namespace, desk: Desk) -> int:
    """Print an option for the next practice."""
    document, at = opened(args.file), desk.now()
    if args.rule == "list":
        rows = tuple((rule.name, rule.asks, rule.standing) for rule in RULES.values())
        desk.page(Sheet((tell("rules"),), ("name", "moves on after", "rests on"), "<<<", rows, wrap=1))
        return 0
    policy = RULES[one_of(args.rule, RULES, "there is no rule of this name")]
    if args.at is not None:
        at = answers.option("at", lambda text: answers.moment(text, desk.now()), args.at)
    # Rules that draw give one answer a day.
    advice = advise(ladder_of(document, at), policy=policy, rng=np.random.default_rng(at.toordinal()))
    if args.format == "json":
        desk.write(json.dumps(advice.as_dict(), indent=2, ensure_ascii=False))
    else:
        desk.lines(advice_text(advice, width=min(desk.width, PROSE)))
    return 0
