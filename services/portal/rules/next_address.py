# SPDX-License-Identifier: MPL-2.0
"""Where somebody is sent on to after signing in: to one of our own pages, whatever the link said."""

from urllib.parse import urlsplit

LONGEST = 2000
_SIGN_IN = ("/log-ind", "/log-ud", "/en/log-ind", "/en/log-ud")


def next_address(wanted: str, otherwise: str) -> str:
    """`wanted` when it is a path here, else `otherwise`.

    Browsers read two slashes, or a slash and a backslash, as another site, and drop tabs and line ends: none pass.
    """
    if not wanted.startswith("/") or wanted.startswith("//") or len(wanted) > LONGEST:
        return otherwise
    if "\\" in wanted or any(ord(sign) <= 32 or 127 <= ord(sign) < 160 for sign in wanted):
        return otherwise
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return otherwise
    if parts.scheme or parts.netloc or parts.path.startswith(_SIGN_IN):
        return otherwise
    return wanted
