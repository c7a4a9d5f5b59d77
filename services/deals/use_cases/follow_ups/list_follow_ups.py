"""Which follow-ups are there, and what came with them?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from chassis.records.files import content_of
from messages.base import Page
from messages.deals.follow_ups import FollowUpView
from messages.files import AttachedFile
from services.deals.store import follow_ups, sale_files


async def list_follow_ups(
    uow: UnitOfWork, *, opportunity_id: UUID | None, customer_id: UUID | None, cursor: str | None, limit: int
) -> Page[FollowUpView]:
    """The newest first."""
    async with uow.begin() as work:
        about = {"opportunity_id": opportunity_id, "customer_id": customer_id}
        return await follow_ups.list_follow_ups(work, **about, cursor=cursor, limit=limit)


async def show_follow_up(id: UUID, uow: UnitOfWork) -> FollowUpView:
    async with uow.begin() as work:
        return await follow_ups.view(work, await follow_ups.get_follow_up(work, id))


async def show_follow_up_file(id: UUID, sha256: str, uow: UnitOfWork) -> tuple[AttachedFile, bytes]:
    async with uow.begin() as work:
        await follow_ups.get_follow_up(work, id)
        file = await sale_files.find_file(work, id, sha256)
        return file.view(), await content_of(work, file.file_id)
