"""Laws of the belief (design 7), and a second implementation: dense matrices, one textbook update after the other."""

from __future__ import annotations

import math
import pickle
from datetime import datetime, timedelta
from functools import cache
from itertools import product
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from exposure_ladder import __version__
from exposure_ladder.belief import Belief, Surprise, infer, prior, rating_noise, student_probability, update
from exposure_ladder.errors import InvalidCourseError
from exposure_ladder.records import Comparison, Course, Exposure, Link, Rating, Settings, Situation, SituationGraph
from strategies import IDS, START, SUDS, courses, generated_for, graphs, logs, renamed

Floats = NDArray[np.float64]

NEAR = 1e-9
FEW = settings(max_examples=30)
DAY = timedelta(days=1)


def end_of(course: Course, *, days: float = 3.0) -> datetime:
    """Return a moment after the whole log."""
    return (course.log[-1].at if course.log else START) + days * DAY


def deviation(belief: Belief) -> Floats:
    """Return how ratings moved each place, SUDS, shape (a, n + 1): what moved, without what practice removed."""
    moved = belief.state.shift.T.copy()
    moved[:, :-1] += belief.relief.sum(axis=0)
    return np.asarray(moved)


def folded(course: Course, *, at: datetime, generated: tuple[Situation, ...] = ()) -> Belief:
    """Return the belief reached by one update after the other, without the last stretch of time."""
    belief = prior(course.model_copy(update={"log": ()}), at=at, generated=generated)
    for entry in course.log:
        belief, _ = update(belief, entry)
    return belief


def agree(one: Belief, other: Belief, *, order: list[int] | None = None, within: float = NEAR) -> None:
    """Assert that two beliefs say the same, the second one read in another order if one is given."""
    at = list(range(len(one.ids))) if order is None else order
    whole = [*at, len(other.ids)]
    near = {"rtol": 0, "atol": within}
    np.testing.assert_allclose(one.mean, other.mean[at], **near)
    np.testing.assert_allclose(one.means, other.means[:, at], **near)
    np.testing.assert_allclose(one.sd, other.sd[at], **near)
    np.testing.assert_allclose(one.rating_sd, other.rating_sd[at], **near)
    np.testing.assert_allclose(one.weights, other.weights, **near)
    np.testing.assert_allclose(one.relief, other.relief[:, :, at], **near)
    np.testing.assert_allclose(deviation(one), deviation(other)[:, whole], **near)
    # a variance of 500 SUDS² has fewer digits behind the point than a mean
    np.testing.assert_allclose(one.cov, other.cov[np.ix_(at, at)], rtol=within, atol=100 * within)
    np.testing.assert_allclose(one.state_cov, other.state_cov[np.ix_(whole, whole)], rtol=within, atol=100 * within)


# ----------------------------------------------------------------------------------------- the second implementation


