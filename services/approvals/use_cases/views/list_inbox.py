"""What waits for me, what have I decided, what have I started?"""

import base64
import binascii
from collections.abc import Mapping
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
        steps = {(row["policy_id"], row["step"]) for row in rows if row["policy_id"] and row["step"]}
        names = {one: await _names_of(work, *one) for one in steps}
        return InboxPage(
            items=[_item(row, people, names.get((row["policy_id"], row["step"]), {})) for row in rows[:limit]],
            next=_write(rows[limit - 1]) if len(rows) > limit else None,
            counts=InboxCounts.model_validate(counts) if counts else None,
        )


async def _names_of(work: Work, policy_id: str, step: str) -> dict[str, str]:
    names: Mapping[Any, str] = find_step(await load_policy(work, UUID(policy_id)), step).name
    return dict(names)


def _item(row: dict[str, Any], people: Directory, names: dict[str, str]) -> InboxItem:
    requester = UUID(row["requester_id"]) if row["requester_id"] else None
    is_signer = row["task_id"] is not None and row["kind"] == TaskKind.APPROVAL
    glance = row["glance"] if is_signer or row["glance"] is None else unnamed(row["glance"])
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
