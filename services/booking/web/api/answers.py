# SPDX-License-Identifier: MPL-2.0
"""What programs get back. Times are RFC 3339 in Danish local time with its offset."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, field

from services.shared.web.api_answers import Answer, Cursor, Local, Problem

StatusName = Literal["requested", "confirmed", "declined", "cancelled", "lapsed", "missing"]


class Time(Answer, frozen=True, kw_only=True):
    """From when to when; half-open."""

    starts_at: Local
    ends_at: Local


class Verdict(Answer, frozen=True, kw_only=True):
    """What one rule says."""

    rule: Annotated[str, Meta(examples=["opening_hours"])]
    effect: Literal["refuse", "needs_staff", "note"]
    code: Annotated[str, Meta(examples=["outside_opening_hours"])]
    sentence: Annotated[str, Meta(description="For people, in the language of Accept-Language (da or en)")]
    source: Annotated[
        str, Meta(description="Where the rule is published, as the policy says: a paragraph or an address")
    ] = ""
    text: Annotated[
        str, Meta(description="How the municipality itself words the rule; empty when its policy leaves that out")
    ] = ""


class Passed(Answer, frozen=True, kw_only=True):
    """A rule that has nothing against the wish."""

    rule: str
    sentence: str


class Alternative(Answer, frozen=True, kw_only=True):
    """A time that is free now and that no rule refuses."""

    kind: Literal["other_time", "other_room"]
    room_id: UUID
    room_slug: str
    room_name: str
    site_name: str
    starts_at: Local
    ends_at: Local


class Trial(Answer, frozen=True, kw_only=True):
    """What asking for it now would lead to. Nothing is kept."""

    outcome: Literal["confirmed", "needs_staff", "refused", "taken"]
    verdicts: list[Verdict]
    passed: list[Passed]
    taken: list[Time]
    alternatives: list[Alternative]


class Booking(Answer, frozen=True, kw_only=True):
    """A booking as it stands. `version` is also its ETag."""

    id: UUID
    number: Annotated[str, Meta(examples=["2026-000123"])]
    version: int
    status: StatusName
    association_id: UUID
    association_name: str
    room_id: UUID
    room_name: str
    site_id: UUID
    site_name: str
    starts_at: Local
    ends_at: Local
    purpose: str
    attendance: int
    activity: str
    team: str
    age_group: str
    note: str


class Change(Answer, frozen=True, kw_only=True):
    """One line of a booking's history."""

    version: int
    at: Local
    action: str
    actor_name: Annotated[str, Meta(description="Empty: time itself did it")]
    by_staff: bool


class BookingDetail(Booking, frozen=True, kw_only=True):
    """A booking with what the rules said of it and what was done to it."""

    address: str
    placed_at: Local
    placed_by_name: str
    reason: Annotated[str | None, Meta(description="Of the last decline or cancellation")]
    verdicts: list[Verdict]
    history: list[Change]


class BookingPage(Answer, frozen=True, kw_only=True):
    """Some bookings, and where the next ones are."""

    items: list[Booking]
    next: Cursor


class Request(Booking, frozen=True, kw_only=True):
    """A wish that waits for a decision."""

    capacity: int | None
    placed_at: Local
    placed_by_name: str
    verdicts: list[Verdict]


class RequestPage(Answer, frozen=True, kw_only=True):
    """Some requests, those that begin first in front."""

    items: list[Request]
    total: int
    next: Cursor


class FoundRoom(Answer, frozen=True, kw_only=True):
    """A room with its first free times; one asked for by name also when something is against it."""

    id: UUID
    slug: str
    name: str
    type: str
    site_name: str
    site_slug: str
    city: str | None
    capacity: Annotated[int | None, Meta(description="Persons; null when the municipality has published no figure")]
    equipment: list[str]
    step_free: Annotated[bool | None, Meta(description="null: not known")]
    hearing_loop: bool | None
    free: list[Time]
    against: list[Verdict]


