"""What waits for me, what have I decided, what have I started?"""

import base64
import binascii
from datetime import datetime
from typing import Any
from uuid import UUID

import pydantic_core

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.approvals.states import TaskKind
from messages.approvals.tasks import InboxCounts, InboxItem, InboxPage
from messages.errors import Malformed
from services.approvals.domain.people.directory import Directory
from services.approvals.domain.policies.policy import find_step
from services.approvals.domain.views.conflicts import unnamed
from services.approvals.domain.views.glance import glance_at_todo, glance_of
from services.approvals.store.people.directory import find_directory
from services.approvals.store.policies.policies import load_policy
from services.approvals.store.views import inbox


async def list_inbox(uow: UnitOfWork, sought: inbox.Sought, cursor: str | None, limit: int) -> InboxPage:
    """Newest first; the counts of what is open come with the first page."""
    async with uow.begin() as work:
        rows, counts, version = await inbox.list_inbox(work, sought, _read(cursor), limit + 1)
        people = await find_directory(work, version)
        return InboxPage(
            items=[await _item(work, row, people) for row in rows[:limit]],
            next=_write(rows[limit - 1]) if len(rows) > limit else None,
            counts=InboxCounts.model_validate(counts) if counts else None,
        )


async def _item(work: Work, row: dict[str, Any], people: Directory) -> InboxItem:
    policy = await load_policy(work, UUID(row["policy_id"])) if row["policy_id"] else None
    requester = UUID(row["requester_id"]) if row["requester_id"] else None
    is_signer = row["task_id"] is not None and row["kind"] == TaskKind.APPROVAL
    glance = row["glance"] if is_signer or row["glance"] is None else unnamed(row["glance"])
    names = dict(find_step(policy, row["step"]).name) if policy and row["step"] else {}
    seen = glance_of(glance) or glance_at_todo(row.get("amount"))
    shown = {"requester_name": people.name_of(requester), "step_name": names, "glance": seen}
    return InboxItem.model_validate(row | shown)


def _write(row: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(pydantic_core.to_json([row["at"], row["n"]])).decode()


def _read(cursor: str | None) -> tuple[datetime, UUID] | None:
    if cursor is None:
        return None
    try:
        at, id = pydantic_core.from_json(base64.urlsafe_b64decode(cursor))
        return datetime.fromisoformat(at), UUID(id)
    except (ValueError, TypeError, AttributeError, binascii.Error) as wrong:
        raise Malformed("cursor", cursor, "SYS-8") from wrong
