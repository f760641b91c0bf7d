# SPDX-License-Identifier: MPL-2.0
"""Every page of booking."""

from litestar.handlers import HTTPRouteHandler

from services.booking.web.calendar_pages import CALENDAR_PAGES
from services.booking.web.closing_days import closing_days, reopen
from services.booking.web.closing_preview import close as close_days
from services.booking.web.closing_preview import preview as closing_preview
from services.booking.web.closures import close, lift
from services.booking.web.my_association import association_csv, association_page, hand_back, undo
from services.booking.web.plan_pages import PLAN_PAGES
from services.booking.web.policy_pages import POLICY_PAGES
from services.booking.web.public_pages import PUBLIC_PAGES
from services.booking.web.requests import inbox
from services.booking.web.site_today import site_today
from services.booking.web.sites import site, sites
from services.booking.web.staff_files import inbox_js, lists_css

PAGES: tuple[HTTPRouteHandler, ...] = (
    *PUBLIC_PAGES,
    *POLICY_PAGES,
    *CALENDAR_PAGES,
    association_page,
    association_csv,
    hand_back,
    undo,
    *PLAN_PAGES,
    inbox,
    sites,
    site,
    site_today,
    close,
    lift,
    closing_days,
    closing_preview,
    close_days,
    reopen,
    lists_css,
    inbox_js,
)
