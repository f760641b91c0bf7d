# SPDX-License-Identifier: MPL-2.0
"""The links to a person's sign-ups, for whoever reads the mail of the address they were made with."""

from datetime import datetime, timedelta
from uuid import UUID

from services.dialogue.rules.facts import facts
from services.dialogue.rules.link import write_link
from services.dialogue.store.sessions import read_session
from services.dialogue.store.sign_ups import COLUMNS, read_sign_up
from services.shared.contracts.dialogue import LinksMailReply, OwnLink
from services.shared.db import Pool

VALID = timedelta(hours=1)
"""How late the mail may still go out."""
SHOWN = 50


async def answer_links_mail(pool: Pool, links_id: UUID, secret: str, *, now: datetime) -> LinksMailReply:
    """Sign-ups that are not over and whose session is not long past; nobody, when there are none."""
    async with pool.acquire() as connection:
        asked = await connection.fetchrow(
            "SELECT email_key, language FROM link_requests WHERE id = $1 AND requested_at > $2", links_id, now - VALID
        )
        if asked is None:
            return LinksMailReply(email=None)
        rows = await connection.fetch(
            f"""
            SELECT {COLUMNS} FROM sign_ups u WHERE email_key = $1
                AND state IN ('held', 'confirmed', 'waiting', 'offered') AND (expires_at IS NULL OR expires_at > $2)
            ORDER BY created_at DESC LIMIT $3
            """,
            asked["email_key"],
            now,
            SHOWN,
        )
        sessions = await connection.fetch(
            "SELECT * FROM sessions WHERE id = ANY($1) AND forgotten_at IS NULL", [row["session_id"] for row in rows]
        )
    found = {row["id"]: read_session(row) for row in sessions}
    sign_ups = [one for one in map(read_sign_up, rows) if one.session_id in found and one.email]
    if not sign_ups:
        return LinksMailReply(email=None)
    sign_ups.sort(key=lambda one: found[one.session_id].starts_at)
    return LinksMailReply(
        email=sign_ups[0].email,
        name=sign_ups[0].name or "",
        language=asked["language"],
        links=tuple(
            OwnLink(
                session=facts(found[one.session_id]),
                state=one.state_at(now).value,
                own_path=f"/dialog/tilmelding/{write_link(secret, 'own', one.id)}",
            )
            for one in sign_ups
        ),
    )
