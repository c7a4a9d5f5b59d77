"""Is the project of an opportunity free, or has somebody won it? A step of registering and winning."""

from chassis.db.unit_of_work import Work
from services.deals.domain.opportunities import already_won
from services.deals.store import opportunities
from services.deals.tables import Opportunity


async def must_be_free(work: Work, row: Opportunity) -> None:
    """DEA-36, with the numbers for those who may see them."""
    found = await opportunities.find_won(work, row)
    if found is not None:
        first, contract = found
        visible = work.actor.scope.covers(
            owner_id=first.owner_id, owner_unit=first.owner_unit, legal_entity_id=first.legal_entity_id
        )
        raise already_won(first.number, contract, visible=visible)
