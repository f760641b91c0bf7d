# SPDX-License-Identifier: MPL-2.0
"""GET /bookinger/{id}/kalender.ics: the date as a file for one's own calendar. It says the same as feed and mail."""

from typing import Any
from uuid import UUID

from icalendar import Calendar, Event
from litestar import Request, Response, get
from litestar.params import FromPath

from services.booking.queries.bookings import BookingDetail
from services.booking.web.booking import seen_booking
from services.shared.web.access import SIGNED_IN, allow
from services.shared.web.visit import Visit

NAMESPACE = "aaben-kommune"
"""Behind the @ of every UID, as in feeds and mails, so that a calendar knows it for the same date."""

STATUS = {"requested": "TENTATIVE", "confirmed": "CONFIRMED"}


@get("/bookinger/{booking_id:uuid}/kalender.ics", opt=allow(SIGNED_IN), include_in_schema=False)
async def calendar_file(request: Request[Any, Any, Any], booking_id: FromPath[UUID]) -> Response[bytes]:
    """One VEVENT, times in UTC (RFC 5545)."""
    one = await seen_booking(Visit.of(request), booking_id)
    return Response(
        calendar_of(one),
        media_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="booking-{one.number}.ics"'},
    )


def calendar_of(one: BookingDetail) -> bytes:
    """The date as it stands now."""
    event: Any = Event()  # icalendar types its values as unknown
    event.add("uid", f"{one.occurrence_id}@{NAMESPACE}")
    event.add("dtstamp", one.changed_at)
    event.add("dtstart", one.span.start)
    event.add("dtend", one.span.end)
    event.add("sequence", one.sequence)
    event.add("summary", f"{one.purpose} ({one.room_name})")
    event.add(
        "location", ", ".join(dict.fromkeys(part for part in (one.room_name, one.site_name, one.address) if part))
    )
    event.add("description", f"Booking {one.number}")
    event.add("status", STATUS.get(one.status.value, "CANCELLED"))
    calendar: Any = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Aaben Kommune//Lokaler og dialog//DA")
    calendar.add_component(event)
    return calendar.to_ical()
