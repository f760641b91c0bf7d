# SPDX-License-Identifier: MPL-2.0
"""What notify's errors are over HTTP."""

from collections.abc import Mapping

from services.notify.errors import NoSuchCalendar, NoSuchFeed, NotYours, TooManyFeeds
from services.shared.web.problems import Describe, Problem

PROBLEMS: Mapping[type[Exception], Describe] = {
    NoSuchCalendar: lambda _request, _error: Problem("no-such-calendar", 404),
    NoSuchFeed: lambda _request, _error: Problem("no-such-feed", 404),
    NotYours: lambda _request, _error: Problem("not-your-calendar", 403),
    TooManyFeeds: lambda _request, _error: Problem("too-many-feeds", 409),
}
