# SPDX-License-Identifier: MPL-2.0
"""Bookings as a spreadsheet opens them: local dates, words for states."""

from collections.abc import Iterable

from services.booking.queries.listed_bookings import ListedBooking
from services.shared.sentences import Say
from services.shared.wall_clock import local
from services.shared.web.danish_csv import danish_csv

COLUMNS = ("number", "date", "from", "to", "site", "room", "purpose", "activity", "team", "people", "status", "reason")


def bookings_csv(bookings: Iterable[ListedBooking], say: Say) -> bytes:
    """A heading and a line each."""
    heading = (say(f"association.csv.{column}") for column in COLUMNS)
    return danish_csv(heading, (_line(one, say) for one in bookings))


def _line(one: ListedBooking, say: Say) -> tuple[object, ...]:
    start, end = local(one.span.start), local(one.span.end)
    return (
        one.number,
        f"{start:%Y-%m-%d}",
        f"{start:%H:%M}",
        f"{end:%H:%M}",
        one.site_name,
        one.room_name,
        one.purpose,
        one.activity,
        one.team,
        one.attendance,
        say(f"booking.state.{one.status.value}"),
        one.reason or "",
    )
