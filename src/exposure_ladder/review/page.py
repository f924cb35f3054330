"""Looking back as a page: sentences that stand without any picture, then a chart with a line for each step.

Practice is counted, and so are refusing and stopping by agreement; calm is never praised. A change within the noise of
ratings is called that.
"""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from exposure_ladder.advice.page import FEW_ENTRIES
from exposure_ladder.ladder.page import client_of, footer, likely, often
from exposure_ladder.review.change import SEVERAL
from exposure_ladder.rules.kernel import RECENT
from exposure_ladder.text.english import ENGLISH, heads, say, shown
from exposure_ladder.text.sheet import Part, Sheet, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exposure_ladder.records import Scale
    from exposure_ladder.review.change import Change
    from exposure_ladder.review.predictions import Ledger
    from exposure_ladder.review.progression import Progress, Trail

_SHORTEST: Final = 12
_LONGEST: Final = 41
_LABEL: Final = 8


def progress_sheet(
    progress: Progress,
    *,
    width: int | None = None,
    chart: bool = True,
    names: Mapping[str, str] = MappingProxyType({}),
    words: Mapping[str, str] = ENGLISH,
) -> Sheet:
    """Lay out how far somebody is.

    Parameters
    ----------
    progress : Progress
        What to show.
    width : int, optional
        Columns in which the chart draws a bar for each step; without it there are only numbers.
    chart : bool
        Whether there is a chart; the sentences say what matters without it.
    names : mapping of str to str
        How steps are called, by id; without a name by their id.
    words : mapping of str to str
        The table of sentences.
    """
    graph, settings = progress.ladder.belief.course.graph, progress.ladder.belief.course.settings
    values = {"title": plain(graph.title), "client": client_of(graph, words)}
    day = progress.ladder.belief.at.date().isoformat()
    head: tuple[str | Part, ...] = (
        say("back", words, **values, day=day),
        "",
        *looking_back(progress, names=names, words=words).values(),
    )
    if not chart:
        return Sheet(head, foot=(footer(graph, words),))
    columns = list(heads(words, "number", "first", "last", "now", "likely", "id"))
    rows = [_row(trail, graph.shown, names) for trail in progress.trails]
    if width is not None:
        size = width - sum(max(len(row[i]) for row in (columns, *rows)) + 2 for i in range(len(columns)))
        size = min(max(size, _SHORTEST), _LONGEST)
        columns.insert(5, f"0{graph.shown.top:>{size - 1}g}")
        for row, trail in zip(rows, progress.trails, strict=True):
            row.insert(5, _bar(trail, size))
    note = say("chart_note", words, top=graph.shown.top, often=often(settings, words))
    return Sheet(
        head=head,
        columns=tuple(columns),
        align=">>>>>" + "<" * (len(columns) - 5),
        rows=tuple(map(tuple, rows)),
        foot=(note, footer(graph, words)),
        wrap=len(columns) - 1,
    )


def looking_back(progress: Progress, *, names: Mapping[str, str], words: Mapping[str, str]) -> dict[str, Part]:
    """Return the sentences, a part for each thing they speak of, by its code."""
    scale, entries = progress.ladder.belief.course.graph.shown, progress.ladder.belief.used
    moved = [_change(change, scale, names, words) for change in progress.changes] or [words["change_none"]]
    count = say("entries_one" if entries == 1 else "entries", words, count=entries)
    sure = "sure_many" if entries >= FEW_ENTRIES else "sure_few"
    if not entries:
        sure = "sure_none"
    told = {
        "so_far": _so_far(progress, words),
        "steps": _steps(progress, names, words),
        "change": moved,
        "expected": _felt(progress.ledger, scale, words),
        "feared": _feared(progress.ledger, words),
        "so_sure": [say(sure, words, entries=count)],
    }
    parts = {code: Part(words[code], tuple(lines), _LABEL) for code, lines in told.items()}
    return {code: part for code, part in parts.items() if part.lines}


def _so_far(progress: Progress, words: Mapping[str, str]) -> Iterable[str]:
    kinds = ("agreed", "early", "refused", "avoided")
    noted = [say(f"{kind}_count", words, count=getattr(progress, kind)) for kind in kinds if getattr(progress, kind)]
    if progress.practices:
        tried = sum(trail.practices > 0 for trail in progress.trails)
        yield say(
            "practised",
            words,
            practices=counted("practice", progress.practices, words),
            days=counted("day", len(progress.days), words),
            first=progress.days[0].isoformat(),
            last=progress.days[-1].isoformat(),
            tried=tried,
            steps=len(progress.trails),
        )
    else:
        yield words["practised_none"]
    if progress.elsewhere:
        yield say("elsewhere", words, count=progress.elsewhere)
    if noted:
        yield say("as_it_was", words, what=" · ".join(noted))
    if progress.very_high:
        yield _very_high(progress, words)
    if progress.flat:
        yield say("flat_noted", words, practices=counted("practice", progress.flat, words))
    if progress.rated_again:
        yield say("again_noted", words, days=counted("day", progress.rated_again, words), several=SEVERAL)


