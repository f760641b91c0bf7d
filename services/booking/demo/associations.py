# SPDX-License-Identifier: MPL-2.0
"""The demo associations as booking knows them: `associations.json`, with names and people from what the services share.

One is not approved and one has a declaration that is too old, so that refusals can be seen. CVR numbers pass the check
digit and begin with 99, which the register has not reached.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from services.booking.model import Actor, AssociationRole
from services.booking.store.rows import Row
from services.booking.store.rows.associations import AssociationRow, RoleRow
from services.shared.danish_order import sort_key
from services.shared.demo import DEMO_ASSOCIATIONS, DEMO_PERSONS, DemoAssociation, DemoPerson
from services.shared.identity import StaffRole


class Membership(BaseModel):
    """Somebody's role."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    email: str
    role: AssociationRole


class Details(BaseModel):
    """What booking knows of an association. Days and years are counted from the day the demo is loaded."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str
    cvr: str | None = None
    approved_on: date | None = None
    approved_for_years: int | None = None
    """The approval ends with the year so many years ahead."""
    certificate_declared_days_ago: int
    members: int
    members_under_25: int
    people: tuple[Membership, ...]


@cache
def demo_details() -> dict[str, Details]:
    """Details of all associations by key."""
    text = (Path(__file__).parent / "associations.json").read_bytes()
    return TypeAdapter(dict[str, Details]).validate_json(text)


def demo_association(key: str) -> DemoAssociation:
    """The association with that key."""
    return next(association for association in DEMO_ASSOCIATIONS if association.key == key)


def booker_of(key: str) -> Actor:
    """Who asks for rooms on the association's behalf: its booking officer, or else its first person."""
    people = demo_details()[key].people
    officers = [person for person in people if person.role is AssociationRole.BOOKING_OFFICER]
    person = _person((officers or people)[0].email)
    return Actor(person.id, person.name)


@cache
def caseworker() -> Actor:
    """Who decides and closes on the municipality's behalf."""
    person = next(person for person in DEMO_PERSONS if StaffRole.CASEWORKER in person.staff_roles)
    return Actor(person.id, person.name, is_staff=True)


def association_rows(today: date) -> list[list[Row]]:
    """Associations, then the roles in them, which end with the general assemblies next spring."""
    assembly = date(today.year + 1, 3, 31)
    return [
        [_association(association, today) for association in DEMO_ASSOCIATIONS],
        [row for association in DEMO_ASSOCIATIONS for row in _roles(association, assembly)],
    ]


def _association(association: DemoAssociation, today: date) -> AssociationRow:
    details = demo_details()[association.key]
    years = details.approved_for_years
    return AssociationRow(
        id=association.id,
        name=association.name,
        sort_key=sort_key(association.name),
        type=details.type,
        cvr=details.cvr,
        approved_on=details.approved_on,
        approved_until=None if years is None else date(today.year + years, 12, 31),
        child_certificate_declared_on=today - timedelta(days=details.certificate_declared_days_ago),
        members=details.members,
        members_under_25=details.members_under_25,
    )


def _roles(association: DemoAssociation, assembly: date) -> Iterator[RoleRow]:
    for membership in demo_details()[association.key].people:
        person = _person(membership.email)
        yield RoleRow(association.id, person.id, person.name, membership.role.value, assembly)


def _person(email: str) -> DemoPerson:
    return next(person for person in DEMO_PERSONS if person.email == email)
