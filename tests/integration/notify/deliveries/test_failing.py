# SPDX-License-Identifier: MPL-2.0
"""What becomes of a delivery when the mail server refuses, falls silent or lies."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from services.notify.channels.email import conversation
from services.shared.contracts.booking import BookingCancelled, BookingConfirmed
from services.shared.contracts.portal import ContactReply
from tests.faults.fault_smtp import Fault, drop, hang, say, store_and_drop, store_and_hang
from tests.integration.notify.deliveries.post_office import BO, BO_AT, EVA, EVA_AT, Office, eventually


async def gaps_until(office: Office, limit: timedelta) -> list[timedelta]:
    """Let time run to each next try; the gaps between the tries until it is given up or the limit is reached."""
    gaps, began = list[timedelta](), office.now
    while office.now - began < limit and not await office.is_idle():
        due = await office.pool.fetchval("SELECT min(not_before) FROM deliveries WHERE finished_at IS NULL")
        gaps.append(due - office.now)
        tries = len(await office.outcomes())
        await office.later(seconds=gaps[-1].total_seconds())

        async def tried_again(before: int = tries) -> bool:
            return await office.is_idle() or (
                len(await office.outcomes()) > before and "sending" not in await office.states()
            )

        await eventually(tried_again)
    return gaps


@pytest.mark.parametrize("words", ["451 4.7.1 greylisted", "421 4.3.2 busy", "452 4.2.2 full"])
async def test_a_temporary_refusal_is_tried_again_with_growing_gaps(office: Office, words: str) -> None:
    office.smtp.at_rcpt[EVA_AT].extend([say(words)] * 4)
    await office.tell()
    async with office.sending():
        await office.until_states("temporary_failure")
        gaps = await gaps_until(office, timedelta(hours=2))
    assert gaps == [timedelta(seconds=seconds) for seconds in (5, 20, 80, 320)]
    assert await office.states() == ["sent"]
    assert await office.outcomes() == ["temporary_failure"] * 4 + ["sent"]
    assert len(office.smtp.came) == 1


async def test_a_letter_is_given_up_when_nobody_would_need_it_any_more(office: Office) -> None:
    office.smtp.at_rcpt[EVA_AT].extend([say("451 4.7.1 later")] * 500)
    await office.tell()
    async with office.sending():
        await office.until_states("temporary_failure")
        gaps = await gaps_until(office, timedelta(days=9))
    assert await office.states() == ["expired"]
    assert timedelta(days=4, hours=22) < sum(gaps, timedelta()) < timedelta(days=5)
    assert max(gaps) == timedelta(hours=1) and gaps == sorted(gaps)
    assert not office.smtp.came


async def test_a_code_is_tried_several_times_in_its_ten_minutes(office: Office) -> None:
    office.smtp.at_rcpt[EVA_AT].extend([say("451 4.7.1 greylisted")] * 4)
    await office.tell_sign_in()
    async with office.sending():
        await office.until_states("temporary_failure")
        await gaps_until(office, timedelta(minutes=10))
    assert await office.states() == ["sent"]


@pytest.mark.parametrize("words", ["550 5.1.1 no such user", "550 nobody", "553 5.1.3 bad"])
async def test_nobody_there_ends_it_at_once_and_the_address_is_left_in_peace(office: Office, words: str) -> None:
    office.smtp.at_rcpt[EVA_AT].append(say(words))
    await office.tell()
    async with office.sending():
        await office.until_states("permanent_failure")
        await office.tell(version=2)
        await office.until_states("permanent_failure", "skipped")
        office.people[EVA] = ContactReply(email="ny@forening.example", name="Eva")
        await office.tell(version=3)
        await office.until_states("permanent_failure", "skipped", "sent")
        office.people[EVA] = ContactReply(email=EVA_AT, name="Eva")
        await office.later(days=8)
        await office.tell(version=4)
        await office.until_states("permanent_failure", "skipped", "sent", "sent")
    assert (len(office.smtp.box("ny@forening.example")), len(office.smtp.box(EVA_AT))) == (1, 1)


@pytest.mark.parametrize("words", ["552 5.3.4 too big", "554 5.7.1 looks like spam"])
async def test_a_refused_message_is_final_but_says_nothing_about_the_address(office: Office, words: str) -> None:
    office.smtp.at_data[EVA_AT].append(say(words))
    await office.tell()
    await office.tell(version=2)
    async with office.sending():
        await office.until_states("permanent_failure", "sent")


async def test_one_bad_address_does_not_touch_the_others(office: Office) -> None:
    office.smtp.at_rcpt[EVA_AT].append(say("550 5.1.1 no such user"))
    await office.tell(tell=(EVA, BO))
    async with office.sending():
        await office.until_states("permanent_failure", "sent")
    assert len(office.smtp.box(BO_AT)) == 1


async def test_a_person_whose_address_is_none_harms_nobody_else(office: Office) -> None:
    office.people[EVA] = ContactReply(email="eva@forening.example\r\nRCPT TO:<tyv@ondt.example>", name="Eva")
    await office.tell(tell=(EVA, BO))
    async with office.sending():
        await office.until_states("permanent_failure", "sent")
    assert [to for to, _ in office.smtp.came] == [BO_AT]


@pytest.mark.parametrize("fault", [store_and_drop, drop], ids=["stored", "lost"])
async def test_a_line_that_drops_after_the_message_is_doubt_and_the_retry_bears_the_same_id(
    office: Office, fault: Fault
) -> None:
    office.smtp.at_data[EVA_AT].append(fault)
    await office.tell()
    async with office.sending():
        await office.until_states("uncertain")
        await office.later(seconds=6)
        await office.until_states("sent")
    assert await office.outcomes() == ["uncertain", "sent"]
    assert len({str(mail["Message-ID"]) for _, mail in office.smtp.came}) == 1
    assert len(office.smtp.came) == (2 if fault is store_and_drop else 1)
    assert len(office.smtp.box(EVA_AT)) == 1


async def test_a_server_that_answers_too_late_leaves_one_mail_in_the_box(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "HANDING_OVER", 0.3)
    gate = asyncio.Event()
    office.smtp.at_data[EVA_AT].append(store_and_hang(gate))
    await office.tell()
    async with office.sending():
        await office.until_states("uncertain")
        gate.set()
        await office.later(seconds=6)
        await office.until_states("sent")
    assert len(office.smtp.came) == 2 and len(office.smtp.box(EVA_AT)) == 1


async def test_a_server_that_hangs_before_the_message_holds_nobody_up_for_long(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "NAMING", 0.3)
    gate = asyncio.Event()
    office.smtp.at_rcpt[EVA_AT].append(hang(gate))
    await office.tell(tell=(EVA, BO))
    async with office.sending():
        await office.until_states("temporary_failure", "sent")
        gate.set()
    assert await office.pool.fetchval("SELECT count(*) FROM attempts WHERE outcome = 'uncertain'") == 0


async def test_a_server_that_is_down_is_asked_once_for_each_batch_and_everything_arrives_when_it_is_back(
    office: Office,
) -> None:
    good, office.smtp.url = office.smtp.url, "smtp://127.0.0.1:9"
    for number in range(5):
        await office.tell(booking_id=uuid4(), number=f"2026-{number:06}")
    async with office.sending():
        await office.until_states(*["temporary_failure"] * 5)
    office.smtp.url = good
    office.now += timedelta(seconds=6)
    async with office.sending():
        await office.until_states(*["sent"] * 5)
    assert len(office.smtp.came) == 5
    assert {row["detail"] for row in await office.pool.fetch("SELECT detail FROM attempts WHERE number = 1")} == {
        "no connection: SMTPConnectError"
    }


async def test_a_portal_that_does_not_answer_costs_time_and_no_mail(office: Office) -> None:
    stranger = uuid4()

    people, office.people = office.people, _Unwell()
    await office.tell(tell=(stranger,))
    async with office.sending():
        await office.until_states("temporary_failure")
        assert await office.outcomes() == [], "nothing was handed over"
        office.people = people | {stranger: ContactReply(email=BO_AT)}
        await office.later(seconds=6)
        await office.until_states("sent")


class _Unwell(dict[UUID, ContactReply]):
    def get(self, *_: object) -> ContactReply:
        raise RuntimeError("the portal is not well")


async def test_the_second_letter_waits_for_the_first_and_comes_after_it(office: Office) -> None:
    office.smtp.at_rcpt[EVA_AT].append(say("451 4.7.1 greylisted"))
    await office.tell(BookingConfirmed, version=1)
    await office.tell(BookingCancelled, version=2)
    async with office.sending():
        await office.until_states("temporary_failure", "created")
        await office.later(seconds=4)
        await asyncio.sleep(0.2)
        assert not office.smtp.came
        await office.later(seconds=2)
        await office.until_states("sent", "sent")
    assert [str(mail["Subject"]).split(":")[0] for mail in office.smtp.box(EVA_AT)] == ["Bekræftet", "Aflyst"]


async def test_the_second_letter_goes_when_the_first_is_dead(office: Office) -> None:
    office.smtp.at_data[EVA_AT].append(say("554 5.7.1 no"))
    await office.tell(BookingConfirmed, version=1)
    await office.tell(BookingCancelled, version=2)
    async with office.sending():
        await office.until_states("permanent_failure", "sent")
    assert str(office.smtp.box(EVA_AT)[-1]["Subject"]).startswith("Aflyst")


async def test_many_senders_side_by_side_send_each_letter_once_and_in_order(office: Office) -> None:
    bookings = [uuid4() for _ in range(12)]
    for booking_id in bookings:
        for version in (1, 2):
            await office.tell(booking_id=booking_id, version=version, number=f"{booking_id}-{version}", tell=(EVA, BO))
    async with office.sending(), office.sending(), office.sending():
        await eventually(office.is_idle, 20)
    assert len(office.smtp.came) == 48
    assert set(await office.outcomes()) == {"sent"}
    for booking_id in bookings:
        for box in (office.smtp.box(EVA_AT), office.smtp.box(BO_AT)):
            text = [mail.get_body(("plain",)).get_content() for mail in box]  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
            numbers = [version for body in text for version in (1, 2) if f"{booking_id}-{version}" in body]
            assert numbers == [1, 2]
