"""From a belief to a ladder: what may be on it, in which order, the cheapest choice, the wide steps."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from exposure_ladder.belief import Belief, infer
from exposure_ladder.errors import ImpossibleLadderError
from exposure_ladder.graph import TIE, generalise, prerequisites
from exposure_ladder.ladder.barriers import by_its_words
from exposure_ladder.ladder.bridges import chains
from exposure_ladder.ladder.ladder import Keep, Ladder, LeftOut, Objective, Rung, Why, WhyNot
from exposure_ladder.ladder.order import UNLIKE
from exposure_ladder.ladder.page import gate_lines, look_at
from exposure_ladder.ladder.sequence import Arrangement, arrange, practised_in
from exposure_ladder.ladder.shortest_path import challenge, cheapest, prices
from exposure_ladder.ladder.width import gaps_of, likes_of
from exposure_ladder.text.notice import FIRST_ASK

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from exposure_ladder.records import Situation, SituationGraph

    Floats = NDArray[np.float64]


def build_ladder(
    belief: Belief,
    *,
    objective: Objective = Objective.BALANCED,
    keep: Keep | str = Keep.WRITTEN,
    goal: str | Sequence[str] | None = None,
    via: Sequence[str] = (),
    exclude: Sequence[str] = (),
    theme: str | None = None,
    bridge: bool = False,
    max_challenge: float | None = None,
    looking_back: bool = False,
) -> Ladder:
    """Build the fear ladder of a person at the moment of the belief.

    Parameters
    ----------
    belief : Belief
        From :func:`~exposure_ladder.belief.infer`.
    objective : Objective
        Fewest rungs, balanced, or gentlest; matters only where there is something to choose.
    keep : Keep
        ``"written"`` keeps every written situation, ``"goal"`` only what the best way to the goal needs.
    goal : str or sequence of str, optional
        Instead of the graph's own: where it is enough, by agreement, or its goal or goals.
    via, exclude : sequence of str
        Ids that must be, or must not be, on the ladder.
    theme : str, optional
        Only situations of this theme, and what they require; ``""`` for those without a theme.
    bridge : bool
        Put generated situations into wide steps and below a high start, where the facets have them.
    max_challenge : float, optional
        Forbid hops of more challenge, SUDS.
    looking_back : bool
        Keep what was practised on the ladder though it waits for questions or a yes now. Nothing is advised on it.

    Returns
    -------
    Ladder
        The same for the same belief; the order of writing decides only between equal numbers.

    Raises
    ------
    ImpossibleLadderError
        If the goal or a `via` cannot be on it, or nothing is left.
    UnknownSituationError
        If an id is not in the graph.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder.records import Course, Situation, SituationGraph
    >>> pet = Situation(id="pet", title="Stroke a dog", distress=60)
    >>> see = Situation(id="see", title="Look at a dog", distress=30)
    >>> course = Course(graph=SituationGraph(title="Dogs", situations=(pet, see)))
    >>> belief = infer(course, at=datetime(2026, 1, 5, tzinfo=UTC))
    >>> [rung.id for rung in build_ladder(belief).rungs]
    ['see', 'pet']
    """
    keep, graph = Keep(keep), belief.course.graph
    goals = _goals(graph, goal, theme)
    if keep is Keep.GOAL and not goals:
        hint = "Name one: goal: ID in the file, or goal= here."
        raise ImpossibleLadderError("expected a goal to lead to; got none.", goal="", hint=hint)
    prerequisites(graph, exclude)  # unknown ids are an error here too
    left_out = left_out_of(belief, set(exclude), theme, practised_in(belief) if looking_back else frozenset())
    if goal is None:  # a goal that is never planned keeps no other step away
        barred = {name for name, out in left_out.items() if out.by_its_words}
        goals = tuple(name for name in goals if not prerequisites(graph, [name]) & barred)
    open_goals = goals if goal is not None else _open(graph, goals, left_out)
    wanted = prerequisites(graph, (*open_goals, *via))
    _check_wanted(belief, open_goals, via, wanted, left_out, asked=goal is not None or looking_back)
    written = [situation for situation in graph.situations if situation.id not in left_out]
    if keep is Keep.GOAL and written and not open_goals:  # all goals wait: as far as the way is open
        open_goals = (arrange(belief, written).situations[-1].id,)
        wanted = prerequisites(graph, (*open_goals, *via))
    must = wanted if keep is Keep.GOAL else frozenset(situation.id for situation in written)
    found = _solve(belief, written, must, objective, None if bridge else max_challenge)
    made = _made(belief, found) if bridge else ()
    if made:  # the same belief, asked about a few more situations
        belief = infer(belief.course, at=belief.at, generated=made)
    if made or (bridge and max_challenge is not None):
        found = _solve(belief, [*written, *made], must, objective, max_challenge)
    on_it = {situation.id for situation in found.situations}
    for situation in written:
        if situation.id not in on_it:
            left_out[situation.id] = LeftOut(situation, WhyNot.NOT_NEEDED)
    reasons = dict.fromkeys(must, Why.WRITTEN if keep is Keep.WRITTEN else Why.NEEDED)
    reasons |= dict.fromkeys(wanted, Why.NEEDED) | dict.fromkeys(via, Why.VIA) | dict.fromkeys(open_goals, Why.GOAL)
    reasons |= {situation.id: Why.BRIDGE for situation in made}
    return Ladder(
        belief=belief,
        rungs=_rungs(belief, found, reasons),
        gaps=gaps_of(belief, found.situations),
        left_out=tuple(left_out[name] for name in sorted(left_out)),
        objective=objective,
        theme=theme,
        goals=goals,
        waiting=tuple(name for name in goals if name in left_out),
        start_too_high=found.start_too_high,
        cost=found.cost,
        optimality_gap=max(found.optimality_gap, found.arrangement.gap),
        before=found.arrangement.before,
        looking_back=looking_back,
    )


def _goals(graph: SituationGraph, goal: str | Sequence[str] | None, theme: str | None) -> tuple[str, ...]:
    """Return what was asked for; else the file's own goals, or of a theme those of them that are of it."""
    if goal is not None:
        return (goal,) if isinstance(goal, str) else tuple(goal)
    themes = {situation.id: situation.theme or "" for situation in graph.situations}
    own = graph.goal if graph.enough is None else (graph.enough,)
    return tuple(name for name in own if theme is None or themes[name] == theme)


