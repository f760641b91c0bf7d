# SPDX-License-Identifier: MPL-2.0
"""Every page of booking."""

from litestar.handlers import HTTPRouteHandler

from services.booking.web import (
    book,
    booking,
    booking_calendar,
    booking_cancel,
    booking_decide,
    booking_describe,
    booking_move,
    files,
    find_room,
    room,
)

PAGES: tuple[HTTPRouteHandler, ...] = (
    files.booking_css,
    files.week_js,
    find_room.find_room,
    room.room,
    room.plan,
    book.book,
    book.book_answer,
    book.book_submit,
    booking.booking,
    booking_calendar.calendar_file,
    booking_cancel.cancel_question,
    booking_cancel.cancel,
    booking_cancel.restore,
    booking_decide.decide,
    booking_describe.describe_form,
    booking_describe.describe,
    booking_move.move_form,
    booking_move.move_answer,
    booking_move.move,
)
