# SPDX-License-Identifier: MPL-2.0
"""/dialog/styring/{session_id}/tilmeldinger: everybody in a session, found, counted, and as a spreadsheet."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath

from services.dialogue.commands.set_priority import HIGHEST
from services.dialogue.queries.people import ListedPerson, list_people
from services.dialogue.store.acts import Act, list_acts
from services.dialogue.web.csv_file import csv_file
from services.dialogue.web.staff.people.people_list import PER_PAGE, STATES, Standing, Wanted, read_standing
from services.dialogue.web.visit import FACILITATES, Visit
from services.shared.wall_clock import local
from services.shared.web.access import allow
from services.shared.web.pages import FieldError, crumbs

DONE = frozenset({"afmelding", "tilbud", "ja", "prioritet", "foelge", "mail", "confirmed", "waiting"})
"""What a form on the page did, said once above it."""
COLUMNS = ("name", "email", "phone", "state", "seats", "category", "number", "waits", "needs", "source", "created")


@get("/dialog/styring/{session_id:uuid}/tilmeldinger", opt=allow(*FACILITATES), include_in_schema=False)
async def sign_ups_page(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
    """`tilstand`, `kategori` and `tekst` say who, `side` where the list goes on."""
    visit = Visit.of(request)
    return await show_sign_ups(visit, session_id, Wanted.of(visit.query))


async def show_sign_ups(
    visit: Visit,
    session_id: UUID,
    wanted: Wanted,
    *,
    errors: Sequence[FieldError] = (),
    typed: tuple[UUID, str] | None = None,
    status: int = 200,
) -> Response[Any]:
    """The page; after a refusal with what is wrong, and the reason that was typed and for whom."""
    standing = await read_standing(visit, session_id)
    people, total = await _read(visit, session_id, wanted)
    title, done = visit.say("people.title"), visit.query.get("gjort", "")
    return visit.show(
        "staff_people.html",
        status=status,
        title=title,
        crumbs=_crumbs(visit, standing, title),
        errors=errors,
        standing=standing,
        session=standing.session,
        counts=standing.counts,
        people=people,
        total=total,
        wanted=wanted,
        states=tuple(STATES),
        more=wanted.next_page.address(session_id) if total > wanted.page * PER_PAGE else "",
        csv_address=wanted.address(session_id).replace("/tilmeldinger", "/tilmeldinger.csv", 1),
        done=done if done in DONE and not errors else "",
        typed_for=str(typed[0]) if typed else "",
        typed_reason=typed[1] if typed else "",
        has_begun=standing.session.starts_at <= visit.now,
        category=_categories(standing),
        question={one.key: one for one in standing.session.terms.questions},
        acts=await _acts(visit, people),
        priorities=[(n, str(n)) for n in range(HIGHEST + 1)],
    )


async def _acts(visit: Visit, people: Sequence[ListedPerson]) -> dict[UUID, list[Act]]:
    async with visit.pool.acquire() as connection:
        return await list_acts(connection, [one.id for one in people])


def _crumbs(visit: Visit, standing: Standing, title: str) -> Sequence[Any]:
    session = standing.session
    here = f"/dialog/styring/{session.id}"
    return crumbs((visit.say("people.sessions"), "/dialog/styring"), (session.title, here), title)


def _categories(standing: Standing) -> dict[str, str]:
    """Names, where there is more than one."""
    categories = standing.session.seat_plan.categories
    return {one.key: one.name for one in categories} if len(categories) > 1 else {}


async def _read(visit: Visit, session_id: UUID, wanted: Wanted) -> tuple[list[ListedPerson], int]:
    skip = (wanted.page - 1) * PER_PAGE
    async with visit.pool.acquire() as connection:
        return await list_people(connection, session_id, wanted.search(), now=visit.now, skip=skip, limit=PER_PAGE)


@get("/dialog/styring/{session_id:uuid}/tilmeldinger.csv", opt=allow(*FACILITATES), include_in_schema=False)
async def sign_ups_csv(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[bytes]:
    """The same list, whole, for a spreadsheet, with the answers to the organiser's questions."""
    visit = Visit.of(request)
    standing = await read_standing(visit, session_id)
    async with visit.pool.acquire() as connection:
        people, _ = await list_people(
            connection, session_id, Wanted.of(visit.query).search(), now=visit.now, limit=100_000
        )
    questions = standing.session.terms.questions
    heading = [*(visit.say(f"people.column.{one}") for one in COLUMNS), *(one.label for one in questions)]
    lines = (
        [*_cells(visit, standing, one), *(one.answers.get(question.key, "") for question in questions)]
        for one in people
    )
    return csv_file(visit.say("people.csv.name"), heading, lines)


def _cells(visit: Visit, standing: Standing, one: ListedPerson) -> Iterator[object]:
    say, made = visit.say, local(one.created_at)
    yield from (one.name, one.email, one.phone)
    yield say(f"people.state.{one.state}") + (f", {say('people.over')}" if one.over_capacity else "")
    yield one.seats
    yield _categories(standing).get(one.category, "")
    yield "" if one.number is None else one.number
    yield standing.waits_for.get(one.id, "")
    yield ", ".join(say(f"need.{need['kind']}") + (f" ({need['note']})" if need["note"] else "") for need in one.needs)
    yield say(f"people.source.{one.source}")
    yield f"{made:%Y-%m-%d %H:%M}"
