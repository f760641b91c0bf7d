# SPDX-License-Identifier: MPL-2.0
"""The facilitator's page about a session's room, without JavaScript: every state in words, nothing typed is lost."""

import re
from collections.abc import AsyncGenerator
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.dialogue.app import create_app
from services.dialogue.model import Place, Session
from services.dialogue.rules.room_request import RoomState
from services.shared.bus import Bus
from services.shared.contracts.portal import IdentityReply, IdentityRequest
from services.shared.db import Pool
from services.shared.identity import Kind, Principal, StaffRole
from services.shared.settings import Settings
from services.shared.web.csrf import csrf_token
from tests.integration.booking.callers import until_answered
from tests.integration.dialogue.meeting import NOW, hold, look_up, meeting, told
from tests.integration.dialogue.room_talk import accept, ask, at_evening, confirmed, hear, proposed, request_of
from tests.unit.dialogue.house import House, room

COOKIE = uuid4().hex


class Facilitator:
    """Dorte at her browser. `role` is what the portal says of her, `now` the town's clock."""

    def __init__(self, settings: Settings, pool: Pool, bus: Bus) -> None:
        self.role = StaffRole.FACILITATOR
        self.now = NOW
        app: Any = create_app(settings, pool, bus, lambda: self.now)
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000")
        self.client.cookies.set("aaben", COOKIE)

    async def answer(self, asked: IdentityRequest) -> IdentityReply:
        """What the portal would say."""
        dorte = Principal(kind=Kind.PERSON, person_id=uuid4(), name="Dorte Dialog", staff_roles=frozenset({self.role}))
        known = asked.credential_sha256 == sha256(COOKIE.encode()).hexdigest()
        return IdentityReply(principal=dorte if known else None)

    async def page(self, session: Session, language: str = "", **headers: str) -> httpx.Response:
        return await self.client.get(f"{language}/dialog/styring/{session.id}/lokale", headers=headers)

    async def submit(self, session: Session, to: str = "", **fields: Any) -> httpx.Response:
        return await self.client.post(
            f"/dialog/styring/{session.id}/lokale{to}",
            data={"csrf": csrf_token(COOKIE), **fields},
            follow_redirects=True,
        )


@pytest.fixture
async def dorte(settings: Settings, pool: Pool) -> AsyncGenerator[Facilitator]:
    bus = await Bus.connect(settings.nats_url, name="dialogue-test", token=settings.nats_token)
    portal = await Bus.connect(settings.nats_url, name="portal-test", token=settings.nats_token)
    dorte = Facilitator(settings, pool, bus)
    end = await portal.answer(IdentityRequest, dorte.answer)
    await until_answered(bus)
    yield dorte
    await dorte.client.aclose()
    await end()
    await bus.close()
    await portal.close()


async def planned(pool: Pool, **changes: Any) -> Session:
    plain = {"place": Place(), "status": "draft", "published_at": None, "title": "Hvad skal havnen bruges til?"}
    return await hold(pool, meeting(**{**plain, **at_evening(), **changes}))


def button_of(page: str, name: str) -> dict[str, str]:
    """The hidden fields of the form whose button says this."""
    form = next(form for form in page.split("<form") if name in form and "/valg" in form)
    return dict(re.findall(r'name="(room_id|starts_at)" value="([^"]+)"', form))


async def test_before_anybody_has_asked_the_form_is_filled_from_the_session(pool: Pool, dorte: Facilitator) -> None:
    session = await planned(pool, capacity=45)
    page = (await dorte.page(session)).text
    assert "Der er ikke bedt om et lokale endnu" in page
    assert 'name="people" type="text" value="45"' in page
    assert 'id="access-step_free" name="access" value="step_free" checked' in page
    assert "tirsdag den 8. december 2026 kl. 18.00-20.00" in page
    assert "No room has been asked for yet" in (await dorte.page(session, "/en")).text


async def test_a_place_written_by_hand_is_said_to_make_way(pool: Pool, dorte: Facilitator) -> None:
    session = await planned(pool, place=Place("Biblioteket"))
    assert "Mødet har allerede et sted: Biblioteket." in (await dorte.page(session)).text
    await confirmed(pool, session)
    assert "Mødet har allerede et sted" not in (await dorte.page(session)).text


