# SPDX-License-Identifier: MPL-2.0
"""Verdicts as stored with a booking: JSON that keeps what kind of value each parameter is."""

from datetime import date, datetime, timedelta
from typing import Any

from services.booking.model import Effect, ParameterValue, Verdict, Words


def write_verdicts(verdicts: tuple[Verdict, ...]) -> list[dict[str, Any]]:
    """As JSON values."""
    return [
        {
            "rule": verdict.rule,
            "effect": verdict.effect.value,
            "code": verdict.code,
            "parameters": {name: _write(value) for name, value in verdict.parameters.items()},
            **({"source": verdict.source} if verdict.source else {}),
            **({"text": _write(verdict.text)} if verdict.text else {}),
        }
        for verdict in verdicts
    ]


def read_verdicts(stored: list[dict[str, Any]]) -> tuple[Verdict, ...]:
    """Back from JSON values, whatever the age of the booking."""
    return tuple(
        Verdict(
            rule=item["rule"],
            effect=Effect(item["effect"]),
            code=item["code"],
            parameters={name: _read(value) for name, value in item["parameters"].items()},
            source=item.get("source", ""),
            text=Words(**item["text"]) if "text" in item else None,
        )
        for item in stored
    )


def _write(value: ParameterValue) -> Any:
    match value:
        case datetime():
            return {"instant": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case timedelta():
            return {"seconds": value.total_seconds()}
        case Words():
            return {"da": value.da, "en": value.en}
        case tuple():
            return list(value)
        case _:
            return value


def _read(value: Any) -> ParameterValue:
    match value:
        case {"instant": str(text)}:
            return datetime.fromisoformat(text)
        case {"day": str(text)}:
            return date.fromisoformat(text)
        case {"seconds": float(number) | int(number)}:
            return timedelta(seconds=number)
        case {"da": str(da), "en": str(en)}:
            return Words(da, en)
        case list():
            return tuple(str(item) for item in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        case _:
            return value
