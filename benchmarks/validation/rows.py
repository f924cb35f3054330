"""What every experiment of `validate.py` uses: rows of results, files, errors, and intervals over people."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

SEED = 20_260_105
RESAMPLES = 4_000


@dataclass(frozen=True)
class Row:
    """One case: the library's figure, the others', and what was asked for."""

    case: str
    ours: float
    baselines: dict[str, float]
    interval: tuple[float, float] | None = None
    goal: str = ""
    met: bool | None = None
    more: dict[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """Library ÷ the best (smallest) baseline."""
        return self.ours / min(self.baselines.values())

    def as_dict(self) -> dict[str, Any]:
        """Return plain data with four digits behind the point."""
        plain: dict[str, Any] = {"case": self.case, "library": self.ours, "baselines": self.baselines}
        plain |= {"ratio": self.ratio, "interval": self.interval, "goal": self.goal, "met": self.met} | self.more
        return {key: _rounded(value) for key, value in plain.items()}


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_rounded(item) for item in value]
    return round(value, 4) if isinstance(value, float) else value


class UnusableDataError(Exception):
    """A file that is missing or not as described."""


def read(folder: Path, name: str) -> list[dict[str, str]]:
    path = folder / name
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnusableDataError(f"{path}: {getattr(error, 'strerror', None) or error}") from None


def rmse(error: Floats) -> float:
    return float(np.sqrt(np.mean(error**2)))


def over_people(ratio: Callable[[Ints], float], people: int) -> tuple[float, float]:
    """Return the 80 % interval of a figure when the people are drawn anew, with replacement."""
    rng = np.random.default_rng(SEED)
    drawn = [ratio(rng.integers(people, size=people)) for _ in range(RESAMPLES)]
    low, high = np.quantile(drawn, [0.1, 0.9])
    return float(low), float(high)


def mean_by_person(values: dict[int, list[float]]) -> Floats:
    return np.array([np.mean(values[person]) for person in sorted(values)])
