# SPDX-License-Identifier: MPL-2.0
"""What every event has in common: CloudEvents 1.0 around typed data."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class EventData(BaseModel):
    """The data of one event. Fields are only ever added within a `.vN`; unknown ones are ignored.

    No personal contact data: a person is named by id, and who needs an address asks for it when sending.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    TYPE: ClassVar[str]
    """`<publisher>.<aggregate>.<past tense>.v<N>`; also the NATS subject."""

    AGGREGATE: ClassVar[str]
    """The field that holds the id of what changed."""

    version: int
    """Rises by one for each change of the aggregate; a consumer drops what is not newer than it has handled."""

    @property
    def parts(self) -> frozenset[UUID]:
        """What it tells the state of. An event overtakes an older one only in the parts they share."""
        return frozenset((self.aggregate_id,))

    def only(self, parts: Collection[UUID]) -> Self:  # noqa: ARG002, here there is but one part
        """The event without those of its parts that newer events have told of; `parts` is never empty."""
        return self

    @property
    def aggregate_id(self) -> UUID:
        """The thing that changed."""
        return UUID(str(getattr(self, self.AGGREGATE)))

    @classmethod
    def publisher(cls) -> str:
        """The service that owns the event."""
        return cls.TYPE.split(".", 1)[0]


class Envelope(BaseModel):
    """CloudEvents 1.0, structured JSON. `id` is also the `Nats-Msg-Id`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: Literal["1.0"] = "1.0"
    id: UUID
    source: str
    type: str
    subject: UUID
    time: datetime
    datacontenttype: Literal["application/json"] = "application/json"
    data: dict[str, Any]


class RequestData(BaseModel):
    """A question put to another service over NATS request/reply. Never stored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    SUBJECT: ClassVar[str]


class ReplyData(BaseModel):
    """The answer to a request. May hold an address or a code, so a malformed one is not quoted in an error or a log."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)
