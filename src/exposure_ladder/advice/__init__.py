"""From a ladder to an option for the next practice, with its reasons, and rules compared on a finished log."""

from exposure_ladder.advice.advice import Advice, advise
from exposure_ladder.advice.comparison_page import rules_sheet as rules_sheet
from exposure_ladder.advice.page import advice_sheet as advice_sheet
from exposure_ladder.advice.reasons import Reason
from exposure_ladder.advice.replay import RuleComparison, RuleRow, compare_rules
from exposure_ladder.advice.suggestion import Cue, Move, Suggestion, suggest
from exposure_ladder.advice.together import JointPlan, plan_together
from exposure_ladder.advice.together_page import joint_sheet as joint_sheet

__all__ = [
    "Advice",
    "Cue",
    "JointPlan",
    "Move",
    "Reason",
    "RuleComparison",
    "RuleRow",
    "Suggestion",
    "advise",
    "compare_rules",
    "plan_together",
    "suggest",
]
