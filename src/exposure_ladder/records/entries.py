"""What is written down as time goes on: exposures, ratings, comparisons, and the recorded consent of others."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, ClassVar, Final, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from exposure_ladder.records import _checks as check
from exposure_ladder.records._checks import FrozenMap
from exposure_ladder.records._statement import Statement
from exposure_ladder.records.fields import (
    Distress,
    End,
    Id,
    Ids,
    Line,
    Lines,
    Many,
    Measures,
    Minutes,
    Note,
    Percent,
    Share,
)

if TYPE_CHECKING:
    from exposure_ladder.records.situations import SituationGraph


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
    """Whether the feared outcome came; partly and unclear are neither a yes nor a no."""

    YES = "yes"
    NO = "no"
    PARTLY = "partly"
    UNCLEAR = "unclear"


class Wanted(StrEnum):
    """Whether a step with another body was wanted the whole time, by the person's own answer."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Entry(Statement):
    """What all entries of the log share, beside id and time.

    Parameters
    ----------
    note : str, optional
        Free text, kept apart from the numbers in every export.
    by, entered : str, optional
        Who rated, and how (touched, typed, spoken).

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> Rating(situation="photo", at=at, distress=20, by="helper").by
    'helper'
    """

    note: Note | None = None
    by: Line | None = None
    entered: Line | None = None


class Exposure(Entry):
    """One exposure: what was expected, what was felt, what happened. Nothing left out is filled in.

    Parameters
    ----------
    type : str
        Its name in a stored log: ``"exposure"``.
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
    helper : str, optional
        The professional who was there; family, friends and partners are company (`context`).
    wanted : Wanted, optional
        For steps of touch and sex: whether it was wanted the whole time.
    saw, managed, vary : str, optional
        After it: what was seen of the feared outcome, how the person managed, and what to do differently next time.

    Raises
    ------
    InvalidCourseError
        With every problem of the record.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> entry = Exposure(situation="photo", at=datetime(2026, 1, 5, tzinfo=UTC), peak=45, end=20, safety="joking")
    >>> entry.happened.value, entry.safety, entry.start
    ('practised', ('joking',), None)
    """

    type: Literal["exposure"] = "exposure"
    situation: Id
    expected: Distress | None = None
    start: Distress | None = None
    peak: Distress | None = None
    end: Distress | None = None
    series: Annotated[Many[tuple[Minutes, Distress]], AfterValidator(check.rising_minutes)] = ()
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
    helper: Line | None = None
    wanted: Annotated[Wanted, BeforeValidator(check.choice(Wanted))] | None = None
    saw: Note | None = None
    managed: Note | None = None
    vary: Note | None = None

    @model_validator(mode="after")
    def _peak_is_highest(self) -> Self:
        felt = [value for value in (self.start, self.end, *(level for _, level in self.series)) if value is not None]
        if self.peak is not None and felt and max(felt) > self.peak:
            raise check.problem(f"a peak of at least {max(felt):g}, the highest rating given", f"{self.peak:g}")
        return self

    @property
    def highest(self) -> float | None:
        """The highest distress that was noted at all, whichever of its numbers that is, SUDS; none without any.

        Safety looks at it: who only noted how it began or ended, or rated over time, may need help as much. Mastery
        and belief keep to the peak.
        """
        given = (self.peak, self.start, self.end, *(level for _, level in self.series))
        return max((level for level in given if level is not None), default=None)


class Rating(Entry):
    """A new rating of a situation without practice.

    Parameters
    ----------
    type : str
        Its name in a stored log: ``"rating"``.
    situation : str
        Id of the situation.
    distress : float
        The person's number for it now, 0–100; it counts as the peak of a practice does.

    Raises
    ------
    InvalidCourseError
        With every problem of the record.

    Examples
    --------
    >>> Rating.model_validate({"situation": "photo", "at": "2026-01-05T20:10+01:00", "distress": 20}).distress
    20.0
    """

    type: Literal["rating"] = "rating"
    situation: Id
    distress: Distress


