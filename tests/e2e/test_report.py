"""Reports in a real browser: they fit a phone, print as promised, ask for nothing, and can be used by everybody.

Chromium must be there (on Debian: apt install chromium), and the packages of the extra ``edge``. Where they are not,
the tests are skipped by name, but never in CI.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from exposure_ladder import Course, Exposure, Ladder, Rating, Situation, SituationGraph, build_ladder, infer, load
from exposure_ladder.report import render_report
from exposure_ladder.report.html import PAGES
from exposure_ladder.storage import read_entries

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
OPTIONS = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
DATA = files("exposure_ladder") / "data"

pytestmark = pytest.mark.edge


def needed(name: str) -> Any:
    """Import a test tool; without it the test is skipped by name, and fails in CI."""
    return __import__(name, fromlist=["_"]) if os.environ.get("CI") else pytest.importorskip(name)


def ladder_of(template: str, *, practised: bool) -> Ladder:
    course = load(str(DATA / f"{template}.yaml"))
    if practised:
        log = (DATA / "two-weeks.csv").read_text(encoding="utf-8")
        course = course.add(
            *read_entries(log, form="csv", name="log", local=lambda at: at.replace(tzinfo=UTC), known=course.graph.ids)
        )
    return build_ladder(infer(course, at=datetime(2026, 1, 26, 9, tzinfo=UTC)))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    assert CHROMIUM or not os.environ.get("CI"), "CI needs chromium"
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with needed("playwright.sync_api").sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield opened
        opened.close()


class Opened:
    """A report in the browser, and everything it said or asked for."""

    def __init__(self, browser: Any, file: Path, width: int, **more: Any) -> None:
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page = browser.new_context(viewport={"width": width, "height": 800}, **more).new_page()
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(file.as_uri(), wait_until="load")


@pytest.fixture(scope="module", params=PAGES)
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file: Path = tmp_path_factory.mktemp("report") / f"{request.param}.html"
    file.write_text(render_report(ladder_of("closeness", practised=True), page=request.param), encoding="utf-8")
    return file


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (360, "dark"), (1200, "light")])
def test_a_report_fits_and_asks_for_nothing(width: int, scheme: str, report: Path, browser: Any) -> None:
    opened = Opened(browser, report, width, color_scheme=scheme)
    assert opened.complaints == []
    assert [url for url in opened.requests if not url.startswith("data:")] == [report.as_uri()]
    assert opened.page.evaluate("document.documentElement.scrollWidth") == width
    for picture in opened.page.query_selector_all("svg"):
        box = picture.bounding_box()
        assert box is not None
        assert box["height"] > 100
        assert box["x"] + box["width"] <= width
    letters = opened.page.evaluate(
        "[...document.querySelectorAll('svg text')].map(t => t.getBoundingClientRect().height)"
    )
    assert min(letters, default=99) >= 10  # pixels a line: small, and still to be read on a phone


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1200, "light")])
def test_a_report_can_be_used_by_everybody(width: int, scheme: str, report: Path, browser: Any) -> None:
    """No finding of axe-core, of any weight, with its rules for WCAG 2.1 AA and good practice."""
    axe = needed("axe_playwright_python.sync_playwright").Axe()
    opened = Opened(browser, report, width, color_scheme=scheme)
    for fold in opened.page.query_selector_all("summary"):
        fold.click()
    found = axe.run(opened.page).response
    assert [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found["violations"]] == []
    assert {"color-contrast", "document-title", "html-has-lang"} <= {each["id"] for each in found["passes"]}


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("template", ["closeness", "panic", "dogs"])
@pytest.mark.parametrize("page", ["worksheet", "digest"])
def test_a_sheet_is_one_sheet_of_paper(page: Any, template: str, paper: str, browser: Any, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        render_report(ladder_of(template, practised=template == "closeness"), page=page), encoding="utf-8"
    )
    printed = Opened(browser, tmp_path / "page.html", 1200).page.pdf(format=paper)
    assert printed.count(b"/Type /Page\n") == 1


def test_a_digest_with_all_its_remarks_is_one_sheet_of_paper(browser: Any, tmp_path: Path) -> None:
    course, at = ladder_of("closeness", practised=True).belief.course, datetime(2026, 1, 22, 9, tzinfo=UTC)
    step = course.graph.ids[0]
    course = course.add(
        *(Exposure(situation=step, at=at + timedelta(days=day), start=95) for day in range(2)),
        Exposure(situation=step, at=at, series=[(0, 50), (5, 50), (9, 50)]),
        *(Rating(situation=step, at=at + timedelta(minutes=minute), distress=40) for minute in (1, 5, 9)),
    )
    text = render_report(build_ladder(infer(course, at=at + timedelta(days=4))), page="digest")
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    for part in ("worth telling a professional", "timed ratings are the same", "one rating is enough"):
        assert part in text
    for paper in ("A4", "Letter"):
        printed = Opened(browser, tmp_path / "page.html", 1200).page.pdf(format=paper)
        assert printed.count(b"/Type /Page\n") == 1, paper


def test_hostile_titles_do_nothing_in_a_browser(browser: Any, tmp_path: Path) -> None:
    words = "</text></svg><script>alert(1)</script><img src=x onerror=alert(1)>\u202e{{7*7}}"
    graph = SituationGraph(title=words, situations=(Situation(id="a", title=words, distress=30),))
    entry = Exposure(situation="a", at=datetime(2026, 1, 5, tzinfo=UTC), expected=40, peak=30)
    ladder = build_ladder(infer(Course(graph=graph).add(entry), at=datetime(2026, 1, 6, tzinfo=UTC)))
    (tmp_path / "page.html").write_text(render_report(ladder), encoding="utf-8")
    opened = Opened(browser, tmp_path / "page.html", 360)
    assert opened.complaints == []
    assert [url for url in opened.requests if not url.startswith("data:")] == [(tmp_path / "page.html").as_uri()]
    assert opened.page.evaluate("document.documentElement.scrollWidth") == 360
    assert opened.page.locator("h1").inner_text() == words.replace("\u202e", "")
    assert opened.page.locator("script, img").count() == 0


def test_folded_tables_are_open_in_print(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(render_report(ladder_of("closeness", practised=True)), encoding="utf-8")
    opened = Opened(browser, tmp_path / "page.html", 1200)
    folded = opened.page.locator("details table").first
    assert not folded.is_visible()
    opened.page.emulate_media(media="print")
    assert folded.is_visible()
    assert not opened.page.locator("summary").first.is_visible()


def test_a_tall_picture_fits_a_sheet_and_a_day_stays_in_one_line(browser: Any, tmp_path: Path) -> None:
    course, begin = load(str(DATA / "dogs.yaml")), datetime(2026, 1, 5, tzinfo=UTC)
    log = [Exposure(situation=name, at=begin, expected=40, peak=30) for name in course.graph.ids]
    ladder = build_ladder(infer(course.add(*log), at=begin))
    (tmp_path / "page.html").write_text(render_report(ladder), encoding="utf-8")
    opened = Opened(browser, tmp_path / "page.html", 700)
    opened.page.emulate_media(media="print")
    boxes = [picture.bounding_box() or {} for picture in opened.page.query_selector_all("svg")]
    assert max(box["height"] for box in boxes) <= 25 / 2.54 * 96  # cm in pixels
    days = opened.page.query_selector_all("td.lead:text-matches('^2026')")
    assert len(days) == len(log)
    assert {day.evaluate("day => getComputedStyle(day).whiteSpace") for day in days} == {"nowrap"}
