"""Families of English words that titles and notes are read by. Lists only; how they are used stands in the readers.

Nouns and verbs stand in their base form. ``_`` joins the words of a phrase, ``/`` lists the forms of an irregular word.
"""

from __future__ import annotations

from typing import Final

from exposure_ladder.records.phrases import Lexicon

__all__ = ["LEXICON"]

_NOUNS: Final = {
    # what fear is about
    "fear": "fear anxiety panic nervousness nerve worry dread distress tension discomfort terror fright jitters "
    "unease stress butterflies shame embarrassment urge feeling wave dizziness",
    "symptom": "symptom illness/illnesses disease cancer tumour tumor headache mole lump rash stroke heart_attack "
    "side_effect infection rabies hiv aids melanoma sclerosis dementia",
    "music": "music song podcast audiobook radio playlist",
    # people
    "partner": "partner husband wife/wives spouse boyfriend girlfriend fiance fiancee lover ex hubby crush date bf gf",
    "family": "mother father mum mom mummy mommy dad daddy parent brother sister grandmother grandfather grandma "
    "grandpa gran granny nan nana aunt auntie uncle cousin niece nephew mother_in_law/mothers_in_law father_in_law "
    "brother_in_law sister_in_law stepmother stepfather stepmum stepdad",
    "baby": "baby newborn infant toddler nappy diaper",
    "child": "child/children kid kiddo son daughter twin grandchild/grandchildren grandson granddaughter stepson "
    "stepdaughter stepchild/stepchildren godson goddaughter godchild/godchildren little_one little_boy little_girl "
    "schoolchild/schoolchildren schoolboy schoolgirl pupil teenager teen adolescent minor preschooler boy girl",
    "friend": "friend colleague co_worker coworker workmate neighbour neighbor boss/bosses manager flatmate roommate "
    "housemate classmate guest acquaintance mate buddy bestie lodger landlord landlady",
    "stranger": "stranger passer_by/passers_by passerby/passersby man/men woman/women guy bloke lad lass person "
    "adult commuter passenger customer client hitchhiker",
    "worker": "nurse doctor dentist hairdresser barber physio physiotherapist masseur masseuse osteopath chiropractor "
    "midwife/midwives gynaecologist gynecologist gp optician optometrist beautician manicurist pedicurist tattooist "
    "tailor coach trainer instructor teacher paramedic surgeon podiatrist hygienist phlebotomist carer caregiver "
    "therapist dermatologist cardiologist urologist anaesthetist radiographer stylist shop_assistant seamstress "
    "security_guard security_officer first_aider lifeguard referee acupuncturist tattoo_artist massage_therapist vet "
    "psychologist psychiatrist counsellor counselor consultant specialist clinician medic health_visitor orthodontist",
    "police": "police police_officer policeman/policemen policewoman/policewomen helpline shelter hotline lawyer court "
    "refuge restraining_order",
    # parts of the body
    "part": "hand arm shoulder cheek back face hair knee leg neck waist foot/feet head forehead lip mouth skin body/"
    "bodies belly stomach chest finger fingertip palm ear hip scar lap elbow wrist eye eyelid nose tooth/teeth gum toe "
    "ankle nail beard",
    "intimate": "breast boob tit nipple genital genital_area private_part privates intimate_part vulva vagina clitoris "
    "clit labia penis/penises cock dick testicle scrotum crotch groin bum bottom butt buttock arse ass anus "
    "inner_thigh "
    "thigh pubic_hair erection",
    "underwear": "underwear knickers bra panties lingerie boxers pants underpants thong nightie",
    "clothes": "clothes clothing shirt blouse trousers skirt dress top jeans anything_on",
    # things
    "phone": "phone message text chat email mail inbox computer laptop browser history call_log account location "
    "whereabouts gps tracker password pin bank_account bank_card money wage salary wallet purse bag receipt diary "
    "social_media facebook instagram whatsapp photos contacts credit_card bank_statement spending",
    "medicine": "medicine medication med tablet pill antidepressant insulin inhaler epipen adrenaline_pen "
    "adrenalin_pen "
    "epinephrine antibiotic blood_thinner warfarin beta_blocker lithium heart_tablet anticonvulsant antiepileptic "
    "seizure_tablet epilepsy_tablet contraceptive painkiller methotrexate chemo chemotherapy dialysis oxygen "
    "asthma_spray spray steroid levothyroxine thyroxine prednisolone clozapine valproate dose injection metformin "
    "emergency_set emergency_kit glucagon glucose statin",
    "tranquilliser": "lorazepam diazepam alprazolam xanax valium clonazepam benzo benzodiazepine sedative "
    "tranquilliser tranquillizer tranquilizer sleeping_pill sleeping_tablet oxazepam temazepam zopiclone zolpidem "
    "emergency_pill emergency_tablet rescue_pill propranolol pregabalin calming_pill calming_tablet hydroxyzine "
    "promethazine",
    "device": "pacemaker hearing_aid glucose_meter blood_sugar_meter sensor cpap stick walking_frame crutch helmet "
    "seat_belt seatbelt seat_belt life_jacket lifejacket harness stoma_bag catheter splint oxygen_mask "
    "safety_belt",
    "checkup": "check_up checkup appointment screening mammogram smear_test scan biopsy blood_test operation surgery "
    "vaccination vaccine follow_up test_results blood_sugar dialysis_session physio_session",
    "alarm_sign": "chest_pain lump blood_in_my_stool blood_in_my_urine bleeding seizure numb_arm paralysis high_fever "
    "fever shortness_of_breath breathlessness fainting_fit stroke heart_attack suicidal_thought allergic_reaction "
    "hypo numbness slurred_speech alarming_symptom pain_in_my_chest pain_in_the_chest pain_in_my_arm "
    "blood_in_the_stool blood_in_the_urine "
    "coughing_blood",
    "drink": "alcohol beer wine whisky whiskey vodka gin rum schnapps champagne prosecco cider cocktail liquor "
    "brandy pint tequila sherry aperol",
    "drug": "cannabis weed joint marijuana hash cocaine heroin mdma ecstasy ketamine lsd amphetamine "
    "meth opioid fentanyl drug",
    "weapon": "gun pistol rifle revolver shotgun firearm handgun crossbow machete dagger razor_blade ammunition "
    "bullet explosive grenade bomb",
    "raw": "raw_chicken raw_meat raw_pork raw_poultry raw_mince raw_minced_meat raw_beef raw_turkey raw_liver "
    "raw_egg raw_eggs raw_kidney_beans raw_milk unpasteurised_milk undercooked_chicken undercooked_pork pink_chicken "
    "uncooked_chicken uncooked_meat uncooked_pork spoiled_food spoilt_food spoiled_meat rotten_food rotten_meat "
    "mouldy_food moldy_food mouldy_bread moldy_bread mouldy_cheese rotten_egg wild_mushroom unknown_mushroom "
    "unknown_berry gone_off expired_meat expired_fish expired_chicken meat_that_is_off fish_that_is_off raw_fish_from "
    "food_from_the_bin food_off_the_floor_of_the_toilet toilet_water tap_water_abroad dirty_water",
    "chemical": "bleach acid pesticide insecticide weed_killer weedkiller rat_poison poison antifreeze petrol "
    "gasoline ammonia drain_cleaner oven_cleaner paint_thinner solvent asbestos mercury chlorine toilet_cleaner "
    "battery_acid lye caustic_soda lead_paint detergent white_spirit turpentine cleaning_product cleaning_fluid",
    "filth": "faeces feces poo excrement vomit diarrhoea diarrhea dog_poo dog_mess pus sewage raw_sewage raw_chicken "
    "raw_meat raw_poultry raw_pork urine used_needle used_syringe needle_on_the_ground discarded_needle dead_rat "
    "dead_bird bat blood_of_a_stranger",
    "illness": "heart_problem heart_valve heart_disease heart_condition heart_illness heart_failure heart_trouble "
    "heart_defect bad_heart weak_heart arrhythmia atrial_fibrillation angina pacemaker asthma copd emphysema "
    "epilepsy epileptic seizure pregnant pregnancy high_blood_pressure hypertension aneurysm heart_attack_last_year "
    "had_a_heart_attack after_a_heart_attack stroke_last_year had_a_stroke stent bypass cystic_fibrosis "
    "lung_disease lung_problem lung_illness lung_condition pulmonary_hypertension weeks_pregnant glaucoma "
    "retinal_detachment long_covid myocarditis cardiomyopathy diabetes diabetic type_1 hypoglycaemia cardiac "
    "pneumothorax expecting_a_baby expecting breathing_trouble heart_murmur blood_clot thrombosis "
    "detached_retina spinal_injury slipped_disc osteoporosis me_cfs pots marfan",
    "wound": "needle syringe injection blood blood_test blood_draw blood_sample wound vaccination jab cannula drip "
    "blood_donation stitches venipuncture transfusion",
    "dose": "tablet pill painkiller paracetamol ibuprofen aspirin sleeping_pill insulin dose medicine medication "
    "caffeine_tablet laxative",
}

