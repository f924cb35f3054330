"""How many titles the check reads rightly, on titles written before its lists were looked at.

``fresh_titles.csv`` holds 40 titles in which something is wrong, with the kind of it, and 30 in which nothing is. Its
first score, with the lists as they stood when it was written, was 23 of 40 found and 1 of 30 falsely found; since then
the lists have been mended by kinds, so it is an example now and no longer a test of recall.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from exposure_ladder import SituationGraph, lint
from exposure_ladder.linting import Severity

TITLES = list(csv.DictReader(Path(__file__).with_name("fresh_titles.csv").read_text(encoding="utf-8").splitlines()))
FITTING = {
    "ritual": {"EL012"},
    "reassurance": {"EL016", "EL012"},
    "self-reassurance": {"EL016"},
    "calm": {"EL017"},
    "substance": {"EL018", "EL086"},
    "distraction": {"EL019"},
    "danger": {"EL086", "EL090"},
    "medicine": {"EL087"},
    "eating": {"EL088", "EL071"},
    "faint": {"EL070"},
    "doctor": {"EL049", "EL091"},
}
ABOUT_FORM = {"EL003", "EL004", "EL005", "EL040", "EL042", "EL051", "EL015", "EL020", "EL007"}


def codes(title: str) -> set[str]:
    """Return the codes of findings about the content of a plan with one step."""
    step = {"id": "a", "title": title, "distress": 50}
    graph = SituationGraph.model_validate({"title": "Steps", "situations": [step]})
    return {finding.code for finding in lint(graph)} - ABOUT_FORM


def test_the_table_is_as_large_as_it_says() -> None:
    assert sum(row["kind"] != "none" for row in TITLES) == 40
    assert sum(row["kind"] == "none" for row in TITLES) == 30


@pytest.mark.parametrize("row", [row for row in TITLES if row["kind"] != "none"], ids=lambda row: row["title"])
def test_what_is_wrong_is_found_with_the_fitting_meaning(row: dict[str, str]) -> None:
    assert codes(row["title"]) & FITTING[row["kind"]]


@pytest.mark.parametrize("row", [row for row in TITLES if row["kind"] == "none"], ids=lambda row: row["title"])
def test_what_is_right_has_no_finding(row: dict[str, str]) -> None:
    assert not codes(row["title"])


# Lists as clinics and self-help pages print them (subjects after Anxiety Canada's examples of fear ladders, in our own
# words): none holds anything wrong, though some are terse.
PRINTED = {
    "lifts": "Look at a lift|Press the button of a lift|Stand in a lift with the door open|"
    "Ride one floor with a friend|Ride one floor alone|Ride ten floors alone",
    "spiders": "Look at a drawing of a spider|Watch a film about spiders|Sit in a room with a spider in a jar|"
    "Hold the jar|Touch the spider with a pencil|Let a spider walk over my hand",
    "needles": "Look at photos of needles|Watch somebody have an injection|Hold a syringe|Rub my arm with alcohol|"
    "Rest a needle against my skin|Have an injection|Have blood drawn",
    "social": "Say hello to a neighbour|Ask a stranger for the time|Phone a shop and ask when it closes|"
    "Eat lunch in the canteen|Have coffee with a colleague|Give a short talk|Go to a party and stay for an hour",
    "panic": "Walk round the block alone|Ride the bus for one stop|Ride the bus for ten stops|"
    "Stand in a long queue in a supermarket|Go to the cinema and sit in the middle|Drive on the motorway for one exit",
    "contamination": "Touch the doorknob of my own flat without washing|Touch a tap in a public toilet without washing|"
    "Sit on the floor of the bus station and keep my clothes on|Touch the lid of a bin and eat a biscuit",
    "checking": "Lock the door once and walk away|Leave the house without checking the stove|"
    "Switch off the iron and go for a walk|Send a letter without reading it again",
    "separation": "Stay in my room alone for ten minutes|Sleep over at my aunt's house|Stay at home with a sitter|"
    "Go to a birthday party without my mother",
    "heights": "Stand on a chair|Look out of a window on the second floor|Stand on a balcony on the fourth floor|"
    "Walk over a footbridge|Ride an escalator|Climb a lookout tower with a railing",
    "driving": "Sit in the parked car|Drive round the car park|Drive down my street|Drive to work by day|"
    "Drive on the motorway at a quiet time|Drive through a tunnel",
}
MAY_SAY = {"EL049", "EL070"}
"""To ask a doctor about a body exercise, and what helps against fainting."""


@pytest.mark.parametrize("name", PRINTED)
def test_lists_as_they_are_printed_have_no_warning(name: str) -> None:
    titles = PRINTED[name].split("|")
    steps = [{"id": f"s{at}", "title": title, "distress": 20 + 10 * at} for at, title in enumerate(titles)]
    graph = SituationGraph.model_validate({"title": name, "rated": "2026-03-01", "goal": "s0", "situations": steps})
    found = [f for f in lint(graph) if f.severity is not Severity.HINT or f.code not in ABOUT_FORM | MAY_SAY]
    assert not [f"{finding.code} {finding.situations}" for finding in found]
