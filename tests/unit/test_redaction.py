"""Redaction: whatever is planted, wherever it is planted, is gone; and no number that a belief reads has changed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from unicodedata import normalize

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from exposure_ladder import Course, build_ladder, infer
from exposure_ladder.errors import InvalidCourseError
from exposure_ladder.records import KINDS, Comparison, Consent, Exposure, Override, Rating, Situation, SituationGraph
from exposure_ladder.report import render_report
from exposure_ladder.storage import RESEARCH, SHARE, Keep, redacted, write_entries

ZONE = timezone(timedelta(hours=5, minutes=30))
AT = datetime(2026, 3, 9, 20, 10, tzinfo=ZONE)
SEED = "Zanzibar"
TITLES = SHARE | {Keep.STEPS}


GIVEN: dict[str, Any] = {"at": AT, "situation": f"{SEED}-a", "harder": f"{SEED}-b", "easier": f"{SEED}-a"}
GIVEN |= {"distress": 35, "title": SEED, "by": SEED, "reason": SEED, "person": SEED}


def planted_in(kind: Any, without: Collection[str] = (), **given: Any) -> dict[str, Any]:
    """Return a record's fields with a text of its own wherever one is accepted, alone, in a list or as a name."""
    fields = {name: value for name, value in GIVEN.items() if name in kind.model_fields} | given
    fields |= {"id": f"{SEED}-{'a' if kind is Situation else kind.__name__}"} if "id" in kind.model_fields else {}
    for name in kind.model_fields:
        text = f"{SEED} {kind.__name__} {name}"
        for value in (text, [text], {text.replace(" ", "-"): 3}, {text.replace(" ", "-"): text}):
            with suppress(InvalidCourseError):
                if name not in (*without, "situation", "harder", "easier", "id"):
                    kind.model_validate({**fields, name: value})
                    fields[name] = value
                    break
    return fields


def planted() -> Course:
    """A course in which every text that a person can write holds the seed."""
    facet, levels = f"{SEED}-facet", [f"{SEED} {level}" for level in ("near", "far")]
    first = planted_in(Situation, ("requires", "conflicts", "facets")) | {"facets": {facet: levels[0]}}
    apart = ("situations", "links", "goal", "facets", "phrase", "client", "scale")
    graph = planted_in(SituationGraph, apart, situations=[{"id": "x", "title": "x"}]) | {
        "client": SEED,
        "rated": date(2026, 3, 2),
        "goal": [f"{SEED}-c"],
        "phrase": f"{SEED} {{{facet}}}",
        "facets": {facet: levels},
        "situations": [
            first,
            {"id": f"{SEED}-b", "title": SEED, "distress": 60, "requires": [f"{SEED}-a"], "consent": [f"{SEED} Kim"]},
            {"id": f"{SEED}-c", "title": SEED, "conflicts": [f"{SEED}-a"]},
        ],
        "links": [{"a": f"{SEED}-a", "b": f"{SEED}-b", "similarity": 0.5}],
    }
    entries = (kind.model_validate(planted_in(kind)) for kind in KINDS.values())
    return Course(graph=SituationGraph.model_validate(graph)).add(*entries)


def test_the_planting_reaches_every_text() -> None:
    course = planted()
    texts = {
        "note",
        "reason",
        "learned",
        "feared",
        "saw",
        "managed",
        "vary",
        "helper",
        "by",
        "entered",
        "safety",
        "context",
        "measures",
        "person",
    }
    for entry in (*course.log, *course.consents):
        assert not [name for name in texts if SEED not in str(getattr(entry, name, SEED))]
    first = course.graph.situations[0]
    for name in ("title", "theme", "feared", "safety", "consent", "tags", "note", "ignore", "facets"):
        assert SEED in str(getattr(first, name)), name
    for name in ("title", "client", "support", "ignore", "phrase", "facets"):
        assert SEED in str(getattr(course.graph, name)), name


