# SPDX-License-Identifier: MPL-2.0
"""The demo associations and policies: plainly demo, mostly in order, and two that are not."""

from datetime import UTC, date, datetime, timedelta

from services.booking.demo.associations import association_rows, booker_of, caseworker, demo_details
from services.booking.demo.load import policy_rows
from services.booking.demo.policies import demo_policies
from services.booking.model import AssociationRole, Effect
from services.booking.rules import ROOM_RULES
from services.booking.rules.child_certificate import ChildCertificate
from services.booking.rules.policy import Policy
from services.booking.store.rows.associations import AssociationRow, PolicyVersionRow, RoleRow
from services.shared.demo import DEMO_ASSOCIATIONS, DEMO_PERSONS, demo_id

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)

ROWS = [row for table in association_rows(TODAY) for row in table]
ASSOCIATIONS = [row for row in ROWS if isinstance(row, AssociationRow)]
ROLES = [row for row in ROWS if isinstance(row, RoleRow)]


def test_every_association_that_the_services_share_has_details_and_no_other() -> None:
    assert set(demo_details()) == {association.key for association in DEMO_ASSOCIATIONS}
    assert len(ASSOCIATIONS) >= 12


def test_names_and_addresses_say_that_they_are_demo() -> None:
    assert all(association.name.endswith("(demo)") for association in DEMO_ASSOCIATIONS)
    assert all(person.name.endswith("(demo)") and person.email.endswith(".example") for person in DEMO_PERSONS)


def test_cvr_numbers_pass_the_check_digit_and_are_nobodys() -> None:
    numbers = [row.cvr for row in ASSOCIATIONS if row.cvr]
    assert len(set(numbers)) == len(numbers) > 5
    for number in numbers:
        assert sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=True)) % 11 == 0
        assert number.startswith("99")
    assert None in [row.cvr for row in ASSOCIATIONS]


def test_one_association_is_not_approved() -> None:
    assert [row.id for row in ASSOCIATIONS if row.approved_on is None] == [demo_id("association", "esport")]


def test_one_declaration_on_child_certificates_is_too_old() -> None:
    rule = ChildCertificate.model_validate({"valid_for": "P1Y"})
    start = {row.id: row.child_certificate_declared_on for row in ASSOCIATIONS}
    old = [key for key, day in start.items() if day and rule.valid_for.after(datetime.combine(day, NOW.timetz())) < NOW]
    assert old == [demo_id("association", "dart")]


def test_every_association_has_somebody_who_may_book_until_after_next_new_year() -> None:
    for association in ASSOCIATIONS:
        roles = [row for row in ROLES if row.association_id == association.id]
        assert {row.role for row in roles} & {AssociationRole.CHAIR, AssociationRole.BOOKING_OFFICER}
        assert all(row.valid_until and row.valid_until > TODAY + timedelta(days=60) for row in roles)


def test_who_books_holds_a_role_there() -> None:
    for key in demo_details():
        held = {row.person_id for row in ROLES if row.association_id == demo_id("association", key)}
        assert booker_of(key).id in held
    assert caseworker().is_staff


def test_people_hold_roles_under_the_ids_the_portal_gives_them() -> None:
    assert {row.person_id for row in ROLES} <= {demo_id("person", person.email) for person in DEMO_PERSONS}


def test_policies_show_every_kind_of_rule_and_every_effect() -> None:
    rules = [rule for policy in demo_policies().values() for version in policy.versions for rule in version.rules]
    assert {type(rule) for rule in rules} == set(ROOM_RULES)
    assert {rule.effect for rule in rules} == set(Effect)


def test_policies_survive_being_stored() -> None:
    versions = [row for table in policy_rows() for row in table if isinstance(row, PolicyVersionRow)]
    stored = {(row.policy_id, row.version): row for row in versions}
    for key, policy in demo_policies().items():
        for version in policy.versions:
            row = stored[demo_id("policy", key), version.version]
            head = {"policy_id": row.policy_id, "name": policy.name, "rules": row.rules}
            names = ("version", "valid_from", "adopted_by", "adopted_on", "document_url")
            read = Policy.model_validate({**head, **{name: getattr(row, name) for name in names}})
            assert set(read.rules) == set(version.rules)


def test_the_version_in_force_is_the_newest_that_has_begun() -> None:
    halls = demo_policies()["idraetshaller"]
    assert [halls.in_force(day).version for day in (date(2025, 7, 31), date(2025, 8, 1), TODAY)] == [1, 2, 2]
