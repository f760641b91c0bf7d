# SPDX-License-Identifier: MPL-2.0
"""Reads who is calling: an API key in the Authorization header, or the one cookie."""

from litestar.types import ASGIApp, Receive, Scope, Send

from services.shared.identity import ANONYMOUS, Principal
from services.shared.web.identities import Identities, PortalSilent

COOKIE = "aaben"
"""The one necessary cookie: 32 random bytes, HttpOnly, SameSite=Lax. Before sign-in it only ties a form to a browser."""


def cookie_in(scope: Scope) -> str:
    """The cookie's value; empty when the browser sent none."""
    for name, value in scope["headers"]:
        if name == b"cookie":
            # By hand: http.cookies drops all that follows a cookie it dislikes, and the municipality's other sites set many.
            for pair in value.decode("latin-1").split(";"):
                key, _, content = pair.strip().partition("=")
                if key == COOKIE:
                    return content
    return ""


def bearer_in(scope: Scope) -> str:
    """The API key; empty when there is none."""
    for name, value in scope["headers"]:
        if name == b"authorization":
            kind, _, key = value.decode("latin-1").partition(" ")
            return key.strip() if kind.lower() == "bearer" else ""
    return ""


def who_is_calling(identities: Identities):  # noqa: ANN201  litestar's middleware factory
    """Middleware that sets `request.user`. An unknown key is anonymous; a silent portal makes everybody so, and says it."""

    def middleware(app: ASGIApp) -> ASGIApp:
        async def read(scope: Scope, receive: Receive, send: Send) -> None:
            scope["user"], scope["auth"] = await _caller(scope, identities)
            await app(scope, receive, send)

        return read

    return middleware


async def _caller(scope: Scope, identities: Identities) -> tuple[Principal, str]:
    """The caller, and how they proved it: `key`, `session`, `silent` (the portal does not answer) or nothing."""
    try:
        if key := bearer_in(scope):
            return await identities.resolve("key", key) or ANONYMOUS, "key"
        if cookie := cookie_in(scope):
            return await identities.resolve("session", cookie) or ANONYMOUS, "session"
    except PortalSilent:
        return ANONYMOUS, "silent"
    return ANONYMOUS, ""
