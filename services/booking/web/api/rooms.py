# SPDX-License-Identifier: MPL-2.0
"""`/api/booking/v1/rooms`: find rooms, read one, see when it is free. Open to all; nobody is named."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get
from litestar.exceptions import ValidationException
from litestar.params import FromPath, FromQuery, QueryParameter
from msgspec import Meta

from services.booking.errors import NoSuchRoom
from services.booking.model import Span, Verdict
from services.booking.queries.availability import list_free, list_taken
from services.booking.queries.named_rooms import list_named
from services.booking.queries.rooms import find_room, find_room_slug
from services.booking.queries.search import FoundRoom, Search, search_rooms
from services.booking.web.api import answers, telling
from services.booking.web.api.bodies import PLAIN
from services.booking.web.api.documented import documented
from services.shared.web.access import PUBLIC, allow
from services.shared.web.paging import read_cursor, write_cursor
from services.shared.web.visit import Visit

LONGEST = timedelta(days=62)
CLOCK = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
Equipment = Annotated[str, Meta(max_length=60, pattern="^[a-z0-9_]+$")]
Weekday = Annotated[int, Meta(ge=1, le=7)]


@get("/api/booking/v1/rooms", opt=allow(PUBLIC), responses=documented(), tags=["rooms"], operation_id="listRooms")
async def rooms(
    request: Request[Any, Any, Any],
    first_day: Annotated[date | None, QueryParameter(name="from", description="First day; today when left out")] = None,
    last_day: Annotated[
        date | None, QueryParameter(name="to", description="Last day, included; a week when left out")
    ] = None,
    earliest: Annotated[
        str | None, QueryParameter(pattern=CLOCK, max_length=5, description="Not before, as 18:00")
    ] = None,
    latest: Annotated[
        str | None, QueryParameter(pattern=CLOCK, max_length=5, description="Not after, as 22:00")
    ] = None,
    minutes: Annotated[int, QueryParameter(ge=5, le=1440, description="How long")] = 60,
    people: Annotated[int, QueryParameter(ge=1, le=100_000, description="How many")] = 1,
    type: Annotated[str | None, QueryParameter(max_length=60, pattern="^[a-z0-9_]+$")] = None,  # noqa: A002
    place: Annotated[
        str, QueryParameter(max_length=100, pattern=PLAIN, description="Part of a site, town or postcode")
    ] = "",
    equipment: Annotated[list[Equipment] | None, QueryParameter(max_items=20, description="All of these")] = None,
    weekday: Annotated[list[Weekday] | None, QueryParameter(max_items=7, description="ISO: Monday is 1")] = None,
    step_free: FromQuery[bool] = False,
    hearing_loop: FromQuery[bool] = False,
    parts: Annotated[bool, QueryParameter(description="Also parts of halls")] = True,
    q: Annotated[
        str | None,
        QueryParameter(
            max_length=100, pattern=PLAIN, description="Rooms by name, with what is against each; no paging"
        ),
    ] = None,
    cursor: Annotated[str, QueryParameter(max_length=2000, pattern="^[A-Za-z0-9_-]*$")] = "",
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 20,
) -> answers.RoomPage:
    """Rooms that fit and have free time long enough, the smallest first. With `q`: those of that name, fitting or not."""
    visit = Visit.of(request)
    first, last = _days(first_day, last_day, visit.today)
    search = Search(
        first_day=first,
        last_day=last,
        earliest=time.fromisoformat(earliest or "00:00"),
        latest=time.fromisoformat(latest) if latest and latest != "00:00" else None,
        length=timedelta(minutes=minutes),
        people=people,
        type=type,
        place=place,
        equipment=frozenset(equipment or ()),
        step_free=step_free,
        hearing_loop=hearing_loop,
        weekdays=frozenset(weekday or ()),
        include_parts=parts,
    )
    async with visit.pool.acquire() as connection:
        if q and q.strip():
            named = await list_named(connection, q, search, now=visit.now)
            return answers.RoomPage(items=[_found(one.room, one.against, visit) for one in named], next=None)
        found = await search_rooms(connection, search, now=visit.now, after=read_cursor(cursor), limit=limit + 1)
    more = write_cursor(found[limit - 1].place_in_list) if len(found) > limit else None
    return answers.RoomPage(items=[_found(room, (), visit) for room in found[:limit]], next=more)


def _days(first: date | None, last: date | None, today: date) -> tuple[date, date]:
    first = first or today
    last = last or first + timedelta(days=6)
    if not (2000 <= first.year < 2100 and 2000 <= last.year < 2100):
        raise _wrong("from", "Expected days in the years 2000 to 2099")
    if not first <= last <= first + LONGEST:
        raise _wrong("to", "Expected a day from `from` to 62 days after it")
    return first, last


def _wrong(name: str, message: str) -> ValidationException:
    return ValidationException(extra=[{"key": name, "message": message, "source": "query"}])


def _found(room: FoundRoom, against: tuple[Verdict, ...], visit: Visit) -> answers.FoundRoom:
    return answers.FoundRoom(
        id=room.id,
        slug=room.slug,
        name=room.name,
        type=room.type,
        site_name=room.site_name,
        site_slug=room.site_slug,
        city=room.city,
        capacity=room.capacity,
        equipment=list(room.equipment),
        step_free=room.step_free,
        hearing_loop=room.hearing_loop,
        free=telling.times(room.free),
        against=telling.verdicts(against, visit),
    )


@get(
    "/api/booking/v1/rooms/{room_id:uuid}",
    opt=allow(PUBLIC),
    responses=documented(404),
    tags=["rooms"],
    operation_id="getRoom",
)
async def room(request: Request[Any, Any, Any], room_id: FromPath[UUID]) -> answers.Room:
    """One room, with what is known of it."""
    visit = Visit.of(request)
    async with visit.pool.acquire() as connection:
        slug = await find_room_slug(connection, room_id)
        detail = await find_room(connection, slug) if slug else None
    if detail is None:
        raise NoSuchRoom(str(room_id))
    return answers.Room(
        id=detail.id,
        slug=detail.slug,
        name=detail.name,
        type=detail.type,
        site_id=detail.site_id,
        site_slug=detail.site_slug,
        site_name=detail.site_name,
        address=detail.address,
        capacity=detail.capacity,
        capacity_by_layout=dict(detail.capacity_by_layout),
        area_m2=detail.area_m2,
        equipment=list(detail.equipment),
        equipment_text=detail.equipment_text,
        step_free=detail.step_free,
        hearing_loop=detail.hearing_loop,
        accessible_toilet=detail.accessible_toilet,
        quiet_room=detail.quiet_room,
        note=detail.note,
        source_url=detail.source_url,
        part_of=detail.part_of.id if detail.part_of else None,
        parts=[part.id for part in detail.parts],
    )


@get(
    "/api/booking/v1/rooms/{room_id:uuid}/availability",
    opt=allow(PUBLIC),
    responses=documented(404),
    tags=["rooms"],
    operation_id="getAvailability",
)
async def availability(
    request: Request[Any, Any, Any],
    room_id: FromPath[UUID],
    start: Annotated[datetime, QueryParameter(name="from", description="RFC 3339 with an offset")],
    end: Annotated[datetime, QueryParameter(name="to", description="At most 62 days later")],
) -> answers.Availability:
    """When the room is free (open, and no part of it taken), and when some part of it is taken."""
    visit = Visit.of(request)
    span = _span(start, end)
    async with visit.pool.acquire() as connection:
        if await find_room_slug(connection, room_id) is None:
            raise NoSuchRoom(str(room_id))
        free = await list_free(connection, room_id, span)
        taken = await list_taken(connection, room_id, span)
    return answers.Availability(room_id=room_id, free=telling.times(free), taken=telling.times(taken))


def _span(start: datetime, end: datetime) -> Span:
    for name, instant in (("from", start), ("to", end)):
        if instant.tzinfo is None:
            raise _wrong(name, "Expected a time with its offset, as 2026-12-01T18:00:00+01:00 (write + as %2B)")
        if not 2000 <= instant.year < 2100:
            raise _wrong(name, "Expected a year from 2000 to 2099")
    if not start < end <= start + LONGEST:
        raise _wrong("to", "Expected a time after `from`, at most 62 days")
    return Span(start, end)
