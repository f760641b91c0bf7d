# SPDX-License-Identifier: MPL-2.0
"""Fill an empty portal with the people of the demo municipality."""

from collections.abc import Callable
from datetime import datetime

from services.portal.store.persons import insert_person, insert_staff_roles, lock_persons
from services.shared.db import Pool, Tx, in_transaction
from services.shared.demo import DEMO_PERSONS


async def load_demo(pool: Pool, now: datetime, say: Callable[[str], None]) -> bool:
    """`say` tells progress. False, and nothing is changed, when somebody is known already."""

    async def work(tx: Tx) -> bool:
        if not await lock_persons(tx):
            return False
        say(f"portal: {len(DEMO_PERSONS)} demo people")
        for person in DEMO_PERSONS:
            await insert_person(tx, person.id, person.email, person.name, now=now)
            await insert_staff_roles(tx, person.id, person.staff_roles, now=now)
        return True

    return await in_transaction(pool, work)
