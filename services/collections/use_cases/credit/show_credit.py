"""How does a customer stand?"""

from decimal import Decimal
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.credit import CreditsView, CreditView
from messages.money import Money
from services.collections.domain.due_dates import days_late
from services.collections.store import credit, projections
from services.collections.tables import CreditRow, Customer

NOTHING = Decimal(0)


async def show_credit(customer_id: UUID, uow: UnitOfWork) -> CreditsView:
    async with uow.begin() as work:
        customer = await projections.get_visible_customer(work, customer_id)
        return await credits_view(work, customer)


async def credits_view(work: Work, customer: Customer) -> CreditsView:
    """A step of other use cases: also the currencies in which nothing was ever owed but money lies on the account."""
    rows: dict[str, list[CreditRow]] = {}
    for row in await credit.credits_of_one(work, customer.id):
        rows.setdefault(row.currency, []).append(row)
    rest = await credit.unallocated(work, customer.id)
    currencies = sorted(rows.keys() | {currency for currency, amount in rest.items() if amount})
    shown = [
        _view(work, customer, currency, rows.get(currency, []), rest.get(currency, NOTHING)) for currency in currencies
    ]
    return CreditsView(customer_id=customer.id, credits=shown)


def _view(work: Work, customer: Customer, currency: str, rows: list[CreditRow], rest: Decimal) -> CreditView:
    """What those that were joined to him owe is his; the limit and the version are his own."""
    nothing = CreditRow(customer_id=customer.id, currency=currency, id=credit.credit_id(customer.id, currency))
    row = next((one for one in rows if one.customer_id == customer.id), nothing)
    oldest = min((one.oldest_due_on for one in rows if one.oldest_due_on), default=None)
    return CreditView(
        id=row.id,
        customer_id=customer.id,
        customer_name=customer.name,
        owed=Money(amount=sum((one.owed for one in rows), NOTHING), currency=currency),
        oldest_days_late=days_late(due=oldest, settled_on=None, now=work.now, tz=customer.tz),
        oldest_due_on=oldest,
        unallocated=Money(amount=rest, currency=currency),
        limit=None if row.limit_amount is None else Money(amount=row.limit_amount, currency=currency),
        version=row.version,
    )
