"""The things a title can be about, and which of them bar a step; how they are read stands in `subjects`."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

__all__ = ["COMPULSIVE", "NEVER_OPENED", "WAITS_FOR_REASON", "Subject"]


class Subject(StrEnum):
    """What a title is about. A title may have several, and most have none."""

    # People
    SEXUAL = "sexual"
    """A sexual act or undressed contact: `kind: sexual` only."""
    PERHAPS_SEXUAL = "perhaps sexual"
    """Words of sex or undress that may mean something else: any `kind` settles it."""
    CHILD_SEXUAL = "sexual with a child"
    """Explicit words and a child or somebody under 18: left out for good."""
    TOUCH = "touch of another person"
    CARE = "ordinary care or touch"
    """One's own child, relatives, professions, greetings, classes, sport: never gated, never called sexual."""
    FORCED = "contact that is not asked for"
    """Unasked, unwanted or made to happen."""
    MADE_TO = "somebody else's doing"
    """Make or get somebody to do something; a finding, no gate."""
    GIVING_IN = "giving in"
    """Letting happen what is not wanted, or being checked on."""
    VIOLENT_PERSON = "somebody violent or controlling"
    CHILD = "a child is named"
    # Trauma
    RELIVED = "trauma gone through again"
    TRAUMA_PLACE = "place of an assault"
    ACCIDENT_PLACE = "harmless reminder"
    """Driving after an accident, hospital corridors: a hint only."""
    # Danger that no written reason opens
    MEDICINE_SKIPPED = "needed medicine, device or care left out"
    OVERDOSE = "more medicine than prescribed"
    COMPENSATION = "vomiting, fasting or laxatives"
    WEAPON = "weapon"
    UNSAFE_DRIVING = "unsafe driving"
    RAW_FOOD = "raw or spoiled food"
    SELF_HARM = "hurting oneself"
    CRIME = "against the law"
    SEX_PAIN = "going on in pain with sex"
    # Danger that waits for a written reason
    TRAFFIC = "traffic or rails"
    HEIGHT = "height without protection"
    WATER = "water"
    FIRE = "fire, gas or current"
    POISON = "chemicals"
    PLACE_OR_HOUR = "unsafe place or hour"
    STRANGER = "alone with a stranger"
    CHILD_ALONE = "small child left alone"
    ANIMAL = "dangerous animal"
    HYGIENE = "germs that do harm"
    MEDICINE_CHANGED = "medicine taken or changed"
    # Body
    EXERTION = "exertion or body feeling"
    BODY_FEELING = "body feeling brought on"
    """An exercise that is there for the feeling: fast breathing, spinning, holding the breath."""
    ILLNESS = "illness or pregnancy is named"
    FAINTING = "blood, needle or wound"
    EATING = "food, weight or shape"
    BODY_CHECK = "weighing or body check"
    # What fear makes one do
    RITUAL_FEAR = "germs, dirt, doubt or order"
    """What washing, checking and arranging answer to."""
    LEFT_OUT = "a ritual left out"
    """Washing, checking or asking is put off or left out: the exercise itself."""
    RITUAL = "ritual"
    REASSURANCE = "reassurance"
    CALM_GOAL = "calm as the goal"
    SUBSTANCE = "alcohol or drug used"
    CUE_EXPOSURE = "staying near alcohol or drugs"
    """Relapse prevention, which waits for a professional."""
    DISTRACTION = "distraction"
    AVOIDANCE = "avoidance as a step"
    COMPANY = "somebody or something for safety"


NEVER_OPENED: Final = frozenset(
    {
        Subject.CHILD_SEXUAL,
        Subject.FORCED,
        Subject.GIVING_IN,
        Subject.VIOLENT_PERSON,
        Subject.MEDICINE_SKIPPED,
        Subject.OVERDOSE,
        Subject.COMPENSATION,
        Subject.WEAPON,
        Subject.UNSAFE_DRIVING,
        Subject.RAW_FOOD,
        Subject.SELF_HARM,
        Subject.CRIME,
        Subject.SEX_PAIN,
    }
)
"""Left out, and no `ignore` opens it."""

WAITS_FOR_REASON: Final = frozenset(
    {
        Subject.TRAFFIC,
        Subject.HEIGHT,
        Subject.WATER,
        Subject.FIRE,
        Subject.POISON,
        Subject.PLACE_OR_HOUR,
        Subject.STRANGER,
        Subject.CHILD_ALONE,
        Subject.ANIMAL,
        Subject.HYGIENE,
        Subject.MEDICINE_CHANGED,
    }
)
"""Off the ladder until a reason stands in `ignore`."""

COMPULSIVE: Final = frozenset({Subject.RITUAL, Subject.REASSURANCE, Subject.CALM_GOAL, Subject.DISTRACTION})
"""Findings of `check`; never a gate."""
