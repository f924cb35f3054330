"""Can 20 people with 30 practices tell learning models apart? Rows made the ratings, columns foretold them best."""

import numpy as np

from exposure_ladder import load
from exposure_ladder.graph import measure
from exposure_ladder.research import confuse_models, planned
from exposure_ladder.research.learners import KalmanFilter, PearceHall, RescorlaWagner, Retrieval

space = measure(load("examples/therapist/closer.yaml").graph)
plan = planned(space.distress, space.similarity, people=20, trials=30)
models = (RescorlaWagner(), PearceHall(), KalmanFilter(), Retrieval())
print(confuse_models(plan, models=models, rng=np.random.default_rng(1), groups=3))
