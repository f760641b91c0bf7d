# SPDX-License-Identifier: MPL-2.0
"""The staff's pages about policies, as a browser without JavaScript uses them: from reading to adoption."""

import re
from collections.abc import AsyncGenerator
from datetime import timedelta
from html import unescape

import httpx
import pytest

from services.booking.commands.compare_policy import compare_policy
from services.booking.commands.place_booking import place_booking
from services.booking.errors import Refused
from services.booking.policy_files.read import read_policy_text
from services.booking.store.policy_drafts import find_draft
from services.shared.db import Pool
from services.shared.identity import StaffRole
from services.shared.settings import Settings
from tests.integration.booking.callers import Browser, Callers, member, serving, staff
from tests.integration.booking.municipality import NOW, Municipality, at

HOME = "/lokaler/regler"


@pytest.fixture
async def callers(town: Municipality, settings: Settings, pool: Pool) -> AsyncGenerator[Callers]:
    async with serving(town, settings, pool) as callers:
        yield callers


@pytest.fixture
def office(callers: Callers) -> Browser:
    return callers.browser(staff())


def text(html: str) -> str:
    """What a reader sees, roughly."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", html).split()))


def seen_version(page: httpx.Response) -> str:
    """What a form on the page would send."""
    found = re.search(r'name="version" value="(\d+)"', page.text)
    assert found, text(page.text)
    return found[1]


def number_of(page: httpx.Response, sentence: str) -> int:
    """The number of the rule that says it, in the draft's list."""
    found = re.search(rf'id="regel-(\d+)">(?:(?!id="regel-).)*?{re.escape(sentence)}', page.text, re.DOTALL)
    assert found, text(page.text)
    return int(found[1])


async def test_rules_are_read_in_both_languages_by_staff_alone(
    town: Municipality, callers: Callers, office: Browser
) -> None:
    listed = text((await office.get(HOME)).text)
    assert "Version 1 gælder fra 01.01.2026. Vedtaget af Byrådet den 01.01.2026" in listed
    assert "8 lokaler følger reglerne" in listed
    page = text((await office.get(f"{HOME}/{town.policy}")).text)
    room = text((await callers.stranger().get("/lokaler/hal-b")).text)
    for sentence in (
        "Tiden er mindst 30 minutter og højst 8 timer.",
        "Kommunen godkender ønsker for mere end 100 personer.",
    ):
        assert sentence in page
        assert sentence in room
    assert "Rules" in text((await office.get(f"/en{HOME}")).text)
    assert "In force now" in text((await office.get(f"/en{HOME}/{town.policy}")).text)
    assert (await office.get(f"{HOME}/{town.policy}/version/2")).status_code == 404
    assert (await office.get(f"{HOME}/{town.club}")).status_code == 404
    assert (await office.get(f"{HOME}/{town.policy}/udkast")).status_code == 404

    caretaker, chair = callers.browser(staff(StaffRole.CARETAKER)), callers.browser(member(town.chair))
    assert (await caretaker.get(f"{HOME}/{town.policy}")).status_code == 200
    assert (await caretaker.submit(f"{HOME}/{town.policy}/udkast")).status_code == 403
    assert (await chair.get(HOME)).status_code == 403
    assert (await chair.submit(f"{HOME}/{town.policy}/udkast")).status_code == 403
    assert (await callers.stranger().get(HOME)).status_code == 303
    assert (await office.client.post(f"{HOME}/{town.policy}/udkast", data={"csrf": "guessed"})).status_code == 403


