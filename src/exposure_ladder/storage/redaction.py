"""A course for other eyes: only what was chosen stays, everything else becomes a number or is left out.

The result is built anew from the fields that are named here, so that a field which comes later stays at home until
somebody decides about it. What is exported is the redacted course itself: a preview is the thing, not a description.

This room must never change a number that the belief reads, and never keep whom to call (`support`) or totals.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from string import Formatter
from typing import TYPE_CHECKING, Any, Final

from exposure_ladder.records import (
    Comparison,
    Consent,
    Course,
    Exposure,
    Facet,
    Kind,
    Link,
    Override,
    Rating,
    Situation,
    SituationGraph,
)
from exposure_ladder.records._checks import folded
from exposure_ladder.storage.names import Names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from exposure_ladder.records import Event

__all__ = ["RESEARCH", "SHARE", "Keep", "redacted"]


class Keep(StrEnum):
    """What may stay: titles and facets of steps, real days, words of one's own, names of people."""

    STEPS = "steps"
    DAYS = "days"
    WORDS = "words"
    NAMES = "names"


SHARE: Final = frozenset({Keep.DAYS})
"""For somebody the person chose: days stay; no word of a person's own does, and steps are numbered."""
RESEARCH: Final[frozenset[Keep]] = frozenset()
"""For people who need only numbers: nothing stays."""
_START: Final = date(2000, 1, 3)
_LINE: Final = 300
_NOTE: Final = 10_000
"""How long a line and a note may be (`validation`): a text grows where what stands for a name is longer than it."""
_CHANNELS: Final = ("numbness", "tolerance")
"""Channels that rules read; every other name of a channel is a person's own word."""


def redacted(course: Course, *, keep: Collection[Keep] = RESEARCH) -> Course:
    """Return a course with only what was chosen, and the numbers.

    Parameters
    ----------
    course : Course
        Anybody's.
    keep : collection of Keep
        What stays. Without `DAYS` the first day becomes 2000-01-03 and all others keep their distance to it; times of
        day stay to the minute, in the offset of the first entry. Without `STEPS`, `WORDS` or `NAMES` each different
        text becomes a number, or is left out.

    Returns
    -------
    Course
        With the same belief, to the last bit where times are whole minutes or `DAYS` stay. Ids of entries are numbers,
        as the given ones are made from the content.

    Notes
    -----
    Without `NAMES`, a name that the course gives to a person (its client, whose yes a step needs, who rated) is also
    looked for in the texts that stay, as whole words, and what stands for that person is put there; words such as
    partner or owner stay. Where an id, a theme or the name of a facet holds one, all of its kind become numbers. Other
    names in a title, and inflected or shortened ones, are not known as names and stay.

    Numbers can point to a person, too: somebody who knows when a practice was, or how it was rated, may find it again.

    Examples
    --------
    >>> from exposure_ladder import template
    >>> from exposure_ladder.storage import SHARE, redacted
    >>> course = template("dogs")
    >>> [redacted(course, keep=keep).graph.situations[0].title for keep in (SHARE, SHARE | {Keep.STEPS})]
    ['Step s10', 'Look at one photo of a dog for two minutes']
    """
    return _Redactor(course, frozenset(Keep(each) for each in keep)).course()


