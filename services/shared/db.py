# SPDX-License-Identifier: MPL-2.0
"""The pool, the transaction, and what a violated constraint means."""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any

import asyncpg
from asyncpg.pool import PoolConnectionProxy

type Pool = asyncpg.Pool[asyncpg.Record]
type Connection = asyncpg.Connection[asyncpg.Record]
type Tx = Connection | PoolConnectionProxy[asyncpg.Record]
"""A connection inside a transaction. Who is given one neither commits nor waits for the network."""

TRIES = 4
_LOST_A_RACE = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError)


async def create_pool(dsn: str, *, application: str, max_size: int = 10) -> Pool:
    """Connections that speak JSON and UTC. `application` is what an operator sees in pg_stat_activity."""
    return await asyncpg.create_pool(
        dsn,
        min_size=1,
        max_size=max_size,
        init=prepare,
        reset=_leave_as_it_is,
        server_settings={"application_name": application, "timezone": "UTC"} | _PLANS,
    )


_PLANS = {"plan_cache_mode": "force_generic_plan", "jit": "off"}
"""Statements are few, small and run again and again: planning one anew each time took five times its execution."""


async def prepare(connection: Any) -> None:
    """JSON columns are Python values, on any connection."""
    for kind in ("json", "jsonb"):
        await connection.set_type_codec(kind, encoder=json.dumps, decoder=json.loads, schema="pg_catalog")


async def _leave_as_it_is(_: object) -> None:
    """No RESET ALL time a connection comes back, as asyncpg would: a round trip for state nobody here sets."""


async def in_transaction[T](pool: Pool, work: Callable[[Tx], Awaitable[T]]) -> T:
    """Run `work` in one READ COMMITTED transaction and answer what it answers.

    Runs it anew, up to three times, when PostgreSQL broke a deadlock or a serialisation failure at its cost, so
    `work` keeps no state of its own.
    """
    for attempt in range(1, TRIES):
        try:
            return await _once(pool, work)
        except _LOST_A_RACE:
            await asyncio.sleep(random.uniform(0, 0.02 * 2**attempt))
    return await _once(pool, work)


async def _once[T](pool: Pool, work: Callable[[Tx], Awaitable[T]]) -> T:
    async with pool.acquire() as connection, connection.transaction(isolation="read_committed"):
        return await work(connection)


@contextmanager
def constraint(errors: Mapping[str, Callable[[], Exception]]) -> Generator[None]:
    """Turn the violation of a named constraint into the error it stands for; others pass unchanged."""
    try:
        yield
    except asyncpg.IntegrityConstraintViolationError as violation:
        make = errors.get(violation.constraint_name or "")
        if make is None:
            raise
        raise make() from violation
