"""A ladder as a page: heading, rungs, and notes on what is left out and where the steps are wide."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from exposure_ladder.graph import prerequisites
from exposure_ladder.ladder.repair import repairs
from exposure_ladder.records.content import opening_key
from exposure_ladder.records.subjects import understood
from exposure_ladder.text.english import ENGLISH, heads, say, shown
from exposure_ladder.text.notice import FIRST_ASK
from exposure_ladder.text.sheet import Part, Sheet, command, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exposure_ladder.ladder.bridges import Bridge
    from exposure_ladder.ladder.ladder import Ladder, LeftOut, Rung
    from exposure_ladder.ladder.repair import Repair
    from exposure_ladder.records import Scale, Settings, SituationGraph
    from exposure_ladder.review import Foretold


def ladder_sheet(*ladders: Ladder, file: str | None = None, words: Mapping[str, str] = ENGLISH) -> Sheet:
    """Lay one ladder, or the ladders of several themes, out as a page.

    Parameters
    ----------
    *ladders : Ladder
        What to show; all of one belief.
    file : str, optional
        Name of the file it came from, for the commands that the notes suggest.
    words : mapping of str to str
        The table of sentences.
    """
    graph = ladders[0].belief.course.graph
    rows: list[tuple[str, ...]] = []
    for ladder in ladders:
        if len(ladders) > 1:
            rows.append(("", "", "", say("theme_row", words, theme=theme_name(ladder.theme, words)), ""))
        rows += [_rung_row(rung, graph) for rung in ladder.rungs]
    return Sheet(
        head=(" · ".join(_heading(ladders, words)),),
        columns=heads(words, "number", "now", "likely", "step", "id"),
        align=">><<<",
        rows=tuple(rows),
        foot=tuple(_notes(ladders, file, words)),
        wrap=3,
    )


def theme_name(theme: str | None, words: Mapping[str, str]) -> str:
    """Return the name of a theme; the steps without one have a name, too."""
    return plain(theme) if theme else words["theme_none"]


def _heading(ladders: Sequence[Ladder], words: Mapping[str, str]) -> list[str]:
    graph = ladders[0].belief.course.graph
    parts = [plain(graph.title)]
    if graph.client:
        parts.append(plain(graph.client))
    if graph.rated == "example":
        parts.append(say("rated_example", words, client=client_of(graph, words)))
    elif graph.rated:
        parts.append(say("rated", words, day=graph.rated.isoformat()))
    goals = [
        say("goal_waits", words, goal=goal) if goal in ladder.waiting else goal
        for ladder in ladders
        for goal in ladder.goals
    ]
    if goals:
        parts.append(say("goal", words, goal=", ".join(goals)))
    return parts


def client_of(graph: SituationGraph, words: Mapping[str, str]) -> str:
    """Return how the person is called: by the alias, if there is one."""
    return plain(graph.client) if graph.client else words["nobody"]


def often(settings: Settings, words: Mapping[str, str]) -> str:
    """Return in words how many single ratings the shown interval covers."""
    return words["often_four"] if settings.likely == 0.8 else say("often_share", words, percent=100 * settings.likely)


def footer(graph: SituationGraph, words: Mapping[str, str]) -> str:
    """Return the line under every page: who decides."""
    return say("footer", words, client=plain(graph.client) if graph.client else words["somebody"])


def _rung_row(rung: Rung, graph: SituationGraph) -> tuple[str, ...]:
    level = now(rung, graph)
    padded = level if level.endswith("~") else f"{level} "
    return str(rung.number), padded, likely(rung, graph.shown), plain(rung.situation.title), rung.id


def likely(value: Rung | Bridge | Foretold, scale: Scale) -> str:
    """Return an interval on the person's scale."""
    return f"{shown(value.low, scale):>2}–{shown(value.high, scale)}"


def is_rated(rung: Rung, graph: SituationGraph) -> bool:
    """Return whether what is expected at a step rests on a number of the person's own."""
    return graph.own and rung.basis == "rated" and not rung.situation.suggested


def now(rung: Rung, graph: SituationGraph) -> str:
    """Return what is expected at a step, with a ``~`` where the person has not rated it."""
    return shown(rung.expected, graph.shown) + ("" if is_rated(rung, graph) else "~")


