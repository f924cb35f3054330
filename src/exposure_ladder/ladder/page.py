"""A ladder as a page: heading, rungs, and notes on what is left out and where the steps are wide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from exposure_ladder.records.content import opening_key
from exposure_ladder.text.english import ENGLISH, heads, say, shown
from exposure_ladder.text.notice import FIRST_ASK
from exposure_ladder.text.sheet import Part, Sheet, command, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exposure_ladder.ladder.ladder import Bridge, Gap, Ladder, LeftOut, Rung
    from exposure_ladder.records import Scale, Settings, SituationGraph
    from exposure_ladder.review import Foretold


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
        head=(" · ".join(_heading(graph, ladder.goals, words)),),
        columns=heads(words, "number", "now", "likely", "step", "id"),
        align=">><<<",
        rows=tuple(_rung_row(rung, graph) for rung in ladder.rungs),
        foot=tuple(_notes(ladder, file, words)),
        wrap=3,
    )


def _heading(graph: SituationGraph, goals: Sequence[str], words: Mapping[str, str]) -> list[str]:
    parts = [plain(graph.title)]
    if graph.client:
        parts.append(plain(graph.client))
    if graph.rated == "example":
        parts.append(say("rated_example", words, client=client_of(graph, words)))
    elif graph.rated:
        parts.append(say("rated", words, day=graph.rated.isoformat()))
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
    return graph.own and rung.basis == "rated"


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


def _notes(ladder: Ladder, file: str | None, words: Mapping[str, str]) -> list[str | Part]:
    graph, settings = ladder.belief.course.graph, ladder.belief.course.settings
    said = marks(ladder, words, bridges=any(gap.bridges for gap in ladder.gaps))
    first = say("now_and_likely", words, top=graph.shown.top, often=often(settings, words))
    notes: list[str | Part] = [first, said] if said else [first]
    if ladder.start_too_high:
        notes.append(say("start_too_high", words, start=shown(settings.start_below, graph.shown)))
    if ladder.optimality_gap > 0:
        notes.append(say("not_exact", words, percent=100 * ladder.optimality_gap))
    if any(rung.why == "bridge" for rung in ladder.rungs):
        notes.append(words["bridges_note"])
    others = [out for out in ladder.left_out if not out.by_its_words]
    if others:
        notes.append(Part(words["left_out"], tuple(_left_out(out, ladder, file, words) for out in others)))
    if barred := gate_lines(ladder.left_out, words, keys=True):
        notes.append(Part(words["gates"], barred))
    if any(out.why == "questions not asked" for out in ladder.left_out):
        notes += FIRST_ASK.splitlines()
    notes += [Part(words["wide_step"], tuple(_gap(gap, ladder, words))) for gap in ladder.gaps]
    return [*notes, footer(graph, words)]


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
        likely=likely(bridge, scale),
        title=plain(bridge.situation.title),
        near=bridge.near,
        article=article,
        facet=bridge.facet,
    )
