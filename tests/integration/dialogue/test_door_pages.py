# SPDX-License-Identifier: MPL-2.0
"""The door, its papers and what people thought, over HTTP: as plain forms, and as a phone tells what it has kept."""

import re
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.dialogue.commands.evaluate_session import evaluate_session
from services.dialogue.commands.tell_in_time import thank
from services.dialogue.model import Evaluation, NeedKind, NewNeed, Session
from services.shared.bus import Bus
from services.shared.contracts.portal import IdentityRequest
from services.shared.db import Pool
from services.shared.identity import StaffRole
from services.shared.settings import Settings
from services.shared.web.csrf import csrf_token
from tests.integration.booking.callers import until_answered
from tests.integration.dialogue.door import EVENING, came, let_in, scan, ticket_of
from tests.integration.dialogue.meeting import hold, join, join_all
from tests.integration.dialogue.test_room_pages import COOKIE, Facilitator

SCAN = re.compile(r'name="scan_id" value="([^"]+)"')


class AtTheDoor(Facilitator):
    """Dorte with her phone, half an hour before."""

    async def see(self, session: Session, page: str = "indtjekning", language: str = "") -> str:
        answer = await self.client.get(f"{language}/dialog/styring/{session.id}/{page}")
        assert answer.status_code == 200, answer.text
        return answer.text

    async def press(self, session: Session, to: str = "", **fields: Any) -> Any:
        return await self.client.post(
            f"/dialog/styring/{session.id}/indtjekning{to}",
            data={"csrf": csrf_token(COOKIE), **fields},
            follow_redirects=True,
        )

    async def tell(self, session: Session, *scans: dict[str, Any], csrf: str | None = None) -> Any:
        headers = {"x-csrf": csrf_token(COOKIE) if csrf is None else csrf}
        path = f"/dialog/styring/{session.id}/indtjekning/scanninger"
        return await self.client.post(path, json={"scans": list(scans)}, headers=headers)


@pytest.fixture
async def dorte(settings: Settings, pool: Pool) -> AsyncGenerator[AtTheDoor]:
    bus = await Bus.connect(settings.nats_url, name="dialogue-test", token=settings.nats_token)
    portal = await Bus.connect(settings.nats_url, name="portal-test", token=settings.nats_token)
    dorte = AtTheDoor(settings, pool, bus)
    dorte.now = EVENING
    end = await portal.answer(IdentityRequest, dorte.answer)
    await until_answered(bus)
    yield dorte
    await dorte.client.aclose()
    await end()
    await bus.close()
    await portal.close()


def phone(who: Any = None, **changes: Any) -> dict[str, Any]:
    """What a phone keeps of a tap."""
    plain = {"scan_id": str(uuid4()), "at": EVENING.isoformat(), "device": "ab12cd34"}
    return {**plain, **({"sign_up_id": str(who.id)} if who else {}), **changes}


async def test_the_page_says_who_is_expected_and_how_many(pool: Pool, dorte: AtTheDoor) -> None:
    session = await hold(pool, capacity=10)
    await join(pool, session, "bo", companions=1, name="Åse Bo")
    await join(pool, session, "ida", name="Ida Holm")
    page = await dorte.see(session)
    assert page.index("Ida Holm") < page.index("Åse Bo")
    assert re.findall(r"<dd[^>]*>(\d+)</dd>", page) == ["0", "3", "10"]
    assert page.count("Ikke kommet</span>") == 2
    english = await dorte.see(session, language="/en")
    assert "Not arrived" in english
    assert "Who we expect" in english


async def test_a_tap_without_javascript_and_a_double_tap_are_one(pool: Pool, dorte: AtTheDoor) -> None:
    session = await hold(pool)
    ida = await join(pool, session, "ida", companions=2, name="Ida Holm")
    page = await dorte.see(session)
    row = page[page.index(f'id="p-{ida.id}"') :]
    found = SCAN.search(row)
    assert found
    for _ in range(2):
        answer = await dorte.press(session, sign_up_id=str(ida.id), scan_id=found[1], people="2")
        assert answer.history[0].status_code == 303
        assert answer.history[0].headers["location"].endswith(f"#p-{ida.id}")
        assert "Kommet kl. 17.30: 2 af 3" in answer.text
    assert await came(pool, session) == [(ida.id, 2)]


async def test_another_tap_says_when_they_came(pool: Pool, dorte: AtTheDoor) -> None:
    session = await hold(pool)
    ida = await join(pool, session, "ida", name="Ida Holm")
    await let_in(pool, session, ida.id)
    answer = await dorte.press(session, sign_up_id=str(ida.id), scan_id=str(uuid4()))
    assert answer.status_code == 409
    assert "Ida Holm er allerede tjekket ind, kl. 17.30." in answer.text


