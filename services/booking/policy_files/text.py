# SPDX-License-Identifier: MPL-2.0
"""The characters of a policy file, before anything is made of them."""

import re

from services.booking.policy_files.issue import Issue, Mark, Unreadable

MAX_BYTES = 1_000_000
"""About ten times the longest policy we know of."""

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
"""Lines to the parser; a policy has nothing to say to it."""


def decode(content: bytes) -> str:
    """The text of a file in UTF-8, with or without a mark of it. Raises Unreadable."""
    if len(content) > MAX_BYTES:
        raise Unreadable(Issue(Mark(), "too_large", {"limit": MAX_BYTES // 1000}))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace").removeprefix("\ufeff")
        raise Unreadable(Issue(mark_after(before), "not_utf8")) from None
    if found := _UNPRINTABLE.search(text):
        place = mark_after(text[: found.start()])
        raise Unreadable(Issue(place, "unprintable", {"character": f"U+{ord(found[0]):04X}"}))
    if directive := _DIRECTIVE.search(text):
        raise Unreadable(Issue(mark_after(text[: directive.start()]), "directive"))
    return text


def mark_after(before: str) -> Mark:
    """Where a text goes on."""
    lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", before)
    return Mark(len(lines), len(lines[-1]) + 1)
