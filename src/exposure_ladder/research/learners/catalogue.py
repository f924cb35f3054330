"""All models by name."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from exposure_ladder.research.learners.causes import FADING_CAUSES, LatentCause
from exposure_ladder.research.learners.elemental import KalmanFilter, PearceHall, RescorlaWagner
from exposure_ladder.research.learners.panic import PanicModel
from exposure_ladder.research.learners.retrieval import FearCurve, Retrieval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure_ladder.research.learners.trials import Learner

__all__ = ["LEARNERS", "MODELS"]

LEARNERS: Final[Mapping[str, Learner]] = MappingProxyType(
    {
        "Rescorla-Wagner": RescorlaWagner(),
        "RW, forgetting": RescorlaWagner(forgetting=0.05),
        "Pearce-Hall": PearceHall(),
        "Kalman": KalmanFilter(),
        "latent cause": LatentCause(),
        "fading causes": FADING_CAUSES,
        "retrieval": Retrieval(),
    }
)
"""Every model that learns trial by trial, with the parameters of the scorecard (.05 a day: oracle PK1, assumption)."""

MODELS: Final = (RescorlaWagner, PearceHall, KalmanFilter, LatentCause, Retrieval, FearCurve, PanicModel)
"""Every class of models, trial by trial or not."""
