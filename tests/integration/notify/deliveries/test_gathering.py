# SPDX-License-Identifier: MPL-2.0
"""A whole season booked in one step is one letter, however many bookings it is and whatever happens meanwhile."""

import asyncio
from uuid import UUID, uuid4

from services.notify.commands.gather_bookings import GATHERS
from services.notify.commands.plan_delivery import plan_booking_deliveries
from services.shared.contracts.booking import BookingCancelled, BookingConfirmed, BookingEvent, BookingRequested
from services.shared.db import in_transaction
from tests.integration.notify.deliveries.post_office import BO, BO_AT, EVA, EVA_AT, Office
from tests.integration.notify.deliveries.test_hearing import hearing, plain, publish
from tests.unit.notify.notices import booking
from tests.unit.notify.series_samples import tuesdays

ACTION = UUID(int=0xAC7)
QUIET = GATHERS.total_seconds() + 2


def placed(number: int, kind: type[BookingEvent] = BookingConfirmed, action: UUID | None = ACTION) -> BookingEvent:
    """The season of one team."""
    status = "requested" if kind is BookingRequested else "confirmed"
    told = booking(
        booking_id=UUID(int=number),
        number=f"2027-{number:06}",
        purpose=f"Hold {number}",
        occurrences=tuesdays(*range(10), status=status),
        together=action,
        tell=(EVA, BO),
    )
    return kind.model_validate(told.model_dump())


async def test_sixty_bookings_of_one_action_are_one_mail_to_each_and_forgotten_when_sent(office: Office) -> None:
    async with hearing(office):
        events = [placed(number, BookingRequested if number % 10 == 0 else BookingConfirmed) for number in range(1, 61)]
        ids = {event.booking_id: uuid4() for event in events}
        await asyncio.gather(*(publish(office, event, ids[event.booking_id]) for event in (*events, *events[:5])))
        await publish(office, happened_elsewhere(), uuid4())
        await office.later(seconds=1)
        await until_gathered(office, 120)
        await office.later(seconds=QUIET)
        await office.until_states("sent", "sent", "sent")
    [alone, eva] = sorted(office.smtp.box(EVA_AT), key=lambda mail: "60" in str(mail["Subject"]))
    [bo] = office.smtp.box(BO_AT)
    assert str(alone["Subject"]).startswith("Bekræftet: Hal A")
    assert str(eva["Subject"]).strip().startswith("60 bookinger, 6 venter på svar: 24. november 2026")
    assert str(bo["Subject"]).strip().startswith("60 bookings, 6 waiting for an answer: 24 November 2026")
    assert all(f"Hold {number}, 2027-{number:06}:" in plain(eva) for number in range(1, 61))
    assert await office.pool.fetchval("SELECT count(*) FROM gathered") == 0


async def test_what_comes_after_the_letter_was_begun_is_a_letter_of_its_own(office: Office) -> None:
    async with office.sending():
        await tell(office, placed(1), placed(2))
        await office.later(seconds=QUIET)
        await office.until_states("sent", "sent")
        await tell(office, placed(3), placed(4))
        await office.later(seconds=QUIET)
        await office.until_states(*["sent"] * 4)
    subjects = [str(mail["Subject"]).split(":")[0].strip() for mail in office.smtp.box(EVA_AT)]
    assert subjects == ["2 bookinger bekræftet"] * 2
    assert "Hold 3, " in plain(office.smtp.box(EVA_AT)[1]) and "Hold 1, " not in plain(office.smtp.box(EVA_AT)[1])


async def test_a_letter_waits_as_long_as_more_comes_and_no_longer(office: Office) -> None:
    async with office.sending():
        for number in range(1, 4):
            await tell(office, placed(number))
            await office.later(seconds=QUIET / 2)
            await asyncio.sleep(0.05)
        assert office.smtp.came == []
        await office.later(seconds=QUIET)
        await office.until_states("sent", "sent")
    assert str(office.smtp.box(EVA_AT)[0]["Subject"]).strip().startswith("3 bookinger bekræftet")


async def test_one_booking_alone_reads_as_any_other(office: Office) -> None:
    async with office.sending():
        await tell(office, placed(1))
        await office.later(seconds=QUIET)
        await office.until_states("sent", "sent")
    assert str(office.smtp.box(EVA_AT)[0]["Subject"]).strip().startswith("10 datoer bekræftet: Hal A")


async def test_news_of_a_booking_are_not_told_before_the_letter_it_is_in(office: Office) -> None:
    async with office.sending():
        await tell(office, placed(1), placed(2))
        gone = placed(1, action=None).model_copy(update={"version": 2, "tell": (EVA,)})
        await tell(office, BookingCancelled.model_validate(gone.model_dump()))
        await office.later(seconds=QUIET)
        await office.until_states("sent", "sent", "sent")
    subjects = [str(mail["Subject"]).split(":")[0].strip() for mail in office.smtp.box(EVA_AT)]
    assert subjects == ["2 bookinger bekræftet", "10 datoer aflyst"]


async def test_a_letter_given_up_is_forgotten_with_all_it_gathered(office: Office) -> None:
    await tell(office, placed(1), placed(2))
    async with office.sending():
        await office.later(days=6)
        await office.until_states("expired", "expired")
    assert await office.pool.fetchval("SELECT count(*) FROM gathered") == 0
    assert office.smtp.came == []


def happened_elsewhere() -> BookingEvent:
    """A booking of another action, which need not wait."""
    return BookingConfirmed.model_validate(booking(tell=(EVA,)).model_dump())


async def tell(office: Office, *events: BookingEvent) -> None:
    for event in events:
        await in_transaction(office.pool, lambda tx, event=event: plan_booking_deliveries(tx, event, now=office.now))


async def until_gathered(office: Office, count: int) -> None:
    async with asyncio.timeout(20):
        while await office.pool.fetchval("SELECT count(*) FROM gathered") < count:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
