# SPDX-License-Identifier: MPL-2.0
"""The word a session has in its address, made from its title."""

import re
import unicodedata
from collections.abc import Container
from datetime import date
from itertools import count

RESERVED = frozenset({"styring", "tilmelding", "bekraeft", "mine", "filer", "lodtraekning"})
"""Addresses under /dialog that are no session's."""
LONGEST = 60
_PLAIN = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "đ": "d", "ł": "l"}
)


def slug_of(title: str) -> str:
    """Small letters a to z, digits and hyphens; cut at a word when it is long. A title without any is "moede"."""
    letters = unicodedata.normalize("NFC", title).casefold().translate(_PLAIN)
    bare = unicodedata.normalize("NFD", letters).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
    if len(words) > LONGEST:
        words = words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]
    return words or "moede"


def free_slug(title: str, day: date, taken: Container[str]) -> str:
    """The title's, else with the day, else with a number behind it: never one that is taken or reserved."""
    plain = slug_of(title)
    dated = f"{plain}-{day.isoformat()}"
    for slug in (plain, dated):
        if slug not in taken and slug not in RESERVED:
            return slug
    return next(slug for number in count(2) if (slug := f"{dated}-{number}") not in taken)
