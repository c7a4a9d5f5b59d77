"""How much may a customer owe?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.collections.credits import CreditsView, SetCreditLimit
from services.collections.domain.credit import check_limit
from services.collections.store import credits, customers
from services.collections.use_cases.show_credit import credits_view
from services.collections.use_cases.tell_credits import tell_credit


async def set_credit_limit(customer_id: UUID, command: SetCreditLimit, uow: UnitOfWork) -> CreditsView:
    """Everybody who judges by it is told. The same again changes nothing."""
    check_limit(command.limit, command.currency)
    async with uow.begin() as work:
        customer = await customers.see_customer(work, customer_id)
        row = (await credits.lock_credits(work, [(customer.id, command.currency)]))[0]
        limit = None if command.limit is None else command.limit.amount
        if row.limit_amount != limit:
            row.limit_amount = limit
            tell_credit(work, row)
            await work.session.flush()
        return await credits_view(work, customer)
