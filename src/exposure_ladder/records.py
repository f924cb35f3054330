"""What people write down: situations, links, ratings, practice, consent, and the settings with their sources.

Every record is frozen and holds only plain values, so that a course can be stored, compared, sent and replayed. All
distress is in SUDS, 0 (calm) to 100 (the worst ever). A document may be written on another scale (``scale: 0-10``);
its numbers are converted once, while it is read, and ``shown`` remembers the scale to write and print in.

Records never compute beliefs, never read a clock or a file, and never hold an array. Anything wrong with one raises
:class:`~exposure_ladder.errors.InvalidCourseError`, which carries all problems at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    PlainSerializer,
    PlainValidator,
    ValidationError,
    model_validator,
)

from exposure_ladder import validation as check
from exposure_ladder.consistency import collected, in_suds, inconsistencies
from exposure_ladder.validation import FrozenMap, Record, frozen_map

__all__ = [
    "Comparison",
    "Consent",
    "Course",
    "Event",
    "Exposure",
    "Facet",
    "Happened",
    "Link",
    "Mode",
    "Occurred",
    "Rating",
    "Scale",
    "Settings",
    "Situation",
    "SituationGraph",
    "Stopped",
]

Distress = Annotated[float, BeforeValidator(check.number(0, 100)), Field(ge=0, le=100)]
"""SUDS, Subjective Units of Distress, 0–100 (Wolpe 1969)."""
Percent = Annotated[float, BeforeValidator(check.number(0, 100)), Field(ge=0, le=100)]
Share = Annotated[float, BeforeValidator(check.number(0, 1)), Field(ge=0, le=1)]
Similarity = Annotated[float, BeforeValidator(check.number(0, 1, above=True)), Field(gt=0, le=1)]
Positive = Annotated[float, BeforeValidator(check.number(0, 1e6, above=True)), Field(gt=0, le=1e6)]
Minutes = Annotated[float, BeforeValidator(check.number(0, 1440)), Field(ge=0, le=1440)]
Id = Annotated[str, BeforeValidator(check.id_text)]
Line = Annotated[str, BeforeValidator(check.line_text)]
Note = Annotated[str, BeforeValidator(check.note_text)]
Level = Annotated[str, BeforeValidator(check.level_text)]

if TYPE_CHECKING:  # one id or one line may stand for a list of one; what is kept is always a tuple
    Ids = Sequence[str]
    Lines = Sequence[str]
    Levels = Mapping[str, str]
    Reasons = Mapping[str, str]
    Measures = Mapping[str, float]
else:
    Ids = Annotated[tuple[Id, ...], BeforeValidator(check.listed)]
    Lines = Annotated[tuple[Line, ...], BeforeValidator(check.listed)]
    Levels = Annotated[dict[Line, Level], *frozen_map]
    Reasons = Annotated[dict[Id, Line], *frozen_map]
    Measures = Annotated[dict[Id, Percent], *frozen_map]


class Scale(StrEnum):
    """The scale on which numbers are written and printed; inside, everything is 0–100."""

    SUDS = "0-100"
    TEN = "0-10"
    EIGHT = "0-8"

    @property
    def top(self) -> float:
        """The highest number of the scale."""
        return check.SCALES[self.value]

    def shown(self, suds: float) -> float:
        """Return a 0–100 number on this scale."""
        return round(suds * self.top / 100.0, 9)

    def suds(self, shown: float) -> float:
        """Return a number of this scale on 0–100."""
        return round(shown * 100.0 / self.top, 9)


class Mode(StrEnum):
    """How an exposure is done (evidence 1.5; names as usual in the field)."""

    IN_VIVO = "in vivo"
    IMAGINAL = "imaginal"
    INTEROCEPTIVE = "interoceptive"
    VIRTUAL = "virtual"
    WRITTEN = "written"
    EXPERIMENT = "behavioural experiment"


class Situation(Record):
    """A feared situation: one thing a person could do.

    Parameters
    ----------
    id : str
        Short name, unique in its graph; what every other record refers to.
    title : str
        What is done: with whom, where, for how long.
    distress : float, optional
        Peak distress the person expects, 0–100. Without it the number is estimated and shown as such.
    order : int, optional
        Place among the situations by the person's own ranking, 1 the easiest; used where there is no number.
    theme : str, optional
        Kind of fear; situations of different themes share little.
    facets : mapping of str to str
        Level of each facet that applies.
    mode : Mode, optional
        How it is done.
    minutes : float, optional
        Planned length, 0–1440.
    feared : str, optional
        The outcome the person fears.
    safety : sequence of str
        Safety behaviours to leave out.
    consent : sequence of str
        Who else must have said yes.
    requires : sequence of str
        Ids of situations that come first.
    conflicts : sequence of str
        Ids of situations to which this one is the ritual; reported, never enforced.
    tags : sequence of str
        Free words for filtering.
    note : str, optional
        A note to oneself.
    ignore : mapping of str to str
        Lint code → why it does not apply here.

    Raises
    ------
    InvalidCourseError
        With every problem of the record.

    Examples
    --------
    >>> Situation(id="photo", title="Look at a photo of a dog", distress=20).distress
    20.0
    """

    id: Id
    title: Line
    distress: Distress | None = None
    order: Annotated[int, BeforeValidator(check.whole(1, 5_000))] | None = None
    theme: Line | None = None
    facets: Levels = FrozenMap()
    mode: Annotated[Mode, BeforeValidator(check.choice(Mode))] | None = None
    minutes: Minutes | None = None
    feared: Note | None = None
    safety: Lines = ()
    consent: Lines = ()
    requires: Ids = ()
    conflicts: Ids = ()
    tags: Lines = ()
    note: Note | None = None
    ignore: Reasons = FrozenMap()


class Facet(Record):
    """A dimension that makes situations easier or harder, with its levels.

    Parameters
    ----------
    levels : sequence of str
        At least two; easiest first when `ordered`.
    ordered : bool
        Whether later levels are harder. Unordered levels are only alike or different.
    spacing : sequence of float, optional
        A rising number for each level (minutes, metres …); equal steps without it.
    weight : float
        Share of this facet in the distance, relative to the other facets; above 0.

    Raises
    ------
    InvalidCourseError
        With every problem of the record.
    """

    levels: Annotated[tuple[Level, ...], BeforeValidator(check.listed)]
    ordered: bool = True
    spacing: tuple[Annotated[float, BeforeValidator(check.number(-1e9, 1e9))], ...] | None = None
    weight: Positive = 1.0

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, data: Any) -> Any:
        return {"levels": data} if isinstance(data, list | tuple) else data

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if len(self.levels) < 2 or len(set(self.levels)) < len(self.levels):
            raise check.problem("two or more different levels", f"{len(set(self.levels))} different")
        if self.spacing is not None:
            steps = zip(self.spacing, self.spacing[1:], strict=False)
            if len(self.spacing) != len(self.levels) or any(a >= b for a, b in steps) or not self.ordered:
                raise check.problem(f"spacing: {len(self.levels)} rising numbers, one a level, of an ordered facet")
        return self

    def position(self, level: str | None) -> float:
        """Return where a level lies between 0 (easiest) and 1; the middle for a missing one."""
        if level is None:
            return 0.5
        at = self.levels.index(level)
        if self.spacing is None:
            return at / (len(self.levels) - 1)
        return (self.spacing[at] - self.spacing[0]) / (self.spacing[-1] - self.spacing[0])


class Link(Record):
    """What a person knows about two situations beyond their facets: how alike they are.

    Parameters
    ----------
    a, b : str
        Ids of the two situations; the order does not count.
    similarity : float
        Above 0, at most 1: about this share of what is learned at one shows at the other.

    Raises
    ------
    InvalidCourseError
        With every problem of the record.
    """

    a: Id
    b: Id
    similarity: Similarity


class SituationGraph(Record):
    """The feared situations of one person or template, and how they hang together.

    Parameters
    ----------
    title : str
        What the plan is about.
    client : str, optional
        A short alias, never a full name.
    rated : datetime.date or "example", optional
        The day the person gave the numbers; ``"example"`` marks numbers that are not the person's own.
    scale : Scale
        Scale of the numbers beside it. Numbers given as plain data are converted, so a finished graph says 0–100.
    shown : Scale
        Scale to print and write in.
    goal : sequence of str
        Id of the goal, or of several.
    facets : mapping of str to Facet
        A list of levels may stand for a facet.
    phrase : str, optional
        Title of generated situations, with facets in braces: ``Share one {depth} {way}``.
    situations : sequence of Situation
        At least one, at most 5,000.
    links : sequence of Link
        Only where the person knows better than the facets.
    ignore : mapping of str to str
        Lint code → why it does not apply to this graph.
    format : int
        Version of the document's format.

    Raises
    ------
    InvalidCourseError
        With every problem of the graph: fields, unknown ids and levels, circles, contradictions.
    """

    format: Literal[1] = 1
    title: Line
    client: Annotated[str, BeforeValidator(check.text_up_to(40, lines=False))] | None = None
    rated: Annotated[date | Literal["example"] | None, PlainValidator(check.rated_day)] = None
    scale: Annotated[Scale, BeforeValidator(check.choice(Scale))] = Scale.SUDS
    shown: Annotated[Scale, BeforeValidator(check.choice(Scale))] = Scale.SUDS
    goal: Ids = ()
    facets: Annotated[
        Mapping[str, Facet], PlainSerializer(dict), BeforeValidator(check.mapping), AfterValidator(FrozenMap)
    ] = FrozenMap()
    phrase: Line | None = None
    situations: tuple[Situation, ...]
    links: tuple[Link, ...] = ()
    ignore: Reasons = FrozenMap()

    @model_validator(mode="wrap")
    @classmethod
    def _whole(cls, data: Any, build: ModelWrapValidatorHandler[Self]) -> Self:
        if not isinstance(data, Mapping):
            return build(data)
        findings, error, graph = list(inconsistencies(data)), None, None
        try:
            graph = build(in_suds(data)) if len(findings) < 1_000 else None
        except ValidationError as found:
            error = found
        if graph is None or findings:
            raise collected(cls.__name__, findings, error, data)
        if not graph.situations:
            raise collected(
                cls.__name__, [(("situations",), check.problem("at least one situation", "none"))], None, data
            )
        return graph

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the situations, as written."""
        return tuple(situation.id for situation in self.situations)

    @property
    def own(self) -> bool:
        """Whether the numbers are the person's own (not marked as an example's)."""
        return self.rated != "example"


