# SPDX-License-Identifier: MPL-2.0
"""Reads a JSON body exactly as its model says: no unknown fields, no text for a number, no time without its offset."""

import re
from collections.abc import Generator
from typing import Any

import msgspec
from litestar.dto import AbstractDTO, DTOFieldDefinition
from litestar.exceptions import ValidationException
from litestar.typing import FieldDefinition

_WHERE = re.compile(r" - at `\$\.?(.*)`$")


def malformed(field: str, message: str) -> ValidationException:
    """400, naming the field."""
    return ValidationException(extra=[{"key": field, "message": message, "source": "body"}])


class StrictBody[T](AbstractDTO[T]):
    """Litestar reads bodies leniently ("20" is a number to it); `dto=StrictBody[Model]` on a handler does not."""

    def decode_bytes(self, value: bytes) -> T:
        """The body as its model. Raises ValidationException, which is a 400."""
        try:
            return msgspec.json.decode(value, type=self.model_type)
        except msgspec.ValidationError as error:
            found = _WHERE.search(str(error))
            raise malformed(found[1] if found else "", _WHERE.sub("", str(error))) from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise malformed("", "not JSON") from error

    @classmethod
    def create_for_field_definition(
        cls, field_definition: FieldDefinition, handler_id: str, backend_cls: Any = None
    ) -> None:
        """The model itself is what travels."""

    @classmethod
    def create_openapi_schema(cls, field_definition: FieldDefinition, handler_id: str, schema_creator: Any) -> Any:  # noqa: ARG003
        """The model itself is what is described."""
        return schema_creator.for_field_definition(field_definition)

    @classmethod
    def generate_field_definitions(cls, model_type: type[Any]) -> Generator[DTOFieldDefinition]:  # noqa: ARG003
        """None are made over."""
        yield from ()

    @classmethod
    def detect_nested_field(cls, field_definition: FieldDefinition) -> bool:  # noqa: ARG003
        """Msgspec knows its own."""
        return False
