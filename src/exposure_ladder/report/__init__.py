"""Pictures and pages of one person: progress, a worksheet for the pen, a digest for a talk.

It gives text; files are opened elsewhere. Pictures and HTML pages need the extras ``plot`` and ``report``, which are
looked for only when one is made.
"""

from exposure_ladder.report.figure import Picture
from exposure_ladder.report.graph_plot import draw_graph
from exposure_ladder.report.html import render_report
from exposure_ladder.report.plots import draw_course, draw_ladder, draw_predictions
from exposure_ladder.report.tables import blank_sheets as blank_sheets
from exposure_ladder.report.tables import practices_sheet as practices_sheet
from exposure_ladder.report.tables import predictions_sheet as predictions_sheet
from exposure_ladder.report.tables import rungs_sheet as rungs_sheet
from exposure_ladder.report.tables import steps_sheet as steps_sheet

__all__ = [
    "Picture",
    "draw_course",
    "draw_graph",
    "draw_ladder",
    "draw_predictions",
    "render_report",
]
