"""Print the page of all progression rules as Markdown."""

import sys

from exposure_ladder.policy.catalogue import page

sys.stdout.write(page())
