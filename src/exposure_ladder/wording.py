"""Every sentence a person reads: code and values in, English out, from one table that an app can replace.

It formats values that were computed elsewhere and decides nothing. Numbers are shown on the scale the person uses.
Sentences offer and explain; none orders, promises or diagnoses.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from exposure_ladder.notice import FOOTER

FEW_ENTRIES: Final = 10
"""Below this many rated entries a forecast is called mostly our starting assumption (assumption; evidence 5.3)."""

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exposure_ladder.advice import Advice, Reason
    from exposure_ladder.ladder import Bridge, Gap, Ladder, LeftOut, Rung
    from exposure_ladder.records import Scale, SituationGraph

__all__ = ["ENGLISH", "Sheet", "advice_text", "ladder_sheet", "say", "shown"]

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

ENGLISH: Final[Mapping[str, str]] = {
    "nobody": "the person",
    # the ladder
    "rated": "rated {day}",
    "rated_example": "example numbers, not {client}'s own yet",
    "goal": "goal: {goal}",
    "head_number": "#",
    "head_now": "now",
    "head_likely": "likely",
    "head_step": "step",
    "head_id": "",
    "mark_estimated": "~ estimated, not yet rated by {client}.",
    "mark_ordered": "~ read off {client}'s ranking, not rated.",
    "mark_example": "~ an example's number, not rated by {client}.",
    "likely": "likely: {often} single ratings.",
    "often_four": "4 of 5",
    "often_share": "{percent:.0f} % of",
    "start_too_high": "No step is at {start} or below, so this begins with the easiest there is. Something smaller, "
    "shorter, written or imagined may be a kinder start.",
    "not_exact": "With this many optional prerequisites the choice may be up to {percent:.1f} % from the best one.",
    "left_out": "Left out",
    "left_out_no_consent": "{id}: no yes from {who} is recorded",
    "left_out_no_consent_command": "{id}: no yes from {who} is recorded (exposure-ladder consent {file} {id} {first})",
    "left_out_excluded": "{id}: excluded as asked",
    "left_out_needs": "{id}: needs {who}, which is left out",
    "left_out_other_theme": "{id}: another theme",
    "left_out_not_needed": "{id}: not needed on the way to the goal",
    "wide_step": "Wide step",
    "wide_step_bridges": "{below} {low} → {above} {high}. Something between could be:",
    "wide_step_alone": "{below} {low} → {above} {high}. Something between may help: shorter, further away, with "
    "somebody, by another way.",
    "bridge": "+ {expected} {likely}  {title}   ({near}, with {article} '{facet}')",
    "an_easier": "an easier",
    "a_harder": "a harder",
    "another": "another",
    # the next step
    "option": "An option for {client} on {day}: {action}",
    "START": "START with step {number}",
    "REPEAT": "REPEAT step {number}",
    "ADVANCE": "GO ON to step {number}",
    "STEP_BACK": "STEP BACK to step {number}",
    "STEP_BACK_none": "STEP BACK to something smaller than anything here",
    "BRIDGE": "something BETWEEN, smaller than the next step",
    "REST": "REST",
    "SEEK_SUPPORT": "PAUSE, and talk to somebody you trust or to a professional",
    "COMPLETE": "every step of this ladder is done",
    "because": "Because",
    "expect": "Expect",
    "then": "Then",
    "as_good": "As good",
    "nothing_yet": "nothing has been logged yet; this is the easiest open step",
    "not_tried": "this step has not been rated yet; the rule asks for {asks}",
    "last_peaks_one": "the last peak here was {peaks}; the rule asks for {asks}",
    "last_peaks": "the last {count} peaks here were {peaks}, mean {mean}; the rule asks for {asks}",
    "rule": "(rule '{name}': {standing}; {source})",
    "support": "peaks of {cap} or more came again and again; help from another person should grow now, not the steps",
    "very_high": "two peaks of {cap} or more lately; something easier first, and support beside it",
    "enough_today": "as many exposures today as this plan allows",
    "enough_this_week": "as many exposures in seven days as this plan allows",
    "left_early": "the last exposure was left early, so nothing harder is offered",
    "above_cap": "the next step would more likely than not go above {cap}",
    "expect_few": "about {mean} ({low}–{high}). With {entries} this is still mostly our starting assumption.",
    "expect_many": "about {mean} ({low}–{high}), from {entries} and our assumptions.",
    "entries_none": "no rated entries",
    "entries_one": "1 rated entry",
    "entries": "{count} rated entries",
    "needed_one": "one more peak of {limit} or less on another day",
    "needed_several": "{count} more peaks of {limit} or less on average, over {days} days",
    "needed_words": "once the ratings here show {asks}",
    "next_none": "then this ladder is done",
    "next_same": "→ step {number}, {id} (now {now})",
    "next_eased": "→ step {number}, {id} (now {now}, was {was}: practice elsewhere eased it)",
    "next_higher": "→ step {number}, {id} (now {now}, was {was}: ratings so far ran higher than the first numbers)",
    "smaller": "something smaller",
    "smaller_now": "something small, if you feel like it",
    "rest": "a rest day",
    "enough": 'stopping here, "enough for now" counts',
    "booster": "trying an old step again in a week, a month, three months",
    "vary": "the same steps at other times, in other places",
    "support_numbers": "your local emergency number if there is danger; someone you trust",
}


def say(code: str, words: Mapping[str, str] = ENGLISH, /, **values: Any) -> str:
    """Return the sentence for a code with its values put in."""
    return words[code].format(**values)


def shown(suds: float, scale: Scale) -> str:
    """Return a 0–100 number as a person sees it: whole on 0–100, to a tenth on shorter scales."""
    value = scale.shown(suds)
    return f"{value:.0f}" if scale.top == 100 else f"{round(value, 1):g}"


def plain(text: str) -> str:
    """Return text without invisible characters that could reorder or hide what stands beside it."""
    return _INVISIBLE.sub("", text)


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A page: lines above, a table, lines below. The same page becomes text, Markdown or CSV.

    Attributes
    ----------
    head, foot : tuple of str
        Lines above and below the table.
    columns : tuple of str
        Names of the columns; the widest text column is the one that wraps.
    align : str
        One of ``<`` and ``>`` a column.
    rows : tuple of tuple of str
        The cells.
    wrap : int
        Position of the column that may be wrapped.
    """

    head: tuple[str, ...]
    columns: tuple[str, ...]
    align: str
    rows: tuple[tuple[str, ...], ...]
    foot: tuple[str, ...] = ()
    wrap: int = 0

    def text(self, width: int | None = None) -> str:
        """Return the page as plain text, at most `width` characters wide where that is possible."""
        widths = [max(len(row[i]) for row in (self.columns, *self.rows)) for i in range(len(self.columns))]
        if width is not None:
            widths[self.wrap] = max(
                20, min(widths[self.wrap], width - sum(widths) + widths[self.wrap] - 2 * len(widths))
            )
        lines = [*self.head, ""] if self.head else []
        for row in (self.columns, *self.rows):
            parts = textwrap.wrap(row[self.wrap], widths[self.wrap]) or [""]
            for at, part in enumerate(parts):
                cells = [part if i == self.wrap else (cell if at == 0 else "") for i, cell in enumerate(row)]
                line = "  ".join(
                    f"{cell:{side}{size}}" for cell, side, size in zip(cells, self.align, widths, strict=True)
                )
                lines.append(line.rstrip())
        if self.foot:
            lines += ["", *self.foot]
        return "\n".join(_fit(line, width) for line in lines)

    def markdown(self) -> str:
        """Return the page as Markdown."""
        rule = ["---:" if side == ">" else "---" for side in self.align]
        rows = [_row(self.columns), _row(rule, escape=False), *(_row(row) for row in self.rows)]
        return "\n\n".join([*map(_escaped, self.head), "\n".join(rows), *map(_escaped, self.foot)])


