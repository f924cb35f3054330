"""A small web service with exposure_ladder inside: make a course, log a practice, get an option, read a report.

Start it:  uvicorn app:app --app-dir examples/app_fastapi
Courses are kept as JSON in one SQLite file, COURSES (a file beside this program). The address of a course is long and
drawn by chance, and whoever has it may read: a real service needs accounts, TLS, backups and a way to forget.
"""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Annotated, Any

from fastapi import Body, FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from exposure_ladder import Course, Exposure, Ladder, SituationGraph, advise, build_ladder, infer, lint, render_report
from exposure_ladder.errors import ExposureLadderError, InvalidCourseError, UnknownSituationError
from exposure_ladder.storage import as_json, read_document
from exposure_ladder.text.notice import NOTICE

COURSES = os.environ.get("COURSES", Path(__file__).with_name("courses.db"))
Json = Annotated[dict[str, Any], Body()]
app = FastAPI(title="exposure_ladder, an example", description=NOTICE)


@contextmanager
def database() -> Iterator[sqlite3.Connection]:
    """Open the file for one request; what is written together is written whole or not at all."""
    Path(COURSES).touch(mode=0o600)  # for its owner alone, from the first moment
    with closing(sqlite3.connect(COURSES, timeout=5)) as db, db:
        db.execute("CREATE TABLE IF NOT EXISTS courses (name TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT")
        db.execute("BEGIN IMMEDIATE")
        yield db


def read(db: sqlite3.Connection, name: str) -> Course:
    row = db.execute("SELECT data FROM courses WHERE name = ?", (name,)).fetchone()
    if row is None:
        raise HTTPException(404, "There is no course of this name.")
    return read_document(row[0], name="course", suffix=".json").course


def write(db: sqlite3.Connection, name: str, course: Course) -> None:
    db.execute("INSERT OR REPLACE INTO courses VALUES (?, ?)", (name, as_json(course)))


def ladder_of(name: str) -> Ladder:
    with database() as db:
        return build_ladder(infer(read(db, name), at=datetime.now(UTC)))


@app.exception_handler(ExposureLadderError)
def explained(_: Request, error: ExposureLadderError) -> JSONResponse:
    """Say what was wrong, everything at once; texts of the library never repeat what a person wrote."""
    if isinstance(error, InvalidCourseError):
        problems = [{"where": p.path, "expected": p.expected, "got": p.got, "hint": p.hint} for p in error.problems]
        return JSONResponse({"problems": problems}, 422)
    return JSONResponse({"problem": str(error)}, 404 if isinstance(error, UnknownSituationError) else 422)


@app.post("/courses", status_code=201)
def create(graph: Json) -> dict[str, Any]:
    """Make a course from a graph, as in a YAML file; say what to think about."""
    course, name = Course(graph=SituationGraph.model_validate(graph)), secrets.token_urlsafe(16)
    with database() as db:
        write(db, name, course)
    return {"course": name, "notice": NOTICE, "findings": [str(finding) for finding in lint(course)]}


@app.post("/courses/{name}/log", status_code=201)
def log(name: str, entry: Json) -> dict[str, Any]:
    """Write down a practice. The same entry again changes nothing, so a request may be sent again."""
    exposure = Exposure.model_validate(entry)
    if exposure.at > datetime.now(UTC):
        raise HTTPException(422, "at: expected a time up to now.")
    with database() as db:
        course = read(db, name)
        if exposure.situation not in course.graph.ids:
            raise UnknownSituationError(exposure.situation, course.graph.ids)
        write(db, name, course.add(exposure))
    return {"entry": exposure.id}


@app.get("/courses/{name}/next")
def offer(name: str) -> dict[str, Any]:
    """Return an option with its reasons, as data and as the text that people read."""
    advice = advise(ladder_of(name))
    return advice.as_dict() | {"text": str(advice)}


@app.get("/courses/{name}/report", response_class=HTMLResponse)
def report(name: str) -> str:
    return render_report(ladder_of(name))


@app.get("/courses/{name}")
def export(name: str) -> Response:
    """Return everything there is about a course: it belongs to the person."""
    with database() as db:
        return Response(as_json(read(db, name)), media_type="application/json")


@app.delete("/courses/{name}", status_code=204)
def forget(name: str) -> None:
    with database() as db:
        read(db, name)
        db.execute("DELETE FROM courses WHERE name = ?", (name,))


@app.get("/", response_class=HTMLResponse)
def start() -> str:
    """Show the notice where people start."""
    lines = "".join(f"<p>{escape(line)}</p>" for line in NOTICE.splitlines())
    return f'<!doctype html><html lang="en"><title>exposure_ladder</title><main><h1>Ladders</h1>{lines}</main></html>'
