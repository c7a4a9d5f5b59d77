"""How much does a customer owe, how far is he trusted, which of his orders were released from it, and which terms is he
offered?
"""

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.credit import CreditChanged
from messages.collections.grading.grades import CreditStandingChanged
from messages.collections.grading.requests import CreditRequestConfirmed
from messages.collections.offers.terms import TermsOfferChanged
from services.orders.store import orders
from services.orders.store import projections as store


async def project_credit(event: CreditChanged, uow: UnitOfWork) -> None:
    """The newest version counts, in whatever order they come."""
    async with uow.begin() as work:
        await orders.mark_in_debts(work, event)  # orders before the credit, as all who lock both
        await store.project_credit(work, event)


async def project_standing(event: CreditStandingChanged, uow: UnitOfWork) -> None:
    """The newest version counts, in whatever order they come."""
    async with uow.begin() as work:
        await store.project_standing(work, event)


async def project_terms_offer(event: TermsOfferChanged, uow: UnitOfWork) -> None:
    """The newest version counts, in whatever order they come; orders that stand keep their terms."""
    async with uow.begin() as work:
        await store.project_terms_offer(work, event)


async def keep_release(event: CreditRequestConfirmed, uow: UnitOfWork) -> None:
    """For one shipment; a limit that was confirmed is told by the credit itself."""
    async with uow.begin() as work:
        if event.order_id is not None:
            await store.keep_release(work, event.credit_request_id, event.order_id)
