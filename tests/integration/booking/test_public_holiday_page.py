# SPDX-License-Identifier: MPL-2.0
"""The page about public holidays: computed two years ahead, with what each policy in force does that day."""

import re
from datetime import date
from html import unescape
from uuid import uuid4

import httpx

from services.booking.commands.renew_holidays import renew_holidays
from services.shared.db import Pool
from services.shared.identity import StaffRole
from services.shared.settings import Settings
from tests.integration.booking.callers import member, serving, staff
from tests.integration.booking.municipality import found

HOME = "/lokaler/helligdage"


def text(page: httpx.Response) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page.text).split()))


async def test_each_holiday_tells_what_is_closed_by_calendar_by_rule_or_not_at_all(
    pool: Pool, settings: Settings
) -> None:
    town = await found(
        pool,
        [
            {"rule": "closing_days"},
            {"rule": "closed", "when": {"holidays": "public", "season": ["--04-01", "--05-31"], "activities": ["kor"]}},
            {"rule": "closed", "when": {"before_holiday": 1, "days": ["fri"]}},
        ],
    )
    loose = uuid4()
    await pool.execute("INSERT INTO policies VALUES ($1, 'Foreningshuse')", loose)
    await pool.execute(
        "INSERT INTO policy_versions VALUES ($1, 1, $2, 'Byrådet', $2, NULL, $3)",
        loose,
        date(2026, 1, 1),
        [{"rule": "closed", "when": {"season": ["--12-25", "--12-25"]}}],
    )
    await pool.execute("UPDATE rooms SET policy_id = $1 WHERE id = $2", loose, town.meeting_room)
    later = uuid4()
    await pool.execute("INSERT INTO policies VALUES ($1, 'Skolerne')", later)
    await pool.execute("UPDATE rooms SET policy_id = $1 WHERE id = $2", later, town.courts[3])
    async with serving(town, settings, pool) as callers:
        office = callers.browser(staff(StaffRole.CARETAKER))
        first = text(await office.get(HOME))
        assert "Åbningskalenderne mangler helligdage" in first
        assert "lørdag den 26. december 2026 Anden juledag Mangler i kalenderne" in first
        assert "fredag den 25. december 2026 Juledag 7 lokaler lukket" in first, "the town has stored that one"

        await renew_holidays(pool, today=date(2026, 11, 24))
        await pool.execute(
            "INSERT INTO opening_exceptions (calendar_id, day, reason_da, reason_en, opens_minute, closes_minute)"
            " VALUES ($1, $2, 'Koncert', 'Concert', 480, 720)",
            town.calendar,
            date(2027, 1, 1),
        )
        said = text(await office.get(HOME))
        assert "mangler" not in said.lower()
        for part in (
            "7 lokaler lukket, 0 åbne : fredag den 25. december 2026",
            "0 lokaler lukket, 7 åbne : fredag den 1. januar 2027",
            "6 lokaler lukket, 1 åbent : søndag den 28. marts 2027",
            "Regler, der ikke ser på åbningskalenderen",
            "Foreningshuse : 1 lokale lukket, 0 åbne ",
            "Lokaler uden gældende regler",
            "Skolerne",
            "Helligdage til den 24.11.2028",
        ):
            assert part in said, (part, said)
        tied = said[said.index("Lukket omkring helligdage") :]
        assert "fredag den 24. december 2027 fredag den 31. december 2027" in tied
        ascension = said[said.index("Kristi himmelfartsdag") : said.index("Pinsedag")]
        assert "Kun for nogle: " in ascension and "6 lokaler lukket, 1 åbent" in ascension
        english = text(await office.get(f"/en{HOME}"))
        assert "Christmas" in english and "7 rooms closed" in english
        assert (await callers.browser(member(town.chair)).get(HOME)).status_code == 403
