"""How far somebody is: what was faced, and where each step stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from exposure_ladder._version import __version__
from exposure_ladder.advice.state import state_of
from exposure_ladder.records import Exposure, Happened, Rating, Stopped
from exposure_ladder.review.change import SEVERAL, changes
from exposure_ladder.review.page import progress_sheet
from exposure_ladder.review.predictions import ledger
from exposure_ladder.rules import plan_rule
from exposure_ladder.rules.kernel import RECENT
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from datetime import date

    from exposure_ladder.ladder import Ladder, Rung
    from exposure_ladder.records.rule import Rule
    from exposure_ladder.review.change import Change
    from exposure_ladder.review.predictions import Ledger


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Trail(Summary):
    """One rung and what happened on it.

    Attributes
    ----------
    rung : Rung
        The step, with what is expected there now.
    practices : int
        How often it was practised, unrated ones included.
    peaks : tuple of float
        Peaks that were given, oldest first, SUDS.
    done : bool
        Whether the rule counts it as mastered, on ratings that were given.
    waits_for : tuple of str
        What it requires and is not done.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, build_ladder, infer, template
    >>> from exposure_ladder.review import progress
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> entry = Exposure(situation="photo", at=at, peak=30)
    >>> ladder = build_ladder(infer(template("dogs").add(entry), at=at))
    >>> [(trail.rung.id, trail.peaks, trail.done) for trail in progress(ladder).trails if trail.practices]
    [('photo', (30.0,), False)]
    """

    rung: Rung
    practices: int
    peaks: tuple[float, ...]
    done: bool
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Progress(Summary):
    """How far somebody is: what was faced, which steps are done or open, what changed, what was feared and what came.

    Attributes
    ----------
    ladder : Ladder
        The ladder now.
    rule : Rule
        The rule by which a step is enough to go on.
    days : tuple of datetime.date
        Days of practice, oldest first, each in the offset of its entries.
    practices, elsewhere : int
        Practices, and those of them on what is not on the ladder.
    agreed, early, refused, avoided : int
        Practices that were stopped by agreement or early, and what was refused or avoided: approach is counted whole.
    very_high, very_high_lately : int
        Practices in which distress of the cap or more was noted, as a start, a peak, an end or a timed rating: all of
        them, and those among the last five with any such number.
    flat : int
        Practices with three or more timed ratings that are all one number: perhaps felt, perhaps never touched.
    rated_again : int
        Days on which one step was rated three times or more without practice; rating can become a way of making sure.
    trails : tuple of Trail
        One for each rung.
    changes : tuple of Change
        Of situations with two or more peaks.
    ledger : Ledger
        Predictions beside what came.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, build_ladder, infer, template
    >>> from exposure_ladder.review import progress
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> entry = Exposure(situation="photo", at=at, peak=30)
    >>> ladder = build_ladder(infer(template("dogs").add(entry), at=at))
    >>> found = progress(ladder)
    >>> found.practices, len(found.days), found.refused
    (1, 1, 0)
    """

    ladder: Ladder
    rule: Rule
    days: tuple[date, ...]
    practices: int
    elsewhere: int
    agreed: int
    early: int
    refused: int
    avoided: int
    very_high: int
    very_high_lately: int
    flat: int
    rated_again: int
    trails: tuple[Trail, ...]
    changes: tuple[Change, ...]
    ledger: Ledger

    def __str__(self) -> str:
        return progress_sheet(self).text()

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data; all distress is in SUDS."""
        counted = ("practices", "elsewhere", "agreed", "early", "refused", "avoided")
        noted = ("very_high", "very_high_lately", "flat", "rated_again")
        return {
            "format": 1,
            "kind": "progress",
            "version": __version__,
            "at": self.ladder.belief.at.isoformat(),
            "client": self.ladder.belief.course.graph.client,
            "rule": {"name": self.rule.name, "standing": self.rule.standing, "source": self.rule.source},
            "entries": self.ladder.belief.used,
            "days": [day.isoformat() for day in self.days],
            **{name: getattr(self, name) for name in (*counted, *noted)},
            "steps": [
                {"number": trail.rung.number, "id": trail.rung.id}
                | {name: getattr(trail, name) for name in ("practices", "peaks", "done", "waits_for")}
                | {"expected": trail.rung.expected, "low": trail.rung.low, "high": trail.rung.high}
                for trail in self.trails
            ],
            "changes": [asdict(change) | {"within_noise": change.within_noise} for change in self.changes],
            "ledger": asdict(self.ledger),
        }


def progress(ladder: Ladder, *, rule: Rule | None = None) -> Progress:
    """Return how far somebody is at the moment of the ladder's belief; later entries are not read.

    Parameters
    ----------
    ladder : Ladder
        From :func:`~exposure_ladder.ladder.build_ladder`.
    rule : Rule, optional
        The rule by which a step is enough to go on; by default the one of the plan.

    Returns
    -------
    Progress
        What was faced, which steps are done or open, what changed, what was feared and what came.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, build_ladder, infer, template
    >>> days = [datetime(2026, 1, day, tzinfo=UTC) for day in (5, 6)]
    >>> log = [Exposure(situation="photo", at=day, peak=20) for day in days]
    >>> ladder = build_ladder(infer(template("dogs").add(*log), at=days[-1]))
    >>> [trail.rung.id for trail in progress(ladder).trails if trail.done]
    ['photo']
    """
    belief = ladder.belief
    course = belief.course.model_copy(update={"log": tuple(e for e in belief.course.log if e.at <= belief.at)})
    exposures = [entry for entry in course.log if isinstance(entry, Exposure)]
    practised = [entry for entry in exposures if entry.happened is Happened.PRACTISED]
    felt = [top for entry in practised if (top := entry.highest) is not None]
    very_high = [top >= course.settings.cap for top in felt]
    timed = [[level for _, level in entry.series] for entry in practised]
    rated = Counter((entry.at.date(), entry.situation) for entry in course.log if isinstance(entry, Rating))
    rule = plan_rule(course.graph) if rule is None else rule
    past = state_of(ladder, rule).history
    done = dict(zip(past.ids, past.stand.done, strict=True))
    return Progress(
        ladder=ladder,
        rule=rule,
        days=tuple(sorted({entry.at.date() for entry in practised})),
        practices=len(practised),
        elsewhere=sum(entry.situation not in done for entry in practised),
        agreed=sum(entry.stopped is Stopped.AGREED for entry in practised),
        early=sum(entry.stopped is Stopped.EARLY for entry in practised),
        refused=sum(entry.happened is Happened.REFUSED for entry in exposures),
        avoided=sum(entry.happened is Happened.AVOIDED for entry in exposures),
        very_high=sum(very_high),
        very_high_lately=sum(very_high[-RECENT:]),
        flat=sum(len(levels) >= SEVERAL and len(set(levels)) == 1 for levels in timed),
        rated_again=len({day for (day, _), times in rated.items() if times >= SEVERAL}),
        trails=tuple(_trail(rung, practised, done) for rung in ladder.rungs),
        changes=changes(course),
        ledger=ledger(course),
    )


def _trail(rung: Rung, practised: list[Exposure], done: dict[str, bool]) -> Trail:
    here = [entry for entry in practised if entry.situation == rung.id]
    peaks = tuple(entry.peak for entry in here if entry.peak is not None)
    waits_for = tuple(name for name in rung.situation.requires if not done.get(name, False))
    return Trail(rung, len(here), peaks, done[rung.id], waits_for)
