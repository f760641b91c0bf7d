# SPDX-License-Identifier: MPL-2.0
"""Content lines as properties, and components as nests of them; strict about form, ignorant of meaning."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_PROPERTY = re.compile(r'(?P<name>[A-Za-z0-9-]+)(?P<parameters>(?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(?P<value>.*)')
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^";:,]*)')


@dataclass(frozen=True)
class Property:
    """One content line."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass
class Component:
    """BEGIN to END."""

    name: str
    properties: list[Property] = field(default_factory=list[Property])
    children: list["Component"] = field(default_factory=list["Component"])

    def all(self, name: str) -> list[Property]:
        """Every property of that name."""
        return [each for each in self.properties if each.name == name]

    def value(self, name: str) -> str:
        """The first value of that name, or nothing."""
        return next((each.value for each in self.all(name)), "")


class Malformed(Exception):
    """The lines make no calendar."""


def parse_property(line: str) -> Property:
    """Name, parameters, value."""
    match = _PROPERTY.fullmatch(line)
    if match is None:
        raise Malformed("not-a-property")
    parameters = {name.upper(): value.strip('"') for name, value in _PARAMETER.findall(match["parameters"])}
    return Property(match["name"].upper(), parameters, match["value"])


def parse(lines: list[str]) -> Component:
    """The one VCALENDAR the lines make."""
    root = Component("")
    open_components = [root]
    for each in map(parse_property, lines):
        _put(open_components, each)
    if len(open_components) != 1 or [child.name for child in root.children] != ["VCALENDAR"] or root.properties:
        raise Malformed("not-one-calendar")
    return root.children[0]


def _put(open_components: list[Component], each: Property) -> None:
    if each.name == "BEGIN":
        child = Component(each.value)
        open_components[-1].children.append(child)
        open_components.append(child)
    elif each.name == "END":
        if open_components.pop().name != each.value:
            raise Malformed("crossed-components")
    else:
        open_components[-1].properties.append(each)


def events(calendar: Component) -> Iterator[Component]:
    """Its VEVENTs."""
    return (child for child in calendar.children if child.name == "VEVENT")
