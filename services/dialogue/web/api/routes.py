# SPDX-License-Identifier: MPL-2.0
"""Every operation of the API."""

from litestar.handlers import HTTPRouteHandler

from services.dialogue.web.api.open_data import sessions_csv, sessions_json
from services.dialogue.web.api.sessions import session, sessions
from services.dialogue.web.api.sign_ups import sign_up_by_program

ROUTES: tuple[HTTPRouteHandler, ...] = (sessions, session, sign_up_by_program, sessions_json, sessions_csv)
