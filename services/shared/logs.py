# SPDX-License-Identifier: MPL-2.0
"""Logs: one line each on standard error, UTC, no personal data (nothing that logs is given any)."""

import logging
import sys
import time


def configure_logs(level: int = logging.INFO) -> None:
    """Once per process, before anything else happens."""
    formatter = logging.Formatter("%(asctime)sZ %(levelname)s %(name)s: %(message)s", datefmt="%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("httpx", "httpcore", "asyncio", "mail.log", "uvicorn.error"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
