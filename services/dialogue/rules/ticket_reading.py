# SPDX-License-Identifier: MPL-2.0
"""A ticket as somebody reads it off a phone: spaces, capitals and signs that look alike make no difference."""

_SAME = str.maketrans("OQILSZBG", "00115286")
"""Both sides are folded, so that nothing is lost but a few of the sixty bits."""


def spelling(ticket: str) -> str:
    """What two spellings of the same ticket have in common: letters and figures, those that look alike as one."""
    return "".join(sign for sign in ticket.upper() if sign.isascii() and sign.isalnum()).translate(_SAME)
