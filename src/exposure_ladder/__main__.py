"""Run the command line: ``python -m exposure_ladder``."""

from exposure_ladder.cli import run

if __name__ == "__main__":
    run()