async def test_a_ticket_is_typed_and_what_is_wrong_stands_at_the_field(pool: Pool, dorte: AtTheDoor) -> None:
    session = await hold(pool)
    ida = await join(pool, session, "ida", name="Ida Holm")
    answer = await dorte.press(session, ticket=ticket_of(ida).lower(), scan_id=str(uuid4()))
    assert "Ida Holm er tjekket ind." in answer.text
    wrong = await dorte.press(session, ticket="ABCD-EFGH-JKLM", scan_id=str(uuid4()))
    assert wrong.status_code == 409
    assert "Billetten gælder ikke her" in wrong.text
    assert 'value="ABCD-EFGH-JKLM"' in wrong.text
    empty = await dorte.press(session, ticket=" ", scan_id=str(uuid4()))
    assert empty.status_code == 400
    assert '<a href="#ticket">Skriv billetten.</a>' in empty.text


async def test_a_name_is_found_by_a_part_of_it(pool: Pool, dorte: AtTheDoor) -> None:
    session = await hold(pool)
    await join(pool, session, "ida", name="Ida Holm")
    await join(pool, session, "bo", name="Bo Dahl")
    page = await dorte.see(session, "indtjekning?q=HOLM")
    assert "Ida Holm" in page
    assert "Bo Dahl" not in page
    assert "Ingen på listen hedder det" in await dorte.see(session, "indtjekning?q=zzz")


async def test_a_check_in_is_undone_on_the_page(pool: Pool, dorte: AtTheDoor) -> None:
    session = await hold(pool)
    ida = await join(pool, session, "ida", name="Ida Holm")
    await let_in(pool, session, ida.id)
    for _ in range(2):
        answer = await dorte.press(session, "/fortryd", sign_up_id=str(ida.id))
        assert "Fortrudt. Ida Holm står igen som ikke kommet." in answer.text
    assert await came(pool, session) == []
    assert (await dorte.press(session, "/fortryd", sign_up_id="intet")).status_code == 404


async def test_a_guest_is_written_in_on_top_and_the_page_says_so(pool: Pool, dorte: AtTheDoor) -> None:
    session = await hold(pool, capacity=1)
    await join(pool, session, "ida")
    one = str(uuid4())
    for _ in range(2):
        answer = await dorte.press(session, "/uden-tilmelding", scan_id=one, name="Per <b>", guest_people="2")
        assert "Per &lt;b&gt; er skrevet ind ud over pladserne." in answer.text
        assert re.findall(r"<dd[^>]*>(\d+)</dd>", answer.text) == ["2", "3", "1"]
        assert "Der er kommet flere, end der er plads til." in answer.text
    wrong = await dorte.press(session, "/uden-tilmelding", scan_id=str(uuid4()), name="Bus", guest_people="mange")
    assert wrong.status_code == 400
    assert "Skriv et tal fra 1 til 20." in wrong.text
    assert 'value="Bus"' in wrong.text
    nameless = await dorte.press(session, "/uden-tilmelding", scan_id=str(uuid4()), name="", guest_people="1")
    assert "Gæst uden navn er skrevet ind" in nameless.text


async def test_a_phone_tells_what_it_has_kept_and_is_answered_for_each(pool: Pool, dorte: AtTheDoor) -> None:
    session = await hold(pool)
    ida = await join(pool, session, "ida", name="Ida Holm")
    bo = await join(pool, session, "bo", companions=1, name="Bo Dahl")
    earlier = (EVENING - timedelta(minutes=20)).isoformat()
    kept = [
        phone(ida, at=earlier),
        phone(ticket=ticket_of(bo), people=1),
        phone(ticket=ticket_of(ida)),
        phone(ticket="ABCDEFGHJKLM"),
        phone(bo, people=9),
    ]
    first = (await dorte.tell(session, *kept)).json()
    assert [one["answer"] for one in first["answers"]] == ["ok", "ok", "used", "refused", "used"]
    assert first["answers"][0]["sentence"] == "Ida Holm er tjekket ind."
    assert first["answers"][2]["sentence"].startswith("Ida Holm er allerede tjekket ind, kl. 17.10.")
    assert (first["arrived"], first["expected"]) == (2, 3)
    assert {one["mark"] for one in first["come"]} == {"Kommet kl. 17.10", "Kommet kl. 17.30: 1 af 2"}
    assert (await dorte.tell(session, *kept)).json() == first, (
        "the answer was lost, and the phone tells all of it again"
    )
    assert len(await came(pool, session)) == 2


