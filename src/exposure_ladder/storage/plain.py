"""Records → the shortest plain data that mean the same: no defaults, no empty fields, 20 instead of 20.0.

The way back is the records' own validation. This room must never round a number that would not come back the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from exposure_ladder.records import Course, Scale, SituationGraph
from exposure_ladder.records._checks import Record
from exposure_ladder.storage.units import unclear_scale

_ALWAYS = {"format", "type"}


def plain(value: Any) -> Any:
    """Return a record, or anything inside one, as dicts, lists, texts, numbers and days."""
    match value:
        case Record():
            return _fields(value)
        case Enum():
            return value.value
        case datetime():
            return value.isoformat()
        case float() if value.is_integer():
            return int(value)
        case Mapping():
            return {key: plain(item) for key, item in value.items()}
        case tuple() | list():
            return [plain(item) for item in value]
        case _:
            return value


def _fields(record: Record) -> dict[str, Any]:
    found = {}
    always = _ALWAYS
    if isinstance(record, SituationGraph) and unclear_scale([each.distress for each in record.situations]):
        always = _ALWAYS | {"scale"}
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        if name in always or field.is_required() or value != field.get_default(call_default_factory=True):
            found[name] = plain(value)
    return found


def authored(course: Course, scale: Scale | None = None) -> dict[str, Any]:
    """Return graph and settings as a person would write them into one YAML file.

    Parameters
    ----------
    course : Course
        Its log and consents stay where they are.
    scale : Scale, optional
        Scale to write the numbers on; by default the one they are shown in.
    """
    graph = course.graph
    scale = graph.shown if scale is None else scale
    data = plain(graph)
    rated = [situation for situation in data["situations"] if "distress" in situation]
    numbers = [_native(situation["distress"], scale) for situation in rated]
    if None in numbers:  # a number that this scale cannot hold exactly
        scale = Scale.SUDS
    else:
        for situation, number in zip(rated, numbers, strict=True):
            situation["distress"] = plain(number)
    unclear = unclear_scale(situation["distress"] for situation in rated)
    facets = data.get("facets", {}).items()
    values = {
        **data,
        "scale": scale.value if scale is not Scale.SUDS or unclear else None,
        "shown": graph.shown.value if graph.shown is not scale else None,
        "goal": data["goal"][0] if len(graph.goal) == 1 else data.get("goal"),
        "facets": {name: facet["levels"] if list(facet) == ["levels"] else facet for name, facet in facets} or None,
        "settings": plain(course.settings) or None,
    }
    order = [*SituationGraph.model_fields, "settings"]
    return {key: values[key] for key in order if values.get(key) is not None}


def _native(suds: float, scale: Scale) -> float | None:
    """Return the number on a scale that is read back as exactly this one, if there is one."""
    if scale is Scale.SUDS:
        return suds
    for number in (scale.shown(suds), suds * scale.top / 100.0):
        if round(number * (100.0 / scale.top), 9) == suds:
            return number
    return None
