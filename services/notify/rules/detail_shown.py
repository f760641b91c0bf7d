# SPDX-License-Identifier: MPL-2.0
"""How much of a calendar somebody may see today."""

from collections.abc import Collection
from uuid import UUID

from services.notify.model import Detail, FeedKind
from services.shared.identity import StaffRole

STAFF = frozenset({StaffRole.CASEWORKER, StaffRole.CARETAKER, StaffRole.ADMINISTRATOR})
"""Those who see which association uses a room."""

FACILITATORS = frozenset({StaffRole.FACILITATOR, StaffRole.ADMINISTRATOR})
"""Those who run sessions, and may so have a calendar of their own."""


def detail_shown(
    kind: FeedKind, calendar_id: UUID, roles: frozenset[StaffRole], associations: Collection[UUID]
) -> Detail | None:
    """None: nothing at all. That a room is taken is no secret, for its page shows it to everybody.

    Of sites, rooms and associations; for the sessions somebody runs see `own_sessions_shown`.
    """
    if roles & STAFF:
        return Detail.STAFF
    if kind is not FeedKind.ASSOCIATION:
        return Detail.BUSY
    return Detail.ASSOCIATION if calendar_id in associations else None


def own_sessions_shown(facilitator_id: UUID, reader_id: UUID, roles: frozenset[StaffRole]) -> Detail | None:
    """Everything of one's own sessions, as long as one runs any; nothing of anybody else's."""
    return Detail.STAFF if reader_id == facilitator_id and roles & FACILITATORS else None
