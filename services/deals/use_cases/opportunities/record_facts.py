"""What is known of what a customer needs and who decides there: how is it kept, version by version?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.deals.facts import FactsView, OpportunityFacts, RecordFacts
from messages.deals.opportunities import OpportunityFactsRecorded, OpportunityView
from services.deals.domain.authority import must_act_for
from services.deals.domain.lifecycle import must_be_live, must_be_open
from services.deals.store import opportunities, progress
from services.deals.tables import FactsVersion


async def record_facts(id: UUID, command: RecordFacts, uow: UnitOfWork) -> OpportunityView:
    """The next version; what is known already changes nothing."""
    async with uow.begin() as work:
        row = await opportunities.lock_opportunity(work, id)
        must_act_for(work.actor, row, "record-facts")
        facts = OpportunityFacts.model_validate(command.model_dump())
        if work.repeated or facts == await progress.facts_now(work, row):
            return await opportunities.view(work, row)
        must_be_live(row.history)
        must_be_open(row.status)
        row.facts_version += 1
        row.version += 1
        work.session.add(
            FactsVersion(
                opportunity_id=row.id,
                version=row.facts_version,
                facts=facts.model_dump(mode="json"),
                recorded_by=work.actor.id,
                recorded_by_name=work.actor.name,
                recorded_at=work.now,
            )
        )
        said = {"opportunity_id": row.id, "number": row.number, "version": row.version}
        work.emit(OpportunityFactsRecorded.model_validate({**said, "facts_version": row.facts_version}))
        return await opportunities.view(work, row)


async def list_facts(id: UUID, uow: UnitOfWork, *, cursor: str | None, limit: int) -> Page[FactsView]:
    """The newest version first."""
    async with uow.begin() as work:
        await opportunities.get_opportunity(work, id)
        return await progress.list_facts(work, id, cursor=cursor, limit=limit)
