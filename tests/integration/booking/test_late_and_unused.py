# SPDX-License-Identifier: MPL-2.0
"""What is called off too late, or not used, is marked, told, and counted by the rules that count it."""

import re
from datetime import date, timedelta
from html import unescape
from uuid import UUID

from services.booking.commands.cancel_booking import cancel_booking
from services.booking.commands.place_booking import place_booking
from services.booking.commands.restore_booking import restore_booking
from services.booking.commands.try_booking import try_booking
from services.booking.model import Span
from services.shared.db import Pool
from services.shared.identity import StaffRole
from services.shared.settings import Settings
from tests.integration.booking.callers import member, serving, staff
from tests.integration.booking.municipality import NOW, RULES, TUESDAY, at, found

NOTICE = {"rule": "cancellation_notice", "minimum": "P8D", "consequence": "counts", "source": "Vedtægtens § 7"}
COUNTED = {
    "rule": "limit",
    "maximum": 0,
    "per": "rolling",
    "period": "P60D",
    "counts": "cancellations",
    "late_only": True,
}


async def late(pool: Pool, booking: UUID) -> bool:
    return await pool.fetchval("SELECT late FROM occurrences WHERE booking_id = $1", booking)


async def test_late_counts_by_the_rules_it_was_booked_under_and_not_when_taken_back_or_done_by_the_municipality(
    pool: Pool,
) -> None:
    town = await found(pool, [*RULES, NOTICE, COUNTED])
    first = (await place_booking(pool, town.wish(), town.chair, now=NOW)).booking_id
    second = (await place_booking(pool, town.wish(span=at(18, day=8)), town.chair, now=NOW)).booking_id
    await pool.execute(
        "INSERT INTO policy_versions VALUES ($1, 2, $2, 'Byrådet', $2, NULL, $3)",
        town.policy,
        date(2026, 11, 1),
        [*RULES, NOTICE | {"minimum": "PT1H"}, COUNTED],
    )
    edge = TUESDAY.start - timedelta(days=8)
    await cancel_booking(pool, first, town.chair, now=edge)
    assert not await late(pool, first), "at the deadline is in time"
    await restore_booking(pool, first, town.chair, now=edge)
    await cancel_booking(pool, first, town.chair, now=edge + timedelta(minutes=5))
    assert await late(pool, first), "the hour of the newer version is for newer bookings"
    await restore_booking(pool, first, town.chair, now=edge + timedelta(minutes=6))
    assert not await late(pool, first)
    await cancel_booking(pool, first, town.caseworker, now=TUESDAY.start - timedelta(hours=1), reason="Vandskade")
    assert not await late(pool, first), "the municipality's own"

    def refused() -> list[str]:
        return [verdict.rule for verdict in tried.judgement.verdicts if verdict.effect == "refuse"]

    wish = town.wish(span=at(18, day=15))
    tried = await try_booking(pool, wish, town.chair, now=NOW)
    assert refused() == []
    await cancel_booking(pool, second, town.chair, now=at(18, day=8).start - timedelta(hours=2))
    tried = await try_booking(pool, wish, town.chair, now=NOW)
    assert refused() == ["limit"]


async def test_one_is_told_before_one_calls_off_too_late(pool: Pool, settings: Settings) -> None:
    town = await found(pool, [*RULES, NOTICE])
    booking = (await place_booking(pool, town.wish(), town.chair, now=NOW - timedelta(days=10))).booking_id
    async with serving(town, settings, pool) as callers:
        page = (await callers.browser(member(town.chair)).get(f"/bookinger/{booking}/aflys")).text
        seen = " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
        assert "Fristen for afbud er overskredet" in seen
        assert "Senere afbud tæller som en tid, der ikke blev brugt. (Vedtægtens § 7)" in seen


async def test_a_caretaker_notes_that_nobody_came_and_the_rules_count_it(pool: Pool, settings: Settings) -> None:
    absence = {"rule": "absence", "over_percent": 25, "consequence": "last_priority"}
    town = await found(pool, [*RULES, absence])
    before = NOW - timedelta(days=10)
    past = Span(NOW - timedelta(days=1, hours=2), NOW - timedelta(days=1))
    booking = (await place_booking(pool, town.wish(span=past), town.chair, now=before)).booking_id
    date_id = await pool.fetchval("SELECT id FROM occurrences WHERE booking_id = $1", booking)
    coming = (await place_booking(pool, town.wish(), town.chair, now=NOW)).booking_id

    async def said() -> list[str]:
        tried = await try_booking(pool, town.wish(span=at(18, day=15)), town.chair, now=NOW)
        return [verdict.code for verdict in tried.judgement.verdicts]

    async with serving(town, settings, pool) as callers:
        caretaker = callers.browser(staff(StaffRole.CARETAKER))
        assert "Der kom ingen" in (await caretaker.get(f"/bookinger/{booking}")).text
        noted = (await caretaker.submit(f"/bookinger/{booking}/brug", unused=str(date_id))).text
        assert "Ikke brugt" in noted and "Tiden blev brugt alligevel" in noted
        assert await said() == ["absent_goes_last"]
        chair = callers.browser(member(town.chair))
        seen = (await chair.get(f"/bookinger/{booking}")).text
        assert "Ikke brugt" in seen and "blev brugt alligevel" not in seen, "told, and not theirs to change"
        assert (await chair.submit(f"/bookinger/{booking}/brug", used=str(date_id))).status_code == 403
        await caretaker.submit(f"/bookinger/{booking}/brug", used=str(date_id))
        assert await said() == []
        not_yet = await caretaker.submit(f"/bookinger/{coming}/brug", unused="")
        assert not_yet.status_code == 409
