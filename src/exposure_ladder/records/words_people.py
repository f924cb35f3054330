"""What titles say about people: sex and undress, touch and care, force and giving in, violence."""

from __future__ import annotations

from typing import Final

from exposure_ladder.records._subject import Subject
from exposure_ladder.records.phrases import Phrases, Text
from exposure_ladder.records.words_core import core_act, core_word

__all__ = ["read_people"]

# --------------------------------------------------------------------------------------------------- sex and undress

_NO_SEX: Final = Phrases(
    """
        opposite|same|other|either|both|fair|fairer|different sex|sexes
        sex education|ed|educator|and_the_city
        sex of <my> <child>|<baby>|twins
        word sex
    """
)
_SEX: Final = Phrases(
    """
        <have>|try|want|enjoy|start|resume|do|doing|trying|wanting|refuse .. sex
        sex with|tonight|again|once|twice|on|in|at
        oral|anal|vaginal|penetrative|phone|cyber|casual|group|unprotected|protected|morning|rough|gentle sex
        sexual .. contact|act|acts|touch|touching|activity|intercourse|play|encounter|massage|favour|favor|relations
        intercourse|coitus|lovemaking|foreplay|penetration|orgasm|orgasms|climax|cumming|threesome|orgy|striptease
        make|makes|made|making love
        sleep|sleeps|slept|sleeping with <my>? .. <partner>|<whom>|<stranger>|<friend>
        sleep|sleeping together
        go|going all_the_way
        get|getting it_on
        do|doing it with <my>? <partner>|<whom>
        hook|hooks|hooking up
        one_night_stand|friends_with_benefits|lap_dance|dry_hump|dry_humping|sensate_focus|blow_job|blowjob|hand_job|
        handjob
        be|being|become|becoming|get|getting .. intimate !talk|conversation
        <sexverb>
        go|goes|going down_on_him|down_on_her|down_on_me|down_on_my
        jerk|jack|toss|wank off
        film|photograph|record us|me|him|her .. in_bed|naked
        enter|entering|enters me|her|him .. with|inside|from
    film|photograph|record .. in_bed|naked
    enter|entering|enters me|her|him
        sexting|sext|nudes|dildo|vibrator|sex_toy|sex_toys|bdsm|bondage|spanking|prostitute|brothel|escort_service
        <touch>|<tend>|insert|finger|fingers|shave .. <intimate>
        <touch> .. between .. legs
        hand|hands|mouth|lips|tongue|finger|fingers on|between|under|in|inside|down <my> <partner>? 's? <intimate>|
        legs|<underwear>
        <let>|<have> <my>? <anybody> .. see|look_at|watch .. <intimate>
        see|look_at|show .. <intimate> of|to|with .. <close>
        show <my>? <close> my <intimate>
        <touch>|<place>|<tend> .. sexually|erotically|intimately
        sexually <touch>|<place>
        come|comes|coming inside|in|on me|her|him
        oral on|with|to|from .. <partner>|<whom>|me
        turn|turning|turns .. <partner>|<whom> on $
        rub|rubbing|grind|grinding .. against .. <partner>|<whom>|him|her
        below|under|beneath .. waist|underwear|knickers|bra|pants|panties|clothes|boxers .. touch|touched|stroke?
        <touch>|<place> .. below|under|beneath|inside .. waist|<underwear>|clothes
        erotic|sensual|tantric|nude|naked massage|massages
        s*x|f*ck|fck|s3x
    """
)
_UNDRESSED: Final = Phrases(
    """
        <dressless>|<undress> .. with|before|in_front_of|beside|next_to|for|by|against|near|under .. <partner>|<whom>|
        <friend>|<stranger>
        with|before|in_front_of|beside|next_to|for|against|near <my>? .. <partner>|<whom>|<friend>|<stranger> ..
        <dressless>|<undress>
        take|taking|takes .. <clothes>|<underwear> .. off .. with|before|in_front_of|for .. <partner>|<whom>|<friend>|
        <stranger>
        hand|hands|fingers in|inside|down|under|into .. his|her|my|their .. <underwear>|trousers|skirt|blouse|shirt|
        jeans
        take|taking off .. <clothes>|<underwear> .. with|before|in_front_of|for .. <partner>|<whom>|<friend>|
        <stranger>
        <let>|<have> <my>? .. <partner>|<whom>|<friend>|<stranger> .. me .. <dressless>|<undress>
        <let>|<have> <my>? .. <partner>|<whom>|<friend>|<stranger> .. <undress> me
        <let>|<have> <my>? .. <partner>|<whom>|<friend>|<stranger> .. take|pull off my
        <undress> <my>? .. <partner>|<whom>
        <embrace>|lie|sleep|dance|spoon .. <dressless>
        <dressless> .. <embrace>
        shower|showering|bathe|bath|bathing|sauna_naked .. together|with .. <partner>|<whom>
        shower|showering|bathe|bathing together
        take|have|share|sharing|taking|having a .. bath|shower together
        take|have|share|sharing|taking|having a .. bath|shower with <my>? <partner>|<whom>
    """
)
_PERHAPS: Final = Phrases(
    """
        sex|sexual|sexually|sexuality|sexy|porn|pornography|porno|erotic|erotica|naked|nude|nudity|nudist|naturist|
        topless
        <dressless>|<undress>|undressing|changing_room|changing_rooms|locker_room|communal_shower|communal_showers|
        lingerie
        make|makes|made|making out !of|a|the|what
        french kiss|kissing
        <embrace> .. tongue|tongues
        dilator|dilators|libido|arousal|aroused|horny|kinky|fetish|seduce|seducing|petting_with|strip_club|condom_on
        genital|genitals|private_parts|vagina|vulva|penis|clitoris|nipples
        take|taking off my|all <clothes>|<underwear>
        spend|spending the night with <my>? <close>
        in bed with <my>? <partner>|<whom>
    """
)
_TELLING: Final = Phrases(
    """
        <tell>|<imagine>|photo|photos|picture|pictures|story|book|article|film|scene|song|joke|video|word
    """
)
_ASKED_FOR: Final = Phrases(
    """
        <tell> .. <close> .. sex
        about .. sex
        no to .. sex
        <imagine> .. sex
    """
)

