"""The sentences of an offer, in English: code → words with places for values.

Sentences offer and explain; none orders, promises, diagnoses or blames, and none asks for calm. What a person reads
says "enough to go on" and never "mastered".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ADVICE"]

ADVICE: Final[Mapping[str, str]] = {
    "option": "An option for {client} on {day}: {action}",
    "START": "begin with step {number}",
    "REPEAT": "step {number} once more",
    "ADVANCE": "go on to step {number}",
    "STEP_BACK": "something easier, step {number}",
    "STEP_BACK_again": "begin again with step {number}",
    "STEP_BACK_none": "something smaller than anything here",
    "BRIDGE": "something between, smaller than the next step",
    "BOOSTER": "step {number} once more, if you like",
    "REST": "a rest",
    "SEEK_SUPPORT": "no step for now; talk with a person",
    "COMPLETE": "every step of this ladder is done",
    "because": "Because",
    "expect": "Expect",
    "then": "Then",
    "asked": "Enough",
    "as_good": "As good",
    "why": "In full",
    # words and signs that come first
    "sign_crisis": "what you wrote sounds very heavy. Please talk with somebody now: this list comes first, and the "
    "steps wait. When you have spoken with somebody or are safe for now, write the day into the plan: safe: {today}",
    "sign_veiled": "what you wrote sounds very heavy. Please talk with somebody now: this list comes first, and the "
    "steps wait. When you have spoken with somebody or are safe for now, write the day into the plan: safe: {today}",
    "sign_harm_intent": "if you might hurt somebody, please call for help now; the steps wait",
    "sign_beyond_reality": "please stop here and see a doctor today: hearing or believing what others do not, or days "
    "without sleep and full of energy, need care first",
    "sign_pressure": "you do not have to. Keeping away from harm is protection, and a no needs no reason. Steps with "
    "that person wait; a helpline or someone you trust can be told",
    "sign_not_here": "you were far away, numb or it felt unreal, and then low numbers say little. First come back to "
    "the room: eyes open, feet on the floor. Shorter is fine, and a professional is good to tell",
    "sign_fainted": "you fainted. Please ask a doctor once. With blood and needles: tense your arms and legs before "
    "and during it, lying down (applied tension; ask first in pregnancy, high blood pressure or heart illness)",
    "sign_chest_pain": "chest pain or a collapse needs a doctor first; exercises for the body wait until one was asked",
    "sign_too_much": "it was too much last time, so nothing harder; smaller or shorter is fine",
    "unwanted_thoughts": "unwanted thoughts of hurting somebody are common, and are not doing. If you might act on "
    "them, call for help now",
    # who chose
    "overridden": "{by} chose this step on {day}; that holds until the next practice",
    "override_waits": "{by} chose another step on {day}; it waits for what is said here",
    "not_ready": "the step that was chosen waits for a step that it requires",
    # very high, left early
    "stayed_high": "{cap} or more here, and it stayed high. Smaller, and with somebody beside you",
    "came_down": "very high last time, and it came down by itself. The same step again, or a smaller one; company is "
    "fine",
    "held": "very high last time, and it is not known to have come down, so nothing harder for now",
    "lasted": "it was still {cap} or more hours later, so nothing harder for now; somebody beside you helps",
    "left_early": "left early last time. That is practice too, and nothing harder comes next",
    "eased": "the rule offers something easier here",
    "eased_left": "left early {times} times running: the step is too big for now, so a smaller one",
    "eased_plan": "much harder than expected, {times} times running, so something easier first",
    # limits
    "enough_today": "{most} practices a day are as many as this plan has",
    "enough_this_week": "{most} practices in seven days are as many as this plan has",
    "not_rested": "the last practice is less than {minutes:g} minutes ago; a pause first",
    "low_energy": "a day of little energy: something smaller counts in full, and nothing is lost",
    # how it goes on a step
    "fell_back": "fear came back here ({now}). That happens after a break or on a bad day, and it goes faster the "
    "second time: once at {limit} or less will do",
    "away": "welcome back. A good place to begin again is a step that went well; what was learned is not lost",
    "rising": "the last ones went up: {peaks}. That happens. Is it safe there, and is the step too big for now?",
    "bad_day": "one hard day ({now}); the earlier ones count",
    "far_above": "much harder than expected, once ({now}, expected {was}); once says little",
    "flat": "{times} practices here, about the same each time. Ratings need not fall; one thing could be changed",
    "unrated": "practised here {times} times, without a number. One number for the highest fear would help",
    "numb": "you were numb or far away: low numbers say little then, and this counts as practice",
    "in_part": "less than half of the step was done. That is practice; the step itself is still to come",
    "wanted": "one question for you alone: did you want this the whole time? yes, no or unsure (wanted: in the log)",
    "with_ritual": "it was done with {habit}. Leaving that out is the exercise, also afterwards: once without it",
    "with_reassurance": "it was done with reassurance ({habit}). The exercise is to leave the question open: once "
    "without it",
    "with_substance": "it was done with alcohol or something like it ({habit}), and then it says little: once without "
    "it. If you drink every day, ask a doctor before stopping",
    "with_sedative": "it was done with {habit}, and then it says little about the step. Do not change a medicine on "
    "your own; ask who prescribes it",
    "earned": "step {number}, {id}: {peaks}. That is enough to go on",
    "earned_one": "step {number}, {id}: {peaks}. That is enough to go on",
    "earned_prediction": "step {number}, {id}: your prediction fell from {was_percent:.0f} to {now_percent:.0f} %, and "
    "what was feared did not come. That is enough to go on",
    "earned_carried": "step {number}, {id}: the fear could be carried. That is enough to go on",
    "earned_within": "step {number}, {id}: the fear came down by half each time. That is enough to go on",
    "earned_left": "step {number}, {id}, was left behind for a harder one, and that went well enough",
    "earned_words": "step {number}, {id}, is enough to go on",
    # beginnings and ends
    "nothing_yet": "this is an open step to begin with",
    "not_tried": "nothing is logged here yet",
    "last_peaks": "the last two here were {peaks}",
    "last_peaks_one": "the last one here was {peaks}",
    "start_low": "a first practice begins with the easiest step",
    "start_high": "every step lies above {start}; something smaller may be a kinder start",
    "above_cap": "the next step would more likely than not go above {cap}",
    "booster_due": "every step is done, and this one was last practised {days} days ago; an old step now and then "
    "shows what has stayed",
    "all_wait": "every step waits for its questions or a yes ({ids}); plan shows what would open each",
    "complete_waits": "not on this ladder, since they wait for a yes or for the questions asked first: {ids}",
    "refused": "not taken {times} times: it may be too big for now. Make it smaller: shorter, farther away, or with "
    "somebody",
    "no_needs_no_reason": "a no needs no reason",
    "rule": "(rule '{name}', {standing}; {source})",
    # what is enough
    "needed_peak": "highest fear {limit} or less, {when}",
    "needed_end": "fear at the end {limit} or less, {when}",
    "when_days_1": "once",
    "when_times_1": "once",
    "when_days": "on {need} days",
    "when_times": "{need} times running",
    "when_left": "{when} ({left} more to go)",
    "needed_words": "{asks}",
    "next": "then step {number}, {id}",
    "next_none": "then this ladder is done",
    "next_waits": "then something between, as what is left lies too high for now",
    "next_drawn": "then another open step is drawn",
    "then_support": "something small of your own choosing, with somebody beside you, counts in full",
    "then_another_day": "on another day there is an offer again",
    "then_rested": "{minutes:g} minutes after the last practice there is an offer again",
    # what is as good
    "without": "the same step once without: {habit}",
    "another_place": "the same at another place or time",
    "smaller": "something smaller",
    "smaller_now": "something small, if you feel like it",
    "onward": "the next step all the same ({number})",
    "talk_it_over": "talking it over with a professional",
    "talking": "talking, or nothing at all",
    "company": "somebody beside you",
    "professional": "telling a professional about it",
    "rest": "a rest day",
    "enough": 'stopping here, "enough for now" counts',
    "booster": "trying an old step again in a week, a month, three months",
    "vary": "the same steps at other times, in other places, with other people",
    "support_numbers": "your local emergency number · someone you trust",
}
"""Code → English."""
