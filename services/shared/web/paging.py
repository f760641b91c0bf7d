# SPDX-License-Identifier: MPL-2.0
"""Opaque cursors: where the next page goes on, as text for an address."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

MAXIMUM = 2000


class BadCursor(ValueError):
    """The cursor was not made here."""


def write_cursor(place: str) -> str:
    """A place in a list as it stands in an address."""
    return urlsafe_b64encode(place.encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> str:
    """Back to the place; empty stays empty. Raises BadCursor."""
    try:
        if len(cursor) > MAXIMUM:
            raise BadCursor
        place = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except ValueError as error:
        raise BadCursor from error
    if "\0" in place:
        raise BadCursor
    return place
