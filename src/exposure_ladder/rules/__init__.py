"""Progression rules as data, and the one kernel that decides by them, for one person and for thousands of others.

A rule is a record (:class:`exposure_ladder.records.rule.Rule`): when a step is enough to go on from, which step comes
next, when to ease off. It is written in a plan, stored as JSON, and told as a sentence. The kernel reads one person's
history as plain numbers and answers with a step, an action and the line of the table of precedence that answered;
safety screens are part of it and can only ease.
"""

from exposure_ladder.records.rule import Criterion, Rule, read_rule
from exposure_ladder.rules.answer import Action, Line
from exposure_ladder.rules.catalogue import DEFAULT, PRESETS, RULES, plan_rule
from exposure_ladder.rules.history import History, history_of
from exposure_ladder.rules.wording import rule_sentences, sentence

__all__ = [
    "DEFAULT",
    "PRESETS",
    "RULES",
    "Action",
    "Criterion",
    "History",
    "Line",
    "Rule",
    "history_of",
    "plan_rule",
    "read_rule",
    "rule_sentences",
    "sentence",
]
