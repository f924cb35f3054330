"""Learning models of virtual clients, for researchers: parameters in, predictions by trial out.

A model says how threat is learned under its own equations. It is no claim about a person, and none is fitted to one.
"""

from exposure_ladder.research.learners.catalogue import LEARNERS
from exposure_ladder.research.learners.catalogue import MODELS as MODELS
from exposure_ladder.research.learners.causes import FADING_CAUSES, LatentCause
from exposure_ladder.research.learners.elemental import KalmanFilter, PearceHall, RescorlaWagner
from exposure_ladder.research.learners.panic import PanicModel
from exposure_ladder.research.learners.retrieval import FearCurve, Retrieval
from exposure_ladder.research.learners.trials import Design, Learner, Trial, run
from exposure_ladder.research.learners.trials import after_escape as after_escape
from exposure_ladder.research.learners.trials import block_size as block_size

__all__ = [
    "FADING_CAUSES",
    "LEARNERS",
    "Design",
    "FearCurve",
    "KalmanFilter",
    "LatentCause",
    "Learner",
    "PanicModel",
    "PearceHall",
    "RescorlaWagner",
    "Retrieval",
    "Trial",
    "run",
]