def _very_high(progress: Progress, words: Mapping[str, str]) -> str:
    course = progress.ladder.belief.course
    told = say(
        "very_high_noted",
        words,
        cap=shown(course.settings.cap, course.graph.shown),
        practices=counted("practice", progress.very_high, words),
        recent=RECENT,
        lately=progress.very_high_lately or words["none"],
    )
    return told if progress.very_high == 1 else f"{told} {words['very_high_tell']}"


def counted(thing: str, count: int, words: Mapping[str, str]) -> str:
    """Return ``1 practice`` or ``2 practices``."""
    return say(f"{thing}_{'one' if count == 1 else 'many'}", words, count=count)


def _steps(progress: Progress, names: Mapping[str, str], words: Mapping[str, str]) -> Iterable[str]:
    kinds: dict[str, list[str]] = {"done": [], "begun": [], "waiting": [], "open": []}
    for trail in progress.trails:
        kinds[state_of(trail)].append(f"{trail.rung.number} {names.get(trail.rung.id, trail.rung.id)}")
    done = kinds.pop("done")
    code = "steps_done" if done else "steps_done_none"
    yield say(code, words, which=" · ".join(done), rule=progress.rule.name)
    for kind in ("begun", "open", "waiting"):
        if kinds[kind]:
            yield say(f"steps_{kind}", words, which=" · ".join(kinds[kind]))


def state_of(trail: Trail) -> str:
    """Return the word for where a step stands: done, begun, waiting or open."""
    if trail.done:
        return "done"
    if trail.practices:
        return "begun"
    return "waiting" if trail.waits_for else "open"


def _change(change: Change, scale: Scale, names: Mapping[str, str], words: Mapping[str, str]) -> str:
    difference = shown(abs(change.difference), scale)
    by = say("less" if change.difference < 0 else "more", words, difference=difference)
    peaks = say("peaks_one" if change.compared == 1 else "peaks_many", words, count=change.compared)
    code = "change_noise" if change.within_noise else "change_beyond"
    return say(
        code if change.difference else "change_same",
        words,
        id=names.get(change.situation, change.situation),
        first=shown(change.first, scale),
        last=shown(change.last, scale),
        peaks=peaks,
        by=by,
        needed=shown(change.needed, scale),
    )


def _felt(ledger: Ledger, scale: Scale, words: Mapping[str, str]) -> list[str]:
    """Say how expected and felt distress lie to each other; nothing where nobody wrote down what they expected."""
    if ledger.bias is None:
        return []
    practices = counted("practice", len(ledger.distress), words)
    text = say("felt", words, practices=practices, by=_apart(ledger.bias, scale, words))
    if ledger.bias_low is None or ledger.bias_high is None:
        return [text + words["felt_few"]]
    ends = {"low": _apart(ledger.bias_low, scale, words), "high": _apart(ledger.bias_high, scale, words)}
    return [text + say("felt_interval", words, **ends)]


def _apart(bias: float, scale: Scale, words: Mapping[str, str]) -> str:
    return say("felt_lower" if bias >= 0 else "felt_higher", words, difference=shown(abs(bias), scale))


def _feared(ledger: Ledger, words: Mapping[str, str]) -> list[str]:
    """Say how likely feared outcomes seemed, and how often one came; that none came is no score to keep."""
    told, count = [], len(ledger.expectations)
    if count:
        percent = math.fsum(each.before for each in ledger.expectations) / count
        told.append(say("feared_came", words, practices=counted("practice", count, words), percent=percent))
        came = sum(each.occurred for each in ledger.expectations)
        if came:
            told.append(say("feared_some_one" if came == 1 else "feared_some", words, count=came))
    if ledger.unclear:
        told.append(say("feared_unclear", words, count=ledger.unclear))
    return [" ".join(told)] if told else []


def _row(trail: Trail, scale: Scale, names: Mapping[str, str]) -> list[str]:
    rung = trail.rung
    first, last = (shown(trail.peaks[at], scale) if trail.peaks else "" for at in (0, -1))
    felt = (first, last, shown(rung.expected, scale), likely(rung, scale))
    return [str(rung.number), *felt, names.get(rung.id, rung.id)]


def _bar(trail: Trail, size: int) -> str:
    """Draw where the next rating is likely to lie, and what is expected."""
    low, now, high = (
        round(value / 100.0 * (size - 1)) for value in (trail.rung.low, trail.rung.expected, trail.rung.high)
    )
    bar = ["─" if low <= at <= high else " " for at in range(size)]
    bar[now] = "●"
    return "".join(bar)
