"""How much may a customer owe?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.credit import CreditsView, SetCreditLimit
from services.collections.domain.credit import must_be_valid_limit
from services.collections.store import credit, projections
from services.collections.use_cases.credit.show_credit import credits_view
from services.collections.use_cases.steps.publish_credits import publish_credit


async def set_credit_limit(customer_id: UUID, command: SetCreditLimit, uow: UnitOfWork) -> CreditsView:
    """It is published to all who judge by it. The same again changes nothing."""
    must_be_valid_limit(command.limit, command.currency)
    async with uow.begin() as work:
        customer = await projections.get_visible_customer(work, customer_id)
        row = (await credit.lock_credits(work, [(customer.id, command.currency)]))[0]
        limit = None if command.limit is None else command.limit.amount
        if not work.repeated and row.limit_amount != limit:
            row.limit_amount = limit
            publish_credit(work, row)
            await work.write()
        return await credits_view(work, customer)
