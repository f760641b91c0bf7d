# SPDX-License-Identifier: MPL-2.0
"""YAML as plain values, each with its place. Only what a policy needs: no aliases, tags or second documents.

Read event by event with a stack of our own, so that no text can make it grow or run for long: lists, depth and lengths
have limits, and an alias, which could stand for a thousand others, is refused.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from services.booking.policy_files.events import YamlEvent, yaml_events
from services.booking.policy_files.issue import Issue, Mark, Path, Unreadable

MAX_ITEMS = 500
MAX_DEPTH = 12
MAX_CHARACTERS = 4_000
MAX_DIGITS = 15

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?[0-9]+\.[0-9]+")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(slots=True)
class Tree:
    """The values of a text and where they stand."""

    value: Any = None
    values: dict[Path, Mark] = field(default_factory=dict[Path, Mark])
    keys: dict[Path, Mark] = field(default_factory=dict[Path, Mark])
    """Where the names stand, by the path of what is named."""
    issues: list[Issue] = field(default_factory=list[Issue])


@dataclass(slots=True)
class _Open:
    """A list or mapping that has not ended."""

    path: Path
    items: list[Any] | None = None
    fields: dict[str, Any] | None = None
    name: str | None = None
    """In a mapping: the name whose value comes next."""


def read_tree(text: str) -> Tree:
    """Values and places. What can be read past is in `issues`; raises Unreadable at the rest."""
    builder = _Builder()
    for event in yaml_events(text):
        builder.take(event)
    if builder.tree.value is None:
        raise Unreadable(Issue(Mark(), "empty"))
    return builder.tree


class _Builder:
    """Puts values together as their events come."""

    def __init__(self) -> None:
        self.tree = Tree()
        self._open: list[_Open] = []
        self._documents = 0

    def take(self, event: YamlEvent) -> None:
        self._refuse_references(event)
        match event.kind:
            case "document":
                self._documents += 1
                if self._documents > 1:
                    raise Unreadable(Issue(event.mark, "second_document"))
            case "scalar" if self._awaits_name():
                self._take_name(event)
            case "scalar":
                self._put(self._scalar(event), event)
            case "list" | "fields":
                self._begin(event)
            case _:
                self._open.pop()

    def _refuse_references(self, event: YamlEvent) -> None:
        if event.kind == "alias":
            raise Unreadable(Issue(event.mark, "alias", {"name": (event.anchor or "")[:60]}))
        if event.anchor is not None:
            self.tree.issues.append(Issue(event.mark, "anchor", {"name": event.anchor[:60]}))
        if event.tag is not None:
            self.tree.issues.append(Issue(event.mark, "tag", {"tag": event.tag[:60]}))

    def _awaits_name(self) -> bool:
        return bool(self._open) and self._open[-1].fields is not None and self._open[-1].name is None

    def _take_name(self, event: YamlEvent) -> None:
        now, mark, name = self._open[-1], event.mark, event.text
        assert now.fields is not None  # noqa: S101, as _awaits_name says
        path = (*now.path, name)
        if name in now.fields:
            self.tree.issues.append(Issue(mark, "twice", {"name": name[:60], "line": self.tree.keys[path].line}))
        elif len(now.fields) >= MAX_ITEMS:
            raise Unreadable(Issue(mark, "too_many", {"limit": MAX_ITEMS, "name": _named(now.path)}))
        else:
            self.tree.keys[path] = mark
        now.name = name

    def _begin(self, event: YamlEvent) -> None:
        mark = event.mark
        if len(self._open) >= MAX_DEPTH:
            raise Unreadable(Issue(mark, "too_deep", {"limit": MAX_DEPTH}))
        if self._awaits_name():
            raise Unreadable(Issue(mark, "name_not_text"))
        if event.kind == "list":
            items: list[Any] = []
            self._open.append(_Open(self._put(items, event), items=items))
        else:
            fields: dict[str, Any] = {}
            self._open.append(_Open(self._put(fields, event), fields=fields))

    def _put(self, value: object, event: YamlEvent) -> Path:
        """Into what is open; answers its path."""
        mark = event.mark
        if not self._open:
            self.tree.value, path = value, ()
        elif (items := (now := self._open[-1]).items) is not None:
            if len(items) >= MAX_ITEMS:
                raise Unreadable(Issue(mark, "too_many", {"limit": MAX_ITEMS, "name": _named(now.path)}))
            path = (*now.path, len(items))
            items.append(value)
        else:
            assert now.fields is not None and now.name is not None  # noqa: S101, PT018, as take and _awaits_name say
            path = (*now.path, now.name)
            now.fields.setdefault(now.name, value)
            now.name = None
        self.tree.values.setdefault(path, mark)
        return path

    def _scalar(self, event: YamlEvent) -> str | int | float | bool | None:
        text, mark = event.text, event.mark
        if len(text) > MAX_CHARACTERS:
            self.tree.issues.append(Issue(mark, "too_long", {"limit": MAX_CHARACTERS}))
            return ""
        if not event.plain:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text) or _DECIMAL.fullmatch(text):
            if len(text) > MAX_DIGITS:
                self.tree.issues.append(Issue(mark, "huge_number", {"limit": MAX_DIGITS}))
                return 0
            return float(text) if "." in text else int(text)
        return text


def _named(path: Path) -> str:
    """The last name on the way there."""
    return next((step[:60] for step in reversed(path) if isinstance(step, str)), "-")
