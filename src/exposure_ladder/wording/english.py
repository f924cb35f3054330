"""Every sentence a person reads, in one table: code → English with places for values. An app can replace it.

Sentences offer and explain; none orders, promises or diagnoses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from exposure_ladder.notice import FOOTER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure_ladder.records import Scale

ENGLISH: Final[Mapping[str, str]] = {
    "nobody": "the person",
    "somebody": "The person",
    "footer": FOOTER,
    # the ladder
    "rated": "rated {day}",
    "rated_example": "example numbers, not {client}'s own yet",
    "goal": "goal: {goal}",
    "head_number": " #",
    "head_now": "now",
    "head_likely": "likely",
    "head_step": "step",
    "head_id": "",
    "mark_estimated": "~ estimated, not yet rated by {client}.",
    "mark_ordered": "~ read off {client}'s ranking, not rated.",
    "mark_example": "~ an example's number, not rated by {client}.",
    "now_and_likely": "now: highest distress to expect (0–{top:g}).   likely: {often} single ratings.",
    "often_four": "4 of 5",
    "often_share": "{percent:.0f} % of",
    "start_too_high": "No step is at {start} or below, so this begins with the easiest there is. Something smaller, "
    "shorter, written or imagined may be a kinder start.",
    "not_exact": "With this many optional prerequisites the choice may be up to {percent:.1f} % from the best one.",
    "bridges_note": "A suggested step can be logged once it stands in the file, with an id and a title of its own.",
    "left_out": "Left out",
    "left_out_no_consent": "{id}: no yes from {who} is recorded",
    "left_out_no_consent_command": "{id}: no yes from {who} is recorded ({command})",
    "left_out_excluded": "{id}: excluded as asked",
    "left_out_needs": "{id}: needs {who}, which is left out",
    "left_out_other_theme": "{id}: another theme",
    "left_out_not_needed": "{id}: not needed on the way to the goal",
    "wide_step": "Wide step",
    "wide_step_bridges": "{below} {low} → {above} {high}. Something between could be:",
    "wide_step_alone": "{below} {low} → {above} {high}. Something between may help: shorter, further away, with "
    "somebody, by another way.",
    "bridge": "+ {expected} {likely}  {title}   ({near}, with {article} '{facet}')",
    "an_easier": "an easier",
    "a_harder": "a harder",
    "another": "another",
    # the next step
    "option": "An option for {client} on {day}: {action}",
    "START": "START with step {number}",
    "REPEAT": "REPEAT step {number}",
    "ADVANCE": "GO ON to step {number}",
    "STEP_BACK": "STEP BACK to step {number}",
    "STEP_BACK_none": "STEP BACK to something smaller than anything here",
    "BRIDGE": "something BETWEEN, smaller than the next step",
    "REST": "REST",
    "SEEK_SUPPORT": "PAUSE, and talk to somebody you trust or to a professional",
    "COMPLETE": "every step of this ladder is done",
    "because": "Because",
    "expect": "Expect",
    "then": "Then",
    "as_good": "As good",
    "nothing_yet": "nothing on this ladder has been practised yet; this is an open step to begin with",
    "not_tried": "no peak has been logged here yet; the rule asks for {asks}",
    "last_peaks_one": "the last peak here was {peaks}; the rule asks for {asks}",
    "last_peaks": "the last {count} peaks here were {peaks}, mean {mean}; the rule asks for {asks}",
    "not_counted_left": "an exposure that was left early does not count as mastered; it counts as practice",
    "not_counted_numb": "low distress with high numbness does not count as mastered; it counts as practice",
    "on_suds": "{asks} (counted on 0–100)",
    "and": " and ",
    "count_1": "one",
    "count_2": "two",
    "count_3": "three",
    "count_4": "four",
    "count_5": "five",
    "rule": "(rule '{name}', {standing}; {source})",
    "standing_assumption": "our own choice",
    "standing_convention": "a custom",
    "standing_published": "from a study",
    "standing_computed": "worked out from open code or data",
    "standing_unverified": "known at second hand only",
    "overridden": "{by} chose this step on {day}, in place of the rule; that holds until the next practice",
    "support": "peaks of {cap} or more came again and again; help from another person should grow now, not the steps",
    "very_high": "two peaks of {cap} or more lately; something easier first, and support beside it",
    "enough_today": "{most} exposures a day is as many as this plan allows",
    "enough_this_week": "{most} exposures in seven days is as many as this plan allows",
    "eased": "the rule eases off here",
    "eased_left": "this step was left early {times} times running; something easier, or a smaller version, first",
    "eased_high": "peaks of {cap} or more here, {times} times running; something easier first",
    "eased_plan": "peaks here were far above what was expected, {times} times running; something easier first",
    "left_early": "the last exposure was left early, so nothing harder is offered",
    "above_cap": "the next step would more likely than not go above {cap}",
    "expect_few": "about {mean} ({low}–{high}). With {entries} this is still mostly our starting assumption.",
    "expect_none": "about {mean} ({low}–{high}). Nothing has been rated yet, so this is our starting assumption.",
    "expect_many": "about {mean} ({low}–{high}), from {entries} and our assumptions.",
    "entries_one": "1 rated entry",
    "entries": "{count} rated entries",
    "needed_one": "one more peak of {limit} or less on another day",
    "needed_several": "{count} more peaks of {limit} or less, on {days} days",
    "needed_words": "once the ratings here show {asks}",
    "next_none": "then this ladder is done",
    "next_waits": "then something between, as what is left lies too high for now",
    "next_drawn": "then the rule draws another open step",
    "next_same": "→ step {number}, {id} (now {now})",
    "next_eased": "→ step {number}, {id} (now {now}, was {was}: practice elsewhere eased it)",
    "next_higher": "→ step {number}, {id} (now {now}, was {was}: ratings so far ran higher than the first numbers)",
    "smaller": "something smaller",
    "smaller_now": "something small, if you feel like it",
    "rest": "a rest day",
    "enough": 'stopping here, "enough for now" counts',
    "booster": "trying an old step again in a week, a month, three months",
    "vary": "the same steps at other times, in other places",
    "support_numbers": "your local emergency number if there is danger · someone you trust",
}


def say(code: str, words: Mapping[str, str] = ENGLISH, /, **values: Any) -> str:
    """Return the sentence for a code with its values put in."""
    return words[code].format(**values)


def shown(suds: float, scale: Scale) -> str:
    """Return a 0–100 number as a person sees it: whole on 0–100, to a tenth on shorter scales."""
    value = scale.shown(suds)
    return f"{value:.0f}" if scale.top == 100 else f"{round(value, 1):g}"
