# SPDX-License-Identifier: MPL-2.0
"""Making the roles and schemas that the services' migrations start from."""

from collections.abc import Mapping
from pathlib import Path

import asyncpg

ROLES = Path(__file__).parent / "roles.sql"


async def create_roles(admin_dsn: str, passwords: Mapping[str, str]) -> None:
    """Create what is missing of roles, schemas and grants. `passwords` maps a service to its role's password."""
    connection = await asyncpg.connect(admin_dsn)
    try:
        async with connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock(hashtext('roles'))")
            for service, password in passwords.items():
                await connection.execute("SELECT set_config($1, $2, true)", f"aaben.password_{service}", password)
            await connection.execute(ROLES.read_text(encoding="utf-8"))
    finally:
        await connection.close()
