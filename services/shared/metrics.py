# SPDX-License-Identifier: MPL-2.0
"""What a service counts, for Prometheus. Labels name services, consumers, types and routes, never a person."""

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.metrics_core import Metric

from services.shared.db import Pool

REGISTRY = CollectorRegistry()
"""One for the process; each metric carries its service, for several services may share a process."""

PUBLISHED = Counter("events_published", "Events stored in the stream.", ["service", "type"], registry=REGISTRY)
HANDLED = Counter(
    "events_handled",
    "Events a consumer is done with; outcome is handled, again, stale or buried.",
    ["service", "consumer", "outcome"],
    registry=REGISTRY,
)
SETBACKS = Counter(
    "event_setbacks", "Handlings that failed and are tried again.", ["service", "consumer"], registry=REGISTRY
)
HANDLING = Histogram("event_handling_seconds", "Time of one handling.", ["service", "consumer"], registry=REGISTRY)
REQUESTS = Histogram(
    "http_request_seconds",
    "Time to answer; route is the template, never the path asked for.",
    ["service", "method", "route", "status"],
    registry=REGISTRY,
)
WAITING = Gauge("outbox_waiting", "Events committed and not yet published.", ["service"], registry=REGISTRY)
DEAD = Gauge("dead_letters_open", "Buried events nobody has replayed: alarm above 0.", ["service"], registry=REGISTRY)
BEHIND = Gauge("consumer_behind", "Events a consumer has still to handle.", ["service", "consumer"], registry=REGISTRY)
UP_TO_DATE = Gauge(
    "consumer_up_to_date_seconds",
    "Unix time before which a consumer has handled everything.",
    ["service", "consumer"],
    registry=REGISTRY,
)


class _OfService:
    """The registry seen by one service."""

    def __init__(self, service: str) -> None:
        self.service = service

    def collect(self) -> Iterable[Metric]:
        for metric in REGISTRY.collect():
            own = [sample for sample in metric.samples if sample.labels.get("service") == self.service]
            if own:
                metric.samples = own
                yield metric


async def measure(pool: Pool, service: str) -> None:
    """Look up what only the database knows."""
    row = await pool.fetchrow(
        "SELECT (SELECT count(*) FROM outbox WHERE published_at IS NULL) AS waiting,"
        " (SELECT count(*) FROM dead_letters WHERE replayed_at IS NULL) AS dead"
    )
    if row is not None:
        WAITING.labels(service).set(row["waiting"])
        DEAD.labels(service).set(row["dead"])


def exposition(service: str | None = None) -> bytes:
    """The text Prometheus reads, of one service or of all in this process."""
    return generate_latest(_OfService(service) if service else REGISTRY)  # pyright: ignore[reportArgumentType]
