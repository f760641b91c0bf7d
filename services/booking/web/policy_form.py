# SPDX-License-Identifier: MPL-2.0
"""A rule as a form: filled from the rule, and read back to a rule or to what is wrong with which field."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from services.booking.policy_files.issue import Unreadable as NoYaml
from services.booking.policy_files.tree import read_tree
from services.booking.rules import ROOM_RULES, AnyRule
from services.booking.rules.misfit import Misfit
from services.booking.web import policy_values as values
from services.booking.web.policy_fields import Field, fields_of
from services.shared.contracts.portal import Language
from services.shared.sentences import Say

KINDS: dict[str, type[BaseModel]] = {str(kind.model_fields["rule"].default): kind for kind in ROOM_RULES}
"""Every kind of rule by its name."""
LONGEST = 4_000
"""Characters of one field."""
_LIMITS = {
    "greater_than": ("more_than", "gt"),
    "greater_than_equal": ("at_least", "ge"),
    "less_than": ("less_than", "lt"),
    "less_than_equal": ("at_most", "le"),
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a field: `policies.error.<code>`; of "misfit" the problem is `misfit.<problem>`."""

    name: str
    code: str
    parameters: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class RuleForm:
    """What was typed, and the rule it means, or what is wrong."""

    typed: Mapping[str, str]
    rule: AnyRule | None
    wrong: tuple[Wrong, ...] = ()


def fill(rule: AnyRule, say: Say, language: Language) -> dict[str, str]:
    """The inputs that `read_rule_form` reads back as the same rule."""
    raw = rule.model_dump(mode="json")
    typed: dict[str, str] = {}
    for one in fields_of(type(rule)):
        _fill(one, raw.get(one.name), rule, typed, say, language)
    return typed


def _fill(one: Field, value: Any, owner: object, typed: dict[str, str], say: Say, language: Language) -> None:
    if value is None or value == []:
        return
    if one.kind in ("group", "pair"):
        inner = getattr(owner, one.last) if one.kind == "group" else None
        for part in one.fields:
            _fill(part, value[int(part.last) if one.kind == "pair" else part.last], inner, typed, say, language)
    elif one.kind == "some_of":
        typed |= {f"{one.name}.{code}": "1" for code in value}
    elif one.kind == "length":
        typed[one.name] = values.write_length_words(getattr(owner, one.last), say)
    else:
        typed[one.name] = _written(one, value, say, language)


def _written(one: Field, value: Any, say: Say, language: Language) -> str:
    match one.kind:
        case "yes_no":
            return "yes" if value else "no"
        case "number":
            text = f"{value:g}" if value < 1_000_000 else str(value)
            return text.replace(".", ",") if language == "da" else text
        case "period":
            return values.write_period_words(value, say)
        case "month_day":
            return values.write_month_day_words(value, language)
        case "clock_time":
            return str(value)[:5]
        case "codes":
            return ", ".join(value)
        case "written":
            return value if isinstance(value, str) else _as_file(value)
        case _:
            return str(value)


def _as_file(value: object) -> str:
    """A list of lists as a policy file may hold it: JSON is YAML, one line for each."""
    if isinstance(value, list):
        return "\n".join(
            f"- {json.dumps(_without_empty(one), ensure_ascii=False)}" for one in cast("list[object]", value)
        )
    return json.dumps(_without_empty(value), ensure_ascii=False)


def _without_empty(value: object) -> object:
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        return {name: _without_empty(one) for name, one in fields.items() if one is not None and one != []}
    if isinstance(value, list):
        return [_without_empty(one) for one in cast("list[object]", value)]
    return value


def read_rule_form(kind: str, typed: Mapping[str, str]) -> RuleForm:
    """The rule of that kind that the fields make. Raises KeyError for a kind there is not."""
    model = KINDS[kind]
    wrong: list[Wrong] = []
    raw: dict[str, Any] = {"rule": kind}
    fields = fields_of(model)
    for one in fields:
        value = _read(one, typed, wrong)
        if value is not None:
            raw[one.name] = value
    if wrong:
        return RuleForm(typed, None, tuple(wrong))
    try:
        rule = TypeAdapter(model).validate_json(json.dumps(raw))
    except ValidationError as error:
        leaves = {leaf.name: leaf for one in fields for leaf in one.leaves()}
        problems = [_of_model(problem, leaves) for problem in error.errors(include_url=False)]
        return RuleForm(typed, None, tuple({problem.name: problem for problem in problems}.values()))
    return RuleForm(typed, cast("AnyRule", rule))


