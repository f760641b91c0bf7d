# SPDX-License-Identifier: MPL-2.0
"""Fill an empty booking schema with the demo municipality, all of it or nothing."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import holidays

from services.booking.commands.renew_holidays import renew_holidays
from services.booking.demo.announcements import announcements
from services.booking.demo.associations import association_rows, booker_of
from services.booking.demo.booking_rows import booking_rows
from services.booking.demo.place_rows import place_rows, policy_id, room_id
from services.booking.demo.places import demo_rooms
from services.booking.demo.policies import demo_policies
from services.booking.demo.programme import demo_programme
from services.booking.demo.season import PlannedBooking, Season, plan_season
from services.booking.model import Status, Wish
from services.booking.rules import judge
from services.booking.store.facts import read_facts
from services.booking.store.rows import Row, continue_booking_numbers, insert_rows, lock_import, refresh_statistics
from services.booking.store.rows.associations import PolicyRow, PolicyVersionRow
from services.booking.store.verdicts import write_verdicts
from services.shared import outbox
from services.shared.db import Pool, Tx, in_transaction
from services.shared.demo import demo_id
from services.shared.wall_clock import local


async def load_demo(pool: Pool, now: datetime, say: Callable[[str], None]) -> bool:
    """Load sites, rooms, policies, associations and a season of bookings, and announce them. `say` tells progress.

    False, and nothing is changed, when the municipality has sites already.
    """
    today = local(now).date()

    async def work(tx: Tx) -> bool:
        if not await lock_import(tx):
            return False
        say("booking: demo sites, rooms, policies and associations")
        for rows in (*policy_rows(), *place_rows(today), *association_rows(today)):
            await insert_rows(tx, rows)
        season = plan_season(demo_programme(), now, public_holidays(today))
        dates = sum(len(one.dates) for one in season.bookings)
        say(f"booking: {len(season.bookings):,} demo bookings with {dates:,} dates")
        await _insert_season(tx, season, now)
        say("booking: telling the calendars")
        for event in announcements(season):
            await outbox.put(tx, event, now=now)
        await refresh_statistics(tx)
        return True

    await renew_holidays(pool, today=today)
    return await in_transaction(pool, work)


def public_holidays(today: date) -> frozenset[date]:
    """The days the calendars close on, in the years around today."""
    return frozenset(holidays.country_holidays("DK", years=range(today.year - 1, today.year + 3)))


def policy_rows() -> list[list[Row]]:
    """Policies, then their versions."""
    return [
        [PolicyRow(policy_id(key), policy.name) for key, policy in demo_policies().items()],
        [
            PolicyVersionRow(
                policy_id(key),
                version.version,
                version.valid_from,
                version.adopted_by,
                version.adopted_on,
                version.document_url,
                [rule.model_dump(mode="json") for rule in version.rules],
            )
            for key, policy in demo_policies().items()
            for version in policy.versions
        ],
    ]


async def _insert_season(tx: Tx, season: Season, now: datetime) -> None:
    waiting = [one for one in season.bookings if one.dates[0].fate.status is Status.REQUESTED]
    verdicts = {booking.key: await _verdicts(tx, booking) for booking in waiting}
    for rows in booking_rows(season, verdicts, now):
        await insert_rows(tx, rows)
    await continue_booking_numbers(tx, len(season.bookings))


async def _verdicts(tx: Tx, booking: PlannedBooking) -> list[dict[str, Any]]:
    """What the rules say of a request that waits, so that those who decide it see why."""
    what = booking.what
    wish = Wish(
        association_id=demo_id("association", what.association),
        room_id=room_id(*demo_rooms()[what.room]),
        span=booking.dates[0].span,
        purpose=what.purpose,
        attendance=what.people,
    )
    facts, policy = await read_facts(tx, wish, booker_of(what.association), now=booking.placed_at)
    return write_verdicts(judge(policy.rules, wish, facts).verdicts)
