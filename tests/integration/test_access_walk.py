# SPDX-License-Identifier: MPL-2.0
"""Every route of every service, called by everybody: who may and who may not follows from what the route declares."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

import httpx
import pytest
from litestar import Litestar, get
from litestar.exceptions import ImproperlyConfiguredException
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from services.portal.commands.create_key import create_association_key, create_staff_key
from services.portal.model import new_token, sha256
from services.portal.store.persons import insert_person, insert_staff_roles
from services.portal.store.sessions import insert_session
from services.shared.clock import utc_now
from services.shared.db import Pool, Tx, in_transaction
from services.shared.identity import ANONYMOUS, Kind, Principal, StaffRole
from services.shared.service import Parts, Service
from services.shared.settings import Settings
from services.shared.web.access import Access, access_of, every_route, refuse_undeclared
from services.shared.web.app import SIGN_IN
from services.shared.web.csrf import HEADER, csrf_token
from services.shared.web.sessions import COOKIE
from tests.integration.booking.municipality import Municipality, found

SERVICES = sorted(app.parent.name for app in Path("services").glob("*/app.py"))
STAFF_KEY_ROLES = frozenset({StaffRole.CASEWORKER, StaffRole.CARETAKER, StaffRole.FACILITATOR})


@dataclass(frozen=True)
class Caller:
    """Somebody, with what they send along."""

    name: str
    principal: Principal
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Town:
    """All services running, and everybody who might call."""

    apps: Mapping[str, Litestar]
    callers: tuple[Caller, ...]


@pytest.fixture
async def town(settings: Settings) -> AsyncGenerator[Town]:
    async with AsyncExitStack() as running:
        parts = {name: await running.enter_async_context(_service(name).parts(settings)) for name in SERVICES}
        for name in SERVICES:
            await _service(name).answer(parts[name])
        booking = await found(parts["booking"].pool)
        yield Town(
            {name: _service(name).create_app(settings, one.pool, one.bus, one.clock) for name, one in parts.items()},
            await _everybody(parts["portal"], booking),
        )


def _service(name: str) -> Service:
    return import_module(f"services.{name}.app").SERVICE


async def _everybody(portal: Parts, booking: Municipality) -> tuple[Caller, ...]:
    now = utc_now()
    _, staff_key = await create_staff_key(portal.pool, "API", STAFF_KEY_ROLES, now=now)
    _, club_key = await create_association_key(portal.pool, portal.bus, "", booking.club, now=now)
    return (
        Caller("a stranger", ANONYMOUS),
        Caller("a key nobody gave out", ANONYMOUS, {"Authorization": f"Bearer ak_{new_token()}"}),
        Caller("a cookie nobody gave out", ANONYMOUS, _with_cookie(new_token())),
        await _person(portal.pool, "a person without a role", now),
        await _person(portal.pool, "a member of an association", now, person_id=booking.chair.id),
        *[await _person(portal.pool, role.value, now, role) for role in StaffRole],
        Caller("a staff key", Principal(kind=Kind.STAFF_KEY, staff_roles=STAFF_KEY_ROLES), _bearer(staff_key)),
        Caller("an association key", Principal(kind=Kind.ASSOCIATION_KEY), _bearer(club_key)),
    )


async def _person(pool: Pool, name: str, now: datetime, *roles: StaffRole, person_id: UUID | None = None) -> Caller:
    person, cookie = person_id or uuid4(), new_token()

    async def work(tx: Tx) -> None:
        await insert_person(tx, person, f"{person}@people.example", name, now=now)
        await insert_staff_roles(tx, person, roles, now=now)
        await insert_session(tx, sha256(cookie), person, now=now)

    await in_transaction(pool, work)
    return Caller(name, Principal(kind=Kind.PERSON, staff_roles=frozenset(roles)), _with_cookie(cookie))


def _with_cookie(cookie: str) -> dict[str, str]:
    return {"Cookie": f"{COOKIE}={cookie}", HEADER: csrf_token(cookie)}


def _bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


async def test_everybody_is_let_in_or_kept_out_as_each_route_declares(town: Town) -> None:
    wrong, calls = list[str](), 0
    for name, app in town.apps.items():
        async with _client(app) as client:
            for path, method, access in _calls(app):
                for caller in town.callers:
                    client.cookies.clear()
                    answer = await client.request(method, path, headers=caller.headers, **_body(path, method))
                    calls += 1
                    told = _kept_out(answer, access)
                    if told != _should_be(access, caller.principal, path) or answer.status_code == 500:
                        wrong.append(f"{name} {method} {path} ({access.name}), {caller.name}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert calls > 100


def _client(app: Litestar) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(cast("Any", app)), base_url="http://127.0.0.1:8000")


def _calls(app: Litestar) -> list[tuple[str, str, Access]]:
    """Each route with each of its methods, and something in place of what varies in the address."""
    calls = list[tuple[str, str, Access]]()
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                if (access := access_of(handler)) is not None:
                    calls += [(_address(route), method, access) for method in _methods(handler)]
    return sorted(calls, key=lambda call: call[0] == "/log-ud")  # last, for it ends the callers' sessions


def _methods(handler: HTTPRouteHandler) -> list[str]:
    return sorted(str(method) for method in handler.http_methods if method not in ("OPTIONS", "HEAD"))


def _address(route: HTTPRoute) -> str:
    parts = [part if isinstance(part, str) else _something(part.type) for part in route.path_components]
    return "/" + "/".join(parts)


def _something(kind: type) -> str:
    examples = {UUID: "018f0000-0000-7000-8000-000000000000", int: "1", datetime: datetime(2026, 12, 1, tzinfo=UTC)}
    return str(examples.get(kind, "x"))


def _body(path: str, method: str) -> dict[str, Any]:
    if method in ("GET", "DELETE"):
        return {}
    return {"json": {}} if path.startswith("/api/") else {"data": {}}


def _should_be(access: Access, caller: Principal, path: str) -> str:
    if access.permits(caller):
        return ""
    if caller.kind is not Kind.ANONYMOUS:
        return "forbidden"
    return "unknown" if path.startswith("/api/") else "sent to sign in"


def _kept_out(answer: httpx.Response, access: Access) -> str:
    """How the guard kept the caller out; empty when the handler had its say."""
    if answer.status_code == 401:
        return "unknown"
    if answer.status_code == 303 and answer.headers["location"].startswith(f"{SIGN_IN}?next="):
        return "sent to sign in" if access.needs_sign_in else ""  # an open page may send on by itself, form and all
    return "forbidden" if answer.status_code == 403 else ""


async def test_no_route_of_any_service_is_silent_about_who_may_call_it(town: Town) -> None:
    assert sorted(town.apps) == ["booking", "dialogue", "notify", "portal"]
    silent = [
        f"{name}: {path}" for name, app in town.apps.items() for path, one in every_route(app) if not access_of(one)
    ]
    assert silent == []


async def test_a_route_that_is_silent_about_who_may_call_it_does_not_start() -> None:
    @get("/silent", sync_to_thread=False)
    def silent() -> str:
        return "open to all by mistake"

    with pytest.raises(ImproperlyConfiguredException, match="/silent"):
        refuse_undeclared(Litestar([silent], openapi_config=None))


async def test_a_route_that_is_silent_and_slipped_through_is_closed_to_all(town: Town) -> None:
    app = town.apps["portal"]
    handler = next(one for path, one in every_route(app) if path == "/cookies")
    del handler.opt["access"]
    async with _client(app) as client:
        assert {(await client.get("/cookies", headers=one.headers)).status_code for one in town.callers} == {403}