class Comparison(Entry):
    """A judgement that one situation is harder than another, without numbers.

    Parameters
    ----------
    type : str
        Its name in a stored log: ``"comparison"``.
    harder, easier : str
        Ids of the two situations.

    Raises
    ------
    InvalidCourseError
        With every problem of the record.

    Examples
    --------
    >>> Comparison.model_validate({"harder": "park", "easier": "photo", "at": "2026-01-05T20:10+01:00"}).harder
    'park'
    """

    type: Literal["comparison"] = "comparison"
    harder: Id
    easier: Id

    @model_validator(mode="after")
    def _differ(self) -> Self:
        if self.harder == self.easier:
            raise check.problem("two different situations", check.quoted(self.harder))
        return self


class Override(Entry):
    """A helper's choice of the next step, in place of the rule's; kept in the log as its own audit entry.

    It holds until the next exposure and only inside the hard caps: consent, the cap on distress, rest, support.

    Parameters
    ----------
    type : str
        Its name in a stored log: ``"override"``.
    situation : str
        Id of the situation to practise next.
    by : str
        Who decided; required here.
    reason : str
        Why.

    Raises
    ------
    InvalidCourseError
        With every problem of the record.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> Override(situation="park", at=datetime(2026, 1, 5, tzinfo=UTC), by="therapist", reason="Asked for it").by
    'therapist'
    """

    type: Literal["override"] = "override"
    situation: Id
    by: Line
    reason: Note


Event = Annotated[Exposure | Rating | Comparison | Override, Field(discriminator="type")]
"""One entry of the log."""


class Consent(Statement):
    """A recorded statement of a person's yes, or its withdrawal; software cannot verify it.

    Parameters
    ----------
    type : str
        Its name where it stands among entries: ``"consent"``.
    situation : str
        The one situation it is for; never carried over to another.
    person : str
        Who said it, as named in the situation's `consent`; upper and lower case are the same.
    at : datetime.datetime
        When, with its UTC offset.
    given : bool
        False withdraws, at once.
    until : datetime.datetime, optional
        When it ends; by default `Settings.consent_days` after `at`. No yes holds longer than 90 days.
    wording : str, optional
        `Situation.wording` of the step as it was when this was said. A yes holds for these words only, and a yes
        without it for none: it is bound when it is first recorded (see `bound`).
    ends : sequence of str
        Of a withdrawal: ids of the yeses it ends, however they are dated. It also ends all that are not dated after it.

    Raises
    ------
    InvalidCourseError
        With every problem of the record.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from exposure_ladder import Course, Situation, SituationGraph
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> step = Situation(id="hug", title="Hug for ten seconds", consent="partner")
    >>> course = Course(graph=SituationGraph(title="Closer", situations=[step]))
    >>> yes = Consent(situation="hug", person="partner", at=at).bound(course.graph)
    >>> course.add(yes).consented(step, at=at + timedelta(days=1))
    ('partner',)
    """

    type: Literal["consent"] = "consent"
    UNNAMED: ClassVar[frozenset[str]] = frozenset({"wording"})  # a yes stays the same one when it is bound to words

    situation: Id
    person: Line
    given: bool = True
    until: End = None
    wording: Id | None = None
    ends: Ids = ()

    def bound(self, graph: SituationGraph) -> Consent:
        """Return the same yes, bound to the words of its step if it is bound to none.

        Parameters
        ----------
        graph : SituationGraph
            The plan as it is now.

        Returns
        -------
        Consent
            Itself if it is a withdrawal, bound already, or for a step that is not there.
        """
        wording = next((step.wording for step in graph.situations if step.id == self.situation), None)
        return self.model_copy(update={"wording": wording}) if self.given and self.wording is None else self

    @property
    def whose(self) -> tuple[str, str]:
        """The step and the person it is about, however the name is spelled: what counts together."""
        return self.situation, check.folded(self.person)


Anything = Annotated[Exposure | Rating | Comparison | Override | Consent, Field(discriminator="type")]
"""One entry of the log, or a consent."""

KINDS: Final[Mapping[str, type[Event | Consent]]] = {
    "exposure": Exposure,
    "rating": Rating,
    "comparison": Comparison,
    "override": Override,
    "consent": Consent,
}
"""Everything that may be written down as time goes on, by the name it has in files."""
