"""A whole rule, and how it decides for every client of a view: mastered, which next, ease off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from exposure_ladder.errors import ShapeError
from exposure_ladder.rules.mastery import Done
from exposure_ladder.rules.selection import Back, Pick
from exposure_ladder.rules.view import TIE, Action, Choice, Measure, View

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Ints = NDArray[np.int64]

__all__ = ["Policy", "decide", "easier", "ready", "turn_to", "without_forecasts"]


@dataclass(frozen=True, slots=True)
class Policy:
    """A progression rule: three parts, a name, and what it rests on.

    Attributes
    ----------
    name : str
        Short id, shown with every suggestion.
    done, pick, back
        The parts.
    standing, source : str
        What its numbers rest on.
    asks : str
        The mastery criterion in words, for people.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from exposure_ladder.rules import DEFAULT, LastAtMost
    >>> asks = "a mean of 25 or less over the last three peaks, on three days"
    >>> careful = replace(DEFAULT, name="careful", done=LastAtMost(limit=25, last=3, days=3), asks=asks)
    >>> careful.done.limit, careful.standing
    (25, 'assumption')
    """

    name: str
    done: Done
    pick: Pick
    back: Back
    standing: str
    source: str
    asks: str


def decide(
    policy: Policy,
    view: View,
    *,
    needs: Flags | None = None,
    rng: np.random.Generator | None = None,
    done: Flags | None = None,
) -> Choice:
    """Apply a rule to every client of a view.

    Parameters
    ----------
    policy : Policy
        The rule.
    view : View
        What is known.
    needs : ndarray of bool, shape (n, n) or (c, n, n), optional
        Whether the rung of a row requires the rung of a column: none is picked before what it requires is mastered.
    rng : numpy.random.Generator, optional
        Needed by rules that draw.
    done : ndarray of bool, shape (c, n), optional
        What ``policy.done`` says of this view, where that is known; a rung's record only changes when it is practised.

    Returns
    -------
    Choice
        Before safety has seen it.

    Raises
    ------
    ShapeError
        If a part answers in the wrong shape or names a rung that does not exist.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import build_ladder, infer, template
    >>> from exposure_ladder.advice import view_of
    >>> from exposure_ladder.rules import DEFAULT
    >>> view = view_of(build_ladder(infer(template("dogs"), at=datetime(2026, 1, 5, tzinfo=UTC))))
    >>> choice = decide(DEFAULT, view)
    >>> choice.rung.tolist(), Action(choice.action[0]).name
    ([0], 'START')
    """
    done = np.asarray(policy.done(without_forecasts(view)) if done is None else done, dtype=bool)
    if done.shape != view.expected.shape:
        raise ShapeError(f"expected flags of shape {view.expected.shape} from the rule; got {done.shape}.")
    rung = turn_to(policy, view, done, needs=needs, rng=rng)
    back = np.asarray(policy.back(view), dtype=bool)
    if back.shape != rung.shape:
        raise ShapeError(f"expected flags of shape {rung.shape} from the rule; got {back.shape}.")
    back &= view.current >= 0
    if back.any():
        rung = rung.copy()
        rung[back] = easier(ready(view, done, needs), back)
    tried = np.isfinite(view.recent[Measure.DAY][np.arange(len(rung)), np.maximum(rung, 0), 0])
    action = np.full(len(rung), int(Action.START))
    action[tried] = Action.REPEAT
    action[(rung > view.current) & (tried | (view.current >= 0))] = Action.ADVANCE
    action[rung < 0] = Action.COMPLETE
    action[back] = Action.STEP_BACK
    return Choice(rung=rung, action=action, done=done)


def turn_to(
    policy: Policy, view: View, done: Flags, *, needs: Flags | None = None, rng: np.random.Generator | None = None
) -> Ints:
    """Return the rung a rule picks, shape (c,), among those whose prerequisites are mastered.

    Raises
    ------
    ShapeError
        If the part answers in the wrong shape or names a rung that does not exist.
    """
    clients, rungs = view.expected.shape
    rung = np.asarray(policy.pick(ready(view, done, needs), done, rng=rng))
    if rung.shape != (clients,) or rung.dtype.kind not in "iu" or rung.min() < -1 or rung.max() >= rungs:
        raise ShapeError(
            f"expected a rung from -1 to {rungs - 1} for each of {clients} clients; got something else.",
            hint=f"Look at the parts of the rule {policy.name!r}.",
        )
    return rung


def ready(view: View, done: Flags, needs: Flags | None) -> View:
    """Return the view with only those rungs allowed whose prerequisites are mastered."""
    if needs is None:
        return view
    return replace(view, allowed=view.allowed & ~(needs & ~done[:, None, :]).any(axis=-1))


def without_forecasts(view: View) -> View:
    """Return the view as mastery is judged by: ratings that were given, and no expectation (law 3)."""
    unknown = np.broadcast_to(np.nan, view.expected.shape)
    return replace(view, expected=unknown, sd=unknown)


def easier(view: View, whose: Flags) -> Ints:
    """Return for some clients the hardest allowed rung that is easier than the last one by both numbers; −1: none."""
    at, expected, written = np.maximum(view.current[whose], 0), view.expected[whose], view.written[whose]
    fits = view.allowed[whose] & (np.arange(expected.shape[1]) < at[:, None])
    for level in (expected, written):
        fits &= level < level[np.arange(len(at)), at][:, None] - TIE
    return np.asarray(np.where(fits.any(axis=1), np.where(fits, expected, -np.inf).argmax(axis=1), -1))
