# SPDX-License-Identifier: MPL-2.0
"""/static: styles, scripts, icons and fonts, for ever under an address that changes when they do."""

from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from services.shared.web.access import PUBLIC, allow
from services.shared.web.assets import assets

FOR_EVER = "public, max-age=31536000, immutable"
A_MOMENT = "public, max-age=60"
"""For an address of another version, which a page from before an update still names."""


@get("/static/{version:str}/{name:path}", opt=allow(PUBLIC), include_in_schema=False)
async def static(request: Request[Any, Any, Any], version: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    """One file, packed where the browser can unpack it."""
    found = assets().find(str(name).lstrip("/"))
    if found is None:
        raise NotFoundException
    headers = {"Cache-Control": FOR_EVER if version == assets().version else A_MOMENT, "Vary": "Accept-Encoding"}
    if found.packed and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(found.packed, media_type=found.media_type, headers={**headers, "Content-Encoding": "gzip"})
    return Response(found.body, media_type=found.media_type, headers=headers)