def _open(graph: SituationGraph, goals: Sequence[str], left_out: dict[str, LeftOut]) -> tuple[str, ...]:
    """Return the goals to which nothing bars the way; the others wait."""
    return tuple(name for name in goals if not prerequisites(graph, [name]) & set(left_out))


# ------------------------------------------------------------------------------------------------- what may be on it


def who_is_silent(belief: Belief, situation: Situation) -> tuple[str, ...]:
    """Return who must say yes to this very situation and has not; no yes carries over from a similar one."""
    agreed = belief.course.consented(situation, at=belief.at)
    return tuple(person for person in situation.consent if person not in agreed)


def _beyond(belief: Belief) -> frozenset[str]:
    """Return what was written as harder than the agreed stop and is not needed for it; practice moves no border."""
    graph = belief.course.graph
    if graph.enough is None:
        return frozenset()
    written = dict(zip(belief.geometry.ids, belief.geometry.distress, strict=True))
    kept = prerequisites(graph, [graph.enough])
    return frozenset(name for name in graph.ids if name not in kept and written[name] > written[graph.enough] + TIE)


def _of_theme(belief: Belief, theme: str | None) -> frozenset[str]:
    """Return the situations of a theme with all they require, whatever its theme; all without a theme."""
    graph = belief.course.graph
    if theme is None:
        return frozenset(graph.ids)
    return prerequisites(graph, [s.id for s in graph.situations if (s.theme or "") == theme])


def left_out_of(
    belief: Belief, excluded: set[str], theme: str | None, no_gate: frozenset[str] = frozenset()
) -> dict[str, LeftOut]:
    """Return what cannot be on the ladder, with reasons; whatever needs such a situation cannot either."""
    course, out, beyond, of_theme = belief.course, dict[str, LeftOut](), _beyond(belief), _of_theme(belief, theme)
    for situation in course.graph.situations:
        gates = situation.id not in no_gate
        silent, unasked = who_is_silent(belief, situation), course.unasked(situation, at=belief.at)
        shut = by_its_words(situation, course.graph)
        if situation.id in excluded:
            out[situation.id] = LeftOut(situation, WhyNot.EXCLUDED)
        elif situation.id not in of_theme:
            out[situation.id] = LeftOut(situation, WhyNot.OTHER_THEME)
        elif gates and shut is not None:
            out[situation.id] = shut
        elif gates and unasked:  # whether it is safe comes before whether the other agrees
            out[situation.id] = LeftOut(situation, WhyNot.NOT_ASKED, unasked)
        elif gates and (reworded := course.reworded(situation, at=belief.at)):
            out[situation.id] = LeftOut(situation, WhyNot.REWORDED, reworded)
        elif gates and silent:
            out[situation.id] = LeftOut(situation, WhyNot.NO_CONSENT, silent)
        elif situation.id in beyond:
            out[situation.id] = LeftOut(situation, WhyNot.BEYOND_ENOUGH)
    barred = frozenset(out)
    for situation in course.graph.situations:
        if not situation.requires or situation.id in barred | no_gate:
            continue
        missing = tuple(sorted(prerequisites(course.graph, situation.requires) & barred))
        if missing:
            out[situation.id] = LeftOut(situation, WhyNot.NEEDS_LEFT_OUT, missing)
    return out


