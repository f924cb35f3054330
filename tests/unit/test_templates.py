"""The bundled templates: each can be loaded, is a whole ladder, is safe to hand out, and claims nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from importlib.resources import files
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from exposure_ladder import Course, build_ladder, infer, lint
from exposure_ladder.errors import ImpossibleLadderError
from exposure_ladder.graph import measure, prerequisites
from exposure_ladder.linting.people import asks_for_space
from exposure_ladder.records import Kind, SituationGraph
from exposure_ladder.records.habits import Habit, habit
from published import DOGS

FOLDER = files("exposure_ladder") / "data"
TEMPLATES = sorted(
    entry.name.removesuffix(".yaml") for entry in FOLDER.iterdir() if entry.is_file() and entry.name.endswith(".yaml")
)
EXPECTED = {
    "affection",
    "closeness",
    "contamination",
    "disclosure",
    "dogs",
    "family-friends",
    "first-meetings",
    "kindness",
    "own-space",
    "panic",
    "public-speaking",
    "social-anxiety",
    "time-together",
    "touch-talk",
    "train",
    "trust",
}
WITH_A_PARTNER = ["affection", "closeness", "own-space", "time-together", "touch-talk", "trust"]
WITHOUT_A_PARTNER = ["family-friends", "first-meetings"]
WITH_ANOTHER_PERSON = [*WITH_A_PARTNER, *WITHOUT_A_PARTNER, "disclosure", "kindness", "social-anxiety"]


SEXUAL = re.compile(
    r"\b(sex\w*|intercourse|genital\w*|erotic\w*|arous\w*|orgasm\w*|naked|nude|undress\w*|breasts?|lust\w*|"
    r"bedroom|in bed)\b",
    re.IGNORECASE,
)
CLAIM = re.compile(
    r"\b(treat(s|ed|ing|ments?)?|cur(e|es|ed|ing)|heal(s|ed|ing)?|therapy|clinically|proven|guarantee\w*|diagnos\w+)\b",
    re.IGNORECASE,
)
DENIAL = re.compile(r"\bnot a treatment( and no diagnosis)?\b", re.IGNORECASE)
TOUCH = re.compile(r"\b(hug|hold|held|hand in hand|lean|rest my hand|shoulder to shoulder|sit close)\b", re.IGNORECASE)
ASKING = re.compile(r"^(Ask|Tell)\b")
CONCRETE = re.compile(
    r"\b(\d+|one|once|two|three|five|ten|twenty|thirty|first|minutes?|seconds?|hours?|partner|friend|colleagues?|"
    r"dog|puppy|cashier|trains?|bus|city)\b",
    re.IGNORECASE,
)


def text(name: str) -> str:
    return (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


def template(name: str) -> SituationGraph:
    return SituationGraph.model_validate(YAML(typ="safe").load(text(name)))


def distresses(graph: SituationGraph) -> list[float]:
    return [situation.distress for situation in graph.situations if situation.distress is not None]


def comments(name: str) -> str:
    return "\n".join(line.partition("#")[2] for line in text(name).splitlines())


def test_the_promised_templates_are_there():
    assert set(TEMPLATES) >= EXPECTED


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_is_a_whole_ladder(name: str):
    graph = template(name)
    # the train ladder keeps the seven rungs of its source
    assert (7 if name == "train" else 8) <= len(graph.situations) <= 15
    rated = sorted(distresses(graph))
    assert len(rated) == len(graph.situations)
    assert 20 <= rated[0] <= 45
    assert max(b - a for a, b in pairwise(rated)) <= 15
    assert graph.rated == "example"
    assert graph.client == "X"


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_stays_a_ladder_while_no_consent_is_recorded(name: str):
    free = sorted(s.distress for s in template(name).situations if not s.consent and s.distress is not None)
    assert free[0] <= 45
    assert max(b - a for a, b in pairwise(free)) <= 15


@pytest.mark.parametrize("name", TEMPLATES)
def test_goal_is_the_hardest_step_and_can_be_reached(name: str):
    graph = template(name)
    (goal,) = graph.goal
    by_id = {situation.id: situation for situation in graph.situations}
    assert by_id[goal].distress == max(distresses(graph))
    needs_consent = {situation for situation in prerequisites(graph, graph.goal) if by_id[situation].consent}
    assert bool(needs_consent) == (name in ("affection", "touch-talk")), "their goals wait for a yes, and they say so"


@pytest.mark.parametrize("name", TEMPLATES)
def test_prerequisites_are_never_harder_than_what_needs_them(name: str):
    graph = template(name)
    by_id = {situation.id: situation for situation in graph.situations}
    for situation in graph.situations:
        for need in situation.requires:
            assert (by_id[need].distress or 0) <= (situation.distress or 0)


@pytest.mark.parametrize("name", TEMPLATES)
def test_harder_facet_levels_are_never_rated_easier(name: str):
    graph = template(name)
    whole = [situation for situation in graph.situations if set(situation.facets) == set(graph.facets)]
    for a, b in combinations(whole, 2) if graph.facets else ():
        places = [
            (graph.facets[facet].position(a.facets[facet]), graph.facets[facet].position(b.facets[facet]))
            for facet in graph.facets
        ]
        if all(left <= right for left, right in places) and any(left < right for left, right in places):
            assert a.distress < b.distress, (a.id, b.id)
        if all(left >= right for left, right in places) and any(left > right for left, right in places):
            assert a.distress > b.distress, (a.id, b.id)


@pytest.mark.parametrize("name", TEMPLATES)
def test_titles_are_exact_short_and_different(name: str):
    titles = [situation.title for situation in template(name).situations]
    assert max(map(len, titles)) <= 80
    assert [title for title in titles if not CONCRETE.search(title)] == []
    words = [frozenset(re.findall(r"[a-z0-9]+", title.lower())) for title in titles]
    for (a, first), (b, second) in combinations(zip(titles, words, strict=True), 2):
        assert len(first & second) / len(first | second) < 0.7, (a, b)


@pytest.mark.parametrize("name", TEMPLATES)
def test_most_steps_name_a_feared_outcome_and_every_file_safety_behaviours(name: str):
    situations = template(name).situations
    assert 2 * sum(situation.feared is not None for situation in situations) >= len(situations)
    assert any(situation.safety for situation in situations)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_link_says_more_than_the_law(name: str):
    for link, implied in measure(template(name)).link_effects:
        assert link.similarity > implied + 0.05, link


@pytest.mark.parametrize("name", TEMPLATES)
def test_numbers_are_labelled_and_nothing_is_claimed(name: str):
    notes = comments(name)
    assert "SAFETY.md" in notes
    assert "not a treatment" in notes
    assert ("published by Anxiety Canada" if name == "dogs" else "assumption of this project") in notes
    assert CLAIM.findall(DENIAL.sub("", text(name))) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_only_the_template_for_adults_speaks_of_sex_and_it_describes_nothing(name: str):
    found = {match[0].lower() for match in SEXUAL.finditer(text(name))}
    assert found <= ({"sex", "sexual"} if name == "touch-talk" else set())
    kinds = {situation.kind for situation in template(name).situations}
    assert (Kind.SEXUAL in kinds) == (name == "touch-talk")
    for situation in template(name).situations:
        assert situation.kind is Kind.SEXUAL or not re.search(r"\bsex", situation.title), situation.id


def test_the_template_for_adults_begins_closed_and_its_talking_part_is_open():
    """Neither a day of asking nor a word about adults is given in advance; what asks nobody can be practised."""
    graph = template("touch-talk")
    assert (graph.screened, graph.adults) == (None, False)
    assert comments("touch-talk").startswith(" ADULTS ONLY.")
    belief = infer(Course(graph=graph), at=datetime(2026, 1, 5, tzinfo=UTC))
    ladder = build_ladder(belief)
    assert ladder.waiting == graph.goal
    assert "never the answers" in str(ladder)
    with pytest.raises(ImpossibleLadderError, match="never the answers"):
        build_ladder(belief, goal=graph.goal)
    assert {rung.id for rung in ladder.rungs} == {
        "write",
        "when",
        "word",
        "like",
        "theirs",
        "no",
    }


def test_the_template_for_adults_keeps_its_order():
    """Evidence 8.3: talk, then touch without an aim, in turns; each later phase has every earlier one before it."""
    graph = template("touch-talk")
    phases = ["like", "hand", "stop", "turns", "slow", "after", "go-on"]
    for earlier, later in pairwise(phases):
        assert earlier in prerequisites(graph, [later]) - {later}
    assert {"no", "talk", "fear", "leave-out"} <= prerequisites(graph, ["slow"])


@pytest.mark.parametrize("name", [*WITH_A_PARTNER, *WITHOUT_A_PARTNER])
def test_closeness_templates_hold_space_of_ones_own(name: str):
    """S57, S60: asking for room, or saying enough, is a step among the others, and lint has nothing to add."""
    assert "EL025" not in {finding.code for finding in lint(template(name))}
    assert any("own space" in s.tags or asks_for_space(s.title) for s in template(name).situations)


@pytest.mark.parametrize("name", ["disclosure", "own-space", "time-together", "touch-talk", "trust", "closeness"])
def test_templates_of_telling_hold_a_listener(name: str):
    """S37."""
    found = [s.id for s in template(name).situations if re.search(r"\b[Ll]isten\b", s.title)]
    assert found
    assert name == "closeness" or any("listener" in s.tags for s in template(name).situations)


@pytest.mark.parametrize("name", TEMPLATES)
def test_files_open_in_any_editor(name: str):
    content = text(name)
    assert content.isascii()
    assert "\t" not in content
    assert content.endswith("\n")


@pytest.mark.parametrize("name", WITH_ANOTHER_PERSON)
def test_interpersonal_templates_ask_about_real_harm_first(name: str):
    assert "FIRST ASK: is this fear, or protection from real harm?" in text(name).partition("format:")[0]


@pytest.mark.parametrize("name", [*WITH_A_PARTNER, *WITHOUT_A_PARTNER, "disclosure"])
def test_having_had_enough_counts_as_success(name: str):
    assert re.search(r"enough for now\" (counts as|is) success", comments(name))


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_touch_has_consent_and_is_asked_for_first(name: str):
    """S48: each touch step has a talk step among its ancestors."""
    graph = template(name)
    by_id = {situation.id: situation for situation in graph.situations}
    for situation in graph.situations:
        if situation.consent:
            assert situation.consent == ("partner",)
            before = prerequisites(graph, [situation.id]) - {situation.id}
            assert any(ASKING.search(by_id[name].title) and not by_id[name].consent for name in before), situation.id
        elif name in ("affection", "closeness") and not ASKING.search(situation.title):
            assert not TOUCH.search(situation.title), situation.id


@pytest.mark.parametrize("name", WITHOUT_A_PARTNER)
def test_a_template_for_people_without_a_partner_asks_for_no_touch_and_no_going_back(name: str):
    """B11: protection is part of every meeting, and distance from somebody who hurt one is no step."""
    graph = template(name)
    assert {situation.kind for situation in graph.situations} == {None}
    assert not [
        s.title
        for s in graph.situations
        if TOUCH.search(s.title) or (re.search(r"\b(flat|home|room)\b", s.title) and "go home early" not in s.title)
    ]
    assert not [words for s in graph.situations for words in s.safety if habit(words) is Habit.PROTECTION]
    notes = " ".join(comments(name).split())
    assert "wo questions" in notes
    promised = ("public place", "own way home", "a friend knows") if name == "first-meetings" else ("is no step",)
    assert all(words in notes for words in promised)


def test_affection_says_how_to_record_a_yes():
    assert "exposure-ladder consent FILE ID PERSON" in comments("affection")


def test_dogs_is_the_published_ladder():
    graph = template("dogs")
    assert graph.shown == "0-10"
    assert [(situation.id, situation.distress) for situation in graph.situations] == [(i, 10.0 * r) for i, r in DOGS]
    assert [b - a for a, b in pairwise(distresses(graph))] == [0, 10, 0, 10, 10, 10, 10, 10, 10, 0, 10]
    assert not graph.facets, "no facets, so that no step can be invented between the published ones"
    # tied steps come back in the published order, because ties are broken by id
    assert sorted(graph.situations, key=lambda s: (s.distress, s.id)) == list(graph.situations)


def test_train_holds_seven_of_the_eight_points_and_is_monotone():
    graph = template("train")
    found = {(situation.facets["stops"], situation.facets["crowding"]) for situation in graph.situations}
    lattice = {(a, b) for a in graph.facets["stops"].levels for b in graph.facets["crowding"].levels}
    assert lattice - found == {("1 stop", "rush hour")}
    assert distresses(graph) == sorted(distresses(graph))


def test_closeness_has_the_steps_of_a_first_session():
    """``new closeness`` writes the file with which a therapist begins; the guide's first session names these ids."""
    graph = template("closeness")
    assert {"day", "film", "hard-day", "ask-hug", "feeling", "evening-alone", "hug", "need", "hurt"} <= set(graph.ids)
    assert graph.goal == ("hurt",)
    for key in ("client:", "distress:", "rated:", "title:", "exposure-ladder check FILE"):
        assert key in comments("closeness")


def test_the_therapist_example_is_a_persons_own_file_with_one_step_unrated():
    path = Path(__file__).parents[2] / "examples" / "therapist" / "closer.yaml"
    content = path.read_text(encoding="utf-8")
    graph = SituationGraph.model_validate(YAML(typ="safe").load(content))
    assert graph.own
    assert {situation.id: situation.distress for situation in graph.situations} == {
        "day": 20,
        "hard-day": 40,
        "film": 35,
        "ask-hug": 45,
        "feeling": None,
        "hug": 55,
        "evening-alone": 50,
        "need": 60,
        "hurt": 80,
    }
    lines = content.splitlines()
    assert lines[21].index("by phone") == 34, "the first session mistypes line 22, column 35"
    assert lines[48].index("80") == 14, "and line 49, column 15"
    assert SEXUAL.findall(content) == []
