"""The checks themselves: small pure functions from a course to places and messages, most for one code each.

A check sees everything through a :class:`~exposure_ladder.linting.subject.Subject` and yields (path, ids, message). It
speaks in ids and in numbers on the scale of the file, never in titles, and never looks at another check's findings.
What was written counts, not what a log has shown since: lint reads no clock and infers nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil
from statistics import fmean
from typing import Final

from exposure_ladder.graph import TIE, Basis, prerequisites
from exposure_ladder.linting import finding, people, wording
from exposure_ladder.linting.finding import Path
from exposure_ladder.linting.people import titled
from exposure_ladder.linting.subject import Check, Hit, Subject
from exposure_ladder.records import Facet, Settings, Situation, SituationGraph
from exposure_ladder.records._checks import folded

__all__ = ["CHECKS"]

# ------------------------------------------------------------------------------------------------ shape of the ladder


def step_too_wide(subject: Subject) -> Iterator[Hit]:
    widest = subject.settings.max_gap
    for low, high in pairwise(subject.ladder):
        step = subject.distress[high] - subject.distress[low]
        if step > widest + TIE:
            ends = f"{subject.rated(low)} → {subject.rated(high)}"
            text = f"{ends} is a step of {subject.number(step)}; above {subject.number(widest)} a step is wide."
            yield subject.place(high), (low, high), text


def bunched(subject: Subject) -> Iterator[Hit]:
    ids = sorted(subject.distress, key=lambda name: (round(subject.distress[name], 9), name))
    values = [subject.distress[name] for name in ids]
    first = 0
    while first < len(ids):
        after = bisect_right(values, values[first] + finding.BUNCH_WIDTH + TIE)
        if after - first < finding.BUNCH_SIZE:
            first += 1
            continue
        ends = f"{subject.number(values[first])} to {subject.number(values[after - 1])}"
        yield subject.place(ids[first]), tuple(ids[first:after]), f"{after - first} situations lie at {ends}."
        first = after


def _first_step(subject: Subject) -> tuple[str, float, float] | None:
    """Return the easiest situation, its distress, and the highest start that is not reported."""
    if not subject.distress:
        return None
    name = min(subject.distress, key=lambda name: (round(subject.distress[name], 9), name))
    return name, subject.distress[name], max(finding.HIGHEST_START, subject.settings.start_below)


def nothing_doable_early(subject: Subject) -> Iterator[Hit]:
    start, low, high = _first_step(subject), finding.EARLY_FROM, subject.settings.start_below
    if start is None or start[1] > start[2] + TIE:
        return
    if not any(low - TIE <= value <= high + TIE for value in subject.distress.values()):
        yield ("situations",), (), f"No situation lies from {subject.number(low)} to {subject.number(high)}."


def start_too_high(subject: Subject) -> Iterator[Hit]:
    start = _first_step(subject)
    if start is not None and start[1] > start[2] + TIE:
        text = f"The easiest is {subject.rated(start[0])}; above {subject.number(start[2])} is a high start."
        yield subject.place(start[0]), (start[0],), text


def too_few(subject: Subject) -> Iterator[Hit]:
    if (count := len(subject.at)) < finding.FEWEST:
        yield ("situations",), (), f"{count} situations; fewer than {finding.FEWEST} are few."


def too_many(subject: Subject) -> Iterator[Hit]:
    if (count := len(subject.at)) > finding.MOST:
        yield ("situations",), (), f"{count} situations; more than {finding.MOST} are many for one ladder."


def no_number(subject: Subject) -> Iterator[Hit]:
    unknown = [name for name in subject.at if name not in subject.distress]
    if len(unknown) == len(subject.at):
        yield ("situations",), (), "No situation has a number, a rank or facet levels."
        return
    for name in unknown:
        yield subject.place(name, "id"), (name,), f"{name} has no number, no rank and no facet levels."


def order_disagrees(subject: Subject) -> Iterator[Hit]:
    ranked = sorted(
        (situation.order, situation.distress, situation.id)
        for situation in subject.graph.situations
        if situation.order is not None and situation.distress is not None
    )
    top, easier = -1.0, ""
    waiting: list[tuple[float, str]] = []  # those of the same rank do not count against each other
    for at, (rank, distress, name) in enumerate(ranked):
        if at and ranked[at - 1][0] != rank:
            top, easier = max((top, easier), *waiting)
            waiting = []
        waiting.append((distress, name))
        if distress < top - TIE:
            text = f"{subject.rated(name)} is ranked harder than {subject.rated(easier)}, and rated lower."
            yield subject.place(name, "order"), (easier, name), text


# -------------------------------------------------------------------------------------------------------------- titles


def vague_wording(subject: Subject) -> Iterator[Hit]:
    situations = subject.graph.situations
    if sum(wording.is_foreign(situation.title) for situation in situations) >= finding.FOREIGN_SHARE * len(situations):
        return  # the words of the whole plan are another language's
    text = "the title names no person, place, thing, duration or count, or a state to be in."
    yield from titled(_vague, text)(subject)


def _vague(situation: Situation) -> bool:
    named = bool(situation.facets or situation.consent)
    return wording.is_vague(situation.title, timed=situation.minutes is not None, named=named)


def treatment_claim(subject: Subject) -> Iterator[Hit]:
    if wording.claims(subject.graph.title, plan=True):
        yield ("title",), (), "The title of the plan claims a treatment or a diagnosis."
    if subject.graph.phrase and wording.claims(subject.graph.phrase):
        yield ("phrase",), (), "The phrase claims a treatment or a diagnosis."
    one = titled(lambda situation: wording.claims(situation.title), "the title claims to cure, treat or diagnose.")
    yield from one(subject)


def near_duplicates(subject: Subject) -> Iterator[Hit]:
    same: dict[tuple[frozenset[str], frozenset[str]], list[str]] = defaultdict(list)
    for situation in sorted(subject.graph.situations, key=lambda situation: situation.id):
        same[wording.title_words(situation.title)].append(situation.id)
    groups = defaultdict(list)
    for (words, keys), ids in same.items():
        if len(ids) > 1 and (words or keys):
            ids = sorted(ids, key=lambda name: subject.at[name])
            text = f"{', '.join(sorted(ids)[:5])}{' …' if len(ids) > 5 else ''}: the titles have the same words."
            yield subject.place(ids[1], "title"), tuple(sorted(ids)), text
        for situation in subject.named(ids[0]):
            if situation.facets:
                groups[keys, situation.facets, situation.theme].append((situation.id, words))
    for alike in groups.values():
        for one, other, share in _overlapping(alike):
            later = max(one, other, key=lambda name: subject.at[name])
            text = f"{one}, {other}: the same facet levels, and {share:.0%} of the words."
            yield subject.place(later, "title"), (one, other), text


def _overlapping(items: Sequence[tuple[str, frozenset[str]]]) -> Iterator[tuple[str, str, float]]:
    """Yield pairs of word sets with a large share in common; only sets that share a rare word are compared."""
    common = Counter(word for _, words in items for word in words)
    seen: dict[str, list[int]] = defaultdict(list)
    for at, (name, words) in enumerate(items):
        rare = sorted(words, key=lambda word: (common[word], word))
        rare = rare[: len(rare) - ceil(finding.ALIKE_TITLES * len(rare)) + 1]
        for other in sorted({before for word in rare for before in seen[word]}):
            share = len(words & items[other][1]) / len(words | items[other][1])
            if share >= finding.ALIKE_TITLES:
                one, two = sorted((items[other][0], name))
                yield one, two, share
        for word in rare:
            seen[word].append(at)


# ------------------------------------------------------------------------------------------- goal, needs and conflicts


def goal_missing(subject: Subject) -> Iterator[Hit]:
    if not subject.graph.goal:
        yield ("goal",), (), "No goal is named."


def _rituals(subject: Subject) -> dict[tuple[str, str], Path]:
    """Return each pair in conflict, as sorted ids, with the place where that is written."""
    found: dict[tuple[str, str], Path] = {}
    for situation in sorted(subject.graph.situations, key=lambda situation: situation.id):
        for other in situation.conflicts:
            one, two = sorted((situation.id, other))
            found.setdefault((one, two), subject.place(situation.id, "conflicts"))
    return found


def goal_unreachable(subject: Subject) -> Iterator[Hit]:
    rituals = _rituals(subject)
    for goal in sorted(set(subject.graph.goal)):
        for need in sorted(prerequisites(subject.graph, [goal])):
            one, two = sorted((goal, need))
            if need != goal and (one, two) in rituals:
                yield rituals[one, two], (need, goal), f"{goal} needs {need}, and the one is the ritual of the other."


def goal_waits_for_consent(subject: Subject) -> Iterator[Hit]:
    said = {consent.whose: consent for consent in subject.course.consents}

    def agreed(situation: Situation, person: str) -> bool:
        last = said.get((situation.id, folded(person)))
        return last is not None and last.given and last.wording in (None, situation.wording)

    for goal in sorted(set(subject.graph.goal)):
        for situation in subject.named(*sorted(prerequisites(subject.graph, [goal]))):
            missing = sum(not agreed(situation, person) for person in set(situation.consent))
            if missing:
                way = "" if situation.id == goal else f", which {goal} needs"
                ids = tuple(dict.fromkeys((situation.id, goal)))
                text = f"{situation.id}{way}: no yes is recorded from {missing} of {len(set(situation.consent))} named."
                yield subject.place(situation.id, "consent"), ids, text


def prerequisite_harder(subject: Subject) -> Iterator[Hit]:
    given = {name for name, basis in subject.basis.items() if basis in (Basis.RATED, Basis.ORDERED)}
    for situation in subject.graph.situations:
        for need in sorted(set(situation.requires) & given if situation.id in given else ()):
            if subject.distress[need] - subject.distress[situation.id] >= finding.HARDER_BY - TIE:
                text = f"{subject.rated(situation.id)} needs {subject.rated(need)} first, and that is harder."
                yield subject.place(situation.id, "requires"), (need, situation.id), text


def conflict(subject: Subject) -> Iterator[Hit]:
    for (one, two), place in _rituals(subject).items():
        yield place, tuple(dict.fromkeys((one, two))), f"{one} and {two}: exposure to one is the ritual of the other."


# --------------------------------------------------------------------------------------------------------------- links


def _idle_links(subject: Subject) -> Iterator[tuple[int, str, str, float, float, float]]:
    """Yield each link weaker than implied: position, ends, its value, what is implied, and what is without links."""
    links = subject.graph.links
    weak = [(link, implied) for link, implied in subject.geometry.link_effects if _less(link.similarity, implied)]
    if not weak:
        return
    places = {link: at for at, link in reversed(list(enumerate(links)))}
    bare = subject.unlinked
    for link, implied in weak:
        one, two = sorted((link.a, link.b))
        alone = float(bare.similarity[bare.index(one), bare.index(two)])
        yield places[link], one, two, link.similarity, implied, alone


def _less(given: float, implied: float) -> bool:
    return implied - given >= finding.LINK_SLACK - TIE


def link_without_effect(subject: Subject) -> Iterator[Hit]:
    for at, one, two, given, _, alone in _idle_links(subject):
        if _less(given, alone):
            text = f"{one} ~ {two} {given:.2f}: {alone:.2f} is implied without it."
            yield ("links", at, "similarity"), (one, two), text


def links_contradict(subject: Subject) -> Iterator[Hit]:
    for at, one, two, given, implied, alone in _idle_links(subject):
        if not _less(given, alone):
            text = f"{one} ~ {two} {given:.2f}: stronger links imply {implied:.2f}."
            yield ("links", at, "similarity"), (one, two), text


def link_far_apart(subject: Subject) -> Iterator[Hit]:
    for at, link in enumerate(subject.graph.links):
        one, two = sorted((link.a, link.b))
        if link.similarity < finding.LINK_STRONG:
            continue
        says = f"{one} ~ {two} {link.similarity:.2f}"
        known = one in subject.distress and two in subject.distress
        apart = abs(subject.distress[one] - subject.distress[two]) if known else 0.0
        if apart > finding.LINK_FAR + TIE:
            text = f"{says}: {subject.number(apart)} apart in distress."
            yield ("links", at, "similarity"), (one, two), text
        elif (range_ := _facets_apart(subject.graph, *subject.named(one, two))) > finding.LINK_FACETS + TIE:
            text = f"{says}: {range_:.2f} of the range of their facets apart."
            yield ("links", at, "similarity"), (one, two), text


def _facets_apart(graph: SituationGraph, one: Situation, two: Situation) -> float:
    """Return how far two situations are apart over the facets that both name, as a share of their range."""
    shared = [name for name in sorted(one.facets) if name in two.facets]
    if not shared:
        return 0.0
    steps = [_facet_step(graph.facets[name], one.facets[name], two.facets[name]) for name in shared]
    return fmean(steps, weights=[graph.facets[name].weight for name in shared])


def _facet_step(facet: Facet, one: str, two: str) -> float:
    return abs(facet.position(one) - facet.position(two)) if facet.ordered else float(one != two)


# ------------------------------------------------------------------------------------------------------- the document


def example_numbers(subject: Subject) -> Iterator[Hit]:
    if not subject.graph.own:
        yield ("rated",), (), "The numbers are an example's, not the person's own."


def not_dated(subject: Subject) -> Iterator[Hit]:
    if subject.graph.rated is None and any(situation.distress is not None for situation in subject.graph.situations):
        yield ("rated",), (), "Nothing says when the numbers were given."


def looser_settings(subject: Subject) -> Iterator[Hit]:
    default, loose = Settings(), []
    for name in Settings.model_fields:
        value, usual = getattr(subject.settings, name), getattr(default, name)
        if (name in finding.LOOSER_ABOVE and value > usual) or (name in finding.LOOSER_BELOW and value < usual):
            loose.append(f"{name} {value:g} ({usual:g})")
    if loose:
        yield ("settings",), (), f"Looser than usual, with the usual number behind: {', '.join(loose)}."


def entry_without_place(subject: Subject) -> Iterator[Hit]:
    for at, entry in enumerate(subject.course.log):
        for key in ("situation", "harder", "easier"):
            name = getattr(entry, key, None)
            if name is not None and name not in subject.at:
                yield ("log", at, key), (name,), f"An entry of the log names {name}, which the graph does not have."
    for at, consent in enumerate(subject.course.consents):
        name = consent.situation
        if name not in subject.at:
            yield ("consents", at, "situation"), (name,), f"A consent names {name}, which the graph does not have."
        elif consent.whose[1] not in map(folded, subject.graph.situations[subject.at[name]].consent):
            yield ("consents", at, "person"), (name,), f"A consent for {name} is from somebody it does not ask for."


CHECKS: Final[Mapping[str, Check]] = {
    "EL001": step_too_wide,
    "EL002": bunched,
    "EL003": nothing_doable_early,
    "EL004": start_too_high,
    "EL005": too_few,
    "EL006": too_many,
    "EL007": no_number,
    "EL008": order_disagrees,
    "EL010": vague_wording,
    "EL011": treatment_claim,
    "EL012": titled(lambda s: wording.reassures(s.title), "the title asks for reassurance or checking."),
    "EL013": titled(lambda s: wording.is_absolute(s.title), "the title asks for always, never, or no fear at all."),
    "EL014": near_duplicates,
    "EL020": goal_missing,
    "EL021": goal_unreachable,
    "EL022": goal_waits_for_consent,
    "EL023": prerequisite_harder,
    "EL024": conflict,
    "EL025": people.no_own_space,
    "EL030": link_without_effect,
    "EL031": links_contradict,
    "EL032": link_far_apart,
    "EL040": people.no_feared_outcome,
    "EL041": people.consent_not_named,
    "EL042": people.safety_question,
    "EL043": people.full_name,
    "EL044": people.touch_not_marked,
    "EL045": people.questions_not_asked,
    "EL046": people.own_yes,
    "EL047": people.trauma_not_marked,
    "EL048": people.anothers_doing,
    "EL049": people.doctor_first,
    "EL050": example_numbers,
    "EL051": not_dated,
    "EL052": entry_without_place,
    "EL053": people.left_out_yet_used,
    "EL054": looser_settings,
}
"""Code → the check behind it. The two codes about `ignore` itself are the engine's own."""
