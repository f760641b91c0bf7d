# SPDX-License-Identifier: MPL-2.0
"""python -m infra.postgres: roles and schemas in the database of DATABASE_URL; services migrate themselves afterwards.

The passwords are those in `<SERVICE>_DATABASE_URL`, or come from SECRET.
"""

import asyncio
from urllib.parse import unquote, urlsplit

from infra.postgres.roles import create_roles
from services.shared.settings import Settings, service_dsn

SERVICES = ("booking", "dialogue", "notify", "portal")


def main() -> None:
    """Do it; doing it again changes nothing."""
    settings = Settings.from_environment()
    settings.require("database_url")
    passwords = {one: unquote(urlsplit(service_dsn(settings, one)).password or "") for one in SERVICES}
    asyncio.run(create_roles(settings.database_url, passwords))


if __name__ == "__main__":
    main()
