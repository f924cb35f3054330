"""A suggestion in plain sentences: what, why, what to expect, what then, and what is as good."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from exposure_ladder.wording.english import ENGLISH, say, shown
from exposure_ladder.wording.ladder_page import client_of, footer
from exposure_ladder.wording.page import fitted, labelled, plain

FEW_ENTRIES: Final = 10
"""Below this many rated entries a forecast is called mostly our starting assumption (assumption; evidence 5.3)."""

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure_ladder.advice import Advice, Reason
    from exposure_ladder.records import SituationGraph


def advice_text(advice: Advice, *, width: int | None = None, words: Mapping[str, str] = ENGLISH) -> str:
    """Return an option in plain sentences: what, why, what to expect, what then, what is as good."""
    belief = advice.ladder.belief
    graph, rung = belief.course.graph, advice.rung
    client = client_of(graph, words)
    code = advice.action.name
    if rung is None and code == "STEP_BACK":
        code = "STEP_BACK_none"
    action = say(code, words, number=rung.number if rung else None)
    lines = [say("option", words, client=client, day=belief.at.date().isoformat(), action=action)]
    if rung is not None:
        lines += [f"  {plain(rung.situation.title)}   {rung.id}"]
    lines.append("")
    told = [_sentence(reason, graph, words) for reason in advice.because]
    lines += labelled(words["because"], told, 8)
    if rung is not None:
        low, high, mean = (shown(value, graph.shown) for value in (rung.low, rung.high, rung.expected))
        few = "expect_few" if advice.entries else "expect_none"
        key = few if advice.entries < FEW_ENTRIES else "expect_many"
        entries = say("entries_one" if advice.entries == 1 else "entries", words, count=advice.entries)
        lines += labelled(words["expect"], [say(key, words, mean=mean, low=low, high=high, entries=entries)], 8)
    if advice.then:
        lines += labelled(words["then"], [" ".join(_sentence(reason, graph, words) for reason in advice.then)], 8)
    as_good = [_sentence(reason, graph, words) for reason in advice.as_good]
    if advice.action.name == "SEEK_SUPPORT":  # first whom the person wrote down for such a day
        as_good = [*map(plain, graph.support), *as_good]
    lines += labelled(words["as_good"], [" · ".join(as_good)], 8)
    lines += ["", footer(graph, words)]
    return "\n".join(fitted(line, width) for line in lines)


_ON_SCALE: Final = ("mean", "limit", "now", "was", "cap", "start")


def _sentence(reason: Reason, graph: SituationGraph, words: Mapping[str, str]) -> str:
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
        code = "last_peaks_one" if len(peaks) == 1 else code
    for name in ("count", "days", "times"):
        if name in values:
            values[name] = words.get(f"count_{values[name]}", values[name])
    if "asks" in values and graph.shown.top != 100:
        values["asks"] = say("on_suds", words, asks=values["asks"])
    if "by" in values:
        values["by"] = plain(values["by"])
    if "source" in values:
        values["source"] = re.sub(r"^R-\w+: ", "", values["source"])
        values["standing"] = words.get(f"standing_{values['standing']}", values["standing"])
    return say(code, words, **values)
