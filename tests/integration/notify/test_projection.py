# SPDX-License-Identifier: MPL-2.0
"""What calendars show as bookings are made, moved, cancelled and rooms renamed (scenarios F3 to F8, F23, F25)."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.notify.calendar.whole import whole
from services.notify.calendar.window import window
from services.notify.model import Detail
from services.notify.queries.feeds import get_events
from services.shared.contracts.booking import (
    BookingDeclined,
    BookingImported,
    BookingLapsed,
    BookingRequested,
    BookingRestored,
)
from services.shared.db import Pool
from tests.calendars.lint import faults
from tests.calendars.octets import unfolded
from tests.calendars.told import NOW, Told, described
from tests.integration.notify.calendar_of import PLACES, body, seen, tell

LATER = NOW + timedelta(hours=1)
HALL_B = described(2, "Hal B")


def values(octets: bytes, name: str) -> list[str]:
    return [line.split(":", 1)[1] for line in unfolded(octets) if line.startswith(f"{name}:")]


async def test_a_booking_is_in_the_calendars_of_its_room_its_site_and_its_association(pool: Pool) -> None:
    booking = Told()
    await tell(pool, described(), booking.confirmed())
    for place in ("room", "site", "association"):
        (event,) = await seen(pool, place)
        assert event.uid == f"{booking.occurrence_id}@aaben-kommune"
        assert event.starts == int(booking.starts_at.timestamp())
    assert await seen(pool, "other room") == []


async def test_a_move_keeps_the_identity_and_raises_sequence_and_stamps(pool: Pool) -> None:
    booking = Told()
    await tell(pool, booking.confirmed())
    before = await body(pool, "room")
    await tell(pool, booking.moved(at=LATER, starts_at=booking.starts_at + timedelta(minutes=30)))
    after = await body(pool, "room")
    assert values(before, "UID") == values(after, "UID")
    assert [values(each, "SEQUENCE") for each in (before, after)] == [["0"], ["1"]]
    for stamp in ("DTSTAMP", "LAST-MODIFIED"):
        assert values(before, stamp) < values(after, stamp)


async def test_a_change_that_is_not_shown_leaves_the_body_as_it_was(pool: Pool) -> None:
    booking = Told()
    await tell(pool, booking.confirmed())
    before = await body(pool, "room")
    booking.sequence -= 1  # booking raises SEQUENCE for time, room and status only
    await tell(pool, booking.confirmed(at=LATER))
    assert await body(pool, "room") == before


async def test_a_renamed_room_is_a_new_revision_of_each_of_its_dates(pool: Pool) -> None:
    first, second, elsewhere = Told(), Told(), Told(room=HALL_B)
    await tell(pool, described(), HALL_B, first.confirmed(), second.confirmed(), elsewhere.confirmed())
    before = await body(pool, "room")
    await tell(pool, described(name="Opvisningshallen", version=2), now=LATER)
    after = await body(pool, "room")
    assert values(before, "UID") == values(after, "UID")
    assert values(after, "SEQUENCE") == ["1", "1"]
    assert all("Opvisningshallen" in location for location in values(after, "LOCATION"))
    assert [event.sequence for event in await seen(pool, "other room")] == [0]


async def test_a_date_told_with_an_old_room_name_is_shown_with_the_new_one(pool: Pool) -> None:
    booking = Told()
    await tell(pool, described(name="Opvisningshallen", version=2), booking.confirmed())
    (event,) = await seen(pool, "room")
    assert event.location.startswith("Opvisningshallen")


async def test_a_move_after_a_rename_rises_above_it(pool: Pool) -> None:
    booking = Told()
    await tell(pool, described(), booking.confirmed(), described(name="Hal 1", version=2))
    await tell(pool, booking.moved(starts_at=booking.starts_at + timedelta(hours=1)))
    (event,) = await seen(pool, "room")
    assert event.sequence == 2


@pytest.mark.parametrize("detail", Detail)
async def test_a_cancelled_date_stays_as_a_tombstone_that_blocks_nobody(pool: Pool, detail: Detail) -> None:
    booking = Told()
    await tell(pool, booking.confirmed(), booking.cancelled(LATER))
    (event,) = await seen(pool, "room", detail)
    assert (event.status, event.sequence) == ("CANCELLED", 1)
    assert event.summary.startswith("AFLYST: ")
    assert values(await body(pool, "room", detail), "TRANSP") == ["TRANSPARENT"]


async def test_a_tombstone_leaves_thirty_days_after_its_end(pool: Pool) -> None:
    booking = Told()
    await tell(pool, booking.confirmed(), booking.cancelled())
    assert len(await seen(pool, "room", now=booking.starts_at + timedelta(days=30))) == 1
    assert await seen(pool, "room", now=booking.starts_at + timedelta(days=32)) == []


async def test_a_cancellation_taken_back_is_the_same_date_again(pool: Pool) -> None:
    booking = Told()
    await tell(pool, booking.confirmed(), booking.cancelled(), booking.event(BookingRestored))
    (event,) = await seen(pool, "room")
    assert (event.status, event.sequence) == ("CONFIRMED", 2)
    assert event.uid == f"{booking.occurrence_id}@aaben-kommune"


async def test_twenty_weeks_with_one_cancelled_and_one_in_another_room(pool: Pool) -> None:
    weeks = [Told(starts_at=Told().starts_at + timedelta(weeks=week)) for week in range(20)]
    await tell(pool, described(), HALL_B, *(booking.confirmed() for booking in weeks))
    before = {event.uid for event in await seen(pool, "room")}
    await tell(pool, weeks[4].cancelled(LATER), weeks[6].moved(LATER, room=HALL_B))
    here, there = await seen(pool, "room"), await seen(pool, "other room")
    assert len([event for event in here if event.status == "CONFIRMED"]) == 18
    assert [event.uid for event in here if event.status == "CANCELLED"] == [f"{weeks[4].occurrence_id}@aaben-kommune"]
    assert [event.uid for event in there] == [f"{weeks[6].occurrence_id}@aaben-kommune"]
    assert {event.uid for event in (*here, *there)} == before
    assert len(before) == 20


async def test_a_hall_is_taken_when_its_half_is(pool: Pool) -> None:
    half = described(2, "Hal A, halvdel 1", overlaps=(UUID(int=1),))
    await tell(pool, described(overlaps=(half.room_id,)), half)
    booking = Told(room=half)

    async def changes() -> int:
        return await pool.fetchval("SELECT changes FROM calendars WHERE kind = 'room' AND id = $1", UUID(int=1))

    before = await changes()
    await tell(pool, booking.confirmed())
    (event,) = await seen(pool, "room", Detail.BUSY)
    assert event.summary == "Optaget (Hal A, halvdel 1)"
    assert await changes() == before + 1
    await tell(pool, booking.cancelled())
    assert [event.status for event in await seen(pool, "room", Detail.BUSY)] == ["CANCELLED"]
    assert await changes() == before + 2


async def test_a_request_is_tentative_until_staff_decide(pool: Pool) -> None:
    booking = Told()
    await tell(pool, booking.event(BookingRequested, "requested"))
    (asked,) = await seen(pool, "site")
    assert asked.status == "TENTATIVE"
    assert asked.summary.startswith("ANMODET: ")
    await tell(pool, booking.confirmed())
    (decided,) = await seen(pool, "site")
    assert (decided.status, decided.sequence) == ("CONFIRMED", 1)


@pytest.mark.parametrize(
    ("kind", "status", "mark"),
    [(BookingDeclined, "declined", "AFSLÅET: "), (BookingLapsed, "lapsed", "BORTFALDET: ")],
)
async def test_a_request_that_came_to_nothing_is_a_tombstone(
    pool: Pool, kind: type[BookingDeclined | BookingLapsed], status: str, mark: str
) -> None:
    booking = Told()
    await tell(pool, booking.event(BookingRequested, "requested"), booking.event(kind, status))
    (event,) = await seen(pool, "site")
    assert event.status == "CANCELLED"
    assert event.summary.startswith(mark)


async def test_imported_bookings_are_shown(pool: Pool) -> None:
    await tell(pool, Told().event(BookingImported))
    assert len(await seen(pool, "site")) == 1


async def test_an_older_version_that_comes_late_changes_nothing(pool: Pool) -> None:
    booking = Told()
    made, moved = booking.confirmed(), booking.moved(starts_at=booking.starts_at + timedelta(hours=2))
    assert await tell(pool, moved, made) == ["handled", "stale"]
    (event,) = await seen(pool, "room")
    assert event.starts == int(booking.starts_at.timestamp())


async def test_what_ended_today_stays_until_the_day_is_over(pool: Pool) -> None:
    booking = Told()
    await tell(pool, booking.confirmed())
    last_day = booking.starts_at + timedelta(days=30)
    midnight = last_day.replace(hour=23, minute=0)  # in Denmark, in winter
    assert await body(pool, "room", now=midnight - timedelta(seconds=10)) == await body(pool, "room", now=last_day)
    assert await seen(pool, "room", now=midnight + timedelta(seconds=10)) == []


async def test_stored_bytes_do_not_know_the_host_name(pool: Pool) -> None:
    await tell(pool, Told().confirmed())
    stored = await get_events(pool, PLACES["room"], Detail.STAFF, window(NOW))
    here, there = (whole("Hal A", stored, f"https://{host}.example") for host in ("her", "et-langt-navn." * 5 + "der"))
    assert faults(here) == faults(there) == []
    assert unfolded(there) == [
        line.replace("her.example", "et-langt-navn." * 5 + "der.example") for line in unfolded(here)
    ]
