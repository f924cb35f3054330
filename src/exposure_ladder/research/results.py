"""What a simulation found: a number for each client and outcome, with intervals over clients; nobody is real.

Results are values: read-only arrays, with everything that is needed to make them again.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import BinaryIO

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["OUTCOMES", "Interval", "PolicyComparison", "SimulationResult", "read_results"]

OUTCOMES: Final = MappingProxyType(
    {
        "reached": "share who reached the goal",
        "days_to_goal": "days until then, of those who did",
        "practices_to_goal": "practices until then, of those who did",
        "practices": "practices",
        "refused": "offers refused",
        "left_early": "practices left early",
        "endured": "distress felt, added up over practices (SUDS)",
        "above_cap": "practices above the cap",
        "waited": "days without an offer",
        "dropped": "day of stopping for good before the goal, of those who did",
        "goal_before": "distress at the goal before (SUDS)",
        "goal_end_old": "distress at the goal on the last day (SUDS)",
        "goal_end_new": "the same day, in a new place (SUDS)",
        "goal_30_days_old": "distress at the goal after 1 month (SUDS)",
        "goal_30_days_new": "after 1 month, in a new place (SUDS)",
        "goal_91_days_old": "distress at the goal after 3 months (SUDS)",
        "goal_91_days_new": "after 3 months, in a new place (SUDS)",
        "goal_182_days_old": "distress at the goal after 6 months (SUDS)",
        "goal_182_days_new": "after 6 months, in a new place (SUDS)",
    }
)
"""Columns of a result, in words; nan where there is nothing to say of a client.

`reached` goes by ratings: whoever rates low reaches it soon, and noise lets some through who changed little. What they
feel is in the columns `goal_…`.
"""
_RESAMPLES: Final = 1_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its interval: of simulated clients 95 % of bootstrap samples of them, of a fit 80 %.

    Attributes
    ----------
    mean, low, high : float
        In the unit of what it is about; nan where there is none.

    Examples
    --------
    >>> import numpy as np
    >>> from exposure_ladder import simulate, template
    >>> found = simulate(template("dogs"), n_clients=100, n_days=5, rng=np.random.default_rng(1))
    >>> practices = found.summary()["practices"]
    >>> practices.low < practices.mean < practices.high
    True
    """

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SimulationResult(Summary):
    """One rule with one population.

    Attributes
    ----------
    rule : str
        Name of the rule.
    columns : mapping of str to ndarray, shape (clients,)
        :data:`OUTCOMES`, and `client`, `kind` and `rate` of each; with traces `rung` and `rating`, (clients, days).
    about : mapping of str to plain values
        Settings, population, versions, days, entropy: what it takes to make it again.

    Examples
    --------
    >>> import numpy as np
    >>> from exposure_ladder import simulate, template
    >>> found = simulate(template("dogs"), n_clients=100, n_days=5, rng=np.random.default_rng(1))
    >>> found.clients, found.columns["practices"].shape, found.about["days"]
    (100, (100,), 5)
    """

    rule: str
    columns: Mapping[str, NDArray[Any]]
    about: Mapping[str, Any]

    @property
    def clients(self) -> int:
        """How many."""
        return len(self.columns["client"])

    def summary(self) -> dict[str, Interval]:
        """Return the mean of each outcome with its bootstrap interval (Poisson weights; Hanley & MacGibbon 2006)."""
        return _bootstrapped({name: self.columns[name] for name in OUTCOMES}, self.about["entropy"])

    def to_csv(self) -> str:
        """Return one tidy table: a row for each client, a column for each number; empty where there is none."""
        names = [name for name, values in self.columns.items() if values.ndim == 1]
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["rule", *names])
        for row in zip(*(self.columns[name].tolist() for name in names), strict=True):
            writer.writerow([self.rule, *("" if value != value else f"{value:.10g}" for value in row)])
        return out.getvalue()

    def save(self, file: BinaryIO) -> None:
        """Write columns, and `about` as JSON, to a `file` open for bytes; :func:`read_results` reads it (npz)."""
        about = json.dumps({"rule_name": self.rule, **self.about}, sort_keys=True)
        np.savez_compressed(file, about=np.array(about), **dict(self.columns))  # type: ignore[arg-type]


