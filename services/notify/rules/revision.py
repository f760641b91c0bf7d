# SPDX-License-Identifier: MPL-2.0
"""When a calendar entry counts as changed. Clients look for a higher SEQUENCE and a later stamp, so both rise."""

from dataclasses import replace
from datetime import timedelta

from services.notify.model import Entry, SessionEntry

TICK = timedelta(seconds=1)


def revised[E: (Entry, SessionEntry)](now: E, before: E | None) -> E | None:
    """The entry to store, or None when nothing that is shown has changed.

    `now` carries the time of the change; two changes within one second are told apart all the same.
    """
    if before is None:
        return now
    now = replace(now, described_sequence=before.described_sequence)
    if replace(now, revised_at=before.revised_at) == before:
        return None
    if now.told_sequence <= before.told_sequence:
        now = replace(now, described_sequence=before.sequence + 1 - now.told_sequence)
    return replace(now, revised_at=max(now.revised_at, before.revised_at + TICK))
