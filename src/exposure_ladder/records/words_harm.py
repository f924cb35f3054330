"""What titles say about real danger and about medicine."""

from __future__ import annotations

from typing import Final

from exposure_ladder.records._subject import Subject
from exposure_ladder.records.phrases import Phrases, Text, before
from exposure_ladder.records.words_care import CARE

__all__ = ["read_harm"]

_DANGERS: Final[dict[Subject, Phrases]] = CARE | {
    Subject.WEAPON: Phrases(
        """
        <weapon>
        knife|blade|hammer|axe|bat .. fight|argument|quarrel|enemy
        knife|blade|scissors .. to|at|on|against|near .. throat|neck|wrist|wrists|chest|skin|vein|heart|stomach
        run|go|lunge|point|wave .. knife|blade|axe|hammer .. at|towards .. <grown>|people
    """
    ),
    Subject.UNSAFE_DRIVING: Phrases(
        """
        <ride>|motorway|car|bike|motorbike ... without|no|unbelted|not .. seat_belt|seatbelt|belt|helmet|licence|
        license|lights|brakes|hands_on|glasses|looking_at_the_road|insurance
        not|without .. wear|wearing|fasten|fastening|put_on|buckle .. seat_belt|seatbelt|belt
        <ride> .. at|with|over|above 120|130|140|150|160|170|180|190|200|210|220|240|250
        <ride>|car .. too_fast|as_fast|speed_limit|at_full_speed|full_throttle|through_red|red_light|red_lights|
        on_the_wrong_side|wrong_way|the_wrong_side
        accelerate|speed_up .. 120|130|140|150|160|170|180|190|200|210|220
        speed|speeding|race|racing .. motorway|road|car|street|highway|limit
        <ride>|car|behind_the_wheel ... drunk|tipsy|drinking|stoned|while_high|tired|exhausted|without_sleep|no_sleep|
        sleepless|sleepy|half_asleep|sedated|blindfolded|eyes_closed|eyes_shut|closed_eyes|texting|on_my_phone|dizzy
        <ride>|wheel ... after|on|with|had|despite .. <drink>|<tranquilliser>|<drug>
        <drink>|<tranquilliser>|<drug>|drunk|night_without_sleep|all_nighter ... then|and|before .. <ride> .. home|
        car|myself|back|it|motorway|town
        <ride> .. with .. eyes .. closed|shut
        close|shut|take <my>? eyes|hands ... motorway|road|driving|wheel|cycling|riding|drive|street
        eyes ... while|when|at .. driving|i_drive|the_wheel|cycling
        <tell>|text|read|write|type|film|shave|eat .. while|when driving|i_drive|cycling
        let|take go|hands of|off .. steering_wheel|wheel
        overtake .. bend|curve|blind|hill
        run|jump|drive .. red_light
    """
    ),
    Subject.RAW_FOOD: Phrases(
        """
        <eat>|feed|serve|put .. <raw>
        <eat> .. chicken|pork|poultry|turkey|mince|minced_meat|egg|eggs|duck|kidney_beans|burger without cooking|
        heating
        <eat> .. chicken|pork|mince|poultry|turkey .. pink|raw|bloody|undercooked|red
        <eat> .. raw|uncooked|undercooked|half_cooked|pink .. chicken|pork|poultry|turkey|mince|minced_meat|meat|
        kidney_beans|egg|eggs|duck
        <eat> .. smells|smelly|smells_off|left_out_overnight|days_old|out_of_the_fridge_for
        <eat> ... out all_night|overnight|all_day
        <eat> ... mould|mold|maggots|maggot|slime
        <eat> .. mushroom|mushrooms|berry|berries|plant|leaf|leaves ... picked|gathered|not know
        <eat> .. mushroom|mushrooms|berry|berries|plant|leaf|leaves .. do_not_know|not_know|unknown|found|wild|forest|
        woods
        <eat>|feed .. expired|mouldy|moldy|rotten|spoiled|spoilt|gone_off|off|weeks_old
        <eat> .. from .. bin|toilet|gutter|rubbish
        drink|drinking|drinks .. toilet|puddle|sewage|pond|river|untreated|canal|lake|stream|ditch|gutter .. water?
        drink|drinking|drinks .. water from|out_of .. toilet|puddle|sewage|pond|river|canal|lake|stream|ditch|gutter
        chicken|pork|meat|mince .. raw|left_out_overnight|out_of_date
        <eat> .. half_raw|half_cooked|bloody|not_cooked|underdone .. burger|hamburger|meat|chicken|sausage|steak|mince
    """
    ),
    Subject.CRIME: Phrases(
        """
        sneak|sneaking|slip .. into|in|past .. ticket|paying|without
        take|taking|carry|walk_out .. shop|shelf|store|shelves|restaurant|cafe .. without .. paying|pay
        steal|steals|stealing|shoplift|shoplifting|burgle|vandalise|vandalize|forge|smuggle|rob|deal_drugs|break_in|
        break_into|set_fire|arson|trespass|trespassing|fare_dodging|hit_and_run
        ride|travel|take|go .. bus|train|tram|metro|underground|subway .. without .. ticket|paying|fare
        leave|walk_out|go|walk .. shop|restaurant|cafe|store|supermarket .. without_paying|without_a_receipt_for
        not pay .. bill|fare|taxi|ticket
        lie|lying to .. police|court|tax
        flash|expose myself to
        call|ring .. emergency|ambulance|fire_brigade|police .. for_no_reason|as_a_joke|for_fun
        spy|spying on|stalk|stalking|follow|following .. stranger|woman|ex|home
        jump|dodge|climb_over|duck_under .. ticket|fare|turnstile .. barrier|gate?
        <take>|try|smoke|snort|sniff|inject|buy|sell|deal .. <drug>|glue|laughing_gas|poppers
    """
    ),
    Subject.TRAFFIC: Phrases(
        """
        cross|crossing|walk|run|step|go|stand|lie|sit|play|dance .. road|street|motorway|highway|lane|junction ..
        without_looking|red|red_light|traffic|in_front|eyes_closed|eyes_shut|middle|between_the_cars|at_rush_hour|
        in_the_dark_clothes
        cross|crossing|walk|run .. at|on .. red|red_light|red_man
        step|walk|run|go|jump .. between|in_front_of .. parked_cars|cars|moving_cars|lorries
        step|walk|run|jump out|off ... without looking
        cross|crossing|run_across|step_onto ... road|street|motorway|highway|carriageway|junction ... without looking
        stand|walk|sit .. edge|very_edge|past_the_line .. platform|train|tracks|road|motorway|kerb
        in_the_middle|middle of the road|street|motorway|highway
        walk|run|cycle|jog .. on|along|across .. motorway|highway|hard_shoulder|expressway
        stand|sit|walk|lie|step|lean|cross|go|dance|jump|run|play .. tracks|rails|railway|track|yellow_line|
        white_line|train_line|level_crossing
    """
    ),
    Subject.HEIGHT: Phrases(
        """
        climb|climbing|walk|abseil|stand .. without|no .. rope|harness|helmet|belay|railing|safety|protection|handrail
        climb|climbing .. crane|mast|pylon|scaffold|scaffolding|roof|cliff|rock_face|drainpipe|viaduct
        edge of <my>? .. cliff|roof|precipice|gorge|quarry|rooftop|building|ravine
        cliff edge
        lean|leaning .. out .. window
        free_solo|free_climb|unsecured|parkour
        stand|balance .. on .. top_rung|chair_on_the|railing|ledge
        legs|feet|arms|head|body out|over|from|off .. window|roof|railing|edge|balcony|cliff|ledge
        climb|scale|climbing .. scaffolding|scaffold|crane|facade|drainpipe|pylon|mast|chimney|roof
        sit|stand|balance|climb|walk on <my>? railing|rail|parapet|ledge|banister|balustrade
        lean|leaning .. over|out|off|beyond|past|outside .. railing|rail|parapet|ledge|roof|window_sill|windowsill|
        cliff|barrier|fence|banister|balustrade|balcony
        hang|sit|stand|dangle|climb|walk|balance|step|jump|reach .. over|on|onto|off|from|along|past|beyond|outside ..
        railing|rail|parapet|ledge|roof|window_sill|windowsill|window_ledge|cliff|edge_of_the_cliff|bridge_railing|
        barrier|fence|banister|crane|scaffold|scaffolding|mast|pylon|wall_of_the|cliff_edge|balustrade|rooftop
    """
    ),
    Subject.WATER: Phrases(
        """
        swim|swimming|dive|bathe|wade|surf|kayak|paddle ... storm|stormy|current|waves|at_night|in_the_dark|ice|icy|
        weir|harbour|flood|red_flag|no_lifeguard|without_a_lifeguard
        swim|swimming|dive|bathe|paddle .. alone|far|out .. sea|lake|ocean|river
        swim|swimming .. across .. river|lake|strait|channel
        swim|swimming|go .. far_out|out_of_my_depth|beyond_the_buoys|out_to_sea
        hold|holding|stay|keep|push|put .. under|underwater|below .. water? .. minute|minutes|breath|as_long|until|
        seconds
        swim|swimming|paddle .. past|beyond|behind .. buoy|buoys|breakers|surf
        jump|dive .. from|into|off .. pier|wall|tree|roof|quay|jetty|balcony|window|bridge|cliff|rock|rocks|shallow|
        unknown|quarry|harbour
        bath|pool|water .. with .. hairdryer|hair_dryer|toaster
        walk|skate|stand|step|cross|run|play .. on|across|the .. ice|frozen !rink on|of|lake|river|pond|sea
        walk|skate|stand|step .. on|across .. frozen|thin_ice|ice_of lake|river|pond|sea|thin?
    """
    ),
    Subject.FIRE: Phrases(
        """
        leave|leaves|leaving|let .. candle|candles|stove|oven|iron|hob|fire|cooker|gas|fryer|pan|heater|grill|
        cigarette .. on|burning|lit|unattended|alone|running|open|hot
        go|sleep|leave .. with .. candle|candles|stove|oven|iron|gas|fire|hob|cooker|heater .. on|burning|lit|open|
        running|unattended
        touch|touching|put|poke|lick|hold .. live_wire|socket|plug_socket|bare_wire|wires|electric_fence|fuse_box|
        hot_stove|hot_plate|flame|fire|hob|hotplate|power_line
        touch|touching|lean|press ... stove|hob|oven|iron|grill|pan|radiator|kettle .. hot|on|glowing
        hold .. hand|finger .. in|over|into .. flame|fire|candle
        smell|breathe|inhale .. gas|exhaust|fumes|smoke
        hold|light|play|burn .. match|lighter|torch|sparkler .. until|finger|fingers|hair|curtain|down
        cigarette|match|lighter|smoke|smoking ... petrol|petrol_station|filling_station|fill_up|pump|gas_bottle
        fill|filling ... petrol|car|tank ... cigarette|lighter|smoking
        wet hands ... socket|switch|plug|fuse_box|hairdryer|hair_dryer|wire|wires|toaster
        socket|switch|plug|fuse_box|hairdryer|hair_dryer|wire|wires|toaster ... wet hands
        fireworks|firework|firecracker|firecrackers .. hand|inside|throw|indoors
        disconnect|remove|cover|take_out .. smoke_alarm|smoke_detector|fire_alarm
        lightning|thunderstorm|storm .. tree|field|hill|lake|open|outside|outdoors|mountain|peak|golf|metal
        stand|walk|go|run|sit|swim .. in|into|during .. thunderstorm|lightning|gale|hurricane|blizzard|avalanche
        water .. on|into .. burning|hot oil|fat|grease
    """
    ),
    Subject.POISON: Phrases(
        """
        touch|drink|swallow|inhale|sniff|mix|handle|pour|taste|lick|eat|breathe|spill|smell|wash_in|rub|clean|use|put|
        spray|work .. <chemical> .. without|bare|no|together|with|on_my|skin|gloves|food|hands|closed|in|mouth|eat|
        lick
        drink|swallow|inhale|sniff|taste|lick|mix|eat .. <chemical>
        mix|mixing .. cleaners|bleach|cleaning
        drink|swallow|sip|taste|gulp .. washing_up_liquid|shampoo|soap|detergent|perfume|aftershave|fuel|ink|paint|
        salt_water|dishwater|cleaner
        sniff|inhale|breathe .. glue|solvent|fumes|petrol|paint|spray
    """
    ),
    Subject.PLACE_OR_HOUR: Phrases(
        """
        <go> .. alone|by_myself|on_my_own .. at_night|after_midnight|at_midnight|after_dark|in_the_dark|at_three|
        in_the_middle_of_the_night|at_2_am|at_3_am|in_the_small_hours|at_two_in
        <go> .. at_night|after_midnight|at_midnight|after_dark|in_the_middle_of_the_night|at_2_am|at_3_am .. alone|
        by_myself|on_my_own
        <go>|alone .. at_night|after_midnight|after_dark|at_midnight|in_the_dark|at_two_in_the_morning|
        at_three_in_the_morning|at_3_am|at_2_am ... park|forest|woods|station|underpass|industrial|canal|cemetery|
        alley|car_park|red_light|docks|cemetery|tunnel|wood|subway|underpass|estate|beach|district
        <go> .. park|forest|woods|underpass|industrial|canal|alley|car_park|docks|tunnel|wood|estate|beach|street|
        streets|city|town|district ... at_night|after_midnight|after_dark|at_midnight|at_three_in_the_morning|
        at_two_in_the_morning|at_3_am|at_2_am|in_the_middle_of_the_night
        red_light_district|dangerous|unsafe|no_go|rough|high_crime area|areas|neighbourhood|neighborhood|part|
        district|quarter|street|place|park|estate|zone?
        leave|leaving|sleep|go .. front_door|back_door|door|doors|house .. unlocked|open|wide_open .. night|overnight|
        away|holiday|all_day|sleep|out
        front_door|back_door unlocked|open overnight|all_night|at_night
        drug dealers|dealer|scene
        abandoned|derelict building|house|factory|mine
        sleep rough
        sleep|go_out|go_away|go_to_bed|drive_off|travel .. front_door|back_door|house|flat .. unlocked|wide_open
        <go>|wait .. deserted|empty|lonely|abandoned|unlit|dark .. station|street|park|platform|forest|car_park|
        path .. at|alone|night|2_am|3_am|midnight
    """
    ),
    Subject.STRANGER: Phrases(
        """
        get_in|getting_in|get_into|getting_into|go_in|ride_in|lift_in|climb_into|sit_in .. <stranger>|someone|
        somebody|unknown 's? .. car|van|lorry
        hitchhike|hitch_hike|hitchhiking|hitch_a_lift|hitch_a_ride|thumb_a_lift
        meet|go|visit|stay|sleep|date|come ... <stranger>|app|tinder|internet|online|unknown|someone_i_do_not_know|
        dating_app|chat_room|dating_site ... his|her|their|home|place|flat|house|hotel|apartment|room|alone|
        tell_nobody|without_telling|secluded|remote|woods|car
        invite|bring|take <my>? .. <stranger> ... online|app|internet|tinder|not_know ... home|flat|house|room|
        apartment
        invite|let|bring|take .. <stranger>|someone_i_do_not_know|unknown .. home|in|into|flat|house|apartment|stay|
        inside|overnight
        open .. door .. <stranger> .. let_in|in
        in|into|inside .. car|van|lorry|home|flat|house of .. <stranger>|someone|somebody|man|unknown
        accept|take|drink .. drink|drinks|lift|sweets|tablet|pill .. from|of .. <stranger>|someone_i_do_not_know
        go home with .. <stranger>|someone|date
        leave .. drink .. unattended
        go home|back with <my>? .. <stranger>|someone|date|him
        give|tell|send .. <stranger> .. address|pin|card|bank|password|where_i_live
        <let>|invite <my>? .. <stranger>|someone|somebody .. from .. internet|app|tinder|online|street|bar .. visit|
        home|in|stay|house|flat
    """
    ),
    Subject.CHILD_ALONE: Phrases(
        """
        leave|leaves|leaving .. <baby>|<child>|toddler .. alone|unattended|unsupervised|in|on|by .. bath|water|pool|
        car|street|road|kitchen|balcony|changing_table|beach|stove|dog|shop|pram_outside
        leave|leaving .. <baby>|toddler .. alone|unattended|by_himself|by_herself|by_itself
        leave|leaving .. <child>|year_old .. home|house|flat .. alone|by_himself|by_herself .. night|evening|day
        let|letting .. <baby>|<child>|toddler|year_old .. play|crawl|run|swim|climb|walk|sit .. by_the_road|street|
        road|motorway|railway|tracks|pond|stove|window_sill|balcony|knife|matches|alone_in_the_water|unsupervised
        <baby>|toddler .. alone|unattended|unsupervised .. bath|pool|car|street|road|water|balcony|stove|
        changing_table
        <baby>|<child>|toddler .. without .. car_seat|belt|seat_belt|armbands
        <baby>|<child>|toddler .. swim|bathe|swims|bath|pool|water|road|climb .. without|nobody|no_one .. watching|
        watches|supervision|me|adult|there
        shake|hit|slap|smack|starve my|the|our .. <baby>|<child>|toddler !'s|hands|hand
        throw my|the|our <baby>|toddler|child|son|daughter
        hold|dangle .. <baby>|<child> .. over|out .. railing|balcony|window|bridge|edge
        leave|leaving .. year_old|one_year_old .. home|alone|car|bath|house
        <baby>|toddler|<child> .. face_down|pillow|bath|water .. sleep|alone|face_down|bath
    """
    ),
    Subject.ANIMAL: Phrases(
        """
        touch|stroke|pet|pick_up|hold|feed|catch|tease|approach|provoke|poke|handle|walk_up_to|stand_next_to|go_near|
        kiss|hug|ride|swim_with|enter|step_into|disturb|hand_feed .. wild|stray|unknown|aggressive|strange|venomous|
        poisonous|growling|barking|biting|fighting|wounded|sick|dead|rabid|guard .. dog|dogs|cat|animal|animals|snake|
        spider|bat|fox|boar|horse|dog's|monkey|bear|rat|pigeon|mushroom|scorpion|jellyfish|bull|stallion
        viper|adder|rattlesnake|cobra|black_widow|scorpion|grizzly|bear_cub|wild_boar|crocodile|alligator|bull|hornet|
        hornets|wasp_nest|wasps_nest|wasps'_nest|hornets_nest|beehive|bees_nest|shark|sharks|rabid|tiger|lion|wolf|
        wolves|hippo|stonefish|box_jellyfish .. hand|touch|feed|near|enclosure|cage|close|poke|with
        touch|stroke|pet|hug|feed|poke|open|kick|approach|handle|hold|pick_up .. viper|adder|rattlesnake|cobra|
        black_widow|scorpion|bear|wild_boar|crocodile|bull|hornet|wasp_nest|wasps_nest|hornets_nest|beehive|
        nest_of_wasps|nest|bat|tiger|lion|wolf|wolves|fox
        let .. wasp|bee|hornet|dog|snake|tick .. sting|bite
        close|near|next|up to .. bear|wolf|wild_boar|bull|lion|tiger|viper|crocodile|moose|bison
        take .. bone|food|puppy|puppies .. from .. dog|mother|it
        dog .. bitten|bit|bites
        hand|hands|arm in|into .. beehive|wasp_nest|wasps_nest|hornets_nest|snake_pit
    """
    ),
    Subject.HYGIENE: Phrases(
        """
        lick|licks|licking .. toilet|floor|sole|soles|shoe|bin|handrail|drain|rail|railing|underground|subway|
        pavement|money|coin|coins
        <filth> ... eat|cook|lick|mouth|food|bread|sandwich|without_washing|not_wash|unwashed|kitchen|lunch|baby|
        newborn|face|lips|biscuit|swallow|hands_in
        eat|cook|lick|prepare|swallow|bite|feed .. after|without|with|unwashed .. <filth>|toilet_bowl|nappy|
        changing_the_nappy
        touch|hold|pick_up|handle|smear|rub|cut|step_in .. <filth> !with|and_then_wash|and_wash
        not wash|clean .. hands .. after .. raw|nappy|toilet .. cook|eat|baby|food
        without washing .. hands .. hold|feed|newborn|baby|chemo|immune|premature|wound
        visit|hold|kiss|go_to|feed .. newborn|premature|chemotherapy|immune .. ill|flu|fever|cold|cough|unwashed|
        without_washing
        <touch>|visit|hold|kiss|feed .. newborn|premature|niece|nephew|grandmother|baby ... while|with|although ..
        flu|fever|covid|cold_sore|measles|ill|stomach_bug|norovirus
        share|use|reuse .. needle|needles|syringe|razor|toothbrush .. with|of .. <stranger>|<friend>|someone
        wound .. dirt|soil|unwashed|dirty|bin|toilet|floor
        <stranger>|someone_else|somebody_else 's? used .. tissue|plaster|razor|toothbrush|needle|condom .. lips|mouth|
        face|skin|wound
    """
    ),
}
"""Danger by kind. Some are never opened, others wait for a written reason: see `_subject`."""

