"""What does somebody write into the thread of an opportunity?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.comments import CommentOnOpportunity, OpportunityCommented, OpportunityCommentView
from services.deals.store import guidance, opportunities
from services.deals.store.labels import labels_of
from services.deals.store.sale_files import files_of
from services.deals.tables import OpportunityComment
from services.deals.use_cases.steps.save_given import save_given


async def comment_on_opportunity(id: UUID, command: CommentOnOpportunity, uow: UnitOfWork) -> OpportunityCommentView:
    """Whoever sees the opportunity reads it; its owner and who is mentioned are told. The same key again writes it
    once."""
    async with uow.begin() as work:
        row = await opportunities.get_opportunity(work, id)
        new = work.new_id()
        known = await guidance.find_comment(work, new)
        if known is None:
            mentions = list(dict.fromkeys(command.mentions))
            known = OpportunityComment(
                id=new,
                opportunity_id=row.id,
                author_id=work.actor.id,
                author_name=work.actor.name,
                text=command.text,
                mentions=[str(one) for one in mentions],
                written_at=work.now,
            )
            work.session.add(known)
            await save_given(work, new, command.files, entity=row.legal_entity_id)
            names = await labels_of(work, customers=[row.customer_id], owners=[])
            said = {"comment_id": new, "author_id": work.actor.id, "author_name": work.actor.name}
            about = row.event_args() | {"customer_name": names.get(row.customer_id, "")}
            told = {**about, **said, "comment": command.text, "mentions": mentions}
            work.emit(OpportunityCommented.model_validate(told))
        return known.view((await files_of(work, [new]))[new])
