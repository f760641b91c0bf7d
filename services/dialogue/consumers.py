# SPDX-License-Identifier: MPL-2.0
"""What dialogue does when booking speaks, and answers when others ask."""

from services.shared.service import Parts
from services.shared.subscription import Subscription

SUBSCRIPTIONS: tuple[Subscription, ...] = ()


async def answer_requests(parts: Parts) -> None:
    """Answer the other services' questions from now on."""
