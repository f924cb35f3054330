"""What titles say about the things that fear makes one do: rituals, reassurance, calm as the goal, alcohol."""

from __future__ import annotations

from typing import Final

from exposure_ladder.records._subject import Subject
from exposure_ladder.records.phrases import Phrases, Text, before

__all__ = ["read_rituals"]

_ACTS: Final[dict[Subject, Phrases]] = {
    Subject.RITUAL: Phrases(
        """
        <clean> .. until|twice|three_times|again|again_and_again|thoroughly|afterwards|at_once|immediately|right_away|
        straight_away|with_soap|after|five_times|hot_water|for_ten_minutes|several_times|properly
        and|then <clean> .. hands|myself|clothes|it|everything|phone|keys|shower
        afterwards|then|after_that .. <clean>
        <check> .. again|twice|three_times|until|several_times|every|over_and_over|five_times|to_be_sure|
        before_leaving|just_in_case|whether|if|that|thoroughly|carefully
        <check> <my>? .. door|stove|oven|lock|iron|tap|taps|gas|plugs|windows|pulse|heart|mole|lump|e_mail|email|mail|
        body|skin|lights|locks|switches|bag|pockets|alarm
        go|drive|run|turn|walk back .. check|see|look|whether|if
        google|googling|search|look_up|research|read_about .. symptom|symptoms|illness|disease|cancer|causes|signs
        count|counting .. to|tiles|steps|until|up_to|while
        pray|praying|confess|confessing|apologise|apologize|repeat|say|touch|tap|knock|arrange|order|straighten|
        line_up|redo .. until|again|exactly|right|three_times|seven_times|symmetr
        until .. feels|feel|looks|is|are .. right|clean|safe|sure|even|symmetrical|perfect|certain|just_right
        neutralise|neutralize|undo|cancel .. thought|image|word|it
        think|say|picture .. good|lucky|safe .. thought|number|word .. instead|to_cancel|to_undo|to_make_up
    """
    ),
    Subject.REASSURANCE: Phrases(
        """
        ask|asking|call|phone|text|message|email|tell .. whether|if|to_make_sure|to_reassure|to_confirm|to_check|
        that_everything|if_everything|is_okay|it_is_ok .. reassure|reassurance|reassuring|reassures
        make|making sure .. that|it|i|everything|nothing|nobody
        tell|telling|say|saying|remind .. myself .. nothing|safe|fine|okay|ok|that_it|that_i|not
        just to_be_sure|to_be_safe|in_case
        nothing .. will|can|could happen
        ask|asking .. again|for_reassurance|for_certainty|to_promise
        promise .. that
    """
    ),
    Subject.CALM_GOAL: Phrases(
        """
        until .. calm|calmer|relaxed|gone|better|passes|passed|goes|disappears|fades|over|subsides|drops|nothing|
        comfortable|fine|at_ease|settled|zero|not_afraid|no_longer
        without .. anxiety|fear|anxious|panic|panicking|nervous|nervousness|worry|afraid|stress|distress|
        feeling_afraid|any_fear|sweating|shaking|blushing
        breathe|breathing .. away|calm|calmly|until|slowly|down|relax
        stay|be|remain|feel|keep|become|get .. calm|relaxed|fearless|at_ease
        no .. fear|anxiety|panic left|at_all|anymore|any_more
    """
    ),
    Subject.SUBSTANCE: Phrases(
        """
        with|after|on|have|drink|drinking|drinks|take|taking|had|having|first .. <drink>|<drug>|<tranquilliser> ..
        before|beforehand|first|to_relax|to_calm|for_courage|for_my_nerves|and|in_me|inside|so_that|to|calm
        after|on|with <my>? .. glass|glasses|bottle|can|pint|shot .. <drink>
        drunk|tipsy|stoned|high
        dutch_courage|liquid_courage
        <take> <my>? .. <tranquilliser>
        have|drink|drinking|drinks .. glass|glasses|bottle|pint|shot|few .. <drink>|drinks
        smoke|smoking|take|taking|use .. <drug>
    """
    ),
    Subject.CUE_EXPOSURE: Phrases(
        """
        sit|stay|stand|walk|go|be|hold|watch|look|smell|buy|open|pour|keep|meet .. bar|pub|bottle|off_licence|
        liquor_store|dealer|lighter|pipe|needle|<drink>|<drug>|casino|slot_machine|cigarette|cigarettes .. not|
        without|resist|and_do_not .. drink|drinking|smoke|smoking|use|using|bet|betting|play|take
        hold|smell|look_at|pour|open|carry|keep .. <drink>|<drug>|lighter|pipe|crack_pipe|bottle_of
        resist|urge .. drink|craving|cravings|use|smoke
        crave|craving|cravings
    """
    ),
    Subject.DISTRACTION: Phrases(
        """
        distract|distraction|distracting|distracted
        while|and|with|by .. listening_to_music|music|headphones|podcast|scrolling|scroll|phone_game|
        counting_backwards|playing_on_my_phone|video|game|audiobook|crossword
        think|thinking of|about something_else|something_nice|the_beach|other_things|nice_things|my_holiday
        do not think|look .. about|at|of
        count|counting backwards|sheep|in_sevens|cars|tiles
    """
    ),
    Subject.AVOIDANCE: Phrases(
        """
        avoid|avoiding|stay_away|keep_away|stay_at_home|cancel|hide|hiding|leave_early|look_away|looking_away|
        cross_the_street_to|take_the_stairs_instead|get_out_of
    """
    ),
    Subject.COMPANY: Phrases(
        """
        with <my>? .. <partner>|<family>|<friend>|<worker> .. beside|next|near|there|with|around|holding|waiting|
        on_the_phone
        accompanied|on_the_phone|near_the_exit|by_the_door|near_the_door|emergency_pill|safe_person|lucky_charm|
        talisman|water_bottle
    """
    ),
}
_SOFT: Final = frozenset(
    {
        "not",
        "no",
        "never",
        "without",
        "only",
        "once",
        "instead",
        "resist",
        "delay",
        "wait",
        "postpone",
        "stop",
        "before",
        "less",
        "drop",
        "refrain",
        "nobody",
        "none",
        "neither",
        "nor",
        "skip",
        "leave",
    }
)
_ONCE: Final = Phrases(
    """
        only|just once|one
        once and|then
        wait|waiting|delay|postpone .. before
        without
        do|does not
        not .. again|back|wash|washing|check|checking|ask|asking
        put_off
        instead of
        let|leave it unchecked|dirty|wrong|crooked|undone|uneven
        no washing|checking|asking|google|rereading|going_back
        for the other's sake
    """
)


def read_rituals(text: Text) -> set[Subject]:
    """Return what a title says about rituals, reassurance, calm, alcohol, distraction and avoidance.

    Parameters
    ----------
    text : Text
        The title. Leaving a ritual out ("only once", "without washing") is the exercise and is not reported.

    Returns
    -------
    set of Subject
        Empty for most titles.
    """
    found = set[Subject]()
    for subject, phrases in _ACTS.items():
        match = phrases.search(text)
        if match is None or before(_SOFT, text, match[0]):
            continue
        if subject in {Subject.RITUAL, Subject.REASSURANCE} and _ONCE.found(text):
            continue
        found.add(subject)
    return found
