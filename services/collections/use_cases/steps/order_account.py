"""How is an order's account found, made and shown? Part of other use cases."""

from collections.abc import Sequence
from typing import Any

from chassis.db.unit_of_work import Work
from chassis.records.people import lock_owner_for_share
from messages.collections.receivables import OrderAccount
from messages.orders.orders import OrderEvent
from services.collections.store import projections, receivables
from services.collections.tables import OrderAccountRow
from services.collections.tables.base import ZERO


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
