"""The words of the command line: commands, options, help. It loads nothing but argparse, so that help comes at once."""

from __future__ import annotations

import argparse
import sys
import textwrap
from functools import partial

from exposure_ladder._version import __version__
from exposure_ladder.cli import options
from exposure_ladder.cli.options import AT, SCALE, a_file
from exposure_ladder.cli.streams import columns
from exposure_ladder.text.notice import NOTICE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any, Final, NoReturn, TextIO

    Commands = argparse._SubParsersAction[Any]
    Add = Callable[..., argparse.ArgumentParser]

PROGRAM: Final = "exposure-ladder"
FORMATS: Final = ("text", "json")

_ABOUT: Final = "Turn a list of feared situations into a ladder of small steps, and adapt it to what really happens."
_FIRST: Final = f"New here? Run:  {PROGRAM} demo"
_URGENT: Final = NOTICE.splitlines()[-1]

_PLAINER: Final[Mapping[str, str]] = {
    "argument ": "",
    "the following arguments are required: ": "missing: ",
    "expected one argument": "expected a word after it; got none",
    "invalid int value: ": "expected a whole number; got ",
    "not allowed with ": "cannot stand beside ",
}
"""What argparse says where people go wrong most, and what is said instead."""


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints say what to do."""

    def error(self, message: str) -> NoReturn:
        for theirs, ours in _PLAINER.items():
            message = message.replace(theirs, ours)
        text = f"{self.prog}: {message}{'' if message.endswith('?') else '.'}"
        self.exit(2, f"{_fitted(text, sys.stderr)}\nSee: {self.prog} --help\n")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Refuse what is left over here, where it is known for which command it was meant."""
        found, left = super().parse_known_args(args, namespace)
        if left and left[0].startswith("-"):
            self.error(f"{left[0]}: there is no such option{_near(left[0], self._option_string_actions)}")
        if left:
            self.error(f"expected no more words; got {left[0]!r}. A name with spaces needs quotes around it")
        return found, left

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        near = _near(value, action.choices)
        if isinstance(action, argparse._SubParsersAction):
            self.error(f"{value}: there is no such command{near}")
        raise argparse.ArgumentError(action, f"expected {', '.join(action.choices)}; got {value!r}{near}")


def _near(word: str, known: Iterable[str]) -> str:
    from exposure_ladder.errors import did_you_mean

    near = did_you_mean(word, known)
    return f". {near}" if near else ""


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help in the width of the screen, with the text above and below the options as it was laid out."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=26, width=_width())
        self._action_max_length = max(map(len, COMMANDS)) + 4  # argparse forgets the indent of commands


def _width() -> int:
    return min(100, columns(100))


def _fitted(text: str, stream: TextIO) -> str:
    """Return a text as it is written; lines are broken only where a terminal is too narrow, and never within words."""
    if not stream.isatty():
        return text
    width = min(100, columns(100, stream))
    fill = partial(textwrap.fill, width=width, break_long_words=False, break_on_hyphens=False)
    return "\n".join(map(fill, text.splitlines()))


