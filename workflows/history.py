"""What did a process do, as its Temporal history says?"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pydantic_core
from temporalio.api.common.v1 import Payload, Payloads
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from messages.base import View

LOCAL = "core_local_activity"
SMALL = 200  # characters of a parameter
ENDINGS = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED: "process.completed",
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED: "process.failed",
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED: "process.terminated",
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED: "process.terminated",
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT: "process.terminated",
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW: "process.continued",
}


class Entry(View):
    """One thing that happened: `kind` is started, received, did, fired or ended; `code` has words in the catalogues."""

    at: datetime
    kind: str
    code: str
    params: dict[str, Any] = {}


def entries_of(events: list[HistoryEvent]) -> list[Entry]:
    """The readable part of a history, oldest first; what only Temporal cares about is left out."""
    names = {event.event_id: _scheduled(event) for event in events}
    return [
        Entry(at=_time(event), kind=kind, code=code, params=params)
        for event in events
        for kind, code, params in _of(event, names)
    ]


def _of(event: HistoryEvent, names: dict[int, str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    kind = event.event_type
    if kind == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED:
        yield "started", "process.started", _first(event.workflow_execution_started_event_attributes.input)
    elif kind == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
        yield _signal_received(event)
    elif kind == EventType.EVENT_TYPE_MARKER_RECORDED and event.marker_recorded_event_attributes.marker_name == LOCAL:
        yield _local_activity(event)
    elif kind == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED:
        name = names[event.activity_task_completed_event_attributes.scheduled_event_id]
        yield "did", f"did.{name}", {}
    elif kind == EventType.EVENT_TYPE_TIMER_FIRED:
        yield "fired", "process.fired", {}
    elif kind in ENDINGS:
        completed = event.workflow_execution_completed_event_attributes
        yield (
            "ended",
            ENDINGS[kind],
            {"result": _first_payload(completed.result)} if completed.HasField("result") else {},
        )


def _signal_received(event: HistoryEvent) -> tuple[str, str, dict[str, Any]]:
    signal = event.workflow_execution_signaled_event_attributes
    payload = _first(signal.input)
    if "fact" not in payload:
        return "received", f"process.{signal.signal_name}", {}
    return (
        "received",
        "process.received",
        _small({"event": payload["fact"], "id": payload.get("id")} | payload.get("data", {})),
    )


def _local_activity(event: HistoryEvent) -> tuple[str, str, dict[str, Any]]:
    marker = event.marker_recorded_event_attributes
    data = _first_payload(marker.details["data"])
    name = data.get("activity_type", "") if isinstance(data, dict) else ""
    failed = {"failed": marker.failure.message} if marker.HasField("failure") else {}
    result = _first_payload(marker.details["result"]) if "result" in marker.details else None
    return "did", f"did.{name}", _small(failed | (result if isinstance(result, dict) else {}))


def _scheduled(event: HistoryEvent) -> str:
    return event.activity_task_scheduled_event_attributes.activity_type.name


def _first(payloads: Payloads) -> dict[str, Any]:
    found = _first_payload(payloads)
    return _small(found) if isinstance(found, dict) else {}


def _first_payload(payloads: Payloads) -> Any:
    return _decoded(payloads.payloads[0]) if payloads.payloads else None


def _decoded(payload: Payload) -> Any:
    try:
        return pydantic_core.from_json(payload.data)
    except ValueError:
        return None


def _small(params: dict[str, Any]) -> dict[str, Any]:
    """Only what is short: an entry is a sentence, not a document."""
    return {name: value for name, value in params.items() if value not in (None, [], {}) and len(str(value)) <= SMALL}


def _time(event: HistoryEvent) -> datetime:
    return event.event_time.ToDatetime().replace(tzinfo=UTC)
