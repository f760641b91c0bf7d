# SPDX-License-Identifier: MPL-2.0
"""A policy version as stored: who adopted it, from when, and its rules."""

import json
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from services.booking.errors import PolicyInvalid
from services.booking.rules import AnyRule, in_order


class Policy(BaseModel):
    """One adopted version. Bookings keep the version they were decided under."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    policy_id: UUID
    version: int
    name: str
    valid_from: date
    adopted_by: str
    adopted_on: date
    document_url: str | None = None
    rules: Annotated[tuple[Annotated[AnyRule, Field(discriminator="rule")], ...], AfterValidator(in_order)]

    @cached_property
    def reach(self) -> timedelta:
        """How far from a wish, both ways, other dates matter to it."""
        return max((rule.reach for rule in self.rules), default=timedelta())


@lru_cache(maxsize=512)
def read_policy(
    policy_id: UUID,
    version: int,
    name: str,
    valid_from: date,
    adopted_by: str,
    adopted_on: date,
    document_url: str | None,
    rules: str,
) -> Policy:
    """Check a stored policy; its rules are JSON. An adopted version never changes, so the answer is kept.

    Raises PolicyInvalid, naming what does not fit.
    """
    head = {
        "policy_id": policy_id,
        "version": version,
        "name": name,
        "valid_from": valid_from,
        "adopted_by": adopted_by,
        "adopted_on": adopted_on,
        "document_url": document_url,
    }
    try:
        return Policy.model_validate({**head, "rules": json.loads(rules)})
    except (ValidationError, json.JSONDecodeError) as error:
        raise PolicyInvalid(str(error)) from error
