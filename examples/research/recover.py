"""How well are the parameters of people found again, from 12 practices each and from 40?"""

import numpy as np

from exposure_ladder import load
from exposure_ladder.graph import measure
from exposure_ladder.research import planned, recover
from exposure_ladder.research.learners import RescorlaWagner

space = measure(load("examples/therapist/closer.yaml").graph)
for trials in (12, 40):
    plan = planned(space.distress, space.similarity, people=40, trials=trials)
    found = recover(plan, model=RescorlaWagner(), rng=np.random.default_rng(1), groups=3)
    for name, slope, r, inside in zip(found.names, found.slope, found.correlation, found.coverage, strict=True):
        print(f"{trials} practices, {name:12} slope {slope:.2f}, r {r:.2f}, 80 % intervals hold {inside:.0%}")
