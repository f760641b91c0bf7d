# SPDX-License-Identifier: MPL-2.0
"""The facilitator's pages of people and tasks, without JavaScript: found, counted, acted upon, refused with the reason."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.dialogue.app import create_app
from services.dialogue.commands.sign_up_for_someone import sign_up_for_someone
from services.dialogue.model import Category, NeedKind, NewNeed, SeatPlan, Session, SignUp, State
from services.dialogue.rules.link import ticket, write_link
from services.shared.bus import Bus
from services.shared.contracts.portal import IdentityReply, IdentityRequest
from services.shared.db import Pool
from services.shared.identity import Kind, Principal, StaffRole
from services.shared.settings import Settings
from services.shared.web.csrf import csrf_token
from tests.integration.booking.callers import until_answered
from tests.integration.dialogue.meeting import NOW, again, ask, hold, join, party, states, told

COOKIE = uuid4().hex
DORTE = uuid4()


class Facilitator:
    """Dorte at her browser. `role` is what the portal says of her."""

    def __init__(self, settings: Settings, pool: Pool, bus: Bus) -> None:
        self.role = StaffRole.FACILITATOR
        self.secret = settings.secret
        self.now = NOW
        app: Any = create_app(settings, pool, bus, lambda: self.now)
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000")
        self.client.cookies.set("aaben", COOKIE)

    async def answer(self, asked: IdentityRequest) -> IdentityReply:
        """What the portal would say."""
        dorte = Principal(kind=Kind.PERSON, person_id=DORTE, name="Dorte Dialog", staff_roles=frozenset({self.role}))
        known = asked.credential_sha256 == sha256(COOKIE.encode()).hexdigest()
        return IdentityReply(principal=dorte if known else None)

    async def get(self, path: str, language: str = "") -> httpx.Response:
        return await self.client.get(f"{language}/dialog/styring/{path}")

    async def submit(self, path: str, **fields: Any) -> httpx.Response:
        """A form, and the page it leads to."""
        sent = {"csrf": csrf_token(COOKIE), **fields}
        return await self.client.post(f"/dialog/styring/{path}", data=sent, follow_redirects=True)

    async def act(self, one: SignUp, what: str, **fields: Any) -> httpx.Response:
        """Something done with one sign-up."""
        return await self.submit(f"{one.session_id}/tilmeldinger/{one.id}/{what}", **fields)


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


async def with_needs(
    pool: Pool, session: Session, *people: str, kind: NeedKind = NeedKind.SIGN_LANGUAGE
) -> list[SignUp]:
    return [
        await sign_up_for_someone(pool, session.id, party(who, needs=(NewNeed(kind),)), source="phone", now=NOW)
        for who in people
    ]


async def test_only_facilitators_see_who_takes_part(pool: Pool, dorte: Facilitator) -> None:
    session = await hold(pool)
    made = await join(pool, session, "ida@example.dk")
    for role in (StaffRole.CASEWORKER, StaffRole.CARETAKER):
        dorte.role = role
        for path in ("opgaver", f"{session.id}/tilmeldinger", f"{session.id}/tilmeldinger.csv", f"{session.id}/opgaver",
                     f"{session.id}/tilmeldinger/ny", f"{session.id}/tilmeldinger/{made.id}/seddel"):  # fmt: skip
            answer = await dorte.get(path)
            assert answer.status_code == 403
            assert "ida@example.dk" not in answer.text


async def test_an_empty_session_says_where_people_will_come_from(pool: Pool, dorte: Facilitator) -> None:
    session = await hold(pool)
    page = (await dorte.get(f"{session.id}/tilmeldinger")).text
    assert "Ingen er tilmeldt endnu" in page
    assert "0 af 10" in page
    assert "Nobody has signed up yet" in (await dorte.get(f"{session.id}/tilmeldinger", "/en")).text


async def test_everybody_is_listed_in_words_and_counted(pool: Pool, dorte: Facilitator) -> None:
    session = await hold(pool, capacity=3)
    await join(pool, session, "placed", 1)
    await ask(pool, session, "unproved")
    await join(pool, session, "first")
    await ask(pool, session, "second")
    await sign_up_for_someone(pool, session.id, party("guest"), source="invitation", over_capacity=True, now=NOW)
    page = (await dorte.get(f"{session.id}/tilmeldinger")).text
    for words in ("5 tilmeldinger.", "2 af 3", "Har plads", "Holdt, ikke bekræftet", "Nr. 1 i køen.", "Nr. 2 i køen.",
                  "Venter på en ledig plads.", "Mangler at bekræfte sin e-mail.", "Ud over pladserne", "Tilmeldt selv"):  # fmt: skip
        assert words in page, words
    assert "<caption" in page


async def test_the_address_bar_says_who_is_shown(pool: Pool, dorte: Facilitator) -> None:
    plan = SeatPlan(2, (Category("all", "Borgere"), Category("council", "Byråd")))
    session = await hold(pool, plan=plan)
    await join(pool, session, "ida", name="Ida 100% Holm")
    await join(pool, session, "bo", category="council", name="Bo Byråd")
    await join(pool, session, "kim", name="Kim Kø")
    here = f"{session.id}/tilmeldinger"

    async def shown(query: str) -> set[str]:
        page = (await dorte.get(f"{here}?{query}")).text
        return {name for name in ("Ida", "Bo", "Kim") if f'row">{name} ' in page}

    assert await shown("") == {"Ida", "Bo", "Kim"}
    assert await shown("tilstand=waiting") == {"Kim"}
    assert await shown("kategori=council") == {"Bo"}
    assert await shown("tekst=holm") == {"Ida"}
    assert await shown("tekst=0%25") == {"Ida"}
    assert await shown("tekst=kim@example") == {"Kim"}
    assert await shown("tilstand=nonsense&side=x") == {"Ida", "Bo", "Kim"}
    assert "Ingen passer på det" in (await dorte.get(f"{here}?tekst=nobody")).text


async def test_a_long_list_goes_on_over_the_page(pool: Pool, dorte: Facilitator) -> None:
    session = await hold(pool, capacity=None)
    for n in range(51):
        await sign_up_for_someone(
            pool, session.id, replace(party("x"), name=f"Person {n:02}", email=None), source="phone", now=NOW
        )
    page = (await dorte.get(f"{session.id}/tilmeldinger")).text
    assert "side=2" in page
    assert "Person 50" not in page
    assert "Person 50" in (await dorte.get(f"{session.id}/tilmeldinger?side=2")).text
    assert (await dorte.get(f"{session.id}/tilmeldinger.csv")).text.count("Person ") == 51


async def test_the_spreadsheet_runs_nothing_anybody_typed(pool: Pool, dorte: Facilitator) -> None:
    session = await hold(pool)
    await join(pool, session, "ida", name='=HYPERLINK("http://x")')
    await join(pool, session, "bo", name="Bo; æøå")
    answer = await dorte.get(f"{session.id}/tilmeldinger.csv?tekst=hyperlink")
    assert answer.content.startswith(b"\xef\xbb\xbfNavn;E-mail;Telefon;Status;Pladser;")
    assert "\n\"'=HYPERLINK" in answer.text
    assert "æøå" not in answer.text
    assert "no-store" in answer.headers["cache-control"]
    assert '"Bo; æøå"' in (await dorte.get(f"{session.id}/tilmeldinger.csv")).text


async def test_a_place_is_taken_back_only_with_a_reason(pool: Pool, dorte: Facilitator) -> None:
    session = await hold(pool)
    made = await join(pool, session, "ida")
    answer = await dorte.act(made, "afmelding", reason=" ")
    assert answer.status_code == 422
    assert f'href="#reason-{made.id}"' in answer.text
    answer = await dorte.act(made, "afmelding", reason="Mødet er for unge.", tilstand="alle")
    assert answer.history[0].status_code == 303
    assert "Tilmeldingen er trukket tilbage" in answer.text
    assert "Mødet er for unge." in answer.text  # the filter was kept
    answer = await dorte.act(made, "afmelding", reason="Igen")
    assert answer.status_code == 409
    assert "Status er nu: meldt fra" in answer.text


async def test_a_place_offered_twice_is_refused_with_how_it_stands(pool: Pool, dorte: Facilitator) -> None:
    session = await hold(pool, capacity=1, closes_at=NOW + timedelta(hours=1))
    placed, waiting = await join(pool, session, "a"), await join(pool, session, "b")
    assert f"{waiting.id}/tilbud" not in (await dorte.get(f"{session.id}/tilmeldinger")).text
    assert "ikke så mange ledige pladser" in (await dorte.act(waiting, "tilbud")).text
    dorte.now = session.closes_at
    await dorte.act(placed, "afmelding", reason="Syg")
    page = (await dorte.get(f"{session.id}/tilmeldinger")).text
    assert "Tilbyd den selv" in page
    assert f"{waiting.id}/tilbud" in page
    assert "Pladsen er givet videre" in (await dorte.act(waiting, "tilbud")).text
    again_pressed = await dorte.act(waiting, "tilbud")
    assert again_pressed.status_code == 409
    assert "Status er nu: har fået tilbud" in again_pressed.text


async def test_who_has_no_email_is_rung_and_says_yes_on_the_phone(pool: Pool, dorte: Facilitator) -> None:
    session = await hold(pool, capacity=1)
    placed = await join(pool, session, "a")
    ruth = replace(party("Ruth"), email=None, phone="12 34 56 78")
    waiting = await sign_up_for_someone(pool, session.id, ruth, source="phone", now=NOW)
    await dorte.act(placed, "afmelding", reason="Syg")
    page = (await dorte.get(f"{session.id}/tilmeldinger")).text
    assert "har ikke fået besked. Ring" in page
    assert f"{waiting.id}/ja" in page
    said_yes = await dorte.act(waiting, "ja")
    assert "Pladsen er nu personens" in said_yes.text
    assert "Noteret af Dorte Dialog" in said_yes.text
    assert await states(pool, [waiting]) == [State.CONFIRMED]
    assert (await told(pool, waiting.id))[-1] == "sign_up.confirmed"


async def test_a_yes_on_the_phone_comes_too_late_like_any_other(pool: Pool, dorte: Facilitator) -> None:
    session = await hold(pool, capacity=1)
    placed, waiting = await join(pool, session, "a"), await join(pool, session, "b")
    await dorte.act(placed, "afmelding", reason="Syg")
    dorte.now = (await again(pool, waiting))[0].expires_at or NOW
    answer = await dorte.act(waiting, "ja")
    assert answer.status_code == 409
    assert "Tilbuddet er udløbet" in answer.text
    assert await states(pool, [waiting], now=dorte.now) == [State.LAPSED]


async def test_precedence_companions_and_the_mail(pool: Pool, dorte: Facilitator) -> None:
    session = await hold(pool, capacity=2, max_companions=0)
    placed, _, waiting = [await join(pool, session, who) for who in "abc"]
    assert "Forrang 4" in (await dorte.act(waiting, "prioritet", priority="4")).text
    assert (await dorte.act(waiting, "prioritet", priority="x")).status_code == 422
    assert "Der er 0 ledige" in (await dorte.act(placed, "foelge", companions="1")).text
    assert (await dorte.act(placed, "foelge", companions="mange")).status_code == 422
    assert (await dorte.act(placed, "mail")).status_code == 409  # a mail went this minute
    dorte.now = NOW + timedelta(minutes=5)
    assert "Mailen er på vej igen" in (await dorte.act(placed, "mail")).text
    assert (await told(pool, placed.id))[-1] == "sign_up.repeated"


async def test_a_sign_up_is_reached_only_by_its_own_session(pool: Pool, dorte: Facilitator) -> None:
    one, other = await hold(pool), await hold(pool)
    made = await join(pool, one, "ida")
    answer = await dorte.submit(f"{other.id}/tilmeldinger/{made.id}/afmelding", reason="Forkert møde")
    assert answer.status_code == 404
    assert (await dorte.get(f"{other.id}/tilmeldinger/{made.id}/seddel")).status_code == 404
    assert await states(pool, [made]) == [State.CONFIRMED]


async def test_who_has_no_email_gets_a_slip_with_ticket_and_link(pool: Pool, dorte: Facilitator) -> None:
    session = await hold(pool)
    page = await dorte.submit(
        f"{session.id}/tilmeldinger/ny", name="Ruth Ringer", phone="12 34 56 78", companions="1", category="all",
        source="phone", language="da", key="k",
    )  # fmt: skip
    made = (await pool.fetchval("SELECT id FROM sign_ups WHERE session_id = $1", session.id),)[0]
    assert "<svg" in page.text
    assert ticket(dorte.secret, made) in page.text
    assert f"/dialog/tilmelding/{write_link(dorte.secret, 'own', made)}" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"


async def test_an_invitation_on_top_of_a_full_room_is_said_so(pool: Pool, dorte: Facilitator) -> None:  # scenario 23
    session = await hold(pool, capacity=1)
    await join(pool, session, "a")
    page = await dorte.submit(
        f"{session.id}/tilmeldinger/ny",
        name="Gerda Gæst",
        email="gerda@example.dk",
        source="invitation",
        category="all",
    )
    assert "Personen har en plads og får en mail." in page.text
    assert "Ud over pladserne" in page.text
    assert "1 af 1" in page.text
    public = (await dorte.client.get(f"/dialog/{session.slug}")).text
    assert "enteliste" in public
    assert " -" not in public.split("<main")[1]  # no figure below nought
    page = await dorte.submit(f"{session.id}/tilmeldinger/ny", name="Tom", email="tom@example.dk", category="all")
    assert "Personen står på ventelisten og får en mail." in page.text


async def test_what_is_wrong_with_the_form_is_said_and_nothing_typed_is_lost(pool: Pool, dorte: Facilitator) -> None:
    session = await hold(pool)
    await join(pool, session, "ida")
    here = f"{session.id}/tilmeldinger/ny"
    answer = await dorte.submit(here, name="", email="x", companions="mange", phone="1" * 31, source="desk")
    assert answer.status_code == 422
    for words in ("Skriv et navn", "hel e-mailadresse", "som et tal", "højst fylde 30 tegn", 'value="mange"'):
        assert words in answer.text, words
    assert 'value="desk" checked' in answer.text
    answer = await dorte.submit(here, name="Ida igen", email="ida@example.dk", category="all")
    assert answer.status_code == 409
    assert "Adressen har allerede en plads." in answer.text
    assert 'value="Ida igen"' in answer.text
    dorte.now = session.starts_at
    assert "Der kan ikke skrives flere på." in (await dorte.get(here)).text


async def test_tasks_are_grouped_and_settled_for_all_at_once(pool: Pool, dorte: Facilitator) -> None:
    session = await hold(pool, facilitator_ids=(DORTE,))
    people = await with_needs(pool, session, "a", "b")
    page = (await dorte.get("opgaver")).text
    assert "2 behov skal afgøres." in page
    assert "Afgør alle 2 på én gang" in page
    here = f"{session.id}/opgaver/sign_language/afgoerelse"
    assert "Vælg, om det er på plads" in (await dorte.submit(here, note="Hej")).text
    refused = await dorte.submit(here, outcome="impossible", note="")
    assert refused.status_code == 422
    assert "hvorfor det ikke kan lade sig gøre" in refused.text
    answer = await dorte.submit(here, outcome="arranged", note="To tolke.", moede=str(session.id))
    assert "Opgaven er afgjort." in answer.text
    assert str(answer.url).endswith(f"{session.id}/opgaver?gjort=afgjort")
    assert "Ingen opgaver lige nu" in answer.text
    assert [one.version for one in await again(pool, *people)] == [2, 2]
    assert (await dorte.submit(here, outcome="arranged")).status_code == 409
    settled = (await dorte.get(f"{session.id}/opgaver?tilstand=afgjorte")).text
    assert "2 behov er afgjort." in settled
    assert "To tolke." in settled


async def test_one_task_is_settled_and_opened_again(pool: Pool, dorte: Facilitator) -> None:
    session = await hold(pool)
    (made,) = await with_needs(pool, session, "a")
    need = await pool.fetchval("SELECT id FROM access_needs WHERE sign_up_id = $1", made.id)
    assert "Opgaven er afgjort." in (await dorte.submit(f"opgaver/{need}/afgoerelse", outcome="arranged")).text
    reopened = await dorte.submit(f"opgaver/{need}/genaabning", tilstand="afgjorte")
    assert "Opgaven er åben igen." in reopened.text
    assert (await dorte.submit(f"opgaver/{need}/genaabning")).status_code == 409
    assert "1 behov skal afgøres." in (await dorte.get("opgaver")).text
    assert (await dorte.submit(f"opgaver/{uuid4()}/afgoerelse", outcome="arranged")).status_code == 404


async def test_what_is_late_comes_first_and_says_so(pool: Pool, dorte: Facilitator) -> None:
    later = await hold(pool, title="Senere møde")
    soon = await hold(
        pool, title="Snart møde", starts_at=NOW + timedelta(days=9), ends_at=NOW + timedelta(days=9, hours=2)
    )
    for session in (later, soon):
        await with_needs(pool, session, "a")
    assert "Frist overskredet" not in (await dorte.get("opgaver")).text
    dorte.now = NOW + timedelta(days=4)
    page = (await dorte.get("opgaver")).text
    assert page.index("Snart møde") < page.index("Frist overskredet") < page.index("Senere møde")
    assert page.count("Frist overskredet") == 1


async def test_mine_are_those_of_the_sessions_i_run(pool: Pool, dorte: Facilitator) -> None:
    for title, who in (("Mit møde", DORTE), ("Andres møde", uuid4())):
        await with_needs(pool, await hold(pool, title=title, facilitator_ids=(who,)), "a")
    page = (await dorte.get("opgaver?hvis=mine")).text
    assert "Mit møde" in page
    assert "Andres møde" not in page
    assert "Andres møde" in (await dorte.get("opgaver")).text


async def test_needs_of_those_without_a_place_are_no_tasks(pool: Pool, dorte: Facilitator) -> None:
    session = await hold(pool, needs_offered=(NeedKind.TRANSPORT,))
    await ask(pool, session, "a", needs=(NewNeed(NeedKind.TRANSPORT),))  # held, and nobody knows whose it is
    (gone,) = await with_needs(pool, session, "b")
    await dorte.act(gone, "afmelding", reason="Syg")
    page = (await dorte.get("opgaver")).text
    assert "Ingen opgaver lige nu" in page
    assert "No tasks right now" in (await dorte.get("opgaver", "/en")).text
