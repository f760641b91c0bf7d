# SPDX-License-Identifier: MPL-2.0
"""A series as the fields of the booking form, to be read back by `series_form`."""

from datetime import date, time, timedelta

from services.booking.model import Every, Recurrence
from services.booking.rules.recurrence import rule_days


def write_series(recurrence: Recurrence) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """The fields and boxes that are read back as the same dates. Raises RecurrenceInvalid."""
    days = rule_days(recurrence)
    fields = _write_first(recurrence, days[0])
    skip = set(days) & set(recurrence.skip)
    boxes: dict[str, tuple[str, ...]] = {"weekday": (), "skip": tuple(day.isoformat() for day in sorted(skip))}
    if recurrence.every is Every.DATES or (recurrence.every is Every.MONTH and len(set(recurrence.weekdays)) > 1):
        own = {"repeat": "dates", "dates": "\n".join(day.isoformat() for day in days[1:])}
        return fields | (own if len(days) > 1 else {}), boxes
    bound = {"until": days[-1].isoformat()} if recurrence.until else {"count": str(recurrence.count)}
    if recurrence.every is Every.WEEK:
        weekdays = tuple(str(number) for number in sorted(set(recurrence.weekdays)))
        return fields | bound | {"repeat": "week", "interval": str(recurrence.interval)}, boxes | {"weekday": weekdays}
    by_month = {
        "repeat": "month",
        "month_interval": str(recurrence.interval),
        "nth": str(recurrence.nth),
        "month_weekday": str(recurrence.weekdays[0]),
    }
    return fields | bound | by_month, boxes


def _write_first(recurrence: Recurrence, first: date) -> dict[str, str]:
    midnight = recurrence.ends == time(0)
    last = first + timedelta(days=recurrence.days - midnight)
    fields = {"date": first.isoformat(), "from": f"{recurrence.starts:%H.%M}"}
    if last != first or (not midnight and recurrence.ends <= recurrence.starts):
        fields["end_date"] = last.isoformat()
    return fields | {"to": "24.00" if midnight else f"{recurrence.ends:%H.%M}"}
