"""Write the JSON Schema of the files, made from the records, into the package.

Run from anywhere: ``python docs/tools/write_schema.py``. Editors and other programs read the result; the library
itself checks with the records, which know more (ids that exist, levels, circles).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from exposure_ladder.records import Course, Settings, SituationGraph
from exposure_ladder.records._checks import id_text, level_text, listed, rated_day

TARGET = Path(__file__).parents[2] / "src" / "exposure_ladder" / "data" / "schema.json"
_BOUNDS = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum"}


class _Generator(GenerateJsonSchema):
    """Knows the short forms that the records take: one thing for a list of one, a list of levels for a facet."""

    def encode_default(self, dft: Any) -> Any:
        return super().encode_default(dict(dft) if isinstance(dft, Mapping) else dft)

    def function_plain_schema(self, schema: Any) -> dict[str, Any]:
        if schema["function"]["function"] is not rated_day:
            return super().function_plain_schema(schema)
        return {"anyOf": [{"type": "string", "format": "date"}, {"const": "example"}, {"type": "null"}]}

    def function_before_schema(self, schema: Any) -> dict[str, Any]:
        inner = super().function_before_schema(schema)
        check = schema["function"]["function"]
        if check is listed:
            return {"anyOf": [inner["items"], inner]}
        if check in (id_text, level_text):
            return {"type": ["string", "integer"] if check is id_text else ["string", "number", "boolean"]}
        if getattr(check, "__name__", "") == "_from_list":
            return {"anyOf": [{**inner["properties"]["levels"]["anyOf"][1], "minItems": 2}, inner]}
        return inner


def schema() -> str:
    """Return the text of the schema."""
    adapters = [(kind, "validation", TypeAdapter(kind)) for kind in (Course, SituationGraph, Settings)]
    _, whole = TypeAdapter.json_schemas(adapters, schema_generator=_Generator)  # type: ignore[arg-type]
    kinds = _tidy(whole["$defs"])
    graph = kinds["SituationGraph"]
    table = {"type": "string", "description": "Name of a CSV file in the same folder."}
    written = {
        "settings": {"$ref": "#/$defs/Settings"},
        "situations": {"anyOf": [table, graph["properties"]["situations"]]},
    }
    kinds["File"] = {**graph, "description": "What is written by hand.", "properties": graph["properties"] | written}
    about = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "exposure_ladder",
        "description": "A file of exposure_ladder: a graph written by hand, or a whole stored course.",
        "anyOf": [{"$ref": "#/$defs/File"}, {"$ref": "#/$defs/Course"}],
        "$defs": kinds,
    }
    return json.dumps(about, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _tidy(part: Any) -> Any:
    """Use the names of the standard for bounds, and keep of each description its first sentence."""
    if isinstance(part, list):
        return [_tidy(item) for item in part]
    if not isinstance(part, dict):
        return part
    found = {_BOUNDS.get(key, key): _tidy(value) for key, value in part.items()}
    if isinstance(found.get("title"), str):
        del found["title"]
    if "anyOf" in found and "additionalProperties" in found:  # it belongs to the one of the forms that has keys
        closed = {"additionalProperties": found.pop("additionalProperties")}
        found["anyOf"] = [form | closed if "properties" in form else form for form in found["anyOf"]]
    if isinstance(found.get("description"), str):
        found["description"] = found["description"].split("\n\n")[0]
    return found


if __name__ == "__main__":
    TARGET.write_text(schema(), encoding="utf-8")
