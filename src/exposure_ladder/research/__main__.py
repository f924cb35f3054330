"""Print the page of all learning models and of populations as Markdown."""

import sys

from exposure_ladder.research import population
from exposure_ladder.research.clients import catalogue

sys.stdout.write(f"{catalogue.page()}\n{population.page()}")