@pytest.mark.parametrize("keep", [RESEARCH, SHARE])
def test_nothing_that_was_planted_is_left(keep: frozenset[Keep]) -> None:
    course = redacted(planted(), keep=keep)
    texts = [course.model_dump_json(), write_entries([*course.log, *course.consents], form="csv")]
    ladder = build_ladder(infer(course, at=AT + timedelta(days=3)))
    texts += [render_report(ladder, page=page, form="text") for page in ("progress", "worksheet", "digest")]  # type: ignore[arg-type]
    for text in texts:
        assert SEED not in text
        assert SEED.casefold() not in text.casefold()
        assert ("2026-03-09" in text) <= (Keep.DAYS in keep)


def test_titles_may_be_shared_and_no_other_words() -> None:
    # the seed as a person's name is another test; here a text that holds it is a word of a step and nobody's name
    given = planted()
    people = {"client": "R", "situations": [s.model_copy(update={"consent": ("Kim",)}) for s in given.graph.situations]}
    given = Course(
        graph=SituationGraph.model_validate(given.graph.model_dump() | people),
        log=[entry.model_copy(update={"by": "Jo"}) for entry in given.log],
        consents=[consent.model_copy(update={"person": "Kim"}) for consent in given.consents],
    )
    course = redacted(given, keep=TITLES)
    assert (course.graph.ids, course.graph.title) == (given.graph.ids, given.graph.title)
    assert [entry.at for entry in course.log] == [entry.at for entry in given.log]
    assert course.graph.client == "client"
    assert {person[:7] for s in course.graph.situations for person in s.consent} == {"person "}
    data = course.model_dump()
    data["graph"] |= {"situations": (), "title": ""}
    kept = {*given.graph.ids, given.graph.phrase, *given.graph.facets, *given.graph.facets[f"{SEED}-facet"].levels}
    text = json.dumps(data, default=str)
    for each in sorted(map(str, kept), key=len, reverse=True):
        text = text.replace(each, "")
    assert SEED not in text
    for situation in course.graph.situations:
        assert SEED not in f"{situation.feared} {situation.note} {situation.tags} {situation.safety} {situation.ignore}"


@pytest.mark.parametrize("keep", [RESEARCH, SHARE, TITLES, frozenset(Keep)])
def test_whom_to_call_never_leaves(keep: frozenset[Keep]) -> None:
    course = redacted(planted(), keep=keep)
    assert planted().graph.support
    assert course.graph.support == ()


def test_what_is_chosen_stays() -> None:
    given, course = planted(), redacted(planted(), keep=frozenset(Keep))
    assert [entry.model_copy(update={"id": ""}) for entry in course.log] == [
        entry.model_copy(update={"id": ""}) for entry in given.log
    ]
    assert [consent.content for consent in course.consents] == [consent.content for consent in given.consents]


@given(
    strategies.courses(requires=True, consent=True),
    st.sets(st.sampled_from(Keep)),
    st.sampled_from([UTC, ZONE]),
    st.sampled_from([None, "m", "b", "near", "place", "need", "1"]),
)
def test_no_number_of_the_belief_changes(course: Course, keep: set[Keep], zone: timezone, client: str | None) -> None:
    # some of the aliases are words of ids, themes, facets and levels; times are whole minutes, as they are kept
    course = Course(
        graph=course.graph.model_copy(update={"client": client}),
        log=tuple(entry.model_copy(update={"at": entry.at.astimezone(zone)}) for entry in course.log),
        settings=course.settings,
    )
    veiled = redacted(course, keep=keep)
    at = strategies.START + timedelta(days=2000)
    later = at if not course.log else veiled.log[0].at + (at - course.log[0].at)
    before, after = infer(course, at=at), infer(veiled, at=later)
    for ours, theirs in ((before.mean, after.mean), (before.sd, after.sd), (before.weights, after.weights)):
        np.testing.assert_array_equal(ours, theirs)
    assert before.used == after.used
    assert redacted(veiled, keep=keep).model_dump_json() == veiled.model_dump_json()


