"""Does it matter later whether steps are taken in order or at random? Published trials found no large difference."""

import numpy as np

from exposure_ladder import compare, load
from exposure_ladder.policy import RULES

graph = load("examples/therapist/closer.yaml").graph
rules = [RULES["default"], RULES["random"]]
study = compare(graph, policies=rules, n_clients=2000, n_days=90, rng=np.random.default_rng(1))

spread = study.results[0].columns["goal_182_days_new"].std()
for name in ("goal_end_old", "goal_30_days_new", "goal_182_days_new", "endured", "left_early"):
    found = study.differences()["random"][name]
    print(f"{name:18} random less default {found.mean:+7.2f}  (95 %: {found.low:+.2f} to {found.high:+.2f})")
effect = study.differences()["random"]["goal_182_days_new"].mean / spread
print(f"at six months: {effect:+.2f} standard deviations between people, {'small' if abs(effect) < 0.5 else 'large'}")
