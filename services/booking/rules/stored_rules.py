# SPDX-License-Identifier: MPL-2.0
"""The rules of a policy as JSON values, as they are stored and as files hold them."""

import json
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from services.booking.errors import PolicyInvalid
from services.booking.rules import AnyRule, in_order
from services.booking.rules.duty import Duty

_RULES: TypeAdapter[tuple[AnyRule, ...]] = TypeAdapter(tuple[Annotated[AnyRule, Field(discriminator="rule")], ...])


def read_rules(stored: list[dict[str, Any]]) -> tuple[AnyRule, ...]:
    """Back from JSON values, in their one order. Raises PolicyInvalid, naming what does not fit."""
    try:
        return in_order(_RULES.validate_json(json.dumps(stored)))
    except ValidationError as error:
        raise PolicyInvalid(str(error)) from error


def write_rules(rules: tuple[AnyRule, ...]) -> list[dict[str, Any]]:
    """As JSON values; what is as it would be anyway is left out."""
    return [write_rule(rule) for rule in rules]


def write_rule(rule: AnyRule) -> dict[str, Any]:
    """One of them."""
    said = {"rule": rule.rule, **rule.model_dump(mode="json", exclude_defaults=True, exclude={"rule"})}
    if isinstance(rule, Duty) and rule.effect is not rule.usual_effect:
        said["effect"] = rule.effect.value  # what is usual for other rules is not for this one
    return said
