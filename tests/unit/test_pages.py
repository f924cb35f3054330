"""Reports: the same page in three forms, with the notice, and nothing a person wrote but the titles of steps."""

from __future__ import annotations

import html
import re
import sys
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposure_ladder import Course, Exposure, ExposureLadderError, Ladder, SituationGraph, build_ladder, infer
from exposure_ladder.report import render_report
from exposure_ladder.report.html import FORMS, PAGES
from exposure_ladder.text.notice import FOOTER, NOTICE

AT = datetime(2026, 1, 5, 18, tzinfo=UTC)
PRIVATE = "what nobody else should read"
HOSTILE = (
    '</td></table><script>alert(1)</script><img src="https://example.org/x" onerror=alert(1)> | # *x* {{ 7*7 }} \u202e'
)


def ladder_of(title: str = "Pass a dog on the other side", **more: Any) -> Ladder:
    situation = {"feared": PRIVATE, "note": PRIVATE, "safety": [PRIVATE], "tags": [PRIVATE], "consent": ["Kim"]}
    graph = SituationGraph.model_validate(
        {
            "title": title,
            "client": "R",
            "goal": "b",
            "support": [PRIVATE],
            "situations": [
                {"id": "a", "title": f"{title} (far)", "distress": 30},
                {"id": "b", "title": f"{title} (near)", "distress": 60},
                {"id": "c", "title": f"{title} (with Kim)", "distress": 50, **situation},
            ],
            **more,
        }
    )
    words = {"note": PRIVATE, "learned": PRIVATE, "feared": PRIVATE, "reason": PRIVATE, "by": PRIVATE}
    entries = [
        Exposure(situation="a", at=AT, expected=40, peak=35, end=10, expectancy_before=70, occurred="no", **words),
        Exposure(situation="a", at=AT + timedelta(days=1), peak=25, safety=(PRIVATE,), context=(PRIVATE,)),
    ]
    return build_ladder(infer(Course(graph=graph, log=entries), at=AT + timedelta(days=2)))


class Seen(HTMLParser):
    """What is in a page: its elements, its text, and everything it could ask for."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("page", PAGES)
def test_each_page_has_title_notice_and_footer_and_no_free_text(page: Any, form: Any) -> None:
    said = html.unescape(render_report(ladder_of(), page=page, form=form))
    assert "Pass a dog on the other side" in said
    words = re.sub(r"[\s>]+", " ", said if form != "html" else Seen(said).text)
    assert " ".join(NOTICE.split()) in words
    assert FOOTER.format(client="R") in words
    assert PRIVATE not in said


@pytest.mark.parametrize("page", PAGES)
def test_hostile_words_stay_words(page: Any) -> None:
    harmless, hostile = Seen(render_report(ladder_of(), page=page)), Seen(render_report(ladder_of(HOSTILE), page=page))
    assert set(hostile.tags) == set(harmless.tags)
    assert HOSTILE.rstrip("\u202e ") in hostile.text
    assert not {name for name, _ in hostile.attributes if name.startswith("on") or name == "src"}
    links = {value for name, value in hostile.attributes if name in ("href", "xlink:href", "action", "data")}
    assert all(link.startswith(("#", "data:,")) for link in links)
    assert "\u202e" not in hostile.text
    markdown = render_report(ladder_of(HOSTILE), page=page, form="markdown")
    assert not re.search(r"(?<!\\)<(?!br)|^\|.*\(far\).*(?<!\\)\| # ", markdown, re.MULTILINE)


def test_a_page_asks_for_nothing() -> None:
    page = render_report(ladder_of())
    assert "default-src 'none'" in page
    assert "script" not in Seen(page).tags
    outside = set(re.findall(r"[a-z]+://[^\s\"'<>]+", page))
    assert outside <= {"http://www.w3.org/1999/xlink", "http://www.w3.org/2000/svg"}  # names, not requests


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("page", PAGES)
def test_the_same_ladder_gives_the_same_page(page: Any, form: Any) -> None:
    assert render_report(ladder_of(), page=page, form=form) == render_report(ladder_of(), page=page, form=form)


@settings(max_examples=10)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40).filter(str.strip))
def test_any_title_can_be_printed(title: str) -> None:
    ladder = ladder_of(title)
    for page in PAGES:
        for form in FORMS:
            assert render_report(ladder, page=page, form=form).endswith("\n")


@pytest.mark.parametrize("page", PAGES)
def test_a_plan_without_any_practice_has_its_pages(page: Any) -> None:
    course = Course(graph=ladder_of().belief.course.graph)
    ladder = build_ladder(infer(course, at=AT))
    said = render_report(ladder, page=page)
    assert "Every rated practice" not in said
    assert ("nothing has been practised yet" in said) is (page != "worksheet")


def test_a_worksheet_has_the_steps_and_room_to_write() -> None:
    text = render_report(ladder_of(), page="worksheet", form="text")
    assert len(re.findall(r"^(?:______ +){5}______$", text, re.MULTILINE)) == 21
    assert not re.search("ask again, in person", text)
    page = render_report(ladder_of(), page="worksheet")
    assert page.count("<td") == 2 * 4 + 21 * 6


def test_numbers_stand_on_the_scale_of_the_person() -> None:
    text = render_report(ladder_of(shown="0-10"), form="text")
    assert "3.5" in text
    assert "(0–10)" in text
    assert "now: highest distress to expect (0–100)" not in text


def test_text_needs_nothing_that_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("matplotlib", "jinja2"):
        monkeypatch.setitem(sys.modules, name, None)
    assert render_report(ladder_of(), form="text")
    assert render_report(ladder_of(), form="markdown")
    with pytest.raises(ExposureLadderError, match="jinja2") as caught:
        render_report(ladder_of())
    assert 'pip install "exposure-ladder[report]"' in str(caught.value)


def test_a_page_or_form_that_is_none_is_refused() -> None:
    for wrong in ({"page": PRIVATE}, {"form": PRIVATE}):
        with pytest.raises(ExposureLadderError, match="expected") as caught:
            render_report(ladder_of(), **wrong)  # type: ignore[arg-type]
        assert PRIVATE not in str(caught.value)
