# SPDX-License-Identifier: MPL-2.0
"""The parts of a workbook, which is a zip file: only those that are asked for are unpacked, and only so much of them."""

import io
import struct
import zlib
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from services.booking.spreadsheets.unreadable import Unreadable
from services.booking.spreadsheets.xml_events import Listener, read_xml

MOST_UNPACKED = 15_000_000
"""Bytes, of all parts that are read together: ten times what a thousand lines need. It takes some seconds to read them."""

_ENCRYPTED = 0x1
_BROKEN = (BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, LookupError)
"""All that the library is known to raise for a file that was made to harm it or has been cut."""


class ZipParts:
    """A workbook's parts by name."""

    def __init__(self, content: bytes) -> None:
        """Raises Unreadable when it is no zip file."""
        try:
            self._file = ZipFile(io.BytesIO(content))
        except _BROKEN as error:
            raise Unreadable("broken") from error
        self._parts: Mapping[str, ZipInfo] = {one.filename.lower(): one for one in self._file.infolist()}
        self._left = MOST_UNPACKED

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def read(self, name: str, listener: Listener) -> None:
        """Tell the listener what is in the part. Raises Unreadable when there is none, it is broken or too much."""
        part = self._parts.get(name.lower())
        if part is None or part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Unreadable("broken")
        if part.flag_bits & _ENCRYPTED:
            raise Unreadable("password")
        self._left -= part.file_size  # as the file says; the library unpacks no more than that
        if self._left < 0:
            raise Unreadable("too_much_inside", megabytes=MOST_UNPACKED // 1_000_000)
        try:
            with self._file.open(part) as stream:
                read_xml(stream, listener)
        except _BROKEN as error:
            raise Unreadable("broken") from error