def read_results(file: BinaryIO) -> SimulationResult:
    """Read what :meth:`SimulationResult.save` wrote.

    Parameters
    ----------
    file : file open for bytes
        An npz file; nothing in it is run (no pickles).

    Returns
    -------
    SimulationResult
        The same columns, and what they were made from.

    Raises
    ------
    InvalidCourseError
        If it is something else.

    Examples
    --------
    >>> from io import BytesIO
    >>> import numpy as np
    >>> from exposure_ladder import simulate, template
    >>> found = simulate(template("dogs"), n_clients=100, n_days=5, rng=np.random.default_rng(1))
    >>> file = BytesIO()
    >>> found.save(file)
    >>> _ = file.seek(0)
    >>> read_results(file).clients
    100
    """
    try:
        with np.load(file, allow_pickle=False) as stored:
            columns = {name: stored[name] for name in stored.files if name != "about"}
            about = json.loads(str(stored["about"]))
        name = about.pop("rule_name", None) or about.pop("policy")
    except (KeyError, ValueError, EOFError) as error:
        raise InvalidCourseError([Problem(("file",), "results of a simulation (.npz)", "something else")]) from error
    return SimulationResult(name, frozen(columns), MappingProxyType(about))


def frozen(columns: Mapping[str, NDArray[Any]]) -> Mapping[str, NDArray[Any]]:
    """Return the columns, read-only."""
    for values in columns.values():
        values.flags.writeable = False
    return MappingProxyType(dict(columns))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PolicyComparison(Summary):
    """Several rules with the same people and the same luck.

    Attributes
    ----------
    results : tuple of SimulationResult
        In the order asked for; the first is what the others are compared with.

    Examples
    --------
    >>> import numpy as np
    >>> from exposure_ladder import template
    >>> from exposure_ladder.rules import RULES
    >>> from exposure_ladder.research import compare
    >>> rules, chance = [RULES["default"], RULES["half"]], np.random.default_rng(1)
    >>> found = compare(template("dogs"), rules=rules, n_clients=100, n_days=5, rng=chance)
    >>> [result.rule for result in found.results], "reached" in found.differences()["half"]
    (['default', 'half'], True)
    """

    results: tuple[SimulationResult, ...]

    def differences(self) -> dict[str, dict[str, Interval]]:
        """Return for each further rule the mean paired difference of each outcome to the first, with its interval.

        `days_to_goal` and `practices_to_goal` compare only those who reached the goal under both rules: a rule that
        loses the hard cases looks fast there, so read them beside `reached`.
        """
        base = self.results[0]
        return {
            other.rule: _bootstrapped(
                {name: other.columns[name] - base.columns[name] for name in OUTCOMES}, base.about["entropy"]
            )
            for other in self.results[1:]
        }

    def to_csv(self) -> str:
        """Return one tidy table of all clients under all rules."""
        first, *rest = (result.to_csv() for result in self.results)
        return first + "".join(text.partition("\n")[2] for text in rest)


def _bootstrapped(columns: dict[str, Floats], entropy: int) -> dict[str, Interval]:
    """Return means and 95 % intervals over clients; the same columns and entropy give the same intervals."""
    values = np.stack(list(columns.values()), axis=1)
    known = np.isfinite(values)
    values = np.where(known, values, 0.0)
    rng = np.random.Generator(np.random.SFC64([entropy, len(values)]))
    sums, counts = np.zeros((_RESAMPLES, values.shape[1])), np.zeros((_RESAMPLES, values.shape[1]))
    for start in range(0, len(values), 8192):  # a part of the clients at a time, so that memory stays small
        part = slice(start, start + 8192)
        weights = rng.poisson(1.0, size=(_RESAMPLES, len(values[part]))).astype(float)
        sums += weights @ values[part]
        counts += weights @ known[part].astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        drawn, mean = sums / counts, values.sum(axis=0) / known.sum(axis=0)
    found = {}
    for name, level, draws in zip(columns, mean.tolist(), drawn.T, strict=True):
        draws = draws[np.isfinite(draws)]
        low, high = np.quantile(draws, (0.025, 0.975)).tolist() if draws.size else (np.nan, np.nan)
        found[name] = Interval(level, low, high)
    return found
