"""What stands among somebody's notices in the app?"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from messages.approvals.notices import Notice
from services.approvals.domain.notices.recipients import Notification

AS_TASK = frozenset({Notice.ASKED, Notice.QUESTION, Notice.REASSIGNED, Notice.TODO})


def in_app(found: Iterable[Notification]) -> list[Notification]:
    """APP-160: of whatever somebody is notified, it stands among his notices in the app, with or without a channel;
    what he has to do stands in his inbox instead."""
    return [one for one in found if one.what not in AS_TASK]


def notice_row(one: Notification, now: datetime) -> dict[str, Any]:
    """The same for the same occasion and person, so that it is written once."""
    return {
        "id": notice_id(one.person_id, one.key), "person_id": one.person_id, "what": one.what.value,
        "content": one.content, "task_id": one.task_id, "created_at": now.astimezone(UTC), "read_at": None,
    }  # fmt: skip


def notice_id(person_id: UUID, key: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"notice/{person_id}/{key}")
