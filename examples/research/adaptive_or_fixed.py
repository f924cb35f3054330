"""What does a planner gain that learns from ratings, against one that keeps to what was stated at first?"""

from pathlib import Path

import numpy as np

from exposure_ladder import simulate, template
from exposure_ladder.research import OUTCOMES, draw_outcomes

graph, found = template("train").graph, {}
for name, adaptive in (("adaptive", True), ("fixed", False)):
    made = simulate(graph, n_clients=2000, n_days=90, rng=np.random.default_rng(1), adaptive=adaptive).summary()
    print(f"{name}: reached {made['reached'].mean:.1%} ({made['reached'].low:.1%}–{made['reached'].high:.1%})")
    print(f"  {made['above_cap'].mean:.2f} practices above the cap, {made['waited'].mean:.1f} days without an offer")
    found[name] = made
picture = draw_outcomes(found, {name: OUTCOMES[name] for name in ("reached", "above_cap", "endured", "waited")})
Path("adaptive_or_fixed.svg").write_text(picture.svg("adaptive", alone=True), encoding="utf-8")
