"""What leaves the library for other programs, and what comes back from them.

It may use the whole planner; the planner knows nothing of it. It takes and gives text: files are opened elsewhere.
Pictures and HTML pages need the extras ``plot`` and ``report``, which are looked for only when one is made.
"""

from exposure_ladder.output.calendar import Rhythm, write_calendar
from exposure_ladder.output.columns import COLUMNS, Column
from exposure_ladder.output.drawing import Picture
from exposure_ladder.output.exchange import read_entries, write_entries
from exposure_ladder.output.importing import Imported, import_log
from exposure_ladder.output.plots import draw_course, draw_graph, draw_ladder, draw_predictions
from exposure_ladder.output.redaction import RESEARCH, SHARE, Keep, redacted
from exposure_ladder.output.report import render_report
from exposure_ladder.output.study_plots import draw_outcomes, draw_scorecard

__all__ = [
    "COLUMNS",
    "RESEARCH",
    "SHARE",
    "Column",
    "Imported",
    "Keep",
    "Picture",
    "Rhythm",
    "draw_course",
    "draw_graph",
    "draw_ladder",
    "draw_outcomes",
    "draw_predictions",
    "draw_scorecard",
    "import_log",
    "read_entries",
    "redacted",
    "render_report",
    "write_calendar",
    "write_entries",
]
