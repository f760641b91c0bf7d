# SPDX-License-Identifier: MPL-2.0
"""The routes of this folder."""

from litestar.handlers import HTTPRouteHandler

from services.dialogue.web.staff.rooms.answers import ask, choose, release
from services.dialogue.web.staff.rooms.page import room_page

ROUTES: tuple[HTTPRouteHandler, ...] = (room_page, ask, choose, release)
