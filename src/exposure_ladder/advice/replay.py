"""What several rules would have offered along a finished log; it says nothing about which would have been better."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from exposure_ladder.advice.advice import advise
from exposure_ladder.belief import prior, update
from exposure_ladder.ladder import build_ladder
from exposure_ladder.records import Exposure
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import numpy as np

    from exposure_ladder.records import Course
    from exposure_ladder.records.rule import Rule

__all__ = ["RuleComparison", "RuleRow", "compare_rules"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RuleRow(Summary):
    """What each rule would have offered after one entry of a log.

    Attributes
    ----------
    at : datetime.datetime
        When the entry was.
    practised : str
        Id of the situation that was practised.
    offers : tuple of (str, str or None)
        For each rule the action's name and the id of the rung.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, compare_rules, template
    >>> from exposure_ladder.rules import RULES
    >>> entry = Exposure(situation="photo", at=datetime(2026, 1, 5, tzinfo=UTC), peak=20, end=10)
    >>> found = compare_rules(template("dogs").add(entry), rules=[RULES["default"], RULES["half"]])
    >>> found.rows[0].practised, found.rows[0].offers
    ('photo', (('REPEAT', 'photo'), ('ADVANCE', 'video')))
    """

    at: datetime
    practised: str
    offers: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RuleComparison(Summary):
    """Where rules would have parted on a log that is finished; it says nothing about which would have been better.

    Attributes
    ----------
    names : tuple of str
        The rules, in the order of the offers.
    rows : tuple of RuleRow
        One for each exposure, oldest first.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, compare_rules, template
    >>> from exposure_ladder.rules import RULES
    >>> entry = Exposure(situation="photo", at=datetime(2026, 1, 5, tzinfo=UTC), peak=20, end=10)
    >>> found = compare_rules(template("dogs").add(entry), rules=[RULES["default"], RULES["half"]])
    >>> found.names, found.parted
    (('default', 'half'), 0)
    """

    names: tuple[str, ...]
    rows: tuple[RuleRow, ...]

    @property
    def parted(self) -> int | None:
        """Position of the first row with different offers; none if there is none."""
        return next((i for i, row in enumerate(self.rows) if len(set(row.offers)) > 1), None)


def compare_rules(course: Course, *, rules: Sequence[Rule], rng: np.random.Generator | None = None) -> RuleComparison:
    """Replay a log and ask several rules, after every exposure, what they would have offered.

    Parameters
    ----------
    course : Course
        With a log.
    rules : sequence of Rule
        The rules.
    rng : numpy.random.Generator, optional
        Needed by rules that draw.

    Returns
    -------
    RuleComparison
        The history stays what it was: each offer is for the next step after what really happened, and the least rest.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Course, Exposure, SituationGraph
    >>> from exposure_ladder.rules import RULES
    >>> steps = [{"id": name, "title": f"See a {name}", "distress": at} for name, at in (("photo", 20), ("dog", 40))]
    >>> entry = Exposure(situation="photo", at=datetime(2026, 1, 5, tzinfo=UTC), peak=40, end=10)
    >>> course = Course(graph=SituationGraph(title="Dogs", situations=steps), log=(entry,))
    >>> compare_rules(course, rules=[RULES["default"], RULES["half"]]).rows[0].offers
    (('REPEAT', 'photo'), ('ADVANCE', 'dog'))
    """
    rows: list[RuleRow] = []
    if course.log:
        belief = prior(course.model_copy(update={"log": ()}), at=course.log[0].at)
        for entry in course.log:
            belief, _ = update(belief, entry)
            if isinstance(entry, Exposure):
                rest = timedelta(minutes=course.settings.rest_minutes)
                ladder = build_ladder(belief.predict(entry.at + rest))
                advice = [advise(ladder, rule=rule, rng=rng) for rule in rules]
                offers = tuple((each.action.name, each.rung.id if each.rung else None) for each in advice)
                rows.append(RuleRow(entry.at, entry.situation, offers))
    return RuleComparison(tuple(rule.name for rule in rules), tuple(rows))
