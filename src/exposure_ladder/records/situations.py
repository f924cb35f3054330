"""What a person is afraid of: situations, facets, links, and the graph they make."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ModelWrapValidatorHandler, ValidationError, model_validator

from exposure_ladder.records import _checks as check
from exposure_ladder.records._checks import FrozenMap, Record, frozen_map
from exposure_ladder.records._graph_checks import collected, in_suds, inconsistencies, with_lists
from exposure_ladder.records._plan_rules import rules_in
from exposure_ladder.records.fields import (
    Distress,
    Format,
    Id,
    Ids,
    Language,
    Level,
    Levels,
    Line,
    Lines,
    Many,
    Minutes,
    Note,
    Positive,
    Reasons,
    Scale,
    Similarity,
)
from exposure_ladder.records.rhythm import Computer, Ratings, Schedule
from exposure_ladder.records.rule import Rule
from exposure_ladder.records.totals import Totals


class Mode(StrEnum):
    """How an exposure is done (names as usual in the field)."""

    IN_VIVO = "in vivo"
    IMAGINAL = "imaginal"
    INTEROCEPTIVE = "interoceptive"
    VIRTUAL = "virtual"
    WRITTEN = "written"
    EXPERIMENT = "behavioural experiment"


class Kind(StrEnum):
    """What a situation asks of a person, from least to most that is to be asked beforehand (see SAFETY.md).

    Steps of touch, imagined trauma and sex stay off every ladder until the questions of SAFETY.md have been asked.
    """

    EMOTIONAL = "emotional"
    TOUCH = "touch"
    TRAUMA = "trauma"
    SEXUAL = "sexual"

    @property
    def asked_first(self) -> bool:
        """Whether the questions of SAFETY.md come before it."""
        return self is not Kind.EMOTIONAL


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
    kind : Kind, optional
        Emotional, touch, imagined trauma or sexual; a sexual one must name under `consent` who else says yes.
    minutes : float, optional
        Planned length, 0–1440.
    feared : str, optional
        The outcome the person fears.
    by_when, sign : str, optional
        When it would have come by, at the latest, and how one would see it.
    stop_if : str, optional
        What ends this step at once, beside wanting to stop.
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
    suggested : bool
        Whether the planner made it and a person took it up: until it is rated, its number is an estimate.
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
    kind: Annotated[Kind, BeforeValidator(check.choice(Kind))] | None = None
    minutes: Minutes | None = None
    feared: Note | None = None
    by_when: Note | None = None
    sign: Note | None = None
    stop_if: Note | None = None
    safety: Lines = ()
    consent: Lines = ()
    requires: Ids = ()
    conflicts: Ids = ()
    tags: Lines = ()
    note: Note | None = None
    suggested: bool = False
    ignore: Reasons = FrozenMap()

    @model_validator(mode="after")
    def _agreed(self) -> Self:
        if self.kind is Kind.SEXUAL and not self.consent:
            raise check.problem("consent: who else must have said yes, for a sexual step", "none")
        return self

    @property
    def wording(self) -> str:
        """Short hash of title, kind, mode, minutes and facets: what somebody says yes to (see `Consent`)."""
        facets = sorted(f"{name}={level}" for name, level in self.facets.items())
        said = (self.title, self.kind, self.mode, self.minutes, *facets)
        return hashlib.sha256("\n".join(map(str, said)).encode()).hexdigest()[:8]


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

    Examples
    --------
    >>> Facet(levels=("1 min", "10 min", "1 h"), spacing=(1, 10, 60)).position("10 min")
    0.15254237288135594
    """

    levels: Annotated[Many[Level], BeforeValidator(check.listed)]
    ordered: bool = True
    spacing: Many[Annotated[float, BeforeValidator(check.number(-1e9, 1e9))]] | None = None
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
        """Return where `level` lies between 0 (easiest) and 1; the middle for none."""
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

    Examples
    --------
    >>> Link(a="bus", b="train", similarity=0.8).similarity
    0.8
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
    why : str, optional
        What the person wants to be able to do, and why, in their own words.
    goal : sequence of str
        Id of the goal, or of several.
    enough : str, optional
        Id of the step at which, by agreement, it is enough: what is harder stays off, and reaching it is completion.
    screened : datetime.date, optional
        The day on which the questions of SAFETY.md were asked and nothing stood in the way. Never the answers.
    adults : bool
        Whether everybody in this plan is an adult and wants its sexual steps.
    language : str, optional
        Language of the titles, like ``en`` or ``de-CH``. Titles are read for danger and touch in English only.
    schedule : sequence of str or int, optional
        Days of the week to practise on, or how many times a week (1–14).
    ratings : Ratings, optional
        Whether distress is rated while a practice goes on; never for steps of touch and sex.
    computer : Computer, optional
        Who can open this computer. Only where it is the person's alone are words of the log shown without being asked.
    facets : mapping of str to Facet
        A list of levels may stand for a facet.
    phrase : str, optional
        Title of generated situations, with facets in braces: ``Share one {depth} {way}``.
    situations : sequence of Situation
        At least one, at most 5,000.
    links : sequence of Link
        Only where the person knows better than the facets.
    rule, rules : Rule or str, and sequence of Rule
        The progression rule, by name or in full (`default` without it), and further ones with names.
    safe : datetime.date, optional
        When the person last said after words of crisis: I am safe for now.
    support : sequence of str
        Whom to call when it is too much, as the person wrote it; in nothing that is made for others.
    totals : mapping of str to Totals
        Totals of questionnaires, mood and the like over time, as background.
    ignore : mapping of str to str
        Lint code → why it does not apply to this graph.
    format : int
        Version of the document's format.

    Raises
    ------
    InvalidCourseError
        With every problem of the graph: fields, unknown ids and levels, circles, contradictions.

    Examples
    --------
    >>> photo = Situation(id="photo", title="See a photo", distress=20)
    >>> park = Situation(id="park", title="Walk past a dog", distress=60, requires="photo")
    >>> SituationGraph(title="Dogs", goal="park", situations=[photo, park]).ids
    ('photo', 'park')
    """

    format: Format = 2
    title: Line
    client: Annotated[str, BeforeValidator(check.text_up_to(40, lines=False))] | None = None
    rated: Annotated[date | Literal["example"] | None, BeforeValidator(check.rated_day)] = None
    scale: Annotated[Scale, BeforeValidator(check.choice(Scale))] = Scale.SUDS
    shown: Annotated[Scale, BeforeValidator(check.choice(Scale))] = Scale.SUDS
    why: Note | None = None
    goal: Ids = ()
    enough: Id | None = None
    screened: Annotated[date, BeforeValidator(check.calendar_day)] | None = None
    adults: bool = False
    language: Language | None = None
    schedule: Schedule | None = None
    ratings: Ratings | None = None
    computer: Annotated[Computer, BeforeValidator(check.choice(Computer))] | None = None
    facets: Annotated[Mapping[str, Facet], *frozen_map] = FrozenMap()
    phrase: Line | None = None
    situations: Many[Situation]
    links: Many[Link] = ()
    rule: Rule | Id | None = None
    rules: Many[Rule] = ()
    safe: Annotated[date, BeforeValidator(check.calendar_day)] | None = None
    support: Lines = ()
    totals: Annotated[Mapping[str, Totals], *frozen_map] = FrozenMap()
    ignore: Reasons = FrozenMap()

    @model_validator(mode="wrap")
    @classmethod
    def _whole(cls, data: Any, build: ModelWrapValidatorHandler[Self]) -> Self:
        if not isinstance(data, Mapping):
            return build(data)
        rules, wrong = rules_in(data)
        data = {**with_lists(data), **rules}
        findings, error, graph = [*inconsistencies(data), *wrong], None, None
        try:
            graph = build(in_suds(data)) if len(findings) < 1_000 else None
        except ValidationError as found:
            error = found
        if graph is None or findings:
            raise collected(cls.__name__, findings, error, data)
        return graph

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the situations, as written."""
        return tuple(situation.id for situation in self.situations)

    @property
    def own(self) -> bool:
        """Whether the numbers are the person's own (not marked as an example's)."""
        return self.rated != "example"
