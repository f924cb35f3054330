"""The hazard table of ``docs/hazards.md``: what could hurt somebody, the laws that hold it off, and what remains.

A law is a test; its sentence is the name of the test. The page cannot be made where a law that is named here is gone.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).parents[2] / "tests"


@dataclass(frozen=True)
class Hazard:
    """Something that could hurt a person.

    Attributes
    ----------
    name : str
        What could happen, to whom.
    laws : tuple of str
        Tests as ``file::function`` below ``tests``.
    remains : str
        What no test can hold off.
    """

    name: str
    laws: tuple[str, ...]
    remains: str


HAZARDS = (
    Hazard(
        "Somebody is moved up although nothing they rated says that they are ready",
        (
            "laws/test_do_no_harm.py::test_no_advance_without_ratings_that_earn_it",
            "laws/test_do_no_harm.py::test_mastery_is_the_same_whatever_is_believed",
            "laws/test_do_no_harm.py::test_only_ratings_of_the_rung_itself_earn_it",
        ),
        "Ratings can be given to please. Limits are conventions or choices of this project; no trial compares them.",
    ),
    Hazard(
        "Something harder is offered after very high distress or an early leave",
        (
            "laws/test_do_no_harm.py::test_x19_nothing_harder_after_an_early_leave",
            "laws/test_do_no_harm.py::test_after_very_high_distress_the_way_back_was_written_easier",
            "laws/test_do_no_harm.py::test_time_alone_never_makes_the_offer_harder",
        ),
        "What is easier is known only as far as it was written or rated.",
    ),
    Hazard(
        "Distress repeats and no help is offered",
        (
            "laws/test_do_no_harm.py::test_x05_help_grows_with_repetition",
            "laws/test_do_no_harm.py::test_help_grows_from_the_first_very_high_peak_to_the_third",
            "laws/test_do_no_harm.py::test_x09_whom_to_call_is_shown_when_it_is_needed",
        ),
        "A person who logs nothing cannot be answered. Nobody else is told.",
    ),
    Hazard(
        "A step that involves another person is done without that person's yes",
        (
            "laws/test_gates.py::test_nothing_is_offered_that_was_not_asked_about_and_agreed",
            "laws/test_gates.py::test_a_yes_holds_for_the_words_it_was_given_to",
            "laws/test_gates.py::test_no_yes_holds_for_longer_than_ninety_days",
            "laws/test_gates.py::test_nobody_says_yes_in_place_of_somebody_else",
            "laws/test_do_no_harm.py::test_x18_the_yes_of_others_comes_before_any_plan",
        ),
        "A recorded yes is what somebody typed. The library cannot know who typed it, nor whether it was free.",
    ),
    Hazard(
        "A sexual step, or one that relives a trauma, is planned without the questions that come first",
        (
            "laws/test_gates.py::test_a_sexual_step_needs_questions_adults_and_a_yes",
            "laws/test_gates.py::test_the_questions_count_for_ninety_days",
            "laws/test_gates.py::test_a_bridge_asks_for_all_that_either_side_asks_for",
        ),
        "What a step is about is read from its words, in English and an international core; other words need `kind`.",
    ),
    Hazard(
        "Two people learn from a shared page what one of them did not want to tell",
        (
            "laws/test_joint.py::test_a_joint_view_holds_no_number_and_no_word_of_one_side",
            "laws/test_joint.py::test_what_was_noted_today_closes_at_once_and_opens_nothing",
            "laws/test_joint.py::test_both_are_told_beforehand_that_even_this_says_something",
        ),
        "Open or not yet says something by itself; both are told so beforehand.",
    ),
    Hazard(
        "The plan pushes: a fall of distress is praised, a stop or a no counts as failure",
        (
            "laws/test_do_no_harm.py::test_enough_for_now_counts",
            "laws/test_do_no_harm.py::test_x25_approach_and_agreement_are_worth_as_much_as_calm",
            "laws/test_do_no_harm.py::test_x03_one_slip_resets_nothing",
            "laws/test_do_no_harm.py::test_nothing_resets",
        ),
        "People may still push themselves or each other.",
    ),
    Hazard(
        "A number is read as something it is not",
        (
            "laws/test_do_no_harm.py::test_x02_missing_stays_missing",
            "laws/test_do_no_harm.py::test_x06_a_scale_belongs_to_its_numbers",
            "laws/test_do_no_harm.py::test_the_scale_of_writing_does_not_matter",
        ),
        "A wrong number that is a possible one is believed.",
    ),
    Hazard(
        "A forecast is taken for a promise",
        (
            "laws/test_do_no_harm.py::test_x04_what_is_foretold_comes_from_the_model_and_with_its_doubt",
            "laws/test_do_no_harm.py::test_x15_every_prediction_is_held_against_what_came",
        ),
        "Intervals hold as often as docs/validation.md says, and not in every person.",
    ),
)


def page() -> str:
    """Return the page: one row for each hazard."""
    lines = [
        "# Hazards",
        "",
        "Made from the laws; do not edit. Each row names what could hurt somebody, the laws that hold it off (a test",
        "each, run with every change), and what remains. Whoever builds on the library starts a risk analysis here and",
        "does not end it here.",
        "",
        "| what could happen | laws | what remains |",
        "| --- | --- | --- |",
    ]
    for hazard in HAZARDS:
        laws = "<br>".join(f"{sentence(law)} (`{law}`)" for law in hazard.laws)
        lines.append(f"| {hazard.name} | {laws} | {hazard.remains} |")
    return "\n".join(lines) + "\n"


def sentence(law: str) -> str:
    """Return what a law says, from its test; a missing test is an error."""
    file, _, name = law.partition("::")
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    if name not in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}:
        raise LookupError(f"{law} is named in docs/tools/hazards.py and is not there")
    return re.sub(r"^test_(x\d+_)?", "", name).replace("_", " ")
