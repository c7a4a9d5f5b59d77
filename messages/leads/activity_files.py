"""What is said of the files of an activity: background, partners, schedule?"""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from messages.base import Event, View


class ActivityFileKind(StrEnum):
    BACKGROUND = "BACKGROUND"
    PARTNER = "PARTNER"
    SCHEDULE = "SCHEDULE"
    OTHER = "OTHER"


class ActivityFileView(View):
    name: str
    sha256: str
    size: int
    media_type: str
    kind: ActivityFileKind
    attached_by: UUID
    attached_by_name: str
    attached_at: datetime


class ActivityFileEvent(Event):
    activity_id: UUID
    number: str
    legal_entity_id: str
    file_name: str
    sha256: str
    kind: ActivityFileKind
    by_id: UUID


class ActivityFileAttached(ActivityFileEvent):
    subject: ClassVar[str] = "leads.activity.file_attached.v1"


class ActivityFileRemoved(ActivityFileEvent):
    subject: ClassVar[str] = "leads.activity.file_removed.v1"
