"""How is what somebody has spent on a customer booked, or submitted?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.deals.customer_care.expenses import (
    AddCustomerExpense,
    CustomerExpenseBooked,
    CustomerExpenseSubmitted,
    CustomerExpenseView,
    ExpenseStatus,
)
from services.deals.domain.customer_care.expenses import (
    expense_kind,
    must_be_close,
    must_be_sale_of,
    must_be_spent,
    needs_approval,
)
from services.deals.domain.opportunities import id_in_use
from services.deals.store import customers, opportunities
from services.deals.store.contact_persons import is_close_to
from services.deals.store.customer_care import expenses
from services.deals.store.customer_care.rules import rules_of
from services.deals.tables import Customer, CustomerExpense
from services.deals.use_cases.steps.save_given import save_given

SERIES = "EX"


async def add_expense(customer_id: UUID, command: AddCustomerExpense, uow: UnitOfWork) -> CustomerExpenseView:
    """What is small enough counts at once; all else when it was approved. The same id or key again shows what
    stands."""
    async with uow.begin() as work:
        customer = await customers.get_customer(work, customer_id)
        must_be_close(customer.number, close=await is_close_to(work, customer))
        id = command.id or work.new_id()
        known = await expenses.find_expense(work, id)
        if known is not None and known.owner_id == work.actor.id:
            return await expenses.view(work, known)
        must_be_spent(command.spent_on, command.amount, work.now, work.actor.tz)
        await _must_be_sale(work, customer, command.opportunity_id)
        rules = (await rules_of(work, customer.legal_entity_id)).expenses
        waits = needs_approval(command.amount, rules)
        row = CustomerExpense(
            id=id,
            number=await work.next_number(SERIES, customer.legal_entity_id),
            owner_id=work.actor.id,
            owner_unit=work.actor.unit,
            legal_entity_id=customer.legal_entity_id,
            status=ExpenseStatus.SUBMITTED if waits else ExpenseStatus.BOOKED,
            customer_id=customer.id,
            opportunity_id=command.opportunity_id,
            kind=expense_kind(command.kind, rules.kinds),
            amount_value=command.amount.amount,
            currency=command.amount.currency,
            spent_on=command.spent_on,
            note=command.note,
            prepared_by=work.actor.id,
            submitted_at=work.now,
            decided_at=None if waits else work.now,
            created_at=work.now,
        )
        added = await expenses.add_expense(work, row)
        if added is None:
            raise id_in_use(id)
        await save_given(work, added.id, command.files, entity=added.legal_entity_id)
        event = CustomerExpenseSubmitted if waits else CustomerExpenseBooked
        work.emit(event.model_validate(added.event_args(customer.name)))
        return await expenses.view(work, added)


async def _must_be_sale(work: Work, customer: Customer, opportunity_id: UUID | None) -> None:
    if opportunity_id is not None:
        sale = await opportunities.get_opportunity(work, opportunity_id)
        must_be_sale_of(customer.id, await customers.kept_of(work, sale.customer_id))
