# SPDX-License-Identifier: MPL-2.0
"""Write a policy file that `read_policy_text` reads back as the same rules."""

import re
from collections.abc import Sequence
from datetime import date
from io import StringIO
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from services.booking.rules import AnyRule
from services.booking.rules.stored_rules import write_rules

_NEEDS_NO_QUOTES = re.compile(r"[A-Za-zÆØÅæøå](?:[\w /().-]*[\w.)])?")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


def write_policy_file(
    *,
    name: str,
    municipality: str,
    version: int,
    valid_from: date,
    adopted_by: str,
    adopted_on: date,
    document_url: str | None,
    rules: Sequence[AnyRule],
    remark: str = "",
) -> str:
    """The whole file; `remark` stands on top of it as comments."""
    head: dict[str, Any] = {
        "policy": name,
        "municipality": municipality,
        "version": version,
        "valid_from": valid_from.isoformat(),
        "adopted_by": adopted_by,
        "adopted_on": adopted_on.isoformat(),
    }
    if document_url:
        head["document_url"] = document_url
    out = StringIO()
    writer = YAML(pure=True)
    writer.default_flow_style = None  # lists of plain values on one line
    writer.width = 4_096
    writer.dump(_quoted({**head, "rules": write_rules(tuple(rules))}), out)  # pyright: ignore[reportUnknownMemberType]
    comments = "".join(f"# {line}\n" for line in remark.splitlines())
    return comments + out.getvalue()


def _quoted(value: object) -> object:
    """Text that could be taken for something else stands in quotes: dates, clock times, periods, numbers, true."""
    if isinstance(value, dict):
        return {name: _quoted(one) for name, one in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_quoted(one) for one in cast("list[object]", value)]
    if isinstance(value, str) and (value.casefold() in _WORDS or not _NEEDS_NO_QUOTES.fullmatch(value)):
        return DoubleQuotedScalarString(value)
    return value
