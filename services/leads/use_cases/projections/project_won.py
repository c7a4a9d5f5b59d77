"""Which customers have bought from us?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.opportunities import OpportunityReopened, OpportunityWon
from services.leads.store.distribution import scoring
from services.leads.tables import WonOpportunityRow


async def project_won(event: OpportunityWon | OpportunityReopened, uow: UnitOfWork) -> None:
    """A lead of such a company may have more points; its open leads are looked at anew."""
    won = WonOpportunityRow(
        opportunity_id=event.opportunity_id,
        customer_id=event.customer_id,
        is_won=isinstance(event, OpportunityWon),
        version=event.version,
    )
    async with uow.begin() as work:
        if await scoring.project_won(work, won):
            await scoring.score_anew(work, event.customer_id)
