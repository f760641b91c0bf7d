# SPDX-License-Identifier: MPL-2.0
"""What a line of a season plan asks for, as a series is asked for."""

from uuid import UUID

from services.booking.commands.series_asked import SeriesAsked
from services.booking.errors import RecurrenceInvalid
from services.booking.model import Span, TeamSeries, Wish
from services.booking.rules.recurrence import expand


def asked_by(association_id: UUID, series: TeamSeries) -> SeriesAsked:
    """Raises RecurrenceInvalid when it is no series."""
    wish = Wish(
        association_id=association_id,
        room_id=series.rooms[0],
        span=_first_span(series),
        purpose=series.purpose,
        attendance=series.attendance,
        activity=series.activity,
        team=series.team,
        age_group=series.age_group,
        note=series.note,
        occasion=series.occasion,
        age_from=series.age_from,
        age_to=series.age_to,
        is_public=series.is_public,
        ticket_price=series.ticket_price,
        layout=series.layout,
        equipment=series.equipment,
        traits=series.traits,
    )
    return SeriesAsked(wish, series.recurrence, series.rooms)


def _first_span(series: TeamSeries) -> Span:
    """Nobody looks at it, but a wish has one."""
    for one in expand(series.recurrence):
        if one.span:
            return one.span
    raise RecurrenceInvalid("no_dates")
