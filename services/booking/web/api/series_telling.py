# SPDX-License-Identifier: MPL-2.0
"""Series as answers of the API."""

from collections.abc import Iterable
from typing import Any

from services.booking.commands.find_season_alternatives import SeasonAlternatives
from services.booking.commands.try_series import DateTrial, SeriesTrial
from services.booking.errors import RecurrenceInvalid
from services.booking.model import Booking, Recurrence
from services.booking.queries.in_the_way import InTheWay
from services.booking.rules import rrule
from services.booking.rules.season_offers import SeasonOffer
from services.booking.web.actor import SEES
from services.booking.web.api import answers, telling
from services.booking.web.recurrence_wording import series_sentence
from services.shared.wall_clock import local
from services.shared.web.visit import Visit


def series(made: Booking, visit: Visit) -> answers.Series:
    """A booking with all its dates, as a command leaves it."""
    first = telling.booking(made)
    return answers.Series(
        **{name: getattr(first, name) for name in first.__struct_fields__},
        dates=[
            answers.DateOfSeries(
                id=date.id,
                status=date.status.value,
                room_id=date.room.id,
                room_name=date.room.name,
                starts_at=local(date.span.start),
                ends_at=local(date.span.end),
                why=telling.verdicts(date.verdicts, visit),
            )
            for date in made.occurrences
        ],
        rrule=_rule(made.recurrence),
    )


def _rule(recurrence: Recurrence | None) -> str | None:
    try:
        return rrule.write(recurrence) if recurrence else None
    except RecurrenceInvalid:
        return None


def trial(tried: SeriesTrial, instead: SeasonAlternatives, recurrence: Recurrence, visit: Visit) -> answers.SeriesTrial:
    """Every date, earliest first."""
    return answers.SeriesTrial(
        sentence=series_sentence(recurrence, visit.say, visit.language),
        **counted(tried, visit),
        skipped=[day.isoformat() for day in tried.skipped],
        whole=_offers(instead.whole, tried),
        gaps=_offers(instead.gaps, tried),
    )


def counted(tried: SeriesTrial, visit: Visit) -> dict[str, Any]:
    """How many there are of each outcome, and each date."""
    return {
        "counts": {str(outcome): count for outcome, count in tried.counts.items()},
        "dates": [_date(one, visit) for one in tried.dates],
    }


def _date(one: DateTrial, visit: Visit) -> answers.DateTrial:
    return answers.DateTrial(
        day=one.slot.day.isoformat(),
        room_id=one.slot.room_id,
        starts_at=local(one.slot.span.start),
        ends_at=local(one.slot.span.end),
        outcome=one.outcome,
        verdicts=telling.verdicts(one.judged.judgement.verdicts, visit),
        in_the_way=[
            answers.InTheWay(
                starts_at=local(held.span.start),
                ends_at=local(held.span.end),
                room_name=held.room_name,
                name=name_of(held, one, visit),
            )
            for held in one.in_the_way
        ],
    )


def name_of(held: InTheWay, one: DateTrial, visit: Visit) -> str | None:
    """Who it is, as far as the caller may see: all for staff, closures and their own for associations."""
    if held.association_id is None:
        return held.reason
    may_see = visit.caller.has_any(SEES) or held.association_id == one.judged.wish.association_id
    return held.association_name if may_see else None


def _offers(offers: Iterable[SeasonOffer], tried: SeriesTrial) -> list[answers.SeasonOffer]:
    return [
        answers.SeasonOffer(
            kind=offer.kind,
            room_id=offer.room_id,
            room_slug=offer.room_slug,
            room_name=offer.room_name,
            site_name=offer.site_name,
            minutes_later=offer.shift,
            days=[tried.dates[place].slot.day.isoformat() for place in sorted(offer.places)],
        )
        for offer in offers
    ]
