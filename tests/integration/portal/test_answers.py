# SPDX-License-Identifier: MPL-2.0
"""What the portal tells the other services, what it forgets, and who is there at the start."""

from datetime import timedelta
from uuid import uuid4

from services.portal.commands.forget_what_is_over import forget_what_is_over
from services.portal.demo import load_demo
from services.shared.contracts.portal import (
    ContactReply,
    ContactRequest,
    RightsReply,
    RightsRequest,
    SignInMailReply,
    SignInMailRequest,
    SignInRequested,
)
from services.shared.demo import DEMO_PERSONS
from services.shared.identity import StaffRole
from tests.integration.portal.conftest import NOON, House

KIRSTEN = next(person for person in DEMO_PERSONS if person.email == "haandbold-formand@forening.example")
SOEREN = next(person for person in DEMO_PERSONS if person.email == "sagsbehandler@kommune.example")


async def test_whoever_writes_to_a_person_is_told_where(house: House) -> None:
    told = await house.parts.bus.request(ContactRequest(person_id=KIRSTEN.id), ContactReply)
    assert told == ContactReply(email=KIRSTEN.email, name=KIRSTEN.name, language="da")
    nobody = await house.parts.bus.request(ContactRequest(person_id=uuid4()), ContactReply)
    assert nobody.email is None


async def test_rights_are_those_of_today(house: House) -> None:
    question = RightsRequest(holder_id=SOEREN.id)
    assert (await house.parts.bus.request(question, RightsReply)).staff_roles == {StaffRole.CASEWORKER}
    await house.parts.pool.execute("DELETE FROM staff_roles WHERE person_id = $1", SOEREN.id)
    assert await house.parts.bus.request(question, RightsReply) == RightsReply(known=True)
    await house.parts.pool.execute("DELETE FROM persons WHERE id = $1", SOEREN.id)
    assert await house.parts.bus.request(question, RightsReply) == RightsReply(known=False)


async def test_the_event_of_a_sign_in_names_nobody_and_its_mail_carries_the_code(house: House) -> None:
    browser = house.browser()
    await browser.ask_for_code(KIRSTEN.email)
    envelope = await house.parts.pool.fetchval("SELECT payload FROM outbox")
    event = SignInRequested.model_validate(envelope["data"])
    assert KIRSTEN.email not in str(envelope)
    assert str(KIRSTEN.id) not in str(envelope)
    question = SignInMailRequest(sign_in_id=event.sign_in_id)
    mail = await house.parts.bus.request(question, SignInMailReply)
    assert (mail.email, mail.code, mail.expires_at) == (KIRSTEN.email, await house.code(), NOON + timedelta(minutes=10))
    assert mail.code not in str(await house.parts.pool.fetch("SELECT * FROM sign_ins"))
    await browser.give_code(mail.code)
    assert (await house.parts.bus.request(question, SignInMailReply)).email is None


async def test_what_is_over_is_forgotten_and_nothing_else(house: House) -> None:
    browser = house.browser()
    await browser.ask_for_code(KIRSTEN.email)
    await browser.give_code(await house.code())
    await house.browser().ask_for_code("nobody@elsewhere.example")

    await forget_what_is_over(house.parts.pool, now=NOON + timedelta(hours=7, minutes=59))
    assert await counts(house) == (2, 1)
    await forget_what_is_over(house.parts.pool, now=NOON + timedelta(hours=8))
    assert await counts(house) == (2, 0)
    await forget_what_is_over(house.parts.pool, now=NOON + timedelta(days=1))
    assert await counts(house) == (0, 0)


async def counts(house: House) -> tuple[int, int]:
    row = await house.parts.pool.fetchrow(
        "SELECT (SELECT count(*) FROM sign_ins) AS sign_ins, (SELECT count(*) FROM sessions) AS sessions"
    )
    assert row is not None
    return row["sign_ins"], row["sessions"]


async def test_the_demo_people_come_once(house: House) -> None:
    assert not await load_demo(house.parts.pool, NOON, print)
    assert await house.parts.pool.fetchval("SELECT count(*) FROM persons") == len(DEMO_PERSONS)
