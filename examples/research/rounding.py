"""What happens when everybody answers in tens? Ratings are coarser; the planner and the rule see nothing else."""

from dataclasses import replace

import numpy as np

from exposure_ladder import load, simulate
from exposure_ladder.research import CLINIC

graph = load("examples/therapist/closer.yaml").graph
for name, tens in (("exact", 0.0), ("tens", 1.0)):
    people = replace(CLINIC, tens=tens, fives=0.0)
    made = simulate(graph, n_clients=2000, n_days=90, rng=np.random.default_rng(1), population=people).summary()
    print(f"{name:6} reached {made['reached'].mean:.1%}, practices {made['practices'].mean:.1f},", end=" ")
    print(f"distress at the goal after six months {made['goal_182_days_new'].mean:.1f}")
