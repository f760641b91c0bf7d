# SPDX-License-Identifier: MPL-2.0
"""Every address has one service, in both languages."""

import pytest

from infra.routes import route


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/", "portal"),
        ("/en", "portal"),
        ("/en/", "portal"),
        ("/log-ind", "portal"),
        ("/lokaler", "booking"),
        ("/en/lokaler/hal-1/book", "booking"),
        ("/lokaler-og-mere", "portal"),
        ("/enge", "portal"),
        ("/foreninger/1/bookinger", "booking"),
        ("/kalendere", "notify"),
        ("/kalender/abc.ics", "notify"),
        ("/kalenderen", "portal"),
        ("/dialog", "dialogue"),
        ("/api/booking/v1/rooms", "booking"),
        ("/api/portal/health/live", "portal"),
        ("/api/bookings", "portal"),
        ("/problemer/slot-taken", "portal"),
    ],
)
def test_an_address_belongs_to_one_service(path: str, service: str) -> None:
    assert route(path) == service
