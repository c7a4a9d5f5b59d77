"""What is kept of a change, and shown to its approvers? Part of asking for a change and of resubmitting it."""

from chassis.db.unit_of_work import Work
from messages.orders.order_changes import ChangeFields
from services.orders.domain import order_changes as rules
from services.orders.store import orders as order_store
from services.orders.tables import OrderChangeRow, OrderRow
from services.orders.use_cases.steps.changed_order import compose_change
from services.orders.use_cases.steps.credit import exposure_of_change
from services.orders.use_cases.steps.order_difference import difference_of


async def reckon_change(work: Work, order: OrderRow, found: OrderChangeRow, wanted: ChangeFields) -> None:
    """Of a locked order, as it stands. Raises RuleViolation for what may not be changed so."""
    rules.must_be_changeable(order.status)
    rules.must_be_as_seen(seen=wanted.version, now=order.version)
    changed = await compose_change(work, order, await order_store.lines_of(work, order.id), wanted)
    found.want(changed.wanted, await difference_of(work, order, changed))
    exposed = await exposure_of_change(work, order, found.amount)
    found.exposure = exposed.over_limit if exposed else None
