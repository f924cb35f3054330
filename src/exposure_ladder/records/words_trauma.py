"""What titles say about trauma: going through it again, and going to its place."""

from __future__ import annotations

from typing import Final

from exposure_ladder.records._subject import Subject
from exposure_ladder.records.phrases import Phrases, Text

__all__ = ["read_trauma"]

_EVENT: Final = (
    "assault|assaults|assaulted|rape|raped|molested|molestation|sexual_abuse|the_abuse|my_abuse|abused|"
    "mugging|mugged|robbery|robbed|shooting|stabbing|stabbed|torture|tortured|trauma|traumas|"
    "traumatic|kidnapping|kidnapped|accident|car_crash|the_crash|my_crash|the_attack|my_attack|attacked|"
    "the_war|my_war|ambush|bombing|explosion|earthquake|the_fire|house_fire|beaten|the_beating|"
    "what_he_did_to_me|what_she_did_to_me|what_they_did_to_me|did_to_me|happened_to_me|what_happened|"
    "the_worst_moment|the_worst_night|worst_memory|flashback|flashbacks|my_nightmare|nightmares|"
    "stillbirth|combat|childhood_abuse|was_shot|was_hit|that_night|the_night_it|the_day_it|the_night_of|"
    "the_day_of"
)
_RELIVED: Final = Phrases(
    f"""
        <relive>|account|story|tape|recording|script|narrative|in_my_mind|in_my_head|in_words|in_detail ... {_EVENT}
        {_EVENT} .. in_my_mind|in_my_head|in_detail|in_my_imagination|aloud|before_my_inner_eye
        trauma account|narrative|script|story|tape|memory
        imaginal_exposure|impact_statement
    """
)
_NOT_RELIVED: Final = Phrases(
    """
        news|newspaper|paper|article|documentary|film|movie|novel|history|podcast|museum|series|magazine|crime_story|
        thriller|headline|on_tv|radio
        i might|may|could|will|would|have .. attack|attacked|abuse|abused|stab|stabbed|molest|molested|rape|raped|hit|
        run_over|assaulted
        word trauma|rape|accident|attack|war|assault
        <friend>|<family>|neighbour 's accident|crash|attack|robbery
        what_happened <place>? in|at|during|today|next .. office|work|school|film|meeting|match|party|week
        told|tell|ask .. what happened $
    """
)
_ASSAULTED: Final = (
    "held_up|pushed_around|attacked|assaulted|raped|mugged|robbed|beaten|abused|molested|stabbed|shot|threatened|groped|harassed|"
    "kidnapped|followed|hit|choked|spiked|drugged|grabbed"
)
_TRAUMA_PLACE: Final = Phrases(
    f"""
        where|when|which|that i|we was|were|got|had_been|have_been|am .. {_ASSAULTED}
        where .. he|she|they|somebody|someone|man|men .. {_ASSAULTED}|beat|hurt|touched me
        where .. attack|assault|rape|mugging|robbery|abuse|shooting|stabbing .. happened|took_place|was|occurred
        where it|that|everything happened
        where .. drink|drinks .. spiked|drugged
        where .. attacker|rapist|abuser|man_who|he .. lived|lives|waited|lured|took|kept|locked
        scene|site|place|spot|street|house|room|park|corner|flat|club|platform|alley|path|building of <my> .. attack|
        assault|rape|mugging|robbery|abuse|shooting|stabbing
        clothes|dress|coat|smell|perfume|aftershave|song ... that_night|of_the_attack|of_the_man|when_i_was|
        of_my_attacker
    """
)
_ACCIDENT_PLACE: Final = Phrases(
    """
        after|since|of|from|where <my>|i|we .. accident|crash|crashed|collision
        hospital corridor|corridors
    """
)


def read_trauma(text: Text) -> set[Subject]:
    """Return whether a title goes through something terrible again, or to its place.

    Parameters
    ----------
    text : Text
        The title.

    Returns
    -------
    set of Subject
        Trauma gone through again, place of an assault, harmless reminder.
    """
    found = set[Subject]()
    if _TRAUMA_PLACE.found(text):
        found.add(Subject.TRAUMA_PLACE)
    if _RELIVED.found(text) and not _NOT_RELIVED.found(text):
        found.add(Subject.RELIVED)
    if _ACCIDENT_PLACE.found(text) and not found:
        found.add(Subject.ACCIDENT_PLACE)
    return found
