"""How does an expense come to count, go back, come again, or end?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.deals.customer_care.expenses import (
    CustomerExpenseBooked,
    CustomerExpenseEvent,
    CustomerExpenseRejected,
    CustomerExpenseReturned,
    CustomerExpenseSubmitted,
    CustomerExpenseView,
    CustomerExpenseWithdrawn,
    DecideCustomerExpense,
    ExpenseStatus,
    ResubmitCustomerExpense,
)
from services.deals.domain.authority import must_act_for
from services.deals.domain.customer_care.expenses import move_expense, must_be_spent, needs_approval
from services.deals.store.customer_care import expenses
from services.deals.store.customer_care.rules import rules_of
from services.deals.store.labels import labels_of
from services.deals.tables import CustomerExpense

S = ExpenseStatus


async def book_customer_expense(id: UUID, command: DecideCustomerExpense, uow: UnitOfWork) -> CustomerExpenseView:
    """Approved: it counts, once."""
    async with uow.begin() as work:
        row = await expenses.lock_expense(work, id)
        if row.status is not S.BOOKED and command.round >= row.round:
            row.decided_at = work.now
            await _move(work, row, CustomerExpenseBooked, to=S.BOOKED, approved=True)
        return await expenses.view(work, row)


async def return_customer_expense(id: UUID, command: DecideCustomerExpense, uow: UnitOfWork) -> CustomerExpenseView:
    """To who spent it, with guidance. Returning again changes nothing."""
    async with uow.begin() as work:
        row = await expenses.lock_expense(work, id)
        if row.status is not S.RETURNED and command.round >= row.round:
            row.guidance = command.comment
            await _move(work, row, CustomerExpenseReturned, to=S.RETURNED, guidance=row.guidance)
        return await expenses.view(work, row)


async def reject_customer_expense(id: UUID, command: DecideCustomerExpense, uow: UnitOfWork) -> CustomerExpenseView:
    """It never counts. Rejecting again changes nothing."""
    async with uow.begin() as work:
        row = await expenses.lock_expense(work, id)
        if row.status is not S.REJECTED and command.round >= row.round:
            row.guidance, row.decided_at = command.comment, work.now
            await _move(work, row, CustomerExpenseRejected, to=S.REJECTED, guidance=row.guidance)
        return await expenses.view(work, row)


async def withdraw_customer_expense(id: UUID, uow: UnitOfWork) -> CustomerExpenseView:
    """Nobody asks for it any more. Withdrawing again changes nothing."""
    async with uow.begin() as work:
        row = await expenses.lock_expense(work, id)
        must_act_for(work.actor, row, "withdraw")
        if row.status is not S.WITHDRAWN and not work.repeated:
            await _move(work, row, CustomerExpenseWithdrawn, to=S.WITHDRAWN)
        return await expenses.view(work, row)


async def resubmit_customer_expense(id: UUID, command: ResubmitCustomerExpense, uow: UnitOfWork) -> CustomerExpenseView:
    """After a return: for approval again, or at once where it is small enough by now. Again, it changes nothing."""
    async with uow.begin() as work:
        row = await expenses.lock_expense(work, id)
        must_act_for(work.actor, row, "resubmit")
        if work.repeated or row.status is S.SUBMITTED:
            return await expenses.view(work, row)
        amount = command.amount or row.amount
        must_be_spent(row.spent_on, amount, row.submitted_at, work.actor.tz)
        row.amount_value, row.currency = amount.amount, amount.currency
        row.note = command.note if command.note is not None else row.note
        row.submitted_at = work.now
        row.round += 1
        waits = needs_approval(amount, (await rules_of(work, row.legal_entity_id)).expenses)
        if waits:
            await _move(work, row, CustomerExpenseSubmitted, to=S.SUBMITTED)
        else:
            row.decided_at = work.now
            await _move(work, row, CustomerExpenseBooked, to=S.BOOKED)
        return await expenses.view(work, row)


async def _move(
    work: Work, row: CustomerExpense, event: type[CustomerExpenseEvent], *, to: ExpenseStatus, **said: object
) -> None:
    row.status = move_expense(row.status, to)
    row.version += 1
    labels = await labels_of(work, customers=[row.customer_id], owners=[])
    work.emit(event.model_validate(row.event_args(labels.get(row.customer_id, "")) | said))