async def test_a_draft_is_changed_rule_by_rule_and_no_two_people_undo_each_other(
    town: Municipality, office: Browser, pool: Pool
) -> None:
    path = f"{HOME}/{town.policy}/udkast"
    begun = await office.submit(path)
    number = number_of(begun, "højst 8 timer")
    form = await office.get(f"{path}/regel/{number}")
    assert 'value="8 timer"' in form.text
    first = seen_version(form)
    wrong = await office.submit(
        f"{path}/regel/{number}", slags="duration", version=first, effect="refuse", maximum="1 måned", source="Bilag 2"
    )
    assert wrong.status_code == 400
    assert 'href="#maximum"' in wrong.text
    assert "måneder og år er ikke lige lange" in text(wrong.text)
    assert 'value="Bilag 2"' in wrong.text
    assert seen_version(wrong) == first

    saved = await office.submit(
        f"{path}/regel/{number}", slags="duration", version=first, effect="needs_staff", maximum="3 timer"
    )
    assert "Reglen er gemt" in text(saved.text)
    assert "højst 3 timer" in text(saved.text)
    late = await office.submit(f"{path}/regel/{number}", slags="duration", version=first, maximum="5 timer")
    assert late.status_code == 409
    assert 'value="5 timer"' in late.text
    assert "En anden har ændret kladden imens" in text(late.text)
    assert (await office.submit(f"{path}/regel/{number}/fjern", version=first)).status_code == 409
    assert (await office.submit(f"{path}/regel/{number}/fjern")).status_code == 409
    assert (await office.submit(f"{path}/kasser", version=first)).status_code == 409

    added = await office.submit(
        f"{path}/ny", slags="hours_per_week", version=seen_version(saved), effect="note", maximum_hours="7,5"
    )
    assert "7 timer og 30 minutter" in text(added.text)
    copied = await office.submit(
        f"{path}/regel/{number_of(added, '7 timer og 30 minutter')}/kopi", version=seen_version(added)
    )
    assert text(copied.text).count("7 timer og 30 minutter") > text(added.text).count("7 timer og 30 minutter")
    undone = await office.submit(f"{path}/fortryd", version=seen_version(copied))
    assert text(undone.text).count("7 timer og 30 minutter") == text(added.text).count("7 timer og 30 minutter")
    removed = await office.submit(
        f"{path}/regel/{number_of(undone, '7 timer og 30 minutter')}/fjern", version=seen_version(undone)
    )
    assert "7 timer og 30 minutter" not in text(removed.text)
    assert "Version 1" in text((await office.get(f"{HOME}/{town.policy}")).text)

    kept = await pool.fetchval("SELECT rules FROM policy_versions WHERE policy_id = $1", town.policy)
    assert {"rule": "duration", "minimum": "PT30M", "maximum": "PT8H"} in kept
    gone = await office.submit(f"{path}/kasser", version=seen_version(removed))
    assert "Lav en kladde" in text(gone.text)
    again = await office.submit(path)
    assert int(seen_version(again)) > int(seen_version(removed))


async def test_a_whole_file_is_read_in_or_not_at_all(town: Municipality, office: Browser, pool: Pool) -> None:
    path = f"{HOME}/{town.policy}/udkast"
    begun = await office.submit(path)
    file = await office.get(f"{path}/regler.yaml")
    assert "attachment" in file.headers["content-disposition"]
    reading = read_policy_text(file.content)
    async with pool.acquire() as connection:
        before = await find_draft(connection, town.policy)
    assert before is not None
    assert reading.content is not None
    assert reading.content.rules == before.rules

    bad = file.text.replace("minutes: 30", "minutter: 30")
    line = bad[: bad.index("minutter")].count("\n") + 1
    refused = await office.submit(f"{path}/fil", version=seen_version(begun), yaml=bad)
    assert refused.status_code == 400
    assert f"Linje {line}: minutter findes ikke her" in text(refused.text)
    assert "minutter: 30" in unescape(refused.text)
    async with pool.acquire() as connection:
        assert await find_draft(connection, town.policy) == before

    good = file.text.replace("minutes: 30", "minutes: 15")
    answer = await office.client.post(
        f"{path}/fil",
        data={"csrf": office.token, "version": seen_version(begun), "yaml": ""},
        files={"file": ("regler.yaml", good.encode(), "application/yaml")},
        follow_redirects=True,
    )
    assert "Reglerne er indlæst" in text(answer.text)
    async with pool.acquire() as connection:
        after = await find_draft(connection, town.policy)
    assert after is not None
    assert next(rule for rule in after.rules if rule not in before.rules).model_dump()["minutes"] == 15
    adopted = await office.get(f"{HOME}/{town.policy}/version/1/regler.yaml")
    assert read_policy_text(adopted.content).content is not None


