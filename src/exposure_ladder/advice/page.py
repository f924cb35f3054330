"""A suggestion in plain sentences: what, why, what to expect, what then, and what is as good."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from exposure_ladder.ladder.page import client_of, footer, gate_lines, theme_name
from exposure_ladder.rules.wording import rule_sentences
from exposure_ladder.text.english import ENGLISH, say, shown
from exposure_ladder.text.sheet import Part, Sheet, plain

FEW_ENTRIES: Final = 10
"""Below this many rated entries a forecast is called mostly our starting assumption (assumption)."""

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure_ladder.advice.advice import Advice
    from exposure_ladder.advice.reasons import Reason
    from exposure_ladder.records import SituationGraph


TOLD: Final = 2
"""Reasons that a page gives before somebody asks for all of them."""


def advice_sheet(
    advice: Advice,
    *,
    names: Mapping[str, str] = MappingProxyType({}),
    words: Mapping[str, str] = ENGLISH,
    why: bool = False,
) -> Sheet:
    """Lay an option out as a page without a table; steps are called by `names`, or by their id.

    Parameters
    ----------
    advice : Advice
        The option.
    names : mapping of str to str
        What steps are called.
    words : mapping of str to str
        The table of sentences.
    why : bool
        Whether to give every reason and the whole rule; two reasons without it.
    """
    belief = advice.ladder.belief
    graph, rung = belief.course.graph, advice.rung
    client = client_of(graph, words)
    action = say(_action_code(advice), words, number=rung.number if rung else None)
    head: list[str | Part] = [say("option", words, client=client, day=belief.at.date().isoformat(), action=action)]
    if advice.ladder.theme is not None:
        code_of = "of_theme" if advice.ladder.theme else "of_no_theme"
        head.append(say(code_of, words, theme=theme_name(advice.ladder.theme, words)))
    if rung is not None:
        head.append(f"  {plain(rung.situation.title)}" + ("" if rung.id in names else f"   {rung.id}"))
        head += [say("or", words, title=plain(other.situation.title), id=other.id) for other in advice.others]
    reasons = [reason for reason in advice.because if why or reason.code != "rule"]
    told = {"because": [_sentence(reason, graph, names, words) for reason in reasons[: None if why else TOLD]]}
    as_good = " · ".join(_sentence(reason, graph, names, words) for reason in advice.as_good)
    if advice.action.name == "SEEK_SUPPORT":  # first whom the person wrote down for such a day
        lines = [*map(plain, graph.support), as_good]
        told = {"as_good": lines, **told} if advice.line.name == "STOPPED" else {**told, "as_good": lines}
    if rung is not None and advice.line.name != "STOPPED":
        told["expect"] = [_expected(advice, words)]
    if advice.then:
        label = "asked" if advice.then[0].code.startswith("needed") else "then"
        told[label] = [" · ".join(_sentence(reason, graph, names, words) for reason in advice.then)]
    if why:
        told["why"] = list(rule_sentences(advice.rule, scale=graph.shown))
    told.setdefault("as_good", [as_good])
    parts = [Part(words[code], tuple(lines), 8) for code, lines in told.items() if lines]
    if barred := gate_lines(advice.ladder.left_out, words):
        parts.append(Part(words["gates"], barred))
    return Sheet((*head, "", *parts), foot=(footer(graph, words),))


def _action_code(advice: Advice) -> str:
    code = advice.action.name
    if code != "STEP_BACK":
        return code
    if advice.rung is None:
        return "STEP_BACK_none"
    return "STEP_BACK_again" if advice.line.name == "AWAY" else code


def _expected(advice: Advice, words: Mapping[str, str]) -> str:
    """Return what distress to expect, and how much that rests on."""
    rung, graph = advice.rung, advice.ladder.belief.course.graph
    assert rung is not None
    low, high, mean = (shown(value, graph.shown) for value in (rung.low, rung.high, rung.expected))
    few = "expect_few" if advice.entries else "expect_none"
    key = few if advice.entries < FEW_ENTRIES else "expect_many"
    entries = say("entries_one" if advice.entries == 1 else "entries", words, count=advice.entries)
    return say(key, words, mean=mean, low=low, high=high, entries=entries)


_ON_SCALE: Final = ("now", "was", "cap", "start")


def _sentence(reason: Reason, graph: SituationGraph, names: Mapping[str, str], words: Mapping[str, str]) -> str:
    """Put a reason into words, its distress on the person's scale."""
    values = dict(reason.values)
    code = reason.code
    for name in _ON_SCALE:
        if name in values:
            values[name] = shown(values[name], graph.shown)
    if "limit" in values:  # rounded up it would not be enough
        values["limit"] = f"{math.floor(graph.shown.shown(values['limit']) + 1e-9)}"
    if "unit" in values:
        values["when"] = _when(values, words)
    if "peaks" in values:
        peaks = [shown(peak, graph.shown) for peak in values["peaks"]]
        values["peaks"] = words["and"].join([", ".join(peaks[:-1]), peaks[-1]]) if len(peaks) > 1 else peaks[0]
        one = f"{code}_one"
        code = one if len(peaks) == 1 and one in words else code
    for name in ("count", "days", "times"):
        if name in values:
            values[name] = words.get(f"count_{values[name]}", values[name])
    if "id" in values:
        values["id"] = names.get(values["id"], values["id"])
    for name in ("by", "habit"):
        if name in values:
            values[name] = plain(values[name])
    if "standing" in values:
        values["standing"] = words.get(f"standing_{values['standing']}", values["standing"])
    return say(code, words, **values)


def _when(values: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """Return on how many days or how often, and how many of them are still to come."""
    need, left, unit = values["need"], values["left"], values["unit"]
    one = words.get(f"when_{unit}_1", "") if need == 1 else ""
    count = words.get(f"count_{need}", str(need))
    when = one or say(f"when_{unit}", words, need=count)
    if left == need:
        return when
    return say("when_left", words, when=when, left=words.get(f"count_{left}", str(left)))
