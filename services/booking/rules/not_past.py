# SPDX-License-Identifier: MPL-2.0
"""Time that has begun cannot be booked. Holds whatever the policy says."""

from services.booking.model import Effect, Facts, Verdict, Wish


def not_past(wish: Wish, facts: Facts) -> Verdict | None:
    """Tell that the wish begins before now."""
    if wish.span.start >= facts.now:
        return None
    return Verdict("not_past", Effect.REFUSE, "in_the_past", {"start": wish.span.start})
