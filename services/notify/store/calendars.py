# SPDX-License-Identifier: MPL-2.0
"""The calendars that can be followed, and the count by which readers see that one has changed."""

from collections.abc import Iterable
from datetime import datetime

from services.notify.model import FeedKind, Place
from services.shared.db import Tx


async def touch_calendars(tx: Tx, places: Iterable[Place], *, now: datetime) -> None:
    """Note that these have changed, and with a room those it shares cells with; makes those that are new.

    Where one is named twice, the last name holds.
    """
    named = {(place.kind.value, place.id): place.name for place in places}
    keys = sorted(named)  # one order, so that two writers never wait for each other
    await tx.execute(
        """
        INSERT INTO calendars (kind, id, name, changes, changed_at)
        SELECT kind, id, name, 1, $4 FROM unnest($1::text[], $2::uuid[], $3::text[]) AS t (kind, id, name)
        ON CONFLICT (kind, id) DO UPDATE SET
            name = excluded.name,
            changes = calendars.changes + 1,
            changed_at = greatest(calendars.changed_at, excluded.changed_at)
        """,
        [kind for kind, _ in keys],
        [calendar_id for _, calendar_id in keys],
        [named[key] for key in keys],
        now,
    )
    await tx.execute(
        """
        UPDATE calendars SET changes = changes + 1, changed_at = greatest(changed_at, $2::timestamptz)
        WHERE kind = 'room' AND id <> ALL($1) AND id IN (SELECT unnest(shares_with) FROM rooms WHERE id = ANY($1))
        """,
        [calendar_id for kind, calendar_id in keys if kind == FeedKind.ROOM],
        now,
    )


async def ensure_calendar(tx: Tx, place: Place, *, now: datetime) -> Place:
    """Store a calendar that holds nothing yet; one that is here already keeps its name, and is answered."""
    name = await tx.fetchval(
        "INSERT INTO calendars (kind, id, name, changed_at) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (kind, id) DO UPDATE SET name = calendars.name RETURNING name",
        place.kind.value,
        place.id,
        place.name,
        now,
    )
    return Place(place.kind, place.id, name)
