# SPDX-License-Identifier: MPL-2.0
"""What every API answers with: times, cursors, and problems (RFC 9457)."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

Local = Annotated[datetime, Meta(examples=["2026-12-01T18:00:00+01:00"])]
Cursor = Annotated[str | None, Meta(description="Send it as `cursor` to go on; null at the end")]


class Answer(Struct, frozen=True, kw_only=True):
    """What all answers share."""


class Problem(Answer, frozen=True, kw_only=True):
    """RFC 9457."""

    type: Annotated[str, Meta(description="Stable address of a page about this kind of problem")]
    title: str
    status: int
    detail: str


class FieldProblem(Answer, frozen=True, kw_only=True):
    """What is wrong with one field."""

    field: str
    message: str


class MalformedProblem(Problem, frozen=True, kw_only=True):
    """The request itself cannot be read."""

    errors: list[FieldProblem] = []
