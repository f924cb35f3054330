"""Random courses for the laws of storage: every field is used, and every sign that a text may hold.

As in ``strategies``, each course is read off one string of bytes, which is fast and still shrinks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from exposure_ladder.records import (
    Comparison,
    Consent,
    Course,
    Exposure,
    Kind,
    Mode,
    Rating,
    Scale,
    Settings,
    SituationGraph,
)
from strategies import Dice

SIGNS = st.one_of(
    st.sampled_from("abz XÄ9-_.:#'\"`&*!|>%@=+,;[]{}?~\\/<äß中🙂\u00a0\u2028\u0085x"),
    st.characters(exclude_categories=["Cs", "Cc"]),
)
# What YAML or a spreadsheet would take for something else; § stands for a space.
ODD = """
    x Some§words yes No null ~ true 20 1e3 .5 0x1F 12:30 2026-03-02 --- << key: -§a a:§b a§#b |§x {x} [a a,b a;b x|y '
    " "x" it's =1+1 +x -1 @me '=x ''-x =cmd|'x'!A1 ?§x %a &a *a* !a >§x `a` \\n ... a,§b: 007 1_0 ä中🙂
"""
WORDS = tuple(word.replace("§", " ") for word in ODD.split())
LETTERS = "ab z-_.:#'\"&*!|>%@=+,;[]{}?~\\/<ß\u00a0\u2028\u3000\u200b\ufeff\ufffe\U000e0001\U0010ffff"
IDS = ("a", "b", "c", "day", "10", "1e3", "no", "x.y-z", "_", "ärger", "null", "0x1", "2026-03-02", "Z")
NUMBERS = (0, 100, 20, 45.5, 12.5, 33.3, 1 / 3, 99.99999999999999, 5e-324, 1e-7, 7)


def word(dice: Dice) -> str:
    """Return a text on one line."""
    if dice.roll() % 2:
        return dice.pick(WORDS)
    text = "".join(dice.pick(LETTERS) for _ in range(1 + dice.roll() % 12))
    number = dice.roll() * 256 + dice.roll()
    is_letter = number > 0xA0 and not 0xD800 <= number < 0xE000
    made = f"{text}{chr(number)}" if is_letter else f"{text}x"
    return made if made.strip() else "x"  # some of these letters are spaces


def cell(dice: Dice) -> str:
    """Return a text that may stand in a list inside a table."""
    return word(dice).replace("|", "/")


def note(dice: Dice) -> str:
    """Return a text that may have several lines, empty ones and indented ones among them."""
    ends = ("\n", "\n\n", "\n  ", " \n", "\n\t")
    return word(dice) + "".join(dice.pick(ends) + word(dice) for _ in range(dice.pick((0, 0, 1, 2))))


def several(dice: Dice, make: Callable[[Dice], str]) -> list[str]:
    return [make(dice) for _ in range(1 + dice.roll() % 3)]


def subset(dice: Dice, things: Sequence[Any]) -> list[Any]:
    return [thing for thing in things if dice.roll() % 2]


def sometimes(dice: Dice, fields: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    return {key: make() for key, make in fields.items() if dice.roll() % 3 == 1}


def situation(dice: Dice, name: str, before: list[str], facets: Mapping[str, Any], *, table: bool) -> dict[str, Any]:
    listed = cell if table else word
    fields: dict[str, Callable[[], Any]] = {
        "distress": lambda: dice.pick(NUMBERS),
        "order": lambda: 1 + dice.roll(),
        "theme": lambda: word(dice),
        "mode": lambda: dice.pick(tuple(Mode)),
        "kind": lambda: dice.pick((Kind.EMOTIONAL, Kind.TOUCH, Kind.TRAUMA)),
        "minutes": lambda: dice.pick(NUMBERS),
        "feared": lambda: note(dice),
        "safety": lambda: several(dice, listed),
        "consent": lambda: several(dice, listed),
        "requires": lambda: subset(dice, before),
        "conflicts": lambda: subset(dice, before),
        "tags": lambda: several(dice, listed),
        "note": lambda: note(dice),
        "facets": lambda: {key: dice.pick(facets[key]["levels"]) for key in subset(dice, list(facets))},
    }
    if not table:
        fields["ignore"] = lambda: {"EL001": word(dice)}
    return {"id": name, "title": word(dice), **sometimes(dice, fields)}


def facet(dice: Dice) -> dict[str, Any]:
    """Return a facet with two or three levels that differ."""
    levels = list(dict.fromkeys(" ".join(word(dice).split()) for _ in range(3)))
    levels = levels if len(levels) > 1 else ["low", "high"]
    forms = ({}, {"ordered": False}, {"spacing": [0, 0.5, 7][: len(levels)]}, {"weight": 2.5})
    return {"levels": levels, **dice.pick(forms)}


def graph(dice: Dice, *, table: bool) -> SituationGraph:
    left = list(IDS)
    ids = [left.pop(dice.roll() % len(left)) for _ in range(1 + dice.roll() % 4)]
    facets = {} if table else {word(dice): facet(dice) for _ in range(dice.roll() % 3)}
    facets = {" ".join(name.split()): kind for name, kind in facets.items()}
    found = [situation(dice, name, ids[:place], facets, table=table) for place, name in enumerate(ids)]
    shown = dice.pick(tuple(Scale))
    data: dict[str, Any] = {"title": "table", "situations": found, "shown": shown, "goal": subset(dice, ids)}
    if table:  # a table holds numbers of its own scale
        for one in found:
            if shown is not Scale.SUDS and "distress" in one:
                one["distress"] = shown.suds(dice.roll() % 17 / 2)
        return SituationGraph.model_validate(data)
    pairs = subset(dice, [(a, b) for place, a in enumerate(ids) for b in ids[:place]])
    fields: dict[str, Callable[[], Any]] = {
        "title": lambda: word(dice),
        "client": lambda: word(dice),
        "rated": lambda: dice.pick(("example", date(2026, 3, 2))),
        "ignore": lambda: {"EL002": word(dice), "7": word(dice)},
        "support": lambda: several(dice, word),
        "enough": lambda: dice.pick(ids),
        "screened": lambda: date(2026, 3, 2),
        "adults": lambda: True,
        "totals": lambda: {
            word(dice): {"lowest": 0, "highest": 100, "series": [[date(2026, 3, 2), dice.pick(NUMBERS)]]}
        },
        "links": lambda: [{"a": a, "b": b, "similarity": dice.pick((0.5, 1, 0.123456789, 1 / 3))} for a, b in pairs],
    }
    return SituationGraph.model_validate(data | {"facets": facets} | sometimes(dice, fields))


def course(dice: Dice) -> Course:
    """Return a course with settings, a log and consents."""
    zones = (UTC, timezone(timedelta(hours=5, minutes=30)), timezone(-timedelta(hours=9)))

    def when() -> datetime:
        later = timedelta(minutes=7 * dice.roll(), microseconds=dice.roll())
        return datetime(2026, 1, 5, 18, tzinfo=dice.pick(zones)) + later

    kinds: tuple[Callable[[], Any], ...] = (
        lambda: Exposure(situation=dice.pick(IDS), at=when(), peak=dice.pick(NUMBERS), note=note(dice)),
        lambda: Exposure(
            situation=dice.pick(IDS), at=when(), series=[(0, dice.pick(NUMBERS))], measures={"urge": dice.pick(NUMBERS)}
        ),
        lambda: Rating(situation=dice.pick(IDS), at=when(), distress=dice.pick(NUMBERS), by=word(dice)),
        lambda: Comparison(harder=f"harder-than-{(easier := dice.pick(IDS))}"[:64], easier=easier, at=when()),
    )
    log = tuple(dice.pick(kinds)() for _ in range(dice.roll() % 3))
    consents = [Consent(situation="a", person=word(dice), at=when(), given=bool(dice.roll() % 2)) for _ in log]
    return Course(graph=graph(dice, table=False), log=log, consents=consents, settings=chosen(dice))


def chosen(dice: Dice) -> Settings:
    return dice.pick((Settings(), Settings(mastery=12.5), Settings(person_sd=1 / 3, max_gap=12)))


def _read_off(make: Callable[[Dice], Any]) -> st.SearchStrategy[Any]:
    return st.binary(min_size=500, max_size=500).map(lambda raw: make(Dice(raw)))


COURSES = _read_off(course)
PLANS = COURSES.map(lambda made: Course(graph=made.graph, settings=made.settings))
"""Courses without a log: what one YAML file holds."""
TABLES = _read_off(lambda dice: graph(dice, table=True))
