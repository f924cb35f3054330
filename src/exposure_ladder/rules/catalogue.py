"""Named rules as data, each with its standing and source; none of their numbers has been tested against another.

No study known to this project compares one cut-off with another, and the rules disagree, so every number is a field.
``docs/rules.md`` is made from this table.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from exposure_ladder.errors import InvalidCourseError, Problem, did_you_mean
from exposure_ladder.records._checks import quoted
from exposure_ladder.records.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure_ladder.records import SituationGraph

__all__ = ["DEFAULT", "LOW_TWICE", "PRESETS", "RULES", "plan_rule"]

_LOW = {"rating": "peak", "at_most": 35, "days": 2}
_HALF = {"rating": "end", "at_most": 0.5, "share_of": "own", "times": 1}
_FEAR = {"any_of": [_LOW, {"rating": "peak", "at_most": 0.5, "share_of": "first_days", "days": 2}]}
_PREDICTION = {
    "all_of": [
        {"times": 3},
        {"days": 2},
        {"rating": "expectancy", "at_most": 0.5, "share_of": "first", "from_at_least": 40, "times": 1},
        {"rating": "expectancy", "at_most": 30, "times": 1, "without": "anything"},
        {"rating": "feared_outcome", "at_most": 0, "times": 2},
        {"rating": "tolerance", "at_least": 50, "times": 1, "if_given": True},
        {"rating": "end", "below": 90, "times": 1, "if_given": True},
    ]
}
_CARRIED = {
    "all_of": [
        {"times": 3},
        {"rating": "tolerance", "at_least": 60, "times": 2},
        {"rating": "tolerance", "at_least": 60, "days": 2, "ever": True},
        {"rating": "end", "below": 85, "times": 1, "if_given": True},
    ]
}
_IN_SESSION = {"all_of": [_HALF | {"times": 2}, {"times": 1, "only": ["helper", "rare", "body"]}]}
_NOTHING_FELT = {"rating": "peak", "at_most": 10, "times": 1, "written_below": 50}
_ANY = "No study tests the numbers: half and 35 are customs, the rest is a choice of this project"
_LOWEST = {"next": "lowest"}

_TABLE: Final[tuple[dict[str, Any], ...]] = (
    {
        "name": "default",
        "mastered": {"any_of": [*_FEAR["any_of"], _PREDICTION, _CARRIED, _IN_SESSION, _NOTHING_FELT]},
        "source": _ANY,
    },
    {
        "name": "prediction",
        "mastered": {"any_of": [_PREDICTION, _LOW]},
        "source": "after Craske et al. 2014, doi 10.1016/j.brat.2014.04.006; every cut-off is ours",
    },
    {"name": "fear-falls", "mastered": _FEAR, "standing": "convention", "source": "half and 35 are customs"},
    {
        "name": "can-carry-it",
        "mastered": {"any_of": [_CARRIED, _LOW]},
        "source": "fits inhibitory learning and acceptance; 60 is ours",
    },
    {
        "name": "therapist-decides",
        "mastered": {"rating": "peak", "at_most": 10, "days": 3},
        "next": "client",
        "source": "the helper's choice comes first; what is asked for without one is ours",
    },
    {
        "name": "either",
        "mastered": {
            "any_of": [
                _LOW,
                {
                    "all_of": [
                        {"rating": "expectancy", "at_most": 0.5, "share_of": "first", "times": 1},
                        {"rating": "tolerance", "at_least": 50, "times": 1},
                        {"times": 2},
                    ]
                },
            ]
        },
        "source": "this project",
        **_LOWEST,
    },
    {
        "name": "half",
        "mastered": _HALF,
        "standing": "convention",
        "source": "cbt4panic.org, TherapistAid and others",
        **_LOWEST,
    },
    {
        "name": "peak",
        "mastered": {"rating": "peak", "below": 30, "days": 2},
        "standing": "convention",
        "source": "IX Coach",
        **_LOWEST,
    },
    {
        "name": "minimal",
        "mastered": {"rating": "peak", "at_most": 20, "times": 1},
        "standing": "convention",
        "source": "Anxiety Canada; 20 is 'minimal' on the thermometer of the Australian Centre for PTMH",
        **_LOWEST,
    },
    {
        "name": "comfort",
        "mastered": {"rating": "peak", "at_most": 30, "days": 3},
        "source": "psycoselfhelp.com (several easy occasions); 3 and 30 are assumptions",
        **_LOWEST,
    },
    {
        "name": "tolerate",
        "mastered": {
            "any_of": [_HALF | {"at_most": 0.7}, {"rating": "tolerance", "at_least": 60, "times": 1}],
        },
        "source": "fits inhibitory learning; 0.7 and 60 are assumptions",
        **_LOWEST,
    },
    {
        "name": "expect",
        "mastered": {"rating": "expectancy", "at_most": 0.5, "share_of": "first", "times": 1},
        "source": "concept in Craske et al. 2014, doi 10.1016/j.brat.2014.04.006; the cut-off is ours",
        **_LOWEST,
    },
    {
        "name": "random",
        "mastered": _LOW,
        "next": "random",
        "source": "the order of Kircanski et al. 2012 (no added benefit in Knowles 2022); the cut-off is ours",
    },
    {
        "name": "massed",
        "mastered": _HALF,
        "step_back": "never",
        "standing": "convention",
        "source": "Öst 1997, one sitting of up to 3 h led by a clinician; half is a custom, and daily limits hold here",
        **_LOWEST,
    },
    {
        "name": "back",
        "mastered": _LOW,
        "step_back": {"rating": "left_early", "times": 1},
        "standing": "convention",
        "source": "IX Coach and others; steps back after one early leave",
        **_LOWEST,
    },
    {
        "name": "time",
        "mastered": {"rating": "minutes", "at_least": 30, "times": 1},
        "standing": "unverified",
        "source": "prolonged-exposure manual, 30–45 min",
        **_LOWEST,
    },
    {
        "name": "andrews",
        "mastered": {
            "all_of": [
                {"rating": "minutes", "at_least": 30, "times": 1},
                {"rating": "peak", "at_most": 30, "days": 3},
            ]
        },
        "standing": "unverified",
        "source": "Andrews et al. 2003 (a mean there; here each of the three)",
        **_LOWEST,
    },
    {
        "name": "three",
        "mastered": {"rating": "end", "below": 30, "times": 3},
        "standing": "convention",
        "source": "an open React-Native OCD app",
        **_LOWEST,
    },
    {
        "name": "band",
        "mastered": {"rating": "peak", "at_most": 70, "times": 1},
        "next": "band",
        "band": [50, 70],
        "standing": "convention",
        "source": "a PTSD-story progression service, first band 50–70",
    },
    {
        "name": "declared",
        "mastered": {"all_of": [_HALF, {"rating": "end", "at_most": 30, "times": 2}]},
        "standing": "computed",
        "source": "Therapy-Big_boy: what it declares (half of peak, two successes, end at most 3 of 10)",
        **_LOWEST,
    },
    {
        "name": "untouched",
        "mastered": {"times": 1, "also_left_early": True},
        "step_back": "never",
        "standing": "computed",
        "source": "FastAPI exposure-hierarchy service: the lowest step not started, whatever happened before",
        **_LOWEST,
    },
)


def _built() -> dict[str, Rule]:
    return {row["name"]: Rule.model_validate(row) for row in _TABLE}


RULES: Final[Mapping[str, Rule]] = MappingProxyType(_built())
"""Name → rule: the default, four presets, and those that other tools use. See :doc:`/rules`."""
DEFAULT: Final = RULES["default"]
"""The rule that is used where the plan names none: any of five roads. Its numbers are customs and assumptions."""
LOW_TWICE: Final = Rule.model_validate({"name": "low-twice", "mastered": _LOW})
"""Low fear on two days and nothing else (35 and two: assumptions): for two people, and for goals of a study."""
PRESETS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "prediction": "A step is enough when what was feared did not come and seems half as likely.",
        "fear-falls": "A step is enough when fear has fallen to half of what it was, or to 35 or less.",
        "can-carry-it": "A step is enough when the fear can be carried without fighting it.",
        "therapist-decides": "The helper chooses every next step.",
    }
)
"""Name → one sentence, for those who choose a rule for a plan."""


def plan_rule(graph: SituationGraph, name: str | None = None) -> Rule:
    """Return the rule of a plan, or one by its name.

    Parameters
    ----------
    graph : SituationGraph
        With `rule` and `rules`.
    name : str, optional
        Another rule than the plan's: a name under `rules`, or one of :data:`RULES`.

    Returns
    -------
    Rule
        The record; the default where the plan names none.

    Raises
    ------
    InvalidCourseError
        If no rule has this name, with the nearest one that has.

    Examples
    --------
    >>> from exposure_ladder import template
    >>> plan_rule(template("dogs").graph).name, plan_rule(template("dogs").graph, "half").standing
    ('default', 'convention')
    """
    own = {rule.name: rule for rule in graph.rules}
    if isinstance(graph.rule, Rule):
        own = {graph.rule.name: graph.rule, **own}
    if name is None:
        if isinstance(graph.rule, Rule):
            return graph.rule
        name = graph.rule or "default"
    found = own.get(name) or RULES.get(name)
    if found is None:
        near = did_you_mean(name, [*own, *RULES])
        raise InvalidCourseError([Problem(("rule",), "the name of a rule", quoted(name, near), near)])
    return found