def test_days_keep_their_distance_and_times_of_day_stay() -> None:
    graph = SituationGraph(title="Dogs", rated=date(2026, 3, 1), situations=(Situation(id="a", title="A"),))
    times = [AT, AT + timedelta(days=2, hours=3), AT.astimezone(UTC) + timedelta(days=9)]
    course = Course(graph=graph).add(*(Rating(situation="a", at=at, distress=20) for at in times))
    course = course.add(Consent(situation="a", person="Kim", at=AT, until=AT + timedelta(days=30)))
    veiled = redacted(course)
    assert [entry.at.isoformat() for entry in veiled.log] == [
        *("2000-01-03T20:10:00+00:00", "2000-01-05T23:10:00+00:00", "2000-01-12T20:10:00+00:00"),
    ]
    assert veiled.graph.rated == date(1999, 12, 26)
    assert str(veiled.consents[0].until) == "2000-02-02 20:10:00+00:00"


def test_alike_stays_alike_and_different_different() -> None:
    graph = SituationGraph(title="Dogs", situations=(Situation(id="a", title="A", safety=("phone",)),))
    log = [
        Exposure(situation="a", at=AT + timedelta(days=at), safety=safety, context=("park",), by="Kim")
        for at, safety in enumerate([("phone",), ("phone", "joking"), ("joking",)])
    ]
    veiled = redacted(Course(graph=graph).add(*log))
    assert [entry.safety for entry in veiled.log if isinstance(entry, Exposure)] == [
        *(("safety 2",), ("safety 2", "safety 1"), ("safety 1",)),
    ]
    assert veiled.graph.situations[0].safety == ("safety 2",)
    assert {entry.by for entry in veiled.log} == {"person 1"}


def test_every_kind_of_entry_comes_through() -> None:
    assert {type(entry) for entry in redacted(planted()).log} == {Exposure, Rating, Comparison, Override}


def test_days_are_shifted_where_there_is_no_log_and_for_ever_stays_for_ever() -> None:
    graph = SituationGraph(
        title="T", rated=date(2026, 11, 1), screened=date(2026, 11, 20), situations=(Situation(id="a", title="A"),)
    )
    copy = redacted(Course(graph=graph)).graph
    assert (copy.rated, copy.screened) == (date(2000, 1, 3), date(2000, 1, 22))
    old, ever = datetime(1990, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)
    yes = Consent(situation="a", person="p", at=old, until=ever)
    assert redacted(Course(graph=graph, consents=(yes,))).consents[0].until == datetime(
        2999, 12, 31, 23, 59, tzinfo=UTC
    )


WORDS = st.text("aBcdÉéßøΩДжñ", min_size=2, max_size=6)


def with_names(client: str, partner: str, helper: str, form: Callable[[str], str]) -> Course:
    """A course in which every text of a step that can hold a name holds all three, in some other writing."""
    one, two, three = map(form, (client, partner, helper))
    second = normalize("NFC", f"x-{two}".replace(" ", "-"))
    graph = {
        "title": f"{one}, {two} and {three}",
        "client": client,
        "facets": {f"{two} time": [f"near {one}", f"far from ({three})"], "way": ["a", "b"]},
        "phrase": f"{{{two} time}} {{{{with}}}} {one}'s {{way}}",
        "goal": second,
        "situations": [
            {"id": "photo", "title": f"“{one}” beside {two}", "theme": f"{three}: {one}", "tags": [two]},
            {"id": second, "title": f"{three}/{two}", "consent": partner, "distress": 50},
        ],
    }
    graph["situations"][0]["facets"] = {f"{two} time": f"near {one}"}  # type: ignore[index]
    entry = Rating(situation="photo", at=AT, distress=20, by=helper, note=f"{one} saw {two}")
    return Course(graph=SituationGraph.model_validate(graph)).add(
        entry, Consent(situation="photo", person=f"{partner} {helper}", at=AT)
    )


FORMS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "upper": str.upper,
    "lower": str.lower,
    "in parts": lambda text: normalize("NFD", text),
    "wide": lambda text: "".join(chr(ord(c) + 0xFEE0) if "a" <= c.lower() <= "z" else c for c in text),
}