def _check_wanted(
    belief: Belief,
    goals: Sequence[str],
    via: Sequence[str],
    wanted: Iterable[str],
    left_out: dict[str, LeftOut],
    *,
    asked: bool,
) -> None:
    """Refuse what was asked for by hand and cannot be; what waits by itself is no error."""
    blocked = sorted(set(wanted) & set(left_out))
    if blocked:
        target = next((name for name in (*goals, *via) if name in left_out), blocked[0])
        reasons = {left_out[name].why for name in blocked}
        silent = reasons & {WhyNot.NO_CONSENT, WhyNot.REWORDED}
        first = "Record the yes of whoever is named, or choose" if silent else "Choose"
        hint = f"{first} another goal." + (f"\n{FIRST_ASK}" if WhyNot.NOT_ASKED in reasons else "")
        hint = "\n".join([hint, *gate_lines([left_out[name] for name in blocked], keys=True)])
        why = "; ".join(f"{name}: {left_out[name].why}" for name in blocked)
        raise ImpossibleLadderError(
            f"expected a ladder to {target!r}; got a way that is barred ({why}).",
            goal=target,
            blocked_by=blocked,
            hint=hint,
        )
    chosen = {WhyNot.EXCLUDED, WhyNot.OTHER_THEME, WhyNot.BEYOND_ENOUGH, WhyNot.NEEDS_LEFT_OUT}
    by_hand = asked or {left.why for left in left_out.values()} <= chosen
    if by_hand and len(left_out) == len(belief.course.graph.situations):
        raise ImpossibleLadderError(
            "expected at least one situation on the ladder; every one is left out.",
            goal="",
            blocked_by=sorted(left_out),
            hint=look_at(tuple(left_out.values())),
        )


# ------------------------------------------------------------------------------------------------------- the order


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """The chosen way: situations in order, and what the way costs."""

    arrangement: Arrangement
    cost: float
    optimality_gap: float
    start_too_high: bool

    @property
    def situations(self) -> tuple[Situation, ...]:
        return self.arrangement.situations


def _solve(
    belief: Belief, situations: Sequence[Situation], must: frozenset[str], objective: Objective, limit: float | None
) -> _Found:
    """Return the cheapest way; a wide step is taken only where there is no other way."""
    settings, order = belief.course.settings, arrange(belief, situations)
    at = _places(belief, order.situations)
    x, kappa, tie = _expected(belief)[at], objective.value, Objective.BALANCED.value
    number = {situation.id: i for i, situation in enumerate(order.situations)}
    needs = [[number[need] for need in situation.requires if need in number] for situation in order.situations]
    waits = np.array([bool(wants) for wants in needs], dtype=bool)
    low = (x <= settings.start_below) & ~waits
    too_high = bool(len(x)) and not low.any()
    forced = np.array([situation.id in must for situation in order.situations], dtype=bool)
    if forced.all() and limit is None:
        cost = float(prices(_hops_along(belief, at), kappa, tie).sum())
        return _Found(order, cost, 0.0, too_high)
    hops, begin = challenge(x, belief.geometry.similarity[np.ix_(at, at)], settings.mastery), x.copy()
    if limit is not None:
        hops[hops > limit], begin[begin > limit] = np.inf, np.inf
    # the first low one, or what the order puts before it; where nothing is low, the easiest there is
    later = np.arange(len(x)) > (0 if too_high else int(np.argmax(low)))
    begin[(later & ~low) | waits] = np.inf
    paid, paid_first = prices(hops, kappa, tie), prices(begin, kappa, tie)
    path = cheapest(paid + _price_of_width(x, paid, settings.max_gap), paid_first, forced, needs)
    if path is None:
        raise _too_steep(order.situations, paid, paid_first, forced, needs, limit)
    steps = pairwise(path.positions)
    cost = float(paid_first[path.positions[0]]) + sum(float(paid[i, j]) for i, j in steps)
    return _Found(order.taken(path.positions), cost, path.optimality_gap, too_high)


