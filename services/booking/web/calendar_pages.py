# SPDX-License-Identifier: MPL-2.0
"""The pages about calendars, for staff."""

from litestar.handlers import HTTPRouteHandler

from services.booking.web.opening import opening_calendar, opening_calendars
from services.booking.web.opening_change import give_back, own_hours, save_hours, try_hours
from services.booking.web.public_holidays import public_holidays
from services.booking.web.school_holiday_preview import save_holidays, try_holidays
from services.booking.web.school_holidays import school_holiday, school_holidays
from services.booking.web.staff_files import calendars_css

CALENDAR_PAGES: tuple[HTTPRouteHandler, ...] = (
    school_holidays,
    school_holiday,
    try_holidays,
    save_holidays,
    opening_calendars,
    opening_calendar,
    try_hours,
    save_hours,
    own_hours,
    give_back,
    public_holidays,
    calendars_css,
)
