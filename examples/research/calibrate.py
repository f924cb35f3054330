"""Does the truth lie anywhere in its posterior? Simulation-based calibration, with people drawn from the prior."""

import numpy as np

from exposure_ladder import load
from exposure_ladder.graph import measure
from exposure_ladder.research import calibrate, planned
from exposure_ladder.research.learners import RescorlaWagner

space = measure(load("examples/therapist/closer.yaml").graph)
plan = planned(space.distress, space.similarity, people=100, trials=20)
found = calibrate(plan, model=RescorlaWagner(), rng=np.random.default_rng(1))
for name, inside, ranks in zip(found.names, found.coverage, found.below.T, strict=True):
    bars = "".join("▁▂▃▄▅▆▇█"[min(int(count / 8), 7)] for count in np.histogram(ranks, 10, (0.0, 1.0))[0])
    print(f"{name:12} 80 % intervals hold {inside:.0%}, ranks of the truth {bars}")
