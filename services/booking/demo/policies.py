# SPDX-License-Identifier: MPL-2.0
"""The demo municipality's policies, as written in `policies.json`. `document_url`: where the parameters come from."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from services.booking.rules import AnyRule


class DemoPolicyVersion(BaseModel):
    """One adopted version."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    valid_from: date
    adopted_by: str
    adopted_on: date
    document_url: str
    rules: tuple[Annotated[AnyRule, Field(discriminator="rule")], ...]


class DemoPolicy(BaseModel):
    """A policy and its versions, oldest first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    versions: tuple[DemoPolicyVersion, ...]

    def in_force(self, day: date) -> DemoPolicyVersion:
        """The newest version valid that day; before the first there is the first."""
        valid = [version for version in self.versions if version.valid_from <= day]
        return valid[-1] if valid else self.versions[0]


@cache
def demo_policies() -> dict[str, DemoPolicy]:
    """All policies by key."""
    text = (Path(__file__).parent / "policies.json").read_bytes()
    return TypeAdapter(dict[str, DemoPolicy]).validate_json(text)
