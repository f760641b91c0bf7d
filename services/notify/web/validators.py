# SPDX-License-Identifier: MPL-2.0
"""Whether a client has the latest already (RFC 9110 §13), and whether it takes gzip."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Validators:
    """Of one representation: one encoding of one calendar."""

    etag: str
    """Strong, with its quotes."""
    last_modified: datetime
    """Whole seconds."""

    def hold(self, if_none_match: str | None, if_modified_since: str | None) -> bool:
        """True when what the client has is this. If-None-Match goes first; the date counts only without it."""
        if if_none_match is not None:
            named = [each.strip().removeprefix("W/") for each in if_none_match.split(",")]
            return "*" in named or self.etag in named
        since = _http_date(if_modified_since)
        return since is not None and self.last_modified <= since

    def headers(self) -> dict[str, str]:
        """As they are sent, with the body and with 304 alike."""
        return {"ETag": self.etag, "Last-Modified": format_datetime(self.last_modified, usegmt=True)}


def last_modified(changed_at: datetime, now: datetime) -> datetime:
    """The time of a change in whole seconds: rounded up, or down while that second lasts.

    Rounded down for good, a second change within the second would be hidden from who read between the two.
    """
    floor = changed_at.astimezone(UTC).replace(microsecond=0)
    ceiling = floor if floor == changed_at else floor + SECOND
    return ceiling if ceiling <= now else floor


def accepts_gzip(accept_encoding: str) -> bool:
    """True when the header asks for it; a client that says nothing gets plain text."""
    for each in accept_encoding.lower().split(","):
        coding, _, parameters = each.partition(";")
        if coding.strip() in ("gzip", "x-gzip"):
            return parameters.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _http_date(text: str | None) -> datetime | None:
    try:
        date = parsedate_to_datetime(text or "")
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
