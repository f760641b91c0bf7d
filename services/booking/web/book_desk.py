# SPDX-License-Identifier: MPL-2.0
"""Who stands at the booking form of a room, and what they ask for so far."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from services.booking.commands.try_booking import Trial, try_booking
from services.booking.errors import NoSuchRoom, NotAllowed
from services.booking.model import Wish
from services.booking.queries.choices import AssociationLink, list_associations, list_site_rooms
from services.booking.queries.memberships import list_memberships
from services.booking.queries.rooms import RoomDetail, RoomLink, find_room
from services.booking.web.actor import DECIDES, actor_of
from services.booking.web.book_form import BookForm, read_book_form
from services.booking.web.boxes import Boxes
from services.booking.web.series_form import SeriesForm, read_series
from services.shared.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Desk:
    """What the form stands on: the room, and for whom the caller may book."""

    room: RoomDetail
    associations: tuple[AssociationLink, ...]
    is_staff: bool
    site_rooms: tuple[RoomLink, ...]

    @property
    def ids(self) -> frozenset[UUID]:
        """The associations' ids."""
        return frozenset(association.id for association in self.associations)


@dataclass
class Asked:
    """What is asked for at a desk. `series` when it is many dates, or several rooms."""

    desk: Desk
    form: BookForm
    series: SeriesForm | None
    boxes: Boxes

    @property
    def typed(self) -> Mapping[str, str]:
        """Each field as it was sent."""
        return self.form.typed

    @property
    def wish(self) -> Wish | None:
        """The first date's, as soon as there is something to judge."""
        return self.form.wish(self.desk.room.id)


def read_asked(desk: Desk, typed: Mapping[str, str], boxes: Boxes) -> Asked:
    """What the fields mean at this desk."""
    form = read_book_form(typed, desk.ids)
    room = RoomLink(desk.room.id, desk.room.slug, desk.room.name)
    series = read_series(typed, boxes, form.span, room, desk.site_rooms)
    if series and series.recurrence:
        boxes = {**boxes, "day": (), "skip": tuple(day.isoformat() for day in series.recurrence.skip)}
    return Asked(desk, form, series, boxes)


async def find_desk(visit: Visit, slug: str) -> Desk:
    """The room's desk for the caller. Raises NoSuchRoom."""
    is_staff = visit.caller.has_any(DECIDES)
    async with visit.pool.acquire() as connection:
        room = await find_room(connection, slug)
        if room is None:
            raise NoSuchRoom(slug)
        site_rooms = await list_site_rooms(connection, room.site_id)
        everybody = await list_associations(connection) if is_staff or visit.caller.association_id else ()
    if is_staff or visit.caller.association_id:
        mine = tuple(one for one in everybody if is_staff or one.id == visit.caller.association_id)
    else:
        person = actor_of(visit.caller).id
        memberships = await list_memberships(visit.pool, person, visit.today)
        mine = tuple(
            AssociationLink(*one)
            for one in dict.fromkeys((one.association_id, one.association_name) for one in memberships)
        )
    return Desk(room, mine, is_staff, site_rooms)


async def try_wish(visit: Visit, wish: Wish | None, *, apart_from: UUID | None = None) -> Trial | None:
    """What would come of one date; None while there is nothing to judge."""
    if wish is None:
        return None
    try:
        return await try_booking(visit.pool, wish, actor_of(visit.caller), now=visit.now, apart_from=apart_from)
    except NotAllowed:
        return None


MACHINERY = frozenset({"csrf", "key", "check", "edit", "place", "shift", "whole", "seen"})
"""Fields that say what is to be done, not what is wished."""


def kept_fields(typed: Mapping[str, str], boxes: Boxes, *, without: Collection[str] = ()) -> list[tuple[str, str]]:
    """All that is wished, name by value, for an address or for hidden fields."""
    left_out = {*MACHINERY, *without}
    single = [(name, value) for name, value in typed.items() if value and name not in left_out and name not in boxes]
    return single + [(name, value) for name, values in boxes.items() if name not in left_out for value in values]
