"""The rules that a plan holds, read before the rest of it, so that each problem has its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from exposure_ladder.errors import InvalidCourseError, did_you_mean
from exposure_ladder.records import _checks as check
from exposure_ladder.records._graph_checks import Finding, rule_in_suds
from exposure_ladder.records._rule_words import NAMED
from exposure_ladder.records.rule import Rule

_A_RULE: Final = "the name of a rule, or its conditions"


def rules_in(data: Mapping[str, Any]) -> tuple[dict[str, Any], list[Finding]]:
    """Return the rules that a plan holds as records, under the same keys, and what is wrong with them."""
    found: list[Finding] = []
    top = check.scale_top(data)

    def built(raw: Any, path: tuple[str | int, ...]) -> Rule | None:
        if isinstance(raw, Rule):
            return raw
        try:
            return Rule.model_validate(rule_in_suds(raw, top))
        except InvalidCourseError as error:
            found.extend(
                ((*path, *each.path), check.problem(each.expected, each.got, each.hint)) for each in error.problems
            )
            return None

    given, rule = data.get("rules", ()), data.get("rule")
    given = given if isinstance(given, list | tuple) else ()
    rules = [built(raw, ("rules", place)) for place, raw in enumerate(given)]
    names: list[str] = []
    for place, each in enumerate(rules):
        if each is not None and each.name in names:
            found.append((("rules", place, "name"), check.problem("a name of its own", check.quoted(each.name))))
        names += [] if each is None else [each.name]
    if isinstance(rule, Mapping):
        rule = built(rule, ("rule",))
    elif isinstance(rule, str) and None not in rules and rule not in (*names, *NAMED):
        near = did_you_mean(rule, [*names, *NAMED])
        found.append((("rule",), check.problem(_A_RULE, check.quoted(rule, near), near)))
    elif rule is not None and not isinstance(rule, str | Rule):
        found.append((("rule",), check.problem(_A_RULE, check.described(rule))))
        rule = None
    fresh: dict[str, Any] = {"rule": rule} if "rule" in data else {}
    if rules:
        fresh["rules"] = tuple(each for each in rules if each is not None)
    return fresh, found
