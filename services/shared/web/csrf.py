# SPDX-License-Identifier: MPL-2.0
"""A form counts only when one of our own pages made it, in this browser."""

from hashlib import sha256
from hmac import compare_digest
from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.exceptions import PermissionDeniedException

from services.shared.web.sessions import bearer_in, cookie_in

FIELD = "csrf"
HEADER = "x-csrf"
_SAFE = {"GET", "HEAD", "OPTIONS"}
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class ForgedForm(PermissionDeniedException):
    """The form did not come from our own page, or the page is from before a sign-in."""


def csrf_token(cookie: str) -> str:
    """What a page's forms carry. Only who can read the page knows it, for the cookie is HttpOnly and random."""
    return sha256(f"csrf:{cookie}".encode()).hexdigest()[:32] if cookie else ""


async def refuse_forged(request: Request[Any, Any, Any]) -> None:
    """Before each handler. Raises ForgedForm for a changing call by cookie without its token, or from another site."""
    if request.method in _SAFE or bearer_in(request.scope):
        return
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise ForgedForm
    origin = request.headers.get("origin", "")
    if origin not in ("", "null") and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise ForgedForm
    cookie = cookie_in(request.scope)
    if cookie and not compare_digest(csrf_token(cookie).encode(), (await _given(request)).encode(errors="replace")):
        raise ForgedForm


async def _given(request: Request[Any, Any, Any]) -> str:
    if header := request.headers.get(HEADER):
        return header
    if request.headers.get("content-type", "").startswith(_FORMS):
        field = (await request.form()).get(FIELD, "")
        return field if isinstance(field, str) else ""
    return ""
