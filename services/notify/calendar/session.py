# SPDX-License-Identifier: MPL-2.0
"""A dialogue session as a VEVENT, the same for everybody. The same entry gives the same bytes for ever."""

from datetime import datetime

from services.notify.calendar.content_line import line, text_line, utc
from services.notify.calendar.event import NAMESPACE, url_line, when
from services.notify.calendar.wording import ONLINE, describe_session, summarise_session
from services.notify.model import SessionEntry


def session_uid(entry: SessionEntry) -> str:
    """The session's identity: in the feeds and in the files people get by mail, through every change."""
    return f"{entry.session_id}@{NAMESPACE}"


def session_vevent(entry: SessionEntry, *, stamp: datetime | None = None, organizer: bytes = b"") -> bytes:
    """One VEVENT; `stamp` and `organizer` as for a booking, see `event.vevent`."""
    over = entry.state != "published"
    return b"".join(
        (
            b"BEGIN:VEVENT\r\n",
            line("UID", session_uid(entry)),
            line("DTSTAMP", utc(stamp or entry.revised_at)),
            *when(entry.starts_at, entry.ends_at),
            line("SEQUENCE", str(entry.sequence)),
            line("LAST-MODIFIED", utc(entry.revised_at)),
            text_line("SUMMARY", summarise_session(entry)),
            *_text("LOCATION", session_location(entry)),
            *_text("DESCRIPTION", describe_session(entry)),
            url_line(f"/dialog/{entry.slug}"),
            organizer,
            line("STATUS", "CANCELLED" if over else "CONFIRMED"),
            line("TRANSP", "TRANSPARENT" if over else "OPAQUE"),
            b"END:VEVENT\r\n",
        )
    )


def _text(name: str, text: str) -> tuple[bytes, ...]:
    """Nothing at all when there is nothing to say: libical calls an empty one an error."""
    return (text_line(name, text),) if text else ()


def session_location(entry: SessionEntry) -> str:
    """Place and address, neither of them twice; empty while it is not known."""
    if entry.mode == "online":
        return ONLINE
    return ", ".join(dict.fromkeys(part for part in (entry.place, entry.address) if part))
