# SPDX-License-Identifier: MPL-2.0
"""/dialog/styring/opgaver and /dialog/styring/{session_id}/opgaver: access needs as tasks, by session and kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath

from services.dialogue.model import Session
from services.dialogue.queries.tasks import ListedTask, TaskSearch, list_tasks
from services.dialogue.web.staff.people.people_list import read_session_of
from services.dialogue.web.visit import FACILITATES, Visit
from services.shared.wall_clock import local
from services.shared.web.access import allow
from services.shared.web.pages import Crumb, FieldError, crumbs

PER_PAGE = 200


@dataclass(frozen=True, slots=True)
class WantedTasks:
    """Which tasks a page shows: of one session, or of all."""

    session_id: UUID | None = None
    is_open: bool = True
    is_mine: bool = False
    page: int = 1

    @classmethod
    def of(cls, fields: Mapping[str, str], session_id: UUID | None) -> "WantedTasks":
        """From the address bar, or from the hidden fields of a form."""
        page = fields.get("side", "")
        return cls(
            session_id=session_id,
            is_open=fields.get("tilstand") != "afgjorte",
            is_mine=fields.get("hvis") == "mine" and session_id is None,
            page=int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 5 and int(page) else 1,
        )

    @classmethod
    def of_form(cls, fields: Mapping[str, str]) -> "WantedTasks":
        """Where a form was sent from; `moede` is the session whose page it was."""
        try:
            return cls.of(fields, UUID(fields.get("moede", "")))
        except ValueError:
            return cls.of(fields, None)

    @property
    def fields(self) -> dict[str, str]:
        """As they stand in an address."""
        page = str(self.page) if self.page > 1 else ""
        told = {"tilstand": "" if self.is_open else "afgjorte", "hvis": "mine" if self.is_mine else "", "side": page}
        return {name: value for name, value in told.items() if value}

    @property
    def path(self) -> str:
        """The page without what it asks for."""
        return f"/dialog/styring/{self.session_id}/opgaver" if self.session_id else "/dialog/styring/opgaver"

    def address(self, **more: object) -> str:
        """The page as it is shown."""
        query = urlencode({**self.fields, **more})
        return f"{self.path}?{query}" if query else self.path


@dataclass(frozen=True, slots=True)
class OfOneKind:
    """What several people need alike."""

    kind: str
    tasks: Sequence[ListedTask]


@dataclass(frozen=True, slots=True)
class OfOneSession:
    """A session with tasks."""

    first: ListedTask
    kinds: Sequence[OfOneKind]


@get("/dialog/styring/opgaver", opt=allow(*FACILITATES), include_in_schema=False)
async def all_tasks(request: Request[Any, Any, Any]) -> Response[Any]:
    """Of all sessions; `hvis` is mine, `tilstand` is afgjorte, `side` where the list goes on."""
    visit = Visit.of(request)
    return await show_tasks(visit, WantedTasks.of(visit.query, None))


@get("/dialog/styring/{session_id:uuid}/opgaver", opt=allow(*FACILITATES), include_in_schema=False)
async def session_tasks(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
    """Of one session."""
    visit = Visit.of(request)
    return await show_tasks(visit, WantedTasks.of(visit.query, session_id))


async def show_tasks(
    visit: Visit,
    wanted: WantedTasks,
    *,
    errors: Sequence[FieldError] = (),
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response[Any]:
    """The page; after a refusal with what is wrong and what was typed. `typed["form"]` names the form."""
    session = await read_session_of(visit, wanted.session_id) if wanted.session_id else None
    search = TaskSearch(wanted.is_open, wanted.session_id, visit.caller.person_id if wanted.is_mine else None)
    async with visit.pool.acquire() as connection:
        skip = (wanted.page - 1) * PER_PAGE
        tasks, total = await list_tasks(connection, search, now=visit.now, skip=skip, limit=PER_PAGE)
    done = visit.query.get("gjort", "")
    return visit.show(
        "staff_tasks.html",
        status=status,
        title=visit.say("tasks.title"),
        crumbs=_crumbs(visit, session),
        errors=errors,
        session=session,
        wanted=wanted,
        total=total,
        sessions=group(tasks),
        more=f"{wanted.path}?{urlencode({**wanted.fields, 'side': wanted.page + 1})}"
        if total > wanted.page * PER_PAGE
        else "",
        done=done if done in ("afgjort", "igen") and not errors else "",
        typed=typed or {"form": "", "outcome": "", "note": ""},
        days_late={one.id: (visit.today - local(one.due_at).date()).days for one in tasks},
    )


def group(tasks: Sequence[ListedTask]) -> list[OfOneSession]:
    """As they are listed, so the order is that of the tasks."""
    sessions = list[OfOneSession]()
    for _, of_session in groupby(tasks, lambda one: one.session_id):
        found = list(of_session)
        kinds = [OfOneKind(kind, list(of_kind)) for kind, of_kind in groupby(found, lambda one: one.kind)]
        sessions.append(OfOneSession(found[0], kinds))
    return sessions


def _crumbs(visit: Visit, session: Session | None) -> Sequence[Crumb]:
    start, title = (visit.say("people.sessions"), "/dialog/styring"), visit.say("tasks.title")
    if session is None:
        return crumbs(start, title)
    return crumbs(start, (session.title, f"/dialog/styring/{session.id}"), title)
