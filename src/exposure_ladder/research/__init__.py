"""Virtual clients for research: learning models and what each can show, populations, and cohorts under a rule.

It may use the planner; the planner knows nothing of it. A simulation is never a prediction about a person.
"""

from exposure_ladder.research.experiments import design, freezing, removal
from exposure_ladder.research.groups import GROUPS
from exposure_ladder.research.phenomena import PHENOMENA, Phenomenon, Verdict, as_text, scorecard
from exposure_ladder.research.population import CLINIC, UNGUIDED, Clients, Population
from exposure_ladder.research.results import OUTCOMES, Interval, PolicyComparison, SimulationResult, read_results
from exposure_ladder.research.study import compare, simulate

__all__ = [
    "CLINIC",
    "GROUPS",
    "OUTCOMES",
    "PHENOMENA",
    "UNGUIDED",
    "Clients",
    "Interval",
    "Phenomenon",
    "PolicyComparison",
    "Population",
    "SimulationResult",
    "Verdict",
    "as_text",
    "compare",
    "design",
    "freezing",
    "read_results",
    "removal",
    "scorecard",
    "simulate",
]
