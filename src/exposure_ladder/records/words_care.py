"""What titles say about needed care that is left out: medicine, devices, doctors, food."""

from __future__ import annotations

from typing import Final

from exposure_ladder.records._subject import Subject
from exposure_ladder.records.phrases import Phrases

__all__ = ["CARE"]

CARE: Final[dict[Subject, Phrases]] = {
    Subject.MEDICINE_SKIPPED: Phrases(
        """
        <skip> .. <medicine>|<device>
        skip|miss|omit|drop|stop|quit|halve|reduce|cut_down|come_off|coming_off|stopping|taper|flush|throw_away ..
        <tranquilliser>
        <skip> .. <checkup> .. doctor|hospital|clinic|oncologist|surgeon
        <skip> .. <checkup>
        without|no .. <medicine>|<device>
        not|never|without|no_longer take|taking|use|using|carry|carrying|wear|wearing|bring|inject|injecting|go_to|
        keep ..
        <medicine>|<device>|<checkup>
        not call|see|tell .. <medicine>|<checkup>
        leave|leaves|leaving .. <medicine>|<device> .. at_home|behind|in_the_car|out
        wait|wait_and_see|not|no|despite|in_spite_of|with|although ... <alarm_sign> ... no|not|without|instead|ignore|
        first
        wait_and_see|wait|ignore|sleep_it_off|sit_it_out when|while|although|if|with ... numb|paralysed|bleeding|
        chest|lump|blue|swollen|can_not_breathe|unconscious|slurred
        wait|waiting|stay|hold_out .. day|days|week|weeks|month|hours|overnight .. with|despite|before .. <alarm_sign>
        not|no|never|without .. doctor|ambulance|emergency|hospital|gp|a_and_e ... numb|faint|bleed|bleeding|breathe|
        breath|chest|lump|fever|pain|stroke|paralysed|blue|swells|swollen
        <skip> .. <alarm_sign>
        not|no|never|without .. doctor|ambulance|emergency|hospital .. <alarm_sign>
        <alarm_sign> .. call|see|tell|ask no|nobody|without
        <take> .. half|less|fewer|quarter|part .. <medicine>|dose
        leave|leaves|leaving .. <medicine>|<device> .. in|off|away|unused
        let .. blood_sugar .. drop|fall|go_low
        <skip>|without|not|no .. blood_sugar|sugar .. check|test|measure|measuring?
        take|taking|takes out|off .. <device>
        <eat> .. without .. inject|injecting|injection|insulin
        keep|stay|say|hide quiet|silent|nothing|it|secret .. about .. <alarm_sign>|lump|chest|blood|seizure
        swap|replace|exchange .. <medicine> .. for|by|with
        cut|divide .. <medicine>|lithium .. in_half|half|by_half
    """
    ),
    Subject.OVERDOSE: Phrases(
        """
        double|triple|twice the|my .. dose|<dose>
        <take> .. more|double|twice|too_many|too_much|ten|twenty|extra|several|handful|whole_packet|whole_pack|
        all_the .. <dose>|than_prescribed
        <take> four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|4|5|6|7|8|9|10|12|15|20|30 .. <dose>
        more .. <dose> .. than .. prescribed|allowed|leaflet|doctor
        overdose
        <take> .. bottle|packet|box|pack|strip|handful of <dose>|tablets|pills|cough_syrup|cough_medicine
        empty|finish .. bottle|packet|box|pack of .. <dose>|tablets|pills
        <take> .. four|five|six|eight|twelve <dose>
    """
    ),
    Subject.COMPENSATION: Phrases(
        """
        make|makes|making|let|get <my>? myself|me .. vomit|sick|throw_up|purge
        vomit|purge|throw_up|be_sick|vomiting|purging on_purpose|after|afterwards|again|once|deliberately
        induce|inducing|force .. vomiting|vomit
        finger|fingers|toothbrush down|in .. throat
        skip|skipping|miss|missing|omit|leave_out|leaving_out|go_without|going_without|refuse|do_without <my>? ..
        meal|meals|breakfast|lunch|dinner|supper|food|eating|carbs !meeting|date|party|conversation|invitation
        fast|fasting|fasted for|until|a|all .. day|days|hour|hours|evening|week|morning|dinner
        fast|fasting $
        eat|eating nothing .. until|till|before|all|for|the_whole
        eat|eating nothing|less|only|under|below|fewer .. day|days|calories|kcal|lunch|apple|meals|hours
        not eat|eating .. for|until|all|anything .. day|days|hours|tomorrow|evening|dinner|week
        only drink|eat .. water|juice|tea|broth .. until|for|all
        drink .. only|nothing_but water|juice|tea .. until|for|all
        chew|chewing ... spit|spitting
        go|going .. bed|sleep hungry
        go|going .. bed|sleep without eating|dinner|supper|food
        count|track|note|add_up .. calorie|calories|kcal|carbs
        sit_ups|push_ups|squats|star_jumps|run|exercise|jog|walk|train ... after|before .. each|every|all|any .. meal|
        meals|bite|snack
        spit .. out .. food|dinner|meal|cake
        laxative|laxatives|diuretic|diuretics|enema|slimming_pills|diet_pills|water_pills
        under|below|less_than|limit|at_most|stay|count .. calories|kcal
        run|exercise|jog|work_out|walk|gym|burn|sweat .. off|to_make_up|to_compensate|make_up_for|compensate|
        until_i_have_burned .. calories|meal|food|eaten|pizza|cake|dinner|it
        run|exercise|jog|train|work_out|walk|gym|swim|cycle|kilometres|miles ... make_up_for|to_compensate|to_burn|
        burn_off|to_work_off|work_off|to_undo|to_earn
        burn|burning off|all|the .. calories|food|meal|cake
        exercise|train|run .. make_up_for|compensate|to_burn
        bring|brings|bringing .. up .. food|meal|dinner|lunch|cake|breakfast
        count|counting|stay|staying ... calorie|calories|kcal ... under|below|less|limit
        run|jog|exercise|train|walk|cycle|swim .. until .. burned|burnt|worked_off|gone|used_up
    """
    ),
    Subject.MEDICINE_CHANGED: Phrases(
        """
        take|taking|try|swallow|borrow .. <grown>|unknown|old|expired|found|leftover 's? .. <medicine>|<tranquilliser>
        without|leave|leaves|leaving .. <tranquilliser> .. at_home|behind|in_the_car|out?
        <take> .. <tranquilliser>
        change|changing|adjust|increase|raise .. <medicine>|<tranquilliser>|dose
        <take> .. aspirin|penicillin|peanut|peanuts|nuts|shellfish|prawns|bee .. although|allergic|allergy|allergen
        allergic|allergy|allergen|allergens ... eat|taste|touch|lick|try
        eat|taste|try|lick ... allergic|allergy|allergen
        <drink> .. on_top_of|with|after|together_with .. <medicine>|<tranquilliser>|antibiotics
        mix|combine|take|drink .. <medicine>|<tranquilliser>|tablets .. alcohol|wine|beer
        stay_awake|awake|without_sleep|not_sleep .. all_night|nights|days|hours|48|72
        take|taking|borrow|use .. <medicine>|antibiotics|antibiotic .. from|of .. <friend>|<family>|<partner>|
        <stranger>|internet
        stay|staying|be up|awake .. all_night|night|nights|48_hours|two_days
    """
    ),
    Subject.SEX_PAIN: Phrases(
        """
        sex|intercourse|penetration|dilator|dilators ... pain|painful|hurts|hurt|burns|burning|although_it|
        even_if_it_hurts|tear|bleed|bleeding
        pain|painful|hurts .. sex|intercourse|penetration
        go_on|continue|bear|endure|push_through .. pain|hurts .. sex|partner|him|intercourse|penetration|dilator
    """
    ),
    Subject.SELF_HARM: Phrases(
        """
        <harm> .. myself|my_own_arm|my_own_skin|my_arm|my_wrist|my_wrists|my_leg|my_skin
        hit|bang|bash|knock .. my .. head|fist|face|hand .. wall|against|hard|door
        self_harm|self_injury|kill_myself|end_my_life|suicide_attempt
        <harm> .. until|so_that .. bleed|bleeds|blood|bleeding
        pinch|hit|bite|scratch|beat|starve|punish myself
        let .. blood .. drip|run|flow
    """
    ),
}
"""Phrases by kind; how they are read stands in `words_harm`."""
