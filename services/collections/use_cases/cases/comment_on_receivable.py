"""How do sales and finance write to each other about a receivable?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.cases.comments import CommentOnReceivable, ReceivableCommented, ReceivableCommentView
from services.collections.store import receivables
from services.collections.store.cases import links
from services.collections.tables import ReceivableComment
from services.collections.tables.columns import ReceivableComments


async def comment_on_receivable(id: UUID, command: CommentOnReceivable, uow: UnitOfWork) -> ReceivableCommentView:
    """Whoever sees the receivable reads it; its owner and who is mentioned are told. The same key again writes it once.
    Raises NotFound."""
    async with uow.begin() as work:
        row = await receivables.find_receivable(work, id)
        comment_id = work.new_id()
        known = await links.find_record(work, ReceivableComments, comment_id)
        if known is not None:
            return known.view()  # type: ignore[no-any-return]
        await receivables.lock_receivables(work, [id])  # so that what is written of it follows what was
        mentions = list(dict.fromkeys(command.mentions))
        comment = ReceivableComment(
            id=comment_id,
            receivable_id=row.id,
            author_id=work.actor.id,
            author_name=work.actor.name,
            text=command.text,
            mentions=[str(one) for one in mentions],
            written_at=work.now,
        )
        work.session.add(comment)
        said = {"comment_id": comment.id, "author_id": work.actor.id, "author_name": work.actor.name}
        work.emit(ReceivableCommented(**row.event_args(), **said, comment=command.text, mentions=mentions))
        return comment.view()
