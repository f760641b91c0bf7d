# SPDX-License-Identifier: MPL-2.0
"""YAML as a run of events with types of our own: what begins, what stands there, what ends, and where."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError, YAMLStreamError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from services.booking.policy_files.issue import Issue, Mark, Unreadable

type Kind = Literal["document", "alias", "scalar", "list", "fields", "end"]

_KINDS: dict[type, Kind] = {
    DocumentStartEvent: "document",
    AliasEvent: "alias",
    ScalarEvent: "scalar",
    SequenceStartEvent: "list",
    MappingStartEvent: "fields",
    SequenceEndEvent: "end",
    MappingEndEvent: "end",
}


@dataclass(frozen=True, slots=True)
class YamlEvent:
    """One of them."""

    kind: Kind
    mark: Mark
    text: str = ""
    """Of a scalar."""
    plain: bool = False
    """Without quotes, so that it may be a number."""
    anchor: str | None = None
    tag: str | None = None


def yaml_events(text: str) -> Iterator[YamlEvent]:
    """Raises Unreadable where it is no YAML."""
    try:
        for event in YAML(typ="safe", pure=True).parse(text):  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
            if (kind := _KINDS.get(type(event))) is not None:  # pyright: ignore[reportUnknownArgumentType]
                yield _event(kind, event)
    except MarkedYAMLError as error:
        raise Unreadable(_malformed(error)) from None
    except (YAMLError, YAMLStreamError, ValueError, OverflowError) as error:  # e.g. an escape that is no character
        raise Unreadable(Issue(Mark(), "malformed", {"problem": str(error).split("\n")[0]})) from None


def _event(kind: Kind, event: Any) -> YamlEvent:
    tag = getattr(event, "ctag", None)
    return YamlEvent(
        kind,
        _mark(event.start_mark),
        str(getattr(event, "value", "")),
        getattr(event, "style", None) is None,
        getattr(event, "anchor", None),
        None if str(tag) in ("None", "!") else str(tag),
    )


def _malformed(error: Any) -> Issue:
    at = error.problem_mark or error.context_mark
    mark = _mark(at) if at else Mark()
    problem = str(error.problem or error.context or "")
    if "'\\t'" in problem:
        return Issue(mark, "tab")
    if "mapping values are not allowed" in problem:
        return Issue(mark, "stray_colon")
    return Issue(mark, "malformed", {"problem": problem})


def _mark(at: Any) -> Mark:
    return Mark(at.line + 1, at.column + 1)
