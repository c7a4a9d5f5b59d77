"""How is a customer's first limit set, or his limit lowered, at once?"""

from uuid import UUID

from chassis.auth.reach import must_see
from chassis.db.unit_of_work import UnitOfWork
from messages.collections.credit import CreditsView, SetCreditLimit
from messages.collections.grading.requests import CreditRequestKind
from services.collections.domain.credit import must_be_valid_limit
from services.collections.domain.grading.requests import must_not_be_raised
from services.collections.store import projections
from services.collections.store.grading import facts
from services.collections.use_cases.credit.show_credit import credits_view
from services.collections.use_cases.grading.apply_limit import lock_credit_of, new_request, write_limit


async def set_credit_limit(customer_id: UUID, command: SetCreditLimit, uow: UnitOfWork) -> CreditsView:
    """It is published to all who judge by it. The same again changes nothing; COL-177 for a higher one."""
    must_be_valid_limit(command.limit, command.currency)
    async with uow.begin() as work:
        customer = await projections.get_visible_customer(work, customer_id)
        must_see(work.actor, customer.legal_entity_id, kind="customer", id=customer.id)
        await facts.lock_customers(work, [customer.id])
        row = await lock_credit_of(work, customer, command.currency)
        limit = None if command.limit is None else command.limit.amount
        if not work.repeated and row.limit_amount != limit:
            must_not_be_raised(row.limit_amount, limit)
            own = {"currency": command.currency, "limit_amount": limit, "reason": command.reason}
            made = await new_request(work, customer, CreditRequestKind.LIMIT, id=work.new_id(), **own)
            await write_limit(work, customer, made, row)
        return await credits_view(work, customer)
