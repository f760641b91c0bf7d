# SPDX-License-Identifier: MPL-2.0
"""What does not fit the format, each with its place and a code of ours."""

import re
from collections.abc import Iterable
from datetime import timedelta
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from services.booking.policy_files.issue import Issue, Mark, Path
from services.booking.policy_files.schema import names_at
from services.booking.policy_files.tree import Tree
from services.booking.rules.misfit import Misfit

_QUOTED = re.compile(r"'([^']*)'")
_EXPECTED = {
    "string_type": "text",
    "int_type": "whole_number",
    "int_from_float": "whole_number",
    "float_type": "number",
    "bool_type": "true_or_false",
    "date_type": "date",
    "date_from_datetime_parsing": "date",
    "date_parsing": "date",
    "datetime_type": "date_and_time",
    "datetime_parsing": "date_and_time",
    "datetime_from_date_parsing": "date_and_time",
    "timezone_naive": "date_and_time",
    "time_type": "clock_time",
    "time_parsing": "clock_time",
    "time_delta_type": "duration",
    "time_delta_parsing": "duration",
    "tuple_type": "list",
    "list_type": "list",
    "frozen_set_type": "list",
    "model_type": "fields",
    "model_attributes_type": "fields",
    "dict_type": "fields",
}
"""What pydantic misses, as our sentences name it: `policy_file.expected.<word>`."""
_LIMITS = {
    "greater_than": ("gt", "above"),
    "greater_than_equal": ("ge", "at_least"),
    "less_than": ("lt", "below"),
    "less_than_equal": ("le", "at_most"),
}


def complaints(error: ValidationError, tree: Tree, kind: type[BaseModel]) -> list[Issue]:
    """All of them, in the order of the file."""
    issues = [_issue(one, tree, kind) for one in error.errors(include_url=False, include_input=True)]
    return sorted(issues, key=lambda issue: issue.mark)


def _issue(error: ErrorDetails, tree: Tree, model: type[BaseModel]) -> Issue:
    path, kind = _path(error["loc"], tree), error["type"]
    context: dict[str, Any] = error.get("ctx", {})
    mark = tree.values.get(path, Mark())
    match kind:
        case "missing":
            return Issue(mark, "missing", {"name": str(error["loc"][-1])})
        case "extra_forbidden":
            return _unknown("unknown_name", str(path[-1]), names_at(model, path[:-1], tree.value), tree.keys[path])
        case "union_tag_not_found":
            return Issue(mark, "missing", {"name": "rule"})
        case "union_tag_invalid":
            known = str(context["expected_tags"]).replace("'", "").split(", ")
            return _unknown("unknown_rule", str(context["tag"]), known, tree.values.get((*path, "rule"), mark))
        case "literal_error" | "enum":
            return Issue(
                mark,
                "one_of",
                {"value": _short(error["input"]), "known": ", ".join(_QUOTED.findall(str(context["expected"])))},
            )
        case "value_error":
            return Issue(
                mark, "misfit" if isinstance(context["error"], Misfit) else "value", {"problem": str(context["error"])}
            )
        case _:
            return _wrong_value(error, mark)


def _wrong_value(error: ErrorDetails, mark: Mark) -> Issue:
    kind, value, context = error["type"], _short(error["input"]), error.get("ctx", {})
    if kind in _EXPECTED:
        return Issue(mark, f"expected.{_EXPECTED[kind]}", {"value": value})
    if kind in _LIMITS:
        name, code = _LIMITS[kind]
        return Issue(mark, f"limit.{code}", {"value": value, "limit": _short(context[name])})
    return Issue(mark, "value", {"problem": error["msg"]})


def _path(loc: tuple[str | int, ...], tree: Tree) -> Path:
    """The part of pydantic's path that stands in the file: it also names alternatives, and what is missing."""
    path: Path = ()
    for step in loc:
        if (*path, step) in tree.values:
            path = (*path, step)
    return path


def _unknown(code: str, name: str, known: Iterable[str], mark: Mark) -> Issue:
    near = get_close_matches(name[:60], known, n=1, cutoff=0.6)
    if near:
        return Issue(mark, f"{code}.near", {"name": name[:60], "near": near[0]})
    return Issue(mark, code, {"name": name[:60], "known": ", ".join(known)})


def _short(value: object) -> str:
    """A value as it can stand in a sentence."""
    if isinstance(value, dict | list):
        return "..."
    if isinstance(value, timedelta):
        return f"{value / timedelta(hours=1):g} h"
    text = "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
