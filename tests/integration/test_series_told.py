# SPDX-License-Identifier: MPL-2.0
"""What becomes of a season from booking's commands to people's mails and calendars: one mail for each action."""

import random
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from services.booking.commands.add_missing_date import add_missing_date
from services.booking.commands.cancel_booking import cancel_booking
from services.booking.commands.close_days import close_days
from services.booking.commands.decide_request import approve_request, decline_request
from services.booking.commands.move_booking import NewPlace, move_dates
from services.booking.commands.place_booking import place_booking
from services.booking.commands.place_series import place_series
from services.booking.commands.restore_booking import restore_booking
from services.booking.commands.series_asked import SeriesAsked
from services.booking.commands.shorten_booking import shorten_booking
from services.booking.model import Booking, Every, Recurrence, Span, Status
from services.notify.calendar.whole import whole
from services.notify.calendar.window import window
from services.notify.channels.email import sentences
from services.notify.channels.email.letter import Letter, write
from services.notify.commands.write_notice import write_notice
from services.notify.consumers import CALENDAR, DELIVERIES, SUBSCRIPTIONS
from services.notify.model import Detail, FeedKind, Place
from services.notify.queries.feeds import get_events
from services.notify.store.deliveries import Delivery
from services.shared.contracts.portal import ContactReply
from services.shared.db import Pool, create_pool, in_transaction
from services.shared.subscription import decode, handle
from tests.calendars.readers import read_alike
from tests.calendars.seen import Seen
from tests.integration.booking.closings import closing
from tests.integration.booking.municipality import NOW, RULES, Municipality, found
from tests.unit.notify.notices import PUBLIC_URL, WRITER

HEARING = [one for one in SUBSCRIPTIONS if one.consumer in (CALENDAR, DELIVERIES)]
FIRST = date(2026, 12, 1)
SEASON = Recurrence(Every.WEEK, FIRST, time(18), time(20), weekdays=(2,), count=40)


@dataclass
class TwoServices:
    """Booking, and notify, which hears of it."""

    booking: Pool
    notify: Pool
    town: Municipality
    heard: int = 0

    async def hear(self, *, shuffled: bool = False) -> None:
        """Let notify hear what it has not heard yet."""
        rows = await self.booking.fetch(
            "SELECT id, type, payload::text AS payload FROM outbox WHERE id > $1 ORDER BY id", self.heard
        )
        self.heard = rows[-1]["id"]
        if shuffled:
            random.Random(40).shuffle(rows)
        for row in rows:
            for subscription in HEARING:
                if row["type"] in subscription.subjects:
                    told = decode(subscription, row["type"], row["payload"].encode())
                    await in_transaction(
                        self.notify, lambda tx, told=told, by=subscription: handle(tx, by, told, now=NOW)
                    )

    async def mails(self, language: Any = "da") -> list[Letter]:
        """What lies there to be sent, oldest first; after that it is gone."""
        rows = await self.notify.fetch("DELETE FROM deliveries RETURNING *")
        names = Delivery.__dataclass_fields__
        deliveries = [Delivery(**{name: row[name] for name in names}) for row in rows]
        reply = ContactReply(email="kirsten@forening.example", name="Kirsten", language=language)
        return [
            write(
                write_notice(one, reply, WRITER),
                sentences(None).say(language),
                public_url=PUBLIC_URL,
                signed="Fløjby Kommune",
            )
            for one in sorted(deliveries, key=lambda one: one.version)
        ]

    async def calendar(self) -> list[Seen]:
        """The club's."""
        place = Place(FeedKind.ASSOCIATION, self.town.club, "Fløjby HK")
        octets = await get_events(self.notify, place, Detail.ASSOCIATION, window(NOW))
        return read_alike(whole(place.name, octets, PUBLIC_URL))


@pytest.fixture
async def two(booking_dsn: str, notify_dsn: str) -> AsyncGenerator[TwoServices]:
    booking = await create_pool(booking_dsn, application="told-test", max_size=4)
    notify = await create_pool(notify_dsn, application="told-test", max_size=4)
    yield TwoServices(booking, notify, await found(booking, [*RULES, {"rule": "margins", "before": 30, "after": 15}]))
    await booking.close()
    await notify.close()


async def season(two: TwoServices, **wish: Any) -> Booking:
    """Forty Tuesdays, of which the choir has one and the hall is shut on another."""
    town = two.town
    choir = Span(datetime(2026, 12, 15, 17, tzinfo=UTC), datetime(2026, 12, 15, 19, tzinfo=UTC))
    await place_booking(
        two.booking,
        town.wish(association_id=town.choir, room_id=town.courts[0], span=choir, attendance=5),
        town.conductor,
        now=NOW,
    )
    await two.hear()
    await two.mails()
    asked = SeriesAsked(town.wish(**wish), SEASON, (town.hall,))
    placed = await place_series(two.booking, asked, town.chair, now=NOW, whole=False)
    return placed.booking


