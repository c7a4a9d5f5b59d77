"""How long is a process's history, and how many activities has it?"""

from collections import Counter
from dataclasses import dataclass

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

LOCAL_ACTIVITY = "core_local_activity"


@dataclass(frozen=True)
class Length:
    """Of one history."""

    events: int
    local_activities: int
    activities: int
    signals: int
    tasks: int


async def length_of(client: Client, process_id: str) -> Length:
    """What one process took."""
    kinds: Counter[int] = Counter()
    local = 0
    async for event in client.get_workflow_handle(process_id).fetch_history_events():
        kinds[event.event_type] += 1
        local += event.marker_recorded_event_attributes.marker_name == LOCAL_ACTIVITY
    return Length(
        events=kinds.total(),
        local_activities=local,
        activities=kinds[EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED],
        signals=kinds[EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED],
        tasks=kinds[EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED],
    )


async def running(client: Client, kind: str) -> int:
    """How many processes of this kind have not ended, as visibility knows it."""
    return (await client.count_workflows(f"WorkflowType = '{kind}' AND ExecutionStatus = 'Running'")).count
