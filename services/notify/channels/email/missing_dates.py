# SPDX-License-Identifier: MPL-2.0
"""The dates of a series that could not be had, and why."""

from collections import defaultdict
from dataclasses import dataclass

from services.notify.channels.email.date_lines import DateWriter
from services.notify.rules.date_groups import Time
from services.shared.contracts.booking import BookingEvent, WhyMissing
from services.shared.wall_clock import local

MOST_LINES = 40
_REASONS: tuple[WhyMissing, ...] = ("taken", "closed", "refused")


@dataclass(frozen=True, slots=True)
class Missing:
    """Dates that are missing for one reason."""

    title: str
    times: tuple[str, ...]


def missing_dates(event: BookingEvent, write: DateWriter) -> tuple[Missing, ...]:
    """Reason by reason. Rooms are named where the booking has more than one."""
    rooms_at = defaultdict[tuple[WhyMissing, Time], set[str]](set)
    for one in event.missing:
        rooms_at[one.why, (one.starts_at, one.ends_at)].add(one.room_name)
    grouped = defaultdict[WhyMissing, dict[tuple[str, ...], list[Time]]](lambda: defaultdict(list))
    for (why, time), rooms in rooms_at.items():
        grouped[why][tuple(sorted(rooms))].append(time)
    has_several = len({one.room_name for one in (*event.occurrences, *event.missing)}) > 1
    return tuple(_of_one_reason(why, grouped[why], write, has_several=has_several) for why in _REASONS if grouped[why])


def _of_one_reason(
    why: WhyMissing, by_rooms: dict[tuple[str, ...], list[Time]], write: DateWriter, *, has_several: bool
) -> Missing:
    days = {local(starts_at).date() for times in by_rooms.values() for starts_at, _ in times}
    lines = [
        write.say("dates.in_rooms", when=line.text, rooms=write.rooms(rooms)) if has_several else line.text
        for rooms, times in by_rooms.items()
        for line in write.lines(times, each=True)
    ]
    return Missing(write.say(f"mail.series.missing.{why}", n=len(days)), tuple(lines[:MOST_LINES]))
