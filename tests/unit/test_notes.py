"""Notes: what is read out of them, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure_ladder.records.notes import NoteSign, note_signs

CRISIS = frozenset({NoteSign.CRISIS, NoteSign.VEILED})

EXPLICIT = """
I had an urge to hurt myself
I want to die
I wanted to kill myself last night
I thought about ending my life
I have a plan to end it all
I took too many pills on purpose
I took the tablets out and counted them
I stood on the bridge and wanted to jump
I am suicidal again
I wrote a goodbye letter
I scratched my arms until they bled
I nearly jumped in front of the train
I bought a rope
I self-harmed after the step
the wish to be dead is back
I've started cutting again
Last week I tried to hang myself
I keep a razor blade in my bag in case
I looked up how many pills it takes
I don't want to live any more
"""
VEILED = """
everyone would be better off without me
there is no point any more
I can't go on like this
I don't see a future for me
I wish I could fall asleep and never wake up
I am only a burden to them
nobody would miss me
what is the point of living
I have given away my things
I have nothing left to live for
"""
NOTHING = """
I thought I would die in the lift
I could have died of shame
my uncle's suicide came up at dinner
no thoughts of suicide this week
I had suicidal thoughts ten years ago, not now
we talked about suicide prevention at work
the film was about a man who hangs himself
I cut my finger while cooking
I hurt myself at football
I burned my hand on the pan
I took my tablets as always
dead tired after the day
I would kill for a coffee
killing two birds with one stone
I jumped when the dog barked
I jumped on the train at the last second
I ended the exercise early
I wanted the ground to swallow me
I want to disappear when they look at me
there was no point in staying longer
I can't go on holiday with this fear
I gave my old clothes away
I said goodbye to everybody at the party
my friend took her own life in 2019 and I thought of her
I was better without him at the till
tired of living in this small flat
no one will notice my shaking hands
I do not want to die, I noticed that
I feared I would go mad
my grandmother died in May and I miss her
"""
PRESSURED = """
he made me do it
I said no but he went on
he got angry when I stopped
I only did it so that he would not be cross
he would not stop when I asked
he forced me
I gave in because he kept asking
I didn't dare to say no
he held me down
he sulked all evening because I said no
she threatened to leave if I refused
it was against my will
she kept on until I said yes
I stayed because he would have shouted
I froze and he kept going
"""
FREE = """
he made me tea
she made me laugh
I pressed the button
he made coffee while I waited
she made me a list
I said no and he smiled
he stopped at once when I asked
I forced myself to stay
the nurse pressed on my arm
I gave in to the urge to check
my boss was angry about the report
he said I could stop at any time
my husband insisted on paying for lunch
I could not say no to the cake
I cried and he hugged me
"""
OTHERS = (
    ("urge to shake my baby", NoteSign.HARM_THOUGHT),
    ("image of stabbing him", NoteSign.HARM_THOUGHT),
    ("thought of the knife again", NoteSign.HARM_THOUGHT),
    ("the voices told me to stop", NoteSign.BEYOND_REALITY),
    ("they are poisoning my food", NoteSign.BEYOND_REALITY),
    ("I have not slept for days and I am full of energy", NoteSign.BEYOND_REALITY),
    ("everything was unreal", NoteSign.NOT_HERE),
    ("I had a flashback", NoteSign.NOT_HERE),
    ("I fainted", NoteSign.FAINTED),
    ("I blacked out for a moment", NoteSign.FAINTED),
    ("it was too much", NoteSign.TOO_MUCH),
)
UNLIKE = (
    "it was as if everybody watched me",
    "I heard voices in the next room from the television",
    "my foot was numb from sitting",
    "I was far away from the exit",
    "I felt faint",
    "I feared I'd faint",
    "I nearly passed out",
    "my sister fainted once",
)


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


@pytest.mark.parametrize("note", lines(EXPLICIT) + lines(VEILED))
def test_words_of_crisis_are_read(note: str) -> None:
    assert note_signs(note) & CRISIS


@pytest.mark.parametrize("note", lines(NOTHING))
def test_panic_grief_and_figures_of_speech_are_no_crisis(note: str) -> None:
    assert not note_signs(note) - {NoteSign.TOO_MUCH}


@pytest.mark.parametrize("note", lines(PRESSURED))
def test_pressure_is_read(note: str) -> None:
    assert NoteSign.PRESSURE in note_signs(note)


@pytest.mark.parametrize("note", lines(FREE))
def test_ordinary_give_and_take_is_no_pressure(note: str) -> None:
    assert not note_signs(note)


@pytest.mark.parametrize(("note", "sign"), OTHERS)
def test_other_signs_are_told_apart(note: str, sign: NoteSign) -> None:
    assert note_signs(note) == {sign}


@pytest.mark.parametrize("note", UNLIKE)
def test_near_misses_are_no_signs(note: str) -> None:
    assert not note_signs(note)


def test_what_is_past_in_one_sentence_can_be_there_in_the_next() -> None:
    assert not note_signs("I tried to kill myself ten years ago.")
    assert note_signs("I tried to kill myself ten years ago. I want to die") & CRISIS
    assert note_signs("I tried to kill myself ten years ago, and now I think of it again") & CRISIS
    assert note_signs("My uncle's suicide. I want to kill myself too") & CRISIS


def test_an_unwanted_thought_is_no_crisis_and_a_deed_is() -> None:
    assert note_signs("I had the thought of stabbing my husband") == {NoteSign.HARM_THOUGHT}
    assert NoteSign.HARM_INTENT in note_signs("I hit my son")


@given(st.text(max_size=80))
def test_every_note_can_be_read(note: str) -> None:
    assert note_signs(note) <= frozenset(NoteSign)
