# SPDX-License-Identifier: MPL-2.0
"""Who sees how much of a calendar, and that the less they see, the less is in the bytes."""

from uuid import UUID

import pytest

from services.notify.model import Detail, FeedKind
from services.notify.rules.detail_shown import detail_shown
from services.shared.identity import StaffRole
from tests.calendars.sample import feed, training

OURS, THEIRS = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize("kind", FeedKind)
@pytest.mark.parametrize("role", [StaffRole.CASEWORKER, StaffRole.CARETAKER, StaffRole.ADMINISTRATOR])
def test_staff_who_run_the_rooms_see_who_and_what_for(role: StaffRole, kind: FeedKind) -> None:
    assert detail_shown(kind, THEIRS, frozenset({role}), ()) is Detail.STAFF


@pytest.mark.parametrize("roles", [frozenset[StaffRole](), frozenset({StaffRole.FACILITATOR})])
def test_others_see_that_a_room_is_taken(roles: frozenset[StaffRole]) -> None:
    assert detail_shown(FeedKind.ROOM, THEIRS, roles, {OURS}) is Detail.BUSY
    assert detail_shown(FeedKind.SITE, THEIRS, roles, ()) is Detail.BUSY


def test_members_see_their_own_association_and_no_other() -> None:
    assert detail_shown(FeedKind.ASSOCIATION, OURS, frozenset(), {OURS}) is Detail.ASSOCIATION
    assert detail_shown(FeedKind.ASSOCIATION, THEIRS, frozenset(), {OURS}) is None


def test_a_busy_feed_tells_nothing_about_the_booking() -> None:
    body = feed(training(status="requested"), detail=Detail.BUSY).decode()
    for secret in ("Håndbold", "Træning", "2026-000123", str(UUID(int=2)), str(UUID(int=3)), "bookinger"):
        assert secret not in body


def test_an_associations_feed_does_not_repeat_its_name_and_staff_feeds_do() -> None:
    assert "Fløjby Håndboldklub" not in feed(training(), detail=Detail.ASSOCIATION).decode().replace("\r\n ", "")
    assert "Fløjby Håndboldklub" in feed(training(), detail=Detail.STAFF).decode().replace("\r\n ", "")
