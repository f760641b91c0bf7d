# SPDX-License-Identifier: MPL-2.0
"""policy schema: the file that editors read while somebody writes a policy."""

import json
from pathlib import Path

from services.booking.policy_files.schema import policy_schema

SCHEMA = Path(__file__).parents[1] / "policies" / "policy.schema.json"


def wanted_schema() -> str:
    """What the file should hold."""
    return json.dumps(policy_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_schema() -> int:
    """Bring it up to date."""
    SCHEMA.write_text(wanted_schema(), encoding="utf-8")
    print(SCHEMA)
    return 0
