# SPDX-License-Identifier: MPL-2.0
"""The routes of this folder."""

from litestar.handlers import HTTPRouteHandler

from services.dialogue.web.programme.listing import programme

ROUTES: tuple[HTTPRouteHandler, ...] = (programme,)
