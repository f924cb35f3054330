"""What does a planner gain that learns from ratings, against one that keeps to what was stated at first?"""

import numpy as np

from exposure_ladder import load, simulate

graph = load("examples/therapist/closer.yaml").graph
for adaptive in (True, False):
    made = simulate(graph, n_clients=2000, n_days=90, rng=np.random.default_rng(1), adaptive=adaptive).summary()
    reached, days, above, waited = (made[name] for name in ("reached", "days_to_goal", "above_cap", "waited"))
    print("adaptive:" if adaptive else "fixed:", f"reached {reached.mean:.1%} ({reached.low:.1%}–{reached.high:.1%})")
    print(
        f"  in {days.mean:.1f} days, {above.mean:.2f} practices above the cap, {waited.mean:.1f} days without an offer"
    )
