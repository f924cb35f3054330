"""The experiments behind the scorecard: each takes a model through a small design and says whether a finding shows.

Nothing here is fitted, and no parameter is chosen so that a model passes. An experiment must not look inside a model,
but for the two that are about causes.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.research.learners import Design, LatentCause, Trial, after_escape, run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from exposure_ladder.research.learners import Learner

    Floats = NDArray[np.float64]
    Phase = tuple[int, str] | tuple[int, str, Any] | tuple[int, str, Any, float]
    Outcome = tuple[bool, tuple[float, ...]]

MARGIN: Final = 0.02
"""Smallest difference in predicted threat (0–1) that counts as one; an assumption."""
PAUSE: Final = 180.0 / 86_400.0
"""Days between trials of one phase: 20 s of tone and 160 s without (Gershman et al. 2013)."""
MONTH: Final = 30.0


def design(*phases: Phase, cues: str = "A", pause: float = PAUSE) -> Design:
    """Write an experiment down: ``design((10, "A+"), (20, "A- AX-", 1, 2.0), cues="AX")``.

    Parameters
    ----------
    *phases : tuple
        How often, the trials that alternate (letters of cues, then + or −), the context or contexts, and the days
        before the phase.
    cues : str
        All letters, in the order of the columns.
    pause : float
        Days between the trials of a phase.

    Returns
    -------
    Design

    Raises
    ------
    InvalidCourseError
        With every trial that is not written like this.

    Examples
    --------
    Two pairings, then two days later a trial of extinction with a second cue, elsewhere:

    >>> experiment = design((2, "A+", 0), (1, "AX-", 1, 2.0), cues="AX")
    >>> experiment.cues.tolist(), experiment.outcomes.tolist()
    ([[1.0, 0.0], [1.0, 0.0], [1.0, 1.0]], [1.0, 1.0, 0.0])
    >>> experiment.contexts[:, 0].tolist(), experiment.gaps.round(3).tolist()
    ([0, 0, 1], [0.002, 0.002, 2.0])
    """
    rows, outcomes, contexts, gaps = [], [], [], []
    wrong = [
        Problem(("phases", i), f"letters of {cues}, then + or -", trial)
        for i, (_, trials, *_) in enumerate(phases)
        for trial in trials.split()
        if trial[-1] not in "+-" or not set(trial[:-1]) <= set(cues)
    ]
    if wrong:
        raise InvalidCourseError(wrong)
    for times, trials, *more in phases:
        place = more[0] if more else -1
        before = more[1] if len(more) > 1 else 0.0
        for i, trial in enumerate(trials.split() * times):
            rows.append([float(letter in trial) for letter in cues])
            outcomes.append(float("+" in trial))
            contexts.append(place if isinstance(place, tuple) else (place,))
            gaps.append(pause if i or not before else before)
    width = max(map(len, contexts), default=1)
    return Design(rows, outcomes, [(*c, *[-1] * (width - len(c))) for c in contexts], gaps)


def removal(kept: Sequence[int], shocks_later: int = 0) -> Design:
    """Return the designs of Gershman et al. 2013: three pairings, 24 trials of extinction a day later, and tests.

    Parameters
    ----------
    kept : sequence of int
        Trials of extinction that keep the outcome, counted from 1.
    shocks_later : int
        Outcomes without a cue a day after extinction, with the tests a day later (experiment 2); with none, tests
        follow after a day and after 30 more days (experiment 1).
    """
    extinction = [(1, "A+" if i in kept else "A-", -1, 0.0 if i > 1 else 1.0) for i in range(1, 25)]
    tests: list[Phase] = [(4, "A-", -1, 1.0), (4, "A-", -1, MONTH)]
    if shocks_later:
        tests = [(shocks_later, "+", -1, 1.0), (4, "A-", -1, 1.0)]
    return design((3, "A+"), *extinction, *tests)


def freezing(threat: Floats, gaps: Floats) -> Floats:
    """Return the share of time spent freezing, as Song et al. 2022 read it from their code: .2 + .8 threat, smoothed.

    Parameters
    ----------
    threat, gaps : ndarray, shape (trials,)
        Predicted threat, and days since the trial before; after more than 23 hours nothing carries over (computed: .7
        of the trial before stays).
    """
    shown = 0.2 + 0.8 * threat
    for t in range(1, len(shown)):
        if gaps[t] * 24.0 <= 23.0:
            shown[t] += 0.7 * (shown[t - 1] - shown[t])
    return shown


def _threat(model: Learner, *phases: Phase, cues: str = "A", **more: Any) -> Floats:
    return run(model, design(*phases, cues=cues), **more)[:, 0]


def _end(model: Learner, *phases: Phase, cues: str = "A", **more: Any) -> float:
    """Return the threat on the last trial."""
    return float(_threat(model, *phases, cues=cues, **more)[-1])


def _less(*rising: float) -> Outcome:
    """Return whether each figure is above the one before by the margin."""
    return all(high - low > MARGIN for low, high in pairwise(rising)), rising


# -------------------------------------------------------------------------------------------------- the experiments

_FEARED: Final[Phase] = (10, "A+ -", 0)
_EXTINCT: Final[Phase] = (20, "A-", 0, 1.0)


def acquisition(model: Learner) -> Outcome:
    """Ask whether threat rises with every pairing, by less and less."""
    up = np.diff(_threat(model, (10, "A+")))
    return bool((up > 0.0).all() and up[-1] < up[0]), (float(up[0]), float(up[-1]))


def extinction(model: Learner) -> Outcome:
    """Ask whether threat falls with every trial without the outcome."""
    down = _threat(model, (10, "A+"), (10, "A-"))[10:]
    fell, figures = _less(float(down[-1]), float(down[0]))
    return fell and bool((np.diff(down) <= 0.0).all()), figures


def spontaneous_recovery(model: Learner) -> Outcome:
    """Ask whether a month after extinction there is more threat than at its end."""
    threat = _threat(model, _FEARED, _EXTINCT, (1, "A-", 0, MONTH))
    return _less(float(threat[-2]), float(threat[-1]))


def renewal(model: Learner) -> Outcome:
    """Ask whether threat returns most in the place of learning, and in a new one too."""
    feared: Phase = (20, "A+ -", 0)
    aba, abc = (_end(model, feared, (20, "A-", 1), (1, "A-", place)) for place in (0, 2))
    aaa, aab = (_end(model, feared, (20, "A-", 0), (1, "A-", place)) for place in (0, 1))
    return aba - abc > MARGIN and abc > aab - MARGIN and aab - aaa > MARGIN, (aba, abc, aab, aaa)


def delayed_extinction(model: Learner) -> Outcome:
    """Ask whether less returns after extinction on the next day than after 15 minutes."""

    def back(days: float) -> float:
        threat = _threat(model, (10, "A+"), (20, "A-", -1, days), (1, "A-", -1, 2.0))
        return float(threat[-1] - threat[-2])

    late, early = back(1.0), back(15.0 / 1440.0)
    return _less(late, early)


def reinstatement(model: Learner) -> Outcome:
    """Ask whether two outcomes without a cue bring the threat of the cue back."""
    before: tuple[Phase, ...] = ((10, "A+"), (20, "A-", -1, 1.0))
    quiet = _end(model, *before, (2, "-", -1, 1.0), (1, "A-", -1, 1.0))
    return _less(quiet, _end(model, *before, (2, "+", -1, 1.0), (1, "A-", -1, 1.0)))


def savings(model: Learner) -> Outcome:
    """Ask whether learning a second time goes faster, recovery on the first trial apart."""
    threat = _threat(model, (10, "A+"), (40, "A-", -1, 1.0), (10, "A+", -1, 1.0))
    once, again = threat[1:6].mean(), threat[51:56].mean()  # after the first trial, which shows recovery alone
    return _less(float(once), float(again))


def spacing(model: Learner) -> Outcome:
    """Ask whether practice four days apart ends with more threat than massed practice, and with less a month later."""
    massed = _threat(model, _FEARED, _EXTINCT, (1, "A-", 0, MONTH))
    spaced = _threat(model, _FEARED, *[(4, "A-", 0, 4.0)] * 5, (1, "A-", 0, MONTH))
    figures = tuple(float(v) for v in (massed[-2], spaced[-2], spaced[-1], massed[-1]))
    return figures[0] < figures[1] and figures[3] - figures[2] > MARGIN, figures


def partial(model: Learner) -> Outcome:
    """Ask whether outcomes at half the trials, then at all, slow extinction, and at half alone make less threat."""
    always = _threat(model, (24, "A+"), (10, "A-"))
    mixed = _threat(model, (6, "A+ A-"), (12, "A+"), (10, "A-"))
    half = _threat(model, (12, "A+ A-"))
    slower, figures = _less(float(always[25:].mean()), float(mixed[25:].mean()))
    return slower and half[22:24].mean() < always[22:24].mean() - MARGIN, (*figures, float(half[22:24].mean()))


def overexpectation(model: Learner) -> Outcome:
    """Ask whether two feared cues together, with one outcome, lose threat."""
    before: Phase = (20, "A+ X+")
    return _less(_end(model, before, (10, "AX+"), (1, "A-"), cues="AX"), _end(model, before, (1, "A-"), cues="AX"))


def deepened(model: Learner) -> Outcome:
    """Ask whether extinction goes deeper with a second cue that is half extinguished too."""
    before: tuple[Phase, ...] = ((20, "A+ X+"), (6, "A- X-"))
    return _less(*(_end(model, *before, (4, each), (1, "A-"), cues="AX") for each in ("AX-", "A-")))


def protection(model: Learner) -> Outcome:
    """Ask whether a cue that signalled safety keeps the threat of another one from extinction."""
    before: Phase = (20, "A+ AI-")
    return _less(*(_end(model, before, (20, each), (1, "A-"), cues="AI") for each in ("A-", "AI-")))


def _line(length: float) -> Floats:
    """Return the similarity of five cues on a line, one apart."""
    return np.exp(-np.abs(np.subtract.outer(np.arange(5), np.arange(5))) / length)


def gradient(model: Learner) -> Outcome:
    """Ask whether threat falls with distance from the learned cue, and more slowly where similarity does."""

    def falls(length: float) -> list[float]:
        more: dict[str, Any] = {"cues": "ABCDE", "similarity": _line(length)}
        return [_end(model, (10, "A+"), (1, f"{at}-"), **more) for at in "ABCDE"]

    usual, wide = falls(1.5), falls(3.0)
    steps = [high - low > 0.0 for low, high in pairwise(usual[::-1])]
    return all(steps) and usual[0] - usual[4] > MARGIN and wide[2] - usual[2] > MARGIN, (*usual, wide[2])


def asymmetry(model: Learner) -> Outcome:
    """Ask whether threat spreads further than safety, and safety further from the harder cue than from the easier."""
    more: dict[str, Any] = {"cues": "AB", "similarity": _line(1.5)[:2, :2]}
    fear = [_end(model, (10, "A+"), (1, f"{at}-"), **more) for at in "AB"]

    def eased(taught: str, asked: str, *threat: float) -> float:
        start = np.array(threat)[:, None]
        now = _end(model, (6, f"{taught}-"), (1, f"{asked}-"), threat=start, **more)
        return float(start["AB".index(asked), 0]) - now

    of_fear, of_safety = fear[1] / fear[0], eased("A", "B", 0.9, 0.9) / eased("A", "A", 0.9, 0.9)
    down, up = eased("A", "B", 0.9, 0.5), eased("B", "A", 0.9, 0.5)
    return of_fear - of_safety > MARGIN and down - up > MARGIN, (of_fear, of_safety, down, up)


def variability(model: Learner) -> Outcome:
    """Ask whether four cues in turn end with more threat than one cue, and a new cue has less a month later."""
    alike = np.full((5, 5), 0.5) + 0.5 * np.eye(5)
    more: dict[str, Any] = {"cues": "ABCDE", "similarity": alike, "threat": 0.9}
    one, many = (_threat(model, phase, (1, "E-", -1, MONTH), **more) for phase in ((12, "A-"), (3, "A- B- C- D-")))
    figures = tuple(float(v) for v in (one[11], many[11], many[12], one[12]))
    return figures[1] - figures[0] > MARGIN and figures[3] - figures[2] > MARGIN, figures


def many_contexts(model: Learner) -> Outcome:
    """Ask whether extinction in three places leaves less threat in a fourth than as much of it in one."""

    def back(places: Sequence[int]) -> float:
        phases = [(18 // len(places), "A-", place, 1.0) for place in places]
        return _end(model, (20, "A+ -", 0), *phases, (1, "A-", 4, 1.0))

    return _less(back((1, 2, 3)), back((1,)))


def reminder(model: Learner) -> Outcome:
    """Ask whether something that was there during extinction lowers threat in another place."""
    before: tuple[Phase, ...] = ((20, "A+ -", 0), (20, "A-", (1, 3), 1.0))
    return _less(*(_end(model, *before, (1, "A-", place, 1.0)) for place in ((2, 3), (2,))))


def gradual(model: Learner) -> Outcome:
    """Ask whether less returns in a month after gradual removal of the outcome than after sudden or reverse."""
    back = []
    for kept in ((1, 3, 6, 10, 15), (), (1, 6, 10, 13, 15)):
        threat = run(model, removal(kept))[:, 0]
        back.append(float(threat[31:].mean() - threat[23:27].mean()))
    return min(back[1:]) - back[0] > MARGIN, tuple(back)


def new_memories(model: Learner) -> Outcome:
    """Ask whether those who form a new cause in extinction recover more than those who do not."""
    if not isinstance(model, LatentCause):
        return False, ()
    back: tuple[list[float], list[float]] = [], []
    for readiness in (0.0, 1e-4, 1e-3, 0.01, 0.1, 1.0):
        one = replace(model, readiness=readiness)
        state, threat = one.start(1, 1), []
        for gap, trial in design((10, "A+"), (20, "A-", -1, 1.0), (1, "A-", -1, MONTH)).trials():
            one.elapse(state, gap)
            formed = bool(state["n"][1, 0, 0])  # before the last trial
            threat.append(float(one.learn(state, trial)[0]))
        back[formed].append(threat[-1] - threat[-2])
    if not all(back):
        return False, (float(np.mean(back[0] or back[1])),)
    return _less(float(np.mean(back[0])), float(np.mean(back[1])))


def novelty(model: Learner) -> Outcome:
    """Ask whether a neutral outcome instead of none leaves less threat of the cue alone."""
    return _less(
        *(_end(model, (10, "A+"), (20, each, -1, 1.0), (1, "A-", -1, 1.0), cues="AN") for each in ("AN-", "A-"))
    )


def escape(model: Learner) -> Outcome:
    """Ask whether leaving one trial adds more threat than staying takes away."""
    rows, contexts = (np.array([0]),), ()
    change = []
    for escaped in (True, False):
        state = model.start(1, 1, threat=0.5)
        outcome, share = after_escape(escaped, np.zeros(1), np.ones(1))
        first = model.learn(state, Trial(rows, contexts, np.atleast_1d(outcome), np.atleast_1d(share)))
        change.append(float(model.learn(state, Trial(rows, contexts, np.zeros(1), np.zeros(1)))[0] - first[0]))
    return change[0] > 0.0 > change[1] and change[0] + change[1] > MARGIN, tuple(change)
