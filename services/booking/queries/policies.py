# SPDX-License-Identifier: MPL-2.0
"""Policies with their versions: what is in force, what is coming, what was."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from asyncpg import Record

from services.booking.errors import NoSuchPolicy
from services.booking.rules.policy import Policy, read_policy
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version, without its rules."""

    version: int
    valid_from: date
    adopted_by: str
    adopted_on: date
    document_url: str | None
    entered_by_name: str | None
    """Who typed it in; None: it came with the installation."""
    entered_at: datetime | None


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """One policy, as staff see it in a list."""

    id: UUID
    name: str
    versions: tuple[VersionLine, ...]
    """Newest first."""
    rooms: int
    has_draft: bool
    in_force: VersionLine | None
    coming: tuple[VersionLine, ...]
    """Adopted, in force from a later day; the next first."""


@dataclass(frozen=True, slots=True)
class PolicyRoom:
    """A room under a policy."""

    id: UUID
    slug: str
    name: str
    site_name: str
    layouts: tuple[str, ...]


async def list_all_policies(tx: Tx, today: date) -> tuple[PolicyLine, ...]:
    """All of them by name."""
    return tuple(_line(row, today) for row in await tx.fetch(_LINES + " ORDER BY p.name, p.id"))


async def get_policy_line(tx: Tx, policy_id: UUID, today: date) -> PolicyLine:
    """One of them. Raises NoSuchPolicy."""
    row = await tx.fetchrow(_LINES + " WHERE p.id = $1", policy_id)
    if row is None:
        raise NoSuchPolicy(str(policy_id))
    return _line(row, today)


async def find_version(tx: Tx, policy_id: UUID, version: int) -> Policy | None:
    """A version with its rules."""
    row = await tx.fetchrow(
        """
        SELECT v.*, v.rules::text AS text, p.name FROM policy_versions v JOIN policies p ON p.id = v.policy_id
        WHERE v.policy_id = $1 AND v.version = $2
        """,
        policy_id,
        version,
    )
    if row is None:
        return None
    names = ("policy_id", "version", "name", "valid_from", "adopted_by", "adopted_on", "document_url", "text")
    return read_policy(*(row[name] for name in names))


async def list_policy_rooms(tx: Tx, policy_id: UUID) -> tuple[PolicyRoom, ...]:
    """The rooms whose bookings are decided under it, by place."""
    rows = await tx.fetch(
        """
        SELECT r.id, r.slug, r.name, s.name AS site_name,
               ARRAY(SELECT jsonb_object_keys(r.capacity_by_layout)) AS layouts
        FROM rooms r JOIN sites s ON s.id = r.site_id
        WHERE r.policy_id = $1 ORDER BY s.sort_key COLLATE "C", r.sort_key COLLATE "C", r.id
        """,
        policy_id,
    )
    return tuple(
        PolicyRoom(row["id"], row["slug"], row["name"], row["site_name"], tuple(sorted(row["layouts"]))) for row in rows
    )


def _line(row: Record, today: date) -> PolicyLine:
    versions = tuple(
        VersionLine(
            number,
            date.fromisoformat(valid_from),
            adopted_by,
            date.fromisoformat(adopted_on),
            document_url,
            entered_by_name,
            datetime.fromisoformat(entered_at) if entered_at else None,
        )
        for number, valid_from, adopted_by, adopted_on, document_url, entered_by_name, entered_at in row["versions"]
    )
    by_day = sorted(versions, key=lambda one: (one.valid_from, one.version))
    begun = [one for one in by_day if one.valid_from <= today]
    coming = tuple(one for one in by_day if one.valid_from > today)
    return PolicyLine(
        row["id"], row["name"], versions, row["rooms"], row["has_draft"], begun[-1] if begun else None, coming
    )


_LINES = """
    SELECT p.id, p.name,
           (SELECT coalesce(jsonb_agg(jsonb_build_array(v.version, v.valid_from, v.adopted_by, v.adopted_on,
                                                        v.document_url, v.entered_by_name, v.entered_at)
                                      ORDER BY v.version DESC), '[]')
            FROM policy_versions v WHERE v.policy_id = p.id) AS versions,
           (SELECT count(*) FROM rooms r WHERE r.policy_id = p.id) AS rooms,
           EXISTS (SELECT FROM policy_drafts d WHERE d.policy_id = p.id) AS has_draft
    FROM policies p
"""
