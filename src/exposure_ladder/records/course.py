"""A person's course: graph, log, consents, settings. All else in the library is a function of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, Self

from pydantic import Field, model_validator

from exposure_ladder.errors import InvalidCourseError, Problem, did_you_mean
from exposure_ladder.records._checks import Record, folded, quoted, several_problems
from exposure_ladder.records._identity import astray, clashes, standing
from exposure_ladder.records._moments import time_at
from exposure_ladder.records._oneself import ONESELF
from exposure_ladder.records.entries import Anything, Consent, Event
from exposure_ladder.records.fields import Format, Many
from exposure_ladder.records.settings import GATE_DAYS, Settings
from exposure_ladder.records.situations import Kind, Situation, SituationGraph


class Course(Record):
    """Everything there is about one person's plan: graph, log, consents, settings. All else is a function of it.

    Parameters
    ----------
    graph : SituationGraph
        The situations.
    log : sequence of Exposure, Rating, Comparison or Override
        Kept in the order of `at`; an entry given twice is kept once, and of several revisions the highest stands.
    consents : sequence of Consent
        Kept in the order of `at`.
    withdrawn : sequence of entries
        What was taken back. It counts nowhere, and is kept so that no copy brings it back.
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

    format: Format = 2
    graph: SituationGraph
    log: Many[Event] = ()
    consents: Many[Consent] = ()
    withdrawn: Many[Anything] = ()
    settings: Settings = Field(default_factory=Settings)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        given = (*self.log, *self.consents, *self.withdrawn)
        found = clashes(given)
        if found:
            raise several_problems(type(self).__name__, found)
        kept = sorted(standing(given), key=lambda entry: (entry.at, entry.id))
        counted = [entry for entry in kept if not entry.withdrawn]
        consents = [entry for entry in counted if isinstance(entry, Consent)]
        consents.sort(key=lambda c: (c.at, c.situation, c.person, *self._weight(c), c.id))
        object.__setattr__(self, "log", tuple(entry for entry in counted if not isinstance(entry, Consent)))
        object.__setattr__(self, "consents", tuple(consents))
        object.__setattr__(self, "withdrawn", tuple(entry for entry in kept if entry.withdrawn))
        return self

    def entries(self) -> tuple[Event | Consent, ...]:
        """Return log and consents together, in the order of `at`.

        Returns
        -------
        tuple of Exposure, Rating, Comparison, Override or Consent
            All that counts; what was taken back is in `withdrawn`.
        """
        return tuple(sorted((*self.log, *self.consents), key=lambda entry: (entry.at, entry.id)))

    def add(self, *entries: Event | Consent) -> Self:
        """Return a course with these entries added; the same entry twice changes nothing.

        Parameters
        ----------
        *entries : Exposure, Rating, Comparison, Override or Consent
            In any order. One with the id of another must be a revision of it; the highest one stands.

        Returns
        -------
        Course
            This one stays as it is.

        Raises
        ------
        InvalidCourseError
            If an entry is about a step that is not in the plan, or has the id of another one.

        Examples
        --------
        >>> from datetime import UTC, datetime
        >>> from exposure_ladder import Rating, template
        >>> entry = Rating(situation="photo", at=datetime(2026, 1, 5, tzinfo=UTC), distress=20)
        >>> len(template("dogs").add(entry).add(entry).log)
        1
        """
        there = frozenset(entry.id for entry in (*self.log, *self.consents, *self.withdrawn))
        problems = astray((entry for entry in entries if entry.id not in there), self.graph.ids)
        if problems:
            raise InvalidCourseError(problems)
        return self.with_log(entries)

    def with_log(self, entries: Iterable[Event | Consent]) -> Self:
        """Return a course with these entries added, also those about steps that the plan no longer has.

        Parameters
        ----------
        entries : iterable of Exposure, Rating, Comparison, Override or Consent
            A log as it was kept; :func:`~exposure_ladder.lint` names the steps that are gone.

        Returns
        -------
        Course
            This one stays as it is.

        Raises
        ------
        InvalidCourseError
            If an entry has the id of another one and is no revision of it.
        """
        more = tuple(entries)
        log = tuple(entry for entry in more if not isinstance(entry, Consent))
        consents = tuple(entry for entry in more if isinstance(entry, Consent))
        return self.model_copy(update={"log": (*self.log, *log), "consents": (*self.consents, *consents)})

    def amend(self, id: str, /, **changes: Any) -> Self:  # noqa: A002 (the field has this name)
        """Return a course in which an entry says something else; one that was taken back is back with it.

        Parameters
        ----------
        id : str
            Of the entry; it stays the same.
        **changes
            Fields of the entry and what they say from now on.

        Returns
        -------
        Course
            With the entry as its next revision, which no older copy undoes.

        Raises
        ------
        InvalidCourseError
            If there is no such entry, or the changes do not fit.

        Examples
        --------
        >>> from datetime import UTC, datetime
        >>> from exposure_ladder import Rating, template
        >>> entry = Rating(id="e1", situation="photo", at=datetime(2026, 1, 5, tzinfo=UTC), distress=20)
        >>> course = template("dogs").add(entry).amend("e1", distress=30)
        >>> course.log[0].distress, course.log[0].revision, course.add(entry) == course
        (30.0, 1, True)
        """
        entry = self._entry(id)
        changed = entry.model_copy(update={**changes, "id": id, "revision": entry.revision + 1, "withdrawn": False})
        same = changed.content == entry.content and changed.at == entry.at and not entry.withdrawn
        return self if same else self.add(changed)

    def withdraw(self, id: str, /) -> Self:  # noqa: A002 (the field has this name)
        """Return a course in which an entry no longer counts; twice is no mistake.

        Parameters
        ----------
        id : str
            Of the entry. A mark stays in `withdrawn`, so that no older copy brings it back; only erasing, in the file
            where it was written, leaves none.

        Returns
        -------
        Course
            This one stays as it is.

        Raises
        ------
        InvalidCourseError
            If there is no such entry.

        Examples
        --------
        >>> from datetime import UTC, datetime
        >>> from exposure_ladder import Rating, template
        >>> entry = Rating(id="e1", situation="photo", at=datetime(2026, 1, 5, tzinfo=UTC), distress=20)
        >>> template("dogs").add(entry).withdraw("e1").add(entry).log
        ()
        """
        entry = self._entry(id)
        if entry.withdrawn:
            return self
        back = {"id": id, "revision": entry.revision + 1, "withdrawn": True}
        return self.with_log([entry.model_copy(update=back)])

    def merge(self, other: Course) -> Course:
        """Return what two copies of one course know together, in whatever order copies meet.

        Parameters
        ----------
        other : Course
            With the same graph and settings.

        Returns
        -------
        Course
            Every entry of either. Of one id the highest revision stands; of equal ones that which was taken back, or
            else the one with the higher hash: all copies settle on the same. What one of them erased comes back, if
            the other one has it.

        Raises
        ------
        InvalidCourseError
            If the two have different plans or settings.

        Examples
        --------
        >>> from datetime import UTC, datetime
        >>> from exposure_ladder import Rating, template
        >>> entry = Rating(id="e1", situation="photo", at=datetime(2026, 1, 5, tzinfo=UTC), distress=20)
        >>> phone = template("dogs").add(entry)
        >>> tablet = phone.amend("e1", distress=30)
        >>> phone.merge(tablet) == tablet.merge(phone) == tablet
        True
        """
        for key in ("graph", "settings"):
            if getattr(self, key) != getattr(other, key):
                hint = "Settle on one first:  other.model_copy(update={...})"
                raise InvalidCourseError([Problem((key,), f"one {key} in both copies", "two different ones", hint)])
        mine, theirs = ((*course.log, *course.consents, *course.withdrawn) for course in (self, other))
        kept = standing((*mine, *theirs))
        log = tuple(entry for entry in kept if not isinstance(entry, Consent))
        consents = tuple(entry for entry in kept if isinstance(entry, Consent))
        return Course(graph=self.graph, log=log, consents=consents, settings=self.settings)

    def _entry(self, name: str) -> Event | Consent:
        found = {entry.id: entry for entry in (*self.log, *self.consents, *self.withdrawn)}
        if name not in found:
            problem = Problem(("id",), "the id of an entry", quoted(name), did_you_mean(name, sorted(found)))
            raise InvalidCourseError([problem])
        return found[name]

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
        at = time_at(at)
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
        at = time_at(at)
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
        return folded(person) in ONESELF | {folded(self.graph.client or "me")}

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
        at = time_at(at)
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
