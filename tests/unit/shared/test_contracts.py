# SPDX-License-Identifier: MPL-2.0
"""The contracts: old payloads decode for ever, the papers are fresh, and no event carries contact data."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from infra.checks import contracts
from services.shared.contracts.asyncapi import event_schema, events, requests
from services.shared.contracts.envelope import Envelope, EventData, RequestData
from services.shared.outbox import envelope

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.json"))
"""Payloads as they once went out, never edited. A field that is added later gets a new file, `<type>.<n>.json`."""
BY_TYPE = {event.TYPE: event for event in events()}


def payload(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_payload_of_old_decodes_and_nothing_of_it_is_lost(path: Path) -> None:
    told = Envelope.model_validate(payload(path))
    event = BY_TYPE[told.type].model_validate(told.data)
    again = envelope(event, told.id, told.time).model_dump(mode="json", exclude_unset=False)
    assert again | {"data": again["data"] | told.data} == again


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_payload_of_old_fits_the_published_schema(path: Path) -> None:
    old = payload(path)
    event = BY_TYPE[old["type"]]
    full = envelope(
        event.model_validate(old["data"]), Envelope.model_validate(old).id, Envelope.model_validate(old).time
    )
    jsonschema_rs.validate(event_schema(event), full.model_dump(mode="json"))
    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.validate(event_schema(event), full.model_dump(mode="json") | {"type": "booking.other.thing.v1"})


def test_every_event_has_a_payload_in_the_corpus() -> None:
    assert {payload(path)["type"] for path in GOLDEN} == set(BY_TYPE)


@pytest.mark.parametrize("event", events(), ids=lambda event: event.TYPE)
def test_an_event_is_named_by_publisher_aggregate_past_tense_and_version(event: type[EventData]) -> None:
    assert re.fullmatch(r"(booking|dialogue|notify|portal)\.[a-z_]+\.[a-z_]+\.v[1-9]", event.TYPE)
    assert event.AGGREGATE in event.model_fields


def test_a_question_never_lands_in_a_stream() -> None:
    assert len(requests()) >= 5
    assert all(len(asked.SUBJECT.split(".")) == 2 for asked, _ in requests())


@pytest.mark.parametrize("event", events(), ids=lambda event: event.TYPE)
def test_no_event_has_a_field_for_a_person_s_name_or_address(event: type[EventData]) -> None:
    assert not contact_fields(event_schema(event))


def test_the_search_for_contact_fields_finds_them() -> None:
    class Careless(EventData):
        """Told too much."""

        TYPE = "booking.thing.told.v1"
        AGGREGATE = "email"
        email: str
        person_name: str

    assert contact_fields(event_schema(Careless)) == {"email", "person_name"}


def contact_fields(schema: object) -> set[str]:
    """Property names, at any depth, that speak of how to reach a person."""
    if isinstance(schema, list):
        return set[str]().union(*map(contact_fields, schema))
    if not isinstance(schema, dict):
        return set()
    suspicious = re.compile(r"e_?mail|phone|cpr|person_name|street|recipient")
    own = {name for name in schema.get("properties", {}) if suspicious.search(name)}
    return own.union(*map(contact_fields, schema.values()))


def test_the_papers_are_fresh() -> None:
    assert contracts.stale() == [], "run: python -m infra.checks.contracts"


def test_every_reference_in_the_asyncapi_document_leads_somewhere() -> None:
    document = yaml.safe_load((contracts.DOCS / "asyncapi.yaml").read_text(encoding="utf-8"))
    found = list(references(document))
    assert len(found) > 3 * len(events())
    for reference in found:
        if not reference.startswith("#/"):
            assert (contracts.DOCS / reference).is_file()
            continue
        target = document
        for key in reference.removeprefix("#/").split("/"):
            target = target[key]


def references(node: object) -> list[str]:
    if isinstance(node, list):
        return [reference for item in node for reference in references(item)]
    if not isinstance(node, dict):
        return []
    own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
    return own + [reference for value in node.values() for reference in references(value)]


def test_every_question_has_an_answer_and_is_documented() -> None:
    document = yaml.safe_load((contracts.DOCS / "asyncapi.yaml").read_text(encoding="utf-8"))
    for asked, reply in requests():
        assert issubclass(asked, RequestData)
        assert document["operations"][f"answer{asked.__name__}"]["reply"]["messages"][0]["$ref"].endswith(
            reply.__name__
        )
