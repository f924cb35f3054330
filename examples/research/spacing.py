"""Sixteen exposures in one day, or with growing gaps: what is left of the fear at the end, and a month later?"""

import numpy as np

from exposure_ladder.research.learners import LEARNERS, Design, run

EXPOSURES = 16
GAPS = {"massed": np.full(EXPOSURES, 0.01), "expanding": np.geomspace(0.25, 6.0, EXPOSURES)}

for name in ("RW, forgetting", "retrieval"):
    for spacing, gaps in GAPS.items():
        cues, outcomes = np.ones((EXPOSURES + 1, 1)), np.zeros(EXPOSURES + 1)
        design = Design(cues, outcomes, contexts=0, gaps=[*gaps, 30.0])
        threat = run(LEARNERS[name], design, threat=0.9)[:, 0]
        print(f"{name:15} {spacing:10} at the end {threat[-2]:.2f}, a month later {threat[-1]:.2f}")
