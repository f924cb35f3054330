"""What should a new person be asked first, when 60 others have rated the same situations?"""

from datetime import UTC, datetime

import numpy as np

from exposure_ladder import Course, Rating, infer
from exposure_ladder.research import learn_graph, which_rating

rng, names = np.random.default_rng(1), [f"s{i}" for i in range(10)]
level = np.linspace(20, 80, 10) + 12 * rng.standard_normal((60, 1)) + 15 * np.repeat(rng.standard_normal((60, 2)), 5, 1)
learned = learn_graph(np.clip(level + 8 * rng.standard_normal((60, 10)), 0, 100), situations=names)
course, at = Course(graph=learned.graph, settings=learned.settings), datetime(2026, 1, 5, tzinfo=UTC)
while not (questions := which_rating(infer(course, at=at))).enough:
    print(f"known to ± {questions.sd:.0f} SUDS; asking for {questions.ask[0][0]} takes off {questions.saves[0]:.0%}")
    course = course.add(Rating(situation=questions.ask[0][0], at=at, distress=60))
