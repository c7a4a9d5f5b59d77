"""What does a confirmed order owe, and when; and what more, once it was changed after its approval?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.events.subscriptions import NotYet
from messages.collections.receivables import ReceivableAdded, ReceivableOpened, ReceivableStatus
from messages.deals.terms import InstalmentTrigger
from messages.money import Money
from messages.orders.order_changes import OrderChanged
from messages.orders.orders import OrderConfirmed, OrderStatus
from services.collections.domain import due_dates, ledger, payment_plans
from services.collections.domain.shards import derived_id, shard_of
from services.collections.store import invoice_lines, projections, receivables
from services.collections.store.ledger import post
from services.collections.tables import BillableLineRow, Customer, OrderAccountRow, PaymentPlan, Receivable
from services.collections.tables.base import ZERO, kept_timing
from services.collections.use_cases.steps.order_account import ensure_account
from services.collections.use_cases.steps.publish_credits import publish_credits
from services.collections.use_cases.steps.publish_deadlines import publish_deadlines
from services.collections.use_cases.steps.reach_levels import set_clocks
from services.collections.use_cases.steps.settle_prepaid import settle_prepaid
from services.collections.use_cases.steps.use_advances import offer_advances

Moments = Mapping[InstalmentTrigger, datetime | None]
WENT_OUT = (OrderStatus.SHIPPED, OrderStatus.RECEIVED)


async def open_receivables(event: OrderConfirmed, uow: UnitOfWork) -> None:
    """One receivable per instalment of the contract's plan. Raises NotYet while the plan or the customer is unknown."""
    async with uow.begin() as work:
        account = await ensure_account(work, event)
        if account.confirmed_at is not None or account.cancelled_at is not None:
            return
        found, terms = await _agreed_terms(work, event)
        customer = await _customer_of(work, event)
        account.confirmed_at = event.confirmed_at
        account.amount, account.currency, account.order_version = (
            event.total.amount,
            event.total.currency,
            event.version,
        )
        await invoice_lines.add_billable(work, _billable_lines(event))
        moments = _moments(found, account)
        rows = [
            _receivable_of(
                account, customer, term, part, moments=moments, owed_since=event.confirmed_at, created_at=work.now
            )
            for term, part in payment_plans.receivables(event.total, terms)
        ]
        await _keep_new(work, rows)
        await offer_advances(work, await settle_prepaid(work, account), rows)
        await publish_credits(work, {(row.customer_id, row.currency) for row in rows}, accounts=[account])
        await publish_deadlines(work, rows)


def _billable_lines(event: OrderConfirmed | OrderChanged) -> list[BillableLineRow]:
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


def _moments(found: PaymentPlan | None, account: OrderAccountRow) -> Moments:
    return {
        InstalmentTrigger.EFFECTIVE: found.effective_at if found else account.confirmed_at,
        InstalmentTrigger.ORDER: account.confirmed_at,
        InstalmentTrigger.SHIPMENT: account.shipped_at,
        InstalmentTrigger.RECEIPT: account.received_at,
        InstalmentTrigger.DATE: account.confirmed_at,
    }


async def open_receivables_for_change(event: OrderChanged, uow: UnitOfWork) -> None:
    """By the shares and days of its contract, beside those that stand: what was agreed, dunned and paid before stays as
    it is. Of a cancelled order nothing is owed. Raises NotYet before its receivables are open."""
    async with uow.begin() as work:
        account = await ensure_account(work, event)
        if account.cancelled_at is not None:
            return
        if account.confirmed_at is None:
            raise NotYet("receivables of order", event.order_id)
        if await receivables.is_known(work, _id(event, 1)):
            return
        account.amount += event.difference.amount
        await _bill_as_changed(work, account, event)
        if not event.difference:
            return
        found, terms = await _agreed_terms(work, event)
        customer = await _customer_of(work, event)
        begun = found.effective_at if found else account.confirmed_at
        moments = _moments_of_change(account, event, begun=begun)
        first = await receivables.last_instalment(work, event.order_id) + 1
        said = payment_plans.receivables(event.difference, terms)
        rows = [
            _receivable_of(
                account, customer, replace(term, number=number), part,
                moments=moments, owed_since=event.changed_at, created_at=work.now,
            )
            for number, (term, part) in enumerate(said, start=first)
        ]  # fmt: skip
        for place, row in enumerate(rows, start=1):
            row.id = _id(event, place)  # by its change: the same change adds nothing twice
            row.goods_since = 0 if _has_happened(row.trigger, event) else event.version
        account.changes += 1
        await _keep_new(work, rows)
        _publish(work, rows, event)
        await offer_advances(work, await settle_prepaid(work, account), rows)
        await publish_credits(work, {(row.customer_id, row.currency) for row in rows}, accounts=[account])
        await publish_deadlines(work, rows)


