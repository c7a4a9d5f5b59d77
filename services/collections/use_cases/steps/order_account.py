"""How is an order's account found, made and shown, and who is told how it stands? Part of other use cases."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import Work
from chassis.records.people import lock_owner_for_share
from messages.collections.invoices import InvoiceIssued, InvoiceRequested
from messages.collections.payments import PaymentConfirmed, PaymentRecorded
from messages.collections.receivables import OrderAccount
from messages.orders.orders import OrderEvent
from services.collections.store import projections, receivables
from services.collections.store.snapshots import count_standing, standing_of
from services.collections.tables import OrderAccountRow
from services.collections.tables.base import ZERO

MOST = 3  # orders of one act: the processes of more ask, each for itself
Standing = PaymentRecorded | PaymentConfirmed | InvoiceRequested | InvoiceIssued


async def ensure_account(work: Work, event: OrderEvent) -> OrderAccountRow:
    """A step of other use cases: the order's account, locked, whichever event of the order comes first."""
    return await projections.find_and_lock_account(work, event.order_id) or await first_account(work, event)


async def first_account(work: Work, event: OrderEvent) -> OrderAccountRow:
    """The same where most likely there is none yet. Its owner is asked for only now: an account that stands has one,
    and goes with the others when he moves or hands over."""
    owner = await lock_owner_for_share(work, event.owner_id)
    owner_id, owner_unit = (owner.id, owner.unit) if owner else (event.owner_id, "")
    return await projections.add_account(work, event, owner_id=owner_id, owner_unit=owner_unit)


async def account_view(work: Work, account: OrderAccountRow) -> OrderAccount:
    """A step of other use cases: the account as it stands in this transaction."""
    return (await account_views(work, [account]))[0]


async def account_views(work: Work, accounts: Sequence[OrderAccountRow]) -> list[OrderAccount]:
    """A step of other use cases: the accounts as they stand in this transaction; one statement for all of them."""
    sums = await receivables.sums_of_orders(work, [account.order_id for account in accounts])
    return [_view(account, sums[account.order_id]) for account in accounts]


def _view(account: OrderAccountRow, sums: Any) -> OrderAccount:
    """Of a cancelled order nothing is to be paid."""
    confirmed = account.confirmed_at is not None
    came = sums["paid"] + sums["waiting"] + sums["idle_recorded"] + sums["idle_confirmed"]
    left = ZERO if account.cancelled_at else max(ZERO, account.net - sums["written_off"] - came)
    return OrderAccount(
        order_id=account.order_id,
        total=account.money(account.amount),
        receivable=account.money(sums["receivable"]),
        paid=account.money(sums["paid"]),
        waiting=account.money(sums["waiting"]),
        written_off=account.money(sums["written_off"]),
        invoiced=account.money(account.invoiced),
        requested=account.money(account.requested),
        to_invoice=account.money(account.to_invoice) if confirmed else account.money(ZERO),
        credited=account.money(account.credited),
        to_pay=account.money(left),
        to_confirm=account.money(sums["waiting"] + sums["idle_recorded"]),
        next_due_on=sums["next_due_on"],
        days_late=sums["days_late"],
        settled=confirmed and sums["paid"] + sums["written_off"] == account.net,
        invoiced_in_full=confirmed and account.invoiced == account.net,
    )


def emit_standing(work: Work, event: Standing) -> None:
    """Published when all of this act is written. Two acts at once on an order count one after the other, so the later
    version has seen what the earlier one wrote."""
    for order_id in _orders(event):
        work.gather(count_standing, order_id)
    work.follow(_emit, event)


async def _emit(work: Work, events: Sequence[Standing]) -> None:
    orders = list(dict.fromkeys(id for event in events for id in _orders(event)))
    accounts = {id: await standing_of(work, id) for id in orders} if len(orders) <= MOST else {}
    for event in events:
        own = {id: accounts[id] for id in _orders(event) if id in accounts}
        work.emit(event.model_copy(update={"accounts": own}))


def _orders(event: Standing) -> list[UUID]:
    return event.orders if isinstance(event, InvoiceRequested | InvoiceIssued) else event.order_ids