def make_parser(words: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Return the parser of all commands; options are only made for the command that the words name."""
    whole = _Parser(
        prog=PROGRAM,
        usage=f"{PROGRAM} COMMAND …",
        description=f"{textwrap.fill(_ABOUT, _width())}\n\n{_fitted(NOTICE.rstrip(), sys.stdout)}\n",
        epilog=_fitted(f"{_FIRST}\nMore about one of them, with an example:  {PROGRAM} COMMAND --help", sys.stdout),
        formatter_class=_Help,
        allow_abbrev=False,
    )
    whole.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    _debug(whole)
    commands = whole.add_subparsers(
        dest="command", metavar="COMMAND", required=True, title="commands", parser_class=_Parser
    )
    named = next((word for word in words if not word.startswith("-")), None)
    for name, (about, build, _) in COMMANDS.items():
        if name == named:
            build(partial(_command, commands, name, about))
        else:
            commands.add_parser(name, help=about, add_help=False)
    return whole


def _command(
    commands: Commands, name: str, about: str, usage: str, example: str, more: str = ""
) -> argparse.ArgumentParser:
    width = _width()
    text = "\n\n".join(textwrap.fill(part, width) for part in (f"{about[0].upper()}{about[1:]}.", more) if part)
    command: argparse.ArgumentParser = commands.add_parser(
        name,
        prog=f"{PROGRAM} {name}",
        help=about,
        usage=f"{PROGRAM} {name} {usage}".rstrip(),
        description=text,
        epilog=f"example:\n  {PROGRAM} {example}\n\n{textwrap.fill(_URGENT, width)}",
        formatter_class=_Help,
        allow_abbrev=False,
    )
    command._positionals.title = "what it needs"
    _debug(command)
    return command


def _debug(command: argparse.ArgumentParser) -> None:
    command.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)


# ------------------------------------------------------------------------------------------------ writing a ladder


def _demo(add: Add) -> None:
    command = add("[--folder DIR]", "demo")
    command.add_argument("--folder", metavar="DIR", help="keep the files here instead of in a folder that goes away")


def _new(add: Add) -> None:
    more = "Without a name it lists the templates. An existing file is never overwritten."
    command = add("[TEMPLATE] [FILE]", "new closeness closer.yaml", more)
    command.add_argument("template", nargs="?", metavar="TEMPLATE", help="its name, as in the list")
    command.add_argument("file", nargs="?", metavar="FILE", help="where to write it (default: TEMPLATE.yaml)")


def _check(add: Add) -> None:
    more = "Mistakes come first, each with file:line:column. A file without any gets things worth a second thought."
    command = add("FILE… [options]", "check closer.yaml", more)
    command.add_argument("files", nargs="+", metavar="FILE", help="a .yaml, .csv or .json file, or - for a pipe")
    command.add_argument("--strict", action="store_true", help="exit code 1 for warnings too")
    command.add_argument("--format", choices=FORMATS, default="text")


def _plan(add: Add) -> None:
    more = (
        "Every situation in the file stays on the ladder, easiest first, unless an option says otherwise; what is left "
        f"out is listed with its reason. {SCALE}"
    )
    command = add("FILE [options]", "plan closer.yaml --format markdown > ladder.md", more)
    a_file(command, pipe=True)
    command.add_argument(
        "--objective",
        choices=("fewest", "balanced", "gentlest"),
        default="balanced",
        help="what counts where there is something to choose (default: balanced)",
    )
    command.add_argument(
        "--keep",
        choices=("written", "goal"),
        default="written",
        help="every written step (default), or only what the way to the goal needs",
    )
    command.add_argument("--goal", action="append", metavar="ID", help="another goal than the file's; may be repeated")
    command.add_argument("--via", action="append", default=[], metavar="ID", help="a step that must be on the way")
    command.add_argument("--exclude", action="append", default=[], metavar="ID", help="a step to leave out")
    command.add_argument("--theme", metavar="NAME", help="only steps of this theme")
    command.add_argument("--bridge", action="store_true", help="put suggested steps into wide ones")
    command.add_argument("--format", choices=("text", "markdown", "json", "csv"), default="text")
    command.add_argument("--at", metavar="TIME", help=f"the ladder at another time than now: {AT}")


def _graph(add: Add) -> None:
    command = add("FILE [options]", "graph closer.yaml --format svg > closer.svg")
    a_file(command, pipe=True)
    command.add_argument("--format", choices=("mermaid", "dot", "svg"), default="mermaid")


# --------------------------------------------------------------------------------------------- practising with it


def _next(add: Add) -> None:
    more = "It rests on ratings that were given, names them, and says what is as good. Same log, same option."
    command = add("FILE [options]", "next closer.yaml", more)
    a_file(command, pipe=True)
    command.add_argument(
        "--rule", metavar="NAME", default=None, help="another rule than the plan's; --rule list shows them"
    )
    command.add_argument("--why", action="store_true", help="every reason, and the whole rule")
    command.add_argument("--low-energy", action="store_true", help="a day for something smaller; nothing is lost by it")
    command.add_argument("--format", choices=FORMATS, default="text")
    command.add_argument("--at", metavar="TIME", help=f"another time than now: {AT}")


def _progress(add: Add) -> None:
    more = (
        "Sentences first, then a chart with a line for each step. Changes within the noise of ratings are called that."
    )
    command = add("FILE [options]", "progress closer.yaml --no-chart", more)
    a_file(command, pipe=True)
    command.add_argument("--no-chart", dest="chart", action="store_false", help="only the sentences")
    command.add_argument("--format", choices=("text", "markdown", "json"), default="text")
    command.add_argument("--at", metavar="TIME", help=f"another time than now: {AT}")


def _compare_rules(add: Add) -> None:
    more = "It replays the log. Nothing here shows which rule would have been better: only one way was taken."
    command = add("FILE [options]", "compare-rules closer.yaml --rules default,half,peak", more)
    a_file(command, pipe=True)
    command.add_argument(
        "--rules", metavar="NAMES", default="default,half,peak", help="with commas (default: default,half,peak)"
    )
    command.add_argument("--format", choices=("text", "markdown", "json"), default="text")


def _together(add: Add) -> None:
    more = (
        "Each file stays its owner's own. Agree on the steps and their order first, with the same ids in both files. "
        "The page says open or not yet, never why: no numbers, no words of one side."
    )
    command = add("ONE TWO STEP… [options]", "together kim.yaml sam.yaml tell listen hug", more)
    command.add_argument("file", metavar="ONE", help="the file of one of you")
    command.add_argument("other", metavar="TWO", help="the file of the other")
    command.add_argument("steps", nargs="+", metavar="STEP", help="ids of the agreed steps, in the agreed order")
    command.add_argument("--format", choices=FORMATS, default="text")
    command.add_argument("--at", metavar="TIME", help=f"another time than now: {AT}")


def _patterns(add: Add) -> None:
    more = "It counts and compares short words and numbers, never notes. Same log, same page; it cannot say why."
    command = add("FILE [options]", "patterns closer.yaml", more)
    a_file(command, pipe=True)
    command.add_argument("--format", choices=FORMATS, default="text")
    command.add_argument("--at", metavar="TIME", help=f"another time than now: {AT}")


def _erase(add: Add) -> None:
    more = (
        "Without numbers: the whole log. FILE itself stays. To leave an entry out without erasing it, use "
        "amend --withdraw. With what somebody said about a step goes every earlier yes of theirs. Erasing cannot be "
        "undone."
    )
    command = add("FILE [NUMBER …] [--yes]", "erase closer.yaml 4", more)
    a_file(command)
    command.add_argument("numbers", nargs="*", type=int, metavar="NUMBER", help="which entries; amend FILE lists them")
    command.add_argument("--yes", action="store_true", help="do not ask")


def _consent(add: Add) -> None:
    more = (
        "A yes counts for one step, runs out, and can be taken back at any time. It is a note of what was said: "
        "no software can know whether it was free, or whether it still holds. Please ask again, in person, each time."
    )
    command = add("FILE SITUATION PERSON [options]", "consent closer.yaml hug partner", more)
    a_file(command)
    command.add_argument("situation", metavar="SITUATION", help="id of the step")
    command.add_argument("person", metavar="PERSON", help="who said it, as named in the file")
    command.add_argument("--withdraw", action="store_true", help="the yes no longer holds, from now on")
    command.add_argument("--until", metavar="DAY", help="the last day it holds, like 2026-04-01; at most 90 days on")
    command.add_argument("--at", metavar="TIME", help=f"when it was said: {AT}")


_VIRTUAL: Final = "For researchers. Virtual clients follow assumptions; nothing they do is a prediction about a person."


def _simulate(add: Add) -> None:
    more = f"{_VIRTUAL} With --out results.npz, what is finished when you press Ctrl-C is kept; the same line goes on."
    command = add("FILE [options]", "simulate closer.yaml --clients 2000 --days 90 --seed 7", more)
    command.add_argument("--rule", dest="rules", metavar="NAME", default="default", help="a rule (next --rule list)")
    _studied(command)


def _compare(add: Add) -> None:
    more = f"{_VIRTUAL} All rules meet the same people with the same luck; the first is what others are compared with."
    command = add("FILE [options]", "compare closer.yaml --rules default,random --clients 2000", more)
    rules = "names with commas between them (next --rule list)"
    command.add_argument("--rules", metavar="NAMES", default="default,random", help=rules)
    _studied(command)


def _studied(command: argparse.ArgumentParser) -> None:
    a_file(command, pipe=True)
    command.add_argument("--clients", type=int, default=1000, metavar="N", help="how many (default: 1000)")
    command.add_argument("--days", type=int, default=90, metavar="N", help="how long (default: 90)")
    command.add_argument("--seed", type=int, metavar="N", help="the same number gives the same results")
    command.add_argument("--unguided", action="store_true", help="people alone with a program, of whom most stop early")
    command.add_argument("--fixed", action="store_true", help="the planner keeps to what was stated and learns nothing")
    command.add_argument("--workers", type=int, default=1, metavar="N", help="processes (default: 1)")
    command.add_argument("--out", metavar="NEW", help="a .csv for every client, or a .npz to read again")
    command.add_argument("--force", action="store_true", help="write over a file of this name")
    command.add_argument("--format", choices=FORMATS, default="text")


def _phenomena(add: Add) -> None:
    more = "For researchers. What a model must fail by its equations counts too. No model is about a person."
    command = add("[options]", "phenomena", more)
    command.add_argument("--format", choices=FORMATS, default="text")


COMMANDS: Final[Mapping[str, tuple[str, Callable[[Add], None], str]]] = {
    "demo": ("see the whole way once, with an example", _demo, "demo.demo"),
    "new": ("start a ladder from a template", _new, "templates.new"),
    "check": ("look a file over, line by line", _check, "checking.check"),
    "plan": ("print the ladder", _plan, "planning.plan"),
    "log": ("write down how a practice went", options.log, "practice.log"),
    "rate": ("note a rating without practice, or which step is harder", options.rate, "noting.rate"),
    "choose": ("note a helper's choice of the next step", options.choose, "noting.choose"),
    "next": ("an option for the next practice, with reasons", _next, "offering.offer"),
    "progress": ("how far it is, in sentences and as a chart", _progress, "looking.look_back"),
    "patterns": ("what goes together in the log, with counts", _patterns, "looking.patterns"),
    "together": ("which agreed steps are open to two people", _together, "looking.together"),
    "consent": ("note another person's yes to one step, or take it back", _consent, "mending.consent"),
    "amend": ("change or take back an entry of the log", options.amend, "mending.amend"),
    "graph": ("the situations and how alike they are, as text for a picture", _graph, "planning.graph"),
    "compare-rules": ("where rules would have parted on this log", _compare_rules, "looking.compare"),
    "report": ("a page to read, print or show: progress, worksheet, digest", options.report, "writing_out.report"),
    "export": ("write out the course or its log, for other programs", options.export, "writing_out.export"),
    "import": ("take in the log of another program", options.take_other, "taking_in.take_other"),
    "erase": ("take entries out of the log for good", _erase, "mending.erase"),
    "simulate": ("let virtual clients practise under a rule", _simulate, "studying.study"),
    "compare": ("let the same virtual clients practise under several rules", _compare, "studying.study"),
    "phenomena": ("which findings about learned fear each learning model shows", _phenomena, "studying.phenomena"),
}
"""One line about each command, what makes its options, and the function that carries it out; in the order in which
people meet them."""
