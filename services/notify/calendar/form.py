# SPDX-License-Identifier: MPL-2.0
"""What the stored bytes of an entry depend on besides the entry."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.notify.calendar.event import FORMAT, vevent
from services.notify.model import Detail, Entry


@dataclass(frozen=True, slots=True)
class Form:
    """How this release writes entries at this public address."""

    public_url: str

    @property
    def name(self) -> str:
        """Stored with the bytes: those of another name are written anew."""
        return f"{FORMAT} {self.public_url}"

    def written(self, entry: Entry) -> Mapping[Detail, bytes]:
        """The VEVENT for each level of detail."""
        return {detail: vevent(entry, detail, public_url=self.public_url) for detail in Detail}
