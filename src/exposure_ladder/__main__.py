"""Run the command line: ``python -m exposure_ladder``."""

import sys

from exposure_ladder.cli import main

if __name__ == "__main__":
    sys.exit(main())
