# SPDX-License-Identifier: MPL-2.0
"""What people get when all goes well, and what they do not get."""

import asyncio
from datetime import timedelta
from email.message import EmailMessage
from typing import Any, cast
from uuid import uuid4

import icalendar
import pytest

from services.notify.commands.plan_delivery import plan_booking_deliveries
from services.shared.contracts.booking import BookingCancelled, BookingConfirmed, BookingMoved
from services.shared.contracts.portal import ContactReply
from services.shared.db import Tx, in_transaction
from tests.faults.fault_smtp import say
from tests.integration.notify.deliveries.post_office import BO, BO_AT, EVA, EVA_AT, Office, eventually
from tests.unit.notify.notices import booking, state


async def test_everybody_named_gets_one_mail_of_their_own_in_their_language(office: Office) -> None:
    await office.tell(tell=(EVA, BO))
    async with office.sending():
        await office.until_states("sent", "sent")
    [eva], [bo] = office.smtp.box(EVA_AT), office.smtp.box(BO_AT)
    assert str(eva["Subject"]).startswith("Bekræftet: Hal A")
    assert str(bo["Subject"]).startswith("Confirmed: Hal A")
    assert eva["Message-ID"] != bo["Message-ID"]
    assert BO_AT not in eva.as_string() and EVA_AT not in bo.as_string()
    assert len(office.smtp.came) == 2


async def test_a_batch_goes_over_one_connection(office: Office) -> None:
    for number in range(8):
        await office.tell(booking_id=uuid4(), number=f"2026-{number:06}")
    async with office.sending():
        await office.until_states(*["sent"] * 8)
    assert office.smtp.connections == 1


async def test_a_new_delivery_wakes_the_sender_and_is_sent_well_within_a_poll(office: Office) -> None:
    async with office.sending():
        await office.tell()
        await office.until_states("sent")
        await asyncio.sleep(0.1)
        office.smtp.seen.clear()
        await office.tell(version=2)
        async with asyncio.timeout(0.7):
            await office.smtp.seen.wait()


async def test_what_is_rolled_back_is_told_to_nobody(office: Office) -> None:
    class Undone(Exception):
        pass

    async def work(tx: Tx) -> None:
        event = BookingConfirmed.model_validate(booking(tell=(EVA,)).model_dump())
        await plan_booking_deliveries(tx, event, now=office.now)
        raise Undone

    with pytest.raises(Undone):
        await in_transaction(office.pool, work)
    assert await office.states() == []


async def test_the_address_is_the_one_of_the_moment_of_sending(office: Office) -> None:
    await office.tell()
    office.people[EVA] = ContactReply(email="ny@forening.example", name="Eva")
    async with office.sending():
        await office.until_states("sent")
    assert len(office.smtp.box("ny@forening.example")) == 1 and not office.smtp.box(EVA_AT)


async def test_somebody_erased_is_skipped_with_a_reason(office: Office) -> None:
    await office.tell(tell=(EVA, BO))
    del office.people[EVA]
    async with office.sending():
        await office.until_states("skipped", "sent")
    assert not office.smtp.box(EVA_AT) and len(office.smtp.box(BO_AT)) == 1
    reason = await office.pool.fetchval("SELECT reason FROM deliveries WHERE state = 'skipped'")
    assert "erased" in reason


async def test_no_address_name_or_code_is_ever_stored(office: Office) -> None:
    office.smtp.at_rcpt[BO_AT].append(say(f"550 5.1.1 <{BO_AT}>: nobody here"))
    await office.tell(tell=(EVA, BO))
    await office.tell_sign_in()
    async with office.sending():
        await eventually(office.is_idle)
    assert len(office.smtp.box(EVA_AT)) == 2
    for table in ("deliveries", "attempts", "bad_addresses", "inbox", "outbox"):
        for row in await office.pool.fetch(f"SELECT t::text AS line FROM {table} t"):
            assert not any(secret in row["line"] for secret in ("forening.example", "Eva", "482913")), table
    assert await office.pool.fetchval("SELECT count(*) FROM deliveries WHERE told IS NOT NULL") == 0
    assert await office.pool.fetchval("SELECT reason FROM deliveries WHERE state = 'permanent_failure'") == (
        "550 5.1.1 <<address>>: nobody here"
    )


async def test_a_code_goes_before_letters(office: Office) -> None:
    for number in range(15):
        await office.tell(booking_id=uuid4(), number=f"2026-{number:06}")
    await office.tell_sign_in()
    async with office.sending():
        await eventually(office.is_idle)
    assert office.smtp.came[0][1]["Subject"] == "Din kode til at logge ind"
    assert len(office.smtp.came) == 16


async def test_a_code_that_is_used_or_over_is_not_sent(office: Office) -> None:
    used = await office.tell_sign_in()
    del office.sign_ins[used]
    async with office.sending():
        await office.until_states("skipped")
    await office.tell_sign_in()
    office.now += timedelta(minutes=10)
    async with office.sending():
        await eventually(office.is_idle)
    assert sorted(await office.states()) == ["expired", "skipped"]
    assert not office.smtp.came


async def test_a_letter_that_cannot_be_written_does_not_hold_up_the_others(office: Office) -> None:
    broken = await office.tell(booking_id=uuid4())
    await office.pool.execute("UPDATE deliveries SET told = '{}' WHERE about_id = $1", broken.booking_id)
    await office.tell(version=2)
    async with office.sending():
        await office.until_states("temporary_failure", "sent")
    assert "defect" in await office.pool.fetchval("SELECT reason FROM deliveries WHERE version = 1")


async def test_what_was_sent_is_forgotten_after_a_month(office: Office) -> None:
    await office.tell()
    async with office.sending():
        await office.until_states("sent")
    office.now += timedelta(days=31)
    async with office.sending():
        await office.until_states()
    assert await office.outcomes() == []


async def test_the_calendar_file_lives_from_publish_over_move_to_cancel(office: Office) -> None:
    """Same UID and organizer, SEQUENCE and DTSTAMP rise, so that an older file sent again revives nothing."""
    await office.tell(BookingConfirmed, version=1)
    await office.later(minutes=3)
    moved = state(
        sequence=1, starts_at=state().starts_at + timedelta(hours=1), ends_at=state().ends_at + timedelta(hours=1)
    )
    await office.tell(BookingMoved, version=2, occurrences=(moved,), previous=(state(),))
    await office.later(minutes=3)
    ended = moved.model_copy(update={"sequence": 2, "status": "cancelled"})
    await office.tell(BookingCancelled, version=3, occurrences=(ended,))
    async with office.sending():
        await office.until_states("sent", "sent", "sent")
    files = [calendar(mail) for mail in office.smtp.box(EVA_AT)]
    assert [method for method, _ in files] == ["PUBLISH", "PUBLISH", "CANCEL"]
    events = [event for _, event in files]
    assert len({(str(event["UID"]), str(event["ORGANIZER"])) for event in events}) == 1
    assert [int(event["SEQUENCE"]) for event in events] == [0, 1, 2]
    stamps = [event["DTSTAMP"].dt for event in events]
    assert stamps == sorted(set(stamps))
    assert events[1]["DTSTART"].dt == moved.starts_at
    assert str(events[2]["STATUS"]) == "CANCELLED"


def calendar(mail: EmailMessage) -> tuple[str, Any]:
    """The method, said beside the type and inside alike, and the one event of the file."""
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    whole = icalendar.Calendar.from_ical(cast("bytes", part.get_payload(decode=True)))
    method = str(whole["METHOD"])
    assert part.get_param("method") == method
    [event] = whole.walk("VEVENT")
    return method, event
