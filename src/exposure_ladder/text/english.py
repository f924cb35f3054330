"""Every sentence a person reads, in one table: code → English with places for values. An app can replace it.

Sentences offer and explain; none orders, promises or diagnoses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from exposure_ladder.text.advice_english import ADVICE
from exposure_ladder.text.gates import GATES
from exposure_ladder.text.notice import FOOTER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure_ladder.records import Scale

ENGLISH: Final[Mapping[str, str]] = {
    **ADVICE,
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
    "not_exact": "With this many optional prerequisites the choice may be up to {percent:.1f} % from the best one.",
    "bridges_note": "A suggested step can be logged once it stands in the file, with an id and a title of its own.",
    "goal_waits": "{goal} (waits)",
    "theme_row": "— {theme} —",
    "or": "  or: {title}   {id}",
    "of_theme": "  theme: {theme}",
    "of_no_theme": "  of the steps without a theme",
    "theme_none": "steps without a theme",
    "most_like": "Like",
    "like": "{id} is most like {like}",
    "like_none": "no earlier step is like {id}",
    "left_out": "Left out",
    "left_out_no_consent": "{id}: no yes from {who} is recorded",
    "left_out_no_consent_command": "{id}: no yes from {who} is recorded ({command})",
    "left_out_reworded": "{id}: worded differently since the yes of {who}; please ask again",
    "left_out_reworded_command": "{id}: worded differently since the yes of {who}; please ask again ({command})",
    "left_out_questions_not_asked": "{id}: first the questions below (the file needs {who})",
    "left_out_questions_to_ask_again": "{id}: first the questions below again (screened: {day} holds for "
    "{days:g} days)",
    "left_out_beyond_what_is_enough": "{id}: beyond the step at which, by agreement, it is enough",
    "left_out_excluded": "{id}: excluded as asked",
    "left_out_needs": "{id}: needs {who}, which is left out",
    "left_out_other_theme": "{id}: another theme",
    "left_out_not_needed": "{id}: not needed on the way to the goal",
    **GATES,
    "wide_step": "Wide step",
    "wide_step_bridges": "{below} {low} → {above} {high}. Something between could be:",
    "wide_step_alone": "{below} {low} → {above} {high}. Something between may help: shorter, further away, with "
    "somebody, by another way.",
    "start": "Start",
    "lower_start_bridges": "No step is at {start} or below. A smaller start could be:",
    "lower_start_alone": "No step is at {start} or below, so this begins with the easiest there is. Something smaller, "
    "shorter, written or imagined may be a kinder start.",
    "smaller_step_bridges": "A smaller version of {above} could be:",
    "none_own_words": "Please write it in your own words: nothing is made up here for steps like this.",
    "none_no_cells": "The facets of this plan have nothing there, so write one in your own words.",
    "none_too_many_cells": "The facets have more than 5,000 combinations, so none was looked for.",
    "bridge": "+ {expected} {likely}  {title}   {id}",
    "take_up": "To put one into the file:  {command}",
    "and": " and ",
    "count_1": "one",
    "count_2": "two",
    "count_3": "three",
    "count_4": "four",
    "count_5": "five",
    "standing_assumption": "our own choice",
    "standing_convention": "a custom",
    "standing_published": "from a study",
    "standing_computed": "worked out from open code or data",
    "standing_unverified": "known at second hand only",
    "expect_few": "about {mean} ({low}–{high}). With {entries} this is still mostly our starting assumption.",
    "expect_none": "about {mean} ({low}–{high}). This is our starting assumption.",
    "expect_many": "about {mean} ({low}–{high}), from {entries} and our assumptions.",
    "entries_one": "1 rated entry",
    "entries": "{count} rated entries",
    # looking back
    "back": "{title} · {client} · looking back on {day}",
    "so_far": "So far",
    "practised": "{practices} on {days}, from {first} to {last}, on {tried} of the {steps} steps.",
    "practised_none": "nothing has been practised yet. The steps are there whenever somebody wants to begin.",
    "practice_one": "1 practice",
    "practice_many": "{count} practices",
    "day_one": "1 day",
    "day_many": "{count} days",
    "elsewhere": "{count} of them on what is not on this ladder now.",
    "as_it_was": "Noted as it was: {what}. Each is worth knowing, and none is a step back.",
    "agreed_count": "{count} stopped by agreement",
    "early_count": "{count} left early",
    "refused_count": "{count} refused",
    "avoided_count": "{count} avoided",
    "very_high_noted": "Distress of {cap} or more was noted in {practices} ({lately} among the last {recent} with a "
    "rating).",
    "very_high_tell": "That is no danger by itself, and worth telling a professional.",
    "flat_noted": "In {practices} all timed ratings are the same number, as it was felt or as it stood there already.",
    "again_noted": "On {days} one step was rated {several} times or more without practice; one rating is enough.",
    "none": "none",
    "steps": "Steps",
    "steps_done": "enough to go on: {which} (rule '{rule}').",
    "steps_done_none": "none is enough to go on yet (rule '{rule}').",
    "steps_asks": "{asks}",
    "steps_begun": "being practised: {which}.",
    "steps_open": "not tried yet: {which}.",
    "steps_waiting": "waiting for another step first: {which}.",
    "change": "Change",
    "change_none": "nothing to compare yet: it takes two peaks on the same step.",
    "change_same": "{id}: {first} at first, and the same lately ({peaks}).",
    "change_noise": "{id}: {first} at first, {last} lately ({peaks}). {by} is within noise: only more than {needed} "
    "would say something.",
    "change_beyond": "{id}: {first} at first, {last} lately ({peaks}). {by} is more than the noise of ratings "
    "explains ({needed}).",
    "peaks_one": "one peak each",
    "peaks_many": "means of {count} peaks each",
    "less": "{difference} less",
    "more": "{difference} more",
    "expected": "Expected",
    "felt": "in {practices} with both numbers, the highest distress came {by} than expected, on average",
    "felt_few": "; too few to say more.",
    "felt_interval": " (95 %: between {low} and {high}).",
    "felt_lower": "{difference} lower",
    "felt_higher": "{difference} higher",
    "feared": "Feared",
    "feared_came": "in {practices} a feared outcome was foretold, at {percent:.0f} % on average.",
    "feared_some_one": "It came once.",
    "feared_some": "It came {count} times.",
    "feared_unclear": "Left unclear: {count}.",
    "so_sure": "How sure",
    "sure_few": "with {entries}, what is expected now is mostly our starting assumption.",
    "sure_none": "nothing has been rated yet, so what is expected now is our starting assumption.",
    "sure_many": "what is expected now rests on {entries} and our assumptions.",
    "head_first": "first",
    "head_last": "last",
    "chart_note": "first, last: highest distress that was logged. now: expected (0–{top:g}); the line shows where "
    "{often} single ratings would lie.",
    # two people
    "head_open": "now",
    "head_begins": "begins",
    "open": "open",
    "not_yet": "not yet",
    "first_one": "one",
    "first_other": "the other",
    "joint_end": "Who begins alternates: one speaks or asks, the other listens. Options, not orders; either of you may "
    "stop at any time.",
    # what goes together
    "patterns": "What goes together in {entries} entries; {looked_at} comparisons had five cases on either side.",
    "patterns_none": "Nothing stands out from chance.",
    "patterns_end": "This is what goes together, not why. Where nothing does, at most {percent:.0f} % of such pages "
    "name anything.",
    "recovery": "With timed ratings, distress was down to half of its highest after {minutes:.0f} minutes (the middle "
    "of {count}).",
    "head_what": "what",
    "head_word": "word",
    "head_with": "with / without",
    "head_goes_with": "goes with",
    "with_and_without": "{cases} / {others}",
    "word_context": "context",
    "word_safety": "to feel safer",
    "word_person": "asks the yes of",
    "word_tag": "tag",
    "word_theme": "theme",
    "goes_peak_more": "peaks {by} higher ({low}–{high})",
    "goes_peak_less": "peaks {by} lower ({low}–{high})",
    "goes_not_done_more": "left, refused or avoided {by} % more often ({low}–{high})",
    "goes_not_done_less": "left, refused or avoided {by} % less often ({low}–{high})",
    # reports
    "of_progress": "{client} · looking back on {day}",
    "of_worksheet": "{client} · worksheet, from the plan as it stood on {day}",
    "of_digest": "{client} · digest of {day}, for a talk with somebody who helps",
    "looking_back": "Looking back",
    "now_ladder": "The ladder now",
    "rated_practices": "Every rated practice",
    "foreseen": "What was expected, and what came",
    "an_option": "An option",
    "as_a_table": "The numbers as a table",
    "in_the_table": "now: highest distress to expect (0–{top:g}). likely: {often} single ratings. first, last: highest "
    "distress that was logged.",
    "your_ladder": "The steps",
    "your_log": "What happened",
    "pen": "Distress goes from 0 (calm) to {top:g} (the worst ever). One line for each time, also when you stopped or "
    "did not begin: that counts as well. A number may be left out. Any order, any pace; stopping by agreement is a "
    "success.",
    "ask_again": "Steps with somebody else: ask again, in person, each time. Their no ends it, and that is all right.",
    "each_step": "Each step",
    "head_tried": "tried on",
    "head_happened": "what I feared, what happened, what I take from it",
    "head_times": "tried",
    "head_state": "state",
    "state_means": "done: enough to go on (rule '{rule}'). {asks}",
    "state_done": "done",
    "state_begun": "begun",
    "state_waiting": "waits",
    "state_open": "open",
    "digest_rests": "What counts as done, and every other threshold, is a convention or a choice of this software; no "
    "study has tested it. Free text is left out of this page.",
    # a calendar
    "time_practice": "Time for a step",
    "time_again": "An old step again",
    "time_rest": "Rest",
    "time_note": "An option, not an order. It may be moved, made smaller, or left out.",
    # pictures
    "key_rated": "rated",
    "key_not_rated": "not rated yet",
    "key_likely": "{often} ratings",
    "key_on": "on the ladder",
    "key_harder": "darker: more distress",
    "key_wide": "dotted: a wide step",
    "key_not_on": "not on it, or waiting",
    "key_alike": "thicker: more alike",
    "wide_here": "wide step: {size}",
    "drawn_ladder": "The ladder: {steps} steps, with what is expected at each and how far single ratings may differ",
    "seen_ladder": "{steps} lines, one for each step, easiest first. A dot lies at the highest distress to expect now, "
    "from {first} at the first step to {last} at the last (0–{top:g}); around it a bar shows where {often} single "
    "ratings would lie. Hollow dots are not rated by {client}. The table holds all numbers.",
    "drawn_graph": "How the situations hang together, and the ladder through them",
    "seen_graph": "{steps} situations from easy to hard, darker for more distress. A thick line joins those that are "
    "on the ladder; arcs join situations that are alike, thicker for more alike. The table names them.",
    "head_situation": "situation",
    "head_expected": "expected",
    "head_ladder": "on the ladder",
    "head_alike": "most alike",
    "step_number": "step {number}",
    "not_on": "no",
    "drawn_course": "Every rated practice, step by step",
    "seen_course": "{panels} small charts over time, one for each step that was practised and rated, from {first} to "
    "{last}. Dots are the highest distress, open diamonds what was expected beforehand, small triangles how it ended; "
    "a band shows where {often} ratings were likely to lie. The table holds all numbers.",
    "mark_peak": "highest",
    "mark_expected": "expected",
    "mark_end": "at the end",
    "mark_band": "likely",
    "head_day": "day",
    "head_peak": "highest",
    "head_end": "end",
    "head_foretold": "likely then",
    "drawn_predictions": "What was expected, and what came",
    "seen_predictions": "{pairs} dots, one for each practice with both numbers: what was expected to the right, the "
    "highest distress upwards. Below the line it was less than expected, above it more. The table holds all numbers.",
    "seen_feared": "{count} predictions of a feared outcome lie by how likely it seemed, in one row where it came and "
    "in another where it did not.",
    "axis_expected": "expected beforehand",
    "axis_peak": "highest distress",
    "axis_feared": "how likely it seemed, %",
    "as_expected": "as expected",
    "came": "came",
    "came_not": "did not come",
    "head_seemed": "seemed likely",
    "head_outcome": "outcome",
    "drawn_outcomes": "What simulations came to; no prediction about a person",
    "seen_outcomes": "For each outcome a line for each rule: a dot at the mean over simulated clients, and a bar where "
    "it lies in 95 % of samples of them. The table holds all numbers.",
    "head_rule": "rule",
    "head_mean": "mean",
    "head_interval": "95 %",
    "drawn_scorecard": "Which findings each model shows",
    "seen_scorecard": "A grid of {findings} findings and {models} models. A filled dot: shown, as claimed. An open "
    "dot: not shown, as its equations say. A triangle: claimed and not shown. A cross: shown against its equations.",
    "head_finding": "finding",
    "score_shown": "shown, as claimed",
    "score_must": "not shown, as its equations say",
    "score_failed": "claimed, and not shown",
    "score_not": "shown, against its equations",
    # what rules would have offered
    "compared": "What each rule would have offered next, entry by entry.",
    "compared_parted": "They parted first on {day}.",
    "compared_never": "They never parted.",
    "compared_none": "Nothing has been practised yet, so there is nothing to compare.",
    "compared_end": "This shows where rules part. It cannot show which would have been better: only one way was taken.",
    "head_when": "when",
    "head_practised": "practised",
    "head_offered": "offered next",
    "all_rules": "all",
    "offer_START": "start with {id}",
    "offer_REPEAT": "{id} again",
    "offer_ADVANCE": "on to {id}",
    "offer_STEP_BACK": "back to {id}",
    "offer_BRIDGE": "something between",
    "offer_BOOSTER": "{id} again, later",
    "offer_REST": "rest",
    "offer_SEEK_SUPPORT": "pause, and support",
    "offer_COMPLETE": "all done",
}


def say(code: str, words: Mapping[str, str] = ENGLISH, /, **values: Any) -> str:
    """Return the sentence for a code with its values put in."""
    return words[code].format(**values)


def shown(suds: float, scale: Scale) -> str:
    """Return a 0–100 number as a person sees it: whole on 0–100, to a tenth on shorter scales."""
    value = scale.shown(suds)
    return f"{value:.0f}" if scale.top == 100 else f"{round(value, 1):g}"


def heads(words: Mapping[str, str], *names: str) -> tuple[str, ...]:
    """Return the heads of columns."""
    return tuple(words[f"head_{name}"] for name in names)
