# SPDX-License-Identifier: MPL-2.0
"""Every page of season plans."""

from litestar.handlers import HTTPRouteHandler

from services.booking.web.plan_file_upload import look_at_file, take_lines
from services.booking.web.plan_files import plan_as_csv, plan_as_excel, plan_file_page, plan_template
from services.booking.web.plan_line import plan_line, take_instead
from services.booking.web.plan_page import plan_page, save_plan, throw_away
from services.booking.web.plan_trial import book_plan, plan_trial, set_whole
from services.booking.web.plans import begin_plan, plans_page
from services.booking.web.staff_files import plans_css

PLAN_PAGES: tuple[HTTPRouteHandler, ...] = (
    plans_page,
    begin_plan,
    plan_page,
    save_plan,
    throw_away,
    plan_trial,
    set_whole,
    book_plan,
    plan_line,
    take_instead,
    plan_file_page,
    plan_as_excel,
    plan_as_csv,
    plan_template,
    look_at_file,
    take_lines,
    plans_css,
)
