"""What titles say about the things that fear makes one do: rituals, reassurance, calm as the goal, alcohol."""

from __future__ import annotations

from typing import Final

from exposure_ladder.records._subject import Subject
from exposure_ladder.records.phrases import Phrases, Text, before

__all__ = ["read_rituals"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SURE: Final = "sure|certain|right|clean|safe|even|perfect|symmetrical|just_right|correct|complete|tidy|straight"
_ACTS: Final[dict[Subject, Phrases]] = {
    Subject.RITUAL: Phrases(
        f"""
        <clean> .. <again>|thoroughly|afterwards|at_once|immediately|right_away|straight_away|with_soap|five_times|
        hot_water|properly|long|with_bleach|with_disinfectant
        <clean> ... until|till
        and|then|afterwards i? quickly|go_and|at_once|immediately? <clean> <my>? hands|face|myself|clothes|it|
        everything|phone|keys|shoes|handle|all|twice|again|thoroughly|straight_away|at_once|immediately|long
        use|using|take|taking|rub|rubbing .. gel|hand_gel|sanitiser|sanitizer|disinfectant|wet_wipe|wipes .. at_once|
        straight_away|immediately|afterwards|after|on|then
        and|then|afterwards use|take hand_gel|gel|sanitiser|sanitizer|disinfectant|wipes
        change|changing <my>? clothes|shirt|socks|shoes at_once|straight_away|immediately|as_soon_as|the_moment
        have|take|taking|having a? long|hot|quick? shower|bath|wash straight_away|at_once|afterwards|immediately|
        right_away|as_soon_as
        shower|bathe|change straight_away|at_once|immediately|right_away|as_soon_as
        <recheck> .. <again>|before_leaving|before_sending|just_in_case|thoroughly|carefully|every
        <recheck> ... until|till|to_be_sure|to_make_sure
        <recheck> .. whether|if|that !i_can|i_may|there
        <recheck> <my>? .. door|stove|oven|lock|iron|tap|taps|gas|plugs|windows|pulse|heart|mole|lump|body|skin|
        lights|locks|switches|pockets|alarm|breathing|handbrake|receipt|e|email|mail|messages|homework|sums
        double|triple check
        go|drive|run|turn|walk|come|get_up|look back|round|again ... <check>|to_see|see_if|see_whether|look
        go|walk|run|drive|come back .. to try|test|feel|rattle|pull|push
        to see|look|check that|whether|if nobody|nothing|no_one|everything|all|it|i|my|somebody|someone
        read|reading .. through|over|again ... before|until .. send|sending|hand|post|sure|publish|right
        photo|photos|picture|video of .. stove|oven|door|lock|iron|tap|taps|plug|switch|window ... look|later|check|
        proof|sure|home
        count|tap|knock|blink|pray|touch_wood ... each_time|every_time|whenever
        count|tap|knock|blink|touch_wood .. before i
        <check>|feel|take|look|measure .. pulse|temperature|mole|lump|throat|tongue|glands ... times|every|hour|hourly
        look|looking .. mirror every|each hour|few_minutes|ten_minutes|half_hour|time
        go|think|run|play|going|thinking through|over|back_over ... in_my_head|in_my_mind ... sure|certain|whether|until
        go|think|run|play through|over .. to_be_sure|to_make_sure|to_be_certain
        <search> .. <symptom>
        <search> ... <symptom>
        count|counting|tap|tapping|knock ... until|till|exactly|evenly|right_number|lucky|four_times|seven_times
        pray|prayer|praying|confess|confessing|apologise|apologize|repeat|say|think|count|touch|tap|picture|swallow ...
        each_time|every_time|whenever|when|until|till .. thought|thoughts|picture|image|word|number|bad|it|urge
        pray|praying|say|repeat|think|picture ... after|against each|every|any|a|the|bad .. thought|thoughts|image|
        images|urge
        pray|praying|confess|confessing|apologise|apologize .. until|again|exactly|right|three_times|seven_times|every
        arrange|rearrange|order|straighten|line_up|redo|align|rewrite|reread ... until|till|again|exactly|symmetr|
        symmetrical|even|perfectly|three_times|twice|five_times
        until|till|as_long_as_it_takes ... feels|feel|looks|is|are|am .. {_SURE}
        until|till <my>? .. feels|feel|looks|is|are|am|be .. {_SURE}
        neutralise|neutralize|undo|cancel|replace .. thought|thoughts|image|picture|word|it
        think|say|picture .. good|lucky|safe .. thought|number|word|image
        tell|confess .. every|all|each .. thought|thoughts|sin|mistake|mistakes
        """
    ),
    Subject.REASSURANCE: Phrases(
        f"""
        <askfor> ... whether|if i locked|left|turned|closed|did|said|look|looked|sound|smell|am|was|have|had|
        touched|hurt|hit|made|offended|upset|switched|forgot|seem|could_have|might|will|would|got
        <askfor> ... whether|if <him>|it|this|that|everything|all|anything|nothing|anybody|nobody|the|my|<baby>|
        <child>|<family>|<partner> .. is|are|was|were|looks|seems|feels|still .. {_SURE}|okay|ok|fine|normal|locked|
        harmless|annoyed|benign|malignant|disappointed|happy_with|pleased|bored|offended|fit|off|well|good|serious|
        dangerous|cancer|fault|dirty|contaminated|alive|breathing|angry|cross|mad|loves|love|ill|sick|infected|bad|
        wrong|strange|swollen|
        healthy|all_right|alright|closed|shut|infected|poisonous|loved
        <askfor> ... whether|if my voice|face|hair|breath|skin|heart|pulse|mole|lump|hands|body|make_up|nose
        <askfor> ... whether|if <him>|<child>|<baby> .. washed|locked|checked|switched|turned|closed|cleaned|touched
        <have>|<make>|ask|asking|let .. look|check|see|go_back|go whether|if|that|again
        <askfor> ... whether|if <him> still? loves|likes|hates|forgives|believes me
        <askfor> .. again|for_reassurance|for_certainty|to_promise|to_reassure|to_confirm|to_make_sure|to_be_sure
        to hear|confirm|be_told|be_sure|be_certain|make_sure that|whether|if|from
        <have>|<make>|ask|asking|let .. tell|say|promise|confirm|assure|swear|repeat .. that|nothing|it_is|i_am|
        everything_is|all_is
        tell|telling|remind|reminding|convince|convincing|assure|assuring|promise|persuade myself
        say|saying|repeat|repeating|think|thinking .. to_myself|in_my_head|in_my_mind|silently|under_my_breath
        make|makes|making sure .. that|it|i|everything|nothing|nobody|no|all
        reassure|reassurance|reassuring|reassures|reassured
        just_to_be_sure|to_be_on_the_safe_side|to_be_certain
        nothing .. will|can|could happen
        perfectly|completely|totally|absolutely safe
        """
    ),
    Subject.CALM_GOAL: Phrases(
        """
        until|till|as_long_as_it_takes|for_as_long_as|before i|it|everything|all ... calm|calmer|calmed|calms|relaxed|
        better|easier|fades|subsides|comfortable|at_ease|settled|settle|settles|fine|not_afraid|no_longer|under_control
        until|till i ... not feel|feeling|afraid|anxious
        until|till <my>? .. heart|pulse|breathing|body|hands|<fear> ... calm|calmer|relaxed|gone|better|fades|
        subsides|drops|settled|zero|slowed|slows|normal|quiet|stops|stopped|passes|passed|goes|over|disappears|low|
        lower|down|away|past
        until|till <my>? no .. <fear>
        as_long_as_it_takes|for_as_long_as ... settle|calm|relax|pass|go|fade|drop
        without|with_no|with_zero|with_hardly .. <fear>|anxious|panicking|nervous|afraid|scared|sweating|shaking|
        blushing|trembling|stammering
        no|zero|not_any <fear> .. left|at_all|anymore|any_more
        breathe|breathing|breath|relax|relaxing|meditate|count .. away
        breathe|breathing|relax|relaxing|meditate ... until|till|down|so_that|before_i .. calm|gone|relaxed|<fear>|
        heart|better|i
        breathe|breathing calmly|slowly
        calmly|serenely
        stay|be|remain|feel|keep|become|get|staying|being|feeling completely|quite|really|totally|more? calm|relaxed|
        comfortable|fearless|at_ease|unafraid|serene
        """
    ),
    Subject.SUBSTANCE: Phrases(
        """
        <use>|with|after|on|first ... <drink>|<drug>|<tranquilliser> ... before|beforehand|first|to_relax|to_calm|
        for_courage|for_my_nerves|in_me|inside|so_that|to_loosen|to_steady|to_take_the_edge
        <use> <my>? .. <drink>|<drug>|<tranquilliser>
        after|on|with|following <my>? .. glass|glasses|bottle|can|pint|few|couple|two|three .. <drink>|drinks
        after|on <my>? .. <drug>|<tranquilliser>
        after a|an|one|two|some|my|enough .. <drink>
        take|taking|use .. beta_blocker|something|tablet|pill .. before|for|to ... speech|exam|flight|date|party|talk|
        meeting|interview|presentation|calm|steady|relax|nerves
        after smoking|drinking
        get|being|be|while|when|am|getting drunk|tipsy|stoned|high
        dutch_courage|liquid_courage
        """
    ),
    Subject.CUE_EXPOSURE: Phrases(
        """
        sit|stay|stand|walk|go|be|hold|watch|look|smell|buy|open|pour|keep|meet .. bar|pub|bottle|off_licence|
        liquor_store|dealer|lighter|pipe|needle|<drink>|<drug>|casino|slot_machine|cigarette|cigarettes .. not|
        without|resist|and_do_not .. drink|drinking|smoke|smoking|use|using|bet|betting|play|playing|gamble|gambling|
        take|
        light|buy
        hold|smell|look_at|sniff .. <drink>|<drug>|lighter|pipe|crack_pipe|bottle_of
        pour|open|carry|keep|have .. <drink>|<drug>|pipe|bottle ... not|without|resist .. drink|drinking|use|using|smoke
        sit|stay|stand|walk|go|be .. bar|pub|casino|off_licence|dealer|betting_shop ... drink|smoke|bet|play|buy nothing
        dealer|casino|betting_shop|off_licence ... without|not .. buy|buying|bet|betting|going_in|going
        resist|urge .. drink|craving|cravings|use|smoke
        crave|craving|cravings
        """
    ),
    Subject.DISTRACTION: Phrases(
        """
        distract|distracting|distracted|distraction|distractions
        listening to .. <music>
        listen to .. <music> ... while|during|on_the|in_the|so_that
        while|and|with|by .. listening_to|headphones|earphones|earbuds|earplugs|ear_plugs|ear_phones
        with .. <music> .. in_my_ears|on|loud|playing
        loud <music>
        play|playing|scroll|scrolling|read|reading|watch|watching|look|looking|text|texting ... game|phone|video|
        videos|crossword|puzzle|messages ... during|while|on_the|in_the|until_it_is_over|throughout|all_the
        with .. eyes|gaze .. on .. phone|screen|book
        think|thinking|concentrate|focus of|about|on something_else|something_nice|something_pleasant|the_beach|
        other_things|nice_things|my_holiday|happy|pleasant|good_things
        so_that|so i? .. not notice|hear|see|think|feel|look
        notice|hear|see|feel nothing
        take|keep|taking|keeping my mind off|busy|occupied|elsewhere|on
        sums|calculations|times_table|times_tables|alphabet|arithmetic|lyrics .. in_my_head|in_my_mind
        do|doing sums
        film|films|movie|movies|series|game|games|phone|book|puzzle|puzzles|music ... all|throughout|the_whole the_time|
        the_way|through|along|time|way|flight|ride
        on|at|into|with my phone|mobile|smartphone ... during|while|all|throughout
        while|by .. looking|staring|scrolling|typing|texting|playing|reading .. phone|screen|book|magazine|mobile
        count|counting backwards|sheep|in_sevens|down_from|cars|tiles
        count|counting .. backwards|in_sevens|while
        """
    ),
    Subject.AVOIDANCE: Phrases(
        """
        avoid|avoiding
        stay|keep|staying|keeping away from
        stay|staying at_home|in_bed instead|rather|when|because
        cancel|cancelling .. meeting|date|appointment|party|visit|trip|dinner|lesson
        hide|hiding from|behind|under|in|when|while
        leave|leaving .. early
        leave|leaving|go|get_out|slip_out|walk_out ... before my_turn|it_starts|it_is_my|the_end|i_have_to|it_begins
        skip|miss|skipping|missing .. lecture|class|meeting|party|lesson|school|exam|work|date|speech|training|wedding
        stay|staying in_bed .. on|when|because|instead|all
        so_that i? can|could|may slip|get|leave|escape|run
        cross|crossing .. when|if|because|as_soon_as
        look|looking away
        cross|crossing .. so_that|to_avoid|to_get_away
        take|taking .. stairs instead|so_that|rather
        get|getting out_of .. it|this|meeting|party|dinner
        """
    ),
    Subject.COMPANY: Phrases(
        """
        with|beside|next_to <my>? .. <partner>|<family>|<friend>|<worker>
        while|when <my>? .. <partner>|<family>|<friend>|<worker>|someone|somebody is|waits|watches|stays|stands|sits|
        holds
        accompanied|on_the_phone|near_the_exit|by_the_door|near_the_door|emergency_pill|safe_person|lucky_charm|
        talisman|water_bottle|with_company
        """
    ),
    Subject.RITUAL_FEAR: Phrases(
        """
        germ|germs|bacteria|virus|viruses|contaminate|contaminated|contamination|dirt|dirty|unclean|unwashed|filthy|
        bin|bins|dustbin|rubbish|litter|toilet|toilets|restroom|urinal|flush|handle|handles|handrail|doorknob|
        door_knob|door_handle|banister|sole|soles|soil|mud|sticky
        stove|oven|hob|iron|tap|taps|lock|locks|plug|plugs|socket|switch|switches|gas|candle|handbrake|unlocked
        reread|rereading|typing_error|spelling_mistake|typo|crooked|uneven|symmetrical|untidy|out_of_line|odd_number
        <recheck>|<clean>
        """
    ),
    Subject.LEFT_OUT: Phrases(
        """
        no|not|never|without|instead_of|skip|skipping|leave_out|leaving_out|resist|resisting|stop|drop|refrain ...
        <clean>|<check>|<recheck>|<askfor>|<search>|gel|wipes|soap|sanitiser|sanitizer|disinfectant|ritual|rituals|
        going_back|go_back|gloves|reassurance|praying|counting|straightening
        wait|waiting|delay|delaying|postpone|postponing|put_off|hour|hours|minutes ... before|until|till .. <clean>|
        <check>|<recheck>|<askfor>
        <clean>|<check>|<recheck>|<askfor> nothing|neither|none|nobody
        delay|delaying|postpone|postponing|put_off .. <clean>|<check>|<recheck>|<askfor>|shower|washing
        <clean>|<check>|<recheck>|lock|touch|read|write .. only|just? once
        leave|leaving|let .. unchecked|dirty|wrong|crooked|undone|uneven|unwashed|untidy|open
        """
    ),
}
_SOFT: Final = _words(
    "not no never without only instead resist resisting delay delaying wait waiting postpone postponing stop stopping "
    "before less fewer drop refrain nobody none neither nor skip skipping leave leaving rather although though"
)
_HELD_OFF: Final = _words("not no never without instead stop nobody although though even")
_AT: Final = frozenset({"at", "all"})
"""Before "once", which then means something else."""
_ONCE: Final = Phrases("only|just once|one", "once !more|again")
_PASSES: Final = {
    Subject.REASSURANCE: Phrases(
        "maybe|perhaps|might|may_be|possibly|could_be|uncertain|not_know", "<askfor> nobody|no_one|nothing"
    ),
    Subject.SUBSTANCE: Phrases(
        """
        alcohol|alcoholic free|wipe|swab|gel|rub
        non alcoholic
        without .. <drink>
        wipe|swab|clean|rub|wipes .. alcohol
        """
    ),
    Subject.DISTRACTION: Phrases("headphones|phone|earphones .. left|off|at_home|away|in_my_bag|in_the_bag"),
    Subject.COMPANY: Phrases("<tell> with|to", "disagree|argue|dance|meet|play with"),
}


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
        passes = _PASSES.get(subject)
        if passes is not None and passes.found(text):
            continue
        if any(not _left_out(subject, text, *match) for match in phrases.matches(text)):
            found.add(subject)
    return found


def _left_out(subject: Subject, text: Text, start: int, end: int) -> bool:
    """Return whether what is found is denied, put off, or done once only."""
    if subject in {Subject.RITUAL_FEAR, Subject.LEFT_OUT}:
        return False
    soft = _SOFT if subject in {Subject.RITUAL, Subject.REASSURANCE} else _HELD_OFF
    if before(soft, text, start):
        return True
    if subject is not Subject.RITUAL:
        return False
    once = [at for at, _ in _ONCE.matches(text) if start <= at <= end + 1 and text.words[at - 1] not in _AT]
    return bool(once) and not {"until", "till"} & set(text.words)
