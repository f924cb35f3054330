"""From a ladder to an option for the next practice, with its reasons, and rules compared on a finished log."""

from exposure_ladder.advice.advising import Advice, advise
from exposure_ladder.advice.explaining import Reason
from exposure_ladder.advice.replay import RuleComparison, RuleRow, compare_rules
from exposure_ladder.advice.seeing import count_very_high as count_very_high
from exposure_ladder.advice.seeing import last_lasted as last_lasted
from exposure_ladder.advice.seeing import practised as practised
from exposure_ladder.advice.seeing import view_of

__all__ = ["Advice", "Reason", "RuleComparison", "RuleRow", "advise", "compare_rules", "view_of"]
