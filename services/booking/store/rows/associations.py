# SPDX-License-Identifier: MPL-2.0
"""Rows of policies, and of associations and who acts for them."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from services.booking.store.rows import Row


@dataclass(frozen=True, slots=True)
class PolicyRow(Row):
    TABLE: ClassVar[str] = "policies"
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class PolicyVersionRow(Row):
    TABLE: ClassVar[str] = "policy_versions"
    policy_id: UUID
    version: int
    valid_from: date
    adopted_by: str
    adopted_on: date
    document_url: str | None
    rules: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class AssociationRow(Row):
    TABLE: ClassVar[str] = "associations"
    id: UUID
    name: str
    sort_key: str
    type: str
    cvr: str | None
    approved_on: date | None
    approved_until: date | None
    child_certificate_declared_on: date | None
    members: int | None
    members_under_25: int | None


@dataclass(frozen=True, slots=True)
class RoleRow(Row):
    TABLE: ClassVar[str] = "association_roles"
    association_id: UUID
    person_id: UUID
    person_name: str
    role: str
    valid_until: date | None