async def test_a_phone_whose_sign_in_is_over_or_of_another_page_tells_nothing(pool: Pool, dorte: AtTheDoor) -> None:
    session = await hold(pool)
    ida = await join(pool, session, "ida")
    assert (await dorte.tell(session, phone(ida), csrf="forged")).status_code == 403
    dorte.client.cookies.clear()
    answer = await dorte.tell(session, phone(ida))
    assert answer.status_code == 303
    assert "/log-ind" in answer.headers["location"]
    assert await came(pool, session) == []


@pytest.mark.parametrize(
    "changes",
    [{"people": 0}, {"at": "2026-12-08T17:00:00"}, {"scan_id": "x"}, {"device": "æ"}, {"ticket": "A" * 101}, {"x": 1}],
)
async def test_what_a_phone_never_sends_is_refused_whole(pool: Pool, dorte: AtTheDoor, changes: dict[str, Any]) -> None:
    session = await hold(pool)
    ida = await join(pool, session, "ida")
    assert (await dorte.tell(session, phone(ida, **changes))).status_code == 400
    assert (await dorte.tell(session, phone())).status_code == 400
    assert await came(pool, session) == []


PAGES = ("indtjekning", "liste", "liste?behov=1", "navneskilte", "evaluering")


@pytest.mark.parametrize("role", [StaffRole.CASEWORKER, StaffRole.CARETAKER])
async def test_only_those_who_run_dialogue_see_who_comes(pool: Pool, dorte: AtTheDoor, role: StaffRole) -> None:
    session = await hold(pool)
    ida = await join(pool, session, "ida", name="Ida Holm")
    dorte.role = role
    for page in PAGES:
        answer = await dorte.client.get(f"/dialog/styring/{session.id}/{page}")
        assert answer.status_code == 403
        assert "Ida Holm" not in answer.text
    assert (await dorte.tell(session, phone(ida))).status_code == 403
    for to in ("", "/fortryd", "/uden-tilmelding"):
        assert (await dorte.press(session, to, sign_up_id=str(ida.id), guest_people="1")).status_code == 403
    assert await came(pool, session) == []


async def test_strangers_are_asked_to_sign_in(pool: Pool, dorte: AtTheDoor) -> None:
    session = await hold(pool)
    dorte.client.cookies.clear()
    for page in PAGES:
        answer = await dorte.client.get(f"/dialog/styring/{session.id}/{page}")
        assert answer.status_code == 303
        assert "/log-ind" in answer.headers["location"]


async def test_a_session_there_is_not_has_no_door(dorte: AtTheDoor) -> None:
    for page in PAGES:
        assert (await dorte.client.get(f"/dialog/styring/{uuid4()}/{page}")).status_code == 404


async def test_nobody_is_checked_in_to_what_is_cancelled(pool: Pool, dorte: AtTheDoor) -> None:
    session = await hold(pool)
    ida = await join(pool, session, "ida")
    await pool.execute("UPDATE sessions SET status = 'cancelled' WHERE id = $1", session.id)
    page = await dorte.see(session)
    assert "Mødet er aflyst" in page
    assert "data-check-in" not in page
    answer = await dorte.press(session, sign_up_id=str(ida.id), scan_id=str(uuid4()))
    assert answer.status_code == 409
    assert (await dorte.tell(session, phone(ida))).json()["answers"][0]["answer"] == "refused"


async def test_a_phone_may_keep_the_page_only_around_the_sessions_day(pool: Pool, dorte: AtTheDoor) -> None:
    session = await hold(pool)

    async def kept() -> str | None:
        answer = await dorte.client.get(f"/dialog/styring/{session.id}/indtjekning")
        return answer.headers.get("x-kept-until")

    end_of_day = EVENING.replace(hour=22, minute=59, second=59)
    assert await kept() == str(int(end_of_day.timestamp() * 1000))
    for days in (-2, 1):
        dorte.now = EVENING + timedelta(days=days)
        assert await kept() is None


async def test_the_worker_answers_for_no_more_than_the_staffs_pages(dorte: AtTheDoor) -> None:
    for language, scope in (("", "/dialog/styring/"), ("/en", "/en/dialog/styring/")):
        answer = await dorte.client.get(f"{language}/dialog/filer/door-worker.js")
        assert answer.headers["service-worker-allowed"] == scope
        assert answer.headers["cache-control"] == "no-cache"
    for name in ("door.js", "door-camera.js", "print.js", "door.css", "print.css"):
        answer = await dorte.client.get(f"/dialog/filer/{name}")
        assert answer.status_code == 200
        assert answer.content
    assert (await dorte.client.get("/dialog/filer/door.toml")).status_code == 404


