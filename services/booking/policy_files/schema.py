# SPDX-License-Identifier: MPL-2.0
"""The JSON Schema of policy files, for editors; and what may stand where, for our own messages."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, cast

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from services.booking.policy_files.issue import Path
from services.booking.policy_files.policy_file import PolicyFile

type Shape = Mapping[str, Any]


class _ForYaml(GenerateJsonSchema):
    """Clock times are written 19:00, which JSON Schema's own `time` refuses."""

    def time_schema(self, schema: core_schema.TimeSchema) -> JsonSchemaValue:  # noqa: ARG002, pydantic's own signature
        """Hours and minutes."""
        return {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$", "examples": ["19:00"]}

    def datetime_schema(self, schema: core_schema.DatetimeSchema) -> JsonSchemaValue:  # noqa: ARG002, as above
        """A day and a clock time."""
        return {
            "type": "string",
            "pattern": r"^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?$",
            "examples": ["2026-09-01 12:00"],
        }


@cache
def policy_schema() -> dict[str, Any]:
    """What an editor needs to help and to complain while somebody writes."""
    shape = PolicyFile.model_json_schema(schema_generator=_ForYaml)
    for one in [shape, *shape["$defs"].values()]:
        if "rule" in one.get("properties", {}):  # a default in code; in a file it says which kind it is
            one["required"] = ["rule", *one.get("required", [])]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **shape}


@cache
def _definitions(kind: type[BaseModel]) -> Shape:
    return kind.model_json_schema(schema_generator=_ForYaml)


def names_at(kind: type[BaseModel], path: Path, value: object) -> tuple[str, ...]:
    """What a mapping at that place may name, given the model and the values of the whole file."""
    found: list[str] = []
    whole = _definitions(kind)
    for shape in _shapes(whole, whole, path, value):
        found += shape.get("properties", {})
    return tuple(dict.fromkeys(found))


def _shapes(whole: Shape, shape: Shape, path: Path, value: object) -> Iterator[Shape]:
    """The shapes a value at the path may have: below a rule, those of its kind alone."""
    if "$ref" in shape:
        yield from _shapes(whole, whole["$defs"][shape["$ref"].rsplit("/", 1)[-1]], path, value)
    elif "discriminator" in shape:
        kind = _inside(value, "rule")
        if reference := shape["discriminator"]["mapping"].get(kind) if isinstance(kind, str) else None:
            yield from _shapes(whole, {"$ref": reference}, path, value)
    elif "anyOf" in shape:
        for one in shape["anyOf"]:
            yield from _shapes(whole, one, path, value)
    elif not path:
        yield shape
    else:
        inner = shape.get("properties", {}).get(path[0]) if isinstance(path[0], str) else shape.get("items")
        if isinstance(inner, Mapping):
            yield from _shapes(whole, cast("Shape", inner), path[1:], _inside(value, path[0]))


def _inside(value: object, step: str | int) -> object:
    if isinstance(value, dict):
        return cast("dict[object, object]", value).get(step)
    if isinstance(value, list) and isinstance(step, int):
        items = cast("list[object]", value)
        return items[step] if step < len(items) else None
    return None
