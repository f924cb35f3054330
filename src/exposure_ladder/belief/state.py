"""The numbers of a belief as rows and columns: how time passes over them, and how a rating adds one row."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from exposure_ladder.records import Settings

    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class State:
    """The numbers of a belief; n situations, a learning rates, and in place n the anticipation. Arrays are read-only.

    A person's deviation from what was written is ``z + f``: a trait that fades slowly and a state of the day that fades
    in days, with the covariances ``(1 − share)·K`` and ``share·K`` before any rating. Letting time pass touches three
    numbers, and an entry adds one row. Learning rates stand last, so that one situation lies together in memory.
    Variances hold for a scale of 1 (see :attr:`scale`).

    Attributes
    ----------
    prior_cov : ndarray, shape (n + 1, n + 1)
        K with the anticipation beside it, SUDS².
    share : float
        The part of K that is the state of the day.
    freedom : float
        Degrees of freedom of the prior of the person's scale, at least 1.
    blocks : tuple of ndarray, shape (k, 2 (n + 1) + a)
        One row for each rating: a row of U for the trait and one for the state, both in the units of an earlier moment,
        and how far the mean of each rate moves along it. With W = ``trait_fade`` U_z + ``state_fade`` U_f the
        covariance is ``prior_cov − WᵀW``, and the means moved by Wᵀ times the rest.
    lasting, returning : ndarray, shape (n, a)
        What practice removed, SUDS: for good, and in the units of an earlier moment what time gives back.
    log_prior : ndarray, shape (a,)
        Log prior weights of the rates with what comparisons said, not normalised.
    squares : ndarray, shape (a,)
        Summed squares of the standardised errors of all ratings, for each rate.
    count : int
        How many ratings that were.
    trait_fade, state_fade, relief_fade : float
        From the units of `blocks` and `returning` to those of this moment.
    """

    prior_cov: Floats
    share: float
    freedom: float
    blocks: tuple[Floats, ...]
    lasting: Floats
    returning: Floats
    log_prior: Floats
    squares: Floats
    count: int = 0
    trait_fade: float = 1.0
    state_fade: float = 1.0
    relief_fade: float = 1.0

    @cached_property
    def log_weights(self) -> Floats:
        """Log posterior weights of the rates, shape (a,), not normalised."""
        after = 0.5 * (self.freedom + self.count)
        return read_only(self.log_prior - after * np.log1p(self.squares / self.freedom))

    @cached_property
    def weights(self) -> Floats:
        """Posterior probabilities of the rates, shape (a,)."""
        raw = np.exp(self.log_weights - np.maximum.reduce(self.log_weights))
        raw /= np.add.reduce(raw)
        return read_only(raw)

    @property
    def scale(self) -> float:
        """How much more, or less, than usual this person varies; all SDs are times this."""
        squares = float(self.weights @ self.squares)
        return math.sqrt((self.freedom + squares) / (self.freedom + self.count))

    def rows(self) -> Iterator[tuple[Floats, Floats]]:
        """Yield W and how far the means move along its rows, block by block."""
        wide = len(self.prior_cov)
        for block in self.blocks:
            rows = self.trait_fade * block[:, :wide]
            rows += self.state_fade * block[:, wide : 2 * wide]
            yield rows, block[:, 2 * wide :]

    @cached_property
    def shift(self) -> Floats:
        """How far the means have moved from what was written, SUDS, shape (n + 1, a)."""
        shift = np.zeros((len(self.prior_cov), len(self.log_prior)))
        for rows, along in self.rows():
            shift += rows.T @ along
        shift[:-1] -= self.lasting + self.relief_fade * self.returning
        return read_only(shift)

    def column(self, place: int) -> tuple[Floats, Floats]:
        """Return the covariances of trait and state of all places with one place, and its row of :attr:`shift`.

        Covariances have shape (2, n + 1), SUDS²; their sum is that of the deviations.
        """
        wide = len(self.prior_cov)
        seen = np.zeros(self.blocks[0].shape[1])
        for block in self.blocks:
            seen += (self.trait_fade * block[:, place] + self.state_fade * block[:, wide + place]) @ block
        shift = seen[2 * wide :]
        if place < wide - 1:
            shift -= self.lasting[place] + self.relief_fade * self.returning[place]
        column = np.empty((2, wide))
        before = self.prior_cov[place]
        np.subtract((1.0 - self.share) * before, self.trait_fade * seen[:wide], out=column[0])
        np.subtract(self.share * before, self.state_fade * seen[wide : 2 * wide], out=column[1])
        return column, shift

    def _rows_with(self, column: Floats, along: Floats) -> tuple[Floats, ...]:
        """Return U with one more row; `along`, shape (a,): how far the means move along it."""
        row = np.concatenate((column[0] / self.trait_fade, column[1] / self.state_fade, along))
        return _append(self.blocks, row, len(along))

    def _with(
        self,
        blocks: tuple[Floats, ...],
        *,
        lasting: Floats | None = None,
        returning: Floats | None = None,
        log_prior: Floats | None = None,
        squares: Floats | None = None,
        count: int | None = None,
    ) -> State:
        """Return a state of the same moment with other numbers; several times faster than `dataclasses.replace`."""
        return State(
            self.prior_cov,
            self.share,
            self.freedom,
            blocks,
            self.lasting if lasting is None else lasting,
            self.returning if returning is None else returning,
            self.log_prior if log_prior is None else log_prior,
            self.squares if squares is None else squares,
            self.count if count is None else count,
            self.trait_fade,
            self.state_fade,
            self.relief_fade,
        )

    def condition(self, column: Floats, errors: Floats) -> State:
        """Return the state after a rating: `column`, shape (2, n + 1), and errors of each rate over the SD of both."""
        squares = read_only(self.squares + errors * errors)
        return self._with(self._rows_with(column, errors), squares=squares, count=self.count + 1)

    def judge(self, column: Floats, along: Floats, log_likelihood: Floats) -> State:
        """Return the state after a comparison, which says nothing about the person's scale."""
        log_prior = read_only(self.log_prior + log_likelihood)
        return self._with(self._rows_with(column, along), log_prior=log_prior)

    def relieve(self, learned: Floats, returning: float) -> State:
        """Return the state after practice removed `learned` SUDS, shape (n, a); a share of it comes back with time."""
        lasting = read_only(self.lasting + (1.0 - returning) * learned)
        back = read_only(self.returning + (returning / self.relief_fade) * learned)
        after = self._with(self.blocks, lasting=lasting, returning=back)
        for name in (
            "log_weights",
            "weights",
        ):  # practice says nothing about the rates
            if name in self.__dict__:
                after.__dict__[name] = self.__dict__[name]
        return after

    def decay(self, trait: float, state: float, relief: float) -> State:
        """Return the state when trait, state of the day, and what returns have shrunk by these factors."""
        fades = [self.trait_fade * trait, self.state_fade * state, self.relief_fade * relief]
        blocks, back, wide = self.blocks, self.returning, len(self.prior_cov)
        if min(fades[:2]) < _NEGLIGIBLE:  # rewrite them in the units of this moment, before digits are lost
            factors = np.ones(blocks[0].shape[1])
            factors[:wide], factors[wide : 2 * wide] = fades[0], fades[1]
            blocks, fades[0], fades[1] = tuple(read_only(block * factors) for block in blocks), 1.0, 1.0
        if fades[2] < _NEGLIGIBLE:
            back, fades[2] = read_only(back * fades[2]), 1.0
        same = (self.prior_cov, self.share, self.freedom)
        after = State(*same, blocks, self.lasting, back, self.log_prior, self.squares, self.count, *fades)
        if "weights" in self.__dict__:  # time says nothing about the rates
            after.__dict__["weights"] = self.weights
        return after


