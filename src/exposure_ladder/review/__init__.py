"""Looking back: predictions against what came, changes judged against the noise of ratings, and how far somebody is.

It reads the log and the ladder that follows from it, claims nothing from a single pair of ratings, and never calls
anything a failure.
"""

from exposure_ladder.review.differences import Change, changes
from exposure_ladder.review.differences import change as change
from exposure_ladder.review.predictions import Expectation, Foretold, Ledger, foretold, ledger
from exposure_ladder.review.standing import SEVERAL as SEVERAL
from exposure_ladder.review.standing import Progress, Trail, progress

__all__ = [
    "Change",
    "Expectation",
    "Foretold",
    "Ledger",
    "Progress",
    "Trail",
    "changes",
    "foretold",
    "ledger",
    "progress",
]
