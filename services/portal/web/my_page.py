# SPDX-License-Identifier: MPL-2.0
"""/min-side: whom one acts for, and what can be done from there."""

from itertools import groupby
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from services.portal.clients.booking import ask_memberships
from services.portal.web.staff_pages import staff_pages
from services.portal.web.visit import Door, Visit
from services.shared.bus import Unanswered
from services.shared.contracts.booking import AssociationMembership
from services.shared.web.access import SIGNED_IN, allow
from services.shared.web.pages import crumbs


@get("/min-side", opt=allow(SIGNED_IN), include_in_schema=False)
async def my_page(request: Request[Any, Any, Any], door: NamedDependency[Door]) -> Response[Any]:
    """Roles come from booking; when it does not answer, the page says so and shows the rest."""
    visit = Visit.of(request, door)
    try:
        associations = _by_association(await _memberships(visit))
    except Unanswered:
        associations = None
    return visit.show(
        "my_page.html",
        title=visit.say("my_page.title"),
        crumbs=crumbs(visit.say("my_page.title")),
        associations=associations,
        staff_pages=staff_pages(visit.caller),
    )


async def _memberships(visit: Visit) -> tuple[AssociationMembership, ...]:
    if visit.caller.person_id is None:
        return ()
    if not visit.bus.is_connected:
        raise Unanswered("NATS is away")
    return await ask_memberships(visit.bus, visit.caller.person_id)


def _by_association(memberships: tuple[AssociationMembership, ...]) -> list[dict[str, Any]]:
    """One card each, in the order booking gave; a person may have several roles in one."""
    return [
        {"id": key[0], "name": key[1], "roles": [one.role for one in group]}
        for key, group in groupby(memberships, key=lambda one: (one.association_id, one.association_name))
    ]
