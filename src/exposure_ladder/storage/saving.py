"""Courses → files. What was written by hand stays as it is, except for what has changed.

Nothing is lost in silence: every text is read back before it replaces a file, and what a form cannot hold is refused.
Files are replaced as a whole or not at all.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

from exposure_ladder.errors import InvalidCourseError, StorageError
from exposure_ladder.records import Course, Scale, SituationGraph
from exposure_ladder.storage import tables, yaml_edits, yaml_text
from exposure_ladder.storage.cells import line_feeds
from exposure_ladder.storage.documents import form_of, journal_beside, read_document, read_yaml, table_in
from exposure_ladder.storage.files import read_text, write_files
from exposure_ladder.storage.journal import Journal
from exposure_ladder.storage.plain import authored, plain

_BOM = "\ufeff"  # without it, Excel reads UTF-8 as something else


def as_json(course: Course) -> str:
    """Return the JSON text of a whole course: graph, log, consents, settings.

    Parameters
    ----------
    course : Course
        What to write.

    Returns
    -------
    str
        What is written into a ``.json`` file; :func:`read_document` reads it back as the same course.

    Examples
    --------
    >>> from exposure_ladder.storage import read_document, template
    >>> course = template("dogs")
    >>> read_document(as_json(course), name="from the database", suffix=".json").course == course
    True
    """
    return json.dumps(plain(course), indent=2, ensure_ascii=False, default=date.isoformat) + "\n"


def save(course: Course, path: str | os.PathLike[str]) -> None:
    """Write a course to a file; the ending of its name says how.

    ``.json`` holds the whole course. ``.yaml`` holds graph and settings; a file that exists keeps its comments, order
    and quotes, and one whose situations come from a table gets them written there. ``.csv`` holds a table of
    situations, and the name of the file is its title. The log of a YAML or CSV file lives in the journal beside it
    (:class:`~exposure_ladder.storage.journal.Journal`): save never writes there, and refuses a course with entries
    that the journal does not have.

    Parameters
    ----------
    course : Course
        What to write.
    path : path-like
        A name that ends in ``.json``, ``.yaml``, ``.yml`` or ``.csv``.

    Raises
    ------
    StorageError
        If the file cannot be written or cannot hold the course; then everything stays as it was.
    InvalidCourseError
        If an existing YAML or CSV file has problems, so that it cannot be changed with care.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from exposure_ladder.storage import load
    >>> graph = SituationGraph(title="Dogs", situations=[{"id": "photo", "title": "See a photo", "distress": 20}])
    >>> with TemporaryDirectory() as folder:
    ...     save(Course(graph=graph), f"{folder}/dogs.json")
    ...     load(f"{folder}/dogs.json") == Course(graph=graph)
    True
    """
    file, name = Path(path), os.fspath(path)
    form = form_of(file.suffix, name)
    if form == ".json":
        write_files({file: as_json(course)})
        return
    _refuse_to_lose_entries(course, file, name)
    if form == ".csv":
        write_files({file: _alone(course, file, name)})
    elif file.exists():
        write_files(_changed(course, file, name))
    else:
        write_files({file: yaml_text.document(authored(course))})


def change_file(path: str | os.PathLike[str], change: Callable[[str], str]) -> Course:
    r"""Change the text of a YAML file, and write it only if it can be read as a course.

    A file that may be a table or JSON, or whose situations come from a table, is changed by :func:`save` with a new
    course instead.

    Parameters
    ----------
    path : path-like
        A file whose name ends in ``.yaml`` or ``.yml``.
    change : callable
        Takes the text and returns the new one, for instance by :func:`set_value`, :func:`append_item` and
        :func:`remove_item`.

    Returns
    -------
    Course
        What the file says now, without the log.

    Raises
    ------
    InvalidCourseError
        With every problem the new text would have; the file stays as it was.
    StorageError
        If there is no YAML file, or it cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from exposure_ladder.storage import set_value
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "dogs.yaml")
    ...     _ = file.write_text("title: Dogs\nsituations:\n- {id: photo, title: See a photo}  # easy\n")
    ...     _ = change_file(file, lambda text: set_value(text, ("situations", "photo", "distress"), 20))
    ...     print(file.read_text(), end="")
    title: Dogs
    situations:
    - {id: photo, title: See a photo, distress: 20}  # easy
    """
    file, name = Path(path), os.fspath(path)
    if form_of(file.suffix, name) != ".yaml":
        raise StorageError(f"{name}: expected a YAML file.", path=name, hint="Change the course, and save() it.")
    old = read_text(file, name)
    new = change(old)
    course = read_document(new, name=name, folder=file.parent).course
    if new != old:
        write_files({file: new})
    return course


def _refuse_to_lose_entries(course: Course, file: Path, name: str) -> None:
    if not (course.log or course.consents):
        return
    with Journal(journal_beside(file)) as journal:
        kept = {event.id for event in journal.entries()}, set(journal.consents())
    if any(event.id not in kept[0] for event in course.log) or not set(course.consents) <= kept[1]:
        hint = "Append them to the journal first, or save as .json."
        raise StorageError(f"{name}: the log has entries that no journal beside it holds.", path=name, hint=hint)


# ------------------------------------------------------------------------------------------------------------ YAML


def _changed(course: Course, file: Path, name: str) -> dict[Path, str]:
    """Return the new texts of a YAML file and of its table, as far as they change."""
    raw = read_text(file, name)
    text = line_feeds(raw)
    text += "" if text.endswith("\n") else "\n"
    fetch = table_in(file.parent, name)
    there, root, table = read_yaml(text, name, fetch)
    said = root.plain()
    # A file that says scale: and shown: keeps its numbers on the first.
    scale = Scale(said.get("scale", Scale.SUDS)) if "shown" in said else None
    old, new = authored(there.course, scale), authored(course, scale)
    source, table_text = str(said.get("situations")).replace("\\", "/"), None
    if table is not None:  # the situations stand there, and change there
        before, after = old.pop("situations"), new.pop("situations")
        table_text = None if before == after else tables.written(after, (), "", table)
    new_text = yaml_edits.edited(text, root, old, new)
    try:
        back, *_ = read_yaml(new_text, name, fetch if table_text is None else lambda _: (table_text, source))
    except InvalidCourseError:
        raise _cannot_hold(name, "these changes") from None
    _same(course, back.course, name)
    found = {}
    if table_text is not None:
        found[file.parent / source] = _BOM + table_text
    if new_text != text:
        found[file] = new_text.replace("\n", "\r\n") if "\r\n" in raw else new_text
    return found


# ------------------------------------------------------------------------------------------------------------- CSV


def _alone(course: Course, file: Path, name: str) -> str:
    """Return the text of a table that is a whole graph."""
    like = None
    if file.exists():
        like, _ = tables.read(line_feeds(read_text(file, name)), name)
    data = authored(course)
    text = tables.written(data["situations"], course.graph.goal, data.get("scale", ""), like)
    try:
        table, _ = tables.read(text, name)
        back = SituationGraph.model_validate({"title": course.graph.title, **table.data})
    except InvalidCourseError:
        raise _cannot_hold(name, "the facets of this graph") from None
    # The table has no place for a title: the name of the file is one. The order of goals has no meaning.
    goal = [situation for situation in course.graph.ids if situation in course.graph.goal]
    expected = course.graph.model_copy(update={"goal": tuple(goal)})
    _same(Course(graph=expected, settings=course.settings), Course(graph=back), name)
    return _BOM + text


def _same(wanted: Course, found: Course, name: str) -> None:
    """Refuse to write what would not be read back as the same."""
    lost = _differences(wanted.graph, found.graph) + (["settings"] if found.settings != wanted.settings else [])
    if lost:
        raise _cannot_hold(name, ", ".join(lost))


def _cannot_hold(name: str, what: str) -> StorageError:
    hint = "Nothing was changed. Save as .json or as a new .yaml file."
    return StorageError(f"{name}: this file cannot hold {what}.", path=name, hint=hint)


def _differences(wanted: SituationGraph, found: SituationGraph) -> list[str]:
    fields = [key for key in SituationGraph.model_fields if getattr(wanted, key) != getattr(found, key)]
    if "situations" in fields and wanted.ids == found.ids:
        pairs = list(zip(wanted.situations, found.situations, strict=True))
        keys = type(wanted.situations[0]).model_fields
        inner = [key for key in keys if any(getattr(a, key) != getattr(b, key) for a, b in pairs)]
        fields[fields.index("situations")] = f"{', '.join(inner)} of situations as given"
    return fields
