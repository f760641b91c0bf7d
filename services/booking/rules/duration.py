# SPDX-License-Identifier: MPL-2.0
"""A booking is neither too short nor too long."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from services.booking.model import Facts, Verdict, Wish
from services.booking.rules.rule import Rule

Length = Annotated[timedelta, Field(gt=timedelta())]


class Duration(Rule):
    """`minimum` and `maximum` elapsed time; either may be left out."""

    rule: Literal["duration"] = "duration"
    minimum: Length | None = None
    maximum: Length | None = None


def duration(wish: Wish, _facts: Facts, parameters: Duration) -> Verdict | None:
    """Tell the limit that is broken."""
    length = wish.span.length
    if parameters.minimum is not None and length < parameters.minimum:
        return Verdict(parameters.rule, parameters.effect, "too_short", {"minimum": parameters.minimum})
    if parameters.maximum is not None and length > parameters.maximum:
        return Verdict(parameters.rule, parameters.effect, "too_long", {"maximum": parameters.maximum})
    return None
