"""Print the page of the columns of a log as Markdown."""

import sys

from exposure_ladder.output.columns import columns_page

sys.stdout.write(columns_page())
