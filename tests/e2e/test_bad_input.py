# SPDX-License-Identifier: MPL-2.0
"""Random requests made from the OpenAPI descriptions: answered without a fault, and nothing is stored by them."""

from typing import Any

import asyncpg
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from services.shared.demo import DEMO_ASSOCIATIONS
from tests.running import Municipality

EXAMPLES = 20
_STORED = """
    SELECT (SELECT count(*) FROM booking.bookings), (SELECT count(*) FROM booking.closures),
           (SELECT count(*) FROM booking.outbox), (SELECT count(*) FROM booking.occupancies)
"""


@pytest.fixture(scope="module")
def keys(town: Municipality) -> tuple[str, ...]:
    """Staff may call the most; a club's key is refused elsewhere; some callers have none that counts."""
    return town.key("--staff"), town.association_key(DEMO_ASSOCIATIONS[0].id), "ak_guessed"


@pytest.mark.parametrize("service", ["booking", "notify", "dialogue"])
def test_no_random_request_makes_a_fault(town: Municipality, keys: tuple[str, ...], service: str) -> None:
    operations = operations_of(town, service)
    assert operations
    for operation in operations:
        throw_at(operation, keys)


def operations_of(town: Municipality, service: str) -> list[Any]:
    """Everything the description offers. Raises when it is no valid OpenAPI."""
    description: Any = schemathesis.openapi.from_url(f"{town.url}/api/{service}/openapi.json")
    return [found.ok() for found in description.get_all_operations()]


def throw_at(operation: Any, keys: tuple[str, ...]) -> None:
    """Requests that fit the description and requests that do not."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large],
        database=None,
    )
    @given(case=operation.as_strategy())
    def attempt(case: Any) -> None:
        for key in keys:
            answer = case.call(headers={"Authorization": f"Bearer {key}"}, timeout=20)
            told = f"{case.method} {case.formatted_path} {case.body!r}: {answer.status_code} {answer.text[:300]}"
            assert answer.status_code < 500, told
            assert "Traceback" not in answer.text

    attempt()


async def test_malformed_bookings_store_nothing(town: Municipality, keys: tuple[str, ...]) -> None:
    """Bodies of every wrong kind, sent by somebody who may book."""
    before = await stored(town)
    for operation in operations_of(town, "booking"):
        if operation.method == "post":
            throw_wrong(operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE), keys[:2])
    assert await stored(town) == before


def throw_wrong(strategy: Any, keys: tuple[str, ...]) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large],
        database=None,
    )
    @given(case=strategy)
    def attempt(case: Any) -> None:
        for key in keys:
            answer = case.call(headers={"Authorization": f"Bearer {key}"}, timeout=20)
            assert 400 <= answer.status_code < 500, f"{case.formatted_path} {case.body!r}: {answer.status_code}"

    attempt()


async def stored(town: Municipality) -> tuple[int, ...]:
    admin = await asyncpg.connect(town.instance["database_url"])
    try:
        return tuple(await admin.fetchrow(_STORED) or ())
    finally:
        await admin.close()


def test_the_requests_left_no_fault_in_the_log(town: Municipality) -> None:
    """What nobody expected would have been logged with its traceback."""
    assert "Traceback" not in town.log.read_text("utf-8", "replace")