class Dense:
    """The model of design 7 with whole matrices: per learning rate a mean, for all of them one covariance."""

    def __init__(self, belief: Belief) -> None:
        """Take situations, numbers and similarities from a prior belief, and work out everything else anew."""
        self.s = s = belief.course.settings
        space, n = belief.geometry, len(belief.ids)
        self.ids, self.S, kinship, self.mu, self.at = (
            belief.ids,
            space.similarity,
            space.kinship,
            space.distress,
            belief.at,
        )
        general = s.person_sd if belief.course.graph.rated != "example" else s.example_sd
        alone = np.where(space.alone, s.situation_sd**2, 0.01)
        lowest = np.linalg.eigvalsh(kinship)[0]
        alone = np.maximum(alone, -1.05 * s.graph_sd**2 * lowest) if lowest < 0.0 else alone
        least = 2 * s.rating_sd_least / s.rating_sd
        room = [max(least, 2 * math.sqrt(x / 100 * (1 - x / 100))) for x in self.mu]
        self.K = np.zeros((n + 1, n + 1))
        for i in range(n):
            for j in range(n):
                self.K[i, j] = general**2 + s.graph_sd**2 * kinship[i, j] + alone[i] * (i == j)
                self.K[i, j] += s.theme_sd**2 * (space.situations[i].theme == space.situations[j].theme)
                self.K[i, j] += s.facet_slope_sd**2 * sum(space.slopes[i] * space.slopes[j])
                self.K[i, j] *= room[i] * room[j]
                self.K[i, j] += space.doubt[i, j]
        self.K[n, n] = s.anticipation_sd**2
        # trait and state of the day, one beside the other; what is felt is their sum
        self.both = np.kron(np.diag([1 - s.state_share, s.state_share]), self.K)
        self.sum = np.hstack([np.eye(n + 1), np.eye(n + 1)])
        self.joint = self.both.copy()
        self.rates = np.array([0.0] + [0.05 * k for k in range(1, 20)])
        size = s.learning_mean * (1 - s.learning_mean) / s.learning_sd**2 - 1
        beta = [
            r ** (s.learning_mean * size - 1) * (1 - r) ** ((1 - s.learning_mean) * size - 1) for r in self.rates[1:]
        ]
        self.weights = np.array([s.learning_none, *((1 - s.learning_none) * b / sum(beta) for b in beta)])
        self.log_prior = np.log(np.maximum(self.weights, 1e-320))
        self.squares, self.count = np.zeros(len(self.rates)), 0
        self.zf = np.zeros((len(self.rates), 2 * n + 2))
        self.lasting, self.returning = np.zeros((2, len(self.rates), n))
        self.before, self.scale_before = self.mean, 1.0

    @property
    def cov(self) -> Floats:
        return np.asarray(self.sum @ self.joint @ self.sum.T)

    @property
    def z(self) -> Floats:
        return np.asarray(self.zf @ self.sum.T)

    @property
    def scale(self) -> float:
        mean = float(self.weights @ self.squares)
        return math.sqrt((self.s.scale_df + mean) / (self.s.scale_df + self.count))

    @property
    def means(self) -> Floats:
        return np.asarray(self.mu + self.z[:, :-1] - self.lasting - self.returning)

    @property
    def mean(self) -> Floats:
        return np.asarray(sum(w * row for w, row in zip(self.weights, self.means, strict=True)))

    @property
    def total_cov(self) -> Floats:
        spread = [w * np.outer(m - self.mean, m - self.mean) for w, m in zip(self.weights, self.means, strict=True)]
        return np.asarray(self.scale**2 * self.cov[:-1, :-1] + sum(spread))

    def wait(self, at: datetime) -> None:
        days = (at - self.at).total_seconds() / 86_400
        if days:
            fades = [math.exp(-days / slow) for slow in (self.s.deviation_days, self.s.state_days)]
            fade = np.repeat(fades, len(self.K))
            self.joint = fade[:, None] * self.joint * fade + (1 - fade**2)[:, None] * self.both
            self.zf = fade * self.zf
            self.returning = math.exp(-days / self.s.return_days) * self.returning
            self.before, self.scale_before = self.mean, self.scale
        self.at = at

    def noise(self, i: int) -> float:
        p = min(max(self.before[i] / 100.0, 0.0), 1.0)
        return self.noise_at(p)

    def noise_at(self, p: float) -> float:
        noise = max(self.s.rating_sd_least, self.s.rating_sd * math.sqrt(p * (1 - p)))
        return math.sqrt(noise**2 + self.s.rating_step**2 / 12)

    def condition(self, H: Floats, value: float, noise: float) -> None:
        H = np.tile(H, 2)
        total = float(H @ self.joint @ H) + noise**2
        gain = self.joint @ H / total
        shift = H[: len(self.K)]
        errors = [value - float(shift[:-1] @ m + shift[-1] * z[-1]) for m, z in zip(self.means, self.z, strict=True)]
        self.zf = self.zf + np.outer(errors, gain)
        left = np.eye(len(H)) - np.outer(gain, H)
        self.joint = left @ self.joint @ left.T + noise**2 * np.outer(gain, gain)  # Joseph's form
        self.squares, self.count = self.squares + np.square(errors) / total, self.count + 1
        self.weigh()

    def weigh(self) -> None:
        """Weigh the rates by the density of all errors together, a multivariate Student's t."""
        after = (self.s.scale_df + self.count) / 2
        log = self.log_prior - after * np.log(1 + self.squares / self.s.scale_df)
        odds = np.exp(log - log.max())
        self.weights = odds / odds.sum()

    def compare(self, harder: int, easier: int) -> None:
        H = np.zeros(len(self.mu) + 1)
        H[harder], H[easier] = 1.0, -1.0
        H = np.tile(H, 2)
        column = self.joint @ H
        scale = self.scale_before
        total = (float(H @ column) + self.noise(harder) ** 2 + self.noise(easier) ** 2) * scale**2
        column = column * scale**2
        normal, root = NormalDist(), math.sqrt(total)
        gaps = [(m[harder] - m[easier]) / root for m in self.means]
        middle = float(self.weights @ gaps)
        slope = normal.pdf(middle) / (0.5 * math.erfc(-middle / math.sqrt(2)))
        chances = np.array([0.5 * math.erfc(-gap / math.sqrt(2)) for gap in gaps])
        pull = [normal.pdf(gap) / chance for gap, chance in zip(gaps, chances, strict=True)]
        self.zf = self.zf + np.outer(pull, column) / root
        lost = min(max(slope * (slope + middle), 0.0), 1.0) / total
        self.joint = self.joint - lost / scale**2 * np.outer(column, column)
        self.log_prior = self.log_prior + np.log(chances)
        self.weigh()

    def teach(self, i: int, share: float) -> None:
        means = self.means
        for a, rate in enumerate(self.rates):
            for j in range(len(self.mu)):
                above = max(0.0, min(means[a, i], means[a, j]) - self.s.learning_floor)
                learned = rate * share * self.S[i, j] * above
                self.lasting[a, j] += (1 - self.s.return_share) * learned
                self.returning[a, j] += self.s.return_share * learned

    def read(self, entry: Exposure | Rating | Comparison) -> Surprise | None:
        self.wait(entry.at)
        if isinstance(entry, Comparison):
            if {entry.harder, entry.easier} <= set(self.ids):
                self.compare(self.ids.index(entry.harder), self.ids.index(entry.easier))
            return None
        if entry.situation not in self.ids:
            return None
        i = self.ids.index(entry.situation)
        felt = entry.distress if isinstance(entry, Rating) else entry.peak
        p = min(max(self.mean[i] / 100.0, 0.0), 1.0)
        noise = self.noise_at(p)
        variance = self.total_cov[i, i] + self.scale**2 * noise**2
        freedom = self.s.scale_df + self.count
        surprise = Surprise(entry.situation, self.mean[i], math.sqrt(variance), felt or 0.0, freedom)
        H = np.eye(len(self.mu) + 1)[i]
        if isinstance(entry, Exposure) and entry.expected is not None:
            self.condition(H + np.eye(len(H))[-1], entry.expected, math.hypot(self.noise(i), self.s.expected_sd))
        if felt is not None:
            self.condition(H, felt, self.noise(i))
        if isinstance(entry, Exposure) and entry.happened == "practised":
            self.teach(i, entry.share)
        return None if felt is None else surprise


