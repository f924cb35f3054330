"""Print the page of all settings as Markdown."""

import sys

from exposure_ladder.records.settings import page

sys.stdout.write(page())