class RoomPage(Answer, frozen=True, kw_only=True):
    """Some rooms, the best fitting first."""

    items: list[FoundRoom]
    next: Cursor


class Room(Answer, frozen=True, kw_only=True):
    """A room. null where the municipality has not said."""

    id: UUID
    slug: str
    name: str
    type: str
    site_id: UUID
    site_slug: str
    site_name: str
    address: str
    capacity: int | None
    capacity_by_layout: dict[str, int]
    area_m2: int | None
    equipment: list[str]
    equipment_text: str | None
    step_free: bool | None
    hearing_loop: bool | None
    accessible_toilet: bool | None
    quiet_room: bool | None
    note: str | None
    source_url: str | None
    part_of: UUID | None
    parts: list[UUID]


class Availability(Answer, frozen=True, kw_only=True):
    """When a room is free and when some part of it is held; nobody is named."""

    room_id: UUID
    free: list[Time]
    taken: list[Time]


class Association(Answer, frozen=True, kw_only=True):
    """An association the caller acts for."""

    id: UUID
    name: str
    roles: list[str]


class Associations(Answer, frozen=True, kw_only=True):
    """Those the caller acts for today."""

    items: list[Association]


class Closure(Answer, frozen=True, kw_only=True):
    """A time when a room is closed."""

    id: UUID
    room_id: UUID
    starts_at: Local
    ends_at: Local
    reason: str


class TakenProblem(Problem, frozen=True, kw_only=True):
    """Somebody else has the time, or the booking no longer is what was thought."""

    collisions: list[Time] = field(default_factory=list[Time])
    alternatives: list[Alternative] = field(default_factory=list[Alternative])


class RefusedProblem(Problem, frozen=True, kw_only=True):
    """The rules say no: all verdicts at once."""

    verdicts: list[Verdict] = field(default_factory=list[Verdict])


class DateOfSeries(Answer, frozen=True, kw_only=True):
    """One date of a booking as it stands."""

    id: UUID
    status: StatusName
    room_id: UUID
    room_name: str
    starts_at: Local
    ends_at: Local
    why: Annotated[list[Verdict], Meta(description="Of a missing date: why it could not be had")]


class Series(Booking, frozen=True, kw_only=True):
    """A booking with all its dates; status, room and time above are the first one's."""

    dates: list[DateOfSeries]
    rrule: Annotated[str | None, Meta(description="RFC 5545; null when the dates follow no rule")]


class InTheWay(Answer, frozen=True, kw_only=True):
    """What holds some part of the room. Names are told to staff and of the caller's own association."""

    starts_at: Local
    ends_at: Local
    room_name: str
    name: Annotated[str | None, Meta(description="The association, or why the municipality has closed the room")]


class DateTrial(Answer, frozen=True, kw_only=True):
    """What would become of one room on one date."""

    day: str
    room_id: UUID
    starts_at: Local
    ends_at: Local
    outcome: Literal["free", "needs_staff", "taken", "closed", "refused"]
    verdicts: list[Verdict]
    in_the_way: list[InTheWay]


class SeasonOffer(Answer, frozen=True, kw_only=True):
    """A room at a time, and for which of the days it could be had."""

    kind: Literal["other_time", "part", "other_room", "other_day"]
    room_id: UUID
    room_slug: str
    room_name: str
    site_name: str
    minutes_later: int
    days: list[str]


class SeriesTrial(Answer, frozen=True, kw_only=True):
    """What asking for the series now would lead to. Nothing is kept."""

    sentence: str
    counts: dict[str, int]
    dates: list[DateTrial]
    skipped: Annotated[list[str], Meta(description="Nights in March when the clock skips the time")]
    whole: Annotated[list[SeasonOffer], Meta(description="For all dates; each gives more of them than the wish")]
    gaps: Annotated[list[SeasonOffer], Meta(description="For the missing dates only")]