def check_against_dense(course: Course) -> None:
    """Assert that every step of the belief, and the end, are those of the dense one."""
    start = course.log[0].at if course.log else START
    belief = prior(course.model_copy(update={"log": ()}), at=start)
    dense = Dense(belief)
    for entry in course.log:
        belief, surprise = update(belief, entry)
        expected = dense.read(entry)
        assert (surprise is None) == (expected is None)
        if surprise is not None and expected is not None:
            assert surprise.predicted == pytest.approx(expected.predicted, abs=NEAR)
            assert (surprise.z, surprise.sd) == pytest.approx((expected.z, expected.sd), abs=NEAR)
            assert surprise.freedom == expected.freedom
    at = end_of(course)
    belief = infer(course, at=at)
    dense.wait(at)
    assert (belief.scale, belief.freedom) == pytest.approx((dense.scale, dense.s.scale_df + dense.count), abs=NEAR)
    near = {"rtol": 0, "atol": NEAR}
    np.testing.assert_allclose(belief.mean, dense.mean, **near)
    np.testing.assert_allclose(belief.weights, dense.weights, **near)
    np.testing.assert_allclose(belief.cov, dense.total_cov, rtol=NEAR, atol=100 * NEAR)
    np.testing.assert_allclose(belief.state_cov, dense.cov, rtol=NEAR, atol=100 * NEAR)
    np.testing.assert_allclose(belief.sd, np.sqrt(np.diag(dense.total_cov)), **near)


@given(courses(entries=60))
@FEW
def test_the_belief_is_that_of_a_dense_implementation(course: Course) -> None:
    check_against_dense(course)


@given(courses(entries=12))
@FEW
def test_the_dense_implementation_agrees_with_other_settings(course: Course) -> None:
    other = Settings(
        learning_floor=10,
        scale_df=1,
        state_share=0.6,
        state_days=0.5,
        expected_sd=0,
        return_share=0.7,
        return_days=5,
        deviation_days=40,
        learning_none=0,
        rating_sd=12,
        rating_step=25,
        anticipation_sd=5,
    )
    check_against_dense(course.model_copy(update={"settings": other}))


def test_rows_are_folded_together_without_a_trace() -> None:
    titles = {"a": 20.0, "b": 50.0, "c": 90.0}
    graph = SituationGraph(title="T", situations=tuple(Situation(id=k, title=k, distress=v) for k, v in titles.items()))
    log = [
        Exposure(situation="abc"[k % 3], at=START + k * DAY, expected=float(k), peak=float(2 * k), id=f"e{k:02}")
        for k in range(40)
    ]
    course = Course(graph=graph, log=tuple(log))
    assert sum(map(len, infer(course, at=end_of(course)).state.blocks)) < 16 < 2 * len(log)
    check_against_dense(course)


# ------------------------------------------------------------------------------------------------ what always holds


@given(courses(requires=True))
def test_a_belief_is_finite_and_its_covariance_proper(course: Course) -> None:
    belief = infer(course, at=end_of(course))
    np.testing.assert_allclose(belief.cov, belief.cov.T, rtol=0, atol=NEAR)
    for cov in (belief.cov, belief.state_cov, belief.state.prior_cov):
        assert np.linalg.eigvalsh(cov)[0] >= -1e-8
    np.testing.assert_allclose(belief.sd, np.sqrt(np.diag(belief.cov)), rtol=0, atol=1e-8)
    assert np.isfinite(belief.mean).all()
    assert (belief.weights >= 0.0).all()
    assert belief.weights.sum() == pytest.approx(1.0, abs=1e-12)
    assert (belief.rating_sd >= np.hypot(belief.sd, belief.scale * course.settings.rating_sd_least) - NEAR).all()
    low, high = belief.likely()
    middle = np.clip(belief.mean, 0.0, 100.0)
    assert ((low >= 0.0) & (low <= middle) & (middle <= high) & (high <= 100.0)).all()
    for values in (
        belief.state.prior_cov,
        *belief.state.blocks,
        belief.state.log_weights,
        belief.state_cov,
        belief.anticipation,
        belief.state.lasting,
        belief.state.returning,
        belief.relief,
        belief.mean,
    ):
        assert not values.flags.writeable


@given(graphs())
def test_before_any_entry_the_mean_is_what_was_written_or_filled_in(graph: SituationGraph) -> None:
    course = Course(graph=graph)
    belief = infer(course, at=START)
    np.testing.assert_array_equal(belief.mean, belief.geometry.distress)
    for situation in graph.situations:
        if situation.distress is not None:
            assert belief.mean[belief.geometry.index(situation.id)] == situation.distress
    agree(belief, prior(course, at=START), within=0.0)
    agree(belief, infer(course, at=START + 500 * DAY), within=0.0)


def test_links_that_no_space_can_hold_still_give_a_proper_covariance() -> None:
    """Every left one is close to every right one, and no left ones are close: the similarities are not definite."""
    belief = infer(Course(graph=two_sides()), at=START)
    assert np.linalg.eigvalsh(belief.geometry.similarity)[0] < -0.3
    assert np.linalg.eigvalsh(belief.state.prior_cov)[0] > 0.0
    check_against_dense(Course(graph=two_sides()))


def two_sides() -> SituationGraph:
    made = tuple(
        Situation(id=f"{side}{k}", title="A", distress=50, theme=f"{side}{k}") for side in "lr" for k in range(4)
    )
    links = tuple(Link(a=f"l{i}", b=f"r{j}", similarity=2 / 3) for i in range(4) for j in range(4))
    return SituationGraph(title="Two sides", situations=made, links=links)


@given(graphs())
def test_numbers_of_an_example_are_held_more_loosely_than_the_persons_own(graph: SituationGraph) -> None:
    own = infer(Course(graph=graph.model_copy(update={"rated": None})), at=START)
    lent = infer(Course(graph=graph.model_copy(update={"rated": "example"})), at=START)
    assert (lent.sd > own.sd).all()
    np.testing.assert_array_equal(lent.mean, own.mean)
    (low, high), (lower, higher) = own.likely(), lent.likely()
    assert ((lower <= low) & (higher >= high)).all()


# ----------------------------------------------------------------------------------------------------------- ratings


