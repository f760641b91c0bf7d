# SPDX-License-Identifier: MPL-2.0
"""The few words of its own that a calendar writes. Danish only: a feed is stored once and read by many."""

from services.notify.model import Detail, Entry

MARK = {
    "requested": "ANMODET: ",
    "confirmed": "",
    "declined": "AFSLÅET: ",
    "cancelled": "AFLYST: ",
    "lapsed": "BORTFALDET: ",
}
"""Before the summary. Google hides a cancelled event, Outlook shows it as any other: in words it is right in both."""

_STATUS = {
    "requested": "Afventer kommunens afgørelse",
    "confirmed": "Booket",
    "declined": "Afslået",
    "cancelled": "Aflyst",
    "lapsed": "Bortfaldet: ikke afgjort i tide",
}


def summarise(entry: Entry, detail: Detail) -> str:
    """What a month view has room for: who, what for, which room."""
    match detail:
        case Detail.STAFF:
            what = f"{entry.association_name}: {entry.purpose}"
        case Detail.ASSOCIATION:
            what = entry.purpose
        case Detail.BUSY:
            what = "Optaget"
    return f"{MARK[entry.status]}{what} ({entry.room_name})"


def describe(entry: Entry, detail: Detail) -> str:
    """Number, status and, for staff, the association; no person is ever named."""
    lines = [f"Booking {entry.number}", _STATUS[entry.status]]
    if detail is Detail.STAFF:
        lines.insert(1, entry.association_name)
    return "\n".join(lines)
