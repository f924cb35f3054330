"""No way leads round a question that was not asked or a yes that was not given: not to build, bridge, advise, override.

What is gated is looked up in the record (kind, consent); what may be offered is looked up in the result.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import default_rng

from exposure_ladder import (
    Consent,
    Course,
    Exposure,
    Ladder,
    Situation,
    SituationGraph,
    advise,
    build_ladder,
    compare_rules,
    infer,
    plan_together,
    simulate,
)
from exposure_ladder.errors import ImpossibleLadderError, InvalidCourseError
from exposure_ladder.ladder import WhyNot, repairs
from exposure_ladder.records import Facet, Kind, Mode, Override, Settings, Totals
from exposure_ladder.rules import RULES
from exposure_ladder.storage import Journal
from exposure_ladder.storage.redaction import Keep, redacted
from strategies import START, consent_histories, graphs

KINDS = (None, *Kind)
PEOPLE = ("Kim",)


def with_kinds(graph: SituationGraph, kinds: tuple[Kind | None, ...], **more: object) -> SituationGraph:
    """Return a graph whose situations are of these kinds, in turn; a sexual one asks for consent."""
    made = [
        situation.model_dump(exclude_defaults=True)
        | {"kind": kinds[at % len(kinds)]}
        | ({"consent": situation.consent or PEOPLE} if kinds[at % len(kinds)] is Kind.SEXUAL else {})
        for at, situation in enumerate(graph.situations)
    ]
    return SituationGraph.model_validate(graph.model_dump(exclude_defaults=True) | {"situations": made, **more})


def may_be_offered(course: Course, situation: Situation) -> bool:
    """Tell, from the written rule and not from the code under test, whether a step may be offered at START."""
    graph, today = course.graph, START.date()
    if situation.kind in (Kind.TOUCH, Kind.TRAUMA, Kind.SEXUAL):
        if graph.screened is None or graph.screened > today or today - graph.screened > timedelta(days=90):
            return False
        if situation.kind is Kind.SEXUAL and not graph.adults:
            return False
    for person in situation.consent:
        said = [c for c in course.consents if c.situation == situation.id and c.person.lower() == person.lower()]
        last = max((c for c in said if c.at <= START and c.given), key=lambda c: c.at, default=None)
        if last is None or (last.until or last.at + timedelta(days=30)) <= START:
            return False
        if last.at + timedelta(days=90) <= START or last.wording != situation.wording:
            return False
        if any(not c.given and c.at >= last.at for c in said):
            return False
    return situation.kind is not Kind.TRAUMA or bool(situation.ignore)


def offered(ladder: Ladder) -> Iterator[Situation]:
    """Yield every situation that a ladder shows as something to do, bridges included."""
    yield from (rung.situation for rung in ladder.rungs)
    yield from (bridge.situation for repair in repairs(ladder) for bridge in repair.bridges)


@given(data=st.data())
def test_nothing_is_offered_that_was_not_asked_about_and_agreed(data: st.DataObject) -> None:
    asked = data.draw(st.sampled_from([None, 0, 1, 90, 91, -1]))
    day = None if asked is None else START.date() - timedelta(days=asked)
    kinds = tuple(data.draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=4)))
    adults = data.draw(st.booleans())
    graph = with_kinds(
        data.draw(graphs(consent=True, requires=True, facets=(("depth",),))),
        kinds,
        screened=day,
        adults=adults,
        goal=(),
    )
    words = data.draw(st.lists(st.sampled_from([None, "bound", "bound", "other"]), min_size=12, max_size=12))
    said = data.draw(consent_histories(graph, around=START))
    said = tuple(
        c.bound(graph) if w == "bound" else c.model_copy(update={"wording": w})
        for c, w in zip(said, words, strict=False)
    )
    course = Course(graph=graph, consents=said)
    everything = [Override(situation=name, at=START, by="T", reason="now") for name in graph.ids]
    course = course.add(data.draw(st.sampled_from(everything)))
    try:
        ladders = [build_ladder(infer(course, at=START), bridge=bridge) for bridge in (False, True)]
    except ImpossibleLadderError:
        assert not any(may_be_offered(course, situation) for situation in graph.situations if not situation.requires)
        return
    for ladder in ladders:
        shown = [*ladder.rungs, *ladder.left_out]
        assert {situation.id for situation in graph.situations} <= {thing.situation.id for thing in shown}
        assert all(may_be_offered(course, situation) for situation in offered(ladder) if situation.id in graph.ids)
        advice = advise(ladder)
        assert advice.rung is None or may_be_offered(course, advice.rung.situation) or advice.rung.why == "bridge"
        assert all(may_be_offered(course, rung.situation) for rung in ladder.rungs if rung.why != "bridge")


@given(
    kinds=st.lists(st.sampled_from(KINDS), min_size=2, max_size=2),
    people=st.lists(st.booleans(), min_size=2, max_size=2),
)
def test_a_bridge_asks_for_all_that_either_side_asks_for(kinds: list[Kind | None], people: list[bool]) -> None:
    ends = [
        Situation(
            id=name,
            title=f"Do {name}",
            distress=suds,
            kind=kind,
            consent=PEOPLE if asks or kind is Kind.SEXUAL else (),
            facets={"time": level},
        )
        for name, suds, kind, asks, level in zip("ab", (20, 70), kinds, people, ("1 min", "1 h"), strict=True)
    ]
    facet = Facet(levels=("1 min", "5 min", "20 min", "1 h"))
    graph = SituationGraph(
        title="t", situations=tuple(ends), facets={"time": facet}, screened=START.date(), adults=True
    )
    yes = [Consent(situation=name, person="Kim", at=START - timedelta(days=1)).bound(graph) for name in "ab"]
    course = Course(graph=graph, consents=tuple(yes))
    ladder = build_ladder(infer(course, at=START))
    between = [repair for repair in repairs(ladder) if repair.below is not None]
    made = [bridge.situation for repair in between for bridge in repair.bridges]
    assert bool(made) == (not {Kind.SEXUAL, Kind.TRAUMA} & set(kinds)), "beside these a person writes their own words"
    for situation in made:
        assert KINDS.index(situation.kind) == max(KINDS.index(kind) for kind in kinds)
        assert bool(situation.consent) == any(end.consent for end in ends)
    for rung in build_ladder(infer(course, at=START), bridge=True).rungs:
        assert rung.why != "bridge" or not rung.situation.consent, (
            "no yes carries over to a step that nobody asked about"
        )


def one_touch(**more: object) -> Course:
    steps = (
        Situation(id="talk", title="Talk for a minute", distress=30),
        Situation(id="hug", title="Hug once", distress=50, kind="touch", consent=PEOPLE),
    )
    graph = SituationGraph(title="t", situations=steps, **more)
    return Course(graph=graph).add(Consent(situation="hug", person="Kim", at=START - timedelta(days=1)).bound(graph))


@pytest.mark.parametrize(
    ("screened", "on"),
    [
        (None, False),
        (START.date(), True),
        (date(2025, 10, 7), True),
        (date(2025, 10, 6), False),
        (date(2026, 1, 6), False),
    ],
)
def test_the_questions_count_for_ninety_days(screened: date | None, *, on: bool) -> None:
    """START is 5 January 2026; 90 days before it is 7 October 2025."""
    ladder = build_ladder(infer(one_touch(screened=screened), at=START))
    assert [rung.id for rung in ladder.rungs] == (["talk", "hug"] if on else ["talk"])
    if not on:
        (out,) = ladder.left_out
        assert (out.why, out.missing) == (WhyNot.NOT_ASKED, ("screened",))
        assert "Does anybody hurt, threaten, press or control you" in str(ladder)
        assert "helpline" in str(ladder)


@given(data=st.data(), keep=st.sets(st.sampled_from(Keep)))
def test_no_gate_falls_off_a_copy(data: st.DataObject, keep: set[Keep]) -> None:
    """A redacted course shows a ladder of the same steps, or of fewer; which kind they are only with the steps."""
    asked = data.draw(st.sampled_from([None, 0, 90, 91]))
    day = None if asked is None else START.date() - timedelta(days=asked)
    kinds = tuple(data.draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=4)))
    graph = with_kinds(
        data.draw(graphs(requires=True, rated=True, facets=((),))), kinds, screened=day, adults=True, goal=()
    )
    agreed = tuple(Consent(situation=name, person="Kim", at=START - timedelta(days=1)) for name in graph.ids)
    course = Course(graph=graph, consents=agreed)
    copy = redacted(course, keep=keep)
    assert not copy.graph.totals
    held = [
        [not given.unasked(s, at=at) for s in given.graph.situations]
        for given, at in (
            (course, START),
            (copy, START if Keep.DAYS in keep else copy.consents[0].at + timedelta(days=1)),
        )
    ]
    assert held[0] == held[1]
    if Keep.STEPS not in keep:
        assert {s.kind for s in copy.graph.situations} <= {None, Kind.EMOTIONAL, Kind.TOUCH}
    unasked = redacted(course.model_copy(update={"graph": graph.model_copy(update={"screened": None})}), keep=keep)
    assert [bool(unasked.unasked(s, at=START)) for s in unasked.graph.situations] == [
        s.kind not in (None, Kind.EMOTIONAL) for s in graph.situations
    ]


def test_a_goal_that_waits_for_the_questions_is_shown_with_them() -> None:
    belief = infer(one_touch(goal="hug"), at=START)
    ladder = build_ladder(belief)
    assert [rung.id for rung in ladder.rungs] == ["talk"]
    assert ladder.waiting == ("hug",)
    assert "Is there pain with touch or sex" in str(ladder)
    with pytest.raises(ImpossibleLadderError, match="Is there pain with touch or sex") as refused:
        build_ladder(belief, goal="hug")  # asked for by name
    assert "helpline" in (refused.value.hint or "")


def test_nothing_is_advised_on_a_ladder_to_look_back_on() -> None:
    course = one_touch(goal="hug")
    assert {rung.id for rung in build_ladder(infer(course, at=START), looking_back=True).rungs} == {"talk"}
    done = course.add(Exposure(situation="hug", at=START - timedelta(days=1), peak=30))
    ladder = build_ladder(infer(done, at=START), looking_back=True)
    assert {rung.id for rung in ladder.rungs} == {"talk", "hug"}
    assert {rung.id for rung in build_ladder(infer(done, at=START)).rungs} == {"talk"}
    with pytest.raises(ImpossibleLadderError, match="to practise"):
        advise(ladder)


def test_where_every_step_waits_the_advice_is_to_wait() -> None:
    steps = (Situation(id="hug", title="Hug once", distress=50, kind="touch", consent=PEOPLE),)
    advice = advise(build_ladder(infer(Course(graph=SituationGraph(title="t", situations=steps)), at=START)))
    assert (advice.action.name, advice.rung) == ("REST", None)
    assert [reason.code for reason in advice.because] == ["all_wait", "rule"]
    assert "hug" in str(advice)


def test_every_rule_stays_off_what_was_not_asked_about() -> None:
    course = one_touch().add(Override(situation="hug", at=START, by="T", reason="now"))
    ladder = build_ladder(infer(course, at=START))
    for rule in RULES.values():
        rung = advise(ladder, rule=rule, rng=default_rng(1)).rung
        assert rung is None or rung.id == "talk", rule.name
    assert compare_rules(one_touch(), rules=list(RULES.values())).rows == ()


def test_no_virtual_client_practises_what_was_not_asked_about() -> None:
    open_to, closed = (
        simulate(one_touch(screened=day, goal="talk"), n_clients=20, n_days=5, rng=default_rng(1), at=START)
        for day in (START.date(), None)
    )
    assert "hug" in open_to.about["rungs"]
    assert "hug" not in closed.about["rungs"]
    with pytest.raises(ImpossibleLadderError, match="never the answers"):
        simulate(one_touch(goal="hug"), n_clients=20, n_days=5, rng=default_rng(1), at=START)


def test_a_sexual_step_must_name_who_else_says_yes() -> None:
    with pytest.raises(InvalidCourseError, match="consent"):
        Situation(id="a", title="A", kind="sexual")


def test_a_sexual_step_needs_questions_adults_and_a_yes() -> None:
    step = Situation(id="a", title="A", distress=30, kind="sexual", consent=PEOPLE)
    yes = Consent(situation="a", person="Kim", at=START, wording=step.wording)
    for screened in (None, START.date()):
        for adults in (False, True):
            for said in ((), (yes,)):
                graph = SituationGraph(title="t", situations=(step,), screened=screened, adults=adults)
                course = Course(graph=graph, consents=said)
                if screened and adults and said:
                    assert build_ladder(infer(course, at=START)).rungs
                else:
                    assert not build_ladder(infer(course, at=START)).rungs


def test_where_it_is_enough_the_ladder_ends_and_is_complete() -> None:
    steps = tuple(
        Situation(id=name, title=f"Do {name}", distress=suds) for name, suds in zip("abc", (20, 40, 60), strict=True)
    )
    graph = SituationGraph(title="t", goal="c", enough="b", situations=steps)
    days = [START + timedelta(days=n) for n in range(4)]
    log = [Exposure(situation=name, at=at, peak=20) for name, at in zip("aabb", days, strict=True)]
    half = build_ladder(infer(Course(graph=graph).add(*log[:2]), at=days[2]))
    assert ([rung.id for rung in half.rungs], half.goals) == (["a", "b"], ("b",))
    assert [(out.situation.id, out.why) for out in half.left_out] == [("c", WhyNot.BEYOND_ENOUGH)]
    assert advise(half).action.name == "ADVANCE"
    whole = advise(build_ladder(infer(Course(graph=graph).add(*log), at=days[3])))
    assert whole.action.name == "COMPLETE"


def test_an_agreed_stop_has_to_exist() -> None:
    with pytest.raises(InvalidCourseError, match="the id of a situation"):
        SituationGraph(title="t", enough="nowhere", situations=(Situation(id="a", title="A"),))


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"lowest": 35, "highest": 175, "series": [["2026-01-05", 34]]}, "totals from 35 to 175"),
        ({"lowest": 35, "highest": 35, "series": []}, "a range that rises"),
        ({"lowest": 0, "highest": 9, "series": [["2026-01-05", 3], ["2026-01-05", 4]]}, "rising days"),
        ({"lowest": 0, "highest": 9, "series": [["soon", 3]]}, "a day like"),
    ],
)
def test_totals_stay_in_their_range(wrong: dict[str, object], expected: str) -> None:
    """The range 35–175 is that of the Fear-of-Intimacy Scale (Descutner & Thelen 1991); none of its items is here."""
    with pytest.raises(InvalidCourseError, match=expected):
        Totals.model_validate(wrong)
    right = Totals.model_validate({"lowest": 35, "highest": 175, "series": [["2026-01-05", 98], ["2026-02-05", 90]]})
    assert right.series[0] == (date(2026, 1, 5), 98.0)


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_erasing_opens_nothing(data: st.DataObject) -> None:
    """What somebody took back, or made shorter, is not taken up again by erasing that they did."""
    graph = data.draw(graphs(consent=True))
    named = {(step.id, person.lower()) for step in graph.situations for person in step.consent}
    said = data.draw(consent_histories(graph, around=START))
    said = tuple(c for c in said if c.given or (c.situation, c.person.lower()) in named) or (
        YES,
    )  # others are mistakes
    with TemporaryDirectory() as folder, Journal(Path(folder) / "a.journal") as journal:
        numbers = journal.append(*said, at=START + timedelta(days=2))
        before = Course(graph=graph, consents=journal.consents())
        named = data.draw(st.sets(st.sampled_from(numbers)))
        along = journal.goes_along(named)
        assert journal.erase(numbers=named) == len({*named, *along})
        after = Course(graph=graph, consents=journal.consents())
    for situation in graph.situations:
        for days in (-40, -1, 0, 1, 30):
            at = START + timedelta(days=days)
            assert set(after.consented(situation, at=at)) <= set(before.consented(situation, at=at))


HUG = Situation(id="hug", title="Hug for ten seconds", distress=30, consent=("José",))
YES = Consent(situation="hug", person="José", at=START, wording=HUG.wording)
NO = Consent(situation="hug", person="José", at=START + timedelta(hours=1), given=False)


def agreed(*said: Consent, step: Situation = HUG, client: str | None = None, days: float = 1, **numbers: float) -> bool:
    graph = SituationGraph(title="t", client=client, situations=(step,))
    course = Course(graph=graph, consents=said, settings=Settings(**numbers))
    return bool(course.consented(step, at=START + timedelta(days=days)))


@pytest.mark.parametrize("spelled", ["josé", "JOSE\u0301", "Jose\u0301", " José "])
def test_a_name_counts_however_it_is_spelled(spelled: str) -> None:
    assert agreed(YES)
    assert agreed(YES.model_copy(update={"person": spelled.strip()}))
    assert not agreed(YES, Consent(situation="hug", person=spelled, at=NO.at, given=False))


@pytest.mark.parametrize("turn", [1, -1])
def test_what_was_said_last_counts_in_whatever_order_it_stands(turn: int) -> None:
    course = Course(graph=SituationGraph(title="t", situations=(HUG,)))
    copy = course.model_copy(update={"consents": (YES, NO)[::turn]})
    assert not copy.consented(HUG, at=START)  # what is taken back ahead of now counts at once
    assert not copy.consented(HUG, at=NO.at)
    assert course.model_copy(update={"consents": (YES,)}).consented(HUG, at=START)


def test_no_yes_holds_for_longer_than_ninety_days() -> None:
    for_ever = YES.model_copy(update={"until": datetime(9999, 12, 31, tzinfo=UTC)})
    assert [agreed(for_ever, days=days) for days in (89.9, 90)] == [True, False]
    assert [agreed(YES, days=days, consent_days=90) for days in (89.9, 90)] == [True, False]
    for name in ("consent_days", "screen_days"):
        with pytest.raises(InvalidCourseError, match="at most 90"):
            Settings.model_validate({name: 91})


def test_the_end_of_the_calendar_is_no_mistake() -> None:
    late = YES.model_copy(update={"at": datetime(2999, 12, 20, tzinfo=UTC)})
    course = Course(graph=SituationGraph(title="t", situations=(HUG,)), consents=(YES, late))
    assert course.consented(HUG, at=START)
    assert course.consented(HUG, at=datetime(2999, 12, 31, tzinfo=UTC))
    assert not course.consented(HUG, at=datetime(1900, 1, 1, tzinfo=UTC))


def test_a_yes_holds_for_the_words_it_was_given_to() -> None:
    said = YES.model_copy(update={"wording": HUG.wording})
    assert agreed(said)
    for change in (
        {"title": "Hug for an hour"},
        {"kind": Kind.TOUCH},
        {"mode": Mode.VIRTUAL},
        {"minutes": 5.0},
    ):
        other = HUG.model_copy(update=change)
        assert not agreed(said, step=other)
        unbound = YES.model_copy(update={"wording": None})
        assert not agreed(unbound, step=other)  # noted without its words: it opens nothing
        assert agreed(unbound.model_copy(update={"wording": other.wording}), step=other)
    steps = (Situation(id="talk", title="Talk", distress=20), HUG.model_copy(update={"title": "Hug for an hour"}))
    ladder = build_ladder(infer(Course(graph=SituationGraph(title="t", situations=steps), consents=(said,)), at=START))
    assert [(out.why, out.missing) for out in ladder.left_out] == [(WhyNot.REWORDED, ("José",))]
    assert "hug: worded differently since the yes of 'José'; please ask again" in str(ladder)
    log = [Exposure(situation="talk", at=START - timedelta(days=n), peak=5) for n in (3, 2, 1)]
    finished = advise(build_ladder(infer(ladder.belief.course.add(*log), at=START)))
    assert finished.action.name == "COMPLETE"
    assert {"ids": "hug"} in [reason.values for reason in finished.because if reason.code == "complete_waits"]


@pytest.mark.parametrize("name", ["me", "Me", "I", "myself", "R", "r"])
def test_nobody_says_yes_in_place_of_somebody_else(name: str) -> None:
    step = HUG.model_copy(update={"consent": (name,), "kind": Kind.SEXUAL})
    assert not agreed(Consent(situation="hug", person=name, at=START), step=step, client="R")
    copy = redacted(
        Course(
            graph=SituationGraph(title="t", client="R", situations=(step,)),
            consents=(Consent(situation="hug", person=name, at=START),),
        )
    )
    assert not any(
        copy.consented(copy.graph.situations[0], at=copy.consents[0].at + timedelta(hours=h)) for h in (0, 9)
    )


def test_a_copy_is_no_way_round_a_withdrawal_in_another_spelling_or_other_words() -> None:
    graph = SituationGraph(title="t", situations=(HUG,))
    spelled = NO.model_copy(update={"person": "JOSÉ"})
    reworded = YES.model_copy(update={"wording": "12345678"})
    for said in ((YES, spelled), (reworded,)):
        copy = redacted(Course(graph=graph, consents=said))
        assert not copy.consented(copy.graph.situations[0], at=copy.consents[-1].at)
    copy = redacted(Course(graph=graph, consents=(YES.model_copy(update={"wording": HUG.wording}),)))
    assert copy.consented(copy.graph.situations[0], at=copy.consents[0].at)


TODAY = date(2026, 3, 2)


def adult_step(**more: bool) -> SituationGraph:
    steps = (
        Situation(id="a", title="A", distress=20),
        Situation(id="b", title="B", distress=30, kind="sexual", consent=("partner",)),
    )
    return SituationGraph(title="T", client="X", goal="a", situations=steps, screened=TODAY, **more)


@pytest.mark.parametrize("keep", [(), ("days",), ("words", "names"), ("steps",)])
def test_a_copy_without_steps_is_no_way_round_the_question_for_adults(keep: tuple[str, ...]) -> None:
    at = datetime(TODAY.year, TODAY.month, TODAY.day, 10, tzinfo=UTC)
    course = Course(graph=adult_step(), consents=(Consent(situation="b", person="partner", at=at),))
    copy = redacted(course, keep=keep)
    for hours in range(-24, 24 * 400, 24 * 9):
        moment = copy.consents[0].at + timedelta(hours=hours)
        assert len(build_ladder(infer(copy, at=moment)).rungs) == 1


def test_the_yes_of_the_person_whose_plan_it_is_is_nobody_elses() -> None:
    at = datetime(TODAY.year, TODAY.month, TODAY.day, 10, tzinfo=UTC)
    graph = adult_step(adults=True).model_copy(update={"client": "partner"})
    course = Course(graph=graph, consents=(Consent(situation="b", person="partner", at=at),))
    assert course.consented(graph.situations[1], at=at) == ()
    assert [rung.id for rung in build_ladder(infer(course, at=at)).rungs] == ["a"]


# ------------------------------------------------------------------------------- attacks: what is barred by its words

BARRED = {
    "sex": "Have sex with my partner",
    "undressed": "Lie naked beside my partner",
    "unclear": "Talk about sex with my partner",
    "forced": "Hug a stranger without asking",
    "giving in": "Let him do what he likes although I do not want it",
    "control": "Let him read my phone",
    "violence": "Stay at home when my husband hits me",
    "relived": "Go through the rape in my mind",
    "place": "Sit in the park where I was attacked",
    "care": "Skip my insulin for one day",
    "danger": "Eat raw chicken",
    "compensation": "Make myself vomit once",
    "height": "Sit on the edge of the roof",
    "substance": "Sit in the bar and not drink",
}
OPENED_BY_ANY_KIND = frozenset({"unclear"})


def barred(title: str, **more: object) -> Course:
    """Return a plan of two harmless steps and a barred one, screened and agreed to by everybody."""
    step = {"id": "bad", "title": title, "distress": 40, "consent": ["Kim"]} | more
    steps = [
        {"id": "low", "title": "Say hello to a neighbour", "distress": 30, "theme": "all"},
        step | {"theme": "all"},
        {"id": "high", "title": "Say hello to ten neighbours", "distress": 45, "theme": "all"},
    ]
    graph = SituationGraph.model_validate(
        {"title": "Plan", "screened": START.date(), "adults": True, "language": "en", "situations": steps}
    )
    return Course(graph=graph).add(Consent(situation="bad", person="Kim", at=START - timedelta(days=1)).bound(graph))


def shown_ids(course: Course, **wanted: object) -> set[str]:
    """Return every step that a ladder, its bridges and an advice name as something to do."""
    try:
        ladder = build_ladder(infer(course, at=START), **wanted)
    except ImpossibleLadderError:
        return set()
    ids = {situation.id for situation in offered(ladder)}
    rung = advise(ladder).rung
    return ids | ({rung.id} if rung else set())


def with_graph(course: Course, **more: object) -> Course:
    return course.model_copy(update={"graph": course.graph.model_copy(update=more)})


PLAIN_WAYS = {
    "as written": lambda course: shown_ids(course),
    "as the goal": lambda course: shown_ids(course, goal="bad"),
    "by way of it": lambda course: shown_ids(course, via=("bad",)),
    "as the file's goal": lambda course: shown_ids(with_graph(course, goal=("bad",))),
    "as the only way": lambda course: shown_ids(with_graph(course, goal=("bad",)), keep="goal"),
    "as what is enough": lambda course: shown_ids(with_graph(course, enough="bad")),
    "by theme": lambda course: shown_ids(course, theme="all"),
    "by bridges": lambda course: shown_ids(course, bridge=True),
    "chosen": lambda course: shown_ids(
        course.add(Override(situation="bad", at=START, by="therapist", reason="it is time"))
    ),
    "practised": lambda course: shown_ids(
        course.add(*(Exposure(situation="bad", at=START - timedelta(days=n), peak=5) for n in (20, 19, 18)))
    ),
    "ignored for the plan": lambda course: shown_ids(
        with_graph(course, ignore={f"EL0{n}": "my therapist is there today" for n in range(80, 95)})
    ),
    "for two": lambda course: set(plan_together(course, course, steps=("bad",), at=START).open),
}


@pytest.mark.parametrize("name", BARRED)
@pytest.mark.parametrize("way", PLAIN_WAYS)
def test_no_way_leads_to_a_step_that_its_words_bar(name: str, way: str) -> None:
    assert "bad" not in PLAIN_WAYS[way](barred(BARRED[name]))


@pytest.mark.parametrize("name", BARRED)
def test_no_declaration_opens_a_step_that_its_words_bar(name: str) -> None:
    for kind in ("emotional", "touch", "trauma"):
        if name not in OPENED_BY_ANY_KIND:
            assert "bad" not in shown_ids(barred(BARRED[name], kind=kind)), kind
    unbound = {f"EL0{n}": "my therapist is there today" for n in range(80, 95)}
    assert "bad" not in shown_ids(barred(BARRED[name], ignore=unbound))


@pytest.mark.parametrize("name", BARRED)
def test_the_other_steps_go_on_beside_a_barred_one(name: str) -> None:
    course = with_graph(barred(BARRED[name]), goal=("bad",))
    assert {"low", "high"} <= shown_ids(course)
    assert advise(build_ladder(infer(course, at=START))).rung is not None


@pytest.mark.parametrize("name", BARRED)
def test_what_needs_a_barred_step_waits_too(name: str) -> None:
    course = barred(BARRED[name])
    steps = [
        step.model_copy(update={"requires": ("bad",)}) if step.id == "high" else step
        for step in course.graph.situations
    ]
    ladder = build_ladder(infer(with_graph(course, situations=tuple(steps)), at=START))
    assert [rung.id for rung in ladder.rungs] == ["low"]
    assert {out.why for out in ladder.left_out if out.situation.id == "high"} == {WhyNot.NEEDS_LEFT_OUT}


@pytest.mark.parametrize("name", BARRED)
def test_a_barred_step_is_named_with_what_to_do_and_without_its_words(name: str) -> None:
    ladder = build_ladder(infer(barred(BARRED[name]), at=START))
    (out,) = [out for out in ladder.left_out if out.situation.id == "bad"]
    assert out.by_its_words
    for page in (str(ladder), str(advise(ladder))):
        assert "bad: " in page
        assert BARRED[name] not in page
    assert out.missing[0] in str(ladder.as_dict())


def test_no_step_is_generated_that_its_words_bar() -> None:
    graph = SituationGraph.model_validate(
        {
            "title": "Plan",
            "phrase": "Hug a friend {how}",
            "facets": {"how": ["while they ask for it", "without asking", "on the street"]},
            "situations": [
                {"id": "a", "title": "Wave to a friend", "distress": 10, "facets": {"how": "while they ask for it"}},
                {"id": "b", "title": "Sing to a friend", "distress": 90, "facets": {"how": "on the street"}},
            ],
        }
    )
    for bridge in (False, True):
        ladder = build_ladder(infer(Course(graph=graph), at=START), bridge=bridge)
        assert not [step.title for step in offered(ladder) if "without asking" in step.title]


def test_withdrawals_commute_and_end_what_they_name() -> None:
    early = YES.model_copy(update={"id": "", "at": START - timedelta(days=2)})
    late = Consent(situation="hug", person="José", at=START + timedelta(hours=3), wording=HUG.wording)
    named = Consent(situation="hug", person="José.", at=START, given=False, ends=(late.id,))
    graph = SituationGraph(title="t", situations=(HUG,))
    for said in ((early, late, named), (named, late, early), (late, named, early)):
        course = Course(graph=graph).add(*said)
        assert not course.consented(HUG, at=START + timedelta(hours=4))
        assert set(course.ended_by(named)) == {early, late}
    again = Consent(situation="hug", person="José", at=START + timedelta(hours=5), wording=HUG.wording)
    assert Course(graph=graph).add(early, late, named, again).consented(HUG, at=START + timedelta(hours=6))


@pytest.mark.parametrize(
    "spelled", ["José.", "jose", "J\u043esé", "Jos\u200bé", "JOSÉ!", " José\u00ad", "\uff2aosé", "«José»"]
)
def test_a_withdrawal_counts_under_every_spelling(spelled: str) -> None:
    no = Consent(situation="hug", person=spelled.strip(), at=NO.at, given=False)
    assert not agreed(YES, no)


def test_a_withdrawal_that_fits_nobody_closes_what_it_may_mean() -> None:
    two = HUG.model_copy(update={"id": "wave", "consent": ("Kim",)})
    graph = SituationGraph(title="t", situations=(HUG, two))
    kim = Consent(situation="wave", person="Kim", at=START, wording=two.wording)
    later = START + timedelta(hours=2)
    whose = Course(graph=graph).add(YES, kim, Consent(situation="hug", person="Sam", at=NO.at, given=False))
    assert (whose.consented(HUG, at=later), whose.consented(two, at=later)) == ((), ("Kim",))
    assert [said.person for said in whose.unfitting] == ["Sam"]


@pytest.mark.parametrize(
    "name", ["me", "I", "myself", "m\u200be", "Me.", "ICH", "moi", "Yo", "the client", "R.", "\uff32", "м\u0435"]
)
def test_no_spelling_of_oneself_is_somebody_else(name: str) -> None:
    step = HUG.model_copy(update={"consent": (name,)})
    said = Consent(situation="hug", person=name, at=START, wording=step.wording)
    assert not agreed(said, step=step, client="R")


def test_a_yes_that_lies_ahead_does_not_count_and_a_no_does() -> None:
    ahead = Consent(situation="hug", person="José", at=START + timedelta(days=2), wording=HUG.wording)
    assert not agreed(ahead, days=1)
    assert not agreed(YES, Consent(situation="hug", person="José", at=START + timedelta(days=9), given=False), days=1)