@given(courses(), st.integers(0, 7), st.sampled_from(SUDS))
def test_a_rating_widens_nothing_for_one_rate_and_scale(course: Course, which: int, said: float) -> None:
    at = end_of(course)
    before = infer(course, at=at)
    name = before.ids[which % len(before.ids)]
    after, surprise = update(before, Rating(situation=name, distress=said, at=at))
    assert surprise is not None
    assert (np.diag(after.state_cov) <= np.diag(before.state_cov) + NEAR).all()
    i = before.geometry.index(name)
    for old, new in zip(before.means[:, i], after.means[:, i], strict=True):
        assert min(old, said) - NEAR <= new <= max(old, said) + NEAR
    assert surprise.predicted == pytest.approx(before.mean[i], abs=1e-9)
    noise = before.scale * rating_noise(before.mean[i], course.settings)
    assert surprise.sd == pytest.approx(math.hypot(before.sd[i], noise))
    assert surprise.z == pytest.approx((said - surprise.predicted) / surprise.sd)
    assert after.used == before.used + 1


@given(courses(entries=6), st.permutations(range(4)), st.binary(min_size=8, max_size=8))
@FEW
def test_ratings_of_one_moment_may_come_in_any_order(course: Course, order: list[int], raw: bytes) -> None:
    at, ids = end_of(course), course.graph.ids
    said = [
        Rating(situation=ids[raw[2 * k] % len(ids)], distress=SUDS[raw[2 * k + 1] % 41], at=at, id=f"r{k}")
        for k in range(4)
    ]
    one = other = infer(course, at=at)
    for k in range(4):
        one, _ = update(one, said[k])
        other, _ = update(other, said[order[k]])
    agree(one, other)
    # the names decide in which order the log is replayed
    names = [said[k].model_copy(update={"id": f"n{order[k]}"}) for k in range(4)]
    agree(one, infer(course.add(*names), at=at))


@given(courses(least=2, entries=6), st.integers(0, 7), st.integers(0, 7))
def test_what_is_called_harder_rises_against_the_other(course: Course, one: int, two: int) -> None:
    at = end_of(course)
    before = infer(course, at=at)
    i, j = one % len(before.ids), two % len(before.ids)
    assume(i != j)
    after, surprise = update(before, Comparison(harder=before.ids[i], easier=before.ids[j], at=at))
    assert surprise is None
    assert after.mean[i] - after.mean[j] >= before.mean[i] - before.mean[j] - NEAR
    assert (after.means[:, i] - after.means[:, j] >= before.means[:, i] - before.means[:, j] - NEAR).all()
    assert (np.diag(after.state_cov) <= np.diag(before.state_cov) + NEAR).all()
    assert np.linalg.eigvalsh(after.state_cov)[0] >= -1e-8


def test_a_comparison_moves_two_equals_apart_and_leaves_their_middle() -> None:
    made = tuple(Situation(id=name, title="A", distress=50) for name in "ab")
    belief = infer(Course(graph=SituationGraph(title="T", situations=made)), at=START)
    after, _ = update(belief, Comparison(harder="a", easier="b", at=START))
    assert after.mean[0] > 51.0
    assert after.mean.sum() == pytest.approx(100.0, abs=NEAR)


def test_expected_distress_teaches_about_the_person_and_about_their_anticipation() -> None:
    made = (Situation(id="a", title="A", distress=50), Situation(id="b", title="B", distress=50))
    belief = infer(Course(graph=SituationGraph(title="T", situations=made)), at=START)
    only = {"situation": "a", "happened": "refused"}
    after, surprise = update(belief, Exposure(at=START, expected=90, **only))
    assert surprise is None
    assert after.anticipation[0] > 1.0
    assert 50.0 < after.mean[0] < 90.0 - after.anticipation[0]
    felt, _ = update(after, Exposure(at=START, peak=50, **only))
    assert felt.anticipation[0] > after.anticipation[0]
    assert after.used == 0


@pytest.mark.parametrize("part", ["start", "end"])
def test_only_the_peak_conditions(part: str) -> None:
    made = (Situation(id="a", title="A", distress=50),)
    course = Course(graph=SituationGraph(title="T", situations=made))
    plain = infer(course.add(Exposure(situation="a", at=START, peak=70)), at=START)
    more = infer(
        course.add(Exposure(situation="a", at=START, peak=70, series=((0, 5), (3, 60)), **{part: 20})), at=START
    )
    agree(plain, more, within=0.0)


ENDS = st.sampled_from(((10.0, 80.0), (5.0, 95.0), (20.0, 60.0), (10.0, 50.0), (30.0, 90.0)))


@given(st.lists(st.integers(2, 4), min_size=1, max_size=3), ENDS, st.data())
@FEW
def test_the_declared_order_of_levels_outlasts_ratings(sizes: list[int], ends: tuple[float, float], data: Any) -> None:
    """Both ends have a number; one between is rated, up to 40 SUDS off and within the ends; ± 3, a fifth of the noise.

    A rating beyond a written end denies the order itself: with ends 10 and 50, three levels by two and six ratings of
    about 1 on the cell (1, 1), an easier cell stays at 5.4, near its end.
    """
    facets = {f"f{i}": tuple(f"l{k}" for k in range(size)) for i, size in enumerate(sizes)}
    cells = list(product(*(range(size) for size in sizes)))
    own = {cells[0]: ends[0], cells[-1]: ends[1]}
    between = cells[1:-1]
    assume(between)
    made = tuple(
        Situation(
            id="c" + "-".join(map(str, cell)),
            title="A cell",
            distress=own.get(cell),
            facets={f"f{i}": f"l{k}" for i, k in enumerate(cell)},
        )
        for cell in cells
    )
    belief = infer(Course(graph=SituationGraph(title="Dials", facets=facets, situations=made)), at=START)
    place = {cell: belief.geometry.index(each.id) for cell, each in zip(cells, made, strict=True)}
    rated = data.draw(st.sampled_from(between))
    off = data.draw(st.sampled_from((-40.0, -20.0, 20.0, 40.0)))
    said = min(max(float(belief.mean[place[rated]]) + off, ends[0]), ends[1])
    for k in range(data.draw(st.sampled_from((1, 6)))):
        name = belief.ids[place[rated]]
        belief, _ = update(belief, Rating(situation=name, at=START + (k + 1) * DAY / 1440, distress=said))
    here = float(belief.mean[place[rated]])
    for cell in between:
        if all(a >= b for a, b in zip(cell, rated, strict=True)):
            assert belief.mean[place[cell]] >= here - 3.0
        if all(a <= b for a, b in zip(cell, rated, strict=True)):
            assert belief.mean[place[cell]] <= here + 3.0


