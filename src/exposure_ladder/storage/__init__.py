"""Files and the journal: the shell that reads and writes, around a planner that does neither.

:func:`load` and :func:`save` are for files, :class:`Journal` for the log beside one, :func:`template` for the courses
that ship with the library; :func:`open_document` also tells where everything stands. :func:`read_document` and
:func:`as_json` are for texts that a program keeps elsewhere. :func:`set_value`, :func:`append_item` and
:func:`remove_item` change one place of a YAML text and leave everything else as it is; :func:`change_file` writes it.
Nothing here computes; everything else in the library never touches a file.
"""

from __future__ import annotations

from exposure_ladder.storage.calendar import Rhythm, write_calendar
from exposure_ladder.storage.columns import COLUMNS, Column
from exposure_ladder.storage.diary import Diary, DiaryEntry
from exposure_ladder.storage.documents import Document, load, open_document, read_document
from exposure_ladder.storage.files import decode as decode
from exposure_ladder.storage.files import read_text as read_text
from exposure_ladder.storage.files import write_files as write_files
from exposure_ladder.storage.journal import Journal
from exposure_ladder.storage.log_import import Imported, import_log
from exposure_ladder.storage.log_table import read_entries, write_entries
from exposure_ladder.storage.redaction import RESEARCH, SHARE, Keep, redacted
from exposure_ladder.storage.saving import as_json, change_file, save
from exposure_ladder.storage.templates import template, template_texts
from exposure_ladder.storage.yaml_edits import append_item, remove_item, set_value

__all__ = [
    "COLUMNS",
    "RESEARCH",
    "SHARE",
    "Column",
    "Diary",
    "DiaryEntry",
    "Document",
    "Imported",
    "Journal",
    "Keep",
    "Rhythm",
    "append_item",
    "as_json",
    "change_file",
    "import_log",
    "load",
    "open_document",
    "read_document",
    "read_entries",
    "redacted",
    "remove_item",
    "save",
    "set_value",
    "template",
    "template_texts",
    "write_calendar",
    "write_entries",
]
