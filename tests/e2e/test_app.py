"""The example web service as a program of its own: through HTTP, and its report in a real browser."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from exposure_ladder.text.notice import NOTICE

APP = Path(__file__).parents[2] / "examples" / "app_fastapi"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
GRAPH = {
    "title": "Dogs & <b>cats</b>",
    "goal": "lead",
    "situations": [
        {"id": "photo", "title": "Look at a photo of a dog for two minutes", "distress": 25},
        {"id": "lead", "title": "Stand 3 m from a calm dog on a lead", "distress": 55},
    ],
}
ENTRY = {"situation": "photo", "at": "2026-01-05T18:00:00+01:00", "expected": 40, "peak": 30, "learned": "It sat."}

pytestmark = pytest.mark.edge


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return a client of the service, which runs until the tests are over."""
    httpx = pytest.importorskip("httpx")
    for name in ("fastapi", "uvicorn"):
        pytest.importorskip(name)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("app")
    words = [sys.executable, "-m", "uvicorn", "app:app", "--app-dir", str(APP), "--port", str(port)]
    with (folder / "log").open("wb") as told:
        process = subprocess.Popen(
            words, env={**os.environ, "COURSES": str(folder / "courses.db")}, stdout=told, stderr=told
        )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            for _ in range(300):
                with contextlib.suppress(httpx.TransportError):
                    client.get("/")
                    break
                assert process.poll() is None, (folder / "log").read_text()
                time.sleep(0.1)
            yield client
    finally:
        process.terminate()
        process.wait(10)
    assert "Traceback" not in (folder / "log").read_text()


def made(service: Any) -> str:
    answer = service.post("/courses", json=GRAPH)
    assert answer.status_code == 201
    assert answer.json()["notice"] == NOTICE
    return f"/courses/{answer.json()['course']}"


def test_the_program_of_its_readme_runs(service: Any) -> None:
    page = (APP / "README.md").read_text(encoding="utf-8")
    program = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert program is not None
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(program[1].replace("http://127.0.0.1:8000", str(service.base_url)), {})
    assert "An option for X" in out.getvalue()
    assert "Options, not orders" in out.getvalue()


def test_an_entry_counts_once_however_often_it_is_sent(service: Any) -> None:
    course = made(service)
    before = service.get(f"{course}/next").json()["entries"]
    with ThreadPoolExecutor(4) as senders:
        sent = list(senders.map(lambda _: service.post(f"{course}/log", json=ENTRY).json()["entry"], range(8)))
    assert len(set(sent)) == 1
    assert service.get(f"{course}/next").json()["entries"] == before + 1


def test_people_who_write_at_once_lose_nothing(service: Any) -> None:
    course = made(service)
    with ThreadPoolExecutor(4) as senders:
        list(senders.map(lambda n: service.post(f"{course}/log", json=ENTRY | {"id": f"e{n}"}), range(12)))
    assert len(service.get(course).json()["log"]) == 12


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (ENTRY | {"peak": 130}, "from 0 to 100"),
        (ENTRY | {"situation": "foto"}, "photo"),
        (ENTRY | {"at": "2999-01-01T00:00:00+00:00"}, "up to now"),
        (ENTRY | {"secret words": 1}, "expected"),
    ],
)
def test_a_bad_entry_is_explained_and_not_kept(service: Any, entry: dict[str, Any], said: str) -> None:
    course = made(service)
    answer = service.post(f"{course}/log", json=entry)
    assert answer.status_code in (404, 422)
    assert said in answer.text
    assert "It sat" not in answer.text
    assert "log" not in service.get(course).json()


def test_all_problems_of_a_graph_come_at_once(service: Any) -> None:
    wrong = GRAPH | {"goal": "nowhere", "links": [{"a": "photo", "b": "lead", "similarity": 2}]}
    answer = service.post("/courses", json=wrong)
    assert answer.status_code == 422
    assert len(answer.json()["problems"]) == 2


def test_what_was_forgotten_is_gone(service: Any) -> None:
    course = made(service)
    assert service.delete(course).status_code == 204
    assert service.get(course).status_code == 404
    assert service.get(f"{course}/report").status_code == 404


def test_the_report_opens_in_a_browser(service: Any) -> None:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    playwright = pytest.importorskip("playwright.sync_api")
    course = made(service)
    service.post(f"{course}/log", json=ENTRY)
    with playwright.sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page, asked = browser.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(f"{service.base_url}{course}/report")
        assert page.inner_text("h1") == GRAPH["title"]
        assert "Options, not orders" in page.inner_text("body")
        assert page.locator("svg").count() >= 1
        browser.close()
    assert len([url for url in asked if not url.endswith("favicon.ico")]) == 1
