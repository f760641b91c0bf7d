# SPDX-License-Identifier: MPL-2.0
"""Telling notify's calendar consumers things, and reading what the calendars then hold."""

from datetime import datetime
from uuid import UUID, uuid4

from services.notify.calendar.whole import whole
from services.notify.calendar.window import window
from services.notify.consumers import CALENDAR, PROGRAMME, SUBSCRIPTIONS
from services.notify.model import PROGRAMME as PROGRAMME_PLACE
from services.notify.model import Detail, FeedKind, Place
from services.notify.queries.feeds import get_events
from services.shared.contracts.envelope import EventData
from services.shared.db import Pool, in_transaction
from services.shared.outbox import envelope
from services.shared.subscription import Outcome, Told, handle
from tests.calendars.lint import faults
from tests.calendars.readers import read_alike
from tests.calendars.sample import PUBLIC_URL
from tests.calendars.seen import Seen
from tests.calendars.told import CLUB, NOW, SITE

HEARD = {each.publisher: each for each in SUBSCRIPTIONS if each.consumer in (CALENDAR, PROGRAMME)}
IDA, OMAR = UUID(int=0x1DA), UUID(int=0x03A2)
PLACES = {
    "site": Place(FeedKind.SITE, SITE, "Fløjby Hallerne"),
    "association": Place(FeedKind.ASSOCIATION, CLUB, "Fløjby Håndboldklub"),
    "room": Place(FeedKind.ROOM, UUID(int=1), "Hal A"),
    "other room": Place(FeedKind.ROOM, UUID(int=2), "Hal B"),
    "programme": PROGRAMME_PLACE,
    "ida": Place(FeedKind.FACILITATOR, IDA, "Mine dialogmøder"),
    "omar": Place(FeedKind.FACILITATOR, OMAR, "Mine dialogmøder"),
}


async def tell(pool: Pool, *events: EventData, now: datetime = NOW) -> list[Outcome]:
    """Handle these as the consumer does."""
    outcomes: list[Outcome] = []
    for event in events:
        told = Told(envelope(event, uuid4(), now), event)
        outcomes.append(
            await in_transaction(pool, lambda tx, told=told: handle(tx, HEARD[told.event.publisher()], told, now=now))
        )
    return outcomes


async def body(pool: Pool, place: str, detail: Detail = Detail.STAFF, now: datetime = NOW) -> bytes:
    """The calendar, which must be flawless."""
    octets = whole(PLACES[place].name, await get_events(pool, PLACES[place], detail, window(now)), PUBLIC_URL)
    assert faults(octets) == []
    return octets


async def seen(pool: Pool, place: str, detail: Detail = Detail.STAFF, now: datetime = NOW) -> list[Seen]:
    """What three readers agree the calendar holds."""
    return read_alike(await body(pool, place, detail, now))