async def test_asking_tells_booking_and_the_page_says_when(pool: Pool, dorte: Facilitator) -> None:
    session = await planned(pool)
    answer = await dorte.submit(
        session, people="60", minutes_before="45", minutes_after="", near="Fløjby", access="hearing_loop",
        equipment=["projector", "whiteboard", "a swimming pool"],
    )  # fmt: skip
    assert answer.history[0].status_code == 303
    assert "Spurgt den 24.11.2026 kl. 10.00. Booking har ikke svaret endnu." in answer.text
    assert 'hx-trigger="every 5s"' in answer.text
    assert "Opdatér" in answer.text
    need = (await request_of(pool, session)).need
    assert (need.people, need.minutes_before, need.minutes_after, need.near) == (60, 45, 0, "Fløjby")
    assert (need.step_free, need.hearing_loop, need.equipment) == (False, True, ("projector", "whiteboard"))
    assert "Dorte Dialog" in answer.text


async def test_while_nothing_is_new_the_page_that_asks_by_itself_gets_nothing(pool: Pool, dorte: Facilitator) -> None:
    session = await planned(pool)
    _, house = await ask(pool, session)
    assert (await dorte.page(session, **{"HX-Request": "true"})).status_code == 204
    house.hold()
    await hear(pool, house.told[-1])
    news = await dorte.page(session, **{"HX-Request": "true"})
    assert news.status_code == 200
    assert "hx-trigger" not in news.text


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("people", "", "Skriv, hvor mange der skal være plads til"),
        ("people", "0", "Skriv, hvor mange der skal være plads til"),
        ("people", "mange", "Skriv, hvor mange der skal være plads til"),
        ("people", "٣", "Skriv, hvor mange der skal være plads til"),
        ("minutes_before", "-5", "Skriv minutterne med tal"),
        ("minutes_after", "481", "Skriv minutterne med tal"),
    ],
)
async def test_what_was_typed_stays_when_something_is_wrong(
    pool: Pool, dorte: Facilitator, field: str, value: str, message: str
) -> None:
    session = await planned(pool)
    typed = {"people": "60", "minutes_before": "10", "minutes_after": "20", "near": "Ærøskøbing", "equipment": "stage"}
    answer = await dorte.submit(session, **{**typed, field: value})
    assert answer.status_code == 400
    assert message in answer.text
    assert f'<a href="#{field}">' in answer.text
    assert 'value="Ærøskøbing"' in answer.text
    assert 'value="stage" checked' in answer.text
    assert await pool.fetchval("SELECT count(*) FROM room_requests") == 0


async def test_a_proposed_room_is_shown_with_what_it_lacks_and_taken_by_a_button(
    pool: Pool, dorte: Facilitator
) -> None:
    session = await planned(pool)
    request, house = await ask(pool, session)
    house.hold()
    assert house.rooms.held
    poor = house.rooms.held.model_copy(update={"lacks": ("hearing_loop", "projector", "own_brewery"), "capacity": 40})
    made = house.told[-1].model_copy(update={"room": poor, "rooms": house.rooms.model_copy(update={"held": poor})})
    await hear(pool, made)
    page = (await dorte.page(session)).text
    assert "holder det til den 29.11.2026 kl. 10.00" in page
    assert "Mangler, eller er ikke oplyst: teleslynge, projektor, own_brewery." in " ".join(page.split())
    assert "40 personer" in page
    answer = await dorte.submit(session, "/valg", **button_of(page, "Ja tak til lokalet"))
    assert "Du har sagt ja til hold 0" in answer.text
    assert await told(pool, request.id) == ["room.requested", "room.accepted"]


async def test_a_hold_that_has_run_out_says_so_and_can_still_be_tried(pool: Pool, dorte: Facilitator) -> None:
    session = await planned(pool)
    await proposed(pool, session)
    dorte.now = NOW + timedelta(days=6)
    page = (await dorte.page(session)).text
    assert "men holdt det kun til den 29.11.2026" in page
    assert button_of(page, "Ja tak til lokalet")


async def test_when_nothing_was_found_why_and_what_comes_near_stand_there(pool: Pool, dorte: Facilitator) -> None:
    session = await planned(pool)
    _, house = await ask(pool, session)
    house.fail()
    await hear(pool, house.told[-1])
    page = (await dorte.page(session)).text
    assert "Der er ikke noget ledigt, der er stort nok på mødets tidspunkt." in page
    assert "Et andet tidspunkt end mødets. Vælger du det, flytter mødet." in page
    answer = await dorte.submit(session, "/valg", **button_of(page, "Tag another den 09.12.2026 kl. 18.00"))
    assert "Du har sagt ja til another" in answer.text


