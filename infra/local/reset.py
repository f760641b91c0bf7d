# SPDX-License-Identifier: MPL-2.0
"""python -m infra.local.reset: throw away everything the local instance keeps under DATA_DIR."""

import asyncio
import shutil
import sys
from pathlib import Path

from infra.local import postgres
from infra.local.errors import CannotStart
from infra.local.instance import data_folder
from infra.local.nats import Nats
from services.shared.settings import SettingRefused, Settings

OURS = ("postgres", "nats", "mailbox", "secret", "instance.json")


async def reset(folder: Path) -> None:
    """Stop what was left running and remove what is ours; other files in the folder stay. Raises CannotStart."""
    with data_folder(folder):
        for server in (postgres.running(folder / "postgres"), Nats.noted(folder / "nats")):
            if server and server.is_running:
                await server.stop()
        for name in OURS:
            target = folder / name
            if target.is_dir():
                shutil.rmtree(target)
            else:
                target.unlink(missing_ok=True)


def main() -> None:
    """Do it and say it."""
    try:
        folder = Settings.from_environment(join=False).data_dir
        asyncio.run(reset(folder))
    except (CannotStart, SettingRefused) as problem:
        sys.exit(str(problem))
    print(f"Removed the database, the events and the mails in {folder}. `make run` begins afresh.")


if __name__ == "__main__":
    main()
