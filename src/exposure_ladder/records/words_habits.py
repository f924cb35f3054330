"""What people call the things they do to feel safer, by kind; and the stems by which a medicine is known.

The stems are those of the World Health Organization's names for substances (WHO, *The use of stems in the selection of
INN for pharmaceutical substances*), the longer ones only, so that no ordinary word ends like a medicine.
"""

from __future__ import annotations

import re
from typing import Final

from exposure_ladder.records.phrases import Phrases

__all__ = [
    "DAILY",
    "MEDICINE",
    "MEDICINE_STEM",
    "NO_SUBSTANCE",
    "PROTECTION",
    "REASSURANCE",
    "RITUAL",
    "SEDATIVE",
    "SEDATIVE_STEM",
    "SUBSTANCE",
]

SEDATIVE_STEM: Final = re.compile(r"\b\w{2,}(?:azepam|zolam|piclone|zolpidem|barbital|zepoxide)\b")
MEDICINE_STEM: Final = re.compile(
    r"\b(?!april)\w{2,}pril\b|\b\w{2,}(?:olol|sartan|statin|cillin|mycin|floxacin|prazole|conazole|triptan|xaban|oxetine|oxamine|"
    r"citalopram|traline|faxine|azodone|triptyline|pramine|tiapine|zapine|peridone|piprazole|setron|gabalin|pentin|"
    r"gliptin|gliflozin|glutide|terol|solone|metasone|profen|coxib|thiazide|semide|dipine|phylline|rizine|ratadine|"
    r"tidine|cyclovir|mumab|zumab|ximab|parin|thyroxine|phenidate|amfetamine|codeine)\b"
    r"|\b\d+ ?(?:mg|mcg|micrograms?|milligrams?|units)\b"
)

DAILY: Final = Phrases(
    """
    every|each|nightly|daily|regular|regularly|regularly_prescribed|prescribed|usual|normal|long_term|always|maintenance
    twice|once|three_times a|per day|week|night
    for_years|my_doctor|the_doctor|as_prescribed|in_the_morning|in_the_evening|at_night|morning_and_evening
    """
)
"""What says that a medicine, or a drink, is taken day by day and not for the practice."""

