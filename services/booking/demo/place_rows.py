# SPDX-License-Identifier: MPL-2.0
"""Sites, calendars, rooms and cells of the demo municipality as rows."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from services.booking.demo.opening import Hours, days_between, demo_hours
from services.booking.demo.places import DemoRoom, DemoSite, cell_keys, demo_sites, room_key, room_slug
from services.booking.store.rows import Row
from services.booking.store.rows.places import (
    CalendarRow,
    CellRow,
    ClosedDayRow,
    HoursRow,
    RoomCellRow,
    RoomRow,
    SiteRow,
)
from services.shared.danish_order import sort_key
from services.shared.demo import demo_id


def place_rows(today: date) -> list[list[Row]]:
    """All places, table by table, in an order that satisfies the foreign keys. Yearly closures go to the year after next."""
    sites = demo_sites()
    years = (date(today.year - 1, 1, 1), date(today.year + 2, 12, 31))
    calendars = [(site, key) for site in sites for key in dict.fromkeys(room.hours for room in site.rooms)]
    rooms = [(site, room) for site in sites for room in sorted(site.rooms, key=lambda room: room.part_of is not None)]
    return [
        [_calendar(site, key) for site, key in calendars],
        [row for site, key in calendars for row in _hours(calendar_id(site, key), demo_hours()[key])],
        [row for site, key in calendars for row in _closed_days(calendar_id(site, key), demo_hours()[key], years)],
        [_site(site) for site in sites],
        [_room(site, room) for site, room in rooms],
        [CellRow(demo_id("cell", key), site_id(site), key) for site, key in _cells(sites)],
        [
            RoomCellRow(room_id(site, room), demo_id("cell", cell))
            for site, room in rooms
            for cell in cell_keys(site, room)
        ],
    ]


def site_id(site: DemoSite) -> UUID:
    """The site's id in every demo municipality."""
    return demo_id("site", site.key)


def room_id(site: DemoSite, room: DemoRoom) -> UUID:
    """The room's id in every demo municipality."""
    return demo_id("room", room_key(site, room))


def calendar_id(site: DemoSite, hours: str) -> UUID:
    """A site has its own copy of the hours it keeps, so that it can change them alone."""
    return demo_id("calendar", f"{site.key}/{hours}")


def policy_id(key: str) -> UUID:
    """The policy's id in every demo municipality."""
    return demo_id("policy", key)


def _cells(sites: tuple[DemoSite, ...]) -> Iterator[tuple[DemoSite, str]]:
    for site in sites:
        for key in dict.fromkeys(key for room in site.rooms for key in cell_keys(site, room)):
            yield site, key


def _calendar(site: DemoSite, key: str) -> CalendarRow:
    hours = demo_hours()[key]
    first_room = next(room.name for room in site.rooms if room.hours == key)
    name = site.name if key == site.hours else f"{site.name}, {first_room}"
    return CalendarRow(calendar_id(site, key), name, hours.closed_on_public_holidays, hours.published == "all")


def _hours(calendar: UUID, hours: Hours) -> Iterator[HoursRow]:
    for time in hours.week:
        for weekday in time.days:
            yield HoursRow(calendar, int(weekday), time.opens, time.closes, time.from_day, time.to_day)


def _closed_days(calendar: UUID, hours: Hours, years: tuple[date, date]) -> Iterator[ClosedDayRow]:
    for day in days_between(*years):
        if period := hours.closing_reason(day):
            yield ClosedDayRow(calendar, day, period.reason_da, period.reason_en)


def _site(site: DemoSite) -> SiteRow:
    return SiteRow(
        id=site_id(site),
        slug=site.key,
        name=site.name,
        sort_key=sort_key(site.name),
        street=site.street,
        postcode=site.postcode,
        city=site.city,
        address_approximate=site.approximate,
        latitude=site.latitude,
        longitude=site.longitude,
        note=site.note,
        calendar_id=calendar_id(site, site.hours),
    )


def _room(site: DemoSite, room: DemoRoom) -> RoomRow:
    return RoomRow(
        id=room_id(site, room),
        site_id=site_id(site),
        slug=room_slug(site, room),
        name=room.name,
        sort_key=sort_key(f"{room.name}, {site.name}"),
        type=room.type,
        part_of=demo_id("room", f"{site.key}/{room.part_of}") if room.part_of else None,
        capacity=room.capacity,
        capacity_by_layout=room.capacity_by_layout,
        area_m2=round(room.area_m2) if room.area_m2 else None,
        equipment=room.equipment,
        equipment_text=room.equipment_text,
        step_free=room.step_free,
        hearing_loop=room.hearing_loop,
        accessible_toilet=room.accessible_toilet,
        quiet_room=room.quiet_room,
        note=room.full_note,
        source_url=room.source_url,
        calendar_id=calendar_id(site, room.hours),
        policy_id=policy_id(room.policy),
    )
