# SPDX-License-Identifier: MPL-2.0
"""pgbench against the measured instance's own database: what the machine can do with no questions asked."""

import asyncio
import re
import subprocess
from urllib.parse import parse_qs, urlsplit

from infra.local.programs import postgres_folder
from tests.running import Municipality

SECONDS = 8


async def transactions_per_second(running: Municipality, script: str, clients: int, schema: str) -> float:
    """Run the script over and over with so many clients, in the schema."""
    file = running.data_dir / f"bare-{schema}.sql"
    file.write_text(script, encoding="utf-8")
    parts = urlsplit(running.instance["database_url"])
    query = parse_qs(parts.query)
    host = query["host"][0] if "host" in query else parts.hostname or ""
    command = [str(postgres_folder() / "pgbench"), "-n", "-c", str(clients), "-j", "1", "-T", str(SECONDS)]
    command += ["-f", str(file), "-h", host, "-U", parts.username or "postgres"]
    command += ["-p", str(parts.port or query.get("port", ["5432"])[0])]
    environment = {"PGPASSWORD": parts.password or "", "PGOPTIONS": f"-c search_path={schema},public"}
    done = await asyncio.to_thread(
        subprocess.run,
        [*command, parts.path.lstrip("/")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    assert found and not done.returncode, done.stdout + done.stderr
    return float(found[1])