# ---------------------------------------------------------------------------------------------------------- practice


@given(courses(), st.integers(0, 7), st.sampled_from((0.25, 1.0)))
def test_practice_lowers_and_never_beyond_what_may_be_learned(course: Course, which: int, share: float) -> None:
    at = end_of(course)
    before = infer(course, at=at)
    i = which % len(before.ids)
    after, _ = update(before, Exposure(situation=before.ids[i], at=at, share=share))
    fallen = before.means - after.means
    above = np.maximum(0.0, np.minimum(before.means[:, [i]], before.means) - course.settings.learning_floor)
    assert (fallen >= -NEAR).all()
    assert (fallen <= share * before.geometry.similarity[i] * above + NEAR).all()
    assert (after.relief >= before.relief).all()
    np.testing.assert_allclose(fallen[0], 0.0, atol=NEAR)
    np.testing.assert_array_equal(after.state_cov, before.state_cov)
    lasting, returning = after.relief - before.relief
    np.testing.assert_allclose(lasting * course.settings.return_share, returning * (1 - course.settings.return_share))


@given(courses(entries=6), st.sampled_from(("refused", "avoided", "nothing done")))
@FEW
def test_what_was_not_done_teaches_nothing(course: Course, how: str) -> None:
    at = end_of(course)
    before = infer(course, at=at)
    done = {"share": 0.0} if how == "nothing done" else {"happened": how}
    after, _ = update(before, Exposure(situation=before.ids[0], at=at, **done))
    agree(before, after, within=0.0)


@given(courses(links=False, entries=8), st.integers(0, 7))
@FEW
def test_practice_teaches_nothing_about_what_has_nothing_in_common(course: Course, which: int) -> None:
    """Every situation in a theme of its own, and themes that share nothing."""
    apart = [s.model_copy(update={"theme": s.id, "order": None, "facets": {}}) for s in course.graph.situations]
    graph = SituationGraph(title="Apart", situations=tuple(apart))
    alone = Course(graph=graph, log=course.log, settings=Settings(theme_similarity=1e-300))
    at = end_of(alone)
    before = infer(alone, at=at)
    i = which % len(before.ids)
    others = [j for j in range(len(before.ids)) if j != i]
    after, _ = update(before, Exposure(situation=before.ids[i], at=at))
    np.testing.assert_allclose(after.means[:, others], before.means[:, others], rtol=0, atol=NEAR)
    np.testing.assert_allclose(after.relief[:, :, others], before.relief[:, :, others], rtol=0, atol=NEAR)


def test_ratings_that_do_not_fall_make_it_likelier_that_practice_does_not_help() -> None:
    graph = SituationGraph(title="T", situations=(Situation(id="a", title="A", distress=80),))
    belief = infer(Course(graph=graph), at=START)
    none = [belief.weights[0]]
    for day in range(1, 9):
        belief, _ = update(belief, Exposure(situation="a", at=START + day * DAY, peak=80))
        none.append(belief.weights[0])
    # the first peak comes before any practice could have shown, so it says nothing about learning
    assert none[1] == pytest.approx(none[0], abs=NEAR)
    assert (np.diff(none[1:]) > 0.0).all()
    falling = infer(
        Course(graph=graph).add(
            *(Exposure(situation="a", at=START + k * DAY, peak=max(30, 80 - 12 * k)) for k in range(8))
        ),
        at=START + 8 * DAY,
    )
    assert falling.weights[0] < none[0] / 2


# -------------------------------------------------------------------------------------------------------------- time


@given(courses(), st.floats(0.1, 400.0), st.floats(0.1, 400.0))
@FEW
def test_waiting_twice_is_waiting_once(course: Course, first: float, second: float) -> None:
    now = infer(course, at=end_of(course))
    soon, late = now.at + first * DAY, now.at + first * DAY + second * DAY
    agree(now.predict(soon).predict(late), now.predict(late))
    agree(now.predict(late), infer(course, at=late))


@given(courses(), st.floats(0.1, 400.0))
@FEW
def test_time_brings_some_fear_back_and_widens_up_to_the_prior(course: Course, days: float) -> None:
    now = infer(course, at=end_of(course))
    later, ever = now.predict(now.at + days * DAY), now.predict(now.at + 40_000 * DAY)
    for part in (0, 1):  # their sum may move either way for a while, where one part hid the other
        before, after = parts(now), parts(later)
        assert (after.variance[part] >= before.variance[part] - NEAR).all()
        assert (np.abs(after.moved[part]) <= np.abs(before.moved[part]) + NEAR).all()
    assert (np.diag(later.state_cov) <= np.diag(now.state.prior_cov) + NEAR).all()
    np.testing.assert_allclose(ever.state_cov, now.state.prior_cov, atol=1e-6)
    np.testing.assert_allclose(ever.means, now.geometry.distress - now.relief[0], atol=1e-6)
    np.testing.assert_array_equal(later.relief[0], now.relief[0])
    assert (later.relief[1] <= now.relief[1]).all()
    np.testing.assert_array_equal(later.state.log_weights, now.state.log_weights)
    assert now.at < later.at


