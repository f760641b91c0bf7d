# SPDX-License-Identifier: MPL-2.0
"""python -m services: the whole municipality in one process, on servers of its own where none are given."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack

from litestar import Litestar

from infra.local import everything
from infra.local.dispatch import Dispatch
from infra.local.errors import CannotStart
from infra.local.instance import announced, data_folder, kept_secret
from infra.local.mailbox.app import ADDRESSES as MAILBOX_ADDRESSES
from infra.local.mailbox.app import create_app as create_mailbox
from infra.local.mailbox.store import Mailbox
from infra.local.servers import servers
from infra.postgres.roles import create_roles
from services.booking.app import SERVICE as BOOKING
from services.booking.demo.load import load_demo as load_bookings
from services.dialogue.app import SERVICE as DIALOGUE
from services.dialogue.demo.load import load_demo as load_sessions
from services.notify.app import SERVICE as NOTIFY
from services.portal.app import SERVICE as PORTAL
from services.portal.demo import load_demo as load_persons
from services.shared.clock import utc_now
from services.shared.db import Pool
from services.shared.demo import DEMO_PERSONS
from services.shared.logs import configure_logs
from services.shared.process import run, run_loops
from services.shared.serve import listen, serve
from services.shared.service import Parts, Service
from services.shared.settings import Settings, role_password

SERVICES = (PORTAL, BOOKING, NOTIFY, DIALOGUE)
DEMO: Mapping[str, Callable[..., Awaitable[bool]]] = {
    "portal": load_persons,
    "booking": load_bookings,
    "dialogue": load_sessions,
}


def say(line: str) -> None:
    """To the person at the terminal, at once."""
    print(line, flush=True)


async def municipality(stop: asyncio.Event) -> None:
    """Everything, until `stop` is set."""
    began = time.monotonic()
    settings = Settings.from_environment(join=False)
    with data_folder(settings.data_dir), listen(settings.host, settings.port) as listener:
        settings = settings.model_copy(update={"secret": settings.secret or kept_secret(settings.data_dir)})
        async with servers(settings, say) as settings, AsyncExitStack() as running:
            await _prepare_database(settings)
            parts = {one.name: await running.enter_async_context(one.parts(settings)) for one in SERVICES}
            await _load_demo({name: part.pool for name, part in parts.items()})
            running.enter_context(announced(settings))
            async with asyncio.TaskGroup() as group:
                group.create_task(serve(await _web(settings, parts), listener, stop))
                for service in SERVICES:
                    loops = list(service.all_loops())
                    group.create_task(run_loops(service, loops, parts[service.name], stop))
                _greet(settings, time.monotonic() - began)
                await stop.wait()
                say("\nStopping ...")
    say("Stopped. Everything is kept; `make run` goes on from here.")


async def _prepare_database(settings: Settings) -> None:
    say("Preparing the database ...")
    passwords = {service.name: role_password(settings.secret, service.name) for service in SERVICES}
    await create_roles(settings.database_url, passwords)
    for service in SERVICES:
        await service.migrate(settings, say)


async def _load_demo(pools: Mapping[str, Pool]) -> None:
    for name, load in DEMO.items():
        await load(pools[name], utc_now(), say)


async def _web(settings: Settings, parts: Mapping[str, Parts]) -> Dispatch:
    """Each service's own application behind one address table, and what only a local instance has."""
    apps = {service.name: await _application(service, parts[service.name]) for service in SERVICES}
    extra = {"everything": everything.create_app(apps, list(parts.items()))}
    addresses: dict[str, tuple[str, ...]] = {"everything": everything.ADDRESSES}
    if settings.smtp_url and (settings.data_dir / "mailbox").exists():
        extra["mailbox"] = create_mailbox(settings, parts["portal"].bus, Mailbox(settings.data_dir / "mailbox"))
        addresses["mailbox"] = MAILBOX_ADDRESSES
    return Dispatch({**apps, **extra}, addresses)


async def _application(service: Service, parts: Parts) -> Litestar:
    await service.answer(parts)
    return service.create_app(parts.settings, parts.pool, parts.bus, parts.clock)


def _greet(settings: Settings, seconds: float) -> None:
    say(f"\nÅben Kommune is running ({seconds:.0f} s): {settings.public_url}")
    say(f"  Mailbox, with every mail sent   {settings.public_url}/postkasse")
    for service in SERVICES:
        say(f"  {service.name:<8} API                     {settings.public_url}/api/{service.name}/")
    say("\nSign in as one of these; the code comes to the mailbox:")
    for person in DEMO_PERSONS[:8]:
        roles = ", ".join(sorted(person.staff_roles)) or "association"
        say(f"  {person.email:<40} {person.name}, {roles}")
    say("\nCtrl-C stops it.")


if __name__ == "__main__":
    configure_logs()
    run(municipality, CannotStart)
