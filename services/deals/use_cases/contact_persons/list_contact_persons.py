"""Who is known at a customer, where is it, and whose was it?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.contact_persons import ContactPersonsView
from messages.deals.customer_addresses import CustomerAddressView
from messages.deals.customers import CustomerOwnerView
from services.deals.domain.contact_persons import KEEPERS
from services.deals.store import contact_persons as store
from services.deals.store.customer_owners import list_owners
from services.deals.store.customers import get_customer


async def list_contact_persons(customer_id: UUID, uow: UnitOfWork) -> ContactPersonsView:
    """Masked for those who have nothing to do with the customer."""
    async with uow.begin() as work:
        customer = await get_customer(work, customer_id)
        close = await store.is_close_to(work, customer)
        persons = [store.person_view(row, close=close) for row in await store.list_persons(work, customer.id)]
        return ContactPersonsView(may_keep=close and work.actor.may(*KEEPERS), persons=persons)


async def list_customer_addresses(customer_id: UUID, uow: UnitOfWork) -> list[CustomerAddressView]:
    async with uow.begin() as work:
        customer = await get_customer(work, customer_id)
        close = await store.is_close_to(work, customer)
        return [store.address_view(row, close=close) for row in await store.list_addresses(work, customer.id)]


async def list_customer_owners(customer_id: UUID, uow: UnitOfWork) -> list[CustomerOwnerView]:
    async with uow.begin() as work:
        customer = await get_customer(work, customer_id)
        return await list_owners(work, customer.id)
