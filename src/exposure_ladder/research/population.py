"""Who the virtual clients are: how they differ in learning, rating, coming, staying and leaving.

Every number is a field with its unit, standing and source, and can be changed; none was fitted to patients. A
population draws people; it never looks at what a rule does, and what comes of it is never a prediction about a person.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Final, final

import numpy as np

from exposure_ladder.belief import normal_quantile
from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.research.learners import Learner, RescorlaWagner
from exposure_ladder.research.learners.parameters import check_ranges, parameter
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["CLINIC", "UNGUIDED", "Clients", "Population", "rating_spread", "rounded", "within"]

_LEVELS: Final = np.array([0.0, 2.5, 10.0, 22.5, 40.0, 60.0, 80.0, 100.0])
_SPREAD: Final = np.array([3.0, 3.5, 6.9, 9.8, 12.4, 13.6, 6.6, 2.0])
"""SD of a rating by level, SUDS, before it is cut to 0–100 (computed: so that repeated ratings of one event vary as in
Nilsonne et al., CC0: SD 2.4, 6.7, 9.5, 12.1, 12.2, 6.1 at 0–5, 5–15, 15–30, 30–50, 50–70, 70–90)."""
WIDTHS: Final = 8
"""Equally likely generalisation widths that stand for their whole distribution (assumption)."""


def _unit(*args: Any, unit: str) -> Any:
    """Return a parameter of a population; the unit stands where a model has its symbol."""
    default, low, high, standing, source, about = args
    return parameter(default, unit, low, high, standing, source, about)


@final
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Population(Summary):
    """A distribution of virtual clients.

    Parameters
    ----------
    learner : Learner
        The learning model that all share, with its parameters.
    rates : tuple of str
        Which of its parameters is a learning rate that differs between clients.
    deviation : float
        How far what they feel lies off what was stated, in SDs of the planner's prior.
    bias, bias_sd : float
        What is stated less what is felt: mean and SD over clients, SUDS.
    rate_mean, rate_sd : float
        Learning rate of those who habituate, per exposure: mean and SD of a beta distribution.
    habituating, engaged : float
        Shares of those who are engaged and habituate, and who are engaged and do not; the rest are little engaged.
    slow : float
        Rate of those who do not habituate, in rates of those who do.
    moderate : float
        Share of their distress that the little engaged feel.
    residual : float
        Distress that practice leads to, SUDS.
    width_sd : float
        SD of the log of generalisation widths.
    threat_width : float
        Width of threat, in widths of safety.
    escape_times : float
        How much more an early leave teaches than staying.
    noise : float
        Rating noise, in that of :func:`rating_spread`.
    echo : float
        Correlation of a rating's noise with that of the day before.
    tens, fives : float
        Shares of those who round to tens and to fives; the rest round to ones.
    adherence : float
        Chance to come on a day.
    refuse_at, leave_at : float
        Distress at which half refuse, and at which half leave early, SUDS.
    steep : float
        Scale of both logistic curves, SUDS.
    drop_out : float
        Chance to stop for good, per day, before the goal is reached.
    drop_slow : float
        How many times larger it is for the little engaged.
    fading : float
        Fall of distress within an exposure, per minute.
    rise, minutes : float
        Time to the peak and length of an exposure, minutes.

    Raises
    ------
    InvalidCourseError
        If a number lies outside its range, or shares add up to more than 1; all at once.

    Notes
    -----
    Standing and source of every number: the page of `clients`, made from these fields.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from exposure_ladder.research import CLINIC
    >>> eager = replace(CLINIC, adherence=0.9)
    >>> eager.adherence, CLINIC.adherence
    (0.9, 0.6)
    """

    learner: Learner = field(default_factory=lambda: RescorlaWagner(forgetting=0.05))
    rates: tuple[str, ...] = ("rate", "rate_without")
    deviation: float = _unit(
        1.0, 0.0, 3.0, "assumption", "as the planner assumes", "how far truth lies off what was stated", unit="prior SD"
    )
    bias: float = _unit(
        15.0, -50.0, 50.0, "convention", "my-cbt: predictions run 10–20 points high", "stated less felt", unit="SUDS"
    )
    bias_sd: float = _unit(10.0, 0.0, 50.0, "assumption", "engineering choice", "how people differ in it", unit="SUDS")
    rate_mean: float = _unit(
        0.25,
        0.0,
        1.0,
        "assumption",
        "as the planner assumes",
        "mean learning rate of who habituates",
        unit="per exposure",
    )
    rate_sd: float = _unit(0.12, 0.0, 0.5, "assumption", "as the planner assumes", "its SD", unit="per exposure")
    habituating: float = _unit(
        0.45, 0.0, 1.0, "assumption", "classes: Jaycox, Foa & Morral 1998", "engaged, habituate", unit="share"
    )
    engaged: float = _unit(
        0.30, 0.0, 1.0, "assumption", "classes: Jaycox, Foa & Morral 1998", "engaged, do not habituate", unit="share"
    )
    slow: float = _unit(
        0.1, 0.0, 1.0, "assumption", "64.7 % without reliable change (Bluett 2014)", "rate of the rest", unit="rates"
    )
    moderate: float = _unit(
        0.6, 0.0, 1.0, "assumption", "classes: Jaycox, Foa & Morral 1998", "distress felt by the rest", unit="share"
    )
    residual: float = _unit(
        10.0, 0.0, 100.0, "assumption", "10 is 'alert', not calm", "distress that practice leads to", unit="SUDS"
    )
    width_sd: float = _unit(
        0.3, 0.0, 2.0, "assumption", "engineering choice", "SD of the log of generalisation widths", unit="log"
    )
    threat_width: float = _unit(
        1.5,
        0.1,
        10.0,
        "assumption",
        "engineering choice, for anxious people",
        "width of threat, in widths of safety",
        unit="×",
    )
    escape_times: float = _unit(
        2.5, 0.0, 10.0, "computed", "PanicModel code: .25 against .10", "how much more leaving teaches", unit="×"
    )
    noise: float = _unit(
        1.0, 0.0, 3.0, "computed", "Nilsonne et al., repeated ratings (CC0)", "rating noise, in that by level", unit="×"
    )
    echo: float = _unit(
        0.3, 0.0, 0.99, "assumption", "Olthof et al. 2020: ratings have memory", "AR(1) of rating noise", unit="r"
    )
    tens: float = _unit(0.24, 0.0, 1.0, "computed", "Zika et al. 2023, typed answers", "round to tens", unit="share")
    fives: float = _unit(0.46, 0.0, 1.0, "computed", "Zika et al. 2023, typed answers", "round to fives", unit="share")
    adherence: float = _unit(
        0.6, 0.0, 1.0, "computed", "PanicModel code", "chance to practise on a day", unit="per day"
    )
    refuse_at: float = _unit(
        95.0, 0.0, 200.0, "assumption", "about 4 % refuse (ERP)", "distress at which half refuse", unit="SUDS"
    )
    leave_at: float = _unit(
        95.0, 0.0, 200.0, "assumption", "engineering choice", "distress at which half leave early", unit="SUDS"
    )
    steep: float = _unit(
        8.0, 0.1, 100.0, "assumption", "engineering choice", "scale of both logistic curves", unit="SUDS"
    )
    drop_out: float = _unit(
        0.0018,
        0.0,
        1.0,
        "computed",
        "17 % of all in 12 weeks: ERP in adults, 2016",
        "chance to stop for good",
        unit="per day",
    )
    drop_slow: float = _unit(
        2.0, 0.0, 50.0, "assumption", "sign: Norton et al. 2011", "the same of those little engaged", unit="×"
    )
    fading: float = _unit(
        0.05,
        0.0,
        1.0,
        "assumption",
        "engineering choice: half-life about 14 min",
        "fall within an exposure",
        unit="per minute",
    )
    rise: float = _unit(
        3.0, 0.1, 60.0, "assumption", "engineering choice", "time to the peak of an exposure", unit="minutes"
    )
    minutes: float = _unit(
        20.0,
        1.0,
        240.0,
        "assumption",
        "engineering choice; self-help (Anxiety Canada): 30 min or more",
        "length of an exposure",
        unit="minutes",
    )

    def __post_init__(self) -> None:
        check_ranges(self, (each for each in fields(self) if each.metadata))
        wrong = [
            Problem(("Population", names), "shares that add up to at most 1", f"{total:g}")
            for names, total in (
                ("habituating + engaged", self.habituating + self.engaged),
                ("tens + fives", self.tens + self.fives),
            )
            if total > 1.0
        ]
        if self.rate_sd > 0.0 and 0.0 < self.rate_mean < 1.0:
            size = self.rate_mean * (1.0 - self.rate_mean) / self.rate_sd**2 - 1.0
            if size * min(self.rate_mean, 1.0 - self.rate_mean) < 0.5:
                expected = "an SD small enough for most rates not to lie at 0 or 1"
                wrong.append(Problem(("Population", "rate_sd"), expected, f"{self.rate_sd:g}"))
        wrong += [
            Problem(("Population", "rates"), f"parameters of {type(self.learner).__name__}", name)
            for name in self.rates
            if not hasattr(self.learner, name)
        ]
        if wrong:
            raise InvalidCourseError(wrong)

    def draw(self, distress: Floats, cov: Floats, n_clients: int, *, rng: np.random.Generator) -> Clients:
        """Draw people whose stated ratings are all the same; what they feel is their own.

        Parameters
        ----------
        distress : ndarray, shape (n,)
            What was stated, 0–100 SUDS.
        cov : ndarray, shape (n, n)
            How the planner thinks people differ from it, SUDS².
        n_clients : int
            How many.
        rng : numpy.random.Generator
            The only source of chance.

        Returns
        -------
        Clients
            One value of each for every client.
        """
        n, many = len(distress), n_clients
        values, vectors = np.linalg.eigh(cov)
        root = vectors * np.sqrt(np.maximum(values, 0.0)) * self.deviation
        felt = np.zeros((n, many))
        for column, draw in zip(root.T, rng.standard_normal((n, many)), strict=True):
            felt += column[:, None] * draw  # in order: no sum over clients
        felt += distress[:, None] - (self.bias + self.bias_sd * rng.standard_normal(many))
        kind, style, beta = rng.random(many), rng.random(many), _beta(self.rate_mean, self.rate_sd, many, rng)
        learns, near = kind < self.habituating, kind < self.habituating + self.engaged
        return Clients(
            distress=np.clip(felt, self.residual, 100.0),
            rate=np.where(learns, beta, self.slow * beta),
            engagement=np.where(near, 1.0, self.moderate),
            step=np.select([style < self.tens, style < self.tens + self.fives], [10.0, 5.0], 1.0),
            fading=np.where(learns, self.fading, self.slow * self.fading),
            drop_out=np.minimum(np.where(near, self.drop_out, self.drop_slow * self.drop_out), 1.0),
            kind=np.where(learns, 0, np.where(near, 1, 2)),
        )

    def model(self, rate: Floats) -> Learner:
        """Return the learning model with one `rate` for each client, shape (clients,)."""
        return replace(self.learner, **dict.fromkeys(self.rates, rate)) if self.rates else self.learner  # type: ignore[type-var]

    def widths(self) -> Floats:
        """Return the generalisation widths of safety, shape (WIDTHS,): similarity becomes S^(1/width)."""
        return np.exp(self.width_sd * np.array([normal_quantile((i + 0.5) / WIDTHS) for i in range(WIDTHS)]))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Clients(Summary):
    """People that were drawn; arrays of shape (clients,), but for `distress`.

    Attributes
    ----------
    distress : ndarray, shape (n, clients)
        Peak distress they would feel in each situation at the start, SUDS.
    rate : ndarray
        Learning rate per exposure.
    engagement : ndarray
        Share of that distress which shows.
    step : ndarray
        Their ratings are multiples of this, SUDS.
    fading : ndarray
        Fall of distress within an exposure, per minute.
    drop_out : ndarray
        Chance to stop for good, per day.
    kind : ndarray of int
        0 engaged and habituating, 1 engaged, 2 moderately engaged.

    Examples
    --------
    >>> import numpy as np
    >>> from exposure_ladder.research import CLINIC
    >>> people = CLINIC.draw(np.array([30.0, 60.0]), np.eye(2) * 100.0, 5, rng=np.random.default_rng(1))
    >>> people.distress.shape, people.kind.shape
    ((2, 5), (5,))
    """

    distress: Floats
    rate: Floats
    engagement: Floats
    step: Floats
    fading: Floats
    drop_out: Floats
    kind: Ints


def rating_spread(level: Floats, noise: float = 1.0) -> Floats:
    """Return the SD of repeated ratings at a level of distress, SUDS (Nilsonne et al., CC0)."""
    return np.asarray(noise * np.interp(level, _LEVELS, _SPREAD))


def within(minutes: Floats, rise: Floats | float, fading: Floats | float) -> Floats:
    """Return distress within an exposure as a share of its peak: a gamma-shaped rise, then an exponential fall.

    Parameters
    ----------
    minutes : ndarray
        Since the beginning.
    rise : float or ndarray
        Minutes to the peak: 2–5 in life, 15–30 in imagination (assumption; turning point after 25 min in imaginal
        flooding, Chaplin & Levine 1981).
    fading : float or ndarray
        Fall after it, per minute.
    """
    t = minutes / rise
    return np.where(t < 1.0, t * np.exp(1.0 - t), np.exp(-fading * np.maximum(minutes - rise, 0.0)))


def rounded(rating: Floats, step: Floats) -> Floats:
    """Return ratings as people give them: multiples of their step, 0–100 SUDS."""
    return np.clip(np.round(rating / step) * step, 0.0, 100.0)


def _beta(mean: float, sd: float, many: int, rng: np.random.Generator) -> Floats:
    draws = rng.random(many)
    if sd == 0.0 or mean in (0.0, 1.0):
        return np.full(many, mean)
    size = mean * (1.0 - mean) / sd**2 - 1.0
    # by its distribution function on a grid, so that one draw is one uniform number whatever the shape
    grid = np.linspace(0.0, 1.0, 2001)[1:-1]
    log_density = (mean * size - 1.0) * np.log(grid) + ((1.0 - mean) * size - 1.0) * np.log1p(-grid)
    below = np.cumsum(np.exp(log_density - log_density.max()))
    return np.interp(draws, below / below[-1], grid)


CLINIC: Final = Population()
"""People seen by a clinician, by the defaults above."""
UNGUIDED: Final = Population(adherence=0.4, drop_out=0.074)
"""People alone with a program: at most 10 % are left on day 30 (assumption around Baumel et al. 2019: 3–6 %)."""
