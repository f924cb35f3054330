"""What a whole graph must satisfy, checked on data as they were written, before and beside the checks of each field.

Working on the raw data lets a wrong number on one line and an unknown level on another be reported together. A value
of the wrong kind is skipped here: its own field check reports it. Nothing is changed, and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from string import Formatter
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from exposure_ladder.errors import did_you_mean
from exposure_ladder.records._checks import SCALES, described, id_text, level_text, one_of, problem, quoted, scale_top

MAX_SITUATIONS: Final = 5_000
"""Most situations in one graph: the similarity matrix then takes 200 MB (engineering limit of this project)."""

_FEW: Final = 500
"""Ids up to which a near match is looked for: comparing thousands with thousands takes longer than reading the list."""

Finding = tuple[tuple[str | int, ...], PydanticCustomError]


def with_lists(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return raw graph data in which situations and links can be looked through more than once, and by their place."""
    found = dict(raw)
    for key in ("situations", "links"):
        if isinstance(found.get(key), Iterable) and not isinstance(found[key], str | bytes | bytearray | Mapping):
            found[key] = tuple(found[key])
    return found


_NEVER_RATED: Final = ("touch", "sexual")


def inconsistencies(raw: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield the place and the problem of everything in a graph that does not fit together.

    Parameters
    ----------
    raw : mapping
        A graph as written: plain data, records, or a mixture.
    """
    situations = _items(raw.get("situations"))
    if not situations and isinstance(raw.get("situations"), list | tuple):
        yield ("situations",), problem("at least one situation", "none")
    if len(situations) > MAX_SITUATIONS:
        yield ("situations",), problem(f"at most {MAX_SITUATIONS:,} situations", f"{len(situations):,}")
        return
    ids = [_clean(id_text, _get(situation, "id")) for situation in situations]
    known = {name for name in ids if name is not None}
    yield from _repeated(ids)
    facets = _levels(raw.get("facets"))
    for place, situation in enumerate(situations):
        yield from _facet_levels(("situations", place, "facets"), _get(situation, "facets"), facets)
        for key in ("requires", "conflicts"):
            yield from _unknown(("situations", place, key), _get(situation, key), known)
    for key in ("goal", "enough"):
        yield from _unknown((key,), raw.get(key), known)
    yield from _links(_items(raw.get("links")), known)
    yield from _phrase(raw.get("phrase"), facets)
    if raw.get("ratings") is not None and situations and all(_get(s, "kind") in _NEVER_RATED for s in situations):
        yield ("ratings",), problem("nothing: steps of touch and sex are not rated while they go on", "ratings")
    yield from _cycle(situations, ids)


def _get(item: Any, key: str) -> Any:
    return item.get(key) if isinstance(item, Mapping) else getattr(item, key, None)


def _items(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()


def _names(value: Any) -> list[tuple[int | None, str]]:
    """Return the readable ids of a field that may hold one id or a list of them, with their positions."""
    single = isinstance(value, str | int)
    pairs = [(None, value)] if single else list(enumerate(_items(value)))
    return [(place, name) for place, item in pairs if (name := _clean(id_text, item)) is not None]


def _clean(check: Any, value: Any) -> Any:
    try:
        return check(value)
    except PydanticCustomError:
        return None


def _repeated(ids: Sequence[str | None]) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for place, name in enumerate(ids):
        if name is not None and first.setdefault(name, place) != place:
            hint = f"Situation number {first[name] + 1} has it already."
            yield ("situations", place, "id"), problem("an id of its own", quoted(name), hint)


def _levels(facets: Any) -> dict[str, list[str]]:
    """Return facet name → level names, for every facet that can be read."""
    found = {}
    for name, facet in facets.items() if isinstance(facets, Mapping) else ():
        levels = facet if isinstance(facet, list | tuple) else _get(facet, "levels")
        found[str(name)] = [level for item in _items(levels) if (level := _clean(level_text, item)) is not None]
    return found


def _facet_levels(path: tuple[str | int, ...], chosen: Any, facets: Mapping[str, list[str]]) -> Iterator[Finding]:
    for name, value in chosen.items() if isinstance(chosen, Mapping) else ():
        place, level = (*path, str(name)), _clean(level_text, value)
        if str(name) not in facets:
            expected = f"a facet of this graph ({one_of(facets)})" if facets else "no facets, since none are declared"
            near = did_you_mean(str(name), facets)
            yield place, problem(expected, quoted(name, near), near)
        elif level is not None and level not in facets[str(name)]:
            known = facets[str(name)]
            near = did_you_mean(level, known)
            yield place, problem(one_of(known or ["a level"]), quoted(level, near), near)


def _unknown(path: tuple[str | int, ...], value: Any, known: set[str]) -> Iterator[Finding]:
    for place, name in _names(value):
        if name not in known:
            near = did_you_mean(name, sorted(known)) if len(known) <= _FEW else ""
            where = path if place is None else (*path, place)
            yield where, problem("the id of a situation in this graph", quoted(name), near)


def _links(links: Sequence[Any], known: set[str]) -> Iterator[Finding]:
    first: dict[frozenset[str], tuple[int, Any]] = {}
    for place, link in enumerate(links):
        ends = [_clean(id_text, _get(link, end)) for end in ("a", "b")]
        for end, name in zip(("a", "b"), ends, strict=True):
            if name is not None:
                yield from _unknown(("links", place, end), name, known)
        if None in ends:
            continue
        if ends[0] == ends[1]:
            yield ("links", place, "b"), problem("another situation than 'a'", quoted(ends[1]))
            continue
        similarity = _get(link, "similarity")
        earlier, value = first.setdefault(frozenset(ends), (place, similarity))
        if value != similarity:
            hint = f"Link number {earlier + 1} joins the same two situations; keep one."
            got = f"{described(similarity)} here and {described(value)} there"
            yield ("links", place, "similarity"), problem("one similarity for these two situations", got, hint)


def _phrase(phrase: Any, facets: Mapping[str, list[str]]) -> Iterator[Finding]:
    if not isinstance(phrase, str):
        return
    try:
        parts = list(Formatter().parse(phrase))
    except ValueError:
        yield ("phrase",), problem("text in which every { has its }", "text")
        return
    for _, name, spec, conversion in parts:
        if name is not None and (name not in facets or spec or conversion):
            expected = f"facets in braces: {one_of('{' + facet + '}' for facet in facets)}" if facets else "no braces"
            yield ("phrase",), problem(expected, quoted("{" + name + "}"), did_you_mean(name, facets))


def _cycle(situations: Sequence[Any], ids: Sequence[str | None]) -> Iterator[Finding]:
    needs = {
        name: sorted(need for _, need in _names(_get(situation, "requires")))
        for name, situation in sorted(zip(ids, situations, strict=True), key=lambda pair: str(pair[0]))
        if name is not None
    }
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        ring = list(reversed(error.args[1]))
        start = ring.index(min(ring))
        ring = ring[start:-1] + ring[:start] + [ring[start]]
        text = " needs ".join(quoted(name) for name in ring)
        yield ("situations", ids.index(ring[0]), "requires"), problem("prerequisites without a circle", text)


def collected(title: str, findings: Sequence[Finding], error: ValidationError | None, raw: Any) -> ValidationError:
    """Return one pydantic error that holds the findings and what the field checks found."""
    details = [InitErrorDetails(type=kind, loc=place, input=raw) for place, kind in findings]
    for found in error.errors() if error else ():
        custom = found["type"] == "problem"
        kind = PydanticCustomError("problem", "{expected}", found["ctx"]) if custom else found["type"]
        detail = InitErrorDetails(type=kind, loc=found["loc"], input=found["input"])
        if "ctx" in found and not custom:
            detail["ctx"] = found["ctx"]
        details.append(detail)
    return ValidationError.from_exception_data(title, details)


def in_suds(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return raw graph data with the distress numbers on 0–100 and the written scale remembered as ``shown``.

    Situations that are records already are in SUDS and stay as they are.
    """
    data = dict(raw)
    scale, top = data.get("scale", "0-100"), scale_top(raw)
    if not isinstance(scale, str) or scale not in SCALES or scale == "0-100":
        return data
    data |= {"scale": "0-100", "shown": data.get("shown", scale)}
    if isinstance(data.get("situations"), list | tuple):
        data["situations"] = [_scaled(situation, 100.0 / top) for situation in data["situations"]]
    return data


def _scaled(situation: Any, factor: float) -> Any:
    distress = situation.get("distress") if isinstance(situation, Mapping) else None
    if isinstance(distress, bool) or not isinstance(distress, int | float) or not -1e6 < distress < 1e6:
        return situation
    return dict(situation) | {"distress": round(distress * factor, 9)}


_DISTRESS_RATINGS: Final = ("peak", "end", "start", "above_expected")
_LIMITS: Final = ("at_most", "below", "at_least", "above")


def rule_in_suds(data: Any, top: float) -> Any:
    """Return the raw data of a rule with its numbers of distress on 0–100; shares and other ratings stay."""

    def number(value: Any) -> Any:
        plain = isinstance(value, int | float) and not isinstance(value, bool) and -1e6 < value < 1e6
        return round(value * 100.0 / top, 9) if plain else value

    def walk(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [walk(each) for each in value]
        if not isinstance(value, Mapping):
            return value
        found = {key: walk(each) for key, each in value.items()}
        if found.get("rating") in _DISTRESS_RATINGS and "share_of" not in found:
            found |= {word: number(found[word]) for word in _LIMITS if word in found}
        if isinstance(found.get("band"), list):
            found["band"] = [number(each) for each in found["band"]]
        for word in ("ceiling", "written_below"):
            if word in found:
                found[word] = number(found[word])
        if found.get("rating") in ("peak", "end") and "from_at_least" in found:
            found["from_at_least"] = number(found["from_at_least"])
        return found

    return data if top == 100.0 else walk(data)
