"""The columns of a log as a table: what each holds, its unit and its range. The data dictionary is made from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from exposure_ladder.records import KINDS
from exposure_ladder.records._checks import SCALES, one_of
from exposure_ladder.text.summary import Summary


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Column(Summary):
    """One column of the table, named like the field of the record that it holds.

    Attributes
    ----------
    name : str
        Its name; one that ends in a colon stands for one column a channel, like ``measure:urge``.
    holds : str
        What a cell holds: word, choice, text, texts, time, number, distress (on the scale of the row), series, yes/no.
    unit, span : str
        Unit and range; may be empty.
    meaning : str
        What it says.
    free : bool
        Whether a person wrote it in words of their own.

    Examples
    --------
    >>> from exposure_ladder.storage import COLUMNS
    >>> [(column.name, column.unit, column.free) for column in COLUMNS if column.name in ("peak", "note")]
    [('peak', 'SUDS', False), ('note', '', True)]
    """

    name: str
    holds: str
    unit: str
    span: str
    meaning: str
    free: bool = False


_SCALE: Final = "0 to the top of `scale`"
COLUMNS: Final = (
    Column("kind", "choice", "", one_of(KINDS), "what the row is; an empty cell says exposure"),
    Column("id", "word", "", "", "name of the entry; without one it is made from the content"),
    Column("at", "time", "ISO 8601 with offset", "up to now", "when it was, like 2026-03-09T20:10+01:00"),
    Column("revision", "number", "", "0 or more", "how often it was changed or taken back; without one, never"),
    Column("withdrawn", "yes/no", "", "yes or no", "whether it was taken back and counts nowhere; without one, no"),
    Column("situation", "word", "", "id in the plan", "which situation it is about"),
    Column("harder", "word", "", "id in the plan", "comparison: the harder of two situations"),
    Column("easier", "word", "", "id in the plan", "comparison: the easier of the two"),
    Column("scale", "choice", "", one_of(SCALES), "scale of the row's distress and measures; 0-100 in what is written"),
    Column("expected", "distress", "SUDS", _SCALE, "highest distress expected beforehand"),
    Column("start", "distress", "SUDS", _SCALE, "distress at the start"),
    Column("peak", "distress", "SUDS", _SCALE, "highest distress"),
    Column("end", "distress", "SUDS", _SCALE, "distress at the end"),
    Column("distress", "distress", "SUDS", _SCALE, "rating: distress without practice"),
    Column("series", "series", "min:SUDS", _SCALE, "timed ratings, like 0:20|5:35"),
    Column("minutes", "number", "min", "0–1440", "how long it lasted"),
    Column("happened", "choice", "", "practised, refused or avoided", "whether it took place; without one, practised"),
    Column("stopped", "choice", "", "no, early or by agreement", "how it ended; without one, no"),
    Column("share", "number", "share", "0–1", "part of the exercise that was done; without one, 1"),
    Column("expectancy_before", "number", "%", "0–100", "how likely the feared outcome seemed"),
    Column("occurred", "choice", "", "yes, no, partly or unclear", "whether the feared outcome came"),
    Column("expectancy_after", "number", "%", "0–100", "how likely it seems for a next time"),
    Column("wanted", "choice", "", "yes, no or unsure", "touch and sex: whether it was wanted the whole time"),
    Column("given", "yes/no", "", "yes or no", "consent: no takes it back; without one, yes"),
    Column("until", "time", "ISO 8601 with offset", "", "consent: when it ends"),
    Column("wording", "word", "", "", "consent: a short hash of the step as it was worded then", free=True),
    Column("ends", "texts", "", "parts with | between", "consent: names of the yeses that a withdrawal ends"),
    Column("measure:", "distress", "points", _SCALE, "every other channel, like measure:numbness: one column each"),
    Column("person", "text", "", "as named in the plan", "consent: who said it", free=True),
    Column("by", "text", "", "", "who rated; override: who decided", free=True),
    Column("entered", "text", "", "", "how it was entered: touched, typed, spoken", free=True),
    Column("feared", "text", "", "", "the outcome that was feared this time", free=True),
    Column("safety", "texts", "", "parts with | between", "safety behaviours that were used", free=True),
    Column("context", "texts", "", "parts with | between", "place, company, time of day", free=True),
    Column("reason", "text", "", "", "why it was left early; override: why this step", free=True),
    Column("learned", "text", "", "", "what the person takes from it", free=True),
    Column("saw", "text", "", "", "what was seen of the feared outcome", free=True),
    Column("managed", "text", "", "", "how the person managed", free=True),
    Column("vary", "text", "", "", "what to do differently next time", free=True),
    Column("helper", "text", "", "", "the professional who was there", free=True),
    Column("note", "text", "", "", "a note to oneself", free=True),
)
"""Every column of the log as a table, in their order: see :doc:`/log-columns`."""
NAMED: Final = {column.name: column for column in COLUMNS}
MEASURE: Final = "measure:"


def column_of(name: str) -> Column:
    """Return the column of a name, the channel of a measure included."""
    return NAMED[MEASURE if name.startswith(MEASURE) else name]
