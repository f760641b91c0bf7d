# SPDX-License-Identifier: MPL-2.0
"""Signing up as a citizen meets it: a form, a mail, a page of one's own. No account, no cookie, nobody else's business."""

import re
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from services.dialogue.model import Category, NeedKind, Question, SeatPlan, State
from services.shared.db import Pool
from services.shared.settings import Settings
from tests.integration.dialogue.citizens import Citizen, citizen
from tests.integration.dialogue.meeting import NOW, again, ask, hold, join, states, told

HALL = Question("hal", "Hvilken hal bruger du?", "choice", ("Hal A", "Hal B"), required=True)
WHY_B = Question("hvorfor", "Hvad mangler Hal B?", "text", depends_on="hal", depends_value="Hal B", required=True)


@pytest.fixture
async def ida(settings: Settings, pool: Pool) -> AsyncGenerator[Citizen]:
    async with citizen(settings, pool) as somebody:
        yield somebody


def shown(page: httpx.Response) -> str:
    """The words of a page, without tags and with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


async def test_a_citizen_signs_up_confirms_and_has_a_place(ida: Citizen, pool: Pool) -> None:
    session = await hold(pool, capacity=10)
    assert "10 ledige pladser" in shown(await ida.get(f"/dialog/{session.slug}"))

    answer = await ida.sign_up(session, companions="1")
    assert answer.status_code == 303
    receipt = shown(await ida.get(answer.headers["location"]))
    assert "Tjek din mail" in receipt
    assert "Vi holder pladsen til dig til tirsdag den 24. november 2026 kl. 11.00." in receipt

    (sign_up,) = await ida.made(session)
    before = await ida.get(ida.confirming(sign_up))
    assert "Vil du have pladsen?" in shown(before)
    after = await ida.submit(ida.confirming(sign_up))
    assert "Pladsen er din" in shown(after)

    own = shown(await ida.get(ida.own(sign_up)))
    assert "I har 2 pladser" in own
    assert re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", own)
    assert await told(pool, sign_up) == ["sign_up.held", "sign_up.confirmed"]


async def test_following_links_changes_nothing(ida: Citizen, pool: Pool) -> None:
    session = await hold(pool, capacity=1)
    held, waiting = await ask(pool, session, "ida"), await ask(pool, session, "bo")
    for path in (ida.confirming(held), ida.confirming(waiting), ida.own(held), f"{ida.confirming(held)}/svar"):
        for _ in range(2):
            assert (await ida.get(path)).status_code in (200, 303)
    for what in ("afmelding", "tilbud", "igen", "aendring", "evaluering"):
        assert (await ida.get(f"{ida.own(held)}/{what}")).status_code in (404, 405)
    assert await states(pool, [held, waiting]) == [State.HELD, State.WAITING]
    assert await again(pool, held, waiting) == [held, waiting]


async def test_confirming_gives_a_place_and_nothing_else(ida: Citizen, pool: Pool) -> None:
    session = await hold(pool, capacity=10)
    sign_up = await ask(pool, session, "ida")
    pages = [await ida.get(ida.confirming(sign_up)), await ida.post(ida.confirming(sign_up))]
    pages += [await ida.get(pages[-1].headers["location"]), await ida.get(ida.confirming(sign_up))]
    own = ida.own(sign_up).rpartition("/")[2]
    for page in pages:
        assert "set-cookie" not in page.headers
        assert own not in page.text + page.headers.get("location", "")
        assert page.headers.get("cache-control") == "no-store" or page.status_code == 303
    assert not ida.client.cookies
    assert (await ida.get(f"/dialog/tilmelding/{ida.confirming(sign_up).rpartition('/')[2]}")).status_code == 404


async def test_a_link_is_used_once_and_the_second_time_is_answered_kindly(ida: Citizen, pool: Pool) -> None:
    session = await hold(pool, capacity=10)
    sign_up = await ask(pool, session, "ida")
    await ida.post(ida.confirming(sign_up))
    assert "allerede bekræftet" in shown(await ida.submit(ida.confirming(sign_up)))
    assert await told(pool, sign_up.id) == ["sign_up.held", "sign_up.confirmed"]


async def test_whoever_confirms_too_late_is_told_what_they_got(ida: Citizen, pool: Pool) -> None:
    session = await hold(pool, capacity=1)
    late = await ask(pool, session, "ida")
    ida.now = NOW + timedelta(hours=2)
    assert "holdes ikke længere" in shown(await ida.get(ida.confirming(late)))
    await join(pool, session, "bo", now=ida.now)
    assert "Du er nummer 1 i køen lige nu" in shown(await ida.submit(ida.confirming(late)))
    full = await hold(pool, capacity=1, waiting_list="none")
    late = await ask(pool, full, "ida", now=NOW)
    await join(pool, full, "bo", now=ida.now)
    answer = await ida.post(ida.confirming(late))
    assert (answer.status_code, "Der er ikke flere pladser" in shown(answer)) == (409, True)


async def test_a_form_sent_twice_is_one_sign_up(ida: Citizen, pool: Pool) -> None:
    session = await hold(pool, capacity=10)
    form = {**await ida.form(session), "name": "Ida", "email": "ida@example.dk", "companions": "0", "category": "all"}
    path = f"/dialog/{session.slug}/tilmelding"
    first, second = await ida.post(path, **form), await ida.post(path, **form)
    assert first.headers["location"] == second.headers["location"]
    (sign_up,) = await ida.made(session)
    assert await told(pool, sign_up) == ["sign_up.held"]
    corrected = await ida.post(path, **{**form, "email": "ida.holm@example.dk"})  # Back, another address, send
    assert corrected.status_code == 303
    assert len(await ida.made(session)) == 2


async def test_nobody_learns_from_the_page_who_has_signed_up(ida: Citizen, pool: Pool) -> None:
    session = await hold(pool, capacity=10, questions=(HALL,))
    await join(pool, session, "known", answers=(("hal", "Hal A"),))
    good, bad = {"q-hal": "Hal A"}, {"q-hal": "Hal X"}
    for fields in (good, bad):
        known = await ida.sign_up(session, "known@example.dk", **fields)
        unknown = await ida.sign_up(session, f"unknown{len(fields['q-hal'])}@example.dk", **fields)
        assert _alike(known) == _alike(unknown)
    full = await hold(pool, capacity=1, waiting_list="none")
    await join(pool, full, "known")
    form = {"name": "Ida", "companions": "0", "category": "all", "key": "k"}
    path = f"/dialog/{full.slug}/tilmelding"
    known, unknown = [await ida.post(path, email=f"{who}@example.dk", **form) for who in ("known", "unknown")]
    assert (known.status_code, unknown.status_code) == (409, 409)
    assert _alike(known) == _alike(unknown)


def _alike(answer: httpx.Response) -> tuple[int, str, str]:
    """An answer without what differs from one form to the next: its key, and the address that was typed."""
    text = re.sub(r'value="[^"]*@example\.dk"|name="key" value="[^"]*"', "", answer.text)
    return answer.status_code, answer.headers.get("location", ""), text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": " "}, "Skriv dit navn"),
        ({"email": "ida"}, "Skriv din e-mailadresse"),
        ({"companions": "mange"}, "Du kan højst tage 3 med"),
        ({"companions": "4"}, "Du kan højst tage 3 med"),
        ({"category": "konge"}, "Vælg, hvad du kommer som"),
        ({"need": "child_care"}, "Det har arrangøren ikke mulighed for her"),
        ({"need": "magic"}, "Det har arrangøren ikke mulighed for her"),
        ({"q-hal": ""}, "Svar på spørgsmålet"),
    ],
)
async def test_a_wrong_field_is_named_and_the_rest_stays_typed(
    ida: Citizen, pool: Pool, fields: dict[str, Any], says: str
) -> None:
    session = await hold(pool, capacity=10, questions=(HALL, WHY_B), needs_offered=(NeedKind.TRANSPORT,))
    typed = {"name": "Ida Holm", "note-transport": "Fra Bakkevej", "q-hal": "Hal B", "q-hvorfor": "Varme & lys"}
    typed |= {"need": "transport"} | fields
    answer = await ida.sign_up(session, **typed)
    assert answer.status_code == 422
    assert says in shown(answer)
    assert "error-summary" in answer.text
    anchor = re.search(r'<li><a href="#([^"]+)">', answer.text)
    assert anchor and f'id="{anchor[1]}"' in answer.text
    for name, kept in typed.items():
        if name not in fields and not (name == "note-transport" and "need" in fields):
            assert kept.replace("&", "&amp;") in answer.text
    assert await ida.made(session) == []
    (fixed,) = KEYS.findall(answer.text)
    sent = {**typed, "name": "Ida", "email": "ida@example.dk", "companions": "0", "category": "all", "key": fixed}
    sent |= {"need": "transport", "q-hal": "Hal B"}
    assert (await ida.post(f"/dialog/{session.slug}/tilmelding", **sent)).status_code == 303


KEYS = re.compile(r'name="key" value="([^"]+)"')


async def test_every_refusal_is_a_sentence_in_the_form(ida: Citizen, pool: Pool) -> None:
    session = await hold(pool, capacity=10)
    await join(pool, session, "bo")
    form = {**await ida.form(session), "name": "Ida", "email": "ida@example.dk", "companions": "0", "category": "all"}
    for changes, status, says in (
        ("capacity = 1, waiting_list = 'none'", 409, "Den sidste plads er netop gået"),
        ("closes_at = '2026-11-20T12:00Z'", 409, "Tilmeldingen er lukket"),
        ("closes_at = NULL, opens_at = '2026-11-27T12:00Z'", 409, "Tilmeldingen er ikke åbnet endnu"),
        ("opens_at = NULL, sign_up = false", 409, "Bare kom"),
        ("status = 'cancelled'", 409, "Mødet er aflyst"),
    ):
        await pool.execute(f"UPDATE sessions SET {changes} WHERE id = $1", session.id)
        answer = await ida.post(f"/dialog/{session.slug}/tilmelding", **form)
        assert (answer.status_code, says in shown(answer)) == (status, True), changes
        assert '<form method="post"' not in answer.text or "ida@example.dk" in answer.text


async def test_a_network_that_asks_too_often_is_told_so_in_the_form(ida: Citizen, pool: Pool) -> None:
    session = await hold(pool, capacity=1000)
    for number in range(100):
        assert (await ida.sign_up(session, f"a{number}@example.dk")).status_code == 303
    answer = await ida.sign_up(session, "one.more@example.dk")
    assert answer.status_code == 429
    assert "Mange tilmelder sig herfra lige nu" in shown(answer)
    assert "one.more@example.dk" in answer.text


async def test_what_one_needs_and_answers_is_asked_when_there_is_a_place(ida: Citizen, pool: Pool) -> None:
    session = await hold(pool, capacity=1, questions=(HALL, WHY_B), needs_offered=(NeedKind.TRANSPORT,))
    form = shown(await ida.get(f"/dialog/{session.slug}/tilmelding"))
    assert "Kørsel til og fra mødet" in form
    assert "Svar kun, hvis du har svaret Hal B til: Hvilken hal bruger du?" in form
    await join(pool, session, "bo", answers=(("hal", "Hal A"),))
    line = shown(await ida.get(f"/dialog/{session.slug}/tilmelding"))
    assert "Kørsel til og fra mødet" not in line
    assert "Skriv mig på ventelisten" in line
    answer = await ida.sign_up(session)
    assert "Tryk på linket senest" in shown(await ida.get(answer.headers["location"]))


async def test_who_comes_as_what_is_chosen_and_what_is_full_is_said(ida: Citizen, pool: Pool) -> None:
    categories = (Category("borger", "Borgere"), Category("forening", "Foreninger"))
    session = await hold(pool, plan=SeatPlan(1, categories))
    page = (await ida.get(f"/dialog/{session.slug}/tilmelding")).text
    assert page.count('type="radio"') == 2
    await join(pool, session, "bo", category="borger")
    assert shown(await ida.get(f"/dialog/{session.slug}/tilmelding")).count("fuldt, du kommer på venteliste") == 2


async def test_an_offer_is_taken_or_passed_on(ida: Citizen, pool: Pool) -> None:
    session = await hold(pool, capacity=1)
    first, second, third = [await join(pool, session, name) for name in ("a", "b", "c")]
    assert "Du er nummer 1 i køen lige nu" in shown(await ida.get(ida.own(second)))
    assert "Du er meldt fra" in shown(await ida.submit(f"{ida.own(first)}/afmelding"))
    offered = shown(await ida.get(ida.own(second)))
    assert "Sig ja senest torsdag den 26. november 2026 kl. 10.00" in offered
    await ida.submit(f"{ida.own(second)}/afmelding")
    assert "Pladsen er din" in shown(await ida.submit(f"{ida.own(third)}/tilbud"))
    assert await states(pool, [first, second, third]) == [State.WITHDRAWN, State.WITHDRAWN, State.CONFIRMED]
    back = shown(await ida.submit(f"{ida.own(first)}/igen"))
    assert "Du er tilmeldt igen" in back
    assert "Du er nummer 1 i køen lige nu" in back


async def test_an_offer_that_has_run_out_says_what_can_be_done(ida: Citizen, pool: Pool) -> None:
    session = await hold(pool, capacity=1)
    first, second = await join(pool, session, "a"), await join(pool, session, "b")
    await ida.submit(f"{ida.own(first)}/afmelding")
    ida.now = NOW + timedelta(days=3)
    answer = await ida.post(f"{ida.own(second)}/tilbud")
    assert answer.status_code == 409
    assert "Tilbuddet er udløbet" in shown(answer)
    assert "Tilmeld mig igen" in shown(answer)


async def test_a_party_is_changed_as_far_as_there_is_room(ida: Citizen, pool: Pool) -> None:
    session = await hold(pool, capacity=3, needs_offered=(NeedKind.HEARING_LOOP, NeedKind.OTHER))
    sign_up = await join(pool, session, "ida")
    change = f"{ida.own(sign_up)}/aendring"
    answer = await ida.submit(change, name="Ida H", companions="2", need=["other"], **{"note-other": "Lydbog"})
    assert "Det er rettet" in shown(answer)
    assert "Andet (Lydbog) Arrangøren arbejder på det" in shown(answer)
    refused = await ida.post(change, name="Ida H", companions="3")
    assert (refused.status_code, "Der er ikke plads til så mange" in shown(refused)) == (422, False)
    await pool.execute("UPDATE sessions SET capacity = 4, max_companions = 9 WHERE id = $1", session.id)
    await join(pool, session, "bo")
    refused = await ida.post(change, name="Ida Holm", companions="3")
    assert (refused.status_code, "Der er ikke plads til så mange" in shown(refused)) == (409, True)
    assert "Ida Holm" in refused.text
    assert [one.seats for one in await again(pool, sign_up)] == [3]


async def test_a_wrong_link_and_an_erased_one_are_answered_alike(ida: Citizen, pool: Pool) -> None:
    session = await hold(pool, capacity=10)
    sign_up = await join(pool, session, "ida")
    path = ida.own(sign_up)
    assert (await ida.get(path)).headers["cache-control"] == "no-store"
    wrong = await ida.get(path[:-2] + "xy")
    await pool.execute("UPDATE sessions SET forgotten_at = $2 WHERE id = $1", session.id, NOW)
    erased = await ida.get(path)
    assert wrong.status_code == erased.status_code == 404
    assert "Den tilmelding findes ikke" in shown(wrong)
    assert wrong.text.replace(path[:-2] + "xy", path) == erased.text


async def test_the_online_link_is_for_those_with_a_place(ida: Citizen, pool: Pool) -> None:
    session = await hold(pool, capacity=1, mode="hybrid", online_url="https://video.example.dk/hal")
    first, second = await join(pool, session, "a"), await join(pool, session, "b")
    assert "video.example.dk" in (await ida.get(ida.own(first))).text
    for path in (ida.own(second), f"/dialog/{session.slug}", ida.confirming(first), "/dialog"):
        assert "video.example.dk" not in (await ida.get(path)).text


async def test_how_it_was_is_kept_without_who_said_it(ida: Citizen, pool: Pool) -> None:
    session = await hold(pool, capacity=10)
    sign_up = await join(pool, session, "ida")
    path = f"{ida.own(sign_up)}/evaluering"
    assert (await ida.post(path, mattered="5")).status_code == 409
    ida.now = session.ends_at + timedelta(hours=3)
    assert "Hvordan var det?" in shown(await ida.get(ida.own(sign_up)))
    assert (await ida.post(path)).status_code == 422
    assert "Tak for dit svar" in shown(await ida.submit(path, mattered="4", heard="5", comment="Godt"))
    await ida.submit(path, mattered="1")
    rows = [dict(row) for row in await pool.fetch("SELECT * FROM evaluations")]
    assert [(row["mattered"], row["heard"], row["access"], row["comment"]) for row in rows] == [(4, 5, None, "Godt")]
    assert sign_up.id not in rows[0].values()
    assert rows[0]["at"] < ida.now
    assert "Hvordan var det?" not in shown(await ida.get(ida.own(sign_up)))


async def test_links_are_sent_on_request_and_nobody_learns_whether_there_are_any(ida: Citizen, pool: Pool) -> None:
    session = await hold(pool, capacity=10)
    await join(pool, session, "ida")
    answers = [await ida.submit("/dialog/mine", email=f"{name}@example.dk") for name in ("ida", "nobody")]
    assert answers[0].text == answers[1].text
    for _ in range(4):
        assert (await ida.submit("/dialog/mine", email="ida@example.dk")).text == answers[0].text
    asked = await pool.fetch("SELECT email_key FROM link_requests ORDER BY requested_at")
    assert [row["email_key"] for row in asked].count("ida@example.dk") == 3
    assert (await told(pool)).count("links.requested") == 4
    for number in range(40):
        await ida.submit("/dialog/mine", email=f"a{number}@example.dk")
    assert await pool.fetchval("SELECT count(*) FROM link_requests") == 30
    wrong = await ida.post("/dialog/mine", email="ida")
    assert (wrong.status_code, "Skriv din e-mailadresse" in shown(wrong)) == (422, True)


async def test_before_a_draw_nobody_is_promised_a_number_in_line(ida: Citizen, pool: Pool) -> None:
    session = await hold(pool, capacity=1, waiting_list="lottery", draw_at=NOW + timedelta(days=2))
    assert "Deltag i lodtrækningen" in shown(await ida.get(f"/dialog/{session.slug}/tilmelding"))
    sign_up = await ask(pool, session, "ida")
    for page in (await ida.submit(ida.confirming(sign_up)), await ida.get(ida.own(sign_up))):
        assert "Du er med i lodtrækningen" in shown(page)
        assert "torsdag den 26. november 2026 kl. 10.00" in shown(page)
        assert "Du er nummer" not in shown(page)


async def test_who_got_a_place_from_the_line_is_asked_what_they_were_not_asked_before(ida: Citizen, pool: Pool) -> None:
    session = await hold(pool, capacity=1, questions=(HALL,), promotes_to="place")
    first = await join(pool, session, "bo", answers=(("hal", "Hal A"),))
    second = await join(pool, session, "ida")
    assert "Arrangøren har nogle spørgsmål" not in shown(await ida.get(ida.own(second)))
    await ida.submit(f"{ida.own(first)}/afmelding")
    assert "Arrangøren har nogle spørgsmål til dig" in shown(await ida.get(ida.own(second)))
    refused = await ida.post(f"{ida.own(second)}/aendring", name="Ida", companions="0")
    assert (refused.status_code, "Svar på spørgsmålet" in shown(refused)) == (422, True)
    answered = await ida.submit(f"{ida.own(second)}/aendring", name="Ida", companions="0", **{"q-hal": "Hal B"})
    assert "Arrangøren har nogle spørgsmål" not in shown(answered)
    assert await pool.fetchval("SELECT value FROM answers WHERE sign_up_id = $1", second.id) == "Hal B"
