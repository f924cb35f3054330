"""Which published findings about learned fear does each model of virtual clients show, and which must it fail?"""

from collections import Counter
from pathlib import Path

from exposure_ladder.research import draw_scorecard, scorecard

verdicts = scorecard()
shown = Counter(each.model for each in verdicts if each.shown)
failed = Counter(each.model for each in verdicts if each.model in each.phenomenon.claimed and not each.shown)
for model in shown:
    print(f"{model:16} shows {shown[model]:2}, and falls short of its claim in {failed[model]}")
Path("which_findings.svg").write_text(draw_scorecard(verdicts).svg("findings", alone=True), encoding="utf-8")