async def test_the_list_has_a_box_for_everybody_and_needs_only_when_asked(pool: Pool, dorte: AtTheDoor) -> None:
    session = await hold(pool, capacity=3, needs_offered=(NeedKind.SIGN_LANGUAGE,))
    need = (NewNeed(NeedKind.SIGN_LANGUAGE, "Dansk tegnsprog"),)
    await join(pool, session, "ida", companions=1, name="Ida Holm", needs=need)
    await join(pool, session, "kim", companions=2, name="Kim Venter")
    page = await dorte.see(session, "liste")
    assert page.count('class="paper__box') == 2
    assert "Tilmeldinger: 1. Personer: 2." in page
    assert "tegnsprog" not in page.lower()
    assert "Kim Venter" not in page, "who waits has no place"
    assert "Tegnsprogstolk: Dansk tegnsprog" in await dorte.see(session, "liste?behov=1")
    assert "Ingen har en plads endnu" in await dorte.see(await hold(pool), "liste")


async def test_name_tags_come_eight_to_a_page(pool: Pool, dorte: AtTheDoor) -> None:
    session = await hold(pool, capacity=20)
    await join_all(pool, session, 8)
    await join(pool, session, "ida", companions=1, name="Ida Holm")
    page = await dorte.see(session, "navneskilte")
    sheets = page.split('<ul class="name-tags">')[1:]
    assert [sheet.count('<li class="name-tag">') for sheet in sheets] == [8, 2]
    assert page.count('class="name-tag__line"') == 1
    assert "Ida Holm" in page


async def say(pool: Pool, people: list[UUID], session: Session) -> None:
    for number, who in enumerate(people):
        said = Evaluation(5 if number else 1, 4, None, f"Bemærkning {number}" if number < 3 else "")
        assert await evaluate_session(pool, who, said, now=session.ends_at + timedelta(hours=3))


async def test_what_people_thought_is_shown_once_five_have_said_it(pool: Pool, dorte: AtTheDoor) -> None:
    session = await hold(pool)
    people = await join_all(pool, session, 6)
    dorte.now = session.ends_at + timedelta(hours=3)
    assert "Ikke spurgt endnu" in await dorte.see(session, "evaluering")
    await thank(pool, session.id, now=dorte.now)
    await say(pool, [one.id for one in people[:4]], session)
    few = await dorte.see(session, "evaluering")
    assert "For få svar til at vise" in few
    assert "Bemærkning" not in few
    assert re.findall(r"<dd[^>]*>(\d+)</dd>", few) == ["6", "4"]
    await evaluate_session(pool, people[4].id, Evaluation(5, 4, None, ""), now=dorte.now)
    page = await dorte.see(session, "evaluering")
    rows = [re.findall(r"<td>(?:<strong>)?([^<]+)", row) for row in page.split("<tr>")[2:]]
    assert rows == [
        ["4,2", "1", "0", "0", "0", "4", "5"],
        ["4,0", "0", "0", "0", "5", "0", "5"],
        ["ingen svar", "0", "0", "0", "0", "0", "0"],
    ]
    said = re.findall(r"Bemærkning \d", page)
    assert sorted(said) == [f"Bemærkning {number}" for number in range(3)]
    assert said == re.findall(r"Bemærkning \d", await dorte.see(session, "evaluering")), "in the same order every time"
    assert "foo0" not in page
    assert "4.2" in await dorte.see(session, "evaluering", "/en")


async def test_a_question_few_have_answered_is_not_shown_although_the_others_are(pool: Pool, dorte: AtTheDoor) -> None:
    session = await hold(pool)
    people = await join_all(pool, session, 6)
    dorte.now = session.ends_at + timedelta(hours=3)
    for number, one in enumerate(people):
        access = 1 if number == 0 else None
        await evaluate_session(pool, one.id, Evaluation(5, 4, access, ""), now=dorte.now)
    page = await dorte.see(session, "evaluering")
    rows = [re.findall(r"<td[^>]*>(?:<strong>)?([^<]+)", row) for row in page.split("<tr>")[2:]]
    assert rows[0] == ["5,0", "0", "0", "0", "0", "6", "6"]
    assert rows[2] == ["for få svar til at vise"], "one figure would be one person's"


async def test_only_those_who_came_count_as_asked(pool: Pool, dorte: AtTheDoor) -> None:
    session = await hold(pool)
    ida, _ = await join_all(pool, session, 2)
    await let_in(pool, session, ida.id, scan())
    await thank(pool, session.id, now=session.ends_at + timedelta(hours=3))
    assert re.findall(r"<dd[^>]*>(\d+)</dd>", await dorte.see(session, "evaluering")) == ["1", "0"]
