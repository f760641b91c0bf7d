# SPDX-License-Identifier: MPL-2.0
"""GET /bookinger/{id}/kalender.ics: its dates as a file for one's own calendar. It says the same as feed and mail."""

from typing import Any
from uuid import UUID

from icalendar import Calendar, Event
from litestar import Request, Response, get
from litestar.params import FromPath

from services.booking.model import Status
from services.booking.queries.bookings import BookedDate, BookingDetail
from services.booking.web.booking import seen_booking
from services.shared.web.access import SIGNED_IN, allow
from services.shared.web.visit import Visit

NAMESPACE = "aaben-kommune"
"""Behind the @ of every UID, as in feeds and mails, so that a calendar knows it for the same date."""

STATUS = {"requested": "TENTATIVE", "confirmed": "CONFIRMED"}


@get("/bookinger/{booking_id:uuid}/kalender.ics", opt=allow(SIGNED_IN), include_in_schema=False)
async def calendar_file(request: Request[Any, Any, Any], booking_id: FromPath[UUID]) -> Response[bytes]:
    """One VEVENT for each date, times in UTC (RFC 5545)."""
    one = await seen_booking(Visit.of(request), booking_id)
    return Response(
        calendar_of(one),
        media_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="booking-{one.number}.ics"'},
    )


def calendar_of(one: BookingDetail) -> bytes:
    """The dates as they stand now; one that is missing was never in a calendar."""
    calendar: Any = Calendar()  # icalendar types its values as unknown
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Aaben Kommune//Lokaler og dialog//DA")
    for date in one.dates:
        if date.status is not Status.MISSING:
            calendar.add_component(_event(one, date))
    return calendar.to_ical()


def _event(one: BookingDetail, date: BookedDate) -> Any:
    event: Any = Event()
    event.add("uid", f"{date.occurrence_id}@{NAMESPACE}")
    event.add("dtstamp", date.changed_at)
    event.add("dtstart", date.span.start)
    event.add("dtend", date.span.end)
    event.add("sequence", date.sequence)
    event.add("summary", f"{one.purpose} ({date.room_name})")
    event.add(
        "location", ", ".join(dict.fromkeys(part for part in (date.room_name, date.site_name, date.address) if part))
    )
    event.add("description", f"Booking {one.number}")
    event.add("status", STATUS.get(date.status.value, "CANCELLED"))
    return event