PROTECTION: Final = Phrases(
    """
    <device>|<checkup>|<police>
    glasses|spectacles|reading_glasses|contact_lenses !of
    hearing_aids|cane|white_cane|guide_dog|assistance_dog|wheelchair|scooter|ramp|walker|rollator|zimmer_frame|
    prosthesis|brace|orthosis|insulin_pump|pump|monitor|medical_bracelet|allergy_card|emergency_bracelet|first_aid_kit|
    defibrillator|compression_stockings|sun_cream|sunscreen|life_vest|bicycle_lights|reflective_vest|high_vis_vest|
    climbing_rope|rope|belay|knee_pads|eye_protection|ear_protection|safety_shoes|crash_helmet|child_seat
    interpreter|sign_language|subtitles|captions|easy_read|quiet_room|extra_time|carer|support_worker|
    personal_assistant|care_assistant|learning_mentor
    condom|condoms|contraception|contraceptive|dental_dam|lubricant|lube|the_pill
    tell|telling|told|let|letting|send|sending|text|texting <my>? <friend>|<family>|<partner>|somebody|someone|people ..
    where|address|location|when
    <friend>|<family>|<partner>|somebody|someone|person who? knows|knew
    own way|ride|car|lift|money home|back
    own|booked taxi|cab
    own_way_home|taxi_home|money_for_a_taxi|charged_phone|public_place|a_public_place|emergency_number
    meet|meeting .. public
    stop_word|safe_word|safeword|stop_sign|stop_signal|safety_plan|crisis_plan|emergency_plan|crisis_card
    glucose|dextrose|sugar_tablets|sugar_tablet|carrying_sugar|snack .. blood_sugar|diabetes
    test|testing|measure|measuring|check|checking .. blood_sugar|sugar_level|glucose
    allergy|allergies .. card|label|labels|ingredients
    applied_tension|tensing_my_muscles
    washing|wash .. before|after .. food|eating|toilet|raw
    """
)
MEDICINE: Final = Phrases(
    "<medicine>|<dose>|antihistamine|antihistamines", "drops|patch|nasal_spray|cream|prescription .. for"
)
SEDATIVE: Final = Phrases("<tranquilliser>", "something|tablet|pill|spray .. calm|calming|nerves|relax")
SUBSTANCE: Final = Phrases(
    """
    <drink>
    <drug>
    a|one|two|three|few|some|couple|quick|having|had|have|stiff drink|drinks|drinking !water|tea|coffee|juice|milk
    drink|drinks|drinking first|beforehand|before|alone|to_relax|to_calm|for_courage
    drunk|tipsy|stoned|high_on|hungover|dutch_courage|smoking_up|joint|vaping_weed
    glass|glasses|bottle of <drink>
    """
)
NO_SUBSTANCE: Final = Phrases(
    "drink|drinks|drinking|glass|bottle|cup .. water|tea|coffee|juice|milk|cola|squash|lemonade|cocoa|soda",
    "alcohol_free|non_alcoholic|alcoholfree|root_beer|ginger_beer|diet_coke|coke_zero|wine_gums|glass_of_coke",
    "no|not|without|instead_of .. <drink>|<drug>",
)
REASSURANCE: Final = Phrases(
    """
    reassurance|reassured|reassuring|reassure|reassures
    ^ ask|asking|asked $
    ask|asking|asked|phoning|phone|calling|call|texting|text|messaging|checking .. whether|if|to_be_sure|to_make_sure|
    okay|ok|safe|sure|again|promise|to_promise|still_loves|angry
    ask|asking|asked <my>? <family>|<partner>|<friend>|<worker> $
    ask|asking|asked <my>? <family>|<partner>|<friend>|<worker> about|over|for reassurance|certainty|sure
    google|googling|looking_up|look_up|searching|researching|reading_up .. symptom|symptoms|illness|disease|online|
    signs|internet|dangers|risk|it|cancer
    google|googling
    being|getting told that|it|everything
    second_opinion
    tell|telling|say|saying .. myself .. safe|fine|okay|nothing|all_right
    making_sure|make_sure
    """
)
RITUAL: Final = Phrases(
    """
    ^ <clean>|<check>|wiping|wipe $
    washing|wash|washed|handwashing|hand_washing|scrub|scrubbing|rinsing|disinfecting|disinfect|disinfectant|sanitising|
    sanitizing|hand_gel|hand_sanitiser|sanitiser|sanitizer|wet_wipes|showering|decontaminating|disinfectant_wipes
    <clean> <my>? hands|fingers|clothes|phone|keys|handles|surface|surfaces|everything|it|twice|
    handle|handles|table|seat|chair|bag|shoes|cutlery|screen|floor|
    afterwards|again|after
    <check> .. door|stove|oven|lock|locks|iron|tap|taps|gas|plugs|windows|pulse|heart|mole|lump|body|skin|lights|
    switches|again|twice|times|mirror|temperature|breathing|oxygen|hands|appliances|alarm|sent|mistakes|news
    checking|check|rechecking it|them|that|everything
    <check> $
    ritual|rituals|compulsion|compulsions|neutralise|neutralising|neutralize|neutralizing|undoing|cancelling_it_out
    pray|praying|prayer|prayers|tapping|touching_wood|knocking_on_wood|repeating|rereading|
    re_reading|rewriting|retracing|symmetry|confess|confessing|arranging|straightening|lining_up|redoing|starting_again
    go|going|driving|walking back .. check|look|see
    reviewing|replaying|going_over|running_through|analysing|analyzing .. head|mind|memory|conversation|every_step|again
    counting|count|counted !on
    mental|in_my_head|silently .. list|prayer|phrase|number|numbers|word|review|checking
    good|lucky|right|safe thought|number|word|image
    until_it_feels_right|until_it_is_right|just_right
    """
)
