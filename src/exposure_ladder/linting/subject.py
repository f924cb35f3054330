"""What the checks look at: one course, and what several checks need of it, computed once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from exposure_ladder.graph import Basis, Geometry, canonical_order, measure
from exposure_ladder.linting.finding import Path

if TYPE_CHECKING:
    from exposure_ladder.records import Course, Settings, Situation, SituationGraph


class Subject:
    """A course as the checks see it; what several of them need is computed once.

    Attributes
    ----------
    course, graph : Course, SituationGraph
        What is looked at.
    at : dict of str to int
        Position of each id as written.
    """

    def __init__(self, course: Course) -> None:
        self.course: Course = course
        self.graph: SituationGraph = course.graph
        self.settings: Settings = course.settings
        self.at: dict[str, int] = {name: at for at, name in enumerate(self.graph.ids)}

    @cached_property
    def geometry(self) -> Geometry:
        """The graph as numbers."""
        return measure(self.graph, self.settings)

    @cached_property
    def unlinked(self) -> Geometry:
        """The same without the links."""
        return measure(self.graph.model_copy(update={"links": ()}), self.settings)

    @cached_property
    def distress(self) -> dict[str, float]:
        """Expected distress of each situation about which something is known."""
        space = self.geometry
        known = zip(space.ids, space.distress, space.basis, strict=True)
        return {name: float(value) for name, value, basis in known if basis is not Basis.UNKNOWN}

    @cached_property
    def basis(self) -> dict[str, Basis]:
        """Where each number comes from."""
        return dict(zip(self.geometry.ids, self.geometry.basis, strict=True))

    @cached_property
    def ladder(self) -> list[str]:
        """Ids with a known distress, in the order of the ladder: by distress, after what they require."""
        order = canonical_order(list(self.named(*self.distress)), self.distress)
        return [situation.id for situation in order]

    def named(self, *ids: str) -> Iterator[Situation]:
        """Yield the situations of these ids."""
        return (self.graph.situations[self.at[name]] for name in ids)

    def number(self, suds: float) -> str:
        """Return a 0–100 number on the scale of the file."""
        return f"{round(self.graph.shown.shown(suds), 1):g}"

    def rated(self, name: str) -> str:
        """Return ``id number``, marked where the number was not given by the person."""
        mark = "" if self.graph.own and self.basis[name] is Basis.RATED else "~"
        return f"{name} {self.number(self.distress[name])}{mark}"

    def place(self, name: str, key: str = "distress") -> Path:
        """Return the path to a field of a situation, or to the situation where the field was not written."""
        at = self.at[name]
        written = getattr(self.graph.situations[at], key) not in (None, ())
        return ("situations", at, key) if written else ("situations", at)


Hit = tuple[Path, tuple[str, ...], str]
"""Path, ids and message of a finding, before its rule is put to it."""

Check = Callable[[Subject], Iterator[Hit]]