async def stricter(office: Browser, town: Municipality) -> str:
    """A draft in which bookings last an hour at most and staff see all for more than ten people; its version."""
    path = f"{HOME}/{town.policy}/udkast"
    begun = await office.submit(path)
    shorter = await office.submit(
        f"{path}/regel/{number_of(begun, 'højst 8 timer')}",
        slags="duration",
        version=seen_version(begun),
        effect="refuse",
        maximum="1 time",
    )
    staffed = await office.submit(
        f"{path}/regel/{number_of(shorter, 'mere end 100 personer')}",
        slags="staff_decides",
        version=seen_version(shorter),
        effect="needs_staff",
        above_attendance="10",
    )
    return seen_version(staffed)


async def test_a_wish_and_all_that_is_booked_are_judged_by_both_side_by_side(
    town: Municipality, office: Browser, pool: Pool
) -> None:
    long = await place_booking(pool, town.wish(purpose="Langt"), town.chair, now=NOW)
    await place_booking(pool, town.wish(span=at(8, hours=1), attendance=5, purpose="Uændret"), town.chair, now=NOW)
    await place_booking(pool, town.wish(span=at(10, hours=1), attendance=50, purpose="Mange"), town.chair, now=NOW)
    elsewhere = town.wish(association_id=town.choir, span=at(12), purpose="Kor")
    await place_booking(pool, elsewhere, town.conductor, now=NOW)
    await stricter(office, town)
    path = f"{HOME}/{town.policy}/udkast"

    wish = "proev=1&room=hal-b&role=chair&date=2026-12-02&from=18&to=20&people=20"
    tried = await office.get(f"{path}/proev?{wish}&association={town.club}")
    seen = text(tried.text)
    assert re.search(
        r"Version 1, som gælder nu Ja med det samme .* Kladden Nej .*Der kan højst bookes 1 time ad gangen", seen
    )
    as_contact = await office.get(f"{path}/proev?{wish.replace('chair', 'team_contact')}&association={town.club}")
    assert re.search(r"Version 1, som gælder nu Nej ", text(as_contact.text))
    gap = await office.get(f"{path}/proev?proev=1")
    assert gap.status_code == 400
    for field in ("room", "association", "date", "people"):
        assert f'href="#{field}"' in gap.text

    page = await office.get(f"{path}/sammenlign")
    seen = text(page.text)
    assert "4 kommende tider er set igennem. 3 ville være afgjort anderledes" in seen
    assert "Fra Ja med det samme til Nej : 2" in seen
    assert "Fra Ja med det samme til Kommunen afgør : 1" in seen
    assert f"/bookinger/{long.booking_id}" in page.text
    assert "Uændret" not in seen
    only = text((await office.get(f"{path}/sammenlign?vis=confirmed-needs_staff")).text)
    assert "Mange" in only
    assert "Langt" not in only

    first = await compare_policy(pool, town.policy, now=NOW, most=3)
    rest = await compare_policy(pool, town.policy, now=NOW, after=first.more, most=3)
    assert (first.examined, rest.examined, rest.more) == (3, 1, None)
    names = [one.date.wish.purpose for one in (*first.differences, *rest.differences)]
    assert names == ["Mange", "Kor", "Langt"]
    over = await compare_policy(pool, town.policy, now=NOW + timedelta(days=30))
    assert over.examined == 0


async def test_limits_are_compared_with_what_the_association_itself_has_booked(
    town: Municipality, office: Browser, pool: Pool
) -> None:
    for hour in (8, 11, 14):
        await place_booking(pool, town.wish(span=at(hour)), town.chair, now=NOW)
    await place_booking(pool, town.wish(association_id=town.choir, span=at(17)), town.conductor, now=NOW)
    path = f"{HOME}/{town.policy}/udkast"
    begun = await office.submit(path)
    await office.submit(
        f"{path}/ny", slags="hours_per_week", version=seen_version(begun), effect="refuse", maximum_hours="5"
    )
    found = await compare_policy(pool, town.policy, now=NOW)
    assert found.counts == {("confirmed", "refused"): 3}
    assert {one.date.association_name for one in found.differences} == {"Fløjby HK"}


