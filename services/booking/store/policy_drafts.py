# SPDX-License-Identifier: MPL-2.0
"""A policy that is being worked on, and its adoption as a new version. Only whole, valid sets of rules are stored."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.booking.errors import NoSuchDraft, NoSuchPolicy, StaleVersion
from services.booking.model import Actor
from services.booking.rules import AnyRule
from services.booking.rules.stored_rules import read_rules, write_rules
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class Draft:
    """The rules as somebody left them."""

    policy_id: UUID
    version: int
    """Another after every change."""
    rules: tuple[AnyRule, ...]
    can_undo: bool
    changed_by_name: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """Who adopted a policy, when, where it can be read, and from which day it is in force."""

    adopted_by: str
    adopted_on: date
    document_url: str | None
    valid_from: date


async def lock_policy(tx: Tx, policy_id: UUID) -> None:
    """Keep two people who change the same policy in line. Raises NoSuchPolicy."""
    if await tx.fetchval("SELECT id FROM policies WHERE id = $1 FOR NO KEY UPDATE", policy_id) is None:
        raise NoSuchPolicy(str(policy_id))


async def find_draft(tx: Tx, policy_id: UUID) -> Draft | None:
    """The draft as it stands. Raises PolicyInvalid when its rules are from another release and no longer fit."""
    row = await tx.fetchrow(
        "SELECT *, rules_before IS NOT NULL AS can_undo FROM policy_drafts WHERE policy_id = $1", policy_id
    )
    if row is None:
        return None
    return Draft(
        policy_id,
        row["version"],
        read_rules(row["rules"]),
        row["can_undo"],
        row["changed_by_name"],
        row["changed_at"],
    )


async def get_draft(tx: Tx, policy_id: UUID, version: int | None = None) -> Draft:
    """As `find_draft`. Raises NoSuchDraft, and StaleVersion when it is no longer the version that was seen."""
    draft = await find_draft(tx, policy_id)
    if draft is None:
        raise NoSuchDraft(str(policy_id))
    if version is not None and draft.version != version:
        raise StaleVersion(str(policy_id))
    return draft


async def save_draft(tx: Tx, policy_id: UUID, rules: tuple[AnyRule, ...], actor: Actor, now: datetime) -> None:
    """Store the rules; what stood there before can be had back once."""
    await tx.execute(
        """
        INSERT INTO policy_drafts AS draft (policy_id, version, rules, changed_by, changed_by_name, changed_at)
        VALUES ($1, nextval('policy_draft_versions'), $2, $3, $4, $5)
        ON CONFLICT (policy_id) DO UPDATE
        SET version = excluded.version, rules = excluded.rules, rules_before = draft.rules,
            changed_by = excluded.changed_by, changed_by_name = excluded.changed_by_name,
            changed_at = excluded.changed_at
        """,
        policy_id,
        write_rules(rules),
        actor.id,
        actor.name,
        now,
    )


async def undo_draft(tx: Tx, policy_id: UUID, actor: Actor, now: datetime) -> bool:
    """Take the last change back. False when there is none."""
    undone = await tx.fetchval(
        """
        UPDATE policy_drafts
        SET version = nextval('policy_draft_versions'), rules = rules_before, rules_before = NULL,
            changed_by = $2, changed_by_name = $3, changed_at = $4
        WHERE policy_id = $1 AND rules_before IS NOT NULL
        RETURNING policy_id
        """,
        policy_id,
        actor.id,
        actor.name,
        now,
    )
    return undone is not None


async def drop_draft(tx: Tx, policy_id: UUID) -> None:
    """Discard it."""
    await tx.execute("DELETE FROM policy_drafts WHERE policy_id = $1", policy_id)


async def insert_version(
    tx: Tx, policy_id: UUID, rules: tuple[AnyRule, ...], decision: Decision, actor: Actor, now: datetime
) -> int:
    """Store the next version under the policy's lock and answer its number."""
    return await tx.fetchval(
        """
        INSERT INTO policy_versions (policy_id, version, valid_from, adopted_by, adopted_on, document_url, rules,
                                     entered_by, entered_by_name, entered_at)
        SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9
        FROM policy_versions WHERE policy_id = $1
        RETURNING version
        """,
        policy_id,
        decision.valid_from,
        decision.adopted_by,
        decision.adopted_on,
        decision.document_url,
        write_rules(rules),
        actor.id,
        actor.name,
        now,
    )
