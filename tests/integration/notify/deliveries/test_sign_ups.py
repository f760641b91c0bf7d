# SPDX-License-Identifier: MPL-2.0
"""Mails about sign-ups: to whom dialogue says, while they are of use, and never before a code to sign in."""

import logging
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from services.notify.sender import BATCH
from services.shared.contracts.dialogue import (
    SignUpConfirmed,
    SignUpHeld,
    SignUpMailReply,
    SignUpMoved,
    SignUpOffered,
    SignUpReminded,
    SignUpWithdrawn,
)
from services.shared.contracts.portal import SignInMailReply
from tests.faults.fault_smtp import say
from tests.integration.notify.deliveries.post_office import Office, eventually
from tests.integration.notify.deliveries.test_sending import calendar
from tests.unit.notify.session_notices import CONFIRM, OWN, SIGN_UP, answer, session

KAREN = "karen@borger.example"
SECOND = timedelta(seconds=1)


async def held(office: Office, count: int) -> None:
    """So many people have just signed up."""
    for number in range(count):
        sign_up_id = uuid4()
        expires_at = office.now + timedelta(hours=1)
        office.sign_ups[sign_up_id] = answer(
            email=f"nr{number}@borger.example", state="held", confirm_path=f"{CONFIRM}{number}", expires_at=expires_at
        )
        await office.tell_sign_up(SignUpHeld, sign_up_id=sign_up_id, state="held", expires_at=expires_at)


async def test_whoever_dialogue_says_is_not_to_be_told_is_skipped_with_a_reason(office: Office) -> None:
    await office.tell_sign_up(SignUpConfirmed)
    async with office.sending():
        await office.until_states("skipped")
    assert "nobody to be told" in await office.pool.fetchval("SELECT reason FROM deliveries")
    assert not office.smtp.came


async def test_what_is_not_to_be_told_is_never_planned(office: Office) -> None:
    await office.tell_sign_up(SignUpConfirmed, tell=False)
    assert await office.states() == []


@pytest.mark.parametrize(
    ("kind", "lasts"),
    [
        (SignUpHeld, timedelta(hours=1)),
        (SignUpOffered, timedelta(hours=1)),
        (SignUpReminded, timedelta(days=12, hours=8, minutes=30)),
        (SignUpConfirmed, timedelta(days=5)),
    ],
)
async def test_a_mail_is_sent_for_as_long_as_it_is_of_use(
    office: Office, kind: type[SignUpHeld], lasts: timedelta
) -> None:
    office.sign_ups[SIGN_UP] = answer()
    await office.tell_sign_up(kind, expires_at=office.now + timedelta(hours=1))
    assert await office.pool.fetchval("SELECT valid_until FROM deliveries") == office.now + lasts
    office.now += lasts
    async with office.sending():
        await office.until_states("expired")
    assert not office.smtp.came


async def test_mails_about_one_sign_up_come_in_order(office: Office) -> None:
    office.sign_ups[SIGN_UP] = answer()
    office.smtp.at_rcpt[KAREN].append(say("451 4.7.1 greylisted"))
    await office.tell_sign_up(SignUpConfirmed, version=2)
    await office.tell_sign_up(SignUpMoved, version=3)
    async with office.sending():
        await office.until_states("temporary_failure", "created")
        await office.later(seconds=6)
        await office.until_states("sent", "sent")
    assert [str(mail["Subject"]).split(":")[0] for mail in office.smtp.box(KAREN)] == [
        "Du er tilmeldt",
        "Mødet er flyttet",
    ]


async def test_the_calendar_file_lives_from_publish_over_move_to_cancel_and_comes_back(office: Office) -> None:
    """Who signs up again is not below the cancel: SEQUENCE is the session's, and the stamp rises."""
    office.sign_ups[SIGN_UP] = answer()
    moved = session(sequence=2, starts_at=session().starts_at + timedelta(hours=1))
    life = [
        (SignUpConfirmed, {"version": 1}),
        (SignUpMoved, {"version": 2, "session": moved}),
        (SignUpWithdrawn, {"version": 3, "session": moved, "state": "withdrawn", "was": "confirmed"}),
        (SignUpConfirmed, {"version": 4, "session": moved}),
    ]
    for kind, changed in life:
        await office.tell_sign_up(kind, **changed)
        await office.later(minutes=3)
    async with office.sending():
        await office.until_states(*["sent"] * 4)
    files = [calendar(mail) for mail in office.smtp.box(KAREN)]
    assert [method for method, _ in files] == ["PUBLISH", "PUBLISH", "CANCEL", "PUBLISH"]
    events = [event for _, event in files]
    assert {str(event["UID"]) for event in events} == {f"{session().session_id}@aaben-kommune"}
    assert [int(event["SEQUENCE"]) for event in events] == [1, 2, 2, 2]
    stamps = [event["DTSTAMP"].dt for event in events]
    assert stamps == sorted(set(stamps))