# ------------------------------------------------------------------------------------------------------ touch and care

_TOUCHED: Final = Phrases(
    """
        <touch> <my>? .. <anybody> !'s
        <touch>|<tend>|<place> .. <anybody>|his|her|their 's? .. <part>
        hand|hands|head|arm|arms on|around|round|in|against .. <anybody>|his|her|their 's? .. <part>
        lean|leaning|leans on|against|into <my>? .. <anybody>
        <let>|<have> <my>? .. <anybody> .. <touch>|<tend>|prick|vaccinate|shave|tattoo me|my
        hold|holding hands
        hand|arm in hand|arm
        hug|cuddle|kiss|massage|embrace from|with|by|to .. <anybody>
        hug|cuddle|massage|haircut|kiss $
        be|being|get|getting hugged|touched|kissed|held|stroked|massaged|cuddled|examined
        shake|shaking|shakes .. hands|hand
        share a bed with
        <tend> <my>? .. <baby>|<child>
    """
)
_NOT_TOUCHED: Final = Phrases(
    """
        <touch> .. dog|dogs|puppy|cat|kitten|pet|horse|pony|rabbit|spider|snake|rat|mouse|bird|frog|pillow|cushion|
        teddy|toy|doll|tree|mirror|statue|hamster|lizard|cow|goat|fish
        photo|photos|picture|pictures|video|drawing of
        help|helps|helping me|us|my
    """
)
_CARE: Final = Phrases(
    """
        <baby>|<family>|<worker>
        my|our|his|her|the <child>
        shake|shaking|shakes .. hands|hand
        handshake|handshakes|high_five|high_fives|fist_bump|sign_of_peace|greeting|greet|goodbye|good_night|goodnight|
        hello
        circle|class|lesson|course|training|team|match|scrum|choir|first_aid|cpr|judo|wrestling|rugby|football|karate|
        tango|salsa|waltz|ballroom|self_defence|self_defense|yoga|dance|dancing|sport|gym
        blood_pressure|pulse|temperature|injection|vaccination|blood_test|x_ray|check_up|haircut|manicure|pedicure|
        facial|fitting|salon|spa|clinic|hospital|surgery|practice
        elderly|old|blind|disabled|ill|sick|dying|wheelchair|icy|stairs|across_the_street|across_the_road
        pat|patting .. back|shoulder
    """
)
_TENDING: Final = Phrases(
    """
        <tend> .. <baby>|<child>
        <baby>|<child> .. bath|nappy|diaper|pyjamas|cream|potty|bottle
        nappy|diaper|breastfeed|breastfeeding|smear_test|gynaecologist|gynecologist|midwife|urologist|mammogram
    """
)

