# SPDX-License-Identifier: MPL-2.0
"""Where a request came from, as far as it may be remembered."""

import hashlib
import hmac
from ipaddress import IPv4Address, IPv6Address, ip_address

HOST_BITS = 64
"""The part of an IPv6 address that one household or phone fills in as it likes."""


def network_mark(secret: str, address: str) -> bytes:
    """What is kept of an internet address: enough to count by, nothing to look up."""
    return hmac.digest(secret.encode(), f"network {_network(address)}".encode(), hashlib.sha256)


def _network(address: str) -> str:
    """What those behind one connection share: an IPv4 address, or the first half of an IPv6 one."""
    try:
        one = ip_address(address)
    except ValueError:
        return address
    if isinstance(one, IPv4Address):
        return str(one)
    return str(one.ipv4_mapped or IPv6Address(int(one) >> HOST_BITS << HOST_BITS))