def marks(ladder: Ladder, words: Mapping[str, str], *, bridges: bool = False) -> str:
    """Return what a ``~`` says on this ladder; nothing where there is none."""
    graph, bases = ladder.belief.course.graph, {str(rung.basis) for rung in ladder.rungs}
    bases |= {"estimated"} if bridges else set()
    codes = {
        "example": not graph.own,
        "ordered": "ordered" in bases,
        "estimated": bool(bases & {"estimated", "unknown"}),
    }
    return "   ".join(
        say(f"mark_{code}", words, client=client_of(graph, words)) for code, there in codes.items() if there
    )


def _notes(ladders: Sequence[Ladder], file: str | None, words: Mapping[str, str]) -> list[str | Part]:
    graph, settings = ladders[0].belief.course.graph, ladders[0].belief.course.settings
    offers = [(ladder, repair) for ladder in ladders for repair in repairs(ladder)]
    first = say("now_and_likely", words, top=graph.shown.top, often=often(settings, words))
    notes: list[str | Part] = [first]
    bridged = any(repair.bridges for _, repair in offers)
    said = [text for ladder in ladders if (text := marks(ladder, words, bridges=bridged))]
    notes += list(dict.fromkeys(said))[:1]
    for ladder in ladders:
        if ladder.optimality_gap > 0:
            notes.append(say("not_exact", words, percent=100 * ladder.optimality_gap))
    if any(rung.why == "bridge" for ladder in ladders for rung in ladder.rungs):
        notes.append(words["bridges_note"])
    likes = [line for ladder in ladders for line in _likes(ladder, words)]
    if likes:
        notes.append(Part(words["most_like"], tuple(likes)))
    shown_already = {rung.id for ladder in ladders for rung in ladder.rungs}
    left = {out.situation.id: (out, ladder) for ladder in ladders for out in ladder.left_out}
    others = [
        (out, ladder)
        for name, (out, ladder) in sorted(left.items())
        if name not in shown_already and not out.by_its_words and (len(ladders) == 1 or out.why != "other theme")
    ]
    asked_next = _asked_next([out for out, _ in others], graph)
    lines = [_left_out(out, ladder, file if out.situation.id in asked_next else None, words) for out, ladder in others]
    if lines:
        notes.append(Part(words["left_out"], tuple(lines)))
    if barred := gate_lines([out for out, _ in left.values()], words, keys=True):
        notes.append(Part(words["gates"], barred))
    if graph.language is not None and not understood(graph.language):
        notes.append(words["titles_unread"])
    if any(out.why == "questions not asked" for out, _ in left.values()):
        notes += FIRST_ASK.splitlines()
    for ladder, repair in offers:
        label = "start" if repair.below is None else "wide_step"
        notes.append(Part(words[label], tuple(repair_lines(repair, ladder, file=file, words=words))))
    return [*notes, footer(graph, words)]


def _asked_next(left_out: Sequence[LeftOut], graph: SituationGraph) -> frozenset[str]:
    """Return for which steps a yes is asked now: the easiest that waits for one, and what it requires."""
    waiting = [out.situation for out in left_out if out.why in ("no consent", "worded differently since the yes")]
    if not waiting:
        return frozenset()
    free = [step for step in waiting if not {other.id for other in waiting} & set(step.requires)]
    first = min(free, key=lambda step: (100.0 if step.distress is None else step.distress, graph.ids.index(step.id)))
    return prerequisites(graph, [first.id])


def _likes(ladder: Ladder, words: Mapping[str, str]) -> list[str]:
    """Say which steps are most like another one than the row above, and which are like none."""
    lines = []
    for above, rung in pairwise(ladder.rungs):
        if rung.unprepared:
            lines.append(say("like_none", words, id=rung.id))
        elif rung.like is not None and rung.like != above.id:
            lines.append(say("like", words, id=rung.id, like=rung.like))
    return lines


