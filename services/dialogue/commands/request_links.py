# SPDX-License-Identifier: MPL-2.0
"""Ask for the links to one's sign-ups by mail. Nobody learns from the answer whether there are any."""

from datetime import datetime, timedelta

from services.dialogue.rules.mailbox import mailbox_key
from services.dialogue.store.link_requests import count_lately, insert_link_request
from services.shared import outbox
from services.shared.contracts.dialogue import LinksRequested
from services.shared.contracts.portal import Language
from services.shared.db import Pool, Tx, in_transaction
from services.shared.ids import new_id

OF_EMAIL, OF_NETWORK = 3, 30
LATELY = timedelta(hours=1)


async def request_links(pool: Pool, email: str, network: bytes, language: Language, *, now: datetime) -> bool:
    """False when it was asked too often lately, or the address cannot be one; the page says the same either way."""
    key = mailbox_key(email)
    if key is None:
        return False

    async def work(tx: Tx) -> bool:
        lately = await count_lately(tx, key, network, since=now - LATELY)
        if lately.of_email >= OF_EMAIL or lately.of_network >= OF_NETWORK:
            return False
        links_id = new_id()
        await insert_link_request(tx, links_id, key, network, language, now=now)
        await outbox.put(tx, LinksRequested(version=1, links_id=links_id, occurred_at=now), now=now)
        return True

    return await in_transaction(pool, work)
