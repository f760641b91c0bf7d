# SPDX-License-Identifier: MPL-2.0
"""GET /dialog/filer/planning.css: the look of the pages on which sessions are planned."""

from pathlib import Path

from litestar import Response, get

from services.shared.web.access import PUBLIC, allow

_FOLDER = Path(__file__).parents[2] / "static"
_KEPT = {"Cache-Control": "public, max-age=3600"}


@get("/dialog/filer/planning.css", opt=allow(PUBLIC), include_in_schema=False, sync_to_thread=True)
def planning_css() -> Response[bytes]:
    """What the shared style sheet has no component for."""
    return Response((_FOLDER / "planning.css").read_bytes(), media_type="text/css; charset=utf-8", headers=_KEPT)
