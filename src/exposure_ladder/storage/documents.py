"""Files → courses: which form a file has, and where each part of a course stands in it.

All problems of a document are raised together, each with file, line and column. Reading changes nothing on the disk
and never creates a journal.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final, TypeVar

from exposure_ladder.errors import InvalidCourseError, Problem, StorageError, UnsupportedVersionError, did_you_mean
from exposure_ladder.records import Course, Settings, Situation, SituationGraph
from exposure_ladder.records._checks import Record, described, quoted
from exposure_ladder.records.fields import FORMAT, known_format
from exposure_ladder.storage import json_text, tables, yaml_text
from exposure_ladder.storage.cells import line_feeds
from exposure_ladder.storage.files import decode, read_text
from exposure_ladder.storage.journal import Journal
from exposure_ladder.storage.units import scale_asked
from exposure_ladder.text.summary import Summary

Steps = tuple[str | int, ...]
Place = tuple[str, int | None, int | None]
Locate = Callable[[Steps, bool], Place]
Fetch = Callable[[str], tuple[str, str]]
AnyRecord = TypeVar("AnyRecord", bound=Record)


@dataclass(frozen=True, eq=False, repr=False)
class Document(Summary):
    r"""A course and where everything in it was written.

    Parameters
    ----------
    course : Course
        What the file says, with the log and the consents of the journal beside it.
    name : str
        The file as the person named it.

    Examples
    --------
    >>> document = read_document("title: Dogs\nsituations:\n- {id: photo, title: See a photo}", name="dogs.yaml")
    >>> document.course.graph.ids, document.where(("situations", 0, "title"))
    (('photo',), ('dogs.yaml', 3, 22))
    """

    course: Course
    name: str
    _locate: Locate = field(repr=False, compare=False)

    def _made_from(self) -> tuple[str, ...]:
        return ("course", "name")

    def where(self, path: Sequence[str | int]) -> Place:
        """Return file, line and column of a part of the course, as far as they are known.

        Parameters
        ----------
        path : sequence of str or int
            For instance ``("situations", 3, "distress")``; a leading ``"graph"`` may stand before it. What the file
            does not say leads to what it belongs to.

        Returns
        -------
        tuple of (str, int or None, int or None)
            Lines and columns are counted from 1. In a table the column is the number of the cell.
        """
        return self._locate(tuple(path[1:] if path[:1] == ("graph",) else path), False)


def load(path: str | os.PathLike[str]) -> Course:
    """Return the course of a YAML, CSV or JSON file, with the log of the journal beside it.

    Parameters
    ----------
    path : path-like
        The file. If ``NAME.journal`` lies beside ``NAME.yaml``, its entries and consents belong to the course.

    Returns
    -------
    Course
        With all numbers on 0–100, whatever scale the file is written on.

    Raises
    ------
    InvalidCourseError
        With every problem of the file, each with its line.
    StorageError
        If there is no readable text.
    UnsupportedVersionError
        If a newer version wrote it.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "dogs.yaml")
    ...     _ = file.write_text("{title: Dogs, situations: [{id: photo, title: See a photo}]}")
    ...     load(file).graph.ids
    ('photo',)
    """
    return open_document(path).course


def open_document(path: str | os.PathLike[str]) -> Document:
    r"""Return the course of a file together with the places of its parts.

    Parameters
    ----------
    path : path-like
        As for :func:`load`.

    Returns
    -------
    Document
        Its `course` is what :func:`load` returns.

    Raises
    ------
    InvalidCourseError, StorageError, UnsupportedVersionError
        As for :func:`load`.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "dogs.csv")
    ...     _ = file.write_text("id,title,distress\nphoto,See a photo,20\n")
    ...     open_document(file).where(("situations", 0, "distress"))[1:]
    (2, 3)
    """
    file, name = Path(path), os.fspath(path)
    text = read_text(file, name)
    document = read_document(text, name=name, suffix=file.suffix, folder=file.parent)
    with Journal(journal_beside(file)) as kept:
        entries = [entry for _, entry in kept.numbered(withdrawn=True)]
    return replace(document, course=document.course.with_log(entries)) if entries else document


def journal_beside(path: Path) -> Path:
    """Return where the journal of a document lies."""
    return path.with_suffix(".journal")


def read_document(text: str | bytes, *, name: str, suffix: str = ".yaml", folder: Path | None = None) -> Document:
    r"""Return the course of a text that may not come from a file.

    Parameters
    ----------
    text : str or bytes
        YAML, CSV or JSON.
    name : str
        What messages call it.
    suffix : str
        ``.yaml``, ``.yml``, ``.csv`` or ``.json``: the form of the text.
    folder : pathlib.Path, optional
        Where a table that the text names is looked for; without it none is read.

    Returns
    -------
    Document
        Without a log, unless the text is the JSON of a whole course.

    Raises
    ------
    InvalidCourseError, StorageError, UnsupportedVersionError
        As for :func:`load`.

    Examples
    --------
    >>> read_document("id,title,distress\nphoto,See a photo,20\n", name="dogs", suffix=".csv").course.graph.title
    'dogs'
    """
    text = line_feeds(decode(text, name) if isinstance(text, bytes) else text)
    match form_of(suffix, name):
        case ".csv":
            return _read_csv(text, name)
        case ".json":
            return _read_json(text, name)
    return read_yaml(text, name, table_in(folder, name))[0]


def form_of(suffix: str, name: str) -> str:
    """Return ``.yaml``, ``.csv`` or ``.json``: the form of a file by the ending of its name.

    Raises
    ------
    StorageError
        If the ending is another one.
    """
    form = {".yml": ".yaml"}.get(suffix.lower(), suffix.lower())
    if form in {".yaml", ".csv", ".json"}:
        return form
    hint = "Name a file that ends in .yaml, .csv or .json."
    raise StorageError(f"{name}: expected a YAML, CSV or JSON file; got {quoted(suffix)}.", path=name, hint=hint)


# ----------------------------------------------------------------------------------------------------- three forms


def read_yaml(text: str, name: str, fetch: Fetch) -> tuple[Document, yaml_text.Node, tables.Table | None]:
    """Return what a YAML text says, its tree, and the table that it names; `fetch` returns text and name of a table.

    Raises
    ------
    InvalidCourseError, StorageError, UnsupportedVersionError
        As for :func:`load`.
    """
    root, problems = yaml_text.parse(text, name)
    data, table = root.plain(), None
    _check_format(data, name, problems, stored=False)
    if isinstance(data.get("situations"), str):
        facets = data.get("facets")
        table, found = _table(data["situations"], fetch, tuple(facets) if isinstance(facets, Mapping) else ())
        problems += found
        data["situations"] = table.data["situations"] if table else []

    def locate(path: Steps, key: bool) -> Place:
        if table is not None and path[:1] == ("situations",) and len(path) > 1:
            return table.place(path)
        return name, *root.place(path, key=key)

    data = _without_empty(data)
    chosen = data.pop("settings", {})
    graph = None if _torn(problems) else _attempt(SituationGraph, data, (), problems)
    settings = _attempt(Settings, chosen, ("settings",), problems)
    problems += scale_asked(data, "Write  scale: 0-10  above the situations, or  scale: 0-100  if they are out of 100.")
    if problems or graph is None or settings is None:
        raise _placed(problems, locate, {**data, "settings": chosen}, name)
    return Document(Course(graph=graph, settings=settings), name, locate), root, table


def _table(source: str, fetch: Fetch, facets: tuple[str, ...]) -> tuple[tables.Table | None, list[Problem]]:
    try:
        text, file = fetch(source)
    except InvalidCourseError as error:
        return None, list(error.problems)
    return tables.read(text, file, facets)


def table_in(folder: Path | None, name: str) -> Fetch:
    """Return what fetches the text of a table in a folder; nothing outside of it is ever read."""

    def fetch(source: str) -> tuple[str, str]:
        parts = PurePosixPath(source.replace("\\", "/"))
        inside = not parts.is_absolute() and ".." not in parts.parts and ":" not in source
        if folder is None or not inside or parts.suffix.lower() != ".csv":
            raise _no_table("text")
        file, shown = folder / parts, str(Path(name).parent / parts)
        if not file.resolve().is_relative_to(folder.resolve()):
            raise _no_table("a way out of its folder")
        if not file.exists():
            raise _no_table(f"{str(parts)!r}, which is not there")
        return line_feeds(read_text(file, shown)), shown

    return fetch


def _no_table(got: str) -> InvalidCourseError:
    hint = "Write the situations here, or name a .csv file in the same folder."
    return InvalidCourseError([Problem(("situations",), "a list, or the name of a table beside this file", got, hint)])


def _read_csv(text: str, name: str) -> Document:
    table, problems = tables.read(text, name)
    data = {"title": Path(name).stem or name, **table.data}
    graph = None if _torn(problems) else _attempt(SituationGraph, data, (), problems)
    head = table.headers[table.keys.index(("distress",))] if ("distress",) in table.keys else "distress"
    problems += scale_asked(data, f"Write the scale beside the heading: {head} (0-10), or {head} (0-100).")
    if problems or graph is None:
        raise _placed(problems, lambda path, _: table.place(path), data, name)
    return Document(Course(graph=graph), name, lambda path, _: table.place(path))


def _read_json(text: str, name: str) -> Document:
    data, problems = json_text.parse(text, name), list[Problem]()
    whole = isinstance(data, dict) and "graph" in data

    def locate(path: Steps, key: bool) -> Place:
        inside = whole and path[:1] and path[0] not in Course.model_fields
        return name, *json_text.place(text, ("graph", *path) if inside else path, key=key)

    if isinstance(data, dict):
        _check_format(data, name, problems, stored=True)
        if whole and isinstance(data["graph"], dict):
            _check_format({"format": data["graph"].get("format", FORMAT)}, name, problems, stored=True)
    written = data["graph"] if whole else data
    if isinstance(written, dict):
        problems += scale_asked(written, 'Write  "scale": "0-10"  into the graph, or "0-100" if they are out of 100.')
    course = None
    if whole:
        # The graph alone first: its numbers may stand on a scale of their own, which messages then name.
        graph = _attempt(SituationGraph, data["graph"], ("graph",), problems)
        found = list[Problem]()
        course = _attempt(Course, data if graph is None else {**data, "graph": graph}, (), found)
        problems += [problem for problem in found if problem.path[:1] != ("graph",)]
    elif graph := _attempt(SituationGraph, data, (), problems):
        course = Course(graph=graph)
    if problems or course is None:
        raise _placed(problems, locate, data, name)
    return Document(course, name, locate)


# -------------------------------------------------------------------------------------------------------- problems


def _attempt(record: type[AnyRecord], data: Any, prefix: Steps, problems: list[Problem]) -> AnyRecord | None:
    """Return the record, or nothing and its problems added to the others."""
    try:
        return record.model_validate(data)
    except InvalidCourseError as error:
        problems += [replace(problem, path=(*prefix, *problem.path)) for problem in error.problems]
        return None


def _torn(problems: Sequence[Problem]) -> bool:
    """Whether situations are missing only because of a table; then nothing can be said of the whole."""
    return any(problem.path in (("row",), ("situations",)) for problem in problems)


def _check_format(data: dict[str, Any], name: str, problems: list[Problem], *, stored: bool) -> None:
    """Refuse a newer format at once; note a wrong or missing one and go on as if it were ours."""
    found = data.get("format")
    if isinstance(found, int) and not isinstance(found, bool) and found > FORMAT:
        raise UnsupportedVersionError(path=name, found=found, supported=FORMAT)
    if found is None and stored:
        hint = f"Add it: a stored file says which form it has, {FORMAT} today."
        problems.append(Problem(("format",), "the version of the format", "nothing", hint))
    elif found is not None and (known_format(found) != FORMAT):
        problems.append(Problem(("format",), str(FORMAT), described(found), f"Write format: {FORMAT}."))
    data["format"] = FORMAT


def _without_empty(data: Mapping[str, Any]) -> dict[str, Any]:
    """Drop known keys without a value: a form may be left blank. Unknown ones stay, to be reported."""
    kept = {key: value for key, value in data.items() if value is not None or key not in _TOP}
    if isinstance(kept.get("situations"), list):
        kept["situations"] = [
            {key: value for key, value in situation.items() if value is not None or key not in Situation.model_fields}
            if isinstance(situation, dict)
            else situation
            for situation in kept["situations"]
        ]
    return kept


_TOP: Final = frozenset({*SituationGraph.model_fields, "settings"})


def _placed(problems: Sequence[Problem], locate: Locate, data: Any, name: str) -> InvalidCourseError:
    """Return the error for problems, each with its place, in the order of the file."""
    formal = {problem.path for problem in problems if problem.line is not None}
    found = []
    for problem in dict.fromkeys(problems):
        if problem.line is None:
            if problem.path in formal and problem.got == "nothing":
                continue  # an alias or a tag that was refused leaves nothing behind
            about_key = bool(problem.path) and quoted(problem.path[-1]) in problem.got
            file, line, column = locate(problem.path, about_key)
            hint = _near_key(problem) or problem.hint or _hint(problem, data)
            problem = replace(problem, file=file, line=line, column=column, hint=hint)
        found.append(problem)
    return InvalidCourseError(sorted(found, key=lambda p: (p.file != name, p.file, p.line or 0, p.column or 0)))


_COMMA = re.compile(r"[-+]?\d+,\d+")
_RANGE = re.compile(r"(\d+)\s*[-–]\s*(\d+)")
_DIGITS = re.compile(r"[-+]?\d+(\.\d+)?")


def _near_key(problem: Problem) -> str:
    """Return the nearest key of a file for an unknown one at its top; `settings` is no field of a graph."""
    unknown = len(problem.path) == 1 and "unknown key" in problem.got
    return did_you_mean(str(problem.path[0]), sorted(_TOP)) if unknown else ""


def _hint(problem: Problem, data: Any) -> str:
    """Return what to do about the usual slips: a decimal comma, quotes around a number, none around a text."""
    for part in problem.path:
        try:
            data = data[part]
        except (TypeError, KeyError, IndexError):
            return ""
    if isinstance(data, str) and "number" in problem.expected:
        if _COMMA.fullmatch(data.strip()):
            return f"Write {data.strip().replace(',', '.')}, with a point."
        if ends := _RANGE.fullmatch(data.strip()):
            return f"Write {(float(ends[1]) + float(ends[2])) / 2:g}, or one of the two."
        return "Write it without quotes." if _DIGITS.fullmatch(data.strip()) else ""
    if isinstance(data, bool | int | float) and problem.expected.startswith("text"):
        return "Put it in quotes."
    return ""