async def test_no_secret_link_ticket_name_or_address_is_stored_or_logged(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.sign_ups[SIGN_UP] = answer(confirm_path=CONFIRM, ticket="HK7P2M9QTX4A", online_url="https://video.example/x")
    office.smtp.at_rcpt[KAREN].append(say(f"451 4.7.1 <{KAREN}> later"))
    with caplog.at_level(logging.DEBUG):
        await office.tell_sign_up(SignUpHeld, state="held", expires_at=office.now + timedelta(hours=1))
        async with office.sending():
            await office.until_states("temporary_failure")
            await assert_nothing_secret_is_stored(office)
            await office.later(seconds=6)
            await office.until_states("sent")
    await assert_nothing_secret_is_stored(office)
    assert await office.pool.fetchval("SELECT count(*) FROM deliveries WHERE told IS NOT NULL") == 0
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("services")]
    assert not any(secret in line for secret in SECRETS for line in ours)


SECRETS = (OWN, CONFIRM, "HK7P2M9QTX4A", "video.example", "borger.example", "Karen")


async def assert_nothing_secret_is_stored(office: Office) -> None:
    for table in ("deliveries", "attempts", "bad_addresses", "inbox", "outbox"):
        for row in await office.pool.fetch(f"SELECT t::text AS line FROM {table} t"):
            assert not any(secret in row["line"] for secret in SECRETS), table


async def test_an_event_that_makes_no_letter_is_not_quoted_in_a_log(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.sign_ups[SIGN_UP] = answer(online_url="https://video.example/x", email="karen@borger.example")
    await office.tell_sign_up(SignUpConfirmed)
    await office.pool.execute("UPDATE deliveries SET told = told #- '{session,title}'")
    async with office.sending():
        await office.until_states("temporary_failure")
    assert "cannot be sent" in caplog.text
    assert not any(secret in caplog.text for secret in SECRETS)


async def test_a_code_goes_before_a_crowd_that_waits_to_confirm_and_the_crowd_before_letters(office: Office) -> None:
    await office.tell(booking_id=uuid4())
    await held(office, 3 * BATCH)
    await office.tell_sign_in()
    async with office.sending():
        await eventually(office.is_idle, 20)
    subjects = [str(mail["Subject"]).split(":")[0] for _, mail in office.smtp.came]
    assert subjects == ["Din kode til at logge ind", *["Bekræft din plads"] * 3 * BATCH, "Bekræftet"]


async def test_a_code_asked_for_in_the_midst_of_a_crowd_waits_for_one_batch_at_most(office: Office) -> None:
    await held(office, 12 * BATCH)
    async with office.sending():
        await eventually(lambda: came(office, BATCH))
        asked_after = len(office.smtp.came)
        await office.tell_sign_in()
        await eventually(office.is_idle, 30)
    subjects = [str(mail["Subject"]) for _, mail in office.smtp.came]
    assert subjects.index("Din kode til at logge ind") <= asked_after + 2 * BATCH
    assert len(subjects) == 12 * BATCH + 1


async def came(office: Office, count: int) -> bool:
    return len(office.smtp.came) >= count


async def test_a_silent_dialogue_holds_a_code_up_for_one_question_only(office: Office) -> None:
    asked_before_code: list[int] = []

    class Silent(dict[UUID, SignUpMailReply]):
        def get(self, *_: object) -> SignUpMailReply:
            office.now += timedelta(seconds=2)  # meanwhile the code is due
            raise RuntimeError("dialogue is not well")

    class Counting(dict[UUID, SignInMailReply]):
        def get(self, *_: object) -> SignInMailReply:
            asked_before_code.append(len(office.asked))
            return next(iter(self.values()))

    await held(office, 3 * BATCH)
    await office.tell_sign_in()
    await office.pool.execute("UPDATE deliveries SET not_before = $1 WHERE kind = 'sign_in'", office.now + SECOND)
    office.sign_ups, office.sign_ins = Silent(), Counting(office.sign_ins)
    async with office.sending():
        await eventually(lambda: came(office, 1))
    assert asked_before_code == [1]
