"""Every sentence a person reads: code and values in, English out, from one table that an app can replace.

It formats values that were computed elsewhere and decides nothing. Numbers are shown on the scale the person uses.
Sentences offer and explain; none orders, promises or diagnoses.
"""

from exposure_ladder.wording.advice_page import advice_sheet
from exposure_ladder.wording.closeness_page import joint_sheet, patterns_sheet
from exposure_ladder.wording.english import ENGLISH, heads, say, shown
from exposure_ladder.wording.ladder_page import client_of, footer, is_rated, ladder_sheet, often
from exposure_ladder.wording.page import Part, Sheet, command, fitted, loosened, plain
from exposure_ladder.wording.progress_page import looking_back, progress_sheet
from exposure_ladder.wording.report_page import (
    blank_sheets,
    practices_sheet,
    predictions_sheet,
    rungs_sheet,
    steps_sheet,
)
from exposure_ladder.wording.rules_page import rules_sheet

__all__ = [
    "ENGLISH",
    "Part",
    "Sheet",
    "advice_sheet",
    "blank_sheets",
    "client_of",
    "command",
    "fitted",
    "footer",
    "heads",
    "is_rated",
    "joint_sheet",
    "ladder_sheet",
    "looking_back",
    "loosened",
    "often",
    "patterns_sheet",
    "plain",
    "practices_sheet",
    "predictions_sheet",
    "progress_sheet",
    "rules_sheet",
    "rungs_sheet",
    "say",
    "shown",
    "steps_sheet",
]
