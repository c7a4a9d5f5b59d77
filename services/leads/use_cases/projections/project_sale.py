"""What became of the opportunity that came of a lead?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.opportunities import OpportunityLost, OpportunityOpened, OpportunityReopened, OpportunityWon
from services.leads.store.campaigns.reach import project_sale as save_sale
from services.leads.tables import SaleRow

SaleEvent = OpportunityOpened | OpportunityWon | OpportunityLost | OpportunityReopened


async def project_sale(event: SaleEvent, uow: UnitOfWork) -> None:
    """Open, won or lost, and for how much: so that it is known what came of an activity."""
    won = event.amount if isinstance(event, OpportunityWon) else None
    status = "WON" if won is not None else "LOST" if isinstance(event, OpportunityLost) else "OPEN"
    sale = SaleRow(
        opportunity_id=event.opportunity_id,
        status=status,
        amount=None if won is None else won.amount,
        currency=None if won is None else won.currency,
        version=event.version,
    )
    async with uow.begin() as work:
        await save_sale(work, sale)
