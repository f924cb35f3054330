"""How many people would a trial of two rules need? Power of a two-sided t-test (α .05) on distress at six months."""

import numpy as np

from exposure_ladder import compare, load
from exposure_ladder.rules import RULES

graph = load("examples/therapist/closer.yaml").graph
rng = np.random.default_rng(1)
arms = compare(graph, rules=[RULES["default"], RULES["half"]], n_clients=4000, n_days=90, rng=rng).results
one, other = (arm.columns["goal_182_days_new"] for arm in arms)  # two arms are two groups of different people
for n in (25, 50, 100, 200):
    first, second = (rng.choice(arm, size=(2000, n)) for arm in (one, other))
    error = np.sqrt(first.var(axis=1, ddof=1) / n + second.var(axis=1, ddof=1) / n)
    found = np.abs(first.mean(axis=1) - second.mean(axis=1)) / error > 1.97
    print(f"{n:4} in each arm: power {found.mean():.0%}")
