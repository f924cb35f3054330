"""Does it matter later whether steps are taken in order or at random? Published trials found no large difference."""

from pathlib import Path

import numpy as np

from exposure_ladder import compare, template
from exposure_ladder.research import OUTCOMES, draw_outcomes
from exposure_ladder.rules import RULES

rules, rng = [RULES["default"], RULES["random"]], np.random.default_rng(1)
study = compare(template("train").graph, rules=rules, n_clients=2000, n_days=90, rng=rng)
found, later = study.differences(), "goal_182_days_new"
for name, each in found["random"].items():
    print(f"{name:18} random less default {each.mean:+7.2f}  (95 %: {each.low:+.2f} to {each.high:+.2f})")
effect = found["random"][later].mean / study.results[0].columns[later].std()
print(f"at six months: {effect:+.2f} standard deviations between people, {'small' if abs(effect) < 0.5 else 'large'}")
picture = draw_outcomes(found, {name: OUTCOMES[name] for name in ("goal_end_old", later, "practices")}, difference=True)
Path("graded_or_random.svg").write_text(picture.svg("graded", alone=True), encoding="utf-8")
