"""Every number of the model, once: unit, standing, source. Nothing else in the library holds a default of its own."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from exposure_ladder.records import _checks as check
from exposure_ladder.records._checks import Record
from exposure_ladder.records.fields import Distress, Minutes, Positive, Share, Similarity

GATE_DAYS: Final = 90.0
"""Days for which the questions of SAFETY.md, and a yes, can count at most, whatever a file says (assumption)."""

_GateDays = Annotated[float, BeforeValidator(check.number(0, GATE_DAYS, above=True)), Field(gt=0, le=GATE_DAYS)]

_Noise = Annotated[float, BeforeValidator(check.number(0.1, 100)), Field(ge=0.1, le=100)]
"""With less the equations lose their digits (engineering limit); nobody rates that finely."""

_Spread = Annotated[float, BeforeValidator(check.number(0, 100)), Field(ge=0, le=100)]

_NO_CURVE: Final = "engineering choice: no learning curve per exposure in clinical SUDS was at hand"


def _setting(default: Any, unit: str, standing: str, source: str, about: str) -> Any:
    return Field(
        default=default, description=about, json_schema_extra={"unit": unit, "standing": standing, "source": source}
    )


class Settings(Record):
    """Every number of the model that a project may want to change, each with unit, standing and source.

    The standing says what a number rests on: ``published``, ``computed``, ``convention`` (custom, untested) or
    ``assumption`` (a choice of this project). The page of settings in the documentation is made from this class, and
    has default, unit, standing and source of each.

    Parameters
    ----------
    facet_length, deviation_length, distress_length : float
        Distances over facets, for what is learned and for how people differ, and in expected distress (SUDS), at which
        similarity has fallen to 1/e.
    theme_similarity, private_similarity : float
        Similarity, 0–1, of two situations of different themes, and of two about which nothing else is said.
    person_sd, example_sd, theme_sd, graph_sd, situation_sd : float
        How far a person may lie off the authored numbers (SUDS): everywhere, the same where they are an example's,
        within a theme, in similar situations, in one alone.
    facet_slope_sd : float
        How far a person may lie off in what all ordered facets together do (SUDS).
    facet_range, estimate_sd, order_sd, unknown_sd : float
        How far all facets together move distress, and the scatter around a number that was not given (SUDS): read off
        facets, read off a ranking, without anything to read it off.
    rating_sd, rating_sd_least, rating_step : float
        Noise of a rating, its least, and the steps in which ratings can be given (SUDS).
    expected_sd : float
        What an expectation adds to that noise, 0–100 SUDS.
    scale_df : float
        How much people differ in how much they vary, as degrees of freedom, at least 1.
    state_share, state_days : float
        Share, 0–1, of a person's deviations that is the state of the day, and the days after which it has faded to 1/e.
    anticipation_sd : float
        How far expected distress may lie off what is then felt (SUDS).
    mastery : float
        Distress to which a step is practised before the next, 0–100.
    learning_floor : float
        Distress below which practice takes nothing more off, 0–100.
    learning_mean, learning_sd, learning_none : float
        Learning rate per exposure of those who learn, mean and SD; and the probability, 0–1, of being one who does not.
    deviation_days : float
        Days after which what ratings showed about the person has faded to 1/e.
    return_share, return_days : float
        Share of what practice removed that comes back, and the days in which 63 % of it has.
    likely : float
        Share of single ratings that a shown interval covers, 0.5–0.99.
    start_below, max_gap : float
        Where the first rung lies at most, and how wide a step between neighbours may be before it is a gap (SUDS).
    order_doubt, order_tolerance : float
        How many SDs of a difference, and how many SUDS at most, leave no doubt which of two steps is the easier.
    break_days : float
        Days without practice after which a way back in is offered.
    cap, cap_chance, lasting : float
        A peak that counts as very high (0–100), the probability of one above which a step is not offered, and the
        distress hours afterwards that counts as lasting.
    per_day, per_week : int
        Exposures on one day, and in seven, before a rest is offered.
    screen_days, consent_days : float
        Days for which the questions of SAFETY.md count as asked, and for which a recorded yes holds; at most 90.
    rest_minutes : float
        Minutes between an exposure and the next that is offered.

    Raises
    ------
    InvalidCourseError
        With every problem of the record.

    Examples
    --------
    >>> Settings(per_day=1).per_day, Settings().max_gap
    (1, 15.0)
    """

    facet_length: Positive = _setting(
        0.3,
        "facet range",
        "computed",
        "fitted to the gradients of Reutter & Gamer and Zaman et al.",
        "distance over facets at which similarity has fallen to 1/e",
    )
    deviation_length: Positive = _setting(
        1.8,
        "facet range",
        "assumption",
        "the declared order of levels outlasts ratings within 40 SUDS of what was expected; with .3 it does not",
        "distance over facets at which a deviation of one situation has fallen to 1/e in another",
    )
    distress_length: Positive = _setting(
        35.0,
        "SUDS",
        "assumption",
        "AffVids, development half",
        "difference in expected distress at which similarity has fallen to 1/e",
    )
    theme_similarity: Similarity = _setting(
        0.05,
        "share",
        "computed",
        "Wang et al. 2024: ratings correlate about .05 between domains",
        "similarity of two situations of different themes, all else equal",
    )
    private_similarity: Similarity = _setting(
        0.5,
        "share",
        "assumption",
        "AffVids, development half",
        "similarity of two hand-written situations about which nothing else is said",
    )
    person_sd: Positive = _setting(
        10.0,
        "SUDS",
        "assumption",
        "AffVids, development half",
        "how far a person lies above or below the authored numbers everywhere",
    )
    example_sd: Positive = _setting(
        20.0,
        "SUDS",
        "assumption",
        "between-person SDs of 17–22 in Nilsonne's ratings of identical events",
        "the same when the numbers are an example's, not the person's own",
    )
    theme_sd: Positive = _setting(
        15.0,
        "SUDS",
        "assumption",
        "AffVids and LSAS, development halves",
        "how far a person lies off within one theme, in the middle of the scale",
    )
    graph_sd: Positive = _setting(
        20.0,
        "SUDS",
        "assumption",
        "AffVids and LSAS, development halves",
        "deviations that similar situations share, in the middle",
    )
    situation_sd: Positive = _setting(
        12.0,
        "SUDS",
        "assumption",
        "AffVids and LSAS, development halves",
        "deviations of one situation alone, in the middle",
    )
    facet_slope_sd: _Spread = _setting(
        15.0,
        "SUDS",
        "assumption",
        "AffVids, development half, by level of the films; 15 to 40 alike in simulated choices of dials",
        "how far a person lies off in what all ordered facets together do, in the middle",
    )
    facet_range: Positive = _setting(
        60.0,
        "SUDS",
        "assumption",
        "a usual ladder spans about 20 to 80",
        "how far all facets together are expected to move distress, before any rating",
    )
    estimate_sd: Positive = _setting(
        10.0,
        "SUDS",
        "assumption",
        "engineering choice",
        "scatter of authored numbers around what the facets say",
    )
    order_sd: Positive = _setting(
        12.0, "SUDS", "assumption", "engineering choice", "uncertainty of a number read off a mere ranking"
    )
    unknown_sd: Positive = _setting(
        20.0, "SUDS", "assumption", "engineering choice", "uncertainty of a situation about which no number is given"
    )
    rating_sd: _Noise = _setting(
        30.0,
        "SUDS",
        "computed",
        "ratings in daily life (Reeves & Fisher 2020, Bosley et al. 2019, Rowland & Wenzel 2020), rounded down; "
        "24 for slides in one sitting (Nilsonne et al., repeated ratings)",
        "rating noise is this times sqrt(p (1 - p)), p the expected distress as a share",
    )
    rating_sd_least: _Noise = _setting(
        8.0,
        "SUDS",
        "computed",
        "ratings in daily life, as rating_sd; 5 for slides in one sitting (Nilsonne et al.)",
        "least rating noise, near 0 and 100",
    )
    expected_sd: _Spread = _setting(
        20.0,
        "SUDS",
        "assumption",
        "AffVids, development half (Wang et al. 2024)",
        "what an expectation adds to the noise of a rating, since it is said and not felt",
    )
    scale_df: Annotated[float, BeforeValidator(check.number(1, 1e9)), Field(ge=1, le=1e9)] = _setting(
        5.0,
        "degrees of freedom",
        "computed",
        "SD of the log of persons' scales .29-.51 in ratings of daily life, films and social situations",
        "how much people differ in how much they vary: few degrees of freedom for much",
    )
    state_share: Share = _setting(
        0.2,
        "share",
        "computed",
        "five sets of daily ratings, median share of a fast part .31 (.13-.59); coverage by lag is flat at .2",
        "part of a person's deviations that is the state of the day",
    )
    state_days: Positive = _setting(
        2.0,
        "days",
        "computed",
        "the same data: time constants of 1.2-4 days in 8 of 12 series",
        "time after which that state has faded to 1/e",
    )
    rating_step: Distress = _setting(
        0.0,
        "SUDS",
        "computed",
        "Nilsonne et al.: sliders are hardly rounded; typed numbers are mostly tens (Zika et al. 2023), SD 2.9",
        "steps in which ratings can be given, as on a scale of a few words; adds step²/12 to the variance of a rating",
    )
    anticipation_sd: Positive = _setting(
        20.0,
        "SUDS",
        "assumption",
        "my-cbt: predictions run 10–20 points high (a clinician's claim)",
        "how far expected distress may lie off experienced distress, for this person",
    )
    mastery: Distress = _setting(
        30.0,
        "SUDS",
        "convention",
        "IX Coach: peak consistently below 30",
        "distress to which a step is practised before the next",
    )
    learning_floor: Distress = _setting(
        15.0,
        "SUDS",
        "assumption",
        "half of an arm that practised at home ended below 26.6 (Fehlmann et al., NCT03970187)",
        "distress below which practice takes nothing more off",
    )
    learning_mean: Share = _setting(
        0.25, "per exposure", "assumption", _NO_CURVE, "mean of the learning rate of those who learn"
    )
    learning_sd: Positive = _setting(
        0.12, "per exposure", "assumption", _NO_CURVE, "SD of the learning rate of those who learn"
    )
    learning_none: Share = _setting(
        0.3,
        "share",
        "assumption",
        "at most .647: no reliable change in SUDS (Bluett et al. 2014)",
        "prior probability that practice does not lower this person's ratings",
    )
    deviation_days: Positive = _setting(
        365.0,
        "days",
        "assumption",
        "engineering choice",
        "time after which what ratings showed about the person has faded to 1/e",
    )
    return_share: Share = _setting(
        0.3,
        "share",
        "assumption",
        "return of fear in 19–62 % (Craske & Mystkowski 2006, unverified)",
        "part of what practice removed that comes back in time",
    )
    return_days: Positive = _setting(
        30.0,
        "days",
        "assumption",
        "fear returned within 1 month (Rowe & Craske 1998a)",
        "time in which 63 % of that part has come back",
    )
    likely: Annotated[float, BeforeValidator(check.number(0.5, 0.99)), Field(ge=0.5, le=0.99)] = _setting(
        0.8, "share", "assumption", "engineering choice", "share of single ratings that the shown interval covers"
    )
    start_below: Distress = _setting(
        45.0, "SUDS", "convention", "IX Coach: start at items rated 25–45", "the first rung is at or below this"
    )
    max_gap: Positive = _setting(
        15.0,
        "SUDS",
        "convention",
        "therapyresource.net: write an in-between item above 15",
        "a wider step between neighbours is a gap",
    )
    order_doubt: Annotated[float, BeforeValidator(check.number(0, 10)), Field(ge=0, le=10)] = _setting(
        0.3,
        "SD of the difference",
        "assumption",
        "tried on the templates: positions changed per rating 2.2 → 1.1; no study of people",
        "a step comes before another when it is lower by more than this many SDs, whatever order was written",
    )
    order_tolerance: Distress = _setting(
        8.0,
        "SUDS",
        "assumption",
        "engineering choice: about the noise of one rating",
        "a difference above this decides the order however uncertain it is",
    )
    break_days: Positive = _setting(
        21.0,
        "days",
        "assumption",
        "engineering choice: fear returned within 1 month (Rowe & Craske 1998a)",
        "days without practice after which a good place to begin again is offered",
    )
    cap: Distress = _setting(
        90.0,
        "SUDS",
        "assumption",
        "engineering choice, untested; one app's specification shows helplines from a peak of 8 of 10",
        "a peak at or above this counts as very high",
    )
    cap_chance: Share = _setting(
        0.5,
        "share",
        "assumption",
        "engineering choice",
        "a step whose next peak exceeds the cap with more than this probability is not offered",
    )
    lasting: Distress = _setting(
        70.0,
        "SUDS",
        "assumption",
        "70 interferes with performance on the thermometer of the Australian Centre for PTMH; the use is ours",
        "distress hours after an exposure at or above this counts as lasting: nothing harder, and support",
    )
    per_day: Annotated[int, BeforeValidator(check.whole(1, 100))] = _setting(
        3, "exposures", "assumption", "engineering choice", "exposures on one day before a rest is offered"
    )
    per_week: Annotated[int, BeforeValidator(check.whole(1, 700))] = _setting(
        14,
        "exposures",
        "assumption",
        "engineering choice: twice a day; no study of an upper figure is known to us",
        "exposures in seven days before a rest is offered",
    )
    screen_days: _GateDays = _setting(
        90.0,
        "days",
        "assumption",
        "engineering choice",
        "how long the questions of SAFETY.md count as asked before steps of touch, sex and imagined trauma",
    )
    rest_minutes: Minutes = _setting(
        30.0,
        "minutes",
        "assumption",
        "engineering choice: time to settle and to write it down; 0 for practice in one sitting",
        "rest after an exposure before the next is offered",
    )
    consent_days: _GateDays = _setting(
        30.0, "days", "assumption", "engineering choice", "a recorded yes ends after this time unless it says otherwise"
    )
