"""Which payment terms is a customer offered?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.offers.terms import TermsOfferChanged
from services.deals.store import projections
from services.deals.tables import TermsOfferProjection


async def project_terms_offer(event: TermsOfferChanged, uow: UnitOfWork) -> None:
    """What was said last; an older event that comes late changes nothing, nor does it change a contract."""
    async with uow.begin() as work:
        said = event.offer.model_dump(mode="json")
        offered = TermsOfferProjection(customer_id=event.customer_id, offer=said, version=event.version)
        await projections.project_terms_offer(work, offered)
