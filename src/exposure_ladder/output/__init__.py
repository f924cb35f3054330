"""What leaves the library for other programs, and what comes back from them.

It may use the whole planner; the planner knows nothing of it. It takes and gives text: files are opened elsewhere.
Pictures stand one level down, in :mod:`~exposure_ladder.output.plots` and :mod:`~exposure_ladder.output.study_plots`;
they and HTML pages need the extras ``plot`` and ``report``, which are looked for only when one is made.
"""

from exposure_ladder.output.columns import COLUMNS, Column, columns_page
from exposure_ladder.output.exchange import read_entries, write_entries
from exposure_ladder.output.report import render_report

__all__ = ["COLUMNS", "Column", "columns_page", "read_entries", "render_report", "write_entries"]
