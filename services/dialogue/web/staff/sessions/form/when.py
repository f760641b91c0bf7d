# SPDX-License-Identifier: MPL-2.0
"""The section about time: one date, and more dates of a series."""

from datetime import datetime, time, timedelta

from services.dialogue.model import Session
from services.dialogue.web.staff.sessions.form.sheet import Sheet
from services.shared.wall_clock import local

MORE_DATES = range(2, 8)
_NIGHT = time(8)


def read_when(sheet: Sheet, suffix: str = "") -> tuple[datetime, datetime] | None:
    """The fields `date`, `from`, `to`, and `end_date` for what lasts longer; an end before 8 is the next morning's."""
    day, starts = sheet.day(f"date{suffix}"), sheet.clock(f"from{suffix}")
    ends, last = sheet.clock(f"to{suffix}"), sheet.day(f"end_date{suffix}")
    missing = {"date": day, "from": starts, "to": ends}
    for name in (name for name, value in missing.items() if value is None):
        sheet.wrong(f"{name}{suffix}", f"{name}_missing")
    if day is None or starts is None or ends is None:
        return None
    if last is None:
        last = day + timedelta(days=1) if ends <= starts and ends < _NIGHT else day
    start = sheet.instant(f"from{suffix}", day, starts)
    end = sheet.instant(f"to{suffix}", last, ends)
    return (start, end) if start and end else None


def read_more_dates(sheet: Sheet) -> tuple[list[tuple[datetime, datetime]], list[str]]:
    """Each date of the rows that are not empty, and the field it stands in."""
    times, fields = list[tuple[datetime, datetime]](), list[str]()
    for number in MORE_DATES:
        if sheet.text(f"date-{number}").strip():
            _fill_in(sheet, number)
            if time_of := read_when(sheet, f"-{number}"):
                times.append(time_of)
                fields.append(f"date-{number}")
    return times, fields


def _fill_in(sheet: Sheet, number: int) -> None:
    """Another date is at the same time unless it says otherwise."""
    same = {f"{name}-{number}": sheet.every(name) for name in ("from", "to") if not sheet.text(f"{name}-{number}")}
    sheet.values = {**sheet.values, **same}


def write_when(session: Session) -> dict[str, str]:
    """The fields that `read_when` reads back."""
    starts, ends = local(session.starts_at), local(session.ends_at)
    next_morning = ends.date() == starts.date() + timedelta(days=1) and ends.time() < _NIGHT
    same_day = ends.date() == starts.date() or (next_morning and ends.time() <= starts.time())
    return {
        "date": starts.date().isoformat(),
        "from": f"{starts:%H:%M}",
        "to": f"{ends:%H:%M}",
        "end_date": "" if same_day else ends.date().isoformat(),
    }
