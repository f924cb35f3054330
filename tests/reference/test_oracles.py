"""Learning models against numbers that follow from published equations, to the digits in which they are given.

Rescorla-Wagner
    Rescorla & Wagner 1972: V changes by α (λ − ΣV). Closed forms, and one renewal experiment of this project: CS α .2,
    contexts α .1, 20 × (CS in A with the outcome, A alone without), then 20 × CS in B without it.
Forgetting of inhibition
    Paskewitz, Stoddard & Jones 2022, doi 10.5334/cpsy.88; form V e^(−ρ days) for V < 0.
Pearce-Hall hybrid
    Li et al. 2011; equations as in the code of Abend et al. 2022; κ .5, η .3.
Kalman filter
    Kakade & Dayan 2002; Gershman 2015, doi 10.1371/journal.pcbi.1004567; c 1, s 1, q .01.
Latent causes
    Gershman, Blei & Niv 2010 with the defaults of the public code LCM; kernel of Song et al. 2022, arXiv 2205.04670.
Retrieval
    Bouton 1993, 2004, as E − G I with G = similarity · e^(−t/τ).
Fear curve
    Portêlo, Shiban & Maia 2021, doi 10.1016/j.bpsc.2021.01.005.
Panic
    Robinaugh et al., PsyArXiv km37w, equations and numbers as in public code.
"""

from __future__ import annotations

from math import log
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from exposure_ladder.research import design
from exposure_ladder.research.learners import (
    FADING_CAUSES,
    Design,
    FearCurve,
    KalmanFilter,
    LatentCause,
    Learner,
    PanicModel,
    PearceHall,
    RescorlaWagner,
    Retrieval,
    Trial,
    run,
)

TEN_AND_TEN = design((10, "A+"), (10, "A-"))
ROW = (np.array([0]),)


def numbers(text: str) -> NDArray[np.float64]:
    return np.array([float(word) for word in text.split() if word != "|"])


def threat(model: Learner, experiment: Design, **more: Any) -> NDArray[np.float64]:
    return run(model, experiment, **more)[:, 0]


def agree(found: Any, printed: str, digits: int = 4) -> None:
    np.testing.assert_allclose(found, numbers(printed), rtol=0.0, atol=0.5000001 * 10.0**-digits)


def after(model: Learner, experiment: Design, **more: Any) -> dict[str, NDArray[Any]]:
    """Return the state after a whole experiment, trial by trial."""
    state = model.start(1, experiment.cues.shape[1], experiment.n_contexts, **more)
    for gap, trial in experiment.trials():
        model.elapse(state, gap)
        model.learn(state, trial)
    return state


# ------------------------------------------------------------------------------------------------- Rescorla-Wagner

RW = RescorlaWagner(0.2, 0.2)


def test_rw1_acquisition() -> None:
    found = threat(RW, design((11, "A+")))[1:]
    agree(found, ".2000 .3600 .4880 .5904 .6723 .7379 .7903 .8322 .8658 .8926")


def test_rw2_extinction() -> None:
    agree(threat(RW, design((5, "A-")), threat=1.0), "1 .8 .64 .512 .4096")


@pytest.mark.parametrize(("rate", "trials"), [(0.05, 13.51), (0.1, 6.58), (0.2, 3.11), (0.3, 1.94), (0.5, 1.0)])
def test_rw3_half_life(rate: float, trials: float) -> None:
    """Threat is a half after a time that lies between two trials, read off the exponential between them."""
    found = threat(RescorlaWagner(rate, rate), design((20, "A-")), threat=1.0)
    last = int(np.flatnonzero(found >= 0.5)[-1])
    between = last + log(0.5 / found[last]) / log(found[last + 1] / found[last])
    assert round(between, 2) == trials


def test_rw4_overexpectation() -> None:
    state = after(RW, design((200, "AX+"), cues="AX"), threat=1.0)
    agree(state["V"][:2, 0], ".5 .5")


def test_rw5_conditioned_inhibition() -> None:
    state = after(RW, design((400, "A+ AI-"), cues="AI"))
    agree(state["V"][:2, 0], "1 -1", digits=3)


@pytest.mark.parametrize(("inhibitor", "left"), [(-1.0, 1.0), (-0.5, 0.75)])
def test_rw6_protection_from_extinction(inhibitor: float, left: float) -> None:
    state = after(RW, design((200, "AI-"), cues="AI"), threat=np.array([[1.0], [inhibitor]]))
    assert state["V"][0, 0] == pytest.approx(left, abs=1e-9)


