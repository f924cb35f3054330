"""The templates that ship with the library: their texts, word for word, and one of them as a course."""

from __future__ import annotations

from importlib.resources import files

from exposure_ladder.errors import StorageError, did_you_mean
from exposure_ladder.records import Course
from exposure_ladder.storage.documents import read_document


def template_texts() -> dict[str, bytes]:
    """Return name → YAML text of every bundled template, in order of their names.

    Returns
    -------
    dict of str to bytes
        The texts as they ship, comments and all.

    Examples
    --------
    >>> [name for name in template_texts() if name.startswith("d")]
    ['disclosure', 'dogs']
    """
    found = [entry for entry in (files("exposure_ladder") / "data").iterdir() if entry.name.endswith(".yaml")]
    return {entry.name.removesuffix(".yaml"): entry.read_bytes() for entry in sorted(found, key=lambda e: e.name)}


def template(name: str) -> Course:
    """Return one of the bundled templates as a course without a log.

    Its numbers are an example's, wide on purpose: put the person's own in their place.

    Parameters
    ----------
    name : str
        For instance ``"closeness"``; ``exposure-ladder new`` lists them all.

    Returns
    -------
    Course
        What :func:`load` returns for the file that ``exposure-ladder new`` writes.

    Raises
    ------
    StorageError
        If there is no template of this name; with a near match, or with all names.

    Examples
    --------
    >>> template("dogs").graph.goal
    ('off-lead',)
    """
    texts = template_texts()
    if name not in texts:
        hint = did_you_mean(name, texts) or f"There is: {', '.join(texts)}."
        raise StorageError(f"{name}: there is no template of this name.", path=name, hint=hint)
    return read_document(texts[name], name=name).course