# -------------------------------------------------------------------------------------------------- force and violence

_FORCED: Final = Phrases(
    """
        <touch>|<place>|dance|lean|sit ... without .. <permission>
        <touch>|<place> .. unasked|uninvited|by_surprise|against_his_will|against_her_will|against_their_will
        <touch>|<place> .. although|even_though|even_if|even_when|while|when|because? <him> .. not|no|drunk|
        unconscious|protests|protest|pulls|hates|struggles|freezes
        <touch> .. who|that does|do not want|like
        <make> <my>? .. <anybody> to|into? <touch>|undress|sleep_with|kissing|hugging|touching|holding|sex|bed
        force|forcing|coerce|blackmail|bully|guilt|trick|pressure <my>? <anybody>
        keep|go|carry on|hugging|kissing|touching|holding .. although|even_if|even_when|when <him> .. no|stop
        not take|accept|taking|accepting .. no
        <touch>|arm|arms|hand|hugging|kissing ... although|while|even_if|even_though|when <him> .. pulls|turns|moves|
        leans|
        steps|shrinks|stiffens .. away|back?
        <touch>|hug|kiss .. sleeping|unconscious|drunk <partner>|<friend>|<stranger>|woman|man
        sneak|steal|snatch .. kiss|hug|touch|cuddle
        <touch> .. <stranger> ... without .. word|looking|asking
        surprise|startle .. <grown> .. hug|kiss|touch|cuddle
        <touch>|hug|kiss|arm .. from_behind|out_of_nowhere
        <make>|persuade|beg|urge <my>? .. <grown> to let me
        grab|grope|pinch|slap|spank <my>? <stranger>|somebody|someone
    """
)
_ASLEEP: Final = Phrases("<touch> .. <partner>|<friend>|<stranger>|<whom> .. sleeps|asleep|sleeping")
_MADE_TO: Final = Phrases(
    """
        make|making|makes|have|having|force <my>? .. <grown> accept|agree|apologise|apologize|come|feel|forgive|give|
        listen|look|love|massage|say|see|sleep|stay|stop|talk|tell|trust|understand|want|<touch>
        get|getting|force|persuade|convince|pressure|press|push <my>? .. <grown> to !the|a|an|my|our|his|her|their
        talk|talking|push|pressure <my>? .. <grown> into
        ^ <my>? <partner>|<family>|<friend>|someone|somebody hugs|kisses|touches|strokes|holds|cuddles|massages|
        caresses|undresses me
    """
)
_UNWILLING: Final = (
    "<although> .. not_want|not_feel_like|not_like|not_wish|not_in_the_mood|not_enjoy|not_ready|hate|hurts|"
    "rather_not|unwanted|"
    "do_not_want|does_not_feel|feel_forced|feel_sick|dislike|disgusts|do_not_really_want"
)
_GIVING_IN: Final = Phrases(
    f"""
        <let> <my>? .. <grown> ... {_UNWILLING}
        <let> <my>? .. <grown> do|have|go|touch|use .. whatever|anything|everything|what|as .. likes|wants|pleases|
        like|want|please|wishes
        <let> <my>? .. <grown> have his_way|her_way|their_way
        say|saying|says|agree|agreeing|go_along|going_along|put_up|bear|endure|tolerate|accept|consent ..
        <partner>|<him>|it|sex|touch|touching|kissing|hugs|kisses|everything ... {_UNWILLING}
        <embrace>|sleep|sex|undress|intimate|lie_down|dance .. <partner>|<him>|with ... {_UNWILLING}
        <let>|have .. it happen ... {_UNWILLING}
        sex|intercourse ... {_UNWILLING}
        say|saying yes when|whenever|each_time|every_time|always|if <him>|<partner> .. wants|asks|insists|demands|
        want|likes
        say|saying yes to everything|anything|whatever
        <give_in> to|when|whenever|if|so_that .. <grown>
        <give_in> <my>? <partner>|<whom>
        not|never|stop|stopping|without .. refuse|refusing|resist|resisting|object|objecting|protest|protesting|
        push|pushing .. <partner>|<him>
        not|never|stop|without say|saying no to|when|if .. <partner>|<him>
        keep|stay|remain|keeping|staying quiet|silent|still|calm|nice|friendly when|while|if|although|and_let ..
        <partner>|<him>|<family> .. touches|touch|wants|insists|insults|shouts|yells|forbids|checks|pushes|hurts|
        grabs|screams|uses|calls_me|mocks
        <let> <my>? .. <partner>|<him>|<family> .. read|check|look_through|look_at|go_through|search|inspect|control|
        track|monitor|know|keep|take|have|hold|unlock|see|manage|decide_over|scroll_through|install|follow .. <phone>|
        passport|keys|key|car_keys|where_i_am|where_i_go|friends
        <let> <my>? .. <partner>|<him>|<family> .. decide|choose|control|dictate|manage .. about|over|all .. my|me
        <let> <my>? .. <partner>|<him>|<family> .. lock|hide|keep|take .. my .. away|phone|keys|money|passport|card
        <let> <my>? .. <partner>|<him> .. go_on|continue|carry_on .. although|even_though|while|when
        wear|eat|do|buy|meet|say only what|whom|who|the <my>? .. <partner>|<him>|clothes .. approves|allows|likes|wants|
        chooses|tells_me|permits|lets_me
        <let> <my>? .. <partner>|<him>|<family> decide|choose|control|dictate|forbid|tell_me .. what_i|who_i|whom_i|
        where_i|when_i|how_i|whether_i|me_to
        <let> <my>? .. <partner>|<him> lock|forbid|hit|hurt|shout_at|insult|punish|control|track|follow|spy_on|
        bully .. me
        give|giving|hand|show|showing|share|send|sending|text <my>? .. <partner>|<him> .. the|my|all|our .. password|
        passwords|pin|bank_card|unlocked_phone|phone|location|whereabouts|wages|salary|messages|live_location|
        passport|keys
        share|send|report .. location|whereabouts|where_i_am with|to .. <partner>|<him>
        ask|beg <my>? .. <partner>|<him> .. for_permission|permission|for_my_money|for_my_wages|for_money
        ask|beg <my>? .. <partner>|<him> .. if|whether i may|can|am_allowed .. go|leave|see|meet|visit|work|buy|spend|
        drive|wear|call|have_money
        ask|beg|get <my>? .. <partner>|<him> .. give|let|hand|back .. my .. key|keys|phone|passport|money|bank_card|
        papers|car|documents|pills|purse|wallet|card
        obey|please|serve <my>? <partner>|<whom> .. always|whatever|everything|without
        do|doing whatever|everything|what|as|exactly <my>? .. he|she|they|<partner> says|say|tells_me|wants|demands|
        orders|likes
        pretend|fake|faking|pretending .. enjoy|like|want|orgasm|pleasure
        <embrace>|<touch>|sleep|sex|say_yes|agree|stay|do|give|let|apologise|apologize|smile ...
        so_that|because|otherwise <him>|<partner> .. angry|cross|mad|furious|leave|leaves|shout|shouts|hit|hits|sulk|
        sulks|violent|upset
        lie still while|until|when|and <him>|let|<partner>
        tell|account|justify|report .. <partner>|<him> .. where_i_am|where_i_go|where_i_was|whom_i_met|who_i_met|
        who_i_see|everything_i_spend|every_penny|what_i_spent
        wear .. so_that .. <him>|<partner> .. angry|shout
        stop|stopping|give_up|cut seeing|meeting|contact|my .. friend|friends|family|job because|so_that|as|since ..
        <him>|<partner>
    """
)
_VIOLENT: Final = Phrases(
    """
        he|she|they|who|that|<partner>|<family>|<friend>|<stranger>|man|son .. <threaten> .. me|my|us|things|walls|
        dogs|children|it|when|again
        he|she|who|<partner>|<family>|<friend>|<stranger> .. <threaten> $
        he|she|they|who|that|<partner>|<family>|<friend> .. throws|threw|throwing|smashes|breaks .. things|plates|
        objects|something|stuff|furniture|cups|glasses|dishes|at_me|doors
        he|she|they|who|that|<partner>|<family> .. forces|forced|locks|locked|controls|controlled|pushes|pushed|grabs|
        grabbed|shakes|hurts|hurt|punishes|harasses|follows|scares|shouts_at|yells_at|screams_at|spits_at me
        although|when|while|even_if|even_though|and|who <my>? <partner>|<him>|<family>? forbids|forbade|threatens|
        threatened|rages|drinks|shouts|screams|yells|explodes
        violent|abusive|aggressive|controlling|threatening|raging|stalking .. <partner>|<family>|<friend>|<stranger>|
        relationship|home
        <partner>|<family>|he|she is|gets|becomes|was|turns violent|aggressive|abusive|dangerous|drunk|in_a_rage|
        raging|furious|threatening|controlling
        <partner>|<family>|<him> 's? .. threats|violence|rages|fits_of_rage|blows|beatings|fists|outbursts_of_anger
        he|she|they|<partner>|<family> breaks|kicks|smashes|punches .. door|wall|window|phone|glass
        although|even_though|who|that|after <he> .. touched|hit|hurt|abused|raped|molested|beat|assaulted me
        abuser|abusers|rapist|stalker|perpetrator|my_attacker|the_attacker|my_assailant
        will|does not let me out|go|leave|see|have|work|sleep|drive
        <meet> .. who|that .. <threaten>|raped|hit|beat|hurt|abused|attacked|assaulted|molested|threatened me
        although|even_though|even_if|when .. not allowed to
        go|goes|going|move|moving|return|returning back to .. <partner> .. hit|hits|beat|beats|threatened|threatens|
        hurt|hurts|abused
    """
)
_NOT_VIOLENT: Final = Phrases(
    """
        film|movie|book|game|video|news|novel|song|documentary|story|photo|picture|article|drawing|cards|chess|tennis|
        drum|drums|ball|balls|party|pillow|snowball|boxing|karate|judo|court
        <police>
        law|sign|rule|doctor|religion .. forbids|forbid
        not .. let|allow .. <threaten>
    """
)


