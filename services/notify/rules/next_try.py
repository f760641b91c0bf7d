# SPDX-License-Identifier: MPL-2.0
"""When to try again."""

from datetime import datetime, timedelta

FIRST_GAP = timedelta(seconds=5)
LONGEST_GAP = timedelta(hours=1)
"""Servers that greylist let pass after minutes; one that is down for a night is asked each hour (RFC 5321 § 4.5.4)."""


def next_try(tries: int, *, now: datetime, valid_until: datetime) -> datetime | None:
    """The time of the next try after so many (one or more); None when nobody would need it by then.

    The gap grows fourfold each time: 5 s, 20 s, 80 s, 5 min, 21 min, then an hour.
    """
    gap = min(FIRST_GAP * 4 ** min(tries - 1, 9), LONGEST_GAP)
    return now + gap if now + gap < valid_until else None
