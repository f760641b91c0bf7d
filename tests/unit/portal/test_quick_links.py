# SPDX-License-Identifier: MPL-2.0
"""The searches that many would make, by Danish wall-clock."""

from datetime import UTC, date, datetime

from services.portal.web.front_page import QuickLink, quick_links


def days(*links: QuickLink) -> list[date]:
    return [link.day for link in links]


def test_tonight_comes_first_while_there_is_one() -> None:
    links = quick_links(datetime(2026, 11, 24, 18, 59, tzinfo=UTC))
    assert days(*links) == [date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 28)]
    assert links[0].path == "/lokaler?date=2026-11-24&from=17.00&to=22.00&length=60"


def test_late_in_the_evening_tonight_is_gone() -> None:
    assert days(*quick_links(datetime(2026, 11, 24, 19, 0, tzinfo=UTC))) == [date(2026, 11, 25), date(2026, 11, 28)]


def test_after_midnight_here_it_is_the_next_day_though_not_in_utc() -> None:
    assert days(*quick_links(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)))[0] == date(2026, 7, 2)


def test_on_a_saturday_the_coming_saturday_is_the_next_one() -> None:
    assert days(*quick_links(datetime(2026, 11, 28, 10, tzinfo=UTC)))[-1] == date(2026, 12, 5)
