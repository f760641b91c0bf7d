# SPDX-License-Identifier: MPL-2.0
"""The one place that reads the time. Below the edges `now` is an argument."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)
