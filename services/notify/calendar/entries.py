# SPDX-License-Identifier: MPL-2.0
"""From what booking tells to what calendars show."""

from dataclasses import replace
from datetime import datetime

from services.notify.model import Entry, SessionEntry, SessionState
from services.shared.contracts.booking import AssociationDatesCancelled, BookingEvent, CancelledDate, OccurrenceState
from services.shared.contracts.dialogue import SessionEvent, SessionFacts


def entries(event: BookingEvent) -> tuple[Entry, ...]:
    """The dates the event is about, as they stand after it; SEQUENCE as booking counts it."""
    return tuple(entry_of(event, state) for state in event.occurrences)


def ended_entries(event: AssociationDatesCancelled) -> tuple[Entry, ...]:
    """Each date that the association lost, as one of its own booking."""
    return tuple(_entry(event, date, date) for date in event.dates)


def entry_of(event: BookingEvent, state: OccurrenceState) -> Entry:
    """One date of the event."""
    return _entry(event, event, state)


def _entry(
    event: BookingEvent | AssociationDatesCancelled, booking: BookingEvent | CancelledDate, state: OccurrenceState
) -> Entry:
    return Entry(
        occurrence_id=state.occurrence_id,
        booking_id=booking.booking_id,
        number=booking.number,
        association_id=event.association_id,
        association_name=event.association_name,
        purpose=booking.purpose,
        room_id=state.room_id,
        room_name=state.room_name,
        site_id=state.site_id,
        site_name=state.site_name,
        address=state.address,
        starts_at=state.starts_at,
        ends_at=state.ends_at,
        status=state.status,
        told_sequence=state.sequence,
        revised_at=whole_second(event.occurred_at),
    )


def session_entry(event: SessionEvent, state: SessionState) -> SessionEntry:
    """The session as it stands after the event."""
    entry = facts_entry(event.session, state, at=event.occurred_at)
    return replace(
        entry,
        summary=event.summary,
        reason=(event.reason or "") if state == "cancelled" else "",
        facilitator_ids=frozenset(event.facilitator_ids),
    )


def facts_entry(facts: SessionFacts, state: SessionState, *, at: datetime) -> SessionEntry:
    """A session of which no more is known."""
    return SessionEntry(
        session_id=facts.session_id,
        slug=facts.slug,
        title=facts.title,
        summary="",
        mode=facts.mode,
        place=facts.place,
        address=facts.address,
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        state=state,
        reason="",
        facilitator_ids=frozenset(),
        told_sequence=facts.sequence,
        revised_at=whole_second(at),
    )


def whole_second(instant: datetime) -> datetime:
    """Calendars count in whole seconds."""
    return instant.replace(microsecond=0)