class Parts(NamedTuple):
    """Variances, SUDS², and how far the means moved, SUDS, of the trait and of the state of the day."""

    variance: tuple[Floats, Floats]
    moved: tuple[Floats, Floats]


def parts(belief: Belief) -> Parts:
    """Read trait and state of the day off the rows of a belief."""
    state, wide = belief.state, len(belief.ids) + 1
    rows = np.concatenate(state.blocks)
    trait, day, along = (
        state.trait_fade * rows[:, :wide],
        state.state_fade * rows[:, wide : 2 * wide],
        rows[:, 2 * wide :],
    )
    full = np.diag(state.prior_cov)
    variance = (1 - state.share) * full - (trait**2).sum(axis=0), state.share * full - (day**2).sum(axis=0)
    return Parts(variance, (trait.T @ along, day.T @ along))


@given(courses(), st.floats(0.0, 30.0))
@FEW
def test_an_ordinary_day_knows_nothing_of_this_one(course: Course, days: float) -> None:
    now = infer(course, at=end_of(course, days=days))
    ordinary = now.ordinary
    shifted = now.geometry.distress + (parts(now).moved[0].T)[:, :-1] - now.relief.sum(axis=0)
    np.testing.assert_allclose(ordinary.means, shifted, rtol=0, atol=NEAR)
    assert (ordinary.at, ordinary.weights.tolist(), ordinary.scale) == (now.at, now.weights.tolist(), now.scale)
    agree(ordinary, ordinary.ordinary, within=0.0)
    # what is expected a month from now hardly knows of this day either
    month = now.predict(now.at + 30 * DAY)
    agree(month, month.ordinary, within=1e-3)


def test_one_bad_day_is_believed_for_two_days_and_then_forgotten() -> None:
    """Five ratings of 40, every second day, then 90."""
    graph = SituationGraph(title="T", situations=(Situation(id="a", title="A", distress=40),))
    steady = [Rating(situation="a", at=START + 2 * k * DAY, distress=40) for k in range(5)]
    bad = START + 10 * DAY
    course = Course(graph=graph, log=(*steady, Rating(situation="a", at=bad, distress=90)))
    before = infer(Course(graph=graph, log=tuple(steady)), at=bad)
    after = infer(course, at=bad)
    later = [float(after.predict(bad + days * DAY).mean[0]) for days in (0.04, 1, 3, 7, 30)]
    assert later == sorted(later, reverse=True)
    assert 60 < later[0] < 70
    assert later[3] < 52
    assert float(after.ordinary.mean[0]) < 53
    assert after.scale > before.scale
    assert after.rating_sd[0] > before.rating_sd[0]  # a surprise widens, steady ratings narrow
    assert before.scale < 1.0


def test_rows_of_today_are_kept_after_years() -> None:
    """Numbers are kept in the units of an earlier moment; after 460 days those of a state are lost if not rewritten."""
    made = tuple(Situation(id=name, title="A", distress=50) for name in "ab")
    start = [Exposure(situation="a", at=START, peak=80)]
    late = START + 7_000 * DAY
    now = [Exposure(situation="b", at=late, peak=80), Rating(situation="a", at=late + DAY, distress=70)]
    check_against_dense(Course(graph=SituationGraph(title="T", situations=made), log=(*start, *now)))
    early = infer(Course(graph=SituationGraph(title="T", situations=made), log=tuple(start)), at=START)
    for days in (100.0, 460.0, 5_000.0, 40_000.0):
        whole = early.predict(START + days * DAY)
        halves = early.predict(START + days / 2 * DAY).predict(START + days * DAY)
        agree(whole, halves)


def test_a_judgement_against_all_numbers_moves_what_is_believed() -> None:
    """Beyond seven standard deviations the chance of it was cut off, so that nearly nothing moved."""
    made = tuple(Situation(id=name, title="A", distress=number) for name, number in (("calm", 0), ("hard", 98)))
    course = Course(graph=SituationGraph(title="T", situations=made, rated=START.date()))
    told = [Rating(situation="calm", at=START + n * DAY / 24, distress=0) for n in range(20)]
    told += [Rating(situation="hard", at=START + (20 + n) * DAY / 24, distress=98) for n in range(20)]
    before = infer(course.add(*told), at=START + 2 * DAY)
    after, _ = update(before, Comparison(harder="calm", easier="hard", at=START + 2 * DAY))
    assert after.mean[0] > before.mean[0] + 1.0
    assert after.mean[1] < before.mean[1] - 1.0
    assert np.abs(np.concatenate(after.state.blocks)).max() < 1e3


# ------------------------------------------------------------------------------------------------ replaying the log


@given(courses())
@FEW
def test_inferring_is_updating_once_for_every_entry(course: Course) -> None:
    assume(course.log)
    belief = folded(course, at=course.log[0].at)
    whole = infer(course, at=course.log[-1].at)
    agree(belief, whole, within=0.0)
    agree(folded(course, at=START - 10 * DAY), whole)
    assert (belief.used, belief.skipped) == (whole.used, whole.skipped)
    assert belief.course == course
    assert belief.at == whole.at


@given(courses())
@FEW
def test_updating_goes_on_from_any_moment_of_a_log_that_is_known(course: Course) -> None:
    """What is in the course but later than the belief was not read yet, so it still counts when it comes."""
    assume(course.log)
    belief = infer(course, at=START - DAY)
    for entry in course.log:
        belief, _ = update(belief, entry)
    agree(belief, infer(course, at=course.log[-1].at))


def test_a_prior_of_a_course_can_be_updated_with_its_own_log() -> None:
    graph = SituationGraph(title="T", situations=(Situation(id="a", title="A", distress=50),))
    course = Course(graph=graph).add(Rating(situation="a", distress=90, at=START))
    belief, surprise = update(prior(course, at=START), course.log[0])
    assert surprise is not None
    assert belief.mean[0] > 60.0