_VERBS: Final = {
    "recheck": "recount add_up check recheck double_check inspect verify examine reread re_read rewrite retrace "
    "proofread",
    "search": "google search research look_up looking_up read_up reading_up browse scroll_through",
    "askfor": "ask call phone ring text message email get/gets/getting write_to send/sends/sending",
    "use": "drink/drinks/drank/drinking take/takes/took/taking smoke sip swallow down have/has/had/having use",
    "have": "have/has/had/having",
    "let": "let/lets/letting allow/allows/allowed/allowing permit",
    "make": "make/makes/made/making force get/gets/got/getting push pressure persuade convince coerce talk bully nag",
    "touch": "touch stroke hold/holds/held/holding squeeze tickle rub pat hug embrace cuddle kiss caress massage "
    "nuzzle grab snuggle spoon fondle lick suck cup grope pinch",
    "embrace": "hug embrace cuddle kiss caress massage snuggle spoon nuzzle",
    "tend": "wash bathe/bathes/bathed/bathing bath dress feed/feeds/fed/feeding rock burp dry clean tuck cradle nurse "
    "wipe change cream comb brush carry lift soothe comfort breastfeed/breastfeeds/breastfeeding/breastfed swaddle "
    "potty_train bottle_feed put_to_bed cut examine help/helps/helped/helping",
    "place": "put/puts/putting lay/lays/laid/laying rest place take/takes/took/taking lean link slip run/runs/running "
    "lock shake/shakes/shook/shaking",
    "tell": "tell/tells/told/telling say/says/said/saying talk ask mention discuss explain suggest propose "
    "offer invite "
    "describe admit confess disclose speak/speaks/spoke/speaking chat joke answer call phone greet",
    "imagine": "imagine picture visualise visualize think/thinks/thought/thinking remember recall dream read/reads/"
    "reading write/writes/wrote/written/writing watch look see/sees/saw/seeing seen listen hear/hears/heard/hearing "
    "google search learn draw film discuss",
    "relive": "imagine picture visualise visualize relive recall remember retell describe write/writes/wrote/writing/"
    "written read/reads/reading listen record recount narrate re_experience replay tell/tells/told/telling talk "
    "think/thinks/thought/thinking draw speak/speaks/spoke/speaking re_live go_through going_through go_over "
    "going_over go_back_over go_back_to_the_moment dwell look_back",
    "undress": "undress strip disrobe unclothe",
    "sexverb": "fuck shag bonk masturbate wank fondle penetrate ejaculate sext finger_me screw_my screw_him",
    "skip": "skip miss omit drop stop/stopped/stopping ignore forget/forgets/forgot/forgetting halve reduce "
    "cut_down cut_out leave_out "
    "leaving_out leave_off go_without going_without do_without doing_without cancel postpone delay refuse avoid "
    "quit/quits/quitting come_off coming_off throw_away throw_out flush leave_at_home leave_behind put_off bin "
    "turn_off switch_off discontinue taper wean lower",
    "take": "take/takes/took/taking/taken swallow inject use eat/eats/ate/eating drink/drinks/drank/drinking",
    "go": "go/goes/went/going walk ride drive/drives/drove/driving run/runs/ran/running cycle travel be stay/stays/"
    "stayed/staying sit/sits/sat/sitting stand/stands/stood/standing jog wait cross sleep/sleeps/slept/sleeping hang "
    "wander hitch camp",
    "ride": "drive/drives/drove/driving ride/rides/rode/riding cycle motorbike steer bike overtake",
    "eat": "eat/eats/ate/eating taste swallow lick drink/drinks/drank/drinking try cook_with bite chew nibble sip",
    "threaten": "hit/hits/hitting beat/beats/beating kick slap punch choke strangle shove threaten rape molest abuse "
    "assault attack stalk smash humiliate insult forbid/forbids/forbade/forbidding burn",
    "harm": "cut burn hurt/hurts/hurting harm scratch hit/hits/hitting injure punch starve stab strangle choke poison "
    "drown hang",
    "check": "check recheck inspect verify examine scan monitor count reread rewrite repeat retrace test",
    "clean": "wash rewash scrub disinfect sanitise sanitize shower bathe clean wipe rinse sterilise bleach",
    "give_in": "give_in gives_in giving_in gave_in submit comply surrender obey yield",
    "meet": "meet/meets/met/meeting see/sees/saw/seeing visit call phone ring face confront go_back_to return_to "
    "move_back_in_with stay_with write_to text forgive hug live_with trust be_near be_alone_with reply_to answer "
    "greet date go_home_to speak_to talk_to sit_with contact befriend apologise_to apologize_to sleep_beside "
    "stand_up_to get_back_together_with",
}