def test_rw7_deepened_extinction() -> None:
    start = threat(RW, design((7, "A-")), threat=1.0)[-1]
    agree([start, threat(RW, design((5, "A-")), threat=start)[-1]], ".2621 .1074")
    agree(after(RW, design((4, "AX-"), cues="AX"), threat=start)["V"][:2, 0], ".0340 .0340")


@pytest.mark.parametrize(
    ("second", "in_three_places", "strengths"),
    [("A-", ".3835 .2879 .0007", ".2879 .0956 -.2872"), ("A- -", ".2143 .1187 .0363", "")],
)
def test_rw8_renewal(second: str, in_three_places: str, strengths: str) -> None:
    before = ((20, "A+ -", 0), (20, second, 1))
    agree([threat(RW, design(*before, (1, "A-", place)))[-1] for place in (0, 2, 1)], in_three_places)
    if strengths:
        agree(after(RW, design(*before))["V"][:3, 0], strengths)


def test_pk1_inhibition_that_is_forgotten() -> None:
    model, before = RescorlaWagner(0.2, 0.2, forgetting=0.05), ((20, "A+ -", 0), (20, "A-", 1))

    def late(place: int, days: float) -> float:
        return float(threat(model, design(*before, (1, "A-", place, days), pause=0.0))[-1])

    agree([late(1, days) for days in (0.0, 1.0, 7.0, 30.0, 90.0)], ".0007 .0147 .0855 .2238 .2847")
    agree([late(0, days) for days in (0.0, 7.0, 90.0)], ".3835 .3835 .3835")


# ---------------------------------------------------------------------------------------- Pearce-Hall and Kalman


def test_hy1_hybrid() -> None:
    model, experiment = PearceHall(0.5, 0.3), design((6, "A+"), (6, "A-"))
    state, strength, attention = model.start(1, 1), [], []
    for _, trial in experiment.trials():
        model.learn(state, trial)
        strength.append(state["V"][0, 0])
        attention.append(state["A"][0, 0])
    agree(strength, ".500 .750 .856 .904 .929 .943 | .805 .609 .431 .304 .222 .169", digits=3)
    agree(attention, "1.000 .850 .670 .512 .387 .292 | .487 .583 .590 .543 .471 .396", digits=3)


def test_kf1_gains_and_weights() -> None:
    model = KalmanFilter(1.0, 1.0, 0.01)
    state, weights, gains = model.start(1, 1), [0.0], []
    for _, trial in TEN_AND_TEN.trials():
        predicted = model.learn(state, trial)
        weights.append(state["w"][0, 0])
        gains.append(((weights[-1] - weights[-2]) / (trial.outcome - predicted))[0])
    agree(
        gains,
        ".5025 .3388 .2586 .2117 .1815 .1607 .1458 .1348 .1265 .1201 | .1151 .1112 .1081 .1056 .1036 .1020 .1008 .0997 "
        ".0989 .0982",
    )
    agree(
        weights[1:],
        ".5025 .6711 .7561 .8078 .8427 .8679 .8872 .9024 .9148 .9250 | .8185 .7275 .6488 .5803 .5201 .4671 .4200 .3781 "
        ".3407 .3073",
    )


def test_kf1_steady_gain() -> None:
    model = KalmanFilter(1.0, 1.0, 0.01)
    state = after(model, design((400, "A-")), threat=1.0)
    left = state["w"][0, 0]
    model.learn(state, Trial(ROW, (), np.zeros(1), np.ones(1)))
    gain = 1.0 - state["w"][0, 0] / left
    assert round(gain, 5) == 0.09512


# ------------------------------------------------------------------------------------------------- latent causes


@pytest.mark.parametrize(
    ("readiness", "printed"), [(1.0, ".5 .25 .0909 .04"), (0.1, ".0909 .0323 .0099 .0041")], ids=["1", ".1"]
)
def test_lc1_chance_of_a_new_cause(readiness: float, printed: str) -> None:
    """Without any cue threat is a mean of r over causes; r₀ = 1 for the new one shows its chance."""
    found = []
    for trials in (1, 3, 10, 24):
        model = LatentCause(readiness=readiness, outcome=1.0)
        state = model.start(1, 1)
        state["n"][0], state["m"][0], state["r"][:, 0] = trials, trials, 0.0
        found.append(float(model.learn(state, Trial((), (), np.zeros(1), np.zeros(1)))[0]))
    agree(found, printed)