@given(courses(), st.integers(0, 11))
@FEW
def test_an_entry_given_twice_counts_once(course: Course, which: int) -> None:
    assume(course.log)
    entry = course.log[which % len(course.log)]
    at = end_of(course)
    agree(infer(course, at=at), infer(course.add(entry, entry), at=at), within=0.0)
    last = infer(course, at=course.log[-1].at)
    again, surprise = update(last, course.log[-1])
    assert surprise is None
    agree(last, again, within=0.0)


@given(courses(), st.integers(0, 12))
@FEW
def test_later_entries_are_not_read(course: Course, count: int) -> None:
    early = course.model_copy(update={"log": course.log[:count]})
    at = early.log[-1].at if early.log else START - DAY
    agree(infer(course, at=at), infer(early, at=at), within=0.0)


@given(courses())
@FEW
def test_entries_about_what_is_gone_are_named_and_change_nothing(course: Course) -> None:
    gone = [e for e in course.log if "gone" in ((e.harder, e.easier) if isinstance(e, Comparison) else (e.situation,))]
    at = end_of(course)
    belief = infer(course, at=at)
    assert belief.skipped == (("gone",) if gone else ())
    kept = course.model_copy(update={"log": tuple(entry for entry in course.log if entry not in gone)})
    agree(belief, infer(kept, at=at))  # time passes in more steps, each with its rounding


@given(courses())
@FEW
def test_a_pickled_belief_is_the_same_and_of_this_version_only(course: Course) -> None:
    belief = infer(course, at=end_of(course))
    raw = pickle.dumps(belief)
    again = pickle.loads(raw)
    agree(belief, again, within=0.0)
    assert not again.state.prior_cov.flags.writeable
    late = again.predict(again.at + DAY)
    agree(late, belief.predict(belief.at + DAY), within=0.0)
    other = raw.replace(__version__.encode(), b"9" * len(__version__))
    with pytest.raises(InvalidCourseError, match="infer it again"):
        pickle.loads(other)


def test_an_entry_older_than_the_belief_is_refused_with_advice() -> None:
    course = Course(graph=SituationGraph(title="T", situations=(Situation(id="a", title="A"),)))
    belief = infer(course, at=START)
    with pytest.raises(InvalidCourseError, match="infer again"):
        update(belief, Rating(situation="a", distress=20, at=START - DAY))


def test_a_moment_without_its_offset_is_refused() -> None:
    course = Course(graph=SituationGraph(title="T", situations=(Situation(id="a", title="A"),)))
    for ask in (infer, prior):
        with pytest.raises(InvalidCourseError, match="a time with its offset"):
            ask(course, at=START.replace(tzinfo=None))


def test_learning_rates_that_no_distribution_has_are_refused() -> None:
    graph = SituationGraph(title="T", situations=(Situation(id="a", title="A"),))
    with pytest.raises(InvalidCourseError, match="learning_sd"):
        infer(Course(graph=graph, settings=Settings(learning_mean=0.5, learning_sd=0.6)), at=START)


# --------------------------------------------------------------------------------------- names, scale, order, company


@given(courses(requires=True), st.permutations(IDS))
@FEW
def test_new_names_move_everything_and_change_nothing(course: Course, names: list[str]) -> None:
    to = dict(zip(IDS, names, strict=True)) | {"gone": "gone"}
    log = []
    for entry in course.log:
        keys = ("harder", "easier") if isinstance(entry, Comparison) else ("situation",)
        log.append(entry.model_copy(update={key: to[getattr(entry, key)] for key in keys}))
    other = Course(graph=renamed(course.graph, to), log=tuple(log))
    at = end_of(course)
    one, two = infer(course, at=at), infer(other, at=at)
    agree(one, two, order=[two.geometry.index(to[name]) for name in one.ids])


@given(courses(), st.sampled_from((10.0, 8.0)))
@FEW
def test_the_scale_of_writing_changes_nothing(course: Course, top: float) -> None:
    plain = course.graph.model_dump(exclude_defaults=True) | {"scale": f"0-{top:g}"}
    for situation in plain["situations"]:
        if "distress" in situation:
            situation["distress"] *= top / 100.0
    other = Course(graph=SituationGraph.model_validate(plain), log=course.log)
    at = end_of(course)
    agree(infer(course, at=at), infer(other, at=at), within=1e-8)


@given(courses(), st.integers(1, 11))
@FEW
def test_the_order_of_writing_the_log_changes_not_one_bit(course: Course, turn: int) -> None:
    log = course.log
    turned = (*log[turn:], *log[:turn])[::-1]
    at = end_of(course)
    agree(infer(course, at=at), infer(Course(graph=course.graph, log=turned), at=at), within=0.0)


@given(st.data())
@FEW
def test_situations_that_nobody_wrote_leave_the_others_alone(data: st.DataObject) -> None:
    course = data.draw(courses())
    made = data.draw(generated_for(course.graph))
    at = end_of(course)
    one, more = infer(course, at=at), infer(course, at=at, generated=made)
    agree(one, more, order=[more.geometry.index(name) for name in one.ids])
    for situation in made:  # nor do they change each other
        single = infer(course, at=at, generated=(situation,))
        agree(single, more, order=[more.geometry.index(name) for name in single.ids])


def test_situations_that_nobody_wrote_leave_the_others_alone_where_links_contradict_a_space() -> None:
    """The private variance that such links call for must not depend on who else is asked about."""
    course = Course(graph=two_sides())
    made = tuple(Situation(id=f"n{k}", title="Made", theme=f"{side}0") for k, side in enumerate("lr"))
    one, more = infer(course, at=START), infer(course, at=START, generated=made)
    agree(one, more, order=[more.geometry.index(name) for name in one.ids])
    assert np.linalg.eigvalsh(more.state.prior_cov)[0] > -1e-8


