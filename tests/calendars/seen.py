# SPDX-License-Identifier: MPL-2.0
"""What a reader has understood of one event, in a form all readers can be compared in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Seen:
    """`starts` and `ends` are Unix seconds, or "YYYY-MM-DD" for whole days (the end is the day after)."""

    uid: str
    starts: int | str
    ends: int | str
    summary: str
    location: str
    description: str
    status: str
    sequence: int
