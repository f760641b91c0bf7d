# SPDX-License-Identifier: MPL-2.0
"""One typical notice of each kind, for tests and for looking at."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from services.notify.channels.contract import Kind, Notice
from services.notify.commands.write_notice import write_notice
from services.shared.contracts.booking import BookingEvent
from services.shared.contracts.dialogue import SignUpEvent
from services.shared.contracts.portal import ContactReply, Language
from tests.unit.notify.notices import WRITER, booking, dates_cancelled, delivery, notice, state
from tests.unit.notify.series_samples import EVENTS
from tests.unit.notify.session_notices import (
    CONFIRM,
    EXPIRES,
    links,
    room_answered,
    session,
    session_notice,
    sign_up,
    sign_up_notice,
)

_REASON = (
    "Hallen er lejet ud til et stævne den dag, og stævner går forud for træning.\n"
    "Retligt grundlag: folkeoplysningsloven § 21 og kommunens regler for fordeling af lokaler, afsnit 3."
)
_EARLIER = state(
    room_name="Hal B", starts_at=state().starts_at - timedelta(days=1), ends_at=state().ends_at - timedelta(days=1)
)

_EVENTS = {
    "requested": booking(occurrences=(state(status="requested"),)),
    "confirmed": booking(version=2, reason="Husk at hente nøglen hos halinspektøren."),
    "declined": booking(version=2, by_staff=True, reason=_REASON, occurrences=(state(status="declined"),)),
    "moved": booking(
        version=2, by_staff=True, reason="Hal B bliver malet.", previous=(_EARLIER,), occurrences=(state(sequence=1),)
    ),
    "shortened": booking(
        version=2,
        previous=(state(),),
        occurrences=(state(sequence=1, ends_at=state().ends_at - timedelta(minutes=30)),),
    ),
    "cancelled": booking(
        version=2, by_staff=True, reason=_REASON, occurrences=(state(status="cancelled", sequence=1),)
    ),
    "restored": booking(version=3, occurrences=(state(sequence=2),)),
    "lapsed": booking(version=2, occurrences=(state(status="lapsed", sequence=1),)),
}


def sample(kind: Kind, language: Language = "da") -> Notice:
    """A notice as it may happen."""
    if kind == "association.dates_cancelled":
        return notice(kind, dates_cancelled(), language=language)
    if kind in ("association.bookings_placed", "association.bookings_restored"):
        return _placed_sample(kind, language)
    if "." in kind:
        return _session_sample(kind, language)
    return notice(kind, _EVENTS.get(kind), language=language)


def _placed_sample(kind: Kind, language: Language) -> Notice:
    """Two teams, of which one has to wait, and a camp."""
    events = (
        EVENTS["confirmed"].model_copy(update={"reason": None}),
        EVENTS["requested"].model_copy(
            update={"number": "2026-000124", "booking_id": UUID(int=0x124), "purpose": "Herrer"}
        ),
        booking(number="2026-000125", booking_id=UUID(int=0x125), purpose="Stævne"),
    )
    told = replace(delivery("confirmed"), kind=kind, about_id=UUID(int=0x99), told=gathered(events))
    return write_notice(told, ContactReply(email="k@forening.example", name="Kirsten Holm", language=language), WRITER)


def gathered(events: Iterable[BookingEvent]) -> dict[str, Any]:
    """As the store hands it out."""
    return {"gathered": [event.model_dump(mode="json", exclude={"tell"}) for event in events]}


_BEFORE = session(starts_at=session().starts_at - timedelta(days=7), ends_at=session().ends_at - timedelta(days=7))
_ONLINE = {"online_url": "https://video.example/moede/4711?kode=abc", "ticket": "HK7P2M9QTX4A"}

_SIGN_UPS: dict[Kind, tuple[SignUpEvent, dict[str, Any]]] = {
    "sign_up.held": (
        sign_up(state="held", expires_at=EXPIRES),
        {"state": "held", "confirm_path": CONFIRM, "expires_at": EXPIRES},
    ),
    "sign_up.queued": (
        sign_up(state="waiting", expires_at=EXPIRES),
        {"state": "waiting", "confirm_path": CONFIRM, "expires_at": EXPIRES, "position": 12},
    ),
    "sign_up.confirmed": (sign_up(version=2, session=session(mode="hybrid")), _ONLINE),
    "sign_up.offered": (
        sign_up(version=2, state="offered", expires_at=EXPIRES),
        {"state": "offered", "expires_at": EXPIRES},
    ),
    "sign_up.repeated": (sign_up(version=3, state="waiting"), {"state": "waiting", "position": 3}),
    "sign_up.changed": (sign_up(version=3, seats=1), {"seats": 1}),
    "sign_up.withdrawn": (
        sign_up(version=3, state="withdrawn", was="confirmed", by_staff=True, reason="Du bad os om det i telefonen."),
        {"state": "withdrawn"},
    ),
    "sign_up.lapsed": (sign_up(version=2, state="lapsed", was="offered"), {"state": "lapsed"}),
    "sign_up.moved": (
        sign_up(version=3, session=session(sequence=2), previous=_BEFORE, reason="Aulaen bliver malet.\nVi beklager."),
        _ONLINE,
    ),
    "sign_up.called_off": (
        sign_up(version=3, state="called_off", was="confirmed", reason="Oplægsholderen er syg."),
        {"state": "called_off"},
    ),
    "sign_up.reminded": (sign_up(version=4), _ONLINE),
    "sign_up.thanked": (sign_up(version=5), {}),
    "sign_up.need_settled": (
        sign_up(version=3, need_id=UUID(int=4)),
        {"need": "sign_language", "need_outcome": "arranged", "need_note": "Tolken sidder forrest til venstre."},
    ),
}


def _session_sample(kind: Kind, language: Language) -> Notice:
    if kind == "links.requested":
        return session_notice(kind, None, links(language=language))
    if kind in _SIGN_UPS:
        event, reply = _SIGN_UPS[kind]
        return sign_up_notice(kind, event, language=language, **reply)
    decide_by = EXPIRES if kind == "room.proposed" else None
    told = room_answered(answer=kind.removeprefix("room."), decide_by=decide_by, reason="Rådhussalen er lukket.")
    return session_notice(kind, told, ContactReply(email="ida@kommune.example", name="Ida Møller", language=language))
