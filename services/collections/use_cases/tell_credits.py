"""Has what a customer owes changed? Then everybody is told."""

from collections.abc import Collection

from chassis.unit_of_work import Work
from messages.collections.receivables import CreditChanged
from messages.money import Money
from services.collections.domain.credit import Credit
from services.collections.domain.due import days_late
from services.collections.store.credits import Key, lock_credits, standing
from services.collections.tables import CreditRow


async def tell_credits(work: Work, keys: Collection[Key]) -> None:
    """A step of other use cases, after their receivables: locks the credits, reckons anew, tells what differs."""
    if not keys:
        return
    rows = await lock_credits(work, keys)
    found = await standing(work, keys)
    for row in rows:
        now = found.get((row.customer_id, row.currency))
        credit = Credit()
        if now is not None:
            late = days_late(due=now.oldest, settled_on=None, now=work.now, tz=now.tz)
            credit = Credit(now.owed, late, now.oldest)
        if credit != Credit(row.owed, row.oldest_days_late, row.oldest_due_on):
            row.owed, row.oldest_days_late, row.oldest_due_on = (
                credit.owed,
                credit.oldest_days_late,
                credit.oldest_due_on,
            )
            tell_credit(work, row)


def tell_credit(work: Work, row: CreditRow) -> None:
    """One change of the record, told."""
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
            version=row.version,
        )
    )
