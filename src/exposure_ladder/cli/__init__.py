"""The command line: for a person who never programmed, and for scripts.

Only here is there a clock, a keyboard and a screen. A new command is one file with its options, and one row in the
table of :mod:`exposure_ladder.cli.main`.
"""

from exposure_ladder.cli.main import run

__all__ = ["run"]
