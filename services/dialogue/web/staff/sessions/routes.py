# SPDX-License-Identifier: MPL-2.0
"""The routes of this folder."""

from litestar.handlers import HTTPRouteHandler

from services.dialogue.web.staff.sessions.acts import cancel, copy, copy_page, publish
from services.dialogue.web.staff.sessions.edit_page import edit_page, new_page
from services.dialogue.web.staff.sessions.files import planning_css
from services.dialogue.web.staff.sessions.listing import staff_sessions, staff_sessions_file
from services.dialogue.web.staff.sessions.overview import overview
from services.dialogue.web.staff.sessions.preview import preview
from services.dialogue.web.staff.sessions.saving import plan, save

ROUTES: tuple[HTTPRouteHandler, ...] = (
    staff_sessions,
    staff_sessions_file,
    new_page,
    plan,
    overview,
    edit_page,
    save,
    preview,
    publish,
    cancel,
    copy_page,
    copy,
    planning_css,
)
