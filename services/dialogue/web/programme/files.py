# SPDX-License-Identifier: MPL-2.0
"""GET /dialog/filer/dialog.css: the look of dialogue's own pages."""

from pathlib import Path

from litestar import Response, get

from services.shared.web.access import PUBLIC, allow

_FOLDER = Path(__file__).parents[1] / "static"
_KEPT = {"Cache-Control": "public, max-age=3600"}


@get("/dialog/filer/dialog.css", opt=allow(PUBLIC), include_in_schema=False, sync_to_thread=True)
def dialog_css() -> Response[bytes]:
    """What the shared style sheet has no component for."""
    return Response((_FOLDER / "dialog.css").read_bytes(), media_type="text/css", headers=_KEPT)