def repair_lines(
    repair: Repair, ladder: Ladder, *, file: str | None = None, words: Mapping[str, str] = ENGLISH
) -> list[str]:
    """Return what a repair says: what is wide or high, what could be written down, and how it is taken up."""
    graph, settings = ladder.belief.course.graph, ladder.belief.course.settings
    values = {"above": repair.step, "high": now(ladder[repair.step], graph)}
    values["start"] = shown(settings.start_below, graph.shown)
    code = "lower_start" if repair.below is None else "wide_step"
    if repair.kind == "smaller version":
        code = "smaller_step"
    if repair.below is not None:
        values |= {"below": repair.below, "low": now(ladder[repair.below], graph)}
    lines = [say(f"{code}_bridges" if repair.bridges else f"{code}_alone", words, **values)]
    if repair.why_none is not None and (graph.facets or repair.why_none == "own words"):
        lines += [words[f"none_{repair.why_none.replace(' ', '_')}"]]
    lines += [_bridge(bridge, ladder, words) for bridge in repair.bridges]
    if repair.bridges and file is not None:
        accept = command("accept", file, repair.bridges[0].situation.id)
        lines.append(say("take_up", words, command=accept))
    return lines


def _left_out(out: LeftOut, ladder: Ladder, file: str | None, words: Mapping[str, str]) -> str:
    course = ladder.belief.course
    who = ", ".join(f"'{plain(name)}'" for name in out.missing)
    values: dict[str, Any] = {"id": out.situation.id, "who": who}
    match out.why:
        case "no consent" | "worded differently since the yes":
            code = "left_out_no_consent" if out.why == "no consent" else "left_out_reworded"
            if file is None:
                return say(code, words, **values)
            ask = command("consent", file, out.situation.id, plain(out.missing[0]))
            return say(f"{code}_command", words, **values, command=ask)
        case "questions not asked" if course.graph.screened and out.missing == ("screened",):
            values |= {"day": course.graph.screened, "days": course.settings.screen_days}
            return say("left_out_questions_to_ask_again", words, **values)
        case "needs what is left out":
            return say("left_out_needs", words, **values)
        case reason:
            return say("left_out_" + reason.replace(" ", "_"), words, **values)


_BY_A_REASON: Final = ("no reason noted", "no doctor asked", "no professional named")
_LOOK_AT: Final = "Look at consents, at exclude, at theme, and at whether the questions of SAFETY.md were asked."


def gate_lines(
    left_out: Sequence[LeftOut], words: Mapping[str, str] = ENGLISH, *, keys: bool = False
) -> tuple[str, ...]:
    """Return why steps stay off because of their words: a line for each cause, or for each step that can be opened.

    Parameters
    ----------
    left_out : sequence of LeftOut
        Of a ladder; what is left out for another cause is passed over.
    words : mapping of str to str
        The table of sentences.
    keys : bool
        Say how a reason is written down, where one would open the step.

    Returns
    -------
    tuple of str
        In the order of the codes.
    """
    by_code: dict[str, list[LeftOut]] = {}
    for out in left_out:
        if out.by_its_words:
            by_code.setdefault(out.missing[0], []).append(out)
    lines = []
    for code, outs in sorted(by_code.items()):
        why = words[f"gate_{code}"]
        if keys and outs[0].why in _BY_A_REASON:
            said = [(out.situation.id, opening_key(code, out.situation)) for out in outs]
            lines += [say("left_out_open", words, ids=name, why=why, key=key) for name, key in said]
        else:
            ids = ", ".join(out.situation.id for out in outs)
            lines.append(say("left_out_by_its_words", words, ids=ids, why=why))
    return tuple(lines)


def look_at(left_out: Sequence[LeftOut]) -> str:
    """Return what to look at where every step is left out.

    Parameters
    ----------
    left_out : sequence of LeftOut
        All of them.

    Returns
    -------
    str
        Lines.
    """
    lines = gate_lines(left_out, keys=True)
    others = [out for out in left_out if not out.by_its_words and out.why != "needs what is left out"]
    return "\n".join([*lines, _LOOK_AT] if others or not lines else lines)


def _bridge(bridge: Bridge, ladder: Ladder, words: Mapping[str, str]) -> str:
    scale = ladder.belief.course.graph.shown
    return say(
        "bridge",
        words,
        expected=shown(bridge.expected, scale) + "~",
        likely=likely(bridge, scale),
        title=plain(bridge.situation.title),
        id=bridge.situation.id,
    )
