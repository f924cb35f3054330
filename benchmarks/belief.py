"""How long one rating takes to change a belief, against a Kalman filter and a Gaussian process.

Everyone starts from the same belief over n situations and takes in the same rating, in processor time of one thread:

- `update` of this library: from a belief and a `Rating` to a new belief with its course, and the surprise. It carries
  20 learning rates with their weights, and keeps the covariance as prior minus low-rank rows, one row for each rating
  so far; the variances are worked out when they are read, which a second line includes.
- filterpy's `KalmanFilter.update`: one mean and the whole n × n covariance, in place.
- filterpy's `MMAEFilterBank.update`: the same for 20 models with their probabilities, which is the job of `update`.
- scikit-learn's `GaussianProcessRegressor`, fixed kernel: fitted to all ratings again, then predicting mean and SD of
  every situation. Its ready-made kernels add up to the library's prior.

Before the clock starts, the answers are compared: means and variances agree with the peers' to 1e-6. For that the scale
of the person is held at 1 and the state of the day has no share; the same arithmetic is done all the same.

    python benchmarks/belief.py [--rounds 25] [--json]

Exit code: 0 within the goals, 1 when one is missed, 2 when a peer is missing. Needs filterpy and scikit-learn.
"""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pairs

pairs.one_thread()
PEERS = {"filterpy.kalman": "filterpy", "sklearn.gaussian_process": "scikit-learn"}
FOUND = pairs.peers(PEERS)

import numpy as np  # noqa: E402 (after the threads are set)
from filterpy.kalman import KalmanFilter, MMAEFilterBank  # noqa: E402
from sklearn.gaussian_process import GaussianProcessRegressor  # noqa: E402
from sklearn.gaussian_process.kernels import ConstantKernel, Matern  # noqa: E402

from exposure_ladder.belief import Belief, prior, rating_noise, update  # noqa: E402
from exposure_ladder.records import Course, Rating, Settings, Situation, SituationGraph  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

EARLIER = 60
KALMAN_GOALS = {50: 5.0, 200: 40.0, 1000: 500.0}
PROCESS_LOGS = 200
PROCESS_GOALS = {200: 100.0}
AT = datetime(2026, 1, 5, 18, tzinfo=UTC)
NEAR = 1e-6
AS_PEERS = {"scale_df": 1e9, "state_share": 0.0}  # the peers know no person's scale and no state of the day


def believed(n: int, ratings: int) -> tuple[Belief, list[tuple[int, float]], list[float]]:
    """Return a belief over n situations after some ratings, those ratings, and the variances of their noise.

    The ratings are a microsecond apart: no time to speak of passes, as none does in the updates of the peers.
    """
    rng = np.random.default_rng(n)
    made = [Situation(id=f"s{i:04}", title="A", distress=float(rng.uniform(5, 95))) for i in range(n)]
    graph = SituationGraph(title="T", situations=made)
    belief = prior(Course(graph=graph, settings=Settings(**AS_PEERS)), at=AT)
    said = [(int(rng.integers(n)), float(rng.uniform(0, 100))) for _ in range(ratings)]
    noise = []
    for i, value in said:
        noise.append(noise_now(belief, i))
        belief, _ = update(belief, rating(belief, i, value))
    return belief, said, noise


def noise_now(belief: Belief, i: int) -> float:
    return float(rating_noise(belief.mean[i], belief.course.settings)) ** 2


def rating(belief: Belief, i: int, value: float) -> Rating:
    return Rating(situation=belief.ids[i], at=belief.at + timedelta(microseconds=1), distress=value)


def kalman(belief: Belief, i: int) -> tuple[Callable[[], object], Callable[[], object]]:
    """Return the update of one Kalman filter that starts from the belief, and that of a bank of 20."""
    n, noise = len(belief.ids), noise_now(belief, i)
    mean, cov = belief.mean[:, None].copy(), belief.cov.copy()

    def filter_of() -> KalmanFilter:
        made = KalmanFilter(dim_x=n, dim_z=1)
        made.R *= noise
        made.H = np.zeros((1, n))
        made.H[0, i] = 1.0
        return made

    one, many = filter_of(), [filter_of() for _ in belief.rates]
    bank = MMAEFilterBank(many, belief.weights.copy(), dim_x=n, H=one.H)

    def update_one() -> KalmanFilter:
        one.x, one.P = mean, cov
        one.update(40.0)
        return one

    def update_bank() -> MMAEFilterBank:
        for member in many:
            member.x, member.P = mean, cov
        bank.update(40.0)
        return bank

    return update_one, update_bank


