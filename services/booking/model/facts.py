# SPDX-License-Identifier: MPL-2.0
"""What rules may look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from services.booking.model.people import Association, AssociationRole
from services.booking.model.time import Span
from services.booking.model.verdict import Words


@dataclass(frozen=True, slots=True)
class Room:
    """What rules need to know of a room; pages read more (queries)."""

    id: UUID
    name: str
    site_id: UUID
    site_name: str
    address: str
    capacity: int | None
    """Persons; None where the municipality has not published a figure."""
    calendar_id: UUID
    policy_id: UUID
    slug: str = ""
    site_slug: str = ""
    type: str = ""
    groups: frozenset[str] = frozenset()
    """What the municipality counts it among, in codes of its own, e.g. "school", "disability_suited"."""
    equipment: frozenset[str] = frozenset()
    capacity_by_layout: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day when the calendar is closed, and why."""

    day: date
    reason: Words


@dataclass(frozen=True, slots=True)
class SchoolHoliday:
    """Days without school, both included, at the room's school or in the whole municipality."""

    first: date
    last: date
    name: str


@dataclass(frozen=True, slots=True)
class Use:
    """A date that is or was booked, as limits count it."""

    booking_id: UUID
    association_id: UUID
    room_id: UUID
    room_type: str
    span: Span
    team: str
    status: str
    """As `Status`."""
    by_staff: bool = False
    """The municipality declined or cancelled it: never counted against an association."""
    late: bool = False
    """Cancelled after the deadline of its policy."""
    unused: bool = False
    """Nobody came."""
    site_id: UUID | None = None
    room_groups: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    """The association's type and all it is registered as."""
    traits: tuple[str, ...] = ()
    activity: str = ""
    attendance: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """All that rules may look at. Read under the lock when a booking is placed, without it for a trial."""

    now: datetime
    room: Room
    hours: tuple[Span, ...]
    """Opening hours around the wish, closing days not taken out; sorted and merged."""
    closed_days: tuple[ClosedDay, ...]
    association: Association | None
    """None while somebody looks around before saying for whom."""
    actor_roles: frozenset[AssociationRole] = frozenset()
    actor_is_staff: bool = False
    contact_id: UUID | None = None
    """Who in the association is told when somebody else acts for it: its booking officer, else its chair."""
    uses: tuple[Use, ...] = ()
    """Dates under the same policy that its limits may count, as far away as the policy's `reach`; the wish is not among
    them."""
    school_holidays: tuple[SchoolHoliday, ...] = ()
    """Those that touch the wish."""
    policy_version: int = 0

    @property
    def booked(self) -> tuple[Span, ...]:
        """The association's own dates that hold a room, requests included."""
        owner = self.association.id if self.association else None
        return tuple(
            use.span for use in self.uses if use.association_id == owner and use.status in ("requested", "confirmed")
        )