_SAFE: Final = Phrases(
    """
        photo|photos|picture|pictures|drawing|film|movie|video|news|documentary|game|book|article|word|words|story|
        toy|fake|plastic|museum|aquarium|zoo|terrarium|imagine|imagining|read|watch|think|write|song
        talk|tell|ask .. about
        expiry|expired ticket
    """
)
# A tablet for emergencies that stays at home waits for a reason; ending one that is taken regularly is never planned.
_AS_NEEDED: Final = Phrases("<tranquilliser>")
_STOPPED: Final = Phrases(
    """
        skip|miss|omit|drop|stop|stopping|quit|halve|reduce|cut_down|come_off|coming_off|taper|flush|throw_away ..
        <tranquilliser>
    """
)
_SECURED: Final = Phrases(
    """
        behind .. rail|railing|glass|fence|barrier|parapet|wall
        with .. harness|rope|belay|safety_net
        with a|the|high|safe railing
    """
)
_PASSENGER: Final = Phrases(
    """
        ride|riding|rode .. lift|elevator|escalator|bus|train|tram|underground|metro|tube|coach|ferry|carousel|horse|
        pony|roller_coaster|rollercoaster|ferris_wheel|cable_car|taxi|wheelchair
    """
)
_AT_THE_WHEEL: Final = Phrases("drive|driving|drove|cycle|cycling|motorbike|wheel|steer|car")
_SHELTERED: Final = Phrases("through|behind|at|from the|a|my? window|glass|fence", "indoors|inside|from_home")
_OUTSIDE: Final = frozenset({Subject.FIRE, Subject.ANIMAL, Subject.TRAFFIC})
_HELD_BACK: Final = frozenset({"not", "never", "no", "instead", "stop", "avoid", "resist", "without"})