def _fit(line: str, width: int | None) -> str:
    if width is None or len(line) <= width:
        return line
    label = re.match(r"(\S+ )*\S*\s{2,}", line)
    hang = " " * (label.end() if label and label.end() < width // 2 else 0)
    return textwrap.fill(line, width, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False)


def _row(cells: Sequence[str], *, escape: bool = True) -> str:
    return "| " + " | ".join(_escaped(cell) if escape else cell for cell in cells) + " |"


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>|#~])", r"\\\1", text)


# -------------------------------------------------------------------------------------------------------- the ladder


def ladder_sheet(ladder: Ladder, *, file: str | None = None, words: Mapping[str, str] = ENGLISH) -> Sheet:
    """Lay a ladder out as a page.

    Parameters
    ----------
    ladder : Ladder
        What to show.
    file : str, optional
        Name of the file it came from, for the commands that the notes suggest.
    words : mapping of str to str
        The table of sentences.
    """
    graph = ladder.belief.course.graph
    return Sheet(
        head=(" · ".join(_heading(graph, words)),),
        columns=tuple(words[f"head_{name}"] for name in ("number", "now", "likely", "step", "id")),
        align=">><<<",
        rows=tuple(_rung_row(rung, graph) for rung in ladder.rungs),
        foot=tuple(_notes(ladder, file, words)),
        wrap=3,
    )


def _heading(graph: SituationGraph, words: Mapping[str, str]) -> list[str]:
    parts = [plain(graph.title)]
    if graph.client:
        parts.append(plain(graph.client))
    if graph.rated == "example":
        parts.append(say("rated_example", words, client=_client(graph, words)))
    elif graph.rated:
        parts.append(say("rated", words, day=graph.rated.isoformat()))
    if graph.goal:
        parts.append(say("goal", words, goal=", ".join(graph.goal)))
    return parts


def _client(graph: SituationGraph, words: Mapping[str, str]) -> str:
    return plain(graph.client) if graph.client else words["nobody"]


def _rung_row(rung: Rung, graph: SituationGraph) -> tuple[str, ...]:
    mark = "~" if rung.basis != "rated" or not graph.own else " "
    likely = f"{shown(rung.low, graph.shown)}–{shown(rung.high, graph.shown)}"
    return (str(rung.number), shown(rung.expected, graph.shown) + mark, likely, plain(rung.situation.title), rung.id)


def _notes(ladder: Ladder, file: str | None, words: Mapping[str, str]) -> list[str]:
    graph, settings = ladder.belief.course.graph, ladder.belief.course.settings
    client, bases = _client(graph, words), {str(rung.basis) for rung in ladder.rungs}
    bases |= {"estimated"} if any(gap.bridges for gap in ladder.gaps) else set()
    marks = [say("mark_example", words, client=client)] if not graph.own else []
    marks += [say("mark_ordered", words, client=client)] if "ordered" in bases else []
    marks += [say("mark_estimated", words, client=client)] if bases & {"estimated", "unknown"} else []
    often = words["often_four"] if settings.likely == 0.8 else say("often_share", words, percent=100 * settings.likely)
    notes = ["   ".join([*marks, say("likely", words, often=often)])]
    if ladder.start_too_high:
        notes.append(say("start_too_high", words, start=shown(settings.start_below, graph.shown)))
    if ladder.optimality_gap > 0:
        notes.append(say("not_exact", words, percent=100 * ladder.optimality_gap))
    notes += _labelled(words["left_out"], [_left_out(out, file, words) for out in ladder.left_out])
    for gap in ladder.gaps:
        notes += _labelled(words["wide_step"], _gap(gap, ladder, words))
    return [*notes, FOOTER.format(client=client)]


def _labelled(label: str, lines: Sequence[str]) -> list[str]:
    """Put a label before the first line and the same width of space before the others."""
    return [f"{label if at == 0 else '':<9}  {line}" for at, line in enumerate(lines)]


def _left_out(out: LeftOut, file: str | None, words: Mapping[str, str]) -> str:
    who = ", ".join(f"'{plain(name)}'" for name in out.missing)
    values: dict[str, Any] = {"id": out.situation.id, "who": who}
    match out.why:
        case "no consent" if file is not None:
            first = out.missing[0] if re.fullmatch(r"[\w.\-]+", out.missing[0]) else f'"{plain(out.missing[0])}"'
            return say("left_out_no_consent_command", words, **values, file=file, first=first)
        case "no consent":
            return say("left_out_no_consent", words, **values)
        case "needs what is left out":
            return say("left_out_needs", words, **values)
        case reason:
            return say("left_out_" + reason.replace(" ", "_"), words, **values)


def _gap(gap: Gap, ladder: Ladder, words: Mapping[str, str]) -> list[str]:
    scale, mark = ladder.belief.course.graph.shown, "" if ladder.belief.course.graph.own else "~"
    ends = {name: shown(ladder[end].expected, scale) + mark for name, end in (("low", gap.below), ("high", gap.above))}
    code = "wide_step_bridges" if gap.bridges else "wide_step_alone"
    lines = [say(code, words, below=gap.below, above=gap.above, **ends)]
    return lines + [_bridge(bridge, ladder, words) for bridge in gap.bridges]


def _bridge(bridge: Bridge, ladder: Ladder, words: Mapping[str, str]) -> str:
    scale, graph = ladder.belief.course.graph.shown, ladder.belief.course.graph
    facet, near = graph.facets[bridge.facet], ladder[bridge.near].situation.facets.get(bridge.facet)
    article = words["another"]
    if facet.ordered and near is not None:
        easier = facet.levels.index(bridge.level) < facet.levels.index(near)
        article = words["an_easier" if easier else "a_harder"]
    return say(
        "bridge",
        words,
        expected=shown(bridge.expected, scale) + "~",
        likely=f"{shown(bridge.low, scale)}–{shown(bridge.high, scale)}",
        title=plain(bridge.situation.title),
        near=bridge.near,
        article=article,
        facet=bridge.facet,
    )


# ------------------------------------------------------------------------------------------------------ the next step


def advice_text(advice: Advice, *, width: int | None = None, words: Mapping[str, str] = ENGLISH) -> str:
    """Return an option in plain sentences: what, why, what to expect, what then, what is as good."""
    belief = advice.ladder.belief
    graph, rung = belief.course.graph, advice.rung
    client = _client(graph, words)
    code = advice.action.name
    if rung is None and code == "STEP_BACK":
        code = "STEP_BACK_none"
    action = say(code, words, number=rung.number if rung else None)
    lines = [say("option", words, client=client, day=belief.at.date().isoformat(), action=action)]
    if rung is not None:
        lines += [f"  {plain(rung.situation.title)}   {rung.id}"]
    lines.append("")
    told = [_sentence(reason, graph, words) for reason in advice.because]
    lines += _labelled(words["because"], told)
    if rung is not None:
        low, high, mean = (shown(value, graph.shown) for value in (rung.low, rung.high, rung.expected))
        key = "expect_few" if advice.entries < FEW_ENTRIES else "expect_many"
        entries = _count(advice.entries, words)
        lines += _labelled(words["expect"], [say(key, words, mean=mean, low=low, high=high, entries=entries)])
    if advice.then:
        lines += _labelled(words["then"], [" ".join(_sentence(reason, graph, words) for reason in advice.then)])
    lines += _labelled(words["as_good"], [" · ".join(_sentence(reason, graph, words) for reason in advice.as_good)])
    lines.append(FOOTER.format(client=client))
    return "\n".join(_fit(line, width) for line in lines)


def _count(entries: int, words: Mapping[str, str]) -> str:
    key = "entries_none" if entries == 0 else "entries_one" if entries == 1 else "entries"
    return say(key, words, count=entries)


_ON_SCALE: Final = ("mean", "limit", "now", "was", "cap")


def _sentence(reason: Reason, graph: SituationGraph, words: Mapping[str, str]) -> str:
    """Put a reason into words, its distress on the person's scale."""
    values = dict(reason.values)
    code = reason.code
    for name in _ON_SCALE:
        if name in values:
            exact = graph.shown.shown(values[name])
            values[name] = f"{exact:.1f}".removesuffix(".0") if name == "mean" else shown(values[name], graph.shown)
    if "peaks" in values:
        peaks = [shown(peak, graph.shown) for peak in values["peaks"]]
        values |= {"count": len(peaks), "peaks": " and ".join([", ".join(peaks[:-1]), peaks[-1]][len(peaks) == 1 :])}
        code = "last_peaks_one" if len(peaks) == 1 else code
    return say(code, words, **values)
