# SPDX-License-Identifier: MPL-2.0
"""What staff did to a sign-up, and who; put down in the transaction in which it was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from services.dialogue.model import Actor, SignUp
from services.shared.db import Tx

type Action = Literal["signed_up", "withdrawn", "offered", "accepted", "prioritised", "changed", "mailed", "walked_in"]


async def insert_act(tx: Tx, after: SignUp, action: Action, actor: Actor | None, *, now: datetime) -> None:
    """Nothing, when the person did it themselves."""
    if actor is None:
        return
    await tx.execute(
        "INSERT INTO sign_up_acts (sign_up_id, version, at, actor_id, actor_name, action)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        after.id,
        after.version,
        now,
        actor.id,
        actor.name,
        action,
    )


@dataclass(frozen=True, slots=True)
class Act:
    """One thing an employee did."""

    at: datetime
    actor_name: str
    action: Action


async def list_acts(tx: Tx, sign_ups: Sequence[UUID]) -> dict[UUID, list[Act]]:
    """By sign-up, the newest first."""
    rows = await tx.fetch(
        "SELECT sign_up_id, at, actor_name, action FROM sign_up_acts WHERE sign_up_id = ANY($1) ORDER BY version DESC",
        list(sign_ups),
    )
    found: dict[UUID, list[Act]] = {}
    for row in rows:
        found.setdefault(row["sign_up_id"], []).append(Act(row["at"], row["actor_name"], row["action"]))
    return found
