# SPDX-License-Identifier: MPL-2.0
"""GET /lokaler/filer/...: the few files that only booking's own pages use."""

from pathlib import Path

from litestar import Response, get

from services.shared.web.access import PUBLIC, allow

_FOLDER = Path(__file__).parent / "static"
_KEPT = {"Cache-Control": "public, max-age=3600"}


@get("/lokaler/filer/booking.css", opt=allow(PUBLIC), include_in_schema=False, sync_to_thread=True)
def booking_css() -> Response[bytes]:
    """The look of booking's own pages."""
    return Response((_FOLDER / "booking.css").read_bytes(), media_type="text/css; charset=utf-8", headers=_KEPT)


@get("/lokaler/filer/series.css", opt=allow(PUBLIC), include_in_schema=False, sync_to_thread=True)
def series_css() -> Response[bytes]:
    """The look of series: how often, and many dates."""
    return Response((_FOLDER / "series.css").read_bytes(), media_type="text/css; charset=utf-8", headers=_KEPT)


@get("/lokaler/filer/week.js", opt=allow(PUBLIC), include_in_schema=False, sync_to_thread=True)
def week_js() -> Response[bytes]:
    """Arrow keys in the week."""
    return Response((_FOLDER / "week.js").read_bytes(), media_type="text/javascript; charset=utf-8", headers=_KEPT)
