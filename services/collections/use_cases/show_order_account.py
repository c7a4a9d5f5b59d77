"""What does an order owe, what has it paid, what was invoiced?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork, Work
from messages.collections.receivables import OrderAccount
from services.collections.store import customers, receivables
from services.collections.tables import OrderAccountRow


async def show_order_account(order_id: UUID, uow: UnitOfWork) -> OrderAccount:
    async with uow.begin() as work:
        return await account_view(work, await customers.find_account(work, order_id))


async def account_view(work: Work, account: OrderAccountRow) -> OrderAccount:
    """A step of other use cases: the account as it stands in this transaction."""
    await work.session.flush()
    sums = await receivables.totals_of_order(work, account.order_id)
    confirmed = account.confirmed_at is not None
    return OrderAccount(
        order_id=account.order_id,
        total=account.money(account.amount),
        receivable=account.money(sums.receivable),
        paid=account.money(sums.paid),
        waiting=account.money(sums.waiting),
        invoiced=account.money(account.invoiced),
        requested=account.money(account.requested),
        next_due_on=sums.next_due_on,
        settled=confirmed and sums.paid == account.amount,
        invoiced_in_full=confirmed and account.invoiced == account.amount,
    )
