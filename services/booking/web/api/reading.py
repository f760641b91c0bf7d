# SPDX-License-Identifier: MPL-2.0
"""`/api/booking/v1/bookings/{id}`, an association's bookings, and which associations the caller acts for."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath, QueryParameter

from services.booking.errors import NoSuchAssociation, NoSuchBooking, NotAllowed
from services.booking.model import Status
from services.booking.queries.associations import find_association
from services.booking.queries.bookings import BookingDetail, find_booking_detail
from services.booking.queries.listed_bookings import ListedBooking, Wanted, When, list_bookings
from services.booking.queries.memberships import list_memberships
from services.booking.store.verdicts import read_verdicts
from services.booking.web.actor import may_see
from services.booking.web.api import answers, telling
from services.booking.web.api.documented import documented
from services.shared.wall_clock import local
from services.shared.web.access import ASSOCIATION, allow
from services.shared.web.paging import BadCursor, read_cursor, write_cursor
from services.shared.web.visit import Visit

PageCursor = Annotated[str, QueryParameter(name="cursor", max_length=2000, pattern="^[A-Za-z0-9_-]*$")]
PageSize = Annotated[int, QueryParameter(name="limit", ge=1, le=100)]


@get(
    "/api/booking/v1/bookings/{booking_id:uuid}",
    opt=allow(ASSOCIATION),
    responses=documented(401, 404),
    tags=["bookings"],
    operation_id="getBooking",
)
async def booking(request: Request[Any, Any, Any], booking_id: FromPath[UUID]) -> Response[answers.BookingDetail]:
    """One booking, for its association and for staff."""
    visit = Visit.of(request)
    async with visit.pool.acquire() as connection:
        detail = await find_booking_detail(connection, booking_id)
    if detail is None or not await may_see(visit.pool, visit.caller, detail.association_id, now=visit.now):
        raise NoSuchBooking(str(booking_id))
    return telling.answer(_detail(detail, visit), detail.version)


def _detail(detail: BookingDetail, visit: Visit) -> answers.BookingDetail:
    return answers.BookingDetail(
        **shared_fields(detail),
        address=detail.address,
        placed_at=local(detail.placed_at),
        placed_by_name=detail.placed_by_name,
        reason=detail.reason,
        verdicts=telling.verdicts(read_verdicts(detail.verdicts), visit),
        history=[
            answers.Change(
                version=change.version,
                at=local(change.at),
                action=change.action,
                actor_name=change.actor_name,
                by_staff=change.by_staff,
            )
            for change in detail.history
        ],
    )


def shared_fields(row: Any) -> dict[str, Any]:
    """What every view of a booking has under the same name."""
    span = row.span
    names = answers.Booking.__struct_fields__
    fields = {name: value for name, value in asdict(row).items() if name in names}
    status = getattr(row, "status", Status.REQUESTED)
    return fields | {"status": status.value, "starts_at": local(span.start), "ends_at": local(span.end)}


@get(
    "/api/booking/v1/associations/{association_id:uuid}/bookings",
    opt=allow(ASSOCIATION),
    responses=documented(401, 403, 404),
    tags=["associations"],
    operation_id="listBookings",
)
async def association_bookings(
    request: Request[Any, Any, Any],
    association_id: FromPath[UUID],
    when: Annotated[
        When, QueryParameter(description="`past` runs backwards, the others forwards; what is going on is upcoming")
    ] = "upcoming",
    status: Annotated[
        list[answers.StatusName] | None, QueryParameter(max_items=5, description="All when left out")
    ] = None,
    cursor: PageCursor = "",
    limit: PageSize = 20,
) -> answers.BookingPage:
    """The association's bookings by time."""
    visit = Visit.of(request)
    place = place_of(cursor)
    async with visit.pool.acquire() as connection:
        if await find_association(connection, association_id) is None:
            raise NoSuchAssociation(str(association_id))
    if not await may_see(visit.pool, visit.caller, association_id, now=visit.now):
        raise NotAllowed(str(association_id))
    wanted = Wanted(association_id, when, tuple(Status(one) for one in status or ()))
    async with visit.pool.acquire() as connection:
        found = await list_bookings(connection, wanted, now=visit.now, after=place, limit=limit + 1)
    return answers.BookingPage(
        items=[answers.Booking(**shared_fields(one)) for one in found[:limit]], next=next_place(found, limit)
    )


def place_of(cursor: str) -> telling.Place | None:
    """Where a list by time goes on. Raises BadCursor."""
    try:
        return telling.read_place(read_cursor(cursor))
    except ValueError as error:
        raise BadCursor from error


def next_place(found: tuple[ListedBooking, ...], limit: int) -> str | None:
    """The cursor after a page, of which one more than fits was read."""
    if len(found) <= limit:
        return None
    last = found[limit - 1]
    return write_cursor(telling.place_in_list(last.span, last.occurrence_id))


@get(
    "/api/booking/v1/associations/mine",
    opt=allow(ASSOCIATION),
    responses=documented(401),
    tags=["associations"],
    operation_id="listMyAssociations",
)
async def my_associations(request: Request[Any, Any, Any]) -> answers.Associations:
    """The associations the caller acts for today: by their roles, or by their key."""
    visit = Visit.of(request)
    if visit.caller.association_id:
        async with visit.pool.acquire() as connection:
            own = await find_association(connection, visit.caller.association_id)
        items = [answers.Association(id=own.id, name=own.name, roles=["booking_officer"])] if own else []
        return answers.Associations(items=items)
    roles: dict[tuple[UUID, str], list[str]] = {}
    if visit.caller.person_id:
        for one in await list_memberships(visit.pool, visit.caller.person_id, visit.today):
            roles.setdefault((one.association_id, one.association_name), []).append(one.role)
    return answers.Associations(
        items=[answers.Association(id=key, name=name, roles=held) for (key, name), held in roles.items()]
    )