_FINE_WITHOUT: Final = Phrases(
    """
        old|expired|left_over|leftover .. pharmacy|chemist
        box|packet|bottle in my hand|hands|bag|pocket
        without .. phone|sunglasses|bag|water|glasses_case|make_up|headphones|music|company
        <skip> .. check_up|checking|google|googling|reassurance
    """
)


def read_harm(text: Text) -> set[Subject]:
    """Return what a title says about danger and medicine.

    Parameters
    ----------
    text : Text
        The title.

    Returns
    -------
    set of Subject
        Danger by kind.
    """
    found = set[Subject]()
    shown = _SAFE.search(text)
    for subject, phrases in _DANGERS.items():
        match = phrases.search(text)
        if match is None or (shown is not None and shown[0] < match[0]):
            continue
        sheltered = subject in _OUTSIDE and _SHELTERED.found(text)
        if not sheltered and not before(_HELD_BACK, text, match[0]):
            found.add(subject)
    if _SECURED.found(text):
        found.discard(Subject.HEIGHT)
    if _PASSENGER.found(text) and not _AT_THE_WHEEL.found(text):
        found.discard(Subject.UNSAFE_DRIVING)
    as_needed = _AS_NEEDED.found(text) and not _STOPPED.found(text)
    if Subject.MEDICINE_SKIPPED in found and (as_needed or _FINE_WITHOUT.found(text)):
        found.discard(Subject.MEDICINE_SKIPPED)
    return found