_NEGLIGIBLE: Final = 1e-30
"""A share below which numbers in the units of an earlier moment are rewritten in those of today."""
_BLOCK: Final = 32
"""Rows that are copied when one is added; once they are so many they join the others, so that there are two blocks."""


def _append(blocks: tuple[Floats, ...], row: Floats, rates: int) -> tuple[Floats, ...]:
    """Add a row; once U has twice as many rows as columns, put as many in their place that say the same."""
    *full, last = blocks
    if len(last) < _BLOCK:
        last = np.concatenate((last, row[None]))
    else:
        full, last = [read_only(np.concatenate(blocks))], row[None]
    wide = len(row) - rates
    if sum(map(len, full)) + len(last) < 2 * wide:
        return (*full, read_only(last))
    rows = np.concatenate((*full, last))
    turned, triangle = np.linalg.qr(rows[:, :wide])
    return (read_only(np.hstack((triangle, turned.T @ rows[:, wide:]))),)


def fades(days: float, settings: Settings) -> tuple[float, float, float]:
    """Return what is left, after some days, of trait, state of the day, and relief that returns."""
    slow = (settings.deviation_days, settings.state_days, settings.return_days)
    trait, state, relief = (math.exp(-days / each) for each in slow)
    return trait, state, relief


def read_only(array: Floats) -> Floats:
    """Return the array, not to be written any more."""
    array.setflags(write=False)
    return array
