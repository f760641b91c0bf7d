# SPDX-License-Identifier: MPL-2.0
"""What has been made lately, so that it need not be made again. Bounded in octets; the least used goes first."""

from collections import OrderedDict
from collections.abc import Hashable

OCTETS = 24 * 2**20
ETAGS = 5000
"""Kept much longer than bodies: most clients only ask whether there is anything new."""


class Shelf:
    """ETags by the state they stand for, and bodies by state and encoding."""

    def __init__(self, octets: int = OCTETS) -> None:
        self._limit = octets
        self._held = 0
        self._etags: OrderedDict[Hashable, str] = OrderedDict()
        self._bodies: OrderedDict[tuple[Hashable, bool], bytes] = OrderedDict()

    def etag(self, state: Hashable) -> str | None:
        """None when nothing is known of that state."""
        if state in self._etags:
            self._etags.move_to_end(state)
        return self._etags.get(state)

    def body(self, state: Hashable, *, zipped: bool) -> bytes | None:
        """None when it must be made."""
        key = (state, zipped)
        if key in self._bodies:
            self._bodies.move_to_end(key)
        return self._bodies.get(key)

    def put(self, state: Hashable, etag: str, body: bytes, *, zipped: bool) -> None:
        """Keep it for now."""
        self._etags[state] = etag
        while len(self._etags) > ETAGS:
            self._etags.popitem(last=False)
        self._held += len(body) - len(self._bodies.get((state, zipped), b""))
        self._bodies[(state, zipped)] = body
        while self._held > self._limit:
            _, gone = self._bodies.popitem(last=False)
            self._held -= len(gone)
