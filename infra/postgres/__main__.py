# SPDX-License-Identifier: MPL-2.0
"""python -m infra.postgres: roles and schemas in the database of DATABASE_URL, passwords from SECRET."""

import asyncio

from infra.postgres.roles import create_roles
from services.shared.settings import Settings, role_password


def main() -> None:
    """Do it once; services migrate themselves afterwards."""
    settings = Settings.from_environment()
    settings.require("database_url", "secret")
    passwords = {service: role_password(settings.secret, service) for service in SERVICES}
    asyncio.run(create_roles(settings.database_url, passwords))


SERVICES = ("booking", "dialogue", "notify", "portal")

if __name__ == "__main__":
    main()
