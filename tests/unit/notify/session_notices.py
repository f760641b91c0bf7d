# SPDX-License-Identifier: MPL-2.0
"""Notices about dialogue sessions, to those who signed up and to those who run them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from services.notify.channels.contract import Kind, Notice
from services.notify.commands.ask_recipient import Reply
from services.notify.commands.write_notice import write_notice
from services.notify.store.deliveries import Delivery
from services.shared.contracts.dialogue import (
    LinksMailReply,
    OwnLink,
    SessionFacts,
    SessionRoomAnswered,
    SignUpEvent,
    SignUpMailReply,
)
from services.shared.contracts.envelope import EventData
from services.shared.contracts.portal import ContactReply
from tests.unit.notify.notices import MADE, PERSON, WRITER

SESSION = UUID("01930000-0000-7000-8000-00000000d1a1")
SIGN_UP = UUID("01930000-0000-7000-8000-00000000d1a2")
OWN = "/dialog/tilmelding/AZMAAAAAcACAAAAAAADRohm3kq"
CONFIRM = "/dialog/tilmelding/bekraeft/AZMAAAAAcACAAAAAAADRos5vQx"
EXPIRES = MADE + timedelta(hours=1)


def session(**changed: Any) -> SessionFacts:
    """Wednesday 2 December 2026, 19.00-21.30."""
    return SessionFacts(
        **{
            "session_id": SESSION,
            "slug": "trafik-ved-skolen-2026-12-02",
            "title": "Trafik ved Ærø Skole – hvad gør vi?",
            "kind": "citizen_meeting",
            "mode": "in_person",
            "starts_at": datetime(2026, 12, 2, 18, tzinfo=UTC),
            "ends_at": datetime(2026, 12, 2, 20, 30, tzinfo=UTC),
            "place": "Aulaen, Ærø Skole",
            "address": "Ærøvej 14, 2750 Fløjby",
            "sequence": 1,
            **changed,
        }
    )


def sign_up(**changed: Any) -> SignUpEvent:
    """Two seats."""
    told = {"session": session(), "state": "confirmed", "seats": 2, "occurred_at": MADE}
    return SignUpEvent(**{"version": 1, "sign_up_id": SIGN_UP, **told, **changed})


def answer(**changed: Any) -> SignUpMailReply:
    """What dialogue answers when asked for the mail."""
    reply = {"email": "karen@borger.example", "name": "Karen Ågård", "own_path": OWN, "state": "confirmed", "seats": 2}
    return SignUpMailReply(**reply | changed)


def room_answered(**changed: Any) -> SessionRoomAnswered:
    """What booking answered about the room."""
    told = {"session_id": SESSION, "session": session(), "status": "draft", "answer": "proposed", "occurred_at": MADE}
    return SessionRoomAnswered(**{"version": 4, **told, **changed})


def links(**changed: Any) -> LinksMailReply:
    """Two sign-ups of one person."""
    other = session(session_id=UUID(int=5), slug="klima", title="Klima i Fløjby", mode="online", place="", address="")
    own = (
        OwnLink(session=session(), state="confirmed", own_path=OWN),
        OwnLink(session=other, state="waiting", own_path=f"{OWN}2"),
    )
    return LinksMailReply(**{"email": "karen@borger.example", "name": "Karen Ågård", "links": own} | changed)


def session_notice(kind: Kind, event: EventData | None, reply: Reply) -> Notice:
    """What the sender makes of it."""
    delivery = Delivery(
        about_id=SESSION if kind.startswith("room.") else SIGN_UP,
        version=event.version if event else 1,
        recipient_id=PERSON,
        channel="email",
        kind=kind,
        told=event and event.model_dump(mode="json"),
        created_at=MADE,
        valid_until=MADE + timedelta(days=5),
    )
    return write_notice(delivery, reply, WRITER)


def sign_up_notice(kind: Kind, event: SignUpEvent | None = None, **reply: Any) -> Notice:
    """As the person behind a sign-up is told it."""
    return session_notice(kind, event or sign_up(), answer(**reply))


def room_notice(kind: Kind, **changed: Any) -> Notice:
    """As a facilitator is told it."""
    told = room_answered(answer=kind.removeprefix("room."), **changed)
    return session_notice(kind, told, ContactReply(email="ida@kommune.example", name="Ida Møller"))
