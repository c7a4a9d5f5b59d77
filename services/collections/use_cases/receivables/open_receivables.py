"""What does a confirmed order owe, and when?"""

from datetime import datetime

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.events.subscriptions import NotYet
from messages.collections.receivables import ReceivableOpened, ReceivableStatus
from messages.deals.contracts import InstalmentTrigger
from messages.money import Money
from messages.orders.orders import OrderConfirmed
from services.collections.domain import due_dates, ledger, payment_plans
from services.collections.domain.dunning_procedure import next_at
from services.collections.domain.shards import derived_id, shard_of
from services.collections.store import invoice_lines, projections, shards
from services.collections.store.ledger import post
from services.collections.tables import BillableLineRow, Customer, OrderAccountRow, PaymentPlan, Receivable
from services.collections.tables.base import ZERO
from services.collections.use_cases.steps.order_account import ensure_account
from services.collections.use_cases.steps.publish_credits import publish_credits
from services.collections.use_cases.steps.publish_deadlines import publish_deadlines
from services.collections.use_cases.steps.settle_prepaid import settle_prepaid
from services.collections.use_cases.steps.use_advances import offer_advances


async def open_receivables(event: OrderConfirmed, uow: UnitOfWork) -> None:
    """One receivable per instalment of the contract's plan. Raises NotYet while the plan or the customer is unknown."""
    async with uow.begin() as work:
        account = await ensure_account(work, event)
        if account.confirmed_at is not None or account.cancelled_at is not None:
            return
        found, terms = await _agreed(work, event)
        customer = await projections.find_customer(work, event.customer_id)
        if customer is None:
            raise NotYet("customer", event.customer_id)
        account.confirmed_at = event.confirmed_at
        account.amount, account.currency, account.order_version = (
            event.total.amount,
            event.total.currency,
            event.version,
        )
        await invoice_lines.add_billable(work, _billable_lines(event))
        moments = _moments(found, account)
        procedure = await shards.dunning_procedure(work)
        rows = [
            _receivable(account, customer, term, part, moments, created_at=work.now)
            for term, part in payment_plans.receivables(event.total, terms)
        ]
        for row in rows:
            row.next_at = next_at(procedure, last=None, due=row.due_on, tz=row.tz)
            row.search = row.searched()
            work.session.add(row)
            post(work, ledger.receivable_opened(row.subject, row.amount))
            work.emit(ReceivableOpened(**row.event_args(), due_on=row.due_on))
        await offer_advances(work, await settle_prepaid(work, account), rows)
        await publish_credits(work, {(row.customer_id, row.currency) for row in rows}, order_ids=[event.order_id])
        await publish_deadlines(work, rows)


def _billable_lines(event: OrderConfirmed) -> list[BillableLineRow]:
    """As it is invoiced. An order whose lines were not said has one, its own number, of which nobody knows the tax."""
    if not event.lines:
        order_id, total = event.order_id, event.total.amount
        return [BillableLineRow(order_id=order_id, position=1, description=event.number, tax=ZERO, total=total)]
    return [
        BillableLineRow(
            order_id=event.order_id,
            position=position,
            tax=line.tax.amount,
            total=line.total.amount,
            **line.model_dump(include={"description", "product_code", "charge", "quantity", "tax_rate"}),
        )
        for position, line in enumerate(event.lines, start=1)
    ]


async def _agreed(work: Work, event: OrderConfirmed) -> tuple[PaymentPlan | None, list[payment_plans.Term]]:
    """The plan of its contract; an order without one says its terms itself. Raises NotYet."""
    if event.contract_id is None:
        said = enumerate(event.terms, start=1)
        return None, [payment_plans.Term(n, one.percent, one.trigger, one.days) for n, one in said]
    found = await projections.find_plan(work, event.contract_id)
    if found is None:
        raise NotYet("payment plan of contract", event.contract_id)
    return found, await _terms(work, found)


async def _terms(work: Work, found: PaymentPlan) -> list[payment_plans.Term]:
    rows = (await projections.instalments_of(work, [found.id]))[found.id]
    return [payment_plans.Term(row.number, row.percent, row.trigger, row.days) for row in rows]


def _moments(found: PaymentPlan | None, account: OrderAccountRow) -> dict[InstalmentTrigger, datetime | None]:
    return {
        InstalmentTrigger.EFFECTIVE: found.effective_at if found else account.confirmed_at,
        InstalmentTrigger.ORDER: account.confirmed_at,
        InstalmentTrigger.SHIPMENT: account.shipped_at,
        InstalmentTrigger.RECEIPT: account.received_at,
    }


def _receivable(
    account: OrderAccountRow,
    customer: Customer,
    term: payment_plans.Term,
    part: Money,
    moments: dict[InstalmentTrigger, datetime | None],
    *,
    created_at: datetime,
) -> Receivable:
    started, owed_since = moments[term.trigger], account.confirmed_at
    due_on = None
    if started is not None and owed_since is not None:
        due_on = due_dates.due_on(started_at=started, days=term.days, owed_since=owed_since, tz=customer.tz)
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
