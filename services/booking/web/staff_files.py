# SPDX-License-Identifier: MPL-2.0
"""The few files that lists and staff pages use."""

from pathlib import Path

from litestar import Response, get

from services.shared.web.access import PUBLIC, allow

_FOLDER = Path(__file__).parent / "static"
_KEPT = {"Cache-Control": "public, max-age=3600"}


@get("/lokaler/filer/lists.css", opt=allow(PUBLIC), include_in_schema=False, sync_to_thread=True)
def lists_css() -> Response[bytes]:
    """The look of lists."""
    return Response((_FOLDER / "lists.css").read_bytes(), media_type="text/css; charset=utf-8", headers=_KEPT)


@get("/lokaler/filer/calendars.css", opt=allow(PUBLIC), include_in_schema=False, sync_to_thread=True)
def calendars_css() -> Response[bytes]:
    """The look of opening hours."""
    return Response((_FOLDER / "calendars.css").read_bytes(), media_type="text/css; charset=utf-8", headers=_KEPT)


@get("/lokaler/filer/plans.css", opt=allow(PUBLIC), include_in_schema=False, sync_to_thread=True)
def plans_css() -> Response[bytes]:
    """The look of season plans."""
    return Response((_FOLDER / "plans.css").read_bytes(), media_type="text/css; charset=utf-8", headers=_KEPT)


@get("/lokaler/filer/inbox.js", opt=allow(PUBLIC), include_in_schema=False, sync_to_thread=True)
def inbox_js() -> Response[bytes]:
    """Keys in the inbox."""
    return Response((_FOLDER / "inbox.js").read_bytes(), media_type="text/javascript; charset=utf-8", headers=_KEPT)
