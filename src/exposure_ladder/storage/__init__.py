"""Files and the journal: the shell that reads and writes, around a planner that does neither.

What is public: :func:`load`, :func:`save`, :func:`template`, :func:`open_document` with its :class:`Document`, and
:class:`Journal`;
for the command line also whole texts: :func:`as_json`, :func:`decode`, :func:`read_text`, :func:`write_files`.
Nothing here computes; everything else in the library never touches a file.
"""

from __future__ import annotations

from exposure_ladder.storage.bundled import template, template_texts
from exposure_ladder.storage.documents import Document, load, open_document, read_document
from exposure_ladder.storage.files import decode, read_text, write_files
from exposure_ladder.storage.journal import Journal
from exposure_ladder.storage.saving import as_json, save

__all__ = [
    "Document",
    "Journal",
    "as_json",
    "decode",
    "load",
    "open_document",
    "read_document",
    "read_text",
    "save",
    "template",
    "template_texts",
    "write_files",
]
