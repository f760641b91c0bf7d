# SPDX-License-Identifier: MPL-2.0
"""What stands in a policy file."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from services.booking.policy_files.example import Example
from services.booking.rules import AnyRule
from services.booking.rules.misfit import Misfit

Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=500)]
PublishedId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,80}$")]
FileName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,60}$")]


class Published(BaseModel):
    """A rule as the municipality has published it. Rules of this file answer it by its `id`, as `published_id`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: PublishedId
    says: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    """What it says, in short."""
    source: Address | None = None
    elsewhere: Line | None = None
    """Which other part of the system keeps it (opening hours, prices, ...), and how."""
    missing: Line | None = None
    """What of it the system does not keep."""


class PolicyFile(BaseModel):
    """One policy, adopted by a named body, with examples that say what it means."""

    model_config = ConfigDict(frozen=True, extra="forbid", title="Policy file")

    policy: Line
    """Its name."""
    municipality: Line
    version: Annotated[int, Field(ge=1, le=100_000)]
    valid_from: date
    """The first day bookings are decided under it."""
    adopted_by: Line
    """The body that adopted it."""
    adopted_on: date
    document_url: Address | None = None
    """Where the adopted text can be read."""
    extends: Annotated[tuple[FileName, ...], Field(max_length=5)] = ()
    """Files in the same folder, without .yaml, whose rules hold as well."""
    published: Annotated[tuple[Published, ...], Field(max_length=500)] = ()
    rules: Annotated[tuple[Annotated[AnyRule, Field(discriminator="rule")], ...], Field(max_length=500)]
    examples: Annotated[tuple[Example, ...], Field(max_length=500)] = ()

    @property
    def sourced_rules(self) -> tuple[AnyRule, ...]:
        """The rules; one that names no source of its own has that of the published rule it answers."""
        known = {one.id: one.source for one in self.published if one.source}
        return tuple(
            rule.model_copy(update={"source": known[rule.published_id]})
            if rule.source is None and rule.published_id in known
            else rule
            for rule in self.rules
        )

    @model_validator(mode="after")
    def _holds_once_adopted(self) -> "PolicyFile":
        if self.adopted_on > self.valid_from:
            raise Misfit("valid_before_adopted")
        return self