async def _bill_as_changed(work: Work, account: OrderAccountRow, event: OrderChanged) -> None:
    """By its lines as they are now; where some of it was invoiced or credited already, what it costs more is a line
    beside them (decision 20)."""
    whole = sum((line.total.amount for line in event.lines), ZERO)
    is_whole = bool(event.lines) and whole == account.amount and not account.credited
    if is_whole and await invoice_lines.drop_billable(work, event.order_id):
        await invoice_lines.add_billable(work, _billable_lines(event))
    elif event.difference:
        await invoice_lines.add_billable(work, [await _billable_line(work, event)])


async def _billable_line(work: Work, event: OrderChanged) -> BillableLineRow:
    """By the number of the change; its tax rate is that of all lines, where they have one."""
    more = event.difference.amount
    tax = min(max(event.tax.amount, ZERO), more) if event.tax else ZERO
    position = await invoice_lines.last_position(work, event.order_id) + 1
    rates = {line.tax_rate for line in event.lines}
    return BillableLineRow(
        order_id=event.order_id,
        position=position,
        description=event.change_number,
        tax_rate=rates.pop() if len(rates) == 1 else None,
        tax=tax,
        total=more,
    )


def _id(event: OrderChanged, place: int) -> UUID:
    return derived_id("receivable", event.order_change_id, place)


def _publish(work: Work, rows: list[Receivable], event: OrderChanged) -> None:
    for row in rows:
        row.version += 1
        work.emit(ReceivableAdded(**row.event_args(), change_number=event.change_number))


def _has_happened(trigger: InstalmentTrigger | None, event: OrderChanged) -> bool:
    """To all goods of the order, also as it is changed."""
    if trigger is InstalmentTrigger.SHIPMENT:
        return event.status in WENT_OUT
    return trigger is not InstalmentTrigger.RECEIPT or event.status is OrderStatus.RECEIVED


def _moments_of_change(account: OrderAccountRow, event: OrderChanged, *, begun: datetime) -> Moments:
    """What was added may have to leave and to arrive yet: then its days do not run from what left before it."""
    shipped = _has_happened(InstalmentTrigger.SHIPMENT, event) or account.shipped_version > event.version
    received = _has_happened(InstalmentTrigger.RECEIPT, event) or account.received_version > event.version
    return {
        InstalmentTrigger.EFFECTIVE: begun,
        InstalmentTrigger.ORDER: event.changed_at,
        InstalmentTrigger.SHIPMENT: account.shipped_at if shipped else None,
        InstalmentTrigger.RECEIPT: account.received_at if received else None,
        InstalmentTrigger.DATE: event.changed_at,
    }


async def _agreed_terms(
    work: Work, event: OrderConfirmed | OrderChanged
) -> tuple[PaymentPlan | None, list[payment_plans.Term]]:
    """The plan of its contract; an order without one says its terms itself. Raises NotYet."""
    if event.contract_id is None:
        return None, payment_plans.terms_of(event.terms)
    found, rows = await projections.find_agreed(work, event.contract_id)
    if found is None:
        raise NotYet("payment plan of contract", event.contract_id)
    return found, [payment_plans.Term(row.number, row.percent, row.trigger, row.days, row.agreed) for row in rows]


async def _customer_of(work: Work, event: OrderConfirmed | OrderChanged) -> Customer:
    """Raises NotYet while it is unknown."""
    customer = await projections.find_customer(work, event.customer_id)
    if customer is None:
        raise NotYet("customer", event.customer_id)
    return customer


def _receivable_of(
    account: OrderAccountRow,
    customer: Customer,
    term: payment_plans.Term,
    part: Money,
    *,
    moments: Moments,
    owed_since: datetime,
    created_at: datetime,
) -> Receivable:
    """Of an instalment of the order, known by its number; not kept yet."""
    started = moments[term.trigger]
    due_on = discount_until = None
    if started is not None:
        due_on, discount_until = due_dates.due_days(
            started_at=started, days=term.days, timing=term.timing, owed_since=owed_since, tz=customer.tz
        )
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
        timing=kept_timing(term.timing),
        discount_until=discount_until,
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


async def _keep_new(work: Work, rows: Sequence[Receivable]) -> None:
    """With their clocks and their postings."""
    await set_clocks(work, rows)
    for row in rows:
        row.search = row.searched()
        work.session.add(row)
        post(work, ledger.receivable_opened(row.subject, row.amount))
        work.emit(ReceivableOpened(**row.event_args(), due_on=row.due_on))
