# SPDX-License-Identifier: MPL-2.0
"""The routes of this folder."""

from litestar.handlers import HTTPRouteHandler

ROUTES: tuple[HTTPRouteHandler, ...] = ()
