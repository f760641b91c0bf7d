# SPDX-License-Identifier: MPL-2.0
"""What can go wrong in notify. None of them knows HTTP; the web gives each a status and a sentence."""


class NotifyError(Exception):
    """Expected: it stops the command and nothing is stored."""


class NoSuchCalendar(NotifyError):
    """There is no such site, room or association."""


class NoSuchFeed(NotifyError):
    """The caller has no feed with that id, or it has been revoked."""


class NotYours(NotifyError):
    """The caller may not see what happens there."""


class TooManyFeeds(NotifyError):
    """The caller follows as many calendars as one person may."""
