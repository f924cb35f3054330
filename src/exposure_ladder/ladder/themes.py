"""One ladder for each theme of a file, and which of them the person is on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from exposure_ladder.ladder.build import build_ladder
from exposure_ladder.records import Exposure, Happened, Override

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exposure_ladder.belief import Belief
    from exposure_ladder.ladder.ladder import Ladder


def build_ladders(belief: Belief, **wanted: Any) -> tuple[Ladder, ...]:
    """Build one ladder for each theme of a file, in the order in which the file names them.

    Parameters
    ----------
    belief : Belief
        From :func:`~exposure_ladder.belief.infer`.
    **wanted : Any
        As for :func:`~exposure_ladder.ladder.build_ladder`, but for `theme`.

    Returns
    -------
    tuple of Ladder
        One ladder of everything where there is only one theme. Numbers of rungs go on from ladder to ladder, so that a
        number means one step.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import infer, template
    >>> belief = infer(template("closeness"), at=datetime(2026, 1, 5, tzinfo=UTC))
    >>> [(ladder.theme, len(ladder.rungs)) for ladder in build_ladders(belief)]
    [('', 11), ('touch', 1)]
    """
    themes = list(dict.fromkeys(situation.theme or "" for situation in belief.course.graph.situations))
    if len(themes) == 1:
        return (build_ladder(belief, **wanted),)
    found, last = [], 0
    for theme in themes:
        ladder = build_ladder(belief, theme=theme, **wanted)
        rungs = tuple(replace(rung, number=rung.number + last) for rung in ladder.rungs)
        found.append(replace(ladder, rungs=rungs))
        last = rungs[-1].number if rungs else last
    return tuple(found)


def latest_first(ladders: Sequence[Ladder]) -> tuple[Ladder, ...]:
    """Return ladders with the one the person was on last in front: by what was practised or chosen last.

    Parameters
    ----------
    ladders : sequence of Ladder
        From :func:`build_ladders`.

    Returns
    -------
    tuple of Ladder
        The others in their order, empty ones last.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, infer, template
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> course = template("closeness").add(Exposure(situation="ask-hug", at=at, peak=40))
    >>> [ladder.theme for ladder in latest_first(build_ladders(infer(course, at=at)))]
    ['touch', '']
    """
    belief = ladders[0].belief
    themes = {situation.id: situation.theme or "" for situation in belief.course.graph.situations}
    last = None
    for entry in belief.course.log:
        if entry.at > belief.at:
            continue
        if isinstance(entry, Override) or (isinstance(entry, Exposure) and entry.happened is Happened.PRACTISED):
            last = themes.get(entry.situation, last)
    return tuple(sorted(ladders, key=lambda ladder: (not ladder.rungs, last is None or ladder.theme != last)))
