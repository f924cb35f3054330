"""What a person wrote, read back: what was feared and whether it came, what was learned, why a step was left, notes.

These are words of the person, so they are shown only where the plan says that nobody else opens this computer, or where
they are asked for. Nothing is counted: "it did not come", eight times of eight, would be one more thing to check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exposure_ladder.records import Computer, Exposure, Happened, Occurred
from exposure_ladder.text import Part, Sheet, plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from exposure_ladder.records import Course, SituationGraph

__all__ = ["own_words_sheet", "shows_own_words"]

LATEST: Final = 12
"""Entries that are read back, the newest last (assumption)."""
_LABEL: Final = 12
_CAME: Final = {
    Occurred.NO: "It did not come.",
    Occurred.YES: "It came.",
    Occurred.PARTLY: "It came partly.",
    Occurred.UNCLEAR: "Whether it came could not be told.",
}


def shows_own_words(graph: SituationGraph) -> bool:
    """Return whether words of the log may be shown without being asked for.

    Parameters
    ----------
    graph : SituationGraph
        Its `computer` says who can open this computer; what is not said counts as others, too.
    """
    return graph.computer is Computer.MINE


def own_words_sheet(course: Course, *, at: datetime, latest: int = LATEST) -> Sheet:
    """Lay out what the person wrote, practice by practice, oldest first.

    Parameters
    ----------
    course : Course
        Plan and log.
    at : datetime.datetime
        The moment, with its UTC offset; later entries are not read.
    latest : int
        How many entries with words are shown, the newest ones.
    """
    feared = {situation.id: situation.feared for situation in course.graph.situations}
    log = [entry for entry in course.log if isinstance(entry, Exposure) and entry.at <= at]
    parts = [
        Part(entry.at.date().isoformat(), (f"{entry.situation}: {' '.join(lines)}",), _LABEL)
        for entry in log
        if (lines := list(_lines(entry, entry.feared or feared.get(entry.situation))))
    ]
    return Sheet(("In your words", *parts[-latest:]))


def _lines(entry: Exposure, feared: str | None) -> Iterator[str]:
    if entry.happened is not Happened.PRACTISED:
        yield "Not done this time."
    if entry.occurred is not None or entry.expectancy_before is not None:
        likely = "" if entry.expectancy_before is None else f" It seemed {entry.expectancy_before:.0f} % likely."
        yield f"Your fear: {_sentence(feared or 'not written')}{likely}"
        yield _CAME[entry.occurred] if entry.occurred is not None else ""
    texts = (
        ("You saw:", entry.saw),
        ("You managed:", entry.managed),
        ("You took from it:", entry.learned),
        ("You leaned on:", ", ".join(entry.safety)),
        ("You left early:", entry.reason),
        ("Next time:", entry.vary),
        ("Note:", entry.note),
    )
    for label, text in texts:
        if text:
            yield f"{label} {_sentence(text)}"


def _sentence(text: str) -> str:
    text = " ".join(plain(text).split())
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
