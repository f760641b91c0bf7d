# SPDX-License-Identifier: MPL-2.0
"""What is wrong with a calendar as a string of octets, before any parser has been kind to it."""

import re
from collections.abc import Iterator

CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def octet_faults(body: bytes) -> Iterator[str]:
    """Byte order mark, line ends, line lengths, control characters, and characters cut in two by a fold."""
    if body.startswith(b"\xef\xbb\xbf"):
        yield "byte-order-mark"
    if not body.endswith(b"\r\n"):
        yield "cut-off"
    if re.search(rb"(?<!\r)\n|\r(?!\n)", body):
        yield "line-end"
    if CONTROL.search(body):
        yield "control-character"
    for line in re.split(rb"\r\n|\n", body)[:-1]:
        yield from _line_faults(line)


def _line_faults(line: bytes) -> Iterator[str]:
    if not line.strip():
        yield "blank-line"
    if len(line) > 75:
        yield "long-line"
    try:
        line.decode()
    except UnicodeDecodeError:
        yield "not-utf-8"


def unfolded(body: bytes) -> list[str]:
    """The content lines."""
    whole = re.sub(rb"\r?\n[ \t]", b"", body).decode(errors="replace")
    return [line for line in re.split(r"\r?\n", whole) if line]
