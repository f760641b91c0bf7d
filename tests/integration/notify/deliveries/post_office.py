# SPDX-License-Identifier: MPL-2.0
"""Notify's deliveries between a real database, a real broker and a real SMTP server; neighbours that answer."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.notify.commands.plan_delivery import (
    plan_booking_deliveries,
    plan_sign_in_delivery,
    plan_sign_up_delivery,
)
from services.notify.sender import send_deliveries
from services.shared.bus import Bus
from services.shared.contracts.booking import BookingConfirmed, BookingEvent
from services.shared.contracts.dialogue import (
    LinksMailReply,
    LinksMailRequest,
    SignUpEvent,
    SignUpHeld,
    SignUpMailReply,
    SignUpMailRequest,
)
from services.shared.contracts.portal import (
    ContactReply,
    ContactRequest,
    SignInMailReply,
    SignInMailRequest,
    SignInRequested,
)
from services.shared.db import Pool, in_transaction
from services.shared.settings import Settings
from tests.faults.fault_smtp import FaultSmtp
from tests.unit.notify.notices import PUBLIC_URL, SENDER, booking
from tests.unit.notify.session_notices import sign_up

EVA = UUID("01930000-0000-7000-8000-00000000000a")
BO = UUID("01930000-0000-7000-8000-00000000000b")
EVA_AT, BO_AT = "eva@forening.example", "bo@forening.example"


@dataclass
class Office:
    """What a test holds in its hands."""

    pool: Pool
    bus: Bus
    smtp: FaultSmtp
    now: datetime = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    people: dict[UUID, ContactReply] = field(
        default_factory=lambda: {
            EVA: ContactReply(email=EVA_AT, name="Eva Østergård"),
            BO: ContactReply(email=BO_AT, name="Bo Ås", language="en"),
        }
    )
    sign_ins: dict[UUID, SignInMailReply] = field(default_factory=dict[UUID, SignInMailReply])
    sign_ups: dict[UUID, SignUpMailReply] = field(default_factory=dict[UUID, SignUpMailReply])
    links: dict[UUID, LinksMailReply] = field(default_factory=dict[UUID, LinksMailReply])
    asked: list[SignUpMailRequest] = field(default_factory=list[SignUpMailRequest])
    """What dialogue was asked, in order."""

    @property
    def settings(self) -> Settings:
        return Settings(smtp_url=self.smtp.url, public_url=PUBLIC_URL, mail_sender=SENDER, secret="test")

    async def answer(self) -> None:
        """Be the portal, and dialogue."""

        async def contact(question: ContactRequest) -> ContactReply:
            return self.people.get(question.person_id, ContactReply(email=None))

        async def sign_in(question: SignInMailRequest) -> SignInMailReply:
            return self.sign_ins.get(question.sign_in_id, SignInMailReply(email=None))

        async def sign_up(question: SignUpMailRequest) -> SignUpMailReply:
            self.asked.append(question)
            return self.sign_ups.get(question.sign_up_id, SignUpMailReply(email=None))

        async def links(question: LinksMailRequest) -> LinksMailReply:
            return self.links.get(question.links_id, LinksMailReply(email=None))

        await self.bus.answer(SignUpMailRequest, sign_up)
        await self.bus.answer(LinksMailRequest, links)
        await self.bus.answer(ContactRequest, contact)
        await self.bus.answer(SignInMailRequest, sign_in)

    async def tell(self, kind: type[BookingEvent] = BookingConfirmed, **changed: Any) -> BookingEvent:
        """Commit what the consumer makes of one event."""
        event = kind.model_validate(booking(**{"tell": (EVA,), "occurred_at": self.now, **changed}).model_dump())
        await in_transaction(self.pool, lambda tx: plan_booking_deliveries(tx, event, now=self.now))
        return event

    async def tell_sign_up(self, kind: type[SignUpEvent] = SignUpHeld, **changed: Any) -> SignUpEvent:
        """Commit what the consumer makes of one event of a sign-up."""
        event = kind.model_validate(sign_up(**{"occurred_at": self.now, **changed}).model_dump())
        await in_transaction(self.pool, lambda tx: plan_sign_up_delivery(tx, event, now=self.now))
        return event

    async def tell_sign_in(self, **reply: Any) -> UUID:
        """Somebody asked for a code."""
        sign_in_id = uuid4()
        self.sign_ins[sign_in_id] = SignInMailReply(**{"email": EVA_AT, "name": "Eva", "code": "482913", **reply})
        event = SignInRequested(version=1, sign_in_id=sign_in_id, occurred_at=self.now)
        await in_transaction(self.pool, lambda tx: plan_sign_in_delivery(tx, event, now=self.now))
        return sign_in_id

    @asynccontextmanager
    async def sending(self) -> AsyncGenerator[None]:
        """A sender at work; it must end when asked."""
        stop = asyncio.Event()
        sender = asyncio.create_task(send_deliveries(self.pool, self.bus, self.settings, lambda: self.now, stop))
        try:
            yield
        finally:
            stop.set()
            async with asyncio.timeout(10):
                await sender

    async def later(self, **by: float) -> None:
        """Let time pass, and the sender look."""
        self.now += timedelta(**by)
        await self.pool.execute("SELECT pg_notify('notify_deliveries', '')")

    async def states(self) -> list[str]:
        """Of all deliveries, by version of the booking; Eva before Bo."""
        rows = await self.pool.fetch("SELECT state FROM deliveries ORDER BY version, recipient_id, id")
        return [row["state"] for row in rows]

    async def outcomes(self) -> list[str | None]:
        """Of all attempts, in order."""
        return [row["outcome"] for row in await self.pool.fetch("SELECT outcome FROM attempts ORDER BY started_at")]

    async def is_idle(self) -> bool:
        """Nothing is left to be sent."""
        return await self.pool.fetchval("SELECT count(*) FROM deliveries WHERE finished_at IS NULL") == 0

    async def until_states(self, *states: str) -> None:
        """Wait until the deliveries stand so."""

        async def stand() -> bool:
            return await self.states() == list(states)

        try:
            await eventually(stand)
        except TimeoutError:
            assert await self.states() == list(states)  # says how they stand instead


async def eventually(holds: Callable[[], Awaitable[bool]], seconds: float = 10) -> None:
    """Look until it holds. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110, no event tells what a database holds
            await asyncio.sleep(0.01)
