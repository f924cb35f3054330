"""Files and the journal: the shell that reads and writes, around a planner that does neither.

What is public: :func:`load`, :func:`save`, :func:`open_document` with its :class:`Document`, and :class:`Journal`.
Nothing here computes; everything else in the library never touches a file.
"""

from __future__ import annotations

from exposure_ladder.storage.documents import Document, load, open_document, read_document
from exposure_ladder.storage.journal import Journal
from exposure_ladder.storage.saving import save

__all__ = ["Document", "Journal", "load", "open_document", "read_document", "save"]
