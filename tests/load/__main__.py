# SPDX-License-Identifier: MPL-2.0
"""python -m tests.load: start a municipality, measure it, say what holds. Exit code 1 when something does not."""

import asyncio
import sys
from dataclasses import replace

import asyncpg
import psutil

from services.shared.db import prepare
from tests.load.bookings import measure_bookings
from tests.load.closing import measure_closing
from tests.load.crowd import measure_crowd
from tests.load.feed import measure_feed
from tests.load.figures import Figure, at_most, report
from tests.load.mail import measure_mail
from tests.load.rules import measure_rules
from tests.load.search import figures as search_figures
from tests.load.search import fill, grow, measure_search
from tests.load.season import measure_copy
from tests.load.series import measure_instead, measure_series
from tests.load.town import add_rooms, build
from tests.running import Municipality, municipality


def say(line: str) -> None:
    """At once, to whoever waits."""
    print(line, flush=True)


async def measure(running: Municipality) -> list[Figure]:
    """Everything, in an order in which nothing disturbs what comes after it."""
    admin = await asyncpg.connect(running.instance["database_url"])
    await prepare(admin)
    town = await build(admin, rooms=200, associations=20)
    keys = {one: running.association_key(one) for one in town.associations}
    say("The rules on one wish ...")
    found = measure_rules()
    say("Booking to mail ...")
    found.append(await measure_mail(running, admin, town, keys, first=30_000))
    say("Bookings over HTTP, and the bare insert ...")
    found.append(await measure_bookings(running, town, keys, first=0))
    say("Series over HTTP ...")
    found += await measure_series(running, town, keys)
    say("A season copied ...")
    found += await measure_copy(running, town)
    say("A flash crowd for 500 seats, and the bare locked insert ...")
    found += await measure_crowd(running, admin)
    say(report(found))
    say("Search at 10,000 dates ...")
    await fill(admin, town, 10_000)
    small = await measure_search(running)
    say("Series among 500 rooms ...")
    town = replace(town, rooms=(*town.rooms, *await add_rooms(admin, town.site, town.policy, town.calendar, 300)))
    await fill(admin, town, 250_000)
    found.append(await measure_instead(running, town, keys))
    say("A closing day of 5,000 dates ...")
    found += await measure_closing(running, admin, town)
    say("Search at 500,000 dates and 1,000 rooms ...")
    town = replace(town, rooms=await grow(admin, town, 1000))
    await fill(admin, town, 500_000)
    found += search_figures(small, await measure_search(running))
    say(report(found))
    say("A feed of 10,000 events ...")
    found += await measure_feed(running, admin, town)
    assert running.process
    resident = psutil.Process(running.process.pid).memory_info().rss / 2**20
    found.append(at_most("resident memory of the one process", resident, 400, "MB", "after all of the above"))
    await admin.close()
    return found


def main() -> None:
    """Measure and report."""
    say("Starting a municipality of its own ...")
    with municipality() as running:
        found = asyncio.run(measure(running))
    say("\n" + report(found))
    sys.exit(0 if all(figure.holds for figure in found) else 1)


if __name__ == "__main__":
    main()
