# SPDX-License-Identifier: MPL-2.0
"""Who is asking. The portal decides it; every service reads it the same way."""

from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class StaffRole(StrEnum):
    """What a municipal employee may do; granted in the portal."""

    CASEWORKER = "caseworker"  # decides requests, closes rooms, overrides with a reason
    CARETAKER = "caretaker"  # sees what happens on a site today
    FACILITATOR = "facilitator"  # runs dialogue sessions
    ADMINISTRATOR = "administrator"  # everything, including people and keys


class Kind(StrEnum):
    """How the caller proved who they are."""

    ANONYMOUS = "anonymous"
    PERSON = "person"
    STAFF_KEY = "staff_key"
    ASSOCIATION_KEY = "association_key"


class Principal(BaseModel):
    """The caller of one request. Association roles are not here: booking owns them."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    person_id: UUID | None = None
    """A key has an id of its own here, so that history can name it."""
    name: str = ""
    staff_roles: frozenset[StaffRole] = frozenset()
    association_id: UUID | None = None
    """Only for an association key: the one association it speaks for."""

    @property
    def is_signed_in(self) -> bool:
        """True for a person and for any key."""
        return self.kind is not Kind.ANONYMOUS

    def has_any(self, roles: frozenset[StaffRole]) -> bool:
        """True when the caller holds one of the roles; an administrator holds them all."""
        return bool(self.staff_roles & (roles | {StaffRole.ADMINISTRATOR}))


ANONYMOUS = Principal(kind=Kind.ANONYMOUS)
