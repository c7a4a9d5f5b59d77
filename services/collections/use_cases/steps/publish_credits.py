"""Has what a customer owes changed? Then it is published."""

from collections.abc import Collection, Sequence

from chassis.db.unit_of_work import Work
from messages.collections.credit import CreditChanged
from messages.money import Money
from services.collections.domain.credit import Credit
from services.collections.domain.due_dates import days_late
from services.collections.store.credit import Key, debts_by_customer, lock_credits
from services.collections.tables import CreditRow, OrderAccountRow


async def publish_credits(work: Work, keys: Collection[Key], *, accounts: Sequence[OrderAccountRow] = ()) -> None:
    """A step of other use cases, after their receivables: locks the credits, computes them, publishes what differs.

    `accounts`: of orders that begin to owe, or owe more or less by now; it is published with how much they count, also
    when the sum stays.
    """
    if not keys:
        return
    rows = await lock_credits(work, keys)
    found = await debts_by_customer(work, keys)
    for row in rows:
        now = found.get((row.customer_id, row.currency))
        credit = Credit()
        if now is not None:
            late = days_late(due=now["oldest"], settled_on=None, now=work.now, tz=now["tz"])
            credit = Credit(now["owed"], late, now["oldest"])
        if accounts or credit != Credit(row.owed, row.oldest_days_late, row.oldest_due_on):
            row.owed, row.oldest_days_late, row.oldest_due_on = (
                credit.owed,
                credit.oldest_days_late,
                credit.oldest_due_on,
            )
            publish_credit(work, row, accounts=accounts)


def publish_credit(work: Work, row: CreditRow, *, accounts: Sequence[OrderAccountRow] = ()) -> None:
    """One change of the record."""
    row.version += 1
    limit = None if row.limit_amount is None else Money(amount=row.limit_amount, currency=row.currency)
    work.emit(
        CreditChanged(
            credit_id=row.id,
            customer_id=row.customer_id,
            owed=Money(amount=row.owed, currency=row.currency),
            oldest_days_late=row.oldest_days_late,
            oldest_due_on=row.oldest_due_on,
            limit=limit,
            order_ids=[one.order_id for one in accounts],
            order_amounts={one.order_id: one.net for one in accounts},
            version=row.version,
        )
    )
