"""Lint: what each code finds and leaves alone, where it points, what it never repeats, what cannot change it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from exposure_ladder.linting import RULES, Finding, Severity, lint, people, wording
from exposure_ladder.records import Comparison, Consent, Course, Exposure, Settings, SituationGraph
from exposure_ladder.records.content import gates

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 3, 2, 18, tzinfo=UTC)
Build = Callable[[], SituationGraph | Course]


def plan(situations: Mapping[str, dict[str, Any] | None] | None = None, **graph: Any) -> SituationGraph:
    """Return a plan without any finding, changed: by id, fields to add, or none to take the situation out."""
    base: dict[str, dict[str, Any]] = {
        name: {"title": f"Stand {12 - at} m from a dog", "distress": 20 + 10 * at, "feared": "It bites"}
        for at, name in enumerate("abcdefg")
    }
    for name, fields in (situations or {}).items():
        base[name] = {"title": f"Stroke dog {name} once"} | base.get(name, {}) | (fields or {})
        if fields is None:
            del base[name]
    whole = {"title": "Dogs", "rated": "2026-03-02", "goal": "g"} | graph
    listed = [{"id": name} | fields for name, fields in base.items()]
    return SituationGraph.model_validate(whole | {"situations": listed})


def course(graph: SituationGraph, *entries: Any, **settings: Any) -> Course:
    return Course(graph=graph, settings=Settings(**settings)).with_log(entries)


def numbers(*values: float | None) -> SituationGraph:
    """Return the plan with these numbers and no others."""
    fresh = {f"n{at}": {"title": f"Hold dog number {at}", "distress": value} for at, value in enumerate(values)}
    return plan(dict.fromkeys("abcdefg") | fresh, goal="n0")


def with_link(similarity: float, *more: dict[str, Any], **situations: dict[str, Any]) -> SituationGraph:
    return plan(situations, links=[{"a": "c", "b": "d", "similarity": similarity}, *more])


def titled(title: str, **fields: Any) -> SituationGraph:
    return plan({"d": {"title": title} | fields})


def facets(low: str, high: str, **more: Any) -> SituationGraph:
    """Return the plan with one facet, and a strong link between two situations on the given levels of it."""
    link = {"a": "c", "b": "d", "similarity": 0.6}
    spread = {"lead": {"levels": ["short", "long", "off"]}}
    levels = {"c": {"facets": {"lead": low}}, "d": {"facets": {"lead": high}}}
    return plan(levels, facets=spread, links=[link], **more)


def alike(second: str) -> SituationGraph:
    """Return the plan with two situations on the same facet levels, the second with this title."""
    same = {"facets": {"lead": "off"}}
    first = "Walk slowly past a big brown dog in the park"
    return plan({"d": {"title": first} | same, "e": {"title": second} | same}, facets={"lead": ["on", "off"]})


A_B = [{"a": "a", "b": "b", "similarity": 0.9}, {"a": "b", "b": "c", "similarity": 0.9}]
SAID = Consent(situation="g", person="M", at=AT)
TAKEN_BACK = Consent(situation="g", person="M", at=AT.replace(hour=20), given=False)


def hug(**fields: Any) -> SituationGraph:
    return plan({"g": {"title": "Hug my partner once at the door"} | fields}, ignore={"EL042": "asked, no harm"})


# code: what it finds, and what comes near and is fine
CASES: dict[str, tuple[Build, Build]] = {
    "EL001": (lambda: numbers(20, 30, 45.5, 61, 70, 80), lambda: numbers(20, 35, 50, 65, 80, 95)),
    "EL002": (
        lambda: numbers(20, 30, 40, 41, 42, 44, 45, 55, 65),
        lambda: numbers(20, 30, 40, 40, 42, 45, 46, 55, 65),
    ),
    "EL003": (lambda: numbers(5, 19, 46, 55, 60, 70), lambda: numbers(10, 20, 35, 45, 60, 70)),
    "EL004": (lambda: numbers(51, 60, 70, 80, 90, 100), lambda: numbers(50, 60, 70, 80, 90, 100)),
    "EL005": (lambda: numbers(20, 35, 50, 65, 80), lambda: numbers(20, 35, 50, 65, 80, 80)),
    "EL006": (lambda: numbers(*range(20, 62, 2)), lambda: numbers(*range(20, 60, 2))),
    "EL007": (lambda: plan({"d": {"distress": None}}), lambda: plan({"d": {"distress": None, "order": 4}})),
    "EL008": (
        lambda: plan({"c": {"order": 3}, "d": {"order": 2}}),
        lambda: plan({"c": {"order": 2}, "d": {"order": 2}, "e": {"order": 5}}),
    ),
    "EL010": (lambda: titled("driving"), lambda: titled("driving", minutes=20)),
    "EL011": (lambda: titled("Cure my fear of one dog"), lambda: titled("Watch how a vet treats one dog")),
    "EL012": (
        lambda: titled("Check that the gate is locked twice"),
        lambda: titled("Leave once without checking that the gate is locked"),
    ),
    "EL009": (
        lambda: numbers(3, 4, 6, 7, 9, 10),
        lambda: plan({name: {"distress": at} for at, name in enumerate("abcdefg")}, scale="0-100"),
    ),
    "EL013": (lambda: titled("Always pass ten dogs"), lambda: titled("Pass ten dogs without my stick")),
    "EL014": (
        lambda: plan({"d": {"title": "Walking past the dogs"}, "e": {"title": "Walk past a dog"}}),
        lambda: plan({"d": {"title": "Walk past two dogs"}, "e": {"title": "Walk past five dogs"}}),
    ),
    "EL015": (lambda: numbers(12, 18, 24, 30, 35, 39), lambda: numbers(12, 18, 24, 30, 35, 40)),
    "EL016": (
        lambda: titled("Ask my wife whether the dog looks ill"),
        lambda: titled("Ask my wife whether she will come to the park"),
    ),
    "EL017": (
        lambda: titled("Stay near one dog until my heart is quiet"),
        lambda: titled("Stay until the dog is gone"),
    ),
    "EL018": (lambda: titled("Pass one dog after two beers"), lambda: titled("Pass a dog with a bottle of water")),
    "EL019": (
        lambda: plan({"g": {"title": "Pass one dog while listening to music"}}),
        lambda: plan({"a": {"title": "Pass one dog while listening to music"}}),
    ),
    "EL020": (lambda: plan(goal=()), plan),
    "EL021": (
        lambda: plan({"g": {"requires": ["d"]}, "d": {"requires": ["c"]}, "c": {"conflicts": ["g"]}}),
        lambda: plan({"g": {"requires": ["d"]}, "c": {"conflicts": ["g"]}}),
    ),
    "EL022": (lambda: course(hug(consent=["M"]), SAID, TAKEN_BACK), lambda: course(hug(consent=["M"]), SAID)),
    "EL023": (
        lambda: plan({"c": {"distress": 55, "requires": ["e"]}}),
        lambda: plan({"c": {"distress": 56, "requires": ["e"]}}),
    ),
    "EL024": (lambda: plan({"c": {"conflicts": ["d"]}}), lambda: plan({"c": {"requires": ["b"]}})),
    "EL025": (
        lambda: hug(consent=["M"], kind="touch"),
        lambda: plan(
            {"g": {"title": "Hug M once", "consent": ["M"]}, "d": {"title": "Ask M for an evening to myself"}}
        ),
    ),
    "EL026": (
        lambda: plan({name: {"title": f"Pass {at} dogs with my brother"} for at, name in enumerate("abcdefg", 2)}),
        lambda: plan({name: {"title": f"Pass {at} dogs with my brother"} for at, name in enumerate("abcdef", 2)}),
    ),
    "EL027": (
        lambda: plan({name: {"title": f"Touch bin number {at}"} for at, name in enumerate("abcd")}),
        lambda: plan(
            {"g": {"title": "Touch the bin and wash nothing for an hour"}}
            | {name: {"title": f"Touch bin number {at}"} for at, name in enumerate("abcd")}
        ),
    ),
    "EL028": (lambda: titled("Avoid the park with one dog"), lambda: titled("Do not avoid the park with one dog")),
    "EL029": (lambda: plan(language="de"), lambda: plan(language="en-GB")),
    "EL030": (lambda: with_link(0.1), lambda: with_link(0.4)),
    "EL031": (
        lambda: plan(links=[*A_B, {"a": "a", "b": "c", "similarity": 0.5}]),
        lambda: plan(links=[*A_B, {"a": "a", "b": "c", "similarity": 0.81}]),
    ),
    "EL032": (
        lambda: plan(links=[{"a": "a", "b": "f", "similarity": 0.5}]),
        lambda: plan(links=[{"a": "a", "b": "e", "similarity": 0.9}, {"a": "a", "b": "f", "similarity": 0.49}]),
    ),
    "EL040": (
        lambda: plan({name: {"feared": None} for name in "abcd"}),
        lambda: plan({name: {"feared": None} for name in "abc"}),
    ),
    "EL041": (hug, lambda: hug(mode="imaginal")),
    "EL042": (lambda: titled("Tell my friend one thing"), lambda: titled("Pat the dog of a friend once")),
    "EL043": (lambda: plan(client="Rosa Klein"), lambda: plan(client="Client R")),
    "EL044": (lambda: hug(consent=["M"]), lambda: hug(consent=["M"], kind="touch")),
    "EL045": (
        lambda: titled("Read the first page of my story", kind="trauma"),
        lambda: plan({"d": {"kind": "trauma"}}, screened="2026-03-02"),
    ),
    "EL046": (
        lambda: plan({"g": {"consent": ["r"]}}, client="R", ignore={"EL042": "asked"}),
        lambda: plan({"g": {"consent": ["M"]}}, client="R", ignore={"EL042": "asked"}),
    ),
    "EL048": (lambda: titled("Make my partner talk to me"), lambda: titled("Ask my partner to hug me")),
    "EL049": (
        lambda: titled("Walk up four floors", mode="interoceptive"),
        lambda: titled("Walk up four floors", mode="in vivo"),
    ),
    "EL050": (lambda: plan(rated="example"), plan),
    "EL051": (lambda: plan(rated=None), lambda: plan({name: {"distress": None} for name in "abcdefg"}, rated=None)),
    "EL052": (
        lambda: course(plan(), Exposure(situation="cat", at=AT, peak=20)),
        lambda: course(plan(), Exposure(situation="a", at=AT, peak=20)),
    ),
    "EL053": (
        lambda: course(plan({"a": {"safety": ["noticing"]}}), Exposure(situation="a", at=AT, context=["noticing"])),
        lambda: course(plan({"b": {"safety": ["noticing"]}}), Exposure(situation="a", at=AT, context=["noticing"])),
    ),
    "EL054": (lambda: course(plan(), rest_minutes=0), lambda: course(plan(), rest_minutes=60, per_day=1, cap=80)),
    "EL070": (lambda: titled("Have one blood test"), lambda: titled("Wear a red shirt once")),
    "EL071": (lambda: titled("Step on the scales every morning"), lambda: titled("Weigh the flour for a cake")),
    "EL072": (
        lambda: titled("Drive past the crossroads where I had the accident"),
        lambda: titled("Drive past the crossroads by the school"),
    ),
    "EL080": (
        lambda: titled("Have sex while my child watches"),
        lambda: titled("Bath my child while my wife is out", kind="touch", consent=["M"]),
    ),
    "EL081": (
        lambda: titled("Have sex once", kind="emotional"),
        lambda: titled("Have sex", kind="sexual", consent="M"),
    ),
    "EL082": (lambda: titled("Talk about sex once"), lambda: titled("Talk about sex once", kind="emotional")),
    "EL083": (lambda: titled("Hug one stranger without asking"), lambda: titled("Ask one stranger for a hug")),
    "EL084": (
        lambda: titled("Let my husband read my messages"),
        lambda: titled("Let my friend pay for lunch once"),
    ),
    "EL085": (
        lambda: titled("Stay in the room when he hits me"),
        lambda: titled("Stay in the room when he sings once"),
    ),
    "EL086": (lambda: titled("Eat one spoon of raw chicken"), lambda: titled("Eat one spoon of chicken soup")),
    "EL087": (lambda: titled("Skip my insulin for one day"), lambda: titled("Skip my second coffee for one day")),
    "EL088": (lambda: titled("Make myself vomit once"), lambda: titled("Read the word vomit aloud ten times")),
    "EL089": (
        lambda: titled("Have sex although it hurts", kind="sexual", consent="M"),
        lambda: titled("Tell the doctor where it hurts"),
    ),
    "EL090": (lambda: titled("Sit outside the railing of a bridge"), lambda: titled("Look down from a bridge once")),
    "EL091": (
        lambda: plan({"d": {"title": "Run up the stairs until my heart pounds"}}, title="Dogs (I have asthma)"),
        lambda: titled("Run up the stairs until my heart pounds"),
    ),
    "EL092": (
        lambda: titled("Imagine the assault in detail", kind="trauma"),
        lambda: titled("Imagine a dog in detail", kind="emotional"),
    ),
    "EL093": (
        lambda: titled("Sit in the car park where I was attacked"),
        lambda: titled("Sit in the car park by the school once"),
    ),
    "EL094": (lambda: titled("Sit in the pub and do not drink"), lambda: titled("Order one juice in the pub")),
    "EL060": (lambda: plan(ignore={"EL999": "?"}), lambda: plan(rated="example", ignore={"EL050": "a copy"})),
    "EL061": (lambda: plan(ignore={"EL050": "?"}), lambda: plan(rated="example", ignore={"EL050": "a copy"})),
}


def codes(found: SituationGraph | Course) -> list[str]:
    return [finding.code for finding in lint(found)]


def only(found: SituationGraph | Course, code: str) -> Finding:
    (finding,) = [finding for finding in lint(found) if finding.code == code]
    return finding


def test_every_rule_has_a_check_and_a_case() -> None:
    known = [rule.code for rule in RULES]
    assert known == sorted(set(known))
    assert known == sorted(CASES)
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_the_plan_that_the_cases_change_is_clean() -> None:
    assert lint(plan()) == ()


@pytest.mark.parametrize("code", CASES)
def test_a_code_finds_what_it_is_for(code: str) -> None:
    finding = next(finding for finding in lint(CASES[code][0]()) if finding.code == code)
    rule = next(rule for rule in RULES if rule.code == code)
    assert finding.severity is rule.severity
    assert finding.advice == rule.do


@pytest.mark.parametrize("code", CASES)
def test_a_code_leaves_alone_what_only_comes_near(code: str) -> None:
    assert code not in codes(CASES[code][1]())


@pytest.mark.parametrize("code", CASES)
def test_findings_repeat_ids_and_numbers_but_nobodys_words(code: str) -> None:
    looked_at = CASES[code][0]()
    graph = looked_at.graph if isinstance(looked_at, Course) else looked_at
    private = [graph.title, graph.client, *(situation.title for situation in graph.situations), "bite", "partner"]
    private += [person for situation in graph.situations for person in situation.consent if len(person) > 1]
    for finding in lint(looked_at):
        said = f"{finding.message} {finding.path}"
        assert not [words for words in private if words and words in said]


@pytest.mark.parametrize("code", CASES)
def test_a_path_leads_to_a_place_in_the_document(code: str) -> None:
    looked_at = CASES[code][0]()
    whole = looked_at if isinstance(looked_at, Course) else Course(graph=looked_at)
    document: Any = whole.model_dump(exclude={"graph"}) | whole.graph.model_dump()
    for finding in lint(looked_at):
        here = document
        for part in finding.path:
            here = here[part]


# ---------------------------------------------------------------------------------------------- more cases of one code


def test_wide_steps_name_both_sides_and_the_place_of_the_harder() -> None:
    graph = plan({"f": {"distress": 69}, "g": {"distress": None, "order": 1}, "h": {"distress": 90}})
    finding = only(graph, "EL001")
    assert finding.message == "f 69 → h 90 is a step of 21; above 15 a step is wide."
    assert (finding.path, finding.situations) == (("situations", 7, "distress"), ("f", "h"))
    assert str(finding).startswith("situations[7].distress: warning EL001: f 69 → h 90")


def test_wide_steps_lie_within_a_theme() -> None:
    """Steps of another theme between two steps are no rungs between them."""
    themes = {name: {"theme": "big" if name in "ace" else "small"} for name in "abcdefg"}
    wide = [finding.situations for finding in lint(plan(themes)) if finding.code == "EL001"]
    assert wide == [("a", "c"), ("b", "d"), ("c", "e"), ("d", "f")]


def test_wide_steps_follow_the_order_of_the_ladder() -> None:
    held_back = plan({"c": {"requires": ["e"]}, "d": {"requires": ["c"]}})
    wide = [finding.situations for finding in lint(held_back) if finding.code == "EL001"]
    assert wide == [("b", "e"), ("d", "f")]
    both = plan({"c": {"requires": ["d", "e"]}})
    assert [f.situations for f in lint(both) if f.code == "EL001"] == [("b", "d"), ("c", "f")]


def test_thresholds_come_from_the_settings() -> None:
    assert "EL001" in codes(course(plan(), max_gap=9))
    assert "EL001" not in codes(course(numbers(20, 45, 70, 95, 95, 95), max_gap=25))
    assert "EL004" not in codes(course(numbers(55, 60, 70, 80, 90, 100), start_below=55))
    assert "EL003" in codes(course(numbers(10, 30, 40, 50, 60, 70), start_below=25))


def test_a_high_start_is_reported_once() -> None:
    assert codes(numbers(55, 60, 70, 80, 90, 100)).count("EL004") == 1
    assert "EL003" not in codes(numbers(55, 60, 70, 80, 90, 100))
    assert "EL003" in codes(numbers(46, 60, 70, 80, 90, 100))


def test_what_nothing_is_known_about_takes_no_part_in_the_numbers() -> None:
    graph = plan({name: {"distress": None} for name in "abcdefg"})
    assert only(graph, "EL007").situations == ()
    assert not {"EL001", "EL002", "EL003", "EL004"} & set(codes(graph))


def test_a_number_of_zero_is_a_number() -> None:
    assert only(plan({name: {"distress": at} for at, name in enumerate("abcde")}), "EL002").path[2:] == ("distress",)
    assert only(plan({"a": {"distress": 0, "order": 3}, "b": {"order": 2}}), "EL008").path == ("situations", 0, "order")


@pytest.mark.parametrize("top", [8, 10])
def test_numbers_are_shown_on_the_scale_of_the_file(top: int) -> None:
    values = [25, 37.5, 50, 62.5, 75, 100]
    shown = [{"id": f"n{at}", "title": f"Hold dog {at}", "distress": x * top / 100} for at, x in enumerate(values)]
    whole = {"title": "Dogs", "rated": "2026-03-02", "goal": "n0", "scale": f"0-{top}"}
    graph = SituationGraph.model_validate(whole | {"situations": shown})
    ends = {8: "n4 6 → n5 8 is a step of 2; above 1.2", 10: "n4 7.5 → n5 10 is a step of 2.5; above 1.5"}
    assert only(graph, "EL001").message == f"{ends[top]} a step is wide."
    assert [(f.code, f.situations) for f in lint(graph)] == [(f.code, f.situations) for f in lint(numbers(*values))]


def test_numbers_that_are_not_the_persons_own_are_marked() -> None:
    assert only(numbers(20, 30, 60, 70, 80, 90), "EL001").message.startswith("n1 30 → n2 60 ")
    example = numbers(20, 30, 60, 70, 80, 90).model_copy(update={"rated": "example"})
    assert only(example, "EL001").message.startswith("n1 30~ → n2 60~ ")


def test_links_say_what_is_implied() -> None:
    weak, bound = only(CASES["EL030"][0](), "EL030"), only(CASES["EL031"][0](), "EL031")
    assert (weak.message, weak.path) == ("c ~ d 0.10: 0.38 is implied without it.", ("links", 0, "similarity"))
    assert (bound.message, bound.situations) == ("a ~ c 0.50: stronger links imply 0.81.", ("a", "c"))
    assert "EL030" not in codes(CASES["EL031"][0]())
    assert "EL031" not in codes(CASES["EL030"][0]())


def test_a_strong_link_across_the_whole_range_of_the_facets_is_far_apart() -> None:
    assert only(facets("short", "off"), "EL032").message == "c ~ d 0.60: 1.00 of the range of their facets apart."
    assert "EL032" not in codes(facets("short", "long"))


def test_near_duplicates_by_facets_and_words() -> None:
    finding = only(alike("Walk slowly past a small brown dog in the park"), "EL014")
    assert finding.situations == ("d", "e")
    assert finding.path == ("situations", 4, "title")
    assert "EL014" not in codes(alike("Walk slowly past a big brown dog in a lift without its owner"))
    assert "EL014" not in codes(alike("Sit still beside a big brown dog in the park"))


def test_many_of_one_title_are_one_finding() -> None:
    graph = plan({f"x{at}": {"title": "Hold a puppy", "distress": 50} for at in range(7)})
    finding = only(graph, "EL014")
    assert finding.situations == tuple(f"x{at}" for at in range(7))
    assert finding.message == "x0, x1, x2, x3, x4 …: the titles have the same words."


def test_a_rank_is_compared_with_the_hardest_of_all_ranks_below() -> None:
    graph = plan({"f": {"order": 1}, "b": {"order": 2}, "d": {"order": 3}, "g": {"order": 4}})
    assert [f.situations for f in lint(graph) if f.code == "EL008"] == [("f", "b"), ("f", "d")]


def test_a_situation_that_conflicts_with_itself_does_not_block_the_goal() -> None:
    found = codes(plan({"g": {"conflicts": ["g"]}}))
    assert found == ["EL024"]


def test_a_conflict_written_on_both_sides_is_one_finding() -> None:
    assert only(plan({"c": {"conflicts": ["d"]}, "d": {"conflicts": ["c"]}}), "EL024").situations == ("c", "d")


def test_consent_for_what_the_goal_needs() -> None:
    needed = plan({"g": {"requires": ["f"]}, "f": {"title": "Hold hands with M once", "consent": ["M"]}})
    assert only(needed, "EL022").situations == ("f", "g")
    assert "EL022" not in codes(course(needed, Consent(situation="f", person="M", at=AT)))
    assert "EL022" not in codes(course(needed, Consent(situation="f", person="m", at=AT)))
    assert "EL022" in codes(course(needed, Consent(situation="f", person="M", at=AT, wording="other")))


def test_entries_about_what_is_not_there() -> None:
    said = Consent(situation="a", person="M", at=AT), Comparison(harder="cat", easier="a", at=AT)
    found = [finding for finding in lint(course(plan(), *said)) if finding.code == "EL052"]
    assert [finding.path for finding in found] == [("log", 0, "harder"), ("consents", 0, "person")]


def test_plans_that_call_themselves_a_treatment() -> None:
    assert only(plan(title="Treatment of panic"), "EL011").path == ("title",)
    assert "EL011" not in codes(plan(title="Fear of treatment rooms"))


def test_names_under_consent_are_aliases_too() -> None:
    assert only(hug(consent=["Rosa Klein"]), "EL043").path == ("situations", 6, "consent")
    assert "EL043" not in codes(hug(consent=["my sister"]))


def test_a_goal_says_who_what_when_and_how_often() -> None:
    """S49: the vague goal is found, the one that can be counted is not, and neither is an absolute one let through."""
    goals = {"Be closer": "EL010", "Always tell my partner everything": "EL013"}
    for title, code in goals.items():
        assert code in codes(plan({"g": {"title": title}}))
    counted = codes(plan({"g": {"title": "Tell one thing about my day, three evenings a week"}}))
    assert not {"EL010", "EL013"} & set(counted)


def test_a_plan_in_another_language_is_not_judged_by_english_words() -> None:
    german = {"a": "Mit dem Hund im Park", "b": "Über die Brücke", "c": "Autofahren"}
    assert "EL010" not in codes(plan({name: {"title": title} for name, title in german.items()}))
    assert "EL010" in codes(plan({"c": {"title": "Autofahren"}}))


# --------------------------------------------------------------------------------------------------------------- titles

VAGUE = """driving|be closer|Be closer to my partner|public speaking|Public Speaking|Social Situations|talk to people
talk to strangers|intimacy|go outside|Trust more|being alone|Being Alone|Make Eye Contact|Share my feelings
Face my fears|Feel calm|Stay calm in a lift|work on my anxiety|Be more open|get closer to the dog
overcome my fear of dogs|heights"""
EXACT = """Tell one old hurt, face to face, and stay for the answer|tell one thing about my day, 3 evenings a week
Text one thing about my day|Ask whether a hug is welcome, and take the answer as it is|Hold a puppy|Pet a large dog
A ten-second hug that either of us may end|Say face to face what I thought of a film we disagree about|Call Tom
Look at a photo of a dog|Watch a dog through a window|Drive to Leeds|Go to a party|Hold hands in public|Use the phone
Stand 3 m from a leashed dog|Disagree in a meeting|Accept kind words after a mistake, without making a joke"""
TOUCH = """A ten-second hug that either of us may end|Hug my sister|Hold my partner's hand|A hand on his shoulder
Hold her|Cuddle through a film|Be held while upset|Kiss my wife goodbye
Ask my partner for a hug, then hug for ten seconds
Lean on my partner's shoulder through one film|Hold hands in private|Rest my hand on my partner's shoulder|Touch him"""
NO_TOUCH = """Ask whether a hug is welcome, and take the answer as it is|Hold a puppy|Cuddle a dog|Hold her dog
Hold the door for a stranger|Touch the door handle my partner touched|Put a plate in front of my partner|Hold my breath
Touch a friend's dog|Imagine a hug with my partner|Talk about sex for five minutes|Sit close to my partner
Greet a person of the opposite sex|Shake hands with a colleague|Watch a film with a kiss|Take kind words from my partner
Lay one hand on my own shoe|Stroke a puppy for one minute while a friend holds it|Rest in her room"""
REASSURING = """Ask for reassurance|Check that the door is locked|Check the stove twice
Learn that nothing bad will happen|Make sure it is clean|Stay until I feel calm|It is perfectly safe"""
NOT_REASSURING = """Postpone reassurance for one hour|Leave without checking the door|Do not check the stove
Ask whether a hug is welcome|Check in at the airport desk|No body check for 24 h|Stay until the film ends"""
CLAIMING = "Cure my phobia|Heal my anxiety in a week|A walk that treats panic|Clinically proven steps"
NOT_CLAIMING = """Sit through a ten-minute dental treatment|Tell a friend I was diagnosed with OCD
Treat my dog to a walk|Treat my anxiety as a guest for ten minutes|Read that one can cure anxiety"""
ABSOLUTE = "Never be afraid of dogs again|Always answer|Speak perfectly|Stop being nervous|Lose my fear"
NOT_ABSOLUTE = "Leave for good-bye|Talk to everyone at the table|Speak without notes for one minute"
FULL_NAMES = "Rosa Klein|Klein, Rosa|rosa@example.org|Dr. Klein|Anna-Maria Schmidt|R. Klein"
ALIASES = "R|X|Client A|Case 12|Robin|Anna S.|RK|my partner|Partner B|R.K.|night heron"
CLOSE = (
    "Tell a colleague once that I disagree|Letting my partner closer|Share one old hurt with my partner|Hug my sister"
)
NOT_CLOSE = "Ride one stop with my wife|Go through the talk once with a friend listening|Report to five colleagues"

WORDING: list[tuple[Callable[[str], bool], str, bool]] = [
    (wording.is_vague, VAGUE, True),
    (wording.is_vague, EXACT, False),
    (wording.claims, CLAIMING, True),
    (wording.claims, NOT_CLAIMING, False),
    (wording.is_absolute, ABSOLUTE, True),
    (wording.is_absolute, NOT_ABSOLUTE, False),
    (people.looks_like_a_full_name, FULL_NAMES, True),
    (people.looks_like_a_full_name, ALIASES, False),
    (people.names_a_close_person, CLOSE, True),
    (people.names_a_close_person, NOT_CLOSE, False),
]


@pytest.mark.parametrize(
    ("test", "title", "expected"),
    [
        pytest.param(test, title, expected, id=f"{test.__name__}-{title}")
        for test, text, expected in WORDING
        for title in text.replace("\n", "|").split("|")
    ],
)
def test_titles(test: Callable[[str], bool], title: str, expected: bool) -> None:
    assert test(title) is expected


# -------------------------------------------------------------------------------------------- what a finding is made of


@pytest.mark.parametrize("code", CASES)
def test_a_finding_is_said_in_another_language(code: str) -> None:
    """Sentences are looked up whole, with their values left open, and the values hold no sentence."""
    for finding in lint(CASES[code][0]()):
        asked: list[str] = []
        said, do = finding.render(lambda sentence, asked=asked: asked.append(sentence) or f"<{sentence}>")
        assert (said[0], do) == ("<", f"<{finding.advice}>")
        assert asked == [finding.rule.says[finding.form], finding.rule.do]
        assert not [
            value for value in finding.values.values() if value.endswith(".") and " " in value and len(value) > 80
        ]


GATED = {code: build for code, (build, _) in CASES.items() if "EL080" <= code <= "EL094"}


@pytest.mark.parametrize("code", GATED)
def test_what_the_planner_leaves_out_is_named(code: str) -> None:
    """The codes under which a ladder leaves a step out because of its words are those of findings about this step."""
    looked_at = GATED[code]()
    graph = looked_at.graph if isinstance(looked_at, Course) else looked_at
    shut = {(gate.code, situation.id) for situation in graph.situations for gate in gates(situation, graph)}
    named = {(finding.code, name) for finding in lint(graph) for name in finding.situations}
    assert (code, "d") in shut <= named


def test_a_gate_is_opened_by_its_key_and_silenced_by_nothing() -> None:
    roof = {"title": "Sit outside the railing of a bridge"}
    key = only(plan({"d": roof}), "EL090").values["key"]
    assert "EL090" in codes(plan({"d": roof}, ignore={"EL090": "it is fine for me"}))
    assert "EL090" in codes(plan({"d": roof | {"ignore": {"EL090": "it is fine for me"}}}))
    assert {"EL090", "EL061"}.isdisjoint(codes(plan({"d": roof | {"ignore": {key: "a net hangs below"}}})))
    anew = {"title": "Sit outside the railing of a high bridge", "ignore": {key: "a net hangs below"}}
    assert {"EL090", "EL061"} <= set(codes(plan({"d": anew})))


# --------------------------------------------------------------------------------------------------------------- ignore


def test_an_ignore_on_a_situation_silences_findings_that_name_it() -> None:
    vague = {"title": "driving"}
    both = plan({"d": vague, "e": {"title": "be closer", "ignore": {"EL010": "she knows what is meant"}}})
    assert only(both, "EL010").situations == ("d",)
    wide = plan({"f": {"distress": 69}, "g": {"distress": 90, "ignore": {"EL001": "fine so"}}})
    assert codes(wide) == []
    assert codes(plan({"f": {"distress": 69, "ignore": {"EL001": "fine so"}}, "g": {"distress": 90}})) == []


def test_an_ignore_on_the_graph_silences_all_of_the_code() -> None:
    graph = plan({"d": {"title": "driving"}, "e": {"title": "be closer"}}, ignore={"EL010": "we know"})
    assert codes(graph) == []


def test_an_ignore_where_it_cannot_act_is_found() -> None:
    finding = only(plan({"d": {"ignore": {"EL050": "?"}}}, rated="example"), "EL061")
    assert (finding.path, finding.situations) == (("situations", 3, "ignore", "EL050"), ("d",))


def test_an_unknown_code_gets_its_nearest() -> None:
    assert "Did you mean 'EL010'" in only(plan(ignore={"El010": "?"}), "EL060").message


# ----------------------------------------------------------------------------------------------------------------- laws

_TITLES = ["driving", "be closer", "Hold a puppy", "Hold the puppy", "Hug my sister once", "Pet one dog", "Never flee"]


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, Any]:
    ids = [f"s{at}" for at in range(draw(st.integers(1, 9)))]
    suds = st.none() | st.sampled_from([0, 10, 20, 22, 24, 40, 41, 60, 85, 100])
    situations = []
    for at, name in enumerate(ids):
        earlier = st.lists(st.sampled_from(ids[:at]), unique=True, max_size=2) if at else st.just([])
        fields: dict[str, Any] = {
            "title": draw(st.sampled_from(_TITLES)),
            "distress": draw(suds),
            "order": draw(st.none() | st.integers(1, 5)),
            "theme": draw(st.sampled_from([None, "touch"])),
            "facets": draw(st.sampled_from([{}, {"way": "text"}, {"way": "face"}])),
            "consent": draw(st.sampled_from([[], ["M"], ["Rosa Klein"]])),
            "requires": draw(earlier),
            "conflicts": draw(st.lists(st.sampled_from(ids), unique=True, max_size=1)),
        }
        situations.append({"id": name} | fields)
    pairs = [(a, b) for i, a in enumerate(ids) for b in ids[i + 1 :]]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=6)) if pairs else []
    links = [{"a": a, "b": b, "similarity": draw(st.sampled_from([0.1, 0.5, 0.9]))} for a, b in chosen]
    goal = draw(st.lists(st.sampled_from(ids), unique=True, max_size=2))
    whole = {"title": "Plan", "goal": goal, "facets": {"way": ["text", "phone", "face"]}}
    return whole | {"situations": situations, "links": links}


@given(raw=graphs(), data=st.data())
def test_the_order_of_writing_changes_nothing(raw: dict[str, Any], data: st.DataObject) -> None:
    """Between equal numbers the order of the file decides which step is named, so only what is found is compared."""
    mixed = {key: data.draw(st.permutations(raw[key])) for key in ("situations", "links", "goal")}
    turned = [link if data.draw(st.booleans()) else link | {"a": link["b"], "b": link["a"]} for link in mixed["links"]]
    said = [
        sorted((f.code, len(f.situations), f.form) for f in lint(SituationGraph.model_validate(graph)))
        for graph in (raw, raw | mixed | {"links": turned})
    ]
    assert said[0] == said[1]


@given(raw=graphs())
def test_the_order_of_ids_decides_nothing(raw: dict[str, Any]) -> None:
    """Other names in another order of the alphabet: the same places are found."""
    names = {situation["id"]: f"z{99 - at}" for at, situation in enumerate(raw["situations"])}

    def renamed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: renamed(item) for key, item in value.items()}
        if isinstance(value, list):
            return [renamed(item) for item in value]
        return names.get(value, value)

    places = [
        sorted((f.code, str(f.path)) for f in lint(SituationGraph.model_validate(graph)) if f.code in SHAPES)
        for graph in (raw, renamed(raw))
    ]
    assert places[0] == places[1]


SHAPES = {"EL002", "EL003", "EL004", "EL005", "EL006", "EL007", "EL010", "EL014", "EL015"}


@given(raw=graphs())
def test_a_graph_is_a_course_without_a_log_and_findings_stand_in_order(raw: dict[str, Any]) -> None:
    graph = SituationGraph.model_validate(raw)
    found = lint(graph)
    assert lint(Course(graph=graph)) == found == lint(graph)
    at = [f.path[1] for f in found if f.path[:1] == ("situations",) and len(f.path) > 1]
    assert at == sorted(at, key=str)


@given(raw=graphs())
def test_a_reason_for_every_code_silences_everything(raw: dict[str, Any]) -> None:
    found = set(codes(SituationGraph.model_validate(raw)))
    assert lint(SituationGraph.model_validate(raw | {"ignore": dict.fromkeys(found, "because")})) == ()


def test_two_thousand_situations_are_answered_in_seconds() -> None:
    words = [f"{a}{b}{a}" for a in "bdfgklmnprst" for b in "aeiou"]
    listed = [
        {"id": f"s{i}", "title": " ".join(words[(i * k + k) % 60] for k in range(1, 8)), "distress": i % 101}
        | {"facets": {"way": "ab"[i % 2]}}
        for i in range(2000)
    ]
    graph = SituationGraph.model_validate({"title": "Many", "facets": {"way": ["a", "b"]}, "situations": listed})
    start = time.process_time()
    assert "EL006" in codes(graph)
    assert time.process_time() - start < 6


# ----------------------------------------------------------------------------------------------- what the project ships


@pytest.mark.parametrize(
    "title",
    [
        "Sleep with my boyfriend",
        "Be intimate with my partner",
        "Spend the whole night undressed with my partner",
        "Snuggle up to him on the sofa for ten minutes",
        "Let my partner see me naked",
    ],
)
def test_touch_in_other_words(title: str) -> None:
    """Each is asked about, and the sexual ones stay off without their kind; none is suggested to be sexual."""
    found = lint(titled(title))
    assert {"EL042"} < {finding.code for finding in found}
    assert {"EL044", "EL081"} & {finding.code for finding in found}
    assert not [finding for finding in found if "sexual" in str(finding).lower()]
    assert not {"EL044", "EL081"} & set(codes(titled(title, kind="sexual", consent=["M"])))


@pytest.mark.parametrize(
    "title",
    [
        "Sleep with the light off for one night",
        "Sleep with a teddy in my bed",
        "Stand naked before the mirror for a minute",
        "Talk about being intimate for five minutes",
        "Go to bed at ten with a book",
        "Ask my doctor about undressing for the examination",
    ],
)
def test_what_is_not_touch_in_other_words(title: str) -> None:
    assert "EL044" not in codes(titled(title))


@pytest.mark.parametrize(
    ("title", "code", "found"),
    [
        ("Get my wife to accept my touch", "EL048", True),
        ("Persuade my brother to visit me on Sunday", "EL048", True),
        ("My partner hugs me for ten seconds", "EL048", True),
        ("Make my sister a cup of tea", "EL048", False),
        ("Get my partner a present", "EL048", False),
        ("Get my mother to the station on time", "EL048", False),
        ("A stranger sits down beside me on the bus", "EL048", False),
        ("Talk my friend into touching my hand", "EL083", True),
        ("Have my friend over for dinner", "EL048", False),
        ("Be hugged by my partner for ten seconds", "EL048", False),
        ("Invite my mother to stay one night", "EL048", False),
        ("Write down the attack from beginning to end", "EL092", True),
        ("Think of a panic attack for a minute", "EL092", False),
        ("Imagine my heart beating fast for a minute", "EL092", False),
        ("Walk past the place of the accident", "EL092", False),
        ("Hold my breath for thirty seconds", "EL049", True),
        ("Hold my breath for thirty seconds under water", "EL049", True),
        ("Breathe out slowly ten times", "EL049", False),
    ],
)
def test_words_for_another_s_doing_for_trauma_and_for_the_body(title: str, code: str, *, found: bool) -> None:
    assert (code in codes(titled(title))) is found


def test_a_mode_says_that_a_trauma_is_imagined() -> None:
    assert "EL092" in codes(titled("The assault, from beginning to end", mode="imaginal"))
    assert "EL092" not in codes(titled("The assault, from beginning to end"))


def test_every_looser_setting_is_named() -> None:
    loose = {"cap": 100, "cap_chance": 1, "per_day": 100, "per_week": 700, "rest_minutes": 0, "screen_days": 90}
    finding = only(course(plan(), **loose, lasting=100, start_below=100), "EL054")
    assert finding.path == ("settings",)
    assert finding.message == (
        "Looser than usual, with the usual number behind: start_below 100 (45), cap 100 (90), cap_chance 1 (0.5), "
        "lasting 100 (70), per_day 100 (3), per_week 700 (14), rest_minutes 0 (30)."
    )


TEMPLATES = sorted(
    entry.name.removesuffix(".yaml")
    for entry in (files("exposure_ladder") / "data").iterdir()
    if entry.name.endswith(".yaml")
)
LEFT_TO_THE_PERSON = {"EL022", "EL042", "EL045", "EL049", "EL050"}
"""Hints that only the person can answer: a yes, questions about harm and health, their own numbers."""


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_are_clean(name: str) -> None:
    path = files("exposure_ladder") / "data" / f"{name}.yaml"
    found = lint(SituationGraph.model_validate(YAML(typ="safe").load(path.read_text(encoding="utf-8"))))
    assert not [str(finding) for finding in found if finding.severity is not Severity.HINT]
    assert "EL050" in {finding.code for finding in found} <= LEFT_TO_THE_PERSON


def test_the_published_dog_ladder_is_clean() -> None:
    """Anxiety Canada, "Examples of Fear Ladders": twelve steps, native scale 0–10, three ties; titles in own words."""
    steps = {
        "photo": (2, "Look at a photo of a dog"),
        "film": (2, "Watch a film with a dog"),
        "window": (3, "Watch a dog through a window"),
        "park": (3, "Watch a dog across a park through binoculars"),
        "street": (4, "Stand across the street from a dog"),
        "far": (5, "Stand 8 feet from a dog"),
        "near": (6, "Stand 4 feet from a dog"),
        "beside": (7, "Stand beside a dog"),
        "pet-puppy": (8, "Pet a puppy that somebody holds"),
        "hold-puppy": (9, "Hold a puppy"),
        "leashed": (9, "Pet a large leashed dog"),
        "free": (10, "Pet a large unleashed dog"),
    }
    listed = [{"id": name, "title": title, "distress": suds} for name, (suds, title) in steps.items()]
    whole = {"title": "Dogs", "rated": "2026-03-02", "scale": "0-10", "goal": "free", "situations": listed}
    assert codes(SituationGraph.model_validate(whole)) == ["EL040"]