async def test_each_action_on_a_season_is_one_mail_and_its_calendar_follows(two: TwoServices) -> None:
    town, pool = two.town, two.booking
    booking = await season(two)
    await two.hear()
    [booked] = await two.mails()
    assert booked.subject == "39 af 40 datoer bekræftet: Hal B, 1. december 2026 til 31. august 2027"
    assert (
        "- hver tirsdag kl. 18.00-20.00, 39 gange fra den 1. december 2026 til den 31. august 2027,"
        " undtagen 15. december 2026\n"
    ) in booked.text
    assert "fordi der er optaget:\n- tirsdag den 15. december 2026 kl. 18.00-20.00\n" in booked.text
    first = await two.calendar()
    assert len(first) == 39, "a missing date is in no calendar"
    lengths = {int(one.ends) - int(one.starts) for one in first}
    assert lengths == {2 * 3600}, "setting up and clearing are no part of it"

    dates = [one for one in booking.occurrences if one.status is Status.CONFIRMED]
    missing = next(one for one in booking.occurrences if one.status is Status.MISSING)
    gone, moved = dates[5:19], dates[20:30]
    await cancel_booking(pool, booking.id, town.chair, now=NOW, dates=[one.id for one in gone])
    places = {one.id: NewPlace(town.halves[0], one.span) for one in moved}
    await move_dates(pool, booking.id, places, town.caseworker, now=NOW)
    shorter = Span(dates[0].span.start, dates[0].span.end - timedelta(minutes=30))
    await shorten_booking(pool, booking.id, shorter, town.chair, now=NOW, date=dates[0].id)
    elsewhere = NewPlace(town.halves[1], missing.span)
    await add_missing_date(pool, booking.id, missing.id, town.chair, now=NOW, place=elsewhere)

    await two.hear(shuffled=True)
    subjects = [mail.subject for mail in await two.mails("en")]
    assert subjects == [
        "14 dates cancelled: Hal B, 12 January 2027 to 13 April 2027",
        "10 dates moved: Hal B, halvdel 1, 27 April 2027 to 29 June 2027",
        "Shortened: Hal B, Tuesday 1 December 2026, 18:00-19:30",
        "Confirmed: Hal B, halvdel 2, Tuesday 15 December 2026, 18:00-20:00",
    ]
    after = {one.uid: one for one in await two.calendar()}
    assert len(after) == 40 and {one.uid for one in first} < after.keys()
    by_status = [one for one in after.values() if one.status == "CANCELLED"]
    assert (len(by_status), {one.sequence for one in by_status}) == (14, {1})
    there = [one for one in after.values() if one.location.startswith("Hal B, halvdel 1")]
    assert {one.uid.split("@")[0] for one in there} == {str(one.id) for one in moved}
    assert {one.sequence for one in there} == {1}


async def test_one_cancelled_by_mistake_and_one_day_closed_are_one_mail_each(two: TwoServices) -> None:
    town, pool = two.town, two.booking
    booking = await season(two)
    await cancel_booking(pool, booking.id, town.chair, now=NOW)
    await restore_booking(pool, booking.id, town.chair, now=NOW)
    await two.hear()
    booked, cancelled, restored = await two.mails()
    assert "Jeres booking er aflyst, som I bad om. Det gælder 39 datoer." in cancelled.text
    assert restored.subject.startswith("39 datoer genoprettet: Hal B, 1. december 2026")
    assert booked.subject.startswith("39 af 40 datoer")

    second = SeriesAsked(
        town.wish(room_id=town.meeting_room, attendance=5, purpose="Bestyrelse"),
        Recurrence(Every.DATES, FIRST, time(20), time(21), dates=(FIRST, date(2026, 12, 2))),
        (town.meeting_room,),
    )
    await place_series(pool, second, town.chair, now=NOW)
    await two.hear()
    await two.mails()
    await close_days(pool, closing(town, FIRST, date(2026, 12, 2)), town.caseworker, now=NOW)
    await two.hear(shuffled=True)
    [mail] = await two.mails()
    assert mail.subject == "3 tider aflyst, fordi der er lukket: 1. december 2026 til 2. december 2026"
    assert "Vandskade i kælderen" in mail.text
    assert mail.text.index("Hal B\n") < mail.text.index("Mødelokale\n")


async def test_staff_decide_many_dates_in_one_mail_each_way(two: TwoServices) -> None:
    town, pool = two.town, two.booking
    booking = await season(two, attendance=150)
    waiting = [one.id for one in booking.occurrences if one.status is Status.REQUESTED]
    await approve_request(pool, booking.id, town.caseworker, now=NOW, dates=waiting[:30], note="Husk nøglen.")
    await decline_request(pool, booking.id, town.caseworker, now=NOW, reason="Stævne.", dates=waiting[30:])
    await two.hear()
    asked, approved, declined = await two.mails()
    assert asked.subject.startswith("Vi har modtaget jeres ønske om 39 datoer: Hal B")
    assert approved.subject.startswith("30 datoer bekræftet: Hal B")
    assert "Bookingens andre 9 datoer er, som de var." in approved.text and "Husk nøglen." in approved.text
    assert declined.subject.startswith("Afslag på 9 datoer: Hal B") and "Stævne." in declined.text
    assert "kalender" not in declined.text, "what only waited was in no calendar"
