"""A suggestion in plain sentences: what, why, what to expect, what then, and what is as good."""

from __future__ import annotations

import math
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from exposure_ladder.ladder.page import client_of, footer, gate_lines, theme_name
from exposure_ladder.text.english import ENGLISH, on_suds, say, shown
from exposure_ladder.text.sheet import Part, Sheet, plain

FEW_ENTRIES: Final = 10
"""Below this many rated entries a forecast is called mostly our starting assumption (assumption)."""

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure_ladder.advice.advice import Advice
    from exposure_ladder.advice.reasons import Reason
    from exposure_ladder.records import SituationGraph


def advice_sheet(
    advice: Advice, *, names: Mapping[str, str] = MappingProxyType({}), words: Mapping[str, str] = ENGLISH
) -> Sheet:
    """Lay an option out as a page without a table; steps are called by `names`, or by their id."""
    belief = advice.ladder.belief
    graph, rung = belief.course.graph, advice.rung
    client = client_of(graph, words)
    code = advice.action.name
    if rung is None and code == "STEP_BACK":
        code = "STEP_BACK_none"
    elif code == "STEP_BACK" and any(reason.code == "low_energy" for reason in advice.because):
        code = "STEP_BACK_small"
    action = say(code, words, number=rung.number if rung else None)
    head: list[str | Part] = [say("option", words, client=client, day=belief.at.date().isoformat(), action=action)]
    if advice.ladder.theme is not None:
        head.append(say("of_theme", words, theme=theme_name(advice.ladder.theme, words)))
    if rung is not None:
        head.append(f"  {plain(rung.situation.title)}" + ("" if rung.id in names else f"   {rung.id}"))
        head += [say("or", words, title=plain(other.situation.title), id=other.id) for other in advice.others]
    told = {"because": [_sentence(reason, graph, names, words) for reason in advice.because]}
    if rung is not None:
        low, high, mean = (shown(value, graph.shown) for value in (rung.low, rung.high, rung.expected))
        few = "expect_few" if advice.entries else "expect_none"
        key = few if advice.entries < FEW_ENTRIES else "expect_many"
        entries = say("entries_one" if advice.entries == 1 else "entries", words, count=advice.entries)
        told["expect"] = [say(key, words, mean=mean, low=low, high=high, entries=entries)]
    if advice.then:
        told["then"] = [" ".join(_sentence(reason, graph, names, words) for reason in advice.then)]
    as_good = [_sentence(reason, graph, names, words) for reason in advice.as_good]
    if advice.action.name == "SEEK_SUPPORT":  # first whom the person wrote down for such a day
        as_good = [*map(plain, graph.support), *as_good]
    told["as_good"] = [" · ".join(as_good)]
    parts = [Part(words[code], tuple(lines), 8) for code, lines in told.items()]
    if barred := gate_lines(advice.ladder.left_out, words):
        parts.append(Part(words["gates"], barred))
    return Sheet((*head, "", *parts), foot=(footer(graph, words),))


_ON_SCALE: Final = ("mean", "limit", "now", "was", "cap", "start")


def _sentence(reason: Reason, graph: SituationGraph, names: Mapping[str, str], words: Mapping[str, str]) -> str:
    """Put a reason into words, its distress on the person's scale."""
    values = dict(reason.values)
    code = reason.code
    for name in _ON_SCALE:
        if name in values:
            exact = graph.shown.shown(values[name])
            if name == "limit":  # rounded up it would not be enough
                step = 1.0 if graph.shown.top == 100 else 0.1
                values[name] = graph.shown.suds(math.floor(exact / step + 1e-9) * step)
            values[name] = f"{exact:.1f}".removesuffix(".0") if name == "mean" else shown(values[name], graph.shown)
    if "peaks" in values:
        peaks = [shown(peak, graph.shown) for peak in values["peaks"]]
        values |= {
            "count": len(peaks),
            "peaks": words["and"].join([", ".join(peaks[:-1]), peaks[-1]][len(peaks) == 1 :]),
        }
        code = f"{code}_one" if len(peaks) == 1 else code
    for name in ("count", "days", "times"):
        if name in values:
            values[name] = words.get(f"count_{values[name]}", values[name])
    if "asks" in values:
        values["asks"] = on_suds(values["asks"], graph.shown, words)
    if "id" in values:
        values["id"] = names.get(values["id"], values["id"])
    if "by" in values:
        values["by"] = plain(values["by"])
    if "source" in values:
        values["source"] = re.sub(r"^R-\w+: ", "", values["source"])
        values["standing"] = words.get(f"standing_{values['standing']}", values["standing"])
    return say(code, words, **values)
