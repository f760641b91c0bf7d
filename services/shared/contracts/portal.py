# SPDX-License-Identifier: MPL-2.0
"""What the portal tells (events) and what it answers (requests)."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from services.shared.contracts.envelope import EventData, ReplyData, RequestData
from services.shared.identity import Principal, StaffRole

Language = Literal["da", "en"]


class SignInRequested(EventData):
    """Somebody known asked for a one-time code. The code is in no event: it is asked for when sending."""

    TYPE: ClassVar[str] = "portal.sign_in.requested.v1"
    AGGREGATE: ClassVar[str] = "sign_in_id"

    sign_in_id: UUID
    occurred_at: datetime


EVENTS: tuple[type[EventData], ...] = (SignInRequested,)


class IdentityRequest(RequestData):
    """Who holds this credential? Asked with its SHA-256, never the credential itself."""

    SUBJECT: ClassVar[str] = "portal.identity"

    kind: Literal["session", "key"]
    credential_sha256: str


class IdentityReply(ReplyData):
    """`principal` is None for an unknown, ended or revoked credential."""

    principal: Principal | None


class ContactRequest(RequestData):
    """Where can this person be reached right now?"""

    SUBJECT: ClassVar[str] = "portal.contact"

    person_id: UUID


class ContactReply(ReplyData):
    """`email` is None when the person is unknown or erased."""

    email: str | None
    name: str = ""
    language: Language = "da"


class RightsRequest(RequestData):
    """What may this person or key do right now? For what acts on somebody's behalf while they are away."""

    SUBJECT: ClassVar[str] = "portal.rights"

    holder_id: UUID
    """`Principal.person_id`: a person, or a key's own id."""


class RightsReply(ReplyData):
    """`known` is False when the person is erased or the key revoked; nothing may be shown then."""

    known: bool
    staff_roles: frozenset[StaffRole] = frozenset()
    association_id: UUID | None = None
    """Only for an association key."""


class SignInMailRequest(RequestData):
    """What is to be sent for this sign-in?"""

    SUBJECT: ClassVar[str] = "portal.sign_in_mail"

    sign_in_id: UUID


class SignInMailReply(ReplyData):
    """`email` is None when the sign-in is used, over, or unknown."""

    email: str | None
    name: str = ""
    code: str = ""
    expires_at: datetime | None = None
    language: Language = "da"


IDENTITY_CHANGED = "portal.identity_changed"
"""Plain NATS subject (not stored): a session or key ended; the payload is its SHA-256 in hex, and caches drop it."""
