# SPDX-License-Identifier: MPL-2.0
"""The version of a policy that a booking was decided under: it keeps it for good."""

from uuid import UUID

from services.booking.errors import NoSuchBooking
from services.booking.rules.policy import Policy, read_policy
from services.shared.db import Tx


async def get_policy_of(tx: Tx, booking_id: UUID) -> Policy:
    """With its rules. Raises NoSuchBooking."""
    row = await tx.fetchrow(
        """
        SELECT v.policy_id, v.version, p.name, v.valid_from, v.adopted_by, v.adopted_on, v.document_url,
               v.rules::text AS rules
        FROM bookings b
        JOIN policy_versions v ON (v.policy_id, v.version) = (b.policy_id, b.policy_version)
        JOIN policies p ON p.id = v.policy_id
        WHERE b.id = $1
        """,
        booking_id,
    )
    if row is None:
        raise NoSuchBooking(str(booking_id))
    return read_policy(*row)
