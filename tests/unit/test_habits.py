"""Which kind a safety behaviour is: a table, and what may never follow from a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure_ladder.records.habits import Habit, habit

KINDS = {
    "ritual": """
    washing | washing my hands for two minutes | hand sanitiser | wiping the handle | checking the stove |
    checking | praying silently | counting to seven | tapping the table | going back to look |
    replaying it in my head | repeating a good word in my head | checking my pulse | rereading the mail |
    confessing to my wife | touching wood | going over every step in my head | disinfecting the phone |
    straightening the towels | wiping my hands on my clothes
    """,
    "reassurance": """
    asking | asking mother | asking whether it is safe | phoning mum to ask if I locked it | googling symptoms |
    reassurance from my partner | asking my husband again | being told that it is fine |
    telling myself it is safe | texting him to make sure he is okay | asked my sister if it is clean |
    looking up the illness | googling the rash
    """,
    "aid": """
    company | my husband on the phone | phone | water bottle | sitting by the door | sunglasses | joking |
    looking at the phone | holding the rail | earphones | leaving early | a lucky charm | changing the subject |
    asking questions instead | holding my breath | knowing where every hospital is | wearing gloves |
    making light of it | saying sorry again and again | reading a magazine | drinking water | drinking tea |
    checking the way home on the phone | rehearsing the sentence | my mother beside me | chewing gum |
    standing behind somebody | a cup of coffee | diet coke | staying near the exit | inventing an excuse |
    giving advice | asking by e-mail instead | perfume | alcohol-free beer | the dog | long sleeves |
    spam filter | music | a drink of water | counting on my friend | testing them first | checking exits |
    écouter de la musique | asking for a seat by the door
    """,
    "sedative": """
    lorazepam | lorazepam before | half a xanax | diazepam in my pocket | a sleeping pill |
    something to calm my nerves | propranolol beforehand | bromazepam | etizolam
    """,
    "substance": """
    wine | two beers | a glass of wine | a drink first | had a few drinks | vodka | smoking weed | a joint |
    tipsy | drinking beforehand | alcohol | two glasses of prosecco | a beer every evening
    """,
    "protection": """
    inhaler | insulin | my adrenaline pen | condom | telling a friend where I am | lorazepam every evening |
    my prescribed diazepam, twice a day | helmet | seat belt | glasses | hearing aid | interpreter |
    walking stick | guide dog | own way home | stop word | safety plan | a friend who knows | glucose tablets |
    sertraline | bisoprolol | 50 mg of something | warfarin | metformin | wheelchair |
    texting my sister where I am | my own taxi home | support worker | pacemaker | clozapine |
    checking my blood sugar | oxazepam as prescribed | contraceptive pill | meeting in a public place | ramipril
    | applied tension | levothyroxine | cetirizine | a spray for asthma | my tablets | sun cream |
    zopiclone each night | antihistamine | aspirin just in case | friend knows where I am | quetiapine
    """,
}
"""Kind → how people call it, with bars between."""
ROWS = [(kind, words.strip()) for kind, table in KINDS.items() for words in table.split("|")]


@pytest.mark.parametrize(("kind", "words"), ROWS)
def test_a_habit_has_its_kind(kind: str, words: str) -> None:
    assert habit(" ".join(words.split())) == kind


@pytest.mark.parametrize(
    "words", ["lorazepam", "inhaler", "telling a friend where I am", "condom", "wine", "25 mg abcix"]
)
def test_nothing_that_protects_or_is_taken_is_offered_to_leave_out(words: str) -> None:
    assert not habit(words).may_fade


def test_a_regular_prescription_counts_as_normal_and_one_for_the_practice_does_not() -> None:
    assert not habit("lorazepam every evening").undoes
    assert habit("lorazepam before").undoes
    assert not habit("clonazepam").may_fade


@given(words=st.text(max_size=80))
def test_any_text_has_a_kind_and_only_one_rule_at_a_time(words: str) -> None:
    found = habit(words)
    assert not (found is Habit.PROTECTION and (found.undoes or found.may_fade))
    assert found.undoes or found.may_fade or found is Habit.PROTECTION
    assert habit(words) is found


@given(
    words=st.sampled_from([words for kind, words in ROWS if kind == "protection"]), other=st.text("abc ,", max_size=9)
)
def test_case_and_spaces_change_no_kind(words: str, other: str) -> None:
    assert habit(f"  {words.upper()} ") is Habit.PROTECTION
    assert not habit(f"{words}, {other}").undoes
