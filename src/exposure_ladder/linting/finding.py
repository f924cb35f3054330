"""What a rule and a finding are, and the plan as the checks see it.

A rule is one record: its code, its sentences, what to do, what it rests on, and the check that looks for it, written
with the decorator :func:`rule` above the check itself. A code is never used again for something else, and a rule that
goes leaves its number empty. A finding holds its rule, a place and values (ids and numbers, never anybody's words), so
that it can be said in any language.

How much a finding matters:

- *error*: the plan asks for something that is never planned, or that no plan can hold.
- *warning*: a step waits, or is likely to be of no use as it stands.
- *hint*: worth a thought; leaving it as it is may be right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from exposure_ladder.graph import Basis, Geometry, canonical_order, measure
from exposure_ladder.records.content import gates, opening_key
from exposure_ladder.records.subjects import Subject, subjects
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from exposure_ladder.records import Course, Settings, Situation, SituationGraph

Path = tuple[str | int, ...]
"""The way through a document, with positions as written: ``("situations", 3, "distress")``."""

_NOTHING: Final[Mapping[str, str]] = {}


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Hit(NamedTuple):
    """What a check yields: a place, the situations it is about, values, and which of the rule's sentences fits."""

    path: Path
    situations: tuple[str, ...] = ()
    values: Mapping[str, str] = _NOTHING
    form: str = ""


Check = Callable[["PlanView"], Iterable[Hit]]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Rule(Summary):
    """One thing lint looks for.

    Parameters
    ----------
    code, name : str
        Stable code, and a short name in words.
    severity : Severity
        Of all its findings.
    says : mapping of str to str
        Sentences with values in braces, by form; most rules have one, under ``""``.
    what, why, do : str
        What it looks at, why that matters, and what to do about a finding.
    standing : str
        What the rule or its threshold rests on.
    check : callable
        Yields a :class:`Hit` for each place where it applies.
    never : str
        What not to say to the person about it; empty where nothing needs to be said.

    Examples
    --------
    >>> from exposure_ladder.linting import RULES
    >>> RULES[0].code, RULES[0].name, str(RULES[0].severity)
    ('EL001', 'step-too-wide', 'warning')
    """

    code: str
    name: str
    severity: Severity
    says: Mapping[str, str]
    what: str
    why: str
    do: str
    standing: str
    check: Check
    never: str = ""


def rule(
    code: str, severity: Severity, says: str | Mapping[str, str], *, do: str, never: str = ""
) -> Callable[[Check], Rule]:
    """Return a decorator that makes a rule of a check.

    Its name is that of the check, and the docstring says what it looks at, why that matters, and what it rests on
    (after ``Standing:``); thresholds stand there in braces, by their names in the module. The parameters are those of
    :class:`Rule`.
    """

    def of(check: Callable[[PlanView], Iterable[Hit]]) -> Rule:
        forms = {"": says} if isinstance(says, str) else says
        names: Mapping[str, object] = getattr(check, "__globals__", {})
        parts = [" ".join(part.split()) for part in (check.__doc__ or "\n\n\n\n").split("\n\n")]
        what, why, standing = (part.format_map(names) for part in parts)
        standing = standing.removeprefix("Standing: ").removesuffix(".")
        return Rule(code, check.__name__.replace("_", "-"), severity, forms, what, why, do, standing, check, never)

    return of


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Finding(Summary):
    """One place where a rule applies.

    Parameters
    ----------
    rule : Rule
        What was looked for.
    path : tuple of str or int
        The way through the document, with positions as written: ``("situations", 3, "distress")``.
    situations : tuple of str
        Ids of the situations it is about; empty when it is about the whole.
    values : mapping of str to str
        Ids, numbers on the written scale, and codes that the sentence names.
    form : str
        Which sentence of the rule fits.

    Examples
    --------
    >>> from exposure_ladder import lint, template
    >>> found = lint(template("closeness"))[0]
    >>> found.code, found.path, found.message
    ('EL050', ('rated',), "The numbers are an example's, not the person's own.")
    >>> found.render({"The numbers are an example's, not the person's own.": "Beispielzahlen."}.get)[0]
    'Beispielzahlen.'
    """

    rule: Rule
    path: Path
    situations: tuple[str, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    form: str = ""

    @property
    def code(self) -> str:
        """Code of the rule."""
        return self.rule.code

    @property
    def severity(self) -> Severity:
        """Severity of the rule."""
        return self.rule.severity

    @property
    def message(self) -> str:
        """What was found, in English."""
        return self.render()[0]

    @property
    def advice(self) -> str:
        """What to do, in English."""
        return self.rule.do

    def render(self, translate: Callable[[str], str | None] | None = None) -> tuple[str, str]:
        """Return what was found and what to do, in another language where there is one.

        Parameters
        ----------
        translate : callable, optional
            Takes an English sentence with braces and returns its translation, or nothing where there is none.

        Returns
        -------
        tuple of str
            What was found, and what to do.
        """
        says, do = self.rule.says[self.form], self.rule.do
        if translate is not None:
            says, do = translate(says) or says, translate(do) or do
        return says.format_map(self.values), do

    def __str__(self) -> str:
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path).lstrip(".")
        return f"{place or 'document'}: {self.severity} {self.code}: {self.message} {self.advice}"

    def __repr__(self) -> str:
        return f"<Finding {self.code} {self.rule.name}, {self.severity}, {len(self.situations)} situations>"


class PlanView:
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
    def themes(self) -> tuple[tuple[str, ...], ...]:
        """Ids of each theme, as written; each theme is a ladder of its own."""
        themes: dict[str | None, list[str]] = {}
        for situation in self.graph.situations:
            themes.setdefault(situation.theme, []).append(situation.id)
        return tuple(map(tuple, themes.values()))

    @property
    def scale_written(self) -> bool:
        """Whether the plan says on which scale its numbers are."""
        return bool({"scale", "shown"} & self.graph.model_fields_set)

    @cached_property
    def ladders(self) -> tuple[tuple[str, ...], ...]:
        """Ids with a known distress, a tuple for each theme: by distress, after what they require."""
        order = canonical_order(list(self.named(*self.distress)), self.distress)
        themes: dict[str | None, list[str]] = {}
        for situation in order:
            themes.setdefault(situation.theme, []).append(situation.id)
        return tuple(map(tuple, themes.values()))

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

    def about(self, situation: Situation) -> frozenset[Subject]:
        """Return what the title of a situation is about, as the planner reads it."""
        return subjects(situation.title, self.graph.language)

    def about_any(self, *wanted: Subject, unless: Subject | None = None) -> Iterator[Hit]:
        """Yield a hit for each situation that is about one of some subjects, and not about another one."""
        for situation in self.graph.situations:
            about = self.about(situation)
            if about.intersection(wanted) and unless not in about:
                yield self.hit(situation)

    def hit(self, situation: Situation, field: str = "title", /, **more: str) -> Hit:
        """Return a hit on a field of a situation; more are a form, or values of the sentence."""
        form = more.pop("form", "")
        return Hit(self.place(situation.id, field), (situation.id,), more, form)

    def shut(self, code: str) -> Iterator[Hit]:
        """Yield a hit for each situation that a gate of the planner keeps off because of its words."""
        for situation in self.graph.situations:
            found = [gate for gate in gates(situation, self.graph) if gate.code == code]
            if found:
                yield self.hit(situation, kind=str(found[0].subject), key=opening_key(code, situation))
