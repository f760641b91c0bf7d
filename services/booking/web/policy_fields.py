# SPDX-License-Identifier: MPL-2.0
"""What a rule's form asks for, made from the fields of its model, so that a new kind of rule has a form at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAliasType, Union, get_args, get_origin

from pydantic import BaseModel

from services.booking.rules.month_day import MonthAndDay
from services.booking.rules.period import CalendarPeriod

type Kind = Literal[
    "group", "pair", "yes_no", "whole_number", "number", "text", "date", "clock_time", "length", "period", "month_day",
    "one_of", "some_of", "codes", "written",
]  # fmt: skip

_LEAVES: dict[Any, Kind] = {
    bool: "yes_no",
    int: "whole_number",
    float: "number",
    str: "text",
    date: "date",
    time: "clock_time",
    timedelta: "length",
    CalendarPeriod: "period",
    MonthAndDay: "month_day",
}
OTHERS = ("effect", "source", "published_id", "text", "when", "unless")
"""What every rule has; they stand below its own."""


@dataclass(frozen=True, slots=True)
class Field:
    """One question, or several that belong together."""

    name: str
    """Of the input: the way from the rule to the value, with points between."""
    kind: Kind
    required: bool
    fields: tuple["Field", ...] = ()
    """Of a group or a pair."""
    choices: tuple[str, ...] = ()
    """Codes to choose from."""
    is_number: bool = False
    """Of a choice: the codes are whole numbers."""

    @property
    def last(self) -> str:
        """What it is called where it stands."""
        return self.name.rpartition(".")[2]

    def leaves(self) -> Iterator["Field"]:
        """The inputs in it."""
        if self.kind in ("group", "pair"):
            for one in self.fields:
                yield from one.leaves()
        else:
            yield self


@cache
def fields_of(model: type[BaseModel], prefix: str = "") -> tuple[Field, ...]:
    """Every field but the kind of the rule: first its own, then those of every rule."""
    found = [
        _field(f"{prefix}{name}", one.annotation, one.is_required())
        for name, one in model.model_fields.items()
        if name != "rule"
    ]
    if prefix:
        return tuple(found)
    return tuple(sorted(found, key=lambda one: OTHERS.index(one.name) if one.name in OTHERS else -1))


def _field(name: str, annotation: Any, required: bool) -> Field:
    plain = _plain(annotation)
    if isinstance(plain, type) and issubclass(plain, BaseModel):
        return Field(name, "group", required, fields_of(plain, f"{name}."))
    if plain in _LEAVES:
        return Field(name, _LEAVES[plain], required)
    if choices := _choices(plain):
        return Field(name, "one_of", required, choices=choices, is_number=_are_numbers(plain))
    if get_origin(plain) is tuple:
        return _several(name, get_args(plain), required)
    return Field(name, "written", required)


def _several(name: str, items: tuple[Any, ...], required: bool) -> Field:
    if len(items) == 2 and items[1] is not Ellipsis:
        return Field(name, "pair", required, tuple(_field(f"{name}.{n}", one, required) for n, one in enumerate(items)))
    item = _plain(items[0])
    if choices := _choices(item):
        return Field(name, "some_of", required, choices=choices, is_number=_are_numbers(item))
    return Field(name, "codes" if item is str else "written", required)


def _plain(annotation: Any) -> Any:
    """Without what narrows it, and without None."""
    if get_origin(annotation) is Annotated:
        return _plain(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        said = [one for one in get_args(annotation) if one is not NoneType]
        return _plain(said[0]) if len(said) == 1 else annotation
    if isinstance(annotation, TypeAliasType) and annotation is not MonthAndDay:
        return _plain(annotation.__value__)
    return annotation


def _choices(plain: Any) -> tuple[str, ...]:
    if get_origin(plain) is Literal:
        return tuple(str(one) for one in get_args(plain))
    if isinstance(plain, type) and issubclass(plain, Enum):
        return tuple(str(one.value) for one in plain)
    return ()


def _are_numbers(plain: Any) -> bool:
    return get_origin(plain) is Literal and all(isinstance(one, int) for one in get_args(plain))
