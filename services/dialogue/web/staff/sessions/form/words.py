# SPDX-License-Identifier: MPL-2.0
"""The section about what it is: title, words, programme, who speaks, in which languages."""

from typing import Any, cast, get_args
from uuid import UUID

from services.dialogue.model import ProgrammePoint, Session, Speaker
from services.dialogue.web.staff.sessions.form.sheet import Sheet, in_known_order
from services.shared.contracts.dialogue import SessionKind, SessionMode

KINDS: tuple[str, ...] = get_args(SessionKind)
MODES: tuple[str, ...] = get_args(SessionMode)
LANGUAGES = ("da", "dsl", "en", "de", "ar", "uk", "tr", "so", "pl", "fa")
MOST_LINES = 100
_SHORT = {"title": 150, "organiser": 150, "contact": 200, "target_group": 200}
_PLAIN = ("title", "summary", "description", "target_group", "organiser", "contact")


def read_words(sheet: Sheet, before: Session | None, me: UUID | None) -> dict[str, Any]:
    """Fields of a Description. `mine` puts whoever sends it among the facilitators, or takes them out."""
    facilitators = before.facilitator_ids if before else ()
    languages = tuple(one[:40] for one in sheet.every("language")[:20]) or ("da",)
    words: dict[str, Any] = {name: sheet.text(name, _SHORT.get(name, 10_000)) for name in _PLAIN}
    if not words["title"]:
        sheet.wrong("title", "missing.title")
    if len(words["summary"]) > 400:
        sheet.wrong("summary", "too_long", most=400)
    return words | {
        "kind": cast("SessionKind", _chosen(sheet, "kind", KINDS)),
        "mode": cast("SessionMode", _chosen(sheet, "mode", MODES)),
        "languages": in_known_order(languages, before.languages if before else ()),
        "interpreters": tuple(part.strip() for part in sheet.text("interpreters", 300).split(",") if part.strip()),
        "programme": _programme(sheet),
        "speakers": _speakers(sheet),
        "source_url": sheet.text("source_url", 500) or None,
        "facilitator_ids": _facilitators(facilitators, me, takes_part=sheet.ticked("mine")),
    }


def _facilitators(known: tuple[UUID, ...], me: UUID | None, *, takes_part: bool) -> tuple[UUID, ...]:
    """The last one stays: somebody must hear of the room."""
    if me is None or takes_part == (me in known):
        return known
    return (*known, me) if takes_part else tuple(one for one in known if one != me) or known


def _chosen(sheet: Sheet, name: str, allowed: tuple[str, ...]) -> str:
    typed = sheet.text(name, 40)
    return typed if typed in allowed else allowed[0]


def _programme(sheet: Sheet) -> tuple[ProgrammePoint, ...]:
    """`19.00 | Velkomst | Borgmesteren`; a line without bars is only what happens."""
    points = list[ProgrammePoint]()
    for number, parts in sheet.lines("programme"):
        if len(parts) > 3 or (len(parts) > 1 and not parts[1]):
            sheet.wrong("programme", "programme_line", line=number)
            continue
        at, title, who = (*parts, "", "")[:3] if len(parts) > 1 else ("", parts[0], "")
        points.append(ProgrammePoint(at, title, who))
    return _not_too_many(sheet, "programme", tuple(points))


def _speakers(sheet: Sheet) -> tuple[Speaker, ...]:
    """`Navn | Rolle`."""
    speakers = list[Speaker]()
    for number, parts in sheet.lines("speakers"):
        if len(parts) > 2 or not parts[0]:
            sheet.wrong("speakers", "speakers_line", line=number)
            continue
        speakers.append(Speaker(parts[0], parts[1] if len(parts) > 1 else ""))
    return _not_too_many(sheet, "speakers", tuple(speakers))


def _not_too_many[T](sheet: Sheet, name: str, lines: tuple[T, ...]) -> tuple[T, ...]:
    if len(lines) > MOST_LINES:
        sheet.wrong(name, "too_many_lines", most=MOST_LINES)
    return lines


def write_words(session: Session, me: UUID | None) -> dict[str, str | list[str]]:
    """The fields that `read_words` reads back."""
    return {
        **{name: getattr(session, name) for name in (*_PLAIN, "kind", "mode")},
        "language": list(session.languages),
        "interpreters": ", ".join(session.interpreters),
        "programme": "\n".join(_point(one) for one in session.programme),
        "speakers": "\n".join(f"{one.name} | {one.role}" if one.role else one.name for one in session.speakers),
        "source_url": session.source_url or "",
        "mine": ["1"] if me in session.facilitator_ids else [],
    }


def _point(point: ProgrammePoint) -> str:
    if not point.at and not point.who:
        return point.title
    return " | ".join((point.at, point.title, *([point.who] if point.who else [])))
