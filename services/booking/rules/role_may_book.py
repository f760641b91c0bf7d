# SPDX-License-Identifier: MPL-2.0
"""Only people with certain roles book for their association."""

from typing import Literal

from services.booking.model import AssociationRole, Facts, Verdict, Wish
from services.booking.rules.rule import Rule


class RoleMayBook(Rule):
    """`roles`: who may. Staff book on behalf of anybody."""

    rule: Literal["role_may_book"] = "role_may_book"
    roles: tuple[AssociationRole, ...]


def role_may_book(_wish: Wish, facts: Facts, parameters: RoleMayBook) -> Verdict | None:
    """Tell which roles may book, to somebody who has none of them."""
    if facts.association is None or facts.actor_is_staff or facts.actor_roles & set(parameters.roles):
        return None
    roles = tuple(role.value for role in parameters.roles)
    return Verdict(parameters.rule, parameters.effect, "role_missing", {"roles": roles})
