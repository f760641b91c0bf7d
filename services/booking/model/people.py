# SPDX-License-Identifier: MPL-2.0
"""Who asks, and for whom."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.shared.wall_clock import local


class AssociationRole(StrEnum):
    """A person's role in an association. Booking rights follow the role, not the person."""

    CHAIR = "chair"
    TREASURER = "treasurer"
    BOOKING_OFFICER = "booking_officer"
    TEAM_CONTACT = "team_contact"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it, as history will name them."""

    id: UUID
    name: str
    is_staff: bool = False
    association_id: UUID | None = None
    """Set for an association's own key, which acts as its booking officer."""

    @property
    def is_member(self) -> bool:
        """True for a person who acts for their association."""
        return not self.is_staff and self.association_id is None


MUNICIPALITY = UUID("5e083fb0-8ae9-5e3f-ab44-d914cebb3f69")
"""The association that stands for the municipality itself: rooms for citizens' sessions are booked by it."""


@dataclass(frozen=True, slots=True)
class Association:
    """What rules need to know of an association."""

    id: UUID
    name: str
    type: str
    approved_on: date | None
    approved_until: date | None
    """Last day of the approval; None: until further notice."""
    child_certificate_declared_on: date | None
    members: int | None = None
    """None: not reported."""
    members_under_25: int | None = None
    groups: frozenset[str] = frozenset()
    """What the municipality has registered it as, in codes of its own, e.g. "section18", "local"."""
    documents: frozenset[str] = frozenset()
    """What it has handed in, e.g. "statutes"."""

    def is_approved(self, at: datetime) -> bool:
        """True when its approval holds on the Danish day of that instant."""
        if self.approved_on is None or self.approved_until is None:
            return self.approved_on is not None
        return local(at).date() <= self.approved_until

    def is_one_of(self, groups: Collection[str], at: datetime) -> bool:
        """True when it is registered as one of them; "approved" follows from its approval, and nobody need register it."""
        return not self.groups.isdisjoint(groups) or ("approved" in groups and self.is_approved(at))
