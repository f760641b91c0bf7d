# SPDX-License-Identifier: MPL-2.0
"""Where a request came from, as far as it may be remembered."""

import hashlib
import hmac


def network_mark(secret: str, address: str) -> bytes:
    """What is kept of an internet address: enough to count by, nothing to look up."""
    return hmac.digest(secret.encode(), f"network {address}".encode(), hashlib.sha256)
