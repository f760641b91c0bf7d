# SPDX-License-Identifier: MPL-2.0
"""What a facilitator decides about a session; the rest of it follows from what happens."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from services.dialogue.model import InfluenceStatement, Place, ProgrammePoint, SeatPlan, Session, SignUpTerms, Speaker
from services.shared.contracts.dialogue import SessionKind, SessionMode


@dataclass(frozen=True, slots=True)
class Description:
    """Fields as in `Session`."""

    kind: SessionKind
    mode: SessionMode
    title: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    target_group: str
    languages: tuple[str, ...]
    interpreters: tuple[str, ...]
    programme: tuple[ProgrammePoint, ...]
    speakers: tuple[Speaker, ...]
    organiser: str
    contact: str
    source_url: str | None
    facilitator_ids: tuple[UUID, ...]
    place: Place
    online_url: str | None
    influence: InfluenceStatement
    terms: SignUpTerms
    seat_plan: SeatPlan


def description_of(session: Session) -> Description:
    """As it is described now."""
    return Description(**_values(session))


def described_as(session: Session, description: Description) -> Session:
    """The session when it is described so."""
    return replace(session, **_values(description))


def changed_fields(before: Session, after: Session) -> list[str]:
    """The names of what is described otherwise."""
    return [name for name in _NAMES if getattr(before, name) != getattr(after, name)]


def is_moved(before: Session, after: Session) -> bool:
    """Another time, another place or way in, or online in place of there: what people have been told is wrong."""
    return _whereabouts(before) != _whereabouts(after)


def _whereabouts(session: Session) -> tuple[object, ...]:
    place = session.place
    way_in = session.online_url if session.mode != "in_person" else None
    return session.starts_at, session.ends_at, session.mode, place.name, place.full_address, way_in


_NAMES = tuple(one.name for one in fields(Description))


def _values(source: Session | Description) -> dict[str, Any]:
    return {name: getattr(source, name) for name in _NAMES}
