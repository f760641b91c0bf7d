# SPDX-License-Identifier: MPL-2.0
"""Booking's own words as answers of the API."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response

from services.booking.model import Booking, Span, Verdict
from services.booking.queries.alternatives import Alternative
from services.booking.web.api import answers
from services.booking.web.wording import own_words, verdict_sentence
from services.shared.wall_clock import local
from services.shared.web.visit import Visit

type Place = tuple[datetime, UUID]
"""Beginning and id of the last booking shown."""


def time(span: Span) -> answers.Time:
    """In local time."""
    return answers.Time(starts_at=local(span.start), ends_at=local(span.end))


def times(spans: Iterable[Span]) -> list[answers.Time]:
    """In local time."""
    return [time(span) for span in spans]


def verdicts(said: Sequence[Verdict], visit: Visit) -> list[answers.Verdict]:
    """With their sentences in the caller's language."""
    return [
        answers.Verdict(
            rule=verdict.rule,
            effect=verdict.effect.value,
            code=verdict.code,
            sentence=verdict_sentence(verdict, visit.say, visit.language),
            source=verdict.source,
            text=own_words(verdict, visit.language),
        )
        for verdict in said
    ]


def alternatives(found: Iterable[Alternative]) -> list[answers.Alternative]:
    """In local time."""
    return [
        answers.Alternative(
            kind=one.kind,
            room_id=one.room_id,
            room_slug=one.room_slug,
            room_name=one.room_name,
            site_name=one.site_name,
            starts_at=local(one.span.start),
            ends_at=local(one.span.end),
        )
        for one in found
    ]


def booking(made: Booking) -> answers.Booking:
    """A booking as a command leaves it."""
    return answers.Booking(
        id=made.id,
        number=made.number,
        version=made.version,
        status=made.occurrence.status.value,
        association_id=made.association_id,
        association_name=made.association_name,
        room_id=made.room.id,
        room_name=made.room.name,
        site_id=made.room.site_id,
        site_name=made.room.site_name,
        starts_at=local(made.occurrence.span.start),
        ends_at=local(made.occurrence.span.end),
        purpose=made.asked.purpose,
        attendance=made.asked.attendance,
        activity=made.asked.activity,
        team=made.asked.team,
        age_group=made.asked.age_group,
        note=made.asked.note,
    )


def changed(
    made: Booking, *, status_code: int = 200, headers: Mapping[str, str] | None = None
) -> Response[answers.Booking]:
    """The booking as it now stands, with its version as ETag."""
    return Response(booking(made), status_code=status_code, headers={"ETag": f'"{made.version}"', **(headers or {})})


def place_in_list(span: Span, booking_id: UUID) -> str:
    """Where a list by time goes on after this booking."""
    return f"{span.start.isoformat()} {booking_id}"


def read_place(text: str) -> Place | None:
    """Back again; None at the beginning. Raises ValueError for what was not written here."""
    if not text:
        return None
    start, _, booking_id = text.partition(" ")
    instant = datetime.fromisoformat(start)
    if instant.tzinfo is None:
        raise ValueError("no offset")
    return instant, UUID(booking_id)


def answer(content: object, version: int) -> Response[Any]:
    """With the version as ETag."""
    return Response(content, headers={"ETag": f'"{version}"', "Vary": "Accept-Language"})
