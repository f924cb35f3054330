"""All models by name, and the page that describes them, made from their docstrings and fields."""

from __future__ import annotations

import re
from dataclasses import fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from exposure_ladder.research.clients.causes import FADING_CAUSES, LatentCause
from exposure_ladder.research.clients.elemental import KalmanFilter, PearceHall, RescorlaWagner
from exposure_ladder.research.clients.panic import PanicModel
from exposure_ladder.research.clients.parameters import row_of
from exposure_ladder.research.clients.retrieval import FearCurve, Retrieval

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exposure_ladder.research.clients.trials import Learner

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

_PARTS: Final = ("Equation", "Symbols", "Source", "Reproduces", "Does not reproduce")


def page() -> str:
    """Return the Markdown page of all models."""
    lines = [
        "# Learning models of virtual clients",
        "",
        "Made from `exposure_ladder.research.clients`. A simulation is never a prediction about a person. What each",
        "model really shows is printed by `exposure-ladder phenomena`.",
    ]
    for model in MODELS:
        lines += ["", *_section(model)]
    named = [f"`{name}` = `{model}`" for name, model in ((n, _written(m)) for n, m in LEARNERS.items())]
    return "\n".join([*lines, "", "## Names in the scorecard", "", *(f"- {line}" for line in named)]) + "\n"


def _section(model: Any) -> Iterator[str]:
    text = " ".join(model.__doc__.partition("\nParameters\n")[0].split())
    first, *rest = re.split(rf"\s*\b({'|'.join(_PARTS)}): ", text)
    yield from (f"## {model.__name__}", "", first, "", "| | |", "| --- | --- |")
    for head, body in zip(rest[::2], rest[1::2], strict=True):
        yield f"| {head.lower()} | {body.replace('|', chr(92) + '|')} |"
    yield from ("", "| parameter | symbol | default | range | what | standing | source |", "| --- " * 7 + "|")
    yield from map(row_of, fields(model))


def _written(model: Any) -> str:
    changed = ((f.name, getattr(model, f.name), f.default) for f in fields(model))
    return (
        f"{type(model).__name__}({', '.join(f'{name}={value:g}' for name, value, usual in changed if value != usual)})"
    )
