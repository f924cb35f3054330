"""Looking back: predictions against what came, changes judged against the noise of ratings, and how far somebody is.

It reads the log and the ladder that follows from it, claims nothing from a single pair of ratings, and never calls
anything a failure.
"""

from exposure_ladder.review.change import Change, changes
from exposure_ladder.review.change import reliable_change as reliable_change
from exposure_ladder.review.page import looking_back as looking_back
from exposure_ladder.review.page import progress_sheet as progress_sheet
from exposure_ladder.review.patterns import Pattern, Patterns, find_patterns
from exposure_ladder.review.patterns_page import patterns_sheet as patterns_sheet
from exposure_ladder.review.predictions import Expectation, Foretold, Ledger, foretold, ledger
from exposure_ladder.review.progression import Progress, Trail, progress

__all__ = [
    "Change",
    "Expectation",
    "Foretold",
    "Ledger",
    "Pattern",
    "Patterns",
    "Progress",
    "Trail",
    "changes",
    "find_patterns",
    "foretold",
    "ledger",
    "progress",
]
