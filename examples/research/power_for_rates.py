"""How many people would show that one of two groups learns faster (.20 against .30)? The first row is chance alone."""

import numpy as np

from exposure_ladder import load
from exposure_ladder.graph import measure
from exposure_ladder.research import planned, power
from exposure_ladder.research.learners import RescorlaWagner

space = measure(load("examples/therapist/closer.yaml").graph)
for people, values in ((20, (0.25, 0.25)), (10, (0.2, 0.3)), (20, (0.2, 0.3))):
    plan = planned(space.distress, space.similarity, people=people, trials=20)
    rng = np.random.default_rng(1)
    told = power(plan, model=RescorlaWagner(), name="rate_without", values=values, rng=rng, studies=20)
    print(f"{people} in each arm, {values}: found {told.found:.0%} ({told.low:.0%} to {told.high:.0%})")
