"""What leaves the library for other programs, and what comes back from them.

It may use the whole planner; the planner knows nothing of it. It takes and gives text: files are opened elsewhere.
Pictures stand one level down, in :mod:`~exposure_ladder.output.plots` and :mod:`~exposure_ladder.output.study_plots`;
they and HTML pages need the extras ``plot`` and ``report``, which are looked for only when one is made.
"""

from exposure_ladder.output.calendar import Rhythm, write_calendar
from exposure_ladder.output.columns import COLUMNS, Column, columns_page
from exposure_ladder.output.exchange import read_entries, write_entries
from exposure_ladder.output.importing import DATES, Imported, import_log
from exposure_ladder.output.redaction import RESEARCH, SHARE, Keep, redacted
from exposure_ladder.output.report import FORMS, PAGES, render_report

__all__ = [
    "COLUMNS",
    "DATES",
    "FORMS",
    "PAGES",
    "RESEARCH",
    "SHARE",
    "Column",
    "Imported",
    "Keep",
    "Rhythm",
    "columns_page",
    "import_log",
    "read_entries",
    "redacted",
    "render_report",
    "write_calendar",
    "write_entries",
]
