"""Which to-dos keep a record waiting?"""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.tasks import PendingTodo
from services.approvals.store.people.directory import find_directory
from services.approvals.store.requests.open_tasks import list_todos_about as find_todos


async def list_todos_about(about_ids: Sequence[UUID], uow: UnitOfWork) -> list[PendingTodo]:
    """The open ones about any of these records, in the reader's legal entities, oldest first."""
    async with uow.begin() as work:
        rows = await find_todos(work, about_ids)
        people = await find_directory(work) if any(row["person_id"] for row in rows) else None
        return [
            PendingTodo.model_validate(row | {"person_name": people.name_of(row["person_id"]) if people else ""})
            for row in rows
        ]
