# SPDX-License-Identifier: MPL-2.0
"""Every operation of the API."""

from litestar.handlers import HTTPRouteHandler

from services.booking.web.api import changes, deciding, placing, reading, rooms, series, use

API: tuple[HTTPRouteHandler, ...] = (
    rooms.rooms,
    rooms.room,
    rooms.availability,
    placing.trial,
    placing.place,
    series.trial,
    series.place,
    series.add,
    reading.booking,
    reading.association_bookings,
    reading.my_associations,
    changes.move,
    changes.shorten,
    changes.cancel,
    changes.restore,
    changes.describe,
    deciding.requests,
    deciding.approve,
    deciding.decline,
    deciding.close,
    deciding.reopen,
    use.note,
)
