# SPDX-License-Identifier: MPL-2.0
"""Where a feed is read, and whose it is."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.exceptions import NotAuthorizedException

from services.shared.identity import Principal


def address_of(public_url: str, token: str) -> str:
    """The secret address, to be shown once."""
    return f"{public_url}/kalender/{token}.ics"


def owner_of(request: Request[Any, Any, Any]) -> UUID:
    """The person or key that asks. Feeds are theirs alone."""
    caller: Principal = request.user
    if caller.person_id is None:
        raise NotAuthorizedException
    return caller.person_id
