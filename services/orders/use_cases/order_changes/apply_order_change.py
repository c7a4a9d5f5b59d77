"""A change was approved: the order is as it says, in one transaction."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

import pydantic_core

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.errors import RuleViolation
from messages.orders.order_changes import (
    DecideOrderChange,
    OrderChangeApplied,
    OrderChangeOvertaken,
    OrderChangeRequested,
    OrderChangeSnapshot,
    OrderChangeStatus,
)
from services.orders.domain import order_changes as rules
from services.orders.store import order_changes as store
from services.orders.store import orders as order_store
from services.orders.store import products as stock_store
from services.orders.tables import OrderChangeRow, OrderLineRow, OrderRow
from services.orders.use_cases.steps.changed_order import ChangedOrder, compose_change
from services.orders.use_cases.steps.credit import exposure_of_change
from services.orders.use_cases.steps.follow_change import follow_change, lock_waiting_for
from services.orders.use_cases.steps.order_difference import net_of

CHANGED = ("quantity", "price", "discount_percent", "discount", "share", "net", "tax_rate", "tax", "total")


async def apply_order_change(order_change_id: UUID, command: DecideOrderChange, uow: UnitOfWork) -> OrderChangeSnapshot:
    """Reckoned anew from the order as it stands under its lock: what was shipped, closed or called off meanwhile may
    stand against it, and then who asked has it again, with the rule. Over the credit limit by then, its approvers are
    asked anew. Applying again, or an earlier round, changes nothing."""
    async with uow.begin() as work:
        await stock_store.lock_allocation(work)
        found, order = await store.lock_order_change(work, order_change_id)
        is_overtaken = found.status is OrderChangeStatus.RETURNED and found.obstacle is not None
        if command.round != found.round or is_overtaken or found.status is OrderChangeStatus.APPLIED:
            return found.snapshot()
        applied = rules.move(found.status, OrderChangeStatus.APPLIED)
        lines = await order_store.lines_of(work, order.id)
        waiting = await lock_waiting_for(work, order)  # orders before the contract
        try:
            rules.must_be_changeable(order.status)
            changed = await compose_change(work, order, lines, found.fields)
            approved = sum((line.total_after.amount for line in found.differs.lines if line.total_after), rules.NOTHING)
            now = sum((line.costs for line in changed.lines), rules.NOTHING)
            rules.must_cost_what_was_approved(approved=approved, now=now)
        except RuleViolation as no:
            _overtake(work, found, no)
            return found.snapshot()
        before, after = net_of(order, lines), net_of(changed.order, changed.lines)
        if await _is_asked_again(work, order, found, after[0] - before[0]):
            return found.snapshot()
        found.status, found.applied_at, found.version = applied, work.now, found.version + 1
        found.amount = after[0] - before[0]
        more_tax = changed.order.tax - order.tax
        await _write(work, order, lines, changed)
        order.credited = after[1]
        order.changes += bool(found.amount)
        if found.exposure is not None:
            order.exposure = max(order.exposure or rules.NOTHING, found.exposure)
        work.emit(OrderChangeApplied(**found.event_args()))
        await follow_change(work, order, found, waiting, more_tax=more_tax)
        return found.snapshot()


def _overtake(work: Work, found: OrderChangeRow, no: RuleViolation) -> None:
    found.status = rules.move(found.status, OrderChangeStatus.RETURNED)
    found.obstacle, found.obstacle_params = no.rule, pydantic_core.to_jsonable_python(no.params)
    found.version += 1
    work.emit(OrderChangeOvertaken(**found.event_args(), rule=no.rule))


async def _is_asked_again(work: Work, order: OrderRow, found: OrderChangeRow, added: Decimal) -> bool:
    """Its customer owes more by now than its approvers saw (ORD-96)."""
    exposed = await exposure_of_change(work, order, added, before=found.requested_at)
    if exposed is None:
        return False
    accepted = max(exposed.accepted, found.exposure or rules.NOTHING)
    if not rules.is_asked_again(added=added, exposure=exposed.exposure, limit=exposed.limit, accepted=accepted):
        return False
    found.exposure, found.round, found.version = exposed.exposure, found.round + 1, found.version + 1
    work.emit(OrderChangeRequested(**found.event_args(), requested_by=found.requested_by, reason=found.reason))
    return True


async def _write(work: Work, order: OrderRow, lines: Sequence[OrderLineRow], changed: ChangedOrder) -> None:
    """The copies are what stands now: no more is reserved than is due, and the contract has what is not called off any
    more."""
    after = {line.line: line for line in changed.lines}
    for line in lines:
        if (now := after.pop(line.line, None)) is None:
            await work.session.delete(line)
            continue
        for name in CHANGED:
            setattr(line, name, getattr(now, name))
        line.reserved = min(line.reserved, line.pieces().due - line.shipped)
    work.session.add_all(after.values())
    for number, pieces in changed.called.items():
        changed.agreed[number].called_off += pieces
    for name in ("total", "tax", "pricing", "ship_to", "deliver_on"):
        setattr(order, name, getattr(changed.order, name))