@given(st.lists(WORDS, min_size=3, max_size=3, unique_by=str.casefold), st.sampled_from(sorted(FORMS)))
def test_no_name_of_a_person_stays_in_what_is_shared(names: list[str], form: str) -> None:
    client, partner, helper = (f"{name}q" for name in names)  # a q, so that no name is a word of ours
    course = with_names(client, f"{partner.title()} {helper.title()}y", helper, FORMS[form])
    for keep in (TITLES, TITLES | {Keep.WORDS}):
        veiled = redacted(course, keep=keep)
        text = normalize("NFKC", veiled.model_dump_json()).casefold()
        words = set(re.findall(r"[^\W_]+", text))
        assert not words & {normalize("NFKC", name).casefold() for name in (client, partner, f"{helper}y", helper)}
        assert redacted(veiled, keep=keep) == veiled
    kept = redacted(course, keep=TITLES | {Keep.NAMES}).graph
    assert (kept.title, kept.phrase, kept.ids) == (course.graph.title, course.graph.phrase, course.graph.ids)
    assert dict(kept.facets) == dict(course.graph.facets)


def test_a_name_in_a_step_becomes_what_stands_for_that_person() -> None:
    situations = [
        {"id": "hug-anna", "title": "Hug Anna for ten seconds", "consent": "Anna", "requires": "photo"},
        {"id": "photo", "title": "Look at ANNA\N{RIGHT SINGLE QUOTATION MARK}s photo with Hannah, R & Dr. Weiß"},
        {"id": "ask", "title": "Ask my partner, and anna-maria, too", "consent": ["partner", "Anna Maria"]},
        {"id": "name", "title": "Say WEISS to 李明先生 and stay  as written: ﬁve", "consent": ["Dr. Weiß", "李明"]},
        {"id": "fig", "title": "Stay as written: ﬁve", "consent": "me"},
    ]
    course = Course(graph=SituationGraph.model_validate({"title": "R and me", "client": "R", "situations": situations}))
    shared = redacted(course, keep=TITLES).graph
    assert shared.title == "client and me"
    assert [step.title for step in shared.situations] == [
        "Hug person 1 for ten seconds",
        "Look at person 1\N{RIGHT SINGLE QUOTATION MARK}s photo with Hannah, client & person 3",
        "Ask my partner, and person 2, too",
        "Say person 3 to person 5先生 and stay as written: five",
        "Stay as written: ﬁve",
    ]
    assert shared.ids == ("s3", "s5", "s1", "s4", "s2")
    assert shared.situations[0].requires == ("s5",)
    assert [step.consent for step in shared.situations] == [
        *(("person 1",), (), ("person 4", "person 2"), ("person 3", "person 5"), ("client",)),
    ]


def test_a_text_that_grows_with_what_stands_for_a_name_still_fits() -> None:
    graph = SituationGraph.model_validate(
        {
            "title": "R " * 149,
            "client": "R",
            "facets": {"way": ["R " * 149 + "a", "R " * 149 + "b"]},
            "phrase": "R " * 147 + "{way}",
            "situations": [{"id": "a", "title": "A", "facets": {"way": "R " * 149 + "b"}, "note": "R " * 5_000}],
        }
    )
    shared = redacted(Course(graph=graph), keep=TITLES | {Keep.WORDS}).graph
    assert (len(shared.title), shared.phrase, len(shared.situations[0].note or "")) == (300, None, 10_000)
    assert (shared.facets["way"].levels, shared.situations[0].facets["way"]) == (("level 1", "level 2"), "level 2")


def test_times_are_whole_minutes_where_days_do_not_stay() -> None:
    graph = SituationGraph(title="Dogs", situations=(Situation(id="a", title="A"),))
    times = [AT + timedelta(seconds=seconds) for seconds in (1.5, 7.25, 59.999999, 61)]
    course = Course(graph=graph).add(*(Rating(situation="a", at=at, distress=20) for at in times))
    course = course.add(Consent(situation="a", person="Kim", at=times[0], until=times[2]))
    veiled = redacted(course)
    assert [(entry.id, entry.at.isoformat()) for entry in veiled.log] == [
        *((f"e00000{at}", "2000-01-03T20:10:00+00:00") for at in (1, 2, 3)),
        ("e000004", "2000-01-03T20:11:00+00:00"),
    ]
    assert veiled.consents[0].until == veiled.consents[0].at
    assert [entry.at for entry in redacted(course, keep=TITLES).log] == times
