# SPDX-License-Identifier: MPL-2.0
"""People and terms as they come, and what must be true of what was told about them."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from services.dialogue.rules.lottery import commitment
from services.shared.db import Pool
from tests.integration.dialogue.book import SEED
from tests.integration.dialogue.meeting import NOW

DRAW_AT = NOW + timedelta(days=4)
PEOPLE = [f"p{number}@example.dk" for number in range(9)]


def some_terms(random: Random) -> dict[str, Any]:
    """Terms as they come."""
    terms: dict[str, Any] = {
        "waiting_list": random.choice(("fifo", "fifo", "fifo", "none", "lottery")),
        "singles_pass": random.random() < 0.5,
        "promotes_to": random.choice(("offer", "place")),
        "hold": timedelta(minutes=random.choice((5, 30, 60, 2880))),
        "offer_hours": random.choice((1, 24, 48)),
        "offer_working_days": random.random() < 0.3,
        "max_companions": random.choice((1, 2, 3)),
    }
    if terms["waiting_list"] == "lottery":
        return terms | {
            "draw_at": DRAW_AT,
            "closes_at": DRAW_AT,
            "draw_seed": SEED,
            "draw_commitment": commitment(SEED),
        }
    return terms | ({"closes_at": NOW + timedelta(days=8)} if random.random() < 0.5 else {})


async def check_events(pool: Pool, told: Callable[[str], str]) -> None:
    """Each version of each sign-up is told once, and what was told last is how it stands."""
    rows = await pool.fetch(
        """
        SELECT u.id, u.version, u.state, u.seats, array_agg(o.version ORDER BY o.id) AS versions,
               (array_agg(o.payload->'data'->>'state' ORDER BY o.id DESC))[1] AS last_state,
               (array_agg((o.payload->'data'->>'seats')::int ORDER BY o.id DESC))[1] AS last_seats
        FROM sign_ups u LEFT JOIN outbox o ON o.aggregate_id = u.id GROUP BY u.id
        """
    )
    for row in rows:
        assert row["versions"] == list(range(1, row["version"] + 1)), told(f"{row['id']}: told {row['versions']}")
        assert (row["last_state"], row["last_seats"]) == (row["state"], row["seats"]), told(
            f"{row['id']}: told otherwise"
        )
