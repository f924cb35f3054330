"""What leaves the library for other programs, and what comes back from them.

It may use the whole planner; the planner knows nothing of it. It takes and gives text: files are opened elsewhere.
"""

from exposure_ladder.output.columns import COLUMNS, Column, columns_page
from exposure_ladder.output.exchange import read_entries, write_entries

__all__ = ["COLUMNS", "Column", "columns_page", "read_entries", "write_entries"]
