# SPDX-License-Identifier: MPL-2.0
"""The contracts as others read them: JSON Schemas of the events and one AsyncAPI 3 document."""

from types import ModuleType
from typing import Any

from services.shared.contracts import booking, dialogue, notify, portal
from services.shared.contracts.envelope import Envelope, EventData, ReplyData, RequestData

PUBLISHERS: tuple[ModuleType, ...] = (booking, dialogue, notify, portal)
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def events() -> list[type[EventData]]:
    """Every event there is."""
    return [event for publisher in PUBLISHERS for event in publisher.EVENTS]


def requests() -> list[tuple[type[RequestData], type[ReplyData]]]:
    """Every question and the answer it gets: `PlaceRequest` is answered by `PlaceReply` of the same module."""
    return [
        (asked, getattr(publisher, name.removesuffix("Request") + "Reply"))
        for publisher in PUBLISHERS
        for name, asked in vars(publisher).items()
        if isinstance(asked, type) and issubclass(asked, RequestData) and asked is not RequestData
    ]


def event_schema(event: type[EventData]) -> dict[str, Any]:
    """The whole message: the CloudEvents envelope with this event's data in it."""
    envelope = Envelope.model_json_schema(mode="serialization")
    data = event.model_json_schema(mode="serialization")
    shared = data.pop("$defs", {})
    envelope["properties"] |= {"type": {"const": event.TYPE}, "data": {"$ref": f"#/$defs/{event.__name__}"}}
    return {
        "$schema": _DIALECT,
        "$id": f"{event.TYPE}.json",
        **envelope,
        "title": event.__name__,
        "description": _sentence(event),
        "$defs": {**shared, event.__name__: data},
    }


def schemas() -> dict[str, dict[str, Any]]:
    """File name -> JSON Schema, for every event, question and answer."""
    plain = {
        f"{asked.SUBJECT}.{kind}": model
        for asked, reply in requests()
        for kind, model in (("ask", asked), ("answer", reply))
    }
    return {
        **{f"{event.TYPE}.json": event_schema(event) for event in events()},
        **{f"{name}.json": _plain_schema(f"{name}.json", model) for name, model in plain.items()},
    }


def _plain_schema(name: str, model: type[RequestData] | type[ReplyData]) -> dict[str, Any]:
    return {"$schema": _DIALECT, "$id": name, **model.model_json_schema(mode="serialization")}


def document(version: str) -> dict[str, Any]:
    """AsyncAPI 3.0 over all services. Payloads are in `schemas/`, beside the document."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Åben Kommune",
            "version": version,
            "description": "What the services tell each other over NATS, and what they ask. Events are CloudEvents 1.0"
            " in structured JSON, stored in one JetStream stream per publisher. No event carries personal contact data.",
            "license": {"name": "MPL-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {
            **{event.TYPE: _channel(event.TYPE, event) for event in events()},
            **{asked.SUBJECT: _channel(asked.SUBJECT, asked, reply) for asked, reply in requests()},
        },
        "operations": {
            **{f"tell{event.__name__}": _tell(event) for event in events()},
            **{f"answer{asked.__name__}": _answer(asked, reply) for asked, reply in requests()},
        },
        "components": {
            "messages": {
                **{event.__name__: _message(event, event.TYPE, "application/cloudevents+json") for event in events()},
                **{asked.__name__: _message(asked, f"{asked.SUBJECT}.ask") for asked, _ in requests()},
                **{reply.__name__: _message(reply, f"{asked.SUBJECT}.answer") for asked, reply in requests()},
            }
        },
    }


def _sentence(model: type[Any]) -> str:
    return (model.__doc__ or "").strip()


def _channel(address: str, *messages: type[Any]) -> dict[str, Any]:
    names = [message.__name__ for message in messages]
    return {"address": address, "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names}}


def _on(subject: str, message: type[Any]) -> dict[str, Any]:
    channel = f"#/channels/{subject}"
    return {"channel": {"$ref": channel}, "messages": [{"$ref": f"{channel}/messages/{message.__name__}"}]}


def _tell(event: type[EventData]) -> dict[str, Any]:
    return {"action": "send", "summary": _sentence(event), **_on(event.TYPE, event)}


def _answer(asked: type[RequestData], reply: type[ReplyData]) -> dict[str, Any]:
    return {
        "action": "receive",
        "summary": _sentence(asked),
        **_on(asked.SUBJECT, asked),
        "reply": _on(asked.SUBJECT, reply),
    }


def _message(model: type[Any], name: str, content_type: str = "application/json") -> dict[str, Any]:
    return {
        "name": name,
        "title": model.__name__,
        "summary": _sentence(model),
        "contentType": content_type,
        "payload": {
            "schemaFormat": "application/schema+json;version=draft-2020-12",
            "schema": {"$ref": f"schemas/{name}.json"},
        },
    }
