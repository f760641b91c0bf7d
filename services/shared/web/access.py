# SPDX-License-Identifier: MPL-2.0
"""Every route declares who may call it: `@get("/x", opt=allow(PUBLIC))`. What declares nothing does not start."""

from dataclasses import dataclass
from typing import Any

from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.exceptions import ImproperlyConfiguredException, NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.routes import HTTPRoute

from services.shared.identity import Kind, Principal, StaffRole

Connection = ASGIConnection[Any, Principal, Any, Any]


@dataclass(frozen=True, slots=True)
class Access:
    """Who may call a route. Which association a caller speaks for is the command's business."""

    name: str
    needs_sign_in: bool = True
    staff_roles: frozenset[StaffRole] = frozenset()
    """When given, only staff with one of these (administrators have them all)."""

    def permits(self, caller: Principal) -> bool:
        """True when the caller may use the route at all."""
        if not self.needs_sign_in:
            return True
        if self.staff_roles:
            return caller.has_any(self.staff_roles)
        return caller.is_signed_in


PUBLIC = Access("public", needs_sign_in=False)
SIGNED_IN = Access("signed_in")
"""A person or a key."""
ASSOCIATION = Access("association")
"""As SIGNED_IN; the handler answers only for associations the caller acts for, and for staff."""


def allow(*who: Access | StaffRole) -> dict[str, Any]:
    """The `opt` of a route: one Access, or the staff roles that may."""
    roles = frozenset(one for one in who if isinstance(one, StaffRole))
    named = [one for one in who if isinstance(one, Access)]
    if len(named) == 1 and not roles:
        return {"access": named[0]}
    if roles and not named:
        return {"access": Access("staff", staff_roles=roles)}
    raise ImproperlyConfiguredException("allow() takes one Access, or staff roles")


def access_of(handler: BaseRouteHandler) -> Access | None:
    """What the route declares; None when it declares nothing."""
    return handler.opt.get("access")


async def guard(connection: Connection, handler: BaseRouteHandler) -> None:
    """Raises NotAuthorizedException (401) for strangers, PermissionDeniedException (403) for the wrong role."""
    access = access_of(handler)
    if access is None:
        raise PermissionDeniedException("this route declares no access")
    if access.permits(connection.user):
        return
    if connection.user.kind is Kind.ANONYMOUS:
        raise NotAuthorizedException
    raise PermissionDeniedException


def every_route(app: Litestar) -> list[tuple[str, HTTPRouteHandler]]:
    """Path and handler of each route, those of OpenAPI included."""
    return [
        (route.path, handler)
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        if handler.http_methods != {"OPTIONS"}
    ]


def refuse_undeclared(app: Litestar) -> None:
    """Raises ImproperlyConfiguredException naming routes that declare nothing."""
    undeclared = [path for path, handler in every_route(app) if access_of(handler) is None]
    if undeclared:
        raise ImproperlyConfiguredException(f"no access declared: {', '.join(undeclared)}")