async def test_a_choice_that_is_no_more_is_answered_with_how_it_stands(pool: Pool, dorte: Facilitator) -> None:
    session = await planned(pool)
    house = await proposed(pool, session)
    page = (await dorte.page(session)).text
    house.change_hold()
    await hear(pool, house.told[-1])
    for fields in (button_of(page, "Ja tak til lokalet"), {"room_id": "x", "starts_at": ""}, {}):
        answer = await dorte.submit(session, "/valg", **fields)
        assert answer.status_code == 409
        assert "Det er kommet videre imens" in answer.text
        assert "hold 1" in answer.text


async def test_a_confirmed_room_is_given_back_only_with_a_reason_when_people_were_told(
    pool: Pool, dorte: Facilitator
) -> None:
    session = await planned(pool, status="published", published_at=NOW)
    await confirmed(pool, session)
    page = (await dorte.page(session)).text
    assert "Lokalet er mødets." in page
    refused = await dorte.submit(session, "/frigivelse", reason=" ")
    assert refused.status_code == 400
    assert "Skriv en begrundelse" in refused.text
    answer = await dorte.submit(session, "/frigivelse", reason="Vi mødes udenfor")
    assert "Mødet har ikke brug for et lokale fra booking" in answer.text
    assert (await look_up(pool, session)).place == Place()


async def test_a_lost_room_is_told_with_the_reason_and_asked_for_again(pool: Pool, dorte: Facilitator) -> None:
    session = await planned(pool)
    house = await confirmed(pool, session)
    house.cancel()
    await hear(pool, house.told[-1])
    page = (await dorte.page(session)).text
    assert "Begrundelsen fra booking: Vandskade" in page
    assert "Lokalet gik tabt" in page
    assert "Stop med at lede" in page
    answer = await dorte.submit(session, people="30")
    assert "Booking har ikke svaret endnu" in answer.text


async def test_a_booked_room_is_kept_beside_a_new_proposal_and_can_be_chosen_again(
    pool: Pool, dorte: Facilitator
) -> None:
    session = await planned(pool)
    house = await confirmed(pool, session)
    await dorte.submit(session, people="200")
    house.asked += 1
    house.hold()
    await hear(pool, house.told[-1])
    page = (await dorte.page(session)).text
    assert "Mødet har stadig det lokale, der er booket til det" in page
    await dorte.submit(session, "/valg", **button_of(page, "Behold hold 0"))
    request = await request_of(pool, session)
    assert (request.state, request.chosen) == (RoomState.ACCEPTED, house.rooms.booked)


@pytest.mark.parametrize(
    "changes", [{"status": "cancelled"}, {"starts_at": NOW - timedelta(hours=1), "ends_at": NOW + timedelta(hours=1)}]
)
async def test_what_will_not_be_needs_no_room(pool: Pool, dorte: Facilitator, changes: dict[str, Any]) -> None:
    session = await planned(pool, **changes)
    page = (await dorte.page(session)).text
    assert "Der kan ikke bedes om et lokale til det" in page
    assert 'name="people"' not in page
    assert (await dorte.submit(session, people="30")).status_code == 409


async def test_every_state_has_its_words_in_both_languages(pool: Pool, dorte: Facilitator) -> None:
    session = await planned(pool)
    for step in _steps(pool, session):
        await step
        for language in ("", "/en"):
            page = await dorte.page(session, language)
            assert page.status_code == 200
            assert page.text.count("<h1>") == 1


def _steps(pool: Pool, session: Session) -> list[Any]:
    house = House(uuid4(), 1)

    async def begin() -> None:
        nonlocal house
        _, house = await ask(pool, session)

    async def say(act: str, *given: Any) -> None:
        getattr(house, act)(*given)
        await hear(pool, house.told[-1])

    async def take() -> None:
        assert house.rooms.held
        await accept(pool, session, house, house.rooms.held)

    return [begin(), say("hold"), take(), say("confirm", room("Salen")), say("change_times"), say("cancel")]


@pytest.mark.parametrize("role", [StaffRole.CASEWORKER, StaffRole.CARETAKER])
async def test_other_employees_do_not_ask_for_rooms(pool: Pool, dorte: Facilitator, role: StaffRole) -> None:
    session = await planned(pool)
    dorte.role = role
    assert (await dorte.page(session)).status_code == 403
    assert (await dorte.submit(session, people="30")).status_code == 403


async def test_a_session_that_does_not_exist_is_not_found(pool: Pool, dorte: Facilitator) -> None:
    missing = meeting()
    assert (await dorte.page(missing)).status_code == 404
    assert (await dorte.submit(missing, people="30")).status_code == 404
    assert (await dorte.submit(missing, "/frigivelse")).status_code == 404
