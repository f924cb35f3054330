"""Learning models of virtual clients, for researchers: parameters in, predictions by trial out.

A model says how threat is learned under its own equations. It is no claim about a person, and none is fitted to one.
"""

from exposure_ladder.research.clients.catalogue import LEARNERS
from exposure_ladder.research.clients.catalogue import MODELS as MODELS
from exposure_ladder.research.clients.causes import FADING_CAUSES, LatentCause
from exposure_ladder.research.clients.elemental import KalmanFilter, PearceHall, RescorlaWagner
from exposure_ladder.research.clients.panic import PanicModel
from exposure_ladder.research.clients.retrieval import FearCurve, Retrieval
from exposure_ladder.research.clients.trials import Design, Learner, Trial, run
from exposure_ladder.research.clients.trials import after_escape as after_escape
from exposure_ladder.research.clients.trials import block_size as block_size

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
