"""Words of notes by what they may mean; how they are weighed stands in `notes`."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from exposure_ladder.records.phrases import Phrases

__all__ = ["FIGURE", "NOT", "OTHERS", "PAST", "SIGNS", "NoteSign"]


class NoteSign(StrEnum):
    """What a note says."""

    CRISIS = "wish, plan or act of ending one's life or hurting oneself"
    VEILED = "veiled words of crisis"
    """Such as "better off without me". Answered as CRISIS is."""
    HARM_THOUGHT = "unwanted thought of hurting somebody"
    """Common and not doing; answered in its own way, never with the emergency number alone."""
    HARM_INTENT = "intent to hurt somebody"
    BEYOND_REALITY = "hearing or believing what others do not, or days without sleep and full of energy"
    PRESSURE = "pressed or forced by somebody"
    NOT_HERE = "unreal, far away, not here"
    FAINTED = "fainted"
    """It happened; felt faint and feared to faint are not it."""
    CHEST_PAIN = "chest pain or collapse on exertion"
    TOO_MUCH = "too much"


SIGNS: Final[dict[NoteSign, Phrases]] = {
    NoteSign.CRISIS: Phrases(
        """
        want|wanted|wants|wish|going|plan|planned|planning|decided|urge|urges|thought|thoughts|thinking|think|need|
        tempted|tried|try|attempt|ready|about|intend|considered|considering|keep|feel_like|felt_like|desire|impulse ..
        kill|killing|hang|hanging|shoot|drown|poison|end|ending|hurt|hurting|harm|harming|cut|cutting|burn|stab|
        overdose|overdosing|starve .. myself|my_life|it_all|everything|my_wrists|my_arm|my_own_life
        kill|killed|hang|shoot|drown|poison|hurt|harm|harmed|cut|burnt|burned|injured|punched|bit|starved|strangled|
        scratched .. myself !shaving|cooking|chopping|by_accident
        kill|killing|hurting|harming|cutting|burning|hanging|shooting myself
        want|wanted|wish|wished|would_like|hope|hoped|going|decided|ready|prefer|rather|longing|better .. to_die|die|
        dead|be_dead|not_exist|not_wake_up|never_wake_up|disappear_for_good|stop_existing|not_be_alive|be_gone
        wish|wished i was|were|had dead|gone|never_been_born|not_woken
        suicidal|suicide .. !uncle|aunt
        end|ending|ended|take|taking|took my|own .. life
        jump|jumping|throw|throwing .. in_front_of|off .. train|bridge|tracks|roof|balcony|platform|car|lorry .. end|
        myself|die|over
        wanted|want|urge|thought|nearly|almost .. jump|jumping|throw_myself|step .. in_front_of|off|under .. train|
        bridge|tracks|roof|car|balcony|bus
        took|swallowed|take|counted|collected|saved|saving|collecting|counting|hoarding|stockpiled .. pills|tablets|
        overdose|all_my_medicine|insulin
        overdosed
        self_harm|self_harmed|self_harming|self_injury|relapsed_into_cutting
        wrote|written|writing .. suicide|goodbye|farewell .. note|letter|letters
        bought|got|have|found|tied|prepared|hid .. rope|noose|razor_blade|blades|gun .. ready|myself|neck|end|use|it|
        tonight|drawer?
        do|did|does not want to|be live|living|alive|anymore|go_on|wake_up
        no|not want|wish to live|wake_up
    """
    ),
    NoteSign.VEILED: Phrases(
        """
        better|best|happier|easier .. off? without me
        no .. point|reason|sense|use .. any_more|anymore|in_living|to_live|going_on|to_go_on|in_going_on|living|me
        no point|reason left|any_more|anymore|in_anything
        burden to|on|for everyone|everybody|them|all|my|others|the_family
        would|will not be missed
        nobody|no_one .. would|will miss|notice .. me|gone
        can not|no_longer|not_able_to go_on|carry_on|take_it_any_more|take_it_anymore|do_this_any_more|
        do_this_anymore|keep_going|bear_it_any_more|stand_it_any_more|take_any_more
        do not|cannot see|have .. future|a_way_out|any_way_out
        there|see is|no .. way_out|no_future|future for_me?
        fall|go asleep|sleep .. not|never wake_up|wake
        wish|want|wanted|just .. sleep_forever|fall_asleep_and_not|disappear|vanish|not_be_here|to_be_gone|
        it_to_be_over|everything_to_stop|it_all_to_stop|it_to_end|never_been_born
        tired of|to living|life|being_alive|existing|live
        given|giving|give away my .. things|belongings
        said|saying|say goodbye to everyone|everybody|all|them
        soon .. all over|peace
        everyone|everybody|they|family|kids|children|world .. better_off|be_better_off
        not .. be_here|be_around .. much_longer|next_week|for_long|any_more|christmas
        life .. not_worth|no_longer_worth|pointless|has_no_meaning .. living?
        what is the_point of|in living|going_on|it_all|anything
    """
    ),
    NoteSign.HARM_INTENT: Phrases(
        """
        want|going|plan|planning|decided|will|intend|ready .. to? kill|hurt|stab|shoot|harm|beat|strangle|attack ..
        <family>|<partner>|<child>|<baby>|<whom>|<friend>|people|him
        i .. hit|shook|beat|slapped|hurt|choked|smacked .. my|the <baby>|<child>|<partner>
        i|might|could|will .. lose_control .. and .. hurt|kill|stab .. really
    """
    ),
    NoteSign.HARM_THOUGHT: Phrases(
        """
        thought|thoughts|image|images|urge|urges|picture|pictures|impulse|idea|flash|fear|afraid|scared|imagined|
        saw_myself|intrusive .. of|to|that|about|i? .. stab|stabbing|shake|shaking|hurt|hurting|kill|killing|harm|
        harming|push|pushing|drop|dropping|throw|throwing|strangle|smother|drown|drowning|hit|hitting|molest|touching|
        knife|suffocate|poison .. thought|thoughts|image|images .. knife|bridge_and_pushing|window_and_the_baby
    """
    ),
    NoteSign.BEYOND_REALITY: Phrases(
        """
        voice|voices .. tell|telling|told|say|said|saying|talk|speak|command|call|order|commented|laugh
        hear|heard|hearing .. voices|a_voice
        they|people|neighbours|neighbors|police|government|someone|somebody|cameras .. follow|following|followed|
        watching|poison|poisoning|poisoned|spying|after_me|read_my_thoughts|control_my|put_a_chip|bugged|recording ..
        me|my|food|thoughts|flat|house|everywhere?
        poison|poisoned|poisoning .. my .. food|water|coffee
        not|without|hardly|barely .. slept|sleep .. days|nights .. energy|tired|great|ideas|awake|fantastic|need|full
        do|did|does not need .. sleep
        tv|television|radio|internet .. talks|talking|sends|sending|messages .. me
        chosen|special|secret .. mission|one|prophet|messenger|powers
        my thoughts .. being_read|broadcast|not_my_own|put_into|stolen
        baby .. not_mine|possessed|devil|evil|swapped
    """
    ),
    NoteSign.PRESSURE: Phrases(
        """
        he|she|they|<partner> made me !laugh|smile|tea|coffee|breakfast|lunch|dinner|a|an|some|happy|proud|feel|cry|
        think|soup|dinner|wait|breakfast|cake|sandwich|curious|blush|realise|realize
        made|makes me do|touch|kiss|stay|have_sex|undress|hug|sleep|go_on|continue|watch|carry_on
        i? said|told|say .. no|stop but|and .. he|she|they|<partner>
        i? said|told no|stop .. but|and|he|she|anyway|still
        would|did|does|will not stop|take_no|let_me_go|let_me_leave|accept_my_no|accept_no|leave_me_alone|let_go
        got|gets|was|became|is .. angry|mad|furious|annoyed|cold|sulked|sulking|upset|nasty|cross .. when|because|if|
        that .. i .. stopped|stop|said|refused|did_not|no|wanted|pulled|left|would_not
        when i .. stopped|said_no|refused|pulled .. he|she|<partner> .. angry|mad|furious|sulked|shouted|upset|silent|
        cold|yelled|hit|threw|stormed
        only|just .. did|do|went|stayed|agreed|said .. it|yes|along .. so_that|because|to_please|to_keep|for .. he|
        she|him|her|<partner>|peace|quiet
        did|agreed|went_along|gave_in .. not_want|without_wanting|although|even_though .. gave|give in .. forced|
        pressured|pressed|coerced|guilted|blackmailed|threatened|pushed|talked|persuaded|begged|nagged .. me .. to|
        into|until|till
        forced|pressured|pressed|coerced|blackmailed|threatened me
        felt|feel|feeling|was .. forced|pressured|pressed|coerced|obliged|made_to|cornered|used|trapped
        did not want .. but .. he|she|<partner>|anyway|did
        not .. dare|allowed .. say_no|to_stop|refuse|stop
        afraid|scared|frightened .. of_him|of_her|of_what_he|say_no|refuse|he_would|she_would .. held me down
        against my will
        he|she|<partner> .. hit|hits|slapped|choked|beat|grabbed|kicked|shoved|threatened|hurt me
        because .. he|she|<partner> .. otherwise|threatened|would_leave|insisted|demanded|kept_asking|kept_on|pushed
    """
    ),
    NoteSign.NOT_HERE: Phrases(
        """
        was|were|felt|feel|feeling|am|went|gone|became|everything|felt_like .. not_here|not_there|far_away|unreal|
        like_a_dream|in_a_fog|numb|outside_my_body|out_of_my_body|detached|spaced_out|dissociated|absent|
        not_in_my_body|blank|behind_glass|like_a_robot|beside_myself_watching|not_really_here|not_really_there|
        somewhere_else|like_a_film|as_in_a_film
        flashback|flashbacks|dissociated|dissociation|derealisation|derealization|depersonalisation|depersonalization|
        blacked_out_and|lost_time|zoned_out
        watched myself from
        was|were back there|then|in_that_room|in_it
        left|leave my body
        not feel .. my .. body|anything|hands
    """
    ),
    NoteSign.FAINTED: Phrases(
        """
        fainted|passed_out|blacked_out|lost_consciousness|collapsed|keeled_over|was_unconscious|went_unconscious|
        syncope
        woke|came up|round|to .. floor
        faint|fainting .. happened|again|twice|on_the_floor
    """
    ),
    NoteSign.CHEST_PAIN: Phrases(
        """
        chest_pain|chest_pains|pain_in_my_chest|pain_in_the_chest|collapsed|heart_stopped
        pain|tightness .. chest|left_arm
    """
    ),
    NoteSign.TOO_MUCH: Phrases(
        """
        too much|hard|big|far .. for_me?
        too_much|overwhelmed|overwhelming|overwhelm|could_not_cope|can_not_cope|beyond_me|unbearable|more_than_i_could
    """
    ),
}
NOT: Final = frozenset({"not", "no", "never", "without", "nor"})
PAST: Final = Phrases(
    """
        years|year|decades|months ago
        as a child|teenager|student|kid
        in my teens|twenties|childhood|youth
        long ago
        when i was .. young|younger|little|twelve|fifteen|sixteen|seventeen|eighteen|nineteen|ten|eleven|thirteen|
        fourteen|20|15|16|17|18|19
        in 19\\d\\d|20\\d\\d
        back_then|at_school|used_to|once_upon
    """
)
OTHERS: Final = Phrases(
    """
        his|her|uncle|aunt|father|mother|brother|sister|cousin|neighbour|neighbor|friend|colleague|grandfather|
        grandmother|son|daughter 's? .. suicide|death|funeral|attempt
        suicide of|by|prevention|bombing|squad
        film|movie|book|series|song|news|documentary|article|novel|podcast|story|word|game
        <family>|<friend>|he|she|colleague|neighbour .. killed|hanged|shot|hurt|cut|harmed|drowned himself|herself|
        themselves
        talked|talking|read|wrote|heard|learned|training|course|class about .. suicide
    """
)
FIGURE: Final = Phrases(
    """
        died|die|dying|dead|kill|killed|killing .. of|laughing|shame|embarrassment|boredom|tired|for_a|me_if|to_see|
        two_birds|time|it|the_mood|heat|hunger|thirst
        could|would|will|going|thought|sure|afraid|scared|fear|feared|convinced|felt_like|as_if|like i? .. die|dying|
        dead|going_to_die
        dead|dying tired|end|line|slow|for_a|to
    """
)
