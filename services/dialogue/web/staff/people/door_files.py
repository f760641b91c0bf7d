# SPDX-License-Identifier: MPL-2.0
"""GET /dialog/filer/...: what only the door and the papers use. Only these are served."""

from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from services.dialogue.web.staff.people.door import MANAGE, WORKER
from services.shared.web.access import PUBLIC, allow
from services.shared.web.assets import MEDIA_TYPES
from services.shared.web.language import address, language_of

_FOLDER = Path(__file__).parents[2] / "static"
_NAMES = ("door.js", "door-camera.js", "door.css", "print.js", "print.css")
_KEPT = {"Cache-Control": "public, max-age=3600"}


@get("/dialog/filer/{name:str}", opt=allow(PUBLIC), include_in_schema=False, sync_to_thread=True)
def door_file(name: FromPath[str]) -> Response[bytes]:
    """404 for anything else, so that no path leads out of here."""
    if name not in _NAMES:
        raise NotFoundException
    file = _FOLDER / name
    return Response(file.read_bytes(), media_type=MEDIA_TYPES[file.suffix], headers=_KEPT)


@get(WORKER, opt=allow(PUBLIC), include_in_schema=False, sync_to_thread=True)
def door_worker(request: Request[Any, Any, Any]) -> Response[bytes]:
    """May answer for the pages of those who run dialogue, in the language it was asked for in."""
    scope = address(f"{MANAGE}/", language_of(request.scope))
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": scope}
    body = (_FOLDER / "door-worker.js").read_bytes()
    return Response(body, media_type=MEDIA_TYPES[".js"], headers=headers)
