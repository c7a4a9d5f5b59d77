"""Where do a customer's dunning letters go?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.dunning.letters import DunningAddressView
from services.collections.store import projections
from services.collections.store.letters import addresses
from services.collections.tables import Customer


async def show_dunning_address(customer_id: UUID, uow: UnitOfWork) -> DunningAddressView:
    """Also where finance has set none. Raises NotFound."""
    async with uow.begin() as work:
        return await address_view(work, await projections.get_visible_customer(work, customer_id))


async def address_view(work: Work, customer: Customer) -> DunningAddressView:
    known = await addresses.find_address(work, customer.id)
    counts = await addresses.address_of(work, customer.id, customer.name)
    own = known.model_dump(exclude={"customer_id"}) if known else {"email": "", "recipient": "", "lang": None}
    return DunningAddressView(customer_id=customer.id, customer_name=customer.name, mailed_to=counts.email, **own)
