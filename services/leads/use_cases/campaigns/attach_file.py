"""How do files come to an activity, at any step, and who reads them?"""

import hashlib
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from chassis.records.files import content_of, save_file
from messages.errors import NotFound
from messages.leads.activity_files import (
    ActivityFileAttached,
    ActivityFileKind,
    ActivityFileRemoved,
    ActivityFileView,
)
from services.leads.domain.campaigns.campaign_tasks import must_have_room
from services.leads.store.campaigns import activities, activity_files
from services.leads.tables import ActivityFileRow, ActivityRow
from services.leads.use_cases.steps.plan_authority import must_be_planner


async def attach_activity_file(
    id: UUID, kind: ActivityFileKind, uow: UnitOfWork, *, name: str, media_type: str, content: bytes
) -> list[ActivityFileView]:
    """Also of what has ended or was cancelled. The same content again changes nothing."""
    async with uow.begin() as work:
        activity = await activities.lock_activity(work, id)
        must_be_planner(work, activity, f"POST /activities/{id}/files")
        sha256 = hashlib.sha256(content).hexdigest()
        if await activity_files.find_file(work, id, sha256) is None:
            must_have_room(await activity_files.count_files(work, id))
            scope = {"legal_entity_id": activity.legal_entity_id, "owner_unit": activity.owner_unit}
            saved = await save_file(work, name=name, media_type=media_type, content=content, **scope)
            row = ActivityFileRow(
                **saved.model_dump(include={"sha256", "name", "media_type", "size"}),
                activity_id=id,
                file_id=saved.id,
                kind=kind,
                attached_by=work.actor.id,
                attached_by_name=work.actor.name,
                attached_at=work.now,
            )
            work.session.add(row)
            said = {**_event_args(activity, row), "by_id": work.actor.id}
            work.emit(ActivityFileAttached.model_validate(said))
            await work.write()
        return [one.view() for one in await activity_files.list_files(work, id)]


async def remove_activity_file(id: UUID, sha256: str, uow: UnitOfWork) -> list[ActivityFileView]:
    """Removing it again changes nothing."""
    async with uow.begin() as work:
        activity = await activities.lock_activity(work, id)
        must_be_planner(work, activity, f"DELETE /activities/{id}/files/{sha256}")
        row = await activity_files.find_file(work, id, sha256)
        if row is not None:
            said = {**_event_args(activity, row), "by_id": work.actor.id}
            await work.session.delete(row)
            work.emit(ActivityFileRemoved.model_validate(said))
            await work.session.flush()
        return [one.view() for one in await activity_files.list_files(work, id)]


async def list_activity_files(id: UUID, uow: UnitOfWork) -> list[ActivityFileView]:
    async with uow.begin() as work:
        activity = await activities.get_activity(work, id)
        return [one.view() for one in await activity_files.list_files(work, activity.id)]


async def show_activity_file(id: UUID, sha256: str, uow: UnitOfWork) -> tuple[ActivityFileView, bytes]:
    """For whoever may see the activity. Raises NotFound."""
    async with uow.begin() as work:
        activity = await activities.get_activity(work, id)
        row = await activity_files.find_file(work, activity.id, sha256)
        if row is None:
            raise NotFound("file", sha256)
        return row.view(), await content_of(work, row.file_id)


def _event_args(activity: ActivityRow, row: ActivityFileRow) -> dict[str, object]:
    own = activity.model_dump(include={"number", "legal_entity_id", "version"})
    return own | {"activity_id": activity.id, "file_name": row.name, "sha256": row.sha256, "kind": row.kind}
