"""What does an event look like on its way? (CloudEvents 1.0, structured JSON)"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self
from uuid import UUID

import pydantic_core
from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator

from messages.base import Event
from messages.former_names import payload_of, subject_of

EventType = type[Event]  # (in the class below, `type` is a field)
CONTENT_TYPE = "application/cloudevents+json"


class Undecodable(Exception):
    """This message will never be understood, however often it comes."""


class Envelope(BaseModel):
    """`subject` is the record the event is about; `type` is the event's `orders.order.confirmed.v1`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: str = "1.0"
    id: UUID
    source: str
    type: str
    subject: str
    time: datetime  # business time
    datacontenttype: str = "application/json"
    aggregateversion: int = 0
    sequence: int = 0  # place in the outbox of its service: what one act made has one version and time, and an order
    actor: str = ""
    actorname: str = ""
    cause: str = ""  # the id of the event, or `request`, that led to it
    traceparent: str = ""
    data: dict[str, Any]

    @field_validator("type", mode="after")
    @classmethod
    def _by_todays_name(cls, type: str) -> str:
        """Whoever reads it never meets a former name."""
        return subject_of(type)

    @field_validator("data", mode="after")
    @classmethod
    def _in_todays_names(cls, data: dict[str, Any], envelope: ValidationInfo) -> dict[str, Any]:
        return payload_of(envelope.data.get("type", ""), data)

    @classmethod
    def around(
        cls, event: Event, *, id: UUID, time: datetime, headers: Mapping[str, str] | None = None, sequence: int = 0
    ) -> Self:
        """As the relay would make it of the outbox's row."""
        return cls(
            id=id,
            source=f"/{event.service()}",
            type=event.subject,
            subject=str(event.aggregate_id),
            time=time,
            aggregateversion=event.version,
            sequence=sequence,
            data=pydantic_core.from_json(event.model_dump_json()),
            **(headers or {}),
        )

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Self:
        """From a row of the outbox."""
        headers: Mapping[str, Any] = row["headers"]
        return cls(
            id=row["event_id"],
            source="/" + row["subject"].split(".")[0],
            type=row["subject"],
            subject=row["aggregate_id"],
            time=row["occurred_at"],
            aggregateversion=row["aggregate_version"],
            sequence=row["id"],
            actor=str(headers.get("actor", "")),
            actorname=str(headers.get("actorname", "")),
            cause=str(headers.get("cause", "")),
            traceparent=str(headers.get("traceparent", "")),
            data=row["payload"],
        )

    @property
    def as_cause(self) -> dict[str, str]:
        """What stands with the events to which it leads."""
        return {"cause": str(self.id), "traceparent": self.traceparent}

    def encoded(self) -> bytes:
        return self.model_dump_json(exclude_defaults=False).encode()

    @classmethod
    def decoded(cls, message: bytes) -> Self:
        """Raises Undecodable."""
        try:
            return cls.model_validate_json(message)
        except ValidationError as wrong:
            raise Undecodable(f"no CloudEvents envelope: {wrong.errors(include_url=False)[:3]}") from wrong

    def event(self, kind: EventType) -> Event:
        """Raises Undecodable."""
        try:
            return kind.model_validate(self.data)
        except ValidationError as wrong:
            raise Undecodable(f"no {kind.__name__}: {wrong.errors(include_url=False)[:3]}") from wrong
