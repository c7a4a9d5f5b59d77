"""What is said of tasks of activities 活动任务: who does what, by when?"""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.text import LongStr, ShortStr


class CampaignTaskStatus(StrEnum):
    OPEN = "OPEN"
    DONE = "DONE"
    CANCELLED = "CANCELLED"


class GiveCampaignTask(Command):
    """To its executor, who is asked by a to-do."""

    title: ShortStr
    note: LongStr = ""
    executor_id: UUID
    due_on: date


class CompleteCampaignTask(Command):
    note: LongStr = ""


class CampaignTaskView(View):
    id: UUID
    number: str
    activity_id: UUID
    activity_number: str
    activity_name: str
    legal_entity_id: str
    title: str
    note: str
    executor_id: UUID
    executor_name: str
    due_on: date
    status: CampaignTaskStatus
    is_late: bool  # its day was over before it was done
    given_by: UUID
    given_by_name: str
    given_at: datetime
    done_at: datetime | None
    done_note: str
    version: int


class ProcessDueCampaignTasks(Command):
    """What is due by the process's clock, at the most so many."""

    limit: int = Field(default=200, ge=1, le=1000)


class ProcessedCampaignTasks(View):
    handled: int
    next_due_at: datetime | None
    more: bool  # some are due already


class CampaignTaskEvent(Event):
    """`owner_id`: its executor; `mentions`: who gave it."""

    campaign_task_id: UUID
    number: str
    activity_id: UUID
    activity_name: str
    title: str
    owner_id: UUID
    legal_entity_id: str
    due_on: date


class CampaignTaskGiven(CampaignTaskEvent):
    subject: ClassVar[str] = "leads.campaign_task.given.v1"
    todo_due_at: datetime  # the end of its day, where it was given


class CampaignTaskDone(CampaignTaskEvent):
    subject: ClassVar[str] = "leads.campaign_task.done.v1"
    mentions: list[UUID] = []
    by_id: UUID


class CampaignTaskCancelled(CampaignTaskEvent):
    subject: ClassVar[str] = "leads.campaign_task.cancelled.v1"
    by_id: UUID


class CampaignTaskOverdue(CampaignTaskEvent):
    """Its day is over: its executor and who gave it are told, once."""

    subject: ClassVar[str] = "leads.campaign_task.overdue.v1"
    mentions: list[UUID] = []


class CampaignTaskDeadlineMoved(Event):
    """The nearest task is due earlier than before: their keeper wakes up."""

    subject: ClassVar[str] = "leads.campaign_task.deadline_moved.v1"
    campaign_task_id: UUID
    next_due_at: datetime
