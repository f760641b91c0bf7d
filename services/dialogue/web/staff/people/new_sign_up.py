# SPDX-License-Identifier: MPL-2.0
"""/dialog/styring/{session_id}/tilmeldinger/ny: staff sign somebody up, and print a slip for who has no e-mail."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from markupsafe import Markup

from services.dialogue.commands.sign_up_for_someone import sign_up_for_someone
from services.dialogue.errors import PartyRefused
from services.dialogue.model import State
from services.dialogue.replies import own_path
from services.dialogue.rules.link import ticket
from services.dialogue.rules.seats import PLENTY, free_seats
from services.dialogue.store.crowd import read_taken
from services.dialogue.web.public_words import last_days, whereabouts
from services.dialogue.web.sign_up.qr_code import qr_code
from services.dialogue.web.sign_up.sign_up_form import Wrong
from services.dialogue.web.staff.people.new_form import LANGUAGES, REFUSALS, SOURCES, NewTyped, refused
from services.dialogue.web.staff.people.people_list import read_session_of, require_of
from services.dialogue.web.visit import FACILITATES, Visit
from services.shared.web.access import allow
from services.shared.web.language import address
from services.shared.web.pages import FieldError, crumbs

NEW = "/dialog/styring/{session_id:uuid}/tilmeldinger/ny"


@get(NEW, opt=allow(*FACILITATES), include_in_schema=False)
async def new_page(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
    """An empty form."""
    visit = Visit.of(request)
    return await _form(visit, session_id, None)


@post(NEW, opt=allow(*FACILITATES), include_in_schema=False, status_code=303)
async def send_new(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
    """Sign them up: to the slip when nobody is written to, else back to the list."""
    visit = Visit.of(request)
    session = await read_session_of(visit, session_id)
    typed = NewTyped.typed(await visit.form_lists(), session)
    if wrong := typed.wrong():
        return await _form(visit, session_id, typed, wrong, status=422)
    try:
        made = await sign_up_for_someone(
            visit.pool,
            session_id,
            typed.party(),
            source=typed.source,
            actor=visit.actor,
            over_capacity=typed.is_invited,
            now=visit.now,
            request=typed.request(),
        )
    except REFUSALS as error:
        status = 422 if isinstance(error, PartyRefused) else 409
        return await _form(visit, session_id, typed, [refused(error)], status=status)
    here = f"/dialog/styring/{session_id}/tilmeldinger"
    return visit.go(f"{here}?gjort={made.state.value}" if made.email else f"{here}/{made.id}/seddel")


async def _form(
    visit: Visit, session_id: UUID, typed: NewTyped | None, wrong: Sequence[Wrong] = (), *, status: int = 200
) -> Response[Any]:
    session = await read_session_of(visit, session_id)
    async with visit.pool.acquire() as connection:
        taken = await read_taken(connection, session_id, now=visit.now)
    plan = session.seat_plan
    free = {one.key: free_seats(plan, taken, one.key, now=visit.now) for one in plan.categories}
    title = visit.say("people.new.title")
    here = f"/dialog/styring/{session_id}"
    return visit.show(
        "staff_people_new.html",
        status=status,
        title=title,
        crumbs=crumbs(
            (visit.say("people.sessions"), "/dialog/styring"),
            (session.title, here),
            (visit.say("people.title"), f"{here}/tilmeldinger"),
            title,
        ),
        errors=[FieldError(one.field, visit.say(one.key, **one.parameters)) for one in wrong],
        session=session,
        typed=typed or NewTyped.fresh(session),
        free=free,
        has_limit=any(one < PLENTY // 2 for one in free.values()),
        sources=SOURCES,
        languages=LANGUAGES,
        is_possible=session.status == "published" and session.starts_at > visit.now and session.terms.sign_up,
        last_day=last_days(session),
    )


@get(
    "/dialog/styring/{session_id:uuid}/tilmeldinger/{sign_up_id:uuid}/seddel",
    opt=allow(*FACILITATES),
    include_in_schema=False,
)
async def slip(
    request: Request[Any, Any, Any], session_id: FromPath[UUID], sign_up_id: FromPath[UUID]
) -> Response[Any]:
    """What a person takes home on paper: the ticket when they have a place, and the link to their own page."""
    visit = Visit.of(request)
    session = await read_session_of(visit, session_id)
    sign_up = await require_of(visit, session_id, sign_up_id)
    state = sign_up.state_at(visit.now)
    code = ticket(visit.secret, sign_up.id) if state is State.CONFIRMED else ""
    own = f"{visit.settings.public_url}{address(own_path(visit.secret, sign_up.id), sign_up.language)}"
    title, here = visit.say("people.slip.title"), f"/dialog/styring/{session_id}"
    return visit.show_secret(
        "staff_people_slip.html",
        title=title,
        crumbs=crumbs((session.title, here), (visit.say("people.title"), f"{here}/tilmeldinger"), title),
        session=session,
        sign_up=sign_up,
        state=state.value,
        where=whereabouts(session, visit.say),
        ticket=code,
        qr=Markup(qr_code(code)) if code else "",  # noqa: S704  drawn by us from letters and digits
        own=own,
        back=f"{here}/tilmeldinger",
    )
