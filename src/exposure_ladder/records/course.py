"""A person's course: graph, log, consents, settings. All else in the library is a function of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, Self

from pydantic import Field, model_validator

from exposure_ladder.records.entries import Consent, Event
from exposure_ladder.records.settings import Settings
from exposure_ladder.records.situations import Kind, Situation, SituationGraph
from exposure_ladder.validation import Record


class Course(Record):
    """Everything there is about one person's plan: graph, log, consents, settings. All else is a function of it.

    Parameters
    ----------
    graph : SituationGraph
        The situations.
    log : sequence of Exposure, Rating, Comparison or Override
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

    Examples
    --------
    >>> graph = {"title": "Dogs", "situations": [{"id": "photo", "title": "See a photo", "distress": 20}]}
    >>> course = Course.model_validate({"graph": graph, "settings": {"per_day": 1}})
    >>> course.graph.ids, course.settings.per_day, course.log
    (('photo',), 1, ())
    """

    format: Literal[1] = 1
    graph: SituationGraph
    log: tuple[Event, ...] = ()
    consents: tuple[Consent, ...] = ()
    settings: Settings = Field(default_factory=Settings)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        log = tuple({(e.at, e.id): e for e in sorted(self.log, key=lambda e: (e.at, e.id))}.values())
        object.__setattr__(self, "log", log)
        # of what was said at one moment the withdrawal counts, or the yes that ends first: they stand last
        consents = sorted(
            set(self.consents), key=lambda c: (c.at, c.situation, c.person, not c.given, -self._end(c).timestamp())
        )
        object.__setattr__(self, "consents", tuple(consents))
        return self

    def add(self, *entries: Event | Consent) -> Course:
        """Return a course with these entries added; the same entry twice changes nothing.

        Parameters
        ----------
        *entries : Exposure, Rating, Comparison, Override or Consent
            In any order.

        Returns
        -------
        Course
            This one stays as it is.

        Examples
        --------
        >>> from datetime import UTC, datetime
        >>> from exposure_ladder import Rating, template
        >>> entry = Rating(situation="photo", at=datetime(2026, 1, 5, tzinfo=UTC), distress=20)
        >>> len(template("dogs").add(entry).add(entry).log)
        1
        """
        log = tuple(entry for entry in entries if not isinstance(entry, Consent))
        consents = tuple(entry for entry in entries if isinstance(entry, Consent))
        return Course(
            graph=self.graph, log=(*self.log, *log), consents=(*self.consents, *consents), settings=self.settings
        )

    def consented(self, situation: Situation, *, at: datetime) -> tuple[str, ...]:
        """Return the people whose yes a situation needs, and whose yes is recorded and valid at a time.

        The yes of the person whose plan it is never stands for somebody else's.

        Parameters
        ----------
        situation : Situation
            Its `consent` names the people.
        at : datetime.datetime
            The time, with its UTC offset.

        Returns
        -------
        tuple of str
            In the order of `situation.consent`.
        """
        others = (person for person in situation.consent if person != self.graph.client)
        return tuple(person for person in others if self._says_yes(situation.id, person, at))

    def unasked(self, situation: Situation, *, at: datetime) -> tuple[str, ...]:
        """Return what the file must say before a situation may be offered: ``screened``, ``adults``, both or neither.

        A step of touch, imagined trauma or sex needs questions asked at most `Settings.screen_days` before; a sexual
        one also needs adults.

        Parameters
        ----------
        situation : Situation
            The one that may be offered.
        at : datetime.datetime
            The time. The day is the calendar day in its offset; one that lies ahead is not yet.

        Returns
        -------
        tuple of str
            Empty when nothing is in the way.
        """
        if situation.kind is None or not situation.kind.asked_first:
            return ()
        asked, today = self.graph.screened, at.date()
        recent = asked is not None and 0 <= (today - asked).days <= self.settings.screen_days
        grown = situation.kind is not Kind.SEXUAL or self.graph.adults
        return (*(() if recent else ("screened",)), *(() if grown else ("adults",)))

    def _says_yes(self, situation: str, person: str, at: datetime) -> bool:
        said = [c for c in self.consents if (c.situation, c.person) == (situation, person) and c.at <= at]
        if not said:
            return False
        last = said[-1]
        return last.given and at < self._end(last)

    def _end(self, consent: Consent) -> datetime:
        return consent.until or consent.at + timedelta(days=self.settings.consent_days)
