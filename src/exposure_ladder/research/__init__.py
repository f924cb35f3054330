"""Virtual clients for research: learning models, populations, cohorts under a rule; and fitting models to logs.

It may use the planner; the planner knows nothing of it. A simulation is never a prediction about a person.
"""

from exposure_ladder.research.dataset import Histories, histories_of, planned
from exposure_ladder.research.experiments import design
from exposure_ladder.research.experiments import freezing as freezing
from exposure_ladder.research.experiments import removal as removal
from exposure_ladder.research.fit_result import Confusion, Fit, ModelScore, Power, Recovery, compare_fits
from exposure_ladder.research.fitting import fit
from exposure_ladder.research.graph_learning import LearnedGraph, graph_from_norms, learn_graph
from exposure_ladder.research.group_phenomena import GROUPS
from exposure_ladder.research.maximum_likelihood import RateFits, fit_rates
from exposure_ladder.research.phenomena import PHENOMENA, Phenomenon, Verdict, as_text, scorecard
from exposure_ladder.research.plots import draw_outcomes, draw_scorecard
from exposure_ladder.research.population import CLINIC, UNGUIDED, Clients, Population
from exposure_ladder.research.prediction import simulate_ratings
from exposure_ladder.research.questions import Questions, which_comparison, which_rating
from exposure_ladder.research.recovery import calibrate, confuse_models, draw_people, power, recover
from exposure_ladder.research.results import OUTCOMES, Interval, PolicyComparison, SimulationResult, read_results
from exposure_ladder.research.study import compare, simulate

__all__ = [
    "CLINIC",
    "GROUPS",
    "OUTCOMES",
    "PHENOMENA",
    "UNGUIDED",
    "Clients",
    "Confusion",
    "Fit",
    "Histories",
    "Interval",
    "LearnedGraph",
    "ModelScore",
    "Phenomenon",
    "PolicyComparison",
    "Population",
    "Power",
    "Questions",
    "RateFits",
    "Recovery",
    "SimulationResult",
    "Verdict",
    "as_text",
    "calibrate",
    "compare",
    "compare_fits",
    "confuse_models",
    "design",
    "draw_outcomes",
    "draw_people",
    "draw_scorecard",
    "fit",
    "fit_rates",
    "graph_from_norms",
    "histories_of",
    "learn_graph",
    "planned",
    "power",
    "read_results",
    "recover",
    "scorecard",
    "simulate",
    "simulate_ratings",
    "which_comparison",
    "which_rating",
]
