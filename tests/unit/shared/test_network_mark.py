# SPDX-License-Identifier: MPL-2.0
"""What is kept of an internet address, to count by."""

import hashlib
import hmac
from ipaddress import IPv6Address

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.shared.network_mark import network_mark

HALF = st.integers(min_value=0, max_value=2**64 - 1)
PREFIX = st.integers(min_value=1, max_value=2**64 - 1)
"""All but the one that IPv4 addresses are written under."""


def mark(address: str) -> bytes:
    return network_mark("hemmelig", address)


def plain(text: str) -> bytes:
    """The mark of a text that is counted as it stands."""
    return hmac.new(b"hemmelig", b"network " + text.encode(), hashlib.sha256).digest()


def ipv6(prefix: int, host: int) -> str:
    return str(IPv6Address(prefix << 64 | host))


@given(prefix=PREFIX, one=HALF, other=HALF)
def test_all_ipv6_addresses_of_one_household_have_one_mark(prefix: int, one: int, other: int) -> None:
    assert mark(ipv6(prefix, one)) == mark(ipv6(prefix, other))


@given(prefix=PREFIX, other=PREFIX, host=HALF)
def test_another_household_has_another_mark(prefix: int, other: int, host: int) -> None:
    assume(prefix != other)
    assert mark(ipv6(prefix, host)) != mark(ipv6(other, host))


@given(prefix=PREFIX, host=HALF)
def test_it_does_not_matter_how_an_ipv6_address_is_written(prefix: int, host: int) -> None:
    address = IPv6Address(prefix << 64 | host)
    assert mark(address.exploded.upper()) == mark(f"{address}%eth0") == mark(str(address))


@given(address=st.ip_addresses(v=4).map(str))
def test_an_ipv4_address_is_counted_whole_also_when_it_is_written_as_ipv6(address: str) -> None:
    assert mark(address) == mark(f"::ffff:{address}") == plain(address)


@pytest.mark.parametrize("text", ["", "testclient", "192.0.2.7:443", "2001:db8::/64", "[2001:db8::1]", "fe80::1%"])
def test_what_is_no_address_is_counted_as_it_stands(text: str) -> None:
    assert mark(text) == plain(text)


@given(text=st.text())
def test_nothing_that_may_stand_in_its_place_is_refused(text: str) -> None:
    assert len(mark(text)) == hashlib.sha256().digest_size
