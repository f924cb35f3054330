"""Findings about what hangs together: goal, needs, conflicts, links, and entries that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean
from typing import Final

from exposure_ladder.graph import TIE, Basis, prerequisites
from exposure_ladder.linting.finding import Hit, Path, PlanView, Rule, Severity, rule
from exposure_ladder.records import Facet, Situation, SituationGraph
from exposure_ladder.records._checks import folded

__all__ = ["RULES"]

HARDER_BY: Final = 5.0
LINK_SLACK: Final = 0.01
LINK_STRONG: Final = 0.5
LINK_FAR: Final = 40.0
LINK_FACETS: Final = 0.75

# ------------------------------------------------------------------------------------------- goal, needs and conflicts


@rule("EL020", Severity.WARNING,
    "No goal is named.",
    do="Put the id of the situation that matters most under `goal`.")  # fmt: skip
def goal_missing(plan: PlanView) -> Iterator[Hit]:
    """The graph names no `goal`.

    A ladder leads somewhere; without a goal nobody knows which steps are on the way.

    Standing: convention (goal-directed practice).
    """
    if not plan.graph.goal:
        yield Hit(("goal",))


def _rituals(plan: PlanView) -> dict[tuple[str, str], Path]:
    """Return each pair in conflict, as sorted ids, with the place where that is written."""
    found: dict[tuple[str, str], Path] = {}
    for situation in sorted(plan.graph.situations, key=lambda situation: situation.id):
        for other in situation.conflicts:
            one, two = sorted((situation.id, other))
            found.setdefault((one, two), plan.place(situation.id, "conflicts"))
    return found


@rule("EL021", Severity.ERROR,
    "{goal} needs {need}, and the one is the ritual of the other.",
    do="Take one of the two away: the prerequisite, or the conflict.")  # fmt: skip
def goal_unreachable(plan: PlanView) -> Iterator[Hit]:
    """A goal needs, directly or not, a situation that is its ritual (`conflicts`).

    The way to the goal would practise the very thing that the goal is to leave out.

    Standing: assumption (exposure to one fear may be the ritual of another).
    """
    rituals = _rituals(plan)
    for goal in sorted(set(plan.graph.goal)):
        for need in sorted(prerequisites(plan.graph, [goal])):
            one, two = sorted((goal, need))
            if need != goal and (one, two) in rituals:
                yield Hit(rituals[one, two], (need, goal), {"goal": goal, "need": need})


@rule("EL022", Severity.HINT,
    {
        "": "{step}: no yes is recorded from {missing} of {named} named.",
        "need": "{step}, which {goal} needs: no yes is recorded from {missing} of {named} named.",
    },
    do="Ask them, freely and ahead of time, and record the answer; or choose a goal of one's own doing.")  # fmt: skip
def goal_waits_for_consent(plan: PlanView) -> Iterator[Hit]:
    """A goal, or what it needs, names people of whom no yes is recorded, who took it back last, or who said it to
    other words. Whether a yes has run out is not looked at: lint reads no clock.

    A step with another person stays off the ladder until their yes is recorded.

    Standing: assumption (a law of this project: no rule trades consent against progress).
    """
    said = {consent.whose: consent for consent in plan.course.consents}

    def agreed(situation: Situation, person: str) -> bool:
        last = said.get((situation.id, folded(person)))
        return last is not None and last.given and last.wording in (None, situation.wording)

    for goal in sorted(set(plan.graph.goal)):
        for situation in plan.named(*sorted(prerequisites(plan.graph, [goal]))):
            people = set(situation.consent)
            missing = sum(not agreed(situation, person) for person in people)
            if missing:
                values = {"step": situation.id, "goal": goal, "missing": str(missing), "named": str(len(people))}
                ids = tuple(dict.fromkeys((situation.id, goal)))
                yield Hit(plan.place(situation.id, "consent"), ids, values, "" if situation.id == goal else "need")


@rule("EL023", Severity.WARNING,
    "{step} needs {need} first, and that is harder.",
    do="Rate both again, or take the prerequisite away.")  # fmt: skip
def prerequisite_harder(plan: PlanView) -> Iterator[Hit]:
    """A prerequisite is rated or ranked harder, by {HARDER_BY:g} points or more, than what needs it. Estimated
    numbers are not compared.

    The harder step has to come first, so the ladder goes down instead of up.

    Standing: assumption: ratings come in fives, so a smaller difference says nothing.
    """
    given = {name for name, basis in plan.basis.items() if basis in (Basis.RATED, Basis.ORDERED)}
    for situation in plan.graph.situations:
        for need in sorted(set(situation.requires) & given if situation.id in given else ()):
            if plan.distress[need] - plan.distress[situation.id] >= HARDER_BY - TIE:
                both = {"step": plan.rated(situation.id), "need": plan.rated(need)}
                yield Hit(plan.place(situation.id, "requires"), (need, situation.id), both)


@rule("EL024", Severity.WARNING,
    "{one} and {two}: exposure to one is the ritual of the other.",
    do="Keep them on two ladders, or decide with the person which comes first.")  # fmt: skip
def conflict(plan: PlanView) -> Iterator[Hit]:
    """Two situations of one ladder stand in `conflicts`: one is the ritual of the other.

    Practising the one would feed the fear that the other is to ease.

    Standing: assumption (exposure to one fear may be the ritual of another).
    """
    for (one, two), place in _rituals(plan).items():
        yield Hit(place, tuple(dict.fromkeys((one, two))), {"one": one, "two": two})


# --------------------------------------------------------------------------------------------------------------- links


def _idle_links(plan: PlanView) -> Iterator[tuple[int, str, str, float, float, float]]:
    """Yield each link weaker than implied: position, ends, its value, what is implied, and what is without links."""
    links = plan.graph.links
    weak = [(link, implied) for link, implied in plan.geometry.link_effects if _less(link.similarity, implied)]
    if not weak:
        return
    places = {link: at for at, link in reversed(list(enumerate(links)))}
    bare = plan.unlinked
    for link, implied in weak:
        one, two = sorted((link.a, link.b))
        alone = float(bare.similarity[bare.index(one), bare.index(two)])
        yield places[link], one, two, link.similarity, implied, alone


def _less(given: float, implied: float) -> bool:
    return implied - given >= LINK_SLACK - TIE


def _link(at: int, one: str, two: str, given: float, **more: str) -> Hit:
    return Hit(("links", at, "similarity"), (one, two), {"one": one, "two": two, "given": f"{given:.2f}"} | more)


@rule("EL030", Severity.WARNING,
    "{one} ~ {two} {given}: {alone} is implied without it.",
    do="Take it out, or, if the two really are less alike, give them different facet levels or themes.")  # fmt: skip
def link_without_effect(plan: PlanView) -> Iterator[Hit]:
    """A link is weaker, by {LINK_SLACK:g} or more, than what facets, theme and distress already imply.

    Links only bring situations closer; this one changes nothing.

    Standing: assumption: the law of the graph, similarity = exp(-distance).
    """
    for at, one, two, given, _, alone in _idle_links(plan):
        if _less(given, alone):
            yield _link(at, one, two, given, alone=f"{alone:.2f}")


@rule("EL031", Severity.WARNING,
    "{one} ~ {two} {given}: stronger links imply {implied}.",
    do="Raise this one, or lower one of the stronger links.")  # fmt: skip
def links_contradict(plan: PlanView) -> Iterator[Hit]:
    """A link says less than stronger links between the same situations, by way of others, imply.

    If a is like b, and b is like c, then a cannot be quite unlike c: the weak link cannot hold.

    Standing: assumption: the distance is a metric.
    """
    for at, one, two, given, implied, alone in _idle_links(plan):
        if not _less(given, alone):
            yield _link(at, one, two, given, implied=f"{implied:.2f}")


@rule("EL032", Severity.WARNING,
    {
        "": "{one} ~ {two} {given}: {apart} apart in distress.",
        "facets": "{one} ~ {two} {given}: {apart} of the range of their facets apart.",
    },
    do="Check the two ids and the number, or put situations between them.")  # fmt: skip
def link_far_apart(plan: PlanView) -> Iterator[Hit]:
    """A link of {LINK_STRONG:g} or more joins situations that differ by more than {LINK_FAR:g} points of distress,
    or by more than {LINK_FACETS:g} of the range of the facets that both name.

    Such a link says that easy practice carries over to the hardest step; that is rarely meant.

    Standing: assumption: at that distance the law alone gives a third or less.
    """
    for at, link in enumerate(plan.graph.links):
        one, two = sorted((link.a, link.b))
        if link.similarity < LINK_STRONG:
            continue
        known = one in plan.distress and two in plan.distress
        apart = abs(plan.distress[one] - plan.distress[two]) if known else 0.0
        range_ = _facets_apart(plan.graph, *plan.named(one, two))
        if apart > LINK_FAR + TIE:
            yield _link(at, one, two, link.similarity, apart=plan.number(apart))
        elif range_ > LINK_FACETS + TIE:
            yield _link(at, one, two, link.similarity, apart=f"{range_:.2f}")._replace(form="facets")


def _facets_apart(graph: SituationGraph, one: Situation, two: Situation) -> float:
    """Return how far two situations are apart over the facets that both name, as a share of their range."""
    shared = [name for name in sorted(one.facets) if name in two.facets]
    if not shared:
        return 0.0
    steps = [_facet_step(graph.facets[name], one.facets[name], two.facets[name]) for name in shared]
    return fmean(steps, weights=[graph.facets[name].weight for name in shared])


def _facet_step(facet: Facet, one: str, two: str) -> float:
    return abs(facet.position(one) - facet.position(two)) if facet.ordered else float(one != two)


# ------------------------------------------------------------------------------------------------------------- entries


@rule("EL052", Severity.HINT,
    {
        "": "An entry of the log names {step}, which the graph does not have.",
        "consent": "A consent names {step}, which the graph does not have.",
        "person": "A consent for {step} is from somebody it does not ask for.",
    },
    do="Nothing, if that is meant; otherwise give the situation, or the person, the same name again.")  # fmt: skip
def entry_without_place(plan: PlanView) -> Iterator[Hit]:
    """An entry of the log, or a consent, names a situation that the graph does not have, or a person whose consent
    that situation does not ask for.

    It is kept and changes nothing, as when a situation was renamed or taken out.

    Standing: assumption.
    """
    for at, entry in enumerate(plan.course.log):
        for key in ("situation", "harder", "easier"):
            name = getattr(entry, key, None)
            if name is not None and name not in plan.at:
                yield Hit(("log", at, key), (name,), {"step": name})
    for at, consent in enumerate(plan.course.consents):
        name = consent.situation
        if name not in plan.at:
            yield Hit(("consents", at, "situation"), (name,), {"step": name}, "consent")
        elif consent.whose[1] not in map(folded, plan.graph.situations[plan.at[name]].consent):
            yield Hit(("consents", at, "person"), (name,), {"step": name}, "person")


RULES: Final[tuple[Rule, ...]] = (
    goal_missing, goal_unreachable, goal_waits_for_consent, prerequisite_harder, conflict,
    link_without_effect, links_contradict, link_far_apart, entry_without_place,
)  # fmt: skip
