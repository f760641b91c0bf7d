# SPDX-License-Identifier: MPL-2.0
"""The routes of this folder."""

from litestar.handlers import HTTPRouteHandler

from services.dialogue.web.programme.files import dialog_css
from services.dialogue.web.programme.listing import programme
from services.dialogue.web.programme.lottery_page import lottery_page
from services.dialogue.web.programme.session_page import session_file, session_page

ROUTES: tuple[HTTPRouteHandler, ...] = (programme, dialog_css, session_page, session_file, lottery_page)
