"""Plan gradual exposure: feared situations as a weighted graph, fear ladders built from it and adapted from ratings.

One pipeline; each value carries what it was made from, so that nothing stale can be mixed::

    Course ── infer(course, at=…) ──► Belief ── build_ladder(belief) ──► Ladder ── advise(ladder) ──► Advice

Progression rules sit one level down, in :mod:`exposure_ladder.rules`. Names are loaded on first use: importing this
package imports nothing else. Educational and research software: no diagnosis, no treatment. See SAFETY.md.
"""

from __future__ import annotations

from exposure_ladder._version import __version__ as __version__

# a type checker takes this for true; at run time nothing below the line is imported until it is asked for
TYPE_CHECKING = False
if TYPE_CHECKING:
    from exposure_ladder import advice as advice
    from exposure_ladder import belief as belief
    from exposure_ladder import errors as errors
    from exposure_ladder import graph as graph
    from exposure_ladder import ladder as ladder
    from exposure_ladder import linting as linting
    from exposure_ladder import practice as practice
    from exposure_ladder import records as records
    from exposure_ladder import report as report
    from exposure_ladder import research as research
    from exposure_ladder import review as review
    from exposure_ladder import rules as rules
    from exposure_ladder import storage as storage
    from exposure_ladder.advice import Advice, JointPlan, advise, compare_rules, plan_together, suggest
    from exposure_ladder.belief import Belief, infer, update
    from exposure_ladder.errors import ExposureLadderError
    from exposure_ladder.graph import from_networkx, to_networkx
    from exposure_ladder.ladder import Ladder, build_ladder
    from exposure_ladder.linting import lint
    from exposure_ladder.practice import card
    from exposure_ladder.records import (
        Comparison,
        Consent,
        Course,
        Exposure,
        Facet,
        Link,
        Rating,
        Settings,
        Situation,
        SituationGraph,
    )
    from exposure_ladder.report import render_report
    from exposure_ladder.research import compare, fit, simulate
    from exposure_ladder.storage import Journal, load, save, template

_HOME = {
    "Advice": "advice",
    "Belief": "belief",
    "Comparison": "records",
    "Consent": "records",
    "Course": "records",
    "Exposure": "records",
    "ExposureLadderError": "errors",
    "Facet": "records",
    "JointPlan": "advice",
    "Journal": "storage",
    "Ladder": "ladder",
    "Link": "records",
    "Rating": "records",
    "Settings": "records",
    "Situation": "records",
    "SituationGraph": "records",
    "advise": "advice",
    "build_ladder": "ladder",
    "card": "practice",
    "compare": "research",
    "compare_rules": "advice",
    "fit": "research",
    "from_networkx": "graph",
    "infer": "belief",
    "lint": "linting",
    "load": "storage",
    "plan_together": "advice",
    "suggest": "advice",
    "render_report": "report",
    "save": "storage",
    "simulate": "research",
    "template": "storage",
    "to_networkx": "graph",
    "update": "belief",
}

__all__ = [
    "Advice",
    "Belief",
    "Comparison",
    "Consent",
    "Course",
    "Exposure",
    "ExposureLadderError",
    "Facet",
    "JointPlan",
    "Journal",
    "Ladder",
    "Link",
    "Rating",
    "Settings",
    "Situation",
    "SituationGraph",
    "advise",
    "build_ladder",
    "card",
    "compare",
    "compare_rules",
    "fit",
    "from_networkx",
    "infer",
    "lint",
    "load",
    "plan_together",
    "render_report",
    "save",
    "simulate",
    "suggest",
    "template",
    "to_networkx",
    "update",
]


_ROOMS = frozenset(_HOME.values()) | {"review", "rules"}
"""Modules that can be reached as attributes without an import of their own."""


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name in _ROOMS:
        return import_module(f"{__name__}.{name}")
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