class Stopped(StrEnum):
    """How an exposure ended. Stopping by agreement is a success."""

    NO = "no"
    EARLY = "early"
    AGREED = "by agreement"


class Happened(StrEnum):
    """Whether the planned exposure took place; refusing and avoiding are data, not missing entries."""

    PRACTISED = "practised"
    REFUSED = "refused"
    AVOIDED = "avoided"


class Occurred(StrEnum):
    """Whether the feared outcome came."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


class Entry(Record):
    """What all entries of the log share.

    Parameters
    ----------
    id : str
        Given, or a hash of the content: the same entry written twice is one entry.
    at : datetime.datetime
        When it was, with its UTC offset; the calendar day is the day in that offset.
    note : str, optional
        Free text, kept apart from the numbers in every export.
    by, entered : str, optional
        Who rated, and how (touched, typed, spoken).
    """

    id: Annotated[str, BeforeValidator(check.entry_id)] = ""
    at: AwareDatetime
    note: Note | None = None
    by: Line | None = None
    entered: Line | None = None

    @model_validator(mode="after")
    def _named(self) -> Self:
        if not self.id:
            content = self.model_dump_json(exclude={"id"})
            object.__setattr__(self, "id", hashlib.sha256(content.encode()).hexdigest()[:16])
        return self


class Exposure(Entry):
    """One exposure: what was expected, what was felt, what happened. Nothing left out is filled in.

    Parameters
    ----------
    situation : str
        Id of the situation.
    expected, start, peak, end : float, optional
        Distress 0–100: expected beforehand, at the start, at its highest, at the end.
    series : sequence of (minute, distress)
        Timed ratings, minutes rising.
    minutes : float, optional
        How long it lasted, 0–1440.
    happened : Happened
        Practised, refused or avoided.
    stopped : Stopped
        Not, early (see `reason`), or by agreement.
    reason : str, optional
        Why it was left early.
    share : float
        Part of the exercise that was done, 0–1; partial success keeps its credit.
    feared : str, optional
        The outcome that was feared this time.
    expectancy_before, expectancy_after : float, optional
        How likely the feared outcome seemed, 0–100, before and for a next time.
    occurred : Occurred, optional
        Whether it came.
    safety : sequence of str
        Safety behaviours that were used.
    context : sequence of str
        Place, company, time of day, as short tags.
    measures : mapping of str to float
        Every other channel (urge, shame, numbness, mood …), 0–100.
    learned : str, optional
        What the person takes from it.

    Raises
    ------
    InvalidCourseError
        With every problem of the record.
    """

    type: Literal["exposure"] = "exposure"
    situation: Id
    expected: Distress | None = None
    start: Distress | None = None
    peak: Distress | None = None
    end: Distress | None = None
    series: Annotated[tuple[tuple[Minutes, Distress], ...], AfterValidator(check.rising_minutes)] = ()
    minutes: Minutes | None = None
    happened: Annotated[Happened, BeforeValidator(check.choice(Happened))] = Happened.PRACTISED
    stopped: Annotated[Stopped, BeforeValidator(check.choice(Stopped))] = Stopped.NO
    reason: Note | None = None
    share: Share = 1.0
    feared: Note | None = None
    expectancy_before: Percent | None = None
    occurred: Annotated[Occurred, BeforeValidator(check.choice(Occurred))] | None = None
    expectancy_after: Percent | None = None
    safety: Lines = ()
    context: Lines = ()
    measures: Measures = FrozenMap()
    learned: Note | None = None

    @model_validator(mode="after")
    def _peak_is_highest(self) -> Self:
        felt = [value for value in (self.start, self.end, *(level for _, level in self.series)) if value is not None]
        if self.peak is not None and felt and max(felt) > self.peak:
            raise check.problem(f"a peak of at least {max(felt):g}, the highest rating given", f"{self.peak:g}")
        return self


class Rating(Entry):
    """A new rating of a situation without practice, 0–100."""

    type: Literal["rating"] = "rating"
    situation: Id
    distress: Distress


class Comparison(Entry):
    """A judgement that one situation is harder than another, without numbers."""

    type: Literal["comparison"] = "comparison"
    harder: Id
    easier: Id


Event = Annotated[Exposure | Rating | Comparison, Field(discriminator="type")]
"""One entry of the log."""


class Consent(Record):
    """A recorded statement of a person's yes, or its withdrawal; software cannot verify it.

    Parameters
    ----------
    situation : str
        The one situation it is for; never carried over to another.
    person : str
        Who said it, as named in the situation's `consent`.
    at : datetime.datetime
        When, with its UTC offset.
    given : bool
        False withdraws, at once.
    until : datetime.datetime, optional
        When it ends; by default `Settings.consent_days` after `at`.

    Raises
    ------
    InvalidCourseError
        With every problem of the record.
    """

    situation: Id
    person: Line
    at: AwareDatetime
    given: bool = True
    until: AwareDatetime | None = None


def _setting(default: Any, unit: str, standing: str, source: str, about: str) -> Any:
    return Field(
        default=default, description=about, json_schema_extra={"unit": unit, "standing": standing, "source": source}
    )


class Settings(Record):
    """Every number of the model that a project may want to change, each with unit, standing and source.

    The standing says what a number rests on: ``published``, ``computed``, ``convention`` (custom, untested) or
    ``assumption`` (a choice of this project). The table in the documentation is made from this class.
    """

    facet_length: Positive = _setting(
        0.3,
        "facet range",
        "computed",
        "fitted to the gradients of Reutter & Gamer and Zaman et al.",
        "distance over facets at which similarity has fallen to 1/e",
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
        13.0, "SUDS", "assumption", "AffVids, development half", "how far a person lies off within one theme"
    )
    graph_sd: Positive = _setting(
        16.0, "SUDS", "assumption", "AffVids, development half", "deviations that similar situations share"
    )
    situation_sd: Positive = _setting(
        8.0, "SUDS", "assumption", "AffVids, development half", "deviations of one situation alone"
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
    rating_sd: Positive = _setting(
        24.0,
        "SUDS",
        "computed",
        "Nilsonne et al., repeated ratings (CC0)",
        "rating noise is this times sqrt(p (1 - p)), p the expected distress as a share",
    )
    rating_sd_least: Positive = _setting(
        5.0, "SUDS", "computed", "Nilsonne et al., repeated ratings (CC0)", "least rating noise, near 0 and 100"
    )
    anticipation_sd: Positive = _setting(
        20.0,
        "SUDS",
        "assumption",
        "my-cbt: predictions run 10–20 points high (a clinician's claim)",
        "how far expected distress may lie off experienced distress, for this person",
    )
    mastery: Distress = _setting(
        30.0, "SUDS", "convention", "IX Coach: peak consistently below 30", "distress to which practice leads"
    )
    learning_mean: Share = _setting(
        0.25, "per exposure", "assumption", "evidence 13", "mean of the learning rate of those who learn"
    )
    learning_sd: Positive = _setting(
        0.12, "per exposure", "assumption", "evidence 13", "SD of the learning rate of those who learn"
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
    consent_days: Positive = _setting(
        30.0, "days", "assumption", "engineering choice", "a recorded yes ends after this time unless it says otherwise"
    )


class Course(Record):
    """Everything there is about one person's plan: graph, log, consents, settings. All else is a function of it.

    Parameters
    ----------
    graph : SituationGraph
        The situations.
    log : sequence of Exposure, Rating or Comparison
        Kept in the order of `at`; an entry given twice is kept once.
    consents : sequence of Consent
        Kept in the order of `at`.
    settings : Settings
        The numbers of the model.
    format : int
        Version of the document's format.

    Raises
    ------
    InvalidCourseError
        With every problem of the course.
    """

    format: Literal[1] = 1
    graph: SituationGraph
    log: tuple[Event, ...] = ()
    consents: tuple[Consent, ...] = ()
    settings: Settings = Settings()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        log = tuple({(e.at, e.id): e for e in sorted(self.log, key=lambda e: (e.at, e.id))}.values())
        object.__setattr__(self, "log", log)
        consents = sorted(set(self.consents), key=lambda c: (c.at, c.situation, c.person, c.given))
        object.__setattr__(self, "consents", tuple(consents))
        return self

    def add(self, *entries: Exposure | Rating | Comparison | Consent) -> Course:
        """Return a course with these entries added; the same entry twice changes nothing.

        Examples
        --------
        >>> from datetime import UTC, datetime
        >>> graph = SituationGraph(title="Dogs", situations=(Situation(id="photo", title="See a photo"),))
        >>> entry = Rating(situation="photo", at=datetime(2026, 1, 5, tzinfo=UTC), distress=20)
        >>> len(Course(graph=graph).add(entry).add(entry).log)
        1
        """
        log = tuple(entry for entry in entries if not isinstance(entry, Consent))
        consents = tuple(entry for entry in entries if isinstance(entry, Consent))
        return Course(
            graph=self.graph, log=(*self.log, *log), consents=(*self.consents, *consents), settings=self.settings
        )

    def consented(self, situation: Situation, *, at: datetime) -> tuple[str, ...]:
        """Return the people named in `situation.consent` whose yes is recorded and valid at a time."""
        return tuple(person for person in situation.consent if self._says_yes(situation.id, person, at))

    def _says_yes(self, situation: str, person: str, at: datetime) -> bool:
        said = [c for c in self.consents if (c.situation, c.person) == (situation, person) and c.at <= at]
        if not said:
            return False
        last = said[-1]
        return last.given and at < (last.until or last.at + timedelta(days=self.settings.consent_days))
