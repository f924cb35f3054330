"""One practice and one week: the card, what is left out next, a page for a partner, and what was done.

It reads plan, log and advice, and changes none of them. What a person wrote in words of their own stays on the pages
that were asked for; no `repr` and no error holds any of it.
"""

from exposure_ladder.practice.fading import HabitUse, habits_in, to_leave_out
from exposure_ladder.practice.fading import safety_sheet as safety_sheet
from exposure_ladder.practice.fields import Card, card
from exposure_ladder.practice.own_words import own_words_sheet as own_words_sheet
from exposure_ladder.practice.own_words import shows_own_words as shows_own_words
from exposure_ladder.practice.page import card_html as card_html
from exposure_ladder.practice.page import card_sheet as card_sheet
from exposure_ladder.practice.partner import partner_page
from exposure_ladder.practice.standstill import STANDSTILL as STANDSTILL
from exposure_ladder.practice.standstill import stands_still
from exposure_ladder.practice.week import Week, week_of
from exposure_ladder.practice.week import week_sheet as week_sheet

__all__ = ["Card", "HabitUse", "Week", "card", "habits_in", "partner_page", "stands_still", "to_leave_out", "week_of"]
