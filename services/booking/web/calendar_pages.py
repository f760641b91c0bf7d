# SPDX-License-Identifier: MPL-2.0
"""The pages about calendars, for staff."""

from litestar.handlers import HTTPRouteHandler

from services.booking.web.school_holiday_preview import save_holidays, try_holidays
from services.booking.web.school_holidays import school_holiday, school_holidays

CALENDAR_PAGES: tuple[HTTPRouteHandler, ...] = (
    school_holidays,
    school_holiday,
    try_holidays,
    save_holidays,
)