class _Redactor:
    """How each text and each moment of one course is shown."""

    def __init__(self, course: Course, keep: frozenset[Keep]) -> None:
        self.given, graph = course, course.graph
        self.steps, self.days, self.words, self.names = (each in keep for each in Keep)
        said = [(e.harder, e.easier) if isinstance(e, Comparison) else (e.situation,) for e in course.log]
        ids = {*graph.ids, *(name for names in said for name in names), *(c.situation for c in course.consents)}
        exposures = [entry for entry in course.log if isinstance(entry, Exposure)]
        people = {person for situation in graph.situations for person in situation.consent}
        people |= {consent.person for consent in course.consents} | {entry.by for entry in course.log if entry.by}
        channels = {channel for entry in exposures for channel in entry.measures} - {*_CHANNELS}
        self.found = Names({})
        # names that count as one stay one, and the person whose plan it is stays that person
        numbers = self._numbered("person ", {folded(name) for name in people if not course.owned_by(name)}, kept=False)
        own = "client" if graph.client else "me"
        people |= {graph.client} if graph.client else set()
        self.people = {name: name if self.names else numbers.get(folded(name), own) for name in sorted(people)}
        self.found = Names({} if self.names else self.people)
        self.ids = self._numbered("s", ids, self.steps)
        self.themes = self._numbered("theme ", (s.theme for s in graph.situations if s.theme), self.steps)
        self.facets = self._numbered("facet ", graph.facets, self.steps)
        self.channels = self._numbered("channel-", channels, self.words) | {name: name for name in _CHANNELS}
        safety = [text for situation in graph.situations for text in situation.safety]
        safety += [text for entry in exposures for text in entry.safety]
        self.safety = self._numbered("safety ", safety, self.words)
        self.context = self._numbered("context ", (text for each in exposures for text in each.context), self.words)
        moments = [each.at for each in (*course.log, *course.consents)]
        first = min(moments, default=None)
        known = [day for day in (graph.rated, graph.screened) if isinstance(day, date)]
        begin = first.date() if first is not None else min(known, default=_START)
        self.zone = UTC if first is None else first.tzinfo
        self.back = timedelta(0) if self.days else begin - _START
        # as a touch step among others a sexual one would pass without adults, so the questions count as not asked
        sexual = any(situation.kind is Kind.SEXUAL for situation in graph.situations)
        self.screened = None if sexual and not self.steps and not graph.adults else graph.screened

    def _numbered(self, kind: str, texts: Iterable[str], kept: bool) -> dict[str, str]:
        """Return what stands for each text: all themselves, or all a number, as where one holds a name.

        Numbers sort as the texts do, so that ties are broken the same way.
        """
        found = sorted(set(texts))
        kept = kept and not any(self.found.held(text) for text in found)
        size = len(str(len(found)))
        return {text: text if kept else f"{kind}{at:0{size}}" for at, text in enumerate(found, 1)}

    def at(self, moment: datetime) -> datetime:
        if self.days:
            return moment
        try:  # a time to the second would be known again by whoever has seen it once
            return moment.astimezone(self.zone).replace(second=0, microsecond=0, tzinfo=UTC) - self.back
        except OverflowError:  # "for ever" stays for ever
            return datetime.max.replace(tzinfo=UTC)

    def day(self, day: date) -> date:
        try:
            return day - self.back
        except OverflowError:
            return date.max if self.back < timedelta(0) else date.min

    def own(self, text: str | None) -> str | None:
        return self.found.hidden(text)[:_NOTE] if text and self.words else None

    def title(self, text: str) -> str:
        return self.found.hidden(text)[:_LINE].strip()

    def course(self) -> Course:
        given = self.given
        log = tuple(self.entry(entry, f"e{at:06}") for at, entry in enumerate(given.log, 1))
        consents = tuple(
            Consent(
                situation=self.ids[c.situation],
                person=self.people[c.person],
                at=self.at(c.at),
                given=c.given,
                until=None if c.until is None else self.at(c.until),
                wording=self.wording(c),
            )
            for c in given.consents
        )
        names = {old.id: new.id for old, new in zip(given.consents, consents, strict=True)}
        consents = tuple(
            new.model_copy(update={"ends": tuple(names[name] for name in old.ends if name in names)})
            for old, new in zip(given.consents, consents, strict=True)
        )
        return Course(graph=self.graph(given.graph), log=log, consents=consents, settings=given.settings)

    def wording(self, said: Consent) -> str | None:
        """Return what binds a yes to the words of the copy; to none, if the step was worded differently since."""
        given = next((s for s in self.given.graph.situations if s.id == said.situation), None)
        if said.wording is None or given is None:
            return None
        return self.situation(given).wording if said.wording == given.wording else "other"

    def graph(self, graph: SituationGraph) -> SituationGraph:
        rated = graph.rated
        return SituationGraph(
            title=self.title(graph.title) if self.steps else "Ladder",
            client=self.people[graph.client] if graph.client else None,
            rated=self.day(rated) if isinstance(rated, date) else rated,
            shown=graph.shown,
            goal=tuple(self.ids[name] for name in graph.goal),
            enough=None if graph.enough is None else self.ids[graph.enough],
            screened=None if self.screened is None else self.day(self.screened),
            adults=graph.adults and self.steps,
            facets={self.facets[name]: self.facet(facet) for name, facet in sorted(graph.facets.items())},
            phrase=self.phrase(graph.phrase) if self.steps and graph.phrase else None,
            situations=tuple(self.situation(s) for s in graph.situations),
            links=tuple(Link(a=self.ids[li.a], b=self.ids[li.b], similarity=li.similarity) for li in graph.links),
        )

    def phrase(self, given: str) -> str | None:
        """Return the phrase with facets as they are called here; none where it would grow too long."""
        text = ""
        for said, facet, _, _ in Formatter().parse(given):
            text += self.found.hidden(said).replace("{", "{{").replace("}", "}}")
            text += "" if facet is None else f"{{{self.facets[facet]}}}"
        return text if len(text) <= _LINE else None

    def facet(self, facet: Facet) -> Facet:
        return Facet(levels=self.levels(facet), ordered=facet.ordered, spacing=facet.spacing, weight=facet.weight)

    def levels(self, facet: Facet) -> tuple[str, ...]:
        named = tuple(map(self.title, facet.levels)) if self.steps else ()
        different = len(set(named)) == len(facet.levels)
        return named if different else tuple(f"level {at}" for at in range(1, len(facet.levels) + 1))

    def level(self, facet: Facet, level: str) -> str:
        return self.levels(facet)[facet.levels.index(level)]

    def situation(self, given: Situation) -> Situation:
        facets = self.given.graph.facets
        return Situation(
            id=self.ids[given.id],
            title=self.title(given.title) if self.steps else f"Step {self.ids[given.id]}",
            distress=given.distress,
            order=given.order,
            theme=given.theme and self.themes[given.theme],
            facets={self.facets[name]: self.level(facets[name], level) for name, level in given.facets.items()},
            mode=given.mode,
            kind=self.kind(given.kind),
            minutes=given.minutes,
            feared=self.own(given.feared),
            by_when=self.own(given.by_when),
            sign=self.own(given.sign),
            stop_if=self.own(given.stop_if),
            safety=tuple(self.safety[text] for text in given.safety),
            consent=tuple(self.people[name] for name in given.consent),
            requires=tuple(self.ids[name] for name in given.requires),
            conflicts=tuple(self.ids[name] for name in given.conflicts),
            note=self.own(given.note),
        )

    def kind(self, given: Kind | None) -> Kind | None:
        """Keep what is asked first in every copy, so that no gate falls off; which kind it is only with the steps."""
        return given if self.steps or given is None or not given.asked_first else Kind.TOUCH

    def entry(self, given: Event, name: str) -> Event:
        shared: dict[str, Any] = {"id": name, "at": self.at(given.at), "by": given.by and self.people[given.by]}
        shared |= {"note": self.own(given.note), "entered": self.own(given.entered)}
        if isinstance(given, Comparison):
            return Comparison(harder=self.ids[given.harder], easier=self.ids[given.easier], **shared)
        situation = self.ids[given.situation]
        if isinstance(given, Rating):
            return Rating(situation=situation, distress=given.distress, **shared)
        if isinstance(given, Override):
            return Override(situation=situation, reason=self.own(given.reason) or "left out", **shared)
        return Exposure(situation=situation, **shared, **self.practice(given))

    def practice(self, given: Exposure) -> Mapping[str, Any]:
        numbers = ("expected", "start", "peak", "end", "series", "minutes", "happened", "stopped", "share")
        asked = ("expectancy_before", "occurred", "expectancy_after")
        own = ("reason", "feared", "learned", "saw", "managed", "vary")
        return {
            **{name: getattr(given, name) for name in (*numbers, *asked)},
            **{name: self.own(getattr(given, name)) for name in own},
            # whether it was wanted is nobody else's to know
            "helper": given.helper if self.names else given.helper and "helper",
            "safety": tuple(self.safety[text] for text in given.safety),
            "context": tuple(self.context[text] for text in given.context),
            "measures": {self.channels[name]: value for name, value in given.measures.items()},
        }
