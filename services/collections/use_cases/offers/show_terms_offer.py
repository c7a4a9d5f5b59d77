"""Which terms is a customer offered, and why these?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.offers.terms import TermsOfferView
from messages.errors import NotFound
from services.collections.store import projections
from services.collections.store.offers.offers import find_offer


async def show_terms_offer(customer_id: UUID, uow: UnitOfWork) -> TermsOfferView:
    """Raises NotFound, also for a moment of a customer whom no policy was looked up for yet."""
    async with uow.begin() as work:
        customer = await projections.get_visible_customer(work, customer_id)
        row = await find_offer(work, customer_id)
        if row is None or row.offer is None:
            raise NotFound("terms_offer", customer_id)
        return row.view(customer, row.offer)
