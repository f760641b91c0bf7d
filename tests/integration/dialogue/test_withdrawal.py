# SPDX-License-Identifier: MPL-2.0
"""Whoever gives a place back, or has it taken back, is told in the same transaction, and with the reason."""

import pytest

from services.dialogue.commands.withdraw_sign_up import withdraw_sign_up
from services.dialogue.errors import ReasonMissing
from services.shared.contracts.dialogue import SignUpWithdrawn
from services.shared.db import Pool
from tests.integration.dialogue.meeting import NOW, hold, join, told


@pytest.mark.parametrize(("by_staff", "reason"), [(False, ""), (True, "Ringede afbud")])
async def test_a_withdrawal_is_told_with_who_and_why(pool: Pool, by_staff: bool, reason: str) -> None:
    session = await hold(pool)
    ida = await join(pool, session, "ida")
    await withdraw_sign_up(pool, ida.id, now=NOW, by_staff=by_staff, reason=reason)
    assert (await told(pool, ida.id))[-1] == "sign_up.withdrawn"
    payload = await pool.fetchval("SELECT payload FROM outbox WHERE aggregate_id = $1 ORDER BY id DESC LIMIT 1", ida.id)
    event = SignUpWithdrawn.model_validate(payload["data"])
    assert (event.by_staff, event.reason) == (by_staff, reason or None)


async def test_staff_who_give_no_reason_take_nothing_and_tell_nothing(pool: Pool) -> None:
    session = await hold(pool)
    ida = await join(pool, session, "ida")
    before = await told(pool, ida.id)
    with pytest.raises(ReasonMissing):
        await withdraw_sign_up(pool, ida.id, now=NOW, by_staff=True, reason=" ")
    assert await told(pool, ida.id) == before
