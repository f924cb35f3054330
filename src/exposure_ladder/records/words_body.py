"""What titles say about the body: exertion, illness, blood and needles, eating."""

from __future__ import annotations

from typing import Final

from exposure_ladder.records._subject import Subject
from exposure_ladder.records.phrases import Phrases, Text

__all__ = ["read_body"]

_EXERTION: Final = Phrases(
    """
        run|runs|running|jog|jogging|sprint|sprinting .. stairs|steps|spot|place|hill|round|minutes|minute|park|track|
        up|heart|fast|for|until
        run|jog|sprint|climb|race .. up .. stairs|hill|steps|floors|flights
        breathe|breathing .. fast|quickly|quick|deep|deeply|straw|hard|rapidly|shallow|in_and_out
        hyperventilate|hyperventilating|hyperventilation|star_jumps|jumping_jacks|squats|push_ups|burpees|press_ups|
        skipping_rope|step_ups|treadmill|spinning|cycling_class|sauna|steam_room|hot_bath|hot_yoga|ice_bath|
        cold_shower|energy_drink|energy_drinks|espresso|espressos
        hold|holding <my>? breath
        spin|spinning|turn|turning|whirl .. round|around|chair|circles|spot|seconds
        drink|drinking|have .. coffee|coffees|caffeine|cola|red_bull|coke
        shake|shaking .. head .. seconds|minute|side
        cycle|cycling|row|swim|dance|climb|skip|exercise|train|march|hike .. hard|fast|until|breath|heart|sweat|
        pounds|uphill|out_of_breath|laps|lengths|mountain
        heart .. pounds|races|beats|racing|pounding|rate
        out_of_breath|breathless|get_dizzy|until_i_am_dizzy|make_myself_dizzy|head_between_my_knees|head_rush|
        tense_all
        roller_coaster|rollercoaster|carousel|bungee|trampoline|hot_tub|jacuzzi|heat|scuba
        step|stepping up_and_down
        carry .. heavy|boxes|shopping|water_crates|crates
        overheated|heated|warm room|car|jacket
    """
)
_BODY_FEELING: Final = Phrases(
    """
        breathe|breathing|breath .. fast|quickly|quick|rapidly|straw|hard|shallow|in_and_out
        hyperventilate|hyperventilating|hyperventilation|overbreathe|overbreathing
        hold|holding <my>? breath
        spin|spinning|whirl|whirling round|around|in|on|until|for
        turn|turning .. chair|spot|circles
        shake|shaking <my>? head .. side|seconds|minute|minutes|dizzy|until
        head_between_my_knees|head_rush|make_myself_dizzy|until_i_am_dizzy|until_i_feel_dizzy|tense_all
        until|till <my>? .. heart .. pounds|races|beats|thumps|hammers
        until|till ... dizzy|breathless|out_of_breath|sweat|tingle|tingling
    """
)
_ILL: Final = Phrases(
    """
        <illness>
        my heart|lungs .. ill|weak|problem|disease|illness|trouble|condition|valve|operation|surgery
        heart|lung|lungs|breathing .. problem|disease|illness|trouble|condition|failure|valve|defect|murmur|
        attack_last|rhythm
        months pregnant|weeks_pregnant
        am|being pregnant
    """
)
_NOT_ILL: Final = Phrases(
    """
        fear of|about .. <illness>
        doctor .. yes|ok|okay|fine|said_yes|asked|agrees|cleared
        read|film|photo|word|video|story|article|visit|talk|google|look_up .. <illness>
        friend|sister|colleague|cousin .. pregnant|asthma|epilepsy
    """
)
_FAINT: Final = Phrases(
    """
        <wound>
        blood .. drawn|donate|give|taken|pressure
        prick .. finger
        a|the|deep|bleeding|open cut
        watch|film|video|photo|photos .. surgery|operation|operating
        get|have .. jab|shot|vaccinated
    """
)
_EATING: Final = Phrases(
    """
        eat|eating|food|meal|pizza|cake|chocolate|butter|fat|calories|kcal|weight|gain|bread|pasta|dessert|ice_cream|
        crisps|chips|burger|breakfast|lunch|dinner|snack|buffet
    """
)
_BODY_CHECK: Final = Phrases(
    """
        weigh|weighing <my>? myself|body
        weigh|weighing .. every|each|after|before .. day|morning|evening|meal|meals
        step|stepping|get on <my>? .. scales|scale
        measure|measuring|pinch|pinching .. waist|thighs|belly|stomach|arms|hips|fat
        check|checking|look .. body|belly|stomach|thighs|waist .. mirror
    """
)
_SUBJECTS: Final = {
    Subject.EXERTION: _EXERTION,
    Subject.BODY_FEELING: _BODY_FEELING,
    Subject.FAINTING: _FAINT,
    Subject.EATING: _EATING,
    Subject.BODY_CHECK: _BODY_CHECK,
}


def read_body(text: Text) -> set[Subject]:
    """Return what a title says about the body.

    Parameters
    ----------
    text : Text
        The title.

    Returns
    -------
    set of Subject
        Exertion, illness, blood, eating, body checks.
    """
    found = {subject for subject, phrases in _SUBJECTS.items() if phrases.found(text)}
    if _ILL.found(text) and not _NOT_ILL.found(text):
        found.add(Subject.ILLNESS)
    return found
