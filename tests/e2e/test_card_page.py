"""Cards in a real browser: two on one sheet of A4 or Letter, one on A5, nothing cut, and usable by everybody."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from test_report import Opened, browser, needed

from exposure_ladder import Course, SituationGraph, advise, build_ladder, card, infer
from exposure_ladder.practice import Card, card_html

pytestmark = pytest.mark.edge

__all__ = ["browser"]

AT = datetime(2026, 3, 2, 20, tzinfo=UTC)
LONG = "walk to the end of the street and back with the dog of my neighbour, slowly, "
STEP: dict[str, Any] = {
    "id": "long",
    "title": (LONG * 4)[:300],
    "distress": 30,
    "minutes": 20,
    "feared": LONG * 3,
    "by_when": "before I am back at the door",
    "sign": LONG,
    "stop_if": "the dog is off its lead",
    "safety": [LONG, "my phone"],
}


def made(**more: Any) -> Card:
    graph = SituationGraph.model_validate(
        {"title": "Dogs", "why": LONG, "ratings": {"every": 5}, "situations": [{**STEP, **more}]}
    )
    return card(advise(build_ladder(infer(Course(graph=graph), at=AT))))


def opened(cards: list[Card], browser: Any, folder: Path, width: int = 1200, **more: Any) -> Opened:
    file = folder / "card.html"
    file.write_text(card_html(cards, **more), encoding="utf-8")
    return Opened(browser, file, width)


SHORT = {"title": "Smile at a neighbour", "feared": "They laugh", "sign": None, "stop_if": None, "safety": []}


@pytest.mark.parametrize(("paper", "count"), [("a4", 2), ("letter", 2), ("a5", 1)])
@pytest.mark.parametrize("words", ["short", "long"])
def test_cards_fill_one_sheet_and_nothing_is_cut(
    paper: Any, count: int, words: str, browser: Any, tmp_path: Path
) -> None:
    pdf = needed("pypdf").PdfReader
    found = opened([made(**(SHORT if words == "short" else {}))] * count, browser, tmp_path, paper=paper)
    found.page.pdf(path=str(tmp_path / "card.pdf"), prefer_css_page_size=True)
    pages = pdf(str(tmp_path / "card.pdf")).pages
    assert len(pages) == 1
    found.page.emulate_media(media="print")
    width = {"a4": 733, "letter": 755, "a5": 499}[paper]
    found.page.set_viewport_size({"width": width, "height": 1000})
    cut = found.page.evaluate("[...document.querySelectorAll('article')].map(a => a.scrollHeight - a.clientHeight)")
    assert max(cut) <= 0


@pytest.mark.parametrize("width", [360, 1200])
def test_a_card_can_be_used_by_everybody(width: int, browser: Any, tmp_path: Path) -> None:
    axe = needed("axe_playwright_python.sync_playwright").Axe()
    found = opened([made()], browser, tmp_path, width)
    assert found.complaints == []
    assert len(found.requests) == 1
    assert found.page.evaluate("document.documentElement.scrollWidth") == width
    problems = axe.run(found.page).response["violations"]
    assert [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in problems] == []
