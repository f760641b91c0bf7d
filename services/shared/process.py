# SPDX-License-Identifier: MPL-2.0
"""How one service runs one of its processes: `python -m services.booking web|relay|consume|...|migrate`.

A service's `app.py` ends with `SERVICE = Service(...)`, and its `__main__.py` is `main(SERVICE)`.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import asyncpg
import uvloop
from nats.errors import Error as NatsError

from services.shared import operate
from services.shared.endure import endure
from services.shared.logs import configure_logs
from services.shared.migrate import MigrationRefused
from services.shared.serve import PortTaken, listen, serve
from services.shared.service import Command, Parts, Service
from services.shared.settings import SettingRefused, Settings

EXPECTED = (SettingRefused, PortTaken, MigrationRefused, OSError, asyncpg.PostgresError, NatsError)
"""What an operator can do something about; told in one sentence, without a traceback."""


def main(service: Service, also: Sequence[str] = ()) -> None:
    """Run the process named on the command line; ends the program.

    `also`: words its `__main__` answers itself, told with the others.
    """
    processes = ["web", *service.all_loops(), "migrate", *_commands(service)]
    words = sys.argv[1:]
    if not words or words[0] not in processes:
        sys.exit(f"python -m services.{service.name} {' | '.join([*processes, *also])}")
    configure_logs()
    run(partial(_run_one, service, words[0], words[1:]))


def run(work: Callable[[asyncio.Event], Awaitable[None]], *expected: type[Exception]) -> None:
    """Run `work` until it is done, or asked to stop by Ctrl-C or SIGTERM; ends the program.

    An outage or a wrong setting (EXPECTED, and what else is `expected`) gives one sentence and exit code 1.
    """
    try:
        uvloop.run(_until_stopped(work))
    except (*EXPECTED, *expected) as error:
        sys.exit(str(error) or type(error).__name__)


async def _until_stopped(work: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def ask_to_stop() -> None:
        if stop.is_set():  # asked twice: whoever asks does not want to wait
            os._exit(130)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ask_to_stop)
    await work(stop)


async def _run_one(service: Service, process: str, words: Sequence[str], stop: asyncio.Event) -> None:
    settings = Settings.from_environment()
    if process == "migrate":
        count = await service.migrate(settings, print)
        print(f"{service.name}: {count} migrations applied")
        return
    async with service.parts(settings) as parts:
        if command := _commands(service).get(process):
            await command(parts, words)
        elif process == "web":
            await web(service, parts, stop)
        else:
            await run_loops(service, [process], parts, stop)


def _commands(service: Service) -> dict[str, Command]:
    return {**operate.commands(service.subscriptions), **service.commands}


async def web(service: Service, parts: Parts, stop: asyncio.Event) -> None:
    """Pages, API and answers."""
    listener = listen(parts.settings.host, parts.settings.port)
    await service.answer(parts)
    await serve(service.create_app(parts.settings, parts.pool, parts.bus, parts.clock), listener, stop)


async def run_loops(service: Service, processes: Sequence[str], parts: Parts, stop: asyncio.Event) -> None:
    """Run these processes' loops side by side until `stop` is set; one that fails is started again."""
    by_process = service.all_loops()
    async with asyncio.TaskGroup() as group:
        group.create_task(stop.wait())  # a service that listens to nobody has nothing to consume, and stays
        for process in processes:
            for name, loop in by_process[process]:
                group.create_task(endure(name, partial(loop, parts, stop), stop), name=name)
