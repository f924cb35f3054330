"""Virtual clients for research: learning models, and a scorecard of what each can and cannot show.

It may use the planner; the planner knows nothing of it. A simulation is never a prediction about a person.
"""

from exposure_ladder.research.experiments import design, freezing, removal
from exposure_ladder.research.phenomena import PHENOMENA, Phenomenon, Verdict, as_text, scorecard

__all__ = ["PHENOMENA", "Phenomenon", "Verdict", "as_text", "design", "freezing", "removal", "scorecard"]
