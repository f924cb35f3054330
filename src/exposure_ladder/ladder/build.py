"""From a belief to a ladder: what may be on it, in which order, the cheapest choice, the wide steps."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from exposure_ladder.belief import Belief, infer
from exposure_ladder.errors import ImpossibleLadderError
from exposure_ladder.graph import TIE, canonical_order, generalise, prerequisites, stricter, variants
from exposure_ladder.ladder.barriers import by_its_words
from exposure_ladder.ladder.ladder import Bridge, Gap, Keep, Ladder, LeftOut, Objective, Rung, Why, WhyNot
from exposure_ladder.ladder.page import gate_lines, look_at
from exposure_ladder.ladder.shortest_path import challenge, cheapest, prices
from exposure_ladder.text.notice import FIRST_ASK

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from exposure_ladder.records import Situation

    Floats = NDArray[np.float64]

_MOST_OFFERS: Final = 200
"""Generated situations after which no further wide step is looked into, from below (engineering limit)."""


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
        Only situations of this theme.
    bridge : bool
        Put generated situations into wide steps where that makes the ladder cheaper.
    max_challenge : float, optional
        Forbid hops of more challenge, SUDS.

    Returns
    -------
    Ladder
        The same for the same belief, whatever the order of writing.

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
    if goal is None:  # the file's own goal, unless another theme was asked for
        themes = {situation.id: situation.theme for situation in graph.situations}
        own = graph.goal if graph.enough is None else (graph.enough,)
        goals = tuple(name for name in own if theme is None or themes[name] == theme)
    else:
        goals = (goal,) if isinstance(goal, str) else tuple(goal)
    if keep is Keep.GOAL and not goals:
        hint = "Name one: goal: ID in the file, or goal= here."
        raise ImpossibleLadderError("expected a goal to lead to; got none.", goal="", hint=hint)
    prerequisites(graph, exclude)  # unknown ids are an error here too
    wanted = prerequisites(graph, (*goals, *via))
    left_out = _left_out(belief, set(exclude), theme)
    if goal is None and keep is Keep.WRITTEN:  # a goal that is not planned keeps no other step away
        barred = {name for name, out in left_out.items() if out.by_its_words}
        goals = tuple(name for name in goals if not prerequisites(graph, [name]) & barred)
        wanted = prerequisites(graph, (*goals, *via))
    _check_wanted(belief, goals, via, wanted, left_out)
    written = [situation for situation in graph.situations if situation.id not in left_out]
    must = wanted if keep is Keep.GOAL else frozenset(situation.id for situation in written)
    found = _solve(belief, written, must, objective, None if bridge else max_challenge)
    offered = _candidates(belief, found)
    if offered:  # the same belief, asked about a few more situations
        belief = infer(belief.course, at=belief.at, generated=offered)
    if bridge:
        agreed = [made for made in offered if not _silent(belief, made)]
        found = _solve(belief, [*written, *agreed], must, objective, max_challenge)
    on_it = {situation.id for situation in found.situations}
    for situation in written:
        if situation.id not in on_it:
            left_out[situation.id] = LeftOut(situation, WhyNot.NOT_NEEDED)
    reasons = dict.fromkeys(must, Why.WRITTEN if keep is Keep.WRITTEN else Why.NEEDED)
    reasons |= dict.fromkeys(wanted, Why.NEEDED) | dict.fromkeys(via, Why.VIA) | dict.fromkeys(goals, Why.GOAL)
    reasons |= {situation.id: Why.BRIDGE for situation in offered}
    return Ladder(
        belief=belief,
        rungs=_rungs(belief, found, reasons),
        gaps=_gaps(belief, found),
        left_out=tuple(left_out[name] for name in sorted(left_out)),
        objective=objective,
        goals=tuple(goals),
        start_too_high=found.start_too_high,
        cost=found.cost,
        optimality_gap=found.optimality_gap,
    )


# ------------------------------------------------------------------------------------------------- what may be on it


def _silent(belief: Belief, situation: Situation) -> tuple[str, ...]:
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


def _left_out(belief: Belief, excluded: set[str], theme: str | None) -> dict[str, LeftOut]:
    """Return what cannot be on the ladder, with reasons; whatever needs such a situation cannot either."""
    course, out, beyond = belief.course, dict[str, LeftOut](), _beyond(belief)
    for situation in course.graph.situations:
        silent, unasked = _silent(belief, situation), course.unasked(situation, at=belief.at)
        shut = by_its_words(situation, course.graph)
        if situation.id in excluded:
            out[situation.id] = LeftOut(situation, WhyNot.EXCLUDED)
        elif shut is not None:
            out[situation.id] = shut
        elif unasked:  # whether it is safe comes before whether the other agrees
            out[situation.id] = LeftOut(situation, WhyNot.NOT_ASKED, unasked)
        elif reworded := course.reworded(situation, at=belief.at):
            out[situation.id] = LeftOut(situation, WhyNot.REWORDED, reworded)
        elif silent:
            out[situation.id] = LeftOut(situation, WhyNot.NO_CONSENT, silent)
        elif situation.id in beyond:
            out[situation.id] = LeftOut(situation, WhyNot.BEYOND_ENOUGH)
        elif theme is not None and situation.theme != theme:
            out[situation.id] = LeftOut(situation, WhyNot.OTHER_THEME)
    barred = frozenset(out)
    for situation in course.graph.situations:
        if not situation.requires or situation.id in barred:
            continue
        missing = tuple(sorted(prerequisites(course.graph, situation.requires) & barred))
        if missing:
            out[situation.id] = LeftOut(situation, WhyNot.NEEDS_LEFT_OUT, missing)
    return out


def _check_wanted(
    belief: Belief, goals: Sequence[str], via: Sequence[str], wanted: Iterable[str], left_out: dict[str, LeftOut]
) -> None:
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
    if len(left_out) == len(belief.course.graph.situations):
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

    situations: tuple[Situation, ...]
    cost: float
    optimality_gap: float
    start_too_high: bool


def _solve(
    belief: Belief, situations: Sequence[Situation], must: frozenset[str], objective: Objective, limit: float | None
) -> _Found:
    settings, expected = belief.course.settings, _expected(belief)
    order = canonical_order(situations, dict(zip(belief.ids, expected.tolist(), strict=True)))
    at = _places(belief, order)
    x, kappa, tie = expected[at], objective.value, Objective.BALANCED.value
    too_high = bool(x[0] > settings.start_below)
    forced = np.array([situation.id in must for situation in order])
    if forced.all() and limit is None:
        cost = float(prices(_hops_along(belief, at), kappa, tie).sum())
        return _Found(tuple(order), cost, 0.0, too_high)
    hops, begin = challenge(x, belief.geometry.similarity[np.ix_(at, at)], settings.mastery), x.copy()
    if limit is not None:
        hops[hops > limit], begin[begin > limit] = np.inf, np.inf
    number = {situation.id: i for i, situation in enumerate(order)}
    needs = [[number[need] for need in situation.requires if need in number] for situation in order]
    may_start = np.arange(len(x)) == 0 if too_high else x <= settings.start_below
    begin[~may_start | np.array([bool(wants) for wants in needs])] = np.inf
    paid, paid_first = prices(hops, kappa, tie), prices(begin, kappa, tie)
    path = cheapest(paid, paid_first, forced, needs)
    if path is None:
        raise _too_steep(order, paid, paid_first, forced, needs, limit)
    chosen = tuple(order[i] for i in path.positions)
    return _Found(chosen, path.cost, path.optimality_gap, too_high)


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


def _wide_steps(belief: Belief, found: _Found) -> list[tuple[Situation, Situation]]:
    expected, widest = _expected(belief), belief.course.settings.max_gap
    wide = np.diff(expected[_places(belief, found.situations)]) > widest + TIE
    return [pair for pair, is_wide in zip(pairwise(found.situations), wide, strict=True) if is_wide]


def _candidates(belief: Belief, found: _Found) -> tuple[Situation, ...]:
    """Return the unwritten one-facet neighbours of both sides of every wide step, each once for what it asks for."""
    made: dict[tuple[Any, ...], Situation] = {}
    for below, above in _wide_steps(belief, found):
        for near, other in ((above, below), (below, above)):
            for situation in variants(belief.course.graph, near, beside=other):
                if by_its_words(situation, belief.course.graph) or belief.course.unasked(situation, at=belief.at):
                    continue
                asks = (frozenset(situation.consent), situation.requires, situation.kind)
                made.setdefault((situation.facets, *asks), situation)
        if len(made) > _MOST_OFFERS:
            break
    written = frozenset(belief.course.graph.ids)
    named: dict[str, Situation] = {}
    for situation in made.values():  # one id a situation, also where two gaps ask different people
        name, number = situation.id, 1
        while name in named or name in written:
            number += 1
            name = f"{situation.id[:60]}.{number}"
        named[name] = situation.model_copy(update={"id": name})
    return tuple(named[name] for name in sorted(named))


def _gaps(belief: Belief, found: _Found) -> tuple[Gap, ...]:
    expected, (low, high) = _expected(belief), belief.ordinary.likely()
    known = {situation.id for situation in found.situations} | set(belief.course.graph.ids)
    offers = [i for i, name in enumerate(belief.ids) if name not in known]
    gaps = []
    for below, above in _wide_steps(belief, found):
        floor, top = expected[_places(belief, (below, above))].tolist()
        between = []
        for i in offers:
            made = belief.geometry.situations[i]
            near = next((side for side in (above, below) if _one_level_apart(made, side)), None)
            if near is not None and _asks_of_both(made, below, above) and floor < expected[i] < top:
                facet = _differing(made, near)[0]
                numbers = (float(expected[i]), float(low[i]), float(high[i]))
                between.append(Bridge(made, *numbers, near.id, facet, made.facets[facet]))
        gaps.append(Gap(below.id, above.id, top - floor, _best_bridges(between, floor, top, belief)))
    return tuple(gaps)


def _one_level_apart(made: Situation, side: Situation) -> bool:
    return set(made.facets) == set(side.facets) and len(_differing(made, side)) == 1


def _asks_of_both(made: Situation, below: Situation, above: Situation) -> bool:
    """Tell whether a bridge was made for this gap: it asks for what both sides ask for, and for nothing else."""
    consent, requires = {*below.consent, *above.consent}, {*below.requires, *above.requires}
    same = consent == set(made.consent) and requires == set(made.requires)
    return same and made.kind is stricter(below.kind, above.kind)


def _differing(one: Situation, other: Situation) -> list[str]:
    return [name for name in sorted({*one.facets, *other.facets}) if one.facets.get(name) != other.facets.get(name)]


def _best_bridges(offers: Sequence[Bridge], floor: float, top: float, belief: Belief) -> tuple[Bridge, ...]:
    """Return up to three: those that leave no wide step if there are any, otherwise those that split it best."""

    def wider_side(offer: Bridge) -> float:
        return max(offer.expected - floor, top - offer.expected)

    best = sorted(offers, key=lambda offer: (wider_side(offer), offer.situation.id))
    enough = [offer for offer in best if wider_side(offer) <= belief.course.settings.max_gap]
    return tuple(sorted((enough or best)[:3], key=lambda offer: (offer.expected, offer.situation.id)))


def _rungs(belief: Belief, found: _Found, reasons: dict[str, Why]) -> tuple[Rung, ...]:
    expected, (low, high) = _expected(belief), belief.ordinary.likely()
    at = _places(belief, found.situations)
    hops, reached = _hops_along(belief, at), _when_reached(belief, at)
    rungs: list[Rung] = []
    for i, (situation, place) in enumerate(zip(found.situations, at, strict=True)):
        number = 1
        if rungs:
            tied = abs(expected[place] - rungs[-1].expected) < TIE and rungs[-1].id not in situation.requires
            number = rungs[-1].number + (0 if tied else 1)
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
            )
        )
    return tuple(rungs)
