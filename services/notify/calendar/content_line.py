# SPDX-License-Identifier: MPL-2.0
"""Content lines (RFC 5545 §3.1): escaped, folded, CRLF."""

import re
from datetime import UTC, date, datetime

LIMIT = 75
"""Octets in a line, without its CRLF."""

_LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_NOT_ALLOWED = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f\x80-\x84\x86-\x9f\ufeff\ud800-\udfff]")


def escape(text: str) -> str:
    """A TEXT value (§3.3.11). Control characters, which no calendar may hold, are left out; a tab becomes a space."""
    text = _NOT_ALLOWED.sub("", _LINE_BREAK.sub("\n", text)).replace("\t", " ")
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def line(name: str, value: str) -> bytes:
    """One content line. `value` is escaped already where its type asks for that.

    Raises ValueError for a line break or control character, which would let a value write lines of its own.
    """
    whole = f"{name}:{value}"
    if _LINE_BREAK.search(whole) or _NOT_ALLOWED.search(whole):
        raise ValueError(f"control character in {name}")
    octets = whole.encode()
    return octets + b"\r\n" if len(octets) <= LIMIT else _folded(octets)


def text_line(name: str, text: str) -> bytes:
    """A content line whose value is TEXT."""
    return line(name, escape(text))


def utc(instant: datetime) -> str:
    """A DATE-TIME in UTC, whole seconds. Raises ValueError for a time without a zone."""
    if instant.tzinfo is None:
        raise ValueError("a calendar never tells a time without its zone")
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def day(value: date) -> str:
    """A DATE."""
    return value.strftime("%Y%m%d")


def _folded(octets: bytes) -> bytes:
    """Split between code points and outside escapes: some readers decode or unescape before they unfold."""
    pieces: list[bytes] = []
    start, room = 0, LIMIT
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        if _inside_escape(octets[start:end]):
            end -= 1
        pieces.append(octets[start:end])
        start, room = end, LIMIT - 1
    pieces.append(octets[start:])
    return b"\r\n ".join(pieces) + b"\r\n"


def _inside_escape(piece: bytes) -> bool:
    return (len(piece) - len(piece.rstrip(b"\\"))) % 2 == 1
