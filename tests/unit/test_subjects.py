"""Titles: what bars a step, what is ordinary care, and that no spelling gets round it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure_ladder import Course, build_ladder, infer, template
from exposure_ladder.records import Situation, SituationGraph
from exposure_ladder.records.content import Opening, gates, opening_key
from exposure_ladder.records.phrases import fold
from exposure_ladder.records.subjects import Subject, subjects, understood
from exposure_ladder.storage.templates import template_texts

REFERENCE = Path(__file__).parents[1] / "reference"


def shut(title: str, *, plan: str = "Plan", **more: object) -> set[Opening]:
    """Return what would open the gates of a step."""
    graph = SituationGraph.model_validate({"title": plan, "situations": [{"id": "a", "title": title} | more]})
    return {gate.opening for gate in gates(graph.situations[0], graph)}


CARE = (
    "Hold my baby for ten minutes while nobody else is at home",
    "Change my daughter's nappy alone",
    "Wash my son in the bath",
    "Kiss my little boy good night",
    "Put cream on my baby's bottom",
    "Hold my father's arm on the stairs",
    "Hug my mother at the station",
    "Let my grandmother lean on me across the road",
    "Shake hands with the new boss",
    "Let the nurse take my blood pressure",
    "Let the dentist hold my jaw",
    "Have my hair washed at the hairdresser",
    "Have a massage by the physiotherapist",
    "Let the gynaecologist examine me",
    "Have my legs waxed in the salon",
    "Hold hands in the prayer circle",
    "Dance a waltz in the class",
    "Wrestle with a partner in judo training",
    "Practise resuscitation on a classmate in first aid",
    "Let the tailor measure my chest",
)
ORDINARY = (
    "Ride the lift to the tenth floor",
    "Say no to my partner once",
    "Let my friend pay for lunch",
    "Let my partner see me cry",
    "Check the stove only once and leave",
    "Order a juice at a party",
    "Drive on the motorway again after my accident",
    "Touch the bin and eat a biscuit",
    "Talk to somebody of the opposite sex",
    "Hold a kitchen knife while my husband is in the room",
)
NEVER = (
    "Let him read my phone",
    "Let him do what he likes although I do not want it",
    "Say yes when he wants it and I do not feel like it",
    "Ask him to give me back my key",
    "Stay in the kitchen when my husband shouts and throws things",
    "Go back to my boyfriend who hits me",
    "Hug a stranger on the street without asking",
    "Make my wife kiss me",
    "Skip my insulin for one day",
    "Ride ten stops without my insulin and my adrenaline pen",
    "Eat a spoon of raw chicken",
    "Drive at 160 without a seat belt",
    "Make myself vomit once",
    "Cut my arm",
    "Hold a loaded gun to my head",
    "Touch my daughter sexually",
)
REASON = (
    "Meet a stranger from the app at his flat and tell nobody",
    "Lean over the railing of the bridge",
    "Walk through the park alone at midnight",
    "Leave the candle burning overnight",
    "Cross the road without looking",
    "Leave my baby alone in the bath",
)
WAITS = (
    ("Have sex with my partner", Opening.KIND),
    ("Lie naked beside my boyfriend", Opening.KIND),
    ("Talk about sex with my partner", Opening.KIND),
    ("Undress at the doctor's", Opening.KIND),
    ("Walk past the house where I was assaulted", Opening.PROFESSIONAL),
    ("Go through the rape in my mind", Opening.PROFESSIONAL),
    ("Sit in the bar and not drink", Opening.PROFESSIONAL),
    ("Have intercourse although it hurts", Opening.NOTHING),
)


@pytest.mark.parametrize("title", CARE + ORDINARY)
def test_care_and_ordinary_steps_are_not_barred(title: str) -> None:
    assert not shut(title)
    assert not subjects(title) & {Subject.SEXUAL, Subject.PERHAPS_SEXUAL, Subject.CHILD_SEXUAL}


@pytest.mark.parametrize("title", NEVER)
@pytest.mark.parametrize("kind", [None, "emotional", "touch"])
def test_what_is_never_planned_is_opened_by_nothing(title: str, kind: str | None) -> None:
    reasons = {f"EL0{n}": "my therapist said yes to it" for n in range(80, 95)}
    wording = Situation(id="a", title=title, kind=kind).wording
    reasons |= {f"{code}.{wording}": "my therapist said yes to it" for code in tuple(reasons)}
    assert Opening.NOTHING in shut(title, kind=kind, ignore=reasons)


@pytest.mark.parametrize("title", REASON)
def test_a_danger_waits_for_a_reason_and_asks_again(title: str) -> None:
    assert shut(title) == {Opening.REASON}
    key = opening_key("EL090", Situation(id="a", title=title))
    assert not shut(title, ignore={key: "it is safe because we prepared it"})
    assert shut(title, ignore={key: "I know"})  # three words at least
    assert shut(title, ignore={"EL090": "it is safe because we prepared it"})  # without the wording
    assert shut(f"{title} again", ignore={key: "it is safe because we prepared it"})
    assert shut(title, minutes=60, ignore={key: "it is safe because we prepared it"})


@pytest.mark.parametrize(("title", "opening"), WAITS)
def test_a_step_waits_for_what_its_words_ask_for(title: str, opening: Opening) -> None:
    assert opening in shut(title)


def test_only_a_sexual_kind_opens_an_explicit_step() -> None:
    title = "Have sex with my partner"
    for kind in ("emotional", "touch", "trauma"):
        assert Opening.KIND in shut(title, kind=kind)
    assert not shut(title, kind="sexual", consent="partner")
    assert not shut("Talk about sex with my partner", kind="emotional")


def test_a_professional_has_to_be_named() -> None:
    title = "Walk past the house where I was assaulted"
    key = opening_key("EL093", Situation(id="a", title=title))
    assert not shut(title, ignore={key: "with my therapist Dr B"})
    for reason in ("with my sister at noon", "I will ask my therapist", "not with a therapist"):
        assert shut(title, ignore={key: reason})


def test_exertion_waits_for_a_doctor_where_an_illness_is_named() -> None:
    title = "Run up and down the stairs"
    assert not shut(title)
    assert not shut(title, plan="Panic (fear of a heart attack)")
    for plan in ("Panic, I have a heart valve problem", "Pregnant and afraid of panic", "Panic with asthma"):
        assert shut(title, plan=plan) == {Opening.DOCTOR}
    key = opening_key("EL091", Situation(id="a", title=title))
    assert not shut(title, plan="Panic with asthma", ignore={key: "my GP agreed in March"})
    assert shut(title, plan="Panic with asthma", ignore={key: "my husband says fine"})
    assert not shut("Say hello to a neighbour", plan="Panic with asthma")


@pytest.mark.parametrize("name", ["titles_ordinary", "titles_barred"])
def test_longer_lists_are_read_the_same_way(name: str) -> None:
    """Lists of this project, written after the patterns and used to widen them: a floor, and no measure of recall."""
    lines = (REFERENCE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    wrong = [line for line in lines if bool(shut(line)) != (name == "titles_barred")]
    assert not wrong


DISGUISED = (
    "Have s\u0435x with my partner",  # Cyrillic e
    "Have ѕех with my partner",  # all Cyrillic
    "Have s\u200bex with my partner",
    "Have s\u00adex with my partner",
    "Have \uff53\uff45\uff58 with my partner",
    "Have s\u2062e\u2063x with my partner",
    "Have s.e.x with my partner",
    "HAVE SEX WITH MY PARTNER",
    "Have se\u0301x with my partner",
    "Have\u00a0sex\u2003with my partner",
)


@pytest.mark.parametrize("title", DISGUISED)
def test_no_spelling_gets_round_the_words(title: str) -> None:
    assert Subject.SEXUAL in subjects(title)


@pytest.mark.parametrize(
    "title",
    [
        "Mit meinem Freund schlafen",
        "Faire l\u2019amour avec lui",
        "Hacer el amor con mi novia",
        "Fare sesso con mio marito",
        "Fazer amor com ele",
        "Seks hebben met mijn man",
        "Ha sex med min partner",
        "Заняться сексом с мужем",
        "Uprawiać seks z żoną",
        "セックスをする",
        "和他做爱",
    ],
)
@pytest.mark.parametrize("language", [None, "de", "en"])
def test_the_core_of_sexual_words_is_read_in_every_language(title: str, language: str | None) -> None:
    assert Subject.SEXUAL in subjects(title, language)


def test_swedish_six_is_no_sex() -> None:
    assert not subjects("Åk buss sex hållplatser", "sv") & {Subject.SEXUAL}
    assert Subject.SEXUAL in subjects("Ha sex med min man", "sv")


def test_only_english_is_understood() -> None:
    assert [understood(language) for language in ("en", "en-GB", "de", None)] == [True, True, False, False]


@given(st.text(max_size=60))
def test_every_text_can_be_read_and_folds_once(text: str) -> None:
    subjects(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("name", sorted(template_texts()))
def test_no_step_of_a_template_is_barred_unless_its_kind_says_so(name: str) -> None:
    graph = template(name).graph
    assert not [situation.id for situation in graph.situations if gates(situation, graph)]


def test_a_plan_says_where_its_titles_cannot_be_read() -> None:
    at = datetime(2026, 1, 5, tzinfo=UTC)
    steps = [{"id": "a", "title": "Mit dem Bus fahren", "distress": 30}]
    pages = {}
    for language in ("de", "en", None):
        graph = SituationGraph.model_validate({"title": "Bus", "situations": steps, "language": language})
        pages[language] = str(build_ladder(infer(Course(graph=graph), at=at)))
    assert ["`kind`" in page for page in pages.values()] == [True, False, False]
