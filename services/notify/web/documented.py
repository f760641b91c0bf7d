# SPDX-License-Identifier: MPL-2.0
"""The problems an operation may answer with, for its description."""

from litestar.openapi.datastructures import ResponseSpec
from pydantic import BaseModel

_MEANING = {
    400: "The request is malformed.",
    401: "No valid key or session.",
    403: "The caller may not see that calendar.",
    404: "There is no such thing.",
    409: "The caller has as many feeds as one may have.",
    415: "The body is not JSON.",
    503: "Rights cannot be asked for right now.",
}


class Problem(BaseModel):
    """RFC 9457. `type` leads to a page about it."""

    type: str
    title: str
    status: int
    detail: str


def documented(*statuses: int) -> dict[int, ResponseSpec]:
    """What may come besides success."""
    return {
        status: ResponseSpec(
            Problem,
            generate_examples=False,
            description=_MEANING[status],
            media_type="application/problem+json",  # pyright: ignore[reportArgumentType], any media type will do
        )
        for status in statuses
    }
