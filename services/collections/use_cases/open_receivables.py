"""What does a confirmed order owe, and when?"""

from datetime import datetime

from chassis.subscriptions import NotYet
from chassis.unit_of_work import UnitOfWork, Work
from messages.collections.receivables import ReceivableOpened, ReceivableStatus
from messages.deals.contracts import InstalmentTrigger
from messages.money import Money
from messages.orders.orders import OrderConfirmed
from services.collections.domain import due, plan
from services.collections.domain.ladder import next_at
from services.collections.domain.shards import derived_id, shard_of
from services.collections.store import customers, shards
from services.collections.tables import Customer, OrderAccountRow, PaymentPlan, Receivable
from services.collections.use_cases.open_account import ensure_account
from services.collections.use_cases.settle_prepaid import settle_prepaid
from services.collections.use_cases.tell_credits import tell_credits
from services.collections.use_cases.tell_deadlines import tell_deadlines


async def open_receivables(event: OrderConfirmed, uow: UnitOfWork) -> None:
    """One receivable per instalment of the contract's plan. Raises NotYet while the plan or the customer is unknown."""
    async with uow.begin() as work:
        account = await ensure_account(work, event)
        if account.confirmed_at is not None or account.cancelled_at is not None:
            return
        found = await customers.find_plan(work, event.contract_id)
        if found is None:
            raise NotYet("payment plan of contract", event.contract_id)
        customer = await customers.find_customer(work, event.customer_id)
        if customer is None:
            raise NotYet("customer", event.customer_id)
        account.confirmed_at = event.confirmed_at
        account.amount, account.currency, account.order_version = (
            event.total.amount,
            event.total.currency,
            event.version,
        )
        terms = await _terms(work, found)
        moments = _moments(found, account)
        ladder = await shards.ladder(work)
        rows = [
            _receivable(account, customer, term, part, moments, created_at=work.now)
            for term, part in plan.receivables(event.total, terms)
        ]
        for row in rows:
            row.next_at = next_at(ladder, last=None, due=row.due_on, tz=row.tz)
            work.session.add(row)
            work.emit(ReceivableOpened(**row.fact(), due_on=row.due_on))
        await settle_prepaid(work, event.order_id)
        await tell_credits(work, {(row.customer_id, row.currency) for row in rows})
        await tell_deadlines(work, rows)


async def _terms(work: Work, found: PaymentPlan) -> list[plan.Term]:
    rows = (await customers.instalments_of(work, [found.id]))[found.id]
    return [plan.Term(row.number, row.percent, row.trigger, row.days) for row in rows]


def _moments(found: PaymentPlan, account: OrderAccountRow) -> dict[InstalmentTrigger, datetime | None]:
    return {
        InstalmentTrigger.EFFECTIVE: found.effective_at,
        InstalmentTrigger.ORDER: account.confirmed_at,
        InstalmentTrigger.SHIPMENT: account.shipped_at,
        InstalmentTrigger.RECEIPT: account.received_at,
    }


def _receivable(
    account: OrderAccountRow,
    customer: Customer,
    term: plan.Term,
    part: Money,
    moments: dict[InstalmentTrigger, datetime | None],
    *,
    created_at: datetime,
) -> Receivable:
    started, owed_since = moments[term.trigger], account.confirmed_at
    due_on = None
    if started is not None and owed_since is not None:
        due_on = due.due_on(started_at=started, days=term.days, owed_since=owed_since, tz=customer.tz)
    return Receivable(
        id=derived_id("receivable", account.order_id, term.number),
        number=f"{account.number}-R{term.number}",
        status=ReceivableStatus.OPEN,
        customer_id=customer.id,
        customer_name=customer.name,
        order_id=account.order_id,
        contract_id=account.contract_id,
        instalment=term.number,
        trigger=term.trigger,
        days=term.days,
        owner_id=account.owner_id,
        owner_unit=account.owner_unit,
        legal_entity_id=account.legal_entity_id,
        amount=part.amount,
        currency=part.currency,
        due_on=due_on,
        tz=customer.tz,
        shard=shard_of(customer.id),
        created_at=created_at,
    )
