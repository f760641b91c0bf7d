# SPDX-License-Identifier: MPL-2.0
"""A dialogue session as dialogue would tell of it, change by change."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.notify.calendar.session import session_vevent
from services.notify.calendar.whole import whole
from services.notify.model import SessionEntry
from services.shared.contracts.dialogue import (
    SessionCancelled,
    SessionChanged,
    SessionEvent,
    SessionFacts,
    SessionMoved,
    SessionPublished,
    SessionStatus,
    SessionWithdrawn,
)
from tests.calendars.sample import PUBLIC_URL
from tests.calendars.told import NOW

MEETING = SessionEntry(
    session_id=UUID(int=1),
    slug="trafik-ved-skolen",
    title="Trafik ved Ærø Skole",
    summary="Skolevejen skal være sikker.",
    mode="in_person",
    place="Aulaen",
    address="Ærøvej 14, 9999 Fløjby",
    starts_at=datetime(2026, 11, 24, 18, tzinfo=UTC),
    ends_at=datetime(2026, 11, 24, 20, tzinfo=UTC),
    state="published",
    reason="",
    facilitator_ids=frozenset(),
    told_sequence=0,
    revised_at=NOW,
)


def meeting(number: int = 1, **changed: Any) -> SessionEntry:
    """An ordinary session, with an id of its own for each number."""
    return replace(MEETING, session_id=UUID(int=number), **changed)


def programme(*entries: SessionEntry) -> bytes:
    """A whole feed of these."""
    return whole("Borgerdialog", b"".join(session_vevent(entry) for entry in entries), PUBLIC_URL)


@dataclass
class SessionTold:
    """One session; each call is the next change and answers its event."""

    title: str = "Trafik ved Ærø Skole"
    summary: str = "Skolevejen skal være sikker."
    place: str = "Aulaen"
    starts_at: datetime = datetime(2026, 11, 24, 18, tzinfo=UTC)
    length: timedelta = timedelta(hours=2)
    facilitator_ids: tuple[UUID, ...] = ()
    session_id: UUID = field(default_factory=uuid4)
    version: int = 0
    sequence: int = 0

    def event[E: SessionEvent](
        self, kind: type[E], status: SessionStatus = "published", at: datetime = NOW, **changed: Any
    ) -> E:
        """The session as it stands now."""
        reason = changed.pop("reason", None)
        for name, value in changed.items():
            setattr(self, name, value)
        self.version += 1
        return kind(
            version=self.version,
            session_id=self.session_id,
            session=SessionFacts(
                session_id=self.session_id,
                slug=f"moede-{self.session_id}",
                title=self.title,
                kind="citizen_meeting",
                mode="in_person",
                starts_at=self.starts_at,
                ends_at=self.starts_at + self.length,
                place=self.place,
                address="Ærøvej 14, 9999 Fløjby",
                sequence=self.sequence,
            ),
            status=status,
            summary=self.summary,
            facilitator_ids=self.facilitator_ids,
            reason=reason,
            occurred_at=at,
        )

    def published(self, at: datetime = NOW) -> SessionPublished:
        return self.event(SessionPublished, at=at)

    def changed(self, at: datetime = NOW, status: SessionStatus = "published", **changed: Any) -> SessionChanged:
        return self.event(SessionChanged, status, at, **changed)

    def moved(self, at: datetime = NOW, status: SessionStatus = "published", **changed: Any) -> SessionMoved:
        return self.event(SessionMoved, status, at, sequence=self.sequence + 1, **changed)

    def cancelled(self, at: datetime = NOW, reason: str | None = None) -> SessionCancelled:
        return self.event(SessionCancelled, "cancelled", at, sequence=self.sequence + 1, reason=reason)

    def withdrawn(self, at: datetime = NOW) -> SessionWithdrawn:
        return self.event(SessionWithdrawn, "draft", at, sequence=self.sequence + 1)