def process(belief: Belief, said: list[tuple[int, float]], noise: list[float]) -> Callable[[], tuple[Floats, Floats]]:
    """Return a refit of a Gaussian process to all ratings, with a prediction of every situation."""
    start, settings = belief.geometry.distress, belief.course.settings
    every = start[:, None]
    at, value = [i for i, _ in said], np.array([rated - start[i] for i, rated in said])
    # the prior of the library in ready-made kernels; the shortest length stands for "the very same situation"
    shared = settings.graph_sd**2 * settings.private_similarity
    alone = settings.situation_sd**2 + settings.graph_sd**2 - shared
    kernel = (
        ConstantKernel(settings.person_sd**2 + settings.theme_sd**2)
        + ConstantKernel(shared) * Matern(settings.distress_length, nu=0.5)
        + ConstantKernel(alone) * Matern(1e-9, nu=0.5)
    )
    # how wide the prior is at each situation, as a share of the sum of the kernels
    room = np.sqrt(np.diag(belief.state.prior_cov)[:-1] / float(kernel.diag(every[:1])[0]))
    known, spread = value / room[at], np.array(noise) / room[at] ** 2

    def refit() -> tuple[Floats, Floats]:
        model = GaussianProcessRegressor(kernel, alpha=spread, optimizer=None).fit(every[at], known)
        mean, sd = model.predict(every, return_std=True)
        return room * mean, room * sd

    return refit


def against_kalman(n: int, rounds: int) -> list[pairs.Row]:
    belief, _, _ = believed(n, EARLIER)
    entry = rating(belief, n // 2, 40.0)
    one, bank = kalman(belief, n // 2)
    after, _ = update(belief, entry)
    np.testing.assert_allclose(one().x[:, 0], after.mean, atol=NEAR)
    np.testing.assert_allclose(np.diag(one().P), after.sd**2, rtol=NEAR)
    np.testing.assert_allclose(bank().x[:, 0], after.mean, atol=NEAR)
    cases: dict[str, Callable[[], object]] = {
        "filterpy KalmanFilter.update": one,
        "update(belief, rating)": lambda: update(belief, entry),
        "update, then all means and SDs": lambda: read(update(belief, entry)[0]),
    }
    if n <= 200:  # a bank of 20 dense filters of 1,000 takes seconds
        cases["filterpy MMAEFilterBank.update, 20 rates"] = bank
    timings = pairs.compare(cases, "filterpy KalmanFilter.update", rounds=rounds)
    goals = {"update(belief, rating)": KALMAN_GOALS[n]}
    return pairs.rows(f"n = {n:,}, after {EARLIER} ratings", timings, goals)


def against_process(n: int, rounds: int) -> list[pairs.Row]:
    before, said, noise = believed(n, PROCESS_LOGS - 1)
    i = n // 2
    entry = rating(before, i, 40.0)
    after, _ = update(before, entry)
    refit = process(before, [*said, (i, 40.0)], [*noise, noise_now(before, i)])
    mean, sd = refit()
    np.testing.assert_allclose(mean + before.geometry.distress, after.mean, atol=NEAR)
    np.testing.assert_allclose(sd, after.sd, rtol=NEAR)
    cases: dict[str, Callable[[], object]] = {
        "scikit-learn GP, fixed kernel, refit": refit,
        "update(belief, rating)": lambda: update(before, entry),
        "update, then all means and SDs": lambda: read(update(before, entry)[0]),
    }
    timings = pairs.compare(cases, "scikit-learn GP, fixed kernel, refit", rounds=rounds)
    goals = {"update(belief, rating)": PROCESS_GOALS[n]}
    return pairs.rows(f"n = {n:,}, rating number {PROCESS_LOGS}", timings, goals)


def read(belief: Belief) -> tuple[Floats, Floats]:
    return belief.mean, belief.sd


def main() -> int:
    """Compare answers, then times; print, and say by the exit code whether the goals hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=25, help="rounds (default 25, at least 5)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    if options.rounds < 5:
        parser.error("--rounds: expected at least 5")
    rows = [row for n in KALMAN_GOALS for row in against_kalman(n, options.rounds)]
    rows += [row for n in PROCESS_GOALS for row in against_process(n, options.rounds)]
    if options.json:
        versions = ("numpy", "pydantic", *PEERS.values())
        print(json.dumps(pairs.as_dict("belief", rows, rounds=options.rounds, versions=versions), indent=2))
    else:
        print(pairs.as_table(rows))
    return 0 if all(row.within for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