def _price_of_width(x: Floats, paid: Floats, widest: float) -> Floats:
    """Return what each hop pays for being wide: more than all other prices together, and the more the wider.

    In proportion to the width, so that a step in between never makes a way dearer.
    """
    finite = paid[np.isfinite(paid)]
    most = float(finite.max()) * len(x) if len(finite) else 0.0
    rise = x - x[:, None]
    return np.where(rise > widest + TIE, most * rise / widest, 0.0)


def _too_steep(
    order: Sequence[Situation],
    hops: Floats,
    begin: Floats,
    forced: Any,
    needs: Sequence[Sequence[int]],
    limit: float | None,
) -> ImpossibleLadderError:
    """Name the first situation that no way with allowed hops reaches."""
    musts = [int(j) for j in np.flatnonzero(forced)]
    reach = (j for j in musts if cheapest(hops, begin, forced & (np.arange(len(order)) <= j), needs) is None)
    barred = next(reach, musts[-1])
    return ImpossibleLadderError(
        f"expected hops of at most {limit:g} SUDS; no way up has only such hops.",
        goal=order[musts[-1]].id,
        blocked_by=[order[barred].id],
        hint="Allow a higher max_challenge, or add easier situations in between (bridge=True).",
    )


def _expected(belief: Belief) -> Floats:
    """Return what is expected on an ordinary day, so that one bad morning reorders nothing."""
    return np.asarray(np.clip(belief.ordinary.mean, 0.0, 100.0))


def _places(belief: Belief, situations: Iterable[Situation]) -> NDArray[np.intp]:
    return np.array([belief.geometry.place[situation.id] for situation in situations], dtype=np.intp)


def _hops_along(belief: Belief, at: Any) -> Floats:
    """Return the challenge of each rung coming from the one below; of the first, its expected distress."""
    x = _expected(belief)[at]
    similar = belief.geometry.similarity[at[:-1], at[1:]]
    return np.concatenate([x[:1], x[1:] - generalise(similar, x[:-1], x[1:], belief.course.settings.mastery)])


def _when_reached(belief: Belief, at: Any) -> Floats:
    """Replay the teaching law up the ladder: every rung practised down to mastery eases all that is still to come."""
    x, S = _expected(belief)[at], belief.geometry.similarity[np.ix_(at, at)]
    reached = np.empty_like(x)
    for i in range(len(x)):
        reached[i] = x[i]
        x = x - generalise(S[i], float(x[i]), x, belief.course.settings.mastery)
    return np.asarray(reached)


# --------------------------------------------------------------------------------------------------- gaps and rungs


def _made(belief: Belief, found: _Found) -> tuple[Situation, ...]:
    """Return what would lie in the wide steps and below a high start, each once."""
    known = {situation.id: situation for situation in found.situations}
    steps: list[tuple[Situation | None, Situation]] = []
    if found.start_too_high:
        steps.append((None, found.situations[0]))
    steps += [(known[gap.below], known[gap.above]) for gap in gaps_of(belief, found.situations)]
    made = {bridge.situation.id: bridge.situation for way in chains(belief, steps) for bridge in way}
    return tuple(made[name] for name in sorted(made) if not who_is_silent(belief, made[name]))


def _rungs(belief: Belief, found: _Found, reasons: dict[str, Why]) -> tuple[Rung, ...]:
    expected, (low, high) = _expected(belief), belief.ordinary.likely()
    at = _places(belief, found.situations)
    hops, reached = _hops_along(belief, at), _when_reached(belief, at)
    like, nearest = likes_of(belief, found.situations)
    rungs: list[Rung] = []
    for i, (situation, place) in enumerate(zip(found.situations, at, strict=True)):
        number = 1
        if rungs:
            tied = abs(expected[place] - rungs[-1].expected) < TIE and rungs[-1].id not in situation.requires
            number = rungs[-1].number + (0 if tied else 1)
        alone = like[i] >= 0 and expected[place] > belief.course.settings.mastery and nearest[i] < UNLIKE
        rungs.append(
            Rung(
                number=number,
                situation=situation,
                expected=float(expected[place]),
                low=float(low[place]),
                high=float(high[place]),
                basis=belief.geometry.basis[place],
                why=reasons.get(situation.id, Why.CHOSEN),
                challenge=float(hops[i]),
                when_reached=float(reached[i]),
                like=None if like[i] < 0 else found.situations[like[i]].id,
                likeness=0.0 if like[i] < 0 else float(belief.geometry.similarity[at[like[i]], place]),
                unprepared=bool(alone),
            )
        )
    return tuple(rungs)
