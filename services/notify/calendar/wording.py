# SPDX-License-Identifier: MPL-2.0
"""The few words of its own that a calendar writes. Danish only: a feed is stored once and read by many."""

from services.notify.model import Detail, Entry, SessionEntry

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


ONLINE = "Online"

_SESSION_MARK = {
    "published": "",
    "cancelled": "AFLYST: ",
    "withdrawn": "TAGET AF PROGRAMMET: ",
    "given_back": "AFMELDT: ",
}


def summarise_session(entry: SessionEntry) -> str:
    """What it is called."""
    return f"{_SESSION_MARK[entry.state]}{entry.title}"


def describe_session(entry: SessionEntry) -> str:
    """Why it was cancelled, what it is about, and whether one can take part from home too."""
    lines = [f"Aflyst: {entry.reason}" if entry.reason else "", entry.summary]
    if entry.mode == "hybrid":
        lines.append("Du kan også være med online.")
    return "\n".join(text for text in lines if text)