_WORDS: Final = {
    "wish": "want wanted wants wish wished going plan planned planning decided urge urges thought_of thought_about "
    "thoughts_of thoughts_about thinking_of thinking_about think_of think_about think_about tempted tried try intend "
    "considered considering feel_like felt_like desire impulse hoping hope longing ready about_to will would_like "
    "keep_thinking_about keep_thinking_of rather need_to wants_to",
    "my": "my our the a an his her their another some this that your one each every two three",
    "him": "him her them he she they",
    "he": "he she they",
    "whom": "him her them each_other one_another someone somebody",
    "close": "<partner> <whom> <friend> <stranger>",
    "grown": "<partner> <family> <friend> <stranger> <whom> <he> anyone anybody everyone everybody people",
    "anybody": "<grown> <child> <baby> <worker>",
    "own_child": "<baby> <child>",
    "not": "no not never without nobody nothing neither nor none",
    "dressless": "naked nude undressed topless unclothed bare_chested in_the_nude with_nothing_on with_no_clothes "
    "with_no_clothes_on without_clothes without_any_clothes without_my_clothes without_our_clothes skin_to_skin "
    "skin_on_skin stark_naked half_naked without_a_bra without_underwear without_my_shirt without_a_shirt "
    "without_a_top in_my_underwear in_our_underwear in_underwear in_just_my_underwear in_only_my_underwear "
    "in_her_underwear in_his_underwear in_lingerie in_my_bra in_my_knickers in_my_pants in_my_boxers in_a_thong",
    "although": "although though when whenever while if even_if even_though even_when because despite until",
    "permission": "permission consent asking warning telling knowledge invitation",
    "again": "again twice three_times several_times many_times repeatedly five_times ten_times over_and_over "
    "every_few_minutes seven_times four_times until_it_feels_right just_to_be_sure to_be_sure to_be_certain "
    "to_make_sure one_more_time",
    "worse": "hard harder bad badly sick dizzy",
}

LEXICON: Final = Lexicon(verbs=_VERBS, nouns=_NOUNS, words=_WORDS)
"""The families of this module."""