def read_people(text: Text, language: str | None) -> set[Subject]:
    """Return what a title says about people.

    Parameters
    ----------
    text : Text
        The title.
    language : str or None
        Of the title, see `subjects`.

    Returns
    -------
    set of Subject
        About sex, undress, touch, care, force, giving in and violence.
    """
    found = _read_sex(text, language)
    found |= _read_touch(text, sexual=Subject.SEXUAL in found)
    if _FORCED.found(text) or (_ASLEEP.found(text) and not _CARE.found(text)):
        found.add(Subject.FORCED)
    if _MADE_TO.found(text) and not _told_before(text, _MADE_TO):
        found.add(Subject.MADE_TO)
    if _GIVING_IN.found(text):
        found.add(Subject.GIVING_IN)
    if _VIOLENT.found(text) and not _NOT_VIOLENT.found(text):
        found.add(Subject.VIOLENT_PERSON)
    return found


def _read_sex(text: Text, language: str | None) -> set[Subject]:
    child = any(tag & {"child", "baby"} for here in text.tags for _, _, tag in here)
    found = {Subject.CHILD} if child else set()
    if _TENDING.found(text) and not Phrases("sex|sexual|masturbate|fondle").found(text):
        return found
    explicit, perhaps = _explicit(text, language)
    if explicit and child:
        found.add(Subject.CHILD_SEXUAL)
    if explicit:
        found.add(Subject.SEXUAL)
    elif perhaps:
        found.add(Subject.PERHAPS_SEXUAL)
    return found


def _explicit(text: Text, language: str | None) -> tuple[bool, bool]:
    if _NO_SEX.found(text):
        return False, False
    line = " ".join(text.words)
    core, maybe = core_act(line), core_word(line)
    act = _SEX.search(text) or _UNDRESSED.search(text)
    told = act is not None and (_told_at(text, act[0]) or _ASKED_FOR.found(text))
    counted = language is not None and language.lower().startswith("sv") and not core
    explicit = core or (act is not None and not told and not counted)
    return explicit, act is not None or maybe or _PERHAPS.found(text)


def _told_at(text: Text, start: int) -> bool:
    """Return whether words of telling, asking or imagining stand before a place."""
    first = _TELLING.search(text)
    return first is not None and first[0] < start


def _told_before(text: Text, phrases: Phrases) -> bool:
    found = phrases.search(text)
    return found is not None and _told_at(text, found[0])


def _read_touch(text: Text, *, sexual: bool) -> set[Subject]:
    match = _TOUCHED.search(text)
    if match is None or sexual or _NOT_TOUCHED.found(text) or _told_at(text, match[0]):
        return set()
    return {Subject.CARE} if _CARE.found(text) else {Subject.TOUCH}
