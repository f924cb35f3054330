"""A person's course: graph, log, consents, settings. All else in the library is a function of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from exposure_ladder.records._checks import Record, folded
from exposure_ladder.records.entries import Consent, Event
from exposure_ladder.records.fields import Many
from exposure_ladder.records.settings import GATE_DAYS, Settings
from exposure_ladder.records.situations import Kind, Situation, SituationGraph

_ONESELF: Final = frozenset(
    folded(word)
    for word in (
        *("client", "the client", "i", "me", "myself", "my self", "self", "ich", "mich", "mir", "selbst", "ich selbst"),
        *(
            "moi",
            "je",
            "moi-même",
            "yo",
            "yo mismo",
            "yo misma",
            "io",
            "ik",
            "jag",
            "jeg",
            "я",
            "εγώ",
            "我",
            "私",
            "나",
            "אני",
        ),
    )
)
"""Words for oneself in the languages whose sexual words are read, as names are folded."""


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
    log: Many[Event] = ()
    consents: Many[Consent] = ()
    settings: Settings = Field(default_factory=Settings)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        log = tuple({(e.at, e.id): e for e in sorted(self.log, key=lambda e: (e.at, e.id))}.values())
        object.__setattr__(self, "log", log)
        consents = sorted(set(self.consents), key=lambda c: (c.at, c.situation, c.person, *self._weight(c)))
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

        A withdrawal ends the yeses it names and all that are not dated after it, also where it is itself dated ahead; a
        yes that lies ahead does not count yet. Names are compared as `folded`. The yes of the person whose plan it is
        never stands for somebody else's, and a yes holds only for the words it was given to (see `Consent.wording`).

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
        return tuple(
            person
            for person in situation.consent
            if (said := self._yes(situation, person, at)) and said.wording == situation.wording
        )

    def reworded(self, situation: Situation, *, at: datetime) -> tuple[str, ...]:
        """Return whose yes would hold, had the situation not been worded differently since: they are to be asked again.

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
        agreed = self.consented(situation, at=at)
        return tuple(
            person for person in situation.consent if person not in agreed and self._yes(situation, person, at)
        )

    def owned_by(self, person: str) -> bool:
        """Return whether a name means the person whose plan it is: the alias under `client`, or a word for oneself.

        Parameters
        ----------
        person : str
            As named under `consent`.

        Returns
        -------
        bool
            Such a name cannot stand for somebody else's yes.
        """
        return folded(person) in _ONESELF | {folded(self.graph.client or "me")}

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

    def ended_by(self, withdrawal: Consent) -> tuple[Consent, ...]:
        """Return the yeses that a withdrawal ends.

        Parameters
        ----------
        withdrawal : Consent
            Recorded or not.

        Returns
        -------
        tuple of Consent
            Those it names, and those it may mean that are not dated after it.
        """
        means = self._meaning(withdrawal)
        return tuple(
            yes
            for yes in self.consents
            if yes.given and (yes.id in withdrawal.ends or (yes.at <= withdrawal.at and means(yes)))
        )

    @property
    def unfitting(self) -> tuple[Consent, ...]:
        """Withdrawals that fit no step or nobody named there; each closes every step it may mean."""
        named = {(step.id, folded(person)) for step in self.graph.situations for person in step.consent}
        return tuple(said for said in self.consents if not said.given and said.whose not in named)

    def _meaning(self, withdrawal: Consent) -> Callable[[Consent], bool]:
        """Return whether a withdrawal may mean a yes; one that fits nobody may mean several."""
        step, person = withdrawal.whose
        named = {(known.id, folded(name)) for known in self.graph.situations for name in known.consent}
        if (step, person) in named:
            return lambda yes: yes.whose == (step, person)
        if step in self.graph.ids:  # somebody, of this step
            return lambda yes: yes.situation == step
        if person in {name for _, name in named}:  # this person, of some step
            return lambda yes: yes.whose[1] == person
        return lambda yes: yes.given

    def _yes(self, situation: Situation, person: str, at: datetime) -> Consent | None:
        """Return the yes to a situation that somebody gave last, if nothing ended it and it has not run out."""
        if self.owned_by(person):
            return None
        ended = {yes.id for said in self.consents if not said.given for yes in self.ended_by(said)}
        whose = (situation.id, folded(person))
        yeses = [yes for yes in self.consents if yes.given and yes.whose == whose and yes.at <= at]
        standing = [yes for yes in yeses if yes.id not in ended]
        last = max(standing, key=lambda yes: (yes.at, -self._length(yes)), default=None)
        return last if last is not None and at - last.at < self._length(last) else None

    def _weight(self, consent: Consent) -> tuple[bool, timedelta]:
        """Of what was said at one moment the withdrawal counts, or else the yes that ends first: they stand last."""
        return not consent.given, -self._length(consent)

    def _length(self, consent: Consent) -> timedelta:
        usual = timedelta(days=self.settings.consent_days)
        return min(timedelta(days=GATE_DAYS), usual if consent.until is None else consent.until - consent.at)
