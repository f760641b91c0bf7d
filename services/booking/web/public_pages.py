# SPDX-License-Identifier: MPL-2.0
"""The pages people and associations use."""

from litestar.handlers import HTTPRouteHandler

from services.booking.web.book import book, book_answer, book_submit
from services.booking.web.booking import booking
from services.booking.web.booking_calendar import calendar_file
from services.booking.web.booking_cancel import cancel, cancel_question, restore
from services.booking.web.booking_decide import decide
from services.booking.web.booking_describe import describe, describe_form
from services.booking.web.booking_move import add, move, move_answer, move_form
from services.booking.web.booking_use import note
from services.booking.web.files import booking_css, series_css, week_js
from services.booking.web.find_room import find_room
from services.booking.web.room import plan, room

PUBLIC_PAGES: tuple[HTTPRouteHandler, ...] = (
    find_room,
    room,
    plan,
    book,
    book_answer,
    book_submit,
    booking,
    move_form,
    move_answer,
    move,
    add,
    cancel_question,
    cancel,
    restore,
    describe_form,
    describe,
    decide,
    note,
    calendar_file,
    booking_css,
    series_css,
    week_js,
)
