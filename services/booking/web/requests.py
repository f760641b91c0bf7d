# SPDX-License-Identifier: MPL-2.0
"""GET /anmodninger: what waits for staff, with what matters to decide it in the row."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get

from services.booking.queries.requests import WaitingRequest, count_requests, list_request_sites, list_requests
from services.booking.store.recurrences import read_recurrence
from services.booking.store.verdicts import read_verdicts
from services.booking.web.actor import DECIDES
from services.booking.web.api.reading import place_of
from services.booking.web.api.telling import place_in_list
from services.booking.web.recurrence_wording import series_sentence
from services.booking.web.said import Told, is_term, tell_all
from services.shared.wall_clock import local
from services.shared.web.access import allow
from services.shared.web.pages import crumbs
from services.shared.web.paging import write_cursor
from services.shared.web.visit import Visit
from services.shared.written_dates import date_without_weekday

PAGE = 30


@dataclass(frozen=True, slots=True)
class Row:
    """One request."""

    request: WaitingRequest
    told: list[Told]
    """What the rules say, but for prices and terms, which decide nothing."""
    series: str
    """What was asked for in words, when it is many dates or several rooms."""
    days_waited: int
    days_left: int


@get("/anmodninger", opt=allow(*DECIDES), include_in_schema=False)
async def inbox(request: Request[Any, Any, Any]) -> Response[Any]:
    """Those that begin first in front. `sted` is a site, `fra` where the list goes on."""
    visit = Visit.of(request)
    site = visit.query.get("sted") or None
    async with visit.pool.acquire() as connection:
        place = place_of(visit.query.get("fra", ""))
        found = await list_requests(connection, now=visit.now, site=site, after=place, limit=PAGE + 1)
        total = await count_requests(connection, now=visit.now, site=site)
        sites = await list_request_sites(connection, now=visit.now)
    title = visit.say("request.title")
    return visit.show(
        "requests.html",
        title=title,
        crumbs=crumbs(title),
        rows=[_row(one, visit) for one in found[:PAGE]],
        total=total,
        sites=sites,
        site=site or "",
        more=_more(found, site),
    )


def _row(one: WaitingRequest, visit: Visit) -> Row:
    return Row(
        request=one,
        told=tell_all((verdict for verdict in read_verdicts(one.verdicts) if not is_term(verdict)), visit),
        series=_series(one, visit),
        days_waited=(visit.today - local(one.placed_at).date()).days,
        days_left=(local(one.span.start).date() - visit.today).days,
    )


def _series(one: WaitingRequest, visit: Visit) -> str:
    if not one.is_series:
        return ""
    recurrence = read_recurrence(one.recurrence)
    if recurrence is None:
        first, last = (date_without_weekday(span.start, visit.language) for span in (one.span, one.last_span))
        return visit.say("series.dates_from_to", n=one.dates_waiting, first=first, last=last)
    sentence = series_sentence(recurrence, visit.say, visit.language)
    return sentence[:1].upper() + sentence[1:]


def _more(found: tuple[WaitingRequest, ...], site: str | None) -> str | None:
    if len(found) <= PAGE:
        return None
    last = found[PAGE - 1]
    where = {"sted": site} if site else {}
    return f"/anmodninger?{urlencode(where | {'fra': write_cursor(place_in_list(last.span, last.id))})}"