def test_lc2_one_cause() -> None:
    agree(
        threat(LatentCause(), TEN_AND_TEN),
        ".5 .5952 .6875 .7483 .7899 .8198 .8424 .8600 .8740 .8855 | .8951 .8299 .7734 .7241 .6806 .6420 .6076 .5766 "
        ".5486 .5232",
    )
    assert (after(LatentCause(), TEN_AND_TEN)["n"][:, 0, 0] == [20, *[0] * 9]).all()


def test_lc3_a_cause_for_each_context() -> None:
    experiment = design((10, "A+", 0), (10, "A-", 1), (1, "A-", 0))
    agree(
        threat(LatentCause(), experiment),
        ".5 .6172 .7177 .7774 .8163 .8435 .8637 .8792 .8916 .9017 | .6406 .4529 .3214 .2482 .2024 .1710 .1481 .1307 "
        ".1169 .1058 | .9033",
    )
    assert (after(LatentCause(), experiment)["n"][:3, 0, 0] == [11, 10, 0]).all()


def test_lc4_how_memory_fades() -> None:
    model, found = LatentCause(slope=0.1), []
    state = after(model, design((1, "A+")))
    for hours in (1, 5, 18, 24):  # after 1, 6, 24 and 48
        model.elapse(state, hours / 24.0)
        found.append(state["m"][0, 0, 0])
    agree(found, ".9048 .5488 .0907 .0082")


def test_the_defaults_of_song() -> None:
    found = (FADING_CAUSES.readiness, FADING_CAUSES.slope, FADING_CAUSES.base, FADING_CAUSES.cue, FADING_CAUSES.outcome)
    assert found == (0.2, 0.1, 0.1, 0.5, 0.05)
    assert (FADING_CAUSES.rate, FADING_CAUSES.rate_outcome, FADING_CAUSES.day_end) == (0.2, 0.4, 23.0)


# ------------------------------------------------------------------------------- retrieval, curve, panic


def test_br1_retrieval_with_time_and_place() -> None:
    model, found = Retrieval(forgetting=20.0, context_similarity=0.0), []
    for place, days in ((1, 0.0), (1, 10.0), (1, 20.0), (1, 40.0), (2, 0.0)):
        state = model.start(1, 1, 2)
        state["E"][0], state["I"][0, 0] = 0.9, 0.8
        model.elapse(state, days)
        test = Trial(ROW, (np.array([place]),), np.zeros(1), np.zeros(1))
        found.append(float(model.learn(state, test)[0]))
    agree(found, ".1000 .4148 .6057 .7917 .9000")


def test_fc1_fear_curve() -> None:
    found = FearCurve(decay=0.05, returning=0.5).exposures(80.0, [20.0] * 6)[:, :, 0]
    agree(found.ravel(), "80.00 29.43 54.72 20.13 37.42 13.77 25.59 9.42 17.50 6.44 11.97 4.40", digits=2)
    agree(found[1:, 0] / found[:-1, 0], " ".join([".68394"] * 5), digits=5)


SCHEMAS = [0.2, 0.5, 0.8]


def test_pm1_sensitivity() -> None:
    for context, slopes, thresholds in (
        (0.0, "13.6904 16.8377 18.4151", ".7579 .5000 .3299"),
        (1.0, "18.6904 21.8377 23.4151", ".6579 .4000 .2299"),
    ):
        k, h = PanicModel().sensitivity(SCHEMAS, context)
        agree(k, slopes)
        agree(h, thresholds)


def test_pm2_vulnerability() -> None:
    for found, printed in zip(
        PanicModel().vulnerability(SCHEMAS),
        (".0003 .0230 .6792", ".0924 .0916 .0290", ".7772 .7747 .5870"),
        strict=True,
    ):
        agree(found, printed)


def test_pm3_leaving_against_staying() -> None:
    schema, bearing = PanicModel().next_day(0.5, 0.5, 0.9, [0.3, 0.1])
    agree(schema, ".600 .450", digits=3)
    agree(bearing, ".375 .540", digits=3)


def test_pm4_to_pm6_episodes() -> None:
    pulse, support = [0.25, 0.5, 0.75, 1.0, 0.75, 1.0, 0.5, 0.5], [0.0] * 4 + [0.6, 0.6, 0.0, 0.6]
    schema, bearing = [0.5] * 6 + [0.8] * 2, [0.5] * 6 + [0.2] * 2
    found = PanicModel().episode(pulse, schema, bearing, support)
    agree(found.fear, ".026 .215 .718 .858 .751 .864 .849 .859", digits=3)
    agree(found.threat[:4], ".004 .118 .837 .969", digits=3)
    agree(found.escape, ".000 .000 .095 .287 .001 .002 .820 .041", digits=3)
