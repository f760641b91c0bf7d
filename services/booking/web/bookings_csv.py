# SPDX-License-Identifier: MPL-2.0
"""Bookings as a spreadsheet opens them in Denmark: semicolons, UTF-8 with its mark, local dates."""

import csv
import io
from collections.abc import Iterable

from services.booking.queries.listed_bookings import ListedBooking
from services.shared.sentences import Say
from services.shared.wall_clock import local

COLUMNS = ("number", "date", "from", "to", "site", "room", "purpose", "activity", "team", "people", "status", "reason")


def bookings_csv(bookings: Iterable[ListedBooking], say: Say) -> bytes:
    """A heading and a line each."""
    text = io.StringIO()
    lines = csv.writer(text, delimiter=";")
    lines.writerow(say(f"association.csv.{column}") for column in COLUMNS)
    for one in bookings:
        start, end = local(one.span.start), local(one.span.end)
        cells = (
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
        lines.writerow(harmless(str(cell)) for cell in cells)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def harmless(cell: str) -> str:
    """What somebody typed never becomes a formula in another's spreadsheet."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
