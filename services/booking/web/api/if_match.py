# SPDX-License-Identifier: MPL-2.0
"""The version a caller saw, from If-Match (RFC 9110 § 13.1.1)."""

import re
from typing import Annotated

from litestar.params import HeaderParameter

IfMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-Match", max_length=100, description='The ETag you saw, as "3"; 412 when it has changed since'
    ),
]
_ETAG = re.compile(r'"(\d{1,9})"')


def version_in(if_match: str | None) -> int | None:
    """None: any version will do. What no booking ever had matches none."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = _ETAG.fullmatch(if_match.strip())
    return int(found[1]) if found else -1
