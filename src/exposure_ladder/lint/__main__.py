"""Write the documentation page of the lint codes to standard output: ``python -m exposure_ladder.lint``."""

import sys

from exposure_ladder.lint.rules import as_markdown

sys.stdout.write(as_markdown())
