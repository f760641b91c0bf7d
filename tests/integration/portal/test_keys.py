# SPDX-License-Identifier: MPL-2.0
"""Keys of programs, made and revoked at the command line."""

from hashlib import sha256
from uuid import uuid4

import pytest

from services.portal.app import SERVICE
from services.shared.contracts.booking import PlaceReply, PlaceRequest
from services.shared.contracts.portal import (
    IDENTITY_CHANGED,
    IdentityReply,
    IdentityRequest,
    RightsReply,
    RightsRequest,
)
from services.shared.identity import Kind, Principal, StaffRole
from tests.integration.portal.conftest import House

CLUB = uuid4()


async def key_command(house: House, *words: str) -> None:
    await SERVICE.commands["key"](house.parts, words)


async def who_holds(house: House, key: str) -> Principal | None:
    question = IdentityRequest(kind="key", credential_sha256=sha256(key.encode()).hexdigest())
    return (await house.parts.bus.request(question, IdentityReply)).principal


async def booking_knows_the_club(house: House) -> None:
    async def place(request: PlaceRequest) -> PlaceReply:
        return PlaceReply(name="Fløjby HK" if request.id == CLUB else None)

    await house.parts.bus.answer(PlaceRequest, place)


async def test_a_staff_key_is_printed_alone_and_may_do_all_but_administer(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    await key_command(house, "--staff")
    key = capsys.readouterr().out.strip()
    assert key.startswith("ak_")
    holder = await who_holds(house, key)
    assert holder is not None
    assert holder.kind is Kind.STAFF_KEY
    assert holder.staff_roles == set(StaffRole) - {StaffRole.ADMINISTRATOR}


async def test_a_staff_key_can_be_given_less(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    await key_command(house, "--staff", "--role", "caretaker", "--name", "Dørskilt")
    holder = await who_holds(house, capsys.readouterr().out.strip())
    assert holder is not None
    assert (holder.name, holder.staff_roles) == ("Dørskilt", {StaffRole.CARETAKER})


async def test_an_association_key_speaks_for_one_association(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    await booking_knows_the_club(house)
    await key_command(house, "--association", str(CLUB))
    holder = await who_holds(house, capsys.readouterr().out.strip())
    assert holder is not None
    assert (holder.kind, holder.association_id) == (Kind.ASSOCIATION_KEY, CLUB)
    assert holder.name == "API: Fløjby HK"
    assert not holder.staff_roles


async def test_no_key_is_made_for_an_association_nobody_knows(house: House) -> None:
    await booking_knows_the_club(house)
    with pytest.raises(SystemExit, match="knows no association"):
        await key_command(house, "--association", str(uuid4()))
    assert await house.parts.pool.fetchval("SELECT count(*) FROM api_keys") == 0


async def test_no_key_is_made_for_an_association_while_booking_is_silent(house: House) -> None:
    with pytest.raises(SystemExit, match="does not answer"):
        await key_command(house, "--association", str(CLUB))


async def test_a_revoked_key_opens_nothing_and_every_service_hears_of_it(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    heard = list[bytes]()

    async def hear(payload: bytes) -> None:
        heard.append(payload)

    await house.parts.bus.listen(IDENTITY_CHANGED, hear)
    await key_command(house, "--staff")
    key = capsys.readouterr().out.strip()
    holder = await who_holds(house, key)
    assert holder is not None
    await key_command(house, "--revoke", str(holder.person_id))
    await house.parts.bus.client.flush()
    assert await who_holds(house, key) is None
    assert heard == [sha256(key.encode()).hexdigest().encode()]
    with pytest.raises(SystemExit, match="no key in force"):
        await key_command(house, "--revoke", str(holder.person_id))


async def test_rights_of_a_key_end_with_it(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    await key_command(house, "--staff", "--role", "caretaker")
    holder = await who_holds(house, capsys.readouterr().out.strip())
    assert holder is not None
    assert holder.person_id is not None
    question = RightsRequest(holder_id=holder.person_id)
    reply = await house.parts.bus.request(question, RightsReply)
    assert (reply.known, reply.staff_roles) == (True, {StaffRole.CARETAKER})
    await key_command(house, "--revoke", str(holder.person_id))
    assert not (await house.parts.bus.request(question, RightsReply)).known


@pytest.mark.parametrize(
    "words", [(), ("--staff", "--association", str(CLUB)), ("--association", "Fløjby"), ("--staff", "--role", "king")]
)
async def test_words_that_make_no_sense_get_told_so(house: House, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as told:
        await key_command(house, *words)
    assert told.value.code == 2


async def test_the_key_itself_is_stored_nowhere(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    await key_command(house, "--staff")
    key = capsys.readouterr().out.strip()
    stored = str(await house.parts.pool.fetch("SELECT * FROM api_keys"))
    assert key not in stored
    assert key.removeprefix("ak_") not in stored
