# SPDX-License-Identifier: MPL-2.0
"""From events in the stream to mails in boxes."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID, uuid4

from services.notify.consumers import DELIVERIES, SIGN_IN, SIGN_UPS, SUBSCRIPTIONS
from services.shared import outbox
from services.shared.bus import Bus
from services.shared.consume import consume
from services.shared.contracts import dialogue
from services.shared.contracts.booking import (
    EVENTS,
    AssociationDatesCancelled,
    BookingCancelled,
    BookingConfirmed,
    BookingEvent,
    BookingImported,
    BookingMoved,
)
from services.shared.contracts.dialogue import (
    LinksRequested,
    SessionRoomAnswered,
    SignUpConfirmed,
    SignUpEvent,
    SignUpHeld,
)
from services.shared.contracts.envelope import EventData
from services.shared.contracts.portal import SignInMailReply, SignInRequested
from services.shared.streams import ensure_streams
from tests.conftest import Broker
from tests.integration.notify.deliveries.post_office import BO, BO_AT, EVA, EVA_AT, Office, eventually
from tests.unit.notify.notices import PUBLIC_URL, booking, dates_cancelled, state
from tests.unit.notify.session_notices import CONFIRM, OWN, SESSION, answer, links, room_answered, sign_up

BY_NAME = {subscription.consumer: subscription for subscription in SUBSCRIPTIONS}


@asynccontextmanager
async def hearing(office: Office, *buses: Bus) -> AsyncGenerator[None]:
    """Consumers at work, one for each bus, and a sender."""
    await ensure_streams(office.bus, ["booking", "dialogue", "portal"])
    stop = asyncio.Event()
    tasks = [
        asyncio.create_task(consume(office.pool, bus, BY_NAME[name], lambda: office.now, stop))
        for bus in (office.bus, *buses)
        for name in (DELIVERIES, SIGN_IN, SIGN_UPS)
    ]
    try:
        async with office.sending():
            yield
    finally:
        stop.set()
        async with asyncio.timeout(20):
            await asyncio.gather(*tasks)


async def publish(office: Office, event: EventData, event_id: UUID) -> None:
    """Into the stream, past its own duplicate check."""
    content = outbox.envelope(event, event_id, office.now).model_dump_json().encode()
    await office.bus.publish(event.TYPE, content, message_id=uuid4())


def happened(kind: type[BookingEvent], **changed: Any) -> BookingEvent:
    return kind.model_validate(booking(**{"tell": (EVA,), **changed}).model_dump())


def test_every_event_of_a_booking_is_heard_except_an_import() -> None:
    told = {event for event in EVENTS if issubclass(event, BookingEvent)}
    assert set(BY_NAME[DELIVERIES].events) == (told - {BookingImported}) | {AssociationDatesCancelled}


async def test_an_event_that_comes_often_and_to_two_workers_is_told_once(office: Office, nats: Broker) -> None:
    second = await Bus.connect(nats.url, name="second", token=nats.token, on_lost=lambda: None)
    event, event_id = happened(BookingConfirmed), uuid4()
    async with hearing(office, second):
        for _ in range(6):
            await publish(office, event, event_id)
        await publish(office, event, uuid4())  # the broker forgot, and the relay made it anew
        await publish(office, happened(BookingCancelled, version=2), uuid4())
        await office.until_states("sent", "sent")
    await second.close()
    assert len(office.smtp.came) == 2


async def test_a_move_that_comes_too_late_is_not_told(office: Office) -> None:
    later = happened(BookingMoved, version=3, occurrences=(state(room_name="Hal C", sequence=2),))
    earlier = happened(BookingMoved, version=2, occurrences=(state(room_name="Hal B", sequence=1),))
    async with hearing(office):
        await publish(office, later, uuid4())
        await publish(office, earlier, uuid4())
        elsewhere = (state(occurrence_id=uuid4()),)
        await publish(office, happened(BookingCancelled, booking_id=uuid4(), occurrences=elsewhere), uuid4())
        await office.until_states("sent", "sent")
    subjects = [str(mail["Subject"]) for mail in office.smtp.box(EVA_AT)]
    assert sorted(subject.split(",")[0] for subject in subjects) == ["Aflyst: Hal A", "Flyttet: Hal C"]


async def test_of_a_late_event_people_are_told_what_no_newer_one_has_told(office: Office) -> None:
    hall_a, hall_b = (state(occurrence_id=uuid4(), room_name=f"Hal {letter}") for letter in "AB")
    async with hearing(office):
        await publish(office, happened(BookingCancelled, version=3, occurrences=(hall_a,)), uuid4())
        await publish(office, happened(BookingConfirmed, version=1, occurrences=(hall_a, hall_b)), uuid4())
        await publish(office, happened(BookingMoved, version=2, occurrences=(hall_b,)), uuid4())
        await office.until_states("sent", "sent", "sent")
    subjects = sorted(str(mail["Subject"]).split(",")[0] for mail in office.smtp.box(EVA_AT))
    assert subjects == ["Aflyst: Hal A", "Bekræftet: Hal B", "Flyttet: Hal B"]


async def test_booked_and_cancelled_before_anybody_was_told_is_told_in_that_order(office: Office) -> None:
    await ensure_streams(office.bus, ["booking", "dialogue", "portal"])
    await publish(office, happened(BookingConfirmed, version=1), uuid4())
    await publish(office, happened(BookingCancelled, version=2), uuid4())
    async with hearing(office):
        await office.until_states("sent", "sent")
    assert [str(mail["Subject"]).split(":")[0] for mail in office.smtp.box(EVA_AT)] == ["Bekræftet", "Aflyst"]


async def test_an_association_is_told_of_all_its_dates_in_one_mail_to_each_contact(office: Office) -> None:
    event, event_id = dates_cancelled(tell=(EVA, BO)), uuid4()
    async with hearing(office):
        await publish(office, happened(BookingCancelled, version=2, tell=()), uuid4())
        await publish(office, event, event_id)
        await publish(office, event, event_id)
        await publish(office, event, uuid4())  # the relay made it anew
        elsewhere = (state(occurrence_id=uuid4()),)
        await publish(office, happened(BookingConfirmed, booking_id=uuid4(), occurrences=elsewhere), uuid4())
        await office.until_states("sent", "sent", "sent")
    subjects = [[str(mail["Subject"]).split(":")[0] for mail in office.smtp.box(at)] for at in (EVA_AT, BO_AT)]
    assert sorted(subjects[0]) == ["2 tider aflyst, fordi der er lukket", "Bekræftet"]
    assert subjects[1] == ["2 of your times cancelled because of closing"]


async def test_a_sign_in_gets_its_code(office: Office) -> None:
    asked = SignInRequested(version=1, sign_in_id=uuid4(), occurred_at=office.now)
    office.sign_ins[asked.sign_in_id] = SignInMailReply(email=EVA_AT, name="Eva", code="104729", language="en")
    async with hearing(office):
        await publish(office, asked, uuid4())
        await eventually(lambda: _arrived(office))
    [mail] = office.smtp.box(EVA_AT)
    body = mail.get_body(("plain",))
    assert body is not None and "104729" in body.get_content()


def test_every_event_of_a_sign_up_is_heard() -> None:
    told = {event for event in dialogue.EVENTS if issubclass(event, SignUpEvent)}
    assert set(BY_NAME[SIGN_UPS].events) == told | {LinksRequested, SessionRoomAnswered}


async def test_a_sign_up_is_asked_to_confirm_and_then_told_that_it_did(office: Office) -> None:
    held = SignUpHeld.model_validate(sign_up(state="held", expires_at=office.now + timedelta(hours=1)).model_dump())
    office.sign_ups[held.sign_up_id] = answer(email=EVA_AT, state="held", confirm_path=CONFIRM)
    async with hearing(office):
        event_id = uuid4()
        await publish(office, held, event_id)
        await publish(office, held, event_id)
        await office.until_states("sent")
        office.sign_ups[held.sign_up_id] = answer(email=EVA_AT)
        await publish(office, SignUpConfirmed.model_validate(sign_up(version=2).model_dump()), uuid4())
        await office.until_states("sent", "sent")
    first, second = office.smtp.box(EVA_AT)
    assert f"{PUBLIC_URL}{CONFIRM}" in plain(first)
    assert str(second["Subject"]).startswith("Du er tilmeldt: ")
    assert first["References"] == second["References"]
    assert [(one.kind, one.version, one.sequence) for one in office.asked] == [("held", 1, 1), ("confirmed", 2, 1)]


async def test_links_go_to_whoever_asked_and_unknown_addresses_get_nothing(office: Office) -> None:
    known, unknown = (LinksRequested(version=1, links_id=uuid4(), occurred_at=office.now) for _ in range(2))
    office.links[known.links_id] = links(email=EVA_AT)
    async with hearing(office):
        await publish(office, unknown, uuid4())
        await publish(office, known, uuid4())
        await eventually(lambda: _arrived(office))
        await eventually(office.is_idle)
    [mail] = office.smtp.box(EVA_AT)
    assert OWN in plain(mail) and sorted(await office.states()) == ["sent", "skipped"]


async def test_those_who_run_a_session_hear_of_its_room(office: Office) -> None:
    async with hearing(office):
        await publish(office, room_answered(facilitator_ids=(EVA, BO)), uuid4())
        await office.until_states("sent", "sent")
    [eva], [bo] = office.smtp.box(EVA_AT), office.smtp.box(BO_AT)
    assert f"{PUBLIC_URL}/dialog/styring/{SESSION}/lokale" in plain(eva)
    assert f"{PUBLIC_URL}/en/dialog/styring/{SESSION}/lokale" in plain(bo)


def plain(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return part.get_content()


async def _arrived(office: Office) -> bool:
    return bool(office.smtp.came)
