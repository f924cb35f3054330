"""Words of notes by what they may mean; how they are weighed stands in `notes`."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from exposure_ladder.records.phrases import Phrases

__all__ = ["NOT", "NOW", "PAST", "SIGNS", "SOFTENED", "NoteSign"]


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
        <wish> .. kill|hang|shoot|drown|poison|hurt|harm|cut|burn|stab|starve|killing|hanging|shooting|drowning|
        hurting|harming|cutting|burning|overdose|overdosing .. myself|my_wrists|my_wrist|my_arm|my_arms|my_skin
        <wish> .. end|ending|take|taking .. my_life|my_own_life|it_all|everything|my_own
        i|and|then|also|again killed|hang|hanged|drown|drowned|poisoned|hurt|harmed|cut|burnt|burned|injured|punched|
        bit|starved|strangled|scratched|hit|slapped|bruised .. myself !shaving|cooking|chopping|by_accident|on|at|
        with_the|in_the|while|playing
        i|and|then cut|slit|burned|burnt|scratched|hit|punched .. my .. wrist|wrists|arm|arms|thigh|thighs|skin|legs|
        face .. afterwards|again|until|on_purpose|so_that|deliberately|with_a_razor|with_a_blade|bled|open
        i|have|been|keep|still|started|again killing|hurting|harming|cutting|burning|injuring|hitting myself
        <wish> to_die|die|be_dead|to_be_dead|not_exist|not_wake_up|never_wake_up|stop_existing|not_be_alive|
        to_be_gone_for_ever
        want|wanted|wish|would|prefer|rather|just|hope .. to_die|be_dead|to_be_dead|not_be_alive|stop_existing|
        not_wake_up|not_wake
        wish|wished i|that_i was|were|had dead|gone|never_been_born|not_woken|died
        i .. could|would|should|want_to|wanted_to|only .. be_dead|not_be_alive
        better|rather dead
        started|start|stop|stopped|keep|kept|back_to|from|urge|need|about|relapsed|again .. cutting|self_harming|
        burning_myself !vegetables|the|down|out|onions|bread|hair
        cut|slit|burned|burnt|scratched|sliced my wrist|wrists|thighs|thigh|arms|forearm|forearms !on|while|at|shaving
        dug|dig|bit|bite|pressed|scratched|rubbed|pinched .. nails|teeth|arm|skin|wrist .. bled|bleeding|blood|until|
        it_hurt
        banged|bang|hit|smashed|knocked .. head|fist .. wall|against|on_purpose|again
        how_many|enough .. pills|tablets|sleeping_pills .. takes|take|need|die|sleep|for_it|to
        noose
        took|taken|take|had|thought_of|planned|planning .. overdose
        razor|razor_blade|razor_blades|blade .. case|bag|drawer|pocket|ready|under|keep
        keep|kept|carry|hide|hid .. razor|razor_blade|razor_blades|blade|rope
        letting|let go .. edge|roof|bridge|railing
        edge|roof|bridge|ledge|window .. letting_go|let_go|letting_myself_fall|falling
        nothing|no_reason|nobody|no_one left|worth? .. to_live_for|live_for|living_for
        not|no_longer live .. with_this|like_this|with_it|without_him|without_her any_longer|any_more|anymore
        suicidal
        <wish>|about|of|attempt|attempted|commit|committing .. suicide
        jump|jumping|throw|throwing|drive|driving|crash|step|stepping .. into|in_front_of|off|under|from .. train|
        bridge|tracks|roof|balcony|platform|lorry|tree|truck|tram|wall|window .. end|myself|die|on_purpose|over
        <wish>|nearly|almost .. jump|jumping|throw_myself|step|drive|crash|jumped|stepped|driven .. into|in_front_of|
        off|under|from .. train|bridge|tracks|roof|balcony|platform|lorry|tree|truck|tram|wall|window
        on|at|from|over .. bridge|roof|balcony|platform|ledge|tracks|rooftop .. <wish> .. jump|fall|let_go|step
        took|swallowed .. all|too_many|whole|handful|on_purpose|overdose|extra .. pills|tablets|medicine|insulin|
        packet|them|sleeping_pills|sleeping_tablets|purpose
        counted|collected|saved|saving|collecting|counting|hoarding|stockpiled|laid_out|put_aside .. pills|tablets|
        sleeping_pills|sleeping_tablets|insulin|medicine
        pills|tablets .. out|aside|together .. counted|beside_the_bed|ready
        pills|tablets|rope|razor|blade|blades|gun .. in_the_drawer|ready|waiting|bought|prepared
        planning|plan|plans|know|knew|decided .. how_to_do_it|how_i_would_do_it|how_to_end|when_to_do_it
        overdosed
        self_harm|self_harmed|self_harming|self_injury|relapsed_into_cutting
        wrote|written|writing|write .. suicide|goodbye|farewell .. note|letter|letters
        bought|got|have|found|tied|prepared|hid .. rope|noose|razor_blade|razor_blades .. ready|myself|neck|end|use|
        tonight|drawer
        bought|tied|hid a|the rope|noose
        not want to be|live|living|exist .. alive|anymore|any_more|longer
        not want to live|exist|be_alive|be_here_any_more
        no wish|will|desire|reason to live|be_alive
        """
    ),
    NoteSign.VEILED: Phrases(
        """
        better|best|happier|easier|easiest .. off? without me
        better|best|happier|easier .. if|when|once|without .. i_was|i_were|i_am|me .. gone|dead|not_here|not_there
        no point|reason|sense|use|meaning .. in_living|to_live|going_on|to_go_on|in_going_on|living|any_of_it
        no|not .. point|reason|sense any_more|anymore|left|in_anything !in_staying|staying
        a|the|only|just|such_a|always|nothing_but burden to|on|for .. everyone|everybody|them|all|my|others|
        the_family|her|
        him
        nobody|no_one|who .. would|will miss|notice .. me|gone
        can not|no_longer go_on|carry_on|keep_going|take_it|bear_it|do_this|do_it like_this|any_more|anymore|longer|
        with_this_life|living
        can not|no_longer go_on|carry_on|keep_going $
        can not take_any_more
        not see|have .. future|a_way_out|any_way_out|way_out !the_bus
        there|see is? no .. way_out|future
        fall|go|be asleep|sleep .. not|never wake
        wish|want|wanted|just .. sleep_forever|fall_asleep_and_not|it_all_to_stop|
        everything_to_stop|it_all_to_end|never_been_born|disappear_for_ever|disappear_forever|vanish_for_ever
        tired of living|life|being_alive|existing !in|with
        given|giving|give|gave away .. my things|belongings|possessions|dog|cat
        said|saying|say|done|with goodbye .. for_ever|forever|for_the_last_time|to_life|to_this_world
        done with everything|it_all|life
        soon .. it .. all .. over|peace
        everyone|everybody|they|family|kids|children|world .. better_off|be_better_off
        not .. be_here|be_around|be_there .. much_longer|next_week|for_long|any_more|christmas|anymore
        life|living is|not? not_worth|no_longer_worth|pointless|meaningless|worthless|has_no_meaning
        what|where is? the_point of|in|is .. living|life|going_on|it_all|anything
        not care if|whether .. live|die|wake|alive|happens_to_me
        """
    ),
    NoteSign.HARM_INTENT: Phrases(
        """
        want|going|plan|planning|decided|intend|ready|will to? kill|hurt|stab|shoot|harm|beat|strangle|attack|
        poison <my>? .. <family>|<partner>|<child>|<baby>|<whom>|<friend>|people|him|her|them
        i hit|shook|beat|slapped|choked|smacked|kicked|punched|pushed|burned <my> .. <baby>|<child>|<partner>
        really|actually|finally going_to|will .. hurt|kill|stab|do_it_to .. <partner>|<whom>|<child>|<baby>
        """
    ),
    NoteSign.HARM_THOUGHT: Phrases(
        """
        thought|thoughts|image|images|urge|urges|picture|pictures|impulse|impulses|idea|flash|fear|afraid|scared|
        intrusive|what_if|imagined|imagine|saw_myself|visions|vision|obsession|doubt ... stab|stabbing|shake|shaking|
        hurt|hurting|kill|killing|harm|harming|push|pushing|drop|dropping|throw|throwing|strangle|strangling|smother|
        smothering|drown|drowning|molest|molesting|suffocate|poison|poisoning|run_over|attack|hit|choke|touch ..
        <family>|<partner>|<child>|<baby>|<whom>|<friend>|people|somebody|someone|a_child|children|stranger
        thought|thoughts|image|images|pictures|urge of|about|with|to .. knife|knives|scissors|stabbing|shaking
        """
    ),
    NoteSign.BEYOND_REALITY: Phrases(
        """
        voice|voices .. tell|telling|told|say|saying|talk|speak|command|ordered|commented|laugh|call|calling .. me|to
        hear|heard|hearing voices|a_voice !in|next|of|from|outside|on
        they|people|neighbours|neighbors|police|government|someone|somebody|cameras|colleagues are|is|keep|have|has|
        were .. following|watching|poisoning|poisoned|spying|after|recording|bugged|filming|controlling .. me|my|food|
        flat|phone|house|thoughts
        followed|watched|spied_on|controlled|poisoned|recorded|tracked by .. police|government|secret_service|
        neighbours|neighbors|them|strangers|aliens|agents|cameras
        poison|poisoned|poisoning|something_in .. my .. food|water|coffee|tea
        not|without|hardly|barely .. slept|sleep .. days|nights|night .. energy|tired|great|ideas|awake|fantastic|full|
        brilliant|wonderful
        not need .. sleep
        slept two_hours|an_hour|three_hours .. full_of_energy|great|not_tired|brilliant
        tv|television|radio|internet|songs|newsreader .. talks|talking|sends|sending|messages|speaks|about .. me
        put|planted|implanted .. chip|device|microphone .. me|my|head|body
        chosen|special|secret|divine .. mission|one|prophet|messenger|powers
        reads|read|hear|hears|steal|control|controls|broadcast|insert .. my thoughts|mind !as
        my thoughts are|being .. read|broadcast|not_my_own|put_into|stolen|controlled
        baby .. possessed|devil|evil|swapped|replaced
        baby is not mine|real !to
        """
    ),
    NoteSign.PRESSURE: Phrases(
        """
        he|she|they|<partner> made|makes|make me do|touch|kiss|stay|have_sex|undress|hug|sleep|go_on|continue|watch|
        carry_on|hold|lie|sit_on|take_off|strip|promise|swear|beg|go_through|drink|it
        i said|told|say|tell .. no|stop ... but|and|still|anyway|yet he|she|they|<partner>|still .. went_on|
        carried_on|continued|did|kept|would_not|did_not|still|anyway|insisted|grabbed|held|pushed|laughed|ignored|not
        i said|told .. no|stop but|yet|and_still|and_then_still .. he|she|they|<partner>
        i? told|asked .. him|her|them|<partner> .. to_stop|stop .. but|and .. he|she|did_not|would_not|carried_on|kept
        he|she|they|<partner> .. not .. stop|accept_my_no|accept_no|take_no|let_me_go|let_me_leave|let_me_out|let_go|
        leave_me_alone|listen_to_my_no !barking
        he|she|they|<partner> got|gets|was|became|is|went .. angry|mad|furious|annoyed|cold|upset|nasty|cross|loud|
        aggressive|silent .. when|because|if|that|after|so .. i .. stopped|stop|said|refused|did_not|no|pulled|left|
        would_not|not|moved|wanted_to_stop
        he|she|they|<partner> sulked|sulks|pouted|stormed|ignored|punished .. when|because|after|for .. no|stopped|
        refused|not|stop|pulled
        when i .. stopped|said_no|refused|pulled|wanted_to_stop .. he|she|<partner> .. angry|mad|furious|sulked|
        shouted|upset|silent|cold|yelled|hit|threw|stormed
        i .. only|just .. did|do|went|stayed|agreed|said|let .. so_that|because|to_please|to_keep|for_him|for_her ..
        he|she|him|her|<partner>|peace|quiet
        did|agreed|went_along|gave_in|stayed .. to_please|to_keep|so_that|for .. him|her|<partner>|peace|quiet|calm
        did|agreed|gave_in|went_along|let_him|let_her .. although|even_though|without .. not_want|wanting|want
        gave|give in|way .. because|to|so .. he|she|him|her|<partner>
        let .. him|her|them|<partner> .. because|although|so_that ... scared|afraid|frightened|not_want|angry|
        otherwise|threatened|peace
        he|she|they|<partner> .. forced|pressured|pressed|coerced|guilted|blackmailed|threatened|pushed|talked|
        persuaded|begged|nagged|shamed me
        he|she|they|<partner> .. threatened|threatens .. to|that|with .. leave|tell|hurt|hit|kill|kick|take|me|if
        he|she|they|<partner> .. said|says|would .. leave_me|hurt_me|tell_everyone|throw_me_out .. otherwise|if|unless
        i? felt|feel|was|am .. forced|pressured|coerced|obliged|cornered|trapped_by|used .. by|to|into|him|her|it
        felt|feel pressured|coerced|forced|pressed|cornered|used
        did not want .. but .. he|she|they|<partner>|anyway|insisted
        not dare|dared|allowed to? .. say_no|stop|refuse
        afraid|scared|frightened of|that|what .. him|he|she|<partner> .. would|might|if|do|say_no|angry|hit|leave
        scared|afraid|frightened to .. say_no|refuse|stop .. him|her|in_case|because|he
        he|she|they|<partner> .. held|pinned|pressed|pushed me|my_arms|my_wrists down|against|onto
        he|she|they|<partner> .. insisted|insists|begged|kept_on|kept_asking|kept_going|nagged|demanded|pestered|
        would_not_let_up|pleaded !on_paying
        until|till i|he|she gave_in|said_yes|agreed|let_him|let_her|got_what
        could not|never say_no|stop_him|stop_her|get_away !to_the
        too scared|afraid|frightened|ashamed|weak to .. stop|say|move|leave|refuse|speak .. him|her|it|no|up?
        stayed|did|agreed|went|let|said|continued|undressed|pretended|smiled .. because|so|so_that|or .. he|she|they|
        <partner> would|will|might|could|gets|got|is|was|can|finish|shouts
        he|she|they|<partner> .. told|tells me .. had_to|have_to|must|should|owed|owe
        he|she|they|<partner> .. took|takes|hid|locked .. my .. phone|keys|clothes|money|bag|passport
        he|she|they|<partner> .. went|goes|did|wanted .. further|longer|more|harder .. than|than_we|and|agreed
        further|longer|more|harder than we|i .. agreed|wanted|said
        froze|freeze|cried|lay_still|went_stiff .. and|while he|she|they .. kept|went|carried|continued|not|did
        he|she|they|<partner> called me frigid|selfish|cold|prude|names|bad|useless|crazy|stupid
        good wife|husband|girlfriend|boyfriend|partner would|does|must
        he|she|they|<partner> .. held my .. head|arms|legs|face|wrists|mouth
        he|she|they|<partner> .. pushed|pulled|pressed|forced my .. head|hand|hands|arms|legs|face|body|wrists
        pretended|faked|smiled .. so|because|until .. he|she|it
        he|she|they|<partner> .. threw|broke|smashed|kicked|blocked .. door|me|my|things|plate|phone|chair|way
        against my will|wishes
        he|she|they|<partner> hit|hits|slapped|choked|beat|grabbed|kicked|shoved|threatened|hurt|spat|bit me
        because .. he|she|<partner> .. otherwise|threatened|would_leave|insisted|demanded|kept_asking|kept_on|
        would_not_stop|would_be_angry
        had|have no choice|no_say ... he|she|him|her|<partner>
        """
    ),
    NoteSign.NOT_HERE: Phrases(
        """
        was|were|felt|feel|feeling|am|went|became|everything|felt_like|seemed .. unreal|like_a_dream|in_a_fog|
        outside_my_body|out_of_my_body|detached|spaced_out|dissociated|not_in_my_body|behind_glass|like_a_robot|
        not_really_here|not_really_there|like_a_film|like_in_a_film|as_in_a_film|in_a_bubble|beside_myself
        i was|felt|am|feel .. far_away !from
        i was|felt|am .. not_here|not_there|somewhere_else|gone !when|until|yet|in_time|today
        i|felt|feel|feeling|went|was|all|so|completely|totally numb|empty_inside|nothing_at_all !with
        i|mind|head went|was blank
        as_if|like|behind .. glass|wall_of_glass|fog|cotton_wool|a_veil
        flashback|flashbacks|dissociated|dissociation|dissociating|derealisation|derealization|depersonalisation|
        depersonalization|lost_time|zoned_out|spaced_out
        watched|saw|looking_at myself from
        i? was|were|felt back|right_back there|then|in_that_room|in_it|at_that_time
        left|leave|leaving my body
        not feel .. my_body|my_hands|my_legs|anything .. any_more|anymore|at_all
        """
    ),
    NoteSign.FAINTED: Phrases(
        """
        i? fainted|passed_out|blacked_out|lost_consciousness|collapsed|keeled_over|was_unconscious|went_unconscious
        woke|woke_up|came .. round|to|on_the_floor|on_the_ground
        faint|fainting .. happened|on_the_floor
        """
    ),
    NoteSign.CHEST_PAIN: Phrases(
        """
        chest_pain|chest_pains|pain_in_my_chest|pain_in_the_chest
        pain|tightness|pressure|stabbing .. chest|left_arm
        """
    ),
    NoteSign.TOO_MUCH: Phrases(
        """
        too much|hard|big|far|difficult
        too_much|overwhelmed|overwhelming|unbearable|more_than_i_could|beyond_me
        not cope|manage|handle_it
        """
    ),
}
NOT: Final = frozenset({"not", "no", "never", "without", "nor"})
PAST: Final = Phrases(
    """
        years|year|decades ago
        as a child|teenager|student|kid
        in my teens|twenties|childhood|youth
        long ago
        when i was .. young|younger|little|twelve|fifteen|sixteen|seventeen|eighteen|nineteen|ten|eleven|thirteen|
        fourteen|20|15|16|17|18|19
        back_then|at_school|used_to
    """
)
NOW: Final = frozenset({"now", "today", "still", "again", "tonight", "tomorrow", "lately", "recently", "currently"})
_SUICIDE: Final = Phrases(
    """
        <family>|<friend>|his|her|their|somebody|someone|celebrity|neighbour 's? .. suicide
        suicide of|by|prevention|bombing|squad|rate|hotline
        film|movie|book|series|song|news|documentary|article|novel|podcast|word|game|text|report .. about|where|who|on|
        in_which|suicide|of
        <family>|<friend>|<partner>|he|she|who|man|woman .. killed|hanged|shot|hurt|cut|harmed|drowned|hangs|kills|
        hurts himself|herself|themselves
        talked|talking|read|wrote|heard|learned|training|course|class about .. suicide
    """
)
SOFTENED: Final[dict[NoteSign, Phrases]] = {
    NoteSign.CRISIS: _SUICIDE,
    NoteSign.VEILED: Phrases("no point|reason in|to checking|staying|going|asking|washing|arguing|waiting|leave|stay"),
    NoteSign.BEYOND_REALITY: Phrases(
        "as_if|as_though|like_they|like_everybody|in_the_next_room|felt_like|afraid|scared"
    ),
    NoteSign.NOT_HERE: Phrases("<part>|lip|tongue .. numb", "numb with|from|by"),
    NoteSign.FAINTED: Phrases(
        """
        nearly|almost|about_to|might|could|would|afraid|fear|feared|thought|going_to .. faint|fainted|pass|passed|
        black|collapse|collapsed|fainting
        <family>|<friend>|<partner>|<child>|he|she|they|somebody|someone|man|woman .. fainted|passed_out|collapsed
        """
    ),
}
"""What takes the weight from a sign in the same sentence: somebody else's doing, a report, a figure of speech."""