async def test_comparing_takes_the_same_statements_however_much_is_booked(
    town: Municipality, office: Browser, pool: Pool
) -> None:
    await stricter(office, town)
    counts: list[int] = []
    for hours in ((8,), (10, 12, 14, 16)):
        for hour in hours:
            await place_booking(pool, town.wish(span=at(hour)), town.chair, now=NOW)
        async with pool.acquire() as connection:
            sent: list[str] = []
            connection.add_query_logger(lambda query, sent=sent: sent.append(query.query))
            await compare_policy(_One(connection), town.policy, now=NOW)  # type: ignore[arg-type]
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert counts[0] > 0


class _One:
    """A pool of the one connection whose statements are counted."""

    def __init__(self, connection: object) -> None:
        self._connection = connection

    def acquire(self) -> "_One":
        return self

    async def __aenter__(self) -> object:
        return self._connection

    async def __aexit__(self, *_: object) -> None:
        return None


async def test_a_named_body_adopts_and_what_was_booked_keeps_its_version(
    town: Municipality, office: Browser, pool: Pool, callers: Callers
) -> None:
    before = await place_booking(pool, town.wish(), town.chair, now=NOW)
    version = await stricter(office, town)
    path = f"{HOME}/{town.policy}/udkast"
    decision = {
        "version": version,
        "adopted_by": "Kultur- og Fritidsudvalget",
        "adopted_on": "2026-11-20",
        "document_url": "https://example.dk/regler.pdf",
        "valid_from": "2026-12-01",
    }
    for changed, field in (
        ({"adopted_by": ""}, "adopted_by"),
        ({"adopted_on": "2026-11-25"}, "adopted_on"),
        ({"adopted_on": "i går"}, "adopted_on"),
        ({"document_url": "javascript:alert(1)"}, "document_url"),
        ({"valid_from": "2026-11-23"}, "valid_from"),
        ({"valid_from": ""}, "valid_from"),
    ):
        refused = await office.submit(f"{path}/vedtag", **decision | changed)
        assert refused.status_code == 400, changed
        assert f'href="#{field}"' in refused.text
    empty = await office.submit(f"{path}/vedtag", version=version)
    for field in ("adopted_by", "adopted_on", "valid_from"):
        assert f'href="#{field}"' in empty.text
    assert (await office.submit(f"{path}/vedtag", **decision | {"version": "1"})).status_code == 409
    assert await pool.fetchval("SELECT count(*) FROM policy_versions") == 1

    adopted = await office.submit(f"{path}/vedtag", **decision)
    seen = text(adopted.text)
    assert adopted.url.path == f"{HOME}/{town.policy}/version/2"
    assert "Version 2 Kommer fra tirsdag den 1. december 2026" in seen
    assert "Vedtaget af Kultur- og Fritidsudvalget den 20.11.2026" in seen
    assert "Skrevet ind af Mie Sagsbehandler den 24.11.2026" in seen
    assert "Kommer Version 2 fra 01.12.2026" in text((await office.get(HOME)).text)
    assert (await office.submit(f"{path}/vedtag", **decision)).status_code == 404

    under_old = await place_booking(pool, town.wish(span=at(8, day=10)), town.chair, now=NOW)
    later = NOW + timedelta(days=7)
    with pytest.raises(Refused):
        await place_booking(pool, town.wish(span=at(8, day=11)), town.chair, now=later)
    under_new = await place_booking(pool, town.wish(span=at(8, day=11, hours=1)), town.chair, now=later)
    rows = await pool.fetch("SELECT id, policy_version FROM bookings")
    stored = {row["id"]: row["policy_version"] for row in rows}
    assert stored == {before.booking_id: 1, under_old.booking_id: 1, under_new.booking_id: 2}
    callers.now = later
    assert "Version 2 gælder fra 01.12.2026" in text((await office.get(HOME)).text)
    assert "højst 8 timer" in text((await office.get(f"{HOME}/{town.policy}/version/1")).text)
