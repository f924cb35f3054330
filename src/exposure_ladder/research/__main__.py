"""Print the page of all learning models as Markdown."""

import sys

from exposure_ladder.research.clients.catalogue import page

sys.stdout.write(page())