def _read(one: Field, typed: Mapping[str, str], wrong: list[Wrong]) -> Any:
    """The JSON value; None where nothing was said."""
    if one.kind == "group":
        return _read_group(one, typed, wrong)
    if one.kind == "pair":
        return _read_pair(one, typed, wrong)
    if one.kind == "some_of":
        ticked = [code for code in one.choices if typed.get(f"{one.name}.{code}")]
        return [int(code) if one.is_number else code for code in ticked] or None
    text = typed.get(one.name, "")
    if not text:
        if one.required:
            wrong.append(Wrong(one.name, "missing"))
        return None
    if len(text) > LONGEST:
        wrong.append(Wrong(one.name, "too_long", {"limit": str(LONGEST)}))
        return None
    try:
        return _value(one, text)
    except values.Unreadable as error:
        wrong.append(Wrong(one.name, error.code))
        return None


def _read_group(one: Field, typed: Mapping[str, str], wrong: list[Wrong]) -> Any:
    if not one.required and not any(text and name.startswith(f"{one.name}.") for name, text in typed.items()):
        return None
    return {part.last: value for part in one.fields if (value := _read(part, typed, wrong)) is not None}


def _read_pair(one: Field, typed: Mapping[str, str], wrong: list[Wrong]) -> Any:
    said = [part for part in one.fields if typed.get(part.name)]
    if not said and not one.required:
        return None
    for part in one.fields:
        if part not in said and not one.required:
            wrong.append(Wrong(part.name, "both"))
    return [_read(part, typed, wrong) for part in one.fields]


def _value(one: Field, text: str) -> Any:
    match one.kind:
        case "yes_no":
            return text == "yes"
        case "whole_number" | "number":
            return values.read_number(text, whole=one.kind == "whole_number")
        case "one_of":
            if text not in one.choices:
                raise values.Unreadable("one_of")
            return int(text) if one.is_number else text
        case "codes":
            return values.read_codes(text)
        case "written":
            return _from_file(text)
        case "text":
            return text
        case _:
            return _READ[one.kind](text)


_READ = {
    "date": values.read_day,
    "clock_time": values.read_clock_time,
    "length": values.read_length,
    "period": values.read_period,
    "month_day": values.read_month_day,
}


def _from_file(text: str) -> Any:
    """What stands there as in a policy file. Raises values.Unreadable."""
    try:
        tree = read_tree(text)
    except NoYaml:
        raise values.Unreadable("written") from None
    if tree.issues:
        raise values.Unreadable("written")
    return tree.value


def _of_model(error: ErrorDetails, leaves: Mapping[str, Field]) -> Wrong:
    name = _nearest([str(step) for step in error["loc"]], leaves)
    context = error.get("ctx", {})
    if error["type"] in _LIMITS:
        code, limit = _LIMITS[error["type"]]
        return Wrong(name, code, {"limit": str(context[limit])})
    code = {"missing": "missing", "too_short": "missing", "string_pattern_mismatch": "code"}.get(error["type"], "")
    if name in leaves and leaves[name].kind == "written":
        code = "written"
    if code:
        return Wrong(name, code)
    if isinstance(context.get("error"), Misfit):
        return Wrong(name, "misfit", {"problem": str(context["error"])})
    return Wrong(name, "other", {"problem": error["msg"]})


def _nearest(steps: list[str], leaves: Mapping[str, Field]) -> str:
    """The input the model complains of: the longest beginning of its path that is one, else the first one below it."""
    for end in range(len(steps), 0, -1):
        name = ".".join(steps[:end])
        if name in leaves:
            return name if leaves[name].kind != "some_of" else f"{name}.{leaves[name].choices[0]}"
        below = next((leaf for leaf in leaves if leaf.startswith(f"{name}.")), None)
        if below:
            return below
    return next(iter(leaves))


def all_leaves() -> Iterator[Field]:
    """Every input of every kind of rule."""
    for kind in KINDS.values():
        for one in fields_of(kind):
            yield from one.leaves()
