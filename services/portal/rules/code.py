# SPDX-License-Identifier: MPL-2.0
"""The one-time code. It is made from the sign-in's id and a secret key, so that no table holds it."""

import hashlib
import hmac
import re
from uuid import UUID

DIGITS = 6


def code_of(secret: str, sign_in_id: UUID) -> str:
    """Six digits. Two sign-ins have unrelated codes, as far as anybody without the secret can tell."""
    digest = hmac.digest(secret.encode(), b"sign-in code " + sign_in_id.bytes, hashlib.sha256)
    return f"{int.from_bytes(digest) % 10**DIGITS:0{DIGITS}}"


def is_code(typed: str, secret: str, sign_in_id: UUID) -> bool:
    """Whether that is the code; spaces and hyphens do not count. Takes the same time for every answer."""
    digits = re.sub(r"[\s-]", "", typed)
    return hmac.compare_digest(digits.encode(), code_of(secret, sign_in_id).encode())
