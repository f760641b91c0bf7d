# SPDX-License-Identifier: MPL-2.0
"""XML out of a file that anybody may have made: no entities, nothing is kept that nobody asked for."""

from collections.abc import Mapping
from typing import IO
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from services.booking.spreadsheets.unreadable import Unreadable

_AT_ONCE = 65536


class Listener:
    """Hears of elements by their local names: Excel's two dialects differ only in the namespace."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None: ...

    def text(self, data: str) -> None: ...

    def end(self, name: str) -> None: ...


class Enough(Exception):
    """The listener needs no more."""


def read_xml(stream: IO[bytes], listener: Listener) -> None:
    """Tell the listener all there is, until it has enough. Raises Unreadable when it is no XML, or declares entities."""
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    _connect(parser, listener)
    try:
        while chunk := stream.read(_AT_ONCE):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except Enough:
        return
    except (ExpatError, LookupError, ValueError) as error:  # the last two: an encoding that is none
        raise Unreadable("broken") from error


def _connect(parser: XMLParserType, listener: Listener) -> None:
    local: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name not in local:
            local[name] = _local(name)
        if any(" " in key for key in attributes):
            attributes = {_local(key): value for key, value in attributes.items()}
        listener.start(local[name], attributes)

    def end(name: str) -> None:
        listener.end(local[name])

    def refuse(*_: object) -> None:
        raise Unreadable("broken")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = listener.text
    parser.StartDoctypeDeclHandler = refuse  # without a DOCTYPE there is no entity to blow up


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
