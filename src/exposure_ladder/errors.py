"""The exception tree: everything this library raises on purpose.

::

    ExposureLadderError(Exception)                    .hint
    ├── InvalidCourseError     (ValueError)           .problems: every problem of the document at once
    ├── UnknownSituationError  (LookupError)          .id .known .close_matches
    ├── ImpossibleLadderError  (ValueError)           .goal .blocked_by
    ├── ShapeError             (ValueError)
    ├── NumericalError         (ArithmeticError)      raised instead of returning NaN
    ├── StoppedError           (RuntimeError)         .finished: what a simulation had done when it was stopped
    └── StorageError           (OSError)              .path
        └── UnsupportedVersionError                   .found .supported

Texts say what was expected, what came, where, and what to do. They repeat numbers, ids, level names and keys, and
never titles, notes, feared outcomes or any other free text of a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "ExposureLadderError",
    "ImpossibleLadderError",
    "InvalidCourseError",
    "NumericalError",
    "Problem",
    "ShapeError",
    "StoppedError",
    "StorageError",
    "UnknownSituationError",
    "UnsupportedVersionError",
]


def _near(word: str, known: Iterable[str], most: int) -> list[str]:
    from difflib import get_close_matches  # only those who mistype wait for it

    return get_close_matches(word, list(known), n=most, cutoff=0.6)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``"Did you mean 'x'?"`` for the nearest known word, or an empty text."""
    near = _near(word, known, 1)
    return f"Did you mean {near[0]!r}?" if near else ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a document, and where.

    Parameters
    ----------
    path : tuple of str or int
        The way through the document, for instance ``("situations", 3, "distress")``.
    expected, got : str
        What should stand there, and what does (never private text).
    hint : str
        What to do; may be empty.
    line, column : int or None
        Place in the file, both counted from 1; none when the document did not come from a file.
    file : str
        Name of the file; empty when there is none.

    Examples
    --------
    >>> print(Problem(("situations", 3, "distress"), "a number from 0 to 100", "800", line=49, file="dogs.yaml"))
    dogs.yaml:49  distress: expected a number from 0 to 100; got 800.
    """

    path: tuple[str | int, ...]
    expected: str
    got: str
    hint: str = ""
    line: int | None = None
    column: int | None = None
    file: str = ""

    @property
    def where(self) -> str:
        """``file:line:column``, as far as it is known."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part not in ("", None))

    @property
    def name(self) -> str:
        """The path in one word when a line says the rest, otherwise in full; several words are anybody's own."""
        path = ["a key" if isinstance(part, str) and len(part.split()) > 1 else part for part in self.path]
        if self.line is not None:
            return next((part for part in reversed(path) if isinstance(part, str)), "file")
        text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
        return text.lstrip(".") or "document"

    def __str__(self) -> str:
        text = f"{self.name}: expected {self.expected}; got {self.got}."
        return "  ".join(part for part in (self.where, f"{text} {self.hint}".rstrip()) if part)


class ExposureLadderError(Exception):
    """Root of every error that this library raises on purpose.

    Attributes
    ----------
    hint : str
        What to do about it; may be empty.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.args[0]} {self.hint}".rstrip()

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), self.args, vars(self))


def _rebuilt(kind: type[ExposureLadderError], args: tuple[Any, ...], attributes: dict[str, Any]) -> ExposureLadderError:
    """Make an error again from its parts, in another process: constructors take more than an exception remembers."""
    error = kind.__new__(kind, *args)
    error.args = args
    vars(error).update(attributes)
    return error


class InvalidCourseError(ExposureLadderError, ValueError):
    """A record or a file does not say what it must; carries every problem found, not only the first.

    Attributes
    ----------
    problems : tuple of Problem
        In the order of the document.
    """

    def __init__(self, problems: Sequence[Problem], *, hint: str = "") -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems), hint=hint)

    def __str__(self) -> str:
        return "\n".join(part for part in (self.args[0], self.hint) if part)


class UnknownSituationError(ExposureLadderError, LookupError):
    """A situation was asked for that the graph does not have.

    Attributes
    ----------
    id : str
        What was asked for.
    known : tuple of str
        The ids that there are.
    close_matches : tuple of str
        Up to three of them that look like it, the nearest first.
    """

    def __init__(self, situation: str, known: Iterable[str]) -> None:
        self.id = situation
        self.known: tuple[str, ...] = tuple(known)
        self.close_matches: tuple[str, ...] = tuple(_near(situation, self.known, 3))
        known = f"Known: {', '.join(self.known[:10])}." if self.known else ""
        near = did_you_mean(situation, self.close_matches) or known
        super().__init__(f"expected the id of a situation in this graph; got {situation!r}.", hint=near)


class ImpossibleLadderError(ExposureLadderError, ValueError):
    """No ladder satisfies what was asked.

    Attributes
    ----------
    goal : str
        The situation that cannot be reached.
    blocked_by : tuple of str
        What stands in the way, as ids.
    """

    def __init__(self, message: str, *, goal: str, blocked_by: Sequence[str] = (), hint: str = "") -> None:
        self.goal = goal
        self.blocked_by: tuple[str, ...] = tuple(blocked_by)
        super().__init__(message, hint=hint)


class ShapeError(ExposureLadderError, ValueError):
    """Arrays do not fit together."""


class NumericalError(ExposureLadderError, ArithmeticError):
    """A computation left the range in which it means something."""


class StoppedError(ExposureLadderError, RuntimeError):
    """A simulation ended before it was whole: by the keyboard, or because a worker died.

    Attributes
    ----------
    finished : SimulationResult or None
        The clients of finished blocks, to go on from; none when no block was finished.
    """

    def __init__(self, message: str, *, finished: Any = None, hint: str = "") -> None:
        self.finished = finished
        super().__init__(message, hint=hint)


class StorageError(ExposureLadderError, OSError):
    """A file could not be read or written; nothing was changed.

    Attributes
    ----------
    path : str
        The file, as the person named it.
    """

    def __init__(self, message: str, *, path: str, hint: str = "") -> None:
        self.path = path
        super().__init__(message, hint=hint)


class UnsupportedVersionError(StorageError):
    """A file was written by a newer version; it is left as it is.

    Attributes
    ----------
    found, supported : int
        The format of the file, and the newest one that this version reads.
    """

    def __init__(self, *, path: str, found: int, supported: int) -> None:
        self.found = found
        self.supported = supported
        super().__init__(
            f"{path}: expected format {supported} or older; got format {found}.",
            path=path,
            hint="The file was left untouched. Update exposure_ladder to open it.",
        )
