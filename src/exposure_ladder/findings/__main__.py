"""Write the documentation page of the lint codes to standard output: ``python -m exposure_ladder.findings``."""

import sys

from exposure_ladder.findings.rules import as_markdown

sys.stdout.write(as_markdown())
