# SPDX-License-Identifier: MPL-2.0
"""What somebody may see right now: asked of the portal and of booking, believed for a minute."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.notify.errors import NoSuchCalendar
from services.notify.model import OWN_SESSIONS, Detail, FeedKind, Place
from services.notify.rules.detail_shown import STAFF, detail_shown, own_sessions_shown
from services.shared.bus import Bus
from services.shared.contracts.booking import MembershipsReply, MembershipsRequest, PlaceReply, PlaceRequest
from services.shared.contracts.portal import RightsReply, RightsRequest

BELIEVED = timedelta(seconds=60)
REMEMBERED = 10_000
"""Holders; a feed that nobody reads leaves no trace for long."""

type _Key = tuple[UUID, FeedKind, UUID]


@dataclass(frozen=True, slots=True)
class _Believed:
    detail: Detail | None
    until: datetime


class Rights:
    """Raises Unanswered when they cannot be asked for: then nothing is known, which is not the same as no rights."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._believed: dict[_Key, _Believed] = {}

    async def detail(self, owner_id: UUID, kind: FeedKind, calendar_id: UUID, *, now: datetime) -> Detail | None:
        """How much of a calendar the owner may see; None: nothing."""
        key = (owner_id, kind, calendar_id)
        believed = self._believed.get(key)
        if believed is None or believed.until <= now:
            believed = _Believed(await self._ask(owner_id, kind, calendar_id), now + BELIEVED)
            if len(self._believed) >= REMEMBERED:
                self._believed.clear()
            self._believed[key] = believed
        return believed.detail

    async def _ask(self, owner_id: UUID, kind: FeedKind, calendar_id: UUID) -> Detail | None:
        rights = await self._bus.request(RightsRequest(holder_id=owner_id), RightsReply)
        if not rights.known:
            return None
        if kind is FeedKind.FACILITATOR:
            return own_sessions_shown(calendar_id, owner_id, rights.staff_roles)
        associations = {rights.association_id} if rights.association_id else set[UUID]()
        if kind is FeedKind.ASSOCIATION and not rights.staff_roles & STAFF and not associations:
            associations = {place.id for place in await self.associations(owner_id)}
        return detail_shown(kind, calendar_id, rights.staff_roles, associations)

    async def associations(self, person_id: UUID) -> list[Place]:
        """Those the person acts for today."""
        reply = await self._bus.request(MembershipsRequest(person_id=person_id), MembershipsReply)
        named = {each.association_id: each.association_name for each in reply.memberships}
        return [Place(FeedKind.ASSOCIATION, association_id, name) for association_id, name in named.items()]

    async def place(self, kind: FeedKind, place_id: UUID) -> Place:
        """What it is called. Raises NoSuchCalendar."""
        if kind is FeedKind.FACILITATOR:
            return Place(kind, place_id, OWN_SESSIONS)
        if kind is FeedKind.PROGRAMME:
            raise NoSuchCalendar
        reply = await self._bus.request(PlaceRequest(kind=kind.value, id=place_id), PlaceReply)
        if reply.name is None:
            raise NoSuchCalendar
        return Place(kind, place_id, reply.name)
