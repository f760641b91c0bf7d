# SPDX-License-Identifier: MPL-2.0
"""What forms offer to choose from."""

from dataclasses import dataclass
from uuid import UUID

from services.booking.model import MUNICIPALITY
from services.booking.queries.rooms import RoomLink
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class SearchChoices:
    """What rooms there are to look for."""

    types: tuple[str, ...]
    equipment: tuple[str, ...]
    places: tuple[str, ...]
    """Towns, in Danish order."""


@dataclass(frozen=True, slots=True)
class AssociationLink:
    """An association, as a list shows it."""

    id: UUID
    name: str


async def list_search_choices(tx: Tx) -> SearchChoices:
    """Only what some room is or has."""
    row = await tx.fetchrow(
        """
        SELECT ARRAY(SELECT DISTINCT type FROM rooms ORDER BY type) AS types,
               ARRAY(SELECT DISTINCT unnest(equipment) FROM rooms ORDER BY 1) AS equipment,
               ARRAY(SELECT DISTINCT city FROM sites WHERE city IS NOT NULL ORDER BY city) AS places
        """
    )
    if row is None:
        return SearchChoices((), (), ())
    return SearchChoices(tuple(row["types"]), tuple(row["equipment"]), tuple(row["places"]))


async def list_associations(tx: Tx) -> tuple[AssociationLink, ...]:
    """All associations in Danish order, for staff who book on somebody's behalf. The municipality itself is none."""
    rows = await tx.fetch(
        'SELECT id, name FROM associations WHERE id <> $1 ORDER BY sort_key COLLATE "C", id', MUNICIPALITY
    )
    return tuple(AssociationLink(row["id"], row["name"]) for row in rows)


async def list_site_rooms(tx: Tx, site_id: UUID) -> tuple[RoomLink, ...]:
    """The site's rooms in Danish order."""
    rows = await tx.fetch(
        'SELECT id, slug, name FROM rooms WHERE site_id = $1 ORDER BY sort_key COLLATE "C", id', site_id
    )
    return tuple(RoomLink(row["id"], row["slug"], row["name"]) for row in rows)
