# SPDX-License-Identifier: MPL-2.0
"""Let the calendars show a dialogue session as it is now."""

from dataclasses import replace
from datetime import datetime

from services.notify.calendar.entries import session_entry, whole_second
from services.notify.model import SessionEntry
from services.notify.rules.revision import revised
from services.notify.store.calendars import touch_calendars
from services.notify.store.sessions import lock_session_entry, save_session_entry
from services.shared.contracts.dialogue import SessionEvent
from services.shared.db import Tx


async def show_session(tx: Tx, event: SessionEvent, *, now: datetime) -> None:
    """One that got another facilitator leaves the one's calendar and enters the other's; nobody else sees a change."""
    before = await lock_session_entry(tx, event.session_id)
    entry = _entry(event, before)
    if entry is None:
        return
    seen_anew = revised(entry if before is None else replace(entry, facilitator_ids=before.facilitator_ids), before)
    after = replace(seen_anew or before or entry, facilitator_ids=entry.facilitator_ids)
    if after == before:
        return
    await save_session_entry(tx, after)
    places = set(before.places if before else ())
    touched = places | set(after.places) if seen_anew else places ^ set(after.places)
    await touch_calendars(tx, touched, now=now)


def _entry(event: SessionEvent, before: SessionEntry | None) -> SessionEntry | None:
    """What is to be shown of it; None for what stays as it is.

    A draft is nobody's business: one that was on the programme stays as it was there, as a tombstone, however much it
    is worked on. What was never shown leaves no tombstone.
    """
    if event.status == "published":
        return session_entry(event, "published")
    if before is None:
        return None
    if event.status == "cancelled":
        return session_entry(event, "cancelled")
    if before.state == "withdrawn":
        return None
    sequence, at = event.session.sequence, whole_second(event.occurred_at)
    return replace(before, state="withdrawn", reason="", told_sequence=sequence, described_sequence=0, revised_at=at)
