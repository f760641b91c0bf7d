# SPDX-License-Identifier: MPL-2.0
import pytest
from litestar import get
from litestar.exceptions import ImproperlyConfiguredException

from services.shared.identity import ANONYMOUS, Kind, Principal, StaffRole
from services.shared.web.access import ASSOCIATION, PUBLIC, SIGNED_IN, Access, access_of, allow, every_route
from tests.unit.shared_web.small_app import browser, small_app

PERSON = Principal(kind=Kind.PERSON)
CASEWORKER = Principal(kind=Kind.PERSON, staff_roles=frozenset({StaffRole.CASEWORKER}))
CARETAKER = Principal(kind=Kind.PERSON, staff_roles=frozenset({StaffRole.CARETAKER}))
ADMINISTRATOR = Principal(kind=Kind.PERSON, staff_roles=frozenset({StaffRole.ADMINISTRATOR}))
KEY = Principal(kind=Kind.ASSOCIATION_KEY)


@pytest.mark.parametrize("caller", [ANONYMOUS, PERSON, CASEWORKER, KEY])
def test_everybody_may_call_what_is_public(caller: Principal) -> None:
    assert PUBLIC.permits(caller)


@pytest.mark.parametrize("access", [SIGNED_IN, ASSOCIATION])
def test_persons_and_keys_but_no_strangers_may_call_what_needs_a_sign_in(access: Access) -> None:
    assert access.permits(PERSON)
    assert access.permits(KEY)
    assert not access.permits(ANONYMOUS)


def test_only_the_named_staff_and_administrators_may_call_a_staff_route() -> None:
    staff = allow(StaffRole.CASEWORKER)["access"]
    assert [staff.permits(one) for one in (CASEWORKER, ADMINISTRATOR)] == [True, True]
    assert not any(staff.permits(one) for one in (CARETAKER, PERSON, KEY, ANONYMOUS))


def test_a_route_that_declares_nothing_keeps_the_application_from_being_made() -> None:
    @get("/glemt")
    async def forgotten() -> str:
        return "whatever"

    with pytest.raises(ImproperlyConfiguredException, match="/glemt"):
        small_app(forgotten)


@pytest.mark.parametrize("who", [(), (PUBLIC, SIGNED_IN), (PUBLIC, StaffRole.CASEWORKER)])
def test_a_declaration_says_one_thing(who: tuple[Access | StaffRole, ...]) -> None:
    with pytest.raises(ImproperlyConfiguredException):
        allow(*who)


def test_the_routes_of_the_api_description_declare_their_access_too() -> None:
    declared = {path: access_of(handler) for path, handler in every_route(small_app())}
    assert declared["/api/dialogue/openapi.json"] == PUBLIC
    assert None not in declared.values()


async def test_a_silent_portal_is_an_outage_and_not_a_refusal() -> None:
    async with browser(small_app(), authorization="Bearer ak_x") as program:
        answer = await program.get("/api/dialogue/v1/staff")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"


async def test_a_stranger_is_told_to_sign_in_by_the_api_and_led_there_by_a_page() -> None:
    async with browser(small_app()) as stranger:
        api, page = await stranger.get("/api/dialogue/v1/staff"), await stranger.get("/en/mit?uge=48")
    assert (api.status_code, api.json()["type"]) == (401, "/problemer/sign-in-needed")
    assert (page.status_code, page.headers["location"]) == (303, "/en/log-ind?next=%2Fen%2Fmit%3Fuge%3D48")