@given(st.data())
@FEW
def test_situations_that_nobody_wrote_are_predicted_as_if_they_had_been_there(data: st.DataObject) -> None:
    """With no private part for anyone, a generated situation and a written one of the same kind are one thing."""
    graph = data.draw(graphs())
    made = data.draw(generated_for(graph))
    assume(graph.facets)
    log = data.draw(logs(graph.ids))
    shared = Settings(private_similarity=1.0)
    asked = Course(graph=graph, log=log, settings=shared)
    written = Course(
        graph=graph.model_copy(update={"situations": (*graph.situations, *made)}), log=log, settings=shared
    )
    at = end_of(asked)
    agree(infer(asked, at=at, generated=made), infer(written, at=at))


# ------------------------------------------------------------------------------------------------------- calibration


class Drawn(NamedTuple):
    """One person drawn from the model's own assumptions, and what is believed after 14 exposures."""

    belief: Belief
    rate: int
    distress: Floats
    anticipation: float
    surprises: list[Surprise]


@cache
def people() -> tuple[Drawn, ...]:
    """Draw 300 people. The spreads are small and the middle is 60, so that the ends of the scale are out of reach."""
    small = Settings(
        person_sd=3,
        theme_sd=3,
        graph_sd=4,
        situation_sd=2,
        rating_sd=6,
        rating_sd_least=3,
        anticipation_sd=4,
        expected_sd=5,
        learning_floor=55,
    )
    facet = {"depth": tuple("12345")}
    made = tuple(
        Situation(id=f"s{k}", title="A", distress=52 + 4 * k, facets={"depth": str(k + 1)}, theme="ab"[k % 2])
        for k in range(5)
    )
    links = (Link(a="s0", b="s4", similarity=0.6),)
    graph = SituationGraph(title="T", facets=facet, situations=made, links=links)
    rng = np.random.default_rng(20260105)
    start = prior(Course(graph=graph, settings=small), at=START)
    n, root = len(made), np.linalg.cholesky(start.state.prior_cov)
    drawn = []
    for _ in range(300):
        scale = math.sqrt(1.0 / rng.gamma(small.scale_df / 2, 2 / small.scale_df))
        spread = np.sqrt([1 - small.state_share, small.state_share])[:, None] * scale
        belief, z = start, spread * (root @ rng.standard_normal((n + 1, 2))).T
        rate, found = int(rng.choice(len(start.rates), p=start.weights)), []
        for _ in range(14):
            days = float(rng.choice((0.5, 3.0, 30.0)))
            at = belief.at + days * DAY
            fade = np.exp([[-days / small.deviation_days], [-days / small.state_days]])
            z = fade * z + np.sqrt(1.0 - fade**2) * spread * (root @ rng.standard_normal((n + 1, 2))).T
            now = belief.predict(at)
            off = z.sum(axis=0)
            x = now.geometry.distress + off[:n] - now.relief[:, rate].sum(axis=0)
            i = int(rng.integers(n))
            noise = scale * float(rating_noise(now.mean[i], small))
            loose = scale * math.hypot(float(rating_noise(now.mean[i], small)), small.expected_sd)
            peak, expected = x[i] + noise * rng.standard_normal(), x[i] + off[n] + loose * rng.standard_normal()
            said = {"expected": expected} if rng.random() < 0.5 else {}
            # a few of these people leave the scale; their numbers are not cut, so the entry is made past the checks
            entry = Exposure(situation=f"s{i}", at=at).trusted_copy(peak=peak, **said)
            belief, surprise = update(belief, entry)
            assert surprise is not None
            found.append(surprise)
        off = z.sum(axis=0)
        x = belief.geometry.distress + off[:n] - belief.relief[:, rate].sum(axis=0)
        drawn.append(Drawn(belief, rate, x, float(off[n]), found))
    return tuple(drawn)


def test_surprises_of_people_the_model_describes_come_at_any_rank() -> None:
    """Each tenth of the predicted distribution holds a tenth of 4,200 ratings, ± .02 (about four standard errors)."""
    found = [student_probability(each.z, each.freedom) for person in people() for each in person.surprises]
    shares = np.histogram(found, bins=10, range=(0.0, 1.0))[0] / len(found)
    assert np.abs(shares - 0.1).max() < 0.02
    assert abs(np.mean(found) - 0.5) < 0.015


@pytest.mark.parametrize("what", ["learning rate", "distress", "anticipation"])
def test_the_truth_is_at_any_rank_of_the_posterior(what: str) -> None:
    """Simulation-based calibration: ranks are uniform; tolerance: Kolmogorov's distance at the 1 % level, 1.63/√300.

    The ranks are exact (the posterior's distribution function at the truth), so no draws from the posterior are needed;
    on the grid of learning rates the truth is put at a random point of its own step.
    """
    rng, ranks = np.random.default_rng(7), []
    for k, (belief, rate, x, anticipation, _) in enumerate(people()):
        weights, place = belief.weights, k % len(x)
        if what == "learning rate":
            ranks.append(float(weights[:rate].sum() + rng.random() * weights[rate]))
            continue
        if what == "anticipation":
            place, truth, means = len(x), anticipation, belief.anticipation
        else:
            truth, means = x[place], belief.means[:, place]
        state, sd = belief.state, math.sqrt(belief.state_cov[place, place])
        scales = np.sqrt((state.freedom + state.squares) / belief.freedom)
        values = ((truth - means) / (scales * sd)).tolist()
        ranks.append(sum(w * student_probability(v, belief.freedom) for w, v in zip(weights, values, strict=True)))
    ordered = np.sort(ranks)
    steps = np.arange(len(ordered) + 1) / len(ordered)
    distance = max(np.max(steps[1:] - ordered), np.max(ordered - steps[:-1]))
    assert distance < 1.63 / math.sqrt(len(ordered))
