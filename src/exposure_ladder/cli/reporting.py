"""The commands for other eyes and other programs: pages to read or print, and logs that another program wrote."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exposure_ladder.cli import answers
from exposure_ladder.cli.exchanging import form_of, kept, local_time, put
from exposure_ladder.cli.offering import luck_of
from exposure_ladder.cli.opening import journal_of, opened, rule_of
from exposure_ladder.cli.planning import ladder_of
from exposure_ladder.cli.screen import PROSE, complain
from exposure_ladder.cli.sentences import counted, tell
from exposure_ladder.errors import ExposureLadderError, InvalidCourseError
from exposure_ladder.output import import_log, render_report
from exposure_ladder.records import Scale
from exposure_ladder.storage import read_text

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping
    from typing import Final, Literal

    from exposure_ladder.cli.screen import Desk
    from exposure_ladder.output import Imported

_ENDINGS: Final[Mapping[str, Literal["text", "html", "markdown"]]] = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".markdown": "markdown",
}


def report(args: Namespace, desk: Desk) -> int:
    """Print or write a page about the plan."""
    document, at = opened(args.file), answers.time_of(args.at, desk.now())
    form, policy = form_of(args, _ENDINGS), rule_of(args.rule)
    ladder, width = ladder_of(document, at), min(desk.width, PROSE)
    text = render_report(ladder, page=args.page, form=form, policy=policy, rng=luck_of(policy, at), width=width)
    return put(text, args, desk)


def take_other(args: Namespace, desk: Desk) -> int:
    """Read the log of another program, say what was not understood, and add the rest if that is wanted."""
    journal, course, now = journal_of(args.file), opened(args.file).course, desk.now()
    name = args.log
    try:
        found = import_log(
            read_text(Path(name), name),
            course.graph,
            name=name,
            columns=_map(args.columns),
            scale=None if args.scale is None else Scale(args.scale),
            dates=args.dates,
            until=now,
            local=local_time,
        )
    except InvalidCourseError as error:
        raise InvalidCourseError(error.problems, hint=tell("import_columns")) from None
    _say(found, desk)
    if found.small and args.scale is None and not args.check:
        raise ExposureLadderError(tell("import_small"), hint=tell("import_again"))
    understood = counted("entry", len(found.entries))
    if found.problems and not (args.check or args.skip):
        raise InvalidCourseError(found.problems, hint=tell("import_none", entries=understood))
    for problem in found.problems:
        complain(str(problem))
    if args.check or not found.entries:
        desk.tell(tell("import_check", entries=understood, problems=counted("problem", len(found.problems))))
        return int(bool(found.problems))
    return kept(journal, found.entries, args, desk, name=name)


def _map(pairs: list[str]) -> dict[str, str]:
    """Read ``heading=column`` pairs."""
    found = {}
    for pair in pairs:
        title, sign, holds = pair.rpartition("=")
        if not sign:
            hint = 'Like this:  --column "Max SUDS=peak"'
            raise ExposureLadderError("--column: expected HEADING=COLUMN; got no =.", hint=hint)
        found[title] = holds
    return found


def _say(found: Imported, desk: Desk) -> None:
    said = {"import_aside": found.aside, "import_noon": found.noon, "import_no_peak": found.without_peak}
    for code, there in said.items():
        if there:
            desk.tell(tell(code, columns=", ".join(map(str, found.aside)), count=found.noon))
