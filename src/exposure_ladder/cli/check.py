"""The command that looks a file over: mistakes with their place, then findings worth a second thought."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from exposure_ladder.cli.open import document_of
from exposure_ladder.cli.options import add_format
from exposure_ladder.cli.sentences import counted, tell
from exposure_ladder.cli.terminal import complain
from exposure_ladder.errors import ExposureLadderError, InvalidCourseError
from exposure_ladder.linting import Severity, finding_blocks, lint
from exposure_ladder.text import command, loosened

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from exposure_ladder.cli.options import Add
    from exposure_ladder.cli.terminal import Terminal
    from exposure_ladder.linting import Finding
    from exposure_ladder.storage import Document


def check(args: Namespace, terminal: Terminal) -> int:
    """Say everything that is wrong with files, or else what is worth a second thought."""
    problems, bad, noted, answers = 0, False, False, list[dict[str, Any]]()
    for at, name in enumerate(args.files):
        answer: dict[str, Any] = {"file": name, "problems": [], "findings": []}
        if at and args.format == "text":
            terminal.write("")
        try:
            document = document_of(name)
        except InvalidCourseError as error:
            problems += len(error.problems)
            answer["problems"] = [asdict(problem) for problem in error.problems]
            for problem in error.problems if args.format == "text" else ():
                _line(str(problem), terminal)
        except ExposureLadderError as error:
            bad, answer["error"] = True, loosened(str(error))
            if args.format == "text":
                complain(str(error))
        else:
            found = lint(document.course)
            noted |= any(finding.severity is not Severity.HINT for finding in found)
            answer["findings"] = [_plain_finding(finding, document) for finding in found]
            if args.format == "text":
                _show_findings(document, found, terminal)
        answers.append(answer)
    if args.format == "json":
        terminal.json({"format": 1, "kind": "check", "files": answers})
    elif problems:
        terminal.tell(tell("problems_end", problems=counted("problem", problems)))
    return 1 if problems or bad or (noted and args.strict) else 0


def _show_findings(document: Document, found: Sequence[Finding], terminal: Terminal) -> None:
    for block in finding_blocks(found, lambda finding: _where(finding, document)):
        terminal.tell("\n    ".join(block), hang="    ")
    steps, name = len(document.course.graph.situations), document.name
    if found:
        severities = [(severity, sum(finding.severity is severity for finding in found)) for severity in Severity]
        counts = ", ".join(counted(str(severity), count) for severity, count in severities if count)
        terminal.write("")
        terminal.tell(tell("found", file=name, steps=steps, counts=counts))
    else:
        terminal.tell(tell("nothing_found", file=name, steps=steps))
    if name != "standard input":
        terminal.tell(tell("next_plan", plan=command("plan", name)))


def _line(text: str, terminal: Terminal) -> None:
    """Print a line that programs may read; for a person it is filled, and what to do hangs below."""
    if terminal.watched:
        terminal.tell(text.replace("  → ", "\n    → "), hang="    ")
    else:
        terminal.write(text)


def _where(finding: Finding, document: Document) -> str:
    if finding.path[:1] in (("log",), ("consents",)):
        return f"{document.name.rpartition('.')[0]}.journal"
    return ":".join(str(part) for part in document.where(finding.path) if part is not None)


def _plain_finding(finding: Finding, document: Document) -> dict[str, Any]:
    file, line, column = document.where(finding.path)
    place = {"file": file, "line": line, "column": column, "path": list(finding.path)}
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        **place,
        "situations": list(finding.situations),
        "message": finding.message,
        "advice": finding.advice,
    }


# ---------------------------------------------------------------------------------------------------------- options


def _options(add: Add) -> None:
    more = "Mistakes come first, each with file:line:column. A file without any gets things worth a second thought."
    parser = add("FILE… [options]", "check closer.yaml", more)
    parser.add_argument("files", nargs="+", metavar="FILE", help="a .yaml, .csv or .json file, or - for a pipe")
    parser.add_argument("--strict", action="store_true", help="exit code 1 for warnings too")
    add_format(parser)


COMMANDS = {"check": (_options, check)}
