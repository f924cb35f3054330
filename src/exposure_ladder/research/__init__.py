"""Virtual clients for research: learning models, and a scorecard of what each can and cannot show.

It may use the planner; the planner knows nothing of it. A simulation is never a prediction about a person.
"""
