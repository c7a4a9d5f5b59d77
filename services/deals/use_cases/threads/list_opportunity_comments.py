"""What was written about an opportunity, and what came with it?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from chassis.records.files import content_of
from messages.base import Page
from messages.deals.comments import OpportunityCommentView
from messages.errors import NotFound
from messages.files import AttachedFile
from services.deals.store import guidance, opportunities, sale_files


async def list_opportunity_comments(
    id: UUID, uow: UnitOfWork, *, cursor: str | None, limit: int
) -> Page[OpportunityCommentView]:
    """The newest first."""
    async with uow.begin() as work:
        await opportunities.get_opportunity(work, id)
        return await guidance.list_comments(work, id, cursor=cursor, limit=limit)


async def show_comment_file(id: UUID, comment_id: UUID, sha256: str, uow: UnitOfWork) -> tuple[AttachedFile, bytes]:
    async with uow.begin() as work:
        await opportunities.get_opportunity(work, id)
        comment = await guidance.find_comment(work, comment_id)
        if comment is None or comment.opportunity_id != id:
            raise NotFound("comment", comment_id)
        file = await sale_files.find_file(work, comment_id, sha256)
        return file.view(), await content_of(work, file.file_id)
