"""What do the approvers of a change of an order see and sign, and by what do they see who has to?"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approval_subject import ApprovalSubject
from messages.money import Money
from messages.orders.order_changes import LineChange, OrderDifference
from services.orders.domain import deviations
from services.orders.domain.credit import Credit, most_days_late
from services.orders.store import order_changes as store
from services.orders.store import orders as order_store
from services.orders.store import projections as known_store
from services.orders.tables import OrderChangeRow, OrderRow

ARROW = " → "


async def show_approval_subject(order_change_id: UUID, uow: UnitOfWork) -> ApprovalSubject:
    """The difference alone is asked anew. Raises NotFound."""
    async with uow.begin() as work:
        found, order = await store.lock_order_change(work, order_change_id)
        credits = await known_store.list_credits(work, order.customer_id)
        agreed, ordered = await order_store.sum_ordered(work, order)
    differs = found.differs
    return ApprovalSubject(
        kind="order_change",
        id=found.id,
        number=found.number,
        title=f"{found.customer_name} {found.order_number}",
        legal_entity_id=found.legal_entity_id,
        requester_id=found.owner_id,
        prepared_by=sorted({found.owner_id, found.requested_by}),
        facts={
            "amount": differs.total_after.amount,
            "currency": found.currency,
            "added": max(found.amount, Decimal(0)),
            "oldest_days_late": most_days_late(credits),
            "over_limit": found.exposure is not None,
            "short": bool(differs.short),
            "has_contract": order.contract_id is not None,
            "above_rest": order.contract_id is not None
            and found.amount > 0
            and deviations.is_above_rest(differs.total_after.amount, agreed=agreed, ordered=ordered),
            "lower_price": differs.lower_price,
            "deviates_more": differs.deviates_more,
            "below_floor": bool(differs.below_floor),
            "new_address": differs.ship_to_before != differs.ship_to_after,
            "at_stake": max(differs.total_before.amount, differs.total_after.amount),
        },
        content=_content(found, order, differs, credits),
    )


def _content(
    found: OrderChangeRow, order: OrderRow, differs: OrderDifference, credits: Sequence[Credit]
) -> dict[str, Any]:
    said: dict[str, Any] = {
        "customer": found.customer_name,
        "order": found.order_number,
        "contract": order.contract_number,
        "reason": found.reason,
        "total": _both(differs.total_before, differs.total_after),
        "difference": str(differs.difference),
        "lines": [_line(line) for line in differs.lines if line.differs],
    }
    if differs.ship_to_before != differs.ship_to_after:
        said["ship_to"] = _both(differs.ship_to_before or "–", differs.ship_to_after)
    if differs.deliver_on_before != differs.deliver_on_after:
        said["deliver_on"] = _both(differs.deliver_on_before or "–", differs.deliver_on_after)
    if differs.short:
        said["short"] = ", ".join(differs.short)
    if differs.below_floor:
        said["below_floor"] = ", ".join(differs.below_floor)
    if found.amount > 0:
        said |= {
            "owed": ", ".join(str(credit.owed) for credit in credits),
            "exposure": "" if found.exposure is None else str(Money.of(found.exposure, found.currency)),
            "limit": ", ".join(str(credit.credit_limit) for credit in credits if credit.credit_limit is not None),
            "oldest_days_late": most_days_late(credits),
        }
    return said


def _line(line: LineChange) -> dict[str, Any]:
    said: dict[str, Any] = {
        "product_code": line.product_code,
        "product_name": line.product_name,
        "quantity": _both(line.quantity_before, line.quantity_after),
        "price": _both(_amount(line.price_before), _amount(line.price_after)),
    }
    if line.discount_before or line.discount_after:
        said["discount"] = _both(_amount(line.discount_before), _amount(line.discount_after))
    if line.taxes_differ:
        said["tax_rate"] = _both(line.tax_rate_before, line.tax_rate_after)
    return said | {"total": _both(_amount(line.total_before), _amount(line.total_after))}


def _amount(money: Any) -> str:
    return "–" if money is None else str(money.amount)


def _both(before: object, after: object) -> str:
    """As it is when it stays."""
    return str(before) if before == after else f"{before}{ARROW}{after}"
